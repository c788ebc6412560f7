"""When people speak: hour by weekday, for each hour that was listened to; a square opens its rows."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hubdesk.core import Scope, Topic
from hubdesk.i18n import N_, _
from hubdesk.panels.figures_side import WIDE, FiguresSide, TurningRoom
from hubdesk.panels.heat_picture import HeatOptions, HeatPicture, read_heat
from hubdesk.panels.heat_words import columns, heat_sheet, hours, notes, place_text, scale_of, shown, topic_text
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.empty import Button, Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.heat_grid import HeatGrid
from hubdesk.widgets.map_values import Scale, reach_of
from hubdesk.widgets.table_bar import ChipBar, under_bar
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel

PACE_SECONDS: Final = 3.0
MOST_TOPICS: Final = 30  # in the menu


class HeatPanel(ColouredPanel[HeatPicture]):
    """A grid, and the hours of the square that is opened. The colours keep their steps until they are asked to fit."""

    name: ClassVar[str] = "heat"
    title: ClassVar[str] = N_("Hours")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options, self._scales = HeatOptions(), dict[tuple[int | None, int], Scale]()
        self.topic, self.fit = Chip(self), Button(_("Fit the scale"))
        self.topic.has_arrow = True
        self.topic.setAccessibleName(_("Topic"))
        self.grid, self.hours, self.back = HeatGrid(), FiguresSide(), Button(_("Close"))
        self.grid.setAccessibleName(_(self.title))
        self._notes, self._head = WrapLabel("", "small", "text2"), WrapLabel("", "label")
        self._menu = QMenu(self)
        self._build()
        self.topic.clicked.connect(self._open_topics)
        self._menu.triggered.connect(self._choose_topic)
        self.fit.clicked.connect(self._fit_scale)
        self.grid.chosen.connect(self._choose)
        self.hours.chosen.connect(self._choose)
        self.back.clicked.connect(self.close_hours)
        self._stage.chosen.connect(self.take_button)

    def _build(self) -> None:
        self._bar = ChipBar((self.topic, self.fit))
        self._main = under_bar(self._bar, self.grid, self._notes)
        self._side, above = QWidget(), QHBoxLayout()
        above.setContentsMargins(12, 8, 12, 0)
        above.addWidget(self._head, 1)
        above.addWidget(self.back)
        second = QVBoxLayout(self._side)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(0)
        second.addLayout(above)
        second.addWidget(self.hours, 1)
        self._side.hide()
        self._stage = Stage(TurningRoom(self._main, self._side), self)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> HeatPicture:
        """Worker thread: mentions by hour and weekday, and what was listened to."""
        return read_heat(reader, scope, options if isinstance(options, HeatOptions) else HeatOptions())

    def options(self) -> HeatOptions:
        return self._options

    def draw(self, picture: HeatPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.topic.say(topic_text(picture), _("Topic"))
        self._bar.place()
        self.subtitle_changed.emit(_("mentions for each hour listened to"))
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        wanted = scale_of(picture)
        scale = self._scales.setdefault(_asked(picture), wanted)
        self.fit.setEnabled(scale != wanted)
        self.grid.show_heat(shown(picture, scale, self._options.opened))
        words = notes(picture)
        if self._notes.text() != words:
            self._notes.show_text(words)
        self._draw_hours(picture)
        self._stage.show_picture()

    def _draw_hours(self, picture: HeatPicture) -> None:
        opened = picture.options.opened
        is_open = opened is not None and opened == self._options.opened
        if opened is not None and is_open:
            self._head.show_text(place_text(opened))
            self.hours.table.setAccessibleName(place_text(opened))
            self.hours.show_figures(columns(), hours(picture))
        self._side.setVisible(is_open)
        self._make_room()

    def complain(self, message: str) -> None:
        """The last grid stays, under a bar that says what failed."""
        self._stage.complain(message, _("The hours could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else heat_sheet(self._picture)

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        chosen = self._picture.topic if self._picture is not None else None
        return scope.topics if chosen is None else (chosen,)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a small dock the hours stand in place of the grid, until they are closed."""
        is_small = self.width() < WIDE and self.height() < WIDE // 2
        self._main.setVisible(not (is_small and not self._side.isHidden()))

    def choose_topic(self, topic: int | None) -> None:
        """That topic alone; None: all that is looked at."""
        self._options = replace(self._options, topic=topic)
        self.options_changed.emit()

    def close_hours(self) -> None:
        self._options = replace(self._options, opened=None)
        self._side.hide()
        self._make_room()
        self.grid.setFocus()
        self.options_changed.emit()

    def _choose(self, key: object) -> None:
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, tuple):
            self._options = replace(self._options, opened=key)
            self.options_changed.emit()

    def _open_topics(self) -> None:
        self.menu()
        self._menu.popup(self.topic.mapToGlobal(QPoint(0, self.topic.height() + 2)))

    def menu(self) -> QMenu:
        """The topics to choose from, as the session has them now."""
        self._menu.clear()
        group = QActionGroup(self._menu)
        topics = self._picture.topics[:MOST_TOPICS] if self._picture is not None else ()
        choices = [(None, _("All topics")), *((one.id, tame(one.name, 40).replace("&", "&&")) for one in topics)]
        for chosen, words in choices:
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(chosen == self._options.topic)
            action.setData(chosen)
            group.addAction(action)
        return self._menu

    def _choose_topic(self, action: QAction) -> None:
        data = action.data()
        self.choose_topic(data if isinstance(data, int) else None)

    def _fit_scale(self) -> None:
        if self._picture is not None:
            self._scales.pop(_asked(self._picture), None)
            self.draw(self._picture)


def _asked(picture: HeatPicture) -> tuple[int | None, int]:
    """What keeps its steps: a topic, over about so long."""
    return picture.options.topic, reach_of(picture.span.end - picture.span.start)
