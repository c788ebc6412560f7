"""Watched people are recognised by evidence in a text, and their namesakes are nobody."""

from __future__ import annotations

import pytest

from hubdesk.core import Mark, Person
from hubdesk.enrich.people import PeopleReader, evidence_of
from tests.enrich.hostile import HOSTILE

PEOPLE = (
    Person("Patrick Drahi", "propriétaire d'Altice et de SFR"),
    Person("Xavier Niel", "fondateur de Free"),
    Person("Christel Heydemann", "directrice générale d'Orange"),
    Person("Martin Bouygues", "président de Bouygues"),
    Person("Stéphane Richard", "PDG d'Orange"),
    Person("Camille Petit", "journaliste"),
    Person("Jean-Noël Barrot", "ministre du Numérique"),
    Person("Léa Fontenay", "insider"),
)
BRANDS = ("Orange", "SFR", "Bouygues Telecom", "Free")
READER = PeopleReader(PEOPLE, BRANDS)

NAMED = (
    ("Patrick Drahi vend SFR", "Patrick Drahi", "full name"),
    ("patrick drahi encore lui", "Patrick Drahi", "full name"),
    ("DRAHI Patrick devant les sénateurs", "Patrick Drahi", "full name"),
    ("Stephane Richard s'en va", "Stéphane Richard", "common full name"),
    ("Camille Petit signe l'enquête", "Camille Petit", "common full name"),
    ("Entendu hier : Jean-Noël Barrot.", "Jean-Noël Barrot", "full name"),
    ("#XavierNiel encore en plateau", "Xavier Niel", "hashtag"),
    ("X. Niel a dit non", "Xavier Niel", "initial"),
    ("Barrot, ministre, répond aux maires", "Jean-Noël Barrot", "role"),
    ("Le secrétaire d'État Barrot reçoit les opérateurs", "Jean-Noël Barrot", "role"),
    ("le journaliste Petit écrit ceci", "Camille Petit", "role"),
    ("Le PDG d'Altice, M. Drahi, se tait", "Patrick Drahi", "title"),
    ("M. Bouygues, le président, s'énerve", "Martin Bouygues", "title"),
    ("Merci, Mr. Richard, Orange nous gâte", "Stéphane Richard", "title"),
    ("Drahi et SFR : la dette enfle", "Patrick Drahi", "firm"),
    ("Heydemann (Orange) était au JT", "Christel Heydemann", "firm"),
)
NOBODY = (
    "Drahi se promène au parc",  # who is that?
    "panne rue Xavier Niel à Montpellier",
    "le lycée Xavier-Niel est fermé",
    "le groupe Martin Bouygues construit",
    "Francis Bouygues a fondé le groupe",
    "Angela Drahi de SFR",  # another first name
    "Jean-Xavier Niel parle de Free",  # another name, whole
    "Xavier Niel-Dupont habite ici",
    "un homonyme de Xavier Niel, chez Free",
    "le fils de Niel est chez Free",
    "Xavier, Niel et les autres",  # two people in a list
    "le patron de Bouygues s'explique",  # the firm
    "le PDG de Bouygues Telecom est content",
    "M. Bouygues s'énerve",  # nothing says which
    "Merci, Mr. Richard",
    "Richard Ferrand, le PDG d'Orange",  # there a first name
    "un petit journaliste",
    "Un Petit déjeuner entre amis",
    "Léa Fontenay est salariée",  # an insider is known by the account alone
    "@XavierNiel réponds",  # an account, which says more than a name and is read elsewhere
    "https://free.example/xavier-niel",
)


@pytest.mark.parametrize(("text", "name", "rule"), NAMED)
def test_that_a_watched_person_is_named_with_evidence(text: str, name: str, rule: str) -> None:
    assert [(found.person.name, found.rule) for found in READER.read(text)] == [(name, rule)]


@pytest.mark.parametrize("text", NOBODY)
def test_that_a_namesake_is_nobody(text: str) -> None:
    assert READER.read(text) == ()


def test_that_the_words_that_say_so_are_marked() -> None:
    text = "Le PDG d'Altice, M. Drahi, se tait"
    (told,) = evidence_of(READER.read(text), "body")
    assert (told.reading, told.value, told.rule) == ("person", "Patrick Drahi", "title")
    assert [text[mark.start : mark.end] for mark in told.marks] == ["Drahi", "PDG"]
    assert all(isinstance(mark, Mark) and mark.part == "body" for mark in told.marks)


def test_that_a_surname_two_watched_people_share_names_neither() -> None:
    two = PeopleReader((*PEOPLE, Person("Olivier Bouygues", "président de Bouygues")))
    assert two.read("M. Bouygues, le président, s'énerve") == ()
    assert [found.person.name for found in two.read("Olivier Bouygues s'énerve")] == ["Olivier Bouygues"]


def test_that_the_surest_of_several_namings_is_kept() -> None:
    found = READER.read("Drahi et SFR. Patrick Drahi n'en dit rien.")
    assert [(one.person.name, one.rule) for one in found] == [("Patrick Drahi", "full name")]


def test_that_a_person_without_role_or_letters_asks_for_the_whole_name() -> None:
    reader = PeopleReader((Person("Anna Zelensky"), Person("🙂"), Person("")))
    assert [found.rule for found in reader.read("Anna Zelensky est là, le PDG Zelensky aussi")] == ["full name"]
    assert reader.read("Le PDG Zelensky") == ()
    assert not PeopleReader((Person("🙂"),))


def test_that_whatever_a_text_holds_few_people_are_named_in_it() -> None:
    for text in (*HOSTILE, "Drahi " * 20_000, "Patrick " * 20_000, "M. Bouygues président " * 8_000):
        assert {found.person.name for found in READER.read(text)} <= {"Martin Bouygues"}
