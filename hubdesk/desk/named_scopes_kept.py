"""The scopes that a person named, kept in the profile in the order of the menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.desk.named_scopes import NamedScope, line_of, names_of, read_line
from hubdesk.i18n import _, number
from hubdesk.settings import Settings

KEY: Final = "saved_scopes"
MOST: Final = 200


class KeptScopes:
    """Changes raise HubdeskError when the settings cannot be kept. A line that is none of ours stays where it is."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read: tuple[str, ...] = ()
        self._all: tuple[NamedScope, ...] = ()
        self._strays: tuple[str, ...] = ()
        self._faults: tuple[str, ...] = ()

    def all(self) -> tuple[NamedScope, ...]:
        """In the order of the menu."""
        lines = self._settings.texts(KEY)
        if lines != self._read:
            self._take(lines)
        return self._all

    def problems(self) -> tuple[str, ...]:
        """One line for each line of the settings that is no scope."""
        self.all()
        return self._faults

    def named(self, name: str) -> NamedScope | None:
        """By its name, whatever its capitals."""
        return next((one for one in self.all() if one.name.casefold() == name.casefold()), None)

    def keep(self, new: NamedScope) -> None:
        """In place of the one of its name, else at the end."""
        there, same = self.all(), new.name.casefold()
        if self.named(new.name) is not None:
            self._write(tuple(new if one.name.casefold() == same else one for one in there))
            return
        if len(there) >= MOST:
            line = _("There are {n} scopes already: delete one of them first.")
            raise HubdeskError(line.format(n=number(len(there))))
        self._write((*there, new))

    def arrange(self, wanted: Sequence[NamedScope], shown: Sequence[str]) -> None:
        """These, in that order. Others whose names were `shown` are gone; what was saved since then stays."""
        taken = {one.name.casefold() for one in wanted} | {name.casefold() for name in shown}
        self._write((*wanted, *(one for one in self.all() if one.name.casefold() not in taken)))

    def _write(self, scopes: Sequence[NamedScope]) -> None:
        lines = tuple(one.line or line_of(one) for one in scopes)
        self.all()
        self._settings.change(KEY, (*lines, *self._strays))

    def _take(self, lines: tuple[str, ...]) -> None:
        scopes: list[NamedScope] = []
        strays, faults = [], []
        for place, line in enumerate(lines, 1):
            try:
                scopes.append(_one_more(line, scopes))
            except HubdeskError as error:
                strays.append(line)
                told = _("{name} number {n}: {why}; it is left out").format(name=KEY, n=number(place), why=error)
                faults.append(_("Settings, {file}: {fault}.").format(file=self._settings.file, fault=told))
        self._read, self._all, self._strays, self._faults = lines, tuple(scopes), tuple(strays), tuple(faults)


def _one_more(line: str, there: Sequence[NamedScope]) -> NamedScope:
    """Raises HubdeskError: it is none, or one too many."""
    if len(there) >= MOST:
        raise HubdeskError(_("there are {n} already").format(n=number(MOST)))
    found = read_line(line)
    if found.name.casefold() in (name.casefold() for name in names_of(there)):
        raise HubdeskError(_("another one has its name"))
    return found
