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
from itertools import chain
from typing import Final

from rapidfuzz import fuzz, process

from hubdesk.core import DAY, Millis

VERSION: Final = 2
SHORTEST: Final = 16  # letters and digits: "merci beaucoup" said twice is no repeat
ALIKE: Final = 70  # rapidfuzz's ratio, 0 to 100
SHORT_ALIKE: Final = 80  # of texts below SHORT characters, where a few letters are a word
SHORT: Final = 60
CUT_SHORTEST: Final = 40  # characters of a text that is a piece of another
COMPARED: Final = 600  # characters: more would not change the answer
LOOKED_AT: Final = 4_000
RARE_KEPT: Final = 4  # words under which a root is filed
RARE_ASKED: Final = 6  # words under which it is looked for: rareness changes with time
FEW: Final = 4  # roots under a word that says much alone; of the others two must be shared
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
_NO_NAMES: Final[frozenset[str]] = frozenset()


@dataclass(slots=True, eq=False)  # a root is itself alone: told apart by which it is, at no cost
class _Root:
    id: str
    text: str
    head: str  # what of it is compared
    named: str | frozenset[str]  # where names are looked for, until somebody asked: few are
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
        self._seen: Counter[str] = Counter()  # by both halves: asked of every word of every post

    def seen(self, id: str, text: str, author: str = "", at: Millis | None = None) -> str | None:
        """The id of the first post that said this, None when it is new (and remembered as one).

        Posts are asked in the order they arrive, each once. `at` is when it was published: what was said 30 days ago
        is said anew.
        """
        words = _words(text)
        if sum(map(len, words)) < SHORTEST:
            return None
        plain = " ".join(words)
        account = _account(author) if author else ""
        owner = account if account and (account in self._apart or self._repeats[account] >= REPEATS) else ""
        new = _Root(id, plain, plain[:COMPARED], text[:COMPARED], at, owner, account)
        rarest = self._by_rareness(words)
        root = self._find(new, rarest, _is_cut(text))
        if root is None:
            self._file(new, rarest)
            return None
        if account and root.account == account and len(self._repeats) < MOST_ACCOUNTS:
            self._repeats[account] += 1
        return root.id

    def _by_rareness(self, words: Iterable[str]) -> list[str]:
        """The rarest first, then the longest: two plain sorts are half the work of one by three things."""
        met = self._seen.get
        found = sorted(set(words))
        ranks = {word: (met(word, 0) << 20) - len(word) for word in found}  # no word is as long as 2^20
        found.sort(key=ranks.__getitem__)
        return found

    def _find(self, new: _Root, rarest: list[str], is_cut: bool) -> _Root | None:
        key = (new.owner, new.text)
        for half in (self._young, self._old):
            root = half.exact.get(key)
            if root is not None and _near_in_time(root, new):
                return self._kept(root, half, key)
        asked = [_opening(new.text), *rarest] if is_cut else rarest
        for half in (self._young, self._old):
            roots = _filed_under(asked, half.filed)
            root = _first_alike(new, roots, is_cut) if roots else None
            if root is not None:
                self._young.exact[key] = root  # the same variant comes again: then at once
                return self._kept(root, half, key)
        return None

    def _kept(self, root: _Root, half: _Half, key: tuple[str, str]) -> _Root:
        """A root met again in the older half moves to the younger one."""
        if half is self._old:
            self._young.exact[key] = root
            self._file(root, self._by_rareness(root.text.split()))
        return root

    def _file(self, root: _Root, rarest: list[str]) -> None:
        half = self._young
        half.exact[(root.owner, root.text)] = root
        for word in (*rarest[:RARE_KEPT], _opening(root.text)):
            there = half.filed.get(word)
            if there is None:
                there = half.filed[word] = deque(maxlen=LAST)
            there.append(root)
        half.seen.update(rarest)
        self._seen.update(rarest)
        if len(half.exact) >= self._half or len(half.seen) >= 10 * self._half:
            self._old, self._young = half, _Half()
            self._seen = half.seen.copy()


