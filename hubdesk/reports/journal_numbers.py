"""The journal's numbers of the day against what is usual: of own brands, of rivals, their tone and what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Role, Scope, Topic
from hubdesk.i18n import N_, local
from hubdesk.query.theme_words import THEMES
from hubdesk.reports.journal_values import Basis, Curve, Part, Sentence
from hubdesk.store.reader import Reader
from hubdesk.told import Told

DAYS: Final = 14  # before, that are looked at
LEAST_DAYS: Final = 3  # of them listened to, for anything to be usual
LISTENED: Final = 0.9  # of a day, for it to count as one
MOST: Final = 8  # brands
GRAIN: Final = 10 * MINUTE  # in which an unfinished day is compared with the same hours before
MORE, LESS = 1.25, 0.8  # between which a number is as usual
LEAST_READ: Final = 20  # mentions whose tone was told, for a share of them
LEAST_SHARE: Final = 0.15  # of a theme, to be named

_LOUD: Final = N_("{topic}: {n} mentions, {times} times the usual {usual} (median of {days} days).")
_USUAL: Final = N_("{topic}: {n} mentions, about the usual {usual} (median of {days} days).")
_NEW: Final = N_("{topic}: {n} mentions; what is usual is not known yet.")
_QUIET: Final = N_("{topic}: {n} mentions, {of_usual_share} of the usual {usual} (median of {days} days).")
_RIVAL: Final = N_("{topic}: {n} (×{times}).")
_RIVAL_QUIET: Final = N_("{topic}: {n}, {of_usual_share} of the usual.")
_RIVAL_USUAL: Final = N_("{topic}: {n}, as usual.")
_RIVAL_NEW: Final = N_("{topic}: {n}.")
_TONE: Final = N_("{now_share} of what is said of {topic} is negative; {usual_share} on the {days} days before.")
_TONE_EVE: Final = N_("{now_share} of what is said of {topic} is negative; {usual_share} the day before.")
_TONE_NEW: Final = N_("{now_share} of what is said of {topic} is negative.")
_THEME: Final = N_("The first theme is {theme_word}, {now_share} of the mentions.")


@dataclass(frozen=True, slots=True)
class Usual:
    """A median over so many days before."""

    mentions: float
    days: int


@dataclass(frozen=True, slots=True)
class Brand:
    """A topic's day: how much was said of it, and what is usual."""

    topic: Topic
    count: int
    usual: Usual | None


def read_brands(reader: Reader, scope: Scope, zone: str) -> tuple[Brand, ...]:
    """Own brands, then rivals; every topic where none has such a role. The loudest of very many."""
    counts = {topic.id: count for topic, count in reader.shares(scope)}
    own = tuple(topic for topic in scope.topics if topic.role == Role.OWN)
    rivals = tuple(topic for topic in scope.topics if topic.role == Role.RIVAL)
    chosen = (*own, *rivals) or scope.topics
    if len(chosen) > MOST:  # a journal of a minute has room for no more
        loudest = sorted(chosen, key=lambda topic: -counts.get(topic.id, 0))[:MOST]
        chosen = tuple(topic for topic in chosen if topic in loudest)
    return tuple(Brand(topic, counts.get(topic.id, 0), _usual(reader, topic, scope, zone)) for topic in chosen)


def curves(reader: Reader, scope: Scope, brands: Sequence[Brand]) -> tuple[Curve, ...]:
    """Each brand's day by the hour."""
    made = []
    for brand in brands:
        topic = brand.topic
        hours = reader.volume(topic, replace(scope, topics=(topic,)), HOUR)
        usual = None if brand.usual is None else brand.usual.mentions
        made.append(Curve(topic.id, topic.name, topic.colour, hours, brand.count, usual))
    return tuple(made)


def numbers(reader: Reader, scope: Scope, brands: Sequence[Brand]) -> Iterator[Sentence]:
    """How much was said of each brand, how much of it was negative, and what it was about."""
    for place, brand in enumerate(brands):
        if not brand.count:
            continue
        topic, is_own = brand.topic, brand.topic.role != Role.RIVAL
        told = _volume(topic, brand.count, brand.usual, is_own=is_own)
        basis = Basis(scope.start, scope.end, brand.count, topics=(topic.id,))
        yield Sentence(Part.NUMBERS, told, basis, 0 if is_own else 20 + place)
        if is_own:
            yield from _tone(reader, topic, scope)
            yield from _theme(reader, brand, scope)


