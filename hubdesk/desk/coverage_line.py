"""The 24 px line that says what we cannot see: who listens, a strip of the span, the worst fault, the age of news."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.core import Coverage, Millis, Scope, SourceCoverage, SourceState, Span
from hubdesk.core.filters import Filters
from hubdesk.core.readings import ReaderOff
from hubdesk.desk.words import zone_words
from hubdesk.i18n import _, clock, day, duration, ngettext, number
from hubdesk.panels.coverage_readings import known_off, off_words, reader_name
from hubdesk.panels.past import Past
from hubdesk.store.reader import Reader
from hubdesk.widgets.coverage_strip import CoverageStrip
from hubdesk.widgets.glyphs import paint_icon, paint_state
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import advance, font, theme

KEY: Final = "bars"
HEIGHT: Final = 24
STRIP_WIDEST: Final = 620
TROUBLED: Final = (SourceState.FAILED, SourceState.LATE)


@dataclass(frozen=True, slots=True)
class Fault:
    """The worst thing about the listening, or about the reading: `state` picks the glyph."""

    state: str
    source: str = ""
    since: Millis | None = None
    gap: Span | None = None
    why: str = ""  # of a reading


@dataclass(frozen=True, slots=True)
class Bars:
    """What the coverage line and the status bar show."""

    span: Span
    listening: int
    sources: int
    listened: tuple[Span, ...]
    gaps: tuple[Span, ...]
    fault: Fault | None
    newest_at: Millis | None
    count: int
    total: int
    past: Past = Past()  # noqa: RUF009 — a frozen value
    heard: tuple[str, ...] = ()  # the names of the sources that listened
    held: frozenset[str] = frozenset()  # of those whose terms keep what they brought on the desk
    filters: Filters = ()  # what the count is narrowed to


def read_past(reader: Reader) -> Past:
    """Worker thread: which topics' past is still to be heard again, and what of it nobody kept."""
    works = reader.rehearing()
    dropped = tuple((work.topic, reader.kept_only(work.topic)) for work in works)
    return Past(works, dropped=tuple(one for one in dropped if one[1]))


def read_bars(reader: Reader, scope: Scope, options: Hashable) -> Bars:
    """Worker thread: the listening and the count of a scope."""
    coverage = reader.coverage(scope)
    enabled = [one for one in coverage.sources if one.state != SourceState.OFF]
    return Bars(
        Span(scope.start, scope.end),
        sum(one.state == SourceState.LISTENING for one in enabled),
        len(enabled),
        _union([span for one in coverage.sources for span in one.listened]),
        coverage.gaps,
        worst_fault(coverage, known_off(reader, scope)),
        coverage.newest_at,
        reader.count(scope),
        reader.facts().mentions,
        read_past(reader),
        tuple(one.source.name for one in coverage.sources if one.listened),
        reader.held_sources(),
        scope.filters,
    )


def worst_fault(coverage: Coverage, off: Sequence[ReaderOff] = ()) -> Fault | None:
    """A failed source before a late one before a reading that is off before a gap; what has been so for longest."""
    for state in TROUBLED:
        troubled = [one for one in coverage.sources if one.state == state]
        if troubled:
            worst = min(troubled, key=_since)
            return Fault(state, tame(worst.source.name, 60), worst.source.last_success_at)
    if off:
        first = min(off, key=_off_since)
        return Fault("reading", first.name, first.since, why=tame(first.why))
    gaps = coverage.gaps
    return Fault("gap", gap=max(gaps, key=_start)) if gaps else None


def fault_words(fault: Fault, zone: str, scope_day: Millis) -> tuple[str, str]:
    """The fault in words, short and whole."""
    if fault.gap is not None:
        start, end = clock(fault.gap.start, zone), clock(fault.gap.end, zone)
        if day(fault.gap.start, zone) != day(scope_day, zone):
            start = f"{day(fault.gap.start, zone)} {start}"
        short = _("nobody listened from {start} to {end}").format(start=start, end=end)
        return short, short + _(": nothing is known of it")
    if fault.state == "reading":
        return _reading_words(fault, zone, scope_day)
    named = _("{name} failed") if fault.state == SourceState.FAILED else _("{name} is late")
    short = named.format(name=fault.source)
    if fault.since is None:
        return short, short
    since = clock(fault.since, zone)
    if day(fault.since, zone) != day(scope_day, zone):
        since = f"{day(fault.since, zone)} {since}"
    return short, _("{what}, last heard at {since}").format(what=short, since=since)


def _reading_words(fault: Fault, zone: str, scope_day: Millis) -> tuple[str, str]:
    off = ReaderOff(fault.source, fault.why, fault.since)
    short = _("{reading}: {state}").format(reading=reader_name(off.name), state=off_words(off, zone, scope_day))
    return short, f"{short}, {fault.why}" if fault.why else short


