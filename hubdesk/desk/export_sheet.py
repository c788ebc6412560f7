"""What the dialogs that write files share: where to, how far it is, what came of it; the desk goes on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from hubdesk.core import HubdeskError
from hubdesk.desk.aside import Aside
from hubdesk.desk.exporting import named
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

STEPS: Final = 1_000  # of the progress bar


class StoppedError(HubdeskError):
    """The analyst changed her mind."""


class ExportSheet(Sheet):
    """A part above (`fill`), then the file, the progress, what is told, and two buttons."""

    progressed = Signal(float)  # from the thread

    def __init__(self, title: str, place: Path, kinds: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self._kinds, self._title = dict(kinds), title
        self.stop = threading.Event()
        self._agreed = ""  # a place that the file dialog asked about
        self.aside = Aside(self)
        self.aside.failed.connect(self.complain)
        self.progressed.connect(self._show_progress)
        self.parts: list[QWidget] = []
        self.place = QLineEdit(str(place))
        self.place.setAccessibleName(_("File"))
        self._browse = Button(_("Choose…"))
        self._browse.clicked.connect(self._choose_place)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setAccessibleName(_("How much is written"))
        self.bar.hide()
        self.told = plain_label("", "body", "text", wrap=True)
        self.go, self.leave = Button(_("Export")), Button(_("Cancel"))
        self.go.clicked.connect(self.begin)
        self.leave.clicked.connect(self.reject)

    def lay_out(self, *parts: QWidget) -> None:
        """These above, in a column."""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        place, buttons = QHBoxLayout(), QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addWidget(self._browse)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        for part in parts:
            column.addWidget(part)
        column.addLayout(place)
        column.addWidget(self.bar)
        column.addWidget(self.told)
        column.addLayout(buttons)
        self.parts = [*parts, self.place, self._browse, self.go]

    def begin(self) -> None:
        """Write what is chosen, unless something is there that nobody agreed to replace."""
        if self.aside.is_busy:
            return
        chosen = Path(self.place.text().strip()).expanduser()
        out = named(chosen, "", self._kinds) if chosen.name else chosen
        if not chosen.name:
            self.told.setText(_("Write a name for the file."))
        elif out.exists() and str(out) != self._agreed:
            self._agreed = str(out)
            self.told.setText(_("{path} exists already. Export once more to replace it.").format(path=out.name))
        else:
            self._agreed = ""
            self.stop.clear()
            self.show_work(is_busy=True)
            self.start(out)

    def start(self, out: Path) -> None:
        """Do it, off the GUI thread."""
        raise NotImplementedError

    def run(self, work: Callable[[], object]) -> None:
        self.aside.run(work)

    def finish(self, lines: list[str]) -> None:
        """It is done: say what came of it."""
        self.show_work(is_busy=False)
        self.told.setText(tame("\n".join(lines), 2_000, lines=True))
        self.leave.setText(_("Close"))

    def complain(self, line: str) -> None:
        self.show_work(is_busy=False)
        self.told.setText(tame(line, 1_000))

    def show_work(self, is_busy: bool) -> None:
        for part in self.parts:
            part.setEnabled(not is_busy)
        self.told.setText("")
        self.bar.setValue(0)
        self.bar.setVisible(is_busy)

    def done(self, code: int) -> None:
        self._quit()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._quit()
        super().closeEvent(event)

    def _choose_place(self) -> None:
        words = ";;".join(_(words) for words in self._kinds.values())
        chosen, kind = QFileDialog.getSaveFileName(self, self._title, self.place.text(), words)
        if chosen:
            out = named(Path(chosen), kind, self._kinds)
            self._agreed = chosen  # with an ending of ours behind it, it is another file
            self.place.setText(str(out))

    def _show_progress(self, share: float) -> None:
        self.bar.setValue(round(STEPS * share))

    def _quit(self) -> None:
        self.stop.set()
        self.aside.close()
