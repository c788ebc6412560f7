"""What is remembered of the look and of figures follows the theme and the language, and is nobody's to change."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from hubdesk import i18n
from hubdesk.core import Topic
from hubdesk.widgets import theme

STRANGER = Topic(7, "Une autre", "autre", colour="#6B7480")


def test_that_colours_and_styles_follow_the_theme(qapp: QApplication) -> None:
    seen = {}
    for name in ("light", "dark", "wall", "light"):
        theme.use(qapp, name)
        found = (theme.theme().colour("panel").name(), theme.theme().topic_style(STRANGER).colour.name())
        assert seen.setdefault(name, found) == found
    assert len({panel for panel, _style in seen.values()}) == 3


def test_that_who_makes_a_colour_paler_or_underlines_a_font_does_so_for_himself(qapp: QApplication) -> None:
    theme.use(qapp, "light")
    theme.theme().colour("accent").setAlphaF(0.5)
    theme.font("label").setUnderline(True)
    assert theme.theme().colour("accent").alphaF() == 1.0
    assert not theme.font("label").underline()


@pytest.mark.parametrize("value", [1234567, -1234567.5, 0.0, -0.0, -0.01])
def test_that_figures_follow_the_language(value: float) -> None:
    told = {}
    for language in ("en", "fr", "en", "fr"):
        i18n.use(language)
        found = i18n.number(value, 1, signed=True)
        assert told.setdefault(language, found) == found
    assert told["fr"] == told["en"].replace(",", i18n.THIN).replace(".", ",")
