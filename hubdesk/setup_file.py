"""setup.toml to what a session starts with: topics, sources, people, channels. Wrong keys are named with their line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from hubdesk.core import HOUR, SECOND, HubdeskError, Millis, Role, SourceRow, Topic
from hubdesk.core.channels import EVERY, ChannelKind
from hubdesk.i18n import _
from hubdesk.query.syntax import QueryError, parse
from hubdesk.toml_file import period as period
from hubdesk.toml_file import read_toml

_LONGEST: Final = 10_000  # characters of a value
_KEYS: Final[dict[str, frozenset[str]]] = {
    "session": frozenset({"title", "timezone"}),
    "topic": frozenset({"name", "role", "colour", "query"}),
    "person": frozenset({"name", "role", "role_source", "role_since", "accounts"}),
    "channel": frozenset({"topic", "kind", "url", "account", "every", "allow_private"}),
}
_OURS: Final = frozenset({"kind", "name", "every", "enabled"})  # of a [[source]]; the rest is the network's
_PALETTE: Final = ("#6B5BD2", "#00796B", "#AD1457", "#5D4037", "#3949AB", "#558B2F")

MakeRow = Callable[[str, dict[str, Any], str, Millis | None], SourceRow]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a setup file declares. People and channels are kept as tables, for the rooms that watch them."""

    title: str
    timezone: str
    topics: tuple[Topic, ...]
    sources: tuple[SourceRow, ...]
    people: tuple[dict[str, Any], ...] = ()
    channels: tuple[dict[str, Any], ...] = ()


class SetupError(HubdeskError):
    """Something in a setup file is wrong: which line, what, and how to mend it."""


def load(path: Path, make_row: MakeRow) -> Setup:
    """Read a setup file. `make_row` turns a [[source]] table into a row (plugins.source_row)."""
    text, declared = read_toml(path)
    return _Reading(path, text, make_row).setup(declared)


