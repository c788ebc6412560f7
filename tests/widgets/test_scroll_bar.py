"""The look's scroll bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from hubdesk.widgets import theme
from hubdesk.widgets.scroll_bar import slim


def test_that_a_scroll_bar_takes_the_colours_of_another_theme(qtbot):
    theme.use(QApplication.instance(), "light")
    area, tall = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    tall.setMinimumHeight(2000)
    area.setWidget(tall)
    slim(area)
    area.resize(200, 200)
    area.show()
    theme.use(QApplication.instance(), "dark")
    QApplication.processEvents()
    picture = area.verticalScrollBar().grab().toImage()
    assert picture.pixelColor(5, picture.height() - 5) == theme.Theme("dark").colour("panel")
    assert picture.pixelColor(5, 12) == theme.Theme("dark").colour("line_strong")
    theme.use(QApplication.instance(), "light")


def test_that_a_bar_that_is_always_there_has_no_handle_while_all_is_in_sight(qtbot):
    theme.use(QApplication.instance(), "light")
    area, inner = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    inner.setMinimumHeight(2000)
    area.setWidget(inner)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    slim(area)
    area.resize(200, 200)
    area.show()
    bar = area.verticalScrollBar()
    handle = theme.Theme("light").colour("line_strong")
    assert bar.grab().toImage().pixelColor(5, 12) == handle
    inner.setMinimumHeight(20)
    inner.resize(20, 20)
    qtbot.waitUntil(lambda: bar.grab().toImage().pixelColor(5, 12) != handle)
