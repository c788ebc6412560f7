"""One of the analyst's own words as it is edited: the words, what they do, and to which tone, theme or brand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from hubdesk.core.readings import Effect, OwnWord
from hubdesk.i18n import N_, _
from hubdesk.widgets.card_words import THEMES, TONES
from hubdesk.widgets.text import plain_label, tame

LONGEST: Final = 100
EFFECTS: Final = {
    Effect.TONE: N_("The tone is"),
    Effect.THEME: N_("It is about"),
    Effect.BRAND: N_("It speaks of"),
    Effect.NEVER: N_("It names no brand"),
}
_TONES: Final = ("negative", "neutral", "positive", "unknown")


def effect_words(word: OwnWord) -> str:
    """What a word does, in words."""
    if word.effect == Effect.NEVER:
        return _("names no brand")
    labels = {Effect.TONE: TONES, Effect.THEME: THEMES}.get(word.effect, {})
    return _(labels[word.value]) if word.value in labels else tame(word.value, 60)


class OwnWordForm(QWidget):
    """Edits a copy; `edited` carries it at each change."""

    edited = Signal(object)  # OwnWord

    def __init__(self, brands: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brands = tuple(brands)
        self.words, self.effect, self.value = QLineEdit(), QComboBox(), QComboBox()
        self.words.setMaxLength(LONGEST)
        for effect, label in EFFECTS.items():
            self.effect.addItem(_(label), effect.value)
        self.fault = plain_label("", "small", "text", wrap=True)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        rows = ((self.words, _("Words")), (self.effect, _("Effect")), (self.value, _("Which")))
        for field, label in rows:
            field.setAccessibleName(label)
            form.addRow(label, field)
        told = _("A word, or several in a row; * for any ending: “augment*”. Capitals do not count.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(plain_label(told, "small", "text3", wrap=True))
        column.addWidget(self.fault)
        column.addStretch(1)
        self.words.textEdited.connect(self._take)
        self.effect.activated.connect(self._take_effect)
        self.value.activated.connect(self._take)

    def show_word(self, word: OwnWord | None) -> None:
        """Edit this one; None: there is none to edit."""
        self.setEnabled(word is not None)
        self.fault.setText("")
        word = word or OwnWord("", Effect.TONE, "negative")
        self.words.setText(word.words)
        self.effect.setCurrentIndex(self.effect.findData(word.effect.value))
        self._offer(word.effect)
        if word.effect != Effect.NEVER and self.value.findData(word.value) < 0:  # a brand that is no topic any more
            self.value.addItem(tame(word.value, 60), word.value)
        self.value.setCurrentIndex(max(0, self.value.findData(word.value)))

    def word(self) -> OwnWord:
        return OwnWord(self.words.text(), self._effect(), str(self.value.currentData() or ""))

    def _effect(self) -> Effect:
        return Effect(str(self.effect.currentData()))

    def _offer(self, effect: Effect) -> None:
        self.value.clear()
        self.value.setEnabled(effect != Effect.NEVER)
        if effect == Effect.TONE:
            offers = [(_(TONES[tone]), tone) for tone in _TONES]
        elif effect == Effect.THEME:
            offers = [(_(label), code) for code, label in THEMES.items()]
        else:
            offers = [(tame(brand, 60), brand) for brand in self._brands] if effect == Effect.BRAND else []
        for label, value in offers:
            self.value.addItem(label, value)

    def _take_effect(self, _index: int) -> None:
        self._offer(self._effect())
        self._take()

    def _take(self, _value: object = None) -> None:
        self.fault.setText("")
        self.edited.emit(self.word())
