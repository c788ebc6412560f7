"""The rows behind a journal's sentences: how each is asked for, and the first of what is found."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Heard, Scope, Topic
from hubdesk.i18n import iso
from hubdesk.query.syntax import parse
from hubdesk.reports.journal_values import Basis, Journal, Sentence
from hubdesk.store.reader import Reader

SHOWN: Final = 3  # rows of a sentence
EXCERPT: Final = 160  # code points of one


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as a page shows it: nobody's name, only where and when it was said, and a link to it."""

    at: int
    medium: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence with what it rests on: the command that finds its rows, and the first of them."""

    sentence: Sentence
    command: str
    rows: tuple[Row, ...]


def sources(reader: Reader, scope: Scope, journal: Journal, sentences: Iterable[Sentence]) -> tuple[Source, ...]:
    """For each sentence, in its order."""
    topics = {topic.id: topic for topic in scope.topics}
    withheld = {source.name for source in reader.sources() if not source.terms.export}
    return tuple(_source(reader, scope, journal, one, topics, withheld) for one in sentences)


def rows_scope(scope: Scope, basis: Basis, topics: dict[int, Topic]) -> Scope:
    """What is looked at for a sentence's rows."""
    chosen = tuple(topics[number] for number in basis.topics if number in topics)
    return Scope(chosen, basis.start, basis.end, scope.known)


def _source(
    reader: Reader,
    scope: Scope,
    journal: Journal,
    sentence: Sentence,
    topics: dict[int, Topic],
    withheld: set[str],
) -> Source:
    basis = sentence.basis
    if not basis.count and not basis.mentions:
        return Source(sentence, _coverage(basis, journal.zone), ())
    looked = rows_scope(scope, basis, topics)
    first = reader.mentions(basis.mentions)
    found = reader.search(parse(basis.query), looked, SHOWN).mentions if basis.query else reader.latest(looked, SHOWN)
    rows = [_row(one) for one in (*first, *found) if not one.is_gone and one.source not in withheld]
    names = [topic.name for topic in looked.topics]
    return Source(sentence, _command(basis, names, journal.zone), tuple(dict.fromkeys(rows))[:SHOWN])


def _row(one: Heard) -> Row:
    text = " ".join((one.mention.title or one.mention.text).split())
    cut = text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
    url = one.mention.url if one.mention.url.startswith(("https://", "http://")) else ""
    return Row(one.at, one.source, cut, url)


def _command(basis: Basis, topics: list[str], zone: str) -> str:
    words = ["hubdesk", "search", "FILE", basis.query]
    for topic in topics:
        words += ["--topic", topic]
    words += ["--from", iso(basis.start, zone) or "", "--to", iso(basis.end, zone) or ""]
    return " ".join(word if word == "FILE" else shlex.quote(word) for word in words)


def _coverage(basis: Basis, zone: str) -> str:
    return " ".join(
        ("hubdesk check FILE ·", *(f"{iso(one.start, zone)} – {iso(one.end, zone)}" for one in basis.spans))
    )


def counted(reader: Reader, scope: Scope, basis: Basis) -> int:
    """How many rows a sentence's question finds now; as many as the sentence says, or fewer were taken back since."""
    looked = rows_scope(scope, basis, {topic.id: topic for topic in scope.topics})
    if not basis.query:
        return reader.count(looked)
    return reader.search(parse(basis.query), looked, 1).total
