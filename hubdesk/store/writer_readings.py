"""What readers and the analyst write of stored mentions; a part of Writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager

from hubdesk.core import Millis
from hubdesk.core.readings import OwnWord, OwnWords, ReaderOff
from hubdesk.store import own_words, readers_off
from hubdesk.store.corrections import Correction, checked
from hubdesk.store.pages import Combos
from hubdesk.store.rereads import Reread


class WritesReadings:
    """Needs what Writer has. Each method is one transaction."""

    _connection: sqlite3.Connection
    _combos: Combos

    def _writing(self, *, durable: bool) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def _set_meta(self, key: str, value: str) -> None:
        raise NotImplementedError

    def set_readings(self, batch: Iterable[Reread]) -> int:
        """What readers found in mentions that are stored. Returns how many of them say something else now.

        A reading of words that were edited or taken back meanwhile is dropped, and so is one by an older version of a
        reader. What the analyst corrected stays as she said, and what the readers say by now is kept beside. Topics
        that ask about what is read are asked again about these mentions.
        """
        from hubdesk.store import rereading  # loads the query language, which other writing does not need

        batch = tuple(batch)
        rereading.attentive(self._connection)  # made ready before anybody has to wait for us
        with self._writing(durable=False) as connection:
            return rereading.set_readings(connection, self._combos, batch)

    def correct(self, mention: int, reading: str, value: str | Iterable[str], at: Millis) -> Correction:
        """The analyst's word on one reading of a mention: tone, irony, theme, place, target or language.

        `value` is the whole of it, see `corrections`: "negative"; ("price_billing", "store"); ("Orange=negative",).
        Raises HubdeskError when it can be none, or when the mention is not there or was taken back.
        """
        from hubdesk.store import rereading  # as above

        value = checked(reading, value)
        rereading.attentive(self._connection)
        with self._writing(durable=True) as connection:
            return rereading.correct(connection, self._combos, mention, reading, value, at)

    def undo_correction(self, id_: int) -> bool:
        """As if it had never been said. False when there is no such correction."""
        from hubdesk.store import rereading  # as above

        rereading.attentive(self._connection)
        with self._writing(durable=True) as connection:
            return rereading.undo_correction(connection, self._combos, id_)

    def set_off(self, off: Iterable[ReaderOff]) -> None:
        """Which readers cannot be used, all of them; Reader.off gives them back."""
        with self._writing(durable=False):
            self._set_meta(f"note:{readers_off.NOTE}", readers_off.dump(off))

    def change_own_words(
        self, added: Iterable[OwnWord] = (), removed: Iterable[OwnWord] = (), *, at: Millis
    ) -> OwnWords:
        """Add and remove own words. What arrives is read with them from then on; what is stored, when it is read again.

        Raises HubdeskError when one can be none.
        """
        added, removed = tuple(own_words.checked(word) for word in added), tuple(removed)
        with self._writing(durable=True) as connection:
            changed = own_words.changed(own_words.read(connection), added, removed, at)
            self._set_meta(f"note:{own_words.NOTE}", own_words.dump(changed))
        return changed
