"""The list of corrections: what was said of which words, whether it holds, and how often the readers were wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import NOON, mention, session, topic
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Entry, Notes, Scope, Span, Withdrawal
from hubdesk.panels.corrections import CorrectionsPanel
from hubdesk.panels.corrections_picture import CorrectionsPicture, Share, Told, as_rows, share_words
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader, open_writer

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> CorrectionsPanel:
    look.use(qapp, "light")
    made = CorrectionsPanel()
    qtbot.addWidget(made)
    made.resize(360, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(path: Path) -> CorrectionsPicture:
    with open_reader(path) as reader:
        return CorrectionsPanel.read(reader, SCOPE, None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session of twelve posts read as negative, of which the analyst labels eleven, one of them twice."""
    made = session(tmp_path, [f"Orange, panne {n}" for n in range(12)], [topic()])
    with open_writer(made) as writer, open_reader(made) as reader:
        read = Notes(tone="negative", versions=(("tone", 1),))
        writer.set_readings([Reread(heard, read) for heard in reader.mentions(range(1, 13))])
        for number in range(1, 12):
            writer.correct(number, "tone", "neutral" if number < 3 else "negative", NOON + number * MINUTE)
        writer.correct(1, "tone", "positive", NOON + HOUR)
    return made


def test_that_the_newest_stands_first_and_what_was_said_again_holds_no_more(path: Path) -> None:
    rows = picture(path).rows
    assert (rows[0].change, rows[0].excerpt, rows[0].holds) == ("Tone: negative → positive", "Orange, panne 0", True)
    assert (rows[-1].change, rows[-1].remark, rows[-1].holds) == (
        "Tone: negative → neutral",
        "you spoke of it again since",
        False,
    )
    assert rows[1].change == "Tone: negative, as it was read"


def test_that_the_share_of_wrong_readings_is_told_with_its_interval(path: Path) -> None:
    said = [share_words(share) for share in picture(path).shares]
    assert said == ["Tone: wrong on 2 of 11 that you labelled: 18% (5% to 48%)"]


def test_that_too_few_labels_tell_no_share() -> None:
    assert share_words(Share("theme", 3, 9, 0.1, 0.6)) == "Themes: wrong on 3 of 9 that you labelled: too few to tell"
    assert share_words(Share("place", 0, 0, 0, 1)) == "Places: nothing that you labelled had been read before"


def test_that_an_edit_and_a_withdrawal_are_told(path: Path) -> None:
    with open_writer(path) as writer, open_reader(path) as reader:
        first, second = reader.mentions([1, 2])
        edited = Entry(mention("autre texte", native_id=first.mention.native_id))
        seen_at = NOON + 2 * HOUR
        writer.add_page(
            1, [], cursor="", due_at=0, seen_at=seen_at, edits=[edited], covers=Span(NOON + HOUR, seen_at)
        )  # fmt: skip
        writer.withdraw([Withdrawal(second.mention.network, second.mention.native_id)], seen_at)
    rows = {row.mention: row for row in picture(path).rows if row.holds}
    assert (rows[1].excerpt, rows[1].remark) == ("autre texte", "the text was edited since")
    assert rows[2].excerpt == "taken back by its author"


def test_that_nothing_corrected_says_how_to(panel: CorrectionsPanel, tmp_path: Path) -> None:
    panel.draw(picture(session(tmp_path, ["a"])))
    assert panel._stage.empty.shown.head == "Nothing was corrected yet"


def test_that_only_a_chosen_one_can_be_undone_and_a_copy_says_what_it_copied(
    panel: CorrectionsPanel, path: Path, qtbot: QtBot
) -> None:
    panel.draw(picture(path))
    assert not panel.undo.isEnabled()
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    assert panel.undo.isEnabled()
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    count = len(picture(path).told)
    assert wished.args[0] == "said"
    assert wished.args[1].startswith(f"{count} corrections")


def test_that_delete_and_the_button_undo_the_chosen_one(panel: CorrectionsPanel, path: Path, qtbot: QtBot) -> None:
    panel.draw(picture(path))
    with qtbot.assertNotEmitted(panel.wish):
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)  # none is chosen
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    with qtbot.waitSignal(panel.wish) as wished:
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert wished.args == ["correct-undone", 12]
    with qtbot.waitSignal(panel.wish):
        qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)


def test_that_a_click_and_enter_choose_the_mention(panel: CorrectionsPanel, path: Path, qtbot: QtBot) -> None:
    panel.draw(picture(path))
    QApplication.processEvents()
    where = panel.list.visualRect(panel.list.model().index(1, 0)).center()
    with qtbot.waitSignal(panel.mention_chosen) as chosen:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == [11]
    with qtbot.waitSignal(panel.mention_chosen):
        QTest.keyClick(panel.list, Qt.Key.Key_Return)


def test_that_what_is_chosen_stays_chosen_when_another_correction_comes(panel: CorrectionsPanel, path: Path) -> None:
    panel.draw(picture(path))
    panel.list.setCurrentIndex(panel.list.model().index(2, 0))
    before = panel.list.current()
    with open_writer(path) as writer:
        writer.correct(12, "tone", "neutral", NOON + HOUR)
    panel.draw(picture(path))
    assert panel.list.current() == before
    assert panel.list.currentIndex().row() == 3


def test_that_all_rows_are_copied_oldest_first_without_the_posts_words(
    panel: CorrectionsPanel, path: Path, qtbot: QtBot
) -> None:
    panel.draw(picture(path))
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["id", "mention", "at", "reading", "value", "said", "holds", "of_earlier_words"]
    assert lines[1].split("\t") == ["1", "1", "2026-11-19T11:01:00+00:00", "tone", "neutral", "negative", "no", "no"]
    assert len(lines) == 13
    assert "panne" not in "\n".join(lines)


def test_that_no_cell_is_a_formula_or_breaks_its_line() -> None:
    told = Told(1, 1, NOON, "place", ("=cmd|x", "a\tb\nc"), ("@x",), True, False)
    cells = as_rows((told,)).splitlines()[1].split("\t")
    assert cells[4:6] == ["'=cmd|x; a b c", "'@x"]


def test_that_a_failed_read_keeps_the_list_and_says_so(panel: CorrectionsPanel, path: Path) -> None:
    panel.complain("locked")
    assert panel._stage.empty.shown.text == "locked Nothing is lost."
    panel.draw(picture(path))
    panel.complain("locked")
    assert panel._stage.has_picture
    assert not panel._stage.notice.isHidden()


def test_that_the_list_is_painted_in_both_themes_and_read_aloud(
    panel: CorrectionsPanel, path: Path, qapp: QApplication
) -> None:
    panel.draw(picture(path))
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    for name in ("dark", "light"):
        look.use(qapp, name)
        QApplication.processEvents()
        ground = panel.list.grab().toImage().pixelColor(panel.list.width() - 20, 2)
        assert ground == look.Theme(name).colour("select")
    first = panel.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.startswith("Tone: negative → positive, Orange, panne 0")
