"""Everything about one mention: its words, its two times, where it comes from, and why it was kept."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hubdesk.core import Heard, Scope, Topic
from hubdesk.core.review import Standing
from hubdesk.i18n import N_, _
from hubdesk.panels.correcting import UNDO, Corrector
from hubdesk.panels.detail_against import SEARCH, DetailOptions
from hubdesk.panels.detail_sheet import DetailPicture, DetailSheet
from hubdesk.panels.detail_words import as_text
from hubdesk.panels.erasing import Eraser
from hubdesk.panels.only import Only
from hubdesk.panels.panel import Panel
from hubdesk.panels.review_marking import UNMARK, Marker, Subject, subject_of
from hubdesk.store.reader import Reader
from hubdesk.widgets.card_words import is_web
from hubdesk.widgets.empty import Button, Stage, Vacancy
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import tame


class DetailPanel(Panel[DetailPicture]):
    """What the window asks of it beyond Panel: `choose(mention id)`, `show_search(text)`, `show_marks(standing)`."""

    name: ClassVar[str] = "detail"
    title: ClassVar[str] = N_("Detail")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = DetailOptions()
        self._picture: DetailPicture | None = None
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        slim(self._scroll)
        self._sheet = DetailSheet()
        self._sheet.against_wished.connect(self._compare)
        self._corrector = Corrector(self)
        self._corrector.wished.connect(self.wish)
        self._marker, self._standing = Marker(self), Standing()
        self._marker.wished.connect(self.wish)
        self._only, self._eraser = Only(self), Eraser(self)
        for part in (self._only, self._eraser):
            part.wished.connect(self.wish)
        self._sheet.marks.wanted.connect(self._marker.want)
        self._sheet.marks.unmark_wished.connect(self._unmark)
        self._sheet.correct.clicked.connect(self._offer_corrections)
        self._sheet.readings.undo_wished.connect(self._undo)
        self._sheet.readings.mention_wished.connect(self.mention_chosen)
        self._sheet.addActions(self.actions())
        self._sheet.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._scroll.setWidget(self._sheet)
        self._sheet.setAutoFillBackground(False)
        self._feet = _Feet(self)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._feet)
        self._stage = Stage(whole, self)
        self._stage.chosen.connect(self._retry)
        self.body.addWidget(self._stage)
        self._feet.open.clicked.connect(self._open)
        self._feet.copy.clicked.connect(self._copy)
        self._show_nothing()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> DetailPicture:
        asked = options if isinstance(options, DetailOptions) else DetailOptions()
        heard = reader.mention(asked.mention, scope.known) if asked.mention is not None else None
        topics, zone = reader.topics(), reader.facts().timezone or "UTC"
        if heard is None:
            return DetailPicture(asked, None, topics, (), zone)
        from hubdesk.panels.detail_read import explain  # it loads the query language, which a start does not need

        return explain(reader, DetailPicture(asked, heard, topics, (), zone), scope.known)

    def options(self) -> DetailOptions:
        return self._asked

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        return ()  # it is about one mention; where that was not asked yet, its reasons say so

    def choose(self, mention_id: object) -> None:
        """Look at this mention from now on."""
        if isinstance(mention_id, int):
            self._ask(replace(self._asked, mention=mention_id))

    def show_search(self, text: str) -> None:
        """The feed shows what this query found: its words are marked, and it can explain itself; "": no more."""
        against = None if self._asked.against == SEARCH and not text else self._asked.against
        self._ask(replace(self._asked, search=text, against=against))

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """All of it, when its mention is of one of these."""
        heard = self._picture.heard if self._picture is not None else None
        return (self.rect(),) if heard is not None and heard.source in held else ()

    def correctable(self) -> Heard | None:
        """The mention that keys and the menu “Correct” are about."""
        return self._picture.heard if self._picture is not None and self._picture.asked == self._asked else None

    def show_marks(self, standing: Standing) -> None:
        """What people marked."""
        self._standing = standing
        self._say_marks()

    def markable(self) -> Subject | None:
        """The mention that keys and the menu “Mark” are about."""
        return subject_of(self.correctable())

    def _say_marks(self) -> None:
        if self._picture is not None:
            shown = self._asked.mention
            marks = tuple(one for one in self._standing.marks if one.mention == shown and shown is not None)
            self._sheet.marks.show_marks(marks, self._picture.zone)

    def _unmark(self, uid: str) -> None:
        self.wish.emit(UNMARK, uid)

    def _offer_corrections(self) -> None:
        chip = self._sheet.correct
        self._corrector.menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _undo(self, correction: object) -> None:
        self.wish.emit(UNDO, correction)

    def _compare(self, against: object) -> None:
        self._ask(replace(self._asked, against=against if isinstance(against, int) else None))

    def _ask(self, asked: DetailOptions) -> None:
        if asked != self._asked:
            self._asked = asked
            self.options_changed.emit()

    def draw(self, picture: DetailPicture) -> None:
        self._stage.notice.say("")
        if picture == self._picture or picture.asked != self._asked:
            return
        is_another = self._picture is None or self._picture.asked.mention != picture.asked.mention
        self._picture = picture
        if picture.heard is None:
            self._show_nothing()
            return
        self._sheet.show_mention(picture.heard, picture)
        self._say_marks()
        self._feet.open.setVisible(bool(_page_of(picture.heard)))
        self._stage.show_picture()
        self.subtitle_changed.emit(tame(picture.heard.source, 80))
        if is_another:
            self._scroll.verticalScrollBar().setValue(0)

    def complain(self, message: str) -> None:
        """The last sheet stays, under a bar that says what failed."""
        self._stage.complain(message, _("The mention could not be read"), "retry")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        picture = getattr(self, "_picture", None)  # Qt may say so before there is one
        if event.type() == QEvent.Type.PaletteChange and picture is not None and picture.heard is not None:
            self._sheet.show_mention(picture.heard, picture)

    def _show_nothing(self) -> None:
        self.subtitle_changed.emit("")
        if self._asked.mention is None:
            text = _("Click a card in the feed, or walk through it with the arrow keys.")
            self._stage.show_vacancy(Vacancy("search", _("No mention chosen"), text))
        else:
            text = _("It was not known at the end of this scope, or it was erased.")
            self._stage.show_vacancy(Vacancy("search", _("This mention is not here"), text))

    def _retry(self) -> None:
        self.options_changed.emit()

    def _open(self) -> None:
        if self._picture is not None and self._picture.heard is not None:
            self.wish.emit("open-link", _page_of(self._picture.heard))

    def _copy(self) -> None:
        if self._picture is not None and self._picture.heard is not None:
            QGuiApplication.clipboard().setText(as_text(self._picture.heard, self._picture.zone))
            self.wish.emit("said", _("The mention is on the clipboard."))


def _page_of(heard: Heard) -> str:
    """The address to open; none when there is no page, or its author took it back."""
    return heard.mention.url if is_web(heard.mention.url) and not heard.is_gone else ""


class _Feet(QWidget):
    """The buttons, always in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open, self.copy = Button(_("Open the page"), "open", self), Button(_("Copy"), "copy", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for button in (self.open, self.copy):
            row.addWidget(button)
        row.addStretch(1)
