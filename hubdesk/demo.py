"""Where the demonstration's session is: shipped packed, made whole in the cache the first time it is wanted."""

from __future__ import annotations

import hashlib
import lzma
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.resources import resource
from hubdesk.store import schema

PACKED: Final = "demo/demo.hubdesk.xz"  # made by packaging/build_demo.py
DIGEST: Final = "demo/demo.sha256"  # of the unpacked file, and how long it is
BLOCK: Final = 1 << 20
UNPACKING_SHARE: Final = 0.2  # of the whole work, in time

Progress = Callable[[float], None]
"""Told from 0 to 1 how much is done."""


def demo_path(cache_dir: Path, progress: Progress | None = None) -> Path:
    """The demonstration's file in that cache, made whole if this version's is not there yet: some seconds' work.

    Each version has a folder of its own, so a newer one never meets an older one's remains.
    HubdeskError when the cache cannot be written or what was shipped is missing or damaged.
    """
    digest, length = _told()
    path = _place(cache_dir, digest)
    try:
        if not path.exists():
            _forget_others(cache_dir)
            path.parent.mkdir(parents=True, exist_ok=True)
            _unpack(resource(PACKED), path, digest, length, progress or _tell_nobody)
    except OSError as error:
        where = error.filename or cache_dir
        why = error.strerror or str(error)
        raise HubdeskError(
            _("The demonstration cannot be unpacked: {where}: {why}").format(where=where, why=why)
        ) from None
    return path


def is_unpacked(cache_dir: Path) -> bool:
    """Whether `demo_path` has nothing left to do there."""
    return _place(cache_dir, _told()[0]).exists()


def _place(cache_dir: Path, digest: str) -> Path:
    """Named after what it holds and after the tables it was given: a Hubdesk with other tables makes it anew."""
    return cache_dir / f"demo-{digest[:12]}-{schema.version()}" / "demo.hubdesk"


def _told() -> tuple[str, int]:
    """What the digest's file says: the digest, and the unpacked file's length in bytes."""
    file = resource(DIGEST)
    try:
        digest, length, _name = file.read_text("ascii").split()
        int(digest, 16)
        return digest, int(length)
    except (OSError, ValueError):
        raise _damaged(file) from None


def _unpack(packed: Path, path: Path, digest: str, length: int, tell: Progress) -> None:
    """Make it beside the place, then move it there: whoever looks sees nothing or all of it."""
    from hubdesk.store import packing  # only the first opening needs what writes

    def tell_of_words(done: int, total: int) -> None:
        tell(1.0 if done == total else UNPACKING_SHARE + (1 - UNPACKING_SHARE) * done / total)

    folder = Path(tempfile.mkdtemp(prefix="unpacking-", dir=path.parent))
    try:
        made = folder / "demo.hubdesk"
        if _copy(packed, made, length, tell) != digest:
            raise _damaged(packed)
        packing.complete(made, tell_of_words)
        made.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(packed: Path, made: Path, length: int, tell: Progress) -> str:
    """Unpack, not past `length`, and return the digest of what came out."""
    digest, done = hashlib.sha256(), 0
    try:
        with made.open("wb") as out, lzma.open(packed) as source:
            while done <= length and (block := source.read(BLOCK)):
                digest.update(block)
                done += out.write(block)
                tell(UNPACKING_SHARE * min(1.0, done / max(1, length)))
    except (EOFError, lzma.LZMAError):
        raise _damaged(packed) from None
    except FileNotFoundError:
        if packed.exists():
            raise
        raise _damaged(packed) from None
    return digest.hexdigest()


def _damaged(file: Path) -> HubdeskError:
    return HubdeskError(
        _(
            "{path} is missing or damaged; install Hubdesk again, or in a checkout: python packaging/build_demo.py"
        ).format(path=file)
    )


def _forget_others(cache_dir: Path) -> None:
    """Take away what earlier versions unpacked. One that is open elsewhere may stay."""
    for old in cache_dir.glob("demo-????????????*"):
        shutil.rmtree(old, ignore_errors=True)


def _tell_nobody(_share: float) -> None:
    """Nobody asked how much is done."""
