"""Where the axes have their ticks: round numbers, and hours, days and months on the clocks of a zone. No Qt."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Span
from hubdesk.i18n import MINUS, N_, UNKNOWN, _, clock, clocks, duration, local

MONTHS: Final = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
MONTH: Final = 30 * DAY
ROUND: Final = (1.0, 2.0, 2.5, 5.0)
STEPS: Final = (
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 6, 12)),
    *(n * DAY for n in (1, 2, 7, 14)),
    *(n * MONTH for n in (1, 3, 6, 12, 24, 60, 120)),
)


def value_ticks(highest: float, most: int = 5) -> tuple[tuple[int, ...], float]:
    """At most `most` whole, round values from 0, and the value at the plot's top, a little above the highest."""
    need = max(1.0, highest * 1.04)
    power = 0
    while True:
        for digit in ROUND:
            step = digit * 10**power
            if step != int(step):
                continue
            quarter = step / 4
            top = math.ceil(need / quarter - 1e-9) * quarter
            count = int(top / step + 1e-9) + 1
            if count <= max(2, most):
                return tuple(int(step) * i for i in range(count)), top
        power += 1


def time_ticks(span: Span, zone: str, width: float, room: float) -> tuple[tuple[Millis, str], ...]:
    """Instants and their labels, each with at least `room` px of the width; midnights carry their date."""
    length = span.end - span.start
    if length <= 0 or width <= 0:
        return ()
    fit = max(1.0, width / max(1.0, room))
    step = next((step for step in STEPS if length / step <= fit), STEPS[-1])
    made: dict[Millis, str] = {}
    with contextlib.suppress(OverflowError, ValueError, OSError):  # a span that leaves the calendar: what lies within
        for moment in _moments(span, zone, step):
            instant = round(moment.timestamp() * 1000)
            if span.start <= instant <= span.end:
                made.setdefault(instant, _label(local(instant, zone), step))
    return tuple(sorted(made.items()))


def since_ticks(span: Span, since: Millis, width: float, room: float) -> tuple[tuple[Millis, str], ...]:
    """Instants so long before and after another one, as `+2 h`; each with at least `room` px of the width."""
    length = span.end - span.start
    if length <= 0 or width <= 0:
        return ()
    fit = max(1.0, width / max(1.0, room))
    step = next((step for step in STEPS if length / step <= fit), STEPS[-1])
    first, last = -((since - span.start) // step), (span.end - since) // step
    return tuple((since + n * step, since_label(n * step)) for n in range(first, last + 1))


def since_label(after: Millis) -> str:
    """`+1 h 30` after an instant, `−20 min` before it, `0` at it."""
    if abs(after) < MINUTE:
        return "0"
    return ("+" if after > 0 else MINUS) + duration(abs(after))


def day_label(moment: datetime) -> str:
    """`19 Nov`, as on axes."""
    return _("{day} {month}").format(day=moment.day, month=_(MONTHS[moment.month - 1]))


def time_label(instant: Millis, zone: str, with_day: bool) -> str:
    """`14:32`, or `19 Nov 14:32` where several days are looked at."""
    time = clock(instant, zone)
    return f"{day_label(local(instant, zone))} {time}" if with_day and time != UNKNOWN else time


def _moments(span: Span, zone: str, step: Millis) -> Iterator[datetime]:
    """Round times on the zone's clocks around the span: hours are counted from midnight, so that they stay round when
    the clocks change."""
    there = clocks(zone)
    first = local(span.start, zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    last = local(span.end, zone).replace(tzinfo=None)
    if step >= MONTH:
        months = step // MONTH
        at = first.year * 12 + (first.month - 1) // months * months
        while at <= last.year * 12 + last.month - 1:
            yield datetime(at // 12, at % 12 + 1, 1, tzinfo=there)
            at += months
        return
    if step >= DAY:
        days = step // DAY
        back = (first.toordinal() - 1) % days if days % 7 == 0 else first.toordinal() % days  # weeks begin on Mondays
        first -= timedelta(days=back)  # the same days, however the span is moved
    at_time = first
    # Minutes of a short span: do not walk there from midnight.
    if step < DAY:
        behind = local(span.start, zone).replace(tzinfo=None) - first
        at_time += timedelta(milliseconds=step) * (behind // timedelta(milliseconds=step))
    while at_time <= last:
        yield at_time.replace(tzinfo=there)
        at_time += timedelta(milliseconds=step)


def _label(moment: datetime, step: Millis) -> str:
    if step >= MONTH:
        month = _(MONTHS[moment.month - 1])
        return str(moment.year) if step >= 12 * MONTH else _("{month} {year}").format(month=month, year=moment.year)
    if step >= DAY or (moment.hour, moment.minute) == (0, 0):
        return day_label(moment)
    return moment.strftime("%H:%M")
