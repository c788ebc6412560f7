"""Who reads mentions: the quick readers as one arrives, and a better judge of tone that takes its time afterwards.

A reader whose model is missing or damaged is off, and why is kept in the session for people; everything else goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from hubdesk.collector.intake import nowhere
from hubdesk.collector.own import NO_WORDS
from hubdesk.collector.reading import Reading
from hubdesk.collector.themes import VERSION as THEMES_VERSION
from hubdesk.collector.tone_judge import RememberingEncoder, ToneJudge
from hubdesk.core import Evidence, Heard, Mention, Millis, Notes, Person, Topic
from hubdesk.core.readings import OwnWords, ReaderOff
from hubdesk.enrich import language, people, places, targets, tone
from hubdesk.enrich.duplicates import Duplicates
from hubdesk.enrich.opinion import OFFICIAL
from hubdesk.enrich.places import PlaceReader
from hubdesk.enrich.tone import ToneReader
from hubdesk.store.asking import is_readable
from hubdesk.store.reader import Reader
from hubdesk.store.writer import Writer

AGAIN: Final[dict[str, tuple[str, ...]]] = {
    "tone": ("tone", "irony", "targets", "own_tones", "own_brands"),
    "language": ("language",),
    "themes": ("themes", "own_themes"),
    "places": ("places",),
    "people": ("people",),
}
"""What may be read again, and the readers that do it."""
REMEMBERED: Final = 2_000  # mentions of which repeats are told after a new start
BETTER: Final = "encoder"  # the judge, as versions name it
VERSIONS: Final = {
    "language": language.VERSION,
    "people": people.VERSION,
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
    where: Callable[[str], tuple[Evidence, ...]] = nowhere  # of a source's region
    has_read: Callable[[], bool] = bool  # whether they were needed by now: then who is not off is well


class Readers:
    """A process's readers, made once; nothing is loaded before it is needed. Threads may share them, but for arrival's:
    those are one thread's."""

    def __init__(self) -> None:
        self._tone = ToneReader(encoder=RememberingEncoder())
        self._places = PlaceReader()
        self._groups = Duplicates(OFFICIAL)
        self._session: tuple[tuple[Person, ...], OwnWords] = (), NO_WORDS

    def know(self, people: Sequence[Person], own: OwnWords) -> None:
        """What else the session says: whom it watches, and the analyst's own words. For readers made from then on."""
        if (tuple(people), own) != self._session:
            self._session = tuple(people), own

    def arrival(self, topics: Sequence[Topic]) -> Arrival:
        """The readers for a session's topics, of which own brand and rivals are brands. What came before is known."""
        return self._made(topics, self._groups)

    def again(self, topics: Sequence[Topic]) -> Arrival:
        """The same for what is stored, which is no repeat of itself."""
        return self._made(topics)

    def judge(self) -> Judge:
        """The better judge of tone."""
        return ToneJudge(self._tone, self._reading, self._said)

    def _made(self, topics: Sequence[Topic], groups: Duplicates | None = None) -> Arrival:
        reading = self._reading(topics, groups)
        watched, own = self._session
        versions = VERSIONS | dict(own.versions)
        if not watched:
            del versions["people"]
        return Arrival(reading.notes, versions, reading.off, reading.where, reading.has_read)

    def _reading(self, topics: Sequence[Topic], groups: Duplicates | None = None) -> Reading:
        watched, own = self._session
        return Reading(_readable(topics), tone=self._tone, places=self._places, groups=groups, people=watched, own=own)

    def _said(self) -> object:
        return self._session

    def remember(self, reader: Reader) -> None:
        """What was stored lately, so that repeats of it are told from now on."""
        last = reader.last_id()
        for heard in reader.mentions(range(max(1, last - REMEMBERED + 1), last + 1)):
            mention = heard.mention
            if heard.is_gone:
                continue
            text = f"{mention.title}\n{mention.text}" if mention.title else mention.text
            self._groups.seen(mention.native_id, text, mention.author.handle, mention.published_at)


def _readable(topics: Sequence[Topic]) -> list[Topic]:
    return [topic for topic in topics if is_readable(topic)]


def only(notes: Notes, readers: Sequence[str]) -> Notes:
    """What some readers read: the rest is as if nobody else had."""
    return replace(notes, versions=tuple((name, version) for name, version in notes.versions if name in readers))


def tell_off(
    reader: Reader,
    writer: Writer,
    off: Mapping[str, str],
    *,
    of_judge: bool = False,
    were_tried: bool = True,
    at: Millis | None = None,
) -> None:
    """Keep in the session which readers are off, why, and since when: those of arrival, or the judge. The others' lines
    stay, and all stay while nobody has tried. `at` None: now."""
    before = {one.name: one for one in reader.off()}
    now = {name: one for name, one in before.items() if (name == BETTER) != of_judge or not were_tried}
    at = time.time_ns() // 1_000_000 if at is None else at
    for name, why in off.items():
        now[name] = ReaderOff(name, why, before[name].since if name in before else at)
    if now != before:
        writer.set_off(now.values())
