"""What a reader says of a sealed session: its manifest, and whether it is still what was sealed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from hubdesk.store import manifest
from hubdesk.store.errors import StoreUnreachableError
from hubdesk.store.manifest import Manifest


class ReadsSeal:
    """A part of Reader."""

    _path: Path

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def manifest(self) -> Manifest | None:
        """None when the session is not sealed, or does not say what it is a copy of."""
        with self._reading() as connection:
            return manifest.read(connection)

    def is_as_sealed(self, look: Callable[[], None] | None = None) -> bool | None:
        """Whether the file's bytes are those that were sealed; None when it is not sealed. Reads all of it;
        `look` is called now and then, and what it raises ends that.

        Raises StoreUnreachableError when the disk does not give it.
        """
        with self._reading() as connection:
            meta = dict(
                connection.execute("SELECT key, value FROM meta WHERE key IN ('sealed', ?)", (manifest.DIGEST,))
            )
        if meta.get("sealed", "0") == "0":
            return None
        try:
            return manifest.verify(self._path, meta.get(manifest.DIGEST, ""), look)
        except OSError as error:
            raise StoreUnreachableError(f"{self._path}: {error.strerror or error}") from None
