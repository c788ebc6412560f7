"""The scenes a live wall had, kept in its session once for each change: a replay shows those, not today's file.

Only what was seen is kept. What a presenter notes for themselves and which screens stand where are not, nor is who is
masked: that is for whoever shows it again to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk.core import HubdeskError, Millis
from hubdesk.core.cue_scenes import marks_of
from hubdesk.core.cues import SCENES_NOTE, Cue, mark_of, scenes_name
from hubdesk.core.scenes import Output, Wall
from hubdesk.scene_file import dumps, reads
from hubdesk.store.reader import Reader
from hubdesk.toml_file import MOST_BYTES

if TYPE_CHECKING:  # the writer loads what a start does not need
    from hubdesk.store.writer import Writer

MOST: Final = 500  # changes that are read of one session


def seen_of(wall: Wall) -> Wall:
    """What of a wall a room sees, and what its scenes take turns by."""
    return Wall(
        tuple(replace(one, notes="") for one in wall.scenes),
        tuple(Output(one.name) for one in wall.outputs),
        length=wall.length,
        seconds=wall.seconds,
        takeover_seconds=wall.takeover_seconds,
    )


def shown_as(own: Wall, kept: Wall) -> Wall:
    """Kept scenes on a wall of today: its screens, its masks, its distance."""
    return replace(
        own,
        scenes=kept.scenes,
        length=kept.length,
        seconds=kept.seconds,
        takeover_seconds=kept.takeover_seconds,
    )


@dataclass(frozen=True, slots=True)
class KeepScenes:
    """A job for the scribe: the scenes, and the cue that says from when on the wall had them."""

    wall: Wall
    cue: Cue
    made_at: Millis

    def __call__(self, writer: Writer) -> None:
        text = dumps(self.wall)
        name = scenes_name(text)
        writer.set_note(SCENES_NOTE + name, text)
        writer.add_marks((mark_of(replace(self.cue, value=name), self.made_at),))


@dataclass(frozen=True, slots=True)
class TellScenes:
    """The same where nothing can be written to the session: told beside it, with the cue. `known`: the names of those
    that are told there."""

    wall: Wall
    cue: Cue
    made_at: Millis
    known: frozenset[str]

    def __call__(self, writer: Writer) -> None:
        text = dumps(self.wall)
        cue = replace(self.cue, value=scenes_name(text))
        is_known = cue.value in self.known
        writer.add_marks((mark_of(cue, self.made_at),) if is_known else marks_of(cue, text, self.made_at))


def read_scenes(reader: Reader, names: Iterable[str]) -> Mapping[str, Wall]:
    """The scenes that a session keeps under these names."""
    return scenes_in({name: reader.note(SCENES_NOTE + name) for name in list(dict.fromkeys(names))[:MOST]})


def scenes_in(texts: Mapping[str, str]) -> Mapping[str, Wall]:
    """The scenes in these files, by name; those that are not there, or are none, are left out: a stranger's file may
    say anything."""
    found: dict[str, Wall] = {}
    for name, text in texts.items():
        try:
            if 0 < len(text) <= MOST_BYTES:
                found[name] = reads(Path(SCENES_NOTE + name), text)[0]
        except HubdeskError:
            continue
    return found
