"""The words of the trade, as frozen values. Imports nothing of ours.

Instants are UTC milliseconds since 1970 (`Millis`). A mention has two times: `published_at` (the world's) and
`seen_at` (ours). Unknown is `None` or an empty text, never a made-up value.
"""

from hubdesk.core.listening import NEVER_ASKED, Coverage, Poll, SessionFacts, SourceCoverage, SourceRow, SourceState
from hubdesk.core.words import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Author,
    Entry,
    FailedError,
    Heard,
    HubdeskError,
    Kind,
    Mark,
    Match,
    Mention,
    Millis,
    Notes,
    Role,
    Scope,
    Span,
    Terms,
    Topic,
    Withdrawal,
)

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "NEVER_ASKED",
    "SECOND",
    "Author",
    "Coverage",
    "Entry",
    "FailedError",
    "Heard",
    "HubdeskError",
    "Kind",
    "Mark",
    "Match",
    "Mention",
    "Millis",
    "Notes",
    "Poll",
    "Role",
    "Scope",
    "SessionFacts",
    "SourceCoverage",
    "SourceRow",
    "SourceState",
    "Span",
    "Terms",
    "Topic",
    "Withdrawal",
]
