"""Which output of a wall stands on which screen, and goes on standing there whatever is unplugged or renumbered.

A screen is known again by its serial number and model, else by its name, else by where it stands. What is left takes
what is free, in reading order: row by row, each from the left.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hubdesk.core.scenes import Doubt, Output, Wall
from hubdesk.i18n import _
from hubdesk.wall.spread import Placed as Placed
from hubdesk.wall.spread import Seen as Seen
from hubdesk.wall.spread import Spread as Spread
from hubdesk.wall.spread import in_reading_order
from hubdesk.wall.spread import spread as spread

CONSOLE: Final = ""  # its key among what stood where: no output is called so
LONGEST_NUMBER: Final = 4  # figures


@dataclass(frozen=True, slots=True)
class Placement:
    """`screens`: of each output that has one, in the order of `outputs`. `console`: None when all screens are the
    wall's. `stood`: hand it back as `before`, so that a screen that returns is known. `doubts`: what the wall says in
    its corner."""

    outputs: tuple[Output, ...] = ()
    screens: Mapping[str, Seen] = field(default_factory=dict)
    console: Seen | None = None
    stood: Mapping[str, Seen] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    @property
    def missing(self) -> tuple[Output, ...]:
        """Outputs that have no screen now."""
        return tuple(one for one in self.outputs if one.name not in self.screens)


def placed(wall: Wall, seen: Sequence[Seen], before: Mapping[str, Seen], console: bool) -> Placement:
    """Where everything stands now. `before`: which screen each output, and the console, had last.

    Of several screens the primary one is the console's (`console`: there is to be one), unless the file asks for it by
    its identity; a single one is the wall's. Without declared outputs every other screen is one: "1", "2" and so on.
    Where none of the declared ones is connected they take what there is, until one of them is.
    """
    free = in_reading_order(seen)
    if console and CONSOLE not in before and len(seen) > 1:
        before = _without_primary(before)  # the wall had a single screen, and another one came
    got: dict[str, Seen] = {}
    asked = {one.name: one.identity.strip().casefold() for one in wall.outputs if one.identity.strip()}
    _recognised(list(asked), free, before, got, asked)
    _asked_for(asked, free, got)
    others = [one.name for one in wall.outputs if one.name not in asked]
    if not wall.outputs:
        others = sorted((name for name in before if _is_number(name)), key=int)
    wish = [CONSOLE] if console and (CONSOLE in before or len(seen) > 1) else []
    _recognised([*wish, *others], free, before, got, {})
    if wish and CONSOLE not in before:
        _take_primary(free, got, len([one for one in others if one not in got]))
    for name in others:
        if name not in got and free:
            got[name] = free.pop(0)
    if not wall.outputs:
        others += _numbered(others, free, got)
    outputs = wall.outputs or tuple(map(Output, sorted(others, key=int)))
    doubts = tuple(_doubt(one) for one in outputs if one.name not in got)
    if outputs and not any(one.name in got for one in outputs):  # another screen is better than none at all
        got.update(zip([one.name for one in outputs], free, strict=False))
    stands = {one.name: got[one.name] for one in outputs if one.name in got}
    return Placement(outputs, stands, got.get(CONSOLE), {**before, **got}, doubts)


def _without_primary(before: Mapping[str, Seen]) -> dict[str, Seen]:
    return {name: one for name, one in before.items() if not one.is_primary}


def _names(one: Seen) -> set[str]:
    """All that a scenes file may call a screen."""
    return {word.strip().casefold() for word in (one.name, one.serial, one.model, f"{one.model} {one.serial}")}


def _recognised(
    names: Sequence[str], free: list[Seen], before: Mapping[str, Seen], got: dict[str, Seen], asked: Mapping[str, str]
) -> None:
    """Give outputs the screens they had, the surest first. A sign that two of them share proves nothing, and a screen
    must be called what is `asked` of it."""
    for sign in _SIGNS:
        wanted = {name: sign(before[name]) for name in names if name in before and name not in got}
        here = [sign(one) for one in free]
        for name, looked in wanted.items():
            if looked is None or here.count(looked) != 1 or list(wanted.values()).count(looked) != 1:
                continue
            one = next(one for one in free if sign(one) == looked)
            if name not in asked or asked[name] in _names(one):
                got[name] = one
                free.remove(one)


def _asked_for(asked: Mapping[str, str], free: list[Seen], got: dict[str, Seen]) -> None:
    """Give outputs the first screens that are called so."""
    for name, identity in asked.items():
        found = next((one for one in free if identity in _names(one)), None)
        if found is not None and name not in got:
            got[name] = found
            free.remove(found)


def _take_primary(free: list[Seen], got: dict[str, Seen], wanted: int) -> None:
    """The console's first screen: the primary one, or one that none of the outputs that are left (`wanted`) needs."""
    primary = next((one for one in free if one.is_primary), free[-1] if len(free) > wanted else None)
    if primary is not None and (got or len(free) > 1):
        got[CONSOLE] = primary
        free.remove(primary)


def _numbered(taken: Sequence[str], free: list[Seen], got: dict[str, Seen]) -> list[str]:
    """Outputs for screens that nobody named: the next numbers."""
    last = max(map(int, taken), default=0)
    made = [str(last + 1 + place) for place in range(len(free))]
    got.update(zip(made, free, strict=True))
    free.clear()
    return made


def _is_number(name: str) -> bool:
    return name.isdecimal() and len(name) <= LONGEST_NUMBER


def _doubt(output: Output) -> Doubt:
    if output.identity.strip():
        line = _("Screen “{name}” is not connected: nothing here is called {identity}")
        return Doubt(line.format(name=output.name, identity=output.identity.strip()))
    return Doubt(_("Screen “{name}” is not connected").format(name=output.name))


def _all(one: Seen) -> Hashable:
    return one.serial, one.model, one.name, one.place


def _maker_and_name(one: Seen) -> Hashable:
    return (one.serial, one.model, one.name) if one.serial.strip() else None


def _maker(one: Seen) -> Hashable:
    return (one.serial, one.model) if one.serial.strip() else None


def _name(one: Seen) -> Hashable:
    return one.name or None


def _place(one: Seen) -> Hashable:
    return one.place


_SIGNS: Final[tuple[Callable[[Seen], Hashable], ...]] = (_all, _maker_and_name, _maker, _name, _place)
