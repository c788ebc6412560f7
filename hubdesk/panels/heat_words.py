"""The heat panel in words: each square with what opens it, the hours of an opened one, and what the figures rest on."""

from __future__ import annotations

from functools import cache
from typing import Final

from hubdesk.core import HOUR
from hubdesk.i18n import N_, UNKNOWN, _, clock, day, duration, language, ngettext, number
from hubdesk.panels.gone_words import gone_text
from hubdesk.panels.heat_calendar import Hour, Place
from hubdesk.panels.heat_picture import HeatCell, HeatPicture
from hubdesk.panels.panel import Rows
from hubdesk.query.any_kind import ANY
from hubdesk.reports.sheet import Sheet
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.heat_grid import HOURS, HeatShown, HeatSquare
from hubdesk.widgets.map_values import Place as Valued
from hubdesk.widgets.map_values import Scale, fitted
from hubdesk.widgets.text import tame

DAYS: Final = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday")),
    *(N_("Friday"), N_("Saturday"), N_("Sunday")),
)
SHORT: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def scale_of(picture: HeatPicture) -> Scale:
    """The steps that suit what is shown: 1, 2, 5 times a power of ten."""
    highest = max((rate for cell in picture.cells if (rate := cell.rate) is not None), default=0.0)
    return fitted((Valued("", "", round(highest)),), by_rate=False)


def shown(picture: HeatPicture, scale: Scale, opened: Place | None) -> HeatShown:
    return HeatShown(
        squares=tuple(_square(cell, picture, scale, opened) for cell in picture.cells),
        days=_days(language()),
        hours=_hours(language()),
        steps=scale.texts(),
        unit=_("mentions for each hour listened to"),
        unheard=_("too little listened to"),
        words=square_text,
    )


@cache
def _days(_language: str) -> tuple[tuple[str, str], ...]:
    return tuple((_(long), _(short)) for long, short in zip(DAYS, SHORT, strict=True))


@cache
def _hours(_language: str) -> tuple[str, ...]:
    return tuple(hour_text(hour) for hour in range(HOURS))


def hour_text(hour: int) -> str:
    return _("{hour}h").format(hour=hour)


def rate_text(rate: float | None) -> str:
    """Whole mentions an hour; with a decimal below ten, where half of one tells something."""
    return UNKNOWN if rate is None else number(rate, 0 if rate >= 10 or rate == int(rate) else 1)


def place_text(place: Place) -> str:
    """`Thursday, 9h to 10h`."""
    return _place_text(place, language())


@cache
def _place_text(place: Place, _language: str) -> str:
    weekday, hour = place
    text = _("{weekday}, {start} to {end}")
    return text.format(weekday=_(DAYS[weekday]), start=hour_text(hour), end=hour_text((hour + 1) % HOURS))


def square_text(cell: HeatCell) -> str:
    """What is said of a square that somebody points at: its figures, and when that is."""
    return f"{_count(cell)}. {place_text(cell.place)}"


def _square(cell: HeatCell, picture: HeatPicture, scale: Scale, opened: Place | None) -> HeatSquare:
    rate, key = cell.rate, cell.place
    opens: Rows | Place | None = key
    if cell.only is not None:
        opens = rows_of(cell.only, picture) if cell.heard else None
    step = None if rate is None else scale.class_of(rate)
    return HeatSquare(*key, step, rate_text(rate), cell, opens, opened == key)


def _count(cell: HeatCell) -> str:
    if cell.rate is None:
        return _("Too little of it was listened to")
    text = ngettext("{n} mention in {time} of listening", "{n} mentions in {time} of listening", cell.mentions)
    made = text.format(n=number(cell.mentions), time=duration(cell.listened)) + gone_text(cell.gone)
    if cell.heard > 1:
        made += ", " + _("{n} an hour").format(n=rate_text(cell.rate))
    return made


def rows_of(hour: Hour, picture: HeatPicture) -> Rows | None:
    """All mentions of that hour; None when no row is left."""
    if hour.mentions <= hour.gone:
        return None
    return Rows(ANY, hour.start, hour.end, picture.options.topic)


def columns() -> tuple[Column, ...]:
    return Column(_("mentions")), Column(_("listened"), 1)


def hours(picture: HeatPicture) -> tuple[Row, ...]:
    """The hours of the opened place, each with what opens its rows."""
    return tuple(_hour(one, picture) for one in picture.opened)


def _hour(one: Hour, picture: HeatPicture) -> Row:
    zone = picture.zone
    name = f"{day(one.start, zone)} {clock(one.start, zone)}–{clock(one.end, zone)}"
    if not one.is_heard:
        more = _("Too little of it was listened to")
        return Row(
            name, (Cell(UNKNOWN, more=more, is_quiet=True), Cell(duration(one.listened), is_quiet=True)), more=more
        )
    count = ngettext("{n} mention", "{n} mentions", one.mentions).format(n=number(one.mentions)) + gone_text(one.gone)
    return Row(
        name, (Cell(number(one.mentions), rows_of(one, picture), more=count), Cell(duration(one.listened))), more=count
    )


def notes(picture: HeatPicture) -> str:
    """What the figures rest on, a line each."""
    lines = [
        _("Mentions for each hour listened to: an hour in which nobody listened is no zero, and counts for nothing.")
    ]
    if picture.left:
        text = ngettext(
            "{n} mention is of an hour that was hardly listened to or is cut by the span: it is in no figure.",
            "{n} mentions are of hours that were hardly listened to or are cut by the span: they are in no figure.",
            picture.left,
        )
        lines.append(text.format(n=number(picture.left)))
    if picture.is_cut:
        start = day(picture.span.start, picture.zone)
        lines.append(_("The span is longer than two years; read from {day} on.").format(day=start))
    return "\n".join(lines)


def topic_text(picture: HeatPicture | None) -> str:
    topic = picture.topic if picture is not None else None
    return _("All topics") if topic is None else tame(topic.name, 40)


def heat_sheet(picture: HeatPicture) -> Sheet | None:
    """A row for each weekday and hour that the span holds; unknown where too little was listened to."""
    if picture.empty is not None or not picture.cells:
        return None
    heads = (_("Weekday"), _("Hour"), _("mentions"), _("hours listened to"), _("mentions an hour"))
    made = []
    for cell in picture.cells:
        heard = cell.rate is not None
        told = (cell.mentions if heard else None, cell.listened / HOUR, cell.rate)
        made.append((_(DAYS[cell.place[0]]), cell.place[1], *told))
    return Sheet(heads, tuple(made))
