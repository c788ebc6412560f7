"""The tone's numbers: a row a bin, what nobody listened to is empty; then one for each brand that is named."""

from __future__ import annotations

from hubdesk.i18n import _, iso
from hubdesk.panels.tone_picture import TonePicture, counts_of
from hubdesk.reports.cells import Cell
from hubdesk.reports.sheet import Sheet
from hubdesk.widgets.tone_parts import PARTS, name_of


def tone_sheet(picture: TonePicture) -> Sheet | None:
    """None when there is nothing to show. Counts, also where the panel draws shares."""
    ground = picture.ground
    if ground.empty is not None:
        return None
    rows: list[tuple[Cell, ...]] = []
    for at, split in picture.bins:
        counts = [None] * len(PARTS) if split is None else counts_of(split)
        rows.append((iso(at, ground.zone), None, *counts))
    rows.append(
        (
            None,
            _("all that the filters take") if ground.is_narrowed else _("all mentions"),
            *counts_of(picture.whole.split),
        )
    )
    rows += [(None, brand, *counts_of(told.split)) for brand, told in picture.brands]
    return Sheet((_("Time"), _("Brand"), *map(name_of, PARTS)), tuple(rows))
