"""The encoder's tone model: what lies near the labelled posts is read as they were. numpy alone; it learns in a second.

A ridge regression over Gaussian kernels of the encoder's vectors, of the linear model's scores and of the text's shape:
they see different things. Its examples are the development posts and whatever the analyst corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.enrich.tone_linear import OUTPUTS, Features
from hubdesk.enrich.tone_shape import WIDTH as SHAPE_WIDTH

Floats = NDArray[np.float32]

ENCODED: Final = 768  # numbers of the encoder's vector, two halves
SCORED: Final = ENCODED + OUTPUTS  # then the linear scores
WIDTH: Final = SCORED + SHAPE_WIDTH  # then the shape
TONES: Final = ("negative", "neutral", "positive")
CORRECTED: Final = 4.0  # what a person's correction weighs beside a development post
LOOSENESS: Final = 0.7
HALF: Final = ENCODED // 2
# Of each kernel: the numbers it looks at, what it counts, how fast likeness falls with distance. Chosen in five folds
# of the development posts; what lies near them differs by less than a point.
_KERNELS: Final = (
    (slice(0, HALF), 0.75, 0.5 / HALF),
    (slice(HALF, ENCODED), 0.75, 0.5 / HALF),
    (slice(ENCODED, SCORED), 1.0, 0.15 / OUTPUTS),
    (slice(SCORED, WIDTH), 0.5, 0.5 / SHAPE_WIDTH),
)


_Place = tuple[NDArray[np.float64], NDArray[np.float64]]  # rows of numbers, and each row's square


@dataclass(frozen=True, slots=True)
class Base:
    """The examples: `vectors` (n, WIDTH), `targets` (n, OUTPUTS), how far each is trusted, and the usual scores."""

    vectors: Floats
    targets: Floats
    trust: Floats
    usual: Floats


@dataclass(frozen=True, slots=True)
class Kernel:
    """A fitted model. `places`: its examples as each kernel looks at them, made once. `unseen`: the scores each example
    would have got from a model that never saw it."""

    base: Base
    middle: Floats
    spread: Floats
    places: tuple[_Place, ...]
    pulls: NDArray[np.float64]
    unseen: Floats

    def scores(self, vectors: Floats) -> Floats:
        """(texts, OUTPUTS) for rows of encoder's vector, linear scores and shape."""
        near = _likeness((vectors - self.middle) / self.spread, self.places)
        scores: Floats = (near @ self.pulls + self.base.usual).astype(np.float32)
        return scores


def beside(encoded: Floats, scores: Sequence[Floats] | Floats, found: Sequence[Features]) -> Floats:
    """The model's rows: what the encoder, the linear model and the text's shape say of each text."""
    return np.hstack([encoded, np.array(scores, np.float32), np.array([each.shape for each in found], np.float32)])


def fit(base: Base) -> Kernel:
    """The model of these examples: a matrix of their number is inverted once."""
    middle, spread = base.vectors.mean(0), base.vectors.std(0) + 1e-3
    examples = (base.vectors - middle) / spread
    places = tuple(_place(examples, part) for part, _weight, _nearness in _KERNELS)
    inverse = np.linalg.inv(_likeness(examples, places) + np.diag(LOOSENESS / base.trust))
    pulls = inverse @ (base.targets - base.usual)
    unseen = base.targets - pulls / np.diag(inverse)[:, None]
    return Kernel(base, middle, spread, places, pulls, unseen.astype(np.float32))


def refit(vectors: Floats, labels: Sequence[str], base: Base, head: Kernel | None = None) -> Kernel:
    """The model with a person's corrections among its examples: the same text's later correction stands last and wins.

    `labels` are tones. What irony a corrected post has is not asked: it keeps what the model said. Raises ValueError
    for another word or shape.
    """
    if vectors.shape != (len(labels), WIDTH):
        raise ValueError(f"{len(labels)} labels need vectors of shape ({len(labels)}, {WIDTH}), not {vectors.shape}")
    if unknown := set(labels) - set(TONES):
        raise ValueError(f"no tone is called {sorted(unknown)[0]!r}")
    last = {vector.astype(np.float16).tobytes(): row for row, vector in enumerate(vectors)}
    rows = sorted(last.values())
    if not rows:
        return fit(base)
    irony = (head or fit(base)).scores(vectors[rows])[:, 3:]
    tones = np.eye(len(TONES), dtype=np.float32)[[TONES.index(labels[row]) for row in rows]]
    return fit(
        Base(
            np.concatenate([base.vectors, vectors[rows]]),
            np.concatenate([base.targets, np.hstack([tones, irony])]),
            np.concatenate([base.trust, np.full(len(rows), CORRECTED, np.float32)]),
            base.usual,
        )
    )


def _place(rows: Floats, part: slice) -> _Place:
    numbers = rows[:, part].astype(np.float64)
    return numbers, (numbers * numbers).sum(1)


def _likeness(these: Floats, those: Sequence[_Place]) -> NDArray[np.float64]:
    total = np.zeros((len(these), len(those[0][1])))
    for (part, weight, nearness), (b, b_size) in zip(_KERNELS, those, strict=True):
        a, a_size = _place(these, part)
        apart = a_size[:, None] + b_size[None] - 2 * a @ b.T
        total += weight * np.exp(-nearness * np.maximum(apart, 0))
    return total
