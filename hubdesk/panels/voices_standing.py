"""An account in words: its name and handle, what is publicly known of it, and who says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from hubdesk.i18n import UNKNOWN, _, day
from hubdesk.panels.voices_picture import KnownAs, Standing
from hubdesk.query.fields import plain_name
from hubdesk.store.reader import Account
from hubdesk.widgets.card_words import site
from hubdesk.widgets.text import tame

NAME: Final = 80  # code points


def name_of_account(account: Account) -> str:
    return tame(account.name or account.handle or account.id, NAME) or UNKNOWN


def handle_of(account: Account, standing: Standing) -> str:
    """The handle where a name stands before it; that there is a name alone, of which a medium has one."""
    if account.is_name_alone:
        return "" if standing.known == KnownAs.OUTLET else _("by name alone")
    handle = tame(account.handle.removeprefix("@"), NAME)
    return f"@{handle}" if handle and account.name and account.name != account.handle else ""


def standing_words(standing: Standing, name: str = "") -> str:
    """What is publicly known, in a few words; "" for nothing. `name`: what stands before it, and is not said again."""
    told = tame(standing.name, NAME)
    if standing.known == KnownAs.OFFICIAL:
        return _("official channel of {brand}").format(brand=told) if told else _("official channel")
    if standing.known == KnownAs.ROLE:
        role = tame(standing.role, NAME)
        return _("{role}, since {day}").format(role=role, day=since(standing)) if standing.since else role
    if standing.known == KnownAs.INSIDER:
        return _("declared staff")
    if standing.known == KnownAs.OUTLET:
        is_same = plain_name(told) == plain_name(name)
        return _("articles") if is_same else _("articles of {outlet}").format(outlet=told)
    return ""


def since(standing: Standing) -> str:
    """The day from which a role is known, as the session's file has it where that is no date."""
    try:
        began = datetime.fromisoformat(standing.since).replace(tzinfo=UTC)
    except ValueError:
        return tame(standing.since, 20)
    return day(round(began.timestamp() * 1000), "UTC")


def source_words(standing: Standing) -> str:
    """Who says so."""
    if not standing.source:
        return ""
    where = site(standing.source) or tame(standing.source, NAME)
    if standing.since:
        return _("Source: {source}, {day}").format(source=where, day=since(standing))
    return _("Source: {source}").format(source=where)
