"""What people say now and did not say before: phrases as they write them, held against chance."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from hubdesk.core import DAY, Coverage, Scope, Span
from hubdesk.i18n import N_, _, local, ngettext, number
from hubdesk.panels.figures_side import FiguresSide
from hubdesk.panels.panel import Panel, Rows
from hubdesk.store.reader import Emerged, Phrases, Reader
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.crisis_times import times_text
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.empty_reasons import UNFILTER, WIDEN, why_empty
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.text import tame

PACE_SECONDS: Final = 10.0
FALSE: Final = 20  # of so many phrases told, one is expected to be chance
LEAST: Final = 0.05  # expected mentions below which a phrase counts as new
COLUMNS: Final = ((N_("mentions"), 0), (N_("expected"), 2), (N_("times"), 1))


@dataclass(frozen=True, slots=True)
class PhrasesPicture:
    """`empty`: of a scope without mentions, what was listened to. `is_narrowed`: by filters, which narrow what it is
    held against too."""

    span: Span
    zone: str
    found: Phrases
    empty: Coverage | None = None
    stored: int = 0
    is_narrowed: bool = False


class PhrasesPanel(Panel[PhrasesPicture]):
    """A table of phrases. A click on one wishes for its rows."""

    name: ClassVar[str] = "phrases"
    title: ClassVar[str] = N_("New phrases")
    follows_filters: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._table = FiguresSide()
        self._table.table.setAccessibleName(_(self.title))
        self._table.chosen.connect(self._open)
        self._stage = Stage(self._table, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> PhrasesPicture:
        """Worker thread: samples of the scope's texts and of those before it, and counts of what stands out."""
        facts, found = reader.facts(), reader.phrases(scope)
        empty = None if found.mentions else reader.coverage(scope)
        span, zone = Span(scope.start, scope.end), facts.timezone or "UTC"
        return PhrasesPicture(span, zone, found, empty, facts.mentions, bool(scope.filters))

    def draw(self, picture: PhrasesPicture) -> None:
        self._stage.notice.say("")
        self.subtitle_changed.emit(_("against {span}").format(span=before_text(picture)))
        found, unfilter = picture.found, ((UNFILTER, _("Remove the filters")),) if picture.is_narrowed else ()
        if picture.empty is not None:
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        elif not found.mentions_before:
            text = _("There is no mention before this span to hold its phrases against.")
            if picture.is_narrowed:
                text = _("The filters take no mention before this span to hold its phrases against.")
            self._stage.show_vacancy(Vacancy("search", _("Nothing to compare with"), text, unfilter))
        elif not found.phrases:
            ways = ((WIDEN, _("Widen the span")), *unfilter)
            self._stage.show_vacancy(Vacancy("search", _("No phrase stands out"), notes(picture), ways))
        else:
            columns = tuple(Column(_(head), leaves) for head, leaves in COLUMNS)
            self._table.show_figures(columns, tuple(map(row, found.phrases)), notes(picture))
            self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last table stays, under a bar that says what failed."""
        self._stage.complain(message, _("The phrases could not be read"))

    def _open(self, rows: object) -> None:
        self.wish.emit("rows", rows)


def row(one: Emerged) -> Row:
    """A phrase: how many mentions hold it, how many of as many would have before, and how many times that is."""
    key = Rows(one.query) if one.mentions else None
    count = ngettext("{n} mention", "{n} mentions", one.mentions).format(n=number(one.mentions))
    is_new = one.expected < LEAST
    cells = (
        Cell(number(one.mentions), key, more=count),
        Cell(_("≈ {n}").format(n=number(one.expected, 0 if is_new or one.expected >= 10 else 1)), is_quiet=True),
        Cell(_("new") if is_new else times_text(one.mentions / one.expected), is_quiet=is_new),
    )
    return Row(tame(one.text, 80), cells, key, more=count)


def notes(picture: PhrasesPicture) -> str:
    """What the table rests on, a line each."""
    found = picture.found
    read = _("Read: {now} different texts of {mentions} mentions, and {before} of {mentions_before} in {span}.")
    chance = ngettext(
        "{n} phrase was held against chance; of those told, one in {false} may be luck.",
        "{n} phrases were held against chance; of those told, one in {false} may be luck.",
        found.asked,
    )
    expected = _("Expected: in as many mentions, had people gone on as in {span}. An estimate.")
    span = before_text(picture)
    lines = [
        read.format(
            now=number(found.read),
            mentions=number(found.mentions),
            before=number(found.read_before),
            mentions_before=number(found.mentions_before),
            span=span,
        ),
    ]
    if picture.is_narrowed:
        lines.append(_("The filters narrow what is read now and what it is held against."))
    if found.asked:
        lines.append(chance.format(n=number(found.asked), false=FALSE))
    return "\n".join([*lines, expected.format(span=span)] if found.phrases else lines)


def before_text(picture: PhrasesPicture) -> str:
    """The stretch before, with its days where they differ."""
    before = picture.found.before
    first, last = (local(instant, picture.zone).date() for instant in (before.start, before.end - 1))
    with_day = first != last or picture.span.end - before.start > 2 * DAY
    return "–".join(time_label(instant, picture.zone, with_day) for instant in (before.start, before.end))
