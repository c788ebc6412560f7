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
# Words that say nothing by themselves, and explain nothing to a reader; "pas", "plus" or "sans" do.
_WORDS: Final = (
    "a au aux c ca ce ces cet cette d dans de des du elle en est et eux il ils j je l la le les leur leurs lui m ma me"
    " mes moi mon n nos notre nous on ont ou par pour qu que qui s sa se ses son sont sur t ta te tes toi ton tu un une"
    " vos votre vous y an and are as at be by for from he her his i in is it its my of on or our she so that the their"
    " they this to was we were with you your"
)
EMPTY: Final = frozenset(_WORDS.split())
_WORD = re.compile(r"[^\W_]+|[\u2600-\u27bf\U0001f300-\U0001faff]")


def telling_marks(linear: Linear, found: Features, tone: int) -> tuple[Mark, ...]:
    """The words that pulled most towards the tone (a column of the scores), in the order of the text."""
    direction = np.full(OUTPUTS, -0.5, np.float32)
    direction[tone], direction[OUTPUTS - 1] = 1.0, 0.0
    seen = found.seen
    pulled = linear.pull(found, direction)
    if found.cues:
        lean = (linear.shape @ direction) / linear.spread
        places = seen.at.searchsorted([place for cue in found.cues for place in (cue.start, cue.end)]).tolist()
        for cue, start, end in zip(found.cues, places[::2], places[1::2], strict=True):
            if end > start:
                pulled[start:end] += lean[GROUPS.index(cue.group)] / 2 / (end - start)
    words = [match.span() for match in _WORD.finditer(seen.hidden)]
    if not words:
        return ()
    edges = [place for span in words for place in span]
    totals: list[float] = np.add.reduceat(np.append(pulled, np.float32(0)), edges)[::2].tolist()
    strongest: list[int] = []
    for index in sorted(range(len(words)), key=totals.__getitem__, reverse=True):
        if len(strongest) == MOST:
            break
        if seen.hidden[slice(*words[index])] not in EMPTY:
            strongest.append(index)
    least = max(LEAST * max(totals), 1e-4)
    chosen = sorted(words[index] for index in strongest if totals[index] >= least)
    return tuple(_mark(found, int(seen.at[start]), int(seen.at[end - 1])) for start, end in chosen)


def cue_marks(found: Features, cues: Iterable[Cue]) -> tuple[Mark, ...]:
    """Where cue words stand in the text."""
    return tuple(_mark(found, start, end - 1) for start, end in sorted({(cue.start, cue.end) for cue in cues}))


def _mark(found: Features, first: int, last: int) -> Mark:
    return Mark("body", found.seen.place(first), found.seen.place(last) + 1)
