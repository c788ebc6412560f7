"""Searching on the desk: from the box to the feed, and back with Escape; what is remembered; narrow windows."""

from itertools import pairwise

import pytest
from desk_fakes import NOW, a_session, fake_panels, surroundings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from hubdesk.core import HOUR, Entry, Match, Mention, Notes, SourceRow, Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.scope_bar import ScopeBar
from hubdesk.desk.scope_state import ScopeState
from hubdesk.desk.window import Desk
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.detail_against import SEARCH
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.panel import Rows
from hubdesk.settings import Settings
from hubdesk.store.session import open_writer
from hubdesk.widgets import theme
from hubdesk.widgets.search_box import LEAST, SMALL, WIDE

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)", extend=True)
OPERATORS = tuple(Topic(n, name, name) for n, name in enumerate(("Orange", "SFR", "Bouygues Telecom", "Free"), 1))


@pytest.fixture
def given(tmp_path):
    panels = fake_panels() | {"feed": FeedPanel, "detail": DetailPanel}
    return surroundings(tmp_path / "profile", panels=panels)


@pytest.fixture
def desk(qtbot, tmp_path, given):
    theme.use(QApplication.instance(), "light")
    made = Desk(given, a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.drawn):
        made.show()
    made.looking.reach("24h")
    return made


def box(desk):
    return desk.scope_bar.search


def feed(desk):
    return desk.area.docks["feed"].panel


def search(desk, qtbot, text):
    box(desk).begin()
    box(desk).edit.setText(text)
    qtbot.keyClick(box(desk).edit, Qt.Key.Key_Return)


def bar(desk):
    return feed(desk).search_bar


def kept(given, name):
    return Settings(given.settings.file).texts(name)


def test_that_the_shortcut_leads_to_the_box(desk, qtbot):
    desk.activateWindow()
    desk.menus.actions["search"].trigger()
    qtbot.waitUntil(lambda: box(desk).is_open)
    assert desk.menus.actions["search"].shortcut().toString() == "Ctrl+K"


def test_that_enter_shows_what_was_found_and_the_keys_go_to_the_list(desk, qtbot, given):
    search(desk, qtbot, "panne NEAR/5 fibre")
    qtbot.waitUntil(lambda: bar(desk).shown.count != "")
    assert bar(desk).isVisible()
    qtbot.waitUntil(lambda: bar(desk).shown.count == "0 mentions")  # no topic heard them
    bar(desk).place_wished.emit(True)
    qtbot.waitUntil(lambda: bar(desk).shown.count == "3 mentions")
    qtbot.waitUntil(feed(desk).view.hasFocus)
    assert desk.area.docks["detail"].panel.options().search == "panne NEAR/5 fibre"
    assert kept(given, "search_history") == ("panne NEAR/5 fibre",)


def test_that_a_wrong_query_stays_in_the_box_with_its_error(desk, qtbot, given):
    search(desk, qtbot, "panne NEAR fibre")
    qtbot.waitUntil(lambda: box(desk).offers.remark is not None)
    assert (box(desk).offers.remark.start, box(desk).offers.remark.end) == (6, 10)
    assert bar(desk).isHidden()
    assert kept(given, "search_history") == ()


def test_that_writing_is_checked_after_a_pause(desk, qtbot):
    box(desk).begin()
    qtbot.keyClicks(box(desk).edit, "panne or fibre")
    qtbot.waitUntil(lambda: box(desk).offers.remark is not None)
    assert not box(desk).offers.remark.is_error


def test_that_a_remark_about_another_text_is_not_shown(desk, qtbot):
    box(desk).begin()
    box(desk).edit.setText("(")
    desk.searching._check("(")
    box(desk).edit.setText("panne")
    qtbot.waitUntil(lambda: desk.session.refresher.is_idle)
    assert box(desk).offers.remark is None


