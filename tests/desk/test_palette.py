"""The command palette: everything can be found in two languages and done, and nothing is done that cannot be."""

import pytest
from desk_fakes import OPERATORS, CountPanel, a_session, fake_panels, surroundings
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hubdesk.core import HubdeskError, Topic
from hubdesk.desk.menus import LAYOUTS, LINE, MENUS, SCOPES, TO_PANELS
from hubdesk.desk.palette_finding import Finder, Offer, folded, folded_all
from hubdesk.desk.palette_rows import MOST
from hubdesk.desk.scope_state import REACHES
from hubdesk.desk.searches import Searches
from hubdesk.desk.window import Desk
from hubdesk.store.session import open_writer
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
HOSTILE = "\u202eevil <b>&\u0301\u0301\u0301" + "x" * 10_000


@pytest.fixture
def desk_on(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")

    def opened(path, **over):
        desk = Desk(surroundings(tmp_path / "profile", **over), path)
        qtbot.addWidget(desk)
        desk.resize(1280, 800)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        desk.activateWindow()
        qtbot.waitUntil(desk.isActiveWindow)
        return desk

    return opened


@pytest.fixture
def desk(desk_on, tmp_path):
    return desk_on(a_session(tmp_path / "s.hubdesk"))


def opened(desk, typed=""):
    desk.menus.actions["palette"].trigger()
    box = desk.deeds.palette.box
    QTest.keyClicks(box.edit, typed)
    return box


def words(box):
    return [offer.word for offer in box._found]


def enter(box):
    QTest.keyClick(box.edit, Qt.Key.Key_Return)


# Finding, without a window.


def names(*texts, **more):
    return Finder([Offer(f"w{n}", text, **more) for n, text in enumerate(texts)])


def found(finder, typed, lately=()):
    return [offer.text for offer in finder.find(typed, lately)]


@pytest.mark.parametrize("typed", ["panel next", "nex pan", "EXT", "  next   panel ", "néxt"])
def test_that_parts_of_words_find_in_any_order_whatever_their_accents(typed):
    assert found(names("Next panel", "Previous panel"), typed) == ["Next panel"]


def test_that_accents_ligatures_and_signs_do_not_matter():
    assert folded("L’œuvre d’Été : «\u202f1\u00a0000 »") == "l oeuvre d ete 1 000"
    assert found(names("Plein écran", "Études"), "ecran plein") == ["Plein écran"]


def test_that_texts_folded_together_are_those_folded_alone():
    texts = ["Été", "", "a\0b", "  _ ", HOSTILE, "\u0301\u0301", "Œuvre_2", "ﬁn", "ß"]
    assert folded_all(texts) == [folded(text) for text in texts]
    assert folded("a\0b_c") == "a b c"


def test_that_the_group_and_the_other_language_find_after_the_name_itself():
    finder = Finder([Offer("a", "Carte", "Panneaux", others="Map"), Offer("b", "Map of France")])
    assert found(finder, "map") == ["Map of France", "Carte"]


def test_that_the_start_of_a_word_comes_before_its_middle():
    assert found(names("Comparison", "Parts", "Panel parts"), "par") == ["Parts", "Panel parts", "Comparison"]


def test_that_what_cannot_be_done_stands_behind_what_can():
    finder = Finder([Offer("a", "Topics…", can=False), Offer("b", "Orange", others="Topic")])
    assert found(finder, "topic") == ["Orange", "Topics…"]
    assert found(finder, "") == ["Topics…", "Orange"]


def test_that_what_was_done_lately_comes_first_the_newest_first():
    finder = names("Seal", "Search", "Session")
    assert found(finder, "", ["w2", "w1"]) == ["Session", "Search", "Seal"]
    assert found(finder, "se", ["w1"])[0] == "Search"


def test_that_nothing_typed_finds_all_in_their_order_and_signs_alone_too():
    finder = names("b", "a", "c")
    assert found(finder, "") == found(finder, " … ") == ["b", "a", "c"]


def test_that_a_name_of_ten_thousand_marks_is_looked_at_in_part():
    assert len(folded("e" + "\u0301\u0323" * 5_000)) <= 200
    assert found(names(HOSTILE), "evil") == [HOSTILE]


# On a desk.


def test_that_every_word_of_every_menu_is_offered_with_its_keys(desk):
    box = opened(desk)
    tables = (*(rows for _title, rows in MENUS), TO_PANELS, LAYOUTS, SCOPES)
    rows = [row for table in tables for row in table if row is not LINE]
    offers = {offer.word: offer for offer in box._found}
    for row in rows:
        if row.word not in ("recent", "layouts", "scopes", "palette"):
            offer = offers[f"menu:{row.word}"]
            assert bool(offer.keys) == bool(row.keys)
            assert "&" not in offer.text
    assert offers["menu:search"].keys == "Ctrl+K"
    assert {f"show:{name}" for name in desk.area.docks} <= offers.keys()
    assert {f"span:{reach}" for reach in REACHES} <= offers.keys()
    assert {offer.text for offer in box._found if offer.word.startswith("topic:")} == set(OPERATORS)


def test_that_a_chosen_action_is_done_and_the_palette_is_gone(desk):
    box = opened(desk, "next pan")
    assert words(box)[0] == "menu:next-panel"
    done = []
    desk.menus.actions["next-panel"].triggered.connect(lambda: done.append(1))
    enter(box)
    assert done == [1]
    assert not box.isVisible()


def test_that_french_finds_on_an_english_desk_and_english_on_a_french_one(desk_on, desk, qtbot, tmp_path):
    box = opened(desk)
    qtbot.waitUntil(lambda: desk.deeds.palette._tongue is not str)
    QTest.keyClicks(box.edit, "ecran plein")
    assert "menu:full-screen" in words(box)


def test_that_english_finds_on_a_french_desk(french, desk_on, tmp_path):
    desk = desk_on(a_session(tmp_path / "fr.hubdesk"))
    box = opened(desk, "full screen")
    assert "menu:full-screen" in words(box)
    assert "écran" in next(offer.text for offer in box._found if offer.word == "menu:full-screen")


def test_that_a_hidden_panel_is_shown_and_can_be_hidden(desk):
    desk.area.docks["coverage"].hide()
    enter(opened(desk, "coverage"))
    assert desk.area.docks["coverage"].is_seen()
    enter(opened(desk, "hide coverage"))
    assert desk.area.docks["coverage"].isHidden()


def test_that_a_topic_is_looked_at_alone_and_then_all_are_again(desk):
    box = opened(desk, "bouyg")
    enter(box)
    assert [topic.name for topic in desk.looking.scope().topics] == ["Bouygues Telecom"]
    box = opened(desk, "bouyg")
    offer = box.list.chosen()
    assert offer.is_on
    assert "all" in offer.group
    enter(box)
    assert len(desk.looking.scope().topics) == len(OPERATORS)


def test_that_a_span_is_taken(desk):
    enter(opened(desk, "15 min"))
    assert desk.looking.state.reach == "15min"
    assert {offer.word for offer in opened(desk, "span")._found if offer.is_on} >= {"span:15min"}


class Searched(CountPanel):
    def search(self, text):
        self.complaints.append(text)


def test_that_a_saved_search_is_made_by_its_name(desk_on, tmp_path, qtbot):
    panels = fake_panels()
    panels["feed"] = type("feed", (Searched,), {"name": "feed", "title": "Feed"})
    desk = desk_on(a_session(tmp_path / "s.hubdesk"), panels=panels)
    Searches(desk.settings).save("orange AND panne", "My outage")
    enter(opened(desk, "outage my"))
    qtbot.waitUntil(lambda: desk.area.docks["feed"].panel.complaints == ["orange AND panne"])


def test_that_a_recent_session_is_asked_for(desk, tmp_path, qtbot):
    other = tmp_path / "Autre — été.hubdesk"
    desk.settings.remember_session(other)
    with qtbot.waitSignal(desk.session_wished) as wished:
        enter(opened(desk, "autre ete"))
    assert wished.args == [other]


def test_that_what_cannot_be_done_is_shown_with_its_reason_and_is_not_done(desk_on, tmp_path, qtbot):
    desk = desk_on(a_session(tmp_path / "demo.hubdesk", synthetic=True))
    box = opened(desk, "my words")
    offer = box.list.chosen()
    assert (offer.word, offer.can) == ("menu:own-words", False)
    assert "demonstration" in offer.why
    assert box.foot() == offer.why
    assert offer.why in box.edit.accessibleDescription()
    with qtbot.assertNotEmitted(box.chosen):
        enter(box)
        qtbot.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=box.list.rect().center())
    assert box.isVisible()


