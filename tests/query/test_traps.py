"""The traps of real pages: Orange the fruit, the colour and the town, free the adjective, and what stands beside."""

from __future__ import annotations

import pytest

from hubdesk.core import Kind, Mention
from hubdesk.enrich.pipeline import enrich
from hubdesk.query.defaults import operators
from hubdesk.query.match import Matcher

NAMES = {topic.id: topic.name for topic in operators()}
MATCHER = Matcher(operators())

FRUIT = (
    "une orange par jour, c'est plein de vitamine C",
    "jus d'orange frais au petit déjeuner",
    "des oranges du marché pour la confiture",
    "recette du canard à l'orange",
    "zeste d'orange et chocolat noir",
    "Orange juice and toast, please",
)
COLOUR = (
    "météo : vigilance orange pour onze départements",
    "le feu était orange, pas rouge",
    "elle portait une robe orange",
    "le ciel est orange ce soir",
    "alerte orange aux inondations dans le Var",
    "cherche peinture orange pour la chambre",
)
TOWN = (
    "le théâtre antique d'Orange affiche complet",
    "les Chorégies d'Orange reprennent en juillet",
    "accident sur l'A7 à Orange, dans le Vaucluse",
    "mairie d'Orange : le conseil municipal a voté",
    "bouchon à hauteur d'Orange Sud",
    "brocante à Orange dimanche",
)
ADJECTIVE = (
    "entry is free for children under six",
    "gluten free et sans sucre",
    "feel free to join us",
    "la free party de ce week-end",
    "open source and free software",
    "je cherche un free-lance pour un logo",
    "duty free de Roissy",
)
MEANT = (
    ("Orange est en panne à Lille depuis ce matin", "Orange"),
    ("panne de la fibre orange à Orange, dans le Vaucluse", "Orange"),
    ("toujours pas de réseau Orange ce soir, et le voyant de la box reste orange", "Orange"),
    ("ma Livebox clignote orange", "Orange"),
    ("Free augmente encore ses forfaits", "Free"),
    ("mon forfait Free ne capte plus", "Free"),
    ("chez Free la hotline raccroche", "Free"),
    ("je quitte SFR pour Bouygues Telecom", "SFR"),
)


def heard(text: str, **over: str) -> set[str]:
    mention = Mention("test", "1", text, 0, **over)
    return {NAMES[match.topic] for match in MATCHER.match(mention, enrich(mention))}


@pytest.mark.parametrize("text", FRUIT)
def test_that_the_fruit_is_no_operator(text: str) -> None:
    assert heard(text) == set()


@pytest.mark.parametrize("text", COLOUR)
def test_that_the_colour_is_no_operator(text: str) -> None:
    assert heard(text) == set()


@pytest.mark.parametrize("text", TOWN)
def test_that_the_town_is_no_operator(text: str) -> None:
    assert heard(text) == set()


@pytest.mark.parametrize("text", ADJECTIVE)
def test_that_the_adjective_is_no_operator(text: str) -> None:
    assert heard(text) == set()


@pytest.mark.parametrize(("text", "name"), MEANT)
def test_that_the_operator_is_heard_beside_what_its_name_also_means(text: str, name: str) -> None:
    assert name in heard(text)


def test_that_headlines_of_a_sidebar_are_no_mentions() -> None:
    article = "Numericable rachète l'opérateur à Vivendi, annonce le groupe."
    sidebar = "Bouygues Telecom lance sa box\nFree augmente ses forfaits\nMerci à Marcel pour la photo\nOrange en panne"
    assert heard(article, title="Numericable et SFR", kind=Kind.ARTICLE, teaser=sidebar) == {"SFR"}


@pytest.mark.parametrize("text", ["Merci à Marcel", "Crédit photo : Marcel", "Merci à Marcel pour sa relecture"])
def test_that_a_credit_line_speaks_of_no_operator(text: str) -> None:
    assert heard(text) == set()
