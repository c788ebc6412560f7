"""How right the readers of language, brands, themes, targets and repeats are, with 95 % intervals, and how quick.

`python tests/benchmarks/reading.py [language|brands|themes|targets|duplicates|speed] [--worst]`, all without a name.
On the development posts (tests/data/voc: invented, one author; a score there is not a score in the field). Intervals
are bootstraps over posts. Queries and rules were written with these posts in sight, so their figures are of fit, not of
promise; the tone that targets are read with is always read out of fold. `--worst` prints 20 errors of each.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.collector.intake import spare_the_collector_of_garbage  # noqa: E402
from hubdesk.collector.reading import Reading, tone_reader  # noqa: E402
from hubdesk.collector.themes import OTHER, Themes  # noqa: E402
from hubdesk.core import Mention, Notes  # noqa: E402
from hubdesk.enrich.duplicates import Duplicates  # noqa: E402
from hubdesk.enrich.language import language  # noqa: E402
from hubdesk.enrich.targets import towards  # noqa: E402
from hubdesk.query.defaults import operators  # noqa: E402
from hubdesk.query.match import Matcher  # noqa: E402
from tests.benchmarks.reading_fold import out_of_fold  # noqa: E402
from tests.benchmarks.reading_variants import variants  # noqa: E402

Post = dict[str, Any]
Counts = tuple[int, ...]
RESAMPLED = 1_000


def posts() -> list[Post]:
    files = sorted((ROOT / "tests/data/voc").glob("voc_dev_*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def shown(name: str, rows: Sequence[Counts], score: Callable[[Counts], float], least: float) -> None:
    """A score over posts' counts, with the interval of 1,000 bootstraps over posts."""
    draw = random.Random(1)
    value = score(tuple(map(sum, zip(*rows, strict=True))))
    again = sorted(
        score(tuple(map(sum, zip(*draw.choices(rows, k=len(rows)), strict=True)))) for _n in range(RESAMPLED)
    )
    low, high = again[RESAMPLED // 40], again[-RESAMPLED // 40]
    verdict = "" if value >= least else "   TOO LOW"
    print(f"{name:44} {value:6.1%}  [{low:.1%}, {high:.1%}]  wanted {least:.0%}{verdict}")


def share(counts: Counts) -> float:
    return counts[0] / max(1, counts[1])


def f1(counts: Counts) -> float:
    both, told, true = counts
    return 2 * both / max(1, told + true)


def overlap(told: set[str], true: set[str]) -> Counts:
    return len(told & true), len(told), len(true)


def worst(errors: Iterable[str]) -> None:
    if "--worst" in sys.argv:
        print(*(f"    {error}" for error in list(errors)[:20]), sep="\n")


def said(post: Post) -> str:
    return " ".join(post["text"].split())[:150]


def read_language(all_: list[Post]) -> None:
    told = [(post, language(post["text"])) for post in all_]
    shown("language, right", [(int(code == post["lang"]), 1) for post, code in told], share, 0.98)
    answered = [(int(code == post["lang"]), 1) for post, code in told if code]
    shown(f"language, right where told ({len(answered)})", answered, share, 0.98)
    worst(f"{post['lang']} read as {code or 'unknown'}: {said(post)}" for post, code in told if code != post["lang"])


def read_brands(all_: list[Post]) -> None:
    topics = operators()
    names = {topic.id: topic.name for topic in topics}
    matcher = Matcher(topics)
    rows, errors, fooled = [], [], 0
    for post in all_:
        notes = Notes(language=language(post["text"]))
        told = {names[match.topic] for match in matcher.match(mention(post), notes)}
        true = {brand["brand"] for brand in post["brands"]}
        rows.append(overlap(told, true))
        fooled += bool(told and post["off_topic"])
        if told != true:
            errors.append(f"+{sorted(told - true)} -{sorted(true - told)}: {said(post)}")
    shown("brands, precision", rows, lambda counts: counts[0] / max(1, counts[1]), 0.95)
    shown("brands, recall", rows, lambda counts: counts[0] / max(1, counts[2]), 0.95)
    print(f"off-topic posts with a brand: {fooled} of {sum(post['off_topic'] for post in all_)}")
    worst(errors)


def mention(post: Post) -> Mention:
    return Mention("bench", post["id"], post["text"], 0)


def read_themes(all_: list[Post]) -> None:
    themes = Themes()
    rows, errors = [], []
    by_code: dict[str, list[Counts]] = defaultdict(list)
    for post in all_:
        found = themes.read(mention(post), Notes(language=language(post["text"])))
        told, true = {one.value for one in found}, set(post["topics"])
        rows.append(overlap(told, true))
        for code in told | true:
            by_code[code].append(overlap(told & {code}, true & {code}))
        if told != true:
            errors.append((len(told ^ true), f"+{sorted(told - true)} -{sorted(true - told)}: {said(post)}"))
    shown("themes, micro-F1", rows, f1, 0.78)
    for part in ("vd1", "vd2"):
        some = [row for row, post in zip(rows, all_, strict=True) if post["id"].startswith(part)]
        shown(f"themes, micro-F1, part {part[-1]}", some, f1, 0.78)
    known = [row for row, post in zip(rows, all_, strict=True) if OTHER not in post["topics"]]
    shown("themes, micro-F1, posts that have one", known, f1, 0.78)
    for code, counts in sorted(by_code.items()):
        print(f"    {code:20} F1 {f1(tuple(map(sum, zip(*counts, strict=True)))):.2f}")
    worst(error for _size, error in sorted(errors, key=lambda pair: -pair[0]))


def read_targets(all_: list[Post]) -> None:
    several = [post for post in all_ if len({brand["brand"] for brand in post["brands"]}) > 1]
    scores_of = out_of_fold(all_)
    rows, plain, given, errors = [], [], [], []
    for post in several:
        true = {brand["brand"]: brand["sentiment"] for brand in post["brands"]}
        scores = scores_of(post)
        read = scores(post["text"])
        whole = ("negative", "neutral", "positive")[max(range(3), key=read.__getitem__)]
        found = {target.brand: target for target in towards(post["text"], list(true), whole, scores)}
        known = {t.brand: t.tone for t in towards(post["text"], list(true), post["sentiment"], scores)}
        rows.append((sum(found[brand].tone == tone for brand, tone in true.items()), len(true)))
        plain.append((sum(whole == tone for tone in true.values()), len(true)))
        given.append((sum(known[brand] == tone for brand, tone in true.items()), len(true)))
        wrong = {brand: found[brand].tone for brand, tone in true.items() if found[brand].tone != tone}
        if wrong and known != true:
            errors.append(f"{wrong} by {next(iter(found.values())).rule}, post read {whole}: {said(post)}")
    shown(f"targets, right pairs in {len(several)} posts", rows, share, 0.65)
    shown("  the post's own tone for each brand", plain, share, 0.0)
    shown("  had the post's tone been read rightly", given, share, 0.0)
    worst(errors)


def read_duplicates(all_: list[Post]) -> None:
    groups = Duplicates()
    rows, errors = [], []
    for number, (text, root, how) in enumerate(variants(post["text"] for post in all_)):
        found = groups.seen(str(number), text)
        true = "" if root is None else str(root)
        rows.append((int(bool(found) and found == true), int(bool(found)), int(bool(true))))
        if (found or "") != true:
            errors.append(f"{how}: taken for {found}, is {true or 'new'}: {' '.join(text.split())[:120]}")
    shown(f"repeats among {len(rows)} texts, precision", rows, lambda counts: counts[0] / max(1, counts[1]), 0.97)
    shown("repeats, recall", rows, lambda counts: counts[0] / max(1, counts[2]), 0.97)
    file = ROOT / "tests/data/duplicates/pairs.jsonl"
    pairs = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    right = []
    for pair in pairs:
        own = Duplicates()
        own.seen("one", pair["one"])
        right.append((int((own.seen("other", pair["other"]) == "one") == pair["same"]), 1))
    shown(f"repeats, {len(pairs)} pairs written by hand", right, share, 0.97)
    worst(errors)


def speed(all_: list[Post]) -> None:
    """On one core: mentions a CPU second, best of three, against folding the same texts' letters a hundred times."""
    spare_the_collector_of_garbage()  # as the process that reads does
    mentions = [mention(post) for post in all_]
    reference = min(_spent(lambda: [one.text.casefold().split() for one in mentions for _n in range(100)]))
    for tone, name in (
        (None, "language, themes, places, brands, targets, repeats"),
        (tone_reader(), "the same and tone"),
    ):
        reading = Reading(groups=Duplicates(), tone=tone)
        for one in mentions[:300]:
            reading.notes(one)
        spent = min(_spent(lambda reading=reading: [reading.notes(one) for one in mentions]))
        rate, ratio = len(mentions) / spent, spent / reference
        print(f"{name}: {rate:,.0f} mentions a CPU second, {ratio:.1f} times the reference (wanted: 1,000)")
        if reading.off:
            print(f"    without: {dict(reading.off)}")


def _spent(work: Callable[[], object]) -> Iterator[float]:
    for _time in range(3):
        started = time.process_time()
        work()
        yield time.process_time() - started


PARTS: dict[str, Callable[[list[Post]], None]] = {
    "language": read_language,
    "brands": read_brands,
    "themes": read_themes,
    "targets": read_targets,
    "duplicates": read_duplicates,
    "speed": speed,
}

if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if not word.startswith("-")] or list(PARTS)
    everything = posts()
    for part in asked:
        PARTS[part](everything)
