"""`hubdesk shot`: one panel, or the whole desk, as a picture at an instant; needs no display."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea

from hubdesk import plugins
from hubdesk.core import DAY, HubdeskError, Millis, Scope, SessionFacts, Span, Topic
from hubdesk.desk.along import covered
from hubdesk.desk.application import application
from hubdesk.desk.coverage_line import read_past
from hubdesk.desk.footer import Caption, footer_height, with_footer
from hubdesk.desk.logs import hearing_qt
from hubdesk.desk.refresh import Refresher
from hubdesk.desk.scope_state import around
from hubdesk.desk.surroundings import Surroundings, wall_clock
from hubdesk.desk.window import Desk
from hubdesk.desk.words import known_zone
from hubdesk.i18n import _
from hubdesk.panels.panel import Panel
from hubdesk.panels.past import Past
from hubdesk.reports.origin import Origin, origin_of
from hubdesk.settings import Settings, places
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme
from hubdesk.widgets.scroll_bar import slim

PATIENCE_MS: Final = 60_000
DETAIL_MS: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the worker read: the session and the picture of one panel."""

    facts: SessionFacts
    topics: tuple[Topic, ...]
    scope: Scope
    picture: object
    past: Past
    newest: int | None  # the newest mention, for a panel about one mention
    origin: Origin
    held: frozenset[str]  # sources whose terms keep what they brought on the desk


def draw(path: Path, panel: str, at: Millis | None, size: tuple[int, int], out: Path, theme_name: str) -> None:
    """Draw and save. Raises HubdeskError: no such panel, an unreadable session, a place that cannot be written."""
    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qt = application()
    theme.use(qt, theme_name or "light")
    with hearing_qt():
        grabbed = _desk(path, at, size) if panel == "desk" else _panel(path, panel, at, size)
    if not grabbed.save(str(out)):
        raise HubdeskError(_("The picture cannot be saved to {path}.").format(path=out))


def _panel(path: Path, name: str, at: Millis | None, size: tuple[int, int]) -> QPixmap:
    body = plugins.panel(name)()
    said: list[str] = [""]
    body.subtitle_changed.connect(said.append)
    try:
        answer = _Answer(path, type(body), at, body.options())
        seen = answer.wait()
        body.zone = known_zone(seen.facts.timezone)
        choose = getattr(body, "choose", None)
        if choose is not None and seen.newest is not None:
            choose(seen.newest)
            seen = _Answer(path, type(body), at, body.options()).wait()
        span = Span(seen.scope.start, seen.scope.end)
        title = seen.facts.title or path.name
        grounds = " · ".join(filter(None, (seen.origin.unheard(), seen.origin.heard())))
        caption = Caption(_(body.title), title, span, body.zone, seen.facts.synthetic, grounds)
        for area in body.findChildren(QScrollArea):
            slim(area)
        body.resize(size[0], max(1, size[1] - footer_height(caption, size[0])))
        body.show()
        body.draw(seen.picture)
        body.show_past(seen.past, seen.scope)
        _settle()
        caption = replace(caption, title=", ".join(filter(None, (caption.title, said[-1]))))
        body.resize(size[0], max(1, size[1] - footer_height(caption, size[0])))  # what it says may take a second line
        _settle()
        return with_footer(covered(body.grab(), body.held_boxes(seen.held)), caption)
    finally:
        body.close()
        body.deleteLater()


def _desk(path: Path, at: Millis | None, size: tuple[int, int]) -> QPixmap:
    with tempfile.TemporaryDirectory() as folder:  # the default layout, and no settings of anybody's
        here = places(Path(folder))
        now = wall_clock if at is None else partial(int, at)
        desk = Desk(Surroundings(Settings(here.settings_file), here, plugins.panels(), None, now), path)
        try:
            desk.resize(*size)
            loop = QEventLoop()
            desk.drawn.connect(loop.quit)
            at_latest = QTimer(desk)
            at_latest.timeout.connect(loop.quit)
            at_latest.start(PATIENCE_MS)
            desk.show()
            loop.exec()
            at_latest.stop()
            return desk_picture(desk)
        finally:
            desk.close()
            desk.deleteLater()


def desk_picture(desk: Desk) -> QPixmap:
    """The desk as it stands, with the newest mention chosen so that its detail is drawn too."""
    _choose_first(desk)
    until = QDeadlineTimer(DETAIL_MS)
    while desk.session is not None and not desk.session.refresher.is_idle and not until.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    _settle()
    return desk.grab()


def _choose_first(desk: Desk) -> None:
    """The feed's first card, as a person would choose it."""
    feed = desk.area.docks.get("feed")
    view = feed.panel.findChild(QAbstractItemView) if feed is not None else None
    if view is not None and view.model().rowCount():
        down = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, down)


def _settle() -> None:
    """Let layouts and models finish what they put off."""
    for _round in range(3):
        QApplication.processEvents()


class _Answer(QObject):
    """Asks one question on a worker thread and waits for it, with the event loop alive."""

    def __init__(self, path: Path, panel: type[Panel[Any]], at: Millis | None, options: Hashable) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._seen: _Seen | None = None
        self._fault = ""
        self._refresher = Refresher(partial(open_reader, path), self)
        self._refresher.answered.connect(self._take)
        self._refresher.failed.connect(self._fail)
        self._refresher.ask("shot", partial(_read, panel, at), Scope((), 0, 0), options)

    def wait(self) -> _Seen:
        self._loop.exec()
        self._refresher.close()
        if self._seen is None:
            raise HubdeskError(self._fault)
        return self._seen

    def _take(self, key: str, seen: object) -> None:
        if isinstance(seen, _Seen):
            self._seen = seen
        self._loop.quit()

    def _fail(self, key: str, line: str) -> None:
        self._fault = line
        self._loop.quit()


def _read(panel: type[Panel[Any]], at: Millis | None, reader: Reader, nowhere: Scope, options: Hashable) -> _Seen:
    """Worker thread: the last day up to that instant, or up to what the session holds."""
    facts, topics = reader.facts(), reader.topics()
    rest = around(facts.first_at, facts.last_at)
    end = at if at is not None else rest.end if rest is not None else wall_clock()
    start = rest.start if at is None and rest is not None else end - DAY
    scope = Scope(topics, start, end)
    newest = reader.latest(scope, 1)
    past = replace(read_past(reader), is_ours=False)  # a picture has no buttons
    picture = panel.read(reader, scope, options)
    origin = origin_of(facts, scope, reader.coverage(scope), None, "")
    return _Seen(facts, topics, scope, picture, past, newest[0].id if newest else None, origin, reader.held_sources())