def test_that_escape_in_the_list_ends_the_search_everywhere(desk, qtbot):
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: bar(desk).isVisible() and bar(desk).shown.count != "Searching…")
    desk.area.docks["detail"].panel._compare(SEARCH)
    bar(desk).place_wished.emit(True)
    qtbot.waitUntil(lambda: bar(desk).shown.count == "3 mentions")
    feed(desk).view.setFocus()
    qtbot.keyClick(feed(desk).view, Qt.Key.Key_Escape)
    assert bar(desk).isHidden()
    assert box(desk).text() == ""
    assert desk.area.docks["detail"].panel.options().search == ""
    assert desk.area.docks["detail"].panel.options().against is None


def test_that_an_empty_box_and_enter_end_the_search(desk, qtbot):
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: bar(desk).isVisible())
    search(desk, qtbot, "  ")
    assert bar(desk).isHidden()


def test_that_the_star_saves_and_the_box_offers_it(desk, qtbot, given):
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: bar(desk).isVisible())
    bar(desk).saved_wished.emit(True)
    assert bar(desk).shown.is_saved
    assert kept(given, "saved_searches") == ("panne",)
    box(desk).named.emit("panne", "Pannes")
    assert kept(given, "saved_searches") == ("Pannes\tpanne",)
    bar(desk).saved_wished.emit(False)
    assert not bar(desk).shown.is_saved
    assert kept(given, "saved_searches") == ()


def test_that_one_search_after_another_is_forgotten(desk, qtbot, given):
    for text in ("panne", "fibre", "livebox"):
        desk.searching._keep(desk.searching._searches.remember, text)
    box(desk).begin()
    qtbot.waitUntil(lambda: box(desk).is_open)
    qtbot.keyClick(box(desk).edit, Qt.Key.Key_Down)
    for _twice in range(2):
        qtbot.keyClick(box(desk).edit, Qt.Key.Key_Delete)
    assert kept(given, "search_history") == ("panne",)
    assert box(desk).offers.current().text == "panne"


def test_that_a_profile_that_cannot_be_written_stops_no_search(desk, qtbot, given):
    folder = given.settings.file.parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where a folder should be")
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: bar(desk).isVisible())
    assert "not saved" in desk.status.message()


def test_that_a_desk_of_other_panels_has_a_box_that_does_nothing(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")
    made = Desk(surroundings(tmp_path / "p"), a_session(tmp_path / "s.hubdesk"))
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.drawn):
        made.show()
    search(made, qtbot, "panne")
    qtbot.waitUntil(lambda: made.session.refresher.is_idle)
    assert made.searching._wanted is None


@pytest.fixture
def scope_bar(qtbot):
    theme.use(QApplication.instance(), "light")
    window = QWidget()  # alone, the bar would be as wide as its parts
    qtbot.addWidget(window)
    window.resize(1920, 200)
    made = ScopeBar(window)
    made.window_of_test = window
    made.show_topics(OPERATORS)
    window.show()
    made.show_state(ScopeState(), NOW, "Europe/Paris", back=True, forward=True, may_go_live=True)
    return made


def parts(bar):
    row = [bar._row.itemAt(at).widget() for at in range(bar._row.count())]
    return [part.geometry() for part in row if part is not None and part.isVisible()]


@pytest.mark.parametrize("width", [480, 560, 640, 760, 900, 1024, 1366, 1920])
@pytest.mark.parametrize("is_open", [False, True])
def test_that_no_part_of_the_bar_lies_over_another(scope_bar, qtbot, width, is_open):
    if is_open:
        scope_bar.activateWindow()
        scope_bar.search.begin()
        qtbot.waitUntil(lambda: scope_bar.search.is_open)
    scope_bar.resize(width, 40)
    QApplication.processEvents()
    boxes = sorted(parts(scope_bar), key=lambda box: box.left())
    assert all(one.right() < other.left() for one, other in pairwise(boxes)), boxes
    assert boxes[-1].right() < width
    least = LEAST if is_open and width >= 640 else SMALL
    assert least <= scope_bar.search.width() <= WIDE


