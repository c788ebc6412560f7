"""The query editor: colours, the error at its place, mending, completion, keys, and hostile text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Fix, QueryError
from hubdesk.widgets.query_edit import ErrorView, Offer, QueryEdit
from hubdesk.widgets.query_edit_bubble import place
from hubdesk.widgets.query_edit_colours import INKS
from hubdesk.widgets.query_edit_text import ROOM

TEXT = """({Orange} NEAR/6 (panne OU mail OU box*))
OU @orange 🔥🔥 OU in:comment "boîte mail"
SAUF place:"Lille"
OU résilier NEAR forfait
<<<la ville reste dehors>>>"""
AT = TEXT.index("NEAR forfait")
ERROR = ErrorView(AT, AT + 4, "NEAR needs a distance", "write NEAR/5", Fix(AT, AT + 4, "NEAR/5"))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[QWidget]:
    """An editor between two other things to go to."""
    look.use(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.addWidget(QPushButton("before"))
    column.addWidget(QueryEdit(), 1)
    column.addWidget(QPushButton("after"))
    made.resize(700, 420)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    look.use(qapp, "light")


@pytest.fixture
def editor(window: QWidget, qtbot: QtBot) -> QueryEdit:
    (found,) = window.findChildren(QueryEdit)
    found.page.setFocus()
    qtbot.waitUntil(found.page.hasFocus)
    return found


def go(editor: QueryEdit, place: int) -> None:
    cursor = editor.page.textCursor()
    cursor.setPosition(editor._colours.places.qt(place))
    editor.page.setTextCursor(cursor)


def dressed(editor: QueryEdit) -> list[tuple[str, QColor, bool]]:
    """Every stretch with a look of its own: its words, its ink, whether it is underlined."""
    found = []
    block = editor.page.document().begin()
    while block.isValid():
        raw = block.text().encode("utf-16-le")
        for one in block.layout().formats():
            words = raw[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le")
            wave = one.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
            found.append((words, one.format.foreground().color(), wave))
        block = block.next()
    return found


def inks(editor: QueryEdit) -> dict[str, QColor]:
    return {words: ink for words, ink, _wave in dressed(editor)}


def underlined(editor: QueryEdit) -> str:
    return "".join(words for words, _ink, wave in dressed(editor) if wave)


def paste(editor: QueryEdit, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    data.setHtml(f"<h1>{text[:20]}</h1>")
    editor.page.insertFromMimeData(data)


# Text.


def test_that_a_text_comes_back_as_it_was_set(editor: QueryEdit) -> None:
    with_spaces = "« été »\u00a0OU l’eau\n\n👩‍💻 fin "
    for text in (TEXT, with_spaces, "", "\n"):
        editor.set_text(text)
        assert editor.text() == editor.page.query() == text


def test_that_only_the_analyst_changes_are_told(editor: QueryEdit, qtbot: QtBot) -> None:
    told = QSignalSpy(editor.text_changed)
    editor.set_text("orange")
    assert told.count() == 0
    go(editor, 6)
    qtbot.keyClicks(editor.page, " x")
    assert [told.at(i)[0] for i in range(told.count())] == ["orange ", "orange x"]


def test_that_another_query_cannot_be_undone_into_the_one_before(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text("one")
    editor.set_text("two")
    qtbot.keyClick(editor.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "two"


def test_that_what_is_pasted_is_plain_clean_and_has_room(editor: QueryEdit) -> None:
    paste(editor, "a\r\n<b>b</b>\x00\u202e\tc")
    assert editor.text() == "a\n<b>b</b> c"
    editor.set_text("")
    paste(editor, "x" * 10_000)
    assert len(editor.text()) == 10_000
    assert editor.counter() == "10,000 characters of 8,000"
    assert editor.is_too_long


def test_that_a_paste_beyond_all_bounds_is_cut_and_says_so(editor: QueryEdit, qtbot: QtBot) -> None:
    paste(editor, "mot " * 200_000)
    assert len(editor.text()) == ROOM
    assert "the end of what was pasted is missing" in editor.counter()
    qtbot.keyClick(editor.page, Qt.Key.Key_Backspace)
    assert editor.counter() == "39,999 characters of 8,000"


def test_that_the_counter_counts_code_points(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.counter_changed) as told:
        editor.set_text("🔥🔥 a")
    assert told.args == ["4 characters of 8,000"]


def test_that_copying_gives_plain_text_away(editor: QueryEdit) -> None:
    editor.set_text(TEXT)
    editor.page.selectAll()
    data = editor.page.createMimeDataFromSelection()
    assert data.text().split("\n") == TEXT.split("\n")
    assert not data.hasHtml()


def test_that_what_no_key_can_write_leaves_and_the_caret_stays(editor: QueryEdit) -> None:
    editor.set_text("🔥 ab")
    go(editor, 3)
    editor.page.insertPlainText("x\u202ey")
    assert editor.text() == "🔥 axyb"
    assert editor._colours.places.point(editor.page.textCursor().position()) == 5


# Colours.


def test_that_each_piece_has_its_ink(editor: QueryEdit) -> None:
    editor.set_text(TEXT)
    found, theme = inks(editor), look.theme()
    assert found["{Orange}"] == theme.colour("tone.positive")
    assert found["NEAR/6"] == found["OU"] == found["SAUF"] == theme.colour("accent")
    assert found["place:"] == found["in:"] == theme.colour("tone.negative")
    assert found['"Lille"'] == found["@orange"] == theme.colour("tone.positive")
    assert found["<<<la ville reste dehors>>>"] == theme.colour("text3")
    assert found["*"] == theme.colour("accent")
    assert "panne" not in found


def test_that_emoji_shift_nothing(editor: QueryEdit) -> None:
    editor.set_text('🔥🔥 OU "👩‍💻 x" {É}🔥 NEAR b')
    assert list(inks(editor)) == ["OU", '"👩‍💻 x"', "{É}", "NEAR"]
    at = editor.text().index("NEAR")
    editor.show_error(ErrorView(at, at + 4, "m", "", Fix(at, at + 4, "NEAR/5")))
    assert underlined(editor) == "NEAR"
    editor.mend()
    assert editor.text() == '🔥🔥 OU "👩‍💻 x" {É}🔥 NEAR/5 b'
    assert editor.page.textCursor().position() == len('🔥🔥 OU "👩‍💻 x" {É}🔥 NEAR/5'.encode("utf-16-le")) // 2


def test_that_an_edit_far_above_recolours_what_it_changes_below(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text("a\n\nb OU c\n\nd OU e")
    assert [words for words, _ink, _wave in dressed(editor)] == ["OU", "OU"]
    qtbot.keyClicks(editor.page, "<<<")
    assert [words for words, _ink, _wave in dressed(editor)] == ["<<<a", "b OU c", "d OU e"]
    for _press in range(3):
        qtbot.keyClick(editor.page, Qt.Key.Key_Backspace)
    assert [words for words, _ink, _wave in dressed(editor)] == ["OU", "OU"]


def test_that_lines_keep_their_colours_when_others_are_split_and_joined(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text("a OU b\nc OU d\ne OU f")
    go(editor, 4)
    qtbot.keyClick(editor.page, Qt.Key.Key_Return)
    assert [words for words, _ink, _wave in dressed(editor)] == ["OU", "OU", "OU"]
    qtbot.keyClick(editor.page, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [words for words, _ink, _wave in dressed(editor)] == ["OU", "OU", "OU"]


@pytest.mark.parametrize("name", ["light", "dark", "wall"])
def test_that_every_ink_can_be_read_on_every_ground_it_stands_on(name: str) -> None:
    theme = look.Theme(name)
    for token in {*INKS.values(), "text"}:
        for ground in ("panel", "hover"):
            assert look.contrast(theme.colour(token), theme.colour(ground)) >= 4.5, (token, ground)
    for ground in ("mark", "mark_select", "raised", "select"):
        assert look.contrast(theme.colour("text"), theme.colour(ground)) >= 4.5
    assert look.contrast(theme.colour("text3"), theme.colour("alt")) >= 4.5  # numbers in the gutter


def test_that_a_theme_changed_in_the_open_dyes_the_text(editor: QueryEdit, qapp: QApplication, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    look.use(qapp, "dark")
    qtbot.waitUntil(lambda: inks(editor)["SAUF"] == look.theme().colour("accent"))
    assert inks(editor)["SAUF"] == look.Theme("dark").colour("accent")


def test_that_brackets_answer_each_other_where_the_caret_is(editor: QueryEdit) -> None:
    editor.set_text("(a OU (b)) ü")
    go(editor, 6)
    assert sorted(one.cursor.selectedText() for one in editor.page.extraSelections()) == ["(", ")"]
    go(editor, 12)
    assert editor.page.extraSelections() == []


def test_that_marked_terms_are_marked_until_the_text_changes(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text("🔥 panne OU box")
    editor.mark_terms([(2, 7), (11, 14), (90, 99)])
    assert [one.cursor.selectedText() for one in editor.page.extraSelections()] == ["panne", "box"]
    qtbot.keyClicks(editor.page, "x")
    assert editor.page.extraSelections() == []


# The error.


def test_that_an_error_is_underlined_and_said_beside_it(editor: QueryEdit) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    bubble = editor._correction.bubble
    assert underlined(editor) == "NEAR"
    assert bubble.isVisible()
    assert bubble.accessibleName() == "Line 4, character 13: NEAR needs a distance."
    assert editor.page.accessibleDescription() == (
        "Line 4, character 13: NEAR needs a distance. Write NEAR/5. Alt+Enter mends it."
    )
    (culprit,) = editor._correction._lines()
    there = bubble.geometry().translated(-editor.page.viewport().pos())
    assert not QRectF(there).intersects(culprit)
    assert editor.rect().contains(bubble.geometry())


def test_that_no_error_takes_underline_bubble_and_words_away(editor: QueryEdit) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    editor.show_error(None)
    assert underlined(editor) == ""
    assert not editor._correction.bubble.isVisible()
    assert editor.page.accessibleDescription() == ""
    assert not editor.mend()


def test_that_an_error_about_another_text_is_not_shown(editor: QueryEdit) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR, about="something else")
    assert underlined(editor) == ""
    editor.show_error(ERROR, about=TEXT)
    assert underlined(editor) == "NEAR"


def test_that_typing_on_takes_the_bubble_away_and_rest_brings_it_back(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    go(editor, 0)
    qtbot.keyClicks(editor.page, "x ")
    assert not editor._correction.bubble.isVisible()
    assert underlined(editor) == "NEAR"  # it went with its text
    moved = ErrorView(AT + 2, AT + 6, ERROR.message, ERROR.hint, Fix(AT + 2, AT + 6, "NEAR/5"))
    editor.show_error(moved)
    assert not editor._correction.bubble.isVisible()
    qtbot.waitUntil(editor._correction.bubble.isVisible)
    assert underlined(editor) == "NEAR"


def test_that_an_old_fix_is_never_applied_to_a_newer_text(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    go(editor, 0)
    qtbot.keyClicks(editor.page, "ab")
    qtbot.keyClick(editor.page, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert editor.text() == "ab" + TEXT


def test_that_an_error_touched_and_put_back_is_underlined_again(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    go(editor, AT + 2)
    qtbot.keyClicks(editor.page, "x")
    assert underlined(editor) == ""
    qtbot.keyClick(editor.page, Qt.Key.Key_Backspace)
    editor.show_error(ERROR)
    assert underlined(editor) == "NEAR"


def test_that_keys_alone_find_mend_and_undo(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    qtbot.keyClick(editor.page, Qt.Key.Key_Escape)
    assert not editor._correction.bubble.isVisible()
    qtbot.keyClick(editor.page, Qt.Key.Key_F8)
    assert editor._correction.bubble.isVisible()
    assert editor._colours.places.point(editor.page.textCursor().position()) == AT
    mended = TEXT.replace("NEAR forfait", "NEAR/5 forfait")
    told, done = QSignalSpy(editor.text_changed), QSignalSpy(editor.mended)
    qtbot.keyClick(editor.page, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert told.at(told.count() - 1) == [mended]
    assert done.count() == 1
    assert told.count() == 1
    assert editor.text() == mended
    qtbot.keyClick(editor.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == TEXT


def test_that_the_button_mends_and_is_there_only_when_something_can_be_mended(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ErrorView(AT, AT + 4, "no", ""))
    assert not editor._correction.bubble.button.isVisible()
    editor.show_error(ERROR)
    qtbot.mouseClick(editor._correction.bubble.button, Qt.MouseButton.LeftButton)
    assert "NEAR/5 forfait" in editor.text()


def test_that_an_error_scrolled_out_of_sight_takes_its_bubble_along(editor: QueryEdit) -> None:
    editor.set_text("\n" * 80 + TEXT)
    at = AT + 80
    editor.show_error(ErrorView(at, at + 4, "NEAR needs a distance"))
    assert not editor._correction.bubble.isVisible()
    editor.go_to_error()
    assert editor._correction.bubble.isVisible()
    editor.page.verticalScrollBar().setValue(0)
    assert not editor._correction.bubble.isVisible()


def test_that_the_bubble_covers_neither_culprit_nor_caret_and_stays_inside() -> None:
    room, size = QRectF(0, 0, 600, 200), QSize(400, 54)
    for row in range(8):
        for left in (0, 250, 560):
            culprit = QRectF(left, row * 25, 40, 25)
            lines = [QRectF(0, other * 25, 300 if other != row else left + 40, 25) for other in range(8)]
            at = place(size, room, culprit, QRectF(0, 199, 2, 1), lines)
            assert at is not None
            taken = QRectF(at, size)
            assert room.contains(taken)
            assert not taken.intersects(culprit)
    assert place(size, QRectF(0, 0, 300, 200), QRectF(0, 0, 40, 25), QRectF(), []) is None


def test_that_a_long_hint_gives_way_in_a_small_editor(editor: QueryEdit, window: QWidget, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ErrorView(AT, AT + 4, "NEAR needs a distance", "there are " + "field: " * 60, ERROR.fix))
    window.resize(320, 240)
    bubble = editor._correction.bubble
    qtbot.waitUntil(lambda: editor.width() < 320)
    editor.go_to_error()
    assert bubble.isVisible()
    assert not bubble._hint.isVisible()
    assert editor.rect().contains(bubble.geometry())
    assert bubble.rect().contains(bubble.button.geometry())
    assert not bubble.button.geometry().intersects(bubble._head.geometry())
    assert "field: field:" in editor.page.accessibleDescription()
    window.resize(900, 700)
    qtbot.waitUntil(bubble._hint.isVisible)


@pytest.mark.parametrize(
    "text", ["(" * 8_000, '"' * 7_999, "a" * 8_000, "NEAR", "", "\n\n", "🔥" * 4_000, "<<<" + "x" * 999]
)
def test_that_hostile_queries_are_shown_with_their_error(editor: QueryEdit, text: str) -> None:
    editor.set_text(text)
    try:
        parse(text)
    except QueryError as error:
        editor.show_error(ErrorView.of(error))
        editor.go_to_error()
    editor.grab()
    assert editor.text() == text


# Completion.


def test_that_a_word_being_typed_is_asked_for_once_the_keys_rest(editor: QueryEdit, qtbot: QtBot) -> None:
    asked = QSignalSpy(editor.completion_wished)
    qtbot.keyClicks(editor.page, "pan")
    qtbot.waitUntil(lambda: asked.count() == 1)
    assert asked.at(0) == ["word", "pan"]
    editor.offer("pan", (Offer("panne", "6,120 mentions"), Offer("panier", "12 mentions")))
    assert editor._suggestions.is_open
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.text() == "panne"
    assert editor.page.hasFocus()
    assert not editor._suggestions.is_open


def test_that_tab_right_after_a_letter_completes_and_does_not_leave(editor: QueryEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor.page, "langu")
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.text() == "language:"
    assert editor.page.hasFocus()


def test_that_tab_waits_once_for_words_that_are_on_their_way(editor: QueryEdit, window: QWidget, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor.page, "pann")
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.page.hasFocus()
    editor.offer("pann", (Offer("panne"), Offer("pannes")))
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.text() == "panne"
    qtbot.keyClicks(editor.page, "au")
    qtbot.keyClick(editor.page, Qt.Key.Key_Escape)
    qtbot.keyClicks(editor.page, " zz")
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.page.hasFocus()  # held
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert not editor.page.hasFocus()  # nobody answered


def test_that_escape_right_after_a_letter_declines_the_list_and_goes_no_further(
    editor: QueryEdit, window: QWidget, qtbot: QtBot
) -> None:
    left = []
    window.keyPressEvent = left.append
    qtbot.keyClicks(editor.page, "langu")
    qtbot.keyClick(editor.page, Qt.Key.Key_Escape)
    assert not left
    assert not editor._suggestions.is_open
    qtbot.keyClick(editor.page, Qt.Key.Key_Escape)
    assert len(left) == 1


def test_that_an_empty_query_is_told_by_the_page_and_not_by_a_bubble_over_it(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text("a")
    qtbot.keyClick(editor.page, Qt.Key.Key_Backspace)
    editor.show_error(ErrorView(0, 0, "the query is empty", "write a word", None), "")
    editor._correction.say()
    assert not editor._correction.bubble.isVisible()


def test_that_the_line_being_written_stays_in_sight_when_the_editor_shrinks(editor: QueryEdit, window: QWidget) -> None:
    editor.set_text("\n".join(f"OR word{n}" for n in range(12)))
    go(editor, len(editor.text()))
    window.resize(700, 260)
    assert editor.page.viewport().rect().contains(editor.page.cursorRect())


def test_that_an_answer_to_something_typed_earlier_is_not_shown(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "box")
    editor.offer("bo", (Offer("boîte", ""),))
    assert not editor._suggestions.is_open


def test_that_enter_stays_enter_until_the_arrows_chose(editor: QueryEdit, qtbot: QtBot) -> None:
    for keys, expected in (((), "pan\n"), ((Qt.Key.Key_Down, Qt.Key.Key_Down), "panier")):
        editor.set_text("")
        with qtbot.waitSignal(editor.completion_wished):
            qtbot.keyClicks(editor.page, "pan")
        editor.offer("pan", (Offer("panne"), Offer("panier")))
        for key in keys:
            qtbot.keyClick(editor.page, key)
        qtbot.keyClick(editor.page, Qt.Key.Key_Return)
        assert editor.text() == expected
        assert not editor._suggestions.is_open


def test_that_escape_closes_the_list_for_this_word(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    qtbot.keyClick(editor.page, Qt.Key.Key_Escape)
    assert not editor._suggestions.is_open
    asked = QSignalSpy(editor.completion_wished)
    qtbot.keyClicks(editor.page, "n")
    qtbot.waitUntil(lambda: not editor._suggestions._pause.isActive())
    assert asked.count() == 0
    with qtbot.waitSignal(editor.completion_wished) as told:
        qtbot.keyClick(editor.page, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["word", "pann"]


def test_that_asking_in_an_empty_query_lists_the_fields(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished) as told:
        qtbot.keyClick(editor.page, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["field", ""]
    assert Offer("followers:").text in [offer.text for offer in editor._suggestions.list.offers]
    assert editor.text() == ""


def test_that_a_range_field_comes_with_its_brackets_and_the_caret_inside(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        editor.page.insertPlainText("🔥 ")  # no key of a keyboard, for QTest
        qtbot.keyClicks(editor.page, "follo")
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.text() == "🔥 followers:[ TO ]"
    qtbot.keyClicks(editor.page, "500")
    assert editor.text() == "🔥 followers:[500 TO ]"


def test_that_a_fields_values_follow_its_colon(editor: QueryEdit, qtbot: QtBot) -> None:
    asked = QSignalSpy(editor.completion_wished)
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "kin")
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor.text() == "kind:"
    qtbot.waitUntil(lambda: asked.count() == 2)
    assert asked.at(1) == ["value:kind", ""]
    assert "review" in [offer.text for offer in editor._suggestions.list.offers]


def test_that_the_list_narrows_while_one_types_and_goes_with_the_word(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier"), Offer("pantin")))
    qtbot.keyClicks(editor.page, "n")
    assert [offer.text for offer in editor._suggestions.list.offers] == ["panne"]
    qtbot.keyClicks(editor.page, " ")
    assert not editor._suggestions.is_open


def test_that_offers_go_when_the_focus_does(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    editor.page.clearFocus()
    assert not editor._suggestions.is_open
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    assert not editor._suggestions.is_open


def test_that_a_mouse_lying_there_does_not_take_enter(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    offers = editor._suggestions.list
    qtbot.mouseMove(offers, offers.rect().center())
    qtbot.keyClick(editor.page, Qt.Key.Key_Return)
    assert editor.text() == "pan\n"


def test_that_open_offers_outlive_the_window_the_editor_leaves(
    editor: QueryEdit, window: QWidget, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    assert editor._suggestions.list.parent() is window
    editor.setParent(None)
    assert editor._suggestions.list.parent() is editor.page
    qtbot.addWidget(editor)


def test_that_a_window_closes_under_open_offers(editor: QueryEdit, window: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    window.close()
    assert not editor._suggestions.is_open


def test_that_a_click_takes_an_offer(editor: QueryEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.completion_wished):
        qtbot.keyClicks(editor.page, "pan")
    editor.offer("pan", (Offer("panne"), Offer("panier")))
    offers = editor._suggestions.list
    at = offers.rect().topLeft()
    at.setX(at.x() + 20)
    at.setY(at.y() + 36)
    qtbot.mouseClick(offers, Qt.MouseButton.LeftButton, pos=at)
    assert editor.text() == "panier"
    assert editor.page.hasFocus()


def test_that_nothing_is_offered_after_a_paste_or_an_undo(editor: QueryEdit, qtbot: QtBot) -> None:
    asked = QSignalSpy(editor.completion_wished)
    paste(editor, "orange pan")
    assert not editor._suggestions._pause.isActive()
    assert asked.count() == 0


# Keys and focus.


def test_that_tab_leaves_and_the_ring_is_for_those_who_use_keys(
    editor: QueryEdit, window: QWidget, qtbot: QtBot
) -> None:
    before, after = window.findChildren(QPushButton)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert editor.page.hasFocus()
    assert editor._ring.isVisible()
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert editor.text() == ""
    assert not editor._ring.isVisible()
    qtbot.mouseClick(editor.page.viewport(), Qt.MouseButton.LeftButton)
    assert editor.page.hasFocus()
    assert not editor._ring.isVisible()


def test_that_the_mending_button_is_the_next_stop(editor: QueryEdit, qtbot: QtBot) -> None:
    editor.set_text(TEXT)
    editor.show_error(ERROR)
    qtbot.keyClick(editor.page, Qt.Key.Key_Tab)
    assert editor._correction.bubble.button.hasFocus()
    qtbot.keyClick(editor._correction.bubble.button, Qt.Key.Key_Escape)
    assert editor.page.hasFocus()


def test_that_lines_are_numbered_once_however_they_fold(editor: QueryEdit) -> None:
    editor.set_text("mot " * 200 + "\nb")
    numbers = [number for number, _row, _here in editor.page.numbered()]
    assert numbers == [1, 2][: len(numbers)]
    rows = editor.page.lines_in(0, 800)
    assert len(rows) > 1
    assert all(one.bottom() <= other.top() for one, other in itertools.pairwise(rows))
    go(editor, 3)
    assert editor.page.band().height() >= len(rows) * rows[0].height() - 1


def test_that_ctrl_and_the_wheel_leave_the_type_alone(editor: QueryEdit) -> None:
    size = editor.page.font().pixelSize()
    assert size == look.font("code", kind="mono").pixelSize()
    editor.page.moveCursor(QTextCursor.MoveOperation.End)
    assert editor.page.currentFont().pixelSize() == size
