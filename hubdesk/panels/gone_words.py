"""What is said of figures of which some rows are there no more."""

from __future__ import annotations

from hubdesk.i18n import _, ngettext, number


def gone_text(gone: int) -> str:
    """Said behind a figure of which some rows are there no more."""
    if not gone:
        return ""
    words = ngettext(
        "; {n} was taken back since: no row shows it", "; {n} were taken back since: no row shows them", gone
    )
    return words.format(n=number(gone))


def gone_note() -> str:
    """Below figures of which some rows are there no more."""
    return _("Mentions taken back since are counted; no row shows them.")
