"""The window around a session: it opens, refreshes, says what is wrong, and never waits for the disk."""

import sqlite3
import threading
from itertools import pairwise

import pytest
from desk_fakes import CountPanel, a_session, add_mentions, fake_panels, is_answered, surroundings
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from hubdesk import i18n
from hubdesk.desk.layout import Layout, Split, Tabs, alone, to_json
from hubdesk.desk.window import Desk
from hubdesk.widgets import theme
from hubdesk.widgets.chips import Chip, IconButton

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def desk_on(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")

    def opened(path, **over):
        desk = Desk(surroundings(tmp_path / "profile", **over), path)
        qtbot.addWidget(desk)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        return desk

    return opened


@pytest.fixture
def session(tmp_path):
    return a_session(tmp_path / "Opérateurs.hubdesk")


def test_that_every_panel_in_sight_draws_the_session(desk_on, session):
    desk = desk_on(session)
    for dock in desk.area.docks.values():
        assert dock.panel.pictures[-1] == 3
        assert dock.panel.zone == "Europe/Paris"
    assert "Opérateurs" in desk.windowTitle()


def test_that_a_commit_of_another_process_reaches_the_panels(desk_on, session, qtbot):
    desk = desk_on(session)
    add_mentions(session, 2)
    qtbot.waitUntil(lambda: desk.area.docks["feed"].panel.pictures[-1] == 5)
    qtbot.waitUntil(lambda: "of 5" in desk.status.message())


def test_that_no_sql_runs_on_the_gui_thread(desk_on, session, qtbot, monkeypatch):
    """Also when the session is opened, when a topic is switched off, and when it is closed."""
    on_gui = []
    connect = sqlite3.connect

    class Watched(sqlite3.Connection):
        def execute(self, *args, **more):
            if threading.current_thread() is threading.main_thread():
                on_gui.append(args[0])
            return super().execute(*args, **more)

    def watched(*args, **more):
        if threading.current_thread() is threading.main_thread():
            on_gui.append("connect")
        return connect(*args, **(more | {"factory": Watched}))

    monkeypatch.setattr(sqlite3, "connect", watched)
    desk = desk_on(session)
    desk.looking.toggle_topic(1)
    desk.ask_source(None)
    qtbot.waitUntil(lambda: desk.session.refresher.is_idle)
    desk.close()
    assert on_gui == []


@pytest.mark.parametrize("broken", ["missing", "text", "half"])
def test_that_a_session_that_cannot_be_opened_says_so_in_one_line(desk_on, session, tmp_path, broken):
    path = tmp_path / "other.hubdesk"
    if broken == "text":
        path.write_text("hello, this is no session\n" * 100)
    elif broken == "half":
        path.write_bytes(session.read_bytes()[:5000])
    desk = desk_on(path)
    shown = desk._notice.shown
    assert desk._notice.isVisible()
    assert shown.text
    assert "\n" not in shown.text
    assert "Traceback" not in shown.text
    assert {key for key, _label in shown.actions} == {"open", "new"}


def test_that_a_desk_without_a_session_offers_ways_on(desk_on, qtbot):
    desk = desk_on(None)
    with qtbot.waitSignal(desk.wished) as wished:
        qtbot.mouseClick(desk._notice.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert wished.args == ["new"]


class BrokenPanel(CountPanel):
    @staticmethod
    def read(reader, scope, options):
        raise ValueError("no such thing")


def test_that_a_panel_that_cannot_be_read_says_so_and_the_others_draw(desk_on, session):
    panels = fake_panels()
    panels["trend"] = type("trend", (BrokenPanel,), {"name": "trend", "title": "Trend"})
    desk = desk_on(session, panels=panels)
    assert "no such thing" in desk.area.docks["trend"].panel.complaints[0]
    assert desk.area.docks["feed"].panel.pictures


def test_that_a_hidden_panel_sleeps_and_asks_when_it_is_shown(desk_on, session, qtbot):
    desk = desk_on(session)
    dock = desk.area.docks["compare"]
    dock.hide()
    qtbot.waitUntil(lambda: is_answered(desk, "compare"))
    asleep = len(dock.panel.pictures)
    add_mentions(session, 1)
    qtbot.waitUntil(lambda: desk.area.docks["feed"].panel.pictures[-1] == 4)
    assert len(dock.panel.pictures) == asleep
    desk.area.raise_panel("compare")
    qtbot.waitUntil(lambda: dock.panel.pictures[-1] == 4)


def test_that_a_chip_that_is_clicked_switches_its_topic(desk_on, session, qtbot):
    desk = desk_on(session)
    chip = next(chip for chip in desk.scope_bar.findChildren(Chip) if chip.text() == "SFR")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert [topic.name for topic in desk.looking.scope().topics] == ["Orange", "Bouygues Telecom", "Free"]
    desk.looking.back()
    assert chip.isChecked()


def test_that_a_stretch_chosen_on_a_chart_is_fixed_and_live_returns(desk_on, session):
    desk = desk_on(session)
    desk.area.docks["trend"].panel.span_chosen.emit(1_000_000, 9_000_000)
    assert (desk.looking.scope().start, desk.looking.scope().end) == (1_000_000, 9_000_000)
    assert not desk.looking.state.is_live
    desk.looking.toggle_live()
    assert desk.looking.state.is_live


def test_that_a_demonstration_is_fixed_on_its_day_and_wears_its_plate(desk_on, tmp_path):
    desk = desk_on(a_session(tmp_path / "demo.hubdesk", synthetic=True))
    assert desk._plate.isVisible()
    assert not desk.looking.state.is_live
    desk.looking.toggle_live()
    assert not desk.looking.state.is_live


def test_that_the_layout_is_kept_and_a_broken_one_gives_way(desk_on, session, tmp_path):
    desk = desk_on(session)
    desk.area.docks["coverage"].hide()
    desk.close()
    again = desk_on(session)
    assert again.area.docks["coverage"].isHidden()
    again.close()
    file = tmp_path / "profile" / "config" / "layout.json"
    file.write_text("{broken")
    third = desk_on(a_session(tmp_path / "other.hubdesk"))
    assert not third.area.docks["coverage"].isHidden()


def test_that_a_layout_travels_with_its_session(desk_on, session, tmp_path):
    desk = desk_on(session)
    desk.area.docks["compare"].hide()
    desk.close()
    (tmp_path / "profile" / "config" / "layout.json").unlink()
    elsewhere = desk_on(session)
    assert elsewhere.area.docks["compare"].isHidden()


def test_that_a_theme_is_changed_while_the_desk_is_open(desk_on, session, qtbot):
    desk = desk_on(session)
    light = desk.grab().toImage().pixelColor(4, 60)
    theme.use(QApplication.instance(), "dark")
    QApplication.processEvents()
    dark = desk.grab().toImage().pixelColor(4, 60)
    theme.use(QApplication.instance(), "light")
    assert light == theme.Theme("light").colour("alt")
    assert dark == theme.Theme("dark").colour("alt")


def test_that_every_button_without_words_has_a_name(desk_on, session):
    desk = desk_on(session)
    icons = [button for button in desk.findChildren(QAbstractButton) if not button.text()]
    assert len(icons) >= 3 * len(desk.area.docks) + 2
    for button in icons:
        assert button.accessibleName() or not button.isVisible(), button


def test_that_every_action_has_words_and_no_two_share_a_shortcut(desk_on, session):
    desk = desk_on(session)
    keys = [a.shortcut().toString() for a in desk.findChildren(type(desk.menus.actions["open"]))]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys))
    assert all(action.text() for action in desk.menus.actions.values())


