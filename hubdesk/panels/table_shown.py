"""From what the table read to what is on it: rows in their order, each figure with its colour and what opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number, percent
from hubdesk.panels.gone_words import gone_text
from hubdesk.panels.table_asked import Where, can_ask, why_not
from hubdesk.panels.table_names import crossed_words, short_word, value_word
from hubdesk.panels.table_picture import TIMES, TablePicture
from hubdesk.panels.tone_words import share_text
from hubdesk.store.reader import OTHERS, Dimension, Line, Tally
from hubdesk.widgets.map_values import Place, Scale, fitted
from hubdesk.widgets.table_values import TOTAL, TableCell, TableHead, TableShown
from hubdesk.widgets.tone_parts import PARTS

OWN_ORDER: Final = (*TIMES, Dimension.TONE)  # where the order of the values says more than their counts
NOTHING: Final = Tally()
SHARES: Final = Scale((0.05, 0.1, 0.2, 0.5))


class Share(StrEnum):
    """What a cell says: its mentions, or their share of its row, of its column, of all."""

    COUNT = "count"
    ROW = "row"
    COLUMN = "column"
    ALL = "all"


SHARE_WORDS: Final = {
    Share.COUNT: N_("mentions"),
    Share.ROW: N_("share of the row"),
    Share.COLUMN: N_("share of the column"),
    Share.ALL: N_("share of all"),
}


def scale_of(picture: TablePicture, share: Share) -> Scale:
    """The steps that suit the counts; shares always have the same."""
    if share != Share.COUNT:
        return SHARES
    return fitted(tuple(Place("", "", tally.mentions) for _row, _column, tally in picture.told.cells), by_rate=False)


def shown(picture: TablePicture, share: Share, scale: Scale, sort: str) -> TableShown:
    whens, options = dict(picture.whens), picture.options
    rows, columns = (
        frozenset(when.value for when in whens.get(by, ()) if not when.listened)
        for by in (options.rows, options.columns)
    )
    outside, unheard = frozenset(picture.outside), frozenset(picture.unheard)
    return _Shown(picture, share, scale, outside, unheard, (rows, columns)).shown(sort)


@dataclass(frozen=True, slots=True)
class _Shown:
    """`outside` and `unheard`: pairs without a figure; `silent`: rows and columns of which nobody heard anything."""

    picture: TablePicture
    share: Share
    scale: Scale
    outside: frozenset[tuple[str, str]]
    unheard: frozenset[tuple[str, str]]
    silent: tuple[frozenset[str], frozenset[str]]

    def shown(self, sort: str) -> TableShown:
        told, options = self.picture.told, self.picture.options
        cells = {(row, column): tally for row, column, tally in told.cells}
        columns = sorted(told.columns, key=_Order(options.columns, {}))
        ranks = self._ranks(sort, cells)
        rows = sorted(told.rows, key=_Order(options.rows, ranks))
        sides = [self._are_asked(options.rows, rows), self._are_asked(options.columns, columns)]
        return TableShown(
            corner=crossed_words(self.picture),
            total=_("all"),
            rows=tuple(self._head(options.rows, line, Share.ROW) for line in rows),
            columns=tuple(self._head(options.columns, line, Share.COLUMN) for line in columns),
            cells=tuple(
                tuple(
                    self._cell(row, column, cells.get((row.value, column.value), NOTHING), row_is and column_is)
                    for column, column_is in zip(columns, sides[1], strict=True)
                )
                for row, row_is in zip(rows, sides[0], strict=True)
            ),
            whole=self._total((), told.whole, Share.ALL),
            sort=sort,
            steps=_steps(self.scale, self.share),
            unit=_(SHARE_WORDS[self.share]),
            told=self.told,
        )

    def _are_asked(self, by: Dimension, lines: Sequence[Line]) -> list[bool]:
        """Which of these a query can say; of two times each, it is the fewer stretches that count."""
        if by in TIMES and self.picture.options.rows in TIMES and self.picture.options.columns in TIMES:
            return [self.picture.when(by, line.value) is not None or not line.value for line in lines]
        return [can_ask(((by, line.value),), self.picture) for line in lines]

    def _ranks(self, sort: str, cells: dict[tuple[str, str], Tally]) -> dict[str, float]:
        """By row, how high it stands where rows are sorted by their figures."""
        if not sort:
            return {}
        if sort == TOTAL:
            return {row.value: row.tally.mentions for row in self.picture.told.rows}
        ranks: dict[str, float] = {}
        for row in self.picture.told.rows:
            mentions = cells.get((row.value, sort), NOTHING).mentions
            is_share = self.share == Share.ROW and row.tally.mentions
            ranks[row.value] = mentions / row.tally.mentions if is_share else mentions
        return ranks

    def _head(self, by: Dimension, line: Line, whole: Share) -> TableHead:
        name = value_word(by, line.value, self.picture, line.of)
        total = self._total(((by, line.value),), line.tally, whole)
        more = name if (heard := self._heard(by, line.value)) == "" else f"{name}. {heard}"
        is_quiet = line.value in ("", OTHERS)
        return TableHead(line.value, short_word(by, line.value, name), more, total, is_quiet)

    def _heard(self, by: Dimension, value: str) -> str:
        """How much of an hour, a weekday or a day was listened to, where that is not all."""
        when = self.picture.when(by, value) if by in TIMES else None
        if when is None or when.listened >= when.lasts:
            return ""
        if not when.listened:
            return _("Nobody listened")
        return _("{share} of it was listened to").format(share=percent(when.listened / when.lasts, 0))

    def _total(self, where: tuple[Where, ...], tally: Tally, whole: Share) -> TableCell:
        """Of a line: its mentions, in whatever the cells are told."""
        if not tally.mentions and any(self._is_silent(by, value) for by, value in where):
            return TableCell(UNKNOWN, where, is_unheard=True)
        text = number(tally.mentions)
        if self.share != Share.COUNT:
            of = tally if self.share == whole else self.picture.told.whole
            text = share_text(tally.mentions, of.mentions)
        is_open = tally.left > 0 and can_ask(where, self.picture)
        return TableCell(text, where, tally.mentions, tally.gone, None, is_open)

    def _is_silent(self, by: Dimension, value: str) -> bool:
        when = self.picture.when(by, value) if by in TIMES else None
        return when is not None and not when.listened

    def _cell(self, row: Line, column: Line, tally: Tally, is_open: bool) -> TableCell:
        options, pair = self.picture.options, (row.value, column.value)
        where = ((options.rows, row.value), (options.columns, column.value))
        if not tally.mentions:
            if pair in self.outside:
                return TableCell("", where)
            if pair in self.unheard or row.value in self.silent[0] or column.value in self.silent[1]:
                return TableCell(UNKNOWN, where, is_unheard=True)
        if self.share == Share.COUNT:
            text, step = number(tally.mentions), self.scale.class_of(tally.mentions)
        else:
            lines = {Share.ROW: row.tally, Share.COLUMN: column.tally}
            of = lines.get(self.share, self.picture.told.whole).mentions
            text, step = share_text(tally.mentions, of), self.scale.class_of(tally.mentions / of) if of else 0
        return TableCell(text, where, tally.mentions, tally.gone, step, is_open and tally.left > 0)

    def told(self, cell: TableCell) -> str:
        """A figure in full: whose it is, how many, and why its rows cannot be opened where they cannot."""
        where = cell.where if isinstance(cell.where, tuple) else ()
        if cell.is_unheard:
            return _("Nobody listened")
        if not cell.text:
            return _("Not within the span")
        names = ", ".join(value_word(by, value, self.picture) for by, value in where)
        count = ngettext("{n} mention", "{n} mentions", cell.mentions).format(n=number(cell.mentions))
        more = ": ".join(filter(None, (names, count + gone_text(cell.gone))))
        if not cell.is_open and cell.mentions > cell.gone:
            more = f"{more}. {why_not(where, self.picture)}"
        return more


class _Order:
    """Where a line stands: what is not known and the others last; by its rank, else in the dimension's own order."""

    def __init__(self, by: Dimension, ranks: dict[str, float]) -> None:
        self._by, self._ranks = by, ranks

    def __call__(self, line: Line) -> tuple[bool, bool, float, object]:
        last = line.value == OTHERS, line.value == ""
        if self._ranks:
            return (*last, -self._ranks.get(line.value, 0.0), line.value)
        if self._by == Dimension.TONE:
            return (*last, float(PARTS.index(line.value)) if line.value in PARTS else 9.0, line.value)
        return (*last, 0.0 if self._by in OWN_ORDER else -float(line.tally.mentions), line.value)


def _steps(scale: Scale, share: Share) -> tuple[str, ...]:
    return scale.texts() if share == Share.COUNT else tuple(percent(step, 0) for step in scale.steps)
