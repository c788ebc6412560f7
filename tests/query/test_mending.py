"""What mends each slip, and that mending never goes in circles."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError

sys.path.insert(0, str(Path(__file__).parent))
import test_agree


def error_of(text: str) -> QueryError | None:
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("query", "culprit", "mended"),
    [
        ("a NEAR b", "NEAR", "a NEAR/5 b"), ("a ONEAR b", "ONEAR", "a ONEAR/5 b"),
        ("a NEAR/x b", "NEAR/x", "a NEAR/5 b"), ("a NEAR3 b", "NEAR3", "a NEAR/3 b"),
        ("a NEAR:3 b", "NEAR:3", "a NEAR/3 b"), ("a ONEAR/3n b", "ONEAR/3n", "a ONEAR/3 b"),
        ("a NEAR/0 b", "NEAR/0", "a NEAR/1 b"), ("a NEAR/51f b", "NEAR/51f", "a NEAR/50f b"),
        ('a "b c', '"', 'a "b c"'), ('(a OR "b c) AND d', '"', '(a OR "b c") AND d'),
        ('"b c OR d', '"', '"b c" OR d'), ("a « b c\nOR d", "«", "a « b c »\nOR d"), ('a "', '"', "a "),
        ("a {B OR c", "{", "a {B} OR c"), ("a {B (c)", "{", "a {B} (c)"), ("a {", "{", "a "),
        ("(a OR b", "(", "(a OR b)"), ("((a) OR (b ", "(", "((a) OR (b))"), ("a <<<b", "<<<", "a <<<b>>>"),
        ("site:(a.fr OR b.fr", "(", "site:(a.fr OR b.fr)"),
        ("a) b", ")", "a b"), ("a)~5", ")", "a"), ("a } b", "}", "a  b"), ("a ] b", "]", "a  b"),
        ("a >>> b", ">>>", "a  b"), ("[a OR b] c", "[a OR b]", "(a OR b) c"), ("[a", "[", "a"),
        ('a ""', '""', "a "), ("a {} b", "{}", "a  b"), ("a ()", "()", "a "), ("a OR ( ) b", "( )", "a OR  b"),
        ('"a b"~', "~", '"a b"~5'), ('"a b"~99', "~99", '"a b"~50'), ('"a b" ~5', "~5", '"a b"~5'),
        ("a~5", "~5", "a"), ("a~", "~", "a"), ("(a)~5", "~5", "(a)"), ("a^2 b", "^2", "a b"),
        ("a || b", "||", "a OR b"), ("a | b", "|", "a OR b"), ("a||b", "||", "a OR b"), ("a ||b", "||", "a OR b"),
        ("a && b", "&&", "a AND b"), ("a&&b", "&&", "a AND b"),
        ("*panne", "*panne", "panne"), ("a ?b", "?b", "a b"), ("p*", "p*", "p"), ("**pan*", "**pan*", "pan*"),
        ("a p?n*e", "p?n*e", "a pn*e"), ("{pan*}", "*", "{pan}"), ("#pan*e", "#pan*e", "#pan*"),
        ("site:*.fr a", "*.fr", "site:fr a"), ("site: a.fr", "site:", "site:a.fr"),
        ("site:(a.fr b.fr)", "b", "site:(a.fr OR b.fr)"), ("site:(a.fr, b.fr)", ",", "site:(a.fr OR b.fr)"),
        ("site:(a.fr or b.fr)", "or", "site:(a.fr OR b.fr)"), ("site:a.fr,b.fr", ",", "site:(a.fr OR b.fr)"),
        ("site:a.fr, b", ",", "site:a.fr b"), ("a site:()", ")", "a "),
        ("followers:[9 TO 1]", "[9 TO 1]", "followers:[1 TO 9]"),
        ("published:[2026-01-31 TO 2026-01-01]", "[2026-01-31 TO 2026-01-01]", "published:[2026-01-01 TO 2026-01-31]"),
        ("followers:500", "followers:500", "followers:[500 TO *]"), ("rating:2", "rating:2", "rating:[2 TO 2]"),
        ("reach:>=500 a", "reach:>=500", "reach:[500 TO *] a"), ("reach:<500", "reach:<500", "reach:[* TO 500]"),
        ("rating:[1-2] a", "rating:[1-2]", "rating:[1 TO 2] a"),
        ("rating:[1 to 2]", "rating:[1 to 2]", "rating:[1 TO 2]"),
        ("followers:[1, 2]", "followers:[1, 2]", "followers:[1 TO 2]"),
        ("published:2026-01-01", "published:2026-01-01", "published:[2026-01-01 TO 2026-01-01]"),
        ("published:2026-01-01..2026-02-01", "published:2026-01-01..2026-02-01",
         "published:[2026-01-01 TO 2026-02-01]"),
        ("a AND", "AND", "a "), ("OR a", "OR", " a"), ("a AND OR b", "AND", "a  OR b"), ("a NEAR/5", "NEAR/5", "a "),
        ("a in:title", "in:title", "a "), ("in:title NOT a b", "NOT", "NOT in:title a b"),
        ("a NOT NOT b", "N", "a NOT b"), ("a --b", "-", "a -b"),
        ('"{Orange} panne" a', "{", '({Orange} NEAR/1f "panne") a'), ('"{Orange}"', "{", "{Orange}"),
        ("(panne or coupure) NEAR/5 orange", "(panne or coupure)", "(panne OR coupure) NEAR/5 orange"),
        ("reach>500 a", "reach>500", "reach:[500 TO *] a"), ("followers<=9", "followers<=9", "followers:[* TO 9]"),
        ("auteur:x", "auteur:", "author:x"), ('domain_url:"a.fr"', "domain_url:", 'site:"a.fr"'),
        ("autor:x", "autor:", "author:x"), ("follower:[1 TO 2]", "follower:", "followers:[1 TO 2]"),
    ],
)  # fmt: skip
def test_that_a_slip_is_underlined_and_mended(query: str, culprit: str, mended: str) -> None:
    error = error_of(query)
    assert error is not None
    assert query[error.position : error.end] == culprit
    assert error.fix is not None
    assert error.fix.applied(query) == mended
    assert error_of(mended) is None


@pytest.mark.parametrize(
    "query",
    ["NOT a", "-a -b", "a OR NOT b", "", "()", "*", '""', "OR", "a NEAR/5 NOT b", "(a AND b) NEAR/5 c",
     "a NEAR/5 site:b.fr", "in:title (a in:body b)", "country:fr", "followers:many", "site:(a.fr AND b.fr)",
     "site:((a.fr))", "authorCity:paris", "publisher:bfm", "hashtags:panne", 'matched.profile:"x"',
     "(" * 101 + "a" + ")" * 101],
)  # fmt: skip
def test_that_what_may_be_meant_in_many_ways_has_no_fix(query: str) -> None:
    error = error_of(query)
    assert error is not None
    assert error.fix is None


@pytest.mark.parametrize(
    ("query", "mended"),
    [("a or b", "a OR b"), ("a et b", "a ET b"), ("a sauf b", "a SAUF b"), ("a NON b", "a SAUF b"), ("a –b", "a -b"),
     ("a !b", "a -b"), ("a ANDNOT b", "a NOT b"), ("a W/5 b", "a NEAR/5 b"), ("a PRE/3 b", "a NEAR/3f b"),
     ("a ADJ b", "a NEAR/5 b"), ("ADJ a", None), ("a, b", "a OR b"), ("a ; b", "a OR b"), ("a,", None),
     ("++Aa b", "{Aa} b"), ("'a b' c", '"a b" c'), ("# a", None), ('"a b c"~1', '"a b c"~2'),
     ("or a", None), ("a or", None), ("a or -b", None), ("NON a", None), ("–a", None)],
)  # fmt: skip
def test_that_a_warning_is_mended_only_where_an_operator_may_stand(query: str, mended: str | None) -> None:
    (warning,) = parse(query).warnings
    culprit = query[warning.position : warning.end]
    assert culprit in (*query.split(), ",", "–", "!", "'a b'", "~1")
    assert (warning.fix and warning.fix.applied(query)) == mended


BREAKS = ('"', "(", ")", "{", "}", "[", "]", "<<<", ">>>", " NEAR ", "||", "&&", "~5", "~", "*", "?", " AND ", " OR ",
          " NOT ", "-", "in:title ", "followers:[3 TO 1]", "site:", "is:retweets", "^2", '""', "{}", "()", " or ", "«",
          "tone:(neutral, negative)", "rating:[1-2]", "tonne:", "*x", "!", "–", "NEAR/0", " ~5", ", ", "'",
          "++", "reach>3", "auteur:", "NEAR3", "a.b:", "~1",
          "\u200b")  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A query that was right, with up to three slips put into it."""
    text, _title, _body = draw(test_agree.cases())
    for _n in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(BREAKS)) + text[place + draw(st.integers(0, 1)) :]
    return text


@settings(max_examples=test_agree.CASES, deadline=None, derandomize=True)
@given(broken())
def test_that_mending_ends_in_a_query_or_in_an_error_that_has_no_fix(text: str) -> None:
    seen = {text}
    while (error := error_of(text)) is not None:
        assert 0 <= error.position <= error.end <= len(text)
        if error.fix is None:
            return
        assert 0 <= error.fix.start <= error.fix.end <= len(text)
        text = error.fix.applied(text)
        assert text not in seen
        seen.add(text)
        assert len(seen) < 40
    for warning in parse(text).warnings:
        assert warning.fix is None or error_of(warning.fix.applied(text)) is None
