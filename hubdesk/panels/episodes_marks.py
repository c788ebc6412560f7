"""What people marked on episodes: in a word on their rows, and in full on the sheet of the opened one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hubdesk.core.review import ReviewMark, ReviewWord, Standing
from hubdesk.i18n import _
from hubdesk.panels.episodes_known import Known
from hubdesk.panels.review_marking import Subject
from hubdesk.widgets.badges import badge
from hubdesk.widgets.episode_rows import EpisodeRow
from hubdesk.widgets.episode_sheet import SheetWords
from hubdesk.widgets.text import tame

LONGEST: Final = 400  # code points of a note on the sheet
MOST: Final = 10  # notes on it


def marks_of(one: Known, standing: Standing) -> tuple[ReviewMark, ...]:
    """Those on any of its kinds."""
    return tuple(mark for mark in standing.marks if mark.episode in one.ids)


def marked_row(row: EpisodeRow, one: Known, standing: Standing) -> EpisodeRow:
    """The row, with what is marked on it behind what was said of it."""
    words = badge(marks_of(one, standing)).words()
    return replace(row, said=" · ".join(filter(None, (row.said, words)))) if words else row


def marked_sheet(words: SheetWords, one: Known, standing: Standing) -> SheetWords:
    """The sheet, with what is marked in its head and the notes under its sentences."""
    marks = marks_of(one, standing)
    notes = [tame(mark.value, LONGEST) for mark in marks if mark.word == ReviewWord.NOTE][-MOST:]
    about = " · ".join(filter(None, (words.about, badge(marks).words())))
    return replace(words, about=about, lines=(*words.lines, *(_("Note: {words}").format(words=note) for note in notes)))


def subject(one: Known, name: str) -> Subject:
    """An episode, as it is called on its row."""
    return Subject(episode=one.id, name=tame(name, 80))
