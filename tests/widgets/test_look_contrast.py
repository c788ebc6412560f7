"""The look's colours as they are used: words stand out from their ground, and no two brands are one to anyone."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from hubdesk.core import Topic
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.theme import THEMES, Theme, contrast, tokens
from hubdesk.widgets.vision import VISIONS, delta, distance, looks_alike

WORDS = {"light": 4.5, "dark": 4.5, "wall": 7.0}
MARKS = {"light": 3.0, "dark": 3.0, "wall": 4.5}
# A wall has no hover and no selection.
GROUNDS = {
    "light": ("window", "panel", "alt", "raised", "hover", "select"),
    "dark": ("window", "panel", "alt", "raised", "hover", "select"),
    "wall": ("window", "panel", "alt", "raised"),
}
ON_A_GROUND_OF_THEIR_OWN = (("text", "mark"), ("text", "mark_select"), ("on_signal", "signal"), ("on_accent", "accent"))
BRANDS = ("Orange", "SFR", "Bouygues Telecom", "Free")
TONES = ("negative", "positive", "neutral")
# Smallest distance of two, to most eyes and to those without one of the three cones, as the look was chosen.
APART = {
    ("brand", "light"): (26.7, 26.5, 21.7, 18.2),
    ("brand", "dark"): (30.5, 20.0, 18.1, 11.8),
    ("brand", "wall"): (32.6, 18.9, 14.6, 13.7),
    ("tone", "light"): (19.8, 18.9, 13.1, 15.1),
    ("tone", "dark"): (16.3, 15.6, 14.2, 19.2),
    ("tone", "wall"): (15.9, 14.6, 12.4, 19.8),
}
every_theme = pytest.mark.parametrize("name", THEMES)


@every_theme
def test_that_words_stand_out_from_every_ground_they_are_on(name):
    look = Theme(name)
    pairs = [(ink, ground) for ink in ("text", "text2", "text3", "accent") for ground in GROUNDS[name]]
    pairs += ON_A_GROUND_OF_THEIR_OWN
    weak = {(ink, on): round(contrast(look.colour(ink), look.colour(on)), 2) for ink, on in pairs}
    assert {pair: found for pair, found in weak.items() if found < WORDS[name]} == {}


@every_theme
def test_that_frames_of_controls_stand_out_from_where_they_are(name):
    look = Theme(name)
    assert contrast(look.colour("line_strong"), look.colour("panel")) >= MARKS[name]


@every_theme
@pytest.mark.parametrize("kind", ["brand", "tone"])
def test_that_marks_stand_out_from_the_panel(name, kind):
    ground = Theme(name).colour("panel")
    weak = {mark: contrast(QColor(row[name]), ground) for mark, row in tokens()[kind].items()}
    assert {mark: found for mark, found in weak.items() if found < MARKS[name]} == {}


@pytest.mark.parametrize("ground", GROUNDS["light"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_that_a_brand_s_mark_is_seen_on_a_chosen_row_and_on_every_other_ground(qapp, name, ground):
    look = Theme(name)
    for brand in tokens()["brand"].values():
        image = QImage(31, 31, QImage.Format.Format_RGB32)
        image.fill(look.colour(ground))
        painter = QPainter(image)
        paint_marker(painter, brand["marker"], QPointF(15.5, 15.5), 9, QColor(brand[name]))
        painter.end()
        for ray in _rays(image):
            found = next(
                (at for at, pixel in enumerate(ray) if contrast(pixel, look.colour(ground)) >= MARKS[name]), 31
            )
            first = next((at for at, pixel in enumerate(ray) if pixel != look.colour(ground)), 31)
            assert found - first <= 2, (brand, ground, [one.name() for one in ray])  # after smoothed ones


def _rays(image):
    """The pixels from each side to the middle."""
    middle, end = image.width() // 2, image.width() - 1
    for place in (
        lambda at: (at, middle),
        lambda at: (end - at, middle),
        lambda at: (middle, at),
        lambda at: (middle, end - at),
    ):
        yield [image.pixelColor(*place(at)) for at in range(middle + 1)]


@every_theme
@pytest.mark.parametrize("kind", ["brand", "tone"])
def test_that_brands_and_tones_are_as_far_apart_as_they_were_chosen(name, kind):
    names = BRANDS if kind == "brand" else TONES
    colours = [QColor(tokens()[kind][one][name]) for one in names]
    found = [min(distance(one, two, vision) for one, two in combinations(colours, 2)) for vision in VISIONS]
    assert all(round(is_now, 1) >= was for is_now, was in zip(found, APART[kind, name], strict=True)), found


def test_that_brands_have_four_shapes_and_four_dashes():
    brands = [tokens()["brand"][name] for name in BRANDS]
    assert len({brand["marker"] for brand in brands}) == len({tuple(brand["dash"]) for brand in brands}) == 4
    assert len({row["glyph"] for row in tokens()["tone"].values()}) == len(tokens()["tone"])


@every_theme
@given(colour=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_that_any_colour_of_a_persons_is_pulled_until_it_stands_out(name, colour):
    look = Theme(name)
    drawn = look.topic_style(Topic(1, "Coriolis", "coriolis", colour=colour)).colour
    grounds = ("panel",) if name == "wall" else GROUNDS[name]
    assert min(contrast(drawn, look.colour(ground)) for ground in grounds) >= MARKS[name]


# From Sharma, Wu and Dalal 2005, table 1: the pairs that most programs get wrong.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.8361, -74.02), (50, 0, -82.7485), 3.4412),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_that_distances_are_those_of_the_paper(one, other, expected):
    assert delta(one, other) == pytest.approx(expected, abs=1e-4)
    assert delta(other, one) == pytest.approx(expected, abs=1e-4)


def test_that_red_and_green_of_one_lightness_are_one_to_some():
    red, green = QColor("#B85C00"), QColor("#6F7A00")
    assert distance(red, green) > 20
    assert looks_alike(red, green) in ("protan", "deutan")
    assert looks_alike(red, QColor("#B85C02")) == "normal"
    assert looks_alike(QColor("#000000"), QColor("#FFFFFF")) == ""
