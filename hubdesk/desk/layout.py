"""Where panels are, as our own checked JSON: nested splits, tabs, sizes, floating windows. Values only, no widgets.

Never Qt's own blobs: altered in three bytes, they end the process. What does not fit these rules is refused whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

VERSION: Final = 1
LONGEST: Final = 65_536  # characters
DEEPEST: Final = 8
FARTHEST: Final = 100_000  # px


class LayoutError(ValueError):
    """This is not a layout of ours; the default one is used instead."""


@dataclass(frozen=True, slots=True)
class Tabs:
    """Panels one over another; a single panel is a pile of one."""

    panels: tuple[str, ...]
    current: str


@dataclass(frozen=True, slots=True)
class Split:
    """Side by side (`across`) or one under another, with their sizes in px."""

    across: bool
    parts: tuple[Node, ...]
    sizes: tuple[int, ...]


Node = Tabs | Split


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screens, in px."""

    x: int
    y: int
    width: int
    height: int

    def overlap(self, other: Box) -> tuple[int, int]:
        """How wide and how high two rectangles overlap."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, wide), max(0, high)


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole arrangement. Panels that are nowhere in it are hidden."""

    docked: Node | None
    floating: tuple[tuple[str, Box], ...] = ()
    window: Box | None = None
    maximised: bool = False

    def panels(self) -> tuple[str, ...]:
        docked = tuple(names(self.docked)) if self.docked is not None else ()
        return docked + tuple(name for name, _box in self.floating)


def names(node: Node) -> Iterator[str]:
    """Every panel under a node."""
    if isinstance(node, Tabs):
        yield from node.panels
    else:
        for part in node.parts:
            yield from names(part)


def alone(name: str) -> Tabs:
    return Tabs((name,), name)


BESIDE: Final[dict[str, tuple[str, ...]]] = {  # which panels share a place, the one that is in front first
    "feed": ("feed",),
    "trend": ("trend", "tone", "heat", "board", "crisis", "audit", "phrases", "spread"),
    "compare": ("compare", "themes", "voices", "journal"),
    "coverage": ("coverage", "episodes", "marks", "table"),
    "detail": ("detail", "map", "corrections"),
}


def default_layout(panels: Collection[str]) -> Layout:
    """Feed left, charts over comparison and coverage, detail right; panels we do not know pile up on the detail."""
    left = _piled(BESIDE["feed"], panels)
    below = [*_piled(BESIDE["compare"], panels), *_piled(BESIDE["coverage"], panels)]
    row = [Split(True, tuple(below), (380, 400))] if len(below) == 2 else below
    middle: list[Node] = [*_piled(BESIDE["trend"], panels), *row]
    column: list[Node] = [Split(False, tuple(middle), (400, 320))] if len(middle) == 2 else middle
    placed = {name for beside in BESIDE.values() for name in beside}
    right = _piled((*BESIDE["detail"], *(name for name in panels if name not in placed)), panels)
    parts: list[tuple[Node, int]] = [(left[0], 408)] if left else []
    parts += [(column[0], 1032)] if column else []
    parts += [(right[0], 380)] if right else []
    if not parts:
        return Layout(None)
    if len(parts) == 1:
        return Layout(parts[0][0])
    return Layout(Split(True, tuple(node for node, _size in parts), tuple(size for _node, size in parts)))


def _piled(names: Sequence[str], panels: Collection[str]) -> list[Node]:
    """Those of these panels that there are, as tabs in one place."""
    there = tuple(name for name in names if name in panels)
    return [Tabs(there, there[0])] if there else []


def to_json(layout: Layout) -> str:
    """One JSON document, the same for the same layout."""
    value: dict[str, Any] = {"hubdesk_layout": VERSION, "docked": None, "floating": []}
    if layout.docked is not None:
        value["docked"] = _node_value(layout.docked)
    value["floating"] = [{"panel": name, **_box_value(box)} for name, box in layout.floating]
    if layout.window is not None:
        value["window"] = {**_box_value(layout.window), "maximised": layout.maximised}
    return json.dumps(value, indent=1)


def from_json(text: str, known: Collection[str]) -> Layout:
    """The layout, if every word of it is ours. Panels this desk does not know are left out. Raises LayoutError."""
    if len(text) > LONGEST:
        raise LayoutError("too long")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LayoutError(f"not JSON: {error}") from error
    if not isinstance(value, dict) or value.get("hubdesk_layout") != VERSION:
        raise LayoutError("not a layout of this version")
    seen: set[str] = set()
    docked = value.get("docked")
    node = None if docked is None else _node(docked, frozenset(known), seen, 0)
    floating = []
    for entry in _list(value.get("floating", [])):
        name = _panel(_dict(entry).get("panel"), seen)
        if name in known:
            floating.append((name, _box(entry)))
    window = value.get("window")
    if node is None and not floating:
        raise LayoutError("no panel in it")
    box = None if window is None else _box(window)
    return Layout(node, tuple(floating), box, window is not None and window.get("maximised") is True)


def reachable(box: Box, screens: Collection[Box]) -> bool:
    """Whether enough of a window's top is on some screen for a person to take hold of it."""
    top = Box(box.x, box.y, box.width, 40)
    return any(wide >= 80 and high >= 20 for wide, high in (top.overlap(screen) for screen in screens))


def _node_value(node: Node) -> dict[str, Any]:
    if isinstance(node, Tabs):
        return {"tabs": list(node.panels), "current": node.current}
    return {
        "split": "across" if node.across else "down",
        "parts": [_node_value(part) for part in node.parts],
        "sizes": list(node.sizes),
    }


def _box_value(box: Box) -> dict[str, int]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _node(value: object, known: frozenset[str], seen: set[str], depth: int) -> Node | None:
    """A node; None when nothing in it is known here."""
    entry = _dict(value)
    if depth > DEEPEST:
        raise LayoutError("too deep")
    if "tabs" in entry:
        piled = tuple(name for name in (_panel(one, seen) for one in _list(entry["tabs"])) if name in known)
        current = entry.get("current")
        return Tabs(piled, current if isinstance(current, str) and current in piled else piled[0]) if piled else None
    if entry.get("split") not in ("across", "down"):
        raise LayoutError("neither tabs nor a split")
    parts = [_node(part, known, seen, depth + 1) for part in _list(entry.get("parts"))]
    sizes = [_whole(size, 1) for size in _list(entry.get("sizes"))]
    if len(parts) < 2 or len(sizes) != len(parts):
        raise LayoutError("a split of fewer than two, or sizes that do not go with it")
    kept = [(part, size) for part, size in zip(parts, sizes, strict=True) if part is not None]
    if len(kept) < 2:
        return kept[0][0] if kept else None
    return Split(entry["split"] == "across", tuple(part for part, _size in kept), tuple(size for _part, size in kept))


def _panel(value: object, seen: set[str]) -> str:
    if not isinstance(value, str) or not value or value in seen:
        raise LayoutError("a panel without a name, or twice")
    seen.add(value)
    return value


def _box(value: object) -> Box:
    entry = _dict(value)
    x, y = _whole(entry.get("x"), -FARTHEST), _whole(entry.get("y"), -FARTHEST)
    return Box(x, y, _whole(entry.get("width"), 1), _whole(entry.get("height"), 1))


def _whole(value: object, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= FARTHEST:
        raise LayoutError(f"not a size: {value!r:.40}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > 100:
        raise LayoutError("not a list, or a very long one")
    return value


def _dict(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise LayoutError("not an object")
    return value
