"""The presenter's console: it shows what the room sees and will see, and conducts; closing it ends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk import demo
from hubdesk.core import MINUTE, Millis
from hubdesk.core.cues import Cue, CueWord
from hubdesk.core.scenes import Cell, Doubt, Output, Scene, Wall
from hubdesk.wall.console import LEAST, Console
from hubdesk.wall.console_parts import Deed, Switch
from hubdesk.wall.console_words import stopwatch, turn_words
from hubdesk.wall.hall import Hall
from hubdesk.wall.placement import placed
from hubdesk.wall.spread import Seen
from hubdesk.wall.takeover import Grave
from tests.fakes import NOON, session, topic
from tests.wall.faces import instant
from tests.wall.wall_fakes import WALL, Trial, put, screens, showing, until

pytestmark = pytest.mark.qt_log_ignore("does not support raise")  # the offscreen platform has no windows behind others

HOSTILE = '<b>gras</b><img src="x"> \u202eenvers'
LAPTOP = Seen("laptop", x=5_000, width=1366, height=768, is_primary=True)
POSTS = Wall((Scene("feed", "Feed", (Cell("feed"),)), WALL.scenes[1]), motion=False)


def live(folder: Path, texts: tuple[str, ...] = ("La fibre est en panne", "Toujours en panne")) -> Path:
    return session(folder, texts, [topic(role="own"), topic("SFR", "sfr")])


@contextmanager
def consoled(
    qtbot: QtBot, path: Path, folder: Path, wall: Wall = WALL, count: int = 1, **over: object
) -> Iterator[tuple[Trial, Console]]:
    """A wall with its console in sight."""
    with showing(qtbot, path, folder, wall, count, **over) as trial:
        made = Console(trial.conductor, trial.hall)
        try:
            made.show()
            made.activateWindow()
            qtbot.waitUntil(made.isVisible)
            yield trial, made
        finally:
            made.put_down()


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    look.use(qapp, "light")


def words(console: Console, page: str) -> str:
    """All that a page lists."""
    rows = getattr(console, page).rows.rows()
    return "\n".join(f"{row.head}\n{row.text}" for row in rows)


def press(console: Console, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(console, key)


# -- now and next


def test_that_the_console_shows_what_is_on_and_what_comes_with_notes(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        assert console.now.title.text() == "Now: One"
        assert console.now.notes.words.text() == "Say one."
        assert console.next.title.text() == "Next: Two"
        assert console.next.notes.words.text() == "No notes for this scene."
        trial.conductor.go(1)
        assert console.now.title.text() == "Now: Two"
        assert console.next.title.text() == "Next: Three"


def test_that_the_next_scene_is_read_before_it_goes_up_while_somebody_looks(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        until(qtbot, trial.is_read)
        coming = [one for one in console.next._cells if one.subject is not None]
        assert coming
        assert all(trial.conductor.pictures.of(one.subject).picture is not None for one in coming if one.subject)
        console.close()
        assert all(trial.conductor.pictures.of(one.subject) is None for one in coming if one.subject)


def test_that_the_preview_is_the_room_s_own_picture_in_the_room_s_own_look(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        until(qtbot, lambda: not console.now.preview.is_stale)
        shown = console.now.preview.grab().toImage()
        place = console.now.preview.place()
        corner = shown.pixelColor(int(place.left()) + 3, int(place.top()) + 3)
        assert corner == look.Theme(trial.hall.look.name).colour("window")
        wide, high = place.width(), place.height()
        assert wide / high == pytest.approx(640 / 360, rel=0.02)


def test_that_screens_keep_the_wall_s_look_while_the_console_has_the_desk_s(qtbot: QtBot, tmp_path: Path) -> None:
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        hall = Hall(trial.conductor, put, look.Theme("wall"))
        try:
            hall.stand(placed(trial.conductor.wall, screens(1), {}, False))
            assert look.theme().name == "light"
            assert hall.windows["1"].grab().toImage().pixelColor(2, 2) == look.Theme("wall").colour("window")
        finally:
            hall.close()


def test_that_a_click_on_the_preview_enlarges_a_cell_and_another_takes_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        place = console.now.preview.place()
        right = QPointF(place.left() + place.width() * 0.75, place.center().y()).toPoint()
        QTest.mouseClick(console.now.preview, Qt.MouseButton.LeftButton, pos=right)
        assert trial.conductor.state.zoomed == 1
        assert "Enlarged: Coverage" in console.lasting.lines()
        QTest.mouseClick(console.now.preview, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
        assert trial.conductor.state.zoomed is None


def test_that_each_of_many_screens_is_shown_and_one_of_them_large(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, count=18) as (_trial, console):
        assert list(console.now.strip) == [str(n + 1) for n in range(18)]
        QTest.mouseClick(console.now.strip["7"], Qt.MouseButton.LeftButton)
        assert console.now.chosen == "7"
        assert console.now.title.text() == "Now on screen 7: One"
        assert [name for name, one in console.now.strip.items() if one.is_framed] == ["7"]


def test_that_a_screen_that_goes_leaves_the_console_and_the_last_one_is_missed(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, count=2) as (trial, console):
        trial.stand(screens(1))
        assert "Screen “2” is not connected" in words(console, "screens")
        trial.stand(())
        assert console.now.preview.accessibleName().endswith("No screen is connected.")


# -- conducting


def test_that_buttons_do_what_their_keys_do(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        deeds = console.deeds
        for button, claim in (
            (deeds.next, lambda state: state.scene == "two"),
            (deeds.back, lambda state: state.scene == "one"),
            (deeds.pin, lambda state: state.is_pinned),
            (deeds.freeze, lambda state: state.frozen_at is not None),
            (deeds.blank, lambda state: state.is_blank),
        ):
            button.click()
            assert claim(trial.conductor.state), button.text()
        assert (deeds.blank.text(), deeds.blank.is_on) == ("Show again", True)
        assert deeds.pin.accessibleDescription() == "on, key P"
        for button in (deeds.pin, deeds.freeze, deeds.blank):
            button.click()
        state = trial.conductor.state
        assert (state.is_pinned, state.frozen_at, state.is_blank) == (False, None, False)


def test_that_the_clicker_s_keys_are_the_wall_s_wherever_the_focus_is(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        done: list[str] = []
        trial.conductor.cued.connect(lambda cue: done.append(cue.word))
        for widget in focusable(console):
            widget.setFocus()
            before = trial.conductor.state.scene
            QTest.keyClick(widget, Qt.Key.Key_PageDown)
            assert trial.conductor.state.scene != before, f"{type(widget).__name__} {widget.accessibleName()}"
        assert set(done) == {CueWord.SCENE}


def test_that_letters_typed_into_a_message_are_not_the_wall_s(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        press(console, Qt.Key.Key_M)
        assert console.pages.current == "messages"
        QTest.keyClicks(console.messages.field, "b.fp 12")
        assert not trial.conductor.state.is_blank
        assert console.messages.field.text() == "b.fp 12"
        QTest.keyClick(console.messages.field, Qt.Key.Key_Return)
        assert trial.conductor.state.messages == (("", "b.fp 12"),)
        assert trial.conductor.state.scene == "one"
        press(console, Qt.Key.Key_B)
        assert trial.conductor.state.is_blank


def test_that_the_window_says_unmistakably_that_the_wall_is_black(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        assert console.black.isHidden()
        edge = console.grab().toImage().pixelColor(2, console.height() // 2)
        assert edge == look.theme().colour("window")
        press(console, Qt.Key.Key_Period)
        assert console.black.isVisible()
        assert console.grab().toImage().pixelColor(2, console.height() // 2) == look.theme().colour("text")
        place = console.now.preview.place()
        assert console.now.preview.grab().toImage().pixelColor(int(place.left()) + 4, int(place.top()) + 4) == QColor(
            0, 0, 0
        )
        console.black.back.click()
        assert not trial.conductor.state.is_blank
        assert console.black.isHidden()


def test_that_closing_the_console_leaves_the_wall_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        ended: list[bool] = []
        console.end_wished.connect(lambda: ended.append(True))
        console.close()
        assert not console.isVisible()
        assert trial.hall.windows["1"].isVisible()
        assert not ended
        console.come()
        assert console.isVisible()


def test_that_the_wall_is_ended_by_two_clicks_or_by_ctrl_q(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (_trial, console):
        ended: list[bool] = []
        console.end_wished.connect(lambda: ended.append(True))
        console.deeds.end.click()
        assert not ended
        assert console.deeds.end.text() == "Click again to end"
        console.deeds.end.click()
        assert len(ended) == 1
        QTest.keyClick(console, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        assert len(ended) == 2


def test_that_a_console_over_the_only_screen_goes_with_its_key(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        press(console, Qt.Key.Key_C)
        assert not console.isVisible()
        trial.hall.stand(placed(WALL, (LAPTOP, *screens(1)), {}, True))
        console.stand(trial.hall.placement.console)
        assert console.isVisible()
        press(console, Qt.Key.Key_C)
        assert console.isVisible()  # it stands on a screen of its own
        console.stand(None)
        assert not console.isVisible()


# -- scenes


def test_that_scenes_are_listed_with_what_is_wrong_with_them(qtbot: QtBot, tmp_path: Path) -> None:
    crowded = Scene("many", "Many", tuple(Cell("trend", n % 6, n // 6) for n in range(36)), 6, 6)
    elsewhere = Scene("left", "Left", (Cell("clock", screen="left"),))
    wall = Wall((*WALL.scenes, crowded, elsewhere), motion=False, seconds=30)
    with consoled(qtbot, live(tmp_path), tmp_path, wall) as (_trial, console):
        until(qtbot, lambda: all(row.warnings is not None for row in console.scenes.list.rows()))
        rows = {row.name: row for row in console.scenes.list.rows()}
        assert rows["one"].second == "on the wall · 2 cells · 30\u202fs"
        assert rows["two"].second == "next · 1 cell · 30\u202fs"
        assert rows["three"].warnings == (
            "No topic here is called Nobody.",
            console.scenes.warnings("three")[1],  # type: ignore[index]
        )
        assert "no-such-face" in rows["three"].warnings[1]
        assert len(rows["many"].warnings or ()) == 36
        assert rows["left"].warnings == ("Screen left is not there: its cells stand on others.",)
        console.scenes.list.looked_at.emit("many")
        console.scenes.look_ahead("many")
        assert "and 32 more" in console.scenes.warned.text()


def test_that_a_scene_goes_up_by_double_click_enter_or_number(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        scenes = console.scenes.list
        place = scenes.visualRect(scenes.model().index(2, 0)).center()
        QTest.mouseClick(scenes.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert console.next.title.text() == "Looked at: Three"
        assert trial.conductor.state.scene == "one"
        QTest.mouseDClick(scenes.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert trial.conductor.state.scene == "three"
        assert console.next.title.text() == "Next: One"
        QTest.keyClick(scenes, Qt.Key.Key_2)
        assert trial.conductor.state.scene == "two"
        scenes.choose("one")
        QTest.keyClick(scenes, Qt.Key.Key_Return)
        assert trial.conductor.state.scene == "one"
        console.next.go.click()
        assert trial.conductor.state.scene == "two"


def test_that_a_wall_of_one_scene_says_that_there_is_no_other(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, replace(WALL, scenes=WALL.scenes[:1])) as (_trial, console):
        assert console.next.preview.accessibleName() == "This wall has no other scene."
        assert not console.deeds.next.isEnabled()
        assert not console.next.go.isEnabled()


# -- time


@pytest.mark.parametrize(("length", "said"), [(0, "0:00"), (-5, "0:00"), (61_000, "1:01"), (3_723_000, "1:02:03")])
def test_that_a_stopwatch_counts_in_minutes_and_seconds(length: Millis, said: str) -> None:
    assert stopwatch(length) == said


def test_that_the_time_until_the_next_scene_is_told_or_what_holds_it(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, replace(WALL, seconds=60)) as (trial, console):
        trial.now.at += 15_000
        assert turn_words(trial.conductor) == "on for 0:15 · next in 0:45"
        for word, why in (("pin", "pinned"), ("freeze", "frozen"), ("blank", "black")):
            trial.conductor.toggle(word)
            assert turn_words(trial.conductor).endswith(f"stays: {why}")
            trial.conductor.toggle(word)
        console.tick()
        assert console.now.turn.text().startswith("on for")


# -- messages, posts, episodes, screens, log


def test_that_a_message_is_sent_to_one_screen_and_taken_away_again(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, count=2) as (trial, console):
        page = console.messages
        assert not page.send.isEnabled()
        page.field.setText("  Retour à 15 h ")
        page.target._chosen = "2"
        page.send.click()
        assert trial.conductor.state.messages == (("2", "Retour à 15 h"),)
        assert words(console, "messages") == "Retour à 15 h\non screen 2"
        page.rows.button("on:2", "away").click()
        assert trial.conductor.state.messages == ()
        page.rows.button("before:Retour à 15 h", "again").click()
        assert page.field.text() == "Retour à 15 h"


def test_that_a_message_for_a_screen_that_went_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, count=2) as (trial, console):
        trial.conductor.do(CueWord.MESSAGE, HOSTILE, "2")
        trial.stand(screens(1))
        assert "on screen 2, which is not connected" in words(console, "messages")


def test_that_posts_on_screen_are_listed_masked_and_go_for_good(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path, ("La fibre Orange est en panne, dit @camille.example", "Merci Orange"))
    over = {"now": lambda: NOON + 61 * MINUTE}
    with consoled(qtbot, path, tmp_path, POSTS, **over) as (trial, console):
        console.pages.open("posts")
        until(qtbot, lambda: "private person" in words(console, "posts"))
        listed = words(console, "posts")
        assert "camille" not in listed.casefold()
        first = trial.hall.mentions()[0]
        assert "in front, W takes it off" in console.posts.rows.rows()[0].text
        press(console, Qt.Key.Key_W)
        assert trial.conductor.state.withdrawn == {first}
        second = console.posts.rows.rows()[0].key
        assert second != str(first)
        console.posts.rows.button(second, "withdraw").click()
        assert trial.conductor.state.withdrawn == {first, int(second)}
        assert "2 posts were taken off" in console.posts._gone.text()
        until(qtbot, lambda: not console.posts.rows.rows())


def test_that_an_episode_is_put_on_air_and_given_back(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, count=2) as (trial, console):
        crisis = Grave(7, 3, NOON, None, f"Crise {HOSTILE}", False)
        trial.conductor.grave = (crisis, Grave(8, 0, NOON, None, "Petite", True))
        console.tick()
        assert "Level 3 since 12:00" in words(console, "episodes")
        assert "Watch since 12:00 · answered on the desk" in words(console, "episodes")
        done: list[Cue] = []
        trial.conductor.cued.connect(done.append)
        console.episodes.target._chosen = "2"
        console.episodes.rows.button("7", "air").click()
        assert (done[-1].word, done[-1].value, done[-1].screen) == ("takeover", "7", "2")
        console.tick()
        assert "on air on screen 2, 2:00 left" in words(console, "episodes")
        assert console.pages.names["episodes"].text() == "Episodes 2"
        console.episodes.rows.button("7", "back").click()
        assert trial.conductor.state.taken is None


def test_that_what_is_missing_and_what_cannot_be_shown_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    wall = replace(WALL, outputs=(Output("left", "HDMI-9"), Output("right")))
    doubts = (Doubt("no panel is called “magic”", 12),)
    with consoled(qtbot, live(tmp_path), tmp_path, wall, doubts=doubts) as (_trial, console):
        said = words(console, "screens")
        assert "Screen “left” is not connected: nothing here is called HDMI-9" in said
        assert "no panel is called “magic”\nline 12 of the scenes file" in said
        assert "Screen right\nS1 · 640 × 360 px · read from 6.4 times its height, as is usual" in said
        assert "scene three: no topic of this session is called “Nobody”" in said
        assert console.pages.names["screens"].text() == "Screens 3"


def test_that_identify_makes_each_screen_say_its_name(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        before = trial.hall.windows["1"].grab().toImage()
        console.screens.identify.click()
        assert trial.hall.windows["1"].grab().toImage() != before


def test_that_the_last_ten_acts_are_told_with_their_time(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        for _step in range(12):
            trial.conductor.go(1)
        rows = console.log.rows.rows()
        assert len(rows) == 10
        assert (rows[0].head, rows[0].text) == ("Scene “One”", "12:30:00")
        trial.conductor.told.emit(f"The disk is full {HOSTILE}")
        assert console.log.rows.rows()[0].head.startswith("The disk is full <b>")
        assert any(line.startswith("The disk is full") for line in console.lasting.lines())


def test_that_a_saved_session_is_moved_in_time_and_may_do_again_what_was_done(qtbot: QtBot, tmp_path: Path) -> None:
    path = demo.demo_path(tmp_path)
    at = instant("2026-11-19T14:32+01:00")
    with consoled(qtbot, path, tmp_path, at=at) as (trial, console):
        head, bar = trial.conductor.playhead, console.transport
        assert bar.isVisible()
        assert not bar._close.isVisible()
        bar.toggled.emit()
        assert head.mood == "replay"
        press(console, Qt.Key.Key_Space)
        assert head.mood == "still"
        for part in (bar._speed, bar._play, bar.scrubber):
            before = trial.conductor.state.scene
            QTest.mouseClick(part, Qt.MouseButton.RightButton)
            assert not part.hasFocus()
            QTest.keyClick(part, Qt.Key.Key_PageDown)
            assert trial.conductor.state.scene != before
        bar.speed_wished.emit(60)
        assert head.speed == 60
        until(qtbot, lambda: bool(bar._track.episodes))
        bar.jumped.emit(-1)
        assert head.at < at
        bar.stepped.emit(MINUTE)
        bar.jumped.emit(2)
        assert head.span is not None
        assert head.at == head.span.end
        assert not trial.conductor.given.follows
        console.log.follow.click()
        assert trial.conductor.given.follows


def test_that_a_live_wall_has_no_transport_and_nothing_to_follow(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (_trial, console):
        assert console.transport.isHidden()
        console.pages.open("log")
        assert console.log.follow.isHidden()


# -- the remote


def test_that_the_remote_is_off_until_it_is_turned_on_and_ends_with_the_console(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (trial, console):
        page = console.remote
        assert page.remote.address is None
        console.pages.open("remote")
        page.modes["here"].click()
        assert page.remote.address is not None
        assert page.address.text() == page.remote.address.url
        assert page.code.text().replace("\u202f", "") == page.remote.code
        first = page.remote.code
        page.renew.click()
        assert page.remote.code != first or page.remote.code
        for wish, claim in (
            ("next", lambda state: state.scene == "two"),
            ("previous", lambda state: state.scene == "one"),
            ("pin", lambda state: state.is_pinned),
            ("blank", lambda state: state.is_blank),
            ("withdraw", lambda state: not state.withdrawn),
        ):
            page.remote.wished.emit(wish)
            assert claim(trial.conductor.state), wish
        page.modes["off"].click()
        assert page.remote.address is None
        assert page.code.isHidden()
        assert "nobody can reach it" in page.line.text()


def test_that_a_remote_that_cannot_start_says_why(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hubdesk.core import FailedError

    with consoled(qtbot, live(tmp_path), tmp_path) as (_trial, console):

        def fail(**_over: object) -> None:
            raise FailedError("This computer is on no network.")

        monkeypatch.setattr(console.remote.remote, "start", fail)
        console.remote.modes["network"].click()
        assert console.remote.line.text() == "This computer is on no network."
        assert console.remote.modes["off"].isChecked()


# -- for everybody


def focusable(console: Console) -> list[QWidget]:
    """All that the tabulator reaches on the pages, one after the other."""
    found = []
    for name in console.pages.names:
        console.pages.open(name)
        found += [
            one
            for one in console.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled() and one not in found
        ]
    return found


def test_that_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, count=2) as (_trial, console):
        found = focusable(console)
        assert len(found) > 20
        nameless = [type(one).__name__ for one in found if not one.accessibleName()]
        assert not nameless


def test_that_a_click_on_a_button_leaves_the_keys_with_the_wall(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path) as (_trial, console):
        buttons = [one for one in console.findChildren(QAbstractButton) if isinstance(one, Deed | Switch)]
        assert buttons
        assert not [one.text() for one in buttons if one.focusPolicy() & Qt.FocusPolicy.ClickFocus]


def test_that_words_of_strangers_are_never_markup(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, [f"Orange {HOSTILE}"], [topic(role="own")], title=HOSTILE)
    wall = replace(WALL, scenes=(Scene("x", HOSTILE, (Cell("clock"),), notes=HOSTILE), *WALL.scenes))
    with consoled(qtbot, path, tmp_path, wall) as (_trial, console):
        console.tick()
        assert "<b>gras</b>" in console.head.title.text()
        assert "<b>gras</b>" in console.now.title.text()
        assert "\u202e" not in console.now.notes.words.text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_that_all_of_it_fits_into_the_smallest_window(
    qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest, language: str
) -> None:
    if language == "fr":
        request.getfixturevalue("french")
    with consoled(qtbot, live(tmp_path), tmp_path, count=3) as (trial, console):
        console.resize(LEAST)
        trial.conductor.do(CueWord.MESSAGE, "Retour à 15 h")
        for word in (CueWord.FREEZE, CueWord.BLANK):
            trial.conductor.do(word)
        for name in console.pages.names:
            console.pages.open(name)
            QApplication.processEvents()
            needs = console.layout().minimumSize()
            assert needs.height() <= LEAST.height(), name
            assert needs.width() <= LEAST.width(), name
            for button in console.findChildren(QAbstractButton):
                if button.isVisible() and isinstance(button, Deed | Switch):
                    assert button.width() >= button.sizeHint().width(), button.text()
        corner = console.deeds.end.mapTo(console, console.deeds.end.rect().bottomRight())
        assert console.rect().contains(corner)
        assert trial.conductor.is_known


def test_that_the_page_of_screens_says_what_a_file_that_was_edited_lacks_now(qtbot: QtBot, tmp_path: Path) -> None:
    with consoled(qtbot, live(tmp_path), tmp_path, doubts=(Doubt("line 3 is wrong", 3),)) as (trial, console):
        console.pages.open("screens")
        assert "line 3 is wrong" in words(console, "screens")
        trial.conductor.use(trial.conductor.wall, (Doubt("line 7 is wrong", 7),))
        qtbot.waitUntil(lambda: "line 7 is wrong" in words(console, "screens"))
        assert "line 3 is wrong" not in words(console, "screens")


def test_that_a_click_on_what_is_no_cell_of_the_scene_enlarges_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    corner = Wall((Scene("corner", "Corner", (Cell("feed", 0, 0, 1, 1),), 3, 2),))
    with consoled(qtbot, live(tmp_path), tmp_path, corner, count=6) as (trial, _console):
        resting = next(name for name, window in trial.hall.windows.items() if window.cells[0].cell.face == "clock")
        trial.hall.windows[resting].click(QPointF(320, 180))
        assert trial.conductor.state.zoomed is None


def test_that_going_through_scenes_and_posts_leaves_no_widgets_behind(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path, ("La fibre Orange est en panne", "Merci Orange"))
    over = {"now": lambda: NOON + 61 * MINUTE}

    def round_trip(trial: Trial, console: Console) -> int:
        for number in range(12):
            trial.conductor.do(CueWord.MESSAGE, f"number {number}", "1")
            trial.conductor.do(CueWord.MESSAGE, "", "1")
            trial.conductor.go(1)
            trial.conductor.grave = (Grave(number, 2, NOON, None, "Orange, Crisis", False),)
            console.tick()
        until(qtbot, trial.is_read)
        trial.conductor.grave = ()  # as the session says, whenever it is read
        console.tick()
        until(qtbot, lambda: "panne" in words(console, "posts") and "Merci" in words(console, "posts"))
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(console.findChildren(QObject))

    with consoled(qtbot, path, tmp_path, POSTS, **over) as (trial, console):
        console.pages.open("posts")
        round_trip(trial, console)
        after_two = round_trip(trial, console)
        assert round_trip(trial, console) <= after_two
