"""A deck as a PowerPoint file, 16:9: live text, charts that can be edited, notes that name what each slide rests on."""

from __future__ import annotations

import io
from typing import Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from hubdesk.i18n import language
from hubdesk.reports.cells import plain
from hubdesk.reports.slides import BarChart, Deck, Inks, LineChart, Picture, Slide
from hubdesk.reports.slides_bars import bar_chart
from hubdesk.reports.slides_draw import Box, block, rgb, text, write
from hubdesk.reports.slides_lines import cut, line_chart

WIDE, HIGH = 13.333, 7.5  # inches
TITLE: Final = Box(0.6, 0.35, 12.13, 0.6)
SUBTITLE: Final = Box(0.6, 0.95, 12.13, 0.3)
GROUNDS: Final = Box(0.6, 1.25, 12.13, 0.26)
BODY: Final = Box(0.6, 1.65, 12.13, 5.2)
FOOT: Final = Box(0.6, 6.98, 12.13, 0.28)
_TITLE_ONLY: Final = 5  # the template's layout with a title and nothing else
_LONGEST: Final = {"title": 50, "subtitle": 115, "grounds": 150, "session": 80}  # letters that have room


def deck_pptx(deck: Deck) -> bytes:
    """The file. All text is text of the file's own: what others wrote can only be read."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    about = made.core_properties
    about.title, about.author, about.last_modified_by = cut(plain(deck.title), 200), "Hubdesk", "Hubdesk"
    about.language = language()
    _drop_thumbnail(made)
    for slide in deck.slides:
        _slide(made, deck, slide)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _slide(made: Any, deck: Deck, slide: Slide) -> None:
    inks = deck.inks
    page = made.slides.add_slide(made.slide_layouts[_TITLE_ONLY])
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = rgb(inks.ground)
    title = page.shapes.title
    title.left, title.top, title.width, title.height = TITLE.emu()
    write(title.text_frame, cut(slide.title, _LONGEST["title"]), 28, inks.text, bold=True)
    text(page.shapes, SUBTITLE, cut(slide.subtitle, _LONGEST["subtitle"]), 14, inks.text2)
    text(page.shapes, GROUNDS, cut(slide.grounds, _LONGEST["grounds"]), 11, inks.text2)
    match slide.body:
        case LineChart():
            line_chart(page.shapes, BODY, slide.body, inks)
        case BarChart():
            bar_chart(page.shapes, BODY, slide.body, inks)
        case Picture():
            _picture(page.shapes, slide.body)
    _foot(page.shapes, deck, inks)
    page.notes_slide.notes_text_frame.text = plain(slide.notes)


def _picture(shapes: Any, picture: Picture) -> None:
    """As large as has room, in the middle."""
    scale = min(BODY.width / picture.width, BODY.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    place = Box(BODY.left + (BODY.width - width) / 2, BODY.top + (BODY.height - height) / 2, width, height)
    shown = shapes.add_picture(io.BytesIO(picture.png), *place.emu())
    shown._element.find(f".//{qn('p:cNvPr')}").set("descr", plain(picture.words))


def _foot(shapes: Any, deck: Deck, inks: Inks) -> None:
    text(shapes, Box(FOOT.left, FOOT.top, 8, FOOT.height), cut(deck.title, _LONGEST["session"]), 10, inks.text2)
    if deck.synthetic:
        plate = block(shapes, Box(FOOT.right - 3.6, FOOT.top, 3.6, FOOT.height), inks.ground, inks.text)
        write(plate.text_frame, deck.synthetic, 10, inks.text, bold=True, align="center")


def _drop_thumbnail(made: Any) -> None:
    """The template's own first page is not ours."""
    package = made.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(key)
