"""What a query finds in a mention: the language's rules, one example each, and the reason that is kept."""

from __future__ import annotations

import pytest

from hubdesk.core import Author, Kind, Mention, Notes, Topic
from hubdesk.query.match import Matcher, Reason, explain, test
from hubdesk.query.syntax import QueryError, parse


def found(query: str, text: str, **more: object) -> bool:
    return test(parse(query), Mention("test", "1", text, 0, **more)) is not None  # type: ignore[arg-type]


FINDS = [
    ("reseau", "le réseau"), ("réseau", "LE RESEAU"), ("réseau", "LE RÉSEAU"), ("reseau", "Réseau"),
    ("oeuvre", "l'œuvre"), ("œuvre", "oeuvre"), ("gross", "groß"),
    ("l'orange", "L’Orange en panne"), ("orange", "qu'Orange"), ("client", "les client·e·s"), ("client",
    "CLIENT(E)S"),
    ("Mont-de-Marsan", "mont de marsan"), ('"mont de marsan"', "Mont-de-Marsan"), ("n° NEAR/1f 5", "au nº 5"),
    ('"panne orange"', "#PanneOrange"), ("panne", "#PanneOrange"), ("#panneorange", "#PanneOrange"), ("{Orange}",
    "#PanneOrange"),
    ("sfr", "#SFRPanne"), ("5g", "#Orange5G"),
    ("@orange", "@orange@piaille.fr"), ("@orange", "@orange.bsky.social"), ("@or*", "@orange_france"),
    ("@orange.bsky.social", "merci @orange.bsky.social"),
    ("b&you", "chez B&You"), ("{BT}", "chez BT"), ("{B&You}", "B&You"),
    ("résili*", "je résilie"), ("resili*", "RÉSILIATION"), ("custom*er", "customer"), ("custom*er", "customizer"),
    ("customi?e", "customise"), ("#pan*", "#panneorange"), ('"pan* orange"', "pannes orange"),
    ("👍", "bravo 👍🏽"), ("👍🏽", "👍🏽"), ("❤️", "❤"), ("€", "12€"), ("😡 NEAR/1 panne", "panne 😡"),
    ('"service client"', "Service, client"), ('"service client"', "service\nclient"),
    ('"panne orange"', "panne 😡 orange"),
    ('"service client"~3', "client du service"), ("a NEAR/1f b", "a b"), ("a NEAR/3 b", "b x y a"),
    ("(a OR b) NEAR/2 (c OR d)", "d x b"), ("panne NEAR/5 panne", "panne et panne"), ("9,99", "à 9,99 €"),
    ("orange.fr", "voir https://www.orange.fr/"), ("orange", "jean@orange.fr"), ("(a NEAR/5 b) NEAR/1 c", "a c b"),
]  # fmt: skip
LEAVES = [
    ("réseau", "reseau"), ("réseau", "Reseau"), ("hui", "aujourd'hui"), ("email", "e-mail"), ("{œuvre}", "oeuvre"),
    ("ore", "øre"), ("orange", "@orange"), ("@orange", "@orange_france"), ("@orange", "jean@orange.fr"),
    ("orange", "https://exemple.fr/orange"), ("fr", "orange.fr"), ("#panne", "#PanneOrange"), ("#panne", "panne"),
    ("{Orange}", "orange ORANGE"), ("{BT}", "bt"), ("custom*er", "customizes"), ("customi?e", "customiiie"),
    ("résili*", "resilie"), ("👍🏽", "👍"), ("👨", "👨‍👩‍👧"), ('"a b"', "b a"), ('"a b"', "a x b"),
    ("a NEAR/1f b", "b a"),
    ("a NEAR/2 b", "a x y b"), ("panne NEAR/5 panne", "panne"), ('"a a"~5', "a b"), ("#panneorange NEAR/5 panne",
    "#PanneOrange"),
    ("99", "9,99"), ('"service client"~1', "service du client"), ("marsan NOT mont", "Mont-de-Marsan"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "text"), FINDS)
