"""What the language accepts, how it binds, and what each error says and where."""

from __future__ import annotations

import pytest

from hubdesk import i18n
from hubdesk.core import Mention, Notes, Topic
from hubdesk.query.match import Matcher, explain, test
from hubdesk.query.sql import plan
from hubdesk.query.syntax import QueryError, parse
from hubdesk.query.tree import All, Any, Near, Not, Phrase, Term


def error_of(text: str) -> QueryError:
    with pytest.raises(QueryError) as refused:
        parse(text)
    return refused.value


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("", 0, "empty"),
        ("   <<<a note>>> ", 0, "empty"),
        ("NOT a", 0, "only exclude"),
        ("-a -b", 0, "only exclude"),
        ("a OR NOT b", 5, "every side of an OR"),
        ("(a OR -b) c", 6, "every side of an OR"),
        ("orange AND NEAR panne", 11, "NEAR/5"),
        ("a NEAR b", 2, "write NEAR/5"),
        ("a ONEAR b", 2, "write ONEAR/5"),
        ("a NEAR/x b", 2, "write NEAR/5"),
        ("a NEAR/0 b", 2, "1 to 50"),
        ("a NEAR/51 b", 2, "1 to 50"),
        ("a NEAR/99999999999 b", 2, "1 to 50"),
        ('"a b"~51', 5, "1 to 50"),
        ('"a b"~', 5, "distance"),
        ("a~5", 1, "closing quote"),
        ("(orange OR sfr", 0, "never closed"),
        ("a (b (c) d", 2, "never closed"),
        ("a) b", 1, "closes nothing"),
        ("a ()", 2, "empty"),
        ('a ""', 2, "empty"),
        ("a {}", 2, "empty"),
        ("é {x", 2, "never closed"),
        ("a }", 2, "closes nothing"),
        ('a "b', 2, "never closed"),
        ("a <<<b", 2, "never closed"),
        ("a >>> b", 2, "<<<"),
        ("a AND", 2, "after it"),
        ("OR a", 0, "before it"),
        ("a NEAR/5 NOT b", 9, "NOT"),
        ("(a AND b) NEAR/5 c", 0, "AND cannot stand beside NEAR"),
        ("a NEAR/5 site:b.fr", 9, "field"),
        ("*panne", 0, "two letters"),
        ("orange p*", 7, "two letters"),
        ("panne ?", 6, "two letters"),
        ("{pan*}", 4, "braces"),
        ("#pan*e", 0, "only at the end"),
        ("site:*.fr", 5, "wildcard"),
        ("panne foo:bar", 6, "author:"),
        ("Orange: panne", 0, "no field"),
        ("tone:furious", 5, "negative neutral positive unknown"),
        ("kind:tweet", 5, "post reply repost"),
        ("in:footer a", 3, "title body comment teaser"),
        ("site: a", 0, "needs a value"),
        ("in:title (a in:body b)", 12, "inside in:"),
        ("followers:[9 TO 1]", 10, "backwards"),
        ("followers:500", 0, "needs a range"),
        ("published:[hier TO *]", 10, "2026-01-01"),
        ("a || b", 2, "write OR"),
        ("a NOT NOT b", 6, "twice"), ("a --b", 3, "twice"), ("a -(-b)", 3, "twice"),
        ("[a]", 0, "after a field"),
        ("👍 AND", 2, "after it"),
    ],
)  # fmt: skip
def test_that_an_error_says_where_and_how_to_mend_it(query: str, position: int, says: str) -> None:
    error = error_of(query)
    assert error.position == position
    assert says in f"{error.message}; {error.hint}"
    assert str(error).startswith(f"Query, character {position}: ")


def test_that_limits_are_errors_at_the_place_where_they_are_passed() -> None:
    parse("(" * 100 + "a" + ")" * 100)
    assert error_of("(" * 101 + "a" + ")" * 101).position == 100
    parse(" ".join(["ab"] * 1_000))
    assert error_of(" ".join(["ab"] * 1_001)).position == 3_000
    assert error_of('"' + " ".join(["ab"] * 1_001) + '"').position == 3_001
    parse("a" * 7_990 + "<<<xxxx>>>")
    assert error_of("a" * 7_991 + "<<<xxxx>>>").position == 8_000


