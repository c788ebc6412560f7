"""The analyst's own words: what a word or phrase says of the mentions that hold it. Nothing is written before Save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from hubdesk.core import HubdeskError, Role, Topic
from hubdesk.core.readings import Effect, OwnWord
from hubdesk.desk.aside import Aside
from hubdesk.desk.own_word_form import OwnWordForm, effect_words
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.writes import ChangeOwnWords
from hubdesk.i18n import _
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

MOST: Final = 500
_BRANDS: Final = (Role.OWN, Role.RIVAL)


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first of the words that cannot be kept, and why."""

    place: int
    why: str


def first_wrong(words: tuple[OwnWord, ...]) -> Wrong | None:
    """Off the GUI thread: each as the session would take it."""
    from hubdesk.store.own_words import checked  # it loads the query language, which a start does not need

    for place, word in enumerate(words):
        try:
            checked(word)
        except HubdeskError as error:
            return Wrong(place, str(error))
    return None


def changes(before: Sequence[OwnWord], after: Sequence[OwnWord]) -> ChangeOwnWords:
    """What has to be written to come from one list to the other."""
    return ChangeOwnWords(
        tuple(word for word in after if word not in before), tuple(word for word in before if word not in after)
    )


def brands_of(topics: Sequence[Topic]) -> tuple[str, ...]:
    """The brands that can be named: own brand and rivals; without any, the four operators."""
    from hubdesk.query.defaults import operators  # the shipped queries, which a start does not need

    return tuple(topic.name for topic in topics if topic.role in _BRANDS) or tuple(one.name for one in operators())


class OwnWordsDialog(Sheet):
    """A list at the left, the chosen word at the right."""

    def __init__(self, words: Sequence[OwnWord], brands: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("My words"))
        self.resize(760, 460)
        self._before, self.words = tuple(words), list(words)
        self.list, self.form = QListWidget(), OwnWordForm(brands)
        self.list.setAccessibleName(_("My words"))
        self.list.setMinimumWidth(300)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.add, self.remove = Button(_("Add")), Button(_("Remove"))
        self._checking = Aside(self)
        self._checking.done.connect(self._finish)
        self._checking.failed.connect(self.form.fault.setText)
        self._build()
        self.list.currentRowChanged.connect(self._show)
        self.form.edited.connect(self._take)
        self.add.clicked.connect(self.add_word)
        self.remove.clicked.connect(self.remove_word)
        for word in self.words:
            self.list.addItem(_shown(word))
        self._show(-1)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        two = QHBoxLayout()
        two.addWidget(self.add)
        two.addWidget(self.remove)
        two.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(two)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left)
        both.addWidget(self.form, 1)
        told = _(
            "Your words come before the models, from the next mention on. What is stored keeps its readings until it "
            "is read again: hubdesk collect FILE --again tone, or --again themes. Topics hear what their queries ask "
            "for, as before."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(both, 1)
        column.addWidget(plain_label(told, "small", "text2", wrap=True))
        column.addWidget(buttons)

    def wanted(self) -> ChangeOwnWords:
        """What Save writes."""
        return changes(self._before, self.words)

    def add_word(self) -> None:
        made = OwnWord("", Effect.TONE, "negative")
        self.words.append(made)
        self.list.addItem(_shown(made))
        self.list.setCurrentRow(len(self.words) - 1)
        self.form.words.setFocus()

    def remove_word(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            del self.words[at]
            self.list.takeItem(at)  # Qt chooses another one, and says so: while the item is there, its row is old
            self._show(self.list.currentRow())

    def accept(self) -> None:
        """Save, unless one of them cannot be kept: then that one is shown with what is wrong."""
        wrong = self._said_twice()
        if wrong is not None:
            self._finish(wrong)
        else:
            self._checking.run(partial(first_wrong, tuple(self.words)))

    def done(self, code: int) -> None:
        self._checking.close()
        super().done(code)

    def _said_twice(self) -> Wrong | None:
        seen: set[tuple[str, str, str]] = set()
        for at, word in enumerate(self.words):
            words = " ".join(word.words.split())
            key = (words.casefold(), word.effect, "" if word.effect == Effect.TONE else word.value)
            if key in seen:
                return Wrong(at, _("“{words}” is there twice.").format(words=tame(words, 60)))
            seen.add(key)
        return None

    def _finish(self, wrong: Wrong | None) -> None:
        if wrong is None:
            super().accept()
            return
        self.list.setCurrentRow(wrong.place)
        self.form.fault.setText(tame(wrong.why))
        self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, at: int) -> None:
        is_one = 0 <= at < len(self.words)
        self.remove.setEnabled(is_one)
        self.add.setEnabled(len(self.words) < MOST)
        self.form.show_word(self.words[at] if is_one else None)

    def _take(self, word: OwnWord) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.words):
            self.words[at] = replace(word, at=0)
            self.list.item(at).setText(_shown(word))


def _shown(word: OwnWord) -> str:
    words = tame(word.words, 60) or _("new word")
    return _("{words} — {effect}").format(words=words, effect=effect_words(word))


def ask_own_words(words: Sequence[OwnWord], topics: Sequence[Topic], parent: QWidget) -> ChangeOwnWords:
    """What a person wants changed; nothing when they changed their mind."""
    dialog = OwnWordsDialog(words, brands_of(topics), parent)
    is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = dialog.wanted() if is_wanted else ChangeOwnWords()
    dialog.deleteLater()
    return answer
