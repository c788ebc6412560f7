"""The fourteen accounts that act together: when each passes on what another has said, all within a minute."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from demo_calendar import at
from demo_words import Text

from hubdesk.core import MINUTE, SECOND, Millis

PER_WAVE: Final = 2  # posts of theirs that all of them pass on
WITHIN: Final = 55 * SECOND
BREAK: Final = 30 * MINUTE  # between two waves


def members(texts: Sequence[Text]) -> tuple[str, ...]:
    return tuple(sorted({text.author for text in texts if text.voice == "ring" and text.author}))


def waves(texts: Sequence[Text], chance: random.Random) -> Iterator[tuple[Millis, str, str, str]]:
    """Instant, account, text id and wave of each repost within the ring."""
    ring = members(texts)
    by_wave: dict[int, list[Text]] = defaultdict(list)
    last, number = 0, 0
    for text in sorted((one for one in texts if one.voice == "ring" and one.at), key=lambda one: at(one.at)):
        moment = at(text.at)
        number += moment - last > BREAK
        last = moment
        by_wave[number].append(text)
    for number, said in by_wave.items():
        # After the last of the burst is out, so that there is something to pass on.
        start = at(said[-1].at) + 2 * MINUTE
        for place, text in enumerate(chance.sample([one for one in said if one.kind == "post"], PER_WAVE)):
            for member in ring:
                if member != text.author:
                    yield start + place * 3 * MINUTE + chance.randrange(WITHIN), member, text.id, f"wave {number}"
