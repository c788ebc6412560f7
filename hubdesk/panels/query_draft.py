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
    """`draft of 14:32, not saved`, or which version is saved."""
    if draft is None:
        return _("saved as version {number}").format(number=topic.version)
    if draft.version != topic.version:
        told = _("draft of version {mine}, not saved; the topic is at version {version} meanwhile")
        return told.format(mine=draft.version, version=topic.version)
    written = day(draft.at, zone)
    if written == day(now, zone):
        return _("draft of {time}, not saved").format(time=clock(draft.at, zone))
    return _("draft of {day}, not saved").format(day=written)
