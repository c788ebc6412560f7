"""Filters said as a query: as the language reads it, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk import i18n
from hubdesk.core.filters import FIELDS, Filter
from hubdesk.query.any_kind import ANY
from hubdesk.query.asked_filters import filters_of
from hubdesk.query.said_filters import NOTHING, UnsaidError, query_of
from hubdesk.query.signs import DEEPEST, LONGEST
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError

TONELESS = "tone:(negative OR neutral OR positive OR unknown)"


@pytest.mark.parametrize(
    ("chips", "query"),
    [
        ((), ANY),
        ((Filter("tone", ("negative",)),), "tone:negative"),
        ((Filter("theme", ("outage_network",), negated=True),), f"{ANY} -theme:outage_network"),
        ((Filter("theme", ("tv",), True), Filter("place", ("59350",))), "place:59350 -theme:tv"),
        ((Filter("author", ("Lucie.b",)), Filter("language", ("fr", "en"))), "author:Lucie.b language:(fr OR en)"),
        ((Filter("author", ("=Lucie  B",)),), 'author:"Lucie B"'),
        ((Filter("author", ('=Le "Roi"',)),), 'author:“Le "Roi"”'),
        ((Filter("place", ("Saint-Étienne", "dep:2A")),), "place:(Saint-Étienne OR dep:2A)"),
        ((Filter("source", ("Fil de  presse",)),), 'source:"Fil de presse"'),
        ((Filter("tone", ("",)),), f"{ANY} -{TONELESS}"),
        ((Filter("tone", ("",), negated=True),), TONELESS),
        ((Filter("tone", ("negative", ""), negated=True),), f"{TONELESS} -tone:negative"),
        ((Filter("tone", ("", "negative")),), f"(tone:negative OR ({ANY} -{TONELESS}))"),
        ((Filter("place", ("",)),), f"{ANY} -has:place"),
        ((Filter("text", ("panne OR coupure",)),), "panne OR coupure"),
        ((Filter("text", ("panne OR coupure",)), Filter("kind", ("post",))), "(panne OR coupure) kind:post"),
        ((Filter("text", ("panne", "sfr -free")),), "((panne) OR (sfr -free))"),
        ((Filter("text", ("panne", "sfr"), negated=True),), f"{ANY} -((panne) OR (sfr))"),
        ((Filter("kind", ()),), NOTHING),
        ((Filter("kind", (), negated=True),), ANY),
        ((Filter("text", ()),), NOTHING),
        ((Filter("text", (), negated=True),), ANY),
    ],
)
def test_that_filters_become_the_query_a_person_would_write(chips: tuple[Filter, ...], query: str) -> None:
    assert query_of(chips) == query
    parse(query)


@pytest.mark.parametrize(
    "chip",
    [
        Filter("topic", ("3",)),
        Filter("author", ("",)),
        Filter("language", ("",)),
        Filter("language", ("français",)),
        Filter("author", ("lucie b",)),
        Filter("author", ("=",)),
        Filter("author", ("a,b",)),
        Filter("author", ("=" + "ي" * 10_000,)),
        Filter("source", ('"a" “b”',)),
        Filter("tone", ("Negative",)),
        Filter("theme", ("weather",)),
        Filter("place", ("1",)),
        Filter("network", ('“a" b',), negated=True),
        Filter("text", ("panne " * LONGEST,), negated=True),
        Filter("text", ("(" * DEEPEST + "panne" + ")" * DEEPEST,), negated=True),
        Filter("author", tuple(f"somebody{n}" for n in range(1_000))),
    ],
)
def test_that_what_no_query_can_say_is_told_and_not_said_otherwise(chip: Filter) -> None:
    with pytest.raises(UnsaidError):
        query_of((chip,))


@pytest.mark.parametrize(
    ("chip", "english", "french"),
    [
        (Filter("author", ("a,b",)), "Author: no query can say “a,b”", "Auteur : aucune requête ne peut dire « a,b »"),
        (
            Filter("language", ("",)),
            "Language: no query can ask for what has none",
            "Langue : aucune requête ne peut demander ce qui n’en a pas",
        ),
    ],
)
def test_that_what_no_query_can_say_is_told_as_the_chip_is(chip: Filter, english: str, french: str) -> None:
    told = []
    for spoken in ("en", "fr"):
        i18n.use(spoken)
        with pytest.raises(UnsaidError) as refused:
            query_of((chip,))
        told.append(" ".join(str(refused.value).split()))
    assert told == [english, french]


def test_that_a_topic_is_told_by_its_name() -> None:
    with pytest.raises(UnsaidError, match="Orange"):
        query_of((Filter("topic", ("3",)),), {"3": "Orange"}.__getitem__)


signs = st.text(st.sampled_from("aé Z9\"“”«»():,-@=#*?.'\n\t\u200b\u202e{}[]~<>OR"), max_size=12)
values = st.one_of(signs, st.text(max_size=6), st.sampled_from(["fr", "post", "negative", "tv", "dep:59", "OR"]))


@given(
    st.sampled_from([one for one in FIELDS if one not in ("topic", "text")]),
    st.lists(values, max_size=3),
    st.booleans(),
)
def test_that_whatever_is_said_is_a_query_that_asks_the_same_field(field: str, said: list[str], negated: bool) -> None:
    """Or it is said that no query can say it: never a query that cannot be read, or that asks for something else."""
    asked = Filter(field, tuple(said), negated)
    try:
        query = query_of((asked,))
    except UnsaidError:
        return
    try:
        told = filters_of(parse(query))
    except QueryError as error:
        raise AssertionError(f"{query!r} is no query: {error}") from None
    if said and "" not in said:
        if field == "kind" and told == ():
            return  # all kinds there are
        assert [(one.field, one.negated) for one in told] == [(field, negated)]
