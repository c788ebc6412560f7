"""The one-minute journal on a wall: the day's weightiest sentences that have room, each whole or not at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Coverage, Scope
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _, clock
from hubdesk.reports.journal import compose, day_of
from hubdesk.reports.journal_values import Journal, Part
from hubdesk.reports.journal_words import HEADINGS, long_day, withheld
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import more_words, vacant, write_foot
from hubdesk.wall.masks import Masks
from hubdesk.wall.measure import Measure
from hubdesk.widgets.empty_reasons import why_empty

PACE_SECONDS: Final = 60.0
MOST: Final = 40  # sentences


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence as it is said, of a part; the smaller `rank`, the later it is left out."""

    part: Part
    words: str
    rank: int


@dataclass(frozen=True, slots=True)
class JournalOnWall:
    """`items`: in reading order. `day`: which one, in words. `until`: up to when, in words, while it is not over."""

    items: tuple[Item, ...]
    day: str
    until: str
    withheld: str
    end: int
    zone: str
    stored: int
    empty: Coverage | None = None


class JournalFace(Face[JournalOnWall]):
    """Headings stand only above a sentence; what has no room is counted."""

    name: ClassVar[str] = "journal"
    title: ClassVar[str] = N_("Journal")
    pace_seconds: ClassVar[float] = PACE_SECONDS

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return veil

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> JournalOnWall:
        """Worker thread: the day that holds the scope's last instant, up to there."""
        facts = reader.facts()
        masks = Masks.of(reader, options if isinstance(options, Veil) else Veil())
        wanted = day_of(scope, facts.timezone)
        journal = compose(reader, wanted)
        empty = None if any(one.count for one in journal.curves) else reader.coverage(wanted)
        return JournalOnWall(
            _items(journal, masks),
            long_day(journal),
            "" if journal.is_whole_day else _("as of {time}").format(time=clock(journal.end, journal.zone)),
            withheld(journal),
            journal.end,
            facts.timezone or "UTC",
            facts.mentions,
            empty,
        )

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 10, measure.text * 4)

    def vacancy(self, picture: JournalOnWall, showing: Showing) -> str:
        if picture.empty is not None:
            return vacant(why_empty(picture.empty, picture.stored, picture.end, picture.zone))
        return "" if picture.items else _("Nothing was said of any brand that day.")

    def subtitle(self, picture: JournalOnWall, showing: Showing) -> str:
        return picture.day

    def says(self, picture: JournalOnWall, showing: Showing) -> str:
        return " ".join((f"{picture.day}.", *(one.words for one in picture.items)))

    def paint(
        self, brush: Brush, area: QRectF, picture: JournalOnWall, before: JournalOnWall | None, showing: Showing
    ) -> None:
        overhang = brush.measure.text * 0.06  # of a j at the beginning of a line
        area = area.adjusted(overhang, 0, 0, 0)
        gap = brush.measure.pad * 0.5
        has_foot = area.height() > 6 * brush.height("text")
        room = area.adjusted(0, 0, 0, -brush.height("least") * 1.2 if has_foot else 0)
        kept = _that_fit(brush, picture.items, room, gap)
        if has_foot:
            left = more_words(len(picture.items) - len(kept))
            write_foot(brush, (left, picture.until, picture.withheld), area, 1)
        top = room.top()
        part: Part | None = None
        for number, lines in kept:
            item = picture.items[number]
            if item.part != part:
                part = item.part
                top += gap if top > room.top() else 0
                if _has_headings(room, brush):
                    brush.write(_(HEADINGS[part]), room.adjusted(0, top - room.top(), 0, 0), "least", "text2")
                    top += brush.height("least")
            for line in lines:
                brush.write(line, QRectF(room.left(), top, room.width(), brush.height("text")))
                top += brush.height("text")
            top += gap


def _items(journal: Journal, masks: Masks) -> tuple[Item, ...]:
    """A sentence may name what people wrote; it goes through the masks as they would."""
    found = [Item(one.part, masks.said(one.told.said(journal.zone)), one.rank) for one in journal.sentences[:MOST]]
    return tuple(sorted(found, key=lambda one: tuple(Part).index(one.part)))


def _has_headings(room: QRectF, brush: Brush) -> bool:
    return room.height() > 6 * brush.height("text")


def _that_fit(brush: Brush, items: Iterable[Item], room: QRectF, gap: float) -> list[tuple[int, list[str]]]:
    """The weightiest, in reading order, with their lines: each is taken if it still fits whole."""
    high = brush.height("text")
    heading = brush.height("least") + gap if _has_headings(room, brush) else gap
    left = room.height() + gap + 0.5
    kept: dict[int, list[str]] = {}
    parts: set[Part] = set()
    by_weight = sorted(enumerate(items), key=lambda one: (one[1].rank, one[0]))
    for number, item in by_weight:
        most = int(left // high)
        lines = brush.lines(item.words, room.width(), most + 1) if most > 0 else []
        cost = len(lines) * high + gap + (0 if item.part in parts else heading)
        if lines and len(lines) <= most and cost <= left:
            kept[number] = lines
            parts.add(item.part)
            left -= cost
    return sorted(kept.items())
