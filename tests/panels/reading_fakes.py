"""A session whose mentions were read at random, some of them taken back; and what a figure says it counts."""

from __future__ import annotations

import random
import re
from pathlib import Path

from fakes import NOON, mention

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Notes, Scope, SourceRow, Span, Topic, Withdrawal
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_writer

TOPICS = (Topic(0, "Orange", "orange", "own"), Topic(0, "Bouygues Telecom", "bouygues", "rival"))
TONES = ("negative", "negative", "neutral", "positive", "unknown", "")
CODES = ("outage_network", "price_billing", "tv", "other")
WORDS = "panne générale depuis ce matin chez orange bouygues fibre facture encore".split()  # noqa: SIM905 — to be read
HOURS = 30  # of listening, up to NOON


def told(folder: Path, seed: int, mentions: int = 120) -> Path:
    """Mentions over HOURS before NOON, read by everybody or by nobody; one in ten was taken back afterwards."""
    chance, path = random.Random(seed), folder / f"told-{seed}.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        topics = [writer.add_topic(topic) for topic in TOPICS]
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        entries = [_entry(chance, topics) for _ in range(mentions)]
        covers = Span(NOON - HOURS * HOUR, NOON)
        writer.add_page(flux.id, entries, cursor="", due_at=0, seen_at=NOON, covers=covers)
        gone = [
            Withdrawal(one.mention.network, one.mention.native_id) for one in chance.sample(entries, mentions // 10)
        ]
        writer.withdraw(gone, NOON + MINUTE)
    return path


def _entry(chance: random.Random, topics: list[Topic]) -> Entry:
    at = NOON - round(chance.random() ** 2 * HOURS * HOUR)
    heard = [topic for topic in topics if chance.random() < 0.6]
    tone = chance.choice(TONES)
    brands = tuple((topic.name, chance.choice(TONES)) for topic in topics if chance.random() < 0.5)
    themes = tuple(chance.sample(CODES, chance.choice((0, 1, 1, 2))))
    versions = () if chance.random() < 0.2 else (("language", 2), ("themes", 1), ("tone", 3))
    notes = Notes("fr", tone=tone, themes=themes if versions else (), targets=brands, versions=versions)
    text = " ".join(chance.choice(WORDS) for _ in range(8))
    return Entry(mention(text, published_at=at), notes, tuple(Match(one.id, one.version) for one in heard))


def scope(topics: tuple[Topic, ...] = (), length: int = DAY) -> Scope:
    return Scope(topics, NOON - length, NOON, NOON + HOUR)


def found(reader: Reader, within: Scope, rows: Rows) -> int:
    """How many rows the window shows for that wish."""
    topics = tuple(one for one in reader.topics() if one.id == rows.topic) or within.topics
    start = within.start if rows.start is None else rows.start
    end = within.end if rows.end is None else rows.end
    return reader.search(parse(rows.query), Scope(topics, start, end, within.known_by), 0).total


def counted(words: str) -> int:
    """What a figure says of itself: so many mentions, and how many of them no row shows any more."""
    count = re.match(r"[\d,]+", words)
    gone = re.search(r"; ([\d,]+) w", words)
    assert count is not None, words
    return int(count[0].replace(",", "")) - (int(gone[1].replace(",", "")) if gone else 0)
