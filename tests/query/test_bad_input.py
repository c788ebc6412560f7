"""Hostile and unlucky queries: the right answer or an error at its place, after work that stays in proportion.

Work is counted, not timed: lines of our own code that ran, which no other load on the machine changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import hubdesk
from hubdesk.core import Mention, Topic
from hubdesk.query import syntax
from hubdesk.query.match import Matcher, explain, test
from hubdesk.query.pieces import pieces
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Query, QueryError

HERE = hubdesk.__path__[0]
LINES_A_SIGN = 400  # of ours, for each code point of a query that is read
MOST_LINES = 12_000_000  # for one answer: less than a second, at the 25 million that a core runs in one


def lines_run(do: Callable[[], Any]) -> int:
    """How many lines of hubdesk run."""
    count = 0

    def line(_frame: FrameType, event: str, _value: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _value: object) -> Any:
        return line if frame.f_code.co_filename.startswith(HERE) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        do()
    finally:
        sys.settrace(before)
    return count


def read(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


ERRORS: tuple[tuple[str, int, str], ...] = (
    ("(" * 8_000, 100, "100 deep"),
    (")" * 8_000, 0, "closes nothing"),
    ("()" * 4_000, 0, "empty"),
    ("(a OR " * 1_300, 600, "100 deep"),
    ("[" * 8_000, 0, "after a field"),
    ("{" * 8_000, 0, "never closed"),
    ("}" * 8_000, 0, "closes nothing"),
    ('"' * 8_000, 0, "empty"),
    ("“" * 7_999, 0, "empty"),
    ('a "' + "b " * 3_998, 2, "never closed"),
    ("<<<" * 2_600, 0, "never closed"),
    (">>>" * 2_600, 0, "closes no comment"),
    (" ".join(f"w{n}" for n in range(10_000)), 8_000, "at most 8000"),
    ("a " * 3_999, 2_000, "at most 1000 terms"),
    ('"' + "a " * 3_998 + '"', 2_001, "at most 1000 terms"),
    ("site:(" + " OR ".join(["a"] * 1_500) + ")", 0, "at most 1000 terms"),
    ("-" * 8_000, 0, "empty"),
    ("NOT " * 2_000, 7_992 + 4, "after it"),
    ("a " + "NEAR/5 " * 1_100, 2, "after it"),
    (" NEAR/5 ".join(["aa"] * 800), 503, "at most 50 NEAR"),
    ("NEAR", 0, "NEAR/5"),
    ("NEAR/5", 0, "before it"),
    ("NEAR/5 a", 0, "before it"),
    ("a NEAR/5", 2, "after it"),
    ("a NEAR/5 OR b", 2, "after it"),
    ("a NEAR/999999999999999999999", 2, "1 to 50"),
    ("NOT", 0, "after it"),
    ("NOT a", 0, "only exclude"),
    ("-(a OR b)", 0, "only exclude"),
    ("*", 0, "two letters"),
    ("***", 0, "two letters"),
    ("?" * 8_000, 0, "two letters"),
    ("a*" * 4_000, 0, "two letters"),
    ("a OR *panne", 5, "two letters"),
    ("author:*", 7, "wildcard"),
    ("\u200b", 0, "empty"),
    ("\u200b" * 8_000, 0, "empty"),
    ("…!;", 0, "empty"),
    ("followers:[" * 700, 0, "needs a range"),
    ("followers:[" + "9" * 7_000 + " TO *]", 10, "can read"),
    ("published:[99999-01-01 TO *]", 10, "can read"),
    ("a:b:c:d" * 1_000, 0, "no field"),
    ("a.b" * 2_600 + ":c", 0, "no field"),
    ("'a " * 2_600, 1_000 * 3 + 1, "at most 1000 terms"),
)


@pytest.mark.parametrize(("text", "position", "says"), ERRORS, ids=[text[:20] for text, *_rest in ERRORS])
def test_that_what_cannot_be_asked_is_an_error_at_its_place(text: str, position: int, says: str) -> None:
    error: list[Query | QueryError] = []
    work = lines_run(lambda: error.append(read(text)))
    (refused,) = error
    assert isinstance(refused, QueryError)
    assert refused.position == position
    assert says in f"{refused.message}; {refused.hint}"
    assert work <= LINES_A_SIGN * (len(text) + 50)
    assert lines_run(lambda: pieces(text)) <= LINES_A_SIGN * (len(text) + 50)


# Queries nobody needs on posts of some length, and queries as they are on texts made to be slow.
POST = 300  # words
HEAVY: tuple[tuple[str, str], ...] = (
    ("(" * 100 + "aa" + ")" * 100, "aa " * POST),
    (" OR ".join(f"w{n:04d}" for n in range(880)), "w0001 w0879 " * POST),
    (" ".join(["aa"] * 1_000), "aa " * 100),
    ('"' + " ".join(["aa"] * 1_000) + '"', "aa " * 100),
    ('"' + " ".join(["aa"] * 40) + '"~50', "aa " * POST),
    (" NEAR/50 ".join(["aa"] * 6), "aa " * POST),
    (" OR ".join(["aa*a*a*a*a*a*b"] * 100), "a" * 5_000 + " " + "aa" * 200),
    ("aa" + "?" * 500 + " OR aa" + "*a" * 500, "a" * 5_000),
    ("aa\u200b" * 1_000, "aa\u200baa " * 1_000),
    ("«" + "e\u0301" * 1_000 + "»", "e" + "\u0301" * 5_000),
    ("#" + "aA" * 1_000, "#" + "aA" * 2_000),
    ("aa " + " ".join(["-bb"] * 900), "aa " * 3_000),
    ("<<<" + "(" * 7_000 + ">>> aa", "aa"),
    ('"aa bb cc dd ee ff gg hh"~50', "hh gg ff ee dd cc bb aa " * 400),
    ("(aa OR bb) NEAR/50 (aa OR bb) NEAR/50 (aa OR bb)", "aa bb " * 1_500),
    ("(aa OR bb OR cc*) NEAR/5f (aa OR bb) -(cc NEAR/50 dd)", "aa bb cc dd " * 1_000),
    ("réseau NEAR/5 {Aa} OR aa*a", "aa Aa réseau RESEAU " * 1_000),
)


@pytest.mark.parametrize(("text", "body"), HEAVY, ids=[text[:20] for text, _body in HEAVY])
def test_that_a_heavy_query_is_answered_after_bounded_work(text: str, body: str) -> None:
    mention = Mention("test", "1", body, 0)
    query = parse(text)
    held: list[bool] = []
    assert lines_run(lambda: syntax._parsed.__wrapped__(text, "en")) <= LINES_A_SIGN * len(text)
    assert lines_run(lambda: held.append(test(query, mention) is not None)) <= MOST_LINES
    assert lines_run(lambda: held.append(explain(query, mention).held)) <= MOST_LINES
    assert lines_run(lambda: plan(query)) <= LINES_A_SIGN * len(text)
    held.append(bool(Matcher([Topic(1, "t", text)]).match(mention)))
    assert len(set(held)) == 1


def test_that_a_text_with_fewer_words_than_are_asked_is_put_aside_at_once() -> None:
    query, few = parse('"' + "le " * 900 + '"~50'), Mention("test", "1", "le soir et le matin", 0)
    test(query, few)
    assert lines_run(lambda: test(query, few)) < 1_000


@pytest.mark.parametrize(
    "text",
    ["'; DROP TABLE mention; --", 'a" OR 1=1 --', "a) UNION SELECT 1", "title MATCH x", "a AND NEAR(b c, 5)",
     "{title} : a", "^a", "a + b", "rank: a", "%s %d {0}", "\\", "\x00a", "a\x00b", "\ud800", "a\ud800b", "${x}",
     "<script>alert(1)</script>", "__import__('os')", "a*b*c*d*" * 20 + "aa", "\u202eenap", "ﷺ" * 400,
     "İstanbul", "ＳＥＬＥＣＴ ＊"],
)  # fmt: skip
def test_that_text_of_other_languages_is_words_or_an_error(text: str) -> None:
    query = read(text)
    if isinstance(query, QueryError):
        assert 0 <= query.position <= query.end <= len(text)
        assert "\n" not in str(query)
        return
    mention = Mention("test", "1", text, 0)
    explain(query, mention)
    plan(query)


@pytest.mark.parametrize(
    ("query", "text"),
    [("panne", "pan\u200bne"), ("pan\u200bne", "panne"), ("panne", "pa\u00adnne"), ("pa\u2060nne", "panne"),
     ("ｐａｎｎｅ", "panne"), ("\ufeffpanne", "panne"), ("a OR\u200b panne", "panne"),
     ("\ufeffkind:post\u2060", "panne"), ("la NEAR/1f\u200b panne", "la panne"),
     ("kind:\u200b(post OR\u200b reply\u200b)", "panne"), ("ré\u200bseau", "re\u0301seau"), ("#pan\u200dne", "#panne")],
)  # fmt: skip
def test_that_letters_nobody_sees_hide_no_word_and_no_operator(query: str, text: str) -> None:
    assert test(parse(query), Mention("test", "1", text, 0)) is not None
