"""Phrases and NEAR: which tokens stand as asked. Linear in the text for a given query.

Distance is the difference of places between nearest ends (places count in twos, see `words`); the two sides share no
token. Of a NEAR inside a NEAR at most `MOST_PAIRS` pairs are looked at in one mention: only a text that repeats the
asked words thousands of times has more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Final

from hubdesk.query.letters import SIGN
from hubdesk.query.reading import MOST_MARKS, Hit, Reading
from hubdesk.query.tree import Near, Phrase, Term
from hubdesk.query.words import STEP, Token

MOST_PAIRS: Final = 5_000
_FIRST: Final = itemgetter(0)  # a hit's first place


def side_by_side(phrase: Phrase, reading: Reading, parts: frozenset[str], every: bool = False) -> Iterator[Hit]:
    """One choice for each first token, or `every` one: only signs, of which many share a place, leave any choice."""
    tokens = reading.tokens
    starts = reading.where(phrase.terms[0], parts)
    followers = [reading.by_place(term, parts) for term in phrase.terms[1:]] if starts else []
    if not all(followers):
        return
    if every and any(term.kind == SIGN for term in phrase.terms[1:]):
        chains: Iterable[list[int]] = chain.from_iterable(_all_chains(tokens, start, followers) for start in starts)
    else:
        chains = (found for start in starts if (found := _first_chain(tokens, start, followers)))
    for found in chains:
        yield Hit(tokens[found[0]].first, tokens[found[-1]].last, _whole(found, reading), ((found[0], found[-1]),))


def _first_chain(tokens: list[Token], start: int, followers: list[dict[int, list[int]]]) -> list[int] | None:
    found = [start]
    for by_place in followers:
        following = _following(tokens, found[-1], by_place)
        if not following:
            return None
        found.append(following[0])
    return found


def _all_chains(tokens: list[Token], start: int, followers: list[dict[int, list[int]]]) -> list[list[int]]:
    found = [[start]]
    for by_place in followers:
        longer = ([*one, number] for one in found for number in _following(tokens, one[-1], by_place))
        found = list(islice(longer, MOST_PAIRS))
    return found


def _following(tokens: list[Token], number: int, by_place: dict[int, list[int]]) -> list[int]:
    """What may be a phrase's next token: the neighbouring word, or a sign before the next word."""
    token = tokens[number]
    is_sign = token.last % STEP != 0
    for place in (token.last, token.last + 1) if is_sign else (token.last + 1, token.last + STEP):
        if place in by_place:
            following = [candidate for candidate in by_place[place] if candidate > number]
            if following:
                return following
    return []


def together(
    asked: Sequence[tuple[Term, int]], within: int, reading: Reading, parts: frozenset[str], every: bool = False
) -> Iterator[Hit]:
    """Terms in any order, all within some places of each other, each as often as asked and with a token of its own.

    One choice for each first token, or `every` one, of which at most `MOST_PAIRS` are looked at.
    """
    wanted: list[list[int]] = []
    for term, times in asked:
        found = reading.where(term, parts)
        if len(found) < times:
            return iter(())
        wanted += [found] * times
    anchors = sorted(set().union(*wanted))
    alone = sum(map(len, wanted)) == len(anchors)
    choices = _choices(wanted, anchors, reading.tokens, STEP * within, alone, every)
    return islice((_gathered(chosen, reading) for chosen in choices), MOST_PAIRS if every else MOST_MARKS)


def _choices(
    wanted: list[list[int]], anchors: list[int], tokens: list[Token], reach: int, alone: bool, every: bool
) -> Iterator[list[int]]:
    at = 0
    while at < len(anchors):
        anchor = anchors[at]
        at += 1
        limit = tokens[anchor].first + reach
        windows = [_window(tokens, found, anchor, limit) for found in wanted]
        if not all(windows):
            place = _reachable_from(wanted, anchor, tokens, reach)
            if place is None:
                return
            at = bisect_left(anchors, place, lo=at, key=lambda number: tokens[number].first)
        elif every:
            yield from (chosen for chosen in _every_choice(windows) if anchor in chosen)
        else:
            chosen = [window[0] for window in windows] if alone else _own_tokens(windows)
            if chosen is not None and anchor in chosen:
                yield chosen


