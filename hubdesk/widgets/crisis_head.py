"""The head of a crisis room: how grave, about whom, since when, and one number that answers how loud."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.episode_rows import pitch, write
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.severity import paint_severity, plate_size
from hubdesk.widgets.theme import font, theme

PAD: Final = 12.0
_FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class HeadWords:
    """`hero` is the one number; `caption` what it rests on."""

    level: int
    kind: str
    topic: str
    shape: str
    colour: str
    about: str
    hero: str
    caption: str
    is_quiet: bool = False  # it is over


class CrisisHead(QWidget):
    """As tall as its width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: HeadWords | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, words: HeadWords) -> None:
        if words != self._words:
            self._words = words
            parts = (words.kind, words.topic, words.about, words.hero, words.caption)
            self.setAccessibleName(", ".join(filter(None, parts)))
            self._fit()
            self.update()

    def words(self) -> HeadWords | None:
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._fit()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self._words
        if words is None:
            return
        look, painter = theme(), QPainter(self)
        wide, high = plate_size(words.kind)
        plate = QRectF(PAD, 10, min(wide, self.width() - 2 * PAD), high)
        paint_severity(painter, words.level, plate, look, words.kind, words.is_quiet)
        x = plate.right() + 12
        if words.shape and x + 40 < self.width():
            paint_marker(painter, words.shape, QPointF(x + 6, plate.center().y()), 11, QColor(words.colour))
            x += 18
        name = QRectF(x, plate.top(), self.width() - PAD - x, plate.height())
        write(painter, name, words.topic, "head", look.colour("text"))
        about = QRectF(PAD, plate.bottom() + 4, self.width() - 2 * PAD, pitch("small"))
        write(painter, about, words.about, "small", look.colour("text2"))
        hero, caption = self._places(about.bottom() + 4)
        painter.setFont(font("hero", kind="display"))
        painter.setPen(look.colour("text"))
        painter.drawText(hero, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words.hero)
        painter.setFont(font("body"))
        painter.setPen(look.colour("text2"))
        painter.drawText(caption, _FOLDED, words.caption)
        painter.end()

    def _places(self, top: float) -> tuple[QRectF, QRectF]:
        """The number, and its caption beside it; below it where the room is narrow."""
        words = self._words
        if words is None:
            return QRectF(), QRectF()
        wide = math.ceil(QFontMetricsF(font("hero", kind="display")).horizontalAdvance(words.hero)) + 4
        hero = QRectF(PAD, top, wide, pitch("hero"))
        room = self.width() - 2 * PAD - wide - 14
        metrics = QFontMetricsF(font("body"))
        if room >= 180:
            high = metrics.boundingRect(QRectF(0, 0, room, 10_000), _FOLDED, words.caption).height()
            return hero, QRectF(hero.right() + 14, top, room, max(hero.height(), high))
        room = max(60.0, self.width() - 2 * PAD)
        high = metrics.boundingRect(QRectF(0, 0, room, 10_000), _FOLDED, words.caption).height()
        return hero, QRectF(PAD, hero.bottom() + 2, room, high)

    def _fit(self) -> None:
        words = self._words
        top = 10 + plate_size(words.kind if words is not None else "")[1] + 4 + pitch("small") + 4
        hero, caption = self._places(top)
        height = math.ceil(max(hero.bottom(), caption.bottom(), top) + 6)
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
