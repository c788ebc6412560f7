"""Review on the desk: marks are made, undone and merged here, and every panel that shows them is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QFileDialog

from hubdesk.core import Millis
from hubdesk.core.review import ReviewMark, ReviewWord, Standing, new_mark
from hubdesk.desk.review_reading import KEY, Asked, read_standing
from hubdesk.desk.review_step import DONE, UNDONE, ChangeMarks, Step
from hubdesk.desk.review_words import (
    Brought,
    MergeMarks,
    bookmark_words,
    merged_words,
    note_words,
    removed_words,
    said,
    star_words,
    tags_words,
    trouble_words,
)
from hubdesk.desk.scribe import Scribe
from hubdesk.desk.session import NOWHERE
from hubdesk.i18n import _, clock, day, number
from hubdesk.panels.review_marking import Subject, Wanted
from hubdesk.store.marks_beside import side_files
from hubdesk.store.marks_together import SideBook

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel

MERGED: Final = "review-merged"
MOST_AT_ONCE: Final = 200  # mentions: undoing them writes each on its own
MOST_STEPS: Final = 200  # that can be undone


class Review(QObject):
    """Holds what stands, as it was read last and with what was done since. `now` dates marks."""

    kept = Signal()  # what was marked is written: `asked` is another question now

    def __init__(self, desk: Desk, now: Callable[[], Millis]) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self.standing = Standing()
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_STEPS)
        self._keeper: Scribe | None = None
        self._asked = Asked(())
        self._writing: dict[str, tuple[Step, str, str]] = {}  # its words too: a step may be gone when it is written
        self._jobs = 0
        self._to_say = ""
        self._is_told = False
        for changed in (self.stack.undoTextChanged, self.stack.redoTextChanged, self.stack.indexChanged):
            changed.connect(self._show_steps)
        self._show_steps()
        desk.opened.connect(self._begin)

    def tell(self, panel: Panel[Any]) -> None:
        """One panel what stands, if it shows marks."""
        show = getattr(panel, "show_marks", None)
        if show is not None:
            show(self.standing)

    @property
    def asked(self) -> Asked:
        """Where marks are beside the session, for who reads them too."""
        return self._asked

    # -- what panels and menus wish

    def mark(self, wanted: object) -> None:
        """A star is set or taken away at once, for the others words are asked for; None: nothing is chosen."""
        if wanted is None:
            self._desk.status.complain(_("Choose a mention or an episode first: it can be marked then."))
        elif isinstance(wanted, Wanted) and len(wanted.subject.also) >= MOST_AT_ONCE:
            line = _("At most {n} mentions can be marked at once.")
            self._desk.status.complain(line.format(n=number(MOST_AT_ONCE)))
        elif isinstance(wanted, Wanted) and self._keeper is not None:
            if wanted.word == ReviewWord.STAR:
                self._star(wanted.subject)
            else:
                self._ask_words(wanted, self._on_all(wanted.subject, wanted.word))

    def bookmark(self) -> None:
        """Of the instant up to which is looked: where a replay stands, now, or the end of a fixed span."""
        at, zone = self._desk.looking.span().end, self._desk.looking.zone
        self.mark(Wanted(ReviewWord.BOOKMARK, Subject(instant=at, name=f"{day(at, zone)} {clock(at, zone)}")))

    def keep(self, word: str, subject: Subject, values: tuple[str, ...]) -> None:
        """From now on these words stand on it, and no others of that kind; of several, what only some had stays."""
        taken = {one.value for one in self._on_all(subject, word)}.difference(values)
        made: tuple[ReviewMark, ...] = ()
        gone: tuple[ReviewMark, ...] = ()
        for each in subject.each():
            standing = self._on(each, word)
            there = {one.value for one in standing}
            gone += tuple(one for one in standing if one.value in taken)
            made += tuple(self._made(word, each, value) for value in dict.fromkeys(values) if value not in there)
        if made or gone:
            words = {ReviewWord.TAG: tags_words, ReviewWord.NOTE: note_words}.get(ReviewWord(word), bookmark_words)
            named = tuple({one.value: one for one in made}.values())  # each once, on however many it stands
            self._push(words(subject, named) if made else removed_words(gone[0], subject), made, gone)

    def unmark(self, uid: object) -> None:
        """As if it had never been made."""
        gone = tuple(one for one in self.standing.marks if one.uid == uid)
        if gone and self._keeper is not None:
            self._push(removed_words(gone[0]), (), gone)

    def go_to(self, instant: object) -> None:
        """Look at what was known at that instant, as long a stretch as now."""
        if not isinstance(instant, int):
            return
        looking, span = self._desk.looking, self._desk.looking.span()
        if self._desk.replay.is_on:
            looking.replay_at(instant)
        else:
            looking.fix(instant - (span.end - span.start), instant)

    def merge(self) -> None:
        """Bring in the marks of a file that somebody chooses."""
        session = self._desk.session
        if session is None or session.basis is None:
            return
        if not session.basis.listens:
            self._desk.status.complain(_("Marks are merged into the session that a file was sealed from: open it."))
            return
        chosen, _kind = QFileDialog.getOpenFileName(
            self._desk, _("Merge marks"), str(session.path.parent), _("Marks (*.jsonl)")
        )
        if chosen:
            session.scribe.write(MERGED, MergeMarks(Path(chosen)))

    # -- the session

    def _begin(self, path: object) -> None:
        session = self._desk.session
        if session is None or session.basis is None or not isinstance(path, Path):
            return
        places = self._desk.places
        self._keeper = session.scribe
        if not session.basis.listens:
            files = side_files(path, places.data, places.cache)
            self._asked = Asked(files)
            # A SideBook keeps marks as a Writer does, and is asked for nothing else.
            session.beside = self._keeper = Scribe(partial(SideBook, path, files), session)  # type: ignore[arg-type]
            session.beside.failed.connect(self._complain)
        session.refresher.answered.connect(self._take)
        session.changed.connect(self._ask)
        self._keeper.done.connect(self._done)
        self._keeper.failed.connect(self._lose)
        self._ask()

    def _ask(self) -> None:
        if self._desk.session is not None:
            self._desk.session.refresher.ask(KEY, read_standing, NOWHERE, self._asked)

    def _take(self, key: str, standing: object) -> None:
        if key != KEY or not isinstance(standing, Standing) or self._writing:
            return  # what is being written is shown already, and not yet in what was read
        if not self._is_told and (line := trouble_words(standing)):
            self._desk.status.complain(line)
        self._is_told = True
        if self._to_say:
            where = _("It is kept in {path}.").format(path=standing.files[0]) if standing.files else ""
            self._desk.status.complain(f"{self._to_say} {where}".strip())
            self._to_say = ""
        self._show(standing)

    def _show(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            for panel in self._desk.area.panels():
                self.tell(panel)

    # -- steps

    def _star(self, subject: Subject) -> None:
        """On all that have none; where all have one, on none."""
        without = tuple(one for one in subject.each() if not self._on(one, ReviewWord.STAR))
        made = tuple(self._made(ReviewWord.STAR, one) for one in without)
        gone = () if without else tuple(mark for one in subject.each() for mark in self._on(one, ReviewWord.STAR))
        self._push(star_words(subject, is_set=bool(made)), made, gone)

    def _on_all(self, subject: Subject, word: str) -> tuple[ReviewMark, ...]:
        """What stands on each of them; of the first of them, the marks themselves."""
        first, *others = subject.each()
        values = [{one.value for one in self._on(each, word)} for each in others]
        return tuple(mark for mark in self._on(first, word) if all(mark.value in known for known in values))

    def _on(self, subject: Subject, word: str) -> tuple[ReviewMark, ...]:
        return tuple(one for one in self.standing.marks if one.word == word and subject.has(one))

    def _made(self, word: str, subject: Subject, value: str = "") -> ReviewMark:
        where = {"mention": subject.mention, "episode": subject.episode, "instant": subject.instant}
        return new_mark(word, self._now(), value=value, **where)

    def _push(self, words: str, made: tuple[ReviewMark, ...], gone: tuple[ReviewMark, ...] = ()) -> None:
        self.stack.push(Step(words, self._write, self._now, made, gone))

    def _write(self, step: Step, change: ChangeMarks, how: str) -> None:
        """Shown at once, written behind; what could not be written is taken away again."""
        if self._keeper is None:
            return
        self._jobs += 1
        what = f"{KEY}:{self._jobs}"
        self._writing[what] = step, step.text(), how
        self._keeper.write(what, change)
        gone = {one.uid for one in change.gone}
        stand = [one for one in self.standing.marks if one.uid not in gone]
        shown = Standing((*stand, *change.made, *change.again), *_about(self.standing))
        self._show(shown)

    def _done(self, what: str, result: object) -> None:
        if what in self._writing:
            _step, words, how = self._writing.pop(what)
            line = said(words, how)
            if self._asked.files and how == DONE and not self.standing.files:
                self._to_say = line  # where it is kept is said once it was read there
            else:
                self._desk.status.complain(line)
        elif what == MERGED and isinstance(result, Brought):
            self._desk.status.complain(merged_words(result))
            if result.added:
                self.stack.push(Step(_("merged marks"), self._write, self._now, result.added, is_done=True))
        else:
            return
        self._asked = Asked(self._asked.files, self._asked.turn + 1)
        self.kept.emit()
        if not self._writing:
            self._ask()

    def _lose(self, what: str, line: str) -> None:
        """It could not be written: the step is no step."""
        if what not in self._writing:
            return
        step, _words, how = self._writing.pop(what)
        kept = [self.stack.command(at) for at in range(self.stack.count())]  # what was undone may have left it
        if how != UNDONE and any(one is step for one in kept):
            step.is_lost = True
            step.setObsolete(True)
            if kept[self.stack.index() - 1] is step:
                self.stack.undo()  # lets go of it
        self._ask()

    def _complain(self, what: str, line: str) -> None:
        self._desk.status.complain(line)

    def _show_steps(self) -> None:
        """The menu names what would be undone and done again."""
        actions = self._desk.menus.actions
        for word, text, plain, named in (
            ("undo", self.stack.undoText(), _("&Undo"), _("&Undo: {what}")),
            ("redo", self.stack.redoText(), _("&Redo"), _("&Redo: {what}")),
        ):
            actions[word].setText(named.format(what=text.replace("&", "&&")) if text else plain)
            actions[word].setEnabled(bool(text))

    def _ask_words(self, wanted: Wanted, standing: tuple[ReviewMark, ...]) -> None:
        from hubdesk.desk.review_sheets import WordsSheet, sheet_for  # dialogs that a start does not need

        known = tuple(dict.fromkeys(one.value for one in self.standing.marks if one.word == ReviewWord.TAG))
        sheet: WordsSheet = sheet_for(wanted, standing, known, self._desk)
        sheet.told.connect(self.keep)
        sheet.open()


def _about(standing: Standing) -> tuple[Any, ...]:
    """What is said of marks beside their session, apart from the marks."""
    return standing.strays, standing.refused, standing.files, standing.faults
