"""What each field asks and how a mention answers, and whose account wrote it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hubdesk.core import About, Author, Mention, Notes, Person
from hubdesk.query.fields import NOTHING, field_holds, needs_session, range_holds
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Field, QueryError, Range

READ = Notes(
    language="fr",
    tone="negative",
    themes=("outage_network", "a_later_code"),
    places=("Lille", "insee:59350", "reg:Hauts-de-France", "Saint-Étienne", "L'Haÿ-les-Roses"),
    targets=(("Orange", "negative"), ("Bouygues Telecom", "neutral")),
    duplicate=True,
)
KNOWN = About("Mastodon #orange", ("Xavier Niel", "Élise Martin"), insider=True)
POST = Mention(
    "mastodon", "1", "vu sur https://a.fr/x", 0, media=True, rating=1.5, author=Author("@Camille", "Camille D")
)
BLANK = Mention("mastodon", "2", "rien", None)


def holds(query: str, mention: Mention = POST, notes: Notes = READ, about: About = KNOWN) -> bool:
    tree: Any = parse(query).tree
    if isinstance(tree, Range):
        return range_holds(tree, mention)
    assert isinstance(tree, Field)
    return field_holds(tree, mention, notes, about)


@pytest.mark.parametrize(
    "query",
    [
        "tone:negative", "tone:Négatif", "tone:negatif", "sentiment:negative", "tone:(positive OR negative)",
        "theme:outage_network", "theme:outage-network", "theme:(store OR outage_network)",
        "place:Lille", 'place:"LILLE"', "place:59", "place:59350", "place:dep:59", "place:insee:59350",
        'place:"Hauts-de-France"', 'place:"hauts de france"', 'place:"reg:Hauts-de-France"', 'place:"saint etienne"',
        'place:"L’Haÿ les Roses"',
        "target:orange", "target:Orange=negative", "target:Orange=négatif", 'target:"bouygues télécom"',
        'target:"Bouygues Telecom=neutral"', 'target:"Bouygues Telecom"=neutral', "target:(SFR OR Orange=negative)",
        "has:media", "has:place", "has:link", "is:duplicate", "is:insider", "is:(reply OR insider)",
        'person:"xavier niel"', 'person:"Elise Martin"', 'source:"mastodon  #Orange"', "rating:[1 TO 2]",
        "rating:[1.5 TO *]", "author:camille", "from:@Camille", 'author:"camille d"', "lang:FR",
    ],
)  # fmt: skip
def test_that_a_field_finds_what_it_asks(query: str) -> None:
    assert holds(query)


@pytest.mark.parametrize(
    "query",
    [
        "tone:neutral", "tone:unknown", "theme:store", "place:Roubaix", "place:58", "place:5", "place:dep:Lille",
        "place:reg:59", "place:insee:59", "target:SFR", "target:Orange=positive", 'target:"Bouygues"', "is:reply",
        'person:"Niel"', "source:mastodon", "rating:[2 TO 5]", "author:camil",
    ],
)  # fmt: skip
def test_that_a_field_leaves_the_rest(query: str) -> None:
    assert not holds(query)


@pytest.mark.parametrize(
    "query",
    ["tone:unknown", "has:media", "has:place", "has:link", "is:duplicate", "is:insider", "place:59", "target:Orange",
     "rating:[* TO *]", "person:x", "source:x", "theme:other"],
)  # fmt: skip
def test_that_what_nobody_knows_is_found_by_no_field(query: str) -> None:
    assert not holds(query, BLANK, Notes(), NOTHING)


def test_that_tone_unknown_is_a_reading_that_could_not_tell() -> None:
    assert holds("tone:unknown", notes=replace(READ, tone="unknown"))


@pytest.mark.parametrize(
    ("commune", "department"), [("2A004", "2A"), ("97411", "974"), ("01004", "1"), ("01004", "01")]
)
def test_that_a_communes_code_says_its_department(commune: str, department: str) -> None:
    assert holds(f"place:{department}", notes=Notes(places=(f"insee:{commune}",)))


@pytest.mark.parametrize(
    ("query", "start", "end", "fixed"),
    [
        ("a tonne:negative", 2, 8, "a tone:negative"),
        ("a theme:panne", 8, 13, None),
        ("theme:outage", 6, 12, "theme:outage_network"),
        ("theme:email_webmails", 6, 20, "theme:email_webmail"),
        ("is:retweets", 3, 11, "is:repost"),
        ("is:(reply OR repots)", 13, 19, "is:(reply OR repost)"),
        ("has:photo", 4, 9, "has:media"),
        ("kind:tweet", 5, 10, "kind:post"),
        ("language:french", 9, 15, "language:fr"),
        ("target:Orange=furious", 7, 21, None),
        ("target:Orange=", 7, 14, None),
        ("place:???", 6, 9, None),
        ('person:"…"', 7, 10, None),
        ("author:orange*", 7, 14, "author:orange"),
        ("country:fr", 0, 8, None),
    ],
)
def test_that_a_wrong_value_is_named_and_mended(query: str, start: int, end: int, fixed: str | None) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    error = refused.value
    assert (error.position, error.end) == (start, end)
    assert (error.fix and error.fix.applied(query)) == fixed
    if fixed is not None:
        parse(fixed)


@pytest.mark.parametrize(
    ("query", "name"),
    [("a OR source:b", "source"), ('a -(person:"b" c)', "person"), ("in:title (a is:(reply OR insider))", "is"),
     ("a is:duplicate source:c", "is"), ("a is:reply has:media tone:neutral", None)],
)  # fmt: skip
def test_that_what_only_a_session_can_answer_is_named(query: str, name: str | None) -> None:
    field = needs_session(parse(query))
    assert (field and field.name) == name
    if field is not None:
        assert query[field.start : field.end].startswith(f"{name}:")


PEOPLE = (
    Person("Xavier Niel", "leader", accounts=("mastodon:@Niel@social.example", "bluesky:did:plc:xn")),
    Person("A technician", "Insider", accounts=("mastodon:tech",)),
    Person("Nobody", "journalist", accounts=("tech", "mastodon:", ":tech", "")),
)


@pytest.mark.parametrize(
    ("network", "author", "people", "insider"),
    [
        ("mastodon", Author("niel@social.example"), ("Xavier Niel",), False),
        ("Bluesky", Author("someone.example", id="did:plc:XN"), ("Xavier Niel",), False),
        ("bluesky", Author("tech"), (), False),
        ("mastodon", Author("@TECH"), ("A technician",), True),
        ("mastodon", Author("", "A technician"), (), False),
    ],
)
def test_that_a_person_is_known_by_network_and_account(
    network: str, author: Author, people: tuple[str, ...], insider: bool
) -> None:
    found = Circle(PEOPLE).about(Mention(network, "1", "a", 0, author=author), "A feed")
    assert found == About("A feed", people, insider)
