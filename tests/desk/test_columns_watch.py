"""What filters count from is made ready behind the desk's first pictures, follows, is kept, and ends with the desk."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path

import pytest
from desk_fakes import CountPanel, a_session, add_mentions, surroundings
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import Scope
from hubdesk.core.filters import Filter
from hubdesk.desk import columns_watch
from hubdesk.desk.columns_watch import ColumnsWatch
from hubdesk.desk.status import StatusBar
from hubdesk.desk.window import Desk
from hubdesk.store import columns as columns_room
from hubdesk.store.columns import Columns
from hubdesk.store.columns_beside import FillingBeside
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseWish
from hubdesk.store.reader import Reader
from hubdesk.store.reader_columns import ready, shared
from hubdesk.store.seal import SealWish, seal

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


class FilteredPanel(CountPanel):
    """Asks what a filter takes."""

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> int:
        return reader.cut(Scope((), 0, 1 << 42, filters=(Filter("network", ("feed",)),))).count


FILTERED = {"feed": type("Feed", (FilteredPanel,), {"name": "feed", "title": "Feed"})}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_watch, "REST_SECONDS", 0.01)
    monkeypatch.setattr(columns_watch, "SETTLED_MS", 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sessions").mkdir()
    return a_session(tmp_path / "sessions" / "s.hubdesk", mentions=30)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def watch(path: Path, cache: Path, qapp: QApplication) -> Iterator[ColumnsWatch]:
    made = ColumnsWatch(path, cache)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Callable[..., Desk]:
    look.use(qapp, "light")

    def make(path: Path, **over: object) -> Desk:
        desk = Desk(surroundings(tmp_path / "profile", **over), path)
        qtbot.addWidget(desk)
        desk.show()
        return desk

    return make


def begun(qtbot: QtBot, watch: ColumnsWatch) -> None:
    with qtbot.waitSignal(watch.filled):
        watch.begin()


def test_that_a_desk_makes_filters_ready_after_its_first_pictures(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot
) -> None:
    desk = opened(path)
    assert desk.session is not None
    watch = desk.session.columns
    assert watch is not None
    assert ready(path) is None
    with qtbot.waitSignals([desk.drawn, watch.filled], order="strict"):
        pass
    columns = ready(path)
    assert columns is not None
    assert len(columns) == 30
    desk.close()
    assert ready(path) is None


def test_that_what_comes_later_is_taken_in_too(watch: ColumnsWatch, path: Path, qtbot: QtBot) -> None:
    begun(qtbot, watch)
    add_mentions(path, 5)
    with qtbot.waitSignal(watch.filled):
        watch.notice()
    assert len(shared(path)) == 35


def test_that_columns_are_kept_in_the_profile_and_nothing_beside_the_session(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "WORTH_KEEPING", 10)
    sealed = path.with_name("sealed.hubdesk")
    seal(path, sealed, SealWish(), 1)
    shutil.rmtree(path.parent / "none", ignore_errors=True)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.name == sealed.name}
    desk = opened(sealed)
    assert desk.session is not None
    assert desk.session.columns is not None
    with qtbot.waitSignal(desk.session.columns.filled):
        pass
    kept = shared(sealed).kept_in
    assert kept is not None
    assert kept.parent == desk.places.columns
    assert kept.is_file()
    desk.close()
    assert {file.name for file in path.parent.iterdir()} == {path.name, sealed.name}
    assert sealed.read_bytes() == before[sealed.name]


def test_that_kept_columns_are_not_filled_again(
    watch: ColumnsWatch, path: Path, cache: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "WORTH_KEEPING", 10)
    begun(qtbot, watch)
    watch.close()
    written = next(cache.iterdir()).stat().st_mtime_ns
    taken: list[int] = []
    add = columns_room.Buffers.add
    monkeypatch.setattr(
        columns_room.Buffers, "add", lambda self, more: taken.append(len(more["id"])) or add(self, more)
    )
    again = ColumnsWatch(path, cache)
    begun(qtbot, again)
    again.close()
    again.deleteLater()
    assert taken == []
    assert next(cache.iterdir()).stat().st_mtime_ns >= written


def test_that_a_large_session_is_filled_beside(
    watch: ColumnsWatch, path: Path, cache: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "LARGE", 10)
    run, ran = FillingBeside.run, []
    monkeypatch.setattr(FillingBeside, "run", lambda *given: ran.append(run(*given)) or ran[-1])
    monkeypatch.setattr(Columns, "keep", lambda _self: pytest.fail("it is kept already"))
    begun(qtbot, watch)
    assert ran == [True]
    assert len(shared(path)) == 30
    assert len(list(cache.iterdir())) == 1


def test_that_it_is_filled_here_where_no_process_can_keep_it(
    watch: ColumnsWatch, path: Path, cache: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "LARGE", 10)
    monkeypatch.setattr(columns_watch, "WORTH_KEEPING", 10)
    cache.touch()  # a file where the folder should be
    begun(qtbot, watch)
    assert len(shared(path)) == 30


def test_that_a_filter_does_not_wait_for_the_desk_to_settle(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large session is filled beside in any case, never by whoever reads for a panel."""
    monkeypatch.setattr(columns_watch, "SETTLED_MS", 3_600_000)
    monkeypatch.setattr(columns_watch, "LARGE", 10)
    takers: set[str] = set()
    add = columns_room.Buffers.add

    def watched(self: columns_room.Buffers, more: dict[str, columns_room.Array]) -> None:
        takers.add(threading.current_thread().name)
        add(self, more)

    monkeypatch.setattr(columns_room.Buffers, "add", watched)
    desk = opened(path, panels=FILTERED)
    qtbot.waitUntil(lambda: desk.area.docks["feed"].panel.pictures[-1:] == [30])
    assert takers == set()
    desk.close()


