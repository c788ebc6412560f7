"""Where everything of a buzz board stands at a width and a height: lanes side by side or one under another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from hubdesk.widgets.board_cards import PAD, Facts, card_height, pitch
from hubdesk.widgets.board_values import Board, Card, Chip, Lane, Line
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font

LEAST_LANE: Final = 215.0  # px of a lane, below which fewer stand side by side
SCALES: Final = (1.6, 1.3, 1.0)  # type grows where all has room, as on a wall
GAP: Final = 10.0
HEAD: Final = 27.0
WIDE_LANE: Final = 300.0
# How much episodes and phrases say, from all to least: phrases give way first.
LADDER: Final = (
    (Facts.ALL, Facts.ALL),
    (Facts.ALL, Facts.FATE),
    (Facts.ALL, Facts.NAME),
    (Facts.COUNT, Facts.NAME),
    (Facts.FATE, Facts.NAME),
    (Facts.NAME, Facts.NAME),
)
SCROLLED: Final = (Facts.COUNT, Facts.NAME)  # where nothing would be in sight as a whole
MARK: Final = 15.0  # of a chip
WIDEST_NAME: Final = 150.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A card's place, px, and how much it says there."""

    card: Card
    place: QRectF
    facts: Facts


@dataclass(frozen=True, slots=True)
class Plan:
    """Places in px. `heads`: of lanes; `empties`: of the words where a lane has no card; `names` and `chips`: of the
    lines under them, which begin at `foot`."""

    scale: float
    height: float
    heads: tuple[tuple[Lane, QRectF], ...] = ()
    empties: tuple[tuple[Lane, QRectF], ...] = ()
    cards: tuple[Placed, ...] = ()
    names: tuple[tuple[Line, QRectF], ...] = ()
    chips: tuple[tuple[Chip, QRectF], ...] = ()
    foot: float = 0.0


@dataclass(slots=True)
class _Side:
    """Lanes one under another, `parts` cards wide."""

    lanes: tuple[Lane, ...]
    parts: int = 1


@dataclass(slots=True)
class _Column:
    heads: list[tuple[Lane, QRectF]]
    empties: list[tuple[Lane, QRectF]]
    cards: list[Placed]
    bottom: float


def plan(board: Board, width: float, height: float) -> Plan:
    """The largest type with which all is said and in sight; else each side says as much as it has room for."""
    for scale in SCALES:
        if scale > 1 and width / max(1, len(board.lanes)) < WIDE_LANE * scale:
            continue
        made = _planned(board, width, height, scale)
        is_all = made.height <= height and all(one.facts == Facts.ALL for one in made.cards)
        if is_all or scale == SCALES[-1]:
            return made
    raise AssertionError("the last scale always makes a plan")


def _planned(board: Board, width: float, height: float, scale: float) -> Plan:
    names, chips, foot_height = _foot(board, width, scale)
    sides = _sides(board.lanes, width, scale)
    columns, x = [], GAP
    unit = (width - GAP * (len(sides) + 1)) / max(1, sum(side.parts for side in sides))
    for side in sides:
        wide = unit * side.parts
        columns.append(_fullest(side, x, wide, height - foot_height, scale))
        x += wide + GAP
    lowest = max((one.bottom for one in columns), default=0.0)
    foot = max(lowest, height - foot_height)
    return Plan(
        scale=scale,
        height=lowest + foot_height,
        heads=tuple(head for one in columns for head in one.heads),
        empties=tuple(empty for one in columns for empty in one.empties),
        cards=tuple(card for one in columns for card in one.cards),
        names=tuple((line, place.translated(0, foot)) for line, place in names),
        chips=tuple((chip, place.translated(0, foot)) for chip, place in chips),
        foot=foot,
    )


def _fullest(side: _Side, x: float, wide: float, height: float, scale: float) -> _Column:
    """As much as fits: the rung of the ladder, and of the rung above it what the first cards have room for."""
    rungs = [_said(side, facts) for facts in LADDER]
    tried = (_column(side, x, wide, said, scale) for said in rungs)
    rung, made = next(((n, one) for n, one in enumerate(tried) if one.bottom <= height), (0, None))
    if made is None:
        return _column(side, x, wide, _said(side, SCROLLED), scale)
    said = rungs[rung]
    for place, more in enumerate(rungs[rung - 1] if rung else ()):
        fuller = [*said[:place], more, *said[place + 1 :]]
        if more > said[place] and (lifted := _column(side, x, wide, fuller, scale)).bottom <= height:
            said, made = fuller, lifted
    return made


