"""Texts made to hurt, against 500 topics: the work is counted in calls, not in time."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from hubdesk.core import Mention, Topic
from hubdesk.query.match import Matcher
from hubdesk.query.reading import MOST_MARKS

TEXTS = {
    "one word": "orange ",
    "two words": "orange panne ",
    "one hashtag": "#OrangePanne ",
    "no blank": "orange,panne,",
    "odd letters": "o\u200brange pan\u00adne ",
    "half and half": "",
}
QUERIES = [
    "orange",
    "{orange} OR or*",
    "orange NEAR/5 panne",
    "orange NEAR/1f panne NOT fibre",
    '"orange orange" OR "orange panne"',
    '"orange panne orange"~9',
    "#orangepanne OR (orange panne)",
]


def text_of(kind: str, length: int) -> str:
    if kind == "half and half":
        return "orange " * (length // 14) + "panne " * (length // 14)
    piece = TEXTS[kind]
    return piece * (length // len(piece))


def calls(matcher: Matcher, text: str) -> tuple[int, int]:
    """How many functions are called to match a text, and how many topics hear it."""
    count = 0

    def note(_frame: FrameType, event: str, _given: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        heard = matcher.match(Mention("test", "1", text, 0))
    finally:
        sys.setprofile(before)
    assert all(len(match.marks) <= MOST_MARKS for match in heard)
    return count, len(heard)


def matcher_of(size: int) -> Matcher:
    return Matcher([Topic(n, str(n), QUERIES[n % len(QUERIES)]) for n in range(size)])


@pytest.mark.parametrize("kind", TEXTS)
def test_that_a_hundred_thousand_letters_ask_no_more_of_each_topic_than_ten_thousand(kind: str) -> None:
    few, many = matcher_of(7), matcher_of(35)
    short, long = text_of(kind, 10_000), text_of(kind, 100_000)
    shared_short, shared_long = calls(few, short)[0], calls(few, long)[0]
    topics_short, topics_long = calls(many, short)[0] - shared_short, calls(many, long)[0] - shared_long
    assert shared_long < 12 * shared_short  # the text is read once: in proportion to it
    assert topics_long < 4 * topics_short + 1_000  # another topic that asks the same costs hardly more


def test_that_a_thousand_hashtags_bring_up_only_the_topics_that_name_one() -> None:
    matcher = Matcher([Topic(n, str(n), f"#sujet{n} OR (orange NEAR/5 sujet{n})") for n in range(500)])
    text = " ".join(f"#Autre{n}Chose" for n in range(999)) + " #Sujet7"
    assert calls(matcher, text)[1] == 1
    matcher.match(Mention("test", "1", text, 0))
    again, _heard = calls(matcher, text)
    assert again < 5 * 1_000  # each hashtag was met before: none is cut again


def test_that_topics_nobody_speaks_of_cost_nothing() -> None:
    def asked(size: int) -> int:
        rest = [Topic(n, "", f"orange NEAR/5 (produit{n} OR service{n}) NOT panne{n}") for n in range(1, size)]
        matcher = Matcher([Topic(0, "", "orange NEAR/5 (produit0 OR fibre)"), *rest])
        text = "Orange ne livre pas le produit0 ni la fibre"
        calls(matcher, text)
        return calls(matcher, text)[0]

    assert asked(2_000) == asked(50)


def test_that_what_repeats_is_marked_up_to_a_bound() -> None:
    (match,) = Matcher([Topic(1, "", "orange OR panne")]).match(Mention("test", "1", "orange " * 50_000, 0))
    assert len(match.marks) == MOST_MARKS
    assert (match.marks[1].start, match.marks[1].end) == (7, 13)
