"""What a slide is made of, as frozen values: a chart of live text, or a picture; what stands above, below and in its
notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ENDING: Final = ".pptx"


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours as #rrggbb: the theme that the charts were made for."""

    ground: str = "#FFFFFF"
    text: str = "#14181F"
    text2: str = "#434C58"
    line: str = "#868F9C"
    grid: str = "#ECEEF2"
    hatch: str = "#B9C0CA"
    signal: str = "#FFD400"


@dataclass(frozen=True, slots=True)
class Series:
    """One line. `dash`: solid, dash, dash-dot or dots. What nobody knows is None: the line is broken there. `end`: the
    last value as it is written, "" for none."""

    name: str
    short: str
    colour: str
    marker: str
    dash: str
    own: bool
    values: tuple[float | None, ...]
    end: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bins [first, last) in which nobody listened, and what is said of it."""

    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An episode, told in that bin: how grave it is (0 to 3)."""

    bin: int
    level: int


@dataclass(frozen=True, slots=True)
class LineChart:
    """`labels`: of the bins, for whoever edits the chart. The axis goes from 0 to `top` in steps of `step`; `ticks` are
    round times with their place along the axis, from 0 to 1."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    top: float
    step: float
    ticks: tuple[tuple[float, str], ...] = ()
    unit: str = ""
    gaps: tuple[Stretch, ...] = ()
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A bar: `share` between `low` and `high` (0 to 1), and its figures as they are written, one for each column."""

    name: str
    colour: str
    marker: str
    share: float
    low: float
    high: float
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """`columns`: heads of the figures."""

    title: str
    bars: tuple[Share, ...]
    columns: tuple[str, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words, for who cannot see it."""

    png: bytes
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True)
class Slide:
    """`subtitle`: what is counted, span and zone. `grounds`: sources and gaps. `notes` name all that it rests on."""

    title: str
    subtitle: str
    grounds: str
    body: LineChart | BarChart | Picture
    notes: str


@dataclass(frozen=True, slots=True)
class Deck:
    """`synthetic` "": what is shown was heard; else what is said where it is made up."""

    title: str
    slides: tuple[Slide, ...]
    inks: Inks = Inks()
    synthetic: str = ""
