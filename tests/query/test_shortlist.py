"""Many topics at once hear what each hears alone, whatever was passed over."""

from __future__ import annotations

import sys
from collections.abc import Set
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdesk.core import Author, Mention, Notes, Topic
from hubdesk.query import vocabulary
from hubdesk.query.match import Matcher, test
from hubdesk.query.reading import Reading
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError

sys.path.insert(0, str(Path(__file__).parent))
from test_agree import FAMILIES, query_of, text_of

NOTES = Notes()


def post(text: str, title: str = "") -> Mention:
    return Mention("test", "1", text, 0, title=title)


@st.composite
def listeners(draw: st.DrawFn) -> tuple[list[Topic], list[Mention]]:
    chosen = [FAMILIES[n] for n in draw(st.lists(st.integers(0, len(FAMILIES) - 1), min_size=1, max_size=3))]
    asked = [term for terms, _texts in chosen for term in terms]
    written = [word for _terms, words in chosen for word in words]
    topics = [Topic(n, str(n), query_of(draw, asked, 3)) for n in range(draw(st.integers(2, 6)))]
    return topics, [post(text_of(draw, written), text_of(draw, written)) for _n in range(3)]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(listeners())
def test_that_topics_hear_together_what_each_hears_alone(case: tuple[list[Topic], list[Mention]]) -> None:
    topics, mentions = case
    try:
        queries = [parse(topic.query) for topic in topics]
    except QueryError as error:
        if "in: cannot stand inside in:" not in error.message:
            raise
        return
    matcher = Matcher(topics)
    for mention in (*mentions, *mentions):  # the second time every chunk is known
        alone = [
            (topic.id, marks)
            for topic, query in zip(topics, queries, strict=True)
            if (marks := test(query, mention, NOTES)) is not None
        ]
        assert [(match.topic, match.marks) for match in matcher.match(mention, NOTES)] == alone


def asked_of(queries: list[str], monkeypatch: pytest.MonkeyPatch, mention: Mention) -> list[int]:
    """Which topics are evaluated for a mention."""
    matcher = Matcher([Topic(n, str(n), query) for n, query in enumerate(queries)])
    asked: list[int] = []
    real = matcher._shortlist.numbers

    def numbers(names: Set[str]) -> list[int]:
        asked.extend(real(names))
        return asked

    monkeypatch.setattr(matcher._shortlist, "numbers", numbers)
    matcher.match(mention)
    return asked


def test_that_topics_which_share_a_frequent_word_are_not_all_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = [
        "orange NEAR/5 produit{}",
        "orange produit{}",
        '"orange produit{}"',
        "orange NEAR/5 (produit{0} OR p{0}x)",
        "(orange NEAR/5 produit{0}) OR (panne orange autre{0})",
        "in:body (orange produit{})",
        "orange (panne OR produit{}) quoi{}",
        '("produit{0} orange" OR "produit{0} panne") NOT fibre',
    ]
    queries = [shape.replace("{0}", str(n)).replace("{}", str(n)) for shape in shapes for n in range(100)]
    mention = post("panne orange sur le produit7 ce matin")
    asked = asked_of(queries, monkeypatch, mention)
    assert asked == [number for number in range(800) if number % 100 == 7 and number // 100 != 6]


def test_that_a_way_which_needs_no_word_is_always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_of(["panne OR site:orange.fr", "panne", "site:orange.fr panne"], monkeypatch, post("bonjour")) == [0]


def test_that_a_mention_which_brings_up_no_topic_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_anything: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Reading, "__init__", refuse)
    matcher = Matcher([Topic(1, "x", "orange NEAR/5 panne"), Topic(2, "y", '"service client" NOT emploi')])
    assert matcher.match(post("une panne au service des emplois", "le soir")) == ()


def test_that_odd_spellings_bring_a_topic_up() -> None:
    matcher = Matcher([Topic(1, "x", "orange NEAR/5 (panne OR œuvre OR 9,99 OR n° OR #panne OR 👍 OR ré*)")])
    texts = [
        *("ＯＲＡＮＧＥ PANNE", "or\u200bange pan\u00adne", "#PanneOrange", "l’Orange:œuvre", "ORANGE,OEUVRE"),
        *("orange 9,99€", "orange №5", "orange #panne", "orange👍🏽", "Orange/RÉSEAU", "orange re\u0301seau"),
    ]
    assert [text for text in texts if not matcher.match(post(text))] == []


def test_that_what_is_remembered_is_bounded_and_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MOST_KEPT", 10)
    matcher = Matcher([Topic(1, "x", "orange NEAR/3 panne"), Topic(2, "y", "pan* NOT fibre")])
    words = matcher._vocabulary
    for n in range(100):
        text = f"une{n} panne chez{n} orange{'' if n % 2 else n} fibre"
        assert [match.topic for match in matcher.match(post(text))] == ([1] if n % 2 else [])
        assert len(words._quiet) + len(words._names) <= 10
        assert len(words.idle) <= 10
    matcher.match(post("x" * 10_000))
    assert all(len(written) < 100 for written in words._quiet)


def test_that_an_author_is_still_asked_for_by_name() -> None:
    mention = Mention("test", "1", "bonjour", 0, author=Author("Niel"))
    assert [
        m.topic for m in Matcher([Topic(1, "x", "iliad OR author:@niel"), Topic(2, "y", "iliad")]).match(mention)
    ] == [1]
