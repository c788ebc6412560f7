"""Where a sealed file comes to lie: made beside its place, given its name when it is whole, gone when it is not."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hubdesk.core import FailedError, HubdeskError
from hubdesk.i18n import _
from hubdesk.store.errors import StoreFullError

if os.name == "posix":
    import fcntl


class TakenError(HubdeskError):
    """Something lies there already, and nobody said that it may be replaced."""


OLD_SECONDS: Final = 3_600  # a half-made file that nobody has written to for so long is nobody's
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def check_place(session: Path, out: Path, replace: bool) -> None:
    """Raises HubdeskError when the place cannot be taken, or may not be."""
    try:
        if out.exists() and out.samefile(session):
            raise HubdeskError(_("{path} is the session itself; name another file").format(path=out))
        if out.is_dir():
            raise HubdeskError(_("{path} is a folder; name a file in it").format(path=out))
        if os.path.lexists(out) and not out.is_file():
            raise HubdeskError(_("{path} is not a file; name another one").format(path=out))
        if out.exists() and not replace:
            raise TakenError(_("{path} exists already; name another file").format(path=out))
        if not out.parent.is_dir():
            raise HubdeskError(_("the folder {path} does not exist; make it first").format(path=out.parent))
    except (OSError, ValueError) as error:
        raise _failed(out, error) from None


@contextlib.contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A new file beside the place, gone again when it was not given the place's name."""
    made, number = None, -1
    try:
        for old in leftovers(out):
            if _is_nobodys(old):
                old.unlink(missing_ok=True)
        number, name = tempfile.mkstemp(prefix=_start(out), dir=out.parent)
        made = Path(name)
        _claim(number)
        yield made
    except (OSError, ValueError) as error:
        raise _failed(out, error) from None
    finally:
        if number >= 0:
            os.close(number)
        if made is not None:
            for ending in ("", "-journal", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    Path(f"{made}{ending}").unlink(missing_ok=True)


def leftovers(out: Path) -> tuple[Path, ...]:
    """What is being made beside the place, or was when its maker was killed."""
    return tuple(out.parent.glob(f"{_plain(_start(out))}*"))


def _claim(number: int) -> bool:
    """Say that somebody is at work on an open file, as long as it is open; False when somebody else said so."""
    if os.name != "posix":
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_nobodys(old: Path) -> bool:
    """Whether the maker of a half-made file is gone: it may hold what the whole one must not."""
    if time.time() - old.stat().st_mtime > OLD_SECONDS:
        return True
    if os.name != "posix":
        return False
    number = os.open(old, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        return _claim(number)
    finally:
        os.close(number)


def _start(out: Path) -> str:
    return f".{out.name[:100]}.sealing-"


def _plain(name: str) -> str:
    """A name in which a pattern's signs mean themselves."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _failed(out: Path, error: OSError | ValueError) -> HubdeskError:
    if isinstance(error, OSError) and error.errno in _FULL:
        return StoreFullError(_("{path} cannot be written: the disk is full; nothing was left there").format(path=out))
    why = getattr(error, "strerror", None) or error
    return FailedError(_("{path} cannot be written: {why}").format(path=out, why=why))


def take_place(made: Path, out: Path, replace: bool) -> None:
    """Give the whole file its name. What has come there meanwhile is not overwritten unless it may be."""
    if replace:
        made.replace(out)
        return
    try:
        os.link(made, out)
    except FileExistsError:
        raise TakenError(_("{path} exists already; name another file").format(path=out)) from None
    except OSError:  # a file system without links
        if os.path.lexists(out):
            raise
        made.rename(out)
