"""The look's scroll bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from hubdesk.widgets import theme
from hubdesk.widgets.scroll_bar import slim


def scrolled(qtbot, look: str, wide: int = 0, tall: int = 0) -> QScrollArea:
    """Something that is larger than its view."""
    theme.use(QApplication.instance(), look)
    area, inner = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    inner.setMinimumSize(wide, tall)
    area.setWidget(inner)
    slim(area)
    area.resize(200, 200)
    return area


def test_that_a_scroll_bar_takes_the_colours_of_another_theme(qtbot):
    area = scrolled(qtbot, "light", tall=2000)
    area.show()
    theme.use(QApplication.instance(), "dark")
    QApplication.processEvents()
    picture = area.verticalScrollBar().grab().toImage()
    assert picture.pixelColor(5, picture.height() - 5) == theme.Theme("dark").colour("panel")
    assert picture.pixelColor(5, 12) == theme.Theme("dark").colour("line_strong")
    theme.use(QApplication.instance(), "light")


def test_that_a_bar_that_is_always_there_has_no_handle_while_all_is_in_sight(qtbot):
    area = scrolled(qtbot, "light", tall=2000)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.show()
    bar, inner = area.verticalScrollBar(), area.widget()
    handle = theme.Theme("light").colour("line_strong")
    assert bar.grab().toImage().pixelColor(5, 12) == handle
    inner.setMinimumHeight(20)
    inner.resize(20, 20)
    qtbot.waitUntil(lambda: bar.grab().toImage().pixelColor(5, 12) != handle)


def test_that_the_bar_below_looks_as_the_one_at_the_side(qtbot):
    area = scrolled(qtbot, "dark", wide=2000)
    area.show()
    QApplication.processEvents()
    bar = area.horizontalScrollBar()
    assert bar.height() == 10
    picture = bar.grab().toImage()
    assert picture.pixelColor(12, 5) == theme.Theme("dark").colour("line_strong")
    assert picture.pixelColor(picture.width() - 5, 5) == theme.Theme("dark").colour("panel")  # no arrow
    theme.use(QApplication.instance(), "light")
