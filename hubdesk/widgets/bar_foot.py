"""What stands under a table of shares: sentences that fold, those with a warning signed, some of which open rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from hubdesk.widgets.bar_rows import PAD, Caveat
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.theme import Theme, font, metrics

FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
SIGN: Final = 20.0
BETWEEN: Final = 4.0
_MOST_FOLDED: Final = 1_024  # texts at a width


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, whether it carries the sign, and the key of its rows (None: nothing to open)."""

    text: str
    is_signed: bool
    opens: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How the room is used: the least height of a row, the notes under the rows, and what the head says instead."""

    row: float
    notes: tuple[Note, ...]
    short: str = ""


def plans_of(warnings: Sequence[Caveat], notes: Sequence[str | Caveat], row: float, tight: float) -> tuple[Plan, ...]:
    """From the roomiest to the tightest: rows come nearer, then what is only explained leaves, then long words."""
    signed = tuple(Note(one.text, True, one.opens) for one in warnings)
    rest = (Note(one, False) if isinstance(one, str) else Note(one.text, False, one.opens) for one in notes)
    every = (*signed, *rest)
    short = " · ".join(dict.fromkeys(one.short for one in warnings))
    return Plan(row, every), Plan(tight, every), Plan(tight, signed), Plan(tight, (), short)


def note_height(note: Note, width: float) -> float:
    return _folded_height(note.text, max(60.0, width - 2 * PAD - (SIGN if note.is_signed else 0))) + 1


@lru_cache(_MOST_FOLDED)
def _folded_height(text: str, width: float) -> float:
    """Remembered: most of what is said under a table was said under the one before."""
    return metrics("small").boundingRect(QRectF(0, 0, width, 10_000), FOLDED, text).height()


def notes_height(notes: Sequence[Note], width: float) -> float:
    heights = [note_height(note, width) for note in notes]
    return sum(heights) + BETWEEN * len(heights) + 6 if heights else 0.0


def note_places(notes: Sequence[Note], width: float, height: float) -> list[QRectF]:
    """Where each stands in a table of that size: at its lower edge."""
    y, made = height - notes_height(notes, width), []
    for note in notes:
        high = note_height(note, width)
        made.append(QRectF(PAD, y, width - 2 * PAD, high))
        y += high + BETWEEN
    return made


def paint_note(painter: QPainter, note: Note, place: QRectF, look: Theme, is_hovered: bool, is_ringed: bool) -> None:
    if is_hovered or is_ringed:
        painter.fillRect(place.adjusted(-4, -2, 4, 2), look.colour("select" if is_ringed else "hover"))
    made = font("small")
    made.setUnderline(note.opens is not None and is_hovered)
    painter.setFont(made)
    if note.is_signed:
        paint_icon(painter, "warning", QRectF(place.left(), place.top(), 14, 14), look.colour("text2"))
    painter.setPen(look.colour("text2"))
    painter.drawText(place.adjusted(SIGN if note.is_signed else 0, 0, 0, 0), FOLDED, note.text)
