"""The map's numbers: a row a département that was named, its rate with its interval; or a row a town."""

from __future__ import annotations

from hubdesk.i18n import _
from hubdesk.panels.map_picture import NEEDED, MapPicture
from hubdesk.reports.sheet import Sheet
from hubdesk.widgets.map_values import Place


def map_sheet(picture: MapPicture) -> Sheet | None:
    """None when there is nothing to show. Rates are mentions per 100,000 inhabitants."""
    if picture.empty is not None or picture.placed < NEEDED:
        return None
    places = picture.towns if picture.towns is not None else picture.places
    named = sorted((one for one in places if one.mentions), key=_loudest)
    heads = (
        *(_("Code"), _("Place"), _("mentions"), _("inhabitants")),
        *(_("per 100,000"), _("from"), _("to"), _("officially announced")),
    )
    area = frozenset(picture.area)
    return Sheet(heads, tuple((*_figures(one), _("yes") if one.code in area else None) for one in named))


def _figures(one: Place) -> tuple[str | int | float | None, ...]:
    low, high = one.interval() or (None, None)
    return one.code, one.name, one.mentions, one.people, one.rate, low, high


def _loudest(one: Place) -> tuple[int, str]:
    return -one.mentions, one.code
