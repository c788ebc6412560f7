"""The analyst's own words stay with the session, are checked first, and count their changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.core import HOUR, HubdeskError, Scope
from hubdesk.core.readings import Effect, OwnWord, ReaderOff
from hubdesk.store.own_words import LONGEST, MOST, NOTE
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, session

GLUTEN = OwnWord("Gluten free", Effect.NEVER)
BRAVO = OwnWord("bravo les gars", Effect.TONE, "negative")


def test_that_own_words_are_kept_with_when_they_were_said(tmp_path: Path) -> None:
    path = session(tmp_path)
    with open_writer(path) as writer:
        writer.change_own_words([GLUTEN, BRAVO], at=NOON)
    with open_reader(path) as reader:
        own = reader.own_words()
        assert [(word.words, word.effect, word.value, word.at) for word in own.words] == [
            ("Gluten free", "never", "", NOON),
            ("bravo les gars", "tone", "negative", NOON),
        ]
        assert dict(own.versions) == {"own_brands": 1, "own_tones": 1}


def test_that_only_the_readings_a_change_concerns_get_another_version(tmp_path: Path) -> None:
    with open_writer(session(tmp_path)) as writer:
        writer.change_own_words([GLUTEN, BRAVO], at=NOON)
        again = writer.change_own_words([BRAVO], at=NOON + 1)  # said twice: nothing is new
        assert dict(again.versions) == {"own_brands": 1, "own_tones": 1}
        other = writer.change_own_words([OwnWord("BRAVO  les gars", Effect.TONE, "neutral")], at=NOON + 2)
        assert [word.value for word in other.words if word.effect == Effect.TONE] == ["neutral"]
        assert dict(other.versions) == {"own_brands": 1, "own_tones": 2}
        gone = writer.change_own_words(removed=[GLUTEN], at=NOON + 3)
        assert [word.words for word in gone.words] == ["BRAVO les gars"]
        assert dict(gone.versions) == {"own_brands": 2, "own_tones": 2}


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (OwnWord("", Effect.NEVER), "letters"),
        (OwnWord("x" * (LONGEST + 1), Effect.NEVER), "letters"),
        (OwnWord("a\u202eb", Effect.NEVER), "letters"),
        (OwnWord("...", Effect.NEVER), "empty"),
        (OwnWord('dire "ça"', Effect.NEVER), "leave"),
        (OwnWord("*fibre", Effect.NEVER), "fibre"),
        (OwnWord("fibre", Effect.TONE, "angry"), "no tone"),
        (OwnWord("fibre", Effect.THEME, "religion"), "no theme"),
        (OwnWord("fibre", Effect.BRAND, ""), "no brand"),
        (OwnWord("fibre", Effect.NEVER, "Free"), "no never"),
    ],
)
def test_that_what_can_be_no_own_word_is_refused_in_one_line(tmp_path: Path, word: OwnWord, why: str) -> None:
    with open_writer(session(tmp_path)) as writer:
        with pytest.raises(HubdeskError, match=why) as refused:
            writer.change_own_words([GLUTEN, word], at=NOON)
        assert "\n" not in str(refused.value)
    with open_reader(tmp_path / "trial.hubdesk") as reader:
        assert reader.own_words().words == ()


def test_that_there_are_not_too_many(tmp_path: Path) -> None:
    with open_writer(session(tmp_path)) as writer, pytest.raises(HubdeskError, match=str(MOST)):
        writer.change_own_words([OwnWord(f"mot {n}", Effect.NEVER) for n in range(MOST + 1)], at=NOON)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "[",
        "[]",
        "{}",
        '{"words": 3, "versions": []}',
        '{"words": [[1, 2, 3, 4], ["a"], ["x\\"y", "never", "", 1], ["b", "hate", "", 1], ["c", "theme", "health", 1],'
        ' ["d", "tone", "angry", 1], ["e", "never", "", true], 7], "versions": {"own_tones": true, "tone": 9}}',
        "[" * 100_000,
    ],
)
def test_that_a_strangers_note_is_passed_over(tmp_path: Path, note: str) -> None:
    path = session(tmp_path)
    with open_writer(path) as writer:
        writer.set_note(NOTE, note)
    with open_reader(path) as reader:
        assert (reader.own_words().words, reader.own_words().versions) == ((), ())


def test_that_a_reader_that_is_off_is_kept_with_since_when(tmp_path: Path) -> None:
    path = session(tmp_path)
    off = (ReaderOff("places", "the gazetteer is damaged", NOON), ReaderOff("themes", "missing"))
    with open_writer(path) as writer:
        writer.set_off(off)
    with open_reader(path) as reader:
        assert reader.off() == off
        assert reader.readers_off() == {"places": "the gazetteer is damaged", "themes": "missing"}
    with open_writer(path) as writer:
        writer.set_note("readers", json.dumps({"tone": "as an older Hubdesk wrote it", "x": 3, "y": {"why": 1}}))
    with open_reader(path) as reader:
        assert reader.off() == (ReaderOff("tone", "as an older Hubdesk wrote it"),)


def test_that_what_is_left_to_read_is_counted_reader_by_reader(tmp_path: Path) -> None:
    path = session(tmp_path, ("une", "deux"))
    with open_reader(path) as reader:
        scope = Scope((), NOON - HOUR, NOON + HOUR)
        assert reader.left(scope, ("tone", "encoder")) == (2, 2)
