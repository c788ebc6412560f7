"""The matcher, the full-text plan and a slow, obvious reading of the language agree on generated queries and texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hubdesk.core import Mention, Notes, Topic
from hubdesk.query.indexing import index_text
from hubdesk.query.match import Matcher, explain, test
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError

sys.path.insert(0, str(Path(__file__).parent))
import reference
from small_index import SmallIndex

NOTES = Notes()
CASES = int(os.environ.get("HUBDESK_CASES", "300"))

# What may stand in a query, and what may stand in a text that it could find or just miss.
FAMILIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("panne", "pa*", "pan?e", "#panne", "#pa*", "pa*e"),
     ("panne", "#panne", "ｐａｎｎｅ", "pan\xadne", "pannes", "#PanneOrange")),
    (("orange", "{Orange}", "{ORANGE}", "or*ge", "or?nge"),
     ("orange", "Orange", "ORANGE", "or\u200bange", "a@orange.fr")),
    (("@orange", "@or*", "@orange.bsky.social", "orange"),
     ("@orange", "@orange@piaille.fr", "@orange.bsky.social", "@orange_fr", ".@Orange", "@orange.merci")),
    (("réseau", "reseau", "{réseau}", "ré*", "res*u"),
     ("réseau", "RÉSEAU", "reseau", "RESEAU", "re\u0301seau", "Reseau")),
    (("œuvre", "oeuvre", "{Œuvre}", "oe*"), ("œuvre", "Œuvre", "oeuvre", "OEUVRE")),
    (("client", "client·e·s", "cli*"),
     ("client·e·s", "client.e.s", "client(e)s", "client", "clients", "abonné.client")),
    (("résilié", "résili*", "resili*", "resilier"), ("résilié", "RÉSILIÉ", "RESILIE", "resilier", "résilier")),
    (("5G", "#sfrpanne5g", "panne", "sfr"), ("#SFRPanne5G", "5G", "sfr", "SFR-panne", "#SFR_panne")),
    (("9,99", "€", "12€", "12"), ("9,99", "12€", "€", "12", "9,99€", "9.99")),
    (("l'orange", "l", "orange", "aujourd'hui", "hui"),
     ("l’Orange", "l orange", "d'Orange", "aujourd'hui", "aujourd’hui")),
    (("mont-de-marsan", '"de marsan"', "mont"), ("Mont-de-Marsan", "mont de marsan", "MONT", "de")),
    (("b&you", "b", "you", "{B}"), ("B&You", "b you", "B", "you")),
    (("😡", "👍", "👍🏽", "👍🏿"), ("😡", "👍🏽", "👍", "👨\u200d👩\u200d👧", "😡😡", "❤️")),
    (("orange.fr", "orange", "fr"), ("orange.fr", "https://orange.fr/panne", "www.orange.fr", "orange", "a@orange.fr")),
    (("n°", "{n°}", "5", "nu*"), ("n°5", "№ 5", "nº 5", "no 5", "nu00b0", "nuøre")),
    (("u1f621", "u1*", "😡", "øre", "ore"), ("u1f621", "😡", "øre", "ore", "u1")),
    (("#panneorange", "{#PanneOrange}", "orange", "panne"),
     ("#PanneOrange", "#panneorange", "panne orange", "#Panne_Orange")),
)  # fmt: skip
JOINTS = (" ", " ", " ", "\n", ", ", " - ", ". ", " le ", "")


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, str]:
    """A query, a title and a body that speak of the same few things."""
    chosen = [FAMILIES[n] for n in draw(st.lists(st.integers(0, len(FAMILIES) - 1), min_size=1, max_size=3))]
    asked = [term for terms, _texts in chosen for term in terms]
    written = [word for _terms, words in chosen for word in words]
    return query_of(draw, asked, 3), text_of(draw, written), text_of(draw, written)


def pick(draw: st.DrawFn, among: Sequence[str]) -> str:
    return among[draw(st.integers(0, len(among) - 1))]


def text_of(draw: st.DrawFn, written: list[str]) -> str:
    return "".join(pick(draw, written) + pick(draw, JOINTS) for _n in range(draw(st.integers(0, 7))))


def leaf_of(draw: st.DrawFn, asked: list[str]) -> str:
    if draw(st.integers(0, 2)):
        return pick(draw, asked)
    inside = [term.strip('"') for term in asked if "{" not in term]
    words = " ".join(pick(draw, inside) for _n in range(draw(st.integers(1, 3))))
    return f'"{words}"' + pick(draw, ("", "", "~1", "~2", "~4"))


def side_of(draw: st.DrawFn, asked: list[str], depth: int) -> str:
    shape = draw(st.integers(0, 5))
    if shape == 0 and depth:
        return f"({near_of(draw, asked, depth - 1)})"
    if shape == 1:
        return f"({leaf_of(draw, asked)} OR {leaf_of(draw, asked)})"
    return leaf_of(draw, asked)


def near_of(draw: st.DrawFn, asked: list[str], depth: int) -> str:
    distance = f"NEAR/{draw(st.integers(1, 5))}{pick(draw, ('', '', 'f'))}"
    return f"{side_of(draw, asked, depth)} {distance} {side_of(draw, asked, depth)}"


def query_of(draw: st.DrawFn, asked: list[str], depth: int) -> str:
    shape = draw(st.integers(0, 8)) if depth else draw(st.integers(5, 8))
    if shape == 0:
        return f"in:{pick(draw, ('title', 'body'))} ({query_of(draw, asked, depth - 1)})"
    if shape < 5:
        one, other = query_of(draw, asked, depth - 1), query_of(draw, asked, depth - 1)
        return f"({one}) {pick(draw, ('AND ', 'OR ', 'NOT ', '-', ''))}({other})"
    return leaf_of(draw, asked) if shape < 7 else near_of(draw, asked, 1)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
@example(('"#panne panne"~1 NEAR/1f panne', "", "panne #panne "))
@example(('(panne NEAR/1f orange) NEAR/1 "panne panne"~4', "", "panne panne orange panne "))
def test_that_matcher_index_and_reference_agree(case: tuple[str, str, str]) -> None:
    text, title, body = case
    try:
        query = parse(text)
    except QueryError as error:
        if "in: cannot stand inside in:" not in error.message:
            raise
        return
    mention = Mention("test", "1", body, 0, title=title)
    expected = reference.holds(query.tree, reference.Page(mention.parts()))
    marks = test(query, mention, NOTES)
    assert (marks is not None) == expected
    assert bool(Matcher([Topic(1, "t", text)]).match(mention, NOTES)) == expected
    assert explain(query, mention, NOTES).held == expected
    for mark in marks or ():
        assert mention.parts()[mark.part][mark.start : mark.end].strip()
    with SmallIndex(mention) as index:
        for planned in (plan(query), plan(query, index)):
            assert not expected or index.takes(planned.may), planned
            assert expected or not index.takes(planned.surely), planned
            assert not expected or planned.fts is None or index.finds(planned.fts), planned.fts


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_that_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as refused:
        error = refused
    else:
        error = None
    if error is not None:
        assert 0 <= error.position <= len(text)
        assert error.message
        assert "\n" not in str(error)
        return
    with SmallIndex(Mention("test", "1", text, 0)) as index:
        planned = plan(query, index)
        assert index.takes(planned.surely) <= index.takes(planned.may)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_that_every_token_leads_back_to_the_text_and_to_one_index_word(text: str) -> None:
    from hubdesk.query.words import tokens

    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    for word in index_text(text).split(" "):
        assert word.isascii()
        assert '"' not in word
        assert "'" not in word
        assert word == word.lower()
