"""Amplification audit: who pushes what the scope holds, and which accounts act together, with the innocent readings."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core import Coverage, Scope, Span
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.audit_wish import INSIDERS
from hubdesk.panels.audit_words import columns, notes, ring_columns, ring_notes, ring_rows, rows
from hubdesk.panels.figures_side import FiguresSide, TurningRoom
from hubdesk.panels.panel import Panel
from hubdesk.store.reader import Pushed, Reader
from hubdesk.widgets.empty import Button, Stage
from hubdesk.widgets.empty_reasons import why_empty

PACE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class AuditPicture:
    """`empty`: of a scope without mentions, what was listened to."""

    span: Span
    zone: str
    pushed: Pushed
    empty: Coverage | None = None
    stored: int = 0


class AuditPanel(Panel[AuditPicture]):
    """Two tables: who wrote, and the rings. Every figure wishes for its rows."""

    name: ClassVar[str] = "audit"
    title: ClassVar[str] = N_("Amplification")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._wrote = FiguresSide(_("Who wrote"))
        self._rings = FiguresSide(_("Accounts that act together"))
        for side in (self._wrote, self._rings):
            side.chosen.connect(self._open)
        self._register = Button(_("Register of insiders…"))
        self._register.clicked.connect(self._wish_register)
        picture = QWidget(self)
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(TurningRoom(self._wrote, self._rings), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 0)
        foot.addWidget(self._register)
        foot.addStretch(1)
        column.addLayout(foot)
        self._stage = Stage(picture, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)
        action = QAction(_("Register of insiders…"), self)
        action.triggered.connect(self._wish_register)
        self.addAction(action)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> AuditPicture:
        """Worker thread: the audit of the scope's newest mentions."""
        facts, pushed = reader.facts(), reader.pushed(scope)
        empty = None if pushed.audit.mentions else reader.coverage(scope)
        return AuditPicture(Span(scope.start, scope.end), facts.timezone or "UTC", pushed, empty, facts.mentions)

    def draw(self, picture: AuditPicture) -> None:
        pushed = picture.pushed
        self._stage.notice.say("")
        rings = len(pushed.rings)
        self.subtitle_changed.emit(ngettext("{n} ring", "{n} rings", rings).format(n=number(rings)))
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        self._wrote.show_figures(columns(), rows(pushed), notes(pushed))
        self._rings.show_figures(ring_columns(), ring_rows(pushed), ring_notes(pushed))
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last tables stay, under a bar that says what failed."""
        self._stage.complain(message, _("The audit could not be read"))

    def _open(self, rows: object) -> None:
        self.wish.emit("rows", rows)

    def _wish_register(self) -> None:
        self.wish.emit(INSIDERS, None)
