"""A full-text index of a few mentions, with the table and the words of a real session, for tests of plans."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from hubdesk.core import About, Mention, Notes
from hubdesk.query.cuts import Both, Cut, Either, Fact, Has, Without, Words
from hubdesk.query.fields import field_holds, range_holds
from hubdesk.query.tree import Range
from hubdesk.store import fulltext
from hubdesk.store.lexicon import Lexicon
from hubdesk.store.schema import STEPS

TABLE = next(statement for step in STEPS for statement in step if "VIRTUAL TABLE words" in statement)
META = next(statement for step in STEPS for statement in step if "TABLE meta" in statement)
NO_NOTES = Notes()
NOTHING = About()


class SmallIndex:
    def __init__(self, *mentions: Mention) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute(TABLE)
        self.db.execute(META)
        self.mentions = dict(enumerate(mentions, 1))
        fulltext.add(self.db, [fulltext.words_of(id_, one.title, one.text) for id_, one in self.mentions.items()])
        self.lexicon = Lexicon(self.db)

    def __enter__(self) -> SmallIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def begins(self, prefix: str) -> Iterator[str]:
        return self.lexicon.begins(prefix)

    def finds(self, fts: str) -> set[int]:
        return {row for (row,) in self.db.execute("SELECT rowid FROM words WHERE words MATCH ?", (fts,))}

    def takes(self, cut: Cut, notes: Notes = NO_NOTES, about: About = NOTHING) -> set[int]:
        """The mentions that a cut takes, as its docstrings say it."""
        match cut:
            case Words(fts=fts):
                return self.finds(fts)
            case Fact(node=Range() as asked):
                return {id_ for id_, one in self.mentions.items() if range_holds(asked, one)}
            case Fact(node=field):
                return {id_ for id_, one in self.mentions.items() if field_holds(field, one, notes, about)}
            case Has(name=name):
                return {id_ for id_, one in self.mentions.items() if getattr(one, name)}
            case Both(parts=parts):
                return set(self.mentions).intersection(*(self.takes(part, notes, about) for part in parts))
            case Either(parts=parts):
                return set().union(*(self.takes(part, notes, about) for part in parts))
            case Without(part=part):
                return set(self.mentions) - self.takes(part, notes, about)
