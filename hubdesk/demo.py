"""Where the demonstration's session is: shipped packed, unpacked into the cache the first time it is wanted."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.resources import resource

PACKED: Final = "demo/demo.hubdesk.gz"  # made by packaging/build_demo.py, its SHA-256 when unpacked beside it
DIGEST: Final = "demo/demo.sha256"


def demo_path(cache_dir: Path) -> Path:
    """The demonstration's file in that cache, unpacked if this version's is not there yet.

    Each version has a folder named after its content, so a newer one never meets an older one's remains.
    HubdeskError when the cache cannot be written or what was shipped is damaged.
    """
    try:
        digest = resource(DIGEST).read_text("ascii").split()[0]
        path = cache_dir / f"demo-{digest[:12]}" / "demo.hubdesk"
        if not path.exists():
            _forget_others(cache_dir)
            path.parent.mkdir(parents=True, exist_ok=True)
            _unpack(resource(PACKED), path, digest)
    except OSError as error:
        where = error.filename or cache_dir
        why = error.strerror or str(error)
        raise HubdeskError(
            _("The demonstration cannot be unpacked: {where}: {why}").format(where=where, why=why)
        ) from None
    return path


def _unpack(packed: Path, path: Path, digest: str) -> None:
    """Write beside the place, check, then move: whoever looks sees nothing or all of it."""
    made = hashlib.sha256()
    handle, name = tempfile.mkstemp(prefix="unpacking-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out, gzip.open(packed, "rb") as source:
            while block := source.read(1 << 20):
                made.update(block)
                out.write(block)
        if made.hexdigest() != digest:
            raise _damaged(packed)
        Path(name).replace(path)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _damaged(packed) from None
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _damaged(packed: Path) -> HubdeskError:
    return HubdeskError(_("{path} is damaged; install Hubdesk again").format(path=packed))


def _forget_others(cache_dir: Path) -> None:
    """Take away what earlier versions unpacked. One that is open elsewhere may stay."""
    for old in cache_dir.glob("demo-????????????"):
        shutil.rmtree(old, ignore_errors=True)
