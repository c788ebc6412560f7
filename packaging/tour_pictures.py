"""Makes the pictures of the README's tour, in French, from the demonstration: python packaging/tour_pictures.py

Each is what `hubdesk shot` or `hubdesk wall --screenshot` draws at the instant that the tour names, or the desk when
its scope was narrowed (chips_picture).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

import chips_picture
from help_pictures import ROOT, Shot, hubdesk, keep_small
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

FOLDER: Final = ROOT / "packaging" / "screenshots"
SHOTS: Final = (
    Shot("tour-alarm", "episodes", "2026-11-19T07:20", "1000x420"),
    Shot("tour-crisis", "crisis", "2026-11-19T11:00", "1100x760"),
    Shot("tour-map", "map", "2026-11-19T12:00", "900x640"),
    Shot("tour-board", "board", "2026-11-17T21:00", "1100x640"),
    Shot("tour-price", "episodes", "2026-11-20T22:10", "1000x420"),
    Shot("tour-audit", "audit", "2026-11-17T18:00", "1100x560"),
    Shot("tour-journal", "journal", "2026-11-19T23:59", "640x860"),
)
CHIPS: Final = "tour-chips"
# Scenes of a wall; `panel` is the scene.
WALLS: Final = (
    Shot("wall-overview", "overview", "2026-11-19T14:32", "1920x1080"),
    Shot("wall-crisis", "crisis", "2026-11-19T11:00", "1920x1080"),
    Shot("wall-room", "room", "2026-11-19T14:32", "3840x2160"),
)


def main() -> int:
    demo = hubdesk("demo", "--path")
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "drawn.png"
        for shot in SHOTS:
            if wanted and shot.name not in wanted:
                continue
            place = ("--panel", shot.panel, "--at", shot.at, "--size", shot.size)
            hubdesk("--lang", "fr", "shot", demo, *place, "-o", str(drawn))
            keep_small(drawn, FOLDER / f"{shot.name}.png")
        if not wanted or CHIPS in wanted:
            chips_picture.main(drawn)
            keep_small(drawn, FOLDER / f"{CHIPS}.png")
        for shot in WALLS:
            if wanted and shot.name not in wanted:
                continue
            far = "2" if shot.panel == "room" else "6"
            place = ("--scene", shot.panel, "--at", shot.at, "--size", shot.size, "--distance", far)
            hubdesk("--lang", "fr", "wall", demo, *place, "--screenshot", str(drawn))
            QImage(str(drawn)).scaledToWidth(1600, Qt.TransformationMode.SmoothTransformation).save(str(drawn))
            keep_small(drawn, FOLDER / f"{shot.name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
