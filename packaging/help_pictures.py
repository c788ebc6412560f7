"""Makes the pictures of the help, in French and English, from the demonstration: python packaging/help_pictures.py

Each is what `hubdesk shot` draws of the demonstration at an instant, with 256 colours of its own: it stays small.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "resources" / "help" / "pictures"
LANGUAGES: Final = ("fr", "en")


class Shot(NamedTuple):
    """A picture of the help: `name` and a language make its file, `at` is on Paris clocks."""

    name: str
    panel: str
    at: str
    size: str = "800x400"


SHOTS: Final = (
    Shot("thursday-desk", "desk", "2026-11-19T14:32", "960x540"),
    Shot("monday-trend", "trend", "2026-11-16T18:00"),
    Shot("tuesday-trend", "trend", "2026-11-17T18:00"),
    Shot("wednesday-coverage", "coverage", "2026-11-18T17:00"),
    Shot("thursday-feed", "feed", "2026-11-19T07:30"),
    Shot("thursday-detail", "detail", "2026-11-19T08:00", "800x500"),
    Shot("thursday-trend", "trend", "2026-11-19T11:40"),
    Shot("thursday-tone", "tone", "2026-11-19T12:00", "800x500"),
    Shot("thursday-map", "map", "2026-11-19T12:00", "800x500"),
    Shot("friday-compare", "compare", "2026-11-20T20:00"),
    Shot("friday-themes", "themes", "2026-11-20T20:00", "800x500"),
)


def file_name(name: str, language: str) -> str:
    return f"{name}.{language}.png"


def hubdesk(*words: str) -> str:
    """What the product answers; it ends here when it fails."""
    command = [sys.executable, "-m", "hubdesk", *words]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    demo, made = hubdesk("demo", "--path"), set()
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "drawn.png"
        for shot in SHOTS:
            for language in LANGUAGES:
                place = ("--panel", shot.panel, "--at", shot.at, "--size", shot.size)
                hubdesk("--lang", language, "shot", demo, *place, "-o", str(drawn))
                out = PICTURES / file_name(shot.name, language)
                keep_small(drawn, out)
                made.add(out)
    for other in set(PICTURES.glob("*.png")) - made:
        other.unlink()  # no page could show it
    print(f"{len(made)} pictures, {sum(file.stat().st_size for file in made) // 1024} KiB in {PICTURES}")
    return 0


def keep_small(drawn: Path, out: Path) -> None:
    """With its 256 commonest colours, the others at the nearest of these: half the size, and text stays sharp."""
    picture = QImage(str(drawn)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    commonest = [int(colour) for colour in colours[np.argsort(-counts, kind="stable")[:256]]]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    few = picture.convertToFormat(QImage.Format.Format_Indexed8, commonest, flags)
    if few.isNull() or not few.save(str(out), "PNG", 0):  # 0: pressed the most
        raise SystemExit(f"{out} cannot be written")


if __name__ == "__main__":
    sys.exit(main())
