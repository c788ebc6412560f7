"""One meaning: a slow, obvious reading of the language, the matcher, its reasons and the full-text plan agree.

    HUBDESK_CASES=50000 .venv/bin/pytest tests/query/test_agree.py tests/query/test_agree_session.py --timeout=0

puts that many cases to the property tests of queries; 300 without it. The cases are the same in every run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hubdesk.core import About, Mention, Notes, Topic
from hubdesk.query.indexing import index_text
from hubdesk.query.match import Matcher, explain, test
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.query.words import tokens

sys.path.insert(0, str(Path(__file__).parent))
import reference
from cases import FAMILIES, FIELDS, Post, cases, families_of, post_of, query_of, text_of
from small_index import SmallIndex

__all__ = ["CASES", "FAMILIES", "cases", "query_of", "text_of"]

CASES = int(os.environ.get("HUBDESK_CASES", "300"))
MANY = settings(max_examples=CASES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, Post]:
    asked, written = families_of(draw)
    return query_of(draw, asked, 3, FIELDS), post_of(draw, written)


def plain(title: str, body: str) -> Post:
    return Post(Mention("test", "1", body, None, title=title), Notes(), About())


@MANY
@given(questions())
@example(('"#panne panne"~1 NEAR/1f panne', plain("", "panne #panne ")))
@example(('(panne NEAR/1f orange) NEAR/1 "panne panne"~4', plain("", "panne panne orange panne ")))
@example(("(“👍 😡” NEAR/1 “😡 😡 👍”) NEAR/1 (👍 NEAR/2 😡)", plain("", "😡😡!😡 👍🏽 😡😡!👍🏽. 👍")))
def test_that_matcher_index_and_reference_agree(case: tuple[str, Post]) -> None:
    text, post = case
    query, mention, notes, about = parse(text), post.mention, post.notes, post.about
    expected = reference.holds(query.tree, reference.Page(mention, notes, about))
    marks = test(query, mention, notes, about=about)
    assert (marks is not None) == expected
    assert bool(Matcher([Topic(1, "t", text)]).match(mention, notes, about=about)) == expected
    assert explain(query, mention, notes, about=about).held == expected
    for mark in marks or ():
        assert mention.parts()[mark.part][mark.start : mark.end].strip()
    with SmallIndex(mention) as index:
        for planned in (plan(query), plan(query, index)):
            assert not expected or index.takes(planned.may, notes, about), planned
            assert expected or not index.takes(planned.surely, notes, about), planned
            told = (index.takes(planned.surely, notes, about), index.takes(planned.doubtful, notes, about))
            assert not expected or any(told), planned
            assert not all(told), planned  # never counted twice
            assert not expected or planned.fts is None or index.finds(planned.fts), planned.fts


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_that_any_text_is_a_query_or_a_clear_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as refused:
        error = refused
    else:
        error = None
    if error is not None:
        assert 0 <= error.position <= error.end <= len(text)
        assert error.message
        assert "\n" not in str(error)
        return
    with SmallIndex(Mention("test", "1", text, 0)) as index:
        planned = plan(query, index)
        assert index.takes(planned.surely) <= index.takes(planned.may)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_that_every_token_leads_back_to_the_text_and_to_one_index_word(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    for word in index_text(text).split(" "):
        assert word.isascii()
        assert '"' not in word
        assert "'" not in word
        assert word == word.lower()