def plain_text(text: str) -> str:
    """The words alone, in small letters: without links, handles, emoji and signs."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    if "@" in text:
        text = _BEFORE.sub("", text[:LOOKED_AT], count=1)
    text = _without_addresses(text[:LOOKED_AT])
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _without_addresses(text: str) -> str:
    """Without links and handles. Most posts have neither, and looking for their signs is much quicker."""
    if "http" in text or "www." in text:
        text = _LINK.sub(" ", text)
    return _HANDLE.sub(" ", text) if "@" in text else text


def _is_cut(text: str) -> bool:
    return ("…" in text or "..." in text) and _CUT.search(text) is not None


def _filed_under(words: Iterable[str], filed: dict[str, deque[_Root]]) -> list[_Root]:
    """The roots to compare with, each once: those of the rarest words first, of each word the newest first."""
    rare: list[deque[_Root]] = []
    common: list[deque[_Root]] = []
    for there in filter(None, map(filed.get, words)):
        (rare if len(there) <= FEW else common).append(there)
        if len(rare) + len(common) == RARE_ASKED:
            break
    if not rare and len(common) == 1:
        rare, common = common, rare
    found = dict.fromkeys(chain.from_iterable(map(reversed, rare)))
    if len(common) > 1:
        met = Counter(chain.from_iterable(map(reversed, common)))
        found.update(dict.fromkeys(root for root, times in met.items() if times > 1))
    return list(found)


def _first_alike(new: _Root, roots: list[_Root], is_cut: bool) -> _Root | None:
    """The first root that says the same: nearly the same letters, or one is a piece of the other.

    All are compared in one call: asked one by one, the asking takes longer than the answer.
    """
    others: set[int] = set()  # alike by their letters, yet of another town or brand
    first = len(roots)
    heads = [root.head for root in roots]
    for head, score, place in process.extract_iter(new.head, heads, scorer=fuzz.ratio, score_cutoff=ALIKE):
        is_enough = score >= SHORT_ALIKE or min(len(head), len(new.head)) >= SHORT
        if is_enough and _may_meet(new, roots[place]):
            if not _name_others(new, roots[place]):
                first = place
                break
            others.add(place)
    said = [root.text for root in roots[:first]]
    for place in _pieces(new.text, said, is_cut):
        if place not in others and _may_meet(new, roots[place]):
            return roots[place]
    return roots[first] if first < len(roots) else None


def _pieces(text: str, said: list[str], is_cut: bool) -> Iterator[int]:
    """Where one text is a piece of the other, or, when it was cut, their beginning is the same."""
    if is_cut:
        begun = text.rpartition(" ")[0] or text
        yield from (place for place, other in enumerate(said) if other.startswith(begun) or _is_piece(text, other))
    elif len(text) >= CUT_SHORTEST:
        yield from [
            n for n, other in enumerate(said) if (text in other or other in text) and len(other) >= CUT_SHORTEST
        ]


def _is_piece(text: str, other: str) -> bool:
    return min(len(text), len(other)) >= CUT_SHORTEST and (text in other or other in text)


def _opening(plain: str) -> str:
    """Under what a root is found by a text that was cut behind its first words."""
    return "^" + " ".join(plain.split(" ", OPENING)[:OPENING])


def _names(root: _Root) -> frozenset[str]:
    if isinstance(root.named, str):
        root.named = _names_in(root.named)
    return root.named


def _names_in(text: str) -> frozenset[str]:
    """What is written as a name inside a sentence: another town or brand makes it another report."""
    if text[1:].islower():
        return _NO_NAMES
    words = _WORD.findall(_without_addresses(text))
    raised = [word for word in words[1:] if not word.islower()]
    if not raised or sum(word.isupper() for word in raised) + words[0].isupper() > len(words) / 2:
        return _NO_NAMES
    return frozenset(word.casefold() for word in raised if word[0].isupper() and len(word) > 2)


def _account(author: str) -> str:
    return author.casefold().lstrip("@")


def _may_meet(new: _Root, root: _Root) -> bool:
    return root.owner == new.owner and _near_in_time(root, new)


def _near_in_time(root: _Root, new: _Root) -> bool:
    return root.at is None or new.at is None or abs(new.at - root.at) <= OLDEST


def _name_others(new: _Root, root: _Root) -> bool:
    """Whether each names something that the other does not even nearly write."""
    mine, theirs = _names(new), _names(root)
    return _are_missing(mine - theirs, root.text) and _are_missing(theirs - mine, new.text)


def _are_missing(names: frozenset[str], text: str) -> bool:
    words = text.split()
    return any(all(fuzz.ratio(name, word) < 75 for word in words) for name in names)