def test_that_labels_of_the_desk_never_guess_at_markup(desk_on, session):
    desk = desk_on(session)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in desk.findChildren(QLabel))


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_that_a_french_window_shows_every_chip_whole(desk_on, session, french, size):
    desk = desk_on(session)
    desk.resize(*size)
    QApplication.processEvents()
    chips = [chip for chip in desk.scope_bar.findChildren(Chip) if chip.isVisible()]
    assert len(chips) == 6
    for chip in chips:
        assert chip.width() >= QFontMetricsF(theme.font("label")).horizontalAdvance(chip.text()) + 20
        assert chip.geometry().right() <= desk.scope_bar.width()
    edges = sorted((chip.geometry().left(), chip.geometry().right()) for chip in chips)
    assert all(right < left for (_l, right), (left, _r) in pairwise(edges))


def test_that_chips_fold_into_a_menu_in_a_narrow_window(desk_on, session):
    desk = desk_on(session)
    desk.scope_bar.setParent(None)
    bar = desk.scope_bar
    bar.resize(420, 40)
    bar.show()
    QApplication.processEvents()
    words = [chip.text() for chip in bar.findChildren(Chip) if chip.isVisible()]
    assert any(word.startswith("+") for word in words)
    bar.deleteLater()


def test_that_the_keyboard_reaches_chips_and_panels(desk_on, session):
    desk = desk_on(session)
    reached = set()
    QTest.keyClick(desk, Qt.Key.Key_Tab)
    for _step in range(60):
        widget = QApplication.focusWidget()
        if widget is not None:
            reached.add(type(widget))
            QTest.keyClick(widget, Qt.Key.Key_Tab)
    if QApplication.focusWidget() is None:
        pytest.skip("this platform gives no focus")
    assert {Chip, IconButton} <= reached


