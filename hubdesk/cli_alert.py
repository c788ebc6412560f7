"""Alerts of the command line: what a collector tells those outside, and a try whether a webhook or a command works."""

from __future__ import annotations

import argparse
import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk import i18n
from hubdesk.alert_settings import alert_rules, alert_ways
from hubdesk.cli_words import answer, now, say
from hubdesk.core import Episode, EpisodeKind, EpisodeState, HubdeskError
from hubdesk.core.alert_ways import AlertWays, Outgoing
from hubdesk.core.alerts import Verdict, Why
from hubdesk.i18n import N_, _
from hubdesk.reports.alert_json import alert_json
from hubdesk.settings import Settings, places
from hubdesk.told import Told

if TYPE_CHECKING:
    from hubdesk.collector.alert_send import Sent
    from hubdesk.collector.alerts import Alerting

_TEST: Final = N_("A test from Hubdesk: nothing happened")


def alerting_of(profile: Path | None, zone: str, *, speaks: bool) -> Alerting | None:
    """Whom a collector alerts, as the profile's settings say; None for nobody. What is wrong there is said, and hinders
    no collecting. `speaks`: the language was chosen already; else the settings choose it."""
    settings = Settings(places(profile).settings_file)
    for problem in settings.problems:
        say(problem)
    try:
        ways = alert_ways(settings)
    except HubdeskError as error:
        say(_("Nobody outside is alerted: {why}").format(why=error))
        return None
    if not ways:
        return None
    from hubdesk.collector.alerts import Alerting  # the network's libraries

    if ways.language and not speaks:
        i18n.use(ways.language)
    return Alerting(alert_rules(settings, zone), ways, partial(alert_json, with_names=ways.with_names))


def alert(arguments: argparse.Namespace) -> int:
    """`hubdesk alert --test webhook|command`: whether a made-up alert arrives there; 1 when it does not."""
    settings = Settings(places(arguments.profile).settings_file)
    try:
        ways = alert_ways(settings, only=arguments.test)
        if ways.language and not arguments.lang:
            i18n.use(ways.language)
        made = asyncio.run(_try(ways))
        ok, why = made.ok, made.why
    except HubdeskError as error:
        ok, why = False, str(error)
    words = _("It arrived.") if ok else _("It did not arrive: {why}").format(why=why)
    answer({"ok": ok, "why": why or None}, arguments.json, words)
    return 0 if ok else 1


async def _try(ways: AlertWays) -> Sent:
    from hubdesk.collector.alerts import send  # the network's libraries
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
