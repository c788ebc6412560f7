"""New phrases on a wall: what people begin to say, beside how often it was to be expected."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.phrases import LEAST, PACE_SECONDS, PhrasesPanel, PhrasesPicture, before_text
from hubdesk.store.authors import words_of
from hubdesk.store.reader import Emerged, Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import is_too_small, rolled, vacant, write_foot
from hubdesk.wall.figure_rows import Figure, FigureRow, paint_rows
from hubdesk.wall.masks import Masks
from hubdesk.wall.measure import Measure
from hubdesk.widgets.crisis_times import times_text
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.text import tame

LONGEST: Final = 60  # characters of a phrase
MASKED: Final = re.compile(r"\[[^\]]*\]|@…")  # what stands for somebody, or for how to reach them


class PhrasesFace(Face[PhrasesPicture]):
    """A bar for how many mentions hold a phrase, a dashed outline for how many were expected to."""

    name: ClassVar[str] = "phrases"
    title: ClassVar[str] = N_("New phrases")
    pace_seconds: ClassVar[float] = PACE_SECONDS

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return veil

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> PhrasesPicture:
        """Worker thread: the scope's phrases. A phrase may be a name: it is masked, and so is what would ask for it."""
        picture = PhrasesPanel.read(reader, scope, None)
        masks = Masks.of(reader, options if isinstance(options, Veil) else Veil())
        said = tuple(replace(one, text=masks.said(one.text), query="") for one in picture.found.phrases)
        named = [frozenset(words_of(topic.name)) for topic in reader.topics()]
        kept = tuple(one for one in said if says_something(one) and not is_a_name(one.text, named))
        return replace(picture, found=replace(picture.found, phrases=kept))

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 8, measure.text * 3.6)

    def vacancy(self, picture: PhrasesPicture, showing: Showing) -> str:
        found = picture.found
        if picture.empty is not None:
            return vacant(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        if not found.mentions_before:
            return _("There is no mention before this span to hold its phrases against.")
        return "" if found.phrases else ". ".join((_("No phrase stands out"), *foot(picture))) + "."

    def subtitle(self, picture: PhrasesPicture, showing: Showing) -> str:
        return _("mentions, beside those expected")

    def says(self, picture: PhrasesPicture, showing: Showing) -> str:
        told = (f"{words(one)} {number(one.mentions)} ({expected(one)})" for one in picture.found.phrases)
        return "; ".join((*told, *foot(picture))) + "."

    def paint(
        self, brush: Brush, area: QRectF, picture: PhrasesPicture, before: PhrasesPicture | None, showing: Showing
    ) -> None:
        if is_too_small(brush, area):
            return
        room = write_foot(brush, foot(picture), area, 2 if area.height() > 9 * brush.measure.text else 1)
        then = {one.text: one.mentions for one in before.found.phrases} if before is not None else {}
        rows = [_row(one, then.get(one.text), showing.motion) for one in picture.found.phrases]
        paint_rows(brush, room, rows, len(rows), "seq.3")


def says_something(one: Emerged) -> bool:
    """Whether a phrase is more than a name or an address that was masked."""
    return any(char.isalpha() for char in MASKED.sub("", one.text))


def is_a_name(text: str, named: Iterable[frozenset[str]]) -> bool:
    """Whether a phrase says nothing but what a topic is called: that a brand is named more is what the curve says."""
    said = frozenset(words_of(text))
    return bool(said) and any(said <= name for name in named)


def _row(one: Emerged, then: int | None, motion: float) -> FigureRow:
    mentions = rolled(one.mentions, then, motion)
    return FigureRow(
        name=words(one),
        value=mentions,
        first=Figure(number(round(mentions))),
        more=(Figure(expected(one), is_quiet=True, short=about(one)), Figure(times(one))),
        expected=one.expected,
    )


def words(one: Emerged) -> str:
    return _("“{text}”").format(text=tame(one.text, LONGEST))


def expected(one: Emerged) -> str:
    """`≈ 17 expected`: an estimate, and said to be one."""
    return _("≈ {n} expected").format(n=_about(one))


def about(one: Emerged) -> str:
    """The same where there is no room for the word."""
    return _("≈ {n}").format(n=_about(one))


def _about(one: Emerged) -> str:
    return number(one.expected, 0 if one.expected >= 10 or one.expected < LEAST else 1)


def times(one: Emerged) -> str:
    """`×12`; of what nobody said before, that it is new."""
    if one.expected < LEAST:
        return _("new")
    return times_text(one.mentions / one.expected)


def foot(picture: PhrasesPicture) -> Iterator[str]:
    """What the phrases are held against, and how much was read."""
    found = picture.found
    yield _("against {span}").format(span=before_text(picture))
    read = ngettext(
        "read: {read} texts of {n} mention, {before} of {all} before",
        "read: {read} texts of {n} mentions, {before} of {all} before",
        found.mentions,
    )
    figures = map(number, (found.read, found.mentions, found.read_before, found.mentions_before))
    yield read.format(**dict(zip(("read", "n", "before", "all"), figures, strict=True)))