def test_that_the_clock_and_the_words_are_french(desk_on, session, french):
    assert i18n.language() == "fr"
    desk = desk_on(session)
    assert desk.status.accessibleName()


def test_that_the_panel_in_front_of_a_pile_is_in_front_again_at_the_next_start(desk_on, session, tmp_path):
    pile = Layout(Split(True, (alone("feed"), Tabs(("trend", "detail", "coverage"), "detail")), (300, 700)))
    file = tmp_path / "profile" / "config" / "layout.json"
    file.parent.mkdir(parents=True)
    file.write_text(to_json(pile), "utf-8")
    desk = desk_on(session)
    assert [name for name, dock in desk.area.docks.items() if dock.is_seen()] == ["feed", "detail"]
    desk.close()
    assert [name for name, dock in desk_on(session).area.docks.items() if dock.is_seen()] == ["feed", "detail"]


def test_that_the_desk_fits_a_laptop_of_1920_by_1080_at_twice_the_size(desk_on, session):
    least = desk_on(session).minimumSizeHint()
    assert least.width() <= 960
    assert least.height() <= 500


def test_that_the_tab_key_goes_along_the_scope_bar_and_then_panel_by_panel(desk_on, session, qtbot):
    desk = desk_on(session)
    chips = sorted((one for one in desk.scope_bar.findChildren(Chip) if one.isVisible()), key=lambda one: one.x())
    feed, trend = desk.area.docks["feed"].bar, desk.area.docks["trend"].bar
    inside = QPushButton(desk.area.docks["trend"].panel)  # made late, as charts and rows are
    desk.refresh()

    def walk():
        walked, at = [chips[0]], chips[0].nextInFocusChain()
        while at is not chips[0]:
            walked.append(at)
            at = at.nextInFocusChain()
        return walked

    wanted = [*chips, feed.findChildren(IconButton)[-1], inside, *trend.findChildren(IconButton)]
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)

    def goes_along():
        QTest.keyClick(desk, Qt.Key.Key_Tab)
        return [one for one in walk() if one in wanted] == wanted

    qtbot.waitUntil(goes_along)


def test_that_f6_goes_from_panel_to_panel_and_around(desk_on, session, qtbot):
    desk = desk_on(session)
    for dock in desk.area.docks.values():
        QPushButton(dock.panel).show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)

    def there():
        focus = QApplication.focusWidget()
        return next(name for name, dock in desk.area.docks.items() if dock.panel.isAncestorOf(focus))

    way = []
    for _panel in desk.area.docks:
        desk.menus.actions["next-panel"].trigger()
        way.append(there())
    assert sorted(way) == sorted(desk.area.docks)
    assert way[0] == "feed"  # the left one
    desk.menus.actions["next-panel"].trigger()
    assert there() == way[0]
    desk.menus.actions["previous-panel"].trigger()
    assert there() == way[-1]


def test_that_ten_panels_have_a_key_each_and_the_eleventh_none(desk_on, session):
    desk = desk_on(session, panels=fake_panels(**{f"more{n}": f"More {n}" for n in range(7)}))
    keys = [desk.menus.actions[f"panel:{name}"].shortcut().toString() for name in desk.area.docks]
    assert keys == [*(f"Ctrl+{digit}" for digit in "1234567890"), "", ""]
