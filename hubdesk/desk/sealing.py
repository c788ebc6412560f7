"""Seals the session on the desk into a file for review: what, where, with whose names. The desk goes on meanwhile."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import HubdeskError, Millis, Span
from hubdesk.desk.aside import Aside
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.words import span_words
from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.store.seal import Sealed

SUFFIX: Final = ".hubdesk"
STEPS: Final = 1_000  # of the progress bar


class StoppedError(HubdeskError):
    """The analyst changed her mind."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """A file to be made. Off the GUI thread."""

    session: Path
    out: Path
    span: Span | None
    pseudonymise: bool
    replace: bool
    now: Millis

    def run(self, tell: SignalInstance, stop: threading.Event) -> Sealed:
        """Raises HubdeskError; then nothing is left of it."""
        from hubdesk.store.seal import SealWish, seal  # loads what writes, which a start does not need

        def look(share: float) -> None:
            if stop.is_set():
                raise StoppedError(_("Nothing was sealed."))
            tell.emit(share)

        span = self.span
        wish = SealWish(
            None if span is None else span.start, None if span is None else span.end, self.pseudonymise, self.replace
        )
        return seal(self.session, self.out, wish, self.now, look)


class SealSheet(Sheet):
    """Asks, works, and says what came of it."""

    progressed = Signal(float)  # from the thread

    def __init__(self, session: Path, span: Span, zone: str, now: Millis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Seal the session"))
        self.setMinimumWidth(560)
        self._session, self._span, self._now = session, span, now
        self._stop = threading.Event()
        self._agreed = ""  # a place that the file dialog asked about
        self._aside = Aside(self)
        self._aside.done.connect(self._finish)
        self._aside.failed.connect(self._complain)
        self.progressed.connect(self._show_progress)
        self.all = QRadioButton(_("All of the session"))
        self.part = QRadioButton(_("What is looked at: {span}").format(span=span_words(span, zone, now)))
        self.all.setChecked(True)
        self.pseudonyms = QCheckBox(_("Pseudonyms in place of authors"))
        self.place = QLineEdit(str(session.with_name(f"{session.stem}-sealed{SUFFIX}")))
        self.place.setAccessibleName(_("File"))
        self._browse = Button(_("Choose…"))
        self._browse.clicked.connect(self._choose_place)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setAccessibleName(_("How much is sealed"))
        self.bar.hide()
        self.told = plain_label("", "body", "text", wrap=True)
        self.go, self.leave = Button(_("Seal")), Button(_("Cancel"))
        self.go.clicked.connect(self.begin)
        self.leave.clicked.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        about = _("One file that nobody can change: posts, counts, episodes and gaps, for a replay without a network.")
        hint = _(
            "Handles, names, addresses of posts and raw records are left out. The words of a post stay, and can be"
            " searched for."
        )
        place = QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addWidget(self._browse)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        column.addWidget(plain_label(about, "body", "text2", wrap=True))
        before = _("Comparisons with the time before it then have nothing to rest on.")
        column.addWidget(self.all)
        for part, words in ((self.part, before), (self.pseudonyms, hint)):
            column.addWidget(part)
            column.addWidget(plain_label(words, "small", "text3", wrap=True))
        column.addLayout(place)
        column.addWidget(self.bar)
        column.addWidget(self.told)
        column.addLayout(buttons)

    def begin(self) -> None:
        """Seal what is chosen; the words of a mistake stay until then."""
        if self._aside.is_busy:
            return
        path = Path(self.place.text().strip()).expanduser()
        path = path if path.suffix else path.with_name(path.name + SUFFIX) if path.name else path
        span = self._span if self.part.isChecked() else None
        is_agreed = str(path) == self._agreed
        wanted = Sealing(self._session, path, span, self.pseudonyms.isChecked(), is_agreed, self._now)
        self._stop.clear()
        self._show_work(is_busy=True)
        self._aside.run(_Run(wanted, self.progressed, self._stop))

    def _choose_place(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Where shall the sealed file be kept?"), self.place.text(), f"Hubdesk (*{SUFFIX})"
        )
        if chosen:
            self._agreed = str(Path(chosen))
            self.place.setText(chosen)

    def _show_work(self, is_busy: bool) -> None:
        for part in (self.all, self.part, self.pseudonyms, self.place, self._browse, self.go):
            part.setEnabled(not is_busy)
        self.told.setText("")
        self.bar.setValue(0)
        self.bar.setVisible(is_busy)

    def _show_progress(self, share: float) -> None:
        self.bar.setValue(round(STEPS * share))

    def _finish(self, made: Sealed) -> None:
        self._show_work(is_busy=False)
        told, held = made.manifest, made.manifest.held_back
        lines = [
            ngettext("{n} mention is sealed in {path}", "{n} mentions are sealed in {path}", told.mentions).format(
                n=number(told.mentions), path=made.path
            )
        ]
        if held:
            words = ngettext(
                "held back by their terms: {n} mention", "held back by their terms: {n} mentions", held
            ).format(n=number(held))
            lines.append(words)
        self.told.setText("\n".join(lines))
        self.leave.setText(_("Close"))

    def _complain(self, line: str) -> None:
        self._show_work(is_busy=False)
        self.told.setText(line)

    def done(self, code: int) -> None:
        self._quit()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._quit()
        super().closeEvent(event)

    def _quit(self) -> None:
        self._stop.set()
        self._aside.close()


@dataclass(frozen=True, slots=True)
class _Run:
    """What the thread calls."""

    wanted: Sealing
    tell: SignalInstance
    stop: threading.Event

    def __call__(self) -> Sealed:
        return self.wanted.run(self.tell, self.stop)


def show_sealing(desk: Desk, now: Millis) -> None:
    """Beside the desk, which goes on."""
    if desk.path is None:
        return
    sheet = SealSheet(desk.path, desk.looking.span(), desk.looking.zone, now, desk)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with contextlib.suppress(RuntimeError):  # a desk that is closing
        sheet.show()
