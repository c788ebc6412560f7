"""What the table's figures rest on, and the table as numbers to take along."""

from __future__ import annotations

from hubdesk.i18n import _
from hubdesk.panels.gone_words import gone_note
from hubdesk.panels.table_names import DIMENSIONS, value_word
from hubdesk.panels.table_picture import TablePicture
from hubdesk.panels.table_shown import Share, scale_of, shown
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import OTHERS, Dimension
from hubdesk.widgets.table_values import TableCell


def notes(picture: TablePicture) -> str:
    """What the figures rest on, a line each."""
    told, options, lines = picture.told, picture.options, []
    several = [
        _(DIMENSIONS[by])
        for by, has in ((options.rows, told.row_has_several), (options.columns, told.column_has_several))
        if has
    ]
    if several:
        text = _("{dimension}: a mention with several counts for each of them, and once in the totals.")
        lines += [text.format(dimension=name) for name in several]
    if told.whole.gone:
        lines.append(gone_note())
    partly = [
        when
        for by, whens in picture.whens
        for when in whens
        if when.listened < when.lasts and by in (options.rows, options.columns)
    ]
    if partly:
        lines.append(_("Not all of the span was listened to: a dash is no zero, and some counts are of a part alone."))
    if Dimension.SOURCE in (options.rows, options.columns) and picture.whens:
        lines.append(_("0: this source brought none then; whether it listened is said in Coverage."))
    if any(line.value == OTHERS for line in (*told.rows, *told.columns)):
        lines.append(_("The others have no line of their own here: the commonest are listed."))
    return "\n".join(lines)


def table_sheet(picture: TablePicture) -> Sheet | None:
    """A row for each row of the table, counts in its columns; unknown where nobody listened."""
    if picture.empty is not None:
        return None
    table = shown(picture, Share.COUNT, scale_of(picture, Share.COUNT), "")
    counts = {(row, column): tally.mentions for row, column, tally in picture.told.cells}
    by = picture.options
    heads = (
        _(DIMENSIONS[by.rows]),
        table.total,
        *(value_word(by.columns, one.value, picture) for one in table.columns),
    )
    totals = {line.value: line.tally.mentions for line in picture.told.rows}
    sums = {line.value: line.tally.mentions for line in picture.told.columns}
    made = [(table.total, picture.told.whole.mentions, *(_known(one.total, sums[one.value]) for one in table.columns))]
    for head, cells in zip(table.rows, table.cells, strict=True):
        told = (
            _known(cell, counts.get((head.value, column.value), 0))
            for column, cell in zip(table.columns, cells, strict=True)
        )
        made.append((value_word(by.rows, head.value, picture), _known(head.total, totals[head.value]), *told))
    return Sheet(heads, tuple(made))


def _known(cell: TableCell, mentions: int) -> int | None:
    return None if not mentions and (cell.is_unheard or not cell.text) else mentions
