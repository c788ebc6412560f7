"""What people call the fields of a filter."""

from __future__ import annotations

from typing import Final

from hubdesk.i18n import N_

FILTER_NAMES: Final = {
    "topic": N_("Topic"),
    "tone": N_("Tone"),
    "theme": N_("Theme"),
    "place": N_("Place"),
    "network": N_("Network"),
    "source": N_("Source"),
    "language": N_("Language"),
    "author": N_("Author"),
    "kind": N_("Kind"),
    "text": N_("Text"),
}