def test_that_a_filter_of_a_session_that_was_replaced_waits_for_nobody(
    watch: ColumnsWatch, path: Path, qtbot: QtBot
) -> None:
    other = a_session(path.with_name("other"), mentions=50)
    begun(qtbot, watch)
    other.replace(path)
    assert len(shared(path).look().rows) == 50


def test_that_a_filter_of_a_session_that_could_not_be_opened_at_first_waits_for_nobody(
    watch: ColumnsWatch, path: Path, qtbot: QtBot
) -> None:
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    watch.begin()
    qtbot.waitUntil(lambda: watch._thread.ident is not None)
    elsewhere.rename(path)
    assert len(shared(path).look().rows) == 30


def test_that_closing_ends_the_filling_at_once(
    watch: ColumnsWatch, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Columns, "_take_in", lambda _self, _connection: True)  # there is ever more
    progress: list[float] = []
    watch.progressed.connect(progress.append)
    monkeypatch.setattr(columns_watch, "TOLD_AFTER", 0.0)
    watch.begin()
    qtbot.waitUntil(lambda: bool(progress))
    watch.close()
    assert not [one for one in threading.enumerate() if one.name == "columns"]


def test_that_closing_ends_the_process_beside_at_once(
    watch: ColumnsWatch, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "LARGE", 10)
    run, begun_ = FillingBeside.run, threading.Event()

    def forever(self: FillingBeside, session: Path, folder: Path, tell: object) -> bool:
        begun_.set()
        while run(self, session, folder, lambda _share: None):  # again and again
            pass
        return False

    monkeypatch.setattr(FillingBeside, "run", forever)
    watch.begin()
    qtbot.waitUntil(begun_.is_set)
    watch.close()
    assert not [one for one in threading.enumerate() if one.name == "columns"]


