"""What a presenter does with a wall: a cue each, kept in the session as marks, so that a replay can do it again.

A wall's state is nothing but its cues, one after the other: `wall/state.py`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core.review import ReviewMark, ReviewWord, new_mark
from hubdesk.core.words import Millis

LONGEST: Final = 300  # characters of a message to a wall
SCENES_NOTE: Final = "scenes:"  # of the session, with the scenes a wall had, and behind it the name that a cue says
WITHDRAWAL: Final = '{"do": "withdraw"'  # how the value of a mark begins that takes a mention off all screens


class CueWord(StrEnum):
    """What was done. In brackets what `value` says."""

    START = "start"  # the wall went up, or came up again after a crash [the scene]
    END = "end"
    SCENES = "scenes"  # a live wall has these scenes from now on [under which name the session keeps them]
    SHOWN = "shown"  # a wall on a saved session has these scenes from now on [under which name they are told beside it]
    SCENE = "scene"  # [its name]
    TURN = "turn"  # on a saved session a scene's turn came by itself [its name]
    PIN = "pin"  # scenes take no turns
    UNPIN = "unpin"
    FREEZE = "freeze"  # nothing changes on screen any more
    UNFREEZE = "unfreeze"
    ZOOM = "zoom"  # [the cell's place in its scene, from 0]
    UNZOOM = "unzoom"
    BLANK = "blank"
    UNBLANK = "unblank"
    MESSAGE = "message"  # [the words; none: it goes]  `screen`: on that output alone
    WITHDRAW = "withdraw"  # [a mention's number]: off every screen, for good
    TAKEOVER = "takeover"  # [an episode's number]  `screen`: the one that is taken
    GIVE_BACK = "give-back"


@dataclass(frozen=True, slots=True)
class Cue:
    """One act. `run`: which showing of the wall it belongs to; `at`: the instant that was looked at, which is the
    session's time and not the presenter's."""

    word: str
    value: str = ""
    screen: str = ""
    run: str = ""
    at: Millis = 0


def mark_of(cue: Cue, made_at: Millis) -> ReviewMark:
    """The cue as a mark of a session; `made_at` is when the presenter did it."""
    facts = {"do": cue.word, "value": cue.value, "screen": cue.screen, "run": cue.run}
    said = json.dumps({key: value for key, value in facts.items() if value}, ensure_ascii=False)
    return new_mark(ReviewWord.CUE, made_at, instant=cue.at, value=said)


def scenes_name(text: str) -> str:
    """Under which name a session keeps such a scenes file: the same scenes are kept once."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def number_in(value: str) -> int | None:
    """The number of a mention, an episode or a cell that a cue's value is; None when it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def cue_of(mark: ReviewMark) -> Cue | None:
    """The cue a mark holds; None when it holds none that we know: a stranger's file may say anything."""
    if mark.word != ReviewWord.CUE or mark.instant is None:
        return None
    try:
        said = json.loads(mark.value)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("do") not in tuple(CueWord):
        return None
    value, screen, run = (str(said.get(key, ""))[:LONGEST] for key in ("value", "screen", "run"))
    return Cue(said["do"], value, screen, run, mark.instant)


def taken_off(mark: ReviewMark) -> int | None:
    """The number of the mention that a mark takes off all screens; None when it takes none off."""
    cue = cue_of(mark)
    return number_in(cue.value) if cue is not None and cue.word == CueWord.WITHDRAW else None
