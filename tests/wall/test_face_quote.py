"""A quote on a wall: its words where they have room, whole sentences, and who, when and where below."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtWidgets import QApplication

from hubdesk.core import DAY, HOUR, Scope
from hubdesk.resources import resource
from hubdesk.scene_file import load
from hubdesk.store.reader import Reader
from hubdesk.wall.face_quote import QuoteFace, QuotePicture
from hubdesk.wall.measure import height_mm, measure_of
from hubdesk.wall.paint_screen import ScreenPainter
from hubdesk.wall.view import CellShown
from hubdesk.widgets.theme import Theme
from tests.fakes import NOON
from tests.wall.faces import CELL, painted, read, scope, showing


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_duel_that_ships_has_room_for_the_demonstration_s_quote(
    demonstration: Reader, qapp: QApplication, language: str
) -> None:
    wall, _doubts = load(resource("scenes") / f"{language}.toml")
    duel = wall.scene("duel")
    assert duel is not None
    measure = measure_of(1080, None, height_mm(55, 1920, 1080))
    (cell,) = (one for one in duel.cells if one.face == "quote")
    part = QRectF(cell.column / duel.columns, cell.row / duel.rows, cell.columns / duel.columns, cell.rows / duel.rows)
    shown = CellShown(0, cell, "Quote", QuoteFace(), None, part)
    room = ScreenPainter(QSizeF(1920, 1080), measure, Theme("wall")).room(shown, len(duel.cells))
    wanted = scope(demonstration, "2026-11-19T14:32+01:00", DAY, "Orange", "SFR")
    picture = read(QuoteFace, demonstration, wanted)
    made = painted(QuoteFace(), picture, showing((), wanted), int(room.width()), int(room.height()), measure)
    made.check()
    assert "Wattrelos" in made.words
    assert picture.speaker in made.words
    assert "Bluesky" in made.words


def test_that_a_card_without_room_for_its_words_says_so(qapp: QApplication) -> None:
    picture = QuotePicture("Europe/Paris", "Un mot après l'autre. " * 20, (), 1, "Farid Deleplanque", "maire", NOON)
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    made = painted(QuoteFace(), picture, told, 640, 300, CELL)
    made.check()
    assert "The words have no room here." in made.words
    assert "Farid Deleplanque, maire" in made.words


def test_that_what_is_shortened_says_when_and_where_rather_than_more_words(qapp: QApplication) -> None:
    words = "Je reçois des appels depuis huit heures. " * 2 + "Je vous dis dès que j'ai une réponse."
    begins = (words[:81] + " […]", words[:40] + " […]")
    picture = QuotePicture("Europe/Paris", words, begins, 1, "Farid Deleplanque", "maire", NOON, "Le Courrier")
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    for high in range(150, 400, 10):
        made = painted(QuoteFace(), picture, told, 600, high, CELL)
        made.check()
        if "[…]" in made.words and high > 180:
            assert "Le Courrier" in made.words, high
