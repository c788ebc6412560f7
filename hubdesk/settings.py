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
from hubdesk.i18n import _
from hubdesk.settings_table import SETTINGS as SETTINGS
from hubdesk.settings_table import TABLE, Table, Value, fault, good_tables
from hubdesk.settings_table import Setting as Setting

RECENT_KEPT: Final = 10


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
    def columns(self) -> Path:
        """What filters count from, kept until a session is opened again."""
        return self.cache / "columns"

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
        self._changed: frozenset[str] = frozenset()  # the rest of the file is as its person wrote it
        self._is_readable = True
        self._lock = threading.Lock()
        self.saver: Callable[[], None] = self.save  # a desk puts one in its place that waits for the disk elsewhere
        self._read()

    @property
    def is_readable(self) -> bool:
        """False: there is a file, and nothing of it is in force."""
        return self._is_readable

    def text(self, name: str) -> str:
        return str(self._value(name))

    def flag(self, name: str) -> bool:
        return bool(self._value(name))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._value(name)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()

    def number(self, name: str) -> int:
        value = self._value(name)
        return value if isinstance(value, int) else 0

    def tables(self, name: str) -> tuple[Table, ...]:
        """Of a list of tables: each with the keys that were written."""
        value = self._value(name)
        return tuple(one for one in value if not isinstance(one, str)) if isinstance(value, tuple) else ()

    def change(self, name: str, value: Value) -> None:
        """Set, and have it saved. HubdeskError when the value is not one of the setting's, or the disk says no."""
        why = fault(TABLE[name], value)
        if why:
            raise HubdeskError(why)
        self._values, self._changed = self._values | {name: value}, self._changed | {name}
        self.saver()

    def save(self) -> None:
        """Write what was changed. HubdeskError when the disk says no."""
        with self._lock:
            self._save({name: self._values[name] for name in self._changed})

    def remember_session(self, path: Path) -> None:
        """Put a session on top of the recent ones."""
        here, recent = str(path.absolute()), self.texts("recent_sessions")
        if recent[:1] != (here,):
            others = tuple(one for one in recent if one != here)
            self.change("recent_sessions", (here, *others)[:RECENT_KEPT])

    def _value(self, name: str) -> Value:
        return self._values.get(name, TABLE[name].default)

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
            for why in self._take(name, raw):
                self.problems.append(_("Settings, {file}: {fault}.").format(file=self.file, fault=why))

    def _take(self, name: str, raw: object) -> list[str]:
        """Put a value of the file in force. Returns what is wrong with it."""
        setting = TABLE.get(name)
        value: object = tuple(raw) if isinstance(raw, list) else raw
        if setting is None:
            return [_("unknown key “{name}”; it is left alone").format(name=name)]
        if setting.columns and isinstance(value, tuple):
            self._values[name], faults = good_tables(setting, value)
            return faults
        why = fault(setting, value)
        if why:
            return [why]
        if isinstance(value, str | bool | int | tuple):
            self._values[name] = value
        return []

    def _save(self, values: Mapping[str, Value]) -> None:
        """Write a new file beside the old one, then swap. Comments and unknown keys of the old one stay."""
        import tomlkit  # 20 ms that a start without a change does not need

        if not self._is_readable:
            raise HubdeskError(_("Settings are not saved: mend or delete {file} first.").format(file=self.file))
        try:
            document = tomlkit.parse(self.file.read_text("utf-8")) if self.file.exists() else tomlkit.document()
            for name, value in values.items():
                if value == () and TABLE[name].columns:
                    document.pop(name, None)
                else:
                    document[name] = list(value) if isinstance(value, tuple) else value
            write_atomically(self.file, tomlkit.dumps(document))
        except (OSError, ValueError) as error:  # ValueError: someone broke the file since it was read
            why = getattr(error, "strerror", None) or error
            raise HubdeskError(_("Settings are not saved: {file}: {why}.").format(file=self.file, why=why)) from error


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