def test_that_a_desk_closes_while_a_filter_waits_for_its_columns(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()

    def ever_more(_self: Columns, _connection: object) -> bool:
        waits.set()
        return True

    monkeypatch.setattr(Columns, "_take_in", ever_more)
    desk = opened(path, panels=FILTERED)
    qtbot.waitUntil(waits.is_set)
    desk.close()
    panel = desk.area.docks["feed"].panel
    assert (panel.pictures, panel.complaints) == ([], [])


def test_that_a_desk_that_never_drew_lets_go_of_what_a_filter_made(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot
) -> None:
    desk = opened(path, panels=FILTERED)
    qtbot.waitUntil(lambda: desk.area.docks["feed"].panel.pictures[-1:] == [30])
    desk.close()
    assert ready(path) is None


def test_that_another_desk_on_the_same_session_goes_on_counting(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot
) -> None:
    first = opened(path)
    assert first.session is not None
    assert first.session.columns is not None
    with qtbot.waitSignal(first.session.columns.filled):
        pass
    second = opened(path, panels=FILTERED)
    columns = ready(path)
    first.close()
    assert ready(path) is columns
    qtbot.waitUntil(lambda: second.area.docks["feed"].panel.pictures[-1:] == [30])
    second.close()


@pytest.mark.parametrize("what", ["deleted", "replaced"])
def test_that_it_ends_quietly_when_the_session_is_another_file(
    watch: ColumnsWatch,
    path: Path,
    cache: Path,
    qtbot: QtBot,
    what: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(columns_watch, "WORTH_KEEPING", 40)
    other = a_session(path.with_name("other"), mentions=50)
    begun(qtbot, watch)
    rested = threading.Event()
    monkeypatch.setattr(watch, "_may_drop", _Told(rested))
    if what == "deleted":
        path.unlink()
    else:
        other.replace(path)
    watch.notice()
    qtbot.waitUntil(rested.is_set)
    assert not [record for record in caplog.records if record.levelname != "INFO"]
    assert not list(cache.glob("*"))


class _Told:
    """An event that says when somebody begins to wait for it."""

    def __init__(self, waited_for: threading.Event) -> None:
        self._event, self._waited_for = threading.Event(), waited_for
        self.set, self.is_set = self._event.set, self._event.is_set

    def wait(self) -> None:
        self._waited_for.set()
        self._event.wait()


def test_that_who_is_erased_under_it_is_in_nothing_that_is_kept(
    watch: ColumnsWatch, path: Path, cache: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "WORTH_KEEPING", 10)
    monkeypatch.setattr(columns_watch, "KEEP_AGAIN_SECONDS", 0.0)
    begun(qtbot, watch)
    first = next(cache.iterdir()).read_bytes()
    erase(path, EraseWish("mention", ("7",)), 1)
    assert not list(cache.iterdir())
    with qtbot.waitSignal(watch.filled):
        watch.notice()
    assert next(cache.iterdir()).read_bytes() != first
    assert shared(path).look().tables.facets.column(5).count(True) == 1


def test_that_a_filter_after_an_erasure_is_filled_beside_too(
    watch: ColumnsWatch, path: Path, cache: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "LARGE", 10)
    monkeypatch.setattr(columns_watch, "REST_SECONDS", 3_600.0)  # who waits is not left to wait for that
    run, ran = FillingBeside.run, []
    monkeypatch.setattr(FillingBeside, "run", lambda *given: ran.append(run(*given)) or ran[-1])
    begun(qtbot, watch)
    erase(path, EraseWish("mention", ("7",)), 1)
    assert shared(path).look().tables.facets.column(5).count(True) == 1
    assert ran == [True, True]


def test_that_a_session_that_cannot_be_opened_is_left_to_whoever_reads(
    tmp_path: Path, cache: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    watch = ColumnsWatch(tmp_path / "none.hubdesk", cache)
    watch.begin()
    watch.close()
    watch.deleteLater()
    assert not [record for record in caplog.records if record.levelname != "INFO"]


def test_that_the_screen_is_told_how_far_it_is_from_another_thread(
    watch: ColumnsWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "TOLD_AFTER", 0.0)
    monkeypatch.setattr(columns_watch, "TOLD_EVERY", 0.0)
    monkeypatch.setattr(columns_room, "STRETCH", 10)
    status = StatusBar()
    qtbot.addWidget(status)
    said: list[str] = []
    show = status.show_filling

    def hear(share: float) -> None:
        assert QThread.isMainThread()
        show(share)
        said.append(status.accessibleName())

    monkeypatch.setattr(status, "show_filling", hear)
    watch.progressed.connect(status.show_filling)
    begun(qtbot, watch)
    qtbot.waitUntil(lambda: bool(said) and "preparing" not in said[-1])
    assert [words for words in said if "preparing filters, 33%" in words]
    watch.close()
    QApplication.processEvents()  # the last it said is heard while there is something to show it


def test_that_what_takes_no_time_is_not_spoken_of(
    watch: ColumnsWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns_watch, "TOLD_AFTER", 60.0)  # nor what takes less than that
    monkeypatch.setattr(columns_watch, "TOLD_EVERY", 0.0)
    monkeypatch.setattr(columns_room, "STRETCH", 10)
    said: list[float] = []
    watch.progressed.connect(said.append)
    begun(qtbot, watch)
    assert said == []


def test_that_columns_are_let_go_of_off_the_gui_thread(
    opened: Callable[..., Desk], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []
    close = Columns.close

    def watched(self: Columns) -> None:
        closed.append(threading.current_thread() is threading.main_thread())
        close(self)

    monkeypatch.setattr(Columns, "close", watched)
    desk = opened(path, panels=FILTERED)
    qtbot.waitUntil(lambda: desk.area.docks["feed"].panel.pictures[-1:] == [30])
    desk.close()
    assert closed == [False]
