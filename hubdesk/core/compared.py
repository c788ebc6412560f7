"""What a comparison is made of: mentions by topic, source and sort, and how soon a brand answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from hubdesk.core.words import Millis

EACH_ONCE: Final = 0  # in place of a topic: of all the scope's topics, a mention that several heard counted once


class Sort(IntFlag):
    """What a mention may be besides somebody's own word on a brand. One may be several of these.

    COMPLAINT: a post, reply, comment or review whose tone was read as negative.
    """

    REPOST = 1
    DUPLICATE = 2
    INSIDER = 4
    OWN = 8  # by an account that is declared as a brand's channel
    COMPLAINT = 16


@dataclass(frozen=True, slots=True)
class Counted:
    """Mentions of one topic (or EACH_ONCE) that one source brought and that are of these sorts (a sum of `Sort`).
    `gone` of them were taken back since: these are counted, and no row shows them."""

    topic: int
    source: int
    sorts: int
    mentions: int
    gone: int = 0


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """How a topic's own accounts answered its mentions, as far as replies name what they answer.

    `waits`: for each mention that was answered, from its publication to the first answer, shortest first. `complaints`:
    how many of those mentions are complaints of others. `is_heard`: whether any of the accounts wrote anything lately;
    if none did, nobody knows whether they answer.
    """

    topic: int
    waits: tuple[Millis, ...] = ()
    complaints: int = 0
    is_heard: bool = False
