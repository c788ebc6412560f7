"""What the analyst corrected: how often the readers were wrong, each correction, and a way back from it."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import ClassVar

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core import Scope, Topic
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.correcting import UNDO
from hubdesk.panels.corrections_picture import MOST, CorrectionsPicture, as_rows, read_corrections, share_words
from hubdesk.panels.panel import Panel
from hubdesk.store.reader import Reader
from hubdesk.widgets.correction_list import CorrectionList
from hubdesk.widgets.empty import Button, Stage, Vacancy
from hubdesk.widgets.wrapped import WrapLabel


class CorrectionsPanel(Panel[CorrectionsPicture]):
    """Shares on top, the list below. A click wishes for the mention, Delete and the button undo."""

    name: ClassVar[str] = "corrections"
    title: ClassVar[str] = N_("Corrections")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: CorrectionsPicture | None = None
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        self.shares = WrapLabel("", "small")
        head.addWidget(self.shares)
        self.list = CorrectionList(page)
        self.list.mention_chosen.connect(self.mention_chosen)
        self.list.undo_wished.connect(self._undo)
        self.undo, self.copy = Button(_("Undo"), "undo", page), Button(_("Copy as rows"), "copy", page)
        self.undo.clicked.connect(self.list.undo)
        self.undo.setEnabled(False)
        self.list.chosen.connect(self.undo.setEnabled)
        self.copy.clicked.connect(self._copy)
        feet = QHBoxLayout()
        feet.setContentsMargins(12, 8, 12, 8)
        feet.setSpacing(8)
        for button in (self.undo, self.copy):
            feet.addWidget(button)
        feet.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(feet)
        self._stage = Stage(page, self)
        self._stage.chosen.connect(self._retry)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> CorrectionsPicture:
        return read_corrections(reader)

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        return ()  # what she said does not depend on what topics hear

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """All of it: a row does not say which source its words are of."""
        return (self.rect(),) if held else ()

    def draw(self, picture: CorrectionsPicture) -> None:
        self._stage.notice.say("")
        if picture == self._picture:
            return
        self._picture = picture
        count = len(picture.told)
        self.subtitle_changed.emit(number(count) if count else "")
        if not picture.told:
            text = _("On a mention, 1, 2, 3 and 0 say its tone; T its themes, P its places, M its brands, I irony.")
            self._stage.show_vacancy(Vacancy("check", _("Nothing was corrected yet"), text))
            return
        lines = [share_words(share) for share in picture.shares]
        if count > MOST:
            lines.append(_("The {n} newest are listed; all of them are copied.").format(n=number(MOST)))
        self.shares.show_text("\n".join(lines))
        self.list.show_rows(picture.rows)
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last list stays, under a bar that says what failed."""
        self._stage.complain(message, _("The corrections could not be read"))

    def _undo(self, correction: object) -> None:
        self.wish.emit(UNDO, correction)

    def _copy(self) -> None:
        if self._picture is not None:
            told = self._picture.told
            QGuiApplication.clipboard().setText(as_rows(told))
            said = ngettext("{n} correction is on the clipboard.", "{n} corrections are on the clipboard.", len(told))
            self.wish.emit("said", said.format(n=number(len(told))))

    def _retry(self) -> None:
        self.options_changed.emit()
