"""Everything that reads a session. A reader sees a scope and never past its end."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hubdesk.core import Heard, Millis, Person, Rehearing, Scope, SourceRow, Topic
from hubdesk.store import coverage, mentions, narrowed, series, topics
from hubdesk.store.bands import Band as Band  # as below
from hubdesk.store.connection import one_moment
from hubdesk.store.corrections import OwnError as OwnError  # as below
from hubdesk.store.covers import RememberedCovers
from hubdesk.store.crossed_values import OTHERS as OTHERS  # as below
from hubdesk.store.crossed_values import Crossed as Crossed  # as below
from hubdesk.store.crossed_values import Dimension as Dimension  # as below
from hubdesk.store.crossed_values import Line as Line  # as below
from hubdesk.store.crossed_values import Tally as Tally  # as below
from hubdesk.store.errors import clear_errors, gone
from hubdesk.store.found import Comparison, Found
from hubdesk.store.found import Emerged as Emerged  # as below
from hubdesk.store.found import Order as Order  # as below
from hubdesk.store.found import Phrases as Phrases  # as below
from hubdesk.store.passport import file_of
from hubdesk.store.place_counts import PlaceCount as PlaceCount  # panels know the reader alone
from hubdesk.store.pushed import Contributor as Contributor  # as above
from hubdesk.store.pushed import Pushed as Pushed  # as above
from hubdesk.store.reader_channels import ReadsChannels
from hubdesk.store.reader_coverage import ReadsCoverage
from hubdesk.store.reader_episodes import ReadsEpisodes
from hubdesk.store.reader_erasure import ReadsErasures
from hubdesk.store.reader_leaving import ReadsLeaving
from hubdesk.store.reader_people import ReadsPeople
from hubdesk.store.reader_readings import ReadsReadings
from hubdesk.store.reader_review import ReadsReview
from hubdesk.store.reader_seal import ReadsSeal
from hubdesk.store.spread_values import Spread as Spread  # as below
from hubdesk.store.spread_values import SpreadGroup as SpreadGroup  # as below
from hubdesk.store.spread_values import SpreadOrder as SpreadOrder  # as below
from hubdesk.store.tone_counts import Split as Split  # as below
from hubdesk.store.tone_counts import Themes as Themes  # as below
from hubdesk.store.tone_counts import ThemeTold as ThemeTold  # as below
from hubdesk.store.tone_counts import Told as Told  # as below
from hubdesk.store.topics import TopicVersion as TopicVersion  # panels know the reader alone
from hubdesk.store.voices_life import VoiceLife as VoiceLife  # as above
from hubdesk.store.voices_values import Account as Account  # as above
from hubdesk.store.voices_values import Began as Began  # as above
from hubdesk.store.voices_values import Voice as Voice  # as above
from hubdesk.store.voices_values import VoiceOrder as VoiceOrder  # as above
from hubdesk.store.voices_values import Voices as Voices  # as above

if TYPE_CHECKING:
    from hubdesk.query.tree import Query
    from hubdesk.store.columns_told import Cut

_CLOSED: Final = sqlite3.connect(":memory:", check_same_thread=False)  # what a reader asks after it was closed
_CLOSED.close()


class Reader(
    ReadsReadings,
    ReadsEpisodes,
    ReadsChannels,
    ReadsReview,
    ReadsSeal,
    ReadsLeaving,
    ReadsErasures,
    ReadsPeople,
    ReadsCoverage,
):
    """One read-only connection. Each question is answered from one moment of the file, whoever writes meanwhile.

    Raises StoreDamagedError or StoreBusyError when the file does not answer. Not for two threads at once. `rest`: takes
    the connection of a reader that is closed, or says that it does not want it.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, rest: Callable[[sqlite3.Connection], bool] | None = None
    ) -> None:
        self._connection = connection
        self._rest = rest
        self._path = path
        self._file = file_of(path)
        self._known: Millis | None = None
        self._since: float | None = None
        self._cuts: dict[Scope, Cut] = {}
        self._is_narrowed = False
        self._covers = RememberedCovers()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._rest = None  # something of it may still be held
        self.close()

    def close(self) -> None:
        connection, rest = self._connection, self._rest
        self._connection, self._rest = _CLOSED, None
        if self._is_narrowed and rest is not None:  # one that is closed forgets by itself
            narrowed.forget(connection)
        if rest is None or not rest(connection):
            connection.close()

    def version(self) -> int:
        """A number that moves when anyone, in any process, commits. Each reader counts from its own start.

        Raises StoreUnreachableError when the file is there no more.
        """
        if file_of(self._path) != self._file:
            raise gone(self._path)
        with clear_errors(str(self._path)):
            number: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return number

    def upto(self, known: Millis | None) -> Reader:
        """Tell nothing that became known later, also where no scope is asked with: what the session says of itself,
        corrections, readers that are off, how far it was watched. None: all there is. Returns this reader."""
        self._known = known
        return self

    def since(self, at: float) -> Reader:
        """From now on what was seen after that instant of the monotonic clock is new enough: several readers that are
        asked in one breath tell of one moment, and it is looked for once. Returns this reader."""
        self._since = at
        self._cuts.clear()
        return self

    def note(self, key: str) -> str:
        """A text that the desk keeps in the session, such as its layout; "" when there is none."""
        with self._reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{key}",)).fetchone()
        return "" if row is None else row[0]

    def topics(self) -> tuple[Topic, ...]:
        """What the session listens for, in the order it was added."""
        return self.once("topics", self._topics)

    def topic_versions(self, topic_id: int) -> tuple[TopicVersion, ...]:
        """Every query a topic ever had, newest first."""
        with self._reading() as connection:
            return topics.versions(connection, topic_id)

    def rehearing(self) -> tuple[Rehearing, ...]:
        """The topics of which not all of the past was asked yet: their counts are incomplete. Oldest wish first."""
        with self._reading() as connection:
            return topics.rehearing(connection, self._known)

    def kept_only(self, topic_id: int) -> tuple[str, ...]:
        """Sources that kept only what topics heard before this one had its query: that cannot be heard again."""
        with self._reading() as connection:
            return topics.kept_only(connection, topic_id)

    def people(self) -> tuple[Person, ...]:
        """Whom the session watches: who wrote is told by their accounts."""
        with self._reading() as connection:
            return topics.people(connection)

    def sources(self) -> tuple[SourceRow, ...]:
        """The session's sources as they stand now, in the order they were added."""
        with self._reading() as connection:
            return coverage.sources(connection)

    def latest(self, scope: Scope, limit: int, before: mentions.Place | None = None) -> tuple[Heard, ...]:
        """The scope's newest mentions by (known_at, id), newest first; those after `before` in that order."""
        cut = self.listed_cut(scope)
        with self._reading() as connection:
            if cut is not None:
                return mentions.as_known(connection, cut.newest(limit, before), scope.known)
            return mentions.latest(connection, scope, limit, before)

    def mention(self, id_: int, end: Millis) -> Heard | None:
        """One mention as known at `end`, with what its notes rest on; None when it was not known then."""
        with self._reading() as connection:
            return mentions.mention(connection, id_, end)

    def count(self, scope: Scope) -> int:
        """Distinct mentions of the scope's topics; of all when it has none."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.count
        with self._reading() as connection:
            return series.count(connection, scope)

    def volume(self, topic: Topic | None, scope: Scope, step: Millis) -> tuple[tuple[Millis, int | None], ...]:
        """(start of the bin, mentions published in it and in the scope); None where nobody listened at all.

        `topic` None: every stored mention. Bins lie on UTC multiples of `step`, whole days on the session's midnights.
        """
        if topic not in scope.topics:  # a cut tells of the scope's topics alone
            scope = replace(scope, topics=())
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.volume(topic, step)
        with self._reading() as connection:
            return series.volume(connection, topic, scope, step, self._zone(), self._covers)

    def shares(self, scope: Scope) -> tuple[tuple[Topic, int], ...]:
        """How many mentions each of the scope's topics heard."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.shares()
        with self._reading() as connection:
            return series.shares(connection, scope)

    def search(
        self,
        query: Query,
        scope: Scope,
        limit: int,
        *,
        order: Order = Order.TIME,
        before: mentions.Place | None = None,
        most: int | None = None,
    ) -> Found:
        """What a query finds in the scope: how many, and the first in that order; by time, those after `before`.

        What index and columns cannot tell is asked one by one: of more than `most` such candidates, the newest.
        """
        from hubdesk.store.search import search  # loads the query language, which other readers do not need

        with self._reading(scope) as connection:
            return search(connection, query, scope, limit, order=order, before=before, most=most)

    def through(self, query: Query, scope: Scope, step: Millis) -> tuple[int, ...]:
        """How many mentions a query finds in each step of the scope: one search for all of them."""
        from hubdesk.store.search import through  # as above

        with self._reading(scope) as connection:
            return through(connection, query, scope, step)

    def words(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Words seen in the session that begin so, commonest first, with how many mentions hold them."""
        from hubdesk.store import fulltext, lexicon  # as above

        with self._reading() as connection:
            return lexicon.words(connection, prefix, limit) if fulltext.is_current(connection) else ()

    def compare(
        self,
        draft: Query,
        topic: Topic,
        scope: Scope,
        *,
        saved: Query | None = None,
        step: Millis,
        sample: int = 20,
        most: int = 20_000,
    ) -> Comparison:
        """What a draft of a topic's query hears in the scope beside what the topic heard, or another query hears.

        When more than `most` mentions would have to be asked one by one, some are, and figures are estimates.
        """
        from hubdesk.store.compare import compare  # as above

        with self._reading(scope) as connection:
            return compare(connection, draft, topic, scope, saved, step, sample, most, self._zone())

    def problems(self, now: Millis | None = None) -> tuple[str, ...]:
        """What is wrong inside the file, one plain sentence each; nothing when it is sound. Reads all of it.

        `now`: what was stored after it is a problem as well.
        """
        from hubdesk.store.problems import problems  # wanted by `hubdesk check` alone

        with self._reading() as connection:
            return problems(connection, now)

    def _topics(self) -> tuple[Topic, ...]:
        with self._reading() as connection:
            return topics.topics(connection)

    def _zone(self) -> ZoneInfo:
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'timezone'").fetchone()
        try:
            return ZoneInfo(row[0])
        except (TypeError, ValueError, OSError, ZoneInfoNotFoundError):
            return ZoneInfo("UTC")

    @contextlib.contextmanager
    def _reading(self, *scopes: Scope) -> Iterator[sqlite3.Connection]:
        """One moment of the file. `scopes`: those that statements will be about; what their filters take is told to
        the connection first."""
        if any(scope.filters for scope in scopes):
            self._is_narrowed = True
            narrowed.know(self._connection, self.taken_of(scopes))
        with one_moment(self._connection, self._path):
            yield self._connection
