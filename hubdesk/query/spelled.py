"""How the index finds one term: by which tokens, and by which spellings when accents or capitals count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from hubdesk.query.cuts import NONE, Cut, Words, both, either, without
from hubdesk.query.indexing import LONGEST_TOKEN, index_token, is_plain, read_spelling, read_word, spelling
from hubdesk.query.letters import ADDRESS, HANDLE, LONGEST_KEPT, TAG, Form, bare
from hubdesk.query.tree import Look, Term

MOST_SPELLINGS: Final = 200  # that one term is written out as; with more, its mentions are verified
MOST_LOOKED_AT: Final = 20_000  # words of the index that one term is compared with

BOTH_COLUMNS: Final = ("title", "body")


class Lexicon(Protocol):
    """The words of one index. A plan made without it is good for every index, and wider."""

    def begins(self, prefix: str) -> Iterable[str]:
        """The index's tokens that begin so, in order."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A term as the index can ask for it.

    `tokens`: one of them must stand in the term's place; with `star` the only one is a beginning. `fits`: spellings
    of which one must be in the mention; None: any will do. `others`: spellings of the same tokens that do not answer
    to the term; in a mention with none of them, the tokens stand for the term wherever they are. None: nobody knows.
    """

    tokens: tuple[str, ...]
    star: bool = False
    fits: tuple[str, ...] | None = None
    others: tuple[str, ...] | None = ()


def quoted(tokens: Iterable[str], star: bool = False) -> str:
    """Tokens side by side as an FTS5 string. They hold no quotes: see `indexing`."""
    return '"' + " ".join(tokens) + ('" *' if star else '"')


def within(columns: Sequence[str], fts: str) -> Words:
    """An expression without brackets around it, in some columns of the index."""
    return Words(fts) if len(columns) == len(BOTH_COLUMNS) else Words(f"{columns[0]} : {fts}")


def any_of(tokens: Iterable[str], columns: Sequence[str] = BOTH_COLUMNS) -> Cut:
    return either(*(within(columns, quoted([token])) for token in tokens))


def alone(how: Spelled, columns: Sequence[str]) -> tuple[Cut, Cut]:
    """Mentions that may answer to a term on its own, and those that surely do."""
    there = either(*(within(columns, quoted([token], how.star)) for token in how.tokens))
    if how.fits is not None:
        return any_of(how.fits, columns), any_of(filter(_is_told, how.fits), columns)
    if how.others is None:
        return there, NONE
    if not how.others:
        return there, there
    alike = within(columns, quoted([spelled_as_key(how.tokens[0])]))
    sure = either(both(there, without(any_of(how.others))), alike)
    return either(sure, any_of((one for one in how.others if not _is_told(one)), columns)), sure


def spelled(term: Term, lexicon: Lexicon | None) -> Spelled:
    """How the index asks for a term."""
    token = index_token(term.kind, term.key)
    if len(token) > LONGEST_TOKEN:
        return Spelled((token[:LONGEST_TOKEN],), star=True, others=None)
    if term.look is Look.WILD:
        return _wild(term, token, lexicon)
    if term.look is Look.PLAIN:
        return Spelled((token,), others=None if term.kind == ADDRESS else ())
    if len(token) > LONGEST_KEPT:
        return Spelled((token,), others=None)
    own = _own(term, token)
    found = _spellings(f"~{token}~", lexicon)
    if found is None or len(found) > MOST_SPELLINGS:
        return Spelled((token,), fits=(own,) if own else None, others=None)
    fits = tuple(one for one, form in found if form is None or term.fits(form))
    others = tuple(one for one, form in found if form is None or not term.fits(form))
    return Spelled((token,), fits=None if own == "" else fits, others=others)


def spelled_as_key(token: str) -> str:
    """The spelling of a word that is written as its key."""
    return f"~{token}~{token.lstrip('#@!')}"


def _is_told(spelling: str) -> bool:
    return not spelling.endswith("~*")


def _own(term: Term, token: str) -> str | None:
    """The one spelling that braces ask for, "" when it is the key itself; None for accents: they have several."""
    if term.look is not Look.EXACT:
        return None
    form = Form(term.kind, term.key, "", term.asked, term.asked.isupper())
    return "" if is_plain(form) else spelling(form, token)


def _wild(term: Term, token: str, lexicon: Lexicon | None) -> Spelled:
    head = term.key[:1] if term.key[:1] in ("#", "@") else ""
    is_bare = bare(term.asked) == term.asked
    if is_bare and head + term.asked == term.key + "*":
        return Spelled((token,), star=True)
    widest = Spelled((token,), star=True, others=None)
    if term.kind == HANDLE or len(token) > LONGEST_KEPT:
        return widest
    if is_bare:
        keys = _keys(term, token, lexicon)
        return widest if keys is None else Spelled(keys)
    found = _spellings(f"~{token}", lexicon)
    fits = tuple(one for one, form in found or () if form is None or term.fits(form))
    return widest if found is None or len(fits) > MOST_SPELLINGS else Spelled((token,), True, fits, None)


def _keys(term: Term, stem: str, lexicon: Lexicon | None) -> tuple[str, ...] | None:
    """The words or tags that a wildcard without accents stands for: their own accents do not matter."""
    if lexicon is None:
        return None
    found = []
    head = len("#") if term.kind == TAG else 0
    for number, token in enumerate(lexicon.begins(stem)):
        key = read_word(token)
        if term.fits(Form(term.kind, key, key[head:], key[head:], False)):
            found.append(token)
        if number >= MOST_LOOKED_AT or len(found) > MOST_SPELLINGS:
            return None
    return tuple(found)


def _spellings(prefix: str, lexicon: Lexicon | None) -> list[tuple[str, Form | None]] | None:
    if lexicon is None:
        return None
    found = list(islice(lexicon.begins(prefix), MOST_LOOKED_AT + 1))
    return None if len(found) > MOST_LOOKED_AT else [(token, read_spelling(token)) for token in found]
