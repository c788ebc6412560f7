"""Share of voice and its change, a brand a row: marker, name, share, points, as large as all of them fit."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSizeF

from hubdesk.core import Scope
from hubdesk.i18n import N_, _, number
from hubdesk.panels.compare import ComparePanel
from hubdesk.panels.compare_picture import ComparePicture
from hubdesk.panels.compare_warnings import notes, span_text, warnings
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.compare_rows import LONGEST_NAME, Plan, entry, paint_entry, place_of, plan_of
from hubdesk.wall.face import Face, Showing
from hubdesk.wall.facts import more_words, rolled, vacant, write_foot
from hubdesk.wall.measure import Measure
from hubdesk.widgets.bar_rows import Bar
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme


class CompareFace(Face[ComparePicture]):
    """The loudest first; of more than there is room for, how many."""

    name: ClassVar[str] = "compare"
    title: ClassVar[str] = N_("Comparison")

    def __init__(self) -> None:
        self._planned: tuple[object, ...] = ()
        self._picture: ComparePicture | None = None
        self._plan: Plan | None = None

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> ComparePicture:
        """Worker thread: what the panel reads."""
        return ComparePanel.read(reader, scope, None)

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 7, measure.text * 4)

    def vacancy(self, picture: ComparePicture, showing: Showing) -> str:
        if not picture.topics:
            return _("No topic yet. A topic says what to listen for.")
        if not picture.has_topics:
            return _("Nothing to compare: this cell has no topics.")
        if picture.empty is not None:
            return vacant(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        return ""

    def subtitle(self, picture: ComparePicture, showing: Showing) -> str:
        return _("share of mentions, against {span}").format(span=span_text(picture))

    def says(self, picture: ComparePicture, showing: Showing) -> str:
        parts = []
        for bar in picture.bars:
            one = entry(bar, theme().topic_style(bar.topic, picture.topics))
            change = _("not known") if one.up is None else one.change
            text = _("{name} {share} ({n} mentions), change: {change}")
            name = tame(bar.topic.name, LONGEST_NAME)
            parts.append(text.format(name=name, share=one.share, n=number(bar.count), change=change))
        cautions = (f"{one.text}." for one in warnings(picture))
        return " ".join(("; ".join(parts) + ".", *cautions, *notes(picture)))

    def paint(
        self, brush: Brush, area: QRectF, picture: ComparePicture, before: ComparePicture | None, showing: Showing
    ) -> None:
        if self.vacancy(picture, showing) or not picture.bars:
            return
        area = _foot(brush, area, picture)
        if area.height() < brush.height("least") or area.width() < 2 * brush.height("least"):
            return
        plan = self._plan_for(brush, area, picture)
        was = {bar.topic.id: bar for bar in before.bars} if before is not None else {}
        count, says_more = plan.shown(len(picture.bars))
        rows = count + says_more
        for place, bar in enumerate(picture.bars[:count]):
            box = place_of(brush, area, plan, place, rows)
            if place % plan.rows:
                brush.rule(box.topLeft(), QPointF(box.right(), box.top()))
            moving = _on_its_way(bar, was.get(bar.topic.id), showing.motion)
            paint_entry(brush, entry(moving, brush.look.topic_style(bar.topic, picture.topics)), plan, box)
        if says_more:
            box = place_of(brush, area, plan, count, rows)
            box.setTop(box.top() + (box.height() - brush.height("text", plan.px)) / 2)
            brush.write(more_words(len(picture.bars) - count), box, "text", "text2", px=plan.px)

    def _plan_for(self, brush: Brush, area: QRectF, picture: ComparePicture) -> Plan:
        """Worked out once for figures at rest, so that nothing jumps while they roll."""
        key = (area.width(), area.height(), brush.measure)
        if self._plan is None or self._picture is not picture or self._planned != key:
            entries = [entry(bar, brush.look.topic_style(bar.topic, picture.topics)) for bar in picture.bars]
            self._plan, self._picture, self._planned = plan_of(brush, area, entries), picture, key
        return self._plan


def _on_its_way(bar: Bar, was: Bar | None, motion: float) -> Bar:
    """A bar between what it was and what it is."""
    if was is None or motion >= 1:
        return bar
    change = bar.change
    if change is not None and was.change is not None:
        change = rolled(change, was.change, motion)
    return Bar(bar.topic, bar.count, rolled(bar.share, was.share, motion), bar.low, bar.high, change)


def _foot(brush: Brush, area: QRectF, picture: ComparePicture) -> QRectF:
    """What the change rests on stands at the foot, in the words that fit. Returns the rest of the area."""
    width = area.width()
    said = (brush.first_that_fits((one.text, one.short), width, "least") or one.short for one in warnings(picture))
    return write_foot(brush, tuple(said), area)
