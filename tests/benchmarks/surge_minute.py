"""A minute that brings 100,000 mentions: what it costs to take in, to watch, and to look at in each panel.

    python tests/benchmarks/surge_minute.py [--mentions 100000] [--topics 4] [--read]

Two quiet days, then that minute: by 30,000 accounts over five sources, a fifth of it reposts, a third near copies, a
third naming a town. Stored in pages of 200, the way a stream brings them; with `--read`, read for tone, themes, places,
brands and repeats first, as the collector does (three minutes of processor time). Then the watch catches up, over the
surge as over the hour before it, and every panel reads the last hour and the last day. The reference in the same run is
one walk of SQLite's over the index of the same hour. The same with a tenth of the mentions shows what grows faster than
they do. CPU time; memory is this process's highest.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.collector.intake import Intake, spare_the_collector_of_garbage  # noqa: E402
from hubdesk.collector.readers import Readers  # noqa: E402
from hubdesk.collector.watch import SETTLED, Watch  # noqa: E402
from hubdesk.core import DAY, HOUR, MINUTE, SECOND, Author, Mention, Scope, SourceRow, Span, Topic  # noqa: E402
from hubdesk.plugins import PANELS, panel  # noqa: E402
from hubdesk.query.defaults import operators  # noqa: E402
from hubdesk.store.reader import Reader  # noqa: E402
from hubdesk.store.session import NewSession, create, open_reader, open_writer  # noqa: E402
from tests.benchmarks.duplicates import written  # noqa: E402

BEGIN = 1_795_046_400_000
SURGE = BEGIN + 2 * DAY
PAGE = 200
SOURCES = ("Bluesky", "Mastodon", "Forum", "Avis", "Presse")
WALK = "SELECT count(*) FROM mention INDEXED BY mention_at WHERE at >= ? AND at < ? AND known_at <= ?"


def mentions(posts: Sequence[str], count: int, start: int, end: int, seed: int) -> Iterator[Mention]:
    draw = random.Random(seed)
    towns = ("Lille", "Lyon", "Nantes", "Brest", "Rennes", "Metz", "Pau", "Toulouse", "Nice", "Dijon")
    last: list[str] = []
    for n in range(count):
        if last and draw.random() < 0.33:
            text = f"{draw.choice(last)} {draw.choice(('grave', 'vraiment', 'encore', 'merci'))}"
        else:
            text = f"{draw.choice(posts)} {draw.choice(posts)[:60]}"
            if draw.random() < 0.33:
                text += f" à {draw.choice(towns)}"
            last = [*last[-200:], text]
        who = draw.randrange(30_000)
        yield Mention(
            network="bluesky",
            native_id=f"at://{seed}/{n}",
            text=text,
            published_at=start + n * (end - start) // count,
            kind="repost" if draw.random() < 0.2 else "post",
            author=Author(f"voix{who}.example", f"Voix {who}", f"did:plc:{who}"),
            links=(f"https://exemple.example/{draw.randrange(500)}",) if draw.random() < 0.3 else (),
            language="fr",
        )


def spent(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def stored(path: Path, posts: Sequence[str], count: int, topics: Sequence[Topic], read: bool) -> tuple[float, float]:
    """CPU seconds of reading and matching, and of storing, the surge alone."""
    create(path, NewSession("Surge", created_at=BEGIN))
    made_in = stored_in = 0.0
    with open_writer(path) as writer:
        sources = [writer.add_source(SourceRow(0, name, "feed", every=0)) for name in SOURCES]
        known = [writer.add_topic(topic, at=BEGIN) for topic in topics]
        intake = Intake(known, read=Readers().arrival(known).read) if read else Intake(known)
        polls: dict[int, int | None] = {}
        for size, start, end, seed in ((4_000, BEGIN, SURGE, 1), (count, SURGE, SURGE + MINUTE, 2)):
            coming = mentions(posts, size, start, end, seed)
            number = 0
            while page := list(islice(coming, PAGE)):
                source = sources[number % len(sources)].id
                number += 1
                begun = time.process_time()
                entries = intake.entries(page)
                between = time.process_time()
                seen_at = min(end - 1, (page[-1].published_at or 0) + SECOND)
                polls[source] = writer.add_page(
                    source, entries, cursor="", due_at=0, seen_at=seen_at, covers=Span(BEGIN, seen_at),
                    poll=polls.get(source),
                ).poll  # fmt: skip
                if seed == 2:
                    made_in += between - begun
                    stored_in += time.process_time() - between
        for source_row in sources:  # and five quiet minutes
            end = SURGE + 6 * MINUTE
            writer.add_page(source_row.id, (), cursor="", due_at=0, seen_at=end, covers=Span(BEGIN, end))
    return made_in, stored_in


def watched(path: Path) -> tuple[float, float, int]:
    """CPU seconds of the two days, and of the surge's six minutes; how many episodes there are."""
    now = SURGE + SETTLED
    with open_reader(path) as reader, open_writer(path) as writer:
        watch = Watch(reader, writer, lambda: now)

        def all_of_it() -> None:
            while watch.step():
                pass

        before = spent(all_of_it)
        for minute in range(1, 6):
            now = SURGE + minute * MINUTE + SETTLED
            spent_now = spent(all_of_it)
            if minute == 1:
                at_once = spent_now
        end = SURGE + 6 * MINUTE
        return before, at_once, len(reader.episodes(Scope((), BEGIN, end, known_by=end)))


def looked_at(reader: Reader, path: Path, most: float) -> None:
    connection = sqlite3.connect(path)
    end = SURGE + 6 * MINUTE
    for name, length in (("hour", HOUR), ("day", DAY)):
        scope = Scope(reader.topics(), end - length, end)
        walk = spent(lambda scope=scope: connection.execute(WALK, (scope.start, scope.end, scope.known)).fetchall())
        print(f"  last {name}: one walk of the index {walk * 1000:.0f} ms; panels' reads in ms of CPU:")
        for key in PANELS:
            asked = panel(key)
            took = min(spent(lambda asked=asked, scope=scope: asked.read(reader, scope, None)) for _time in range(2))
            print(f"    {key:12} {took * 1000:8.0f}" + ("   SLOW" if took > most else ""))
    connection.close()


def main() -> None:
    wishes = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    wishes.add_argument("--mentions", type=int, default=100_000)
    wishes.add_argument("--topics", type=int, default=4)
    wishes.add_argument("--read", action="store_true", help="read tone, themes, places and repeats too")
    asked = wishes.parse_args()
    spare_the_collector_of_garbage()
    posts = written()
    topics = [*operators(), *(Topic(0, f"Sujet {n}", f"sujet{n} OR panne{n}") for n in range(asked.topics - 4))]
    for count in (asked.mentions // 10, asked.mentions):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "surge.hubdesk"
            made_in, stored_in = stored(path, posts, count, topics, asked.read)
            before, at_once, episodes = watched(path)
            print(
                f"{count} mentions in a minute, {len(topics)} topics: {'read and ' if asked.read else ''}matched "
                f"{count / made_in:,.0f} a second, stored {count / stored_in:,.0f} a second; watch {at_once:.2f} s for "
                f"the minute ({before:.1f} s for the two days before), {episodes} episodes; "
                f"{path.stat().st_size / 1e6:.0f} MB"
            )
            with open_reader(path) as reader:
                looked_at(reader, path, most=1.0)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
