"""Everything about one mention: its words, its two times, where it comes from, and why it was kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hubdesk.core import Heard, Kind, Scope, Topic
from hubdesk.i18n import N_, _
from hubdesk.panels.detail_words import TopicReasons, as_text, facts, heading
from hubdesk.panels.panel import Panel
from hubdesk.store.reader import Reader
from hubdesk.widgets.card_words import is_web, withdrawn
from hubdesk.widgets.empty import Button, Stage, Vacancy
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import PlainLabel, tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.why_tree import Why, WhyTree
from hubdesk.widgets.wrapped import TextBlock, WrapLabel


@dataclass(frozen=True, slots=True)
class DetailPicture:
    """`asked`: which mention; None when nobody chose one. `heard` None: the session does not hold it (yet, or now)."""

    asked: int | None
    heard: Heard | None
    topics: tuple[Topic, ...]
    reasons: tuple[TopicReasons, ...]
    zone: str


class DetailPanel(Panel[DetailPicture]):
    name: ClassVar[str] = "detail"
    title: ClassVar[str] = N_("Detail")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mention_id: int | None = None
        self._picture: DetailPicture | None = None
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        slim(self._scroll)
        self._sheet = _Sheet()
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
        asked = options if isinstance(options, int) else None
        heard = reader.mention(asked, scope.known) if asked is not None else None
        topics = reader.topics()
        return DetailPicture(asked, heard, topics, _why(heard, topics), reader.facts().timezone or "UTC")

    def options(self) -> int | None:
        return self._mention_id

    def choose(self, mention_id: object) -> None:
        """Look at this mention from now on."""
        if isinstance(mention_id, int) and mention_id != self._mention_id:
            self._mention_id = mention_id
            self.options_changed.emit()

    def draw(self, picture: DetailPicture) -> None:
        self._stage.notice.say("")
        if picture == self._picture or picture.asked != self._mention_id:
            return
        is_another = self._picture is None or self._picture.asked != picture.asked
        self._picture = picture
        if picture.heard is None:
            self._show_nothing()
            return
        self._sheet.show_mention(picture.heard, picture)
        self._feet.open.setVisible(bool(_page_of(picture.heard)))
        self._stage.show_picture()
        self.subtitle_changed.emit(tame(picture.heard.source, 80))
        if is_another:
            self._scroll.verticalScrollBar().setValue(0)

    def complain(self, message: str) -> None:
        if not message:
            self._stage.notice.say("")
        elif self._stage.has_picture:
            self._stage.notice.say(tame(message), "failed", ("retry", _("Retry")))
        else:
            head = _("The mention could not be read")
            self._stage.show_vacancy(Vacancy("warning", head, tame(message), (("retry", _("Retry")),)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        picture = getattr(self, "_picture", None)  # Qt may say so before there is one
        if event.type() == QEvent.Type.PaletteChange and picture is not None and picture.heard is not None:
            self._sheet.show_mention(picture.heard, picture)

    def _show_nothing(self) -> None:
        self.subtitle_changed.emit("")
        if self._mention_id is None:
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


def _why(heard: Heard | None, topics: tuple[Topic, ...]) -> tuple[TopicReasons, ...]:
    if heard is None:
        return ()
    from hubdesk.panels.detail_why import reasons  # it loads the query language, which a desk's start does not need

    return reasons(heard, topics)


def _page_of(heard: Heard) -> str:
    """The address to open; none when there is no page, or its author took it back."""
    return heard.mention.url if is_web(heard.mention.url) and heard.withdrawn_at is None else ""


class _Sheet(QWidget):
    """The scrolled part: title, heading, text, facts, reasons."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._heading = WrapLabel("", "head"), WrapLabel("", "small", "text3")
        self._text, self._gone = TextBlock(), WrapLabel("", "body", "text2")
        self._facts: tuple[tuple[str, str], ...] = ()
        self._cells: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rule, self._why_head, self._why = _Rule(), WrapLabel(_("Why it was kept"), "label"), WhyTree()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        for part in (self._title, self._heading, self._text, self._gone):
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(self._grid)
        for below in (self._rule, self._why_head, self._why):
            column.addWidget(below)
        column.addStretch(1)

    def show_mention(self, heard: Heard, picture: DetailPicture) -> None:
        mention = heard.mention
        self._title.show_text(mention.title)
        self._title.setVisible(bool(mention.title))
        self._heading.show_text(heading(heard))
        part = "comment" if mention.kind == Kind.COMMENT else "body"
        self._text.show_text(mention.text, heard.marks(part))
        self._text.setVisible(bool(mention.text))
        gone = withdrawn(heard, picture.zone, "")
        self._gone.show_text(gone or ("" if mention.text or mention.title else _("No text.")))
        self._gone.setVisible(bool(self._gone.text()))
        self._show_facts(facts(heard, picture.zone))
        whys = tuple(Why(theme().topic_style(one.topic, picture.topics), one.rows) for one in picture.reasons)
        self._why.show_reasons(whys)
        for widget in (self._rule, self._why_head, self._why):
            widget.setVisible(bool(whys))

    def _show_facts(self, rows: tuple[tuple[str, str], ...]) -> None:
        if rows == self._facts:
            return
        self._facts = rows
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        for at, (label, value) in enumerate(rows):
            name, told = PlainLabel(label, "small", "text3"), WrapLabel(value, "small")
            name.setContentsMargins(0, 1, 0, 0)
            name.setMinimumWidth(name.sizeHint().width())
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, at, 1)
            self._cells += [name, told]


class _Rule(QWidget):
    """A 1 px line between two parts of the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(9)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 4, self.width(), 1, theme().colour("line"))
        painter.end()


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
