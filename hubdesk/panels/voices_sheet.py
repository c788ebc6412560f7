"""The voices as numbers to take along: a row an account that is listed."""

from __future__ import annotations

from collections.abc import Collection

from hubdesk.i18n import _, iso
from hubdesk.panels.voices_picture import Speaker, VoicesPicture
from hubdesk.panels.voices_standing import standing_words
from hubdesk.reports.cells import Cell
from hubdesk.reports.sheet import Sheet
from hubdesk.widgets.tone_parts import PARTS, name_of


def voices_sheet(picture: VoicesPicture, held: Collection[str]) -> Sheet | None:
    """None when there is nothing to show. Accounts that a source brought whose terms keep them here are left out."""
    if picture.empty is not None or not picture.speakers:
        return None
    heads = (
        *(_("Name"), _("Handle"), _("Network"), _("What is known"), _("Source"), _("mentions"), _("share")),
        *(_("reach"), _("followers"), _("First here"), _("First in this session"), _("replies"), _("reposts")),
        *(_("was answered"), _("was reposted"), *map(name_of, PARTS)),
    )
    kept = [one for one in picture.speakers if not is_held(one, held)]
    rows = tuple(_row(one, picture) for one in kept)
    return Sheet(heads, rows, len(picture.speakers) - len(kept))


def is_held(one: Speaker, held: Collection[str]) -> bool:
    """Whether any of its sources keeps what it brought on the desk."""
    return any(source in held for source in one.voice.sources)


def _row(one: Speaker, picture: VoicesPicture) -> tuple[Cell, ...]:
    voice, account, zone = one.voice, one.account, picture.zone
    return (
        *(account.name or None, account.handle or None, account.network, standing_words(one.standing) or None),
        *(one.standing.source or None, voice.mentions, picture.share(voice.mentions), voice.reach, voice.followers),
        *(iso(voice.first, zone), iso(voice.first_ever, zone), voice.answers, voice.reposts),
        *(voice.answered, voice.reposted, *voice.tones),
    )
