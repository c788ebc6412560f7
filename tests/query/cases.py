"""Queries and mentions that speak of the same few things, so that many of them meet: what property tests draw from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from hubdesk.core import About, Author, Kind, Mention, Notes, Person
from hubdesk.query.people import Circle

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
    (("qu'orange", "qu", "quelqu'un", "quelqu", "un", "prud'homm*", "prud", "presqu'île", "ile"),
     ("qu’Orange", "qu\u02bcorange", "quelqu'un", "quelqu’une", "un", "prud'hommes", "prud’homale", "presqu'ile",
      "île")),
    (("abonné", "abonne", "{abonné}", "abonn?", "abonn*"),
     ("abonné•es", "abonné(e)s", "ABONNÉ", "ABONNE", "Abonne", "abonné.e", "abonne\u0301", "a\u2060bonné", "abonnés")),
    (("straße", "strasse", "{Straße}", "stra*"), ("straße", "STRASSE", "Straße", "strasse", "STRAẞE")),
    (("ex-æquo", "aequo", "æquo", "ex"), ("ex æquo", "ex-aequo", "EX-ÆQUO", "æquo", "exæquo")),
    (("e-mail", "email", "mail", "e"), ("e-mail", "email", "e\u2011mail", "E mail", "e\u00admail", "mail@e.fr")),
    (("4g", "#orange4gpanne", "orange4g", "{4G}", "#orange*"), ("#Orange4GPanne", "4G", "4g", "orange4g", "#orange4g")),
    (("{Free}", "free", "fr?e", "FREE"), ("Free", "free", "FREE", "#FreeMobile", "free-lance", "@Free", "Ｆｒｅｅ")),
)  # fmt: skip
JOINTS = (" ", " ", " ", "\n", ", ", " - ", ". ", " le ", "", " \u200b", "!", "’", "\u00a0")

FIELDS = (
    "author:camille", "author:@CAMILLE", 'author:"camille d"', 'from:"Élise Martin"',
    "author:(camille OR elise.example)",
    "site:orange.fr", "site:(b.example OR blog.orange.fr)", "site:fr", "url:orange.fr/a", "url:x", "links:orange.fr",
    "links:b.example/x", "language:fr", "lang:EN", "language:fr-FR", "network:bluesky", "network:(mastodon OR presse)",
    "kind:comment", "kind:(article OR review)", "is:reply", "is:(repost OR duplicate)", "is:insider", "is:duplicate",
    "has:link", "has:media", "has:place", "has:(media OR place)", "has:(link OR media)", "tone:negative",
    "tone:(positif OR neutre)", "tone:unknown", "theme:outage_network", "theme:(store OR tv)", "place:59",
    "place:Lille", "place:59350", 'place:"Hauts-de-France"', "place:dep:59", "target:Orange", "target:orange=negative",
    'target:"Bouygues Telecom"', 'person:"xavier niel"', "person:(Niel OR “elise martin”)", 'source:"Une presse"',
    "source:(autre OR presse)", "followers:[500 TO *]", "followers:[* TO 499]", "reach:[0 TO 0]", "reach:[* TO *]",
    "rating:[1 TO 2]", "rating:[1.5 TO *]", "published:[2026-11-19 TO 2026-11-19]", "published:[* TO 2026-11-18]",
    "published:[2026-11-19T11:00:00+01:00 TO *]", "minuteOfDay:[600 TO 660]", "minuteOfDay:[* TO *]",
)  # fmt: skip
NOV_19 = 1_795_046_400_000  # Thursday 19 November 2026, 00:00 UTC
SOURCES = ("Une  Presse", "autre")
PEOPLE = (
    Person("Xavier Niel", "leader", accounts=("mastodon:camille", "bluesky:did:plc:1")),
    Person("Élise Martin", "insider", accounts=("Bluesky:@elise.example",)),
)
CIRCLE = Circle(PEOPLE)


@dataclass(frozen=True)
class Post:
    """A mention with all that is known of it."""

    mention: Mention
    notes: Notes
    about: About


def pick(draw: st.DrawFn, among: Sequence[str]) -> str:
    return among[draw(st.integers(0, len(among) - 1))]


def families_of(draw: st.DrawFn, most: int = 3) -> tuple[list[str], list[str]]:
    """What a few families may ask, and what they may write."""
    chosen = [FAMILIES[n] for n in draw(st.lists(st.integers(0, len(FAMILIES) - 1), min_size=1, max_size=most))]
    return [term for terms, _texts in chosen for term in terms], [word for _terms, words in chosen for word in words]


def text_of(draw: st.DrawFn, written: list[str]) -> str:
    return "".join(pick(draw, written) + pick(draw, JOINTS) for _n in range(draw(st.integers(0, 7))))


def leaf_of(draw: st.DrawFn, asked: list[str]) -> str:
    if draw(st.integers(0, 2)):
        return pick(draw, asked)
    inside = [term.strip('"') for term in asked if "{" not in term]
    words = " ".join(pick(draw, inside) for _n in range(draw(st.integers(1, 3))))
    opening, closing = pick(draw, ('""', '""', "«»", "“”"))
    return f"{opening}{words}{closing}" + pick(draw, ("", "", "~1", "~2", "~4"))


def side_of(draw: st.DrawFn, asked: list[str], depth: int) -> str:
    shape = draw(st.integers(0, 5))
    if shape == 0 and depth:
        return f"({near_of(draw, asked, depth - 1)})"
    if shape == 1:
        return f"({leaf_of(draw, asked)} {pick(draw, ('OR', 'OU'))} {leaf_of(draw, asked)})"
    return leaf_of(draw, asked)


def near_of(draw: st.DrawFn, asked: list[str], depth: int) -> str:
    one, other = side_of(draw, asked, depth), side_of(draw, asked, depth)
    if not draw(st.integers(0, 9)):
        return f"(({one}) AND ({other}))~{draw(st.integers(1, 5))}"
    name = pick(draw, ("NEAR", "NEAR", "NEAR", "ONEAR"))
    return f"{one} {name}/{draw(st.integers(1, 5))}{pick(draw, ('', '', 'f'))} {other}"


def query_of(draw: st.DrawFn, asked: list[str], depth: int, fields: Sequence[str] = (), inside: bool = False) -> str:
    """A query that can be read. `fields` may stand in it; `inside` of an in: no other in: does."""
    shape = draw(st.integers(0, 9)) if depth else draw(st.integers(5, 9))
    if shape == 0 and not inside:
        part = pick(draw, ("in:title", "in:body", "in:comment", "in:teaser", "in:(title OR comment)",
                           "in:(teaser OU body OR comment)", "title:"))  # fmt: skip
        space = "" if part[-1] == ":" else " "
        return f"{part}{space}({query_of(draw, asked, depth - 1, fields, inside=True)})"
    if shape < 5:
        one = query_of(draw, asked, depth - 1, fields, inside)
        other = query_of(draw, asked, depth - 1, fields, inside)
        joint = pick(draw, ("AND ", "OR ", "NOT ", "-", "", "ET ", "OU ", "SAUF ", "AND NOT ", "<<<a note>>>"))
        return f"({one}) {joint}({other})"
    if shape == 9 and fields:
        return pick(draw, fields)
    return leaf_of(draw, asked) if shape in (5, 6, 9) else near_of(draw, asked, 1)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, str]:
    """A query of words, a title and a body."""
    asked, written = families_of(draw)
    return query_of(draw, asked, 3), text_of(draw, written), text_of(draw, written)


def post_of(draw: st.DrawFn, written: list[str], name: str = "1") -> Post:
    """A mention that may have anything, or nothing, beside its words."""

    def one(*among: object) -> object:
        return among[draw(st.integers(0, len(among) - 1))]

    kind = one(*Kind, Kind.POST, Kind.COMMENT)
    handle, shown, number = one(
        ("camille", "Camille D", "did:plc:1"), ("@Camille", "", ""), ("elise.example", "ÉLISE  Martin", "did:plc:2"),
        ("", "Camille  D", ""), ("", "", ""),
    )  # fmt: skip
    mention = Mention(
        network=one("Bluesky", "mastodon", "presse"),
        native_id=name,
        text=text_of(draw, written),
        published_at=one(None, NOV_19, NOV_19 - 1, NOV_19 + 10 * 3_600_000, NOV_19 + 39_659_999, NOV_19 + 86_400_000),
        kind=kind,
        author=Author(handle, shown, number, one(None, 0, 499, 500, 10**6)),
        title=text_of(draw, written) if one(True, False) else "",
        url=one(
            "", "https://www.Orange.fr/a", "https://blog.orange.fr/a/x?b=1", "http://orange.fr.b.example/", "https://[x"
        ),
        language=one("", "fr", "en", "fr-FR", "EN"),
        reach=one(None, 0, 1, 10**9),
        links=one((), ("https://www.orange.fr/panne/",), ("http://b.example/x", "https://orange.fr")),
        rating=one(None, 1.0, 1.5, 2.0, 5.0),
        media=one(None, True, False),
        teaser=text_of(draw, written) if one(True, False, False) else "",
    )
    notes = Notes(
        language=one("", "", "fr", "en"),
        tone=one("", "negative", "neutral", "positive", "unknown"),
        themes=one((), ("outage_network",), ("tv", "store")),
        places=one(
            (), ("Lille", "insee:59350"), ("dep:59", "reg:Hauts-de-France"), ("LILLE",), ("insee:62041", "Arras")
        ),
        targets=one((), (("Orange", "negative"),), (("Bouygues Telecom", "neutral"), ("ORANGE", ""))),
        duplicate=one(None, True, False),
    )
    return Post(mention, notes, CIRCLE.about(mention, one(*SOURCES)))
