"""Sheets in which words are written: tags, a note, the title of a bookmark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QDialogButtonBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from hubdesk.core.review import ReviewMark, ReviewWord
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import N_, _
from hubdesk.panels.review_marking import Wanted
from hubdesk.store.review import LONGEST, LONGEST_TAG
from hubdesk.widgets.badges import in_order
from hubdesk.widgets.text import plain_label, tame

TITLES: Final = {ReviewWord.TAG: N_("Tags"), ReviewWord.NOTE: N_("Note"), ReviewWord.BOOKMARK: N_("Bookmark")}
MOST_TAGS: Final = 50
_SHOWN: Final = 400  # code points of tags known already


class WordsSheet(Sheet):
    """A title, what is marked, room for words, Save and Cancel. What there is comes first, to be changed."""

    told = Signal(str, object, object)  # word, Subject, the words that are to stand

    def __init__(self, wanted: Wanted, standing: Sequence[ReviewMark], parent: QWidget) -> None:
        super().__init__(parent)
        self._word, self._subject = wanted.word, wanted.subject
        title = _(TITLES[ReviewWord(wanted.word)])
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        self.column.addWidget(plain_label(title, "head"))
        if wanted.subject.name:
            self.column.addWidget(plain_label(wanted.subject.name, "small", "text2"))
        self._fault = plain_label("", "label", "text", wrap=True)
        self._fault.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def finish(self, *parts: QWidget) -> None:
        for part in (*parts, self._fault, self.buttons):
            self.column.addWidget(part)
        parts[0].setFocus()

    def values(self) -> tuple[str, ...]:
        """What is to stand."""
        raise NotImplementedError

    def fault(self) -> str:
        """What is wrong with it, "" for nothing."""
        return ""

    def accept(self) -> None:
        fault = self.fault()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        if not fault:
            self.told.emit(self._word, self._subject, self.values())
            super().accept()


class TagsSheet(WordsSheet):
    """One line, commas between tags; none takes all away. Tags used before are offered."""

    def __init__(self, wanted: Wanted, standing: Sequence[ReviewMark], known: Sequence[str], parent: QWidget) -> None:
        super().__init__(wanted, standing, parent)
        self.line = QLineEdit(", ".join(sorted((one.value for one in standing), key=in_order)))
        self.line.setAccessibleName(_("Tags, with commas between them"))
        self.line.setPlaceholderText(_("such as: to check, Lille"))
        completer = _LastTag(sorted(known, key=in_order), self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)
        used = tame(", ".join(sorted(known, key=in_order)), _SHOWN)
        hint = _("Used before: {tags}").format(tags=used) if used else _("Commas between them.")
        self.finish(self.line, plain_label(hint, "small", "text3", wrap=True))

    def values(self) -> tuple[str, ...]:
        parts = (" ".join(part.split()) for part in self.line.text().split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def fault(self) -> str:
        if any(len(one) > LONGEST_TAG for one in self.values()):
            return _("A tag has at most {n} characters.").format(n=LONGEST_TAG)
        return _("At most {n} tags.").format(n=MOST_TAGS) if len(self.values()) > MOST_TAGS else ""


class _LastTag(QCompleter):
    """Completes what stands after the last comma."""

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        line = self.widget()
        before = line.text().rpartition(",")[0] if isinstance(line, QLineEdit) else ""
        chosen = super().pathFromIndex(index)  # type: ignore[arg-type]  # a QModelIndex
        return f"{before}, {chosen}" if before else chosen


class NoteSheet(WordsSheet):
    """Some lines; the newest note is changed, no words take it away. Ctrl+Return saves."""

    def __init__(self, wanted: Wanted, standing: Sequence[ReviewMark], parent: QWidget) -> None:
        super().__init__(wanted, standing, parent)
        self._others = tuple(one.value for one in standing[:-1])
        self.page = QPlainTextEdit(standing[-1].value if standing else "")
        self.page.setAccessibleName(_("Note"))
        self.page.setTabChangesFocus(True)
        self.page.setMinimumHeight(120)
        self.finish(self.page)

    def values(self) -> tuple[str, ...]:
        words = self.page.toPlainText().strip()
        return (*self._others, words) if words else self._others

    def fault(self) -> str:
        return _too_long(self.page.toPlainText().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        else:
            super().keyPressEvent(event)


class TitleSheet(WordsSheet):
    """A bookmark may do without a title."""

    def __init__(self, wanted: Wanted, standing: Sequence[ReviewMark], parent: QWidget) -> None:
        super().__init__(wanted, standing, parent)
        self.line = QLineEdit(standing[-1].value if standing else "")
        self.line.setAccessibleName(_("Title"))
        self.line.setPlaceholderText(_("title, if you like"))
        self.finish(self.line)

    def values(self) -> tuple[str, ...]:
        return (self.line.text().strip(),)

    def fault(self) -> str:
        return _too_long(self.line.text().strip())


def sheet_for(wanted: Wanted, standing: Sequence[ReviewMark], known: Sequence[str], parent: QWidget) -> WordsSheet:
    """The sheet for tags, a note or a bookmark; `standing`: those there are, `known`: tags used before."""
    if wanted.word == ReviewWord.TAG:
        return TagsSheet(wanted, standing, known, parent)
    return (NoteSheet if wanted.word == ReviewWord.NOTE else TitleSheet)(wanted, standing, parent)


def _too_long(words: str) -> str:
    return _("At most {n} characters.").format(n=LONGEST) if len(words) > LONGEST else ""
