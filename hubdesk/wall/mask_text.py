"""Takes out of a text who is spoken of or to, and how they are reached: before a room reads it.

What goes: whatever stands behind an @, mail addresses, links, telephone and account numbers, house numbers with their
street; display names and tell-tale handles of anybody who ever wrote in the session; and what the author is called,
word by word. What cannot be known: a first name alone, a name turned around, somebody who never wrote here, who is
described without a name. And the words of a post stay: whoever searches the web for them may find who wrote them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Author
from hubdesk.i18n import _
from hubdesk.query.letters import clean
from hubdesk.store.authors import KnownNames, plain, words_of
from hubdesk.store.rewriting import Edit
from hubdesk.wall.known_people import Kept
from hubdesk.wall.ordinary import ORDINARY
from hubdesk.widgets.pictures import named_in

HANDLE: Final = "@…"
_TLDS: Final = (
    "fr|com|net|org|eu|info|io|ch|be|app|dev|social|biz|bzh|lu|mc|uk|gle|ca|us|tv|co|me|ly|gg|xyz|tech|cloud|link|blog"
    "|shop|paris|online|site|news|example|test|gouv|pro|re|nc|pf|de|es|it|pt|nl|be"
)
_PHONE: Final = (  # French or with a country's code, North American; cards, IBANs, and any other long number
    r"(?:\+|\b00[ .]?)\d{1,3}(?:[ .\-/\u00a0\u202f]{0,2}(?:\(0\))?\d){6,12}\b"
    r"|\b0[1-9](?:[ .\-/\u00a0\u202f]{0,2}\d){8}\b"
    r"|\(?\b\d{3}\)?[ .\-]\d{3}[.\-]\d{4}\b"
    r"|\b[A-Z]{2}\d\d(?:[ \u00a0]?[A-Z0-9]{4}){3,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b"
    r"|\b\d{4}(?:[ \-\u00a0]\d{4}){3}\b|\b\d{9,40}\b"
)
_STREET: Final = (
    r"\b\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s(?i:rue|avenue|av\.|boulevard|bd|impasse|all[ée]e|chemin|quai|square|place"
    r"|route|cit[ée]|r[ée]sidence|lotissement|faubourg|passage|street|road|lane)"
    r"(?=\s)(?:(?:\s(?:de|du|des|la|le|les|et|of|the)\b|\s[ld]['’](?=\w)){0,3}\s?[A-ZÀ-Þ][\w\-’']{0,30}){1,4}"
)
_ADDRESS: Final = re.compile(r"(?:[a-zA-Z][a-zA-Z+.\-]{1,12}://|\bwww\.|\bat://|\bdid:[a-z]{2,8}:)[^\s<>\"]+")
_MAIL: Final = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@\w[\w\-]{0,62}(?:\.[\w\-]{1,63}){1,5}")
_HANDLE: Final = re.compile(r"(?<!\w)@\s?(\w[\w.\-]{0,252}(?:@\w[\w.\-]{0,252})?)")
_USER: Final = re.compile(r"(?<![\w/])/?u/\w[\w\-]{2,30}")
_SITE: Final = re.compile(
    rf"(?<![\w@.\-])(?:[\w\-]{{1,63}}\.){{1,4}}(?:{_TLDS})(?![\w@\-])(?:/[^\s<>\"]*)?", re.IGNORECASE
)
_NUMBER: Final = re.compile(_PHONE)
_HOUSE: Final = re.compile(_STREET)
_TOKEN: Final = re.compile(r"\w+(?:[._\-]\w+)*")
_WORD: Final = re.compile(r"\w+")
_DIGIT: Final = re.compile(r"\d")
_JOINS: Final = re.compile(r"[^\w.!?…;:,«»\"()\[\]]{1,6}|\.")  # between the words of one name, pictures as well
_ELIDES: Final = frozenset("'’")
_ENDS: Final = ".,;:!?)]}»”'’…-"


@dataclass(frozen=True, slots=True)
class TextMask:
    """What is looked for in one session. `hides_people` False: links alone go, as they do from every wall."""

    names: KnownNames | None
    kept: Kept
    hides_people: bool = True

    def edits(self, text: str, author: Author, places: Sequence[str] = ()) -> Iterator[Edit]:
        """What must go, and what stands there instead. `places`: names that the text's author may share with a town."""
        seen = clean(text)
        for start, end, new in self._found(seen.text, author, places):
            if seen.starts is None or seen.ends is None:
                yield start, end, new
            else:
                yield seen.starts[start], seen.ends[end - 1], new

    def _found(self, text: str, author: Author, places: Sequence[str]) -> Iterator[Edit]:
        yield from self._signs(text)
        if not self.hides_people:
            return
        yield from self._tokens(text, author)
        words = _words(text)
        folded = [plain(one[0]) for one in words]
        spared = _spots(folded, self.kept.names)
        name = _("[name]")
        for first, many in self._names(folded, author):
            run = words[first : first + many]
            if spared.isdisjoint(range(first, first + many)) and _reads_as_name(
                text, run, folded[first : first + many]
            ):
                yield run[0].start(), run[-1].end(), name
        own = _own_words(author, self.kept, places)
        for at, word in enumerate(folded):
            said = words[at][0]
            if at not in spared and word in own and not said[0].islower() and said in (own[word], said.capitalize()):
                yield words[at].start(), words[at].end(), name

    def _signs(self, text: str) -> Iterator[Edit]:
        """What is known by its signs, looked for where the text has such a sign at all."""
        if ":" in text or "www." in text:
            yield from _replaced(_ADDRESS, text, _("[link]"))
        if "." in text:
            for found in _SITE.finditer(text):
                said = found[0].rstrip(_ENDS)
                if not self._is_kept_site(said.casefold()):
                    yield found.start(), found.start() + len(said), _("[link]")
        if not self.hides_people:
            return
        if "@" in text:
            yield from _replaced(_MAIL, text, _("[e-mail]"))
            for found in _HANDLE.finditer(text):
                said = found[1].rstrip(".-")
                if said.casefold() not in self.kept.handles:
                    yield found.start(), found.start(1) + len(said), HANDLE
        if "u/" in text:
            yield from _replaced(_USER, text, HANDLE)
        if _DIGIT.search(text):
            yield from _replaced(_HOUSE, text, _("[address]"))
            yield from _replaced(_NUMBER, text, _("[number]"))

    def _is_kept_site(self, said: str) -> bool:
        """A site that a topic asks for, or a part of it; no page of it."""
        labels = said.split(".")
        return any(".".join(labels[at:]) in self.kept.sites for at in range(len(labels)))

    def _tokens(self, text: str, author: Author) -> Iterator[Edit]:
        """Handles without their @: those of the author, and of others where no language has such a word."""
        own = {part for part in _handles(author) if len(part) > 3 and part not in ORDINARY} - self.kept.handles
        for found in _TOKEN.finditer(text):
            word = plain(found[0])
            known = word in own or (self.names is not None and self.names.is_handle(word))
            if known and not self._stays(word):
                yield found.start(), found.end(), _("[name]")

    def _stays(self, word: str) -> bool:
        """Some write under a brand's name, a product's, a site's."""
        is_plain = _DIGIT.sub("", word) in ORDINARY
        return is_plain or word in self.kept.handles or (word,) in self.kept.names or self._is_kept_site(word)

    def _names(self, folded: Sequence[str], author: Author) -> Iterator[tuple[int, int]]:
        """Where display names begin, and of how many words they are."""
        own = words_of(author.name)
        for at in range(len(folded)):
            many = self.names.length(folded, at) if self.names is not None else 0
            if len(own) > 1 and tuple(folded[at : at + len(own)]) == own:
                many = max(many, len(own))
            if many:
                yield at, many


