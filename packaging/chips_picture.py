"""The desk narrowed by chips, for the README: a picture of the demonstration in French, as a person would click there.

python packaging/chips_picture.py OUT.png
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from help_pictures import hubdesk
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from hubdesk import i18n, plugins
from hubdesk.core import Millis, Span
from hubdesk.core.filters import Filter
from hubdesk.desk.application import application
from hubdesk.desk.shot import desk_picture
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.window import Desk
from hubdesk.settings import Settings, places
from hubdesk.widgets import theme

SIZE: Final = (1600, 900)
PATIENCE_MS: Final = 60_000
OUTAGE: Final = ("2026-11-19T06:30+01:00", "2026-11-19T10:30+01:00")
BEGAN: Final = ("2026-11-19T06:50+01:00", "2026-11-19T08:10+01:00")
CHIPS: Final = (Filter("theme", ("email_webmail",)), Filter("tone", ("negative",)))
FRONT: Final = ("trend", "voices", "table")


def main(out: Path) -> int:
    i18n.use("fr")
    qt = application()
    theme.use(qt, "light")
    with tempfile.TemporaryDirectory() as folder:
        here = places(Path(folder))
        now = instant("2026-11-19T14:32+01:00")
        given = Surroundings(Settings(here.settings_file), here, plugins.panels(), None, lambda: now)
        desk = Desk(given, Path(hubdesk("demo", "--path")))
        desk.resize(*SIZE)
        desk.show()
        until = QDeadlineTimer(PATIENCE_MS)
        while not desk.looking.topics and not until.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        for name in FRONT:
            desk.area.raise_panel(name)
        desk.looking.narrow(CHIPS, span(OUTAGE), topic=desk.looking.topics[0].id)
        rest(desk)
        desk.deeds.own.toggle(desk.area.docks["trend"])
        desk.looking.narrow((), span(BEGAN))
        rest(desk)
        desk_picture(desk).save(str(out))
        desk.close()
    return 0


def rest(desk: Desk) -> None:
    """Until all that was asked is drawn."""
    until = QDeadlineTimer(PATIENCE_MS)
    QApplication.processEvents()
    while desk.session is not None and not desk.session.refresher.is_idle and not until.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def instant(text: str) -> Millis:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def span(told: tuple[str, str]) -> Span:
    return Span(*map(instant, told))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
