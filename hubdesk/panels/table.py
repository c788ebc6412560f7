"""Any two dimensions crossed: theme by tone, topic by hour; counts or shares, and each figure opens its rows."""

from __future__ import annotations

import html
from collections.abc import Collection, Hashable
from typing import ClassVar, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.core import Scope
from hubdesk.i18n import N_, _
from hubdesk.panels.panel import ColouredPanel
from hubdesk.panels.table_asked import rows_of
from hubdesk.panels.table_names import DIMENSIONS, crossed_words
from hubdesk.panels.table_picture import TableOptions, TablePicture, read_table
from hubdesk.panels.table_shown import SHARE_WORDS, Share, scale_of, shown
from hubdesk.panels.table_words import notes, table_sheet
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Dimension, Reader
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.empty import Button, Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.map_values import Scale, reach_of
from hubdesk.widgets.table_bar import ChipBar, under_bar
from hubdesk.widgets.table_values import Opening, Sorting
from hubdesk.widgets.table_view import TableView
from hubdesk.widgets.wrapped import WrapLabel

PACE_SECONDS: Final = 3.0
LOW: Final = 320  # px: below that the rows need the room, and the notes are told where the pointer rests
LOWEST: Final = 250  # px: below that they need that of the colours' steps too: each figure stands on its colour


class TablePanel(ColouredPanel[TablePicture]):
    """What stands in rows and columns is chosen above. The colours keep their steps until they are asked to fit."""

    name: ClassVar[str] = "table"
    title: ClassVar[str] = N_("Table")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options, self._share, self._sort = TableOptions(), Share.COUNT, ""
        self._scales: dict[tuple[TableOptions, int], Scale] = {}
        self.rows, self.columns, self.figures = Chip(), Chip(), Chip()
        self.turn, self.fit = Button(_("Turn")), Button(_("Fit the scale"))
        self.view, self._notes = TableView(), WrapLabel("", "small", "text2")
        self._menus = QMenu(self), QMenu(self), QMenu(self)
        self._build()
        self.rows.clicked.connect(self._open_rows)
        self.columns.clicked.connect(self._open_columns)
        self.figures.clicked.connect(self._open_figures)
        self.turn.clicked.connect(self.turn_over)
        self.fit.clicked.connect(self._fit_scale)
        self.view.chosen.connect(self._choose)
        for menu, choose in zip(self._menus, (self._take_rows, self._take_columns, self._take_share), strict=True):
            menu.triggered.connect(choose)
        self._stage.chosen.connect(self.take_button)

    def _build(self) -> None:
        for chip, name in ((self.rows, _("Rows")), (self.columns, _("Columns")), (self.figures, _("Figures"))):
            chip.has_arrow = True
            chip.setAccessibleName(name)
        self._say_choices()
        self._bar = ChipBar((self.rows, self.columns, self.turn, self.figures, self.fit))
        self._stage = Stage(under_bar(self._bar, self.view, self._notes), self)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> TablePicture:
        """Worker thread: mentions by two dimensions."""
        return read_table(reader, scope, options if isinstance(options, TableOptions) else TableOptions())

    def options(self) -> TableOptions:
        return self._options

    def draw(self, picture: TablePicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.subtitle_changed.emit(crossed_words(picture))
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        wanted = scale_of(picture, self._share)
        scale = wanted if self._share != Share.COUNT else self._scales.setdefault(_asked(picture), wanted)
        self.fit.setEnabled(scale != wanted)
        self.view.show_table(shown(picture, self._share, scale, self._sort))
        words = notes(picture)
        if self._notes.text() != words:
            self._notes.show_text(words)
        self._make_room()
        self._stage.show_picture()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a low panel rows come before notes, which the chips above then tell."""
        words, is_low = self._notes.text(), self.height() < LOW
        self._notes.setVisible(bool(words) and not is_low)
        self.view.steps.setVisible(self.height() >= LOWEST)
        told = html.escape(words).replace("\n", "<br>") if is_low else ""
        self._bar.setToolTip(f"<qt>{told}</qt>" if told else "")

    def complain(self, message: str) -> None:
        """The last table stays, under a bar that says what failed."""
        self._stage.complain(message, _("The table could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else table_sheet(self._picture)

    def cross(self, options: TableOptions) -> None:
        """Show these rows by these columns."""
        if options != self._options:
            self._options, self._sort = options, ""
            self._say_choices()
            self.options_changed.emit()

    def turn_over(self) -> None:
        """Rows become columns."""
        self.cross(self._options.turned())

    def tell_in(self, share: Share) -> None:
        """Counts, or shares of the row, of the column, of all."""
        self._share = share
        self._say_choices()
        self._draw_again()

    def menu(self, place: int) -> QMenu:
        """The choices there are: of rows, of columns, of what is told."""
        menu = self._menus[place]
        menu.clear()
        group = QActionGroup(menu)
        now = (self._options.rows, self._options.columns, self._share)[place]
        words = DIMENSIONS if place < 2 else SHARE_WORDS
        for choice, name in words.items():
            action = menu.addAction(_(name))
            action.setCheckable(True)
            action.setChecked(choice == now)
            action.setData(choice.value)
            group.addAction(action)
        return menu

    def _say_choices(self) -> None:
        self.rows.say(_(DIMENSIONS[self._options.rows]), _("Rows"))
        self.columns.say(_(DIMENSIONS[self._options.columns]), _("Columns"))
        self.figures.say(_(SHARE_WORDS[self._share]), _("Figures"))
        if hasattr(self, "_bar"):
            self._bar.place()

    def _open(self, place: int, chip: Chip) -> None:
        self.menu(place).popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _open_rows(self) -> None:
        self._open(0, self.rows)

    def _open_columns(self) -> None:
        self._open(1, self.columns)

    def _open_figures(self) -> None:
        self._open(2, self.figures)

    def _take_rows(self, action: QAction) -> None:
        self.cross(self._options.with_rows(Dimension(action.data())))

    def _take_columns(self, action: QAction) -> None:
        self.cross(self._options.with_columns(Dimension(action.data())))

    def _take_share(self, action: QAction) -> None:
        self.tell_in(Share(action.data()))

    def _choose(self, key: object) -> None:
        if isinstance(key, Opening) and isinstance(key.where, tuple) and self._picture is not None:
            rows = rows_of(key.where, self._picture)
            if rows is not None:
                self.wish.emit("rows", rows)
        elif isinstance(key, Sorting):
            self._sort = "" if key.by == self._sort else key.by
            self._draw_again()

    def _fit_scale(self) -> None:
        if self._picture is not None:
            self._scales.pop(_asked(self._picture), None)
            self._draw_again()

    def _draw_again(self) -> None:
        if self._picture is not None:
            self.draw(self._picture)


def _asked(picture: TablePicture) -> tuple[TableOptions, int]:
    """What keeps its steps: two dimensions, over about so long."""
    return picture.options, reach_of(picture.span.end - picture.span.start)
