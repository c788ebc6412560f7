"""A stored mention and what readers found in it: what is handed to Writer.set_readings."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.core import Heard, Notes


@dataclass(frozen=True, slots=True)
class Reread:
    """What readers found in a stored mention. `heard`: the mention as they read it; `notes.versions` says who read."""

    heard: Heard
    notes: Notes
