"""Curves as a chart that can be edited: labels at the lines' ends, gaps hatched and never bridged."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from hubdesk.reports.cells import plain
from hubdesk.reports.slides import Inks, LineChart, Series
from hubdesk.reports.slides_draw import DASHES, FONT, Box, block, chart_data, hatched, marker, rgb, rule, text

LEFT, RIGHT, TOP, BOTTOM = 0.65, 2.65, 0.35, 0.45  # inches round the plot
APART: Final = 0.27  # inches between two labels at the lines' ends
MARKERS: Final = 14  # on a line
STYLES: Final = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "cross": XL_MARKER_STYLE.PLUS,
    "star": XL_MARKER_STYLE.STAR,
    "bar": XL_MARKER_STYLE.DASH,
}


def line_chart(shapes: Any, box: Box, chart: LineChart, inks: Inks) -> None:
    """The chart, and over it what charts cannot say: gaps, episodes, names at the ends."""
    told = chart_data("General", chart.labels, ((one.name, one.values) for one in chart.series))
    frame = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box.emu(), told)
    drawn = frame.chart
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.name = Pt(11), FONT
    drawn.font.color.rgb = rgb(inks.text2)
    plot = Box(box.left + LEFT, box.top + TOP, box.width - LEFT - RIGHT, box.height - TOP - BOTTOM)
    inner_layout(drawn, box, plot)
    _axes(drawn, chart, inks)
    for one, series in zip(chart.series, drawn.plots[0].series, strict=True):
        _style(series, one, inks)
    for place, words in chart.ticks:
        x = plot.left + plot.width * place
        rule(shapes, (x, plot.bottom), (x, plot.bottom + 0.05), inks.line)
        text(shapes, Box(x - 0.6, plot.bottom + 0.1, 1.2, 0.22), words, 11, inks.text2, align="center")
    _gaps(shapes, plot, chart, inks)
    _moments(shapes, plot, chart, inks)
    _ends(shapes, plot, chart, inks)


def inner_layout(drawn: Any, box: Box, plot: Box) -> None:
    """Fix where the plot lies, so that what is drawn over it meets it."""
    area = drawn._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.SubElement(area, qn("c:layout"))
    area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    places = (
        ("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"),
        ("x", (plot.left - box.left) / box.width), ("y", (plot.top - box.top) / box.height),
        ("w", plot.width / box.width), ("h", plot.height / box.height),
    )  # fmt: skip
    for name, value in places:
        etree.SubElement(manual, qn(f"c:{name}")).set("val", str(value))


def _axes(drawn: Any, chart: LineChart, inks: Inks) -> None:
    up, along = drawn.value_axis, drawn.category_axis
    up.minimum_scale, up.maximum_scale, up.major_unit = 0, chart.top, chart.step
    up.has_major_gridlines = True
    up.major_gridlines.format.line.color.rgb = rgb(inks.grid)
    up.major_gridlines.format.line.width = Pt(0.75)
    up.format.line.fill.background()
    up.major_tick_mark = XL_TICK_MARK.NONE
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = "#,##0", False
    along.format.line.color.rgb = rgb(inks.line)
    along.major_tick_mark = XL_TICK_MARK.NONE
    along.tick_label_position = XL_TICK_LABEL_POSITION.NONE  # programs differ in which of many labels they show


def _style(series: Any, one: Series, inks: Inks) -> None:
    series.smooth = False
    series.format.line.color.rgb = rgb(one.colour)
    series.format.line.width = Pt(2 if one.own else 1.5)
    series.format.line.dash_style = DASHES[one.dash]
    series.marker.style = XL_MARKER_STYLE.NONE
    each = max(1, len(one.values) // MARKERS)
    for place in range(each // 2, len(one.values), each):
        if one.values[place] is not None:
            mark = series.points[place].marker
            mark.style, mark.size = STYLES.get(one.marker, XL_MARKER_STYLE.CIRCLE), 7
            mark.format.fill.solid()
            mark.format.fill.fore_color.rgb = rgb(one.colour)
            mark.format.line.color.rgb = rgb(inks.ground)


def _gaps(shapes: Any, plot: Box, chart: LineChart, inks: Inks) -> None:
    bins = max(1, len(chart.labels))
    for gap in chart.gaps:
        left = plot.left + plot.width * gap.first / bins
        place = Box(left, plot.top, max(0.03, plot.width * (gap.last - gap.first) / bins), plot.height)
        hatched(shapes, place, inks.hatch, inks.ground, inks.line).name = plain(gap.words)
        wide = max(place.width, 2.6)
        start = min(max(place.left + place.width / 2 - wide / 2, plot.left), plot.right - wide)
        text(shapes, Box(start, plot.top - 0.28, wide, 0.24), gap.words, 10, inks.text2, align="center")


def _moments(shapes: Any, plot: Box, chart: LineChart, inks: Inks) -> None:
    """A line, and on it as many filled bars of three as it is grave."""
    for one in chart.moments:
        x = plot.left + plot.width * (one.bin + 0.5) / max(1, len(chart.labels))
        rule(shapes, (x, plot.top), (x, plot.bottom), inks.text)
        plate = Box(x - 0.17, plot.top - 0.1, 0.34, 0.2)
        block(shapes, plate, inks.signal if one.level >= 3 else inks.ground, inks.text)
        for place in range(3):
            high = 0.05 + 0.035 * place
            bar = Box(x - 0.09 + 0.065 * place, plate.bottom - 0.04 - high, 0.045, high)
            block(shapes, bar, "#14181F" if one.level >= 3 else inks.text if place < one.level else None, inks.text)


def _ends(shapes: Any, plot: Box, chart: LineChart, inks: Inks) -> None:
    """Names at the lines' ends, pushed apart; a leader where one was moved."""
    known = [(one, next((value for value in reversed(one.values) if value is not None), None)) for one in chart.series]
    ends = sorted(((one, plot.bottom - plot.height * min(1.0, value / chart.top)) for one, value in known
                   if value is not None), key=_height)  # fmt: skip
    places = spread([height for _one, height in ends], plot.top, plot.bottom)
    for (one, height), place in zip(ends, places, strict=True):
        if abs(place - height) > 0.06:
            rule(shapes, (plot.right + 0.04, height), (plot.right + 0.2, place), inks.line)
        marker(shapes, one.marker, one.colour, (plot.right + 0.3, place))
        name = Box(plot.right + 0.45, place - 0.13, 1.55, 0.26)
        text(shapes, name, cut(one.short, 16), 11, inks.text, bold=True)
        text(shapes, Box(name.right, name.top, 0.6, 0.26), one.end, 11, inks.text, align="right")


def spread(heights: list[float], top: float, bottom: float) -> list[float]:
    """Heights in rising order with `APART` between them: pushed down, then up again from the bottom."""
    made: list[float] = []
    for height in heights:
        made.append(max(height, made[-1] + APART) if made else max(height, top))
    limit = bottom
    for place in reversed(range(len(made))):
        made[place] = min(made[place], limit)
        limit = made[place] - APART
    return made


def cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _height(end: tuple[Series, float]) -> float:
    return end[1]
