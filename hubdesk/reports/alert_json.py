"""What a webhook and a command are told of alerts, as JSON.

    {"product": "Hubdesk", "version": "0.1.0",
     "session": "Opérateurs",      # its title
     "synthetic": false,           # true: made up, as the demonstration and tests are
     "test": false,                # true: somebody tries whether this arrives; nothing happened
     "sent_at": "2026-11-26T14:32:05.120+01:00",
     "language": "fr",             # of all sentences
     "summary": "Crise · Orange : 120 mentions en 1 h…",     # one line, to be shown as it is
     "count": 1,                   # alerts; of more than five at once, the five gravest are in `episodes`
     "episodes": [{"why": "new",   # new | worse | anew
                   "kind": "crisis", "topic": "Orange", ...}]}      # as `hubdesk episodes --json` has it

An episode's evidence names people, their words and their sites. Unless the settings say that names may leave this
machine, only figures, sentences, places and numbers of mentions are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import hubdesk
from hubdesk.core import Episode, EpisodeKind
from hubdesk.core.alert_ways import Outgoing
from hubdesk.i18n import N_, _, iso, language, ngettext, number
from hubdesk.reports.episode_json import Json, episode_json
from hubdesk.told import Told

KINDS: Final = {
    EpisodeKind.BUZZ: N_("Rising buzz"),
    EpisodeKind.CRISIS: N_("Crisis"),
    EpisodeKind.OUTAGE: N_("Outage"),
    EpisodeKind.AMPLIFICATION: N_("Accounts that act together"),
}
# What names nobody. `terms` are people's words, `domains` may be a person's own, `rings` are accounts.
_NAMELESS: Final = frozenset(
    {
        "told",
        "voice",
        "score",
        "threshold",
        "usual",
        "times",
        "first",
        "mentions",
        "places",
        "shares",
        "minutes",
        "area",
    }
)
_NAMELESS_TEXTS: Final = frozenset({"places", "place", "area", "time"})  # figures of sentences
LONGEST: Final = 300  # characters of the summary


def alert_json(outgoing: Outgoing, *, with_names: bool) -> Json:
    """Alerts as they are told outside, in the language spoken now."""
    episodes = [
        {"why": str(verdict.why), **episode_json(one if with_names else _nameless(one), outgoing.topics, outgoing.zone)}
        for one, verdict in outgoing.alerts
    ]
    return {
        "product": "Hubdesk",
        "version": hubdesk.__version__,
        "session": outgoing.session,
        "synthetic": outgoing.synthetic,
        "test": outgoing.is_test,
        "sent_at": iso(outgoing.at, outgoing.zone),
        "language": language(),
        "summary": _summary(outgoing, episodes),
        "count": outgoing.count,
        "episodes": episodes,
    }


def _summary(outgoing: Outgoing, episodes: list[Json]) -> str:
    """One line: the gravest, and how many there are."""
    if outgoing.is_test:
        return _("A test from Hubdesk: nothing happened")
    first = episodes[0]
    sentences = first["evidence"]["told"] or [""]
    kind = _(KINDS.get(first["kind"], "")) or str(first["kind"])
    line = f"{kind} · {first['topic']}" if first["topic"] else kind
    if first["severity"]:
        line = _("{kind}, level {level}").format(kind=line, level=number(first["severity"]))
    if sentences[0]:
        line = _("{what}: {sentence}").format(what=line, sentence=sentences[0])
    if outgoing.count > 1:
        many = ngettext("{n} alert", "{n} alerts at once", outgoing.count).format(n=number(outgoing.count))
        line = _("{many}, the gravest: {line}").format(many=many, line=line)
    return " ".join(line.split())[:LONGEST]


def _nameless(one: Episode) -> Episode:
    """The episode without what names people."""
    states = tuple(replace(state, evidence=_without_names(state.evidence)) for state in one.states)
    return replace(one, states=states)


def _without_names(evidence: Mapping[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {name: value for name, value in evidence.items() if name in _NAMELESS}
    told = kept.get("told")
    if isinstance(told, list):
        kept["told"] = [sentence for sentence in told if not _names_someone(sentence)]
    return kept


def _names_someone(sentence: Any) -> bool:
    """Whether a sentence has a text in it that may be a name; what is no sentence is not told anyway."""
    told = Told.read(sentence)
    return told is None or any(isinstance(figure, str) and name not in _NAMELESS_TEXTS for name, figure in told.figures)
