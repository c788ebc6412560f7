"""One table of settings, kept as TOML in the profile's folder; and where config, cache, state and logs are."""

from __future__ import annotations

import os
import tempfile
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

from hubdesk.core import HubdeskError
from hubdesk.i18n import N_, _

Value = str | int | bool | tuple[str, ...]
RECENT_KEPT: Final = 10


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person can set. `choices` empty: any value of the default's type. `shown`: in the preferences."""

    name: str
    default: Value
    title: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()  # value, words
    shown: bool = True


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
    Setting("confirm_links", True, N_("Ask before opening a site"), N_("Once for each site, its address in plain.")),
    Setting("collect_at_start", True, N_("Collect as soon as a session opens"), N_("Otherwise: Watch, Start.")),
    Setting("span", "24h", N_("Span"), "", shown=False),
    Setting("recent_sessions", (), N_("Recent sessions"), "", shown=False),
    Setting("known_hosts", (), N_("Sites opened before"), "", shown=False),
    Setting("search_history", (), N_("Searches made"), "", shown=False),
    Setting("saved_searches", (), N_("Saved searches"), "", shown=False),  # the query, or its name, a tab, the query
)
_TABLE: Final = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one profile. Nothing is created before it is written to."""

    config: Path
    cache: Path
    state: Path
    data: Path

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def layout_file(self) -> Path:
        return self.config / "layout.json"


def places(profile: Path | None = None) -> Places:
    """The folders of `--profile DIR`, or the system's own for this person."""
    if profile is not None:
        return Places(profile / "config", profile / "cache", profile / "state", profile / "data")
    dirs = PlatformDirs("hubdesk", appauthor=False)
    return Places(dirs.user_config_path, dirs.user_cache_path, dirs.user_state_path, dirs.user_data_path)


class Settings:
    """The values in force. `problems` has one clear line for each thing in the file that could not be used."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[str] = []
        self._values: dict[str, Value] = {}
        self._is_readable = True
        self._lock = threading.Lock()
        self.saver: Callable[[], None] = self.save  # a desk puts one in its place that waits for the disk elsewhere
        self._read()

    def text(self, name: str) -> str:
        return str(self._value(name))

    def flag(self, name: str) -> bool:
        return bool(self._value(name))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._value(name)
        return value if isinstance(value, tuple) else ()

    def change(self, name: str, value: Value) -> None:
        """Set, and have it saved. HubdeskError when the value is not one of the setting's, or the disk says no."""
        fault = _fault(_TABLE[name], value)
        if fault:
            raise HubdeskError(fault)
        self._values = self._values | {name: value}
        self.saver()

    def save(self) -> None:
        """Write the values in force. HubdeskError when the disk says no."""
        with self._lock:
            self._save(self._values)

    def remember_session(self, path: Path) -> None:
        """Put a session on top of the recent ones."""
        here, recent = str(path.absolute()), self.texts("recent_sessions")
        if recent[:1] != (here,):
            others = tuple(one for one in recent if one != here)
            self.change("recent_sessions", (here, *others)[:RECENT_KEPT])

    def _value(self, name: str) -> Value:
        return self._values.get(name, _TABLE[name].default)

    def _read(self) -> None:
        try:
            found = tomllib.loads(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            self._is_readable = False
            self.problems.append(
                _(
                    "Settings: {file} cannot be read ({why}); the defaults are used and the file is left as it is."
                ).format(file=self.file, why=str(error).splitlines()[0] if str(error) else type(error).__name__)
            )
            return
        for name, raw in found.items():
            value: object = tuple(raw) if isinstance(raw, list) else raw
            setting = _TABLE.get(name)
            if setting is None:
                fault = _("unknown key “{name}”; it is left alone").format(name=name)
            else:
                fault = _fault(setting, value)
            if fault:
                self.problems.append(_("Settings, {file}: {fault}.").format(file=self.file, fault=fault))
            elif isinstance(value, str | bool | int | tuple):
                self._values[name] = value

    def _save(self, values: Mapping[str, Value]) -> None:
        """Write a new file beside the old one, then swap. Comments and unknown keys of the old one stay."""
        import tomlkit  # 20 ms that a start without a change does not need

        if not self._is_readable:
            raise HubdeskError(_("Settings are not saved: mend or delete {file} first.").format(file=self.file))
        try:
            document = tomlkit.parse(self.file.read_text("utf-8")) if self.file.exists() else tomlkit.document()
            for name, value in values.items():
                document[name] = list(value) if isinstance(value, tuple) else value
            write_atomically(self.file, tomlkit.dumps(document))
        except (OSError, ValueError) as error:  # ValueError: someone broke the file since it was read
            why = getattr(error, "strerror", None) or error
            raise HubdeskError(_("Settings are not saved: {file}: {why}.").format(file=self.file, why=why)) from error


def _fault(setting: Setting, value: object) -> str:
    """Why a value is not one of the setting's; "" when it is."""
    if isinstance(setting.default, tuple):
        ok = isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    else:
        ok = type(value) is type(setting.default)
    if ok and setting.choices and value not in {choice for choice, _words in setting.choices}:
        ok = False
    if ok:
        return ""
    expected = " | ".join(choice for choice, _words in setting.choices) or type(setting.default).__name__
    return _("{name} must be {expected}; the default is used").format(name=setting.name, expected=expected)


def write_atomically(file: Path, text: str) -> None:
    """Replace a file so that a reader sees the old text or the new one, whatever happens. OSError when it cannot."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
