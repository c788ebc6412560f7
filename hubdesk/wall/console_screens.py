"""Which output of the wall stands on which screen, what is missing, and what of the scenes file cannot be shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core.scenes import Output
from hubdesk.i18n import _, number
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import Deed, Flow
from hubdesk.wall.console_rows import Row, Rows
from hubdesk.wall.hall import Hall
from hubdesk.wall.spread import Seen
from hubdesk.widgets.text import tame

LONGEST: Final = 60


class ScreensPage(QWidget):
    """Where everything stands, in words."""

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self.identify = Deed(_("Say their names"), "identify", "I", self)
        self.identify.clicked.connect(hall.identify)
        self.rows = Rows(_("Screens"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Flow((self.identify,), self))
        column.addWidget(self.rows, 1)

    @property
    def faults(self) -> int:
        """How many things are not as the scenes file wants them."""
        return len(self._hall.placement.doubts) + len(self._conductor.doubts)

    def look(self) -> None:
        """Screens came or went, or another scenes file is shown."""
        placement = self._hall.placement
        rows = [
            Row(f"doubt{number_}", tame(doubt.words, 300), _line_words(doubt.line), icon="warning")
            for number_, doubt in enumerate((*placement.doubts, *self._conductor.doubts))
        ]
        for output in placement.outputs:
            seen = placement.screens.get(output.name)
            if seen is not None:
                rows.append(Row(f"screen:{output.name}", self._head(output), self._facts(output, seen), icon="open"))
        if placement.console is not None:
            head = _("Console: {screen}").format(screen=_screen_words(placement.console))
            rows.append(Row("console", head, _size_words(placement.console), icon="person"))
        self.rows.show_rows(tuple(rows), _("No screen is connected. The wall comes back by itself when one is."))

    def _head(self, output: Output) -> str:
        return _("Screen {screen}").format(screen=tame(output.name, LONGEST))

    def _facts(self, output: Output, seen: Seen) -> str:
        wall = self._conductor.wall
        far = output.distance_m if output.distance_m is not None else wall.distance_m
        if far is not None:
            read = _("read from {m} m").format(m=number(far, 1))
        else:
            read = _("read from {n} times its height, as is usual").format(n=number(self._hall.usual_heights(seen), 1))
        facts = [_screen_words(seen), _size_words(seen), read]
        if not (output.diagonal_in or wall.diagonal_in or seen.mm_height):
            facts.append(_("it does not say how large it is"))
        return " · ".join(facts)


def _screen_words(seen: Seen) -> str:
    """What the system calls it, and its maker."""
    return tame(", ".join(filter(None, (seen.name, seen.model))), LONGEST) or "—"


def _size_words(seen: Seen) -> str:
    return _("{wide} × {high} px").format(wide=number(seen.width), high=number(seen.height))


def _line_words(line: int) -> str:
    return _("line {n} of the scenes file").format(n=number(line)) if line else ""
