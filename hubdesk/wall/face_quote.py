"""Who said it: the exact words of somebody with a public role, with the role, the day and where they were said."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope
from hubdesk.core.scenes import Cell
from hubdesk.i18n import N_, _, clock, day, language, ngettext, number
from hubdesk.reports.journal_quote import OWN_POSTS, SHORTEST, quote_of
from hubdesk.reports.journal_values import Quote
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.cards import write_tiny
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.facts import whole_lines
from hubdesk.wall.fitted import whole
from hubdesk.wall.marked_lines import Laid, LineKeeper, MovingLines
from hubdesk.wall.masks import Masks
from hubdesk.wall.measure import Measure
from hubdesk.wall.post import State, Words
from hubdesk.widgets.text import tame

PACE_SECONDS: Final = 60.0
TRIES: Final = 4  # stretches in which another quote is looked for when one may not be shown
_END: Final = re.compile(r"(?<=[.!?…])\s+(?=\S)")  # of a sentence that another follows
_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class QuotePicture:
    """`words` "": nobody with a public role was quoted for sure. `begins`: their first sentences, longest first, where
    that is no change of what was said. `watched`: how many people with a public role there are."""

    zone: str
    words: str = ""
    begins: tuple[str, ...] = ()
    mention: int = 0
    speaker: str = ""
    role: str = ""
    at: int = 0
    medium: str = ""
    named: int = 0
    watched: int = 0


class QuoteFace(Face[QuotePicture]):
    """The words large; who said them below, never without the role."""

    name: ClassVar[str] = "quote"
    title: ClassVar[str] = N_("Quote")
    pace_seconds: ClassVar[float] = PACE_SECONDS

    def __init__(self) -> None:
        self._lines = LineKeeper()
        self._moving = MovingLines()

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return veil

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> QuotePicture:
        """Worker thread: of whom the scope's mentions name most."""
        masks = Masks.of(reader, options if isinstance(options, Veil) else Veil())
        none = QuotePicture(masks.zone, watched=masks.people.watched)
        stretches = [scope]
        for _try in range(TRIES):
            if not stretches:
                return none
            stretch = stretches.pop(0)
            quote = quote_of(reader, stretch, masks.zone)
            if quote is None:
                continue
            heard = reader.mention(quote.mention, scope.known)
            if heard is not None and masks.shown(heard).state == State.SHOWN:
                return _picture(quote, masks, none, heard.mention.kind in OWN_POSTS)
            before, after = replace(stretch, end=quote.at), replace(stretch, start=quote.at + 1)
            stretches += [replace(one, known_by=scope.known) for one in (before, after) if one.length > 0]
        return none

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 9, measure.text * 5)

    def mentions(self, picture: QuotePicture) -> tuple[int, ...]:
        return (picture.mention,) if picture.words else ()

    def vacancy(self, picture: QuotePicture, showing: Showing) -> str:
        if picture.words:
            return ""
        if not picture.watched:
            return _("No person with a public role is watched; declare some in the session's setup.")
        said = ngettext(
            "The {n} watched person with a public role was not quoted for sure in this span.",
            "None of the {n} watched people with a public role was quoted for sure in this span.",
            picture.watched,
        )
        return said.format(n=number(picture.watched))

    def says(self, picture: QuotePicture, showing: Showing) -> str:
        if not picture.words:
            return self.vacancy(picture, showing)
        return f"{_quoted(picture.words)} {' · '.join((_speaker(picture), *_facts(picture)))}"

    def paint(
        self, brush: Brush, area: QRectF, picture: QuotePicture, before: QuotePicture | None, showing: Showing
    ) -> None:
        if not picture.words:
            return
        gap = brush.measure.pad
        bar = QRectF(area.left(), area.top(), brush.measure.line * 2.5, area.height())
        brush.painter.fillRect(bar, brush.colour("line_strong"))
        inner = area.adjusted(bar.width() + gap, 0, 0, 0)
        laid, px, foot = self._fitted(brush, picture, inner, gap)
        if laid is None and not foot:
            write_tiny(brush, inner, clock(picture.at, picture.zone), picture.speaker, picture.role)
            return
        top = inner.top()
        if laid is not None:
            top += self._moving.write(brush, laid, inner, px, showing.motion < 1) + gap
        for role, line, ink in foot:
            brush.write(line, QRectF(inner.left(), top, inner.width(), brush.height(role)), role, ink)
            top += brush.height(role)

    def _fitted(
        self, brush: Brush, picture: QuotePicture, inner: QRectF, gap: float
    ) -> tuple[Laid | None, int, list[tuple[str, str, str]]]:
        """All of the words, or their first sentences, with who said them, in the largest letters that have room; what
        is shortened says when and where, if it can. Else who, when and where alone, and that there are words: half a
        sentence says something else, and words without a speaker are nobody's."""
        for words, many, role in _choices(picture):
            foot = _foot(brush, picture, inner.width(), many, role)
            left = inner.height() - sum(brush.height(one) for one, _line, _ink in foot) - gap
            room = QSizeF(inner.width(), left)
            found = whole(self._lines, brush, Words(_quoted(words)), room) if foot and left > 0 else None
            if found is not None:
                return *found, foot
        foot = _foot(brush, picture, inner.width(), 2, "strong") or _foot(brush, picture, inner.width(), 2, "least")
        none = whole_lines(brush, _("The words have no room here."), inner.width(), 2)
        for lines in ([*foot, *(("least", line, "text2") for line in none)], foot):
            if sum(brush.height(one) for one, _line, _ink in lines) <= inner.height() + 0.5:
                return None, 0, lines
        while foot and sum(brush.height(one) for one, _line, _ink in foot) > inner.height() + 0.5:
            foot = foot[:-1]
        return None, 0, foot


