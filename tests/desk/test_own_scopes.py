"""Panels pinned to a scope of their own, on the desk: they keep it, say it, and never look past a replay."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

import pytest
from desk_fakes import CountPanel, fake_panels, surroundings
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QPixmap
from PySide6.QtWidgets import QApplication, QMenu

from hubdesk.core import HOUR, MINUTE, Scope, SourceRow, Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.layout import Layout, Split, Tabs, alone
from hubdesk.desk.title_scope import PinButton, UnfilteredBadge
from hubdesk.desk.window import Desk
from hubdesk.reports.sheet import Sheet
from hubdesk.store.session import NewSession, create, open_writer
from hubdesk.widgets import theme
from tests.fakes import NOON, entry

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
NEGATIVE = Filter("tone", ("negative",))
HOURS = 6
PLACE = QPoint(20, 10)
END = NOON + (HOURS - 1) * HOUR + MINUTE


class Asked(NamedTuple):
    scope: Scope
    count: int


class Asking(CountPanel):
    """Remembers of what it was asked; and follows the chips."""

    follows_filters = True

    @staticmethod
    def read(reader, scope, options):
        return Asked(scope, reader.count(scope))

    def numbers(self, held=()):
        return Sheet(("Mentions",), ((self.pictures[-1].count,),))


class Stubborn(Asking):
    follows_filters = False


@pytest.fixture
def session(tmp_path):
    """A mention at each whole hour, known as it is published."""
    path = tmp_path / "Crise.hubdesk"
    create(path, NewSession("Crise", synthetic=True))
    with open_writer(path) as writer:
        heard = writer.add_topic(Topic(0, "Orange", "orange", "own"))
        writer.add_topic(Topic(0, "SFR", "sfr", "rival"))
        source = writer.add_source(SourceRow(0, "Bluesky", "bluesky"))
        for hour in range(HOURS):
            at = NOON + hour * HOUR
            one = entry("orange en panne", [heard], published_at=at)
            writer.add_page(source.id, [one], cursor="", due_at=0, seen_at=at, covers=Span(at - HOUR, at))
    return path


@pytest.fixture
def desk(qtbot, tmp_path, session):
    theme.use(QApplication.instance(), "light")
    kinds = {name: Stubborn if name in ("detail", "coverage") else Asking for name in fake_panels()}
    panels = {name: type(name, (kind,), {"name": name, "title": name.title()}) for name, kind in kinds.items()}
    made = Desk(surroundings(tmp_path / "profile", panels=panels), session)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitSignal(made.drawn):
        made.show()
    made.looking.fix(NOON, END)
    settle(qtbot, made)
    return made


def settle(qtbot, desk):
    """All panels have what they asked for. A replay's curve may wait for ten seconds, and is none of ours."""
    refresher = desk.session.refresher

    def asks():
        return [key for key in (*refresher._wanted, *refresher._busy) if key.split()[-1] in desk.area.docks]

    qtbot.waitUntil(lambda: not asks())
    QApplication.processEvents()


def pin(qtbot, desk, name="trend"):
    """By its button, as a person would."""
    button = desk.area.docks[name].bar.findChild(PinButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)


def shown(desk, name="trend"):
    return desk.area.docks[name].panel.pictures[-1]


def span(asked):
    return Span(asked.scope.start, asked.scope.end)


def own(desk, name="trend"):
    return desk.area.docks[name].bar.scope_note.own


def test_that_a_pinned_panel_keeps_span_topics_and_chips_while_the_others_follow(desk, qtbot):
    desk.looking.narrow((NEGATIVE,), topic=1)
    pin(qtbot, desk)
    desk.looking.remove(NEGATIVE)
    desk.looking.only(2)
    desk.looking.fix(NOON, NOON + MINUTE)
    settle(qtbot, desk)
    kept, other = shown(desk), shown(desk, "feed")
    assert span(kept) == Span(NOON, END)
    assert kept.scope.filters == (NEGATIVE,)
    assert [one.id for one in kept.scope.topics] == [1]
    assert span(other) == Span(NOON, NOON + MINUTE)
    assert [one.id for one in other.scope.topics] == [2]


def test_that_the_count_of_the_pinned_scope_is_still_that_of_all_of_it(desk, qtbot):
    pin(qtbot, desk)
    desk.area.docks["trend"].panel.span_chosen.emit(NOON, NOON + MINUTE)  # its own chart is brushed
    settle(qtbot, desk)
    assert (shown(desk).count, shown(desk, "feed").count) == (HOURS, 1)
    assert desk.looking.span() == Span(NOON, NOON + MINUTE)


