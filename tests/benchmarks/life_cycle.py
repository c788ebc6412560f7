"""Whether what doubles is told from what fizzles, and whether phases are called rightly and in time.

    HUBDESK_LIFECYCLE_DATA=FOLDER python tests/benchmarks/life_cycle.py

Doubling: ten folds, five shufflings, mean and spread of the five; the shipped weights are never asked about a cascade
they have learned from. Phases: every series of the folder, with the product's settings and with their neighbours.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "packaging")]

from life_phases import PHASES, Calls  # noqa: E402 — the training script is found only now
from life_series import Network, cascades, folder, hourly  # noqa: E402
from train_doubling import STRICT, examples  # noqa: E402

from hubdesk.detect.life import Pace  # noqa: E402
from hubdesk.detect.life_doubling import ASKED_AT  # noqa: E402
from hubdesk.detect.life_verdict import UNLIKELY  # noqa: E402

NEIGHBOURS = tuple(
    Pace(**{name: value})
    for name, values in {
        "growth": (0.08, 0.12, 0.15),
        "high": (0.8, 0.9),
        "noise": (0.0, 1.0),
        "back": (1, 3),
        "sure": (1, 3),
        "early_steps": (2, 4),
    }.items()
    for value in values
)


def asked_blind(rows: NDArray[np.float64], doubled: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    """The chance for each cascade, by weights that have not seen it."""
    chances = np.zeros(len(doubled))
    for learned, asked in StratifiedKFold(10, shuffle=True, random_state=seed).split(rows, doubled):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=STRICT, max_iter=1000))
        chances[asked] = model.fit(rows[learned], doubled[learned]).predict_proba(rows[asked])[:, 1]
    return chances


def doubling(where: Path) -> None:
    found, network = cascades(where), Network(where)
    for shares in ASKED_AT:
        rows, doubled = examples(found, network, shares)
        figures = []
        for seed in range(5):
            chances = asked_blind(rows, doubled, seed)
            said = chances < UNLIKELY
            fizzled = ~doubled
            figures.append(
                (
                    roc_auc_score(doubled, chances),
                    brier_score_loss(doubled, chances),
                    fizzled[said].mean(),
                    (said & fizzled).sum() / fizzled.sum(),
                )
            )
        mean, spread = np.mean(figures, 0), np.std(figures, 0)
        bar = "   (at least 0.84; at most 0.165; at least 85 %)" if shares == 10 else ""
        print(
            f"first {shares} shares of {len(rows)} cascades: AUC {mean[0]:.3f} ± {spread[0]:.3f}, "
            f"Brier {mean[1]:.3f} ± {spread[1]:.3f}, early pschitt right {mean[2]:.1%} ± {spread[2]:.1%}, "
            f"names {mean[3]:.0%} of what fizzles{bar}"
        )


def phases(where: Path) -> None:
    for name, series in hourly(where):
        calls = Calls()
        for one in series:
            calls.take(one, Pace())
        each = ", ".join(f"{phase} {calls.f1(phase):.2f}" for phase in PHASES)
        print(
            f"{name}, {len(series)} series: macro-F1 {calls.macro_f1:.3f} (at least 0.60), premature peak "
            f"{np.mean(calls.premature):.0%} (at most 20 %), peak called {np.median(calls.late):+.0f} h after it "
            f"(90 % within {np.percentile(calls.late, 90):+.0f} h)\n    {each}"
        )
        near = []
        for pace in NEIGHBOURS:
            calls = Calls()
            for one in series[::4]:
                calls.take(one, pace)
            near.append((calls.macro_f1, float(np.mean(calls.premature))))
        scores, early = zip(*near, strict=True)
        print(
            f"    {len(near)} neighbouring settings, every fourth series: macro-F1 {min(scores):.3f} to "
            f"{max(scores):.3f}, mean {np.mean(scores):.3f}; premature {min(early):.0%} to {max(early):.0%}"
        )


if __name__ == "__main__":
    doubling(folder())
    phases(folder())
