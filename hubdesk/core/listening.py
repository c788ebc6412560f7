"""Sources and what was listened to, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from hubdesk.core.words import MINUTE, Millis, Span, Terms

NEVER_ASKED: Final = frozenset({"import", "demo"})  # kinds of source that bring what they have, once: never late


class SourceState(StrEnum):
    """How a source is doing. Glyphs and words for each are in the look's tokens."""

    LISTENING = "listening"
    LATE = "late"
    FAILED = "failed"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the session holds it: what it asks, its terms, when it is due and how it went."""

    id: int
    name: str
    kind: str  # feed | bluesky | mastodon | import | demo
    config: dict[str, str | int | float | bool] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    every: Millis = 5 * MINUTE  # between polls; 0 for a stream
    enabled: bool = True
    off_reason: str = ""
    keep: str = "all"  # all | matched: whether a mention that no topic heard is stored
    cursor: str = ""
    due_at: Millis = 0
    failures: int = 0  # in a row
    last_success_at: Millis | None = None  # up to when it has been listened to without a break
    last_attempt_at: Millis | None = None
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """One attempt at a source. A stream's connection is one attempt whose cover grows while it lasts.

    `covers` is the stretch of the world's time that this attempt listened to; None when it failed.
    """

    source: int
    at: Millis
    ok: bool
    new: int = 0
    known: int = 0
    covers: Span | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What one source listened to within a scope, and how it stood at the scope's end."""

    source: SourceRow
    state: SourceState
    listened: tuple[Span, ...]
    gaps: tuple[Span, ...]  # between its first listening and the scope's end
    new: int  # mentions it brought within the scope
    note: str = ""  # what a person should know although all is well: it has moved, say
    held_back: int = 0  # mentions that a sealed session was not given, because its terms forbid it


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was listened to within a scope. `gaps`: stretches in which no source at all listened."""

    sources: tuple[SourceCoverage, ...]
    gaps: tuple[Span, ...]
    first_listened: Millis | None = None
    newest_at: Millis | None = None  # of the newest mention known by the scope's end
    is_narrowed: bool = False  # the scope has filters: what it lacks they may have left out


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a session says of itself."""

    title: str
    timezone: str
    synthetic: bool
    sealed: bool
    mentions: int
    first_at: Millis | None
    last_at: Millis | None
