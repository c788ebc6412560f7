"""The demonstration's weeks for tests: a day, an hour or a story of them, without the file's cost.

    from week import day, hour, story, session

The weeks are made once a process, in some seconds; everything else is a slice of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hubdesk.collector.intake import Intake
from hubdesk.core import DAY, HOUR, MINUTE, Mention, Millis, SourceRow, Span
from hubdesk.query.defaults import operators
from hubdesk.store.session import NewSession, create, open_writer

PACKAGING = Path(__file__).parents[2] / "packaging"
if str(PACKAGING) not in sys.path:
    sys.path.append(str(PACKAGING))

import demo_calendar  # noqa: E402 — in packaging, not in the package
import demo_heard  # noqa: E402
import demo_read  # noqa: E402
import demo_truth  # noqa: E402
import demo_words  # noqa: E402
from build_demo import heard_in  # noqa: E402
from demo_words import Text  # noqa: E402

at = demo_calendar.at
load, unknown_keys = demo_words.load, demo_words.unknown_keys
peak, truth = demo_truth.peak, demo_truth.truth
reader_of = demo_read.reader_of


class Seen(NamedTuple):
    """A mention, when it was seen, and the hand-written text it comes from, with what is true of it."""

    mention: Mention
    seen_at: Millis
    text: Text
    source: str


@cache
def heard() -> tuple[tuple[demo_heard.Heard, ...], tuple[demo_heard.Change, ...]]:
    """All that was heard of the weeks, and what authors changed afterwards."""
    return heard_in()


def between(start: Millis, end: Millis) -> tuple[Seen, ...]:
    """What was published in [start, end), in the order in which it was seen."""
    return _seen(one for one in heard()[0] if start <= one.said.moment < end)


def day(number: int) -> tuple[Seen, ...]:
    """A day: 1 is Monday 16 November, 7 Sunday 22; -14 to -1 are the thin days before."""
    start = demo_calendar.day_start(number)
    return between(start, start + DAY)


def hour(number: int, of_day: int) -> tuple[Seen, ...]:
    """An hour of a day, on the clocks of Paris."""
    start = demo_calendar.day_start(number) + of_day * HOUR
    return between(start, start + HOUR)


def story(name: str) -> tuple[Seen, ...]:
    """outage, launch, price, spat, rumour, loyalty, phishing, sidebar, homonym or everyday."""
    return _seen(one for one in heard()[0] if one.said.text.story == name)


def session(folder: Path, seen: Iterable[Seen], name: str = "week") -> Path:
    """A session of these, with the four operators' topics, as a collector would have made it; one source each."""
    path = folder / f"{name}.hubdesk"
    told = sorted(seen, key=lambda one: one.seen_at)
    create(path, NewSession("Une tranche de la semaine", synthetic=True))
    with open_writer(path) as writer:
        intake = Intake([writer.add_topic(topic) for topic in operators()])
        rows: dict[str, SourceRow] = {}
        start = min(one.mention.published_at or one.seen_at for one in told)
        by_minute: dict[tuple[Millis, str], list[Mention]] = {}
        for one in told:
            by_minute.setdefault((-(-one.seen_at // MINUTE) * MINUTE, one.source), []).append(one.mention)
        for (moment, key), mentions in sorted(by_minute.items()):
            if key not in rows:
                rows[key] = writer.add_source(SourceRow(id=0, name=key, kind="demo"))
            writer.add_page(
                rows[key].id,
                intake.entries(mentions),
                cursor=None,
                due_at=None,
                seen_at=moment,
                covers=Span(start, moment),
            )
    return path


def _seen(heard_: Iterable[demo_heard.Heard]) -> tuple[Seen, ...]:
    return tuple(Seen(one.said.mention(), one.seen_at, one.said.text, one.said.source) for one in heard_)
