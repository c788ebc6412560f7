"""The three arrangements that ship: for analysis, for a crisis, for the review after it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from hubdesk.desk.layout import Layout, LayoutError, Node, Split, Tabs, from_json, names, to_json
from hubdesk.i18n import N_

SHIPPED: Final = {"analysis": N_("&Analysis"), "crisis": N_("&Crisis"), "review": N_("Re&view")}
_SHAPES: Final[dict[str, Node]] = {
    "analysis": Split(
        True,
        (
            Tabs(("feed",), "feed"),
            Split(
                False,
                (
                    Tabs(("trend", "episodes", "board", "crisis", "audit", "journal"), "trend"),
                    Split(
                        True,
                        (
                            Tabs(("compare", "voices", "coverage"), "compare"),
                            Tabs(("tone", "heat", "map", "table"), "tone"),
                        ),
                        (1, 1),
                    ),
                ),
                (5, 4),
            ),
            Split(
                False,
                (
                    Tabs(("themes", "phrases"), "themes"),
                    Tabs(("detail", "corrections", "marks"), "detail"),
                ),
                (4, 5),
            ),
        ),
        (9, 20, 10),
    ),
    "crisis": Split(
        True,
        (
            Split(
                False,
                (Tabs(("crisis", "audit"), "crisis"), Tabs(("episodes", "board", "coverage"), "episodes")),
                (3, 2),
            ),
            Split(False, (Tabs(("trend", "tone"), "trend"), Tabs(("map", "voices", "themes"), "map")), (1, 1)),
            Split(False, (Tabs(("feed",), "feed"), Tabs(("detail", "marks", "journal"), "detail")), (3, 2)),
        ),
        (11, 15, 11),
    ),
    "review": Split(
        True,
        (
            Split(False, (Tabs(("marks",), "marks"), Tabs(("episodes", "audit"), "episodes")), (1, 1)),
            Split(
                False,
                (
                    Tabs(("trend", "tone", "map", "board"), "trend"),
                    Tabs(("journal", "compare", "themes", "voices", "coverage"), "journal"),
                ),
                (1, 1),
            ),
            Split(False, (Tabs(("feed",), "feed"), Tabs(("detail", "corrections"), "detail")), (1, 1)),
        ),
        (9, 17, 12),
    ),
}


def shipped(name: str, panels: Collection[str]) -> Layout:
    """One that ships, of the panels there are. Analysis has every panel: those it does not know beside the detail."""
    shape = _SHAPES[name]
    if name == "analysis":
        known = set(names(shape))
        shape = _with_more(shape, tuple(one for one in panels if one not in known))
    try:
        return from_json(to_json(Layout(shape)), panels)
    except LayoutError:  # none of its panels is there
        return Layout(None)


def _with_more(node: Node, more: tuple[str, ...]) -> Node:
    if isinstance(node, Split):
        return replace(node, parts=tuple(_with_more(part, more) for part in node.parts))
    return replace(node, panels=node.panels + more) if "detail" in node.panels else node
