"""The themes' numbers: a row a theme, with its interval, its change and its tone."""

from __future__ import annotations

from hubdesk.i18n import _
from hubdesk.panels.themes_picture import ThemesPicture
from hubdesk.reports.cells import Cell
from hubdesk.reports.sheet import Sheet
from hubdesk.widgets.bars import wilson
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.tone_parts import PARTS, name_of


def themes_sheet(picture: ThemesPicture) -> Sheet | None:
    """None when there is nothing to show. Shares lie between 0 and 1."""
    if picture.empty is not None:
        return None
    heads = (_("Theme"), _("mentions"), _("share"), _("from"), _("to"), _("change"), *map(name_of, PARTS))
    now = picture.now
    rows: list[tuple[Cell, ...]] = []
    for one in now.themes:
        split, change = one.told.split, picture.change_of(one.code)
        low, high = wilson(split.all, now.read)
        tones = (split.negative, split.neutral, split.positive, split.unknown, split.toneless)
        share = split.all / now.read if now.read else None
        rows.append((theme_word(one.code), split.all, share, low, high, change.by if change else None, *tones))
    rows.append((_("No theme read"), now.none + now.unread, *[None] * (len(heads) - 2)))
    return Sheet(heads, tuple(rows))
