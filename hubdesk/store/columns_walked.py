"""Stretches of the world's time that were gone through since a commit, and what of another one is left."""

from __future__ import annotations

from collections.abc import Sequence

from hubdesk.core import Millis

Stretch = tuple[Millis, Millis]
"""From its start up to its end, which is not in it."""


def left_of(asked: Stretch, walked: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The parts of a stretch that are in none of these, which are apart and in the order of time."""
    start, end = asked
    found = []
    for first, last in walked:
        if last <= start:
            continue
        if first >= end:
            break
        if start < first:
            found.append((start, first))
        start = max(start, last)
    if start < end:
        found.append((start, end))
    return tuple(found)


def joined(one: Stretch, walked: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """These and one more, apart and in the order of time."""
    made: list[Stretch] = []
    for start, end in sorted((*walked, one) if one[0] < one[1] else walked):
        if made and start <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return tuple(made)
