"""Whatever the keyboard can reach says what it is, and the Tab key reaches all of it, on the desk and in its sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from desk_fakes import OPERATORS, a_session, surroundings
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk import i18n, plugins
from hubdesk.core import HOUR, Person, Scope, Span, Topic
from hubdesk.core.readings import Effect, OwnWord
from hubdesk.desk.correct_sheets import TargetSheet, ThemeSheet
from hubdesk.desk.dialogs import SpanDialog, TextDialog
from hubdesk.desk.erasing import Asked, EraseSheet
from hubdesk.desk.help import HelpWindow
from hubdesk.desk.insiders import InsidersDialog
from hubdesk.desk.named_layouts_sheets import LayoutsSheet, NameSheet
from hubdesk.desk.named_scopes import NamedFilter, NamedScope
from hubdesk.desk.named_scopes_sheets import NameScopeSheet, ScopesSheet
from hubdesk.desk.own_words import OwnWordsDialog
from hubdesk.desk.place_sheet import PlaceSheet
from hubdesk.desk.preferences import Preferences
from hubdesk.desk.receipts import ReceiptsSheet
from hubdesk.desk.rows_sheet import RowsSheet
from hubdesk.desk.sealing import SealSheet
from hubdesk.desk.slides_sheet import SlidesSheet
from hubdesk.desk.topics import TopicsDialog
from hubdesk.desk.window import Desk
from hubdesk.desk.wizard import Wizard
from hubdesk.desk.wizard_sources import SourceDialog
from hubdesk.panels.correcting import Choosing
from hubdesk.reports.origin import Origin
from hubdesk.resources import resource
from hubdesk.settings import Settings, places
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme
from hubdesk.widgets.map_area import AreaDialog

NOW = 1_795_095_120_000
SPAN = Span(NOW - HOUR, NOW)
PARIS = "Europe/Paris"
TOPICS = tuple(Topic(n, name, name.lower()) for n, name in enumerate(OPERATORS, 1))
ORIGIN = Origin("S", PARIS, False, SPAN, (), (), ())
SCOPE = NamedScope("Night", "24h", hidden=("SFR",), filters=(NamedFilter("tone", ("negative",)),))
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@dataclass
class Given:
    folder: Path
    session: Path


def _erase(given: Given) -> QDialog:
    with open_reader(given.session) as reader:
        return EraseSheet(given.session, given.folder, Asked.of(reader.latest(Scope((), 0, 2 * NOW), 1)[0]), NOW)


SHEETS: dict[str, Callable[[Given], QDialog]] = {
    "topics": lambda _given: TopicsDialog(TOPICS),
    "span": lambda _given: SpanDialog(SPAN, PARIS),
    "text": lambda _given: TextDialog("About", "Hubdesk"),
    "seal": lambda given: SealSheet(given.session, SPAN, PARIS, NOW),
    "rows": lambda given: RowsSheet(given.session, Scope((), 0, NOW), ORIGIN),
    "slides": lambda given: SlidesSheet(given.session, Scope((), 0, NOW), ORIGIN),
    "receipts": lambda given: ReceiptsSheet(given.session, PARIS),
    "erase": _erase,
    "own words": lambda _given: OwnWordsDialog((OwnWord("bravo les gars", Effect.TONE, "negative", 6),), OPERATORS),
    "insiders": lambda _given: InsidersDialog((Person("Carole", "insider", "https://example.org", "2026-11-02", ()),)),
    "preferences": lambda given: Preferences(Settings(given.folder / "settings.toml")),
    "preferences of alerts": lambda given: Preferences(Settings(given.folder / "settings.toml"), page="alerts"),
    "wizard": lambda given: Wizard(places(given.folder)),
    "source": lambda _given: SourceDialog(),
    "help": lambda _given: HelpWindow("Help", resource("help"), "desk.md"),
    "theme": lambda _given: ThemeSheet(Choosing(1, "theme", ()), None),  # type: ignore[arg-type]
    "target": lambda _given: TargetSheet(Choosing(1, "target", ()), OPERATORS, None),  # type: ignore[arg-type]
    "place": lambda _given: PlaceSheet(Choosing(1, "place", ()), None),  # type: ignore[arg-type]
    "area": lambda _given: AreaDialog(),
    "name of a layout": lambda _given: NameSheet(("Night",), ("Crisis",)),
    "scopes": lambda _given: ScopesSheet((SCOPE, replace(SCOPE, name="Day")), SCOPE, PARIS),
    "name of a scope": lambda _given: NameScopeSheet(SCOPE, 1, ("Night",), PARIS),
    "layouts": lambda _given: LayoutsSheet(("Night", "Day"), ("Crisis",)),
}


@pytest.fixture
def given(tmp_path: Path) -> Given:
    return Given(tmp_path, a_session(tmp_path / "Opérateurs.hubdesk"))


def stops(window: QWidget) -> list[QWidget]:
    """What the Tab key must reach: seen, enabled, and no part of a widget that takes the keyboard for it."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and widget.focusProxy() is None
        if takes and widget.isVisible() and widget.isEnabled() and widget.window() is window:
            found.append(widget)
    return found