def test_that_an_unpinned_panel_follows_again(desk, qtbot):
    pin(qtbot, desk)
    desk.looking.fix(NOON, NOON + HOUR)
    settle(qtbot, desk)
    pin(qtbot, desk)
    assert span(shown(desk)) == Span(NOON, NOON + HOUR)
    assert own(desk) == ""
    assert not desk.area.docks["trend"].bar.findChild(PinButton).isChecked()


def test_that_a_pinned_panel_says_its_scope_in_title_tip_and_frame_by_more_than_colour(desk, qtbot):
    dock = desk.area.docks["trend"]
    desk.looking.narrow((NEGATIVE,))
    pin(qtbot, desk)
    assert own(desk) == "19 Nov 2026 12:00 – 17:01 · Tone: negative"
    assert own(desk) in dock.bar.accessibleName()
    assert dock.bar.toolTip() == f"<qt>{own(desk)}</qt>"
    assert dock.bar.findChild(PinButton).isChecked()
    assert dock.panel.parentWidget().is_own
    picture = dock.panel.parentWidget().grab().toImage()
    accent = theme.theme().colour("accent")
    ratio = picture.devicePixelRatio()
    across = [picture.pixelColor(round(x * ratio), picture.height() // 2) for x in range(4)]
    assert [one == accent for one in across] == [True, True, False, False]  # twice as wide as others


def test_that_a_chip_with_markup_is_text_in_the_tip(desk, qtbot):
    desk.looking.narrow((Filter("author", ("=<img src=x onerror=1><b>",)),))
    pin(qtbot, desk)
    assert "&lt;b&gt;" in desk.area.docks["trend"].bar.toolTip()


def test_that_a_live_pin_moves_with_now_and_goes_on_while_the_desk_stands_still(qtbot, tmp_path):
    path, clock = tmp_path / "live.hubdesk", [END]
    create(path, NewSession("Live"))
    with open_writer(path) as writer:
        writer.add_topic(Topic(0, "Orange", "orange", "own"))
        writer.add_source(SourceRow(0, "Bluesky", "bluesky"))
    panels = {"trend": type("trend", (Asking,), {"name": "trend", "title": "Trend"})}
    desk = Desk(surroundings(tmp_path / "profile", panels=panels, now=lambda: clock[0]), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    pin(qtbot, desk)
    desk.looking.fix(NOON, NOON + MINUTE)
    settle(qtbot, desk)
    assert shown(desk).scope.end == END
    clock[0] += MINUTE
    desk.deeds.own._moving.timeout.emit()
    settle(qtbot, desk)
    assert shown(desk).scope.end == END + MINUTE
    assert shown(desk).scope.known == END + MINUTE
    assert desk.deeds.own._moving.isActive()
    pin(qtbot, desk)
    assert not desk.deeds.own._moving.isActive()


def test_that_a_stretch_that_stands_still_is_one_question_until_something_is_stored(qtbot, tmp_path):
    path, clock = tmp_path / "live.hubdesk", [END + HOUR]
    create(path, NewSession("Live"))
    panels = {"trend": type("trend", (Asking,), {"name": "trend", "title": "Trend"})}
    desk = Desk(surroundings(tmp_path / "profile", panels=panels, now=lambda: clock[0]), path)
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.drawn):
        desk.show()
    desk.looking.fix(NOON, END)
    pin(qtbot, desk)
    desk.looking.toggle_live()
    dock = desk.area.docks["trend"]
    before = desk.deeds.own.scope_of(dock)
    assert before.known == END + HOUR
    clock[0] += 5_000
    assert desk.deeds.own.scope_of(dock) == before
    with qtbot.waitSignal(desk.session.changed), open_writer(path) as writer:
        writer.set_note("of a person", "1")
    settle(qtbot, desk)
    assert shown(desk).scope.known == clock[0]
    clock[0] += MINUTE
    assert desk.deeds.own.scope_of(dock).known == clock[0]


def test_that_in_a_replay_a_pinned_panel_sees_nothing_of_what_comes_later(desk, qtbot):
    pin(qtbot, desk)
    at = NOON + 2 * HOUR + 1
    desk.looking.replay_at(at)
    desk.session.refresher.holds_back = True
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: shown(desk).scope.known == at)
    assert shown(desk).scope.end == at
    assert shown(desk).count == 3
    desk.looking.fix(NOON + HOUR, NOON + HOUR + MINUTE)  # the replay goes back with it
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: shown(desk).scope.known == NOON + HOUR + MINUTE)
    assert shown(desk).count == 2
    desk.looking.end_replay()
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: shown(desk).count == HOURS)


