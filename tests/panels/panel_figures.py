"""Every figure that a panel shows of a scope, with the wish that opens it: of the panels that follow filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hubdesk.core import HOUR, MINUTE, Scope
from hubdesk.panels import asked
from hubdesk.panels.compare import ComparePanel
from hubdesk.panels.compare_picture import CompareOptions, read_compare
from hubdesk.panels.compare_words import Told
from hubdesk.panels.heat import HeatPanel
from hubdesk.panels.heat_picture import HeatOptions, read_heat
from hubdesk.panels.heat_words import rows_of as rows_of_hour
from hubdesk.panels.map import MapPanel
from hubdesk.panels.map_picture import MapOptions, query_of, read_map
from hubdesk.panels.panel import Panel, Rows
from hubdesk.panels.table import TablePanel
from hubdesk.panels.table_asked import rows_of as rows_of_cell
from hubdesk.panels.table_picture import TableOptions, read_table
from hubdesk.panels.themes import ThemesPanel
from hubdesk.panels.themes_picture import read_themes
from hubdesk.panels.themes_words import _opens
from hubdesk.panels.tone import TonePanel
from hubdesk.panels.tone_picture import ToneOptions, read_tone
from hubdesk.panels.tone_words import count_of, rows_of
from hubdesk.panels.trend import TrendPanel
from hubdesk.panels.trend_grown import STACKED, GrownTrend, read_grown
from hubdesk.panels.trend_layer_rows import layer_rows
from hubdesk.panels.trend_picture import TrendOptions
from hubdesk.query.any_kind import ANY
from hubdesk.store.reader import Dimension, Reader
from hubdesk.widgets.tone_parts import PARTS


@dataclass(frozen=True)
class Figure:
    """What a panel shows: so many mentions, `gone` of them without a row, and what it opens."""

    what: object
    mentions: int
    gone: int = 0
    rows: Rows | None = None


Figures = Iterator[Figure]


def tone(reader: Reader, scope: Scope) -> Figures:
    picture = read_tone(reader, scope, ToneOptions(step=HOUR))
    yield Figure("whole", picture.whole.split.all, picture.whole.gone.all, Rows(ANY))
    for part in PARTS:
        told = picture.whole
        yield Figure(part, count_of(told.split, part), count_of(told.gone, part), rows_of(told, part))
        for brand, told in picture.brands:
            yield Figure(
                (brand, part), count_of(told.split, part), count_of(told.gone, part), rows_of(told, part, brand)
            )
    for at, split in picture.bins[1:]:  # the first begins before the scope
        if split is not None:
            for part in PARTS:
                yield Figure(
                    (part, at), count_of(split, part), -1, Rows(asked.of_tone(part), at, min(at + HOUR, scope.end))
                )


def themes(reader: Reader, scope: Scope) -> Figures:
    now = read_themes(reader, scope).now
    yield Figure("whole", now.read + now.none + now.unread, -1, Rows(ANY))
    yield Figure("none", now.none + now.unread, now.gone, Rows(asked.of_theme("")))
    for one in now.themes:
        yield Figure(one.code, one.told.split.all, one.told.gone.all, _opens(one.code, one.told))
        for part in PARTS:
            split, gone = one.told.split, one.told.gone
            yield Figure(
                (one.code, part), count_of(split, part), count_of(gone, part), _opens(one.code, one.told, part)
            )
        for heard, mentions, gone_of in one.topics:
            yield Figure((one.code, heard.name), mentions, gone_of, Rows(asked.of_theme(one.code), topic=heard.id))


def places(reader: Reader, scope: Scope) -> Figures:
    picture = read_map(reader, scope, MapOptions(zoomed="59"))
    yield Figure("whole", picture.all, -1, Rows(ANY))
    for one in (*picture.places, *(picture.towns or ())):
        yield Figure(one.code, one.mentions, one.gone, Rows(query_of((one.code,))))
    named = [one.code for one in picture.places if one.mentions]
    if named:
        yield Figure("placed", picture.placed, picture.gone, Rows(query_of(named)))


def heat(reader: Reader, scope: Scope) -> Figures:
    picture = read_heat(reader, scope, HeatOptions())
    whole = sum(cell.mentions for cell in picture.cells) + picture.left
    yield Figure("whole", whole, -1, Rows(ANY))
    for cell in picture.cells:
        if cell.only is not None:
            yield Figure(cell.place, cell.only.mentions, cell.only.gone, rows_of_hour(cell.only, picture))


def table(reader: Reader, scope: Scope) -> Figures:
    for rows, columns in (
        (Dimension.THEME, Dimension.TONE),
        (Dimension.TOPIC, Dimension.HOUR),
        (Dimension.NETWORK, Dimension.DEPARTMENT),
        (Dimension.LANGUAGE, Dimension.SOURCE),
        (Dimension.KIND, Dimension.DAY),
    ):
        picture = read_table(reader, scope, TableOptions(rows, columns))
        yield Figure((rows, columns), picture.told.whole.mentions, picture.told.whole.gone, rows_of_cell((), picture))
        for by, lines in ((rows, picture.told.rows), (columns, picture.told.columns)):
            for one in lines:
                found = rows_of_cell(((by, one.value),), picture)
                yield Figure((by, one.value), one.tally.mentions, one.tally.gone, found)
        for row, column, tally in picture.told.cells:
            found = rows_of_cell(((rows, row), (columns, column)), picture)
            yield Figure((row, column), tally.mentions, tally.gone, found)


def trend(reader: Reader, scope: Scope) -> Figures:
    picture = read_grown(reader, scope, TrendOptions(step=15 * MINUTE, smooth=False))
    for one in picture.lines:
        for at, value in one.points[1:]:
            if value is not None:
                of = None if one.topic is None else one.topic.id
                yield Figure((one.topic, at), int(value), -1, Rows(ANY, at, min(at + 15 * MINUTE, scope.end), of))
    for by in STACKED:
        picture = read_grown(reader, scope, TrendOptions(step=HOUR, by=by))
        assert isinstance(picture, GrownTrend)
        for layer in picture.stack.layers:
            for (at, _was), mentions, gone in list(zip(picture.stack.bins, layer.counts, layer.gone, strict=True))[1:]:
                found = layer_rows(layer.value, picture, at, min(at + HOUR, scope.end))
                yield Figure((by, layer.value, at), mentions, gone, found)


def compare(reader: Reader, scope: Scope) -> Figures:
    for without in (0, 3, 31 - 16):
        picture = read_compare(reader, scope, CompareOptions(without))
        gone, told = dict(picture.gone), Told(picture)
        for place, bar in enumerate(picture.bars):
            yield Figure((without, bar.topic.name), bar.count, gone.get(bar.topic.id, 0), told[place][0].key)
        for one in picture.answering:
            bar = next(place for place, bar in enumerate(picture.bars) if bar.topic.id == one.topic)
            yield Figure(("complaints", one.topic), one.complaints, one.gone, told[bar][4].key)
            assert one.unanswered is None or 0 <= one.unanswered <= one.complaints - one.gone
    for one in picture.curves:
        for at, value in one.points[1:]:
            if value is not None:
                yield Figure(
                    (one.topic, at),
                    int(value),
                    -1,
                    Rows(ANY, at, min(at + picture.step, scope.end), one.topic.id),
                )


PANELS: dict[type[Panel], Callable[[Reader, Scope], Figures]] = {
    TonePanel: tone,
    ThemesPanel: themes,
    MapPanel: places,
    HeatPanel: heat,
    TablePanel: table,
    TrendPanel: trend,
    ComparePanel: compare,
}
