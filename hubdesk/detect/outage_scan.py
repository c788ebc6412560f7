"""How much more is reported in each zone than usual there, set against the rest of the country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hubdesk.detect.kept import Bools, Floats
from hubdesk.detect.outage_zones import Zones

WINDOWS: Final = (5, 15, 30, 60)  # minutes
_LEAST: Final = 3  # reports
_RAISED: Final = 4.0  # the score from which the rest of the country is surely over its usual
_APART: Final = 8.0  # and from which one more zone stands out by itself: no zone does so by chance for long
_LEAST_APART: Final = 2  # reports there
_MOST_ZONES: Final = 4
_FEW_PEOPLE: Final = 0.3  # of the country's: a cut of all of it is no cut of its twenty largest départements
_MOST_REPORTS: Final = 0.6
_BEYOND: Final = 4.0  # the rest's pace: more than telling who tells where by population can be wrong


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


def _scores(zones: Zones, counts: Floats, dues: Floats, least: int = _LEAST) -> Floats:
    """By window and zone; those with fewer than `least` reports have none."""
    inside, whole = zones.sums(counts), counts.sum(1)[:, None]
    share = zones.sums(zones.shares)
    usual, now = np.maximum(dues[:, None] * share, 1e-9), np.maximum(whole * share, 1e-9)
    own = inside * _log(inside / usual) - (inside - usual)
    rest = whole - inside
    against = inside * _log(inside / now) + rest * _log(rest / np.maximum(whole - now, 1e-9))
    return np.where((inside >= least) & (inside > usual) & (inside > now), np.minimum(own, against), 0.0)


def _log(ratio: Floats) -> Floats:
    logs: Floats = np.log(np.maximum(ratio, 1e-12))
    return logs


def places(zones: Zones, counts: Floats, due: float) -> tuple[Bools, Bools]:
    """Where it is: the zone that stands out most, then the next one in what is left, and so on; by place.

    First the places that are more likely in them than not, every zone weighed by how well it fits (the best zone alone
    leaves out whoever has not reported yet), then those of the best zones as well: around an outage nobody tells what
    is spared. `counts` and `due` are of one window.
    """
    left, likely, around = counts.copy(), np.zeros(len(zones.codes), bool), np.zeros(len(zones.codes), bool)
    for _turn in range(_MOST_ZONES):
        score = _scores(zones, left[None], np.array([due]), _LEAST_APART)[0]
        if score.max() < _APART:
            break
        likely |= _likely(zones, score)
        around |= likely | zones.members(int(np.argmax(score)))
        left[around] = 0.0
    return likely, around


def _likely(zones: Zones, score: Floats) -> Bools:
    weights = np.exp(score - score.max()).reshape(-1, zones.sizes)
    within = weights[:, ::-1].cumsum(1)[:, ::-1]  # of a centre's zones, those that reach so far
    likely = np.bincount(zones.order.ravel(), within.ravel(), len(zones.codes)) / weights.sum()
    here: Bools = likely >= 0.5
    return here


def spares(zones: Zones, where: Bools, around: Bools, counts: Floats, due: float) -> bool:
    """Whether the rest of the country is spared: `around` it is calm (not twice its usual, or too few reports to
    tell), or few people live `where` it is and most of all reports are theirs, which is so in no cut of the whole
    country."""
    count, rest_due = float(counts[~around].sum()), max(due * float(zones.shares[~around].sum()), 1e-9)
    if count < 2 * rest_due or count * np.log(count / rest_due) - (count - rest_due) < _RAISED:
        return True
    share = float(zones.shares[where].sum())
    return share <= _FEW_PEOPLE and float(counts[where].sum()) >= _MOST_REPORTS * float(counts.sum())


def exceeds_rest(zones: Zones, where: Bools, counts: Floats, due: float) -> bool:
    """Whether much more is reported there than a country as busy as the rest of it would. Of many reports that is no
    proof: where people tell more than others of anything, they tell more of a cut of the whole country too."""
    share, here = float(zones.shares[where].sum()), float(counts[where].sum())
    rest = max(float(counts[~where].sum()), due * (1.0 - share))
    most = max(_BEYOND * rest * share / max(1.0 - share, 1e-9), 1e-9)
    return here > most and here * np.log(here / most) - (here - most) >= _RAISED


def national(counts: Floats, dues: Floats, spread: float) -> tuple[float, int]:
    """The same for the whole country, and the window in minutes. `spread`: how much the country swings by itself."""
    best = (0.0, WINDOWS[0])
    for window, count, due in zip(WINDOWS, counts.sum(-1) if counts.ndim > 1 else counts, dues, strict=True):
        if count > 2 * due and count >= _LEAST and due > 0:
            score = float(count * np.log(count / due) - (count - due)) / (1.0 + spread * float(due))
            best = max(best, (score, window))
    return best