def test_that_a_stretch_after_the_replay_is_empty_and_its_title_says_so(desk, qtbot):
    desk.looking.fix(NOON + 3 * HOUR, END)
    pin(qtbot, desk)
    desk.looking.replay_at(NOON + HOUR)
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: shown(desk).scope.known == NOON + HOUR)
    assert shown(desk).count == 0
    assert own(desk).endswith(": not yet in this replay")


def test_that_pins_outlive_hiding_floating_layouts_and_the_whole_screen(desk, qtbot):
    pin(qtbot, desk)
    kept, dock = own(desk), desk.area.docks["trend"]
    dock.hide()
    desk.looking.fix(NOON, NOON + MINUTE)
    settle(qtbot, desk)
    desk.area.raise_panel("trend")
    settle(qtbot, desk)
    assert span(shown(desk)) == Span(NOON, END)
    dock.setFloating(True)
    settle(qtbot, desk)
    assert own(desk) == kept
    dock.setFloating(False)
    desk.keeper.apply(Layout(Split(True, (alone("feed"), Tabs(("detail", "trend"), "trend")), (1, 1))))
    settle(qtbot, desk)
    assert own(desk) == kept
    desk.deeds.whole.toggle(dock)
    settle(qtbot, desk)
    page = desk.deeds.whole._page
    assert page.bar.scope_note.own == kept
    assert page.frame.is_own
    qtbot.mouseClick(page.bar.findChild(PinButton), Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert (page.bar.scope_note.own, own(desk), page.frame.is_own) == ("", "", False)
    assert span(shown(desk)) == Span(NOON, NOON + MINUTE)
    desk.deeds.whole.leave()
    assert not dock.panel.parentWidget().is_own


def test_that_a_panel_that_does_not_follow_chips_says_so_while_there_are_any(desk, qtbot):
    badges = {name: dock.bar.findChild(UnfilteredBadge) for name, dock in desk.area.docks.items()}
    assert not any(badge.isVisible() for badge in badges.values())
    desk.looking.narrow((NEGATIVE,))
    settle(qtbot, desk)
    assert [name for name, badge in badges.items() if badge.isVisible()] == ["coverage", "detail"]
    assert "chosen mention, whatever the chips say" in badges["detail"].toolTip()
    assert badges["detail"].accessibleName().startswith("filters not applied: ")
    assert shown(desk, "detail").scope.filters == ()
    desk.deeds.whole.toggle(desk.area.docks["detail"])
    settle(qtbot, desk)
    assert desk.deeds.whole._page.bar.findChild(UnfilteredBadge).isVisible()
    desk.deeds.whole.leave()
    desk.looking.clear()
    settle(qtbot, desk)
    assert not any(badge.isVisible() for badge in badges.values())


def test_that_a_pinned_panel_says_it_of_its_own_chips(desk, qtbot):
    desk.looking.narrow((NEGATIVE,))
    pin(qtbot, desk, "detail")
    desk.looking.clear()
    settle(qtbot, desk)
    assert desk.area.docks["detail"].bar.findChild(UnfilteredBadge).isVisible()
    assert "Tone" not in own(desk, "detail"), "chips that are not applied are not its scope"
    assert not desk.area.docks["coverage"].bar.findChild(UnfilteredBadge).isVisible()


def test_that_an_empty_pinned_panel_changes_its_own_scope_and_not_the_desk_s(desk, qtbot):
    desk.looking.narrow((NEGATIVE,), Span(NOON, NOON + MINUTE))
    pin(qtbot, desk)
    trend, state = desk.area.docks["trend"].panel, desk.looking.state
    trend.wish.emit("unfilter", None)
    settle(qtbot, desk)
    assert shown(desk).scope.filters == ()
    assert "negative" not in own(desk)
    trend.wish.emit("widen", None)
    settle(qtbot, desk)
    assert span(shown(desk)) == Span(NOON - 14 * MINUTE, NOON + MINUTE)
    assert desk.looking.state == state
    pin(qtbot, desk)
    trend.wish.emit("unfilter", None)
    assert desk.looking.state.filters == ()


def test_that_the_keyboard_pins_the_panel_a_person_works_in(desk, qtbot):
    action = desk.menus.actions["pin-panel"]
    others = [one.shortcut() for word, one in desk.menus.actions.items() if word != "pin-panel"]
    assert action.shortcut().toString() == "Ctrl+Shift+F10"
    assert action.shortcut() not in others
    current = desk.deeds.exporting.current()
    action.trigger()
    settle(qtbot, desk)
    assert current.bar.scope_note.own
    action.trigger()
    assert not current.bar.scope_note.own


def test_that_the_panels_menu_pins_and_lets_go(desk, qtbot, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda menu, where: None)  # a screen without windows has no menus

    def entry_of(words):
        bar = desk.area.docks["trend"].bar
        QApplication.sendEvent(bar, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, PLACE, bar.mapToGlobal(PLACE)))
        menu = next(one for one in desk.area.docks["trend"].findChildren(QMenu) if one.actions())
        next(one for one in menu.actions() if one.text() == words).trigger()
        menu.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        settle(qtbot, desk)

    entry_of("Pin to this scope")
    assert own(desk)
    entry_of("Follow the scope bar again")
    assert not own(desk)


