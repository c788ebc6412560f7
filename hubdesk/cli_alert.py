"""Alerts of the command line: what a collector tells those outside, and a try whether a webhook or a command works."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk import i18n
from hubdesk.alert_settings import alert_rules, alert_way, alert_ways
from hubdesk.cli_words import answer, now, say
from hubdesk.core import Episode, EpisodeKind, EpisodeState, HubdeskError
from hubdesk.core.alert_ways import Alerting, AlertWays, Outgoing
from hubdesk.core.alerts import Verdict, Why
from hubdesk.i18n import N_, _
from hubdesk.reports.alert_json import alert_json
from hubdesk.settings import Settings, places
from hubdesk.told import Told

if TYPE_CHECKING:
    from hubdesk.collector.alert_send import Sent

logger = logging.getLogger(__name__)
_TEST: Final = N_("A test from Hubdesk: nothing happened")


class SettingsAlerts:
    """Whom a collector alerts, and how, as the profile's settings say when it is asked; None for nobody.

    What is wrong there is said, once, and hinders no collecting. While the file cannot be read, what it said before
    holds.
    """

    def __init__(self, profile: Path | None, zone: str) -> None:
        self._file, self._zone = places(profile).settings_file, zone
        self._said: tuple[str, ...] = ()
        self._last: Alerting | None = None

    def __call__(self) -> Alerting | None:
        settings = Settings(self._file)
        ways, faults = alert_ways(settings)
        lines = (*settings.problems, *faults)
        for line in lines if lines != self._said else ():
            say(line)
            logger.warning("%s", line)  # of a desk's collector, nobody reads what it says
        self._said = lines
        if settings.is_readable:
            rules, payload = alert_rules(settings, self._zone), partial(alert_json, with_names=ways.with_names)
            self._last = Alerting(rules, ways, payload) if ways else None
        return self._last


def speak_as_set(arguments: argparse.Namespace) -> None:
    """The language of the settings, where neither --lang nor the environment chose one: alerts speak it."""
    chosen = Settings(places(arguments.profile).settings_file).text("language")
    if chosen != "system" and not arguments.lang and not os.environ.get("HUBDESK_LANG"):
        i18n.use(chosen)


def alert(arguments: argparse.Namespace) -> int:
    """`hubdesk alert --test webhook|command`: whether a made-up alert arrives there; 1 when it does not."""
    speak_as_set(arguments)
    try:
        ways = alert_way(Settings(places(arguments.profile).settings_file), arguments.test)
        made = asyncio.run(_try(ways))
        ok, why = made.ok, made.why
    except HubdeskError as error:
        ok, why = False, str(error)
    words = _("It arrived.") if ok else _("It did not arrive: {why}").format(why=why)
    answer({"ok": ok, "why": why or None}, arguments.json, words)
    return 0 if ok else 1


async def _try(ways: AlertWays) -> Sent:
    from hubdesk.collector.alert_send import send  # the network's libraries
    from hubdesk.sources.http import Http

    async with Http() as http:
        ((_name, sent),) = await send(http, ways, partial(alert_json, with_names=False), _test(), pauses=())
    return sent


def _test() -> Outgoing:
    """A made-up alert, which says so."""
    at = now()
    state = EpisodeState(at, "seed", at, evidence={"told": [Told(_TEST).kept()]})
    episode = Episode(0, EpisodeKind.BUZZ, None, at, (state,))
    return Outgoing(((episode, Verdict(Why.NEW)),), 1, "", "UTC", True, {}, at, is_test=True)
