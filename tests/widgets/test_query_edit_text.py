"""A query's text for an editor: cleaned, counted as Qt counts, its culprit, its brackets, and what is being typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.query.pieces import fields, pieces
from hubdesk.widgets.query_edit_text import Places, clean, culprit, line_and_sign, moved, pairs
from hubdesk.widgets.query_edit_typing import Typing, merged, own_offers, still_fitting, typing_at, written
from hubdesk.widgets.query_edit_values import ErrorView, Offer


def typing(text: str, is_asked: bool = False) -> Typing | None:
    """`|` is the caret."""
    at = text.index("|")
    bare = text.replace("|", "")
    return typing_at(bare, at, pieces(bare), is_asked)


# Cleaning and counting.


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_that_a_cleaned_text_has_no_controls_and_stays_as_it_is_when_cleaned_again(text: str) -> None:
    made = clean(text)
    assert clean(made) == made
    assert all(char == "\n" or unicodedata.category(char) != "Cc" for char in made)


def test_that_line_ends_tabs_and_directions_are_what_an_editor_can_show() -> None:
    assert clean("a\r\nb\rc\u2028d\te\x00\u202ef\ud800") == "a\nb\nc\nd ef\ufffd"
    assert clean("l’été\u00a0: 👩‍💻 ﬁ") == "l’été\u00a0: 👩‍💻 ﬁ"


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_that_places_go_to_utf16_and_back(text: str) -> None:
    places = Places(text)
    for point in range(len(text) + 1):
        assert places.qt(point) == len(text[:point].encode("utf-16-le")) // 2
        assert places.point(places.qt(point)) == point


def test_that_places_outside_the_text_are_at_its_ends() -> None:
    for text in ("abc", "a🔥c"):
        places = Places(text)
        assert (places.qt(-3), places.qt(99)) == (0, len(text.encode("utf-16-le")) // 2)
    assert Places("a🔥c").point(2) == 1  # the middle of a pair


def test_that_lines_and_characters_are_counted_from_one() -> None:
    text = "a\nOU résilier NEAR forfait"
    assert line_and_sign(text, text.index("NEAR")) == (2, 13)
    assert line_and_sign(text, 0) == (1, 1)
    assert line_and_sign(text, len(text)) == (2, 25)


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("a NEAR b", (2, 6), (2, 6)),
        ("a OR", (4, 4), (3, 4)),  # something is missing at the end
        ("a OR \n\n", (7, 8), (3, 4)),
        ("(a\nb", (2, 3), (1, 2)),
        (" (", (0, 0), (1, 2)),
        ("", (0, 1), (0, 0)),
        ("ab", (7, 9), (1, 2)),
    ],
)
def test_that_something_missing_is_shown_under_the_character_before(
    text: str, span: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert culprit(text, *span) == shown


def test_that_brackets_know_their_other_one_but_not_in_quotes_or_comments() -> None:
    text = '(a OR {b} OR ")" <<<(>>>) c)'
    found = pairs(text, pieces(text))
    assert found[0] == text.index(") c")
    assert found[text.index("{")] == text.index("}")
    assert text.index('")"') + 1 not in found
    assert text.rindex(")") not in found


def test_that_a_culprit_moves_with_its_text_until_it_is_touched() -> None:
    text = "OU a NEAR b\nc"
    span = (5, 9)
    assert moved(span, text, text + " d") == span
    assert moved(span, text, "SAUF" + text[2:]) == (7, 11)
    assert moved(span, text, text.replace("NEAR", "NEAR/5")) is None
    assert moved(span, text, text.replace("NEAR", "NER")) is None
    assert moved(None, text, "x") is None


def test_that_an_error_speaks_in_sentences() -> None:
    error = ErrorView(2, 6, "NEAR needs a distance", "write NEAR/5")
    assert error.head("a NEAR b") == "Line 1, character 3: NEAR needs a distance."
    assert error.advice() == "Write NEAR/5."
    assert ErrorView(0, 1, "no").advice() == ""


# What is being typed.


@pytest.mark.parametrize(
    ("text", "kind", "prefix"),
    [
        ("orange OU pan|", "word", "pan"),
        ("-pan|", "word", "pan"),
        ("(pan|)", "word", "pan"),
        ('"service cl|', "word", "cl"),
        ("#pan|", "word", "#pan"),
        ("🔥 pan|", "word", "pan"),
        ("title:pan|", "word", "pan"),
        ("kind:|", "value:kind", ""),
        ("KIND:re|", "value:kind", "re"),
        ('place:"Mont de|', "value:place", "Mont de"),
        ("site:(a.fr OR b|", "value:site", "b"),
        ('place:("Lille" OR "Mont|', "value:place", "Mont"),
    ],
)
def test_that_what_is_being_typed_is_known(text: str, kind: str, prefix: str) -> None:
    found = typing(text)
    assert found is not None
    assert (found.kind, found.prefix, found.start) == (kind, prefix, text.index("|") - len(prefix))


@pytest.mark.parametrize(
    "text",
    [
        "|",
        "a|",  # one letter is a guess
        "orange OU|",
        "NEAR/1|",
        "pan|ne",  # in the middle of a word
        "<<<the tow|",
        "<<<the tow|n>>>",
        "{Ora|",
        "followers:[50|",
        "nofield:va|",
        "https://exam|",
        "pan |",
    ],
)
def test_that_nothing_is_offered_where_nothing_can_be(text: str) -> None:
    found = typing(text)
    assert found is None or found.kind == "word"  # an address or an unknown field is words as typed, at the most
    assert found is None or ":" in text


def test_that_asking_offers_all_fields_and_single_letters() -> None:
    assert typing("orange |", is_asked=True) == Typing("field", "", 7)
    assert typing("p|", is_asked=True) == Typing("word", "p", 0)
    assert typing("pan|ne", is_asked=True) == Typing("word", "pan", 0)
    every = own_offers(Typing("field", "", 0))
    assert [offer.text for offer in every] == [f"{one.name}:" for one in fields()]
    assert all(offer.note for offer in every)


def test_that_closed_values_and_fields_are_offered_by_their_beginning() -> None:
    assert Offer("repost") in own_offers(Typing("value:kind", "re", 0))
    assert all(offer.text.startswith("re") for offer in own_offers(Typing("value:kind", "re", 0)))
    assert own_offers(Typing("value:author", "re", 0)) == ()
    assert [offer.text for offer in own_offers(Typing("word", "foll", 0))] == ["followers:"]


def test_that_an_offer_is_made_once_and_not_when_it_is_what_stands_there() -> None:
    word = Typing("word", "pla", 0)
    assert merged(word, (Offer("plainte"),), (Offer("plainte", "12 mentions"), Offer("plage"))) == (
        Offer("plainte", "12 mentions"),
        Offer("plage"),
    )
    assert merged(Typing("word", "panne", 0), (Offer("panne", "3"),)) == ()
    assert still_fitting(Typing("word", "PLAI", 0), (Offer("plainte"), Offer("plage"))) == (Offer("plainte"),)


@pytest.mark.parametrize(
    ("kind", "quote", "offer", "following", "text", "caret"),
    [
        ("word", "", "panne", "", "panne", 5),
        ("word", "", "place:", "", "place:", 6),
        ("word", "", "place:", ":", "place", 6),
        ("field", "", "followers", "", "followers:[ TO ]", 11),
        ("value:place", "", "Mont de Marsan", "", '"Mont de Marsan"', 16),
        ("value:place", '"', "Mont de Marsan", "", 'Mont de Marsan"', 15),
        ("value:place", '"', "Mont de Marsan", '"', "Mont de Marsan", 15),
        ("value:place", "»", "Lille", " ", "Lille»", 6),
        ("value:kind", "", "reply", "", "reply", 5),
        ("value:source", "", 'a "b" (c)', "", '“a "b" (c)”', 11),
        ("value:source", "", "a\n\u202e b", "", '"a b"', 5),
    ],
)
def test_that_what_is_written_is_whole(
    kind: str, quote: str, offer: str, following: str, text: str, caret: int
) -> None:
    assert written(Typing(kind, "", 0, quote), Offer(offer), following) == (text, caret)
