"""Share of voice, and its change against the span before."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from hubdesk.core import DAY, Coverage, Scope, Span, Topic
from hubdesk.i18n import N_, _, local, percent
from hubdesk.panels.panel import Panel
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.bar_rows import Bar, Caveat
from hubdesk.widgets.bars import Bars, wilson
from hubdesk.widgets.chart_spans import length
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.empty_reasons import why_empty

UNEVEN: Final = 0.05  # of the listening, from which a comparison says that it rests on unlike halves


@dataclass(frozen=True, slots=True)
class ComparePicture:
    """The scope's topics, the loudest first. `listened` is the part of all sources' time that was listened to, in the
    span and in the one before."""

    span: Span
    before: Span
    zone: str
    bars: tuple[Bar, ...]
    topics: tuple[Topic, ...]
    listened: tuple[float, float]
    total_before: int
    is_shared: bool  # some mention was heard by two of the topics
    has_topics: bool = True
    empty: Coverage | None = None
    stored: int = 0


class ComparePanel(Panel[ComparePicture]):
    """A table with bars. A click on a row wishes for that topic alone."""

    name: ClassVar[str] = "compare"
    title: ClassVar[str] = N_("Comparison")
    _picture: ComparePicture | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Bars()
        self._bars.setAccessibleName(_(self.title))
        self._bars.topic_chosen.connect(self._wish_topic)
        scroll = QScrollArea(self)
        scroll.setWidget(self._bars)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table in it takes the keys
        self._stage = Stage(scroll, self)
        self._stage.chosen.connect(self._wish)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> ComparePicture:
        """Worker thread: counts, shares and changes. A mention heard by two topics counts for each."""
        facts, before = reader.facts(), scope.before()
        now, then = reader.shares(scope), dict(_by_id(reader.shares(before)))
        total, total_before = sum(count for _topic, count in now), sum(then.values())
        coverage, coverage_before = reader.coverage(scope), reader.coverage(before)
        listened = listened_parts(coverage, coverage_before, scope.length)
        known_before = total_before if listened[1] else 0
        bars = []
        for topic, count in sorted(now, key=_loudest_first):
            low, high = wilson(count, total)
            share = count / total if total else 0.0
            change = share - then.get(topic.id, 0) / known_before if known_before else None
            bars.append(Bar(topic, count, share, low, high, change))
        return ComparePicture(
            span=Span(scope.start, scope.end),
            before=Span(before.start, before.end),
            zone=facts.timezone or "UTC",
            bars=tuple(bars),
            topics=reader.topics(),
            listened=listened,
            total_before=total_before,
            is_shared=total > reader.count(scope) if scope.topics else False,
            has_topics=bool(scope.topics),
            empty=None if total else coverage,
            stored=facts.mentions,
        )

    def draw(self, picture: ComparePicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.subtitle_changed.emit(_("against {span}").format(span=span_text(picture)))
        if picture.empty is not None and not (picture.stored and not picture.has_topics):
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        elif not picture.topics:
            text = _("A topic says what to listen for.")
            self._stage.show_vacancy(Vacancy("search", _("No topic yet"), text, (("topics", _("Topics…")),)))
        elif not picture.has_topics:
            text = _("Choose topics in the bar above to compare them.")
            self._stage.show_vacancy(Vacancy("search", _("Nothing to compare"), text))
        else:
            self._bars.set_bars(picture.bars, picture.topics, warnings(picture), notes(picture))
            self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last table stays, under a bar that says what failed."""
        self._stage.complain(message, _("The comparison could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else compare_sheet(self._picture)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _wish_topic(self, topic: int) -> None:
        self.wish.emit("topic", topic)

    def _wish(self, key: str) -> None:
        if key == "again":
            self.options_changed.emit()
        else:
            self.wish.emit(key, None)


def compare_sheet(picture: ComparePicture) -> Sheet | None:
    """A row a topic; shares lie between 0 and 1. None when there is nothing to compare."""
    if picture.empty is not None or not picture.bars:
        return None
    heads = (_("Topic"), _("mentions"), _("share"), _("from"), _("to"), _("change"))
    rows = ((bar.topic.name, bar.count, bar.share, bar.low, bar.high, bar.change) for bar in picture.bars)
    return Sheet(heads, tuple(rows))


def listened_parts(now: Coverage, before: Coverage, span: int) -> tuple[float, float]:
    """The part of the sources' time that was listened to, now and before, of those that listened in either."""
    sources = {one.source.id for half in (now, before) for one in half.sources if one.listened}
    whole = max(1, span * len(sources))
    return _part(now, whole), _part(before, whole)


def warnings(picture: ComparePicture) -> tuple[Caveat, ...]:
    """What the change rests on, when the two spans were not listened to alike."""
    now, before = picture.listened
    if not before:
        return (Caveat(_("no change shown: nobody listened to the span before"), _("no change shown")),)
    if not picture.total_before:
        return (Caveat(_("no change shown: the span before has no mention"), _("no change shown")),)
    if abs(now - before) > UNEVEN * max(now, before):
        text = _("uneven coverage: {now} of the span was listened to, {before} of the one before")
        return (Caveat(text.format(now=percent(now, 0), before=percent(before, 0)), _("uneven coverage")),)
    return ()


def notes(picture: ComparePicture) -> tuple[str, ...]:
    return (_("Mentions heard by two topics count for each."),) if picture.is_shared else ()


def span_text(picture: ComparePicture) -> str:
    """`03:28–09:00`, with the days where they differ or the span is long."""
    before = picture.before
    first, last = (local(instant, picture.zone).date() for instant in (before.start, before.end - 1))
    with_day = first != last or picture.span.end - before.start > 2 * DAY
    start, end = (time_label(instant, picture.zone, with_day) for instant in (before.start, before.end))
    return f"{start}–{end}"


def _part(half: Coverage, whole: int) -> float:
    return min(1.0, sum(length(one.listened) for one in half.sources) / whole)


def _by_id(shares: tuple[tuple[Topic, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((topic.id, count) for topic, count in shares)


def _loudest_first(share: tuple[Topic, int]) -> tuple[int, int]:
    return -share[1], share[0].id
