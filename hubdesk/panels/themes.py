"""What people speak about: each theme's share, its change, its tone and its topics."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from hubdesk.core import Scope
from hubdesk.i18n import N_, _
from hubdesk.panels.figures_side import FiguresSide
from hubdesk.panels.panel import ColouredPanel
from hubdesk.panels.themes_picture import ThemesPicture, read_themes
from hubdesk.panels.themes_sheet import themes_sheet
from hubdesk.panels.themes_words import columns, notes, rows
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import why_empty

PACE_SECONDS: Final = 3.0


class ThemesPanel(ColouredPanel[ThemesPicture]):
    """A table of themes. Every figure and every part of a bar wishes for its rows."""

    name: ClassVar[str] = "themes"
    title: ClassVar[str] = N_("Themes")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._table = FiguresSide()
        self._table.table.setAccessibleName(_(self.title))
        self._table.chosen.connect(self._open)
        self._stage = Stage(self._table, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> ThemesPicture:
        """Worker thread: the themes of the scope and of the span before."""
        return read_themes(reader, scope)

    def draw(self, picture: ThemesPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.subtitle_changed.emit(_("share of the mentions with a theme"))
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        self._table.show_figures(columns(), rows(picture), notes(picture))
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last table stays, under a bar that says what failed."""
        self._stage.complain(message, _("The themes could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else themes_sheet(self._picture)

    def _open(self, rows: object) -> None:
        self.wish.emit("rows", rows)
