"""The scenes that ship with Hubdesk, in the language spoken."""

from __future__ import annotations

from pathlib import Path

from hubdesk.core.scenes import Wall
from hubdesk.i18n import language
from hubdesk.resources import resource
from hubdesk.scene_file.reading import load


def ready() -> Wall:
    """A wall that suits any session: it names topics by their roles. HubdeskError when Hubdesk's own file is gone."""
    wall, _doubts = load(ready_file())
    return wall


def ready_file() -> Path:
    """The file itself, with a comment a line: for whoever begins a file of their own."""
    return resource("scenes") / f"{language()}.toml"


def own_file(config: Path) -> Path:
    """Where a person's own scenes are kept, in the folder of settings: what a wall shows unless told otherwise."""
    return config / "scenes.toml"
