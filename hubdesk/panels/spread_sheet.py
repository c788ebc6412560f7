"""Who repeats whom as numbers to take along: a row for each repeated text that is listed."""

from __future__ import annotations

from collections.abc import Collection

from hubdesk.i18n import _, iso
from hubdesk.panels.spread_picture import SpreadPicture, account_of
from hubdesk.panels.spread_words import text_of
from hubdesk.reports.cells import Cell
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import SpreadGroup
from hubdesk.widgets.tone_parts import PARTS, name_of


def spread_sheet(picture: SpreadPicture, held: Collection[str]) -> Sheet | None:
    """None when there is nothing to show. Texts that a source brought whose terms keep them here are left out."""
    listed = picture.told.listed
    if picture.empty is not None or not listed:
        return None
    heads = (
        *(_("Text"), _("First heard from"), _("Handle"), _("Network"), _("First heard"), _("mentions"), _("copies")),
        *(_("reposts"), _("accounts"), _("reach"), _("in an hour"), _("began"), _("ended"), *map(name_of, PARTS)),
    )
    kept = [one for one in listed if not is_held(one, held)]
    return Sheet(heads, tuple(_row(one, picture.zone) for one in kept), len(listed) - len(kept))


def is_held(one: SpreadGroup, held: Collection[str]) -> bool:
    """Whether any source that brought some of it keeps that on the desk."""
    return any(source in held for source in one.sources)


def _row(one: SpreadGroup, zone: str) -> tuple[Cell, ...]:
    account, first = account_of(one), one.first
    at = None if first is None else iso(first.at, zone)
    return (
        *(text_of(one), account.name or None, account.handle or None, account.network or None, at),
        *(one.mentions, one.copies, one.reposts, one.accounts, one.reach, one.peak),
        *(iso(one.start, zone), iso(one.end, zone), *one.tones),
    )
