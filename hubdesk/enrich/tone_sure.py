"""From a model's scores to how sure it is: calibrated on posts it had not seen, with a floor for "cannot tell"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

NEGATIVE, POSITIVE, IRONY = 0, 2, 3  # columns of the scores
HALF: Final = 0.5  # below it an answer is wrong more often than right
# Strangers write otherwise than the posts the heads learnt from. Taught by one part of the posts and asked about the
# other, the heads were 8 points off what they said; cooled by this, the encoder's is 3 there and 5 at home, too modest.
COOLER: Final = 0.85
LINEAR_COOLER: Final = 0.82
AS_GOOD: Final = 0.004  # of F1: less than what chance moves it by


@dataclass(frozen=True, slots=True)
class Sure:
    """`heat` sharpens the three tones' scores; `slope` and `offset` make irony's a probability; from `ironic` on a text
    is marked "irony possible"; below `floor` the tone cannot be told."""

    heat: float
    slope: float
    offset: float
    ironic: float
    floor: float = HALF

    def tones(self, scores: Floats) -> Doubles:
        """How likely negative, neutral and positive are, a row a text.

        Praise that may be meant otherwise counts that much less: ironic praise is nearly always a complaint.
        """
        return self.tones_and_irony(scores)[0]

    def tones_and_irony(self, scores: Floats) -> tuple[Doubles, Doubles]:
        """Both at once: the tones are read in the light of the irony."""
        chances = _softmax(self.heat * scores[:, :IRONY].astype(np.float64))
        irony = self.irony(scores)
        moved = chances[:, POSITIVE] * irony
        chances[:, POSITIVE] -= moved
        chances[:, NEGATIVE] += moved
        return chances, irony

    def irony(self, scores: Floats) -> Doubles:
        """How likely each text is ironic."""
        return _logistic(self.slope * scores[:, IRONY].astype(np.float64) + self.offset)

    def values(self) -> Doubles:
        return np.array([self.heat, self.slope, self.offset, self.ironic, self.floor])


def calibrate(unseen: Floats, tones: NDArray[np.int64], irony: NDArray[np.bool_], cooler: float = COOLER) -> Sure:
    """The calibration of scores that a model gave to posts it had not seen, whose tones and irony are known."""
    slope, offset = _logistic_fit(unseen[:, IRONY].astype(np.float64), irony)
    best: tuple[float, Sure] | None = None
    for heat in np.geomspace(1, 16, 60):
        sure = Sure(float(heat), slope, offset, HALF)
        chances = sure.tones(unseen)[np.arange(len(tones)), tones]
        loss = -float(np.log(np.maximum(chances, 1e-6)).mean())
        if best is None or loss < best[0]:
            best = (loss, sure)
    assert best is not None
    sure = best[1]
    return Sure(cooler * sure.heat, slope, offset, _best_cut(sure.irony(unseen), irony), HALF)


def _softmax(logits: Doubles) -> Doubles:
    grown: Doubles = np.exp(logits - logits.max(1, keepdims=True))
    chances: Doubles = grown / grown.sum(1, keepdims=True)
    return chances


def _logistic(x: Doubles) -> Doubles:
    chances: Doubles = 1 / (1 + np.exp(-np.clip(x, -40, 40)))
    return chances


def _logistic_fit(x: Doubles, y: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of a logistic curve through the points, by Newton's steps."""
    rows = np.stack([x, np.ones_like(x)], axis=1)
    weights = np.zeros(2)
    for _step in range(30):
        chance = _logistic(rows @ weights)
        slant = rows.T @ (chance - y) + 1e-3 * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + 1e-3 * np.eye(2)
        weights = weights - np.linalg.solve(bend, slant)
    return float(weights[0]), float(weights[1])


def _best_cut(chances: Doubles, real: NDArray[np.bool_]) -> float:
    """Where marking from there on gives the best F1, smoothed over its neighbours: the best single cut is luck.

    Of cuts about as good the lowest: the mark says "possible", and an irony not seen is read as praise.
    """
    cuts = np.linspace(0.1, 0.8, 71)
    hits = np.array([(real & (chances >= cut)).sum() for cut in cuts])
    marked = np.array([(chances >= cut).sum() for cut in cuts])
    quality = 2 * hits / np.maximum(1, marked + real.sum())
    smooth = np.convolve(np.pad(quality, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    return float(cuts[int((smooth >= smooth.max() - AS_GOOD).argmax())])
