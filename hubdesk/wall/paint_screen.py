"""Paints a whole screen of a wall: its head with the clock, its cells, its foot with what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from hubdesk.desk.words import span_words, zone_words
from hubdesk.i18n import _, clock, day, local, ngettext, number, short_day
from hubdesk.wall.brush import MIDDLE, RIGHT, WEIGHTS, Brush, metrics
from hubdesk.wall.measure import Measure
from hubdesk.wall.paint_cell import paint_cell
from hubdesk.wall.view import LIVE, REPLAY, CellShown, View
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme

MARGIN: Final = 0.03  # of the screen, that no television cuts off
GROUNDED: Final = 3  # cells of a screen, from which each has a ground of its own
LONGEST: Final = 300
LEAST_LETTERS: Final = 9  # times a letter's height: what would be cut shorter than that says nothing


class ScreenPainter:
    """Where things stand on a screen of that size, and how they are painted. Holds no Qt object but a size."""

    def __init__(self, size: QSizeF, measure: Measure, look: Theme) -> None:
        self.size, self.measure, self.look = size, measure, look
        edge = min(size.width(), size.height()) * MARGIN
        self.whole = QRectF(0, 0, size.width(), size.height())
        self.inner = self.whole.adjusted(edge, edge, -edge, -edge)
        line = round(measure.text * 1.35)
        self.head = QRectF(self.inner.left(), self.inner.top(), self.inner.width(), line)
        low = round(measure.least * 1.5)
        self.foot = QRectF(self.inner.left(), self.inner.bottom() - low, self.inner.width(), low)
        gap = measure.pad
        self.body = QRectF(self.inner.left(), self.head.bottom() + gap * 0.6, self.inner.width(), 0)
        self.body.setBottom(self.foot.top() - gap * 0.6)

    def box(self, one: CellShown) -> QRectF:
        """Where a cell stands, in px: boxes keep a gap between them."""
        part, gap = one.box, self.measure.pad * 0.8
        left = self.body.left() + part.left() * self.body.width()
        top = self.body.top() + part.top() * self.body.height()
        made = QRectF(left, top, part.width() * self.body.width(), part.height() * self.body.height())
        right, bottom = part.right() < 0.999, part.bottom() < 0.999
        return made.adjusted(
            gap / 2 if part.left() > 0.001 else 0,
            gap / 2 if part.top() > 0.001 else 0,
            -gap / 2 if right else 0,
            -gap / 2 if bottom else 0,
        )

    def room(self, one: CellShown, cells: int) -> QSizeF:
        """What the face of a cell has, in px, where so many stand on this screen."""
        box, has_ground = self.box(one), cells >= GROUNDED
        pad = self.measure.pad if has_ground else 0
        high = metrics(self.measure.text, WEIGHTS["strong"]).height()
        is_headed = one.title and not (one.face is not None and one.face.has_own_head)
        return QSizeF(box.width() - 2 * pad, box.height() - 1.2 * pad - (high if is_headed else 0))

    def cell_at(self, cells: Sequence[CellShown], where: QPointF) -> CellShown | None:
        """The cell under a point, in px."""
        return next((one for one in cells if self.box(one).contains(where)), None)

    def paint(self, painter: QPainter, cells: Sequence[CellShown], view: View, part: QRectF | None = None) -> None:
        """All of it, or what of it lies in that part."""
        brush = Brush(painter, self.measure, self.look)
        asked = self.whole if part is None else part
        painter.fillRect(asked, brush.colour("window"))
        if self.head.intersects(asked):
            self._head(brush, view)
        if self.foot.adjusted(0, -self.measure.pad, 0, 0).intersects(asked):
            self._foot(brush, view)
        grounded = len(cells) >= GROUNDED
        for one in cells:
            box = self.box(one)
            if box.intersects(asked):
                paint_cell(brush, one, box, view, grounded)
        if not cells and view.instead[0]:
            self._say(brush, *view.instead)
        if view.message:
            self._message(brush, view.message)
        if view.taken:
            self._edge(brush)
        if view.name:
            self._name(brush, view.name)

    def _say(self, brush: Brush, what: str, why: str) -> None:
        """In the middle of the body, as large as a head; smaller before it is cut."""
        room = max(1, int(self.body.height() * 0.5 / brush.height("head")))
        role = "head" if len(brush.lines(what, self.body.width(), room + 1, "head")) <= room else "text"
        said = brush.lines(what, self.body.width(), room, role)
        left = self.body.height() - len(said) * brush.height(role) - brush.measure.pad
        more = brush.lines(tame(why, LONGEST), self.body.width(), max(1, int(left / brush.height()))) if why else []
        used = len(said) * brush.height(role) + len(more) * brush.height() + (brush.measure.pad if more else 0)
        line = self.body.adjusted(0, max(0.0, (self.body.height() - used) / 2), 0, 0)
        for words in said:
            brush.write(words, line, role, align=MIDDLE)
            line.setTop(line.top() + brush.height(role))
        line.setTop(line.top() + brush.measure.pad)
        for words in more:
            brush.write(words, line, ink="text2", align=MIDDLE)
            line.setTop(line.top() + brush.height())

    def _name(self, brush: Brush, name: str) -> None:
        """Which screen this is, while somebody asks."""
        high = min(self.body.height() * 0.5, 3.0 * brush.height("hero"))
        plate = QRectF(self.body.left(), self.body.center().y() - high / 2, self.body.width(), high)
        brush.painter.fillRect(plate, brush.colour("accent"))
        line = plate.adjusted(0, (high - brush.height("hero")) / 2, 0, 0)
        brush.write(tame(name, 40), line, "hero", "on_accent", MIDDLE)

    def _head(self, brush: Brush, view: View) -> None:
        """What is shown, of when, and what time it is there; the clock first, whatever else has room."""
        said = clock(view.at, view.zone)
        city = view.zone.rpartition("/")[2].replace("_", " ")
        named = f"{said}, {city}"
        place = self.head
        wide = brush.width(named, "strong") <= place.width() * 0.35
        time = named if wide else said
        brush.write(time, place, "strong", align=RIGHT)
        room = QRectF(place)
        room.setRight(place.right() - brush.width(time, "strong") - brush.measure.pad * 1.5)
        if view.taken:
            words = _("On air: {what}").format(what=tame(view.taken, LONGEST))
            level = _("Level {n}").format(n=view.taken_level)
            room.setLeft(room.left() + brush.plate(view.taken_level, level, room) + brush.measure.pad)
        else:
            words = tame(view.title, LONGEST)
        used = brush.write(words, room, "strong") + brush.measure.pad
        span, *shorter = when_words(view)
        rest = brush.first_that_fits((f"{span}, {zone_words(view.zone)}", span, *shorter), room.width() - used)
        if rest and used > brush.measure.pad:
            brush.write(rest, room.adjusted(used, 0, 0, 0), ink="text2")

    def _foot(self, brush: Brush, view: View) -> None:
        """Synthetic or not, live or not, who listens, what was not heard, what cannot be shown."""
        place, gap = self.foot, brush.measure.pad
        brush.rule(QPointF(place.left(), place.top()), QPointF(place.right(), place.top()))
        room = place.adjusted(0, gap * 0.3, 0, 0)
        mark = brush.height("least") * 0.62
        words = tame(" · ".join(filter(None, (view.listening.fault, *view.notices))), LONGEST)
        beside = mark * 1.4 + brush.width(words, "least") + gap * 1.5 if words else 0.0
        plate, said = self._foot_words(brush, view, room.width() - mark * 1.4 - gap * 1.5, beside)
        if plate:
            brush.hatch(QRectF(room.left(), room.top() + mark * 0.35, mark, mark))
            room.setLeft(room.left() + mark * 1.4)
            room.setLeft(room.left() + brush.write(plate, room, "least", "text2") + gap * 1.5)
        room.setLeft(room.left() + brush.write(said, room, "least", "text2") + gap * 1.5)
        width = min(room.width() - mark * 1.4, brush.width(words, "least"))
        if words and width >= min(brush.width(words, "least"), LEAST_LETTERS * brush.measure.least):
            left = room.right() - width
            brush.hatch(QRectF(left - mark * 1.4, room.top() + mark * 0.35, mark, mark))
            brush.write(words, QRectF(left, room.top(), width, room.height()), "least", "text2")

    def _foot_words(self, brush: Brush, view: View, width: float, beside: float) -> tuple[str, str]:
        """That it is a demonstration, and what stands here: the fullest that leaves room for what has to stand beside
        it, or else the shortest that says both. Neither is ever cut."""
        mood, sources = _moods(view), _sources(view)
        full = f"{mood} · {sources}" if sources else mood
        plates = (_("demonstration – synthetic data"), _("Demonstration")) if view.is_synthetic else ("",)
        choices = [(plate, said) for plate in plates for said in (full, mood)]
        gap = brush.measure.pad * 1.5
        used = {one: brush.width(one[0], "least") + gap + brush.width(one[1], "least") for one in choices}
        fitting = [one for one in choices if used[one] <= width]
        roomy = [one for one in fitting if used[one] + beside <= width]
        if not fitting:
            return plates[-1], ""
        return roomy[0] if roomy else min(fitting, key=used.__getitem__)

    def _message(self, brush: Brush, message: str) -> None:
        """What the presenter says to this screen, over the foot of the body."""
        pad = brush.measure.pad
        lines = brush.lines(tame(message, LONGEST), self.body.width() - 4 * pad, 2, "head")
        high = len(lines) * brush.height("head") + brush.height("least") + 2 * pad
        band = QRectF(self.body.left(), self.body.bottom() - high, self.body.width(), high)
        brush.painter.setPen(QPen(brush.colour("line_strong"), 2 * brush.measure.line))
        brush.painter.setBrush(brush.colour("raised"))
        brush.painter.drawRoundedRect(band, pad / 3, pad / 3)
        line = band.adjusted(2 * pad, pad * 0.7, -2 * pad, 0)
        brush.write(_("From the presenter"), line, "least", "text2")
        line.setTop(line.top() + brush.height("least"))
        brush.paragraph(tame(message, LONGEST), line, 2, "head")

    def _edge(self, brush: Brush) -> None:
        """A screen that an episode holds is seen to be held."""
        wide = max(4.0, brush.measure.text / 7)
        brush.painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(brush.colour("signal"), wide)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        brush.painter.setPen(pen)
        brush.painter.drawRect(self.whole.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))


def is_past(view: View) -> bool:
    """Whether what stands here may be of another day than the one on which it is looked at."""
    return view.mood != LIVE or view.is_frozen


def when_words(view: View) -> tuple[str, ...]:
    """The span that is shown, and what is said of it in less room. Of a replay with its day, whatever the room: people
    would take last Thursday's for today's."""
    hours = span_words(view.span, view.zone, view.span.start)
    if not is_past(view):
        return (span_words(view.span, view.zone, view.at),)
    span = span_words(view.span, view.zone, 0)
    brief = hours if hours == span else f"{short_day(local(view.span.start, view.zone))} {hours}"
    return span, brief, day(view.at, view.zone), short_day(local(view.at, view.zone))


def _moods(view: View) -> str:
    """Whether what stands here is now."""
    if view.is_frozen:
        return _("frozen at {time}").format(time=clock(view.at, view.zone))
    if view.mood == LIVE:
        return _("late") if view.listening.is_late else _("live")
    return _("replay") if view.mood == REPLAY else _("replay, standing still")


def _sources(view: View) -> str:
    heard = view.listening
    if not heard.sources:
        return ""
    line = ngettext("{n} source of {m} listening", "{n} sources of {m} listening", heard.listening)
    return line.format(n=number(heard.listening), m=number(heard.sources))
