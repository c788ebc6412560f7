"""How far apart two colours are, to most eyes and to those that lack one of the three cones.

Matrices: Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB. Distance: CIEDE2000 (Sharma, Wu and Dalal
2005), over D65. 2 can just be seen side by side; below 10, two lines on one chart are taken for each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from PySide6.QtGui import QColor

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

ALIKE: Final = 10.0
VISIONS: Final[Mapping[str, Matrix]] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_TO_XYZ: Final[Matrix] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Final[Triple] = (0.95047, 1.0, 1.08883)
_FAR: Final = 25.0**7


def distance(one: QColor, other: QColor, vision: str = "normal") -> float:
    """CIEDE2000 between two colours as that vision sees them."""
    return delta(_lab(one.name(), vision), _lab(other.name(), vision))


def looks_alike(one: QColor, other: QColor) -> str:
    """The first vision to which they are one colour, "normal" before the others; "" when each tells them apart."""
    return _alike(one.name(), other.name())


@lru_cache(maxsize=16_384)
def _alike(one: str, other: str) -> str:
    near = (vision for vision in VISIONS if delta(_lab(one, vision), _lab(other, vision)) < ALIKE)
    return next(near, "")


@cache
def _lab(colour: str, vision: str) -> Triple:
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    seen = _times(VISIONS[vision], (red, green, blue))
    shown = _linear(_of_a_screen(seen[0])), _linear(_of_a_screen(seen[1])), _linear(_of_a_screen(seen[2]))
    x, y, z = (_root(part / white) for part, white in zip(_times(_TO_XYZ, shown), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _of_a_screen(part: float) -> float:
    """A linear part as a screen has it: within what it can show, in steps of eight bits."""
    within = min(1.0, max(0.0, part))
    coded = 12.92 * within if within <= 0.0031308 else 1.055 * within ** (1 / 2.4) - 0.055
    return float(round(255 * coded) / 255)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24_389 else (24_389 / 27 * part + 16) / 116


def _times(matrix: Matrix, colour: Triple) -> Triple:
    made = [sum(weight * part for weight, part in zip(row, colour, strict=True)) for row in matrix]
    return made[0], made[1], made[2]


def delta(one: Triple, other: Triple) -> float:
    """CIEDE2000 between two colours of CIE L*a*b*; names as in the paper."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * math.sqrt(mean_c7 / (mean_c7 + _FAR))
    c1, c2 = math.hypot(stretch * a1, b1), math.hypot(stretch * a2, b2)
    h1, h2 = _hue(stretch * a1, b1), _hue(stretch * a2, b2)
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    d_l, d_c = l2 - l1, c2 - c1
    d_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = _mean_hue(h1, h2) if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    around = math.radians(30 * math.exp(-(((mean_h - 275) / 25) ** 2)))
    r_t = -2 * math.sqrt(mean_c**7 / (mean_c**7 + _FAR)) * math.sin(2 * around)
    parts = d_l / s_l, d_c / s_c, d_h / s_h
    return math.sqrt(max(0.0, sum(part**2 for part in parts) + r_t * parts[1] * parts[2]))


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360


def _mean_hue(one: float, other: float) -> float:
    if abs(one - other) <= 180:
        return (one + other) / 2
    return (one + other + 360) / 2 if one + other < 360 else (one + other - 360) / 2
