"""The four operators' topics: what they must catch, and the fruit, the colour, the town and the builders they leave."""

from __future__ import annotations

import pytest

from hubdesk.core import Mention, Role
from hubdesk.enrich.pipeline import enrich
from hubdesk.query.defaults import operators
from hubdesk.query.match import Matcher
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse

NAMES = {topic.id: topic.name for topic in operators()}
MATCHER = Matcher(operators())


def heard(text: str) -> set[str]:
    mention = Mention("test", "1", text, 0)
    return {NAMES[match.topic] for match in MATCHER.match(mention, enrich(mention))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Orange en panne à Lille", {"Orange"}),
        ("Merci Orange", {"Orange"}),
        ("plus de réseau orange depuis ce matin", {"Orange"}),
        ("merci @orange pour rien", {"Orange"}),
        ("ma Livebox clignote", {"Orange"}),
        ("sosh a encore planté", {"Orange"}),
        ("#PanneOrange dans le 59", {"Orange"}),
        ("Orange customer service never called back", {"Orange"}),
        ("SFR a encore augmenté", {"SFR"}),
        ("je passe chez RED la semaine prochaine", {"SFR"}),
        ("@SFR_SAV bonjour ?", {"SFR"}),
        ("Bouygues Telecom lance une offre", {"Bouygues Telecom"}),
        ("la Bbox est en rade", {"Bouygues Telecom"}),
        ("B&You à 7,99", {"Bouygues Telecom"}),
        ("Free a encore augmenté", {"Free"}),
        ("orange bande de voleurs", {"Orange"}),
        ("chantier de la fibre Bouygues bâclé", {"Bouygues Telecom"}),
        ("chez free ça marche", {"Free"}),
        ("ma freebox redémarre, iliad se tait", {"Free"}),
        ("appelé le 3900, on m'a tout expliqué", {"Orange"}),
        ("toujours personne au 1023", {"SFR"}),
        ("merci au monsieur du 1064", {"Bouygues Telecom"}),
        ("une heure au 3244 pour rien", {"Free"}),
        ("red devient inutilisable dès qu'il y a du monde", {"SFR"}),
        ("mes points orange ont disparu", {"Orange"}),
        ("les adresses @bbox.fr sont fermées", {"Bouygues Telecom"}),
        ("mon chat orange dort sur le canapé", set()),
        ("he devient red, un comble", set()),
        ("j'hésite entre orange, sfr, bouygues et free", {"Orange", "SFR", "Bouygues Telecom", "Free"}),
        ("une orange pressée, s'il vous plaît", set()),
        ("le marché d'Orange (Vaucluse) jeudi", set()),
        ("vigilance orange pour orages dans le Gard", set()),
        ("il a grillé le feu orange", set()),
        ("Orange is the new black, saison 2", set()),
        ("Orange mécanique au ciné-club", set()),
        ("OM-Lens à l'Orange Vélodrome", set()),
        ("fresh Orange juice at the market", set()),
        ("gâteau gluten free", set()),
        ("feel free to ask", set()),
        ("Free Palestine", set()),
        ("entry is free for children", set()),
        ("Bouygues Construction livre le collège", set()),
        ("Bouygues Immobilier ouvre un bureau de vente", set()),
        ("carton rouge pour le capitaine, red card", set()),
        ("congrès de la SFR, société française de rhumatologie", set()),
    ],
)
def test_that_the_operators_hear_their_names_alone(text: str, names: set[str]) -> None:
    assert heard(text) == names


def test_that_the_chosen_brand_is_ours_and_the_others_are_rivals() -> None:
    roles = {topic.name: topic.role for topic in operators("Free")}
    assert roles == {"Orange": Role.RIVAL, "SFR": Role.RIVAL, "Bouygues Telecom": Role.RIVAL, "Free": Role.OWN}
    assert [topic.role for topic in operators()].count(Role.OWN) == 1


def test_that_each_operator_has_a_colour_of_its_own() -> None:
    assert len({topic.colour for topic in operators()}) == 4


def test_that_the_queries_carry_no_warning_and_can_be_searched_by_full_text() -> None:
    queries = [parse(topic.query) for topic in operators()]
    assert [query.warnings for query in queries] == [()] * 4
    assert all(plan(query).fts is not None for query in queries)
