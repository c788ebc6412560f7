"""The comparison's numbers: a row a topic, with intervals, what may be left out, and how it answers."""

from __future__ import annotations

from hubdesk.core import MINUTE
from hubdesk.core.compared import Sort
from hubdesk.i18n import _
from hubdesk.panels.compare_picture import ComparePicture
from hubdesk.panels.compare_words import SWITCHES
from hubdesk.reports.cells import Cell
from hubdesk.reports.sheet import Sheet


def compare_sheet(picture: ComparePicture) -> Sheet | None:
    """Shares lie between 0 and 1. None when there is nothing to compare."""
    if picture.empty is not None or not picture.bars:
        return None
    heads = [_("Topic"), _("mentions"), _("share"), _("from"), _("to"), _("change"), _("change from"), _("change to")]
    heads += [_("mentions with everything"), *(_(SWITCHES[Sort(one.sort)]) for one in picture.apart)]
    heads += [_("answered"), _("first answer, min (median)"), _("complaints"), _("unanswered (estimate)")]
    answering, whole = {one.topic: one for one in picture.answering}, dict(picture.whole)
    rows: list[tuple[Cell, ...]] = []
    for bar in picture.bars:
        topic = bar.topic.id
        row: list[Cell] = [bar.topic.name, bar.count, bar.share, bar.low, bar.high]
        row += [bar.change, bar.change_low, bar.change_high, whole.get(topic, 0)]
        row += [dict(one.by_topic).get(topic, 0) for one in picture.apart]
        one = answering.get(topic)
        half = None if one is None or one.median is None else round(one.median / MINUTE, 1)
        row += [None, None, None, None] if one is None else [one.answered, half, one.complaints, one.unanswered]
        rows.append(tuple(row))
    return Sheet(tuple(heads), tuple(rows))