def test_that_near_binds_tighter_than_not_than_and_than_or() -> None:
    tree = parse("a OR b c NOT d NEAR/2 e").tree
    assert isinstance(tree, Any)
    second = tree.children[1]
    assert isinstance(second, All)
    barred = second.children[2]
    assert isinstance(barred, Not)
    assert isinstance(barred.child, Near)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a ET b", "a AND b"), ("a OU b", "a OR b"), ("a SAUF b", "a NOT b"), ("a -b", "a NOT b"),
        ("a AND NOT b", "a NOT b"), ("a b", "a AND b"), ("a ONEAR/3 b", "a NEAR/3f b"),
        ("« service client »", '"service client"'), ("“service client”~4", '"service client"~4'),
        ("((a OR b) AND (c OR d))~5", "(a OR b) NEAR/5 (c OR d)"), ("title:a", "in:title a"),
        ("l'orange", '"l orange"'), ("B&You", '"b you"'), ("a<<<b>>>c", "a c"), ("a - b", "a b"), ("-(a) b", "b NOT a"),
        ("authorFollowers:[1 TO 2]", "followers:[1 TO 2]"),
    ],
)  # fmt: skip
def test_that_two_spellings_are_one_query(one: str, other: str) -> None:
    assert shape(one) == shape(other)


def shape(text: str) -> object:
    def of(node: object) -> object:
        name = type(node).__name__
        match node:
            case Term(key=key, look=look, asked=asked):
                return (key, look, asked)
            case Phrase(terms=terms, within=within):
                return (name, tuple(map(of, terms)), within)
            case All(children=inner):
                return (name, tuple(sorted(map(of, inner), key=str)))
            case Any(children=inner):
                return (name, tuple(map(of, inner)))
            case Not(child=child):
                return (name, of(child))
            case Near(left=left, right=right, distance=distance, ordered=ordered):
                return (name, of(left), of(right), distance, ordered)
            case _:
                facts = [getattr(node, at) for at in ("parts", "name", "low", "high") if hasattr(node, at)]
                return (name, facts, of(node.child) if hasattr(node, "child") else None)

    return of(parse(text).tree)


@pytest.mark.parametrize(
    "query", ["orange or panne", "orange et panne", "orange NON panne", "orange PAS panne", "a –b"]
)
def test_that_a_likely_slip_is_a_word_with_a_warning(query: str) -> None:
    warnings = parse(query).warnings
    assert len(warnings) == 1
    assert query[warnings[0].position] in "oeNP–"


def test_that_operators_in_quotes_and_small_near_are_words() -> None:
    assert parse('"a OR b"').warnings == ()
    assert isinstance(parse('"a AND b"').tree, Phrase)
    assert isinstance(parse("near/5").tree, Phrase)


def test_that_the_test_function_is_not_collected_by_pytest() -> None:
    assert test.__test__ is False


def test_that_what_nests_without_brackets_has_a_limit_of_its_own() -> None:
    parse(" NEAR/1 ".join(["aa"] * 51))
    assert error_of(" NEAR/1 ".join(["aa"] * 52)).position == 51 * 10 - 7
    assert error_of("a " + "-" * 4_000 + "b").position > 2


@pytest.mark.parametrize(
    "piece", ["(aa OR bb NOT ", "(aa AND bb OR cc NOT ", "(aa NEAR/2 ", "-(bb ", "in:title (", "(("]
)
def test_that_a_hundred_brackets_are_parsed_matched_planned_and_explained(piece: str) -> None:
    for depth in (33, 50, 99):
        try:
            query = parse("aa " + piece * depth + "aa" + ")" * depth * piece.count("("))
        except QueryError as error:
            assert "deep" in error.message or "inside in:" in error.message  # noqa: PT017 - either is an answer
            continue
        mention = Mention("test", "1", "aa bb cc", 0, title="aa")
        test(query, mention)
        plan(query)
        explain(query, mention)
        Matcher([Topic(1, "t", query.text)]).match(mention, Notes())


def test_that_a_warning_is_told_in_the_language_spoken_now_also_of_a_query_read_before() -> None:
    (in_english,) = parse("orange or panne").warnings
    i18n.use("fr")
    (in_french,) = parse("orange or panne").warnings
    assert in_french.message != in_english.message
