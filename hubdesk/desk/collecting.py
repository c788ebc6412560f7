"""The collector beside the desk."""

from __future__ import annotations

import sys
from pathlib import Path

from hubdesk.desk.beside import Beside
from hubdesk.i18n import _, language


def verb_command(verb: str, session: Path, profile: Path | None) -> list[str]:
    """The command line of a verb that works on a session beside the desk. It speaks as the desk does: its errors are
    shown there."""
    where = ["--profile", str(profile)] if profile is not None else []
    return [sys.executable, "-m", "hubdesk", *where, "--lang", language(), verb, str(session), "--while-stdin"]


def collector_command(session: Path, profile: Path | None) -> list[str]:
    """The command line of the collector of a session."""
    return verb_command("collect", session, profile)


class Collecting(Beside):
    """The collector's process, kept up for as long as it is wanted."""

    work = "collecting"

    def broken_off(self, why: str, seconds: int) -> str:
        return _("Collecting stopped ({why}); next try in {n} s.").format(why=why, n=seconds)
