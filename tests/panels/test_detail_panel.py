"""Everything about one mention, in words that are true."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import NOON, session, topic
from feed_fakes import HOSTILE, SCOPE, TOPICS, FakeReader, heard
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import DAY, HOUR, SECOND, Author, Heard, Kind, Notes, Scope, Topic
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.detail_against import DetailOptions
from hubdesk.panels.detail_why import MOST_ROWS, reasons, short
from hubdesk.panels.detail_words import as_text, facts, host
from hubdesk.store.session import open_reader
from hubdesk.widgets.wrapped import TextBlock, WrapLabel

ZONE = "Europe/Paris"


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> DetailPanel:
    look.use(qapp, "light")
    made = DetailPanel()
    qtbot.addWidget(made)
    made.resize(280, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(panel: DetailPanel, one: Heard, topics: tuple[Topic, ...] = TOPICS) -> None:
    panel.choose(one.id)
    panel.draw(panel.read(FakeReader([one], topics).as_reader(), SCOPE, panel.options()))
    QApplication.processEvents()


def shown(panel: DetailPanel) -> list[str]:
    labels = [label.text() for label in panel.findChildren(WrapLabel) if label.isVisibleTo(panel)]
    return [*labels, *(block.toPlainText() for block in panel.findChildren(TextBlock) if block.isVisibleTo(panel))]


def why(one: Heard, topics: tuple[Topic, ...] = TOPICS) -> list[tuple[int, bool | None, str]]:
    return [(row.depth, row.held, row.text) for found in reasons(one, topics) for row in found.rows]


# The facts.


def test_that_both_times_and_the_delay_are_told() -> None:
    told = dict(facts(heard(1, at=NOON, published_at=NOON, seen_at=NOON + 18 * SECOND), ZONE))
    assert told["Published"] == "19 Nov 2026 12:00:00"
    assert told["Seen"] == "12:00:18, 18\u202fs later"
    late = dict(facts(heard(1, published_at=NOON, seen_at=NOON + 3 * DAY), ZONE))
    assert late["Seen"] == "22 Nov 2026 12:00:00, 3\u202fd later"


def test_that_what_nobody_knows_is_said_or_left_out() -> None:
    told = dict(facts(heard(1, published_at=None, language="", notes=Notes(), claimed_at=NOON + DAY), ZONE))
    assert told["Published"] == "not known\nthe source says 20 Nov 2026 12:00:00, which had not come"
    assert told["Reach"] == "not given by the network"
    assert not {"Tone", "Language", "Themes", "Places", "Edited", "Withdrawn", "Followers"} & told.keys()


def test_that_edits_and_withdrawals_are_dated() -> None:
    told = dict(facts(heard(1, edited_at=NOON, withdrawn_at=NOON + HOUR), ZONE))
    assert (told["Edited"], told["Withdrawn"]) == ("19 Nov 2026 12:00:00", "19 Nov 2026 13:00:00")


def test_that_a_host_is_spelled_as_the_network_spells_it() -> None:
    assert host("https://www.example.org/x") == "www.example.org"
    assert host("https://оrange.fr/") == "оrange.fr (xn--range-iye.fr)"  # a Cyrillic letter
    assert host("javascript:alert(1)") == ""


def test_that_a_copy_is_complete_and_plain() -> None:
    text = "ligne\n" * 5_000
    copied = as_text(heard(1, text, url="https://trial.example/1", title="<b>Titre</b>"), ZONE)
    assert copied.startswith("<b>Titre</b>\nCamille · 19 Nov 2026 12:00:01\nligne\nligne")
    assert copied.count("ligne") == 5_000
    assert copied.endswith("https://trial.example/1")


# Why.


def test_that_the_parts_that_held_are_named_with_their_words() -> None:
    topics = (Topic(1, "Orange", '(orange NEAR/6 (panne OR mail OR box)) OR "livebox" OR sosh NOT fruit'),)
    one = heard(1, "Panne Orange à Lille", ["Orange"])
    assert why(one, topics) == [
        (0, True, "orange NEAR/6 (panne OR mail OR box)"),
        (1, True, "orange · “Orange” in the text"),
        (1, True, "panne · “Panne” in the text"),
        (0, False, 'absent: "livebox", sosh NOT fruit'),
    ]


def test_that_what_was_not_excluded_is_told() -> None:
    rows = why(heard(1, "fibre"), (Topic(1, "Orange", "fibre NOT (ville OR fruit OR couleur OR jus)"),))
    assert rows == [(0, True, "fibre · “fibre” in the text"), (0, True, "nothing excluded: ville, fruit, couleur +1")]


def test_that_an_older_version_of_the_query_is_not_explained_by_the_new_one() -> None:
    rows = why(heard(1, "La fibre", ["fibre"]), (Topic(1, "Orange", "sosh", version=3),))
    assert rows[0][2] == "Heard by version 1 of the query; it is at version 3 now."
    assert rows[1] == (0, True, "“fibre” in the text")


@pytest.mark.parametrize("query", ["(", "sosh", ""])
def test_that_marked_words_stand_in_for_a_query_that_explains_nothing(query: str) -> None:
    assert why(heard(1, "La fibre", ["fibre"]), (Topic(1, "Orange", query),)) == [(0, True, "“fibre” in the text")]


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("(panne OR mail) NEAR/5 (lille OR nord)", "(panne OR mail) NEAR/5 (lille OR nord)"),
        ("((panne OR mail))", "panne OR mail"),
        ("(a (b) c)", "a (b) c"),
        ("(" + "mot " * 40 + ")", "mot " * 14 + "…"),
        ("(a <<<why>>> OR b)", "a OR b"),
        ("()", ""),
        ("(" * 300, "…"),
    ],
)
def test_that_only_brackets_around_all_of_a_part_are_left_out(part: str, shown: str) -> None:
    assert short(part) == shown


def test_that_a_huge_query_stays_readable() -> None:
    words = [f"mot{n}" for n in range(200)]
    rows = why(heard(1, " ".join(words)), (Topic(1, "Orange", " ".join(words)),))
    assert len(rows) == MOST_ROWS + 1
    assert rows[-1][2] == "and more"


def test_that_a_withdrawn_text_is_not_explained() -> None:
    rows = why(heard(1, "", withdrawn_at=NOON))
    assert rows == [(0, None, "The text is gone, so the words that matched are gone too.")]


# On the screen.


def test_that_nothing_chosen_says_what_to_do(panel: DetailPanel) -> None:
    assert panel._stage.empty.shown.head == "No mention chosen"


def test_that_a_mention_that_is_not_there_says_so(panel: DetailPanel) -> None:
    panel.choose(7)
    panel.draw(panel.read(FakeReader([]).as_reader(), SCOPE, panel.options()))
    assert panel._stage.empty.shown.head == "This mention is not here"


def test_that_choosing_asks_for_another_picture(panel: DetailPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.options_changed):
        panel.choose(7)
    assert panel.options().mention == 7
    with qtbot.assertNotEmitted(panel.options_changed):
        panel.choose(7)


def test_that_an_answer_about_another_mention_is_not_drawn(panel: DetailPanel) -> None:
    panel.choose(1)
    picture = panel.read(FakeReader([heard(1), heard(2)]).as_reader(), SCOPE, DetailOptions(1))
    panel.choose(2)
    panel.draw(picture)
    assert not panel._stage.has_picture


def test_that_everything_about_a_mention_of_a_session_is_shown(panel: DetailPanel, tmp_path: Path) -> None:
    path = session(tmp_path, ["Orange est en panne"], [topic()])
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), NOON - HOUR, NOON + 2 * HOUR)
        found = reader.latest(scope, 1)[0]
        panel.choose(found.id)
        panel.draw(panel.read(reader, scope, panel.options()))
    told = shown(panel)
    assert "Orange est en panne" in told
    assert {"Orange", "orange · “Orange” in the text", "absent: sosh"} <= set(told)
    assert {"Trial", "Bluesky", "French"} <= set(told)


def test_that_matched_words_are_marked_in_the_text(panel: DetailPanel) -> None:
    show(panel, heard(1, "😀 Panne\n\n\n\nOrange", ["Orange"]))
    block = panel.findChild(TextBlock)
    assert block is not None
    cursor = QTextCursor(block.document())
    cursor.setPosition(block.toPlainText().encode("utf-16-le").index("Orange".encode("utf-16-le")) // 2 + 1)
    assert cursor.charFormat().background().color() == look.theme().colour("mark")
    cursor.setPosition(2)
    assert cursor.charFormat().fontWeight() != 600


def test_that_a_withdrawn_mention_shows_its_sentence(panel: DetailPanel) -> None:
    show(panel, heard(1, "", author=Author(), withdrawn_at=NOON, url="https://trial.example"))
    told = "Taken back or erased (19 Nov 2026 12:00). The text is gone, the count stays."
    assert told in shown(panel)
    assert not panel._feet.open.isVisibleTo(panel)


def test_that_the_page_is_only_wished_for(panel: DetailPanel, qtbot: QtBot) -> None:
    show(panel, heard(1, url="https://trial.example/1"))
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(panel._feet.open, Qt.MouseButton.LeftButton)
    assert wished.args == ["open-link", "https://trial.example/1"]
    show(panel, heard(2, url="file:///etc/passwd"))
    assert not panel._feet.open.isVisibleTo(panel)


def test_that_copy_puts_plain_text_on_the_clipboard(panel: DetailPanel, qtbot: QtBot) -> None:
    show(panel, heard(1, "<b>x</b>"))
    qtbot.mouseClick(panel._feet.copy, Qt.MouseButton.LeftButton)
    assert "<b>x</b>" in QGuiApplication.clipboard().text()
    block = panel.findChild(TextBlock)
    assert block is not None
    block.selectAll()
    assert block.createMimeDataFromSelection().formats() == ["text/plain"]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_that_a_hostile_post_is_plain_text_within_the_width(panel: DetailPanel, number: int) -> None:
    text = HOSTILE[number]
    whole = heard(
        number,
        text,
        title=text,
        url="https://trial.example/" + "a" * 3_000,
        native_id=text or "x",
        parent_title=text,
        author=Author(handle=text, name=text),
        links=(text,),
        kind=Kind.COMMENT,
        notes=Notes(places=(text,), themes=(text,)),
    )
    show(panel, whole)
    panel.grab()
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))
    room = panel._scroll.viewport().width()
    for widget in panel._sheet.findChildren(QWidget):
        if widget.isVisibleTo(panel):
            assert widget.mapTo(panel._sheet, widget.rect().topRight()).x() < room
    assert panel._sheet.width() == room


def test_that_a_redrawn_picture_keeps_the_selection(panel: DetailPanel) -> None:
    show(panel, heard(1, "Panne Orange"))
    block = panel.findChild(TextBlock)
    assert block is not None
    block.selectAll()
    show(panel, heard(1, "Panne Orange", edited_at=NOON))
    assert block.textCursor().hasSelection()


def test_that_another_theme_changes_the_marks(panel: DetailPanel, qtbot: QtBot, qapp: QApplication) -> None:
    show(panel, heard(1, "Orange", ["Orange"]))
    block = panel.findChild(TextBlock)
    assert block is not None

    def ground() -> str:
        cursor = QTextCursor(block.document())
        cursor.setPosition(1)
        return str(cursor.charFormat().background().color().name())

    look.use(qapp, "dark")
    qtbot.waitUntil(lambda: ground() == look.Theme("dark").colour("mark").name())
    look.use(qapp, "light")
    qtbot.waitUntil(lambda: ground() == look.Theme("light").colour("mark").name())


def test_that_a_failed_read_says_so(panel: DetailPanel) -> None:
    panel.complain("The file is locked.")
    assert panel._stage.empty.shown.text == "The file is locked. Nothing is lost."
    show(panel, heard(1))
    panel.complain("The file is locked.")
    assert panel._stage.has_picture
    assert not panel._stage.notice.isHidden()
