"""The desk: bars and docks around one scope of one session. This file only wires."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from hubdesk.desk.alerts import Alerts
from hubdesk.desk.cells import Cells
from hubdesk.desk.collecting import Collecting
from hubdesk.desk.coverage_line import KEY as BARS
from hubdesk.desk.coverage_line import Bars, CoverageLine, read_bars
from hubdesk.desk.deeds import Deeds
from hubdesk.desk.docks import DockArea
from hubdesk.desk.filter_chips import FilterChips
from hubdesk.desk.furnishing import Furnishing
from hubdesk.desk.key_order import KeyOrder
from hubdesk.desk.layout_keeper import LayoutKeeper
from hubdesk.desk.looking import Looking
from hubdesk.desk.menus import Menus
from hubdesk.desk.past_watch import PastWatch
from hubdesk.desk.replay import Replay
from hubdesk.desk.scope_bar import ScopeBar
from hubdesk.desk.searching import Searching
from hubdesk.desk.session import Basis, OpenSession
from hubdesk.desk.status import Plate, StatusBar, TitledMenuBar
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.wishes import Wishes
from hubdesk.desk.workshop import Workshop
from hubdesk.desk.writes import KeepLayout, ask_everyone, ask_one
from hubdesk.i18n import _, language
from hubdesk.widgets.empty import EmptyState, Vacancy
from hubdesk.widgets.text import tame

TICK_MS: Final = 1_000
LIVE_TICKS: Final = 5  # a live desk asks again at least every 5 s: its end moves even when nothing comes


class Desk(QMainWindow):
    """One window on one session; without one, it says what to do."""

    wished = Signal(str)  # for the application: new, open, demo, quit, preferences, theme:dark, language:fr, ...
    session_wished = Signal(object)  # a path
    opened = Signal(object)  # the path of the session that could be opened
    drawn = Signal()  # every panel in sight has drawn once

    def __init__(self, given: Surroundings, path: Path | None = None) -> None:
        super().__init__()
        self.settings, self.places, self.path, self._given = given.settings, given.places, path, given
        self.session: OpenSession | None = None
        self._cells: Cells | None = None
        self._collecting: Collecting | None = None
        self._bars: Bars | None = None
        self._ticks = 0
        self._build()
        self.keys = KeyOrder(self.scope_bar, self.area, self)
        self.keeper = LayoutKeeper(self, self.area, given.places.layout_file)
        self.keeper.restore()
        self.looking = Looking(self.scope_bar, given.now, given.settings.text("span"), self)
        self.searching, self.past, self.replay = Searching(self), PastWatch(self), Replay(self)
        self.workshop = Workshop(self, given.now)
        self.deeds, self.wishes = Deeds(self, given.now, given.profile), Wishes(self, given.now)
        self.chips, self.alerts = FilterChips(self), Alerts(self, given.now, given.alerts)
        self._wire()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._say_title("")
        self.status.show_clock(given.now(), self.looking.zone)
        self.deeds.tick()
        if path is None:
            self.say(Vacancy("open", _("No session is open"), _("A session is one file that holds what was heard.")))
        else:
            self._open(path)

    def _build(self) -> None:
        self.scope_bar, self.coverage, self.status = ScopeBar(), CoverageLine(), StatusBar()
        self.area, self._notice, self.pages = DockArea(), EmptyState(), QStackedWidget()
        for name, maker in self._given.panels.items():
            self.area.add(name, maker)
        self.pages.addWidget(self.area)
        self.pages.addWidget(self._notice)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.scope_bar, self.coverage, self.pages, self.status):
            column.addWidget(part, 1 if part is self.pages else 0)
        self.setCentralWidget(body)
        self._bar = TitledMenuBar()
        self.setMenuBar(self._bar)
        self.menus = Menus(self._bar, [(name, dock.title) for name, dock in self.area.docks.items()], self)
        self._plate = Plate()
        self._bar.setCornerWidget(self._plate, Qt.Corner.TopRightCorner)
        self._plate.hide()
        self.menus.show_recent(self.settings.texts("recent_sessions"))
        for group, value in (("theme", ""), ("density", ""), ("language", language())):
            self.menus.choose(group, value or self.settings.text(group))
        for line in self.settings.problems[:1]:
            self.status.complain(line)

    def _wire(self) -> None:
        self._furnishing = Furnishing(self)
        self.workshop.wish.connect(self.wishes.grant)
        self.workshop.span_chosen.connect(self.looking.fix)
        self.looking.changed.connect(self.refresh)
        self.scope_bar.dates_wished.connect(self.deeds.choose_dates)
        self.coverage.coverage_wished.connect(self.show_coverage)
        self.menus.wished.connect(self.deeds.do)
        self.menus.recent_wished.connect(self._open_recent)
        self.area.rearranged.connect(self.deeds.tick)
        self._notice.chosen.connect(self.wished)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.area.follow_focus)

    def _open(self, path: Path) -> None:
        self.session = OpenSession(path, self)
        self.session.known.connect(self._know)
        self.session.changed.connect(self._look_again)
        self.session.failed.connect(self._fail)
        self.session.troubled.connect(self.status.complain)
        self.session.refresher.answered.connect(self._take)
        self.session.scribe.failed.connect(self._not_saved)
        self.session.scribe.busy_changed.connect(self._say_saved)
        self.searching.begin()
        self._cells = Cells(self.area, self.session.refresher, self, given=self.deeds.own.given)
        self._cells.drawn.connect(self.drawn)
        self.session.fill_columns(self.places.columns, self._cells.drawn, self.status.show_filling)
        self.session.ask()

    # -- the session speaks

    def _know(self, basis: Basis) -> None:
        """The session said what it is: for the first time, or after a change."""
        is_first = not self.looking.topics and self._bars is None
        if is_first:
            self.looking.begin(basis.facts, basis.topics, basis.listens, basis.opens_at)
            for panel in self.area.panels():
                panel.zone = self.looking.zone
            self._say_title(basis.facts.title)
            self._plate.setVisible(basis.facts.synthetic)
            self._say_saved(is_busy=False)
            self._begin_collecting(basis)
            self.past.begin(basis, self._given.rehearer(self.path) if self._given.rehearer and self.path else None)
            self.deeds.tick()
            self.keeper.offer(basis.layout)
            self.refresh()
            self.opened.emit(self.path)
        elif basis.topics != self.looking.topics:
            self.looking.learn(basis.topics)

    def _look_again(self) -> None:
        self.deeds.own.know_more()
        if self.session is not None:
            self.session.ask()
        self.refresh()

    def refresh(self) -> None:
        """Ask for everything a person can see, of the scope as it stands now."""
        if self.session is None or self._cells is None or self.session.basis is None or self.isMinimized():
            return
        scope = self.looking.scope()
        self._cells.look_at(scope, self.session.basis.facts.mentions)
        self.workshop.look_at(scope)
        self.session.refresher.ask(BARS, read_bars, scope)

    def _take(self, key: str, picture: object) -> None:
        if key == BARS and isinstance(picture, Bars):
            self._bars = picture
            self._show_bars()
            self.past.look(picture.past)
        self.keys.follow()

    def _show_bars(self) -> None:
        if self._bars is not None:
            live = self.looking.state.is_live
            now = self._given.now() if live else self._bars.span.end
            self.coverage.show_bars(self._bars, self.looking.zone, now, live)
            self.status.show_bars(self._bars, len(self.looking.scope().topics))

    def _fail(self, line: str) -> None:
        ways = (("open", _("Open another…")), ("new", _("New session…")))
        self.say(Vacancy("warning", _("This session cannot be opened"), line, ways))

    def say(self, vacancy: Vacancy) -> None:
        """Say something in place of the docks."""
        if not vacancy.actions:
            ways = (("new", _("New session…")), ("demo", _("Open the demonstration")))
            vacancy = Vacancy(vacancy.icon, vacancy.head, vacancy.text, ways)
        self._notice.show_vacancy(vacancy)
        self.pages.setCurrentWidget(self._notice)
        self.scope_bar.hide()  # there is nothing they could be about
        self.coverage.hide()
        QTimer.singleShot(0, self.drawn.emit)

    def _say_title(self, title: str) -> None:
        name = tame(title, 80) or (tame(self.path.stem, 80) if self.path is not None else "")
        self._bar.say(tame(self.path.name, 80) if self.path is not None else "")
        self.setWindowTitle(f"{name} – Hubdesk" if name else "Hubdesk")

    def _say_saved(self, is_busy: bool) -> None:
        self.status.show_saved(_("saving") if is_busy else _("session saved"))

    def _not_saved(self, what: str, line: str) -> None:
        self.status.complain(line)

    # -- collecting

    @property
    def may_collect(self) -> bool:
        return self._collecting is not None

    @property
    def is_collecting(self) -> bool:
        return self._collecting is not None and self._collecting.is_wanted

    def _begin_collecting(self, basis: Basis) -> None:
        self.status.show_collecting("stopped")
        if self._given.collector is None or self.path is None or not basis.listens:
            return
        self._collecting = Collecting(self._given.collector(self.path), self)
        self._collecting.state_changed.connect(self.status.show_collecting)
        if self.settings.flag("collect_at_start") and any(source.enabled for source in basis.sources):
            self._collecting.start()

    def toggle_collecting(self) -> None:
        if self._collecting is not None:
            if self._collecting.is_wanted:
                self._collecting.stop()
            else:
                self._collecting.start()

    # -- what the analyst does

    def ask_source(self, source: int | None) -> None:
        """Ask one source now, or all of them."""
        if self.session is not None:
            self.session.scribe.write("ask", ask_everyone if source is None else ask_one(source))

    def show_coverage(self) -> None:
        if "coverage" in self.area.docks:
            self.area.raise_panel("coverage")

    def show_mention(self, mention: object) -> None:
        detail = self.area.docks.get("detail")
        choose = getattr(detail.panel, "choose", None) if detail is not None else None
        if choose is not None:
            self.area.raise_panel("detail")
            choose(mention)

    def _open_recent(self, path: str) -> None:
        self.session_wished.emit(Path(path))

    def _tick(self) -> None:
        self._ticks += 1
        self.status.show_clock(self._given.now(), self.looking.zone)
        if self.looking.state.is_live:
            self.looking.show()
            self._show_bars()
            if self._ticks % LIVE_TICKS == 0:
                self.refresh()

    def _keep_layout(self) -> None:
        """In the profile, and in the session when it is ours to change: its file travels."""
        text = self.keeper.save()
        basis = self.session.basis if self.session is not None else None
        if text and self.session is not None and basis is not None and basis.listens:
            self.session.scribe.write("layout", KeepLayout(text))

    # -- Qt

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.keys.put()
        return bool(super().focusNextPrevChild(forward))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.settle()
        self.area.make_seen()
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._timer.isActive():
            self._keep_layout()
        self._timer.stop()
        self.hide()
        self.past.close()
        self.alerts.close()
        self.deeds.close()
        if self._collecting is not None:
            self._collecting.close()
        self.workshop.close()
        if self.session is not None:
            self.session.close()
        super().closeEvent(event)
