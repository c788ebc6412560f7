"""What a watch costs: a live minute, a minute of 100,000 mentions, and a minute of 5,000 topics.

    python tests/benchmarks/watch_steps.py [--mentions N] [--topics N] [--down]

CPU time of the watch alone, and the most memory that the process held. `--down`: every mention reports an outage and
every topic is a rival, which is the dearest there is. The reference is the same step where nothing was heard.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hubdesk.collector.watch import SETTLED, Watch
from hubdesk.core import HOUR, MINUTE, Author, Entry, Match, Millis, Notes, Role, SourceRow, Span
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.fakes import mention, topic
from tests.watch_fakes import START, down

NOON = START + 11 * HOUR
AT_ONCE = 5_000


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("--mentions", type=int, default=100_000)
    wishes.add_argument("--topics", type=int, default=5_000)
    wishes.add_argument("--down", action="store_true")
    asked = wishes.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, topics, mentions in (("4 topics", 4, asked.mentions), ("many topics", asked.topics, asked.topics)):
            path = Path(folder) / f"{topics}.hubdesk"
            _fill(path, topics, mentions, asked.down)
            quiet, loud, after = _steps(path)
            print(
                f"{name}: a quiet minute {quiet * 1e3:.0f} ms; the one of {mentions} mentions {loud:.2f} s, "
                f"{loud / quiet:.0f} times as much; the minutes after it {after * 1e3:.0f} ms"
            )
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _fill(path: Path, topics: int, mentions: int, is_down: bool) -> None:
    """An hour before noon in which little was heard, then a minute of all mentions."""
    create(path, NewSession("Watched", created_at=START))
    with open_writer(path) as writer:
        role = Role.RIVAL if is_down else Role.SUBJECT
        known = [writer.add_topic(topic(f"Topic {n}", f"topic{n}", role=role), at=START) for n in range(topics)]
        source = writer.add_source(SourceRow(id=0, name="Archive", kind="import", every=0, enabled=False))
        covers = Span(START, NOON + HOUR)
        for first in range(0, mentions, AT_ONCE):
            some = []
            for n in range(first, min(first + AT_ONCE, mentions)):
                at = NOON + n * MINUTE // mentions
                here = [known[n % topics]]
                some.append(down(here, at, "59") if is_down else _said(here[0].id, at, n))
            writer.add_page(source.id, some, cursor="", due_at=0, seen_at=covers.end, covers=covers, archive=True)


def _said(heard_by: int, at: Millis, number: int) -> Entry:
    author = Author(f"voix{number}.example", "", f"did:plc:voix{number}")
    words = mention(f"encore {number} mots de quelqu'un", published_at=at, author=author)
    return Entry(words, Notes(language="fr"), (Match(heard_by, 1),))


def _steps(path: Path) -> tuple[float, float, float]:
    """CPU seconds of a quiet minute before, of the loud one, and of each of ten minutes after it."""
    clock = [NOON - 20 * MINUTE + SETTLED]
    with open_writer(path) as writer, open_reader(path) as reader:
        watch = Watch(reader, writer, lambda: clock[0])
        while watch.step():
            pass
        taken = []
        for minute in range(-19, 12):
            clock[0] = NOON + minute * MINUTE + SETTLED
            begun = time.process_time()
            while watch.step():
                pass
            taken.append(time.process_time() - begun)
    return statistics.median(taken[:18]), taken[20], statistics.median(taken[21:])


if __name__ == "__main__":
    main()
