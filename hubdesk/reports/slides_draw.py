"""What slides are drawn with: boxes of text, plates, markers and hatching, in inches and in the deck's inks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from hubdesk.reports.cells import guarded, plain

FONT: Final = "Arial"  # of every office program, or of the same widths there
_CHART_DATA: Final[Any] = CategoryChartData  # which say nothing of their types
_RGB: Final[Any] = RGBColor
ALIGN: Final = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
DASHES: Final = {
    "solid": MSO_LINE.SOLID,
    "dash": MSO_LINE.DASH,
    "dash-dot": MSO_LINE.DASH_DOT,
    "dots": MSO_LINE.ROUND_DOT,
}
SHAPES: Final = {
    "circle": MSO_SHAPE.OVAL,
    "square": MSO_SHAPE.RECTANGLE,
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
    "pentagon": MSO_SHAPE.REGULAR_PENTAGON,
    "cross": MSO_SHAPE.CROSS,
    "star": MSO_SHAPE.STAR_5_POINT,
    "bar": MSO_SHAPE.FLOWCHART_PROCESS,
}


@dataclass(frozen=True, slots=True)
class Box:
    """In inches from the slide's upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def emu(self) -> tuple[Any, Any, Any, Any]:
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


def chart_data(format_: str, categories: Iterable[str], series: Iterable[tuple[str, Iterable[float | None]]]) -> Any:
    """What a chart shows, and what its own workbook holds: names there are no formulas."""
    made: Any = _CHART_DATA(number_format=format_)
    made.categories = [guarded(one) for one in categories]
    for name, values in series:
        made.add_series(guarded(name), tuple(values))
    return made


def rgb(colour: str) -> Any:
    return _RGB.from_string(colour.lstrip("#").upper())


def write(frame: Any, words: str, points: float, colour: str, *, bold: bool = False, align: str = "left") -> None:
    """One paragraph into a shape's frame, without margins; it wraps."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = ALIGN[align]
    run = paragraph.add_run()
    run.text = " ".join(plain(words).split())
    run.font.size, run.font.bold, run.font.name = Pt(points), bold, FONT
    run.font.color.rgb = rgb(colour)


def text(
    shapes: Any, box: Box, words: str, points: float, colour: str, *, bold: bool = False, align: str = "left"
) -> Any:
    """A box of live text."""
    made = shapes.add_textbox(*box.emu())
    write(made.text_frame, words, points, colour, bold=bold, align=align)
    return made


def block(shapes: Any, box: Box, fill: str | None, line: str | None = None, shape: Any = MSO_SHAPE.RECTANGLE) -> Any:
    """A flat shape: no shadow, no edge unless asked for."""
    made = shapes.add_shape(shape, *box.emu())
    _flat(made)
    if fill is None:
        made.fill.background()
    else:
        made.fill.solid()
        made.fill.fore_color.rgb = rgb(fill)
    if line is None:
        made.line.fill.background()
    else:
        made.line.color.rgb, made.line.width = rgb(line), Pt(0.75)
    return made


def marker(shapes: Any, name: str, colour: str, middle: tuple[float, float], size: float = 0.13) -> Any:
    """A topic's own shape."""
    high = size / 3 if name == "bar" else size
    box = Box(middle[0] - size / 2, middle[1] - high / 2, size, high)
    return block(shapes, box, colour, shape=SHAPES.get(name, MSO_SHAPE.OVAL))


def hatched(shapes: Any, box: Box, hatch: str, ground: str, line: str) -> Any:
    """Nobody listened here."""
    made = block(shapes, box, None, line)
    made.fill.patterned()
    made.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    made.fill.fore_color.rgb, made.fill.back_color.rgb = rgb(hatch), rgb(ground)
    return made


def rule(shapes: Any, start: tuple[float, float], end: tuple[float, float], colour: str, points: float = 0.75) -> Any:
    """A straight line."""
    made = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(place) for place in (*start, *end)))
    _flat(made)
    made.line.color.rgb, made.line.width = rgb(colour), Pt(points)
    return made


def _flat(made: Any) -> None:
    """Without the template's style, which brings a shadow along."""
    style = made._element.find(qn("p:style"))
    if style is not None:
        made._element.remove(style)
