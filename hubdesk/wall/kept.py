"""What a wall was doing, in a small file in the profile's state folder: after a crash it goes on from there. No Qt."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from hubdesk.core import HubdeskError, Millis
from hubdesk.core.cues import LONGEST
from hubdesk.core.scenes import MOST_CELLS
from hubdesk.i18n import _
from hubdesk.text_file import read_text
from hubdesk.wall.spread import Seen
from hubdesk.wall.state import WallState

VERSION: Final = 1
MOST_BYTES: Final = 4_000_000
MOST_SCREENS: Final = 200
MOST_WALLS: Final = 9  # of one session at one time that can each go on from their own file
LATEST: Final = 253_402_214_400_000  # the last instant a calendar holds


@dataclass(frozen=True, slots=True)
class Kept:
    """`at`: the session's instant that was looked at, None: live. `run`: which showing of the wall it was. `stood`:
    what stood on which screen (`placement.placed`). Of the state, an episode's take-over is not kept."""

    state: WallState
    at: Millis | None = None
    is_playing: bool = False
    run: str = ""
    stood: Mapping[str, Seen] = field(default_factory=dict)


@contextlib.contextmanager
def claimed(folder: Path, session: Path) -> Iterator[Path | None]:
    """A file for what a wall on that session does, for as long as its keeper runs: a second wall on one session gets
    another one. None when the folder cannot be written, or has too many: then nothing is kept."""
    digest = hashlib.sha256(str(session.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    for number in range(MOST_WALLS):
        file = folder / f"wall-{digest}{f'-{number + 1}' if number else ''}.json"
        lock = FileLock(file.with_suffix(".lock"), timeout=0)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            continue
        except OSError:
            break
        try:
            yield file
        finally:
            lock.release()
        return
    yield None


def written(kept: Kept) -> str:
    """As JSON, for a person who looks at it too."""
    state = kept.state
    facts = {
        "version": VERSION,
        "scene": state.scene,
        "pinned": state.is_pinned,
        "frozen_at": state.frozen_at,
        "zoomed": state.zoomed,
        "blank": state.is_blank,
        "messages": [list(one) for one in state.messages],
        "withdrawn": sorted(state.withdrawn),
        "at": kept.at,
        "is_playing": kept.is_playing,
        "run": kept.run,
        "stood": {name: asdict(one) for name, one in kept.stood.items()},
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def read_kept(file: Path) -> Kept | None:
    """What was kept; None when nothing was. HubdeskError when it is damaged: the wall then starts anew."""
    if not file.exists():
        return None
    try:
        found = json.loads(read_text(file, MOST_BYTES))
        return _understood(found)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        line = _("{path} is damaged; the wall starts from its first scene")
        raise HubdeskError(line.format(path=file)) from error


def _understood(found: Any) -> Kept:
    """Raises ValueError, KeyError or TypeError for what no wall wrote."""
    if not isinstance(found, dict) or found["version"] != VERSION:
        raise ValueError(found)
    state = WallState(
        scene=_text(found["scene"]),
        is_pinned=_flag(found["pinned"]),
        frozen_at=_number(found["frozen_at"], LATEST),
        zoomed=_number(found["zoomed"], MOST_CELLS - 1),
        is_blank=_flag(found["blank"]),
        messages=tuple((_text(screen), _text(words)) for screen, words in found["messages"]),
        withdrawn=frozenset(number for one in found["withdrawn"] if (number := _number(one, 2**63 - 1)) is not None),
    )
    stood = {_text(name): _screen(one) for name, one in list(dict(found["stood"]).items())[:MOST_SCREENS]}
    return Kept(state, _number(found["at"], LATEST), _flag(found["is_playing"]), _text(found["run"]), stood)


def _screen(found: Any) -> Seen:
    made = Seen(**{one.name: found[one.name] for one in fields(Seen)})
    _text(made.name), _text(made.serial), _text(made.model), _flag(made.is_primary)
    if not all(type(one) is int and abs(one) < 1_000_000 for one in made.place) or not 0 <= made.mm_height < 1e6:
        raise ValueError(found)
    return made


def _text(found: Any) -> str:
    if not isinstance(found, str) or len(found) > LONGEST:
        raise ValueError(found)
    return found


def _flag(found: Any) -> bool:
    if not isinstance(found, bool):
        raise TypeError(found)
    return found


def _number(found: Any, most: int) -> int | None:
    if found is None:
        return None
    if type(found) is not int or not 0 <= found <= most:
        raise ValueError(found)
    return found
