"""The query workshop in place of the docks: built when first opened, it asks what its panel asks and keeps drafts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Millis, Scope, Topic
from hubdesk.desk.aside import Aside
from hubdesk.desk.docks import GAP
from hubdesk.desk.drafts import drafts_file, read_drafts, write_drafts
from hubdesk.desk.refresh import Read
from hubdesk.desk.saver import Saver
from hubdesk.desk.session import Basis, OpenSession
from hubdesk.desk.writes import ChangeTopics
from hubdesk.i18n import _

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.panels.query import QueryPanel
    from hubdesk.panels.query_draft import Draft
    from hubdesk.panels.query_picture import QueryPicture

KEY: Final = "query"
PANEL: Final = "hubdesk.panels.query"
LANGUAGE: Final = ("syntax", "match", "pieces", "brings", "noise")
LOAD_AFTER_MS: Final = 500  # the desk stands: what a first opening of the workshop needs may be loaded
KEEP_MS: Final = 800  # after the last key, before drafts are written to the disk
PACES: Final = {KEY: 1.0, "query:terms": 8.0, "query:why": 1.0}  # seconds between answers to the same question
BREATH: Final = 4  # a comparison that takes a second rests for as many before it is made again


class Workshop(QObject):
    """One a window. While it is open the docks sleep; closing it brings them back as they were."""

    wish = Signal(str, object)  # a word of the window's list and its value, as of any panel
    span_chosen = Signal(object, object)
    opened = Signal(bool)  # False: the docks are back

    def __init__(self, desk: Desk, clock: Callable[[], Millis]) -> None:
        super().__init__(desk)
        self._desk, self._clock = desk, clock
        self.panel: QueryPanel | None = None
        self._page: QWidget | None = None
        self._before: QWidget | None = None
        self._scope: Scope | None = None
        self._kept: tuple[Draft, ...] = ()
        self._has_begun = False
        self._paces = dict(PACES)
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(KEEP_MS)
        self._keep_soon.timeout.connect(self._keep)
        self._loading = Aside(self)
        self._loading.done.connect(self._load)
        self._load_soon = QTimer(self)
        self._load_soon.setSingleShot(True)
        self._load_soon.setInterval(LOAD_AFTER_MS)
        self._load_soon.timeout.connect(self._load_language)
        desk.drawn.connect(self._load_soon.start)
        self._reading, self._saver = Aside(self), Saver(self._write_drafts, self)
        self._reading.done.connect(self._begin)
        self._saver.failed.connect(desk.status.complain)
        desk.area.raised.connect(self.leave)

    @property
    def is_open(self) -> bool:
        return self._page is not None and self._desk.pages.currentWidget() is self._page

    def open(self, topic_id: int = 0) -> None:
        """In front of the docks; on this topic, else on the one worked on last, else on the first in scope."""
        session = self._desk.session
        if session is None or session.basis is None:
            return
        if self.panel is None:
            self._build(session)
        if self.panel is None or self._page is None:
            return
        scope = self._desk.looking.scope()
        if not topic_id and not self._has_begun and scope.topics:
            topic_id = scope.topics[0].id
        if topic_id:
            self.panel.work_on(topic_id)
        if not self.is_open:
            self._before = self._desk.pages.currentWidget()
            self._desk.pages.setCurrentWidget(self._page)
        self.panel.edit.setFocus()
        self.look_at(scope)
        self.opened.emit(True)

    def leave(self, _panel: str = "") -> None:
        """Back to the docks, as they were; what is being asked is asked no more."""
        if self.is_open and self._before is not None and self._desk.session is not None:
            for key in (KEY, *PACES):
                self._desk.session.refresher.forget(key)
            self._desk.pages.setCurrentWidget(self._before)
            self._desk.refresh()
            self.opened.emit(False)

    def look_at(self, scope: Scope) -> None:
        """The span moved, or the session changed: ask again what is shown."""
        self._scope = scope
        if self.is_open and self._has_begun and self.panel is not None:
            self._ask_figures()
            self.panel.ask_again()

    def close(self) -> None:
        """The window closes: what was written is on the disk when this returns."""
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self._keep()
        self._load_soon.stop()
        self._loading.close()
        self._reading.close()
        self._saver.close()

    def _load_language(self) -> None:
        """Once the desk stands, what the first opening needs is loaded: else the window would freeze while it is."""
        self._loading.run(load_language)

    def _load(self, _nothing: object) -> None:
        import_module(PANEL)

    def _build(self, session: OpenSession) -> None:
        from hubdesk.panels.query import QueryPanel  # loads the query language, which a start does not need

        self._page = QWidget(self._desk.pages)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        panel = self.panel = QueryPanel(self._page)
        panel.clock = self._clock
        panel.zone = self._desk.looking.zone
        column.addWidget(panel)
        self._desk.pages.addWidget(self._page)
        panel.question.connect(self._ask)
        panel.options_changed.connect(self._ask_figures)
        panel.save_wished.connect(self._save)
        panel.drafts_changed.connect(self._keep_soon.start)
        panel.closed.connect(self.leave)
        panel.wish.connect(self.wish)
        panel.span_chosen.connect(self.span_chosen)
        session.refresher.answered.connect(self._take)
        session.refresher.failed.connect(self._fail)
        self._reading.run(partial(read_drafts, drafts_file(self._desk.places.state, session.path)))

    def _begin(self, drafts: object) -> None:
        session = self._desk.session
        if self.panel is not None and session is not None and session.basis is not None:
            self._has_begun = True
            self.panel.begin(drafts if isinstance(drafts, tuple) else (), locked(session.basis))
            self._ask_figures()

    def _ask_figures(self) -> None:
        if self.panel is not None and self._has_begun:
            self._ask(KEY, type(self.panel).read, self.panel.options())

    def _ask(self, key: str, read: Read, options: object) -> None:
        session = self._desk.session
        if session is not None and self._scope is not None and self.is_open and self._has_begun:
            session.refresher.ask(key, read, self._scope, options, self._paces.get(key, 0.0))

    def _take(self, key: str, answer: object) -> None:
        if self.panel is None or key.partition(":")[0] != KEY:
            return
        if key == KEY:
            picture = cast("QueryPicture", answer)
            if picture.effect is not None:
                self._paces[KEY] = max(PACES[KEY], BREATH * picture.effect.took_ms / 1000)
            self.panel.draw(picture)
            self.panel.show_past(self._desk.past.past, self._desk.looking.scope())
        else:
            self.panel.take(answer)

    def _fail(self, key: str, line: str) -> None:
        if self.panel is not None and key.partition(":")[0] == KEY:
            self.panel.complain(line)

    def _save(self, topic: Topic) -> None:
        """The draft becomes the topic's query; hearing the past again begins by itself, as after any change."""
        if self._desk.session is not None:
            self._desk.session.scribe.write("query", ChangeTopics(changed=(topic,)))

    def _keep(self) -> None:
        if self.panel is not None and self._has_begun:
            self._kept = self.panel.drafts()
            self._saver.ask()

    def _write_drafts(self) -> None:  # on the saver's thread
        if self._desk.path is not None:
            write_drafts(drafts_file(self._desk.places.state, self._desk.path), self._desk.path, self._kept)


def load_language() -> None:
    """On a thread: the modules that know nothing of the screen."""
    for name in LANGUAGE:
        import_module(f"hubdesk.query.{name}")


def locked(basis: Basis) -> str:
    """Why nothing can be saved in a session; "" when it can."""
    if basis.facts.synthetic:
        return _("a demonstration cannot be changed: copy the query into a session of your own")
    if basis.facts.sealed:
        return _("a sealed session cannot be changed: copy the query into a session of your own")
    return ""
