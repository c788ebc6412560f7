"""The day's curves as one small SVG picture: a line a brand, named at its end, broken where nobody listened."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from hubdesk.core import DAY, HOUR
from hubdesk.i18n import _, clock, number
from hubdesk.reports.journal_values import Curve, Journal

WIDTH: Final = 720
HEIGHT: Final = 190
LEFT, RIGHT, TOP, BOTTOM = 44, 180, 14, 24
FONT: Final = "font-family='DejaVu Sans, Arial, sans-serif' font-size='11'"
DASHES: Final = ("", "7 3", "2 3", "9 3 2 3", "1 2")  # a brand is told by its line as well as by its colour
SAMPLE: Final = 22  # of a line, before its name
MOST: Final = 4  # curves that stay readable


@dataclass(frozen=True, slots=True)
class Inks:
    """Of what is written, and of the lines behind it."""

    text: str = "#3a4048"
    line: str = "#d5d9de"


PAPER: Final = Inks()


def picture(journal: Journal, inks: Inks = PAPER) -> str:
    """The picture; "" when nothing was counted."""
    shown = [one for one in journal.curves if one.count][:MOST]
    highest = max((count or 0 for one in shown for _at, count in one.hours), default=0)
    if not highest:
        return ""
    label = _("Mentions by the hour")
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'"
        f" role='img' aria-label='{escape(label)}'>",
        f"<title>{escape(label)}</title>",
        f"<text x='{LEFT}' y='10' {FONT} fill='{inks.text}'>{escape(label)}</text>",
    ]
    for share in (0, 0.5, 1):
        y = _y(highest * share, highest)
        parts.append(f"<line x1='{LEFT}' x2='{WIDTH - RIGHT}' y1='{y:.1f}' y2='{y:.1f}' stroke='{inks.line}'/>")
        figure = escape(number(round(highest * share)))
        parts.append(
            f"<text x='{LEFT - 6}' y='{y + 4:.1f}' text-anchor='end' {FONT} fill='{inks.text}'>{figure}</text>"
        )
    for hour in (0, 6, 12, 18):
        at = journal.start + hour * HOUR
        x = _x(at, journal)
        words = escape(clock(at, journal.zone))
        parts.append(
            f"<text x='{x:.1f}' y='{HEIGHT - 6}' text-anchor='middle' {FONT} fill='{inks.text}'>{words}</text>"
        )
    ends = _ends(shown, journal, highest)
    for place, one in enumerate(shown):
        style = _style(one, DASHES[place % len(DASHES)], inks)
        parts.extend(_line(one, journal, highest, style))
        x, y = WIDTH - RIGHT + 8, ends[place]
        name = escape(f"{one.name} {number(one.count)}")
        parts.append(f"<polyline points='{x},{y:.1f} {x + SAMPLE},{y:.1f}' fill='none' {style}/>")
        parts.append(f"<text x='{x + SAMPLE + 5}' y='{y + 4:.1f}' {FONT} fill='{inks.text}'>{name}</text>")
    parts.append("</svg>")
    return "".join(parts)


def _style(curve: Curve, dash: str, inks: Inks) -> str:
    return f"stroke='{_colour(curve, inks)}' stroke-width='2'" + (f" stroke-dasharray='{dash}'" if dash else "")


def _line(curve: Curve, journal: Journal, highest: int, style: str) -> list[str]:
    made, points = [], []
    for at, count in (*curve.hours, (0, None)):
        if count is not None:
            points.append(f"{_x(at + HOUR // 2, journal):.1f},{_y(count, highest):.1f}")
            continue
        if points:
            made.append(f"<polyline points='{' '.join(points)}' fill='none' {style}/>")
        points = []
    return made


def _ends(shown: list[Curve], journal: Journal, highest: int) -> list[float]:
    """Where each name stands: at its line's end, and no two on top of each other."""
    wanted = []
    for one in shown:
        last = next((count for _at, count in reversed(one.hours) if count is not None), 0)
        wanted.append(_y(last, highest))
    placed = dict.fromkeys(range(len(wanted)), 0.0)
    least = TOP - 14.0
    for place in sorted(placed, key=lambda one: wanted[one]):
        least = max(wanted[place], least + 14)
        placed[place] = least
    over = max(0.0, least - (HEIGHT - BOTTOM))
    return [placed[place] - over for place in range(len(wanted))]


def _x(at: int, journal: Journal) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (at - journal.start) / DAY


def _y(count: float, highest: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM - 8) * count / highest


def _colour(curve: Curve, inks: Inks) -> str:
    """A topic's colour, if that is what it is: a stranger's file may say anything."""
    value = curve.colour.lstrip("#")
    if len(value) != 6 or any(char not in "0123456789abcdefABCDEF" for char in value):
        return inks.text
    return f"#{value}"
