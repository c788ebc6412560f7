"""What we listen to: each source, how it does, what it missed, why it is off; and what is read in what it brings."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.core import DAY, NEVER_ASKED, Coverage, Millis, Scope, SourceCoverage, SourceState, Span, Topic
from hubdesk.i18n import N_, _, clock, duration, iso, ngettext, number
from hubdesk.panels import coverage_readings
from hubdesk.panels.coverage_readings import ReadingLine
from hubdesk.panels.panel import Panel
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.coverage_row import CoverageRow, RowWords, columns_of
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.reading_rows import ReadingRows
from hubdesk.widgets.text import tame

STATES = {
    SourceState.LISTENING: N_("listening"),
    SourceState.LATE: N_("late"),
    SourceState.FAILED: N_("failed"),
    SourceState.OFF: N_("off"),
    SourceState.UNKNOWN: N_("unknown"),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as it stood at the scope's end. `due_at` None: nobody knows; `every` 0: a stream."""

    id: int
    name: str
    kind: str
    state: SourceState
    enabled: bool
    every: Millis
    last_at: Millis | None
    due_at: Millis | None
    failures: int
    error: str
    off_reason: str
    listened: tuple[Span, ...]
    gaps: tuple[Span, ...]
    new: int
    note: str = ""  # what a person should know although all is well
    held_back: int = 0  # mentions that this sealed session was not given


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """Every source of the session, in the order they were added."""

    span: Span
    zone: str
    sources: tuple[SourceLine, ...]
    now: Millis  # where we stand: ages and next tries are told from here
    readings: tuple[ReadingLine, ...] = ()


