"""What a presenter did, in words: the marks panel says it as the console does, whatever a stranger's file holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import HOUR, NOON, session

from hubdesk.core import Scope
from hubdesk.core.cues import Cue, CueWord, mark_of
from hubdesk.core.review import Standing, new_mark
from hubdesk.panels.cue_words import PLAIN, cue_words
from hubdesk.panels.marks_picture import MarksOptions, left, read_marks, row_of
from hubdesk.store.session import open_reader


@pytest.mark.parametrize(
    ("cue", "said"),
    [
        (Cue(CueWord.SCENE, "crisis"), "Scene “crisis”"),
        (Cue(CueWord.START, "overview"), "Wall begun with “overview”"),
        (Cue(CueWord.START), "Wall begun"),
        (Cue(CueWord.BLANK), "Wall black"),
        (Cue(CueWord.ZOOM, "2"), "Cell 3 over the whole screen"),
        (Cue(CueWord.ZOOM, "²"), "Cell — over the whole screen"),
        (Cue(CueWord.MESSAGE, "back at 3 pm"), "Message: back at 3 pm"),
        (Cue(CueWord.MESSAGE, "here", "left"), "Message: here (screen left)"),
        (Cue(CueWord.MESSAGE), "Message taken away"),
        (Cue(CueWord.WITHDRAW, "7"), "Took a post off all screens"),
        (Cue(CueWord.TAKEOVER, "3", "2"), "An episode went on air (screen 2)"),
    ],
)
def test_that_each_cue_says_what_was_done(cue: Cue, said: str) -> None:
    assert cue_words(cue) == said


def test_that_a_scene_is_called_by_its_title_where_that_is_known() -> None:
    assert cue_words(Cue(CueWord.SCENE, "crisis"), {"crisis": "Crise"}) == "Scene “Crise”"


def test_that_every_word_a_presenter_has_says_something() -> None:
    said = {word: cue_words(Cue(word, "1")) for word in CueWord}
    assert all(said.values())
    assert set(PLAIN) <= set(CueWord)


def test_that_control_characters_of_a_message_are_left_out() -> None:
    assert "\u202e" not in cue_words(Cue(CueWord.MESSAGE, "abc\u202edef"))


def test_that_the_list_of_marks_says_a_cue_and_finds_it_by_its_words(tmp_path: Path) -> None:
    cue = mark_of(Cue(CueWord.MESSAGE, "Retour à 15 h", at=NOON), NOON)
    broken = new_mark("cue", NOON, instant=NOON, value='{"do": "fly"}')
    path = session(tmp_path, ["Orange est en panne"])
    with open_reader(path) as reader:
        picture = read_marks(reader, Scope((), NOON, NOON + HOUR), MarksOptions(Standing((cue, broken))))
    rows = {line.mark.uid: row_of(line, "UTC").words for line in picture.lines}
    assert rows[cue.uid] == "Message: Retour à 15 h"
    assert [line.mark.uid for line in left(picture.lines, "", "", "message retour")] == [cue.uid]
    assert rows[broken.uid] == '{"do": "fly"}'