def _reachable_from(wanted: list[list[int]], anchor: int, tokens: list[Token], reach: int) -> int | None:
    """The first place from which what stands at the anchor or behind it is in reach; None when something is missing."""
    nexts = [bisect_left(found, anchor) for found in wanted]
    if any(place == len(found) for place, found in zip(nexts, wanted, strict=True)):
        return None
    return max(tokens[found[place]].first for place, found in zip(nexts, wanted, strict=True)) - reach


def _every_choice(windows: list[list[int]]) -> Iterator[list[int]]:
    if not windows:
        yield []
        return
    for chosen in _every_choice(windows[1:]):
        yield from ([number, *chosen] for number in windows[0] if number not in chosen)


def _gathered(chosen: list[int], reading: Reading) -> Hit:
    first = min(reading.tokens[number].first for number in chosen)
    last = max(reading.tokens[number].last for number in chosen)
    return Hit(first, last, _whole(chosen, reading), tuple((number, number) for number in chosen))


def _whole(numbers: list[int], reading: Reading) -> tuple[int, ...]:
    return tuple(sorted(number for one in numbers for number in reading.whole(one)))


def _window(tokens: list[Token], found: list[int], anchor: int, limit: int) -> list[int]:
    window = []
    for place in range(bisect_left(found, anchor), len(found)):
        number = found[place]
        if tokens[number].first > limit:
            break
        if tokens[number].last <= limit:
            window.append(number)
    return window


def _own_tokens(windows: list[list[int]]) -> list[int] | None:
    """A token for each term, none used twice: a matching grown term by term."""
    owner: dict[int, int] = {}

    def place(term: int, tried: set[int]) -> bool:
        for number in windows[term]:
            if number not in tried:
                tried.add(number)
                if number not in owner or place(owner[number], tried):
                    owner[number] = term
                    return True
        return False

    if all(place(term, set()) for term in range(len(windows))):
        return sorted(owner)
    return None


def pairs(near: Near, left: list[Hit], right: list[Hit], every: bool) -> list[Hit]:
    """Which hits of both sides stand near each other; without `every`, one pair for each hit that has any."""
    reach = STEP * near.distance
    left, right = sorted(left, key=_FIRST), sorted(right, key=_FIRST)
    if every:
        return list(islice(_pairs(left, right, reach, near.ordered, backwards=False, every=True), MOST_PAIRS))
    found = list(islice(_pairs(left, right, reach, near.ordered, backwards=False, every=False), MOST_MARKS))
    if found:  # so that every word that took part is marked
        found += islice(_pairs(right, left, reach, near.ordered, backwards=True, every=False), MOST_MARKS)
    return found


def _pairs(
    ours: list[Hit], theirs: list[Hit], reach: int, ordered: bool, *, backwards: bool, every: bool
) -> Iterator[Hit]:
    """For each of ours, the first of theirs that is near enough, or `every` one. `backwards`: ours are the right.

    Both are in the order of their first places; of ours, those that stand far before any of theirs are leapt over.
    """
    starts = [hit.first for hit in theirs]
    widest = _widest(theirs)
    our_widest = -1
    at = 0
    while at < len(ours):
        mine = ours[at]
        low = bisect_left(starts, mine.first - reach - widest)
        if low == len(theirs):
            return
        at += 1
        if starts[low] > mine.last + reach:
            our_widest = _widest(ours) if our_widest < 0 else our_widest
            at = bisect_left(ours, starts[low] - reach - our_widest, lo=at, key=_FIRST)
            continue
        for other in theirs[low : bisect_right(starts, mine.last + reach)]:
            left, right = (other, mine) if backwards else (mine, other)
            if _is_near(left, right, reach, ordered):
                tokens = tuple(sorted({*mine.tokens, *other.tokens}))
                yield Hit(min(mine.first, other.first), max(mine.last, other.last), tokens, mine.marks + other.marks)
                if not every:
                    break


def _widest(hits: list[Hit]) -> int:
    return max(hit.last - hit.first for hit in hits)


def _is_near(left: Hit, right: Hit, reach: int, ordered: bool) -> bool:
    if not set(left.tokens).isdisjoint(right.tokens):
        return False
    if ordered:
        return left.last <= right.first <= left.last + reach and left.tokens[-1] < right.tokens[0]
    if right.first >= left.last:
        return right.first - left.last <= reach
    if left.first >= right.last:
        return left.first - right.last <= reach
    ends = (right.first - left.last, left.first - right.last, right.first - left.first, right.last - left.last)
    return min(map(abs, ends)) <= reach
