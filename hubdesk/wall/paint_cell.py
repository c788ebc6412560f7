"""Paints one cell: its head, its face, or the words that stand where there is nothing to show."""

from __future__ import annotations

import logging
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt

from hubdesk.core import SECOND, Millis, Span
from hubdesk.desk.words import span_words
from hubdesk.i18n import _, ngettext, number
from hubdesk.wall.around import bare
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing
from hubdesk.wall.pictures import Shown
from hubdesk.wall.view import LIVE, CellShown, View
from hubdesk.widgets.text import tame

logger = logging.getLogger(__name__)
MOVES: Final = 240  # ms that a number rolls and a card slides
PATIENT: Final = 300  # ms after which a cell that was not read yet says so
STALE: Final = 10 * SECOND  # of a live cell, from when on a failed read is told beside its age
LONGEST_TITLE: Final = 80


def motion_of(one: CellShown, view: View) -> float:
    """How far the change of a cell has come: 1 when nothing moves. Fast at first, as OutCubic is."""
    shown = one.shown
    if shown is None or shown.before is None or not view.moves:
        return 1.0
    part = min(1.0, max(0.0, (view.clock - shown.since) / MOVES))
    return 1.0 if part >= 1 else 1 - (1 - part) ** 3


def showing_of(one: CellShown, view: View, span: Span) -> Showing:
    return Showing(span, view.zone, view.topics, view.mood == LIVE, motion_of(one, view))


def paint_cell(brush: Brush, one: CellShown, box: QRectF, view: View, has_ground: bool) -> None:
    """All of a cell within its box, in px."""
    pad = brush.measure.pad if has_ground else 0
    if has_ground:
        brush.painter.setPen(Qt.PenStyle.NoPen)
        brush.painter.setBrush(brush.colour("panel"))
        brush.painter.drawRoundedRect(box, pad / 3, pad / 3)
    inner = box.adjusted(pad, pad * 0.6, -pad, -pad * 0.6)
    shown = one.shown
    span = shown.span if shown is not None else view.span
    showing = showing_of(one, view, span)
    brush.painter.save()
    brush.painter.setClipRect(box)
    down = _head(brush, one, inner, view, showing)
    body = inner.adjusted(0, down, 0, 0)
    words = _instead(one, view, showing)
    if words:
        _say(brush, words, body)
    elif shown is not None and shown.picture is not None and one.face is not None:
        if shown.fault:
            body.setTop(body.top() + _fault(brush, body, shown.fault))
        _paint_face(brush, one.face, body, shown, showing)
    brush.painter.restore()


def _paint_face(brush: Brush, face: Face[Any], body: QRectF, shown: Shown, showing: Showing) -> None:
    """A face that cannot paint must not take the wall down: its cell says so, and the log says why, once."""
    brush.painter.save()
    try:
        face.paint(brush, body, shown.picture, shown.before if showing.motion < 1 else None, showing)
    except Exception as error:  # the edge to what a stranger's file may hold; the other cells go on
        brush.painter.restore()
        known = f"{face.name}: {error!r}"[:200]
        if known not in _told:
            _told.add(known)
            logger.exception("the face %s could not be painted", face.name)
        _say(brush, _("This could not be drawn. Nothing is lost."), body)
    else:
        brush.painter.restore()


_told: set[str] = set()  # of this process: a face that fails thirty times a second says so once


def _head(brush: Brush, one: CellShown, inner: QRectF, view: View, showing: Showing) -> float:
    """Its title, its unit, and its span where that is not the scene's. Returns the height that was used."""
    if one.face is not None and one.face.has_own_head and one.shown is not None and one.shown.picture is not None:
        return 0.0
    high = brush.height("strong")
    if not one.title or high > inner.height() * 0.6:
        return 0.0
    picture = one.shown.picture if one.shown is not None else None
    unit = one.face.subtitle(picture, showing) if one.face is not None and picture is not None else ""
    is_other = showing.span.end - showing.span.start != view.span.end - view.span.start
    span = span_words(showing.span, view.zone, view.at) if is_other and picture is not None else ""
    title = tame(one.title, LONGEST_TITLE)
    if brush.width(title, "strong") > inner.width():  # a smaller title is read, half a title is not
        used = brush.write(title, inner, "strong", px=brush.measure.least)
        return brush.height("strong", brush.measure.least) if used else 0.0
    used = brush.write(title, inner, "strong")
    gap = brush.measure.pad
    choices = tuple(filter(None, (" · ".join(filter(None, (unit, span))), unit, span)))
    more = brush.first_that_fits(choices, inner.width() - used - gap)
    if more:
        brush.write(more, inner.adjusted(used + gap, 0, 0, 0), ink="text2")
    elif unit and inner.height() > 4 * high and brush.width(unit, "least") <= inner.width():
        brush.write(unit, inner.adjusted(0, high, 0, 0), "least", "text2")
        return high + brush.height("least")
    return high


def _instead(one: CellShown, view: View, showing: Showing) -> str:
    """The words in place of a picture; "" when there is one."""
    if one.doubt:
        return bare(one.doubt)
    if one.is_off:
        return _("Taken off all screens by the presenter.")
    shown = one.shown
    if shown is None or one.face is None:
        return ""
    if shown.picture is None:
        if shown.fault:
            return _("This could not be read. Nothing is lost. ({why})").format(why=bare(shown.fault))
        return _reading(view.clock - shown.asked_at)
    return one.face.vacancy(shown.picture, showing)


def _reading(waited: Millis) -> str:
    if waited < PATIENT:
        return ""
    seconds = max(1, round(waited / SECOND))
    return ngettext("Being read for {n} s.", "Being read for {n} s.", seconds).format(n=number(seconds))


def _say(brush: Brush, words: str, body: QRectF) -> None:
    """In smaller letters before a sentence is cut."""
    room = max(1, int(body.height() / brush.height("text")))
    whole = len(brush.lines(words, body.width(), room + 1)) <= room
    brush.paragraph(words, body, role="text" if whole else "least", ink="text2")


def _fault(brush: Brush, body: QRectF, why: str) -> float:
    """A line over an older picture: it is not what it was any more."""
    high = brush.height("least")
    if high > body.height() / 4:
        return 0.0
    line = _("Not read any more: {why}").format(why=bare(why))
    brush.write(line, body, "least", "text2")
    return high
