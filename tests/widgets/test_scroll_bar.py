"""The look's scroll bar."""

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
