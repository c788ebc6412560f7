"""Stars and points out of five in a text: found where they are meant, weighed beside what the text says."""

from __future__ import annotations

import numpy as np
import pytest

from hubdesk.enrich.tone import ToneReader
from hubdesk.enrich.tone_stars import stars, weighed
from tests.enrich.hostile import HOSTILE


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("5/5 rien à dire", 5),
        ("Orange et moi, 2 étoiles, trop lent", 2),
        ("4 sur 5, l'appli est pratique", 4),
        ("1 sur 5 pour l'appli", 1),
        ("cinq étoiles pour la nouvelle icône", None),
        ("Trois étoiles. Sans plus", 3),
        ("one star, logs me out", 1),
        ("j'aurais mis zéro étoile", 0),
        ("3,5/5 pas mal", 3),
        ("zéro. 0/5", 0),
        ("le 1/5 on ferme", None),
        ("rdv le 4/5/2026", None),
        ("les 3/5 de la France", None),
        ("4/5 Go consommés", None),
        ("service 5 étoiles, personne au guichet", None),
        ("débit 15/5", None),
        ("une belle étoile", None),
        ("", None),
    ],
)
def test_that_stars_are_found_where_they_are_meant(text: str, given: int | None) -> None:
    found = stars(text)
    assert (None if found is None else found[0]) == given
    if found is not None:
        assert 0 <= found[1] < found[2] <= len(text)


def test_that_stars_move_the_chances_their_way_and_do_not_decide_alone() -> None:
    even, sure = np.full(3, 1 / 3), np.array([0.9, 0.06, 0.04])
    assert [int(weighed(even, given).argmax()) for given in range(6)] == [0, 0, 0, 1, 2, 2]
    assert weighed(sure, 5).sum() == pytest.approx(1)
    assert weighed(sure, 5).argmax() == 0
    assert weighed(sure, 5)[0] < 0.9


def test_that_a_tone_that_rests_on_stars_says_so_and_marks_them() -> None:
    tone = ToneReader().fast("SFR & Moi : 5/5")
    assert tone.value == "positive"
    first = tone.evidence[0]
    assert first.rule == "stars"
    assert (first.marks[0].start, first.marks[0].end) == (12, 15)


@pytest.mark.parametrize("text", HOSTILE)
def test_that_any_text_has_stars_or_none(text: str) -> None:
    found = stars(text)
    assert found is None or 0 <= found[0] <= 5
