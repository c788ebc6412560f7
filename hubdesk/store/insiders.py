"""The register of insiders: staff that declared itself, with the accounts, where that is from, and since when.

It lives among the people that a session watches, whom it leaves as they are.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from hubdesk.core import HubdeskError, Person
from hubdesk.i18n import _
from hubdesk.query.people import INSIDER
from hubdesk.store.topics import PEOPLE

LONGEST: Final = 500  # characters of a name, an account, a source
MOST: Final = 2_000
_ACCOUNT: Final = re.compile(r"[\w-]+:@?[^\s:@][^\s]*")


def checked(person: Person) -> Person:
    """The same, tidied, as an insider. Raises HubdeskError: what is wrong, and how to mend it."""
    name, source, since = (" ".join(one.split()) for one in (person.name, person.role_source, person.role_since))
    accounts = tuple(dict.fromkeys(one.strip() for one in person.accounts if one.strip()))
    if not name or max(map(len, (name, source, since, *accounts))) > LONGEST:
        raise HubdeskError(_("an insider has a name of at most {n} letters").format(n=LONGEST))
    if not accounts:
        raise HubdeskError(_("“{name}”: write at least one account, such as bluesky:name.example").format(name=name))
    wrong = next((one for one in accounts if not _ACCOUNT.fullmatch(one)), None)
    if wrong is not None:
        line = _("“{account}” is no account; write the network and the name, such as bluesky:name.example")
        raise HubdeskError(line.format(account=wrong))
    if not source:
        raise HubdeskError(_("“{name}”: say where it is declared: an address, or a document").format(name=name))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", since):
        raise HubdeskError(_("“{name}”: write the date of it as in 2026-11-26").format(name=name))
    return replace(person, name=name, role=INSIDER, role_source=source, role_since=since, accounts=accounts)


def change(connection: sqlite3.Connection, added: Iterable[Person], removed: Iterable[Person]) -> str:
    """The note of people with these, who are checked, and without those. Raises HubdeskError when they are too many."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{PEOPLE}",)).fetchone()
    try:
        told = [] if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        told = []
    gone = [_key(one) for one in removed]
    kept = [one for one in (told if isinstance(told, list) else []) if _key_of(one) not in gone]
    kept += [_table(checked(one)) for one in added]
    if len(kept) > MOST:
        raise HubdeskError(_("{n} people are the most; remove some first").format(n=MOST))
    return json.dumps(kept, ensure_ascii=False)


def _table(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "role": person.role,
        "role_source": person.role_source,
        "role_since": person.role_since,
        "accounts": list(person.accounts),
    }


def _key(person: Person) -> tuple[str, ...]:
    return person.name, *person.accounts


def _key_of(told: Any) -> tuple[str, ...] | None:
    """Of an insider; None of anybody else."""
    if not isinstance(told, dict) or not isinstance(told.get("name"), str):
        return None
    if str(told.get("role", "")).strip().casefold() != INSIDER or not isinstance(told.get("accounts"), list):
        return None
    return told["name"], *(one for one in told["accounts"] if isinstance(one, str) and one)
