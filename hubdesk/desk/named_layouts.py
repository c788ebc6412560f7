"""A person's own arrangements of panels, by name, kept as our own checked JSON. Values, no widgets.

A layout of one's own is kept as it was written, so that a panel this desk does not know is still in it elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HubdeskError
from hubdesk.desk.layout import FARTHEST, Box, Layout, LayoutError, from_json
from hubdesk.i18n import _, number

VERSION: Final = 1
MOST: Final = 50
MOST_SCREENS: Final = 32
LONGEST_NAME: Final = 60
LONGEST_FILE: Final = 4 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class NamedLayout:
    """One of a person's own: its name, its JSON as `layout.to_json` writes it, and the screens there were."""

    name: str
    text: str
    screens: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds, in the order of the menu. `strays`: entries that are none of ours, kept as they are."""

    layouts: tuple[NamedLayout, ...] = ()
    strays: tuple[Any, ...] = ()

    def named(self, name: str) -> NamedLayout | None:
        return next((one for one in self.layouts if one.name.casefold() == name.casefold()), None)

    def with_one(self, new: NamedLayout) -> Kept:
        """With this one, in place of one of its name, else at the end. Raises HubdeskError: there are too many."""
        if self.named(new.name) is not None:
            same = new.name.casefold()
            return replace(self, layouts=tuple(new if one.name.casefold() == same else one for one in self.layouts))
        if len(self.layouts) >= MOST:
            line = _("There are {n} layouts already: delete one of them first.")
            raise HubdeskError(line.format(n=number(len(self.layouts))))
        return replace(self, layouts=(*self.layouts, new))

    def arranged(self, wanted: Sequence[tuple[str, str]], shown: Collection[str]) -> Kept:
        """Those of `wanted` in that order: the name that each has, and the one it gets. Others that were `shown` are
        gone; what was saved since then stays."""
        found = [(self.named(old), new) for old, new in wanted]
        left = [replace(one, name=new) for one, new in found if one is not None]
        return replace(self, layouts=(*left, *(one for one in self.layouts if one.name not in shown)))


def good_name(name: str) -> str:
    """A name on one line, no longer than a menu shows; without what cannot be written to a file."""
    return " ".join(name.split())[:LONGEST_NAME].strip().encode("utf-8", "replace").decode("utf-8")


def rehung(layout: Layout, was: Sequence[Box], now: Sequence[Box]) -> Layout:
    """The floating panels where they were on screens that are there; at the same place of another where one is gone.

    `now`: the main screen first.
    """
    if not was or not now:
        return layout
    floating = []
    for name, box in layout.floating:
        old = _screen_of(box, was)
        floating.append((name, box if old in now else _moved(box, old, now[0])))
    return replace(layout, floating=tuple(floating))


def _screen_of(box: Box, screens: Sequence[Box]) -> Box:
    """The one that most of it is on."""
    return max(screens, key=lambda screen: prod(box.overlap(screen)))


def _moved(box: Box, old: Box, new: Box) -> Box:
    width, height = min(box.width, new.width), min(box.height, new.height)
    x = new.x + (box.x - old.x) * new.width // old.width
    y = new.y + (box.y - old.y) * new.height // old.height
    return Box(
        max(new.x, min(x, new.x + new.width - width)), max(new.y, min(y, new.y + new.height - height)), width, height
    )


def read_kept(file: Path, known: Collection[str]) -> Kept:
    """Off the GUI thread. `known`: the panels there are. Nothing where there is no file.

    Raises HubdeskError: it is there and is none of ours.
    """
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise HubdeskError(_refusal(file, _("it is too long")))
        value = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        raise HubdeskError(_refusal(file, error.strerror or type(error).__name__)) from error
    except (ValueError, RecursionError) as error:
        raise HubdeskError(_refusal(file, _("it is no JSON"))) from error
    entries = value.get("layouts") if isinstance(value, dict) else None
    if not isinstance(entries, list) or value.get("hubdesk_layouts") != VERSION:
        raise HubdeskError(_refusal(file, _("it is not of this version")))
    kept, strays = Kept(), []
    for entry in entries:
        one = _read(entry, known)
        if one is None or kept.named(one.name) is not None or len(kept.layouts) >= MOST:
            strays.append(entry)
        else:
            kept = kept.with_one(one)
    return replace(kept, strays=tuple(strays))


def kept_json(kept: Kept) -> str:
    """What `read_kept` reads."""
    entries = [
        {
            "name": one.name,
            "screens": [[box.x, box.y, box.width, box.height] for box in one.screens],
            "layout": json.loads(one.text),
        }
        for one in kept.layouts
    ]
    value = {"hubdesk_layouts": VERSION, "layouts": [*entries, *kept.strays]}
    return json.dumps(value, indent=1, ensure_ascii=False)


def _refusal(file: Path, why: str) -> str:
    line = _("Your layouts in {file} cannot be read: {why}. Mend or delete the file; it is left as it is.")
    return line.format(file=file, why=why)


def _read(entry: object, known: Collection[str]) -> NamedLayout | None:
    """One entry, if every word of it is ours and some panel of it is known here."""
    if not isinstance(entry, dict):
        return None
    name, screens = entry.get("name"), entry.get("screens", [])
    if not isinstance(name, str) or not name or name != good_name(name) or not isinstance(screens, list):
        return None
    boxes = [_box(screen) for screen in screens[:MOST_SCREENS]]
    try:
        text = json.dumps(entry.get("layout"))
        from_json(text, known)
    except (LayoutError, ValueError, RecursionError):
        return None
    return NamedLayout(name, text, tuple(box for box in boxes if box is not None))


def _box(value: object) -> Box | None:
    if not isinstance(value, list) or len(value) != 4 or not all(type(one) is int for one in value):
        return None
    x, y, width, height = value
    good = all(abs(one) <= FARTHEST for one in value) and width > 0 and height > 0
    return Box(x, y, width, height) if good else None
