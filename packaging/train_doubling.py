"""Learns which rhythm of first shares doubles, and writes the weights to resources/detect/doubling.json.

    HUBDESK_LIFECYCLE_DATA=FOLDER python packaging/train_doubling.py [-o FILE]

The folder holds higgs_cascades.csv.gz and higgs_minutes.csv.gz (retweets round the announcement of the Higgs boson:
De Domenico, Lima, Mougel, Musolesi, Sci. Rep. 3:2980, 2013). They state no licence, so only the weights are shipped.
How good they are on posts they have not seen: python tests/benchmarks/life_cycle.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

from life_series import Cascade, Network, cascades, folder  # noqa: E402 — the checkout is found only now

from hubdesk.detect.life_doubling import ASKED_AT, FEATURES, WEIGHTS, features  # noqa: E402

STRICT = 0.1  # scikit-learn's C: ten numbers that say nearly the same need a firm hand


def learned(rows: NDArray[np.float64], doubled: NDArray[np.bool_]) -> dict[str, Any]:
    """One table, as the file keeps it."""
    means, scales = rows.mean(0), rows.std(0)
    model = LogisticRegression(C=STRICT, max_iter=1000).fit((rows - means) / scales, doubled)
    numbers = {"means": means, "scales": scales, "weights": model.coef_[0]}
    table: dict[str, Any] = {name: [round(float(v), 5) for v in values] for name, values in numbers.items()}
    return {**table, "constant": round(float(model.intercept_[0]), 5)}


def examples(found: Sequence[Cascade], network: Network, shares: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What the first `shares` of each cascade tell, and whether as many came again."""
    long = [one for one in found if one.size >= shares]
    rows = [features(one.seconds[:shares], network.around(one.start + one.seconds[shares - 1])) for one in long]
    return np.array(rows, float), np.array([one.size >= 2 * shares for one in long])


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    wishes.add_argument("-o", "--output", type=Path, default=ROOT / "resources" / WEIGHTS)
    output = wishes.parse_args().output
    where = folder()
    found, network = cascades(where), Network(where)
    kept = {
        "source": "Higgs Twitter dataset (De Domenico et al., Sci. Rep. 3:2980, 2013); weights only",
        "features": FEATURES,
        "tables": {str(shares): learned(*examples(found, network, shares)) for shares in ASKED_AT},
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
