"""Draws how the demonstration's weeks look, to be looked at: python packaging/demo_plots.py FOLDER

Volume by source, authors by rank, reposts by size, hours by weekday, likeness of near-duplicates. PNG, by Qt alone.
"""

from __future__ import annotations

import math
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from build_demo import heard_in
from demo_calendar import WEEK, day_of, hour_of
from demo_heard import Heard
from demo_sources import SOURCES
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen

from hubdesk.core import HOUR, Kind

WIDE, HIGH, EDGE = 1200, 640, 60
INKS: Final = ("#1B6EC2", "#FF7900", "#CD1E25", "#009DC4", "#6B2D90", "#2E7D32", "#8D6E63", "#555555")
Points = Sequence[tuple[float, float]]


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("demo-plots")
    folder.mkdir(parents=True, exist_ok=True)
    QGuiApplication.instance() or QGuiApplication([])
    heard = [one for one in heard_in()[0] if one.said.moment >= WEEK.start]
    _draw(folder / "volume.png", "mentions an hour, by source, Monday to Sunday", by_source(heard))
    _draw(folder / "authors.png", "log10 posts of an author over log10 rank", {"authors": by_rank(heard)})
    _draw(folder / "reposts.png", "log10 how many posts have at least 10^x reposts", {"posts": by_reposts(heard)})
    _draw(folder / "hours.png", "share of a day's mentions by hour, everyday talk alone", by_hour(heard))
    _draw(folder / "near.png", "pairs from one hand-written text, by likeness (0 to 1)", {"pairs": by_likeness(heard)})
    print(f"five pictures in {folder}")
    return 0


def by_source(heard: Sequence[Heard]) -> dict[str, Points]:
    hours: dict[str, Counter[int]] = defaultdict(Counter)
    for one in heard:
        group = SOURCES[one.said.source].group
        name = one.said.source if group in ("page", "forum") else one.said.network if group == "social" else group
        hours[name][(one.said.moment - WEEK.start) // HOUR] += 1
    busiest = sorted(hours, key=lambda name: -sum(hours[name].values()))[: len(INKS)]
    return {name: [(hour / 24 + 1, hours[name][hour]) for hour in range(7 * 24)] for name in busiest}


def by_rank(heard: Sequence[Heard]) -> Points:
    counts = Counter((one.said.network, one.said.author.name) for one in heard).most_common()
    return [(math.log10(rank), math.log10(count)) for rank, (_author, count) in enumerate(counts, 1)]


def by_reposts(heard: Sequence[Heard]) -> Points:
    sizes = sorted(
        Counter(one.said.parent.number for one in heard if one.said.kind == Kind.REPOST and one.said.parent).values(),
        reverse=True,
    )
    return [(math.log10(size), math.log10(rank)) for rank, size in enumerate(sizes, 1)]


def by_hour(heard: Sequence[Heard]) -> dict[str, Points]:
    days: dict[int, Counter[int]] = defaultdict(Counter)
    for one in heard:
        if one.said.text.story in ("everyday", "homonym"):
            days[day_of(one.said.moment)][int(hour_of(one.said.moment))] += 1
    return {f"D{day}": [(hour, of[hour] / sum(of.values())) for hour in range(24)] for day, of in sorted(days.items())}


def by_likeness(heard: Sequence[Heard], pairs: int = 4_000) -> Points:
    chance = random.Random(1)
    texts: dict[str, list[str]] = defaultdict(list)
    for one in heard:
        if one.said.kind != Kind.REPOST:
            texts[one.said.text.id].append(one.said.words)
    often = [words for words in texts.values() if len(words) > 1]
    bins: Counter[int] = Counter()
    for _pair in range(pairs):
        one, other = chance.sample(chance.choice(often), 2)
        bins[min(19, int(SequenceMatcher(None, one, other, autojunk=False).ratio() * 20))] += 1
    return [(number / 20, bins[number]) for number in range(20)]


def _draw(file: Path, title: str, lines: dict[str, Points]) -> None:
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    xs = [x for points in lines.values() for x, _y in points]
    ys = [y for points in lines.values() for _x, y in points]
    left, right, low, high = min(xs), max(xs), min(0.0, *ys), max(ys)
    frame = QRectF(EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE)

    def place(x: float, y: float) -> QPointF:
        return QPointF(
            frame.left() + (x - left) / (right - left or 1) * frame.width(),
            frame.bottom() - (y - low) / (high - low or 1) * frame.height(),
        )

    painter.drawText(QRectF(0, 8, WIDE, 24), int(Qt.AlignmentFlag.AlignHCenter), title)
    for step in range(6):
        x, y = left + (right - left) * step / 5, low + (high - low) * step / 5
        painter.setPen(QColor("#DDDDDD"))
        painter.drawLine(place(left, y), place(right, y))
        painter.setPen(QColor("#444444"))
        painter.drawText(QPointF(6, place(left, y).y() + 4), f"{y:.3g}")
        painter.drawText(QPointF(place(x, low).x() - 8, HIGH - EDGE + 20), f"{x:.3g}")
    for number, (name, points) in enumerate(lines.items()):
        painter.setPen(QPen(QColor(INKS[number % len(INKS)]), 1.6))
        painter.drawPolyline([place(x, y) for x, y in points])
        painter.drawText(QPointF(WIDE - 2.6 * EDGE, EDGE + 18 * (number + 1)), name)
    painter.end()
    image.save(str(file))


if __name__ == "__main__":
    sys.exit(main())
