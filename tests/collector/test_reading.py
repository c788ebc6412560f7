"""Everything that is read in a mention, and what becomes of it when a reader cannot work."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from hubdesk.collector.reading import Reading
from hubdesk.core import Author, Evidence, HubdeskError, Kind, Mark, Mention, Notes, Topic
from hubdesk.enrich.duplicates import Duplicates
from hubdesk.enrich.places import PlaceReader
from tests.enrich.hostile import HOSTILE

TEXT = "J'ai quitté SFR pour Sosh à Lille, la fibre marche enfin"


@dataclass(frozen=True)
class FakeTone:
    value: str
    score: float | None = 0.9
    irony: bool | None = False
    evidence: tuple[Evidence, ...] = ()


class FakeToneReader:
    """Reads a sad word and a glad one."""

    def fast(self, text: str) -> FakeTone:
        if "enfin" in text:
            start = text.index("enfin")
            return FakeTone(
                "positive", evidence=(Evidence("tone", "positive", 0.9, "words", (Mark("body", start, start + 5),)),)
            )
        return FakeTone("negative" if "panne" in text else "unknown", None)

    def scores(self, text: str) -> tuple[float, float, float]:
        return (0.8, 0.1, 0.1) if "panne" in text else (0.1, 0.1, 0.8)


class BrokenToneReader(FakeToneReader):
    def fast(self, text: str) -> FakeTone:
        raise HubdeskError("the heads are damaged: install Hubdesk again")


def said(text: str = TEXT, **over: object) -> Mention:
    return Mention(**{"network": "test", "native_id": "1", "text": text, "published_at": 0} | over)  # type: ignore[arg-type]


def test_that_a_mention_is_read_whole() -> None:
    notes = Reading(tone=FakeToneReader(), groups=Duplicates()).notes(said())
    assert (notes.language, notes.tone, notes.tone_score, notes.irony) == ("fr", "positive", 0.9, False)
    assert set(notes.themes) == {"competitor_switch", "fibre_box"}
    assert {"Lille", "insee:59350", "dep:59"} <= set(notes.places)
    assert dict(notes.targets) == {"Orange": "positive", "SFR": "negative"}
    assert notes.duplicate is False
    assert {name for name, _version in notes.versions} == {
        *("language", "tone", "irony", "themes", "places", "targets", "duplicate")
    }
    words = {one.reading: [TEXT[m.start : m.end] for m in one.marks] for one in notes.evidence}
    assert words["tone"] == ["enfin"]
    assert words["place"] == ["Lille"]


def test_that_a_repeat_names_its_root() -> None:
    reading = Reading(groups=Duplicates())
    reading.notes(said())
    notes = reading.notes(said(native_id="2"))
    assert notes.duplicate is True
    assert Evidence("duplicate", "1", None, "root") in notes.evidence


def test_that_a_sessions_brands_are_its_own_and_rival_topics() -> None:
    topics = (
        Topic(7, "Zeop", "zeop", "own"),
        Topic(8, "Prixtel", "prixtel", "rival"),
        Topic(9, "Fibre", "fibre", "subject"),
    )
    notes = Reading(topics, tone=FakeToneReader()).notes(said("Zeop > Prixtel pour la fibre, enfin"))
    assert dict(notes.targets) == {"Zeop": "positive", "Prixtel": "negative"}


def test_that_the_fruit_is_no_target() -> None:
    notes = Reading(tone=FakeToneReader()).notes(said("Une orange par jour et du jus d'orange, enfin des vitamines"))
    assert notes.targets == ()


def test_that_what_was_not_read_is_unknown() -> None:
    notes = Reading().notes(said())
    assert (notes.tone, notes.tone_score, notes.irony, notes.duplicate) == ("", None, None, None)
    assert dict(notes.targets) == {"Orange": "", "SFR": ""}
    assert "tone" not in dict(notes.versions)


def test_that_an_operators_own_words_have_no_tone_and_say_why_and_are_not_asked_again() -> None:
    desk = said("Toutes nos excuses pour la panne, Sosh et SFR", author=Author("@SFR_SAV"))
    notes = Reading(tone=FakeToneReader()).notes(desk)
    assert (notes.tone, notes.tone_score, notes.irony) == ("", None, None)
    assert dict(notes.targets) == {"Orange": "", "SFR": ""}
    assert Evidence("tone", "", None, "official account") in notes.evidence
    assert {"tone", "irony"} <= set(dict(notes.versions))
    assert "tone" not in dict(Reading().notes(desk).versions)


def test_that_a_comments_words_are_marked_in_the_comment_and_a_titles_in_the_title() -> None:
    reading = Reading(tone=FakeToneReader())
    comment = reading.notes(said(kind=Kind.COMMENT))
    assert {mark.part for one in comment.evidence for mark in one.marks} == {"comment"}
    title = reading.notes(said("", title=TEXT))
    assert {mark.part for one in title.evidence for mark in one.marks} == {"title"}
    assert dict(title.targets) == {"Orange": "positive", "SFR": "negative"}


def test_that_a_reader_that_cannot_work_is_off_and_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    reading = Reading(tone=BrokenToneReader(), places=PlaceReader(tmp_path / "nowhere"))
    notes = reading.notes(said())
    assert set(reading.off) == {"tone", "places"}
    assert reading.off["tone"] == "the heads are damaged: install Hubdesk again"
    assert (notes.tone, notes.places, notes.language) == ("", (), "fr")
    assert "fibre_box" in notes.themes
    assert not {"tone", "places"} & dict(notes.versions).keys()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_no_text_is_too_odd(text: str) -> None:
    assert isinstance(_ALL.notes(said(text)), Notes)


_ALL = Reading(tone=FakeToneReader(), groups=Duplicates())

SENSITIVE = (
    "relig",
    *("origin", "ethni", "race", "health", "sante", "disease", "union", "syndic"),
    *("party", "politic", "sex", "gender", "emotion", "mood"),
)


def test_that_nothing_is_read_of_who_people_are() -> None:
    """A reading is of a post: there is no place in its notes for its author's religion, origin, health and the like."""
    names = {field.name for field in fields(Notes)}
    assert not [name for name in names for word in SENSITIVE if word in name]
    told = "En tant que musulman, diabétique, gay, syndiqué CGT et élu socialiste d'origine bretonne, je quitte Orange"
    notes = _ALL.notes(said(told))
    assert {one.reading for one in notes.evidence} <= {
        *("language", "tone", "irony", "theme", "place", "target", "duplicate")
    }
    values = " ".join((*notes.themes, *(one.value for one in notes.evidence if one.reading != "place"))).casefold()
    assert not [word for word in ("musulman", "diab", "gay", "cgt", "socialiste") if word in values]
    assert not [word for word in SENSITIVE if word in values]
