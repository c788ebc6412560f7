"""Trains the tone heads from our labelled posts alone, tests/data/voc/ and tone/, and writes them to resources/heads/.

    python packaging/train_heads.py [-o FOLDER]

Needs what Hubdesk itself needs. Run it after a change to the posts, to resources/tone/cues.toml, to how a text is seen
(enrich/tone_text.py, tone_grams.py, tone_shape.py) or to the encoder. How good the heads are:
python tests/benchmarks/reading_tone.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hubdesk.enrich.encoder import Encoder  # noqa: E402 — the checkout's packages are found only now
from hubdesk.enrich.tone_cues import read_cues  # noqa: E402
from hubdesk.enrich.tone_heads import KERNEL, LINEAR, save_base, save_linear  # noqa: E402
from hubdesk.enrich.tone_kernel import TONES, Base, Floats, Kernel, beside, fit  # noqa: E402
from hubdesk.enrich.tone_linear import Features, Linear, features, train  # noqa: E402
from hubdesk.enrich.tone_sure import LINEAR_COOLER, Sure, calibrate  # noqa: E402

POSTS: Final = (ROOT / "tests" / "data" / "voc", ROOT / "tests" / "data" / "tone")
# What an unlike post gets: each tone a third, so that none wins where nothing speaks; irony its share of the posts.
USUAL: Final = np.array([1 / 3, 1 / 3, 1 / 3, 0.15], np.float32)
PLAIN: Final = "tone-"  # begins the id of a post of plain talk, tests/data/tone/
# What such a post weighs for the encoder's head beside one of tests/data/voc/: at full weight their short turns hid the
# irony of the others. A third serves the others no better, and plain talk worse.
PLAIN_TRUST: Final = 0.5


@dataclass(frozen=True)
class Posts:
    """The development posts and what was read in them once."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    tones: NDArray[np.int64]  # index in TONES
    irony: NDArray[np.bool_]
    found: tuple[Features, ...]
    vectors: Floats


@dataclass(frozen=True)
class Heads:
    """Both tiers, each with its calibration."""

    linear: Linear
    fast: Sure
    kernel: Kernel
    quality: Sure


def _tone(row: dict[str, Any]) -> str:
    return str(row.get("sentiment", row.get("tone", "")))


def read_posts(folders: Sequence[Path] = POSTS, encoder: Encoder | None = None) -> Posts:
    """The labelled posts of folders' JSON lines; the demonstration's say `tone` and `irony` for the same labels."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    lines = [line for path in paths for line in path.read_text("utf-8").split("\n")]
    rows = [row for line in lines if line and (row := json.loads(line)).get("text") and _tone(row) in TONES]
    texts = tuple(row["text"] for row in rows)
    cues = read_cues()
    return Posts(
        tuple(row["id"] for row in rows),
        texts,
        np.array([TONES.index(_tone(row)) for row in rows]),
        np.array([bool(row.get("sarcasm", row.get("irony"))) for row in rows]),
        tuple(features(text, cues) for text in texts),
        (encoder or Encoder()).encode(texts),
    )


def targets_and_trust(tones: NDArray[np.int64], irony: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """What each post should score, the usual scores, and its weight: a rare tone's posts count somewhat more."""
    targets = np.hstack([np.eye(len(TONES))[tones], irony[:, None]]).astype(np.float32)
    counts = np.bincount(tones, minlength=len(TONES))
    trust = np.sqrt(len(tones) / len(TONES) / np.maximum(1, counts))[tones].astype(np.float32)
    return targets, USUAL, trust


def train_on(posts: Posts, rows: Sequence[int] | NDArray[np.int64]) -> Heads:
    """Heads that know these posts and no others.

    The encoder's head reads the linear scores beside each vector: for its examples those of a linear model that had not
    seen the example, or it would trust them too much.
    """
    tones, irony = posts.tones[rows], posts.irony[rows]
    targets, usual, trust = targets_and_trust(tones, irony)
    found = [posts.found[row] for row in rows]
    linear, unseen = train(found, targets, usual, trust)
    is_plain = [posts.ids[row].startswith(PLAIN) for row in rows]
    trust = np.where(is_plain, PLAIN_TRUST * trust, trust).astype(np.float32)
    kernel = fit(Base(beside(posts.vectors[rows], unseen, found), targets, trust, usual))
    fast = calibrate(unseen, tones, irony, LINEAR_COOLER)
    return Heads(linear, fast, kernel, calibrate(kernel.unseen, tones, irony))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "resources" / "heads", help="folder to write")
    wanted = parser.parse_args()
    posts = read_posts()
    heads = train_on(posts, np.arange(len(posts.texts)))
    wanted.out.mkdir(parents=True, exist_ok=True)
    save_linear(wanted.out / LINEAR, heads.linear, heads.fast)
    save_base(wanted.out / KERNEL, heads.kernel.base, heads.quality)
    for name in (LINEAR, KERNEL):
        print(f"{wanted.out / name}: {(wanted.out / name).stat().st_size / 1e6:.2f} MB")
    print(f"fast {heads.fast}\nquality {heads.quality}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