def _replaced(pattern: re.Pattern[str], text: str, new: str) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(_ENDS)), new


def _handles(author: Author) -> set[str]:
    whole = plain(author.handle).removeprefix("@")
    return {whole, whole.partition("@")[0], whole.partition(".")[0]} - {""}


def _own_words(author: Author, kept: Kept, places: Sequence[str]) -> dict[str, str]:
    """What the author may sign with, plain and as it is written: each word of the name that is no word of a language,
    no town and no brand."""
    public = {word for name in kept.names for word in name} | {word for place in places for word in words_of(place)}
    said = {plain(one): one for one in _WORD.findall(author.name[:400])}
    return {
        word: as_is
        for word, as_is in said.items()
        if (len(word) > 2 or _is_caseless(word)) and word not in ORDINARY | public
    }


def _is_caseless(word: str) -> bool:
    """Whether it is in a script such as Chinese, of which two letters are a name."""
    return len(word) > 1 and word.upper() == word.lower() and not word.isdigit()


def _words(text: str) -> list[re.Match[str]]:
    """Without those that a picture has where this machine cannot draw it: a name goes on behind it."""
    pictures = named_in(text) if ":" in text else []
    return [
        one
        for one in _WORD.finditer(text)
        if not any(start < one.start() and one.end() < end for start, end in pictures)
    ]


def _spots(folded: Sequence[str], names: Iterable[tuple[str, ...]]) -> frozenset[int]:
    """The places of words that are a name which stays."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        by_first.setdefault(name[0], []).append(name)
    return frozenset(
        at + step
        for at, word in enumerate(folded)
        for name in by_first.get(word, ())
        if tuple(folded[at : at + len(name)]) == name
        for step in range(len(name))
    )


def _reads_as_name(text: str, words: Sequence[re.Match[str]], folded: Sequence[str]) -> bool:
    """Some write under a name such as "la fibre": it is one only where it is written like one. The A. of Xavier A. is
    no word in small letters, and no name goes over the end of a sentence."""
    said = [one[0] for one in words]
    if (
        any(len(word) == 1 and (word.islower() or word in "ÀÔ") for word in said)
        or text[words[-1].end() :][:1] in _ELIDES
    ):
        return False
    for one, following in itertools.pairwise(words):
        gap = text[one.end() : following.start()]
        for start, end in reversed(named_in(gap)):
            gap = f"{gap[:start]}*{gap[end:]}"
        if not (_JOINS.fullmatch(gap) or (len(one[0]) == 1 and gap.strip() == ".")):
            return False
    long = [word for word in said if len(word) > 2]
    is_plain = all(word in ORDINARY or word.isdigit() for word in folded)
    return not is_plain or (bool(long) and all(word[0].isupper() for word in long))
