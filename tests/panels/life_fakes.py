"""A session's life at random, act by act: the same beginning is the same session, number for number."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    Author,
    Entry,
    EpisodeState,
    Evidence,
    HubdeskError,
    Match,
    Mention,
    Millis,
    Notes,
    SourceRow,
    Span,
    Topic,
    Withdrawal,
)
from hubdesk.core.channels import Channel, Said
from hubdesk.store.episodes import Seen
from hubdesk.store.session import NewSession, create, open_writer
from hubdesk.store.writer import Writer
from tests.fakes import NOON

START, END = NOON - 6 * HOUR, NOON + 6 * HOUR
TEXT: Final = "panne générale fibre facture box réseau merci bravo encore matin orange sfr lille boutique".split()  # noqa: SIM905 — to be read
THEMES: Final = ("outage_network", "price_billing", "store")
PLACES: Final = ("insee:59350", "dep:62", "insee:75056")
TONES: Final = ("negative", "neutral", "positive", "unknown")
CHANNEL: Final = Channel("status-page", "https://status.example", 1)
KEPT: Final = [{"topic": "Orange", "kind": "status-page", "url": CHANNEL.where}]

Does = Callable[[Writer], object]


@dataclass
class Life:
    """`acts` in the order of time; what they told so far, so that the next ones can be about it."""

    chance: random.Random
    acts: list[tuple[Millis, Does]] = field(default_factory=list)
    told: list[Mention] = field(default_factory=list)
    opened: list[Millis] = field(default_factory=list)

    def stored(self, path: Path, until: Millis) -> Path:
        """The session as it would be if nothing had happened after that instant."""
        create(path, NewSession("Trial"))
        with open_writer(path) as writer:
            for name, role in (("Orange", "own"), ("SFR", "rival")):
                writer.add_topic(Topic(0, name, name.lower(), role), START - DAY)
            for name in ("Bluesky", "Presse"):
                writer.add_source(SourceRow(0, name, "feed", every=5 * MINUTE))
            writer.set_note("channels", json.dumps(KEPT))
            for at, does in self.acts:
                if at <= until:
                    with contextlib.suppress(HubdeskError):  # a correction of what was taken back meanwhile
                        does(writer)
            writer.keep_watch("minutes", until, "{}", [], None)  # a watch that keeps up: how it lagged is not kept
        return path


def life(seed: int, sorts: tuple[str, ...], acts: int = 80) -> Life:
    """So many acts of these sorts: page, late, edit, correct, fail, switch, tell, mark, look, withdraw."""
    made = Life(random.Random(seed))
    made.acts.append((START, _page(made, START, DAY, 12)))
    for at in sorted(made.chance.randrange(START + 1, END) for _ in range(acts)):
        made.acts.append((at, _SORTS[made.chance.choice(sorts)](made, at)))
    return made


def _new(life: Life, at: Millis) -> Does:
    return _page(life, at, 10 * MINUTE, life.chance.randint(1, 5))


def _late(life: Life, at: Millis) -> Does:
    return _page(life, at, 3 * HOUR, life.chance.randint(1, 5))


def _page(life: Life, at: Millis, reach: Millis, number: int) -> Does:
    entries = []
    for _ in range(number):
        who = life.chance.randint(1, 9)
        author = Author(f"compte{who}", "Nom", f"id{who}", life.chance.randint(0, 5_000))
        mention = Mention(
            "bluesky", f"post-{len(life.told) + 1}", _text(life), life.chance.randint(at - reach, at), author=author
        )
        life.told.append(mention)
        entries.append(_entry(life, mention))
    span = Span(at - reach, at)
    return partial(
        Writer.add_page, source_id=_source(life), entries=entries, cursor="", due_at=0, seen_at=at, covers=span
    )


def _edit(life: Life, at: Millis) -> Does:
    edits = [_entry(life, replace(life.chance.choice(life.told), text=_text(life)))]
    return partial(
        Writer.add_page, source_id=_source(life), entries=[], edits=edits, cursor="", due_at=0, seen_at=at, covers=None
    )


def _correct(life: Life, at: Millis) -> Does:
    reading, value = life.chance.choice(
        (("tone", life.chance.choice(TONES)), ("theme", (life.chance.choice(THEMES),)), ("place", PLACES[:1]))
    )
    mention = life.chance.randint(1, len(life.told))
    return partial(Writer.correct, mention=mention, reading=reading, value=value, at=at)


def _fail(life: Life, at: Millis) -> Does:
    return partial(Writer.add_failure, source_id=_source(life), at=at, error=f"HTTP 50{at % 5}", due_at=0)


def _switch(life: Life, at: Millis) -> Does:
    return partial(
        Writer.set_enabled, source_id=_source(life), enabled=life.chance.random() < 0.5, reason="quota", at=at
    )


def _tell(life: Life, at: Millis) -> Does:
    """A crisis opens, or one goes on."""
    is_old = bool(life.opened) and life.chance.random() < 0.6
    opened = life.chance.choice(life.opened) if is_old else at
    if not is_old:
        life.opened.append(at)
    evidence = {"told": [["{n} posts", {"n": at % 97}]], "mentions": [life.chance.randint(1, len(life.told))]}
    ended = at if life.chance.random() < 0.3 else None
    phase, severity = life.chance.choice(("rise", "peak", "fade")), life.chance.randint(0, 3)
    state = EpisodeState(at, phase, opened - HOUR, at - MINUTE, ended, severity, "", evidence)
    found = [Seen("crisis", 1, opened, state)]
    return partial(Writer.keep_watch, name="minutes", upto=at, memory="{}", found=found, counted=None)


def _mark(life: Life, at: Millis) -> Does:
    if not life.opened:
        return _new(life, at)
    word, episode = life.chance.choice(("acknowledged", "wrong", "note")), life.chance.randint(1, len(life.opened))
    return partial(Writer.mark_episode, episode=episode, word=word, at=at, value=f"à {at}")


def _look(life: Life, at: Millis) -> Does:
    said = (Said(at - MINUTE, f"Incident en cours, numéro {at % 11}", "", ("59",)),)
    return partial(Writer.keep_look, channel=CHANNEL, at=at, said=said if life.chance.random() < 0.5 else ())


def _withdraw(life: Life, at: Millis) -> Does:
    gone = life.chance.choice(life.told)
    return partial(Writer.withdraw, withdrawals=[Withdrawal(gone.network, gone.native_id)], at=at)


_SORTS: Final[dict[str, Callable[[Life, Millis], Does]]] = {
    "page": _new,
    "late": _late,
    "edit": _edit,
    "correct": _correct,
    "fail": _fail,
    "switch": _switch,
    "tell": _tell,
    "mark": _mark,
    "look": _look,
    "withdraw": _withdraw,
}


def _source(life: Life) -> int:
    return life.chance.randint(1, 2)


def _text(life: Life) -> str:
    return " ".join(life.chance.choice(TEXT) for _ in range(life.chance.randint(5, 14)))


def _entry(life: Life, mention: Mention) -> Entry:
    chance = life.chance
    tone = chance.choice(TONES)
    notes = Notes(
        language="fr",
        tone=tone,
        tone_score=0.5,
        themes=tuple(chance.sample(THEMES, chance.randint(0, 2))),
        places=tuple(chance.sample(PLACES, chance.randint(0, 1))),
        targets=(("Orange", tone),),
        duplicate=chance.random() < 0.1,
        evidence=(Evidence("tone", tone, 0.5, "linear"),),
        versions=(("places", 1), ("themes", 1), ("tone", 1)),
    )
    heard = [number for number, name in ((1, "orange"), (2, "sfr")) if name in mention.text.split()]
    return Entry(mention, notes, tuple(Match(number, 1) for number in heard))
