"""Thanks right after trouble are no confident praise; thanks for trouble that was mended are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hubdesk.enrich.tone import ToneReader
from hubdesk.enrich.tone_cues import read_cues
from hubdesk.enrich.tone_linear import features
from hubdesk.enrich.tone_thanks import RULE, mock_thanks, mocked
from tests.enrich.hostile import HOSTILE

POSTS = Path(__file__).parents[1] / "data" / "tone" / "thanks" / "seen" / "posts.jsonl"
LINES = [json.loads(line) for line in POSTS.read_text("utf-8").splitlines()]
MOCK = [line["text"] for line in LINES if line["irony"]]
MEANT = [line["text"] for line in LINES if not line["irony"]]
CUES = read_cues()


def words(text: str) -> list[str]:
    found = features(text, CUES)
    return [found.seen.folded[cue.start : cue.end] for cue in mock_thanks(found)]


@pytest.mark.parametrize("text", MOCK)
def test_that_no_mock_thanks_are_told_as_praise(text: str) -> None:
    tone = ToneReader().fast(text)
    assert tone.value != "positive"
    assert tone.irony


@pytest.mark.parametrize("text", MEANT)
def test_that_thanks_for_what_was_mended_and_polite_ends_are_left_to_the_models(text: str) -> None:
    assert words(text) == []


def test_that_the_better_judge_heeds_them_too() -> None:
    told = ToneReader().quality(MOCK)
    assert [tone for tone in told if tone.value == "positive"] == []
    assert sum(bool(tone.irony) for tone in told) >= 0.95 * len(told)


def test_that_the_evidence_holds_the_trouble_and_the_thanks() -> None:
    text = "Panne Orange à Lille et Mont-de-Marsan, merci Orange, bravo 👏👏"
    why = next(one for one in ToneReader().fast(text).evidence if one.reading == "irony")
    assert why.rule == RULE
    assert [text[mark.start : mark.end] for mark in why.marks] == ["Panne", "merci Orange"]


@pytest.mark.parametrize(
    "text",
    [
        "SFR en panne, chez moi ça passe, merci Orange",  # another brand went wrong
        "Super conseillère, elle a vu l'arnaque, merci SFR",  # praise stands before
        "Panne à Roubaix, merci aux pompiers",  # nobody's brand
        "Plus de réseau, merci",  # how a request ends
        "Bravo au technicien Orange après cette panne",
    ],
)
def test_that_thanks_to_others_and_for_being_spared_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_that_a_mending_that_is_denied_is_none() -> None:
    assert words("Panne toujours pas réparée, merci Orange")
    assert not words("Panne enfin réparée, merci Orange")


def test_that_praise_grows_no_likelier_than_blame_and_blame_stays() -> None:
    ironic, chances = mocked(0.1, np.array([0.1, 0.05, 0.85]))
    assert ironic > 0.5
    assert chances.max() < 0.5
    assert chances.sum() == pytest.approx(1)
    blamed = np.array([0.8, 0.1, 0.1])
    assert mocked(0.9, blamed)[0] == 0.9
    assert (mocked(0.9, blamed)[1] == blamed).all()


@pytest.mark.parametrize("text", HOSTILE)
def test_that_any_text_is_searched_in_bounded_time(text: str) -> None:
    assert isinstance(words(text), list)
    assert isinstance(words("panne " + text + " merci Orange"), list)
