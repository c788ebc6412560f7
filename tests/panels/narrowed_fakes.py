"""A session with some of everything that chips can ask for, and chips for it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    Author,
    Entry,
    HubdeskError,
    Match,
    Notes,
    Person,
    Scope,
    SourceRow,
    Span,
    Withdrawal,
)
from hubdesk.core.filters import Filter, Filters
from hubdesk.store.session import NewSession, create, open_writer
from hubdesk.store.writer import Writer
from tests.fakes import NOON, mention, topic

START: Final = NOON - 3 * HOUR - 7 * MINUTE
END: Final = NOON + 11 * MINUTE
OWN: Final = "bluesky:orange_officiel.example"
CHIPS: Final[tuple[Filters, ...]] = (
    (Filter("tone", ("negative",)),),
    (Filter("tone", ("negative",), negated=True),),
    (Filter("tone", ("",)),),
    (Filter("place", ("59",)),),
    (Filter("place", ("",)),),
    (Filter("network", ("mastodon",)),),
    (Filter("author", ("Voix3.example",)),),
    (Filter("author", ("voix3.example", "voix4.example"), negated=True),),
    (Filter("theme", ("store",)),),
    (Filter("text", ("panne -merci",)),),
    (Filter("text", ("panne",), negated=True),),
    (Filter("language", ("fr",)), Filter("kind", ("repost",), negated=True)),
    (Filter("source", ("Forum",)), Filter("tone", ("negative", "unknown"))),
    (Filter("topic", ("2",)),),
)


def varied(path: Path, seed: int = 5) -> Path:
    """Eighteen days of two topics on two networks, with edits, corrections and withdrawals that came later."""
    chance = random.Random(seed)
    numbers = count(1)
    create(path, NewSession("Varied", timezone="Europe/Paris"))
    with open_writer(path) as writer:
        for name, role in (("Orange", "own"), ("SFR", "rival")):
            writer.add_topic(topic(name, name.lower(), role=role), START - 20 * DAY)
        sources = [writer.add_source(SourceRow(0, name, "feed")) for name in ("Bluesky", "Forum")]
        writer.change_insiders(
            (Person("Staff", "insider", "https://x.example", "2026-01-01", ("mastodon:voix4.example",)),), ()
        )
        writer.set_note("channels", json.dumps([{"topic": "Orange", "kind": "account", "account": OWN}]))
        for place, source in enumerate(sources):
            recent = [_entry(chance, next(numbers), START - 3 * HOUR, END) for _ in range(220)]
            older = [_entry(chance, next(numbers), START - 17 * DAY, START) for _ in range(200)]
            writer.add_page(
                source.id,
                older + recent,
                cursor="",
                due_at=0,
                seen_at=END + place,
                covers=Span(START - 18 * DAY, END if place else END - 40 * MINUTE),
            )
        for number in range(3, 420, 17):
            _change(writer, chance, number)
    return path


def _entry(chance: random.Random, number: int, first: int, last: int) -> Entry:
    who = chance.randrange(7)
    words = chance.choice(("orange panne", "orange merci", "sfr panne", "orange et sfr", "rien", "sfr boutique"))
    own = who == 0 and chance.random() < 0.5
    made = mention(
        f"{words} {number}",
        native_id=f"at://{number}",
        published_at=chance.randrange(first, last),
        network=chance.choice(("bluesky", "bluesky", "mastodon")),
        kind=chance.choice(("post", "post", "reply", "repost", "review")),
        language=chance.choice(("fr", "fr", "en", "")),
        author=Author("orange_officiel.example", "Orange", "did:own")
        if own
        else Author(f"voix{who}.example", f"Voix {who}", f"did:{who}"),
        parent_id=f"at://{chance.randrange(1, number + 1)}",
    )
    notes = Notes(
        language=chance.choice(("", "fr")),
        tone=chance.choice(("negative", "negative", "neutral", "positive", "unknown", "")),
        themes=tuple(chance.sample(("store", "tv", "outage_network"), chance.choice((0, 1, 1, 2)))),
        places=chance.choice(((), (), ("insee:59350",), ("dep:62", "insee:59350"), ("insee:75056", "reg:Bretagne"))),
        targets=chance.choice(((), (("Orange", "negative"),), (("SFR", ""), ("Orange", "positive")))),
        duplicate=chance.random() < 0.2 or None,
        versions=(("tone", 1), ("themes", 1), ("places", 1)) if chance.random() < 0.9 else (),
    )
    heard = [place for place, name in ((1, "orange"), (2, "sfr")) if name in words.split()]
    return Entry(made, notes, tuple(Match(one, 1) for one in heard))


def _change(writer: Writer, chance: random.Random, number: int) -> None:
    """Something that is known an hour after the end only, or right away."""
    at = END + HOUR
    try:
        match chance.randrange(3):
            case 0:
                writer.correct(number, "tone", "positive", at)
            case 1:
                writer.correct(number, "theme", ("tv",), at)
            case 2:
                for network in ("bluesky", "mastodon"):
                    writer.withdraw([Withdrawal(network, f"at://{number}")], at)
    except HubdeskError:
        return


def scopes(topics: tuple) -> Iterator[Scope]:
    """As a desk asks: live, a stretch looked back at, one topic, none."""
    yield Scope(topics, START, END + 2)
    yield Scope(topics, START, END, END + DAY)
    yield Scope(topics[:1], START, END, END + DAY)
    yield Scope((), START, END, END + DAY)
