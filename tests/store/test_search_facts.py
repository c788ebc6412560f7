"""Search agrees with the query's own test on fields, ranges and how they go together with words, at any instant."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_fakes import NOON, add, opened, source

from hubdesk.core import MINUTE, Author, Entry, Mention, Notes, Scope
from hubdesk.query.match import test as holds
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.store import facts
from hubdesk.store.session import open_reader

PEOPLE = [
    {"name": "Christel Heydemann", "role": "leader", "accounts": ["bluesky:heydemann"]},
    {"name": "Un conseiller", "role": "insider", "accounts": ["mastodon:@conseil@exemple.fr"]},
]
TEXTS = [
    "panne réseau",
    "Panne de RESEAU",
    "reseau orange",
    "Orange voir orange.fr",
    "service réseau reseau",
    "😡 #Panne",
    "",
]
MANY = "{0}:({1} OR " + " OR ".join(f"{{0}}x{n}" for n in range(12)).replace("{0}", "aa") + ")"
ASKED = [
    "panne",
    "réseau",
    "{Orange}",
    '"service réseau"',
    "😡",
    "kind:comment",
    "kind:(post OR reply)",
    "network:BlueSky",
    "language:fr",
    "author:Heydemann",
    'author:"Zoé Ä"',
    "site:exemple.fr",
    "url:page/1",
    "links:orange.fr",
    "has:link",
    "has:media",
    "has:place",
    "is:reply",
    "is:insider",
    "is:duplicate",
    "is:(repost OR insider)",
    'person:"christel heydemann"',
    "source:flux",
    "source:autre",
    "followers:[10 TO *]",
    "followers:[* TO *]",
    "reach:[1 TO 5]",
    "rating:[1 TO 2.5]",
    "published:[2026-09-21T13:00 TO *]",
    "minuteOfDay:[0 TO 845]",
    "tone:negative",
    "theme:outage_network",
    "place:59",
    "target:orange=negative",
    "in:title panne",
    "in:body réseau",
    "in:comment panne",
    "in:teaser panne",
    "-panne réseau",
    MANY.format("site", "exemple.fr"),
    MANY.format("url", "page/1"),
    MANY.format("author", "heydemann"),
    MANY.format("network", "feed"),
    "language:(fr OR en OR de OR es OR it OR pt OR nl OR br OR ca OR co)",
    "site:exemple.fr OR site:a.fr OR author:heydemann",
    "panne -site:exemple.fr -site:a.fr -network:feed",
]


@st.composite
def mentions(draw: st.DrawFn) -> list[Entry]:
    def one(number: int) -> Entry:
        def pick(*among: object) -> object:
            return draw(st.sampled_from(among))

        mention = Mention(
            network=str(pick("bluesky", "BLUESKY", "mastodon", "feed")),
            native_id=f"at://{number}",
            text=str(pick(*TEXTS)),
            published_at=pick(NOON + number * MINUTE, None),  # type: ignore[arg-type]
            kind=str(pick("post", "reply", "repost", "comment", "article", "review")),
            author=Author(
                str(pick("", "@Heydemann", "heydemann", "conseil@exemple.fr")),
                str(pick("", "Zoé  ä")),
                followers=pick(None, 0, 10, 500),  # type: ignore[arg-type]
            ),
            title=str(pick("", "", "Panne", "réseau en panne")),
            url=str(pick("", "https://www.exemple.fr/page/1", "https://sous.EXEMPLE.fr", "https://[x")),
            language=str(pick("", "fr", "fr-CA", "en")),
            reach=pick(None, 3),  # type: ignore[arg-type]
            links=pick((), ("https://orange.fr/aide",)),  # type: ignore[arg-type]
            rating=pick(None, 1.0, 4.5),  # type: ignore[arg-type]
            media=pick(None, True, False),  # type: ignore[arg-type]
            teaser=str(pick("", "", "panne ailleurs")),
        )
        notes = Notes(
            language=str(pick("", "fr")),
            tone=str(pick("", "negative")),
            themes=pick((), ("outage_network",)),  # type: ignore[arg-type]
            places=pick((), ("Lille", "insee:59350")),  # type: ignore[arg-type]
            targets=pick((), (("Orange", "negative"),)),  # type: ignore[arg-type]
            duplicate=pick(None, True, False),  # type: ignore[arg-type]
        )
        return Entry(mention, notes)

    return [one(number) for number in range(draw(st.integers(0, 8)))]


queries = st.recursive(
    st.sampled_from(ASKED),
    lambda inner: st.builds("({}) {}({})".format, inner, st.sampled_from(["", "OR ", "NOT ", "AND "]), inner),
    max_leaves=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mentions(), st.lists(queries, min_size=4, max_size=8), st.integers(0, 9), st.booleans())
def test_that_the_store_finds_by_fields_what_the_querys_own_test_finds(
    entries: list[Entry], asked: list[str], last: int, is_cut: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, open_reader(path) as reader:
            writer.set_note("people", json.dumps(PEOPLE))
            rows = source(writer, "flux"), source(writer, "Autre")
            for number, entry in enumerate(entries):
                add(writer, rows[number % 2], [entry], NOON + number * MINUTE)
            scope = Scope((), NOON + (2 * MINUTE if is_cut else 0), NOON + last * MINUTE + 1)
            circle = Circle(reader.people())
            every = reader.latest(scope, 100)
            for text in asked:
                query = parse(text)
                found = reader.search(query, scope, 3)
                known = [
                    one
                    for one in every
                    if holds(query, one.mention, one.notes, about=circle.about(one.mention, one.source)) is not None
                ]
                assert found.total == len(known), text
                assert found.mentions == tuple(known[:3]), text
                step = max(1, -(-scope.length // 3))
                starts = range(scope.start, scope.end, step)
                parts = [sum(at <= one.at < at + step for one in known) for at in starts]
                assert reader.through(query, scope, step) == tuple(parts), text


def test_that_a_theme_is_looked_for_without_reading_any_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A surge has nearly as many readings as mentions: asked one by one they took seconds."""
    path, writer = opened(tmp_path)
    themes = (("outage_network",), ("tv", "outage_network"), ("outage_network_x",), ("price_billing",), ())
    with writer, open_reader(path) as reader:
        entries = [
            Entry(Mention("feed", f"{n}", "texte", NOON), Notes("fr", tone="negative" if n % 2 else "", themes=told))
            for n, told in enumerate(themes)
        ]
        add(writer, source(writer, "flux"), entries, NOON)

        def refuse(*_asked: object) -> bool:
            raise AssertionError("notes were read")

        monkeypatch.setattr(facts, "_notes_hold", refuse)
        scope = Scope((), 0, NOON + MINUTE)
        assert reader.search(parse("theme:outage_network"), scope, 9).total == 2
        assert reader.search(parse("theme:(tv OR price_billing) tone:negative"), scope, 9).total == 2
