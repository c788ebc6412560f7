"""What the settings say of alerts, as values: for the desk's own and for what the collector sends."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from hubdesk import secret
from hubdesk.core import HubdeskError
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alert_ways import AlertWays
from hubdesk.core.alerts import AlertRules
from hubdesk.core.quiet_hours import QuietHours, clock_time
from hubdesk.i18n import _
from hubdesk.settings import Settings
from hubdesk.settings_table import Table

WEBHOOK: Final = "webhook"
COMMAND: Final = "command"


def alert_rules(settings: Settings, zone: str) -> AlertRules:
    """The rules in force. `zone`: the session's, on whose clocks quiet hours are unless the settings name another."""
    quiet = None
    if settings.flag("alert_quiet"):
        start, end = (clock_time(settings.text(name)) or "00:00" for name in ("alert_quiet_from", "alert_quiet_to"))
        quiet_zone = settings.text("alert_quiet_zone") or zone
        quiet = QuietHours(start, end, quiet_zone, settings.number("alert_quiet_breaks"))
    rules = tuple(rule(table) for table in settings.tables("alert"))
    return AlertRules(rules, quiet, settings.number("alert_cool_down"), settings.number("alert_severity"))


def rule(table: Table) -> AlertRule:
    """A rule from a table of the settings, whose keys were checked."""
    texts = {name: str(table.get(name, "")).strip() for name in ("topic", "kind", "person", "place")}
    return AlertRule(severity=int(table.get("severity", 0)), **texts)


def table(rule: AlertRule) -> Table:
    """A rule as the settings keep it: what is empty is not written."""
    fields = {name: getattr(rule, name) for name in ("topic", "kind", "severity", "person", "place")}
    return {name: value for name, value in fields.items() if value}


def alert_ways(settings: Settings) -> tuple[AlertWays, tuple[str, ...]]:
    """The ways out that are switched on, and a line for each that cannot be used. Not quick, for the keyring."""
    ways, faults = AlertWays(), []
    for name in (WEBHOOK, COMMAND):
        try:
            if settings.flag(f"alert_{name}"):
                ways = ways.with_way(alert_way(settings, name))
        except HubdeskError as error:
            faults.append(str(error))
    return ways, tuple(faults)


def alert_way(settings: Settings, name: str) -> AlertWays:
    """One way out, switched on or not, with the webhook's secret: `webhook` or `command`.

    Raises HubdeskError when it lacks what it needs, or when the secret cannot be had.
    """
    with_names = settings.flag("alert_names")
    if name == COMMAND:
        command = settings.texts("alert_command_line")
        if not (command and command[0].strip()):
            raise HubdeskError(_("The command names no program: enter one, or switch it off."))
        return AlertWays(command=command, with_names=with_names)
    url = settings.text("alert_webhook_url").strip()
    if not url:
        raise HubdeskError(_("The webhook has no address: enter one, or switch it off."))
    is_private = settings.flag("alert_webhook_private")
    return AlertWays(url, is_private, secret.secret(secret_name(url)), with_names=with_names)


def secret_name(url: str) -> str:
    """Under which the webhook's secret is kept: it belongs to that server, so another address does not get it.

    Raises HubdeskError for an address that names no server.
    """
    try:
        read = urlsplit(url)
        host, port = read.hostname, read.port
    except ValueError:
        host, port = None, None
    if not host:
        raise HubdeskError(_("The webhook's address names no server: write one such as https://hooks.example.org/x"))
    return f"{WEBHOOK} {read.scheme}://{host}" + (f":{port}" if port else "")


def keep_webhook_secret(url: str, text: str) -> None:
    """Put the webhook's secret into the keyring; "" takes it out. HubdeskError when it is not kept. Not quick."""
    secret.keep_secret(secret_name(url), text)
