"""Puts pseudonyms into the scenes that walls had and into what was done with them, in a file that is being sealed.

A scenes file is gone through string by string, so that a name is found behind an escaped sign too. Who a query of a
cell asks for is asked for by the pseudonym, so that the cell shows the same posts; what cannot be told from a person is
left out, and finds nothing. Begins no transaction.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HubdeskError
from hubdesk.core.cues import SCENES_NOTE, CueWord, scenes_name
from hubdesk.core.filters import Filter
from hubdesk.core.review import ReviewWord
from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.query.said_filters import NOTHING, UnsaidError, query_of
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Field, QueryError, walk
from hubdesk.store.pseudonyms import Pseudonyms
from hubdesk.toml_file import declared_in, period, words_in

_ASKS: Final = re.compile(r"[ \t{,]*\bquery\s*=\s*\Z")  # what stands before a cell's query
_LONGEST: Final = 2_000  # code points of a query in a scenes file, if it was no longer before
_SAYS: Final = ("do", "value", "screen", "run")  # of a cue
_ADDRESSES: Final = ("site", "url", "links")


class ScenesNames:
    """Pseudonyms for the scenes of one session. `topics`: the names of its topics, which are in the file anyway.
    `asked`: who `author:` was asked for so far. It knows them once it has looked."""

    def __init__(self, names: Pseudonyms, topics: frozenset[str]) -> None:
        self._names, self._topics = names, topics
        self.asked: set[str] = set()
        self._wrote: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def look(self, copy: sqlite3.Connection) -> None:
        """Look for whom was asked for among the authors, who have their own names yet."""
        if not self.asked:
            return
        for account in copy.execute("SELECT DISTINCT network, handle, name, author_id FROM mention"):
            _network, handle, name, _id = account
            said = (folded_handle(handle), "=" + folded_name(name))
            if not self.asked.isdisjoint(said):
                new_handle, new_name, _new_id, _stays = self._names.author(*account)
                self._wrote[said[0]][new_handle.removeprefix("@")] = None
                self._wrote[said[1]][f"={new_name}"] = None

    def words(self, text: str) -> str:
        """A title, a name, a message. A length of time is none, whoever is called that."""
        if text in self._topics or period(text) is not None:
            return text
        return self._names.text(text).text

    def query(self, text: str) -> str:
        """The query that asks for the same people by their pseudonyms; one that cannot be read finds nothing."""
        if not text.strip():
            return text
        try:
            tree = parse(text).tree
        except QueryError:
            return NOTHING
        made, at = "", 0
        for node in sorted((one for one in walk(tree) if isinstance(one, Field)), key=attrgetter("start")):
            new = self._field(node)
            if new is not None:
                made += self._names.text(text[at : node.start]).text + new
                at = node.end
        made += self._names.text(text[at:]).text
        return made if len(made) <= max(_LONGEST, len(text)) else NOTHING

    def scenes(self, text: str) -> str:
        """A scenes file; "" for one in which a person cannot be told from what it says."""
        try:
            if any(self.words(key) != key for key in _keys(declared_in(Path(SCENES_NOTE), text))):
                return ""
            made, at = "", 0
            for start, end in words_in(text):
                made += text[at:start]
                made += "" if text[start] == "#" else self._string(text[start:end], _ASKS.search(made) is not None)
                at = end
            made += text[at:]
            declared_in(Path(SCENES_NOTE), made)
        except HubdeskError:
            return ""
        return made

    def _string(self, literal: str, asks: bool) -> str:
        said = declared_in(Path(SCENES_NOTE), f"said = {literal}")["said"]
        new = self.query(said) if asks else self.words(said)
        # JSON writes a text as TOML reads it, but for one sign that TOML wants escaped.
        return literal if new == said else json.dumps(new, ensure_ascii=False).replace("\x7f", "\\u007f")

    def _field(self, node: Field) -> str | None:
        """What stands for a field that asks for somebody; None: it asks for nobody."""
        if node.name == "person":
            named = [f'"{self._names.watched(one)}"' for one in node.values]
            return f"person:({' OR '.join(named)})"
        if node.name in _ADDRESSES:
            return f"({NOTHING})" if any(map(self._names.names.is_anyones, node.values)) else None
        if node.name != "author":
            return None
        self.asked.update(node.values)
        wanted = dict.fromkeys(one for said in node.values for one in self._wrote.get(said) or (self._nobody(said),))
        try:
            return query_of((Filter("author", tuple(wanted)),))
        except UnsaidError:
            return f"({NOTHING})"

    def _nobody(self, said: str) -> str:
        """Who never wrote here has a pseudonym that nobody has."""
        return ("=" if said.startswith("=") else "") + self._names.stranger(said.removeprefix("="))


def pseudonymise_scenes(copy: sqlite3.Connection, names: Pseudonyms) -> None:
    """The scenes that walls of this session had, and each cue. Scenes that changed get another name: by that of what
    they were, whoever guesses a person could tell whether it is right."""
    made = ScenesNames(names, frozenset(name for (name,) in copy.execute("SELECT name FROM topic")))
    before = f"note:{SCENES_NOTE}"
    renamed: dict[str, str] = {}
    kept = copy.execute("SELECT key, value FROM meta WHERE key GLOB ?", (f"{before}*",)).fetchall()
    for _key, text in kept:
        made.scenes(text)
    made.look(copy)
    for key, text in kept:
        new = made.scenes(text)
        copy.execute("DELETE FROM meta WHERE key = ?", (key,))
        if new:
            renamed[key.removeprefix(before)] = scenes_name(new)
            copy.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (before + scenes_name(new), new))
    rows = copy.execute("SELECT value, id FROM mark WHERE word = ?", (ReviewWord.CUE,)).fetchall()
    changed = [(_cue(text, made, renamed), id_) for text, id_ in rows]
    copy.executemany("UPDATE mark SET value = ? WHERE id = ?", changed)


def _cue(text: str, names: ScenesNames, renamed: dict[str, str]) -> str:
    """What a cue says; nothing of one that cannot be read: a stranger's file may say anything."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    if told.get("do") in (CueWord.SCENES, CueWord.SHOWN):
        told["value"] = renamed.get(str(told.get("value")), "")
    kept = {key: names.words(said) for key in _SAYS if isinstance(said := told.get(key), str)}
    return json.dumps(kept, ensure_ascii=False)


def _keys(declared: dict[str, Any]) -> Iterator[str]:
    waiting: list[Any] = [declared]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