class CoveragePanel(Panel[CoveragePicture]):
    """A row per source: what it did, what it will do, and what can be done about it."""

    name: ClassVar[str] = "coverage"
    title: ClassVar[str] = N_("Coverage")
    _picture: CoveragePicture | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, CoverageRow] = {}
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._readings = ReadingRows(self._list)
        self._column.addWidget(self._readings)
        self._column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(self._list)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stage = Stage(scroll, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> CoveragePicture:
        """Worker thread: how each source stood at the scope's end, whatever the topics."""
        coverage = reader.coverage(scope)
        lines = tuple(to_line(one, scope.known) for one in coverage.sources)
        zone, readings = reader.facts().timezone or "UTC", coverage_readings.read_lines(reader, scope)
        return CoveragePicture(Span(scope.start, scope.end), zone, lines, scope.known, readings)

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        return ()  # what was listened to does not depend on what is heard in it

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else coverage_sheet(self._picture)

    def draw(self, picture: CoveragePicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.subtitle_changed.emit(subtitle(picture))
        if not picture.sources:
            self._stage.show_vacancy(why_empty(Coverage((), ()), 0, picture.span.end, picture.zone))
            return
        for gone in self._rows.keys() - {line.id for line in picture.sources}:
            row = self._rows.pop(gone)
            self._column.removeWidget(row)
            row.deleteLater()
        said = [words(line, picture) for line in picture.sources]
        columns = columns_of(said)
        for place, line in enumerate(picture.sources):
            if line.id not in self._rows:
                row = CoverageRow(line.id, self._list)
                row.ask_wished.connect(self.source_wished)
                row.switched.connect(self._switch)
                self._rows[line.id] = row
                self._column.insertWidget(place, row)
            self._rows[line.id].show_words(said[place], picture.span, columns)
        self._readings.set_rows([coverage_readings.words(one, picture.zone, picture.now) for one in picture.readings])
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last rows stay, under a bar that says what failed."""
        self._stage.complain(message, _("The sources could not be read"))

    def _switch(self, source: int, enabled: bool) -> None:
        self.wish.emit("source-enabled", (source, enabled))


def to_line(one: SourceCoverage, end: Millis) -> SourceLine:
    """A source for the panel. A stream's last success is when it was last listened to, not when it connected."""
    row = one.source
    heard = max((span.end for span in one.listened), default=None) if row.every == 0 else None
    known = [at for at in (row.last_success_at, heard) if at is not None and at <= end]
    return SourceLine(
        id=row.id,
        name=row.name,
        kind=row.kind,
        state=one.state,
        enabled=row.enabled,
        every=row.every,
        last_at=max(known, default=None),
        due_at=row.due_at or None,
        failures=row.failures,
        error=row.last_error,
        off_reason=row.off_reason,
        listened=one.listened,
        gaps=one.gaps,
        new=one.new,
        note=one.note,
        held_back=one.held_back,
    )


def coverage_sheet(picture: CoveragePicture) -> Sheet | None:
    """A row a source, then one for each of its gaps in the span. None without sources."""
    heads = (_("Source"), _("Kind"), _("State"), _("new mentions"), _("From"), _("To"), _("Reason"))
    rows: list[tuple[str | int | None, ...]] = []
    for line in picture.sources:
        start, end = (iso(at, picture.zone) for at in (picture.span.start, picture.span.end))
        state = _(STATES[line.state])
        rows.append((line.name, line.kind, state, line.new, start, end, reason(line, picture) or None))
        gaps = ((iso(gap.start, picture.zone), iso(gap.end, picture.zone)) for gap in line.gaps)
        rows += [(line.name, line.kind, _("did not listen"), None, *gap, None) for gap in gaps]
    return Sheet(heads, tuple(rows)) if rows else None


def subtitle(picture: CoveragePicture) -> str:
    on = [line for line in picture.sources if line.enabled]
    listening = sum(1 for line in on if line.state == SourceState.LISTENING)
    return _("{n} of {all} listening").format(n=listening, all=len(picture.sources)) if picture.sources else ""


def words(line: SourceLine, picture: CoveragePicture) -> RowWords:
    """A source's row in words."""
    end = picture.now
    last = _("never") if line.last_at is None else _("{time} ago").format(time=duration(end - line.last_at))
    asked = line.kind not in NEVER_ASKED
    return RowWords(
        name=tame(line.name, 200),
        state=line.state,
        state_word=_(STATES[line.state]),
        last=last,
        following=following(line, picture) if asked else "",
        new=ngettext("{n} new one", "{n} new ones", line.new).format(n=number(line.new)),
        reason=reason(line, picture),
        enabled=line.enabled,
        can_ask=asked and line.enabled and line.every > 0,
        listened=line.listened,
        gaps=line.gaps,
        can_switch=asked or line.enabled,  # a file that was read once cannot be listened to
    )


def following(line: SourceLine, picture: CoveragePicture) -> str:
    """When it is asked next."""
    if not line.enabled:
        return ""
    if line.due_at is None:
        return "" if line.every else _("continuous")
    if not line.every and line.state in (SourceState.LISTENING, SourceState.LATE):
        return _("continuous")
    if line.due_at <= picture.now:
        return _("due now")
    with_day = line.due_at - picture.now > DAY
    return _("next {time}").format(time=time_label(line.due_at, picture.zone, with_day))


def reason(line: SourceLine, picture: CoveragePicture) -> str:
    """Why it does not listen, in full; when it does, what it has to say (that it has moved, say), mostly nothing."""
    told = tame(line.error)
    if line.held_back:
        return ngettext(
            "held back by its terms: {n} mention is not in this file",
            "held back by its terms: {n} mentions are not in this file",
            line.held_back,
        ).format(n=number(line.held_back))
    if line.state == SourceState.OFF:
        return tame(line.off_reason) or _("turned off")
    if line.state == SourceState.UNKNOWN:
        return _("not asked yet")
    if line.state == SourceState.FAILED:
        error = told or _("no answer")
        if line.failures < 2:
            return error
        times = ngettext("{n} failure in a row", "{n} failures in a row", line.failures)
        return f"{error} · {times.format(n=line.failures)}"
    if line.state == SourceState.LATE:
        since = clock(line.last_at, picture.zone)
        return told or _("no word since {time}").format(time=since)
    return tame(line.note)
