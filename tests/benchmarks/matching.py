"""How fast posts are matched against 500 topics, beside a bare multi-pattern scan for the same words.

    pip install ahocorasick-rs pyahocorasick hyperscan      # those that are there are compared with
    python tests/benchmarks/matching.py [--topics 500] [--posts 20000] [--runs 5]

The reference only says which of the queries' words and stems stand in a post: letters already folded, no word
boundaries, no places, nothing decided. The fastest of the libraries at hand in its fastest form is the one compared
with; a second ratio adds the quickest folding we know, since the matcher gets its posts as they came. Both take the
same posts in turn; CPU time of one core, medians. A matcher is warmed by other posts of the same kind and has not seen
those that it is timed on.
"""

from __future__ import annotations

import argparse
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from matching_texts import firehose, told, topics

from hubdesk.collector.intake import spare_the_collector_of_garbage
from hubdesk.core import Mention, Topic
from hubdesk.query.letters import bare, fold
from hubdesk.query.match import Matcher
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Term, walk

Scan = Callable[[str], object]


def asked_words(asked: Iterable[Topic]) -> list[str]:
    """Every word and stem that the queries name, as they are looked up."""
    return sorted({n.key for topic in asked for n in walk(parse(topic.query).tree) if isinstance(n, Term)})


def scanners(words: Sequence[str]) -> dict[str, Scan]:
    """Each library that is installed, made ready for these words."""
    made: dict[str, Scan] = {}
    try:
        import ahocorasick_rs

        dfa = ahocorasick_rs.AhoCorasick(list(words), implementation=ahocorasick_rs.Implementation.DFA)
        made["ahocorasick_rs"] = lambda text: dfa.find_matches_as_indexes(text, overlapping=True)
    except ImportError:
        pass
    try:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for number, word in enumerate(words):
            automaton.add_word(word, number)
        automaton.make_automaton()
        made["pyahocorasick"] = lambda text: list(automaton.iter(text))
    except ImportError:
        pass
    try:
        import hyperscan

        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        once = hyperscan.HS_FLAG_SINGLEMATCH
        expressions = [word.encode() for word in words]
        database.compile(expressions=expressions, elements=len(words), flags=[once] * len(words), literal=True)
        found: list[int] = []

        def keep(number: int, *_rest: object) -> None:
            found.append(number)

        def scan(text: str) -> None:
            found.clear()
            database.scan(text.encode(), match_event_handler=keep)

        made["hyperscan"] = scan
    except ImportError:
        pass
    return made


def folded(text: str) -> str:
    return bare(fold(text))


def quickly_folded(text: str) -> str:
    """Good enough for French and English; the product's own folding keeps more apart."""
    return unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()


def mention(text: str) -> Mention:
    return Mention("bluesky", "1", text, 0)


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def each(scan: Scan, texts: Sequence[str]) -> Callable[[], None]:
    def run() -> None:
        for text in texts:
            scan(text)

    return run


def every(matcher: Matcher, mentions: Sequence[Mention]) -> Callable[[], None]:
    def run() -> None:
        for one in mentions:
            matcher.match(one)

    return run


def posts_of(kind: str, count: int, seed: int, matcher: Matcher) -> list[str]:
    """`firehose`: nearly nothing asked; `matching`: each post is heard by some topic."""
    if kind == "firehose":
        return firehose(count, seed)
    heard = [text for text in told() if matcher.match(mention(text))]
    daily = firehose(count, seed, about=0)
    made = (f"{heard[n % len(heard)]} {text}" if n % 2 else heard[n % len(heard)] for n, text in enumerate(daily))
    return [text for text in made if matcher.match(mention(text))]


def compare(kind: str, asked: list[Topic], count: int, runs: int) -> None:
    scans = scanners(asked_words(asked))
    matcher = Matcher(asked)
    every(matcher, [mention(text) for text in posts_of(kind, count, 1, Matcher(asked))])()
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in scans}
    folding: list[float] = []
    heard = times = letters = 0
    for run in range(runs):
        texts = posts_of(kind, count, 100 + run, Matcher(asked))
        plain = [folded(text) for text in texts]
        mentions = [mention(text) for text in texts]
        for name, scan in scans.items():
            theirs[name].append(cpu(each(scan, plain)) / len(texts))
        folding.append(cpu(each(quickly_folded, texts)) / len(texts))
        ours.append(cpu(every(matcher, mentions)) / len(texts))
        found = [len(matcher.match(one)) for one in mentions]
        heard, times, letters = sum(map(bool, found)), sum(found), sum(map(len, texts)) // len(texts)
    mine = statistics.median(ours)
    print(f"\n{kind}: {len(texts)} posts of {letters} letters, {heard} heard, {times} times; {len(asked)} topics")
    print(f"  matcher          {1 / mine:9.0f} posts/s {mine * 1e6:8.2f} us   (at least 5000 posts/s)")
    medians = {name: statistics.median(taken) for name, taken in theirs.items()}
    for name, taken in sorted(medians.items(), key=lambda one: one[1]):
        print(f"  {name:16} {1 / taken:9.0f} posts/s {taken * 1e6:8.2f} us")
    if medians:
        best, fold_first = min(medians.values()), statistics.median(folding)
        print(f"  ratio to the fastest         {mine / best:6.2f}   (at most 3)")
        print(f"  with {fold_first * 1e6:.2f} us of folding     {mine / (best + fold_first):6.2f}")


def growth(count: int) -> None:
    """The posts speak only of what the first topics ask; the others are about brands that nobody names."""
    print("\nmore topics, the same ones match (us a post; posts that all match):")
    texts = posts_of("matching", count, 5, Matcher(topics(50, real=50)))
    show_growth([(size, topics(size, real=50)) for size in (50, 500, 2_000)], [mention(text) for text in texts])


def shared(count: int) -> None:
    """Every topic asks for the same frequent word near one of its own."""
    print("\ntopics `orange NEAR/5 xN` where every post says orange and one says x7 (us a post):")
    texts = [f"{text} orange{' x7' if n % 10 == 0 else ''}" for n, text in enumerate(firehose(count, 9, about=0))]
    made = [(size, [Topic(n, "", f"orange NEAR/5 x{n}") for n in range(size)]) for size in (50, 500, 2_000)]
    show_growth(made, [mention(text) for text in texts])


def show_growth(sizes: Iterable[tuple[int, list[Topic]]], mentions: Sequence[Mention]) -> None:
    matchers = [(size, Matcher(asked)) for size, asked in sizes]
    taken: dict[int, list[float]] = {size: [] for size, _matcher in matchers}
    for run in range(4):
        for size, matcher in matchers:
            once = cpu(every(matcher, mentions)) / len(mentions)
            if run:  # the first one warms up
                taken[size].append(once)
    for size, matcher in matchers:
        heard = sum(len(matcher.match(one)) for one in mentions)
        print(f"  {size:5} topics {statistics.median(taken[size]) * 1e6:8.2f} us   heard {heard} times")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--topics", type=int, default=500)
    options.add_argument("--posts", type=int, default=20_000)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    spare_the_collector_of_garbage()  # as the collector's process does
    asked = topics(given.topics)
    print(f"{len(asked)} topics, {len(asked_words(asked))} words and stems")
    for kind in ("firehose", "matching"):
        compare(kind, asked, given.posts, given.runs)
    growth(given.posts // 4)
    shared(given.posts // 4)


if __name__ == "__main__":
    main()
