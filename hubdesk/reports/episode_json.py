"""An episode as JSON has it: for `hubdesk episodes`, for back-tests and for what alerts tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubdesk.core import Episode
from hubdesk.i18n import iso
from hubdesk.told import Told

Json = dict[str, Any]


def episode_json(one: Episode, names: Mapping[int, str], zone: str) -> Json:
    """As every `--json` tells it. `names`: of topics; `zone`: on whose clocks instants are."""
    state = one.now
    alarm = next((known for known in reversed(one.states) if "mentions" in known.evidence), one.states[0])
    return {
        "kind": str(one.kind),
        "topic": None if one.topic is None else names.get(one.topic),
        "phase": str(state.phase),
        "verdict": state.verdict or None,
        "start": iso(state.start, zone),
        "told": iso(one.opened_at, zone),
        "peak": iso(state.peak, zone),
        "end": iso(state.end, zone),
        "severity": max(known.severity for known in one.states),
        "evidence": _evidence(alarm.evidence, zone),
        "states": [
            {
                "at": iso(known.at, zone),
                "phase": str(known.phase),
                "verdict": known.verdict or None,
                "severity": known.severity,
                "told": sentences(known.evidence, zone),
            }
            for known in one.states
        ],
    }


def _evidence(frozen: Mapping[str, object], zone: str) -> Json:
    made: Json = {**frozen, "told": sentences(frozen, zone)}
    first = frozen.get("first")
    if isinstance(first, dict) and isinstance(first.get("at"), int):
        made["first"] = {**first, "at": iso(first["at"], zone)}
    return made


def sentences(frozen: Mapping[str, object], zone: str) -> list[str]:
    """In the language spoken now; what is no sentence, as in a stranger's file, is left out."""
    told = frozen.get("told")
    found = map(Told.read, told if isinstance(told, list) else ())
    return [words.said(zone) for words in found if words is not None]
