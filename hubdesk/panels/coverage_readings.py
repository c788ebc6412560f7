"""What is read in the mentions of a stretch: how far each reading is behind, and which is off, since when and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Millis, Scope, SourceState
from hubdesk.core.readings import ReaderOff
from hubdesk.i18n import N_, _, clock, day, ngettext, number
from hubdesk.store.reader import Reader
from hubdesk.widgets.reading_rows import ReadingWords
from hubdesk.widgets.text import tame

READERS: Final = {
    "tone": N_("Tone"),
    "encoder": N_("Tone, read slowly"),
    "themes": N_("Themes"),
    "places": N_("Places"),
}
"""The readings that rest on files of ours and may be off or behind."""
MEND: Final = N_("Everything else goes on. Once that is mended, stop collecting and start it again.")


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A reading as it stands today. `left` of `all` mentions are not read; `off` says why none is."""

    name: str
    left: int
    all: int
    off: ReaderOff | None = None


def read_lines(reader: Reader, scope: Scope) -> tuple[ReadingLine, ...]:
    """Worker thread: of every mention of the stretch, whatever the topics."""
    whole = replace(scope, topics=())
    off = {one.name: one for one in known_off(reader, scope)}
    left, total = reader.left(whole, tuple(READERS)), reader.count(whole)
    return tuple(ReadingLine(name, left[at], total, off.get(name)) for at, name in enumerate(READERS))


def known_off(reader: Reader, scope: Scope) -> tuple[ReaderOff, ...]:
    """The readers that are off, but for those that were well still where the scope ends."""
    return tuple(one for one in reader.off() if one.since is None or one.since <= scope.known)


def reader_name(name: str) -> str:
    return _(READERS[name]) if name in READERS else tame(name, 40)


def words(line: ReadingLine, zone: str, now: Millis) -> ReadingWords:
    """A reading's row in words."""
    if line.off is not None:
        reason = " ".join(filter(None, (_sentence(_behind(line)), _sentence(tame(line.off.why)), _(MEND))))
        return ReadingWords(reader_name(line.name), SourceState.FAILED, off_words(line.off, zone, now), reason)
    if not line.all:
        return ReadingWords(reader_name(line.name), SourceState.UNKNOWN, _("nothing to read"))
    if not line.left:
        return ReadingWords(reader_name(line.name), SourceState.LISTENING, _("all read"))
    meanwhile = _("until then the tone of the quick reading stands") if line.name == "encoder" else ""
    return ReadingWords(reader_name(line.name), SourceState.LATE, _behind(line), meanwhile)


def off_words(off: ReaderOff, zone: str, now: Millis) -> str:
    """Since when a reading is off, with the day where that is not today."""
    if off.since is None:
        return _("off")
    since = clock(off.since, zone)
    if day(off.since, zone) != day(now, zone):
        since = f"{day(off.since, zone)} {since}"
    return _("off since {time}").format(time=since)


def _behind(line: ReadingLine) -> str:
    if not line.left:
        return ""
    told = ngettext("{n} of {all} not read yet", "{n} of {all} not read yet", line.left)
    return told.format(n=number(line.left), all=number(line.all))


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."
