"""Garbage is looked for seldom while the desk runs: whoever looks holds the interpreter, and a frame waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

OFTEN: Final = (10_000, 20, 20)  # new things between two looks at the newest, and looks between two at the older ones


def keep_for_good() -> None:
    """What was made by now stays until the end: whoever looks for garbage passes it over."""
    gc.freeze()


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """What a start has made stays. A start itself looks for none (see cli_desk.py)."""
    before = gc.get_threshold()
    keep_for_good()
    gc.set_threshold(*OFTEN)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*before)
