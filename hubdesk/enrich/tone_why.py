"""Which words of a text weighed most for a tone, as marks in the text: what the detail panel shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np

from hubdesk.core import Mark
from hubdesk.enrich.tone_cues import GROUPS, Cue
from hubdesk.enrich.tone_linear import OUTPUTS, Features, Linear

MOST: Final = 4  # words shown
LEAST: Final = 0.15  # of the strongest word's pull: what pulls less says nothing
_WORD = re.compile(r"[^\W_]+|[\u2600-\u27bf\U0001f300-\U0001faff]")


def telling_marks(linear: Linear, found: Features, tone: int) -> tuple[Mark, ...]:
    """The words that pulled most towards the tone (a column of the scores), in the order of the text."""
    direction = np.full(OUTPUTS, -0.5, np.float32)
    direction[tone], direction[OUTPUTS - 1] = 1.0, 0.0
    seen = found.seen
    pulled = linear.pull(found, direction)
    lean = (linear.shape @ direction) / linear.spread
    for cue in found.cues:
        start, end = np.searchsorted(seen.at, (cue.start, cue.end))
        if end > start:
            pulled[start:end] += lean[GROUPS.index(cue.group)] / 2 / (end - start)
    words = [match.span() for match in _WORD.finditer(seen.hidden)]
    totals = [float(pulled[start:end].sum()) for start, end in words]
    strongest = sorted(range(len(words)), key=totals.__getitem__, reverse=True)[:MOST]
    least = max(LEAST * max(totals, default=0.0), 1e-4)
    chosen = sorted(words[index] for index in strongest if totals[index] >= least)
    return tuple(_mark(found, int(seen.at[start]), int(seen.at[end - 1])) for start, end in chosen)


def cue_marks(found: Features, cues: Iterable[Cue]) -> tuple[Mark, ...]:
    """Where cue words stand in the text."""
    return tuple(_mark(found, start, end - 1) for start, end in sorted({(cue.start, cue.end) for cue in cues}))


def _mark(found: Features, first: int, last: int) -> Mark:
    return Mark("body", found.seen.place(first), found.seen.place(last) + 1)
