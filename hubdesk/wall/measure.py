"""How large letters must be to be read from a distance: visual angles to pixels. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

ARC: Final = {"least": 16.0, "text": 20.0, "head": 40.0, "hero": 110.0}  # minutes of arc that a capital is high
MM_PER_INCH: Final = 25.4
USUAL_HEIGHTS: Final = 6.4  # from how many times its height a screen in a meeting room is read: 75 inches from 6 m
NEAREST_M: Final = 0.3
FARTHEST_M: Final = 60.0


@dataclass(frozen=True, slots=True)
class Measure:
    """Heights of fonts in pixels, for a capital to be seen under so many minutes of arc: 16 at least, 20 for text, 40
    for heads, 110 for the one big number."""

    least: int
    text: int
    head: int
    hero: int

    @property
    def pad(self) -> int:
        """Between things, px."""
        return max(2, round(self.text * 0.36))

    @property
    def line(self) -> int:
        """Of a frame or a rule, px."""
        return max(1, round(self.text / 36))

    @property
    def series(self) -> int:
        """Of a curve, px."""
        return max(2, round(self.text / 13))


def px(distance_m: float, pitch_mm: float, arc: float, cap_em: float) -> int:
    """Pixels of a font whose capitals are seen under `arc` minutes. `pitch_mm`: of a pixel; `cap_em`: a capital's
    height in em."""
    return math.ceil(1000 * distance_m * math.tan(math.radians(arc / 60)) / pitch_mm / cap_em)


def measure(distance_m: float, pitch_mm: float, cap_em: float = 0.727) -> Measure:
    """What a screen asks for. The distance is held between 0.3 and 60 m."""
    held = min(max(distance_m, NEAREST_M), FARTHEST_M)
    return Measure(**{role: px(held, pitch_mm, arc, cap_em) for role, arc in ARC.items()})


def measure_of(
    height_px: float, distance_m: float | None, height_mm: float, cap_em: float = 0.727, parts: float = 1.0
) -> Measure:
    """What a screen of that height asks for; with no distance, one from which such a screen is usually read. `parts`:
    so many times further, where a wall is made of several rows of screens."""
    pitch = height_mm / max(1.0, height_px)
    far = distance_m if distance_m is not None else USUAL_HEIGHTS * height_mm / 1000 * parts
    return measure(far, pitch, cap_em)


def height_mm(diagonal_in: float, width_px: float, height_px: float) -> float:
    """Of a screen with that diagonal."""
    return diagonal_in * MM_PER_INCH * height_px / max(1.0, math.hypot(width_px, height_px))
