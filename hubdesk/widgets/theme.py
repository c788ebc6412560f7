"""Colours, type and spacing of the look (resources/look/tokens.json), and what a topic looks like on a chart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from hubdesk.core import Topic
from hubdesk.resources import resource

THEMES: Final = ("light", "dark", "wall")
FREE_MARKERS: Final = ("pentagon", "cross", "star", "bar")
GROUNDS: Final = ("window", "panel", "alt", "raised", "hover", "select")  # that a mark may be on; the last on no wall
MARK: Final = 3.0  # contrast of a mark with its ground, at least
LINE: Final = 3.5  # of a line around it, of which no pixel is whole


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
        self._made: dict[str, QColor] = {}
        self._ranked: tuple[Sequence[Topic], dict[int, int]] = (), {}

    def colour(self, token: str) -> QColor:
        """A token of the colour table (`panel`, `text2`), a tone (`tone.negative`) or a step of the scale (`seq.0`)."""
        made = self._made.get(token)
        if made is None:
            made = self._made[token] = self._read(token)
        return made.__copy__()  # some are made paler by who asked for them

    def _read(self, token: str) -> QColor:
        if token.startswith("tone."):
            return QColor(tokens()["tone"][token[5:]][self.name])
        if token.startswith("seq."):
            return QColor(self._colours["seq"][int(token[4:])])
        return QColor(self._colours[token])

    def topic_style(self, topic: Topic, others: Sequence[Topic] = ()) -> TopicStyle:
        """The style of a topic among the session's topics: a brand's own, else a shape and its colour, pulled
        until it stands out from every ground."""
        own = topic.role == "own"
        if topic.name in tokens()["brand"]:
            return _brand_style(self.name, topic.name, own)
        return _style(self.name, topic.name, topic.colour, own, self._strangers(others).get(topic.id, 0))

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


@cache
def _brand_style(look: str, name: str, own: bool) -> TopicStyle:
    brand = tokens()["brand"][name]
    return TopicStyle(name, brand["short"], QColor(brand[look]), brand["marker"], tuple(brand["dash"]), own)


@lru_cache(8_192)
def _style(look: str, name: str, given: str, own: bool, place: int) -> TopicStyle:
    """Of a topic that is no brand, the `place`th of them, which has this colour."""
    dash = ((), (9.0, 3.0), (9.0, 3.0, 2.0, 3.0), (2.0, 3.0))[place % 4]
    on_wall = look == "wall"
    ground = Theme(look).colour("panel") if on_wall else _hardest(look)
    colour = legible(QColor(given), ground, 4.5 if on_wall else MARK)
    return TopicStyle(name, name, colour, FREE_MARKERS[place % len(FREE_MARKERS)], dash, own)


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
    return _face(role, scale, weight, kind).__copy__()  # some are underlined by who asked for them


@cache
def _face(role: str, scale: float, weight: int | None, kind: str) -> QFont:
    row = tokens()["type"][role]
    made = QFont(family(kind))
    made.setPixelSize(max(1, round(row["px"] * scale)))
    made.setWeight(QFont.Weight(weight or row["weight"]))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def metrics(role: str, weight: int | None = None) -> QFontMetricsF:
    """What a font of the type table measures: made once, as the font is."""
    return QFontMetricsF(_face(role, 1.0, weight, "ui"))


@lru_cache(16_384)
def advance(text: str, role: str, weight: int | None = None) -> float:
    """How wide a text is in a font of the type table, px. Remembered: a table is measured at every answer, and most of
    its figures and names are those of before."""
    return metrics(role, weight).horizontalAdvance(text)


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def _hardest(name: str) -> QColor:
    """The ground of a look from which its marks stand out least: the one nearest to them all."""
    look = Theme(name)
    grounds = [look.colour(ground) for ground in GROUNDS]
    return min(grounds, key=QColor.lightnessF) if name == "light" else max(grounds, key=QColor.lightnessF)


def edge(colour: QColor) -> QColor | None:
    """What is drawn around a mark in a brand's colour that does not stand out from every ground of its look; None for
    all others. A brand keeps its colour, and its shape is seen on a chosen row too."""
    return _edges().get(colour.rgb())


@cache
def _edges() -> dict[int, QColor]:
    made: dict[int, QColor] = {}
    for name in ("light", "dark"):
        ground = _hardest(name)
        colours = [QColor(brand[name]) for brand in tokens()["brand"].values()]
        made |= {one.rgb(): legible(one, ground, LINE) for one in colours if contrast(one, ground) < MARK}
    return made


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
