"""Sessions with a surge in them, for the watch: an archive of invented mentions, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from hubdesk.collector.watch import SETTLED, Watch
from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    Author,
    Entry,
    Episode,
    EpisodeState,
    Evidence,
    Match,
    Millis,
    Notes,
    Role,
    Scope,
    SourceRow,
    Span,
    Topic,
)
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.fakes import entry, mention, topic

START = 1_795_046_400_000  # Thursday 19 November 2026, 01:00 in Paris
SURGE = START + DAY + 9 * HOUR
END = START + 2 * DAY
LATER = SURGE + 30 * HOUR
TOWNS = ("Lille", "Lens", "Arras", "Douai", "Calais", "Dunkerque", "Roubaix", "Tourcoing", "Cambrai", "Béthune")

Known = dict[tuple[str, int | None, Millis, Millis], EpisodeState]


def chatter(topics: Sequence[Topic], seed: int, start: Millis = START, end: Millis = END) -> list[Entry]:
    """Some two mentions an hour and topic, each by somebody else."""
    chance = random.Random(seed)
    made = []
    for one in topics:
        at = float(start)
        while (at := at + chance.expovariate(1 / (30 * MINUTE))) < end:
            words = " ".join(chance.sample(TOWNS, 2))
            made.append(said(f"on parle de {one.name} entre {words}, {len(made)}", [one], round(at)))
    return made


def surge(topics: Sequence[Topic], at: Millis = SURGE, mentions: int = 90, length: Millis = 40 * MINUTE) -> list[Entry]:
    """So many mentions in that time, fewer and fewer."""
    return [
        said(
            f"la fibre {one.name} est en panne à {TOWNS[n % len(TOWNS)]} {n}",
            [one],
            at + round(length * (n / mentions) ** 2),
        )
        for one in topics
        for n in range(mentions)
    ]


_numbers = iter(range(1, 10**9))


def said(text: str, topics: Sequence[Topic], at: Millis) -> Entry:
    who = next(_numbers)
    author = Author(handle=f"voix{who}.example", name=f"Voix {who}", id=f"did:plc:voix{who}")
    return entry(text, topics, published_at=at, author=author)


def down(topics: Sequence[Topic], at: Millis, place: str = "", *, theme: str = "outage_network", **over: Any) -> Entry:
    """Somebody says that it is down, in a département or nobody knows where."""
    who = next(_numbers)
    author = over.pop("author", Author(handle=f"voix{who}.example", name=f"Voix {who}", id=f"did:plc:voix{who}"))
    told = mention(f"plus rien ici depuis ce matin, la panne {who}", published_at=at, author=author, **over)
    named = (f"dep:{place}",) if place else ()
    read = Notes(
        language="fr",
        themes=(theme,),
        places=named,
        duplicate=False,
        evidence=tuple(Evidence("place", one, 0.9, "preposition") for one in named),
        versions=(("places", 1), ("themes", 1)),
    )
    return Entry(told, read, tuple(Match(one.id, one.version) for one in topics))


def outage(topics: Sequence[Topic], at: Millis = SURGE) -> list[Entry]:
    """Half an hour of reports from two regions that are no neighbours, one a minute."""
    return [down(topics[:1], at + n * MINUTE, ("59", "40")[n % 2]) for n in range(30)]


def heard_session(
    folder: Path,
    entries: Callable[[Sequence[Topic]], Iterable[Entry]],
    names: Sequence[str] = ("Orange",),
    gaps: Sequence[Span] = (),
    end: Millis = END,
    role: str = Role.SUBJECT,
    start: Millis = START,
) -> Path:
    """An archive of these, listened to from `start` to `end` but for the gaps."""
    path = folder / "watched.hubdesk"
    create(path, NewSession("Watched", created_at=start))
    with open_writer(path) as writer:
        topics = [writer.add_topic(topic(name, role=role), at=start) for name in names]
        source = writer.add_source(SourceRow(id=0, name="Archive", kind="import", every=0, enabled=False))
        told = [one for one in entries(topics) if not any(in_gap(one, gap) for gap in gaps)]
        edges = [start, *(edge for gap in gaps for edge in (gap.start, gap.end)), end]
        for begin, stop in zip(edges[::2], edges[1::2], strict=True):
            some = [one for one in told if begin <= (one.mention.published_at or 0) < stop]
            covers = Span(begin, stop)
            writer.add_page(source.id, some, cursor="", due_at=0, seen_at=stop, covers=covers, archive=True)
    return path


def in_gap(one: Entry, gap: Span) -> bool:
    return gap.start <= (one.mention.published_at or 0) < gap.end


def surging(topics: Sequence[Topic]) -> list[Entry]:
    return [*chatter(topics, 7), *surge(topics[:1])]


def surging_twice(topics: Sequence[Topic]) -> list[Entry]:
    """More than a day apart."""
    return [*chatter(topics, 7, end=LATER + DAY), *surge(topics), *surge(topics, LATER, 300)]


def watch_until(path: Path, now: Millis = END + SETTLED, told: list[Episode] | None = None) -> None:
    """As a collector that had just been started would."""
    with open_writer(path) as writer, open_reader(path) as reader:
        watch = Watch(reader, writer, lambda: now, None if told is None else told.append)
        while watch.step():
            pass


def known(reader: Reader, end: Millis = END + DAY) -> Known:
    """All that was ever told, without the numbers of the episodes."""
    episodes = reader.episodes(Scope((), 0, end))
    return {(one.kind, one.topic, one.opened_at, state.at): state for one in episodes for state in one.states}


def known_in(path: Path) -> Known:
    with open_reader(path) as reader:
        return known(reader)
