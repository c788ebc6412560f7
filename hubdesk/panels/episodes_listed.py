"""The episodes' list as a sheet: a row each, as it is told by now."""

from __future__ import annotations

from hubdesk.i18n import _, iso
from hubdesk.panels.episodes_picture import EpisodesPicture
from hubdesk.panels.episodes_words import fate, kind_words, said_of, sentence, topic_name
from hubdesk.reports.sheet import Sheet


def episodes_listed(picture: EpisodesPicture) -> Sheet | None:
    """None when there is none."""
    if not picture.listed:
        return None
    zone, rows = picture.zone, []
    for one in picture.listed:
        known = one.known
        now = known.now
        rows.append(
            (
                *(kind_words(known), topic_name(one.topic, known.main.topic), known.severity),
                *(iso(known.start, zone), iso(now.peak, zone), iso(now.end, zone), fate(known)[1]),
                *(sentence(known, zone), said_of(known, picture.end, zone) or None),
            )
        )
    heads = (
        *(_("Kind"), _("Topic"), _("Severity"), _("Start"), _("Peak"), _("End"), _("Phase")),
        *(_("What was told"), _("What you said")),
    )
    return Sheet(heads, tuple(rows))
