"""Small dialogs: two dates, the shortcuts, what this machine has, about."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hubdesk import __version__
from hubdesk.core import MINUTE, Millis, Span
from hubdesk.desk.aside import Aside
from hubdesk.desk.menus import Menus, shortcuts
from hubdesk.desk.scope_state import instant
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.words import zone_words
from hubdesk.i18n import N_, _, local
from hubdesk.panels.correcting import KEYS
from hubdesk.panels.review_marking import KEYS as MARK_KEYS
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.theme import font

CREDITS = (
    ("PySide6, Qt", "LGPL-3.0"),
    ("pyqtgraph", "MIT"),
    ("NumPy", "BSD-3-Clause"),
    ("SQLite, sqlite-utils", "public domain, Apache-2.0"),
    ("httpx, httpcore, websockets, lxml", "BSD-3-Clause"),
    ("feedparser, XlsxWriter", "BSD-2-Clause"),
    ("arro3", "MIT or Apache-2.0"),
    ("sniffio, nh3, lark, keyring, platformdirs, filelock, tomlkit, truststore, python-pptx", "MIT"),
)
PLACES = (  # as resources/places/manifest.json has it, which a test compares; the licence asks for it
    "IGN Admin Express ; INSEE, Code officiel géographique et populations légales ; La Poste, codes postaux ; DILA,"
    " annuaire de l'administration. Licence Ouverte / Open Licence 2.0 (Etalab)."
)
# Keys that no menu has: words, keys as Qt writes them.
OTHERS = (
    (N_("In the query editor: what can stand here"), "Ctrl+Space"),
    (N_("In the query editor: to the error"), "F8"),
    (N_("In the query editor: mend it"), "Alt+Enter"),
    (N_("In the query workshop: back to the panels"), "Escape"),
    (N_("In the list of searches: forget one"), "Delete"),
    (N_("In the list of searches: name one"), "F2"),
    (N_("In the feed: pause"), "Space"),
    (N_("In the feed: choose one more"), "Shift+Down"),
    (N_("In the feed: choose all that are listed"), "Ctrl+A"),
    (N_("A panel on the whole screen: back to all panels"), "Escape"),
    (N_("In the list of marks: take one away"), "Delete"),
    (N_("While writing a note: save it"), "Ctrl+Return"),
    (N_("On the map: a place's mentions, then its towns"), "Return"),
    (N_("On the map: back to all of France"), "Escape"),
)


class SpanDialog(Sheet):
    """From when to when, on the session's clocks."""

    def __init__(self, span: Span, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Choose dates"))
        self._zone = zone
        self.start, self.end = QDateTimeEdit(_shown(span.start, zone)), QDateTimeEdit(_shown(span.end, zone))
        form = QFormLayout()
        for edit, label in ((self.start, _("From")), (self.end, _("To"))):
            edit.setDisplayFormat("dd/MM/yyyy HH:mm")
            edit.setCalendarPopup(True)
            edit.setAccessibleName(label)
            form.addRow(label, edit)
        self._fault = plain_label("", "label", "text", wrap=True)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(plain_label(zone_words(zone), "small", "text3"))
        column.addWidget(self._fault)
        column.addWidget(_buttons(self, QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel))

    def span(self) -> Span:
        return Span(_instant(self.start.dateTime(), self._zone), _instant(self.end.dateTime(), self._zone))

    def accept(self) -> None:
        span = self.span()
        if span.end - span.start < MINUTE:
            self._fault.setText(_("The end must be after the start."))
            return
        super().accept()


class TextDialog(Sheet):
    """A page of plain text that can be read, marked and copied."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(560, 420)
        self.page = QPlainTextEdit(text)
        self.page.setReadOnly(True)
        self.page.setAccessibleName(title)
        self.page.setFont(font("small", kind="mono"))
        column = QVBoxLayout(self)
        column.addWidget(self.page)
        column.addWidget(_buttons(self, QDialogButtonBox.StandardButton.Close))


class DoctorDialog(TextDialog):
    """What this machine has and lacks; it is looked up off the GUI thread."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(_("Doctor"), _("Looking…"), parent)
        self._aside = Aside(self)
        self._aside.done.connect(self.page.setPlainText)
        self._aside.failed.connect(self.page.setPlainText)
        self._aside.run(partial(doctor_text, folder))
        self.finished.connect(self._aside.close)


def ask_dates(span: Span, zone: str, parent: QWidget) -> Span | None:
    """The span a person chose, or None."""
    dialog = SpanDialog(span, zone, parent)
    chosen = dialog.span() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return chosen


def show_shortcuts(menus: Menus, parent: QWidget) -> None:
    rows = [*shortcuts(menus), (_("Spans, shortest to longest"), "Alt+1 … Alt+6")]
    rows += [(_("On a mention: {what}").format(what=_(key.text)), key.keys[0]) for key in KEYS]
    rows += [(_("On a mention or an episode: {what}").format(what=_(text)), key) for text, key, _word in MARK_KEYS]
    rows += [(_(words), QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)) for words, keys in OTHERS]
    width = max(len(keys) for _text, keys in rows) + 3
    _show(TextDialog(_("Keyboard shortcuts"), "\n".join(f"{keys:<{width}}{text}" for text, keys in rows), parent))


def show_about(parent: QWidget) -> None:
    lines = [f"Hubdesk {__version__}", _("The social hub on one desk."), "", _("Made with:")]
    lines += [f"  {name}: {licence}" for name, licence in CREDITS]
    lines += ["", _("Places of the map and in texts:"), f"  {PLACES}"]
    _show(TextDialog(_("About Hubdesk"), "\n".join(lines), parent))


def show_doctor(folder: Path, parent: QWidget) -> None:
    _show(DoctorDialog(folder, parent))


def _show(dialog: QDialog) -> None:
    """Until it is closed, and then it is gone."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def doctor_text(folder: Path) -> str:
    """Off the GUI thread: one line a check, with how to mend what is not well. `folder`: where sessions are kept."""
    from hubdesk.doctor import checks  # it looks around the machine: only when asked

    lines = []
    for check in checks(folder):
        mark = _("ok") if check.ok else _("missing")
        lines.append(f"{check.name:<12}{mark:<9}{check.detail}")
        if not check.ok and check.mend:
            lines.append(" " * 12 + check.mend)
    return "\n".join(lines)


def _buttons(dialog: QDialog, which: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    row = QDialogButtonBox(which)
    row.accepted.connect(dialog.accept)
    row.rejected.connect(dialog.reject)
    return row


def _shown(at: Millis, zone: str) -> QDateTime:
    there = local(at, zone)
    return QDateTime(QDate(there.year, there.month, there.day), QTime(there.hour, there.minute))


def _instant(shown: QDateTime, zone: str) -> Millis:
    there: datetime = shown.toPython()  # type: ignore[assignment]  # a datetime, whatever its stub says
    return instant(there.replace(tzinfo=None), zone)
