"""Which phrases stand out from what was said before."""

from __future__ import annotations

from hubdesk.enrich.phrases import Background, emerging
from tests.enrich.hostile import HOSTILE

BEFORE = [
    *["Orange répond vite, merci", "La fibre marche bien chez Orange", "Le réseau est correct à Lille"] * 30,
    *["Panne Orange ce matin", "Ma facture Orange augmente"] * 5,
]
NOW = [
    "La Livebox 7 surchauffe depuis la mise à jour",
    "livebox 7 qui surchauffe encore, Orange ?",
    "Surchauffe de la Livebox 7, ça devient dangereux",
    "Encore une Livebox 7 en surchauffe chez Orange",
    "La fibre marche bien chez Orange",
    "Orange répond vite",
]


def background() -> Background:
    made = Background()
    made.add(BEFORE)
    return made


def test_that_what_is_new_comes_first_and_what_is_always_said_does_not_come() -> None:
    said = [phrase.text for phrase in emerging(NOW, background())]
    assert said[0] == "surchauffe"
    assert "Livebox" in said
    assert not {"Orange", "fibre", "réseau"} & set(said)


def test_that_a_phrase_is_written_as_most_write_it_with_its_accents() -> None:
    texts = ["Panne générale chez Orange", "panne générale", "PANNE GENERALE", "encore une panne générale"]
    (first, *_others) = emerging(texts, background())
    assert first.text == "panne générale"
    assert first.mentions == 4


def test_that_a_part_of_a_phrase_that_never_stands_alone_is_not_told_beside_it() -> None:
    said = [phrase.text for phrase in emerging(["coupure volontaire demain"] * 4, background())]
    assert said == ["coupure volontaire demain"]


def test_that_one_mention_that_repeats_itself_counts_once() -> None:
    assert emerging(["satellite " * 50, "bonjour", "merci"], background()) == ()


def test_that_phrases_cross_no_punctuation_and_hold_no_address_handle_or_number_alone() -> None:
    texts = ["Le débit. Chute libre @camille https://example.org/a camille@example.org 2026"] * 4
    said = {phrase.text for phrase in emerging(texts, background())}
    assert said == {"débit", "Chute libre"}


def test_that_the_background_fades_so_that_what_was_said_long_ago_is_new_again() -> None:
    made = Background()
    made.add(["la tempête Ciaran approche"] * 50)
    for _week in range(12):
        made.fade(0.5)
        made.add(BEFORE)
    assert "tempête Ciaran" in " ".join(phrase.text for phrase in emerging(["La tempête Ciaran revient"] * 5, made))


def test_that_nothing_emerges_from_nothing_and_no_text_is_too_odd() -> None:
    assert emerging([], Background()) == ()
    made = Background()
    made.add(HOSTILE)
    emerging(HOSTILE * 4, made)
