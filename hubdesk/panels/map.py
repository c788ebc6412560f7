"""Where it happens: France by département, reports per inhabitant, and the official area over it."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core import Scope
from hubdesk.i18n import N_, _
from hubdesk.panels.map_picture import (
    NEEDED,
    MapOptions,
    MapPicture,
    headline,
    placed_text,
    query_of,
    read_map,
    said_area,
)
from hubdesk.panels.map_sheet import map_sheet
from hubdesk.panels.map_shown import ROWS, said_of, shown_of, too_few
from hubdesk.panels.panel import Panel, Rows
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.map_area import AreaDialog
from hubdesk.widgets.map_atlas import atlas
from hubdesk.widgets.map_foot import ButtonRow, MapSteps
from hubdesk.widgets.map_list import PlaceList
from hubdesk.widgets.map_values import Scale, fitted, reach_of
from hubdesk.widgets.map_view import MapView
from hubdesk.widgets.text import plain_label, tame

LIST_FROM: Final = 780  # px, from which the list stands beside the map
LEAST_WIDE, LEAST_HIGH = 480, 560  # px, from which all is said of an official area
LOW: Final = 380  # px of height, below which the map needs the buttons' room
RATES, COUNTS, FIT, AREA, FRANCE = "rates", "counts", "fit", "area", "france"


class MapPanel(Panel[MapPicture]):
    """A click opens a place's mentions, a double click shows its towns. Colours keep their steps until asked to fit."""

    name: ClassVar[str] = "map"
    title: ClassVar[str] = N_("Map")
    follows_filters: ClassVar[bool] = True
    _picture: MapPicture | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = MapOptions()
        self._by_rate = True
        self._scales: dict[tuple[bool, int], Scale] = {}
        self._build()
        self._add_actions()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> MapPicture:
        """Worker thread: mentions by the places their texts name."""
        return read_map(reader, scope, options if isinstance(options, MapOptions) else MapOptions())

    def draw(self, picture: MapPicture) -> None:
        self._picture = picture
        self._say_off(picture)
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        elif picture.placed < NEEDED:
            self._stage.show_vacancy(too_few(picture))
        else:
            self._show(picture)
            self._stage.show_picture()
        self.subtitle_changed.emit(self._subtitle())

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else map_sheet(self._picture)

    def options(self) -> MapOptions:
        return self._options

    def set_options(self, options: MapOptions) -> None:
        if options != self._options:
            self._options = options
            if self._picture is not None and self._stage.has_picture:
                self._show(self._picture)
            self.options_changed.emit()

    def set_by_rate(self, by_rate: bool) -> None:
        """Per 100,000 inhabitants, or how many."""
        self._by_rate = by_rate
        (self._rates if by_rate else self._counts).setChecked(True)
        if self._picture is not None:
            self.draw(self._picture)

    def complain(self, message: str) -> None:
        """The last map stays, under a bar that says what failed."""
        self._stage.complain(message, _("The map could not be read"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.setVisible(self.width() >= LIST_FROM)
        self._buttons.setVisible(self.height() >= LOW)  # the menu has them all
        if self._picture is not None:
            self._show_said(self._picture)

    def _build(self) -> None:
        room = QWidget(self)
        self._head = plain_label("", "strong", "text", wrap=True)
        self._placed = plain_label("", "small", "text2", wrap=True)
        self._said = FigureLine(room)
        self._view, self._list = MapView(room), PlaceList(room)
        self._steps, self._buttons = MapSteps(room), ButtonRow(room)
        self._view.setAccessibleName(_(self.title))
        self._list.setAccessibleName(_("Places by how often they are named"))
        words = QVBoxLayout()
        words.setContentsMargins(12, 10, 12, 2)
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self._placed)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(words)
        left.addWidget(self._said)
        left.addWidget(self._view, 1)
        left.addWidget(self._steps)
        left.addWidget(self._buttons)
        across = QHBoxLayout(room)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(self._list)
        self._stage = Stage(room, self)
        self.body.addWidget(self._stage)
        self._stage.chosen.connect(self._do)
        self._buttons.chosen.connect(self._do)
        self._view.place_chosen.connect(self._open)
        self._view.zoom_wished.connect(self._zoom)
        self._view.here_changed.connect(self._list.mark)
        self._list.place_chosen.connect(self._open)
        self._said.chosen.connect(self._open_said)
        self._list.here_changed.connect(self._view.go_to)

    def _asked(self, picture: MapPicture) -> tuple[bool, int]:
        """What keeps its steps: rates or counts, over about so long."""
        return self._by_rate, reach_of(picture.span.end - picture.span.start)

    def _show(self, picture: MapPicture) -> None:
        scale = self._scales.setdefault(self._asked(picture), fitted(picture.places, self._by_rate))
        zoomed = self._options.zoomed
        shown = shown_of(picture, self._options, self._by_rate, scale)
        for part in (self._view, self._list, self._steps):
            part.show_map(shown)
        head = headline(picture, shown)
        self._head.setText(head)
        self._head.setVisible(bool(head))
        self._placed.setText(placed_text(picture))
        self._show_said(picture)
        self._buttons.offer(self._offers(picture, scale))
        self._fit.setEnabled(scale != fitted(picture.places, self._by_rate))
        self._france.setEnabled(bool(zoomed))

    def _show_said(self, picture: MapPicture) -> None:
        """What was announced, in short where the map would have no room."""
        sayings = said_of(picture, self._options, is_brief=self.width() < LEAST_WIDE or self.height() < LEAST_HIGH)
        self._said.set_sayings(sayings)
        self._said.setVisible(bool(sayings))

    def _offers(self, picture: MapPicture, scale: Scale) -> list[tuple[str, str]]:
        if self._options.zoomed:
            return [(FRANCE, _("All of France"))]
        other = (COUNTS, _("Show counts")) if self._by_rate else (RATES, _("Show per 100,000"))
        fit = [] if scale == fitted(picture.places, self._by_rate) else [(FIT, _("Fit the scale"))]
        return [*fit, other, (AREA, _("Official area…"))]

    def _subtitle(self) -> str:
        if self._options.zoomed and self._stage.has_picture:
            return atlas().names.get(self._options.zoomed, "")
        return _("per 100,000 inhabitants") if self._by_rate else _("mentions")

    def _say_off(self, picture: MapPicture) -> None:
        text = _("Places are not read: {why}").format(why=tame(picture.off, 300)) if picture.off else ""
        self._stage.notice.say(text, "warning")

    def _add_actions(self) -> None:
        """The panel's menu."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._measures = QActionGroup(self)
        self._rates = self._choice(_("Per 100,000 inhabitants"), RATES)
        self._counts = self._choice(_("Number of mentions"), COUNTS)
        self._rates.setChecked(True)
        self._measures.triggered.connect(self._take_action)
        self._between()
        self._fit = self._action(_("Fit the scale"), FIT)
        self._action(_("Official area…"), AREA)
        self._france = self._action(_("All of France"), FRANCE)
        self._between()
        # Profiles and sources' regions are weaker, separate evidence. Mentions keep neither, so neither can be shown.
        layers = QActionGroup(self)
        for words, is_kept in (
            (_("Places named in the text"), True),
            (_("Authors' own places (not kept)"), False),
            (_("Sources' regions (not kept)"), False),
        ):
            layer = QAction(words, layers)
            layer.setCheckable(True)
            layer.setChecked(is_kept)
            layer.setEnabled(is_kept)
            self.addAction(layer)

    def _choice(self, words: str, key: str) -> QAction:
        action = QAction(words, self._measures)
        action.setData(key)
        action.setCheckable(True)
        self.addAction(action)
        return action

    def _action(self, words: str, key: str) -> QAction:
        action = QAction(words, self)
        action.setData(key)
        action.triggered.connect(self._trigger)
        self.addAction(action)
        return action

    def _between(self) -> None:
        line = QAction(self)
        line.setSeparator(True)
        self.addAction(line)

    def _trigger(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._take_action(sender)

    def _take_action(self, action: QAction) -> None:
        self._do(str(action.data()))

    def _do(self, key: str) -> None:
        """What a button, the menu or an empty state asks for."""
        if key in (RATES, COUNTS):
            self.set_by_rate(key == RATES)
        elif key == FIT:
            if self._picture is not None:
                self._scales.pop(self._asked(self._picture), None)
                self.draw(self._picture)
        elif key == AREA:
            self._edit_area()
        elif key == FRANCE:
            self._zoom("")
        elif key == ROWS:
            self._open_all()
        elif key == "again":
            self.options_changed.emit()
        else:
            self.wish.emit(key, None)

    def _edit_area(self) -> None:
        if self._picture is None:
            return  # the atlas was not read yet
        dialog = AreaDialog(self._options.area or said_area(self._picture.said), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.area_chosen.connect(self._take_area)
        dialog.open()

    def _take_area(self, area: object) -> None:
        """What the analyst chose; the same as the channels said, or nothing, leaves it to them."""
        if isinstance(area, tuple):
            chosen = tuple(str(code) for code in area)
            is_said = self._picture is not None and set(chosen) == set(said_area(self._picture.said))
            self.set_options(replace(self._options, area=() if is_said else chosen))

    def _zoom(self, code: str) -> None:
        self.set_options(replace(self._options, zoomed=code if code in atlas().departments else ""))
        self.subtitle_changed.emit(self._subtitle())

    def _open(self, code: str) -> None:
        self.wish.emit("rows", Rows(query_of((code,))))

    def _open_said(self, key: object) -> None:
        """The reports of a place, or the statement itself."""
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, int):
            self.mention_chosen.emit(key)
        elif isinstance(key, str):
            self.wish.emit("open-link", key)

    def _open_all(self) -> None:
        if self._picture is not None:
            named = [one.code for one in self._picture.places if one.mentions]
            self.wish.emit("rows", Rows(query_of(named)))
