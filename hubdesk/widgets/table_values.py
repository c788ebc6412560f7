"""What a crossed table is given, as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableCell:
    """A figure as it is written. `where`: whose it is, for who tells more of it; `mentions`, and those of them that no
    row shows any more. `step` 0 to 4 of the colours, None without one. `is_open`: whether it opens its rows;
    `is_unheard`: nobody listened, so that its nothing is no zero."""

    text: str
    where: Hashable = ()
    mentions: int = 0
    gone: int = 0
    step: int | None = None
    is_open: bool = False
    is_unheard: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A wish to open the rows of a figure."""

    where: Hashable


@dataclass(frozen=True, slots=True)
class TableHead:
    """A row's or a column's name with its total. `value`: what sorting by it tells; `is_quiet`: of what is not known,
    and of the others."""

    value: str
    text: str
    more: str
    total: TableCell
    is_quiet: bool = False


def _nothing(_cell: TableCell) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class TableShown:
    """`corner`: what rows and columns are. `cells`: by row, then column. `sort`: what rows are sorted by: "" their own
    order, TOTAL, else a column's value. `steps`: the colours' numbers. `told`: more of a cell in words, which few cells
    are asked for."""

    corner: str = ""
    total: str = ""
    rows: tuple[TableHead, ...] = ()
    columns: tuple[TableHead, ...] = ()
    cells: tuple[tuple[TableCell, ...], ...] = ()
    whole: TableCell = TableCell("")
    sort: str = ""
    steps: tuple[str, ...] = ()
    unit: str = ""
    told: Callable[[TableCell], str] = field(default=_nothing, compare=False)

    def spoken(self, most: int = 12) -> str:
        """The table in words: its first rows."""
        made = [f"{self.total} {self.whole.text}"]
        for head, cells in list(zip(self.rows, self.cells, strict=True))[:most]:
            figures = (f"{column.text} {cell.text}" for column, cell in zip(self.columns, cells, strict=True))
            made.append(", ".join((f"{head.text} {head.total.text}", *list(figures)[:most])))
        return "; ".join(made)


TOTAL = "\x00total"


@dataclass(frozen=True, slots=True)
class Sorting:
    """A wish to sort rows by that."""

    by: str
