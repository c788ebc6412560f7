"""The stored past is heard again beside the desk, when a topic asks for other things."""

from __future__ import annotations

from pathlib import Path

from hubdesk.desk.beside import Beside
from hubdesk.desk.collecting import verb_command
from hubdesk.i18n import _


def rehear_command(session: Path, profile: Path | None) -> list[str]:
    """The command line of what re-hears a session's past."""
    return verb_command("rehear", session, profile)


class RehearingWork(Beside):
    """The process that re-hears. It is "done" when nothing is left to be asked; how far it is, the session says."""

    work = "rehearing"
    may_end = True

    @property
    def is_running(self) -> bool:
        """Whether it is at work, or will be tried again."""
        return self.is_wanted

    def broken_off(self, why: str, seconds: int) -> str:
        return _("Hearing the past again stopped ({why}); next try in {n} s.").format(why=why, n=seconds)