def test_that_a_query_finds(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(("query", "text"), LEAVES)
def test_that_a_query_leaves(query: str, text: str) -> None:
    assert not found(query, text)


def test_that_words_meet_across_parts_but_phrases_and_near_do_not() -> None:
    assert found("panne orange", "orange", title="panne")
    assert not found('"panne orange"', "orange", title="panne")
    assert not found("panne NEAR/50 orange", "orange", title="panne")


def test_that_in_says_where_the_words_stand() -> None:
    assert found("in:title panne orange", "orange", title="panne")
    assert not found("in:title orange", "orange", title="panne")
    assert found("in:comment orange", "orange", kind=Kind.COMMENT)
    assert not found("in:body orange", "orange", kind=Kind.COMMENT)
    assert found("in:(title OR comment) orange", "orange", kind=Kind.COMMENT)
    mention = Mention("test", "1", "", 0)
    parts = {"title": "a", "body": "b", "teaser": "orange"}
    assert test(parse("orange"), mention, parts=parts) is None
    assert test(parse("in:teaser orange"), mention, parts=parts) is not None


def test_that_fields_and_ranges_ask_about_the_mention_itself() -> None:
    author = Author("Orange@Piaille.fr", "Jean  Dupont", followers=500)
    mention = Mention(
        "mastodon", "1",
        "voir sfr.fr", 1_767_225_599_000, Kind.REPLY, author, url="https://www.forum.orange.fr/x", reach=None
    )  # fmt: skip
    held = ["author:@orange@piaille.fr", 'author:"jean dupont"', "site:orange.fr", "url:orange.fr/x",
    "links:sfr.fr", "is:reply",
            "kind:(post OR reply)", "network:Mastodon", "followers:[500 TO *]", "followers:[* TO *]", "has:link",
            "language:fr",
            "published:[2025-12-31 TO 2025-12-31]", "minuteOfDay:[1439 TO 1439]"]  # fmt: skip
    not_held = ["author:orange", "site:range.fr", "site:x.forum.orange.fr", "is:repost", "followers:[501 TO *]",
    "reach:[* TO *]",
                "published:[2026-01-01 TO *]", "language:en"]  # fmt: skip
    notes = Notes(language="fr")
    assert [query for query in held if test(parse(query), mention, notes) is None] == []
    assert [query for query in not_held if test(parse(query), mention, notes) is not None] == []


def test_that_a_match_keeps_its_words_and_where_they_stand() -> None:
    topics = [Topic(7, "Orange", '"service client" NEAR/4 orange NOT sfr', version=3), Topic(8, "SFR", "sfr")]
    (match,) = Matcher(topics).match(Mention("test", "1", "😀 Le service  client d’Orange", 0))
    assert (match.topic, match.version) == (7, 3)
    text = "😀 Le service  client d’Orange"
    assert [text[mark.start : mark.end] for mark in match.marks] == ["service  client", "Orange"]


def test_that_a_topic_with_a_broken_query_is_refused() -> None:
    with pytest.raises(QueryError):
        Matcher([Topic(1, "x", "a OR")])


def test_that_the_reason_shows_which_piece_held_and_which_did_not() -> None:
    reason = explain(
        parse("orange NEAR/3 (panne OR fibre) NOT sport"), Mention("test", "1", "panne chez Orange, sport", 0)
    )
    assert not reason.held

    def lines(one: Reason, depth: int = 0) -> list[tuple[str, bool]]:
        return [(one.text, one.held), *(line for child in one.children for line in lines(child, depth + 1))]

    assert lines(reason)[1:] == [
        ("orange NEAR/3 (panne OR fibre)", True), ("orange", True), ("(panne OR fibre)", True), ("panne", True),
        ("fibre", False), ("NOT sport", False), ("sport", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["aa NEAR/50 bb",
    "(aa NEAR/50 aa) NEAR/50 aa", '"aa aa aa"~50', "((aa NEAR/50f aa) NEAR/50 bb) NEAR/50 cc", '"aa bb"~1', "a*b*c*d"],
)  # fmt: skip
@pytest.mark.parametrize("piece", ["aa ", "aa bb ", "a", "#AaBb ", "ab"])
def test_that_a_hostile_text_is_matched_to_its_end(query: str, piece: str) -> None:
    """Nested NEAR over a text of nothing but its words never comes back when every pair is tried."""
    test(parse(query.replace("a*b", "ab*b")), Mention("test", "1", piece * (30_000 // len(piece)), 0))
