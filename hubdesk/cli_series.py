"""`hubdesk backtest` on a series that a person has."""

from __future__ import annotations

import argparse
from typing import Any, Final

from hubdesk.cli_words import answer
from hubdesk.core import Millis, Phase
from hubdesk.detect.backtest import Tested, back_test
from hubdesk.detect.rising_episodes import BIG, EARLY
from hubdesk.detect.series import read_series
from hubdesk.detect.values import Alarm, Closing
from hubdesk.i18n import clock, day, iso, ngettext, number

RULES: Final = {"big": (BIG,), "early": (EARLY,), "both": (EARLY, BIG)}


def of_series(arguments: argparse.Namespace) -> int:
    """A score for each row, and what would have been told."""
    rule = arguments.rule or "big"
    series = read_series(arguments.file)
    tested = back_test(series, RULES[rule])
    alarms = [one for one in tested.said if isinstance(one, Alarm)]
    told = {
        "scores": [[point.written, score] for point, score in tested.scores],
        "threshold": tested.threshold,
        "episodes": [_episode(series.name, tested, alarm) for alarm in alarms],
    }
    head = ngettext("{n} episode", "{n} episodes", len(alarms)).format(n=number(len(alarms)))
    lines = [f"{day(alarm.at, 'UTC')} {clock(alarm.at, 'UTC')}  {alarm.words.said()}" for alarm in alarms]
    answer(told, arguments.json, "\n".join([head, *lines]))
    return 0


def _episode(name: str, tested: Tested, alarm: Alarm) -> dict[str, Any]:
    end = _end(tested, alarm)
    peak = tested.peaks.get(alarm.opened_at)
    return {
        "kind": str(alarm.kind),
        "topic": name,
        "phase": str(Phase.OVER) if end is not None else None,
        "start": iso(alarm.opened_at),
        "peak": iso(peak.at) if peak else None,
        "end": iso(end),
        "severity": alarm.severity,
        "evidence": {
            "voice": alarm.voice,
            "score": alarm.score,
            "threshold": alarm.threshold,
            "words": alarm.words.said(),
            **dict(alarm.words.figures),
        },
    }


def _end(tested: Tested, alarm: Alarm) -> Millis | None:
    closed = (one.at for one in tested.said if isinstance(one, Closing) and one.opened_at == alarm.opened_at)
    return next(closed, None)
