"""A screen's head says of when what stands below it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from hubdesk.core import DAY, HOUR, Span
from hubdesk.core.scenes import Cell
from hubdesk.doctor import fonts
from hubdesk.i18n import use
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Showing
from hubdesk.wall.measure import height_mm, measure_of
from hubdesk.wall.paint_cell import _instead
from hubdesk.wall.paint_screen import ScreenPainter, when_words
from hubdesk.wall.screen_window import told
from hubdesk.wall.view import LIVE, REPLAY, STILL, CellShown, Listening, View
from hubdesk.widgets.theme import Theme
from tests.wall.faces import NotingPainter, instant

AT = instant("2026-11-19T14:32+01:00")
NOW = View("Crisis", AT, "Europe/Paris", Span(AT - 6 * HOUR, AT), LIVE)


@pytest.mark.parametrize("past", [{"mood": REPLAY}, {"mood": STILL}, {"is_frozen": True}])
def test_that_what_is_not_live_says_its_day(past: dict[str, object]) -> None:
    assert when_words(NOW) == ("08:32 – 14:32",)
    told = when_words(replace(NOW, **past))  # type: ignore[arg-type]
    assert told == ("19 Nov 2026 08:32 – 14:32", "19 Nov 08:32 – 14:32", "19 Nov 2026", "19 Nov")


def test_that_a_span_of_two_days_says_both_as_the_language_writes_them() -> None:
    long = replace(NOW, span=Span(AT - DAY, AT))
    assert when_words(long) == ("18 Nov 14:32 – 19 Nov 14:32",)
    assert when_words(replace(long, mood=STILL))[1] == "18 Nov 14:32 – 19 Nov 14:32"
    try:
        use("fr")
        assert when_words(long) == ("18/11 14:32 – 19/11 14:32",)
    finally:
        use("en")


def test_that_the_same_time_of_another_day_is_painted_anew() -> None:
    then = replace(NOW, mood=STILL)
    assert told(then) != told(replace(then, at=AT - DAY, span=Span(AT - DAY - 6 * HOUR, AT - DAY)))


FAULT = "la session ne peut pas être lue : copie.hubdesk a été déplacé"
SAID = "scène « Ma scène », case 2 (camembert), panel : il n’y a pas de panneau « camembert » (+2 autres)"


def foot(view: View, width: int) -> list[str]:
    """The texts that are painted in the foot of a television so wide, cut as they are shown, in French."""
    size = QSizeF(width, 1080)
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    shown = ScreenPainter(size, measure_of(1080, None, height_mm(55, 1920, 1080)), Theme("wall"))
    painter = NotingPainter(image)
    use("fr")
    try:
        shown._foot(Brush(painter, shown.measure, shown.look), view)
    finally:
        use("en")
        painter.end()
    return [one.words for one in painter.written if one.words]


@pytest.mark.skipif(not fonts("inter"), reason="tells what has room in large Inter, which is not installed")
def test_that_the_foot_of_a_television_says_what_cannot_be_shown(qapp: QApplication) -> None:
    view = replace(NOW, mood=STILL, is_synthetic=True, listening=Listening(20, 20))
    assert foot(view, 1920) == [
        "démonstration – données synthétiques",
        "relecture, à l’arrêt · 20 sources sur 20 à l’écoute",
    ]
    plate, mood, fault = foot(replace(view, listening=Listening(20, 20, FAULT)), 1920)
    assert (plate, mood) == ("Démonstration", "relecture, à l’arrêt")
    assert fault.startswith("la session ne peut pas être lue : ")
    assert len(foot(replace(view, notices=(SAID,)), 1920)[-1]) > 40
    *_rest, short = foot(replace(view, notices=("veil.txt, ligne 3",)), 1920)
    assert short == "veil.txt, ligne 3"  # whole, and the plate gave way


@pytest.mark.parametrize("width", [200, 400, 700, 1000, 1440, 1920, 3840])
def test_that_neither_demonstration_nor_mood_is_ever_cut(width: int, qapp: QApplication) -> None:
    view = replace(NOW, mood=STILL, is_synthetic=True, listening=Listening(20, 20, FAULT), notices=(SAID,))
    said = foot(view, width)
    assert said[0] in ("Démonstration", "démonstration – données synthétiques") or width < 400
    assert len(said) < 2 or said[1].startswith("relecture, à l’arrêt")


def test_that_a_room_is_not_told_how_to_write_a_scene(qapp: QApplication) -> None:
    line = "il n’y a pas de panneau « camembert »\u202f; un mur montre : trend, compare"
    one = CellShown(0, Cell("camembert"), "", None, None, doubt=line)
    assert _instead(one, NOW, Showing(NOW.span, "UTC", ())) == "il n’y a pas de panneau « camembert »"
