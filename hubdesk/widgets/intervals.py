"""The doubt of a share, as drawn and told wherever shares are."""

from __future__ import annotations

import math


def wilson(count: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share, sound for small counts too. Source: Wilson 1927, doi:10.2307/2276774."""
    if total <= 0:
        return 0.0, 1.0
    share, slack = count / total, z * z / total
    middle = (share + slack / 2) / (1 + slack)
    half = z / (1 + slack) * math.sqrt(share * (1 - share) / total + slack / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)
