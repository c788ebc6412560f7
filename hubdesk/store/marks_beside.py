"""The file beside a session that cannot be written to, with the marks made on it: JSON lines, only ever added to.

Whoever opens it may have got it from a stranger: every line is checked, and what is no mark is counted and left out.
A line that a crash tore is one of those; the next mark begins a line of its own. The last line of a mark holds.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.core import FailedError, HubdeskError, Millis
from hubdesk.core.review import ReviewMark, SideMark
from hubdesk.i18n import _
from hubdesk.store.review import checked

ENDING: Final = ".marks.jsonl"
FORMAT: Final = 1
MOST_BYTES: Final = 16_000_000
LONGEST_LINE: Final = 65_536  # bytes: a note of 4,000 letters, each written as two escapes
MOST: Final = 20_000  # marks
_LATEST: Final = 1 << 53
_LARGEST: Final = 1 << 62
_NEVER_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)  # a link beside a stranger's session may lead anywhere
_NEVER_WAIT: Final = getattr(os, "O_NONBLOCK", 0)  # nor may a pipe be waited for
_PLAIN: Final = _NEVER_FOLLOW | _NEVER_WAIT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """What such a file holds, each mark as it was said last. `refused` lines are no marks."""

    marks: tuple[SideMark, ...] = ()
    refused: int = 0


def side_files(session: Path, data: Path, cache: Path) -> tuple[Path, ...]:
    """Where marks of a session may be kept, the first choice first: beside it, and in the profile's data folder when
    that cannot be written. What lies in the cache may be thrown away, so nothing is kept there."""
    real = Path(os.path.realpath(session))
    name = hashlib.sha256(os.fsencode(real)).hexdigest()[:12]
    kept = data / "marks" / f"{real.stem[:80]}-{name}{ENDING}"
    if real.is_relative_to(Path(os.path.realpath(cache))):
        return (kept,)
    return real.with_name(real.stem + ENDING), kept


def read_side(path: Path, most: int = MOST) -> Beside:
    """Every mark in it; a file that is not there holds none. Raises HubdeskError for what is no such file at all, and
    where it holds more than `most`; MOST_BYTES bounds it whatever that says."""
    try:
        content = _content(path)
    except FileNotFoundError:
        return Beside()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise HubdeskError(_("{path} cannot be read: {why}").format(path=path, why=why)) from None
    found: dict[str, SideMark] = {}
    refused = 0
    *whole, last = content.split(b"\n")
    for line in filter(bytes.strip, [*whole, last]):
        one = _read(line)
        if one is not None:
            found[one.mark.uid] = one
        elif line is not last:  # the last one without an end was torn as it was written
            refused += 1
    if len(found) > most:
        raise HubdeskError(_("{path} holds more than {n} marks").format(path=path, n=most))
    return Beside(tuple(sorted(found.values(), key=_made)), refused)


def add_to_side(path: Path, marks: Iterable[SideMark]) -> None:
    """Add these at its end and have the disk keep them; the file and its folder are made where there are none.

    Raises OSError when it cannot be made, FailedError when it can and not all was written.
    """
    written = b"".join(_written(one) for one in marks)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _PLAIN, 0o666)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise FailedError(_("{path} is not a file").format(path=path))
        if about.st_size + len(written) > MOST_BYTES:
            line = _("{path} is full: it may hold {n} MB; merge it into its session and move it away")
            raise FailedError(line.format(path=path, n=MOST_BYTES // 1_000_000))
        if about.st_size:
            os.lseek(handle, -1, os.SEEK_END)
            if os.read(handle, 1) != b"\n":
                written = b"\n" + written  # a torn line stays alone
        if os.write(handle, written) != len(written):
            raise FailedError(_("{path} cannot be written: {why}").format(path=path, why=os.strerror(errno.ENOSPC)))
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _keep_name(path.parent)


def _content(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | _PLAIN)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise HubdeskError(_("{path} is not a file").format(path=path))
        with open(handle, "rb", closefd=False) as file:
            content = file.read(MOST_BYTES + 1)
    finally:
        os.close(handle)
    if len(content) > MOST_BYTES:
        raise HubdeskError(_("{path} is larger than {n} MB").format(path=path, n=MOST_BYTES // 1_000_000))
    return content


def _keep_name(folder: Path) -> None:
    """Have the disk keep a new file's name too, where folders can be asked that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _written(one: SideMark) -> bytes:
    mark = one.mark
    subject = {"mention": mark.mention, "episode": mark.episode, "instant": mark.instant}
    value = {
        "hubdesk_mark": FORMAT,
        "uid": mark.uid,
        "at": mark.at,
        "word": mark.word,
        **{name: number for name, number in subject.items() if number is not None},
        "of": one.of,
        "value": mark.value,
        "taken_back_at": mark.taken_back_at,
    }
    return json.dumps(value).encode("ascii") + b"\n"


def _read(line: bytes) -> SideMark | None:
    if len(line) > LONGEST_LINE:
        return None
    try:
        value = json.loads(line)
        if not isinstance(value, dict) or value.get("hubdesk_mark") != FORMAT:
            return None
        mark = ReviewMark(
            uid=_text(value.get("uid")),
            at=_number(value.get("at"), _LATEST),
            word=_text(value.get("word")),
            mention=_perhaps(value.get("mention"), _LARGEST),
            episode=_perhaps(value.get("episode"), _LARGEST),
            instant=_perhaps(value.get("instant"), _LATEST),
            value=_text(value.get("value", "")),
            taken_back_at=_perhaps(value.get("taken_back_at"), _LATEST),
        )
        return SideMark(checked(mark), _perhaps(value.get("of"), _LATEST))
    except (HubdeskError, ValueError, RecursionError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    value.encode()  # half of a surrogate pair is no text either
    return value


def _number(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < most:
        raise ValueError("no number")
    return value


def _perhaps(value: object, most: int) -> int | None:
    return None if value is None else _number(value, most)


def _made(one: SideMark) -> tuple[Millis, str]:
    return one.mark.at, one.mark.uid
