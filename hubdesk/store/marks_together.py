"""Marks of a session and of the files beside it as one: what stands, and where the next one goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk.core import FailedError, HubdeskError, Millis, Scope
from hubdesk.core.review import ReviewMark, SideMark, Standing
from hubdesk.i18n import _
from hubdesk.store.marks_beside import add_to_side, read_side
from hubdesk.store.review import checked
from hubdesk.store.session import open_reader

if TYPE_CHECKING:
    from hubdesk.store.reader import Reader

_LATEST: Final = 1 << 53


def standing(reader: Reader, files: Iterable[Path]) -> Standing:
    """What stands. A file that cannot be read takes nothing of the others along."""
    beside: dict[str, SideMark] = {}
    refused, read, faults = 0, list[Path](), list[str]()
    for path in files:
        try:
            found = read_side(path)
        except HubdeskError as error:
            faults.append(str(error))
            continue
        refused += found.refused
        if found.marks:
            read.append(path)
        beside.update((one.mark.uid, one) for one in found.marks)
    places = subjects(reader, [one.mark for one in beside.values()])
    there = {uid: one.mark for uid, one in beside.items() if is_of(one, places)}
    # Undone anywhere, it stands nowhere: a file beside a sealed session is the only one that can say so of its marks.
    marks = {one.uid: one for one in reader.marks()} | there
    stand = sorted((one for one in marks.values() if one.taken_back_at is None), key=_made)
    strays = sum(one.mark.taken_back_at is None for one in beside.values()) - sum(
        one.taken_back_at is None for one in there.values()
    )
    return Standing(tuple(stand), strays, refused, tuple(map(str, read)), tuple(faults))


Places = dict[tuple[str, int], Millis]


def subjects(reader: Reader, marks: Sequence[ReviewMark]) -> Places:
    """Where the mentions and episodes that marks are of stand in time; those that are not in the session are absent."""
    wanted = list(dict.fromkeys(one.mention for one in marks if one.mention is not None))
    found: Places = {("mention", heard.id): heard.at for heard in reader.mentions(wanted)}
    if any(one.episode is not None for one in marks):
        told = reader.episodes(Scope((), 0, _LATEST, known_by=_LATEST))
        found |= {("episode", one.id): one.opened_at for one in told}
    return found


def is_of(one: SideMark, places: Places) -> bool:
    """Whether what a mark is of is in the session: under its number, and at its instant."""
    if one.mark.instant is not None:
        return True
    at = places.get(_subject(one.mark))
    return at is not None and (one.of is None or one.of == at)


class SideBook:
    """Keeps marks beside a session, as Writer keeps them in it: the same two methods, and a context manager.

    `files`: where to, the first choice first. A later one is taken only when an earlier one cannot be made.
    """

    def __init__(self, session: Path, files: Sequence[Path]) -> None:
        self._session, self._files = session, tuple(files)

    def __enter__(self) -> SideBook:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held between two marks."""

    def add_marks(self, marks: Iterable[ReviewMark]) -> int:
        """As Writer.add_marks. Raises HubdeskError, and keeps none, when one of them can be no mark."""
        made = [checked(one) for one in marks]
        with open_reader(self._session) as reader:
            places = subjects(reader, made)
        for one in made:
            if one.instant is None and _subject(one) not in places:
                raise HubdeskError(_("what is to be marked is not in this session"))
        self._add([SideMark(one, places.get(_subject(one)) if one.instant is None else None) for one in made])
        return len(made)

    def take_back_mark(self, uid: str, at: Millis | None) -> bool:
        """As Writer.take_back_mark, also of a mark that the session itself holds."""
        kept = {one.mark.uid: one for path in self._files for one in read_side(path).marks}
        found = kept.get(uid)
        if found is None:
            with open_reader(self._session) as reader:
                own = next((one for one in reader.marks() if one.uid == uid), None)
                found = None if own is None else SideMark(own, subjects(reader, [own]).get(_subject(own)))
        if found is None or (found.mark.taken_back_at is None) == (at is None):
            return False
        self._add([SideMark(found.mark.taken_back(at), found.of)])
        return True

    def _add(self, marks: Sequence[SideMark]) -> None:
        """Beside the session, or where the first of the other places lets itself be made."""
        why = OSError()
        for path in self._files:
            try:
                add_to_side(path, marks)
            except OSError as error:
                why = error
            else:
                return
        line = _("the mark cannot be kept: {path}: {why}")
        where = why.filename or (self._files[0] if self._files else self._session)
        raise FailedError(line.format(path=where, why=why.strerror or why))


def _subject(mark: ReviewMark) -> tuple[str, int]:
    if mark.mention is not None:
        return "mention", mark.mention
    return ("episode", mark.episode) if mark.episode is not None else ("instant", mark.instant or 0)


def _made(one: ReviewMark) -> tuple[Millis, str]:
    return one.at, one.uid
