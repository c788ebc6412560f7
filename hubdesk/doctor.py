"""What this machine has and lacks: libraries, fonts, display, keyring, SQLite, disk. Standard library at import.

`packaging/run.py` asks it before anything is installed, so only Python's own modules are imported at the top.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from hubdesk.doctor_files import Check, our_files
from hubdesk.i18n import _

ENOUGH_BYTES: Final = 500_000_000  # a busy day of four brands is a fifth of this
OLDEST_SQLITE: Final = (3, 35, 0)  # RETURNING, and FTS5 as the store uses it

QT_LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libzstd.so.1": "libzstd1",
    "libstdc++.so.6": "libstdc++6",
}
SCREEN_LIBRARIES: Final = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""A library that PySide6's wheel links to but does not bring, and the Debian package it is in."""


def checks(folder: Path | None = None) -> tuple[Check, ...]:
    """Look at everything, one after the other; `folder` is the profile, None the system's usual place."""
    if folder is None:
        import platformdirs  # here, not above: run.py reads this module before anything is installed

        folder = platformdirs.user_data_path("hubdesk")
    looks: tuple[Callable[[], Check], ...] = (_python, _display, _libraries, _qt, _fonts, _figures, _emoji, _keyring)
    found = (
        *(look() for look in looks),
        _sqlite(),
        _writable(folder),
        _room(folder),
        _zones(),
        *our_files(),
    )
    return tuple(replace(check, mend="") if check.ok else check for check in found)


def has_display() -> bool:
    """Whether windows can be shown: always on macOS and Windows, with X or Wayland elsewhere."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_libraries(screen: bool) -> dict[str, str]:
    """The shared libraries Qt would not find here, with their Debian packages; with `screen`, X11's too."""
    if not sys.platform.startswith("linux"):
        return {}
    wanted = QT_LIBRARIES | (SCREEN_LIBRARIES if screen else {})
    return {library: package for library, package in wanted.items() if not _loads(library)}


def missing_packages(screen: bool) -> dict[str, str]:
    """Debian packages without which the desk does not start or shows boxes for letters, and why each is wanted."""
    lacking = {package: library for library, package in missing_libraries(screen).items()}
    if not fonts():
        lacking["fonts-inter"] = _("no font is installed")
        lacking["fonts-noto-color-emoji"] = _("no font is installed")
    if not _zones().ok:
        lacking["tzdata"] = _("no time zone data")
    return lacking


def fonts(*beginnings: str) -> bool:
    """Whether a font file whose name begins so is installed; without beginnings, any font at all."""
    return any(not beginnings or name.startswith(beginnings) for name in _font_files())


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _font_files() -> Iterator[str]:
    """Names of font files, in small letters. Read from the folders: fontconfig's tools may not be installed."""
    home = Path.home()
    folders = {
        "win32": [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"],
        "darwin": [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"],
    }.get(sys.platform)
    if folders is None:
        folders = [
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".fonts",
            home / ".local/share/fonts",
        ]
    for folder in folders:
        for _path, _folders, files in os.walk(folder):
            yield from (name.lower() for name in files if name.lower().endswith((".ttf", ".otf", ".ttc")))


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), found, _("Python 3.11 or newer is needed."))


def _display() -> Check:
    seen = has_display()
    detail = _("a screen is there") if seen else _("no screen: DISPLAY and WAYLAND_DISPLAY are empty")
    return Check("display", seen, detail, _("Pictures and collecting work without; the desk runs offscreen."), False)


def _libraries() -> Check:
    lacking = missing_libraries(screen=has_display())
    if not lacking:
        return Check("libraries", True, _("all of Qt's system libraries are there"))
    mend = "apt-get install " + " ".join(sorted(set(lacking.values())))
    return Check("libraries", False, _("missing: {names}").format(names=", ".join(sorted(lacking))), mend)


def _qt() -> Check:
    try:
        from PySide6.QtCore import qVersion  # here, not above: everything else must be told without Qt
    except ImportError as error:
        return Check("qt", False, str(error), _("Install the libraries named above, then Hubdesk again."))
    return Check("qt", True, qVersion())


def _fonts() -> Check:
    if fonts("inter"):
        return Check("font", True, "Inter")
    detail = _("Inter is not installed; the desk takes another font") if fonts() else _("no font is installed")
    return Check("font", False, detail, _("Debian package: {name}").format(name="fonts-inter"), needed=not fonts())


def _figures() -> Check:
    there = fonts("jetbrainsmono", "jetbrains mono")
    detail = "JetBrains Mono" if there else _("JetBrains Mono is not installed; queries are shown in another font")
    return Check("mono-font", there, detail, _("Debian package: {name}").format(name="fonts-jetbrains-mono"), False)


def _emoji() -> Check:
    found = next((name for name in _font_files() if "emoji" in name or name.startswith("seguiemj")), "")
    detail = found or _("no emoji font is installed; emoji are named instead, as :fire:")
    return Check("emoji", bool(found), detail, _("Debian package: {name}").format(name="fonts-noto-color-emoji"), False)


def _keyring() -> Check:
    mend = _("Without one no token can be kept; sources that need none work. Debian package: {name}")
    try:
        import keyring  # here, not above: see the module's first lines
        from keyring.backends.fail import Keyring as NoKeyring
    except ImportError as error:
        return Check("keyring", False, str(error), mend.format(name="gnome-keyring"), False)
    backend = keyring.get_keyring()
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if isinstance(backend, NoKeyring):
        return Check("keyring", False, _("no keyring is running"), mend.format(name="gnome-keyring"), False)
    return Check("keyring", True, name, "", False)


def _sqlite() -> Check:
    import sqlite3  # here, not above: a Python built without it must be told, not crash; no session is opened

    with_fts = False
    memory = sqlite3.connect(":memory:")
    try:
        with_fts = ("ENABLE_FTS5",) in memory.execute("PRAGMA compile_options").fetchall()
    finally:
        memory.close()
    detail = sqlite3.sqlite_version + (", FTS5" if with_fts else _(", without FTS5"))
    ok = with_fts and sqlite3.sqlite_version_info >= OLDEST_SQLITE
    return Check("sqlite", ok, detail, _("A Python with SQLite 3.35 or newer and FTS5 is needed."))


def _writable(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        mend = _("Make it writable, or name another with --profile.")
        return Check("profile", False, f"{folder}: {error.strerror or error}", mend)
    return Check("profile", True, str(folder))


def _room(folder: Path) -> Check:
    there = next((place for place in (folder, *folder.parents) if place.exists()), Path.cwd())
    free = shutil.disk_usage(there).free
    detail = _("{n} MB free").format(n=free // 1_000_000)
    return Check("disk", free >= ENOUGH_BYTES, detail, _("Free some space: a session grows with what is heard."))


def _zones() -> Check:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # here, not above: only this check wants it

    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return Check("zones", False, _("no time zone data"), "Debian: tzdata; elsewhere: pip install tzdata")
    return Check("zones", True, "Europe/Paris")
