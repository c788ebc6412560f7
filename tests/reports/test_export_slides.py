"""Slides read back: live charts with their gaps, text that stays text, notes that name what they rest on."""

from __future__ import annotations

import io
import itertools
import zipfile
from typing import Any

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

from hubdesk.reports.slides import BarChart, Deck, LineChart, Moment, Picture, Series, Share, Slide, Stretch
from hubdesk.reports.slides_lines import APART, spread
from hubdesk.reports.slides_pptx import deck_pptx

HOSTILE = '=HYPERLINK("https://evil.example")'
CONTROLS = "a\x00b\x1b[31m\ud83d <b>&amp;</b>\x0b"


def dot() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (1, 1)).save(held, "PNG")
    return held.getvalue()


def series(name: str = "Orange", *values: float | None) -> Series:
    return Series(name, name, "#EE6F00", "circle", "dash", True, values or (1.0, None, None, 4.0), "4")


def lines(*of: Series, gaps: tuple[Stretch, ...] = (Stretch(1, 3, "nobody listened 13:00–15:00"),)) -> LineChart:
    ticks = ((0.0, "12:00"), (0.5, "14:00"))
    return LineChart(("12:00", "13:00", "14:00", "15:00"), of or (series(),), 5, 1, ticks, "", gaps, (Moment(3, 3),))


def bars(*names: str) -> BarChart:
    made = tuple(Share(name, "#2E86C8", "bar", 0.4, 0.3, 0.5, ("3", "40 %", "—")) for name in names)
    return BarChart("share", made, ("mentions", "share", "change"), "Mentions heard by two topics count for each.")


def opened(body: LineChart | BarChart | Picture, **over: Any) -> Any:
    facts = {"title": "Trend", "subtitle": "s", "grounds": "g", "body": body, "notes": "Session: S\nQuery: q"}
    deck = Deck("Opérateurs", (Slide(**(facts | over)),), synthetic="demonstration – synthetic data")
    return Presentation(io.BytesIO(deck_pptx(deck)))


def words(page: Any) -> list[str]:
    return [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]


def chart_of(page: Any) -> Any:
    return next(shape.chart for shape in page.shapes if shape.has_chart)


def test_that_curves_are_a_chart_with_its_gaps_broken() -> None:
    page = opened(lines()).slides[0]
    chart = chart_of(page)
    assert chart.chart_type == XL_CHART_TYPE.LINE
    assert chart.plots[0].series[0].values == (1.0, None, None, 4.0)
    assert list(chart.plots[0].categories) == ["12:00", "13:00", "14:00", "15:00"]
    assert 'dispBlanksAs val="gap"' in chart.part.blob.decode("utf-8")
    assert not chart.has_legend
    assert "nobody listened 13:00–15:00" in words(page)


def test_that_a_gap_is_hatched_where_its_bins_are() -> None:
    page = opened(lines()).slides[0]
    hatch = next(shape for shape in page.shapes if shape.name.startswith("nobody listened"))
    first, last = (tick.left + tick.width // 2 for tick in page.shapes if tick.has_text_frame
                   and tick.text_frame.text in ("12:00", "14:00"))  # fmt: skip
    a_bin = (last - first) // 2
    assert abs(hatch.left - (first + a_bin)) < Emu(20_000)
    assert abs(hatch.width - 2 * a_bin) < Emu(20_000)


def test_that_bars_are_a_chart_with_whiskers_and_figures_as_text() -> None:
    page = opened(bars("Orange", "SFR")).slides[0]
    chart = chart_of(page)
    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert chart.plots[0].series[0].values == (0.4, 0.4)
    assert b"errBars" in chart.part.blob
    assert {"Orange", "SFR", "40 %", "—"} <= set(words(page))


@pytest.mark.parametrize("body", [lines(series(HOSTILE), series(CONTROLS)), bars(HOSTILE, CONTROLS)])
def test_that_no_name_is_a_formula_and_every_sign_can_be_read(body: LineChart | BarChart) -> None:
    made = opened(body, title=CONTROLS, notes=CONTROLS, subtitle=HOSTILE)
    workbook = chart_of(made.slides[0]).part.chart_workbook.xlsx_part.blob
    for row in openpyxl.load_workbook(io.BytesIO(workbook)).active.iter_rows():
        assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink]
    assert HOSTILE in words(made.slides[0])
    assert "\x00" not in made.slides[0].notes_slide.notes_text_frame.text


def test_that_a_picture_says_in_words_what_it_shows() -> None:
    page = opened(Picture(dot(), 2000, 856, "Map, per 100,000")).slides[0]
    (shown,) = (shape for shape in page.shapes if shape.shape_type == 13)
    assert shown._element.xpath(".//p:cNvPr")[0].get("descr") == "Map, per 100,000"
    assert abs(shown.width / shown.height - 2000 / 856) < 0.01


def test_that_slides_are_wide_and_nothing_leaves_them() -> None:
    long = "Bouygues Telecom " * 40
    made = opened(lines(*(series(f"{long}{n}", n, None, None, n) for n in range(12))), title=long, subtitle=long)
    assert round(made.slide_width / made.slide_height, 2) == 1.78
    for shape in made.slides[0].shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= made.slide_width
        assert shape.top + shape.height <= made.slide_height


def test_that_what_is_made_up_says_so_and_notes_name_the_source() -> None:
    made = opened(lines())
    assert "demonstration – synthetic data" in words(made.slides[0])
    assert "Session: S" in made.slides[0].notes_slide.notes_text_frame.text
    assert made.core_properties.author == "Hubdesk"
    assert made.core_properties.title == "Opérateurs"


def test_that_the_templates_own_page_is_not_in_the_file() -> None:
    held = deck_pptx(Deck("S", (Slide("T", "", "", bars("Orange"), ""),)))
    assert not [name for name in zipfile.ZipFile(io.BytesIO(held)).namelist() if "thumbnail" in name]


def test_that_names_at_the_ends_are_pushed_apart_and_stay_within() -> None:
    places = spread([3.9, 3.95, 4.0, 4.0, 1.0], 1.0, 4.0)
    assert max(places) <= 4.0
    rising = spread(sorted([3.9, 3.95, 4.0, 4.0, 1.0]), 1.0, 4.0)
    assert all(lower - upper >= APART - 1e-9 for upper, lower in itertools.pairwise(rising))