def test_that_without_a_session_the_reason_is_that_none_is_open(desk_on):
    desk = desk_on(None)
    box = opened(desk, "seal")
    offers = {offer.word: offer for offer in box._found}
    assert offers["menu:seal"].why == "No session is open."
    assert not [word for word in words(box) if word.startswith(("topic:", "span:", "search:"))]


class Acting(CountPanel):
    def __init__(self, parent=None):
        super().__init__(parent)
        self.done = []
        action = QAction("Stack the &topics", self)
        action.triggered.connect(lambda: self.done.append(1))
        self.addAction(action)


def test_that_the_menu_of_the_panel_a_person_works_in_is_offered(desk_on, tmp_path):
    panels = fake_panels()
    panels["feed"] = type("feed", (Acting,), {"name": "feed", "title": "Feed"})
    desk = desk_on(a_session(tmp_path / "s.hubdesk"), panels=panels)
    box = opened(desk, "stack topics")
    assert box.list.chosen().group == "Feed"
    enter(box)
    assert desk.area.docks["feed"].panel.done == [1]


def test_that_what_was_done_is_first_the_next_time_on_another_desk_too(desk_on, desk, tmp_path):
    enter(opened(desk, "compact"))
    enter(opened(desk, "orange"))
    assert words(opened(desk))[:2] == ["topic:1", "menu:density:compact"]
    again = desk_on(a_session(tmp_path / "other.hubdesk"))
    assert words(opened(again))[0] == "menu:density:compact"
    assert again.settings.texts("palette_lately") == ("menu:density:compact",)  # no names of a session's topics


