"""How much of the bare runtime's throughput the encoder keeps, and the tone read with it, as the background reads.

    python tests/benchmarks/encoding.py

The reference is onnxruntime alone, in the same run: one thread, the same texts sorted by length in batches of sixteen,
its inputs made before. Ours come sixteen at a time, of unlike lengths, as the collector's background reads them. CPU
time, the two in turn, the median of the ratios of neighbouring runs.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.collector.background import AT_ONCE  # noqa: E402
from hubdesk.enrich.encoder import BATCH, PREFIX, Encoder, _Loaded, _padded  # noqa: E402
from hubdesk.enrich.tone import ToneReader  # noqa: E402
from hubdesk.resources import resource  # noqa: E402

ROUNDS: Final = 3
SPREAD: Final = 7  # every seventh post: a minute in all
WANTED: Final = 0.8
Inputs = dict[str, Any]


def texts() -> list[str]:
    files = sorted((ROOT / "tests/data/voc").glob("voc_dev_*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]


def inputs(loaded: _Loaded, batches: Sequence[Sequence[str]]) -> Iterator[Inputs]:
    """What the runtime alone is given for each batch."""
    for batch in batches:
        pieces = [loaded._pieces.numbers(PREFIX + text) for text in batch]
        numbers, mask = _padded(pieces)
        yield {"rows": loaded._rows(numbers), "mask": mask}


def spent(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compare(name: str, count: int, bare: Callable[[], object], ours: Callable[[], object]) -> None:
    bare()
    ours()
    runs = [(spent(bare), spent(ours)) for _round in range(ROUNDS)]
    share = statistics.median(one / other for one, other in runs)
    alone, with_all = (count / statistics.median(column) for column in zip(*runs, strict=True))
    verdict = "" if share >= WANTED else "   TOO LOW"
    print(f"{name:28}{alone:7.0f} texts a CPU second bare, {with_all:5.0f} ours: {share:4.0%} of it{verdict}")


def main() -> None:
    all_ = texts()[::SPREAD]
    reader, encoder, loaded = ToneReader(), Encoder(), _Loaded(resource("encoder"))
    in_order = sorted(all_, key=lambda text: len(loaded._pieces.numbers(PREFIX + text)))
    made = list(inputs(loaded, [in_order[start : start + BATCH] for start in range(0, len(all_), BATCH)]))
    as_they_come = [all_[start : start + AT_ONCE] for start in range(0, len(all_), AT_ONCE)]
    print(f"{len(all_)} posts (wanted: {WANTED:.0%} of the bare runtime)")

    def bare() -> None:
        for one in made:
            loaded._session.run(None, one)

    compare("vectors", len(all_), bare, lambda: [encoder.encode(some) for some in as_they_come])
    compare("tone, its words and irony", len(all_), bare, lambda: [reader.quality(some) for some in as_they_come])


if __name__ == "__main__":
    main()
