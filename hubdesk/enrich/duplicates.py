"""Whether a text was said before, word for word or nearly: the same text edited, cut, reposted or with another link.

Texts are compared with the first of each group (its root) and never with later variants, so a chain of small changes
cannot drift. A text is looked for among the roots that share one of its rarest words. What a brand's account posts,
such as its automatic replies, is grouped apart, within that account: else it would be one giant group. So is what any
account repeats again and again. Memory is bounded: the older half is forgotten as a whole; what was met again is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from hubdesk.core import DAY, Millis

VERSION: Final = 1
SHORTEST: Final = 16  # letters and digits: "merci beaucoup" said twice is no repeat
ALIKE: Final = 70  # rapidfuzz's ratio, 0 to 100
SHORT_ALIKE: Final = 80  # of texts below SHORT characters, where a few letters are a word
SHORT: Final = 60
CUT_SHORTEST: Final = 40  # characters of a text that is a piece of another
COMPARED: Final = 600  # characters: more would not change the answer
LOOKED_AT: Final = 4_000
RARE_KEPT: Final = 4  # words under which a root is filed
RARE_ASKED: Final = 8  # words under which it is looked for: rareness changes with time
OPENING: Final = 3  # words
LAST: Final = 30  # roots a word
HALF: Final = 50_000  # roots in each half of the memory
OLDEST: Final = 30 * DAY
REPEATS: Final = 5  # after so many texts much like its own, an account's repeats are its own affair
MOST_ACCOUNTS: Final = 10_000

_LINK: Final = re.compile(r"https?://\S+|www\.\S+")
_BEFORE: Final = re.compile(r"\s*(?:rt|via)\b[\s:]*(?=@)", re.IGNORECASE)
_CUT: Final = re.compile(r"(?:…|\.\.\.)\s*(?:https?://\S+\s*)?$")
_HANDLE: Final = re.compile(r"(?<!\w)@[\w.@-]+:?")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Root:
    id: str
    text: str
    names: frozenset[str]
    at: Millis | None
    owner: str  # the account within which it counts; "" for everybody
    account: str


@dataclass(slots=True)
class _Half:
    """Roots by their whole text and by their rare words."""

    exact: dict[tuple[str, str], _Root] = field(default_factory=dict)
    filed: dict[str, deque[_Root]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)


class Duplicates:
    """Groups texts as they come. Not for several threads at once."""

    def __init__(self, brand_accounts: Iterable[str] = (), half: int = HALF) -> None:
        """`brand_accounts` are handles whose texts are grouped apart from the first one on."""
        self._apart = {_account(handle) for handle in brand_accounts}
        self._repeats: Counter[str] = Counter()
        self._half = half
        self._young, self._old = _Half(), _Half()

    def seen(self, id: str, text: str, author: str = "", at: Millis | None = None) -> str | None:
        """The id of the first post that said this, None when it is new (and remembered as one).

        Posts are asked in the order they arrive, each once. `at` is when it was published: what was said 30 days ago
        is said anew.
        """
        plain = plain_text(text)
        if sum(map(len, plain.split())) < SHORTEST:
            return None
        account = _account(author)
        owner = account if account and (account in self._apart or self._repeats[account] >= REPEATS) else ""
        new = _Root(id, plain, _names(text), at, owner, account)
        words = self._by_rareness(plain)
        root = self._find(new, words, bool(_CUT.search(text)))
        if root is None:
            self._file(new, words)
            return None
        if account and root.account == account and len(self._repeats) < MOST_ACCOUNTS:
            self._repeats[account] += 1
        return root.id

    def _by_rareness(self, plain: str) -> list[str]:
        young, old = self._young.seen, self._old.seen
        return sorted(set(plain.split()), key=lambda word: (young[word] + old[word], -len(word), word))

    def _find(self, new: _Root, words: list[str], is_cut: bool) -> _Root | None:
        key = (new.owner, new.text)
        for half in (self._young, self._old):
            root = half.exact.get(key)
            if root is not None and _near_in_time(root, new):
                return self._kept(root, half, key)
        for root, half in self._candidates([_opening(new.text), *words] if is_cut else words):
            if root.owner == new.owner and _near_in_time(root, new) and _says_the_same(new, root, is_cut):
                self._young.exact[key] = root  # the same variant comes again: then at once
                return self._kept(root, half, key)
        return None

    def _candidates(self, words: list[str]) -> Iterator[tuple[_Root, _Half]]:
        tried: set[int] = set()
        for half in (self._young, self._old):
            for word in [word for word in words if word in half.filed][:RARE_ASKED]:
                for root in reversed(half.filed[word]):
                    if id(root) not in tried:
                        tried.add(id(root))
                        yield root, half

    def _kept(self, root: _Root, half: _Half, key: tuple[str, str]) -> _Root:
        """A root met again in the older half moves to the younger one."""
        if half is self._old:
            self._young.exact[key] = root
            self._file(root, self._by_rareness(root.text))
        return root

    def _file(self, root: _Root, words: list[str]) -> None:
        half = self._young
        half.exact[(root.owner, root.text)] = root
        for word in (*words[:RARE_KEPT], _opening(root.text)):
            half.filed.setdefault(word, deque(maxlen=LAST)).append(root)
        half.seen.update(words)
        if len(half.exact) >= self._half or len(half.seen) >= 10 * self._half:
            self._old, self._young = half, _Half()


def plain_text(text: str) -> str:
    """The words alone, in small letters: without links, handles, emoji and signs."""
    text = _HANDLE.sub(" ", _LINK.sub(" ", _BEFORE.sub("", text[:LOOKED_AT], count=1)))
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _opening(plain: str) -> str:
    """Under what a root is found by a text that was cut behind its first words."""
    return "^" + " ".join(plain.split()[:OPENING])


def _names(text: str) -> frozenset[str]:
    """What is written as a name inside a sentence: another town or brand makes it another report."""
    words = _WORD.findall(_HANDLE.sub(" ", _LINK.sub(" ", text[:COMPARED])))
    if sum(word.isupper() for word in words) > len(words) / 2:
        return frozenset()
    return frozenset(word.casefold() for word in words[1:] if word[0].isupper() and len(word) > 2)


def _account(author: str) -> str:
    return author.casefold().lstrip("@")


def _near_in_time(root: _Root, new: _Root) -> bool:
    return root.at is None or new.at is None or abs(new.at - root.at) <= OLDEST


def _says_the_same(new: _Root, root: _Root, is_cut: bool) -> bool:
    one, other = new.text[:COMPARED], root.text[:COMPARED]
    least = SHORT_ALIKE if min(len(one), len(other)) < SHORT else ALIKE
    if fuzz.ratio(one, other, score_cutoff=least):
        return not _name_others(new, root)
    if is_cut and root.text.startswith(new.text.rpartition(" ")[0] or new.text):
        return True
    short, long = sorted((new.text, root.text), key=len)
    return len(short) >= CUT_SHORTEST and short in long


def _name_others(new: _Root, root: _Root) -> bool:
    """Whether each names something that the other does not even nearly write."""

    def alone(names: frozenset[str], text: str) -> bool:
        words = text.split()
        return any(all(fuzz.ratio(name, word) < 75 for word in words) for name in names)

    return alone(new.names - root.names, root.text) and alone(root.names - new.names, new.text)
