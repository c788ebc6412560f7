"""`hubdesk backtest FILE --alerts`: what the alert rules of the settings would have told of a session's past."""

from __future__ import annotations

import argparse
from typing import Any

from hubdesk.alert_settings import alert_rules
from hubdesk.alert_words import kind, trial_words
from hubdesk.cli_words import answer, instant, now, say, topic_called
from hubdesk.core import HubdeskError, Scope
from hubdesk.core.alert_rule import by_name, severity
from hubdesk.core.alert_trial import Trial, Tried, trial
from hubdesk.i18n import _, iso
from hubdesk.settings import Settings, places
from hubdesk.store.session import open_reader


def of_alerts(arguments: argparse.Namespace) -> int:
    """Fired, missed, how early and how often wrongly; the episodes are those that were told then."""
    settings = Settings(places(arguments.profile).settings_file)
    for problem in settings.problems:
        say(problem)
    with open_reader(arguments.file) as reader:
        zone, facts = reader.facts().timezone, reader.facts()
        start = instant(arguments.start, zone) if arguments.start else facts.first_at or 0
        end = instant(arguments.end, zone) if arguments.end else (facts.last_at or now()) + 1
        if start >= end:
            raise HubdeskError(_("--from comes after --to"))
        chosen = [topic_called(reader, arguments.topic)] if arguments.topic else list(reader.topics())
        names = {topic.id: topic.name for topic in chosen}
        found = reader.episodes(Scope((), start, end, known_by=max(end, now())))
        told = [one for one in found if one.topic in names or (one.topic is None and not arguments.topic)]
        rules = alert_rules(settings, zone)
        for unknown in rules.unknown_topics(names.values()):
            say(_("a rule names the topic “{topic}”, which is not looked at").format(topic=unknown))
        made = trial(told, names, rules, start, end, by_name(reader.people()))
    answer(
        {"scores": [], "alerts": _json(made, names, zone), "episodes": []},
        arguments.json,
        trial_words(made, names, zone),
    )
    return 0


def _json(made: Trial, names: dict[int, str], zone: str) -> dict[str, Any]:
    return {
        "from": iso(made.start, zone),
        "to": iso(made.end, zone),
        "fired": [_one(one, names, zone) for one in made.fired],
        "missed": [_one(one, names, zone) for one in made.missed],
        "wrong": made.wrong,
        "fizzled": sum(one.fizzled for one in made.fired),
        "a_topic_week": round(made.a_week, 2),
    }


def _one(one: Tried, names: dict[int, str], zone: str) -> dict[str, Any]:
    return {
        "at": iso(one.at, zone),
        "kind": kind(one),
        "topic": names.get(one.episode.topic) if one.episode.topic is not None else None,
        "severity": severity(one.episode),
        "why": one.verdict.why.value,
        "before_peak_s": None if one.before_peak is None else one.before_peak // 1000,
        "wrong": one.is_wrong,
        "fizzled": one.fizzled,
    }