def _volume(topic: Topic, count: int, usual: Usual | None, *, is_own: bool) -> Told:
    figures: dict[str, str | int | float] = {"topic": topic.name, "n": count}
    if usual is None or not usual.mentions:
        return Told(_NEW if is_own else _RIVAL_NEW, tuple(figures.items()))
    times = count / usual.mentions
    figures |= {"times": float(times), "usual": round(usual.mentions), "days": usual.days}
    if LESS <= times <= MORE:
        return Told(_USUAL if is_own else _RIVAL_USUAL, tuple(figures.items()))
    if times < 1:
        figures["of_usual_share"] = times
        return Told(_QUIET if is_own else _RIVAL_QUIET, tuple(figures.items()))
    return Told(_LOUD if is_own else _RIVAL, tuple(figures.items()))


def _tone(reader: Reader, topic: Topic, scope: Scope) -> Iterator[Sentence]:
    alone = replace(scope, topics=(topic,))
    now = reader.tone_totals(alone).whole
    told = now.split.negative + now.split.neutral + now.split.positive
    rows = now.split.negative - now.gone.negative
    if told < LEAST_READ or rows <= 0:
        return
    days = _days_before(reader, scope)
    before = reader.tone_totals(Scope((topic,), scope.start - DAYS * DAY, scope.start, scope.known)).whole.split
    earlier = before.negative + before.neutral + before.positive
    figures: dict[str, str | int | float] = {"now_share": now.split.negative / told, "topic": topic.name}
    basis = Basis(scope.start, scope.end, rows, "tone:negative", (topic.id,))
    said = _TONE_NEW
    if earlier >= LEAST_READ and days:
        said = _TONE if days > 1 else _TONE_EVE
        figures |= {"usual_share": before.negative / earlier, "days": days}
    yield Sentence(Part.NUMBERS, Told(said, tuple(figures.items())), basis, 11)


def _days_before(reader: Reader, scope: Scope) -> int:
    """How many days back what is known before the scope goes: a younger session does not know fourteen."""
    first = reader.facts().first_at
    return 0 if first is None else max(0, min(DAYS, -((first - scope.start) // DAY)))


def _theme(reader: Reader, brand: Brand, scope: Scope) -> Iterator[Sentence]:
    topic, count = brand.topic, brand.count
    themes = reader.theme_totals(replace(scope, topics=(topic,)))
    first = max(
        (one for one in themes.themes if one.code != "other"),
        key=lambda one: one.told.split.all,
        default=None,
    )
    if first is None or not count or first.told.split.all / count < LEAST_SHARE:
        return
    rows = first.told.split.all - first.told.gone.all
    if rows <= 0:
        return
    word = THEMES.get(first.code, first.code)
    told = Told(_THEME, (("theme_word", word), ("now_share", first.told.split.all / count)))
    basis = Basis(scope.start, scope.end, rows, f"theme:{first.code}", (topic.id,))
    yield Sentence(Part.NUMBERS, told, basis, 15)


def _usual(reader: Reader, topic: Topic, scope: Scope, zone: str) -> Usual | None:
    """The median of the days before, of an unfinished day in the same hours; None where too few were listened to."""
    before = Scope((topic,), scope.start - DAYS * DAY, scope.start, scope.known)
    counted: defaultdict[object, int] = defaultdict(int)
    heard: defaultdict[object, int] = defaultdict(int)
    length = scope.end - scope.start
    until = DAY if length >= 23 * HOUR else length // GRAIN * GRAIN
    for at, count in reader.volume(topic, before, GRAIN):
        there = local(at, zone)
        into = (there.hour * 60 + there.minute) * MINUTE
        if into < until and count is not None:
            counted[there.date()] += count
            heard[there.date()] += 1
    wanted = LISTENED * until / GRAIN
    days = [counted[day] for day in heard if heard[day] >= wanted > 0]
    return Usual(float(median(days)), len(days)) if len(days) >= LEAST_DAYS else None
