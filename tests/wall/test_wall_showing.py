"""A wall with its session: scenes come and go, keys are obeyed, cues are kept, nothing is read twice."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, HubdeskError, Scope, Span
from hubdesk.core.cues import Cue, CueWord, cue_of, mark_of
from hubdesk.core.scenes import Cell, Output, Scene, Wall
from hubdesk.panels import trend_picture
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer
from hubdesk.wall import cue_log
from hubdesk.wall.around import bare
from hubdesk.wall.keys import CONSOLE, END, press
from hubdesk.wall.paint_cell import MOVES
from hubdesk.wall.past import to_follow
from hubdesk.wall.spread import Seen
from tests.fakes import NOON, entry, session, topic
from tests.wall.wall_fakes import WALL, Trial, screens, showing, until


def live(folder: Path, texts: int = 12) -> Path:
    return session(
        folder, [f"La fibre est en panne, {n}" for n in range(texts)], [topic(role="own"), topic("SFR", "sfr")]
    )


def key(trial: Trial, which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
    return press(trial.conductor, QKeyEvent(QEvent.Type.KeyPress, which, held))


def kept(path: Path) -> list[tuple[str, str]]:
    """What the session says was done."""
    with open_reader(path) as reader:
        cues = [cue_of(mark) for mark in reader.marks()]
    return [(cue.word, cue.value) for cue in cues if cue is not None]


def test_that_a_wall_shows_its_first_scene_on_a_session_that_listens(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        assert [one.cell.face for one in trial.hall.cells] == ["trend", "coverage"]
        assert trial.conductor.view(trial.conductor.scene).mood == "live"
        assert trial.hall.windows["1"].isVisible()


@pytest.mark.parametrize("count", [1, 2, 18])
def test_that_every_cell_is_on_exactly_one_screen(qtbot: QtBot, tmp_path: Path, count: int) -> None:
    room = Scene("room", "Room", tuple(Cell("coverage", n % 6, n // 6) for n in range(18)), 6, 3)
    with showing(qtbot, live(tmp_path), tmp_path, Wall((room,), motion=False), count) as trial:
        shown = [one.place for one in trial.hall.cells if one.cell in room.cells]
        assert sorted(shown) == list(range(18))
        assert len(trial.hall.windows) == count
        if count == 18:
            assert all(len(window.cells) == 1 for window in trial.hall.windows.values())


def test_that_a_television_that_stands_upright_has_letters_of_the_size_it_has_when_it_lies(
    qtbot: QtBot, tmp_path: Path
) -> None:
    lying = Seen("TV", width=1920, height=1080, mm_height=934.0)
    standing = Seen("TV", width=1080, height=1920, mm_height=934.0 * 16 / 9)
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        hall, output = trial.hall, Output("1")
        assert hall.measure_for(output, standing) == hall.measure_for(output, lying)
        assert hall.usual_heights(lying) == 6.4
        assert hall.usual_heights(standing) == pytest.approx(3.6)  # times its height, which is what the console tells
        far = Output("1", distance_m=6.0)
        assert hall.measure_for(far, standing) == hall.measure_for(far, lying)  # where somebody says it, it is that


def test_that_what_cannot_be_shown_is_said_in_its_cell_and_the_rest_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        trial.conductor.do(CueWord.SCENE, "three")
        doubts = [one.doubt for one in trial.hall.cells]
        assert "Nobody" in doubts[0]
        assert "no-such-face" in doubts[1]
        assert not trial.hall.windows["1"].grab().isNull()


def test_that_keys_and_clickers_do_what_the_help_says(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        conductor = trial.conductor
        for which in (Qt.Key.Key_Right, Qt.Key.Key_PageDown):
            key(trial, which)
        assert conductor.state.scene == "three"
        key(trial, Qt.Key.Key_PageUp)
        assert conductor.state.scene == "two"
        key(trial, Qt.Key.Key_P)
        assert conductor.state.is_pinned
        key(trial, Qt.Key.Key_B)
        assert conductor.state.is_blank
        assert trial.hall.windows["1"].is_blank
        key(trial, Qt.Key.Key_Period)
        assert not trial.hall.windows["1"].is_blank
        key(trial, Qt.Key.Key_1)
        assert conductor.state.zoomed == 0
        key(trial, Qt.Key.Key_Escape)
        assert conductor.state.zoomed is None
        assert key(trial, Qt.Key.Key_Escape) == ""  # a clicker's own key ends nothing
        assert key(trial, Qt.Key.Key_F5) == ""
        assert key(trial, Qt.Key.Key_C) == CONSOLE
        assert key(trial, Qt.Key.Key_Q) == ""
        assert key(trial, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier) == END


def test_that_a_blank_wall_is_black_and_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        window = trial.hall.windows["1"]
        assert len(set(window.grab().toImage().convertToFormat(window.grab().toImage().Format.Format_RGB32).bits())) > 2
        trial.conductor.toggle(CueWord.BLANK)
        image = window.grab().toImage()
        spots = {image.pixel(x, y) & 0xFFFFFF for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert spots == {0}


def test_that_all_that_is_done_is_kept_in_the_session(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path) as trial:
        until(qtbot, lambda: ("start", "one") in kept(path))
        trial.conductor.go(1)
        trial.conductor.toggle(CueWord.BLANK)
        trial.conductor.do(CueWord.MESSAGE, "Point à 15 h")
    (scenes, *done) = kept(path)
    assert scenes[0] == "scenes"
    assert done == [("start", "one"), ("scene", "two"), ("blank", ""), ("message", "Point à 15 h"), ("end", "")]


def test_that_what_was_taken_off_never_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path) as trial:
        until(qtbot, lambda: bool(kept(path)))
        trial.conductor.do(CueWord.WITHDRAW, "3")
    with showing(qtbot, path, tmp_path) as trial:
        until(qtbot, lambda: 3 in trial.conductor.state.withdrawn)
        assert trial.conductor.veil().withdrawn == {3}


def test_that_nothing_is_shown_before_it_is_known_what_was_taken_off(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, feed = live(tmp_path, 1), Wall((Scene("feed", "Feed", (Cell("feed"),)),), length=6 * HOUR, motion=False)
    over = {"now": lambda: NOON + 61 * MINUTE}
    with showing(qtbot, path, tmp_path, feed, **over) as trial:
        (shown,) = trial.hall.mentions()
        trial.hall.withdraw_front()
        until(qtbot, lambda: ("withdraw", str(shown)) in kept(path))
    may_know, read = threading.Event(), cue_log.read_past

    def slow(reader: Reader, scope: Scope, options: Hashable) -> object:
        may_know.wait(20)
        return read(reader, scope, options)

    monkeypatch.setattr(cue_log, "read_past", slow)
    again = Trial(path, tmp_path, feed, **over)
    try:
        with qtbot.waitSignal(again.conductor.begun):
            again.stand(screens(1))
        until(qtbot, lambda: again.conductor.bars is not None)  # the session is read meanwhile
        assert again.hall.cells == []
        may_know.set()
        until(qtbot, again.is_read)
        assert again.hall.mentions() == ()
    finally:
        may_know.set()
        again.close()


def test_that_nothing_is_shown_while_it_cannot_be_read_what_was_taken_off_and_the_room_is_told_why(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, is_busy = cue_log.read_past, [True]

    def failing(reader: Reader, scope: Scope, options: Hashable) -> object:
        if is_busy[0]:
            raise HubdeskError("the disk hangs; look at it")
        return read(reader, scope, options)

    monkeypatch.setattr(cue_log, "read_past", failing)
    monkeypatch.setattr(cue_log, "PACE_SECONDS", 0.0)
    trial = Trial(live(tmp_path), tmp_path, WALL)
    try:
        trial.stand(screens(1))
        assert trial.conductor.view(None).instead == ("The session is being opened.", "")
        until(qtbot, lambda: bool(trial.conductor.trouble))
        view = trial.hall._view("1")
        assert view.instead == (
            "The session cannot be read at the moment",
            "the disk hangs. The wall keeps trying.",
        )
        assert trial.hall.cells == []
        is_busy[0] = False
        trial.conductor._tick()
        until(qtbot, trial.is_read)
        assert trial.hall._view("1").instead == ("", "")
        assert not trial.conductor.trouble
    finally:
        trial.close()


@pytest.mark.parametrize("count", [1, 18])
def test_that_a_wall_without_its_session_says_so_in_large_letters_on_every_screen(
    qtbot: QtBot, tmp_path: Path, count: int
) -> None:
    path = tmp_path / "no.hubdesk"
    path.write_text("no session")
    trial = Trial(path, tmp_path, WALL)
    try:
        trial.stand(screens(count))
        with qtbot.waitSignal(trial.conductor.refused) as refused:
            pass
        trial.conductor._be_troubled(refused.args[0])  # as the least of a wall does
        for window in trial.hall.windows.values():
            image = window.grab().toImage()
            assert window._painter is not None
            body, head = window._painter.body, window._painter.measure.head
            ground = image.pixel(1, 1)
            inked = {
                y
                for y in range(int(body.top()), int(body.bottom()))
                for x in range(int(body.left()), int(body.right()), 3)
                if image.pixel(x, y) != ground
            }
            assert len(inked) > head * 0.7
    finally:
        trial.close()


def test_that_what_one_wall_takes_off_is_off_another_that_runs(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path) as one, showing(qtbot, path, tmp_path / "other") as two:
        one.conductor.do(CueWord.WITHDRAW, "3")
        until(qtbot, lambda: ("withdraw", "3") in kept(path))
        until(qtbot, lambda: two.conductor.state.withdrawn == {3})


def test_that_scenes_whose_turn_it_was_are_not_kept_as_what_somebody_did(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path, replace(WALL, seconds=30)) as trial:
        until(qtbot, lambda: ("start", "one") in kept(path))
        trial.now.at += 30_000
        trial.conductor._tick()
        assert trial.conductor.state.scene == "two"
    assert [word for word, _value in kept(path)] == ["scenes", "start", "end"]


def test_that_a_frozen_wall_stands_at_its_instant_while_more_comes(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path) as trial:
        trial.conductor.toggle(CueWord.FREEZE)
        frozen = trial.conductor.at
        before = trial.picture("trend")
        trial.now.at += 10 * MINUTE
        with open_writer(path) as writer:
            more = [entry("encore", trial.conductor.topics, published_at=NOON + 35 * MINUTE)]
            writer.add_page(
                1, more, cursor="", due_at=0, seen_at=NOON + 36 * MINUTE, covers=Span(NOON, NOON + 36 * MINUTE)
            )
        trial.conductor._tick()
        assert trial.conductor.at == frozen
        assert trial.picture("trend") is before
        trial.conductor.toggle(CueWord.FREEZE)
        assert trial.conductor.at > frozen
        until(qtbot, lambda: trial.picture("trend") is not before)


def test_that_equal_questions_are_read_once(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Scope] = []
    true_read = trend_picture.read_trend

    def counting(reader: Reader, scope: Scope, options: Hashable) -> object:
        asked.append(scope)
        return true_read(reader, scope, options)  # type: ignore[arg-type]

    monkeypatch.setattr("hubdesk.wall.face_trend.read_trend", counting)
    many = Wall((Scene("s", "S", tuple(Cell("trend", n) for n in range(6)), columns=6),), motion=False)
    with showing(qtbot, live(tmp_path), tmp_path, many, 3) as trial:
        assert len([one for one in trial.hall.cells if one.shown is not None and one.shown.picture is not None]) == 6
        assert len({(scope.end, len(scope.topics)) for scope in asked}) == len(asked)


def test_that_who_only_looked_takes_nothing_of_what_may_be_done_again() -> None:
    acts = [("start", "a"), ("scene", "a"), ("withdraw", "a"), ("end", "a"), ("start", "b"), ("end", "b")]
    marks = [mark_of(Cue(word, "7", run=run, at=NOON), NOON + n) for n, (word, run) in enumerate(acts)]
    assert [cue.word for cue in to_follow(marks)] == ["start", "scene", "withdraw", "end"]
    assert to_follow(()) == ()


def test_that_scenes_take_turns_by_themselves(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path, replace(WALL, seconds=30)) as trial:
        trial.now.at += 30_000
        trial.conductor._tick()
        assert trial.conductor.state.scene == "two"


def test_that_a_room_is_told_what_is_wrong_and_not_in_whose_folders_nor_how_to_mend_it() -> None:
    said = "/home/anne/.config/hubdesk/scenes.toml, line 3: 3/4 is no time (https://orange.example/panne); write 30s"
    assert bare(said) == "scenes.toml, line 3: 3/4 is no time (https://orange.example/panne)"
    assert bare("/srv/a.hubdesk n’existe pas\u202f; créez-le") == "a.hubdesk n’existe pas"
    assert bare(r"C:\Users\anne\scenes.toml") == "scenes.toml"


def test_that_a_black_wall_stays_black_when_its_scenes_are_other_ones(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        trial.conductor.toggle(CueWord.BLANK)
        trial.conductor.use(replace(WALL, scenes=WALL.scenes[1:]))
        assert trial.conductor.state.scene == "two"
        assert trial.hall.windows["1"].is_blank


def test_that_what_moves_ends_where_it_belongs_though_a_second_goes_by_before_its_last_frame(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with showing(qtbot, live(tmp_path), tmp_path, replace(WALL, motion=True)) as trial:
        window = trial.hall.windows["1"]
        one = window.cells[0]
        assert one.shown is not None
        one.shown = replace(one.shown, before=one.shown.picture, since=trial.clock.at)
        trial.clock.at += MOVES - 20
        window._move()
        trial.clock.at += 30
        window.show_view(trial.hall._view("1"))
        asked: list[object] = []
        monkeypatch.setattr(window, "_update", asked.append)
        window._move()
        assert asked  # the last frame, at which everything has come to rest
        asked.clear()
        window._move()
        assert not asked


def test_that_a_message_stands_on_the_screen_it_is_for(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path, count=2) as trial:
        trial.conductor.do(CueWord.MESSAGE, "à gauche", "1")
        assert trial.conductor.view(trial.conductor.scene, "1").message == "à gauche"
        assert trial.conductor.view(trial.conductor.scene, "2").message == ""


def test_that_screens_may_go_and_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    from tests.wall.wall_fakes import screens

    with showing(qtbot, live(tmp_path), tmp_path, count=2) as trial:
        trial.stand(())
        assert not any(window.isVisible() for window in trial.hall.windows.values())
        trial.stand(screens(2))
        assert all(window.isVisible() for window in trial.hall.windows.values())
        assert {one.cell.face for one in trial.hall.cells} >= {"trend", "coverage"}


def test_that_a_session_that_goes_away_leaves_the_last_pictures_and_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path) as trial:
        before = trial.picture("trend")
        trial.conductor._be_troubled("it is gone")
        view = trial.conductor.view(trial.conductor.scene)
        assert "it is gone" in view.listening.fault
        assert trial.picture("trend") == before


def test_that_a_file_that_is_no_session_is_refused_in_one_line(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "no.hubdesk"
    path.write_text("no session")
    trial = Trial(path, tmp_path, WALL)
    said: list[str] = []
    trial.conductor.refused.connect(said.append)
    try:
        qtbot.waitUntil(lambda: bool(said))
        assert "\n" not in said[0]
    finally:
        trial.conductor.end()
        trial.hall.close()
        trial.session.close()
        trial.conductor.deleteLater()
        trial.session.deleteLater()
