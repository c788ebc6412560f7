"""A process of its own that draws the desk at the scale of its environment, and says where everything is.

python scaled_desk.py SESSION PICTURE    # one JSON object: the picture's width, and each part's place and lack
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from hubdesk import i18n, plugins
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.title_tabs import TabButton
from hubdesk.desk.window import Desk
from hubdesk.settings import Settings, places
from hubdesk.widgets import theme


def lack(widget: QWidget) -> int:
    """How many px its words miss; a name in a pile shortens on purpose and says itself in its tip."""
    if isinstance(widget, TabButton) or not isinstance(widget, QAbstractButton | QLabel) or not widget.text():
        return 0
    if isinstance(widget, QLabel) and widget.wordWrap():
        return max(0, widget.heightForWidth(widget.width()) - widget.height())
    return max(0, widget.sizeHint().width() - widget.width())


def told(desk: Desk, picture: Path) -> dict[str, object]:
    image = desk.grab()
    image.save(str(picture))
    parts = []
    for widget in desk.findChildren(QWidget):
        if widget.isVisible():
            at = widget.mapTo(desk, QPoint(0, 0))
            place = [at.x(), at.y(), widget.width(), widget.height()]
            parts.append([widget.metaObject().className(), place, lack(widget)])
    return {"width": image.width(), "height": image.height(), "parts": parts}


def main(session: Path, picture: Path) -> int:
    app = QApplication([])
    i18n.use("fr")
    theme.use(app, "light")
    here = places(picture.parent / "profile")
    desk = Desk(Surroundings(Settings(here.settings_file), here, panels=plugins.panels(), now=lambda: NOW), session)
    loop = QEventLoop()  # an application that quits closes its windows
    desk.drawn.connect(loop.quit)
    desk.resize(1280, 720)
    desk.show()
    QTimer.singleShot(60_000, loop.quit)
    loop.exec()
    while desk.session is not None and not desk.session.refresher.is_idle:  # the bars answer when they like
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 200)
    app.processEvents()
    print(json.dumps(told(desk, picture)))
    desk.close()
    return 0


NOW = 1_795_095_120_000

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
