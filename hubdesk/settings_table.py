"""What a person can set: one row a setting, with what it is by default and which values it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from hubdesk.core import EpisodeKind
from hubdesk.core.quiet_hours import GRAVEST, NEVER, clock_time
from hubdesk.i18n import N_, _, number

Table = Mapping[str, str | int]
Value = str | int | bool | tuple[str, ...] | tuple[Table, ...]
_DEPARTMENT: Final = re.compile(r"\d{2,3}|2[ABab]")
_DAY_MINUTES: Final = 1_440


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person can set. `choices` empty: any value of the default's type. `shown`: in the preferences' form.

    `most`: of a number, which is at least 0. `fits`: whether a text is one of its kind; `expected` names that kind.
    `columns`: it is a list of tables (`[[name]]` in the file) that have these keys.
    """

    name: str
    default: Value
    title: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()  # value, words
    shown: bool = True
    most: int = 1_000_000
    fits: Callable[[str], bool] | None = None
    expected: str = ""
    columns: tuple[Setting, ...] = ()


def _is_time(text: str) -> bool:
    return clock_time(text) is not None


def _is_zone(text: str) -> bool:
    try:
        return not text or bool(ZoneInfo(text))
    except (ValueError, OSError, KeyError):  # KeyError: ZoneInfoNotFoundError
        return False


def _is_place(text: str) -> bool:
    return not text or _DEPARTMENT.fullmatch(text) is not None


def _is_web(text: str) -> bool:
    try:
        read = urlsplit(text)
        return not text or (read.scheme in ("http", "https") and bool(read.hostname) and read.username is None)
    except ValueError:
        return False


KINDS: Final = (
    ("", N_("Any kind")),
    (EpisodeKind.BUZZ, N_("Rising buzz")),
    (EpisodeKind.CRISIS, N_("Crisis")),
    (EpisodeKind.OUTAGE, N_("Outage")),
    (EpisodeKind.AMPLIFICATION, N_("Accounts that act together")),
)
ALERT_COLUMNS: Final = (
    Setting("topic", "", N_("Topic"), N_("Its name; empty: any.")),
    Setting("kind", "", N_("Kind"), "", KINDS),
    Setting("severity", 0, N_("Severity"), N_("At least this; 0: any."), most=GRAVEST),
    Setting("person", "", N_("Person"), N_("A watched person's name or an account, among the loudest; empty: any.")),
    Setting(
        "place",
        "",
        N_("Place"),
        N_("A département's number; empty: any."),
        fits=_is_place,
        expected=N_("a département's number such as 59 or 2A"),
    ),
)
_TIME_OF_DAY: Final = N_("a time of day such as 22:00")
_ALERTS: Final = (
    Setting("alert", (), N_("Alert for"), N_("Where there is no rule, every episode alerts."), columns=ALERT_COLUMNS),
    Setting("alert_severity", 0, N_("Alert from severity"), N_("0: every episode."), most=GRAVEST),
    Setting("alert_notification", True, N_("Desktop notification"), N_("Beside the bar on the desk.")),
    Setting("alert_sound", False, N_("Sound"), N_("The system's own.")),
    Setting("alert_quiet", False, N_("Quiet hours"), N_("Between these times, nothing but the bar on the desk.")),
    Setting("alert_quiet_from", "22:00", N_("Quiet from"), "", fits=_is_time, expected=_TIME_OF_DAY),
    Setting("alert_quiet_to", "07:00", N_("Quiet until"), "", fits=_is_time, expected=_TIME_OF_DAY),
    Setting(
        "alert_quiet_zone",
        "",
        N_("Time zone"),
        N_("Empty: the session's."),
        fits=_is_zone,
        expected=N_("a time zone such as Europe/Paris"),
    ),
    Setting("alert_quiet_breaks", GRAVEST, N_("Severity that breaks them"), N_("4: nothing does."), most=NEVER),
    Setting(
        "alert_cool_down",
        15,
        N_("Cool-down, in minutes"),
        N_("So long a topic that alerted is left alone, unless it gets worse."),
        most=_DAY_MINUTES,
    ),
    Setting("alert_webhook", False, N_("Webhook"), N_("While collecting, each alert is sent to this address.")),
    Setting(
        "alert_webhook_url",
        "",
        N_("Address"),
        N_("https only. What is sent is signed with a secret from the system's keyring."),
        fits=_is_web,
        expected=N_("a web address such as https://hooks.example.org/hubdesk"),
    ),
    Setting(
        "alert_webhook_private",
        False,
        N_("On our own network"),
        N_("The address is of this machine or its own network; http will do there."),
    ),
    Setting("alert_command", False, N_("Command"), N_("While collecting, each alert starts this program.")),
    Setting("alert_command_line", (), N_("Program and its arguments"), N_("No shell; the alert comes on its stdin.")),
    Setting(
        "alert_names", False, N_("Names of people leave this machine"), N_("In what webhook and command are told.")
    ),
)
SETTINGS: Final = (
    Setting(
        "theme",
        "system",
        N_("Theme"),
        N_("Light, dark, or as the system says."),
        (("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark"))),
    ),
    Setting(
        "density",
        "comfortable",
        N_("Density"),
        N_("How much room a mention takes in the feed."),
        (("comfortable", N_("Comfortable")), ("compact", N_("Compact"))),
    ),
    Setting(
        "language",
        "system",
        N_("Language"),
        N_("The language of the interface."),
        (("system", N_("As the system")), ("fr", "Français"), ("en", "English")),
    ),
    Setting("less_motion", False, N_("Less motion"), N_("Nothing slides or rolls, on the desk and on a wall.")),
    Setting("confirm_links", True, N_("Ask before opening a site"), N_("Once for each site, its address in plain.")),
    Setting("collect_at_start", True, N_("Collect as soon as a session opens"), N_("Otherwise: Watch, Start.")),
    Setting("span", "24h", N_("Span"), "", shown=False),
    Setting("recent_sessions", (), N_("Recent sessions"), "", shown=False),
    Setting("known_hosts", (), N_("Sites opened before"), "", shown=False),
    Setting("search_history", (), N_("Searches made"), "", shown=False),
    Setting("saved_searches", (), N_("Saved searches"), "", shown=False),  # the query, or its name, a tab, the query
    Setting("saved_scopes", (), N_("Saved scopes"), "", shown=False),  # desk/named_scopes.py: one line of JSON each
    Setting("palette_lately", (), N_("Done from the command palette"), "", shown=False),
    *(replace(one, shown=False) for one in _ALERTS),  # the preferences show them on a page of their own
)
TABLE: Final = {setting.name: setting for setting in SETTINGS}


