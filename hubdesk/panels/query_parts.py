"""The frames of the query workshop: a section with its own 28 px bar, and a list of sampled mentions."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core import Heard, Topic
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.feed_view import FeedView
from hubdesk.widgets.mention_list import MentionList
from hubdesk.widgets.theme import font, theme

BAR: Final = 28  # px, as a dock's title
PAD: Final = 12
GAP: Final = 6  # px between sections, as between docks
_MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SectionBar(QWidget):
    """The section's name in 600, what it is about in text3, and what the section puts at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle, self._is_active = title, "", False
        self.setFixedHeight(BAR)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(PAD, 1, PAD - 6, 0)
        self.row.setSpacing(4)
        self.row.addStretch(1)
        self.setAccessibleName(title)

    def say(self, subtitle: str) -> None:
        """Change what stands behind the name."""
        if subtitle != self.subtitle:
            self.subtitle = subtitle
            self.setAccessibleName(f"{self.title}, {subtitle}" if subtitle else self.title)
            self.update()

    def mark_active(self, is_active: bool) -> None:
        """2 px of accent on top: this is where a person works."""
        if is_active != self._is_active:
            self._is_active = is_active
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        if self._is_active:
            painter.fillRect(0, 0, self.width(), 2, look.colour("accent"))
        x, right = float(PAD), self._right()
        for words, role, token in ((self.title, "label", "text"), (self.subtitle, "small", "text3")):
            metrics = QFontMetricsF(font(role))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, right - x))
            painter.setFont(font(role))
            painter.setPen(look.colour(token))
            painter.drawText(QRectF(x, 0, max(0.0, right - x), self.height()), _MIDDLE, shown)
            x += metrics.horizontalAdvance(shown) + 8
        painter.end()

    def _right(self) -> float:
        """Where the words must end: at the first of what stands at the right."""
        parts = (part for part in self.findChildren(QWidget) if not part.isHidden() and part.parent() is self)
        return float(min((part.x() for part in parts), default=self.width()) - 6)


class Section(QWidget):
    """A bar over a body, framed as a dock is."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = SectionBar(title, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        inside = QWidget(self)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        column.addWidget(inside, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        painter.end()


class SampleSection(Section):
    """Some mentions, newest first, as cards. One that is clicked is explained."""

    chosen = Signal(object)  # mention id (int)
    link_chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._mentions = MentionList(self)
        self.view = FeedView(self._mentions, self)
        self.view.setAccessibleName(title)
        self.stage = Stage(self.view, self)
        self.body.addWidget(self.stage)
        self.view.chosen.connect(self.chosen)
        self.view.link_chosen.connect(self.link_chosen)

    def show_sample(
        self, sample: tuple[Heard, ...], empty: Vacancy, topics: tuple[Topic, ...], zone: str, today: str
    ) -> None:
        """Show these; without any, say why."""
        setting = self.view.cards.setting
        self.view.set_setting(replace(setting, topics=topics, zone=zone, today=today))
        if list(self._mentions.rows()) != sorted(sample, key=_newest_first):
            self._mentions.reset(sample)
        if sample:
            self.stage.show_picture()
        else:
            self.stage.show_vacancy(empty)

    def shown(self) -> tuple[Heard, ...]:
        """The mentions in the list, as they stand."""
        return tuple(self._mentions.rows())

    def minimumSizeHint(self) -> QSize:
        return QSize(220, BAR + 90)


def _newest_first(heard: Heard) -> tuple[int, int]:
    return (-heard.known_at, -heard.id)
