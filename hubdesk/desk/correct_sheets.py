"""Sheets in which the analyst chooses what a reading is: themes, brands with the tone towards each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QScrollArea, QWidget

from hubdesk.core import Role, Topic
from hubdesk.desk.correct_sheet import CorrectSheet
from hubdesk.desk.place_sheet import PlaceSheet
from hubdesk.i18n import _
from hubdesk.panels.correcting import PLACE, TARGET, THEME, Choosing
from hubdesk.panels.reading_words import tone_word
from hubdesk.query.defaults import operators
from hubdesk.widgets.card_words import THEMES, theme_word
from hubdesk.widgets.text import plain_label, tame

_BRANDS: Final = (Role.OWN, Role.RIVAL)
_TONES: Final = ("", "negative", "neutral", "positive", "unknown")
_COLUMNS: Final = 2


class ThemeSheet(CorrectSheet):
    """A box for each theme."""

    def __init__(self, wanted: Choosing, parent: QWidget) -> None:
        super().__init__(wanted, parent)
        codes = [*THEMES, *(code for code in wanted.value if code not in THEMES)]
        grid, self.boxes = QGridLayout(), dict[str, QCheckBox]()
        half = -(-len(codes) // _COLUMNS)
        for at, code in enumerate(codes):
            box = QCheckBox(theme_word(code).replace("&", "&&"))
            box.setChecked(code in wanted.value)
            self.boxes[code] = box
            grid.addWidget(box, at % half, at // half)
        self.column.addLayout(grid)
        self.column.addWidget(plain_label(_("None checked: it is about none of them."), "small", "text2"))
        self.column.addWidget(self.buttons)

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, box in self.boxes.items() if box.isChecked())


class TargetSheet(CorrectSheet):
    """A choice of tones for each brand; those that are not named have none."""

    def __init__(self, wanted: Choosing, brands: Sequence[str], parent: QWidget) -> None:
        super().__init__(wanted, parent)
        said = dict(one.partition("=")[::2] for one in wanted.value)
        self.tones: dict[str, QComboBox] = {}
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, brand in enumerate(dict.fromkeys([*brands, *said])):
            choice = QComboBox()
            choice.setAccessibleName(tame(brand, 80))
            for tone in _TONES:
                choice.addItem(tone_word(tone) if tone else _("not named"), tone)
            choice.setCurrentIndex(_TONES.index(said[brand] or "unknown") if said.get(brand, "?") in _TONES else 0)
            self.tones[brand] = choice
            grid.addWidget(plain_label(tame(brand, 40), "strong"), at, 0)
            grid.addWidget(choice, at, 1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows take the keyboard, and it follows them
        scroll.setMinimumHeight(min(320, page.sizeHint().height()))
        scroll.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        self.column.addWidget(scroll)
        self.column.addWidget(self.buttons)

    def value(self) -> tuple[str, ...]:
        chosen = {brand: choice.currentData() for brand, choice in self.tones.items()}
        return tuple(f"{brand}={tone}" for brand, tone in chosen.items() if tone)


def sheet_for(wanted: Choosing, topics: Sequence[Topic], parent: QWidget) -> CorrectSheet | None:
    """The sheet in which that reading is chosen; none for one that has a key for each value."""
    if wanted.reading == THEME:
        return ThemeSheet(wanted, parent)
    if wanted.reading == TARGET:
        brands = [topic.name for topic in topics if topic.role in _BRANDS] or [one.name for one in operators()]
        return TargetSheet(wanted, brands, parent)
    if wanted.reading == PLACE:
        return PlaceSheet(wanted, parent)
    return None
