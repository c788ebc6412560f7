"""What of the map stays while colours change: it is cut anew for another look or size, and hides no land."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from hubdesk.widgets import theme as look
from hubdesk.widgets.map_atlas import PARIS, atlas
from hubdesk.widgets.map_frame import Frame, frame_of
from hubdesk.widgets.map_stencil import Stencil
from hubdesk.widgets.map_values import MapShown, Place, Scale
from hubdesk.widgets.map_view import MapView

SIZE = QSizeF(700, 560)
RED = QColor("#ff0000")


def painted(stencil: Stencil, ratio: float, colours: dict[str, int]) -> QImage:
    sheet = QPixmap((SIZE * ratio).toSize())
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(QColor("#ffffff"))
    painter = QPainter(sheet)
    stencil.colour(painter, colours)
    stencil.lay(painter)
    painter.end()
    return sheet.toImage()


def at(image: QImage, frame: Frame, code: str, ratio: float) -> QColor:
    spot = frame.spot(code) * ratio
    return image.pixelColor(round(spot.x()), round(spot.y()))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_that_each_departement_has_its_own_colour_at_its_own_place(qapp: QApplication, ratio: float) -> None:
    frame = frame_of(SIZE)
    colours = {code: QColor(number, 255 - number, 128).rgba() for number, code in enumerate(atlas().departments)}
    image = painted(Stencil(frame, SIZE, ratio, look.Theme("light")), ratio, colours)
    found = {code: at(image, frame, code, ratio).rgba() for code in colours}
    others = {code for code in colours if found[code] != colours[code]}
    assert others <= set(PARIS)  # a few pixels on the mainland, most of them border


def test_that_only_what_has_a_colour_gets_one_and_the_sea_stays_paper(qapp: QApplication) -> None:
    frame, paper = frame_of(SIZE), look.Theme("dark").colour("panel")
    image = painted(Stencil(frame, SIZE, 1.0, look.Theme("dark")), 1.0, {"59": RED.rgba()})
    found = [at(image, frame, code, 1.0).name() for code in ("59", "62")]
    assert found == [RED.name(), "#ffffff"]
    assert image.pixelColor(1, 1).name() == paper.name()


def test_that_another_look_and_another_screen_ask_for_another(qapp: QApplication) -> None:
    made = Stencil(frame_of(SIZE), SIZE, 1.0, look.Theme("light"))
    assert made.suits(1.0, look.Theme("light"))
    assert not made.suits(2.0, look.Theme("light"))
    assert not made.suits(1.0, look.Theme("dark"))


def test_that_a_view_keeps_nothing_of_another_look_or_size(qapp: QApplication) -> None:
    places = tuple(Place(code, one.name, 40, one.people) for code, one in atlas().departments.items())
    shown = MapShown(places, scale=Scale((1.0, 2.0, 5.0, 10.0)), area=frozenset(atlas().of_region("44")))
    kept = MapView()
    for theme, size in (("light", (500, 400)), ("dark", (500, 400)), ("dark", (300, 420)), ("light", (300, 420))):
        look.use(qapp, theme)
        fresh = MapView()
        for view in (kept, fresh):
            view.resize(*size)
            view.show_map(shown)
        is_same = kept.grab().toImage() == fresh.grab().toImage()
        assert is_same
    look.use(qapp, "light")
