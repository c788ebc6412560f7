"""All marks of a session: what was starred, tagged, noted and bookmarked, found by a word or a tag."""

from __future__ import annotations

import html
from collections.abc import Collection, Hashable
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from hubdesk.core import Scope, Topic
from hubdesk.core.review import ReviewMark, ReviewWord, Standing
from hubdesk.i18n import N_, _, iso, ngettext, number
from hubdesk.panels.episode_marking import EPISODE
from hubdesk.panels.marks_picture import (
    MOST,
    Line,
    MarksOptions,
    MarksPicture,
    left,
    name_of,
    own_words,
    read_marks,
    row_of,
)
from hubdesk.panels.panel import Panel
from hubdesk.panels.review_marking import GO_TO, UNMARK
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.badges import tag_words
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.empty import Button, Stage, Vacancy
from hubdesk.widgets.mark_list import MarkList, MarkRow
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel

SORTS: Final = (
    ("", N_("All marks")),
    (ReviewWord.STAR, N_("Stars")),
    (ReviewWord.TAG, N_("Tags")),
    (ReviewWord.NOTE, N_("Notes")),
    (ReviewWord.BOOKMARK, N_("Bookmarks")),
    (ReviewWord.CUE, N_("Cues of a wall")),
)
MOST_TAGS: Final = 30  # offered
_TAG: Final = 40


