"""One row of the table of terms: which columns have room, how a row and the head are painted, and what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from hubdesk.i18n import UNKNOWN, _, number, percent
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, font

HEAD: Final = 30  # px
ROW: Final = 27
PAD: Final = 12.0
BETWEEN: Final = 16.0
BAR: Final = 110.0  # the noise bar's track, where there is room
SHORTEST_BAR: Final = 36.0
SHORTEST_TERM: Final = 84.0
NOISY: Final = 0.25  # from this share on a row is in ink and strong: the reader should look at it
TERM_LIMIT: Final = 120  # code points
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term: mentions that hold it, those that no other term would bring, the share of noise among these (0 to 1).

    `noise` None: not known. `is_estimate`: counted on a sample and scaled up.
    """

    text: str
    mentions: int
    alone: int
    noise: float | None = None
    is_estimate: bool = False


def figures(row: TermRow) -> tuple[str, str, str]:
    """Mentions, alone and noise as they are written."""
    about = "≈ " if row.is_estimate else ""
    return about + number(row.mentions), about + number(row.alone), percent(row.noise, 0)


def spoken(row: TermRow) -> str:
    """A row for a screen reader."""
    mentions, alone, noise = figures(row)
    noise = _("unknown") if row.noise is None else noise
    return _("{term}: {mentions} mentions, {alone} alone, estimated noise {noise}").format(
        term=tame(row.text, TERM_LIMIT), mentions=mentions, alone=alone, noise=noise
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edge and width of each column in px; one that has no room is 0 wide."""

    term: tuple[float, float]
    mentions: tuple[float, float]
    alone: tuple[float, float]
    bar: tuple[float, float]
    noise: tuple[float, float]


def columns_for(rows: Sequence[TermRow], width: float) -> Columns:
    """Short of room the bar shrinks, then leaves, then what a term brings alone; a figure is never cut."""
    heads, strong = QFontMetricsF(font("small")), QFontMetricsF(font("strong"))
    written = [figures(row) for row in rows]
    wide = [math.ceil(max((strong.horizontalAdvance(one[i]) for one in written), default=0.0)) + 1.0 for i in range(3)]
    mentions = max(wide[0], _head_width(heads, _("mentions")))
    alone = max(wide[1], _head_width(heads, _("alone")))
    noise, head = wide[2], _head_width(heads, _("estimated noise"))
    mono = QFontMetricsF(mono_font())
    longest = max((mono.horizontalAdvance(tame(row.text, TERM_LIMIT)) for row in rows), default=0.0) + 2
    inner = width - 2 * PAD
    for shown_alone, bar in ((True, BAR), (True, SHORTEST_BAR), (True, 0.0), (False, 0.0)):
        right = max(noise + (bar + 8 if bar else 0.0), head if bar or not rows else noise)
        used = mentions + BETWEEN + (alone + BETWEEN if shown_alone else 0.0) + right
        room = inner - used - BETWEEN
        if room >= min(longest, SHORTEST_TERM if bar < BAR else 180.0) or not (bar or shown_alone):
            bar = min(BAR, bar + max(0.0, room - longest)) if bar else 0.0
            return _placed(inner, mentions, alone if shown_alone else 0.0, bar, noise, max(right, noise + 8 + bar))
    raise AssertionError("the last choice is always taken")


def _placed(inner: float, mentions: float, alone: float, bar: float, noise: float, right: float) -> Columns:
    """From the right edge to the left; the term takes what is left."""
    edge = PAD + inner
    noise_at = (edge - noise, noise)
    bar_at = (edge - right, right - noise - 8) if bar else (edge - right, 0.0)
    edge -= (right if bar else noise) + BETWEEN
    alone_at = (edge - alone, alone)
    edge -= alone + BETWEEN if alone else 0.0
    mentions_at = (edge - mentions, mentions)
    return Columns((PAD, max(20.0, edge - mentions - BETWEEN - PAD)), mentions_at, alone_at, bar_at, noise_at)


def _head_width(metrics: QFontMetricsF, text: str) -> float:
    return math.ceil(metrics.horizontalAdvance(text)) + 1.0


def mono_font(weight: int = 400) -> QFont:
    return font("body", weight=weight, kind="mono")


def paint_head(painter: QPainter, columns: Columns, look: Theme) -> None:
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    for (left, width), head in ((columns.mentions, _("mentions")), (columns.alone, _("alone"))):
        if width:
            painter.drawText(QRectF(left, 0, width, HEAD), RIGHT, head)
    left, bar = columns.bar
    right = columns.noise[0] + columns.noise[1]
    if bar:
        painter.drawText(QRectF(left, 0, right - left, HEAD), LEFT, _("estimated noise"))
    else:
        painter.drawText(QRectF(right - 80, 0, 80, HEAD), RIGHT, _("noise"))


def paint_row(painter: QPainter, row: TermRow, columns: Columns, top: float, look: Theme) -> None:
    is_noisy = row.noise is not None and row.noise >= NOISY
    painter.setFont(mono_font(600 if is_noisy else 400))
    painter.setPen(look.colour("text"))
    left, width = columns.term
    term = QFontMetricsF(painter.font()).elidedText(tame(row.text, TERM_LIMIT), Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRectF(left, top, width + 2, ROW), LEFT, term)
    mentions, alone, noise = figures(row)
    painter.setFont(font("body", weight=500))
    _figure(painter, columns.mentions, top, mentions)
    painter.setPen(look.colour("text2"))
    painter.setFont(font("body"))
    _figure(painter, columns.alone, top, alone)
    painter.setFont(font("strong" if is_noisy else "body"))
    painter.setPen(look.colour("text" if is_noisy else "text2"))
    _figure(painter, columns.noise, top, noise)
    left, width = columns.bar
    if width and noise != UNKNOWN and row.noise is not None:
        track = QRectF(left, top + ROW / 2 - 4, width, 8)
        painter.fillRect(track, look.colour("band"))
        share = max(0.0, min(1.0, row.noise))
        painter.fillRect(QRectF(left, track.top(), width * share, 8), look.colour("text" if is_noisy else "band_line"))


def _figure(painter: QPainter, column: tuple[float, float], top: float, text: str) -> None:
    left, width = column
    if width:
        painter.drawText(QRectF(left - 4, top, width + 4, ROW), RIGHT, text)
