"""What the index holds: words by place, then tags, signs and spellings; every spelling leads back to its form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdesk.query import indexing
from hubdesk.query.indexing import index_text, index_texts, read_spelling, read_word
from hubdesk.query.letters import SIGN
from hubdesk.query.words import tokens


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("reseau panne", "reseau panne"),
        ("Réseau", "reseau ~reseau~^r{e9}seau"),
        ("réseau reseau", "reseau reseau ~reseau~r{e9}seau ~reseau~reseau"),
        ("panne 😡 #PanneOrange", "panne panne orange !{1f621} #panneorange"
         " ~panne~^panne ~orange~^orange ~#panneorange~^panne^orange ~panne~panne"),
        ("n°5 @Orange_FR œuf", "n{b0} 5 @orange{5f}fr oeuf ~@orange{5f}fr~^orange{5f}^f^r ~oeuf~{153}uf"),
        ("aujourd’hui", "aujourdhui ~aujourdhui~aujourd{27}hui"),
        ("", ""),
    ],
)  # fmt: skip
def test_that_words_come_first_then_tags_signs_and_spellings(text: str, held: str) -> None:
    words = held.split(" ")
    found = index_text(text).split(" ")
    places = sum(not word.startswith(("~", "!", "#", "/")) for word in words)
    assert found[:places] == words[:places]
    assert sorted(found) == sorted(words)


def test_that_addresses_share_a_short_sum_and_are_told_from_none() -> None:
    one, other, marker = index_text("orange.fr sfr.fr").split(" ")
    assert one != other
    assert {len(one), len(other)} == {4}
    assert marker == "/"
    assert index_text("https://www.Orange.fr/").split(" ")[0] == one


def test_that_a_title_spelled_otherwise_than_its_text_tells_both_spellings() -> None:
    assert index_texts("Orange", "une orange") == ("orange ~orange~^orange", "une orange ~orange~orange")
    assert index_texts("orange", "une orange") == ("orange", "une orange")


def test_that_what_was_met_before_is_written_the_same_when_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Le réseau d'Orange, #PanneOrange 😡 (encore!) orange.fr"
    first = index_text(text)
    assert index_text(text) == first
    monkeypatch.setattr(indexing, "MOST_CHUNKS", 1)
    assert index_text("quelque chose de nouveau")
    assert index_text(text) == first


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aéÉEœŒøßẞ#@_.'’·🔥👍🏽€%n°5G\u0301\u200dﬁＡ日 ", max_size=30))
def test_that_every_spelling_leads_back_to_its_form(text: str) -> None:
    for token in tokens(text):
        form = token.form
        word = indexing.index_token(form.kind, form.key)
        if form.kind == "address":
            continue
        told = read_spelling(indexing.spelling(form, word))
        if told is None:
            assert len(word) > 64
        elif form.kind == SIGN:
            assert told.lower == form.lower
        else:
            assert (told.kind, told.key, told.lower, told.raw, told.caps) == (*form[:4], form.caps)
        if form.kind == "word":
            assert read_word(word) == form.key
