"""What the list of repeated texts is given, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.widgets.sparkline import Spark
from hubdesk.widgets.voice_values import VoiceRow

FACTS: Final = " · "  # between what is said; what has no room leaves whole


@dataclass(frozen=True, slots=True)
class SpreadRow(VoiceRow):
    """A text that is repeated. `name`: its words; `about`: who was first; `beside`: where and how fast it went;
    `spark`: when, None where that cannot be drawn. `is_open`: whether its words can be chosen."""

    beside: str = ""
    spark: Spark | None = None
    is_open: bool = True