def nameless(window: QWidget) -> list[str]:
    """Of those the ones of which nothing could be told to somebody who does not see."""
    missing = []
    for widget in stops(window):
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = widget.accessibleName() or (spoken.text(QAccessible.Text.Name) if spoken is not None else "")
        inside = isinstance(widget, QLineEdit) and widget.objectName().startswith("qt_")  # of a spin box or a combo
        if not name.strip() and not inside:
            way = [widget.metaObject().className()]
            above = widget.parentWidget()
            while above is not None and above is not window:
                way.append(above.metaObject().className())
                above = above.parentWidget()
            missing.append(" < ".join(way[:5]))
    return missing


def mouse_only(window: QWidget) -> list[str]:
    """Buttons that nothing but a mouse presses."""
    found = []
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and button.focusPolicy() == Qt.FocusPolicy.NoFocus:
            found.append(f"{type(button).__name__} {button.accessibleName() or button.text()}")
    return found


def unreached(window: QWidget, qtbot: QtBot) -> list[str]:
    """Stops that the Tab key does not come to; a date is a stop for each of its parts."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    wanted = stops(window)
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    seen = {QApplication.focusWidget()}
    for _n in range(6 * len(wanted)):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    exclusive = {one for one in wanted if isinstance(one, QRadioButton) and not one.isChecked()}  # arrows choose it
    return [f"{one.metaObject().className()} {one.accessibleName()}" for one in wanted if one not in seen | exclusive]


@pytest.mark.parametrize("name", SHEETS)
def test_that_every_stop_of_a_sheet_says_what_it_is(name: str, given: Given, qtbot: QtBot, qapp: QApplication) -> None:
    theme.use(qapp, "light")
    sheet = SHEETS[name](given)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test closes it, and then lets it go
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    try:
        assert stops(sheet), "nothing of it could be reached with keys"
        assert nameless(sheet) == []
        assert mouse_only(sheet) == []
        assert unreached(sheet, qtbot) == []
    finally:
        sheet.reject()  # it waits for what it had begun


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_every_stop_of_the_desk_says_what_it_is(
    language: str, given: Given, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.use(qapp, "light")
    i18n.use(language)
    desk = Desk(surroundings(given.folder / "profile", panels=plugins.panels()), given.session)
    qtbot.addWidget(desk)
    desk.resize(1600, 1000)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    for name in desk.area.docks:
        desk.area.raise_panel(name)
        qtbot.waitUntil(lambda: desk.session.refresher.is_idle)
        assert nameless(desk) == [], name
        assert mouse_only(desk) == [], name
    found = stops(desk)
    assert len(found) > 20
    assert unreached(desk, qtbot) == []
    i18n.use("en")
