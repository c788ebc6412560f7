"""Who reads mentions: the quick readers as one arrives, and a better judge of tone that takes its time afterwards.

A reader whose model is missing or damaged is off, and why is kept in the session for people; everything else goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from hubdesk.core import Heard, Mention, Notes, Topic
from hubdesk.enrich.pipeline import VERSIONS, enrich
from hubdesk.store.reader import Reader
from hubdesk.store.reader_readings import OFF
from hubdesk.store.writer import Writer

AGAIN: Final[dict[str, tuple[str, ...]]] = {
    "tone": ("tone", "irony", "targets"),
    "language": ("language",),
    "themes": ("themes",),
    "places": ("places",),
}
"""What may be read again, and the readers that do it."""
BETTER: Final = "encoder"  # the judge, as versions name it
_READ_BY: Final = tuple(sorted(VERSIONS.items()))


class Judge(Protocol):
    """Reads the tone of many mentions at once, better and more slowly than the readers of arrival; and learns.

    Both methods raise HubdeskError when the judge cannot be used: a model is missing, say.
    """

    version: int

    def notes(self, heard: Sequence[Heard]) -> Sequence[Notes]:
        """What it reads in each, in their order; `versions` says what that is (`encoder`, and what follows from it)."""

    def learn(self, told: Sequence[tuple[Mention, str]]) -> None:
        """From now on, heed these mentions' tones, as the analyst sees them, beside what it was made with; these
        alone: what was told before is forgotten."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The readers of a mention that arrives. `versions`: who reads; `off`: who should and cannot, and why. It is
    known once they were first needed: models load late."""

    read: Callable[[Mention], Notes]
    versions: Mapping[str, int]
    off: Mapping[str, str] = field(default_factory=dict)


def arrival(topics: Sequence[Topic]) -> Arrival:
    """The readers for a session's topics, of which own brand and rivals are brands."""
    return Arrival(_read, VERSIONS)


def _read(mention: Mention) -> Notes:
    return replace(enrich(mention), versions=_READ_BY)


def judge() -> Judge | None:
    """The better judge of tone, if this Hubdesk has one. Nothing is loaded yet."""
    return None


def only(notes: Notes, readers: Sequence[str]) -> Notes:
    """What some readers read: the rest is as if nobody else had."""
    return replace(notes, versions=tuple((name, version) for name, version in notes.versions if name in readers))


def tell_off(reader: Reader, writer: Writer, off: Mapping[str, str], *, of_judge: bool = False) -> None:
    """Keep in the session which readers are off and why: those of arrival, or the judge. The others' lines stay."""
    before = reader.readers_off()
    now = {name: why for name, why in before.items() if (name == BETTER) != of_judge} | dict(off)
    if now != before:
        writer.set_note(OFF, json.dumps(now, ensure_ascii=False, sort_keys=True))
