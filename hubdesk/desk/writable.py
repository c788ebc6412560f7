"""Whether the session on the desk may be written to by the analyst, and one line that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubdesk.desk.scribe import Scribe
    from hubdesk.desk.window import Desk


def scribe_of(desk: Desk, of_demonstration: str, of_sealed: str) -> Scribe | None:
    """Who writes; None where nothing may be written, which the status bar then says in the words given."""
    session = desk.session
    basis = session.basis if session is not None else None
    if session is None or basis is None:
        return None
    if basis.facts.synthetic or basis.facts.sealed:
        desk.status.complain(of_demonstration if basis.facts.synthetic else of_sealed)
        return None
    return session.scribe
