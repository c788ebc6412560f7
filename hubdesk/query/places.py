"""Phrases and NEAR: which tokens stand as asked. Linear in the text for a given query.

Distance is the difference of places between nearest ends (places count in twos, see `words`); the two sides share no
token. Of a NEAR inside a NEAR at most `MOST_PAIRS` pairs are looked at in one mention: only a text that repeats the
asked words thousands of times has more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final

from hubdesk.query.reading import Hit, Reading
from hubdesk.query.tree import Near, Phrase
from hubdesk.query.words import STEP, Token

MOST_PAIRS: Final = 5_000


def side_by_side(phrase: Phrase, reading: Reading, parts: frozenset[str]) -> Iterator[Hit]:
    wanted = []
    for term in phrase.terms:
        found = reading.where(term, parts)
        if not found:
            return
        wanted.append(found)
    tokens = reading.tokens
    followers: list[dict[int, list[int]]] = []
    for found in wanted[1:]:
        by_place: dict[int, list[int]] = {}
        for number in found:
            by_place.setdefault(tokens[number].first, []).append(number)
        followers.append(by_place)
    for start in wanted[0]:
        chain = [start]
        for by_place in followers:
            following = _following(tokens, chain[-1], by_place)
            if following is None:
                break
            chain.append(following)
        else:
            yield Hit(tokens[start].first, tokens[chain[-1]].last, _whole(chain, reading), ((start, chain[-1]),))


def _following(tokens: list[Token], number: int, by_place: dict[int, list[int]]) -> int | None:
    """The next token of a phrase: the neighbouring word, or a sign before the next word."""
    token = tokens[number]
    is_sign = token.last % STEP != 0
    places = (token.last, token.last + 1) if is_sign else (token.last + 1, token.last + STEP)
    for place in places:
        for candidate in by_place.get(place, ()):
            if candidate > number:
                return candidate
    return None


def together(phrase: Phrase, reading: Reading, parts: frozenset[str], every: bool = False) -> Iterator[Hit]:
    """Each term its own token, in any order, all within `phrase.within` of each other; one choice for each first
    token, or `every` one, of which at most `MOST_PAIRS` are looked at."""
    wanted = [reading.where(term, parts) for term in phrase.terms]
    if not all(wanted):
        return iter(())
    anchors = sorted(set().union(*wanted))
    alone = sum(map(len, wanted)) == len(anchors)
    choices = _choices(wanted, anchors, reading.tokens, STEP * (phrase.within or 0), alone, every)
    return islice((_gathered(chosen, reading) for chosen in choices), MOST_PAIRS if every else None)


def _choices(
    wanted: list[list[int]], anchors: list[int], tokens: list[Token], reach: int, alone: bool, every: bool
) -> Iterator[list[int]]:
    for anchor in anchors:
        limit = tokens[anchor].first + reach
        windows = [_window(tokens, found, anchor, limit) for found in wanted]
        if not all(windows):
            continue
        if every:
            yield from (chosen for chosen in _every_choice(windows) if anchor in chosen)
        else:
            chosen = [window[0] for window in windows] if alone else _own_tokens(windows)
            if chosen is not None and anchor in chosen:
                yield chosen


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
    if every:
        return list(islice(_pairs(left, right, reach, near.ordered, backwards=False, every=True), MOST_PAIRS))
    found = list(_pairs(left, right, reach, near.ordered, backwards=False, every=False))
    if found:  # so that every word that took part is marked
        found += _pairs(right, left, reach, near.ordered, backwards=True, every=False)
    return found


def _pairs(
    ours: list[Hit], theirs: list[Hit], reach: int, ordered: bool, *, backwards: bool, every: bool
) -> Iterator[Hit]:
    """For each of ours, the first of theirs that is near enough, or `every` one. `backwards`: ours are the right."""
    theirs = sorted(theirs)
    starts = [hit.first for hit in theirs]
    widest = max(hit.last - hit.first for hit in theirs)
    for mine in ours:
        low = bisect_left(starts, mine.first - reach - widest)
        high = bisect_right(starts, mine.last + reach)
        for other in theirs[low:high]:
            left, right = (other, mine) if backwards else (mine, other)
            if _is_near(left, right, reach, ordered):
                tokens = tuple(sorted({*mine.tokens, *other.tokens}))
                yield Hit(min(mine.first, other.first), max(mine.last, other.last), tokens, mine.marks + other.marks)
                if not every:
                    break


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
