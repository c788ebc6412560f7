"""How long the map takes on the screen, against filling the same outlines and nothing else.

    python tests/benchmarks/map_frames.py

The ground (colours, hatching, numbers, names) is painted once for each size and picture; a frame under a moving pointer
is that ground and the read-out. CPU time, the median of twenty, at three sizes, offscreen.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from hubdesk.widgets import theme
from hubdesk.widgets.map_atlas import atlas, towns
from hubdesk.widgets.map_frame import frame_of, outlines
from hubdesk.widgets.map_values import MapShown, Place, fitted
from hubdesk.widgets.map_view import MapView

SIZES = ((460, 460), (900, 640), (1600, 900))
ROUNDS = 20


def median(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000


def shown() -> MapShown:
    """Every département with some mentions, a third with too few, Grand Est announced."""
    departments = atlas().departments.items()
    places = tuple(
        Place(code, one.name, i * 7 % 400 if i % 3 else i % 5, one.people, (1, 2, 3, 4, 5, 6))
        for i, (code, one) in enumerate(departments, 1)
    )
    area = frozenset(atlas().of_region("44"))
    return MapShown(places, True, fitted(places, True), area, "Grand Est 2.1, announced")


def fill(size: tuple[int, int]) -> None:
    """The reference: the outlines at that size, filled and stroked."""
    pixmap = QPixmap(*size)
    pixmap.fill(theme.theme().colour("panel"))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.theme().colour("panel"))
    painter.setBrush(theme.theme().colour("seq.2"))
    for paths in frame_of(QSizeF(*size)).outlines:
        for path in paths.values():
            painter.drawPath(path)
    painter.end()


def main() -> None:
    qt = QApplication([])
    theme.use(qt, "light")
    begun = time.process_time()
    outlines()
    print(f"outlines read and made, once, on a worker: {(time.process_time() - begun) * 1000:.0f} ms")
    begun = time.process_time()
    towns("59")
    print(f"towns read, once, on a worker: {(time.process_time() - begun) * 1000:.0f} ms")
    for size in SIZES:
        view = MapView()
        view.resize(*size)
        view.show()
        view.show_map(shown())
        spot = view.spot_of("59") or QPointF()
        image = QPixmap(*size)

        def ground(view: MapView = view, image: QPixmap = image) -> None:
            view._ground = view._frame = None
            view.render(image)

        def hovering(view: MapView = view, image: QPixmap = image, spot: QPointF = spot) -> None:
            view._pointer = spot
            view._hover(view.place_at(spot))
            view.render(image)

        bare = median(lambda size=size: fill(size))  # type: ignore[misc]
        whole, frame = median(ground), median(hovering)
        print(
            f"{size[0]} x {size[1]}: outlines alone {bare:.1f} ms; the map {whole:.1f} ms, {whole / bare:.1f} times;"
            f" under the pointer {frame:.1f} ms"
        )
        view.close()


if __name__ == "__main__":
    main()
