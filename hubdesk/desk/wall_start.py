"""A wall started from the desk, in a process of its own, so that neither takes the other down; and its editor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hubdesk import plugins
from hubdesk.core import HubdeskError, Millis
from hubdesk.i18n import _, iso, language

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk


class WallStart(QObject):
    """The two actions of the menu."""

    def __init__(self, desk: Desk, profile: Path | None) -> None:
        super().__init__(desk)
        self._desk, self._profile = desk, profile

    def start(self) -> None:
        """The scenes that ship, on the screens there are; of a saved session, where the desk stands."""
        session = self._desk.session
        if session is None or session.basis is None:
            return
        at = None if session.basis.listens else self._desk.looking.span().end
        try:
            start_wall(session.path, self._profile, at=at)
        except HubdeskError as error:
            self._desk.status.complain(str(error))
        else:
            self._desk.status.complain(_("The wall is starting. On it, C brings its console, Ctrl+Q ends it."))

    def edit(self) -> None:
        """The editor, with pictures of what the desk looks at."""
        session = self._desk.session
        if session is None or session.basis is None:
            return
        looking, facts = self._desk.looking, session.basis.facts
        plugins.scene_editor()(
            session.path,
            self._profile,
            session.refresher,
            session.basis.topics,
            looking.zone,
            looking.span().end,
            facts.synthetic,
            self._desk,
        )


def start_wall(
    session: Path, profile: Path | None, scenes: Path | None = None, scene: str = "", at: Millis | None = None
) -> None:
    """`hubdesk wall` in a process that outlives this one. Raises HubdeskError when it cannot be started."""
    where = ["--profile", str(profile)] if profile is not None else []
    command = [sys.executable, "-m", "hubdesk", *where, "--lang", language(), "wall", str(session)]
    command += ["--scenes", str(scenes)] if scenes is not None else []
    command += ["--scene", scene] if scene else []
    command += ["--at", iso(at) or ""] if at is not None else []
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        raise HubdeskError(_("The wall cannot be started: {why}").format(why=error.strerror)) from error
