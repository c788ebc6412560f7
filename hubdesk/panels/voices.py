"""Who speaks: how often, in what tone, since when, who begins and who follows; and one account's card."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core import Scope
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.figures_side import WIDE, TurningRoom
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.panels.voices_beside import VoicesBeside, scrolled
from hubdesk.panels.voices_card_words import card_words, only
from hubdesk.panels.voices_picture import LISTED, VoicesOptions, VoicesPicture, read_voices
from hubdesk.panels.voices_sheet import is_held, voices_sheet
from hubdesk.panels.voices_words import MOST_PUBLIC, heads, notes, public, rows, sayings, starters
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Account, Reader, VoiceOrder
from hubdesk.widgets.empty import Button, Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.voice_sheet import VoiceSheet
from hubdesk.widgets.voice_table import VoiceTable
from hubdesk.widgets.wrapped import WrapLabel

PACE_SECONDS: Final = 3.0
BOTH: Final = 560  # px of height, from which list and card have room one above the other
MOST: Final = 200  # accounts that are listed at most: as many as are drawn within a frame
MEDIA: Final = 2 * MOST_PUBLIC  # that are told, so that some may be taken back by now
ONLY: Final = "only"
CLOSE: Final = "close"


class VoicesPanel(ColouredPanel[VoicesPicture]):
    """A table of accounts; beside it who is known and who began, or the card of the account that is opened."""

    name: ClassVar[str] = "voices"
    title: ClassVar[str] = N_("Voices")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options = VoicesOptions()
        self.table, self.line, self.beside, self.below = VoiceTable(), FigureLine(), VoicesBeside(), VoicesBeside()
        self.card = VoiceSheet(((ONLY, _("Only this account")), (CLOSE, _("Close"))), self)
        self.more, self._notes = Button(_("List more")), WrapLabel("", "small", "text2")
        self._side = QWidget(self)
        self._build()
        self.table.chosen.connect(self._choose)
        self.table.sight_wished.connect(self._show_place)
        self.line.chosen.connect(self._choose)
        self.beside.chosen.connect(self._choose)
        self.below.chosen.connect(self._choose)
        self.card.chosen.connect(self._choose)
        self.card.deed_chosen.connect(self._do)
        self.more.clicked.connect(self._list_more)
        self._stage.chosen.connect(self.take_button)

    def _build(self) -> None:
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 2, 12, 0)
        foot.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        foot.addLayout(buttons)
        foot.addWidget(self._notes)
        for part in (self.line, self.table):
            column.addWidget(part)
        column.addLayout(foot)
        column.addWidget(self.below)
        column.addStretch(1)
        self._scroll, self._aside = scrolled(self._inner), scrolled(self.beside)
        second = QVBoxLayout(self._side)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(0)
        second.addWidget(self._aside, 1)
        second.addWidget(self.card, 1)
        self.card.hide()
        self._stage = Stage(TurningRoom(self._scroll, self._side), self)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> VoicesPicture:
        """Worker thread: everybody who wrote in the scope, and the opened account's card."""
        asked = options if isinstance(options, VoicesOptions) else VoicesOptions()
        return read_voices(reader, scope, asked, MEDIA)

    def options(self) -> VoicesOptions:
        return self._options

    def draw(self, picture: VoicesPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        count = picture.told.accounts
        self.subtitle_changed.emit(ngettext("{n} account", "{n} accounts", count).format(n=number(count)))
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        self.line.set_sayings(sayings(picture))
        self.table.set_rows(heads(picture.options.order), rows(picture, self._options.opened))
        self.more.setVisible(picture.options.most < min(count, MOST))
        words = notes(picture)
        if self._notes.text() != words:
            self._notes.show_text(words)
        self.beside.shown = self.below.shown = None
        self._draw_card(picture)
        self._stage.show_picture()
        self._settle()

    def _settle(self) -> None:
        """Be as tall as this picture is, at once: layouts in layouts take several turns of the event loop, and until
        then the scroll bar would be that of the last picture."""
        for parts, area in (
            ((*self.below.tables, self.below, self._inner), self._scroll),
            ((*self.beside.tables, self.beside), self._aside),
        ):
            for part in parts:
                layout = part.layout()
                if layout is not None:
                    layout.activate()
            QCoreApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))

    def _draw_card(self, picture: VoicesPicture) -> None:
        opened, card = self._options.opened, picture.card
        if opened is not None and card is not None and card.account.key == opened.key:
            self.card.show_words(card_words(card, picture.card_standing, picture))
        self.card.setVisible(opened is not None and card is not None)
        self._make_room()

    def complain(self, message: str) -> None:
        """The last table stays, under a bar that says what failed."""
        self._stage.complain(message, _("The voices could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else voices_sheet(self._picture, held)

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """The rows of accounts that one of these sources brought, and what stands beside them."""
        picture = self._picture
        if picture is None or not held or picture.empty is not None:
            return ()
        port, found = self._scroll.viewport(), []
        for place, one in enumerate(picture.speakers):
            if is_held(one, held):
                row = self.table.row_place(place).toAlignedRect()
                found.append(row.translated(self.table.mapTo(port, QPoint(0, 0))))
        if self.below.isVisibleTo(self):
            found.append(QRect(self.below.mapTo(port, QPoint(0, 0)), self.below.size()))
        boxes = [box.intersected(port.rect()).translated(port.mapTo(self, QPoint(0, 0))) for box in found]
        if self._side.isVisibleTo(self):
            boxes.append(QRect(self._side.mapTo(self, QPoint(0, 0)), self._side.size()))
        return tuple(box for box in boxes if not box.isEmpty())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._options.opened is not None:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def open_account(self, account: Account) -> None:
        """Show that account's card."""
        if self._options.opened is None or account.key != self._options.opened.key:
            self._options = replace(self._options, opened=account)
            self.options_changed.emit()

    def close_card(self) -> None:
        self._options = replace(self._options, opened=None)
        self.card.hide()
        self._make_room()
        if self._picture is not None:
            self.table.set_rows(heads(self._picture.options.order), rows(self._picture))
        self.table.setFocus()
        self.options_changed.emit()

    def _choose(self, key: object) -> None:
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, VoiceOrder):
            self._options = replace(self._options, order=key, most=LISTED)
            self.options_changed.emit()
        elif isinstance(key, Account):
            self.open_account(key)
        elif isinstance(key, int):
            self.mention_chosen.emit(key)

    def _do(self, deed: str) -> None:
        card = None if self._picture is None else self._picture.card
        if deed == CLOSE:
            self.close_card()
        elif deed == ONLY and card is not None:
            asked = only(card)
            self.wish.emit("rows" if isinstance(asked, Rows) else "said", asked)

    def _list_more(self) -> None:
        self._options = replace(self._options, most=min(MOST, 2 * self._options.most))
        self.options_changed.emit()

    def _make_room(self) -> None:
        """Beside the list stands the card, else who is known and who began; in a narrow dock these stand below it. In a
        small dock the card takes the list's place, until it is closed."""
        is_wide, is_open = self.width() >= WIDE, not self.card.isHidden()
        self._scroll.setVisible(is_wide or self.height() >= BOTH or not is_open)
        self._aside.setVisible(is_wide and not is_open)
        self.below.setVisible(not is_wide)
        self._side.setVisible(is_wide or is_open)
        if not (is_wide and is_open):
            self._tell_beside(self.beside if is_wide else self.below)

    def _tell_beside(self, part: VoicesBeside) -> None:
        """Who is known and who began: composed for the one of the two places that is there."""
        picture = self._picture
        if picture is not None and picture.empty is None and part.shown is not picture:
            part.shown = picture
            part.show_sections(public(picture), starters(picture))

    def _show_place(self, place: QRectF) -> None:
        at = self.table.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 40)
