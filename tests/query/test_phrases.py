"""Which phrases stand out from what was said before, and how often luck alone makes one."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.core import Notes
from hubdesk.query.match import Matcher
from hubdesk.query.phrases import FALSE, chance, emerging, threshold
from tests.enrich.hostile import HOSTILE
from tests.fakes import mention, topic

OPENINGS = ["hier", "demain", "Lille", "toujours", "enfin", "lundi", "dommage", "quand même", "bref", "alors"]


def varied(text: str, times: int) -> list[str]:
    """The same said by many: each in a text of its own."""
    return [f"{OPENINGS[i % 10]} numéro{i} {text}" for i in range(times)]


BEFORE = [
    *varied("Orange répond vite merci", 60),
    *varied("La fibre marche bien chez Orange", 60),
    *varied("Panne Orange ce matin", 6),
]


def said(now: list[str], before: list[str] = BEFORE) -> list[str]:
    return [phrase.text for phrase in emerging(now, before).phrases]


def test_that_what_is_new_is_told_and_what_is_always_said_is_not() -> None:
    now = [*varied("la Livebox 7 surchauffe encore", 12), *varied("La fibre marche bien chez Orange", 12)]
    told = said(now)
    assert "Livebox 7 surchauffe" in told
    assert not {"Orange", "fibre", "fibre marche"} & set(told)


def test_that_a_phrase_is_written_as_most_write_it_with_its_accents() -> None:
    now = [*varied("panne générale", 7), *varied("PANNE GENERALE", 2)]
    (first, *_others) = emerging(now, BEFORE).phrases
    assert (first.text, first.key, first.now, first.before) == ("panne générale", "panne generale", 9, 0)


def test_that_a_part_of_a_phrase_that_never_stands_alone_is_not_told_beside_it() -> None:
    assert said(varied("coupure volontaire demain", 9)) == ["coupure volontaire demain"]


def test_that_copies_of_a_text_are_one_witness_and_so_is_one_who_repeats_himself() -> None:
    assert said(["Le satellite est tombé"] * 50 + ["LE SATELLITE  est tombé"] * 50) == []
    assert said(["satellite " * 50, "bonjour", "merci"]) == []


def test_that_phrases_cross_no_punctuation_and_hold_no_address_handle_or_number_alone() -> None:
    now = [f"numéro{i}. Le débit. Chute libre @camille https://example.org/{i} a@example.org 2026" for i in range(9)]
    assert set(said(now)) == {"débit", "Chute libre"}


def test_that_luck_alone_seldom_tells_a_phrase() -> None:
    chosen = random.Random(7)
    words = [f"mot{number}" for number in range(400)]
    lucky = 0
    for _trial in range(60):
        pool = [" ".join(chosen.choices(words, weights=[1 / (i + 1) for i in range(400)], k=12)) for _ in range(320)]
        lucky += bool(emerging(pool[:80], pool[80:]).phrases)
    assert lucky <= 60 * (FALSE + 3 * math.sqrt(FALSE * (1 - FALSE) / 60))


def test_that_the_part_that_is_luck_among_those_told_is_kept_small() -> None:
    chosen = random.Random(5)
    words = [f"mot{number}" for number in range(300)]
    lucky = told = 0
    for _trial in range(30):
        pool = [" ".join(chosen.choices(words, k=10)) for _ in range(300)]
        now = [f"{text}. Riom{i % 4} panne{i % 4}" if i < 40 else text for i, text in enumerate(pool[:80])]
        found = emerging(now, pool[80:]).phrases
        told += len(found)
        lucky += sum(1 for one in found if "mot" in one.key)
    assert told >= 100
    assert lucky <= 2 * FALSE * told


def test_that_the_chance_is_the_binomial_tail_and_the_threshold_that_of_benjamini_and_hochberg() -> None:
    assert chance(3, 3, 0.5) == pytest.approx(0.125)
    assert chance(9, 10, 0.5) == pytest.approx(11 / 1024)
    assert chance(5, 10, 0.5) == 1.0
    assert chance(400, 400, 0.1) < 1e-300
    assert threshold([0.01, 0.02, 0.03, 0.5], 4, 0.05) == 0.03
    assert threshold([0.04, 0.02], 40, 0.05) == -1.0


def test_that_nothing_emerges_from_nothing_and_no_text_is_too_odd() -> None:
    assert emerging([], []).phrases == ()
    assert emerging(["panne"] * 9, []).phrases == ()
    assert emerging([], BEFORE).phrases == ()
    emerging(HOSTILE * 4, HOSTILE[::2])


@given(st.lists(st.text(max_size=60), min_size=1, max_size=3), st.sampled_from(OPENINGS))
def test_that_a_search_for_a_phrase_finds_the_texts_it_is_in(parts: list[str], word: str) -> None:
    texts = [f"{word} {' '.join(parts)} box{i} à l’arrêt, c’est l'internet de Noël&co" for i in range(12)]
    for phrase in emerging(texts, BEFORE).phrases:
        matcher = Matcher([topic("x", f'"{phrase.key}"', id=1)])
        held = sum(bool(matcher.match(mention(text), Notes())) for text in texts)
        assert held >= phrase.now, phrase
