"""A scope narrowed by filters, counted from the session's columns; a part of Reader."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo

from hubdesk.core import DAY, Scope, Span

if TYPE_CHECKING:  # numbers in columns, which a reader without filters does not need
    from hubdesk.store.columns import Columns
    from hubdesk.store.columns_look import Look
    from hubdesk.store.columns_rows import Array
    from hubdesk.store.columns_told import Cut

_T = TypeVar("_T")

LARGE: Final = 1_000  # mentions published in a scope's time: SQL counts fewer as soon
LONG_AGO: Final = DAY  # by then much may have come that is not of the scope
FEW: Final = 2_000  # mentions that columns still lack, and take in within a blink
_IS_LARGE: Final = (
    "SELECT EXISTS (SELECT 1 FROM mention INDEXED BY mention_at WHERE at >= ? AND at < ? LIMIT 1 OFFSET ?)"
)


@dataclass(slots=True)
class _Held:
    """The columns of one session, for all who ask in this process."""

    columns: Columns | None = None
    folder: Path | None = None  # of the cache, where they may be kept
    filler: Callable[[], None] | None = None
    holders: int = 0
    is_left: bool = False
    is_dropped: bool = False
    making: threading.Lock = field(default_factory=threading.Lock)


_SHARED: Final[dict[Path, _Held]] = {}
_SHARING: Final = threading.Lock()  # taken for a moment: nobody waits here for a file


def hold(path: Path, folder: Path | None = None, filler: Callable[[], None] | None = None) -> None:
    """Want a session's columns to last until `drop`, as often as this was called. Makes none, and reads nothing.
    `folder`: of the cache, where they may be kept until the next time. `filler`: is called in any thread when somebody
    looks before they are filled; who looked then waits for `free`."""
    with _SHARING:
        held = _SHARED.setdefault(path.absolute(), _Held())
        held.holders += 1
        held.folder = held.folder or folder
        held.filler = filler or held.filler


def shared(path: Path, folder: Path | None = None) -> Columns:
    """The columns of a session, one for all who ask in this process, until `drop`. Another file in the place of the one
    that was there has columns of its own. `folder`: as `hold` says. Raises SessionError."""
    from hubdesk.store.columns import Columns  # as above
    from hubdesk.store.session import open_connection  # which opens readers, and so would be above this

    path = path.absolute()
    while True:
        with _SHARING:
            held = _SHARED.setdefault(path, _Held())
            held.folder = held.folder or folder
        with held.making:
            if held.is_dropped:  # while this waited
                continue
            known = held.columns
            if known is not None and not known.is_of_its_file:
                known.close()
                known = None
            if known is None:
                known = held.columns = Columns(path, open_connection, held.folder, held.filler)
            if held.folder is not None:
                known.keep_in(held.folder)
            if held.is_left:
                known.leave()
            return known


def ready(path: Path) -> Columns | None:
    """The columns of a session, where somebody has them by now. Waits for nobody, and makes none."""
    held = _SHARED.get(path.absolute())
    known = None if held is None else held.columns
    return known if known is not None and known.is_of_its_file else None


def free(path: Path, *, for_good: bool = False) -> None:
    """Whoever was called to fill a session's columns has done so. `for_good`: does not do so any more."""
    with _SHARING:
        held = _SHARED.get(path.absolute())
    if held is None:
        return
    with held.making:
        if for_good:
            held.filler = None
        if held.columns is not None:
            held.columns.free(for_good=for_good)


def leave(path: Path) -> None:
    """Be about to `drop`: where nobody else holds them, nobody waits for columns any more, but is told that they are
    gone."""
    with _SHARING:
        held = _SHARED.get(path.absolute())
        if held is None or held.holders > 1:
            return
        held.is_left = True
    if held.columns is not None:
        held.columns.leave()


def drop(path: Path) -> None:
    """Want a session's columns no more. The last to do so lets go of its file."""
    with _SHARING:
        held = _SHARED.get(path.absolute())
        if held is None:
            return
        held.holders -= 1
        if held.holders > 0:
            return
        del _SHARED[path.absolute()]
    with held.making:
        held.is_dropped = True
        if held.columns is not None:
            held.columns.close()


