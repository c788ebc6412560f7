"""The buzz board on a wall: what rose and what fizzled, as many as fit, the gravest first."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _, language, number
from hubdesk.panels.board_picture import read_board
from hubdesk.panels.board_words import silence_words
from hubdesk.panels.phrases import PACE_SECONDS
from hubdesk.store.reader import Reader
from hubdesk.wall.board_cards import BuzzCard, CardPlan, paint_card, plans
from hubdesk.wall.board_told import ALL, FIZZLED, ROSE, WallBoard, cards_of, kept_of
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import is_too_small, more_words, vacant, write_foot
from hubdesk.wall.kept_paint import KeptPaint
from hubdesk.wall.masks import Masks
from hubdesk.wall.measure import Measure
from hubdesk.widgets.empty_reasons import why_empty

WHICH: Final = "which"
COLUMN: Final = 15.0  # times the text that a card is wide at least where there are several columns
MOST_COLUMNS: Final = 3
WORTH: Final = 3  # cards in a column that should have room before each says more
NOTHING: Final = {ALL: N_("Nothing rose in this span."), ROSE: N_("Nothing rose in this span."),
                  FIZZLED: N_("Nothing fizzled in this span.")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardAsked:
    """`which` of the buzzes; `veil` is for new phrases, which may be a name."""

    which: str
    veil: Veil


class BoardFace(Face[WallBoard]):
    """Cards in columns, all of them with as many facts as there is room for."""

    name: ClassVar[str] = "board"
    title: ClassVar[str] = N_("Buzz board")
    pace_seconds: ClassVar[float] = PACE_SECONDS

    def __init__(self) -> None:
        self._told: tuple[WallBoard, str] | None = None
        self._cards: tuple[BuzzCard, ...] = ()
        self._kept: list[KeptPaint] = []

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        which = str(cell.option(WHICH, ALL))
        return BoardAsked(which if which in NOTHING else ALL, veil)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> WallBoard:
        """Worker thread: what lasted in the scope. Who is in the evidence stays out of the picture."""
        asked = options if isinstance(options, BoardAsked) else BoardAsked(ALL, Veil())
        return kept_of(read_board(reader, scope), asked.which, Masks.of(reader, asked.veil))

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 9, measure.text * 3.4)

    def vacancy(self, picture: WallBoard, showing: Showing) -> str:
        board = picture.board
        if self._told_of(picture):
            return ""
        if board.empty is not None:
            return vacant(why_empty(board.empty, board.stored, board.span.end, board.zone))
        if board.watched_until is None:
            return _("Not watched yet: what rises is not known.")
        return " ".join(filter(None, (_(NOTHING[picture.which]), silence_words(board))))

    def subtitle(self, picture: WallBoard, showing: Showing) -> str:
        cards = self._told_of(picture)
        fizzled = sum(card.is_fizzled for card in cards)
        if picture.which != ALL or not cards:
            return ""
        buzzes = sum(card.level is not None for card in cards)
        return _("{n} rose, {fizzled} fizzled").format(n=number(buzzes - fizzled), fizzled=number(fizzled))

    def says(self, picture: WallBoard, showing: Showing) -> str:
        cards = self._told_of(picture)
        told = (card.spoken() for card in cards)
        more, warning = more_words(picture.all - len(cards)), silence_words(picture.board).rstrip(".")
        return "; ".join(filter(None, (*told, more, warning))) + "."

    def paint(self, brush: Brush, area: QRectF, picture: WallBoard, before: WallBoard | None, showing: Showing) -> None:
        if is_too_small(brush, area):
            return
        cards = self._told_of(picture)
        warning = silence_words(picture.board)
        room = write_foot(brush, (warning,), area, 2) if warning else area
        columns = max(1, min(MOST_COLUMNS, len(cards), int(room.width() // (COLUMN * brush.measure.text))))
        plan, down = _chosen(brush, room, len(cards), columns, picture.all)
        gap = brush.measure.pad * 2
        wide = (room.width() - gap * (columns - 1)) / columns
        while len(self._kept) < len(cards):
            self._kept.append(KeptPaint())
        shown = cards[: down * columns]
        more = more_words(picture.all - len(shown))
        rest = room.adjusted(0, -(-len(shown) // columns) * plan.high, 0, 0)
        has_line = rest.height() >= brush.height("least") - 0.5
        for place, card in enumerate(shown):
            line, column = divmod(place, columns)
            box = QRectF(room.left() + column * (wide + gap), room.top() + line * plan.high, wide, plan.high)
            is_last = place == len(shown) - 1
            paint_card(
                brush, card, box, plan, showing.topics, self._kept[place], more if is_last and not has_line else ""
            )
        if more and has_line:
            brush.write(more, rest, "least", "text2")

    def _told_of(self, picture: WallBoard) -> tuple[BuzzCard, ...]:
        """In words, which are made once for a picture and a language."""
        if self._told is None or self._told[0] is not picture or self._told[1] != language():
            self._told, self._cards = (picture, language()), tuple(cards_of(picture))
        return self._cards


def _chosen(brush: Brush, room: QRectF, cards: int, columns: int, all_cards: int) -> tuple[CardPlan, int]:
    """The fullest cards of which enough have room, and how many of them in a column. Below them a line says how many
    more there are, unless it would leave no room for any."""
    wanted, known = -(-cards // columns), plans(brush)
    for kept in (brush.height("least"), 0.0):
        best, most = known[-1], 0
        for plan in known:
            down = min(wanted, int((room.height() + 0.5) // plan.high))
            if down * columns < all_cards:
                down = min(down, int((room.height() - kept + 0.5) // plan.high))
            if min(down, WORTH) > min(most, WORTH):
                best, most = plan, down
        if most:
            return best, most
    return known[-1], 0
