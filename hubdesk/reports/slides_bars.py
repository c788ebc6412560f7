"""Shares as a chart that can be edited: a bar a topic with its whisker, and figures beside it as live text."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from hubdesk.reports.slides import BarChart, Inks
from hubdesk.reports.slides_draw import FONT, Box, chart_data, marker, rgb, text
from hubdesk.reports.slides_lines import cut, inner_layout

NAMES, HEAD, COLUMN = 2.7, 0.4, 1.3  # inches: names at the left, heads above, a column of figures
MOST: Final = 12
ROW: Final = 0.9  # inches a bar has at most


def bar_chart(shapes: Any, box: Box, chart: BarChart, inks: Inks) -> None:
    """The first bars, as many as have room."""
    bars = chart.bars[:MOST]
    high = min(box.height - HEAD - 0.4, ROW * len(bars))
    plot = Box(box.left + NAMES, box.top + HEAD, box.width - NAMES - COLUMN * len(chart.columns) - 0.2, high)
    told = chart_data("0.0%", (one.name for one in bars), [(chart.title, (one.share for one in bars))])
    around = Box(box.left, box.top, box.width, HEAD + high + 0.1)
    drawn = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *around.emu(), told).chart
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.name = Pt(11), FONT
    inner_layout(drawn, around, plot)
    _axes(drawn, inks)
    drawn.plots[0].gap_width = 150
    series = drawn.plots[0].series[0]
    for place, one in enumerate(bars):
        point = series.points[place].format.fill
        point.solid()
        point.fore_color.rgb = rgb(one.colour)
    _whiskers(series, [(one.share - one.low, one.high - one.share) for one in bars], inks)
    _figures(shapes, plot, chart, inks)
    if chart.notes:
        text(shapes, Box(box.left, plot.bottom + 0.2, box.width, 0.3), chart.notes, 11, inks.text2)


def _axes(drawn: Any, inks: Inks) -> None:
    """The first on top; from 0 to all. Names and figures are beside it as text."""
    up, along = drawn.category_axis, drawn.value_axis
    up.reverse_order = True
    up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    up.major_tick_mark = XL_TICK_MARK.NONE
    up.format.line.color.rgb = rgb(inks.line)
    along.minimum_scale, along.maximum_scale = 0, 1
    along.has_major_gridlines = False
    along.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    along.major_tick_mark = XL_TICK_MARK.NONE
    along.format.line.fill.background()


def _figures(shapes: Any, plot: Box, chart: BarChart, inks: Inks) -> None:
    bars = chart.bars[:MOST]
    for column, head in enumerate(chart.columns):
        left = plot.right + 0.2 + COLUMN * column
        text(shapes, Box(left, plot.top - 0.32, COLUMN, 0.26), head, 11, inks.text2, align="right")
        for row, one in enumerate(bars):
            middle = plot.top + plot.height * (row + 0.5) / len(bars)
            place = Box(left, middle - 0.15, COLUMN, 0.3)
            text(shapes, place, one.figures[column], 14, inks.text, bold=column == 0, align="right")
    for row, one in enumerate(bars):
        middle = plot.top + plot.height * (row + 0.5) / len(bars)
        marker(shapes, one.marker, one.colour, (plot.left - NAMES + 0.1, middle), 0.15)
        name = Box(plot.left - NAMES + 0.28, middle - 0.15, NAMES - 0.4, 0.3)
        text(shapes, name, cut(one.name, 18), 14, inks.text, bold=True)


def _whiskers(series: Any, errors: list[tuple[float, float]], inks: Inks) -> None:
    """What each share may be off by, drawn in ink."""
    element = series._element
    bars = etree.Element(qn("c:errBars"))
    element.insert(list(element).index(element.find(qn("c:cat"))), bars)
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{name}")).set("val", value)
    for name, side in (("plus", 1), ("minus", 0)):
        told = etree.SubElement(etree.SubElement(bars, qn(f"c:{name}")), qn("c:numLit"))
        etree.SubElement(told, qn("c:formatCode")).text = "General"
        etree.SubElement(told, qn("c:ptCount")).set("val", str(len(errors)))
        for place, error in enumerate(errors):
            point = etree.SubElement(told, qn("c:pt"))
            point.set("idx", str(place))
            etree.SubElement(point, qn("c:v")).text = f"{max(0.0, error[side]):.6f}"
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"))
    line.set("w", str(Pt(1.25)))
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr")).set("val", inks.text.lstrip("#"))
