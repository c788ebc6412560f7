"""What makes a post look ironic, for the mark "irony possible": a rule over cue words beside the model's own figure.

"Merci Orange pour les 50 minutes d'attente": praise, and what goes wrong, in one breath. The rule alone would mark
every customer who is glad that a breakdown is over, so it explains and the model decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hubdesk.enrich.tone_cues import Cue

PRAISE_AND_PROBLEM: Final = "praise and problem"
TURN: Final = "turn of phrase"
MODEL: Final = "model"


def reason(cues: Sequence[Cue]) -> tuple[str, tuple[Cue, ...]]:
    """The rule that speaks for irony, and the words it rests on; the model alone when none does."""
    praise = [cue for cue in cues if cue.group == "praise"]
    trouble = [cue for cue in cues if cue.group in ("problem", "anger")]
    turns = [cue for cue in cues if cue.group == "wink"]
    if (praise or turns) and trouble:
        return PRAISE_AND_PROBLEM, (*(praise or turns)[:2], *trouble[:2])
    if turns:
        return TURN, tuple(turns[:3])
    return MODEL, ()
