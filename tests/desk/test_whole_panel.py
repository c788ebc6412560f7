"""One panel on the whole screen: by F10, a menu or a double click; Escape brings everything back where it was."""

import pytest
from desk_fakes import CountPanel, a_session, add_mentions, fake_panels, is_answered, surroundings
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from hubdesk.desk.arrange import box_of, read_layout
from hubdesk.desk.layout import Split
from hubdesk.desk.panel_dock import dock_of
from hubdesk.desk.title_bar import TitleBar
from hubdesk.desk.window import Desk
from hubdesk.widgets import theme
from hubdesk.widgets.chips import IconButton
from hubdesk.widgets.episode_list import EpisodeList

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


class Working(CountPanel):
    """A panel that moves by itself, and has a line to write on."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.is_paused = False
        self.line = QLineEdit(self)
        self.body.addWidget(self.line)
        self.pause = QAction("Pause", self)
        self.addAction(self.pause)

    def toggle_pause(self):
        self.is_paused = not self.is_paused
        self.pause.changed.emit()


@pytest.fixture
def desk(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")
    panels = fake_panels()
    panels["feed"] = type("feed", (Working,), {"name": "feed", "title": "Feed"})
    desk = Desk(surroundings(tmp_path / "profile", panels=panels), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(desk)
    desk.resize(1280, 800)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    return desk


def seen(desk):
    return [name for name, dock in desk.area.docks.items() if dock.is_seen()]


def whole(desk, name):
    desk.deeds.whole.toggle(desk.area.docks[name])
    QApplication.processEvents()
    return desk.area.docks[name].panel


def differences(one, other):
    """The largest difference of two sizes, in px."""
    if not isinstance(one, Split):
        return 0 if one == other else 10_000
    sizes = max(abs(a - b) for a, b in zip(one.sizes, other.sizes, strict=True))
    return max([sizes, *(differences(a, b) for a, b in zip(one.parts, other.parts, strict=True))])


def icons(desk):
    return [one for one in desk.deeds.whole._page.findChildren(IconButton) if one.isVisible()]


def test_that_f10_shows_the_panel_a_person_works_in_alone_and_f10_brings_all_back(desk, qtbot):
    action = desk.menus.actions["whole-panel"]
    assert action.shortcut().toString() == "F10"
    before = read_layout(desk.area)
    panel = desk.area.docks["feed"].panel
    panel.line.setFocus()
    action.trigger()
    QApplication.processEvents()
    assert seen(desk) == ["feed"]
    assert desk.isFullScreen()
    assert action.isChecked()
    assert panel.width() > 0.9 * desk.width()
    assert panel.line.hasFocus()
    action.trigger()
    QApplication.processEvents()
    assert seen(desk) == list(desk.area.docks)
    assert not desk.isFullScreen()
    assert not action.isChecked()
    qtbot.waitUntil(lambda: differences(read_layout(desk.area).docked, before.docked) <= 4)
    assert desk.area.docks["feed"].isAncestorOf(panel)


def test_that_the_shown_panel_follows_the_session_while_others_sleep_and_all_follow_afterwards(desk, tmp_path, qtbot):
    trend, feed = whole(desk, "trend"), desk.area.docks["feed"].panel
    qtbot.waitUntil(lambda: is_answered(desk, "feed"))
    asleep = len(feed.pictures)
    add_mentions(tmp_path / "s.hubdesk", 2)
    qtbot.waitUntil(lambda: trend.pictures[-1] == 5)
    assert len(feed.pictures) == asleep
    desk.deeds.whole.leave()
    qtbot.waitUntil(lambda: feed.pictures[-1] == 5)


def test_that_docks_have_their_sizes_where_the_window_shrinks_late(desk, qtbot):
    before = read_layout(desk.area)
    whole(desk, "trend")
    desk.deeds.whole.leave()
    for width in (1700, 1280):  # as a desktop that takes its time does
        desk.resize(width, 800)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: differences(read_layout(desk.area).docked, before.docked) <= 4)


def test_that_escape_leaves_unless_the_panel_has_a_use_for_it(desk):
    panel = whole(desk, "feed")
    QTest.keyClick(panel.line, Qt.Key.Key_Escape)
    assert seen(desk) != ["feed"]

    class Keen(QPushButton):
        def keyPressEvent(self, event):
            event.accept()

    panel = whole(desk, "trend")
    button = Keen(panel)
    button.show()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert seen(desk) == ["trend"]
    QTest.keyClick(desk.deeds.whole._page, Qt.Key.Key_Escape)
    assert seen(desk) != ["trend"]


def test_that_a_list_of_episodes_of_which_none_is_chosen_lets_escape_go_by(desk):
    episodes = EpisodeList(whole(desk, "trend"))
    episodes.show()
    QTest.keyClick(episodes, Qt.Key.Key_Escape)
    assert seen(desk) != ["trend"]


def test_that_a_double_click_on_its_title_shows_it_and_another_one_brings_all_back(desk, qtbot):
    bar = desk.area.docks["trend"].bar
    qtbot.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(150, 14))
    assert seen(desk) == ["trend"]
    assert not desk.area.docks["trend"].isFloating()
    page_bar = desk.deeds.whole._page.findChild(TitleBar)
    qtbot.mouseDClick(page_bar, Qt.MouseButton.LeftButton, pos=QPoint(150, 14))
    assert seen(desk) == list(desk.area.docks)


def test_that_its_title_bar_says_what_the_docks_says_and_pauses_and_copies(desk, qtbot):
    feed = desk.area.docks["feed"]
    feed.panel.subtitle_changed.emit("12")
    whole(desk, "feed")
    bar = desk.deeds.whole._page.bar
    assert (bar.title, bar.subtitle) == ("Feed", "12")
    feed.panel.subtitle_changed.emit("13")
    assert bar.subtitle == "13"
    names = [one.accessibleName() for one in icons(desk)]
    assert names == ["Pause", "Pin to this scope", "Copy as an image", "More", "Back to all panels (Esc)"]
    qtbot.mouseClick(icons(desk)[0], Qt.MouseButton.LeftButton)
    assert feed.panel.is_paused
    assert icons(desk)[0].accessibleName() == "Go on"
    with qtbot.waitSignal(feed.copy_wished):
        qtbot.mouseClick(icons(desk)[2], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(icons(desk)[4], Qt.MouseButton.LeftButton)
    assert not feed.isHidden()
    whole(desk, "trend")
    assert [one.accessibleName() for one in icons(desk)][:2] == ["Pin to this scope", "Copy as an image"]
    feed.panel.subtitle_changed.emit("14")
    assert bar.subtitle == ""


def test_that_choosing_a_mention_in_the_feed_does_not_leave_it_and_wanting_another_panel_does(desk):
    whole(desk, "feed")
    desk.area.raise_panel("detail")
    desk.area.raise_panel("feed")
    assert seen(desk) == ["feed"]
    desk.area.raise_panel("coverage")
    assert "coverage" in seen(desk)
    whole(desk, "trend")
    desk.area.raise_panel("detail")
    assert "detail" in seen(desk)


def test_that_f6_and_copying_stay_with_the_panel_that_is_shown(desk, qtbot):
    panel = whole(desk, "feed")
    assert dock_of(panel.line) is desk.area.docks["feed"]
    desk.menus.actions["next-panel"].trigger()
    assert panel.line.hasFocus()
    assert desk.deeds.exporting.current() is desk.area.docks["feed"]


def test_that_a_desk_closed_meanwhile_starts_as_it_was(desk, tmp_path, qtbot):
    before = read_layout(desk.area)
    whole(desk, "trend")
    desk.close()
    panels = fake_panels()
    again = Desk(surroundings(tmp_path / "profile", panels=panels), tmp_path / "s.hubdesk")
    qtbot.addWidget(again)
    again.show()
    QApplication.processEvents()
    assert not again.isFullScreen()
    assert read_layout(again.area).panels() == before.panels()


def test_that_a_full_screen_or_maximised_window_is_so_again(desk):
    desk.showFullScreen()
    whole(desk, "trend")
    desk.deeds.whole.leave()
    assert desk.isFullScreen()
    desk.showNormal()
    desk.showMaximized()
    whole(desk, "trend")
    desk.deeds.whole.leave()
    assert desk.isMaximized()
    assert not desk.isFullScreen()


def test_that_another_page_may_come_and_go_meanwhile(desk):
    whole(desk, "trend")
    page = desk.pages.currentWidget()
    desk.pages.setCurrentWidget(desk._notice)
    desk.deeds.whole.leave()
    desk.pages.setCurrentWidget(page)
    assert desk.pages.currentWidget() is desk.area


def test_that_a_floating_panel_fills_its_screen_and_escape_brings_it_back(desk, qtbot):
    dock = desk.area.docks["feed"]
    dock.setFloating(True)
    dock.setGeometry(40, 50, 400, 300)
    QApplication.processEvents()
    box = dock.geometry()
    whole(desk, "feed")
    assert dock.geometry() == QGuiApplication.primaryScreen().geometry()
    assert not desk.isFullScreen()
    assert dict(read_layout(desk.area).floating)["feed"] == box_of(box)  # what is kept
    QTest.keyClick(dock.panel.line, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert dock.geometry() == box
    whole(desk, "feed")
    dock.setFloating(False)
    QApplication.processEvents()
    assert not desk.deeds.whole.is_open
    assert dock.stood is None


def test_that_a_panel_is_torn_off_and_docked_by_the_keyboard(desk, qtbot):
    dock = desk.area.docks["feed"]
    dock.panel.line.setFocus()
    desk.menus.actions["float-panel"].trigger()
    assert dock.isFloating()
    qtbot.waitUntil(dock.panel.line.hasFocus)
    desk.menus.actions["float-panel"].trigger()
    assert not dock.isFloating()


def test_that_a_layout_put_meanwhile_is_all_seen(desk):
    whole(desk, "trend")
    desk.menus.actions["layout:crisis"].trigger()
    QApplication.processEvents()
    assert {"trend", "feed"} <= set(seen(desk))
    assert desk.area.docks["trend"].isAncestorOf(desk.area.docks["trend"].panel)


def test_that_nothing_happens_where_no_panel_is_seen(desk):
    for dock in desk.area.docks.values():
        dock.hide()
    desk.deeds.whole.toggle()
    assert not desk.deeds.whole.is_open
    desk.deeds.whole.leave()
    desk.deeds.whole.float_or_dock()
