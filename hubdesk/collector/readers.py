"""Who reads mentions: the quick readers as one arrives, and a better judge of tone that takes its time afterwards.

A reader whose model is missing or damaged is off, and why is kept in the session for people; everything else goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from hubdesk.collector.reading import Reading
from hubdesk.collector.themes import VERSION as THEMES_VERSION
from hubdesk.collector.tone_judge import RememberingEncoder, ToneJudge
from hubdesk.core import Heard, Mention, Notes, Topic
from hubdesk.enrich import language, places, targets, tone
from hubdesk.enrich.duplicates import Duplicates
from hubdesk.enrich.opinion import OFFICIAL
from hubdesk.enrich.places import PlaceReader
from hubdesk.enrich.tone import ToneReader
from hubdesk.store.asking import is_readable
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
REMEMBERED: Final = 2_000  # mentions of which repeats are told after a new start
BETTER: Final = "encoder"  # the judge, as versions name it
VERSIONS: Final = {
    "language": language.VERSION,
    "places": places.VERSION,
    "targets": targets.VERSION,
    "themes": THEMES_VERSION,
    "tone": tone.VERSION,
}


class Judge(Protocol):
    """Reads the tone of many mentions at once, better and more slowly than the readers of arrival; and learns.

    Both methods raise HubdeskError when the judge cannot be used: a model is missing, say.
    """

    version: int

    def know(self, topics: Sequence[Topic]) -> None:
        """The session's topics, of which own brand and rivals are brands."""

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


class Readers:
    """A process's readers, made once; nothing is loaded before it is needed. Threads may share them, but for arrival's:
    those are one thread's."""

    def __init__(self) -> None:
        self._tone = ToneReader(encoder=RememberingEncoder())
        self._places = PlaceReader()
        self._groups = Duplicates(OFFICIAL)

    def arrival(self, topics: Sequence[Topic]) -> Arrival:
        """The readers for a session's topics, of which own brand and rivals are brands. What came before is known."""
        reading = Reading(_readable(topics), tone=self._tone, places=self._places, groups=self._groups)
        return Arrival(reading.notes, VERSIONS, reading.off)

    def again(self, topics: Sequence[Topic]) -> Arrival:
        """The same for what is stored, which is no repeat of itself."""
        reading = self._of_stored(topics)
        return Arrival(reading.notes, VERSIONS, reading.off)

    def judge(self) -> Judge:
        """The better judge of tone."""
        return ToneJudge(self._tone, self._of_stored)

    def _of_stored(self, topics: Sequence[Topic]) -> Reading:
        return Reading(_readable(topics), tone=self._tone, places=self._places)

    def remember(self, reader: Reader) -> None:
        """What was stored lately, so that repeats of it are told from now on."""
        last = reader.last_id()
        for heard in reader.mentions(range(max(1, last - REMEMBERED + 1), last + 1)):
            mention = heard.mention
            if heard.withdrawn_at is not None:
                continue
            text = f"{mention.title}\n{mention.text}" if mention.title else mention.text
            self._groups.seen(mention.native_id, text, mention.author.handle, mention.published_at)


def _readable(topics: Sequence[Topic]) -> list[Topic]:
    return [topic for topic in topics if is_readable(topic)]


def only(notes: Notes, readers: Sequence[str]) -> Notes:
    """What some readers read: the rest is as if nobody else had."""
    return replace(notes, versions=tuple((name, version) for name, version in notes.versions if name in readers))


def tell_off(reader: Reader, writer: Writer, off: Mapping[str, str], *, of_judge: bool = False) -> None:
    """Keep in the session which readers are off and why: those of arrival, or the judge. The others' lines stay."""
    before = reader.readers_off()
    now = {name: why for name, why in before.items() if (name == BETTER) != of_judge} | dict(off)
    if now != before:
        writer.set_note(OFF, json.dumps(now, ensure_ascii=False, sort_keys=True))
