"""What the desk writes into a session: jobs for the scribe, as plain values that know the writer alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from hubdesk.core import EpisodeMark, Millis, Person, SourceRow, Topic
from hubdesk.core.readings import OwnWord
from hubdesk.i18n import _

if TYPE_CHECKING:  # the writer loads what a start does not need
    from hubdesk.store.corrections import Correction
    from hubdesk.store.writer import Writer

LAYOUT: Final = "layout"


def ask_everyone(writer: Writer) -> None:
    """Ask every source now."""
    writer.ask_now(None)


def fold(writer: Writer) -> None:
    """Nothing is written: who closes a session last folds it into its one file and sweeps what was erased."""


def ask_one(source: int) -> Callable[[Writer], None]:
    """Ask one source now."""
    return partial(_ask, source=source)


def _ask(writer: Writer, source: int) -> None:
    writer.ask_now(source)


@dataclass(frozen=True, slots=True)
class AddSources:
    """Listen to these from now on."""

    rows: tuple[SourceRow, ...]

    def __call__(self, writer: Writer) -> int:
        for row in self.rows:
            writer.add_source(row)
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class AddTopics:
    """Listen for these from now on, and have the past asked about them."""

    topics: tuple[Topic, ...]

    def __call__(self, writer: Writer) -> int:
        for topic in self.topics:
            writer.add_topic(topic)
        return len(self.topics)


@dataclass(frozen=True, slots=True)
class ChangeTopics:
    """Listen for other things from now on, and have the past asked about them."""

    added: tuple[Topic, ...] = ()
    changed: tuple[Topic, ...] = ()
    removed: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __call__(self, writer: Writer) -> None:
        for topic in self.removed:
            writer.remove_topic(topic)
        for changed in self.changed:
            writer.change_topic(changed)
        for added in self.added:
            writer.add_topic(added)


@dataclass(frozen=True, slots=True)
class CorrectReading:
    """The analyst's word on one reading of a mention; `value` as Writer.correct has it."""

    mention: int
    reading: str
    value: tuple[str, ...]
    at: Millis

    def __call__(self, writer: Writer) -> Correction:
        return writer.correct(self.mention, self.reading, self.value, self.at)


@dataclass(frozen=True, slots=True)
class UndoCorrection:
    """As if the analyst had never said it."""

    correction: int

    def __call__(self, writer: Writer) -> bool:
        return writer.undo_correction(self.correction)


@dataclass(frozen=True, slots=True)
class ChangeOwnWords:
    """Words that the readers heed from now on, or no more; said at that instant."""

    added: tuple[OwnWord, ...] = ()
    removed: tuple[OwnWord, ...] = ()
    at: Millis = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def __call__(self, writer: Writer) -> None:
        writer.change_own_words(self.added, self.removed, at=self.at)


@dataclass(frozen=True, slots=True)
class ChangeInsiders:
    """Staff that declared itself, or is in the register no longer."""

    added: tuple[Person, ...] = ()
    removed: tuple[Person, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def __call__(self, writer: Writer) -> None:
        writer.change_insiders(self.added, self.removed)


@dataclass(frozen=True, slots=True)
class KeepLayout:
    """Keep the arrangement of panels with the session."""

    text: str

    def __call__(self, writer: Writer) -> None:
        writer.set_note(LAYOUT, self.text)


@dataclass(frozen=True, slots=True)
class SwitchSource:
    """Listen to a source, or no more; the reason is kept for the coverage."""

    source: int
    enabled: bool

    def __call__(self, writer: Writer) -> None:
        writer.set_enabled(self.source, self.enabled, "" if self.enabled else _("switched off by you"))


@dataclass(frozen=True, slots=True)
class StopRehearing:
    """Ask no more of the past for a topic; its counts stay incomplete until someone goes on."""

    topic: int

    def __call__(self, writer: Writer) -> None:
        writer.stop_rehearing(self.topic)


@dataclass(frozen=True, slots=True)
class GoOnRehearing:
    """Ask the past for a topic again, from where it was stopped."""

    topic: int

    def __call__(self, writer: Writer) -> None:
        writer.go_on_rehearing(self.topic)


@dataclass(frozen=True, slots=True)
class MarkEpisode:
    """The analyst's word on an episode; `word` and `value` as Writer.mark_episode has them."""

    episode: int
    word: str
    at: Millis
    value: str = ""

    def __call__(self, writer: Writer) -> EpisodeMark:
        return writer.mark_episode(self.episode, self.word, self.at, self.value)


@dataclass(frozen=True, slots=True)
class UnmarkEpisode:
    """As if the analyst had never said the last that she said of an episode; `ids`: of all its kinds."""

    ids: tuple[int, ...]

    def __call__(self, writer: Writer) -> bool:
        return writer.unmark_last(self.ids)