def test_that_the_box_is_whole_where_there_is_room_and_an_icon_where_there_is_none(scope_bar):
    scope_bar.resize(1366, 40)
    QApplication.processEvents()
    assert scope_bar.search.width() == WIDE
    scope_bar.resize(600, 40)
    QApplication.processEvents()
    assert scope_bar.search.width() == SMALL
    assert scope_bar.search.edit.isHidden()


def test_that_a_query_is_written_in_a_wide_box_also_beside_thirty_topics(scope_bar, qtbot):
    scope_bar.show_topics([Topic(number, f"Sujet {number}", "x") for number in range(1, 31)])
    scope_bar.show_state(ScopeState(), NOW, "Europe/Paris", back=True, forward=True, may_go_live=True)
    scope_bar.resize(1366, 40)
    assert scope_bar.search.width() == SMALL
    scope_bar.activateWindow()
    scope_bar.search.begin()
    qtbot.waitUntil(lambda: scope_bar.search.width() >= 240)


def test_that_a_figure_opens_its_rows_of_its_stretch_and_its_topic(desk, qtbot):
    wish = desk.area.docks["compare"].panel.wish
    wish.emit("rows", Rows("kind:post", NOW - HOUR, NOW, topic=2))
    qtbot.waitUntil(lambda: desk.looking.state.filters == (Filter("kind", ("post",)),))
    scope = desk.looking.scope()
    assert (scope.start, scope.end, [topic.id for topic in scope.topics]) == (NOW - HOUR, NOW, [2])
    assert scope.filters == desk.looking.state.filters
    assert bar(desk).isHidden()  # no words are searched for
    wish.emit("rows", Rows("panne -kind:reply", topic=2))  # that topic is alone already, and stays so
    qtbot.waitUntil(lambda: box(desk).text() == "panne -kind:reply")
    assert bar(desk).isVisible()
    assert [topic.id for topic in desk.looking.scope().topics] == [2]
    desk.looking.back()
    assert (desk.looking.state.filters, bar(desk).isHidden(), box(desk).text()) == (scope.filters, True, "")


def test_that_what_is_written_takes_the_place_of_the_last_search_and_of_no_other_chip(desk, qtbot):
    place, pinned = Filter("place", ("59",)), Filter("text", ("livebox",))
    desk.looking.narrow((place, pinned))
    desk.looking.pin(pinned)
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: desk.looking.state.filters == (place, pinned, Filter("text", ("panne",))))
    assert desk.searching.text == "(livebox) (panne)"
    search(desk, qtbot, "fibre")
    qtbot.waitUntil(lambda: desk.looking.state.filters == (place, pinned, Filter("text", ("fibre",))))
    search(desk, qtbot, "")
    assert desk.looking.state.filters == (place, pinned)
    search(desk, qtbot, "tone:negative")
    qtbot.waitUntil(lambda: desk.looking.state.filters == (place, pinned, Filter("tone", ("negative",))))
    assert box(desk).text() == "livebox"


def test_that_a_pinned_feed_keeps_the_search_of_its_own_scope(desk, qtbot):
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: bar(desk).shown.text == "panne")
    dock = desk.area.docks["feed"]
    desk.deeds.own.toggle(dock)
    search(desk, qtbot, "fibre")
    qtbot.waitUntil(lambda: desk.searching.text == "fibre")
    assert (bar(desk).isVisible(), bar(desk).shown.text, box(desk).text()) == (True, "panne", "fibre")
    desk.looking.clear()
    assert bar(desk).isVisible()
    bar(desk).left.emit()  # closed where its answers are
    assert bar(desk).isHidden()
    assert desk.deeds.own.scope_of(dock).filters == ()
    search(desk, qtbot, "fibre")
    qtbot.waitUntil(lambda: desk.searching.text == "fibre")
    assert bar(desk).isHidden()
    desk.deeds.own.toggle(dock)
    assert (bar(desk).isVisible(), bar(desk).shown.text) == (True, "fibre")