def test_that_a_deed_is_done_when_the_settings_cannot_be_kept(desk, monkeypatch):
    def full():
        raise HubdeskError("the disk is full")

    monkeypatch.setattr(desk.settings, "saver", full)
    enter(opened(desk, "15 min"))
    assert desk.looking.state.reach == "15min"
    assert words(opened(desk))[0] == "span:15min"


def test_that_escape_and_its_own_keys_leave_and_give_the_focus_back(desk, qtbot):
    line = QLineEdit(desk.area.docks["trend"].panel)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    box = opened(desk)
    assert box.edit.hasFocus()
    QTest.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert line.hasFocus()
    opened(desk)
    desk.menus.actions["palette"].trigger()
    assert not box.isVisible()
    assert line.hasFocus()


def test_that_a_click_elsewhere_leaves_and_keeps_its_focus(desk):
    line = QLineEdit(desk.area.docks["trend"].panel)
    line.show()
    box = opened(desk)
    line.setFocus()
    assert not box.isVisible()
    assert line.hasFocus()


def test_that_arrows_go_around_and_the_mouse_chooses(desk, qtbot):
    box = opened(desk, "theme")
    count = len(words(box))
    QTest.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == count - 1
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == 0
    first = box.list.chosen()
    with qtbot.waitSignal(box.chosen) as chosen:
        at = box.list.visualRect(box.list.currentIndex()).center()
        qtbot.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [first]


def test_that_nothing_found_says_so_and_enter_does_nothing(desk, qtbot):
    box = opened(desk, "zzzz")
    assert words(box) == []
    assert "called that" in box.foot()
    with qtbot.assertNotEmitted(box.chosen):
        enter(box)


def test_that_hostile_and_many_topics_neither_widen_the_palette_nor_hide_a_deed(desk_on, tmp_path):
    path = a_session(tmp_path / "many.hubdesk")
    with open_writer(path) as writer:
        writer.add_topic(Topic(0, HOSTILE[:200], "evil", "rival"))
        for n in range(300):
            writer.add_topic(Topic(0, f"Sujet {n}", f"mot{n}", "subject"))
    desk = desk_on(path)
    desk.resize(420, 400)
    box = opened(desk, "sujet")
    assert box._finder.offers[-1].text == "Sujet 299"
    assert "100 more" in box.foot()
    assert len(words(box)) == 300
    assert box.list.model().rowCount() == MOST
    assert desk.rect().contains(box.geometry())
    QTest.keyClick(box.edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box.edit, "evil")
    assert box.list.chosen().text == HOSTILE[:200]
    assert not box.grab().isNull()


def test_that_topics_kept_from_before_follow_the_session(desk, qtbot):
    opened(desk)
    desk.looking.learn((*desk.looking.topics, Topic(99, "Nouveau", "nouveau")))
    desk.menus.actions["palette"].trigger()
    assert words(opened(desk, "nouv"))[0] == "topic:99"
