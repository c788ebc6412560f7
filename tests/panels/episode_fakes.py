"""Sessions that hold episodes: an outage of posts around NOON, and what a watch said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakes import NOON, mention

from hubdesk.core import HOUR, MINUTE, Author, Entry, EpisodeState, Match, Notes, SourceRow, Span, Topic
from hubdesk.store.episodes import Seen
from hubdesk.store.session import NewSession, create, open_writer

TOPICS = (Topic(0, "Orange", "orange", "own"), Topic(0, "Free", "free", "rival"))
LILLE = ("Lille", "insee:59350", "dep:59", "reg:Hauts-de-France")
START = NOON - 10 * MINUTE
TOLD = [["{n} mentions in {span_ms} where {usual} are usual at this hour: the most", {"n": 60, "span_ms": 600_000}]]
EVIDENCE: Mapping[str, Any] = {
    "told": [
        ["{n} mentions in an hour, {times} times the usual {usual}", {"n": 60, "times": 57.2, "usual": 1}],
        ["{share_share} of those read are negative", {"share_share": 0.81}],
    ],
    "usual": 1.0,
    "times": 57.2,
    "first": {"mention": 24, "at": START},
    "mentions": [26, 25],
    "terms": [["panne", 40, 1.2]],
    "authors": [["lea.example", 12, 0.1]],
    "domains": [["statut.example", 3, 0]],
    "places": [["59", 9, 0.5]],
    "shares": {"duplicates": 0.25, "reposts": 0.0, "placed": 0.15},
    "minutes": [9, 10],
}


def state(at: int, phase: str = "rise", **over: Any) -> EpisodeState:
    facts: dict[str, Any] = {"start": START, "peak": NOON, "evidence": EVIDENCE}
    return EpisodeState(at, phase, **facts | over)


def seen(kind: str, topic: int | None, *states: EpisodeState, opened_at: int = NOON) -> list[Seen]:
    return [Seen(kind, topic, opened_at, one) for one in states]


def crisis(topic: int = 1) -> list[Seen]:
    """A buzz that became a crisis of level 3 and lasts."""
    return [
        *seen("buzz", topic, state(NOON, "seed")),
        *seen(
            "crisis",
            topic,
            state(NOON + 20 * MINUTE, severity=1),
            state(NOON + 50 * MINUTE, "peak", severity=3),
            state(NOON + 55 * MINUTE, "fade", severity=3, evidence={"told": [["It fades: {now}", {"now": 4}]]}),
        ),
    ]


def watched(folder: Path, found: list[Seen], name: str = "watched", upto: int = NOON + 2 * HOUR) -> Path:
    """A session in which Orange is quiet for days, then loud from START on, and a watch that found this."""
    path = folder / f"{name}.hubdesk"
    create(path, NewSession("Trial", timezone="Europe/Paris"))
    with open_writer(path) as writer:
        orange, _free = [writer.add_topic(topic) for topic in TOPICS]
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        loud = [_entry(n, START + n * MINUTE, orange) for n in range(60)]
        quiet = [_entry(n, NOON - n * 6 * HOUR, orange) for n in range(1, 24)]
        began = NOON - 7 * 24 * HOUR
        writer.add_page(flux.id, quiet, cursor="", due_at=0, seen_at=START - MINUTE, covers=Span(began, START - MINUTE))
        for first in range(0, 60, 10):
            page, seen_at = loud[first : first + 10], START + (first + 10) * MINUTE
            covers = Span(seen_at - 11 * MINUTE, seen_at if first < 50 else NOON + 2 * HOUR)
            writer.add_page(flux.id, page, cursor="", due_at=0, seen_at=seen_at, covers=covers)
        writer.keep_watch("minutes", upto, "{}", found)
    return path


def _entry(number: int, at: int, topic: Topic) -> Entry:
    post = mention(
        f"Orange est en panne, message {number}",
        published_at=at,
        author=Author(handle=f"a{number}.example", name=f"Auteur {number}", id=f"did:{number}"),
        url=f"https://trial.example/{number}",
    )
    notes = Notes("fr", tone="negative" if number % 4 else "neutral", themes=("outage_network",), places=LILLE)
    return Entry(post, notes, (Match(topic.id, topic.version),))
