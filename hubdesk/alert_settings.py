"""What the settings say of alerts, as values: for the desk's own and for what the collector sends."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from hubdesk import secret
from hubdesk.core import HubdeskError
from hubdesk.core.alert_ways import AlertWays
from hubdesk.core.alerts import AlertRule, AlertRules
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


def alert_ways(settings: Settings, only: str = "") -> AlertWays:
    """The ways out that are switched on, with the webhook's secret; not quick, for the keyring.

    `only`: `webhook` or `command`, that one alone, whether it is switched on or not.

    Raises HubdeskError when a way lacks what it needs, or when the secret cannot be had.
    """
    wanted = {only} if only else {name for name in (WEBHOOK, COMMAND) if settings.flag(f"alert_{name}")}
    url = settings.text("alert_webhook_url").strip() if WEBHOOK in wanted else ""
    command = settings.texts("alert_command_line") if COMMAND in wanted else ()
    if WEBHOOK in wanted and not url:
        raise HubdeskError(_("The webhook has no address: enter one, or switch it off."))
    if COMMAND in wanted and not (command and command[0].strip()):
        raise HubdeskError(_("The command names no program: enter one, or switch it off."))
    return AlertWays(
        url=url,
        allow_private=settings.flag("alert_webhook_private"),
        secret=secret.secret(secret_name(url)) if url else "",
        command=command,
        with_names=settings.flag("alert_names"),
    )


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
