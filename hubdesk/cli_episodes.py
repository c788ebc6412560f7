"""The verbs about what was detected: episodes, and backtest on a session or on a series."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from typing import Final

from hubdesk.cli_words import answer, instant, now, say, topic_called
from hubdesk.core import Episode, EpisodeKind, EpisodeState, HubdeskError, Millis, Scope
from hubdesk.i18n import UNKNOWN, _, clock, day, iso, ngettext, number
from hubdesk.reports.episode_json import Json, episode_json
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

RULES: Final = ("big", "early", "both")
_SQLITE: Final = b"SQLite format 3\0"  # every session begins so
_TELL_SECONDS: Final = 2.0


def episodes(arguments: argparse.Namespace) -> int:
    """`hubdesk episodes FILE [--from] [--to]`: what was detected and lasted in that time, oldest first."""
    with open_reader(arguments.session) as reader:
        zone = reader.facts().timezone
        start = instant(arguments.start, zone) if arguments.start else 0
        end = instant(arguments.end, zone) if arguments.end else now()
        if start > end:
            raise HubdeskError(_("--from comes after --to"))
        found = reader.episodes(Scope((), start, end, known_by=max(end, now())))
        watched, _memory = reader.watched("minutes")
        names = {topic.id: topic.name for topic in reader.topics()}
    if watched is None:
        say(_("nobody has watched this session yet; hubdesk collect does, or try: hubdesk backtest FILE"))
    told = at_their_gravest(reversed(found))
    _answer([episode_json(one, names, zone) for one in told], {}, arguments.json, zone)
    return 0


def backtest(arguments: argparse.Namespace) -> int:
    """`hubdesk backtest FILE|SERIES.csv [--rule big|early|both]`: scores, and what the detectors would have told."""
    if arguments.rule not in (None, *RULES):
        message = _("--rule {rule}: choose among {rules}")
        raise HubdeskError(message.format(rule=arguments.rule, rules=", ".join(RULES)))
    try:
        with arguments.file.open("rb") as file:
            is_session = file.read(len(_SQLITE)) == _SQLITE
    except OSError:  # whoever reads it says what is wrong
        is_session = False
    if is_session and arguments.alerts:
        from hubdesk.cli_trial import of_alerts  # the settings, which the detectors do not need

        return of_alerts(arguments)
    if is_session:
        return _of_session(arguments)
    if arguments.again or arguments.topic or arguments.alerts:
        line = _("--again, --topic and --alerts are for a session; {path} is a series")
        raise HubdeskError(line.format(path=arguments.file))
    from hubdesk.cli_series import of_series  # numpy and scipy, which `hubdesk episodes` does not need

    return of_series(arguments)


def _of_session(arguments: argparse.Namespace) -> int:
    from hubdesk.collector.backtest import backtest as run  # as above

    with open_reader(arguments.file) as reader:
        zone = reader.facts().timezone
        topic = topic_called(reader, arguments.topic) if arguments.topic else None
        rule = "" if arguments.rule in (None, "both") else arguments.rule
        made = run(
            reader,
            _end(reader),
            rule=rule,
            topic=None if topic is None else topic.id,
            again=arguments.again,
            tell=_Progress().tell,
        )
        names = {one.id: one.name for one in reader.topics()}
    wanted = [one for one in made.found if topic is None or one.topic == topic.id]
    told = [episode_json(one, names, zone) for one in at_their_gravest(together(wanted))]
    more = {"scores": [[iso(at, zone), score] for at, score in made.scores], "threshold": 1.0}
    weeks = len(made.scores) * max(1, 1 if topic else made.topics) / (7 * 24 * 60)
    if weeks:
        say(_("{n} alarms in {weeks} topic-weeks").format(n=number(len(told)), weeks=number(weeks, 1)))
    _answer(told, more, arguments.json, zone)
    return 0


def _end(reader: Reader) -> Millis:
    """Up to where a watch has come; else up to the newest mention."""
    watched, _memory = reader.watched("minutes")
    last = reader.facts().last_at
    return watched if watched is not None else min(now(), 0 if last is None else last + 60_000)


class _Progress:
    """Says now and then how far it is: a session of weeks takes some seconds."""

    def __init__(self) -> None:
        self._said_at = time.monotonic()

    def tell(self, done: float) -> None:
        if done < 1.0 and time.monotonic() - self._said_at >= _TELL_SECONDS:
            self._said_at = time.monotonic()
            say(_("{percent} percent done").format(percent=round(100 * done)))


def together(found: Iterable[Seen]) -> list[Episode]:
    """States as they are told, by the episode that each is of."""
    states: dict[tuple[str, int | None, Millis], list[EpisodeState]] = {}
    for one in found:
        states.setdefault((one.kind, one.topic, one.opened_at), []).append(one.state)
    return [Episode(0, *key, tuple(known)) for key, known in states.items()]


def at_their_gravest(found: Iterable[Episode]) -> list[Episode]:
    """A buzz that became a crisis is told as the crisis alone; ordered by when it was first told."""
    known = list(found)
    crises = {(one.topic, one.opened_at) for one in known if one.kind == EpisodeKind.CRISIS}
    kept = [one for one in known if one.kind != EpisodeKind.BUZZ or (one.topic, one.opened_at) not in crises]
    return sorted(kept, key=lambda one: (one.opened_at, one.topic or 0, one.kind))


def _answer(told: list[Json], more: Json, as_json: bool, zone: str) -> None:
    head = ngettext("{n} episode", "{n} episodes", len(told)).format(n=number(len(told)))
    answer({**more, "episodes": told}, as_json, "\n".join([head, *(_line(one, zone) for one in told)]))


def _line(one: Json, zone: str) -> str:
    at = instant(one["told"], zone)
    (words, *_rest) = one["evidence"]["told"] or [""]
    level = f" {one['severity']}" if one["severity"] else ""
    return (
        f"{day(at, zone)} {clock(at, zone)}  {one['kind']}{level}  {one['topic'] or UNKNOWN}  {one['phase']}  {words}"
    )
