"""What the alert bar says of one alarm, where each part of it stands at a width, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from hubdesk.core import EpisodeKind, Topic
from hubdesk.widgets.glyphs import marker_path, paint_icon, paint_marker
from hubdesk.widgets.severity import SIZE, paint_severity, plate_size
from hubdesk.widgets.text import ELLIPSIS, tame
from hubdesk.widgets.theme import Theme, font

GLYPH: Final = 14.0  # px
GAP: Final = 14.0
MARKER: Final = 18.0
LEAST_SENTENCE: Final = 240.0  # below which a sentence is not made narrower: what is less important leaves
LEAST_NAME: Final = 60.0
_GLYPHS: Final[dict[str, str]] = {
    EpisodeKind.CRISIS: "warning",
    EpisodeKind.OUTAGE: "place",
    EpisodeKind.AMPLIFICATION: "person",
}
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Alert:
    """What the bar says of one alarm, tamed. `topic` None: of no single topic, or of one that was removed.

    `kind` is an EpisodeKind, `called` its words, `waiting` how many more wait behind it. `quiet`: why it is told
    here alone, "" when it is not.
    """

    episode: int
    severity: int
    kind: str
    called: str
    topic: Topic | None
    topics: tuple[Topic, ...]
    name: str
    sentence: str
    since: str
    waiting: int = 0
    quiet: str = ""

    def spoken(self) -> str:
        """All of it, for those who hear the bar and for its tip."""
        about = ", ".join(filter(None, (self.called, self.name, self.since)))
        return " · ".join(filter(None, (about, self.sentence, self.quiet)))


@dataclass(frozen=True, slots=True)
class Parts:
    """Where each part stands, px; words that have no room are ""."""

    plate: QRectF
    called: str
    glyph: QRectF
    name: QRectF
    room: QRectF  # the sentence's
    sentence: str
    tail: tuple[tuple[QRectF, str], ...]


def parts(alert: Alert, place: QRectF) -> Parts:
    """Short of room, first leaves since when, then why it is quiet, then the kind's words; the sentence is cut."""
    small, strong = QFontMetricsF(font("small")), QFontMetricsF(font("strong"))
    marker = MARKER if alert.topic is not None else 0.0
    wanted = strong.horizontalAdvance(alert.name) + 2
    lead = 8 + GLYPH + 8 + marker
    has_words = plate_size(alert.called)[0] + lead + min(wanted, LEAST_NAME) <= place.width()
    called = alert.called if has_words else ""
    size = plate_size(called) if called else SIZE
    middle = place.center().y()
    plate = QRectF(place.left(), middle - size[1] / 2, *size)
    glyph = QRectF(plate.right() + 8, middle - GLYPH / 2, GLYPH, GLYPH)
    x = plate.right() + lead
    left = max(0.0, place.right() - x)
    name = QRectF(x, place.top(), min(wanted, max(min(LEAST_NAME, left), left * 0.4)), place.height())
    start, right = name.right() + GAP, place.right()
    tail: list[tuple[QRectF, str]] = []
    for words in (alert.quiet, alert.since):  # the one that is kept longest stands at the right
        wide = small.horizontalAdvance(words) + 2
        if words and right - wide - GAP - start >= LEAST_SENTENCE:
            tail.append((QRectF(right - wide, place.top(), wide, place.height()), words))
            right -= wide + GAP
    room = QRectF(start, place.top(), max(0.0, right - start), place.height())
    sentence = cut(alert.sentence, QFontMetricsF(font("body")), room.width())
    return Parts(plate, called, glyph, name, room, sentence, tuple(tail))


def cut(words: str, metrics: QFontMetricsF, room: float) -> str:
    """As many whole words as have room: a figure is never cut."""
    if metrics.horizontalAdvance(words) <= room:
        return words
    kept = tame(words, 400).split(" ")
    while kept and metrics.horizontalAdvance(f"{' '.join(kept)} {ELLIPSIS}") > room:
        kept.pop()
    return f"{' '.join(kept)} {ELLIPSIS}" if kept else ""


def paint_alert(painter: QPainter, alert: Alert, place: QRectF, look: Theme) -> None:
    """Severity and kind, topic, the sentence, and since when."""
    shown = parts(alert, place)
    paint_severity(painter, alert.severity, shown.plate, look, shown.called)
    _paint_kind(painter, alert.kind, shown.glyph, look)
    if alert.topic is not None:
        style = look.topic_style(alert.topic, alert.topics)
        at = QPointF(shown.name.left() - MARKER + 6, shown.name.center().y())
        paint_marker(painter, style.marker, at, 9.5, style.colour)
    _write(painter, shown.name, alert.name, "strong", look, "text")
    _write(painter, shown.room, shown.sentence, "body", look, "text")
    for where, words in shown.tail:
        _write(painter, where, words, "small", look, "text2")


def _paint_kind(painter: QPainter, kind: str, place: QRectF, look: Theme) -> None:
    """A triangle that rises for a buzz, a warning for a crisis, a place for an outage, a person for amplification."""
    if kind == EpisodeKind.BUZZ:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(marker_path("triangle", place.center(), place.width() * 0.7), look.colour("text"))
    else:
        paint_icon(painter, _GLYPHS.get(kind, "dot"), place, look.colour("text"))


def _write(painter: QPainter, place: QRectF, words: str, role: str, look: Theme, ink: str) -> None:
    """One line; a name that has no room is cut at its end."""
    if place.width() <= 0:
        return
    face = font(role)
    painter.setFont(face)
    painter.setPen(look.colour(ink))
    shown = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, place.width() + 1)
    painter.drawText(place.adjusted(0, 0, 2, 0), _LEFT, shown)
