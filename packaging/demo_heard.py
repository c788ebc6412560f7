"""What was heard of what was said: when, and what its authors changed or took back afterwards."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from demo_calendar import ALL
from demo_said import Said
from demo_sources import STREAM_GAP, UNHEARD, ears
from demo_vary import as_said_by, manner

from hubdesk.core import DAY, HOUR, MINUTE, SECOND, Kind, Millis

WITHDRAWN: Final = 74
EDITED: Final = 44
MATTERED: Final = 2  # of the withdrawn: what many had passed on
_AFTERTHOUGHTS: Final = (
    "Edit : c'est revenu.", "edit : réglé, merci", "EDIT orthographe", "MAJ : toujours pareil une heure après",
    "Edit : on me dit que c'est général", "(modifié, faute de frappe)", "edit : j'ai eu quelqu'un, rappel demain",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said that a source brought us."""

    said: Said
    seen_at: Millis


@dataclass(frozen=True, slots=True)
class Change:
    """What an author did to a post later. `words` None: took it back."""

    heard: Heard
    seen_at: Millis
    words: str | None
    mattered: bool = False


def hear(said: Sequence[Said], chance: random.Random) -> tuple[Heard, ...]:
    """In the order in which it was heard."""
    listening = ears()
    heard = []
    for one in said:
        # Nothing is seen before it is published; clocks that tell seconds only are behind.
        seen_at = listening[one.source].seen(one.moment, chance)
        if seen_at is not None:
            heard.append(Heard(one, seen_at))
    return tuple(sorted(heard, key=lambda one: (one.seen_at, one.said.moment, one.said.number)))


def changes(heard: Sequence[Heard], chance: random.Random) -> tuple[Change, ...]:
    """Edits and withdrawals on the stream, minutes to a day after the post; sorted by when we were told."""
    own = [one for one in heard if one.said.source == "bluesky" and one.said.kind != Kind.REPOST and not one.said.sign]
    passed_on = Counter(one.said.parent.number for one in heard if one.said.parent is not None)
    plain = [one for one in own if one.said.text.story in ("outage", "launch", "rumour") and not one.said.text.author]
    famous = sorted(plain, key=lambda one: (-passed_on[one.said.number], one.said.number))[:MATTERED]
    known = {one.said.number for one in famous}
    drawn = chance.sample([one for one in own if one.said.number not in known], WITHDRAWN + EDITED)
    made = [_later(one, None, chance, mattered=True) for one in famous]
    made += [_later(one, None, chance) for one in drawn[: WITHDRAWN - MATTERED]]
    made += [_later(one, _edited(one.said, chance), chance) for one in drawn[WITHDRAWN - MATTERED :]]
    return tuple(sorted((one for one in made if one is not None), key=lambda one: (one.seen_at, one.heard.said.number)))


def _later(heard: Heard, words: str | None, chance: random.Random, *, mattered: bool = False) -> Change | None:
    """None when we would not have been told: after the end, or while the stream was not heard."""
    lag = chance.lognormvariate(3.6, 1.3) if not mattered else chance.uniform(70, 260)
    moment = heard.seen_at + min(DAY, int(lag * MINUTE) + 40 * SECOND)
    moment += -moment % (5 * SECOND)
    for gap in (STREAM_GAP, UNHEARD):
        if gap.start < moment < gap.end:
            moment = gap.end + HOUR
    return Change(heard, moment, words, mattered) if moment < ALL.end - MINUTE else None


def _edited(said: Said, chance: random.Random) -> str:
    """A mended mistake, or a word added below."""
    if (
        chance.random() < 0.45
        and said.words != said.text.text
        and said.text.text[:12].lower() == said.words[:12].lower()
    ):
        return said.text.text
    if chance.random() < 0.3 and said.text.language == "fr":
        return as_said_by(f"{said.words}", manner(chance), chance) + " (corrigé)"
    return f"{said.words} {chance.choice(_AFTERTHOUGHTS)}"
