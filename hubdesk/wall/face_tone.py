"""Tone on a wall: one stacked bar for each brand, with what cannot be told always in it, and the curve below."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope, Topic
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _
from hubdesk.panels.tone_picture import ToneOptions, TonePicture, read_tone
from hubdesk.panels.tone_words import share_text
from hubdesk.store.reader import Reader, Split
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import is_too_small, more_words, rows_that_fit, vacant, write_foot
from hubdesk.wall.kept_paint import KeptPaint
from hubdesk.wall.measure import Measure
from hubdesk.wall.tone_curve import LEAST_HIGH, paint_tone_curve
from hubdesk.wall.tone_rows import TOLD, ToneRow, form_of, name_of_row, name_width, read_words, shares_of
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.tone_parts import name_of

MOST_ROWS: Final = 8  # topics, each of which is a walk over its mentions
AIRY: Final = 1.7  # times its height that a row may take where there is room, and too little for the curve
WITH_READ: Final = 7.0  # times the text, from which a line says how many opinions of all mentions were read
TOWARDS: Final = "towards"


@dataclass(frozen=True, slots=True)
class WallTone:
    """`rows` of `all` topics, the loudest first. `is_towards`: what mentions say of each brand, whatever their own
    tone."""

    picture: TonePicture
    rows: tuple[ToneRow, ...]
    all: int
    is_towards: bool = False


class ToneFace(Face[WallTone]):
    """With the option `towards` it tells the tone towards each brand, else the tone of what each topic heard."""

    name: ClassVar[str] = "tone"
    title: ClassVar[str] = N_("Tone")
    pace_seconds: ClassVar[float] = 4.0

    def __init__(self) -> None:
        self._kept = KeptPaint()

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return cell.option(TOWARDS, False)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> WallTone:
        """Worker thread: a walk over the scope's mentions, and one for each of its topics."""
        picture = read_tone(reader, scope, ToneOptions())
        if options is True:
            rows = _brands(picture, scope)
            return WallTone(picture, rows[:MOST_ROWS], len(rows), True)
        counts = {topic.id: count for topic, count in reader.shares(scope)} if scope.topics else {}
        loudest = sorted(scope.topics, key=_Loudest(counts))
        if len(loudest) < 2:
            one = loudest[0] if loudest else None
            return WallTone(picture, (ToneRow(one.name if one else "", picture.whole, one),), 1)
        made = (_row(reader, topic, scope) for topic in loudest[:MOST_ROWS])
        return WallTone(picture, tuple(made), len(loudest))

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 8, measure.text * 3.2)

    def vacancy(self, picture: WallTone, showing: Showing) -> str:
        told = picture.picture
        ground = told.ground
        if ground.empty is not None:
            return vacant(why_empty(ground.empty, ground.stored, ground.span.end, ground.zone))
        if picture.is_towards and not picture.rows:
            return _("No mention names a brand.")
        return "" if any(row.told.split.all for row in picture.rows) else _("No mention in this scope.")

    def subtitle(self, picture: WallTone, showing: Showing) -> str:
        return _("towards each brand, share of opinions read") if picture.is_towards else _("share of opinions read")

    def says(self, picture: WallTone, showing: Showing) -> str:
        told = []
        for row in picture.rows:
            split = row.told.split
            parts = (f"{name_of(part)} {share_text(getattr(split, part), split.read)}" for part in TOLD)
            told.append(f"{name_of_row(row)}: {', '.join((*parts, read_words(split)))}")
        more = more_words(picture.all - len(picture.rows))
        return "; ".join(filter(None, (*told, more))) + "."

    def paint(self, brush: Brush, area: QRectF, picture: WallTone, before: WallTone | None, showing: Showing) -> None:
        if is_too_small(brush, area):
            return
        measure, rows = brush.measure, picture.rows
        foot = (_("tone is not read at present"),) if picture.picture.off else ()
        if len(rows) > 1 and area.height() >= WITH_READ * measure.text:
            foot = (*foot, read_words(picture.picture.whole.split))
        room = write_foot(brush, foot, area, 1)
        names = max((name_width(brush, row, showing) for row in rows), default=0.0)
        high, paint = form_of(brush, room, len(rows), names)
        fits = rows_that_fit(room.height(), high, len(rows), brush.height("least"))
        curve = LEAST_HIGH * measure.text
        spare = room.height() - fits * high
        if fits and spare < curve:
            high = min(high * AIRY, high + spare / fits) if fits == picture.all else high
        for place, row in enumerate(rows[:fits]):
            shares = shares_of(row.told.split, _split_before(row, before), showing.motion)
            line = QRectF(room.left(), room.top() + place * high, room.width(), high)
            paint(brush, line, row, shares, names, showing)
        rest = room.adjusted(0, fits * high, 0, 0)
        if more := more_words(picture.all - fits):
            if rest.height() >= brush.height("least"):
                brush.write(more, rest, "least", "text2")
        elif rest.height() >= curve and rest.width() >= 8 * measure.text:
            paint_tone_curve(brush, rest, picture.picture, self._kept)


def _brands(picture: TonePicture, scope: Scope) -> tuple[ToneRow, ...]:
    """The brands that mentions name, of the scope's topics where it has any."""
    wanted = {topic.name for topic in scope.topics}
    known = {topic.name: topic for topic in picture.topics}
    return tuple(
        ToneRow(brand, told, known.get(brand)) for brand, told in picture.brands if not wanted or brand in wanted
    )


class _Loudest:
    """The order of topics: by their mentions."""

    def __init__(self, counts: dict[int, int]) -> None:
        self._counts = counts

    def __call__(self, topic: Topic) -> int:
        return -self._counts.get(topic.id, 0)


def _row(reader: Reader, topic: Topic, scope: Scope) -> ToneRow:
    return ToneRow(topic.name, reader.tone_totals(replace(scope, topics=(topic,))).whole, topic)


def _split_before(row: ToneRow, before: WallTone | None) -> Split | None:
    rows = before.rows if before is not None else ()
    return next((one.told.split for one in rows if one.name == row.name), None)
