"""The files that came with Hubdesk: whether they are there and whole, and what is lost without them.

Standard library alone, as in doctor.py.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from hubdesk.i18n import _
from hubdesk.resources import resource


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `mend` says what to do when it is not well; without a `needed` one the desk cannot run."""

    name: str
    ok: bool
    detail: str
    mend: str = ""
    needed: bool = True


def our_files() -> tuple[Check, ...]:
    return places(), encoder(), tone(), themes()


def places() -> Check:
    mend = _("Install Hubdesk again. Without it there is no map, and no place is read.")
    return _built("places", _("outlines and names of French places"), mend)


def encoder() -> Check:
    mend = _("Install Hubdesk again. Without it tone is read by the quick reader alone.")
    if importlib.util.find_spec("onnxruntime") is None:
        return Check("encoder", False, _("onnxruntime is not installed"), mend, False)
    return _built("encoder", _("the encoder of posts"), mend)


def _built(name: str, detail: str, mend: str) -> Check:
    """A folder of files that came with Hubdesk, compared with what their builder wrote of them."""
    folder = resource(name)
    try:
        told = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        files = told.items() if isinstance(told, dict) else [(one["name"], one) for one in told]
        damaged = [
            str(file)
            for file, one in files
            if hashlib.sha256((folder / file).read_bytes()).hexdigest() != one["sha256"]
        ]
    except OSError as error:
        return Check(name, False, f"{error.filename}: {error.strerror or error}", mend, False)
    except (ValueError, KeyError, TypeError):
        damaged = ["manifest.json"]
    if damaged:
        return Check(name, False, _("{path} is damaged").format(path=folder / damaged[0]), mend, False)
    return Check(name, True, detail, mend, False)


def tone() -> Check:
    mend = _("Install Hubdesk again. Without it no tone is read.")
    looks = (
        ("heads/tone_linear.npz", _is_archive),
        ("heads/tone_kernel.npz", _is_archive),
        ("tone/cues.toml", _is_toml),
    )
    return _readable("tone", _("the heads and cues of tone"), mend, looks)


def themes() -> Check:
    mend = _("Install Hubdesk again, or mend the file. Without it no theme is read.")
    return _readable("themes", _("the queries of themes"), mend, (("themes/themes.toml", _is_toml),))


def _readable(name: str, detail: str, mend: str, looks: Iterable[tuple[str, Callable[[Path], bool]]]) -> Check:
    """Files that came with Hubdesk, or were changed since by a person: there, and what they should be."""
    for file, is_whole in looks:
        path = resource(file)
        try:
            if not is_whole(path):
                return Check(name, False, _("{path} is damaged").format(path=path), mend, False)
        except OSError as error:
            return Check(name, False, f"{path}: {error.strerror or error}", mend, False)
    return Check(name, True, detail, mend, False)


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            return zipfile.ZipFile(file).testzip() is None
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, zlib.error):
            return False


def _is_toml(path: Path) -> bool:
    try:
        return bool(tomllib.loads(path.read_text("utf-8")))
    except ValueError:  # UnicodeDecodeError and TOMLDecodeError are both
        return False
