"""Official channels and their silence, who speaks, and who pushes what is said; a part of Reader."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from hubdesk.core import Millis, Scope, Topic
from hubdesk.core.channels import Channel, ChannelSilence, OfficialArea
from hubdesk.store import channels, episodes
from hubdesk.store.reader_voices import ReadsVoices

if TYPE_CHECKING:
    from hubdesk.store.pushed import Pushed


class ReadsChannels(ReadsVoices):
    """Needs what Reader has."""

    _reported: tuple[object, Millis | None] | None = None  # the last question for a first report, and its answer

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def channels(self) -> tuple[Channel, ...]:
        """The official channels that the session watches."""
        return self.once("channels", self._channels)

    def _channels(self) -> tuple[Channel, ...]:
        with self._reading() as connection:
            return channels.channels(connection)

    def silence(self, topic: Topic, scope: Scope, since: Millis | None = None) -> tuple[ChannelSilence, ...]:
        """For how long each of a topic's channels has said nothing of what people report, at the scope's end.

        `since`: the first credible report; None: that of the topic's outage or crisis in the scope. Without either,
        and without a channel, there is none. What became known after the end is not looked at.
        """
        from hubdesk.store import silence  # what official words mean, which few readers need

        with self._reading() as connection:
            since = self._first_report(connection, topic, scope) if since is None else since
            return () if since is None else silence.silences(connection, topic, scope, since)

    def official_area(self, topic: Topic, scope: Scope, since: Millis | None = None) -> OfficialArea | None:
        """The départements that the last official word on an incident names, and where people report it.

        `since` as for `silence`. None: no word on it that names a place was known at the scope's end.
        """
        from hubdesk.store import silence  # as above

        with self._reading() as connection:
            since = self._first_report(connection, topic, scope) if since is None else since
            return None if since is None else silence.area(connection, topic, scope, since)

    def _first_report(self, connection: sqlite3.Connection, topic: Topic, scope: Scope) -> Millis | None:
        """Looked for once for the clock and the area, which are shown together."""
        from hubdesk.store import silence  # as above

        question = (connection.execute("PRAGMA data_version").fetchone()[0], topic, scope)
        if self._reported is None or self._reported[0] != question:
            self._reported = (question, silence.first_report(connection, topic, scope))
        return self._reported[1]

    def pushed(self, scope: Scope) -> Pushed:
        """Who pushes what a scope holds, whatever its filters take: accounts that act together, declared insiders, the
        loudest ten. What chance does is known of all accounts together."""
        from hubdesk.store import audit  # numbers by the array, which few readers need

        with self._reading() as connection:
            return audit.pushed(connection, replace(scope, filters=()))

    def posts_by(self, account: str, after: int, upto: int) -> tuple[tuple[int, Millis, str, str], ...]:
        """What an account (`network:handle`) published itself, among the mentions numbered (after, upto]: number,
        instant, text, address."""
        with self._reading() as connection:
            return channels.posts(connection, account, after, upto)

    def stood_on(self, channel: Channel) -> str:
        """What the last look at a channel left to be known by the next one; "" before the first."""
        with self._reading() as connection:
            return episodes.watched(connection, channels.watch_name(channel.key))[1]
