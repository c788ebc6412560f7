"""Who repeats whom: texts copied or reposted, the first that was heard of each, how far they went and how fast."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Scope
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.panels.spread_picture import LISTED, SpreadOptions, SpreadPicture, read_spread
from hubdesk.panels.spread_sheet import is_held, spread_sheet
from hubdesk.panels.spread_wish import AUDIT
from hubdesk.panels.spread_words import heads, notes, rows, sayings, unread_words
from hubdesk.panels.voices_beside import scrolled
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader, SpreadOrder
from hubdesk.widgets.empty import Button, Stage, Vacancy
from hubdesk.widgets.empty_reasons import WIDEN, why_empty
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.spread_list import SpreadList
from hubdesk.widgets.table_bar import ChipBar
from hubdesk.widgets.wrapped import WrapLabel

PACE_SECONDS: Final = 10.0
MOST: Final = 120  # texts that are listed at most


class SpreadPanel(ColouredPanel[SpreadPicture]):
    """A list of repeated texts. A text opens the first mention, a figure its rows, a head sorts."""

    name: ClassVar[str] = "spread"
    title: ClassVar[str] = N_("Spread")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options = SpreadOptions()
        self.line, self.list, self._notes = FigureLine(), SpreadList(), WrapLabel("", "small", "text2")
        self.more, self.audit = Button(_("List more")), Button(_("Who acts together"))
        self._build()
        self.line.chosen.connect(self._choose)
        self.list.chosen.connect(self._choose)
        self.list.sight_wished.connect(self._show_place)
        self.more.clicked.connect(self._list_more)
        self.audit.clicked.connect(self._wish_audit)
        self._stage.chosen.connect(self.take_button)

    def _build(self) -> None:
        self._inner = QWidget()
        self._bar = ChipBar((self.more, self.audit))
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 2, 12, 0)
        foot.addWidget(self._notes)
        for part in (self.line, self.list, self._bar):
            column.addWidget(part)
        column.addLayout(foot)
        column.addStretch(1)
        self._scroll = scrolled(self._inner)
        self._stage = Stage(self._scroll, self)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> SpreadPicture:
        """Worker thread: the scope's repeats in groups."""
        return read_spread(reader, scope, options if isinstance(options, SpreadOptions) else SpreadOptions())

    def options(self) -> SpreadOptions:
        return self._options

    def draw(self, picture: SpreadPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        count = picture.told.groups
        self.subtitle_changed.emit(ngettext("{n} repeated text", "{n} repeated texts", count).format(n=number(count)))
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        if not picture.told.copies + picture.told.reposts:
            self._stage.show_vacancy(nothing_repeated(picture))
            return
        self.line.set_sayings(sayings(picture))
        self.list.set_rows(heads(picture.options.order), rows(picture))
        self.more.setVisible(len(picture.told.listed) < min(count, MOST))
        self._bar.place()
        words = notes(picture)
        if self._notes.text() != words:
            self._notes.show_text(words)
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last list stays, under a bar that says what failed."""
        self._stage.complain(message, _("Who repeats whom could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else spread_sheet(self._picture, held)

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """The rows of texts that one of these sources brought."""
        picture = self._picture
        if picture is None or not held or not picture.told.listed or picture.empty is not None:
            return ()
        port, found = self._scroll.viewport(), []
        for place, one in enumerate(picture.told.listed):
            if is_held(one, held):
                row = self.list.row_place(place).toAlignedRect().translated(self.list.mapTo(port, QPoint(0, 0)))
                found.append(row.intersected(port.rect()).translated(port.mapTo(self, QPoint(0, 0))))
        return tuple(box for box in found if not box.isEmpty())

    def _choose(self, key: object) -> None:
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, SpreadOrder):
            self._options = SpreadOptions(key, LISTED)
            self.options_changed.emit()
        elif isinstance(key, int):
            self.mention_chosen.emit(key)

    def _list_more(self) -> None:
        self._options = replace(self._options, most=min(MOST, 2 * self._options.most))
        self.options_changed.emit()

    def _show_place(self, place: QRectF) -> None:
        at = self.list.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 60)

    def _wish_audit(self) -> None:
        self.wish.emit(AUDIT, None)


def nothing_repeated(picture: SpreadPicture) -> Vacancy:
    """Mentions are there, and none repeats another; or nobody compared them yet."""
    told, text = picture.told, _("No mention of this scope repeats another that was heard.")
    if told.unread:
        text = f"{text} {unread_words(told.unread).format(n=number(told.unread))}"
    return Vacancy("copy", _("Nothing is repeated here"), text, ((WIDEN, _("Widen the span")),))
