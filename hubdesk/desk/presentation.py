"""Panels as slides: read off the GUI thread, drawn out of sight, put together as a deck, for the desk and headless."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from hubdesk import plugins
from hubdesk.core import DAY, HubdeskError, Scope, Span, Topic
from hubdesk.desk import along
from hubdesk.desk.application import application
from hubdesk.desk.filter_words import filter_line
from hubdesk.desk.logs import hearing_qt
from hubdesk.desk.own_scope import taken
from hubdesk.desk.scope_state import around
from hubdesk.desk.slide_charts import compare_chart, trend_chart
from hubdesk.desk.surroundings import wall_clock
from hubdesk.desk.words import known_zone, zone_words
from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.compare_picture import ComparePicture
from hubdesk.panels.compare_warnings import span_text
from hubdesk.panels.trend_picture import TrendPicture
from hubdesk.reports.origin import Origin, origin_of
from hubdesk.reports.slides import BarChart, Deck, Inks, LineChart, Picture, Slide
from hubdesk.reports.whole_file import write_whole
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme
from hubdesk.widgets.empty import Button
from hubdesk.widgets.map_foot import ButtonRow
from hubdesk.widgets.text import tame

SIZE: Final = QSize(1000, 428)  # px of a panel: as wide for its height as a slide's body
TALL: Final = {"map": QSize(1180, 580), "crisis": QSize(1180, 580), "board": QSize(1180, 580)}
DEFAULT: Final = ("trend", "compare")
NOTHING_SET: Final[Mapping[str, Hashable]] = MappingProxyType({})
NO_PINS: Final[Mapping[str, Scope]] = MappingProxyType({})
LONGEST_QUERY: Final = 600  # letters of one in the notes
NOT_SHOWN: Final = ("detail", "corrections", "journal", "audit")  # not of a span, or a document already


@dataclass(frozen=True, slots=True)
class Shown:
    """What a worker read: one panel's picture, and what it rests on."""

    panel: str
    picture: object
    origin: Origin


@dataclass(frozen=True, slots=True)
class Basis:
    """What a worker read for all slides."""

    origin: Origin
    held: frozenset[str]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Presented:
    """`rows`: mentions of the scope that the slides are about; `withheld`: places that were covered."""

    slides: int
    rows: int
    withheld: int


def read_basis(
    reader: Reader,
    name: str,
    panels: Sequence[str],
    scope: Scope,
    options: Mapping[str, Hashable] = NOTHING_SET,
    tell: Callable[[float], None] | None = None,
    own: Mapping[str, Scope] = NO_PINS,
) -> Basis:
    """Worker thread: every picture, with these settings, of this scope or of its `own`. `tell` is told the share that
    is done, and may raise."""
    origins: dict[Scope, Origin] = {}

    def origin(of: Scope) -> Origin:
        if of not in origins:
            made = origin_of(reader.facts(), of, reader.coverage(of), reader.count(of), name)
            origins[of] = replace(made, filters=filter_line(of.filters, reader.topics()))
        return origins[of]

    shown = []
    for place, panel in enumerate(panels):
        kind = plugins.panel(panel)
        asked = taken(own.get(panel, scope), kind.follows_filters)
        shown.append(Shown(panel, kind.read(reader, asked, options.get(panel)), origin(asked)))
        if tell is not None:
            tell((place + 1) / len(panels))
    return Basis(origin(scope), reader.held_sources(), tuple(shown))


def slide_of(basis: Basis, shown: Shown) -> tuple[Slide, int]:
    """GUI thread: one slide, and how many places of its picture were covered."""
    title, origin = _(plugins.PANELS[shown.panel].title), shown.origin
    chart: LineChart | BarChart | None = None
    said, withheld = "", 0
    if isinstance(shown.picture, TrendPicture) and (chart := trend_chart(shown.picture)) is not None:
        said = chart.unit
    elif isinstance(shown.picture, ComparePicture) and (chart := compare_chart(shown.picture)) is not None:
        said = _("against {span}").format(span=span_text(shown.picture))
    body: LineChart | BarChart | Picture
    if chart is None:
        body, said, withheld = _painted(shown, title, origin.zone, basis.held)
    else:
        body = chart
    filters = _("Filters: {filters}").format(filters=origin.filters) if origin.filters else ""
    parts = (said, origin.when(), zone_words(origin.zone), filters)
    grounds = " · ".join(filter(None, (origin.unheard(), origin.heard())))
    subtitle = " · ".join(filter(None, parts))
    return Slide(title, subtitle, grounds, body, _notes(origin, title, said, withheld)), withheld


