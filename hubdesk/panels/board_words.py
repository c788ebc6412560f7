"""What the buzz board says: which lane a phase belongs to, a card's words, and the lines under the lanes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Millis, Phase
from hubdesk.i18n import N_, UNKNOWN, _, clock, day, ngettext, number, percent
from hubdesk.panels.board_picture import BoardPicture, Quiet, Shown
from hubdesk.panels.board_terms import Term
from hubdesk.panels.episode_marking import CRISIS_ROOM, EPISODE
from hubdesk.panels.episodes_known import EXPECTED, PSCHITT, Known, chance_of, sentences
from hubdesk.panels.episodes_words import fate, kind_words, moment, phase_word, sentence, topic_name
from hubdesk.panels.panel import Rows
from hubdesk.query.any_kind import ANY
from hubdesk.widgets.board_values import Board, Card, Chip, Lane, Line
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.crisis_times import times_text
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

RISING: Final = frozenset({Phase.SEED, Phase.RISE, Phase.RELAPSE})
FALLING: Final = frozenset({Phase.FADE, Phase.PSCHITT, Phase.OVER})
NEW: Final = 0.05  # expected mentions, below which a decimal says nothing
LANES: Final = (
    (N_("Rises"), Phase.RISE, N_("Nothing rises.")),
    (N_("Holds"), Phase.PEAK, N_("Nothing is at its peak.")),
    (N_("Fades and fizzles"), Phase.PSCHITT, N_("Nothing fades.")),
)


@dataclass(frozen=True, slots=True)
class Wished:
    """What choosing something on the board wishes for."""

    word: str
    value: object = None


def board(picture: BoardPicture) -> Board:
    """Episodes before phrases in each lane."""
    lanes: tuple[list[Card], list[Card], list[Card]] = ([], [], [])
    for one in picture.shown:
        lanes[lane_of(one.known.phase, one.known.verdict)].append(_card(one, picture))
    for term in picture.terms:
        lanes[lane_of(term.phase)].append(_term(term, picture))
    made = tuple(
        Lane(_(head), glyph, _(empty), tuple(cards)) for (head, glyph, empty), cards in zip(LANES, lanes, strict=True)
    )
    return Board(made, tuple(_lines(picture)))


def lane_of(phase: str, verdict: str = "") -> int:
    """0 rises, 1 holds, 2 falls. What is likely to fizzle rises until it fades; a phase nobody knows is none of both
    sides."""
    if verdict == PSCHITT or phase in FALLING:
        return 2
    return 0 if phase in RISING else 1


def news(one: Known, zone: str) -> str:
    """What was said of its end, or else of it last; "" where that is its alarm's own sentence."""
    verdicts = [state for state in one.states if state.verdict == one.verdict and state.verdict]
    is_told = one.verdict in (PSCHITT, EXPECTED) and verdicts
    said = sentences((verdicts[0] if is_told else one.states[-1]).evidence, zone)
    if not said:
        return ""
    told = said[-1] if is_told else said[0]
    return "" if told == sentence(one, zone) else tame(told, 400)


def _card(one: Shown, picture: BoardPicture) -> Card:
    known, zone, end = one.known, picture.zone, picture.span.end
    style = theme().topic_style(one.topic, picture.topics) if one.topic is not None else None
    glyph, words = fate(known)
    chance = chance_of(known) if known.lasts else None
    told = _("{share} chance to double").format(share=percent(chance, 0)) if chance is not None else ""
    count = ngettext("{n} mention", "{n} mentions", one.mentions).format(n=number(one.mentions))
    topic = one.topic.id if one.topic is not None else None
    times, caption = loudness(one, end, zone)
    return Card(
        name=topic_name(one.topic, known.main.topic),
        shape=style.marker if style is not None else "",
        colour=(style.colour if style is not None else theme().colour("text2")).name(),
        level=known.severity,
        figure=times,
        caption=caption,
        glyph=glyph,
        fate=(words, told, kind_words(known)),
        when=(_when(known, end, zone), _others(one)),
        count=count,
        sentence=sentence(known, zone),
        news=news(known, zone),
        key=Wished(CRISIS_ROOM if known.severity else EPISODE, known.id),
        count_key=Rows(ANY, one.stretch.start, one.stretch.end, topic) if one.mentions else None,
        spark=one.spark,
        is_quiet=not known.lasts or known.verdict == PSCHITT or known.snoozed_until(end) is not None,
    )


def loudness(one: Shown, end: Millis, zone: str) -> tuple[str, str]:
    """The multiple of the usual in the last hour; of what is over, in its loudest."""
    level = one.level
    if one.known.lasts:
        return times_text(level.times(level.now)), _("in the last hour")
    if level.most is None:
        return UNKNOWN, _("at its loudest")
    return times_text(level.times(level.most)), _("up to {time}").format(time=_time(level.most_at, end, zone))


