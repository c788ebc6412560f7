"""What looks at official channels bring, and who declared to be an insider; a part of Writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager

from hubdesk.core import Millis, Person
from hubdesk.core.channels import Channel, Said
from hubdesk.store import channels, insiders
from hubdesk.store.rows import clean
from hubdesk.store.topics import PEOPLE


class WritesChannels:
    """Needs what Writer has. Each method is one transaction."""

    def _writing(self, *, durable: bool) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def _set_meta(self, key: str, value: str) -> None:
        raise NotImplementedError

    def change_insiders(self, added: Iterable[Person] = (), removed: Iterable[Person] = ()) -> None:
        """Staff that declared itself, or no longer. Whom else the session watches stays. Raises HubdeskError."""
        with self._writing(durable=True) as connection:
            self._set_meta(f"note:{PEOPLE}", insiders.change(connection, added, removed))

    def keep_look(
        self, channel: Channel, at: Millis, said: Iterable[Said] = (), memory: str | None = None, error: str = ""
    ) -> int:
        """A look at a channel, what it says that it did not say before, and what the next look is to know.

        `error`: nobody could see what it says, and why. Returns how many statements are new.
        """
        with self._writing(durable=False) as connection:
            return channels.keep(connection, channel.key, at, clean(error), said, memory)