def folders() -> tuple[Path, ...]:
    """Where columns may be kept that are held in this process."""
    with _SHARING:
        return tuple({held.folder for held in _SHARED.values() if held.folder is not None})


def kept_files() -> tuple[Path, ...]:
    """The files of columns that are in use in this process."""
    with _SHARING:
        known = [held.columns for held in _SHARED.values()]
    return tuple(one.kept_in for one in known if one is not None and one.kept_in is not None)


class ReadsColumns:
    """Needs what Reader has."""

    _path: Path
    _since: float | None
    _cuts: dict[Scope, Cut]  # what this reader had of one breath

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def _zone(self) -> ZoneInfo:
        raise NotImplementedError

    def _listened(self, scope: Scope) -> tuple[Span, ...]:
        raise NotImplementedError

    def once(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """As the reader's own answer, worked out once for all who ask at this moment."""
        raise NotImplementedError

    def cut(self, scope: Scope) -> Cut:
        """What a scope and its filters take, ready to be counted in any way.

        The first time, columns are filled first: some seconds for a million mentions, unless `shared(path).fill` was
        called before, or they were kept. Raises QueryError for a text that is no query.
        """
        found = self._cuts.get(scope)
        if found is None:
            found = self._looked(scope)
            if self._since is not None:
                self._cuts[scope] = found
        return found

    def _looked(self, scope: Scope) -> Cut:
        if scope.known_by is not None and scope.known_by == scope.end:  # said or not, it is the same question
            scope = replace(scope, known_by=None)
        look = shared(self._path).look(scope.start, scope.end, self._since)
        return look.kept.get(scope, partial(self._cut, look, scope))

    def filled_cut(self, scope: Scope) -> Cut | None:
        """The cut of a scope for whoever can also count in SQL: of one that filters narrow, and of a large one once the
        session's columns are there. None: SQL is as quick, or the columns are still being filled. Waits for no filling.
        """
        if scope.filters or scope in self._cuts:
            return self.cut(scope)
        return self.cut(scope) if self._is_filled(scope, is_large=True) else None

    def listed_cut(self, scope: Scope) -> Cut | None:
        """The same for whoever lists its newest: SQL finds these at once, unless filters narrow the scope, or it ended
        long before what it knows."""
        if scope.filters:
            return self.cut(scope)
        is_past = scope.known - scope.end > LONG_AGO
        return self.cut(scope) if is_past and self._is_filled(scope, is_large=False) else None

    def _is_filled(self, scope: Scope, is_large: bool) -> bool:
        """Whether columns are there by now; `is_large`: and the scope's time holds many."""
        columns = ready(self._path)
        if columns is None:
            return False
        last, many = self.once(("large", scope.start, scope.end), partial(self._size, scope))
        return last - columns.last <= FEW and (many or not is_large)

    def _size(self, scope: Scope) -> tuple[int, bool]:
        """The number of the newest mention, and whether the scope's time holds many."""
        with self._reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()
            (is_large,) = connection.execute(_IS_LARGE, (scope.start, scope.end, LARGE)).fetchone()
        return last, bool(is_large)

    def taken_of(self, scopes: Sequence[Scope]) -> Array:
        """The numbers of all that these take, ascending."""
        import numpy as np  # as above

        ids = [self.cut(scope).column("id") for scope in dict.fromkeys(scopes)]
        if len(ids) > 1:
            ids = [np.concatenate(ids)]
            ids[0].sort(kind="stable")  # a few runs that are sorted already; one that several take may come twice
        return ids[0]

    def _cut(self, look: Look, scope: Scope) -> Cut:
        listened = self._listened(scope) if scope.length > 0 else ()
        with self._reading() as connection:
            from hubdesk.store.columns_cut import taken  # as above
            from hubdesk.store.columns_told import Cut

            larger = [one.taken for one in look.kept.given() if isinstance(one, Cut)]
            return Cut(scope, taken(connection, look, scope, larger), look.tables, self._zone(), listened, look.found)