def fault(setting: Setting, value: object) -> str:
    """Why a value is not one of the setting's, in words; "" when it is."""
    why = _expected(setting, value)
    return _("{name} must be {expected}; the default is used").format(name=setting.name, expected=why) if why else ""


def good_tables(setting: Setting, raw: Iterable[object]) -> tuple[tuple[Table, ...], list[str]]:
    """Of a list of tables those that can be used, and a line for each other."""
    good: list[Table] = []
    faults: list[str] = []
    for place, one in enumerate(raw, 1):
        why = _table_fault(setting, one)
        if why:
            line = _("{name} number {n}: {why}; it is left out")
            faults.append(line.format(name=setting.name, n=number(place), why=why))
        elif isinstance(one, Mapping):
            good.append({str(key): value for key, value in one.items()})
    return tuple(good), faults


def _expected(setting: Setting, value: object) -> str:
    """What a value should be, where it is not; "" where it is."""
    if setting.columns:
        ok = isinstance(value, tuple) and not any(_table_fault(setting, one) for one in value)
        return "" if ok else _("a list of tables")
    if isinstance(setting.default, tuple):
        ok = isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    else:
        ok = type(value) is type(setting.default)
    if ok and setting.choices:
        ok = value in {choice for choice, _words in setting.choices}
    if ok and isinstance(value, int) and not 0 <= value <= setting.most:
        return _("a number from 0 to {most}").format(most=number(setting.most))
    if ok and setting.fits is not None and isinstance(value, str) and not setting.fits(value):
        return _(setting.expected)
    return "" if ok else " | ".join(choice for choice, _words in setting.choices) or type(setting.default).__name__


def _table_fault(setting: Setting, table: object) -> str:
    if not isinstance(table, Mapping):
        return _("it is no table")
    columns = {one.name: one for one in setting.columns}
    for key, value in table.items():
        if key not in columns:
            return _("unknown key “{name}”").format(name=key)
        why = _expected(columns[key], value)
        if why:
            return _("{name} must be {expected}").format(name=key, expected=why)
    return ""
