"""From what the map read to what is on it, with what the official channels said."""

from __future__ import annotations

from typing import Final

from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.map_picture import NEEDED, MapOptions, MapPicture, area_label, placed_text
from hubdesk.panels.official_words import announcement, line
from hubdesk.widgets.empty import Vacancy
from hubdesk.widgets.empty_reasons import UNFILTER, WIDEN
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.map_values import MapShown, Scale

ROWS: Final = "rows"


def shown_of(picture: MapPicture, options: MapOptions, by_rate: bool, scale: Scale) -> MapShown:
    """`options` may be newer than the picture's: its towns are those of another département then."""
    return MapShown(
        places=picture.places,
        by_rate=by_rate,
        scale=scale,
        area=frozenset(picture.area),
        area_label=area_label(picture, by_rate),
        area_said="" if picture.options.area else announcement(picture.said, picture.span.end, picture.zone),
        area_is_of_all=picture.is_of_all,
        zoomed=options.zoomed,
        towns=picture.towns if picture.options.zoomed == options.zoomed else None,
    )


def said_of(picture: MapPicture, options: MapOptions, is_brief: bool) -> tuple[Saying, ...]:
    """What was announced and what is reported beside it; nothing over towns, or where the analyst says what was."""
    if options.zoomed or picture.options.area:
        return ()
    return line(
        picture.said,
        picture.span.end,
        picture.zone,
        is_alone=picture.is_of_all,
        is_brief=is_brief,
        is_narrowed=picture.is_narrowed,
    )


def too_few(picture: MapPicture) -> Vacancy:
    """Why no map is drawn, and what to do."""
    n = picture.placed
    text = ngettext("{n} placed mention, {needed} needed.", "{n} placed mentions, {needed} needed.", n)
    said = [text.format(n=number(n), needed=number(NEEDED)), placed_text(picture) + "."]
    actions = [(WIDEN, _("Widen the span"))]
    if any(one.mentions for one in picture.places):
        actions.insert(0, (ROWS, _("Show these mentions")))
    if picture.is_narrowed:
        actions.append((UNFILTER, _("Remove the filters")))
    return Vacancy("place", _("Too few places to tell"), " ".join(said), tuple(actions))