def test_that_a_desk_without_a_session_pins_nothing(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")
    desk = Desk(surroundings(tmp_path / "profile"))
    qtbot.addWidget(desk)
    desk.show()
    dock = desk.area.docks["trend"]
    dock.bar.findChild(PinButton).click()
    assert not dock.bar.findChild(PinButton).isChecked()
    assert not dock.is_made
    assert not desk.menus.actions["pin-panel"].isEnabled()


def test_that_numbers_and_pictures_carry_the_pinned_scope(desk, qtbot, tmp_path):
    desk.looking.narrow((NEGATIVE,))
    pin(qtbot, desk)
    desk.looking.clear()
    desk.looking.fix(NOON, NOON + MINUTE)
    settle(qtbot, desk)
    exporting, dock = desk.deeds.exporting, desk.area.docks["trend"]
    exporting.write(dock, tmp_path / "out.csv")
    qtbot.waitUntil(lambda: (tmp_path / "out.csv").exists() and not exporting._aside.is_busy)
    told = dict(csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert told["Filters"] == "Tone: negative"
    assert told["To"] == "2026-11-19T17:01:00+01:00"
    assert told["Mentions"] == "0", "none of them is negative"
    caption = exporting._caption(dock)
    assert (caption.span, caption.filters) == (Span(NOON, END), "Tone: negative")
    assert own(desk) not in caption.title
    assert caption.lines[0] == "Filters: Tone: negative"
    follows = exporting._caption(desk.area.docks["feed"])
    assert (follows.span, follows.filters) == (Span(NOON, NOON + MINUTE), "")


def test_that_numbers_of_a_panel_that_does_not_follow_chips_claim_no_filter_and_no_filtered_count(desk, qtbot):
    desk.looking.narrow((NEGATIVE,))
    settle(qtbot, desk)
    origin = desk.deeds.exporting._origin(desk.area.docks["coverage"])
    assert (origin.filters, origin.rows) == ("", None)
    origin = desk.deeds.exporting._origin(desk.area.docks["feed"])
    assert (origin.filters, origin.rows) == ("Tone: negative", 0)


def test_that_a_scope_that_has_no_room_in_the_title_has_a_line_of_its_own(desk, qtbot):
    bar = desk.area.docks["trend"].bar
    before = bar.height()
    desk.looking.narrow(tuple(Filter("author", (f"={'m' * 60}{number}",)) for number in range(5)))
    pin(qtbot, desk)
    QApplication.processEvents()
    assert bar.height() > before
    assert bar.grab().size() == QPixmap(bar.size() * bar.devicePixelRatio()).size()
    pin(qtbot, desk)
    QApplication.processEvents()
    assert bar.height() == before


def test_that_what_a_pinned_panel_is_asked_can_be_found_by_its_dock(desk, qtbot):
    dock = desk.area.docks["trend"]
    assert desk.deeds.own.state_of(dock) is None
    pin(qtbot, desk)
    state = desk.deeds.own.state_of(dock)
    assert state is not None
    assert state.fixed == Span(NOON, END)