def _said(side: _Side, facts: tuple[Facts, Facts]) -> list[Facts]:
    """Of each of its cards; `facts`: of episodes and of phrases."""
    return [facts[card.level is None] for lane in side.lanes for card in lane.cards]


def _column(side: _Side, x: float, wide: float, said: Sequence[Facts], scale: float) -> _Column:
    """A wide side has its cards beside each other, row by row."""
    made, y = _Column([], [], [], 0.0), 2.0
    narrow, facts = (wide - GAP * (side.parts - 1)) / side.parts, iter(said)
    for lane in side.lanes:
        made.heads.append((lane, QRectF(x, y, wide, HEAD * scale)))
        y += HEAD * scale
        if not lane.cards:
            made.empties.append((lane, QRectF(x, y, wide, pitch("small", scale) + 8)))
            y += pitch("small", scale) + 8
        bottoms = [y] * side.parts
        for card in lane.cards:
            much, part = next(facts), bottoms.index(min(bottoms))
            tall = card_height(card, narrow, much, scale)
            made.cards.append(Placed(card, QRectF(x + part * (narrow + GAP), bottoms[part], narrow, tall), much))
            bottoms[part] += tall
        y = max(bottoms) + 4
    made.bottom = y + 4
    return made


def _sides(lanes: tuple[Lane, ...], width: float, scale: float) -> tuple[_Side, ...]:
    """Side by side; where there is no room the last, what fizzles, keeps a side of its own; then one under another.
    Where there is much, the lane with the most cards is several wide."""
    if not lanes:
        return ()
    if width >= LEAST_LANE * len(lanes):
        sides = [_Side((lane,)) for lane in lanes]
        for _spare in range(int(width / (WIDE_LANE * scale)) - len(lanes)):
            fullest = max(sides, key=_fullness)
            if _fullness(fullest) > 1:
                fullest.parts += 1
        return tuple(sides)
    if width >= 2 * LEAST_LANE:
        return (_Side((_together(lanes[:-1]),)), _Side(lanes[-1:]))
    return (_Side(tuple(lane for lane in lanes if lane.cards) or lanes[:1]),)


def _together(lanes: tuple[Lane, ...]) -> Lane:
    """Lanes under one head: each card says its phase by its shape."""
    told = [lane for lane in lanes if lane.cards] or list(lanes[:1])
    cards = tuple(card for lane in told for card in lane.cards)
    return Lane(" · ".join(lane.head for lane in told), told[0].glyph, told[0].empty, cards)


def _fullness(side: _Side) -> float:
    return sum(len(lane.cards) for lane in side.lanes) / side.parts


def name_width(chip: Chip, scale: float) -> float:
    """Of a chip's name, px, with the space behind it."""
    if not chip.name:
        return 0.0
    metrics = QFontMetricsF(font("small", scale))
    return min(WIDEST_NAME * scale, metrics.horizontalAdvance(tame(chip.name, 80)) + 1) + 5 * scale


def _foot(
    board: Board, width: float, scale: float
) -> tuple[list[tuple[Line, QRectF]], list[tuple[Chip, QRectF]], float]:
    """The lines under the lanes, each as long as its chips ask for; places from its own top."""
    names, chips = [], []
    label, small = QFontMetricsF(font("label", scale)), QFontMetricsF(font("small", scale))
    tall, right = pitch("small", scale) + 6, width - PAD
    y = 6.0
    for line in board.lines:
        wide = label.horizontalAdvance(line.head) + 2
        names.append((line, QRectF(PAD, y, min(wide, right - PAD), tall)))
        x = PAD + wide + 10
        for chip in line.chips:
            long = name_width(chip, scale) + small.horizontalAdvance(tame(chip.words, 400)) + 2
            long = min(long + (MARK * scale if chip.shape else 0), right - PAD)
            if x > PAD and x + long > right:
                x, y = PAD, y + tall
            chips.append((chip, QRectF(x, y, long, tall)))
            x += long + 14
        y += tall
    return names, chips, y + 6 if board.lines else 0.0
