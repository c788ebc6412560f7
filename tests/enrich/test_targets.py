"""The tone towards each brand of a post that names several."""

from __future__ import annotations

import pytest

from hubdesk.enrich.targets import towards
from tests.enrich.hostile import HOSTILE

N, Z, P, U = "negative", "neutral", "positive", "unknown"
BRANDS = ("Orange", "SFR", "Bouygues Telecom", "Free")
CUES = {"nickel": 1, "marche": 1, "rapide": 1, "coupe": -1, "rien": -1, "panne": -1, "jamais": -1}


def scores(text: str) -> tuple[float, float, float]:
    """A reader of clauses that knows seven words."""
    sense = sum(value for word, value in CUES.items() if word in text)
    return (max(0, -sense) / 3, 0.3, max(0, sense) / 3)


@pytest.mark.parametrize(
    ("text", "whole", "expected"),
    [
        ("J'ai quitté SFR pour Sosh, quel soulagement", P, {"SFR": N, "Orange": P}),
        ("Passé de SFR à Free il y a un mois, très content", P, {"SFR": N, "Free": P}),
        ("Je regrette d'avoir quitté Orange pour Free, plus de réseau", N, {"Orange": P, "Free": N}),
        ("Parti de SFR pour RED non, mais pour Free, grosse erreur", N, {"SFR": P, "Free": N}),
        ("Trop cher Orange, je passe chez Free lundi", N, {"Orange": N, "Free": P}),
        ("orange > free en campagne", P, {"Orange": P, "Free": N}),
        ("SFR passe mieux que Free ici", P, {"SFR": P, "Free": N}),
        ("B&You est moins cher que Sosh", P, {"Bouygues Telecom": P, "Orange": N}),
        ("pas comme chez Orange où on t'explique, chez SFR on te coupe la parole", N, {"Orange": P, "SFR": N}),
        ("SFR passe dans l'ascenseur, pas comme Bouygues", P, {"SFR": P, "Bouygues Telecom": N}),
        ("Mon voisin chez Free a tout, moi chez SFR rien", N, {"SFR": N, "Free": P}),
        ("Orange et SFR augmentent encore", N, {"Orange": N, "SFR": N}),
        ("Ni SFR ni Free ne répondent", N, {"SFR": N, "Free": N}),
        ("Sosh ou RED pour un étudiant ?", Z, {"Orange": Z, "SFR": Z}),
        ("La Freebox marche, nickel. La Livebox coupe. Voilà.", P, {"Free": P, "Orange": N}),
        ("Orange est en panne", N, {"Orange": N}),
        ("Orange, SFR : à voir", U, {"Orange": U, "SFR": U}),
    ],
)
def test_that_each_brand_gets_its_own_tone(text: str, whole: str, expected: dict[str, str]) -> None:
    found = towards(text, [brand for brand in BRANDS if brand in expected], whole, scores)
    assert {target.brand: target.tone for target in found} == expected


def test_that_a_target_points_at_the_words_that_name_it_as_they_stand_in_the_text() -> None:
    text = "Étrange… l’Orange bleue\nLIVEBOX"
    (target,) = towards(text, ["Orange"], N, scores)
    assert [text[start:end] for start, end in target.marks] == ["Orange", "LIVEBOX"]


def test_that_a_topic_of_ones_own_is_found_by_its_name() -> None:
    found = towards("Prixtel marche mieux que Zeop", ["Prixtel", "Zeop"], P, scores)
    assert [(target.brand, target.tone, target.rule) for target in found] == [
        ("Prixtel", P, "compared"),
        ("Zeop", N, "compared"),
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_no_text_is_too_odd_for_a_target(text: str) -> None:
    assert len(towards(text, BRANDS, N, scores)) == len(BRANDS)
    assert towards("orange sfr " * 9_000 + text, BRANDS, P, scores)
