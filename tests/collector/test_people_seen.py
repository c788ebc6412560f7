"""A watched person is told by the account first, by name only with evidence; an insider never by name."""

from __future__ import annotations

from hubdesk.collector.reading import Reading
from hubdesk.core import Author, Evidence, Mark, Mention, Person
from hubdesk.query.people import Circle
from tests.fakes import mention

NIEL = Person("Xavier Niel", "fondateur de Free", "https://example.org/niel", "2026", ("bluesky:xavier.example",))
CAMILLE = Person("Camille Roux", "insider", accounts=("bluesky:camille.example",))
READING = Reading(people=(NIEL, CAMILLE))


def people(told: Mention) -> tuple[Evidence, ...]:
    return tuple(one for one in READING.notes(told).evidence if one.reading == "person")


def test_that_an_account_of_theirs_says_it_alone() -> None:
    told = mention("Xavier Niel vous parle", author=Author("xavier.example", "X"))
    assert people(told) == (Evidence("person", "Xavier Niel", 1.0, "account"),)


def test_that_speaking_to_the_account_says_it_with_its_words() -> None:
    text = "Dis donc @xavier.example, ma box ?"
    assert people(mention(text)) == (Evidence("person", "Xavier Niel", 1.0, "account named", (Mark("body", 9, 24),)),)
    assert people(mention(text, network="mastodon")) == ()  # the handle is somebody else's there


def test_that_a_name_says_it_with_its_rule_in_the_part_where_it_stands() -> None:
    (told,) = people(mention("On en parle", title="Free : M. Niel promet"))
    assert (told.rule, told.score, {mark.part for mark in told.marks}) == ("title", 0.75, {"title"})


def test_that_staff_is_never_known_by_name_and_is_no_watched_person() -> None:
    assert people(mention("Camille Roux de chez Free")) == ()  # written by her account, too


def test_that_the_field_person_asks_for_the_account_as_before() -> None:
    named = mention("Xavier Niel chez Free")
    assert people(named)
    assert Circle((NIEL,)).about(named).people == ()


def test_that_who_watches_nobody_reads_nobody() -> None:
    notes = Reading().notes(mention("Xavier Niel chez Free"))
    assert "people" not in dict(notes.versions)
    assert dict(READING.notes(mention("rien")).versions)["people"] == 1
