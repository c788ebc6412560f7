"""What the verbs share: instants, topics by name, JSON on stdout, words on stderr."""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hubdesk.core import HubdeskError, Millis, Rehearing, Topic
from hubdesk.i18n import _, number

if TYPE_CHECKING:
    from hubdesk.store.reader import Reader

_COMMANDS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def now() -> Millis:
    """The command line's clock: UTC milliseconds."""
    return time.time_ns() // 1_000_000


def say(text: str) -> None:
    """To a person, on stderr: stdout is for answers."""
    sys.stderr.write(harmless(text) + "\n")


def answer(value: Any, as_json: bool, text: str) -> None:
    """The answer on stdout: JSON on one line, or the same in words."""
    if as_json:  # where stdout is not UTF-8, everything else is written as \u....
        text = json.dumps(value, ensure_ascii=(sys.stdout.encoding or "").lower().replace("-", "") != "utf8")
    sys.stdout.write((text if as_json else harmless(text)) + "\n")
    sys.stdout.flush()


def harmless(text: str) -> str:
    """Text that a terminal only shows: others' words may hold its commands, or turn the line around."""
    return _COMMANDS.sub("", text)


def instant(text: str, zone: str) -> Millis:
    """ISO 8601 to an instant; without an offset, or with a date alone, the session's zone is taken."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise HubdeskError(
            _("“{text}” is no instant; write ISO 8601 such as 2026-11-19T14:32:00+01:00 or 2026-11-19").format(
                text=text
            )
        ) from None
    return round((read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))).timestamp() * 1000)


def topic_called(reader: Reader, name: str) -> Topic:
    """A topic by its name, capitals or not. HubdeskError lists what there is."""
    topics = reader.topics()
    for topic in topics:
        if topic.name.casefold() == name.casefold():
            return topic
    names = ", ".join(topic.name for topic in topics) or _("none")
    raise HubdeskError(
        _("There is no topic “{name}” in this session; there are: {names}").format(name=name, names=names)
    )


def incomplete(topic: str, left: Rehearing) -> str:
    """That a topic has not heard all that is stored, so that its counts are too low or too high."""
    told = {"topic": topic, "done": number(left.done), "all": number(left.all)}
    if left.stopped:
        return _("{topic} is incomplete: stopped after {done} of {all} stored mentions").format(**told)
    return _("{topic} is incomplete: {done} of {all} stored mentions were asked; go on with: hubdesk rehear").format(
        **told
    )


def size(text: str, default: tuple[int, int]) -> tuple[int, int]:
    """`1280x720` to width and height in pixels."""
    if not text:
        return default
    found = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", text)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (160 <= width <= 16_384 and 120 <= height <= 16_384):
        raise HubdeskError(_("“{text}” is no size; write width x height in pixels, such as 1280x720").format(text=text))
    return width, height
