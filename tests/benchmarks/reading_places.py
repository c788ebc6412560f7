"""How well and how fast places are read: on the labelled sentences, and on the development posts.

`python tests/benchmarks/reading_places.py`. A place counts as right when its code is (commune, department or region).
The interval holds 95 % of 2,000 drawings of as many sentences, with replacement. Only `sentences_unseen.jsonl` says how
good the reader is: it was mended by the others until it read them, and they show what it would lose. The development
posts are synthetic, and their labels favour the reader (tests/data/places/README.md says all of it).
Speed is CPU time on one core against finding the same texts' words, the least that any reader must do.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.enrich.places import Place, PlaceReader  # noqa: E402 - the checkout is found only now

PLACES: Final = ROOT / "tests" / "data" / "places"
POSTS: Final = ROOT / "tests" / "data" / "voc"
FILES: Final = {
    "sentences_unseen.jsonl": "which nothing was mended by",
    "sentences.jsonl": "labelled before there was a reader, which it was mended by",
    "sentences_later.jsonl": "mostly traps, which it was mended by",
    "sentences_last.jsonl": "which it was mended by",
}
DRAWINGS: Final = 2_000
WORST: Final = 20
ROUNDS: Final = 5
WORD: Final = re.compile(r"\w+")


class Case(NamedTuple):
    text: str
    kind: str
    wanted: frozenset[str]
    read: tuple[Place, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many places are right, wrong and missed."""
        read = {place.code for place in self.read}
        return len(read & self.wanted), len(read - self.wanted), len(self.wanted - read)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def sentences(reader: PlaceReader, file: str) -> list[Case]:
    return [
        Case(str(line["text"]), str(line["kind"]), frozenset(line["places"]), reader.read(str(line["text"])))  # type: ignore[call-overload]
        for line in lines(PLACES / file)
    ]


def posts(reader: PlaceReader) -> list[Case]:
    wanted = {line["id"]: frozenset(line["places"]) for line in lines(PLACES / "read_by_eye.jsonl")}  # type: ignore[call-overload]
    return [
        Case(str(post["text"]), "post", wanted.get(post["id"], frozenset()), reader.read(str(post["text"])))
        for file in sorted(POSTS.glob("voc_dev_*.jsonl"))
        for post in lines(file)
    ]


def scores(counts: list[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all places together."""
    right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    return (
        right / ((right + wrong) or 1),
        right / ((right + missed) or 1),
        2 * right / ((2 * right + wrong + missed) or 1),
    )


def interval(counts: list[tuple[int, int, int]]) -> tuple[float, float]:
    chance = random.Random(1)
    drawn = sorted(scores(chance.choices(counts, k=len(counts)))[2] for _ in range(DRAWINGS))
    return drawn[DRAWINGS // 40], drawn[-DRAWINGS // 40]


def show(title: str, cases: list[Case]) -> None:
    counts = [case.counts for case in cases]
    precision, recall, f1 = scores(counts)
    low, high = interval(counts)
    right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    places = f"{right} places right, {wrong} wrong, {missed} missed"
    print(f"\n{title}: {len(cases)} texts, {sum(bool(case.read) for case in cases)} with places; {places}")
    print(f"  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f} [{low:.3f}, {high:.3f}]")
    print(f"  by confidence: {by_confidence(cases)}")
    for case in [case for case in cases if any(case.counts[1:])][:WORST]:
        read = ", ".join(f"{place.code} {place.confidence} {place.rule}" for place in case.read)
        print(f"  - {case.text[:150]!r}")
        print(f"      wanted {', '.join(sorted(case.wanted)) or 'nothing'}; read {read or 'nothing'}")


def by_confidence(cases: list[Case]) -> str:
    """How many of the places read with each confidence are right."""
    read: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case in cases:
        for place in case.read:
            band = (
                "0.9 and more" if place.confidence >= 0.9 else "0.7 to 0.9" if place.confidence >= 0.7 else "below 0.7"
            )
            read[band] += 1
            right[band] += place.code in case.wanted
    return "; ".join(f"{band}: {right[band]} of {read[band]}" for band in sorted(read))


def by_kind(cases: list[Case]) -> None:
    told = []
    for kind in sorted({case.kind for case in cases}):
        counts = [case.counts for case in cases if case.kind == kind]
        told.append(f"{kind} {sum(not any(count[1:]) for count in counts)}/{len(counts)}")
    print(f"  wholly right: {', '.join(told)}")


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """The quickest of some rounds over all texts."""
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            work(text)
        took.append(time.process_time() - start)
    return min(took)


def memory() -> float:
    """Megabytes that the gazetteer keeps."""
    tracemalloc.start()
    reader = PlaceReader()
    reader.read("Lille")
    kept = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    return kept


def main() -> None:
    start = time.process_time()
    reader = PlaceReader()
    reader.read("Lille")
    print(f"loaded in {time.process_time() - start:.2f} s of CPU time; {memory():.0f} MB kept")
    for file, title in FILES.items():
        cases = sentences(reader, file)
        show(f"{file}, {title}", cases)
        by_kind(cases)
    development = posts(reader)
    show("development posts, labels that favour the reader", development)
    texts = [case.text for case in development]
    ours, bare = seconds(reader.read, texts), seconds(WORD.findall, texts)
    signs = sum(map(len, texts)) / len(texts)
    print(f"\n{len(texts) / ours:,.0f} posts of {signs:.0f} signs a CPU second,", end=" ")
    print(f"{ours / bare:.0f} times what finding their words takes")


if __name__ == "__main__":
    main()
