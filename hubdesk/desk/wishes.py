"""What panels may wish for, word by word, and who grants it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from hubdesk.core import HubdeskError, Millis, Span
from hubdesk.core.filters import Filters
from hubdesk.desk.correcting import Corrections
from hubdesk.desk.insiders import Register
from hubdesk.desk.links import open_link
from hubdesk.desk.marking import Markings
from hubdesk.desk.overlay import Overlays
from hubdesk.desk.review import Review
from hubdesk.desk.searching import Wanted
from hubdesk.desk.writes import SwitchSource
from hubdesk.panels.audit_wish import INSIDERS
from hubdesk.panels.correcting import CORRECT, UNDO
from hubdesk.panels.episode_marking import CRISIS_ROOM, EPISODE, MARK, UNMARK
from hubdesk.panels.erasing import ERASE
from hubdesk.panels.journal_wish import JOURNAL
from hubdesk.panels.panel import Rows
from hubdesk.panels.past import GO_ON, STOP
from hubdesk.panels.review_marking import GO_TO
from hubdesk.panels.review_marking import MARK as MARK_REVIEW
from hubdesk.panels.review_marking import UNMARK as UNMARK_REVIEW
from hubdesk.panels.spread_wish import AUDIT
from hubdesk.panels.trend_past import NO_OVERLAY, OVERLAY
from hubdesk.widgets.empty_reasons import UNFILTER

if TYPE_CHECKING:
    from hubdesk.desk.journal_saving import JournalSaving
    from hubdesk.desk.panel_dock import PanelDock
    from hubdesk.desk.scope_state import ScopeState
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel

logger = logging.getLogger(__name__)


class Wishes(QObject):
    """Panels are strangers: they say a word and a value, the window's parts do the rest."""

    def __init__(self, desk: Desk, now: Callable[[], Millis]) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._episode: object = None  # the one that was chosen last
        self._journal: JournalSaving | None = None
        corrections, markings = Corrections(desk, now), Markings(desk, now)
        self.review, self._overlays = Review(desk, now), Overlays(desk)
        self._words: dict[str, Callable[[object], None]] = {
            "open-link": self._open_link,
            "coverage": self._show_coverage,
            "setup": self._add_source,
            "topics": self._change_topics,
            "widen": self._widen,
            "live": self._go_live,
            "back": self._go_back,
            UNFILTER: self._remove_filters,
            AUDIT: self._show_audit,
            "topic": self._look_at_topic,
            "rows": self._open_rows,
            "source-enabled": self._switch_source,
            "search-left": self._end_search,
            "search-saved": self._save_search,
            "said": self._say,
            STOP: desk.past.stop,
            GO_ON: desk.past.go_on,
            CORRECT: corrections.correct,
            UNDO: corrections.undo,
            EPISODE: self._show_episode,
            CRISIS_ROOM: self._open_crisis_room,
            MARK: markings.mark,
            UNMARK: markings.unmark,
            MARK_REVIEW: self.review.mark,
            UNMARK_REVIEW: self.review.unmark,
            GO_TO: self.review.go_to,
            OVERLAY: self._ask_overlay,
            NO_OVERLAY: self._overlays.show,
            INSIDERS: Register(desk).change,
            JOURNAL: self._save_journal,
            ERASE: self._erase,
        }

    def grant_of(self, dock: PanelDock, word: str, value: object) -> None:
        """What the panel in that dock wished for."""
        if word == "rows":
            self._open_rows(value, dock)
        elif not self._desk.deeds.own.grant(dock, word):
            self.grant(word, value)

    def grant(self, word: str, value: object) -> None:
        """Do what was wished for. A word nobody knows is a panel's mistake: it is logged."""
        if word in self._words:
            self._words[word](value)
        else:
            logger.warning("a panel wished for %r, which nobody grants", word)

    def close(self) -> None:
        """Finish what is being written."""
        if self._journal is not None:
            self._journal.close()

    def tell(self, panel: Panel[Any]) -> None:
        """One panel what episode is chosen, if it shows episodes, and what is marked."""
        self.review.tell(panel)
        choose = getattr(panel, "choose_episode", None)
        if choose is not None and self._episode is not None:
            choose(self._episode)

    def _open_link(self, address: object) -> None:
        try:
            open_link(str(address), self._desk.settings, self._desk)
        except HubdeskError as error:
            self._desk.status.complain(str(error))

    def _say(self, line: object) -> None:
        self._desk.status.complain(str(line))

    def _show_coverage(self, _nothing: object) -> None:
        self._desk.show_coverage()

    def _add_source(self, _nothing: object) -> None:
        self._desk.deeds.add_source()

    def _change_topics(self, _nothing: object) -> None:
        self._desk.deeds.topics()

    def _widen(self, _nothing: object) -> None:
        self._desk.looking.widen()

    def _go_live(self, _nothing: object) -> None:
        if not self._desk.looking.state.is_live:
            self._desk.looking.toggle_live()

    def _remove_filters(self, _nothing: object) -> None:
        self._desk.looking.narrow((), instead=self._desk.looking.state.filters)

    def _show_audit(self, _nothing: object) -> None:
        if "audit" in self._desk.area.docks:
            self._desk.area.raise_panel("audit")

    def _go_back(self, _nothing: object) -> None:
        self._desk.looking.back()

    def _look_at_topic(self, topic: object) -> None:
        if isinstance(topic, int):
            self._desk.looking.only(topic)

    def _open_rows(self, rows: object, dock: PanelDock | None = None) -> None:
        """What a figure counted, in the feed: of the scope that its panel is asked about, which may be its own."""
        if not isinstance(rows, Rows):
            return
        state = self._desk.looking.state
        span = None if rows.start is None or rows.end is None else Span(rows.start, rows.end)
        of: ScopeState | None = None
        instead: Filters = ()
        if dock is not None:
            own = self._desk.deeds.own
            of = own.state_of(dock)
            if of is not None and span is None and not state.is_live:
                scope = own.scope_of(dock)
                span = Span(scope.start, scope.end)
            if not dock.panel.follows_filters:  # its figures are of more than chips take
                instead = (of or state).filters
        self._desk.searching.open(Wanted(rows.query, span, rows.topic, instead, rows.filters, of))

    def _show_episode(self, episode: object) -> None:
        """Everybody who can show an episode shows that one; the list of all comes to the front."""
        self._choose_episode(episode, "episodes")

    def _open_crisis_room(self, episode: object) -> None:
        self._choose_episode(episode, "crisis")

    def _choose_episode(self, episode: object, front: str) -> None:
        self._episode, area = episode, self._desk.area
        for panel in area.panels():
            self.tell(panel)
        if front in area.docks and not area.docks[front].is_seen():
            area.raise_panel(front)

    def _switch_source(self, value: object) -> None:
        if isinstance(value, tuple) and len(value) == 2 and self._desk.session is not None:
            self._desk.session.scribe.write("switch", SwitchSource(int(value[0]), bool(value[1])))

    def _ask_overlay(self, _nothing: object) -> None:
        self._overlays.ask(self._episode)

    def _save_journal(self, scope: object) -> None:
        from hubdesk.desk.journal_saving import JournalSaving  # Qt's writer of PDF, which few desks need

        if self._journal is None:
            self._journal = JournalSaving(self._desk)
        self._journal.save(scope)

    def _erase(self, heard: object) -> None:
        from hubdesk.desk.erasing import ask_to_erase  # a dialog that a start does not need

        ask_to_erase(self._desk, heard, self._now())

    def _end_search(self, _nothing: object) -> None:
        self._desk.searching.end()

    def _save_search(self, value: object) -> None:
        if isinstance(value, tuple) and len(value) == 2:
            self._desk.searching.save(str(value[0]), bool(value[1]))
