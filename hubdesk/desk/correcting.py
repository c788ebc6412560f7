"""What the analyst corrects: her word goes to the scribe, or one line says why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hubdesk.core import Millis, Topic
from hubdesk.desk.writable import scribe_of
from hubdesk.desk.writes import CorrectReading, UndoCorrection
from hubdesk.i18n import _
from hubdesk.panels.correcting import Choosing, Correcting
from hubdesk.panels.reading_words import READINGS, value_words

if TYPE_CHECKING:
    from hubdesk.desk.correct_sheet import CorrectSheet
    from hubdesk.desk.scribe import Scribe
    from hubdesk.desk.window import Desk
    from hubdesk.store.corrections import Correction

MADE: Final = "correct"
UNDONE: Final = "undo-correction"


class Corrections(QObject):
    """Grants what panels wish about corrections. `now` dates them."""

    def __init__(self, desk: Desk, now: Callable[[], Millis]) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._scribe: Scribe | None = None

    def correct(self, wanted: object) -> None:
        """A Correcting is written; a Choosing opens a sheet to choose in; None: no mention is chosen."""
        if wanted is None:
            self._desk.status.complain(_("Choose a mention first: what is read in it can be corrected then."))
        elif isinstance(wanted, Correcting) and (scribe := self._ready()) is not None:
            scribe.write(MADE, CorrectReading(wanted.mention, wanted.reading, wanted.value, self._now()))
        elif isinstance(wanted, Choosing) and self._ready() is not None:
            self._choose(wanted)

    def undo(self, correction: object) -> None:
        """As if she had never said it."""
        if isinstance(correction, int) and (scribe := self._ready()) is not None:
            scribe.write(UNDONE, UndoCorrection(correction))

    def _ready(self) -> Scribe | None:
        """Who writes; None, and a line that says why, where nothing may be written."""
        demonstration = _("The demonstration is not written to: correct in a session of your own (Session, New).")
        sealed = _("A sealed session stays as it is: correct in the session that it was sealed from.")
        scribe = scribe_of(self._desk, demonstration, sealed)
        if scribe is None:
            return None
        if self._scribe is not scribe:
            self._scribe = scribe
            scribe.done.connect(self._say)
        return scribe

    def _choose(self, wanted: Choosing) -> None:
        from hubdesk.desk.correct_sheets import sheet_for  # dialogs that a start does not need

        session = self._desk.session
        topics: tuple[Topic, ...] = session.basis.topics if session is not None and session.basis is not None else ()
        sheet: CorrectSheet | None = sheet_for(wanted, topics, self._desk)
        if sheet is not None and session is not None:
            sheet.serve(session.refresher)
            sheet.told.connect(self.correct)
            sheet.open()

    def _say(self, what: str, result: object) -> None:
        if what == MADE:
            self._desk.status.complain(_made_words(result))  # type: ignore[arg-type]  # what the job returns
        elif what == UNDONE:
            said = _("Undone.") if result else _("It was undone already.")
            self._desk.status.complain(said)


def _made_words(made: Correction) -> str:
    value = value_words(made.reading, made.value)
    return _("Corrected: {reading}, {value}.").format(reading=_(READINGS[made.reading]), value=value)
