"""What a wall's buzz board keeps of what was read, and how it is said: nobody who is named in the evidence is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Episode, EpisodeKind
from hubdesk.core.episode_answers import NOTE
from hubdesk.i18n import UNKNOWN, _, ngettext, number, percent
from hubdesk.panels.board_picture import BoardPicture, Shown
from hubdesk.panels.board_terms import Term
from hubdesk.panels.board_words import loudness, news
from hubdesk.panels.episodes_known import PSCHITT, Known, chance_of
from hubdesk.panels.episodes_words import KINDS, fate, phase_word, sentence, topic_name, when
from hubdesk.wall.board_cards import BuzzCard
from hubdesk.wall.face_phrases import expected, says_something, words
from hubdesk.wall.masks import Masks
from hubdesk.widgets.text import tame

ALL, ROSE, FIZZLED = "all", "rose", "fizzled"
TOLD: Final = ("told", "chance", "mentions")  # of the evidence, what sentences are made of; the rest names people


@dataclass(frozen=True, slots=True)
class WallBoard:
    """`which` of the board's buzzes is shown: all and new phrases, those that rose, or those that fizzled."""

    board: BoardPicture
    which: str = ALL

    @property
    def buzzes(self) -> tuple[Shown, ...]:
        """Those of `which`. What acts together did not rise by itself."""
        if self.which == ALL:
            return self.board.shown
        told = (one for one in self.board.shown if one.known.main.kind != EpisodeKind.AMPLIFICATION)
        return tuple(one for one in told if is_fizzled(one.known) == (self.which == FIZZLED))

    @property
    def all(self) -> int:
        """How many there are to be shown, had they room."""
        if self.which != ALL:
            return len(self.buzzes)
        return self.board.all + len(self.board.terms)


def is_fizzled(one: Known) -> bool:
    return fate(one)[0] == PSCHITT


def kept_of(board: BoardPicture, which: str, masks: Masks) -> WallBoard:
    """The board without names: evidence holds accounts, notes are an analyst's, and a phrase may be a name."""
    shown = tuple(replace(one, known=_nameless(one.known), before=()) for one in board.shown)
    terms = (replace(one, found=replace(one.found, text=masks.said(one.found.text), query="")) for one in board.terms)
    return WallBoard(replace(board, shown=shown, terms=tuple(one for one in terms if says_something(one.found))), which)


def _nameless(one: Known) -> Known:
    return Known(_stripped(one.main), tuple(map(_stripped, one.also)))


def _stripped(one: Episode) -> Episode:
    states = tuple(
        replace(state, evidence={key: state.evidence[key] for key in TOLD if key in state.evidence})
        for state in one.states
    )
    return replace(one, states=states, marks=tuple(mark for mark in one.marks if mark.word != NOTE))


def cards_of(picture: WallBoard) -> Iterator[BuzzCard]:
    """The gravest buzz first, then new phrases."""
    yield from (_buzz(one, picture.board) for one in picture.buzzes)
    if picture.which == ALL:
        yield from (_phrase(one) for one in picture.board.terms)


def _buzz(one: Shown, board: BoardPicture) -> BuzzCard:
    known, zone, end = one.known, board.zone, board.span.end
    glyph, said = fate(known)
    times, caption = loudness(one, end, zone)
    chance = chance_of(known) if known.lasts else None
    kind = known.main.kind
    count = ngettext("{n} mention", "{n} mentions", one.mentions).format(n=number(one.mentions))
    return BuzzCard(
        name=topic_name(one.topic, known.main.topic),
        topic=one.topic,
        level=known.severity,
        level_words=_("Level {n}").format(n=known.severity) if known.severity else _("Watch"),
        figure=times,
        caption=caption if times != UNKNOWN else "",
        phase=glyph,
        fate=said,
        facts=(
            _(KINDS[kind]) if kind in KINDS else tame(kind, 40),
            when(known, end, zone),
            count,
            _("{share} chance to double").format(share=percent(chance, 0)) if chance is not None else "",
        ),
        news=news(known, zone) or sentence(known, zone),
        spark=one.spark,
        is_quiet=not known.lasts or known.verdict == PSCHITT or known.snoozed_until(end) is not None,
        is_fizzled=glyph == PSCHITT,
    )


def _phrase(term: Term) -> BuzzCard:
    return BuzzCard(
        name=words(term.found),
        topic=None,
        level=None,
        level_words="",
        figure=number(term.found.mentions),
        caption=expected(term.found),
        phase=term.phase or "unknown",
        fate=phase_word(term.phase) if term.phase else _("cannot tell: nobody listened lately"),
        facts=(_("new phrase"),),
        spark=term.spark,
    )