def deck_of(basis: Basis, slides: Sequence[Slide]) -> Deck:
    """GUI thread: in the inks of the theme that is shown."""
    look = theme.theme()
    names = {"ground": "panel", "text": "text", "text2": "text2", "line": "line_strong"}
    names |= {name: name for name in ("grid", "hatch", "signal")}
    inks = Inks(**{name: look.colour(token).name() for name, token in names.items()})
    synthetic = _("demonstration – synthetic data") if basis.origin.synthetic else ""
    return Deck(tame(basis.origin.session, 200), tuple(slides), inks, synthetic)


def written(deck: Deck, out: Path) -> None:
    """Any thread. Raises FailedError; then nothing was written."""
    from hubdesk.reports.slides_pptx import deck_pptx  # loads a library that only this needs

    write_whole(out, deck_pptx(deck))


def present(session: Path, panels: Sequence[str], topics: Sequence[str], span: Span | None, out: Path) -> Presented:
    """`hubdesk export -o OUT.pptx`: headless. Raises HubdeskError."""
    chosen = tuple(dict.fromkeys(panels)) or DEFAULT
    for name in chosen:
        plugins.panel(name)
        if name not in plugins.PANELS:
            raise HubdeskError(_("“{panel}” is a page, and no panel that a slide could show").format(panel=name))
    qt = application()
    theme.use(qt, "light")
    with open_reader(session) as reader, hearing_qt():
        scope = _scope(reader, topics, span)
        basis = read_basis(reader, session.name, chosen, scope)
        made = [slide_of(basis, one) for one in basis.shown]
        written(deck_of(basis, [slide for slide, _held in made]), out)
    return Presented(len(made), basis.origin.rows or 0, sum(held for _slide, held in made))


def _scope(reader: Reader, names: Sequence[str], span: Span | None) -> Scope:
    """What a session opens on, unless told otherwise; as known now."""
    facts = reader.facts()
    rest = around(facts.first_at, facts.last_at) or Span(wall_clock() - DAY, wall_clock())
    chosen = span if span is not None else rest
    topics: tuple[Topic, ...] = tuple(one for one in reader.topics() if not names or one.name in names)
    return Scope(topics, chosen.start, chosen.end, known_by=max(chosen.end, wall_clock()))


def _painted(shown: Shown, title: str, zone: str, held: Collection[str]) -> tuple[Picture, str, int]:
    """The panel as it would stand on a desk of that size."""
    panel: Any = plugins.panel(shown.panel)()
    said: list[str] = [""]
    panel.subtitle_changed.connect(said.append)
    panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    try:
        panel.zone = known_zone(zone)
        for area in panel.findChildren(QAbstractScrollArea):
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.resize(TALL.get(shown.panel, SIZE))
        panel.show()
        panel.draw(shown.picture)
        for button in (*panel.findChildren(Button), *panel.findChildren(ButtonRow)):
            button.hide()  # nobody can press it there
        for _round in range(3):
            QApplication.sendPostedEvents()
        boxes = panel.held_boxes(held)
        made = along.image(panel, None, boxes)
        words = ", ".join(filter(None, (title, said[-1])))
        return Picture(along.png(made), made.width(), made.height(), words), said[-1], len(boxes)
    finally:
        panel.close()
        panel.deleteLater()


def _notes(origin: Origin, title: str, said: str, withheld: int) -> str:
    """Source, span, gaps, queries and rows, a line each."""
    lines = [", ".join(filter(None, (title, said)))]
    lines += [_("{what}: {value}").format(what=what, value=value) for what, value in origin.lines()]
    for name, query in origin.topics:
        lines.append(_("Query of {topic}: {query}").format(topic=name, query=tame(query, LONGEST_QUERY)))
    if withheld:
        words = ngettext(
            "{n} mention is held back: its source's terms keep it on the desk.",
            "{n} mentions are held back: their sources' terms keep them on the desk.",
            withheld,
        )
        lines.append(words.format(n=number(withheld)))
    return "\n".join(lines)