class MarksPanel(Panel[MarksPicture]):
    """A line to type in, a chip that narrows to a sort or a tag, and the list. What the window asks of it beyond Panel:
    `show_marks(standing)`."""

    name: ClassVar[str] = "marks"
    title: ClassVar[str] = N_("Marks")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options, self._picture = MarksOptions(), MarksPicture((), "UTC")
        self._word, self._tag = "", ""
        page = QWidget(self)
        self.typed, self.sort, self.list = QLineEdit(page), Chip(page), MarkList(page)
        self.typed.setPlaceholderText(_("Find a mark"))
        self.typed.setAccessibleName(_("Find a mark"))
        self.typed.setClearButtonEnabled(True)
        self.sort.has_arrow = True
        self.foot = WrapLabel("", "small", "text2")
        self.undo = Button(_("Take away"), "undo", page)
        self.undo.setEnabled(False)
        self._menu = QMenu(self)
        self._build(page)
        self._listen()

    def _build(self, page: QWidget) -> None:
        head, feet = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.typed, 1)
        head.addWidget(self.sort)
        feet.setContentsMargins(12, 8, 12, 8)
        feet.setSpacing(8)
        feet.addWidget(self.foot, 1)
        feet.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(feet)
        self._stage = Stage(page, self)
        self.body.addWidget(self._stage)

    def _listen(self) -> None:
        self.typed.textChanged.connect(self._show)
        self.sort.clicked.connect(self._open_sorts)
        self._menu.triggered.connect(self._choose_sort)
        self.list.opened.connect(self._open)
        self.list.unmark_wished.connect(self._unmark)
        self.list.chosen.connect(self.undo.setEnabled)
        self.undo.clicked.connect(self.list.take_away)
        self._stage.chosen.connect(self._retry)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> MarksPicture:
        """Without options there are none: marks are about a session, and no part of what a replay of it shows."""
        return read_marks(reader, scope, options if isinstance(options, MarksOptions) else MarksOptions(Standing()))

    def options(self) -> MarksOptions:
        return self._options

    def show_marks(self, standing: Standing) -> None:
        """What people marked, in the session and beside it."""
        self._options = MarksOptions(standing)
        self.options_changed.emit()

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        return ()  # what is marked does not depend on what topics hear

    def draw(self, picture: MarksPicture) -> None:
        self._stage.notice.say("")
        self._picture = picture
        self._show()

    def complain(self, message: str) -> None:
        """The last list stays, under a bar that says what failed."""
        self._stage.complain(message, _("The marks could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        """Every mark that is listed; words of a source whose terms keep them here are left out."""
        lines = self._left()
        if not lines:
            return None
        told = tuple(_cells(one, self._picture.zone) for one in lines if one.source not in held)
        columns = (_("Marked at"), _("Mark"), _("Words"), _("Number"), _("Time"), _("Of what"))
        return Sheet(columns, told, len(lines) - len(told))

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        corner = self.list.mapTo(self, QPoint(0, 0))
        return tuple(box.translated(corner) for box in self.list.boxes(held))

    def _left(self) -> tuple[Line, ...]:
        return left(self._picture.lines, self._word, self._tag, self.typed.text())

    def _show(self) -> None:
        picture = self._picture
        count = len(picture.lines)
        self.subtitle_changed.emit(number(count) if count else "")
        lines = self._left()
        self.list.show_rows(tuple(row_of(one, picture.zone) for one in lines[:MOST]))
        self.sort.say(tag_words(self._tag, _TAG) if self._tag else _(dict(SORTS)[self._word]))
        said = _remarks(picture, len(lines), bool(self._word or self._tag or self.typed.text().strip()))
        self.foot.show_text("\n".join(said))
        where = html.escape("\n".join(tame(path, 300) for path in picture.standing.files))
        self.foot.setToolTip(f"<qt>{where}</qt>" if where else "")
        self._fit()
        if count or picture.later:
            self._stage.show_picture()
        else:
            text = _("On a mention or an episode, S sets a star, E tags, N a note; Ctrl+D bookmarks the instant.")
            self._stage.show_vacancy(Vacancy("star", _("Nothing is marked yet"), "\n".join((text, *said))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The remarks are as tall as they are: a stage knows no height for a width, and would cut them."""
        room = self.width() - self.undo.sizeHint().width() - 32
        self.foot.setFixedHeight(self.foot.heightForWidth(max(60, room)) if self.foot.text() else 0)

    def _open_sorts(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        tags = dict.fromkeys(one.mark.value for one in self._picture.lines if one.mark.word == ReviewWord.TAG)
        choices = [((word, ""), _(words)) for word, words in SORTS]
        choices += [(("", tag), tag_words(tag, _TAG).replace("&", "&&")) for tag in list(tags)[:MOST_TAGS]]
        for chosen, words in choices:
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(chosen == (self._word, self._tag))
            action.setData(chosen)
            group.addAction(action)
        self._menu.popup(self.sort.mapToGlobal(QPoint(0, self.sort.height() + 2)))

    def _choose_sort(self, action: QAction) -> None:
        word, tag = action.data()
        self.narrow(str(word), str(tag))

    def narrow(self, word: str, tag: str = "") -> None:
        """To that sort, or to what has that tag."""
        self._word, self._tag = word, tag
        self._show()

    def _open(self, row: MarkRow) -> None:
        mark = row.opens
        if not isinstance(mark, ReviewMark):
            return
        if mark.mention is not None:
            self.mention_chosen.emit(mark.mention)
        elif mark.episode is not None:
            self.wish.emit(EPISODE, mark.episode)
        else:
            self.wish.emit(GO_TO, mark.instant)

    def _unmark(self, uid: str) -> None:
        self.wish.emit(UNMARK, uid)

    def _retry(self) -> None:
        self.options_changed.emit()


def _cells(line: Line, zone: str) -> tuple[str | int | float | None, ...]:
    mark = line.mark
    of = mark.mention if mark.mention is not None else mark.episode
    return iso(mark.at, zone), name_of(mark), own_words(mark), of, iso(line.at, zone), line.about


def _remarks(picture: MarksPicture, shown: int, is_narrowed: bool) -> list[str]:
    """What is to be known of the list: how many of how many, what is later, and what is wrong beside the session."""
    said, standing = [], picture.standing
    if is_narrowed:
        said.append(_("{n} of {all} marks").format(n=number(shown), all=number(len(picture.lines))))
    if shown > MOST:
        said.append(_("The latest {n} are listed.").format(n=number(MOST)))
    if picture.later:
        words = ngettext(
            "{n} is of something later and not shown.", "{n} are of something later and not shown.", picture.later
        )
        said.append(words.format(n=number(picture.later)))
    said += [_("Kept beside the session: {path}").format(path=tame(Path(path).name, 80)) for path in standing.files]
    said += [tame(fault, 300) for fault in standing.faults]
    if standing.strays:
        words = ngettext(
            "{n} mark beside it is of something that is not here.",
            "{n} marks beside it are of things that are not here.",
            standing.strays,
        )
        said.append(words.format(n=number(standing.strays)))
    if standing.refused:
        words = ngettext("{n} line beside it is no mark.", "{n} lines beside it are no marks.", standing.refused)
        said.append(words.format(n=number(standing.refused)))
    return said
