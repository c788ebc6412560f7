"""A draft: what somebody wrote of a topic's query and has not saved; and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.core import Millis, Topic
from hubdesk.i18n import _, clock, day


@dataclass(frozen=True, slots=True)
class Draft:
    """`version` is the topic's when the draft was begun, `at` when it was last written on."""

    topic: int
    text: str
    at: Millis
    version: int


def draft_words(draft: Draft | None, topic: Topic, zone: str, now: Millis) -> str:
    """`draft of 14:32, not saved`; "" without one."""
    if draft is None:
        return ""
    when = clock(draft.at, zone) if day(draft.at, zone) == day(now, zone) else day(draft.at, zone)
    if draft.version != topic.version:
        told = _("draft of {when}, not saved; the topic is at version {version} meanwhile")
        return told.format(when=when, version=topic.version)
    return _("draft of {when}, not saved").format(when=when)
