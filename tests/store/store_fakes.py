"""Sessions and mentions for the store's tests, a few words each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hubdesk.core import Author, Entry, Mark, Match, Mention, Millis, Notes, Scope, SourceRow, Span, Topic
from hubdesk.store.session import NewSession, create, open_writer
from hubdesk.store.writer import Added, Writer

NOON: Millis = 1_790_000_040_000  # a whole minute in September 2026
ALWAYS = Scope((), 0, NOON * 2)


def new_session(folder: Path, name: str = "s.hubdesk", title: str = "Essai", timezone: str = "Europe/Paris") -> Path:
    path = folder / name
    create(path, NewSession(title, timezone))
    return path


def mention(number: int | str, text: str = "", at: Millis | None = NOON, author: str = "", title: str = "") -> Mention:
    return Mention(
        network="bluesky",
        native_id=f"at://{number}",
        text=text or f"panne de la fibre orange {number}",
        published_at=at,
        author=Author(f"@{author}", author.title(), f"did:{author}", 12) if author else Author(),
        title=title,
        url=f"https://example.org/{number}",
        links=("https://example.org/lien",),
        raw='{"raw": true}',
    )


def entry(number: int | str, *topics: Topic, text: str = "", at: Millis | None = NOON, author: str = "") -> Entry:
    made = mention(number, text, at, author)
    matches = tuple(Match(topic.id, topic.version, (Mark("body", 0, 5),)) for topic in topics)
    return Entry(made, Notes(language="fr", tone="negative", themes=("outage_network",)), matches)


def topics(writer: Writer, *names: str) -> tuple[Topic, ...]:
    return tuple(writer.add_topic(Topic(0, name, name.lower())) for name in names)


def source(
    writer: Writer, name: str = "flux", kind: str = "feed", every: Millis = 300_000, **more: object
) -> SourceRow:
    return writer.add_source(SourceRow(0, name, kind, every=every, **more))  # type: ignore[arg-type]


def add(writer: Writer, source: SourceRow, entries: Sequence[Entry], seen_at: Millis = NOON, **more: object) -> Added:
    more.setdefault("covers", Span(seen_at - 60_000, seen_at))
    return writer.add_page(source.id, entries, cursor=str(seen_at), due_at=seen_at, seen_at=seen_at, **more)  # type: ignore[arg-type]


def opened(folder: Path) -> tuple[Path, Writer]:
    path = new_session(folder)
    return path, open_writer(path)
