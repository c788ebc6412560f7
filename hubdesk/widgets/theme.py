"""Colours, type and spacing of the look (resources/look/tokens.json), and what a topic looks like on a chart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from hubdesk.core import Topic
from hubdesk.resources import resource

THEMES: Final = ("light", "dark", "wall")
FREE_MARKERS: Final = ("pentagon", "cross", "star", "bar")


@cache
def tokens() -> dict[str, Any]:
    """The look's values, as they are in the file."""
    found: dict[str, Any] = json.loads(resource("look/tokens.json").read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class TopicStyle:
    """How a topic is drawn. Colour never carries text: a label is the marker and ink. `dash` is px on, off, ..."""

    name: str
    short: str
    colour: QColor
    marker: str
    dash: tuple[float, ...]
    own: bool


class Theme:
    """One of light, dark and wall."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._colours: dict[str, Any] = tokens()["theme"][name]
        self._ranked: tuple[Sequence[Topic], dict[int, int]] = (), {}

    def colour(self, token: str) -> QColor:
        """A token of the colour table (`panel`, `text2`), a tone (`tone.negative`) or a step of the scale (`seq.0`)."""
        if token.startswith("tone."):
            return QColor(tokens()["tone"][token[5:]][self.name])
        if token.startswith("seq."):
            return QColor(self._colours["seq"][int(token[4:])])
        return QColor(self._colours[token])

    def topic_style(self, topic: Topic, others: Sequence[Topic] = ()) -> TopicStyle:
        """The style of a topic among the session's topics: a brand's own, else its colour pulled to 3:1 and a shape."""
        brands = tokens()["brand"]
        own = topic.role == "own"
        if topic.name in brands:
            brand = brands[topic.name]
            return TopicStyle(
                topic.name, brand["short"], QColor(brand[self.name]), brand["marker"], tuple(brand["dash"]), own
            )
        place = self._strangers(others).get(topic.id, 0)
        dash = ((), (9.0, 3.0), (9.0, 3.0, 2.0, 3.0), (2.0, 3.0))[place % 4]
        colour = legible(QColor(topic.colour), self.colour("panel"), 4.5 if self.name == "wall" else 3.0)
        return TopicStyle(topic.name, topic.name, colour, FREE_MARKERS[place % len(FREE_MARKERS)], dash, own)

    def _strangers(self, topics: Sequence[Topic]) -> dict[int, int]:
        """The place of each topic among those that are no brand. One list is asked for each of its topics in turn: what
        was counted for it is kept, or five thousand topics would be looked through five thousand times."""
        if self._ranked[0] is topics:
            return self._ranked[1]
        brands = tokens()["brand"]
        ids = (topic.id for topic in topics if topic.name not in brands)
        places = {id_: place for place, id_ in enumerate(dict.fromkeys(ids))}
        if isinstance(topics, tuple):  # which nobody changes
            self._ranked = topics, places
        return places


_current: list[Theme] = []


def theme() -> Theme:
    """The theme in force."""
    if not _current:
        _current.append(Theme("light"))
    return _current[0]


def use(app: QApplication, name: str) -> None:
    """Put a theme in force: Fusion, our palette, our font. Widgets hear of it as a PaletteChange."""
    _current[:] = [Theme(name)]
    if app.style().objectName().lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font("body"))
    app.setPalette(_palette(theme()))


@cache
def family(kind: str = "ui") -> str:
    """The first family of the look that this machine has: `ui`, `display` or `mono`."""
    have = set(QFontDatabase.families())
    wanted = tokens()["font"][kind]
    return str(next((name for name in wanted if name in have), wanted[-1] if have else ""))


def font(role: str, scale: float = 1.0, weight: int | None = None, kind: str = "ui") -> QFont:
    """A font of the type table (`micro`, `small`, `label`, `body`, `strong`, `head`, `figure`, `hero`)."""
    return QFont(_face(role, scale, weight, kind))  # a copy costs nothing until it is changed


@cache
def _face(role: str, scale: float, weight: int | None, kind: str) -> QFont:
    row = tokens()["type"][role]
    made = QFont(family(kind))
    made.setPixelSize(max(1, round(row["px"] * scale)))
    made.setWeight(QFont.Weight(weight or row["weight"]))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: QColor, ground: QColor, ratio: float) -> QColor:
    """The colour, pulled towards black or white until it stands out from the ground by that ratio."""
    towards = QColor("#000000") if ground.lightnessF() > 0.5 else QColor("#FFFFFF")
    pulled = QColor(colour)
    for step in range(1, 21):
        if contrast(pulled, ground) >= ratio:
            return pulled
        part = step / 20
        pulled = QColor.fromRgbF(
            colour.redF() + (towards.redF() - colour.redF()) * part,
            colour.greenF() + (towards.greenF() - colour.greenF()) * part,
            colour.blueF() + (towards.blueF() - colour.blueF()) * part,
        )
    return pulled


def _palette(look: Theme) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "panel",
        QPalette.ColorRole.AlternateBase: "alt",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "text3",
        QPalette.ColorRole.Button: "panel",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "text",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.Light: "raised",
        QPalette.ColorRole.Midlight: "alt",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "line_strong",
        QPalette.ColorRole.Shadow: "line_strong",
    }
    for role, token in roles.items():
        made.setColor(role, look.colour(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, look.colour("text3"))
    return made