class CoverageLine(QWidget):
    """Click it for the coverage panel."""

    coverage_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._bars: Bars | None = None
        self._said: tuple[str, ...] = ()  # all that is painted but the strip, which sees to itself
        self._zone = "UTC"
        self._now: Millis = 0
        self._is_live = True
        self._strip = CoverageStrip(self)
        self._strip.hide()

    @property
    def bars(self) -> Bars | None:
        """What was shown last."""
        return self._bars

    def show_bars(self, bars: Bars, zone: str, now: Millis, is_live: bool) -> None:
        """`now` is what ages are counted from: the clock when live."""
        self._bars, self._zone, self._now, self._is_live = bars, zone, now, is_live
        self._strip.set_spans(bars.span, bars.listened, bars.gaps)
        self._strip.show()
        said = (self._state(), self._listening(), *self._fault(), self._newest())
        if said != self._said:  # a filter changes what is counted, not who listened
            self._said = said
            self.setAccessibleName(" · ".join(filter(None, (said[1], said[3], said[4]))))
            self._place()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.coverage_wished.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.fillRect(self.rect(), look.colour("alt"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), look.colour("line"))
        middle = (self.height() - 1) / 2
        bars = self._bars
        paint_state(painter, self._state(), QPointF(18, middle), 8, look.colour("text2"))
        self._write(painter, self._listening(), "small", "text2", 32)
        right = self._write(painter, self._newest(), "small", "text3", -12)
        x = self._after_strip()
        if bars is not None and bars.fault is not None:
            self._paint_fault(painter, bars.fault, x, right - 16)
        painter.end()

    def _state(self) -> str:
        """Of all sources together: listening if one is."""
        if self._bars is None or not self._bars.sources:
            return "unknown"
        if self._bars.listening:
            return "listening"
        fault = self._bars.fault
        return fault.state if fault is not None and fault.state in TROUBLED else "unknown"

    def _paint_fault(self, painter: QPainter, fault: Fault, x: float, right: float) -> None:
        short, whole = self._fault()
        room = right - x - 20
        metrics = QFontMetricsF(font("label"))
        words = whole if metrics.horizontalAdvance(whole) <= room else short
        if metrics.horizontalAdvance(words) > room:
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room))
        if not words:
            return
        middle = QPointF(x + 6, (self.height() - 1) / 2)
        if fault.gap is None and fault.state != "reading":
            paint_state(painter, fault.state, middle, 8, theme().colour("text"))
        else:
            paint_icon(painter, "warning", QRectF(middle.x() - 7, middle.y() - 7, 14, 14), theme().colour("text"))
        self._write(painter, words, "label", "text", x + 18)

    def _write(self, painter: QPainter, words: str, role: str, token: str, x: float) -> float:
        """From x on, or up to the right edge when x is negative. Where the words begin or end."""
        width = advance(words, role)
        left = x if x >= 0 else self.width() + x - width
        painter.setFont(font(role))
        painter.setPen(theme().colour(token))
        painter.drawText(QRectF(left, 0, width + 2, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, words)
        return left + width if x >= 0 else left

    def _listening(self) -> str:
        if self._bars is None:
            return ""
        if not self._bars.sources:
            return _("no source")
        text = ngettext("{n} source of {m} listening", "{n} sources of {m} listening", self._bars.listening)
        return text.format(n=number(self._bars.listening), m=number(self._bars.sources))

    def _fault(self) -> tuple[str, str]:
        if self._bars is None or self._bars.fault is None:
            return "", ""
        return fault_words(self._bars.fault, self._zone, self._now)

    def _newest(self) -> str:
        if self._bars is None:
            return ""
        at, zone = self._bars.newest_at, zone_words(self._zone)
        if at is None:
            return _("no mention yet · {zone}").format(zone=zone)
        if self._is_live and at <= self._now:
            age = duration(self._now - at)
            return _("newest mention {age} ago · {zone}").format(age=age, zone=zone)
        when = f"{day(at, self._zone)} {clock(at, self._zone)}"
        return _("newest mention {when} · {zone}").format(when=when, zone=zone)

    def _place(self) -> None:
        left = 32 + advance(self._listening(), "small") + 14
        rest = self.width() - left - advance(self._newest(), "small") - 40
        width = max(40.0, min(STRIP_WIDEST, rest * 0.5))
        self._strip.setGeometry(round(left), 8, round(width), 8)

    def _after_strip(self) -> float:
        return self._strip.geometry().right() + 12.0 if not self._strip.isHidden() else 220.0


def _union(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=_start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _start(span: Span) -> Millis:
    return span.start


def _off_since(one: ReaderOff) -> Millis:
    return one.since or 0


def _since(one: SourceCoverage) -> Millis:
    return one.source.last_success_at or 0