def _choices(picture: QuotePicture) -> Iterator[tuple[str, int, str]]:
    """The fullest first: the words, how many facts stand below them, and how large who said them is."""
    for many, role in ((2, "strong"), (1, "strong"), (1, "least"), (0, "least")):
        yield picture.words, many, role
    for most, least in ((2, 1), (0, 0)):
        for words in picture.begins:
            for many in range(most, least - 1, -1):
                for role in ("strong", "least"):
                    yield words, many, role


def _foot(brush: Brush, picture: QuotePicture, width: float, many: int, role: str) -> list[tuple[str, str, str]]:
    """Who, with the role, whole, and so many of the facts; nothing when not even who has room."""
    lines = whole_lines(brush, _speaker(picture), width, 3, role)
    facts = [one for one in _facts(picture)[:many] if brush.width(one, "least") <= width]
    return [(role, line, "text") for line in lines] + [("least", one, "text2") for one in facts if lines]


def _picture(quote: Quote, masks: Masks, none: QuotePicture, is_own: bool) -> QuotePicture:
    """Of their own post a quote is the first sentences anyhow; of an article it is what the paper chose."""
    words = masks.said(quote.words)
    ends = [found.start() for found in _END.finditer(words) if len(words[: found.start()].split()) >= SHORTEST]
    return replace(
        none,
        words=words,
        begins=tuple(f"{words[:end]} […]" for end in reversed(ends)) if is_own else (),
        mention=quote.mention,
        speaker=tame(quote.speaker, _NAME),
        role=tame(quote.role, _NAME),
        at=quote.at,
        medium=masks.said(tame(quote.medium, _NAME)),
        named=quote.named,
    )


def _quoted(words: str) -> str:
    return f"«\u00a0{words}\u00a0»" if language() == "fr" else f"“{words}”"


def _speaker(picture: QuotePicture) -> str:
    return ", ".join(filter(None, (picture.speaker, picture.role)))


def _facts(picture: QuotePicture) -> tuple[str, ...]:
    """When and where it was said, and how many mentions name who said it."""
    moment = f"{day(picture.at, picture.zone)} {clock(picture.at, picture.zone)}"
    named = ngettext("named in {n} mention", "named in {n} mentions", picture.named).format(n=number(picture.named))
    facts = (f"{moment}, {picture.medium}" if picture.medium else moment, named if picture.named > 1 else "")
    return tuple(filter(None, facts))
