"""Coverage on a wall: how many sources listen, which do not and since when, and the gaps of the span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import ClassVar, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

from hubdesk.core import Coverage, Scope, SourceState, Span
from hubdesk.i18n import N_, _
from hubdesk.panels.coverage import STATES, SourceLine, to_line
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import RIGHT, Brush
from hubdesk.wall.coverage_told import (
    ORDER,
    WallCoverage,
    count_words,
    gap_words,
    newest_words,
    short_count,
    trouble_choices,
    trouble_words,
)
from hubdesk.wall.face import Face, Showing
from hubdesk.wall.facts import (
    fact_lines,
    is_too_small,
    moment,
    more_words,
    paint_time,
    rows_that_fit,
    vacant,
    write_foot,
)
from hubdesk.wall.measure import Measure
from hubdesk.widgets.chart_spans import joined, without
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.glyphs import paint_state
from hubdesk.widgets.text import tame

MOST_SIGNS: Final = 120  # sources; of more the counts alone tell
ROW: Final = 1.15  # times a line's height
FEW: Final = 3  # sources that do not listen: their rows come before what the strip says of the span
TWO_COLUMNS: Final = 24.0  # times the text
WITH_STRIP: Final = 12.0


class CoverageFace(Face[WallCoverage]):
    """Signs and counts on top, then who is late or failed, then the span as a strip."""

    name: ClassVar[str] = "coverage"
    title: ClassVar[str] = N_("Coverage")

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> WallCoverage:
        """Worker thread: every source, whatever the topics."""
        found = reader.coverage(scope)
        heard = joined(span for one in found.sources for span in one.listened)
        return WallCoverage(
            span=Span(scope.start, scope.end),
            zone=reader.facts().timezone or "UTC",
            now=scope.known,
            sources=tuple(to_line(one, scope.known) for one in found.sources),
            listened=without(heard, found.gaps),
            gaps=found.gaps,
            newest_at=found.newest_at,
        )

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 8, measure.text * 2.6)

    def vacancy(self, picture: WallCoverage, showing: Showing) -> str:
        if picture.sources:
            return ""
        return vacant(why_empty(Coverage((), ()), 0, picture.span.end, picture.zone))

    def subtitle(self, picture: WallCoverage, showing: Showing) -> str:
        return ""

    def says(self, picture: WallCoverage, showing: Showing) -> str:
        told = [count_words(picture), newest_words(picture)]
        told += [f"{tame(one.name, 80)}: {trouble_words(one, picture)}" for one in picture.troubled]
        return "; ".join((*told, *gap_words(picture))) + "."

    def paint(
        self, brush: Brush, area: QRectF, picture: WallCoverage, before: WallCoverage | None, showing: Showing
    ) -> None:
        if is_too_small(brush, area):
            return
        least = brush.height("least")
        head = _head(brush, area, picture)
        rest = area.adjusted(0, head, 0, 0)
        rest = _strip(brush, rest, picture) if rest.height() >= least * 2 else rest
        _rows(brush, rest, picture)


def _head(brush: Brush, area: QRectF, picture: WallCoverage) -> float:
    """`11 of 12 listening`, large where there is room, the newest mention's age, a sign for each source. Returns the
    height used."""
    role = "head" if area.height() >= brush.height("head") * 3.2 else "strong"
    high, least = brush.height(role), brush.height("least")
    words = brush.first_that_fits((count_words(picture), short_count(picture)), area.width(), role)
    used = brush.write(words, area, role, whole=True)
    newest, down = newest_words(picture), high
    facts = (newest,) if words == count_words(picture) else (_(STATES[SourceState.LISTENING]), newest)
    if len(facts) == 1 and brush.width(newest) <= area.width() - used - brush.measure.pad * 2:
        off = (high - brush.height("text")) * 0.8
        brush.write(newest, area.adjusted(used, off, 0, 0), "text", "text2", RIGHT)
    else:
        for line in fact_lines(brush, facts, area.width(), min(2, int((area.height() - high) // least))):
            brush.write(line, area.adjusted(0, down, 0, 0), "least", "text2")
            down += least
    size = brush.measure.text * 0.5
    if down + size * 2 <= area.height() * 0.5 and len(picture.sources) <= MOST_SIGNS:
        down += _signs(brush, area.adjusted(0, down + size * 0.5, 0, 0), picture, size)
    return down


def _signs(brush: Brush, area: QRectF, picture: WallCoverage, size: float) -> float:
    """One for each source, those that do not listen first. Returns the height used, 0 where they have no room."""
    counts = Counter(one.state for one in picture.sources)
    states = [state for state in (*ORDER, SourceState.LISTENING) for _one in range(counts[state])]
    pitch = size * 1.6
    across = max(1, int((area.width() + pitch - size) // pitch))
    lines = -(-len(states) // across)
    if lines > 2:
        return 0.0
    for place, state in enumerate(states):
        line, column = divmod(place, across)
        centre = QPointF(area.left() + column * pitch + size * 0.6 + 1, area.top() + line * pitch + size / 2 + 1)
        ink = "text" if state in (SourceState.FAILED, SourceState.LATE) else "text2"
        _sign(brush, state, centre, size, ink)
    return lines * pitch + size * 0.5


def _sign(brush: Brush, state: SourceState, centre: QPointF, size: float, ink: str) -> None:
    """A source's state at a wall's size: its lines grow with it."""
    painter, grown = brush.painter, max(1.0, size / 10)
    painter.save()
    painter.translate(centre)
    painter.scale(grown, grown)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # a ring would be filled with what was painted last
    paint_state(painter, state.value, QPointF(0, 0), size / grown, brush.colour(ink))
    painter.restore()


def _strip(brush: Brush, area: QRectF, picture: WallCoverage) -> QRectF:
    """The span at the foot, its ends and its gaps in words. Returns what is left above."""
    span, zone = picture.span, picture.zone
    least, pad = brush.height("least"), brush.measure.pad
    kept = min(FEW, len(picture.troubled)) * brush.height("strong") * ROW
    is_tall = area.height() >= least * 5 + kept
    room = write_foot(brush, gap_words(picture), area, 2 if is_tall else 1)
    high = brush.measure.text * (0.6 if is_tall else 0.4)
    place = QRectF(room.left(), room.bottom() - high - pad * 0.3, room.width(), high)
    if place.top() < room.top():
        return room
    paint_time(brush, place, span, picture.listened, picture.gaps)
    top = place.top() - pad * 0.3
    if is_tall:
        start, end = moment(span.start, span, zone), moment(span.end, span, zone)
        line = QRectF(place.left(), top - least, place.width(), least)
        used = brush.write(start, line, "least", "text2", whole=True)
        if used + brush.width(end, "least") + pad <= line.width():
            brush.write(end, line, "least", "text2", RIGHT)
        top -= least
    return QRectF(area.left(), area.top(), area.width(), max(0.0, top - area.top() - pad * 0.3))


def _rows(brush: Brush, area: QRectF, picture: WallCoverage) -> None:
    """The sources, those that do not listen first, in two columns where it is wide."""
    troubled = picture.troubled
    high, least = brush.height("strong") * ROW, brush.height("least")
    listed = (*troubled, *(one for one in picture.sources if one.state == SourceState.LISTENING))
    if not troubled and area.height() < 3 * high:
        brush.paragraph(_("Every source is listening."), area, ink="text2")
        return
    beside = 2 if area.width() >= TWO_COLUMNS * brush.measure.text and len(listed) * high > area.height() else 1
    gap = brush.measure.pad * 2
    wide = (area.width() - gap * (beside - 1)) / beside
    down = rows_that_fit(area.height(), high, -(-len(listed) // beside), least)
    if not down:  # those that do not listen, in small letters, as many as have room
        facts = (f"{tame(one.name, 80)}: {trouble_words(one, picture)}" for one in troubled)
        for place, words in enumerate(fact_lines(brush, facts, area.width(), int((area.height() + 0.5) // least))):
            brush.write(words, area.adjusted(0, place * least, 0, 0), "least")
        return
    for place, one in enumerate(listed[: down * beside]):
        column, line = divmod(place, down)
        row = QRectF(area.left() + column * (wide + gap), area.top() + line * high, wide, high)
        _source(brush, row, one, picture)
    below = area.adjusted(0, down * high, 0, 0)
    if (more := more_words(len(listed) - down * beside)) and below.height() >= least - 0.5:
        brush.write(more, below, "least", "text2")


def _source(brush: Brush, line: QRectF, one: SourceLine, picture: WallCoverage) -> None:
    """Sign and name; since when it does not listen, or when it did."""
    size, high = brush.height("strong") * 0.45, brush.height("strong")
    is_well = one.state == SourceState.LISTENING
    centre = QPointF(line.left() + size * 0.6 + 1, line.top() + high / 2)
    _sign(brush, one.state, centre, size, "text2" if is_well else "text")
    room = line.adjusted(size * 1.6, 0, 0, 0)
    if is_well:
        wide = room.width() * 0.4 if room.width() >= WITH_STRIP * brush.measure.text else 0.0
        if wide:
            strip = QRectF(room.right() - wide, room.top() + high * 0.35, wide, high * 0.3)
            paint_time(brush, strip, picture.span, one.listened, one.gaps)
    else:
        left = room.width() - brush.width(tame(one.name, 80), "strong") - brush.measure.pad
        choices = trouble_choices(one, picture)
        said = brush.first_that_fits(choices, left) or brush.first_that_fits(choices[1:], room.width() * 0.5)
        wide = brush.write(said, room, "text", "text2", RIGHT, whole=True)
    name = room.adjusted(0, 0, -wide - brush.measure.pad, 0)
    brush.write(tame(one.name, 80), name, "text" if is_well else "strong")
