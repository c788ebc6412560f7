"""How much more is reported in each zone than usual there, set against the rest of the country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hubdesk.detect.kept import Floats
from hubdesk.detect.outage_zones import Zones

WINDOWS: Final = (5, 15, 30, 60)  # minutes
_LEAST: Final = 3  # reports
_RAISED: Final = 4.0  # the score from which the rest of the country is surely over its usual


@dataclass(frozen=True, slots=True)
class Peak:
    """The zone that stands out most. `score`: the log of how much likelier its reports are under a rate of its own."""

    score: float
    zone: int
    window: int  # minutes
    reports: float
    due: float


def scan(zones: Zones, counts: Floats, dues: Floats) -> Peak:
    """The most telling zone. `counts`: windows x places; `dues`: what is usual in each window in the whole country.

    A zone has to stand out twice: of what is usual there, and of what the country reports now (Kulldorff 1997), so
    that neither a national cut is read as the capital's nor a busy evening as a region's.
    """
    score = _scores(zones, counts, dues)
    row, zone = np.unravel_index(int(np.argmax(score)), score.shape)
    members = zones.members(int(zone))
    inside, rest = float(counts[row][members].sum()), float(counts[row][~members].sum())
    share = float(zones.shares[members].sum())
    # against the country's own pace now, where that is over the usual
    due = share * max(float(dues[row]), min(rest / max(1.0 - share, 1e-9), rest + inside))
    return Peak(float(score[row, zone]), int(zone), WINDOWS[row], inside, max(due, 1e-9))


def _scores(zones: Zones, counts: Floats, dues: Floats) -> Floats:
    """By window and zone."""
    inside, whole = zones.sums(counts), counts.sum(1)[:, None]
    share = zones.sums(zones.shares)
    usual, now = np.maximum(dues[:, None] * share, 1e-9), np.maximum(whole * share, 1e-9)
    own = inside * _log(inside / usual) - (inside - usual)
    rest = whole - inside
    against = inside * _log(inside / now) + rest * _log(rest / np.maximum(whole - now, 1e-9))
    return np.where((inside >= _LEAST) & (inside > usual) & (inside > now), np.minimum(own, against), 0.0)


def _log(ratio: Floats) -> Floats:
    logs: Floats = np.log(np.maximum(ratio, 1e-12))
    return logs


def places(zones: Zones, peak: Peak, counts: Floats, dues: Floats) -> tuple[str, ...]:
    """Where it is: the places that are more likely in the zone than not, every zone weighed by how well it fits.

    The best zone alone leaves out whoever has not reported yet.
    """
    row = WINDOWS.index(peak.window)
    score = _scores(zones, counts[row : row + 1], dues[row : row + 1])[0]
    weights = np.exp(score - score.max()).reshape(-1, zones.sizes)
    within = weights[:, ::-1].cumsum(1)[:, ::-1]  # of a centre's zones, those that reach so far
    likely = np.bincount(zones.order.ravel(), within.ravel(), len(zones.codes)) / weights.sum()
    return tuple(code for code, chance in zip(zones.codes, likely, strict=True) if chance >= 0.5)


def spares(zones: Zones, peak: Peak, counts: Floats, dues: Floats) -> bool:
    """Whether the rest of the country is calm: not twice its usual, or too few reports to tell."""
    row = WINDOWS.index(peak.window)
    outside = ~zones.members(peak.zone)
    count, due = float(counts[row][outside].sum()), max(float(dues[row] * zones.shares[outside].sum()), 1e-9)
    return count < 2 * due or count * np.log(count / due) - (count - due) < _RAISED


def national(counts: Floats, dues: Floats, spread: float) -> tuple[float, int]:
    """The same for the whole country, and the window in minutes. `spread`: how much the country swings by itself."""
    best = (0.0, WINDOWS[0])
    for window, count, due in zip(WINDOWS, counts.sum(-1) if counts.ndim > 1 else counts, dues, strict=True):
        if count > 2 * due and count >= _LEAST and due > 0:
            score = float(count * np.log(count / due) - (count - due)) / (1.0 + spread * float(due))
            best = max(best, (score, window))
    return best
