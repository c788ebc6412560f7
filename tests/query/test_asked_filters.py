"""What a query asks of fields alone becomes chips that take the same mentions; anything else is one chip of words."""

import pytest

from hubdesk.core import Kind
from hubdesk.core.filters import Filter
from hubdesk.panels.asked import UNREAD, of_theme, of_tone
from hubdesk.query.any_kind import ANY
from hubdesk.query.asked_filters import filters_of
from hubdesk.query.fields import THEMES
from hubdesk.query.syntax import parse


@pytest.mark.parametrize(
    ("query", "chips"),
    [
        ("tone:negative", (Filter("tone", ("negative",)),)),
        ("(tone:negative)", (Filter("tone", ("negative",)),)),
        ("tone:(negative OR unknown)", (Filter("tone", ("negative", "unknown")),)),
        (f"{ANY} -theme:tv", (Filter("theme", ("tv",), negated=True),)),
        ("place:59 lang:fr", (Filter("place", ("59",)), Filter("language", ("fr",)))),
        ('place:"Saint-Étienne"', (Filter("place", ("Saint-Étienne",)),)),
        ("place:dep:59", (Filter("place", ("dep:59",)),)),
        ('author:"Lucie  B"', (Filter("author", ("=Lucie B",)),)),
        ("author:@Lucie", (Filter("author", ("@Lucie",)),)),
        ("from:lucie", (Filter("author", ("lucie",)),)),
        ('source:"Fil Presse"', (Filter("source", ("Fil Presse",)),)),
        ("source:« Fil Presse »", (Filter("source", ("Fil Presse",)),)),
        ("author:“Lucie B”", (Filter("author", ("=Lucie B",)),)),
        ("kind:repost network:Bluesky", (Filter("kind", ("repost",)), Filter("network", ("bluesky",)))),
        (of_tone(UNREAD), (Filter("tone", ("",)),)),
        (of_theme(""), (Filter("theme", ("",)),)),
        (of_theme("tv", UNREAD), (Filter("theme", ("tv",)), Filter("tone", ("",)))),
        (f"theme:tv -theme:({' OR '.join(THEMES[1:])})", None),
        (ANY, ()),
        ("panne", None),
        ("panne tone:negative", None),
        ("tone:negative OR theme:tv", None),
        ("target:Orange=negative", None),
        ("is:repost", None),
        ("-(tone:negative theme:tv) kind:post", None),
        ("reach:[500 TO *]", None),
    ],
)
def test_that_a_query_becomes_the_chips_that_take_the_same(query: str, chips: tuple[Filter, ...] | None) -> None:
    if query.startswith("theme:tv -theme:("):
        chips = (Filter("theme", ("tv",)), Filter("theme", THEMES[1:], negated=True))
    assert filters_of(parse(query)) == ((Filter("text", (query,)),) if chips is None else chips)


def test_that_the_query_of_every_mention_names_every_kind() -> None:
    assert filters_of(parse(f"kind:({' OR '.join([*Kind][1:])})")) != ()