def _when(one: Known, end: Millis, zone: str) -> str:
    """As in lists, without the year: there is no room for it."""
    start, last = _time(one.start, end, zone), one.now.end
    if last is None:
        return _("since {time}").format(time=start)
    is_one_day = day(last, zone) == day(one.start, zone)
    return f"{start}–{clock(last, zone) if is_one_day else _time(last, 0, zone)}"


def _time(at: Millis, end: Millis, zone: str) -> str:
    return time_label(at, zone, with_day=day(at, zone) != day(end, zone))


def _others(one: Shown) -> str:
    """The topic's others in the scope, and how many of them fizzled."""
    if not one.before:
        return ""
    fizzled = sum(other.verdict == PSCHITT for other in one.before)
    count = len(one.before)
    text = ngettext("{n} more before", "{n} more before", count).format(n=number(count))
    if not fizzled:
        return text
    said = ngettext("{n} fizzled", "{n} fizzled", fizzled).format(n=number(fizzled))
    return _("{others}, {fizzled}").format(others=text, fizzled=said)


def _term(term: Term, picture: BoardPicture) -> Card:
    """Its mentions, and how many were to be expected: too few, often, for a multiple that means anything."""
    found, span = term.found, picture.span
    expected = number(found.expected, 0 if found.expected >= 10 or found.expected < NEW else 1)
    phase = phase_word(term.phase) if term.phase else _("cannot tell: nobody listened lately")
    return Card(
        name=_("“{text}”").format(text=tame(found.text, 80)),
        shape="",
        colour=theme().colour("text2").name(),
        level=None,
        figure=number(found.mentions),
        caption=_("≈ {n} expected").format(n=expected),
        glyph=term.phase or "unknown",
        fate=(phase, _("new phrase")),
        when=(_("against {span}").format(span=_stretch(term, picture)),),
        count="",  # it is its figure
        sentence="",
        news="",
        key=Rows(found.query, span.start, span.end),
        spark=term.spark,
    )


def _stretch(term: Term, picture: BoardPicture) -> str:
    """What it is held against, with its days: it lies in the past."""
    return "–".join(time_label(at, picture.zone, with_day=True) for at in (term.before.start, term.before.end))


def _lines(picture: BoardPicture) -> Iterator[Line]:
    """Topics without an episode by why they have none, then how the verdicts did."""
    seen = [one for one in picture.quiet if picture.is_heard and one.unheard <= 0]
    unseen = [one for one in picture.quiet if one not in seen]
    head = _("Quiet") if picture.watched_until is not None else _("Not watched yet")
    if seen:
        yield Line(head, (*(_quiet(one, picture) for one in seen), *_more(picture)))
    if unseen:
        yield Line(_("Not seen"), tuple(_quiet(one, picture) for one in unseen))
    if (left := picture.all - len(picture.shown)) > 0:
        text = ngettext("{n} more episode", "{n} more episodes", left).format(n=number(left))
        yield Line(_("Not shown"), (Chip(text, key=Wished(EPISODE)),))
    told = picture.verdicts
    early, late = told.right + told.withdrawn + told.open, told.unannounced + told.wrong
    if early or late:
        text = _("said early: {right} right, {withdrawn} taken back, {open} open")
        right, withdrawn, still, at_end, wrong = map(number, (told.right, told.withdrawn, told.open, late, told.wrong))
        first = text.format(right=right, withdrawn=withdrawn, open=still)
        second = _("said at the end: {n}, of which {wrong} came back").format(n=at_end, wrong=wrong)
        yield Line(_("Fizzles"), (Chip(first, key=Wished(EPISODE)), Chip(second, key=Wished(EPISODE))))


def _quiet(one: Quiet, picture: BoardPicture) -> Chip:
    """Its name, how many mentions, and what is known of it beside; a scope nobody listened to has no count."""
    style = theme().topic_style(one.topic, picture.topics)
    parts = []
    if one.unheard > 0:
        parts.append(_("{share} of its past not heard yet").format(share=percent(one.unheard, 0)))
    elif picture.is_heard:
        parts.append(number(one.mentions))
    if one.wrong:
        parts.append(ngettext("{n} wrong alarm", "{n} wrong alarms", one.wrong).format(n=number(one.wrong)))
    key: Hashable = Wished("topic", one.topic.id)
    return Chip(", ".join(parts), tame(one.topic.name, 80), style.marker, style.colour.name(), key)


def _more(picture: BoardPicture) -> Iterator[Chip]:
    left = picture.more_quiet
    if left:
        yield Chip(ngettext("{n} more topic", "{n} more topics", left).format(n=number(left)))


def silence_words(picture: BoardPicture) -> str:
    """What the bar over the board says; "" where somebody listens and watches."""
    if picture.silent_since is not None:
        time = moment(picture.silent_since, picture.span.end, picture.zone)
        return _("Nobody listens since {time}: what rises since then is not known.").format(time=time)
    if picture.is_late and picture.watched_until is not None:
        time = moment(picture.watched_until, picture.span.end, picture.zone)
        return _("Nobody watches since {time}: the collector is not running.").format(time=time)
    return ""
