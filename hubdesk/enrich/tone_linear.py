"""The linear tone model: hashed runs of letters and words, and the text's shape, to four scores. numpy alone.

The scores are for negative, neutral, positive and irony; about 0 when nothing speaks for it and 1 when all does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.enrich.tone_cues import Cue, Cues
from hubdesk.enrich.tone_grams import BUCKETS, RUNS, Grams, grams
from hubdesk.enrich.tone_shape import shape
from hubdesk.enrich.tone_text import Seen, look

Floats = NDArray[np.float32]

OUTPUTS: Final = 4
_LOGS: Final = np.log(np.arange(1, RUNS + 1))
_WEIGHTS: Final = np.concatenate(([0], 1 + _LOGS)).astype(np.float32)  # of a run that is there so often


@dataclass(frozen=True, slots=True)
class Features:
    """One text as the model takes it: buckets with their weights (1 + log of how often), and the shape's numbers."""

    seen: Seen
    cues: list[Cue]
    runs: Grams
    buckets: NDArray[np.int64]
    weights: Floats
    shape: Floats


def features(text: str, cues: Cues) -> Features:
    seen = look(text)
    found = cues.find(seen)
    runs = grams(seen)
    buckets, counts = _counted(runs.buckets)
    return Features(seen, found, runs, buckets, _WEIGHTS.take(counts), shape(seen, found))


def _counted(buckets: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each bucket once, in order, and how often: np.unique without what it does for arrays of other kinds."""
    in_order = np.sort(buckets)
    is_first = np.ones(len(buckets) + 1, bool)
    np.not_equal(in_order[1:], in_order[:-1], out=is_first[1:-1])
    places = np.flatnonzero(is_first)
    return in_order[places[:-1]], np.diff(places)


@dataclass(frozen=True, slots=True)
class Linear:
    """`rarity` weighs a run by how few posts hold it (0: seen in one or none); the other arrays map to the outputs."""

    rarity: Floats  # (BUCKETS,)
    runs: Floats  # (BUCKETS, OUTPUTS), times rarity
    middle: Floats  # of each number of the shape
    spread: Floats
    shape: Floats  # (WIDTH, OUTPUTS)
    usual: Floats  # (OUTPUTS,)

    def scores(self, found: Features) -> Floats:
        """Four scores of one text."""
        form: Floats = (found.shape - self.middle) / self.spread
        scores: Floats = self.usual + form @ self.shape
        if size := self._size(found):
            scores = scores + (found.weights @ self.runs.take(found.buckets, axis=0)) / size
        return scores

    def _size(self, found: Features) -> float:
        return float(np.linalg.norm(found.weights * self.rarity.take(found.buckets)))

    def pull(self, found: Features, direction: Floats) -> Floats:
        """How much each sign of `Seen.points` pulls the scores into a direction, such as towards one tone."""
        runs, size, signs = found.runs, self._size(found), len(found.seen.points)
        if not size or not signs:
            return np.zeros(signs, np.float32)
        share = self.runs.take(runs.buckets, axis=0) @ direction / size
        share = share / np.maximum(1, runs.ends - runs.starts)
        rise = np.bincount(np.minimum(runs.starts, signs), share, signs + 1)
        fall = np.bincount(np.minimum(runs.ends, signs), share, signs + 1)
        pulled: Floats = np.cumsum((rise - fall)[:-1]).astype(np.float32)
        return pulled

    def known(self, found: Features) -> float:
        """Which share of the text's runs the model has met, 0 to 1."""
        met = int(np.count_nonzero(self.rarity.take(found.buckets)))
        return met / len(found.buckets) if met else 0.0


def train(found: Sequence[Features], targets: Floats, usual: Floats, trust: Floats) -> tuple[Linear, Floats]:
    """A model by ridge regression, and the scores each text would have got from a model that never saw it.

    `trust` is each text's weight. The second is exact and costs nothing: leaving one out has a closed form.
    """
    posts = np.zeros(BUCKETS, np.int64)
    for each in found:
        posts[each.buckets] += 1
    rarity = np.where(posts >= 2, np.log((len(found) + 1) / (posts + 1)) + 1, 0).astype(np.float32)
    columns = np.flatnonzero(rarity)
    column = np.zeros(BUCKETS, np.int64)
    column[columns] = np.arange(len(columns))
    runs = np.zeros((len(found), len(columns)), np.float32)
    for row, each in enumerate(found):
        kept = each.buckets[rarity[each.buckets] > 0]
        runs[row, column[kept]] = each.weights[rarity[each.buckets] > 0] * rarity[kept]
    runs /= np.maximum(np.linalg.norm(runs, axis=1, keepdims=True), 1e-6)
    forms = np.array([each.shape for each in found])
    middle, spread = forms.mean(0), forms.std(0) + 1e-3
    forms = (forms - middle) / spread * SHAPE_SCALE
    likeness = runs @ runs.T + forms @ forms.T
    inverse = np.linalg.inv(likeness.astype(np.float64) + np.diag(LOOSENESS / trust))
    pulls = inverse @ (targets - usual)
    unseen = targets - pulls / np.diag(inverse)[:, None]
    table = np.zeros((BUCKETS, OUTPUTS), np.float32)
    table[columns] = (runs.T @ pulls) * rarity[columns, None]
    head = Linear(rarity, table, middle, spread, (forms.T @ pulls * SHAPE_SCALE).astype(np.float32), usual)
    return head, unseen.astype(np.float32)


SHAPE_SCALE: Final = 0.085  # what the shape counts beside the runs; both were chosen on the development posts
LOOSENESS: Final = 0.7
