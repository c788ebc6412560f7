"""Which panels keep a scope of their own, and what each panel is asked about; its dock says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from hubdesk.core import MINUTE, Millis, Scope, Span
from hubdesk.desk.coverage_line import KEY as BARS
from hubdesk.desk.coverage_line import Bars, read_bars
from hubdesk.desk.own_scope import ScopeNote, Stand, kept, moves, own_scope, own_words, taken, why_unfiltered
from hubdesk.desk.searching import word_chips
from hubdesk.widgets.empty_reasons import UNFILTER, WIDEN

if TYPE_CHECKING:
    from hubdesk.desk.panel_dock import PanelDock
    from hubdesk.desk.scope_state import ScopeState
    from hubdesk.desk.window import Desk

SEARCH_LEFT: Final = "search-left"  # the wish of a feed whose search was closed in it
MOVES_MS: Final = 5_000  # as a live desk asks again: the end of a pinned span may be now while the desk's is not


class OwnScopes(QObject):
    """Pins live as long as the window: topics and chips mean nothing in another session, and a layout is for all."""

    def __init__(self, desk: Desk, now: Callable[[], Millis]) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._kept: dict[str, ScopeState] = {}
        self._bars: dict[str, Bars] = {}  # what the pictures of pinned panels rest on
        self._hears = False
        self._known: Millis | None = None  # by when stretches that stand still are known
        self._moving = QTimer(self)
        self._moving.setInterval(MOVES_MS)
        self._moving.timeout.connect(self._move)
        for dock in desk.area.docks.values():
            dock.pin_wished.connect(self.toggle)

    def toggle(self, dock: PanelDock) -> None:
        """Pin that panel to the scope that the desk has now; a pinned one follows the desk again."""
        session, looking = self._desk.session, self._desk.looking
        if session is None or session.basis is None:
            return
        if dock.name in self._kept:
            del self._kept[dock.name]
            self._bars.pop(dock.name, None)
            session.refresher.forget(_key(dock.name))
        else:
            self._kept[dock.name] = kept(looking.state, looking.zone)
            if not self._hears:
                self._hears = True
                session.refresher.answered.connect(self._take)
        self._ask(dock)

    def grant(self, dock: PanelDock, word: str) -> bool:
        """What a pinned panel wishes of its scope; False for one that follows the desk, and for any other wish."""
        state = self._kept.get(dock.name)
        if state is None or word not in (UNFILTER, WIDEN, SEARCH_LEFT):
            return False
        if word == WIDEN:
            scope = self.scope_of(dock)
            wider = state.widened(Span(scope.start, scope.end), self._desk.looking.zone)
        else:
            wider = state.without(*(state.filters if word == UNFILTER else word_chips(state.filters)))
        self._kept[dock.name] = wider
        self._ask(dock)
        return True

    def _ask(self, dock: PanelDock) -> None:
        """That panel is asked about something else now."""
        if any(map(moves, self._kept.values())):
            self._moving.start()
        else:
            self._moving.stop()
        self.given(dock, self._desk.looking.scope())
        self._desk.searching.follow()
        self._desk.past.show()
        dock.asks.emit(dock.name)

    def toggle_current(self) -> None:
        """The panel a person works in."""
        dock = self._desk.deeds.exporting.current()
        if dock is not None:
            self.toggle(dock)

    def close(self) -> None:
        """Quiet afterwards."""
        self._moving.stop()

    def state_of(self, dock: PanelDock) -> ScopeState | None:
        """What a pinned panel keeps; None for one that follows the desk. Its figures are of that scope, and so are the
        rows behind them."""
        return self._kept.get(dock.name)

    def scope_of(self, dock: PanelDock, desk: Scope | None = None) -> Scope:
        """What that panel is asked about, when the desk looks at this."""
        desk = self._desk.looking.scope() if desk is None else desk
        state = self._kept.get(dock.name)
        scope = desk if state is None else own_scope(state, self._steadied(state, self._stand(desk)))
        return taken(scope, dock.panel.follows_filters)

    def scopes(self) -> tuple[tuple[str, Scope], ...]:
        """Of every pinned panel, by name."""
        return tuple((name, self.scope_of(self._desk.area.docks[name])) for name in self._kept)

    def bars_of(self, dock: PanelDock) -> Bars | None:
        """What its picture rests on; None while nobody has read it."""
        return self._bars.get(dock.name) if dock.name in self._kept else self._desk.coverage.bars

    def given(self, dock: PanelDock, desk: Scope) -> Scope:
        """As `scope_of`, when the panel is about to be asked: its dock says of what, and what that rests on is read."""
        scope, state = self.scope_of(dock, desk), self._kept.get(dock.name)
        chips = desk.filters if state is None else state.filters
        own = "" if state is None else own_words(state, scope, self._stand(desk), self._now())
        why = why_unfiltered(dock.name) if chips and not dock.panel.follows_filters else ""
        dock.show_scope(ScopeNote(own, why))
        if state is not None and self._desk.session is not None and dock.is_seen():
            self._desk.session.refresher.ask(_key(dock.name), read_bars, scope)
        return scope

    def _stand(self, desk: Scope) -> Stand:
        """Taken from the desk's own scope, so that panels with the same scope ask the same at the same moment."""
        looking, session = self._desk.looking, self._desk.session
        is_replay = looking.state.replay is not None
        listens = session is not None and session.basis is not None and session.basis.listens
        at = min(desk.known, self._now()) if listens and not is_replay else desk.known  # dates may reach past now
        return Stand(at, is_replay, looking.topics, looking.zone)

    def _steadied(self, state: ScopeState, stand: Stand) -> Stand:
        """Beside a live desk a stretch that stands still is the same question until something is stored, or for a
        minute: what was read of it is not read again."""
        if moves(state) or not self._desk.looking.state.is_live:
            return stand
        if self._known is None or not 0 <= stand.at - self._known < MINUTE:
            self._known = stand.at
        return replace(stand, at=self._known)

    def know_more(self) -> None:
        """Something was stored."""
        self._known = None

    def _move(self) -> None:
        """Time went on for a panel whose end is now, while the desk's stands still."""
        state = self._desk.looking.state
        if not state.is_live and state.replay is None:
            self._desk.refresh()

    def _take(self, key: str, picture: object) -> None:
        for name in self._kept:
            if key == _key(name) and isinstance(picture, Bars):
                self._bars[name] = picture


def _key(panel: str) -> str:
    return f"{BARS} of {panel}"