def test_that_what_a_figure_asks_of_a_brand_is_said_by_its_chip_and_by_no_search(desk, qtbot):
    towards = Filter("text", ('target:"Orange=negative"',))
    search(desk, qtbot, "panne")
    qtbot.waitUntil(lambda: bar(desk).isVisible())
    desk.looking.narrow((towards,))
    assert (desk.searching.text, box(desk).text()) == ("panne", "panne")
    desk.looking.remove(Filter("text", ("panne",)))
    assert desk.looking.state.filters == (towards,)
    assert bar(desk).isHidden()
    search(desk, qtbot, "fibre")
    qtbot.waitUntil(lambda: desk.looking.state.filters == (towards, Filter("text", ("fibre",))))


def test_that_the_list_is_what_the_chips_take(desk, qtbot):
    now = desk.looking.scope().end - HOUR
    with open_writer(desk.path) as writer:
        source = writer.add_source(SourceRow(0, "Fil", "feed")).id
        texts = ("Orange en panne", "Orange marche", "Orange marche bien")
        entries = [
            Entry(Mention("feed", str(n), text, now), Notes(), (Match(1, 1, ()),)) for n, text in enumerate(texts)
        ]
        writer.add_page(source, entries, cursor="1", due_at=now, seen_at=now, covers=Span(now - HOUR, now))
    rows = feed(desk).view.model().rows
    qtbot.waitUntil(lambda: len(rows()) == 3)
    desk.looking.narrow((Filter("kind", ("post",)), Filter("text", ("panne",), negated=True)))
    qtbot.waitUntil(lambda: sorted(heard.mention.text for heard in rows()) == ["Orange marche", "Orange marche bien"])
    search(desk, qtbot, "bien")
    qtbot.waitUntil(lambda: [heard.mention.text for heard in rows()] == ["Orange marche bien"])
    desk.looking.narrow((Filter("kind", ("reply",)),))
    qtbot.waitUntil(lambda: not rows() and feed(desk).stage.empty.shown is not None)
    desk.looking.back()
    desk.looking.back()
    desk.looking.back()
    qtbot.waitUntil(lambda: len(rows()) == 3)


def test_that_rows_of_a_panel_that_counts_all_are_opened_without_other_chips(desk, qtbot):
    desk.looking.narrow((Filter("kind", ("post",)),))
    panel = desk.area.docks["compare"].panel
    assert not type(panel).follows_filters
    panel.wish.emit("rows", Rows("tone:negative"))
    qtbot.waitUntil(lambda: desk.looking.state.filters == (Filter("tone", ("negative",)),))


def test_that_rows_of_a_pinned_panel_are_of_its_own_scope(desk, qtbot):
    kind, topic = Filter("kind", ("post",)), desk.looking.topics[1].id
    desk.looking.narrow((kind,), topic=topic)
    dock = desk.area.docks["compare"]
    type(dock.panel).follows_filters, followed = True, type(dock.panel).follows_filters
    try:
        desk.deeds.own.toggle(dock)
        desk.looking.back()
        desk.looking.narrow((Filter("tone", ("positive",)),), Span(NOW - HOUR, NOW))
        kept = desk.deeds.own.scope_of(dock)
        dock.panel.wish.emit("rows", Rows("place:59"))
        qtbot.waitUntil(lambda: desk.looking.state.filters == (kind, Filter("place", ("59",))))
    finally:
        type(dock.panel).follows_filters = followed
    scope = desk.looking.scope()
    assert kept.end <= scope.end <= scope.known  # its end is now: when the figure was clicked
    assert (scope.end - scope.start, scope.topics) == (kept.end - kept.start, kept.topics)
    assert [one.id for one in scope.topics] == [topic]
    desk.looking.back()
    assert desk.looking.state.filters == (Filter("tone", ("positive",)),)