class _Reading:
    """One setup file on its way to values; knows the text, to name lines."""

    def __init__(self, path: Path, text: str, make_row: MakeRow) -> None:
        self._path, self._lines, self._make_row = path, text.splitlines(), make_row

    def setup(self, declared: Mapping[str, Any]) -> Setup:
        for key in declared.keys() - {"session", "topic", "source", "person", "channel"}:
            self._fail(
                key, 0, "", _("unknown section; there are [session], [[topic]], [[source]], [[person]], [[channel]]")
            )
        session = declared.get("session", {})
        if not isinstance(session, dict):
            self._fail("session", 0, "", _("write [session] in single brackets, and its keys below it"))
        self._only("session", 0, session, _KEYS["session"])
        zone = self._text("session", 0, session, "timezone", "Europe/Paris")
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            self._fail(
                "session",
                0,
                "timezone",
                _("“{zone}” is no time zone; write one such as Europe/Paris").format(zone=zone),
            )
        topics = tuple(self._topic(n, table) for n, table in enumerate(self._tables(declared, "topic")))
        self._no_namesakes(topics)
        return Setup(
            title=self._text("session", 0, session, "title", self._path.stem),
            timezone=zone,
            topics=topics,
            sources=self._sources(declared),
            people=self._kept(declared, "person"),
            channels=self._channels(declared, topics),
        )

    def _no_namesakes(self, topics: tuple[Topic, ...]) -> None:
        names = [topic.name.casefold() for topic in topics]
        for n, name in enumerate(names):
            if name in names[:n]:
                self._fail("topic", n, "name", _("two topics are called “{name}”").format(name=topics[n].name))

    def _topic(self, n: int, table: Mapping[str, Any]) -> Topic:
        self._only("topic", n, table, _KEYS["topic"])
        name = self._text("topic", n, table, "name")
        role = self._text("topic", n, table, "role", Role.SUBJECT)
        if role not in set(Role):
            self._fail(
                "topic", n, "role", _("“{role}” is no role; write own, rival, subject or event").format(role=role)
            )
        colour = self._text("topic", n, table, "colour", _PALETTE[n % len(_PALETTE)])
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            self._fail(
                "topic",
                n,
                "colour",
                _("“{colour}” is no colour; write six hexadecimal digits such as #ff7900").format(colour=colour),
            )
        query = self._text("topic", n, table, "query")
        try:
            parse(query)
        except QueryError as error:
            self._fail("topic", n, "query", str(error))
        return Topic(0, name, query, role, colour)

    def _sources(self, declared: Mapping[str, Any]) -> tuple[SourceRow, ...]:
        rows: list[SourceRow] = []
        for n, table in enumerate(self._tables(declared, "source")):
            kind = self._text("source", n, table, "kind")
            every = self._every("source", n, table)
            config = {key: value for key, value in table.items() if key not in _OURS}
            name = self._text("source", n, table, "name") if "name" in table else ""
            enabled = table.get("enabled", True)
            if not isinstance(enabled, bool):
                self._fail("source", n, "enabled", _("write true or false"))
            try:
                row = self._make_row(kind, config, name, every)
            except HubdeskError as error:
                wrong = next((key for key in config if f"“{key}”" in str(error) or f"{key} " in str(error)), "kind")
                self._fail("source", n, wrong, str(error))
            if not enabled:
                row = replace(row, enabled=False, off_reason=_("switched off in the setup file"))
            names = {other.name for other in rows}
            rows.append(row if row.name not in names else _renamed(row, names))
        return tuple(rows)

    def _every(self, section: str, n: int, table: Mapping[str, Any]) -> Millis | None:
        if "every" not in table:
            return None
        least = SECOND if table.get("allow_private") else 10 * SECOND  # politeness is owed to others' servers
        every = period(str(table["every"]))
        if every is None or not least <= every <= 24 * HOUR:
            self._fail(
                section,
                n,
                "every",
                _("“{every}” is no pace; write {least} to 24h, such as 5m").format(
                    every=table["every"], least=f"{least // SECOND}s"
                ),
            )
        return every

    def _kept(self, declared: Mapping[str, Any], section: str) -> tuple[dict[str, Any], ...]:
        tables = self._tables(declared, section)
        for n, table in enumerate(tables):
            self._only(section, n, table, _KEYS[section])
            self._text(section, n, table, "name" if section == "person" else "kind")
            for key, value in table.items():
                if key == "accounts":
                    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                        self._fail(section, n, key, _('write a list such as ["bluesky:name.example"]'))
                elif not isinstance(value, str | bool | date):
                    self._fail(section, n, key, _("must be a text"))
        return tuple(
            {key: value.isoformat() if isinstance(value, date) else value for key, value in table.items()}
            for table in tables
        )

    def _channels(self, declared: Mapping[str, Any], topics: tuple[Topic, ...]) -> tuple[dict[str, Any], ...]:
        """As declared, with the pace in milliseconds and the topic by its own name."""
        names = {topic.name.casefold(): topic.name for topic in topics}
        made = []
        for n, table in enumerate(self._kept(declared, "channel")):
            kind = table["kind"]
            if kind not in set(ChannelKind):
                line = _("“{kind}” is no channel; write one of: {kinds}")
                self._fail("channel", n, "kind", line.format(kind=kind[:80], kinds=", ".join(ChannelKind)))
            key = "account" if kind == ChannelKind.ACCOUNT else "url"
            where = self._text("channel", n, table, key).strip()
            if kind == ChannelKind.ACCOUNT and not re.fullmatch(r"\w[\w-]*:@?\S+", where):
                self._fail("channel", n, key, _("write the network and the account, such as bluesky:name.example"))
            if kind == ChannelKind.ACCOUNT and re.fullmatch(r"mastodon:@?[^@]+", where, re.IGNORECASE):
                self._fail("channel", n, key, _("write the account's server too, such as mastodon:name@server.example"))
            if kind != ChannelKind.ACCOUNT and not _is_plain_address(where):
                self._fail("channel", n, key, _("write an address that begins with https://, without a user name"))
            topic = self._text("channel", n, table, "topic") if "topic" in table else ""
            if topic and topic.casefold() not in names:
                self._fail("channel", n, "topic", _("no [[topic]] is called “{name}”").format(name=topic[:80]))
            private = table.get("allow_private", False)
            if not isinstance(private, bool):
                self._fail("channel", n, "allow_private", _("write true or false"))
            every = self._every("channel", n, table) or EVERY
            told = {"kind": kind, key: where, "every": every, "allow_private": private}
            made.append(told | ({"topic": names[topic.casefold()]} if topic else {}))
        return tuple(made)

    def _tables(self, declared: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
        tables = declared.get(section, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._fail(
                section, 0, "", _("write [[{section}]] in double brackets, one for each").format(section=section)
            )
        return list(tables)

    def _only(self, section: str, n: int, table: Mapping[str, Any], keys: frozenset[str]) -> None:
        for key in table:
            if key not in keys:
                self._fail(section, n, key, _("unknown key; there are: {keys}").format(keys=", ".join(sorted(keys))))

    def _text(self, section: str, n: int, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if value is None:
            self._fail(section, n, "", _("“{key}” is missing").format(key=key))
        if not isinstance(value, str) or not value.strip():
            self._fail(section, n, key, _("must be a text"))
        if len(value) > _LONGEST:
            self._fail(
                section, n, key, _("has {n} characters; {most} are the most").format(n=len(value), most=_LONGEST)
            )
        return value

    def _fail(self, section: str, n: int, key: str, why: str) -> NoReturn:
        where = f"[[{section}]] {key}".rstrip() if section != "session" else f"[session] {key}".rstrip()
        raise SetupError(
            _("{path}, line {line}, {where}: {why}").format(
                path=self._path, line=self._line(section, n, key), where=where, why=why
            )
        )

    def _line(self, section: str, n: int, key: str) -> int:
        """The 1-based line of a key in the n-th table of a section; of the table's head when the key is not found."""
        head, seen, at = re.compile(rf"\s*\[+\s*{re.escape(section)}\s*\]+"), -1, 1
        for number, line in enumerate(self._lines, 1):
            if head.match(line):
                seen += 1
                at = number if seen == n else at
            elif seen == n and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return at


def _renamed(row: SourceRow, taken: set[str]) -> SourceRow:
    return replace(row, name=next(f"{row.name} ({n})" for n in range(2, 10_000) if f"{row.name} ({n})" not in taken))


def _is_plain_address(url: str) -> bool:
    """http or https, and no user name: that would be shown."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
