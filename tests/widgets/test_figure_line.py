"""A line of figures: what has no room is cut with three dots, and said in full when asked."""

from PySide6.QtCore import QPointF

from hubdesk.widgets.figure_line import FigureLine, Saying

LONG = Saying("168", "sans ton, parce que personne n’a donné son avis")


def drawn(qtbot, words: str) -> FigureLine:
    line = FigureLine()
    qtbot.addWidget(line)
    line.resize(150, 40)
    line.set_sayings([Saying("168", words)])
    return line


def test_that_words_without_room_end_in_dots_and_not_in_half_a_letter(qtbot):
    line, shorter = drawn(qtbot, LONG.words), drawn(qtbot, LONG.words + " du tout")
    assert line.grab().toImage() == shorter.grab().toImage()  # cut in one place, whatever follows
    right = line.grab().toImage().copy(138, 0, 12, 40)
    assert right == drawn(qtbot, "").grab().toImage().copy(138, 0, 12, 40)  # nothing is drawn on the edge
    assert line.explanation(QPointF(30, 15)) == LONG.text


def test_that_other_figures_and_other_widths_are_placed_anew(qtbot):
    line = FigureLine()
    qtbot.addWidget(line)
    line.resize(400, 40)
    line.set_sayings([Saying("1", "negative", "a"), Saying("2", "positive", "b")])
    first, second = (spot.place for spot in line.spots())
    assert first.top() == second.top()
    assert line.heightForWidth(120) > line.heightForWidth(400)
    line.set_sayings([Saying("1,201,384", "negative", "a"), Saying("2", "positive", "b")])
    assert line.spots()[1].place.left() > second.left()
