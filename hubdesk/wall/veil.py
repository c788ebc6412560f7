"""Stars insults in what a wall shows: `c******`. Whole words alone, however letters are doubled, swapped or set apart.

One pattern made of all words, as a tree of runs of letters: a text is gone through once, and each run is taken whole,
so that no text, however long, makes it look at anything again and again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.query.letters import bare, clean, fold
from hubdesk.resources import resource
from hubdesk.text_file import read_text

FILE: Final = "veil.txt"  # in the configuration's folder: words of one's own
LONGEST: Final = 60  # characters of a line
MOST: Final = 2_000  # lines of one's own
_MOST_BYTES: Final = 1_000_000
_LISTS: Final = ("fr", "en")
_LINE: Final = re.compile(r"(?:\w|\(\w{1,4}\)|[ '’\-])+\*?")
_OPTIONAL: Final = re.compile(r"\((\w{1,4})\)")
_LOOKS: Final = {"a": "a4@", "b": "b8", "e": "e3€", "g": "g9", "i": "i1", "l": "l1", "o": "o0", "s": "s5$", "t": "t7"}
_ALIKE: Final = str.maketrans("аеорсухкіѕοαε", "aeopcyxkisoae")  # Cyrillic and Greek letters that look like ours
_START: Final = r"(?<![^\W_])"
_END: Final = r"(?![^\W_])"
_APART: Final = re.compile(rf"{_START}[^\W_](?:[ .\-_·•*]{{1,2}}[^\W_]){{2,40}}{_END}")
_SAID: Final = re.compile(r"[^\s\-'’.·•_]+")


@dataclass
class _Node:
    """A place in the tree: what may follow it, and whether a word ends there, with any ending."""

    next: dict[tuple[str, int], _Node] = field(default_factory=dict)
    ends: bool = False
    opens: bool = False


class Stars:
    """What is starred. `starred` keeps the length of a text, so that marks in it stay where they are."""

    def __init__(self, words: Iterable[str], spared: Iterable[str] = ()) -> None:
        self._forms = frozenset(form for word in words for form in forms(word))
        self._is_sought = _pattern(self._forms, _START, _END)
        self._is_within = _pattern((form for form in self._forms if len(form.rstrip("*")) > 3), "", "")
        self._spared = _pattern((form for word in spared for form in forms(word)), _START, _END)

    def starred(self, text: str) -> str:
        """The text with each insult reduced to its first letters."""
        seen = clean(text)
        plain = "".join(map(_plain, seen.text))
        found = [*self._found(plain), *self._apart(plain)]
        if not found:
            return text
        spared = [one.span() for one in self._spared.finditer(plain)] if self._spared is not None else []
        letters = list(text)
        for start, end in found:
            if any(first <= start and end <= last for first, last in spared):
                continue
            first = seen.starts[start] if seen.starts is not None else start
            last = seen.ends[end - 1] if seen.ends is not None else end
            _star(letters, text, first, last)
        return "".join(letters)

    def _found(self, plain: str) -> Iterator[tuple[int, int]]:
        if self._is_sought is None:
            return
        for found in self._is_sought.finditer(plain):
            said = found[0]
            if 2 * sum(map(str.isdigit, said)) < len(said):  # 455 is a number
                yield found.span()

    def _apart(self, plain: str) -> Iterator[tuple[int, int]]:
        """`c o n` and `c.o.n.n.a.r.d`."""
        for run in _APART.finditer(plain):
            places = [run.start() + at for at, letter in enumerate(run[0]) if letter.isalnum()]
            said = "".join(plain[at] for at in places)
            if said in self._forms:
                yield run.span()
            elif self._is_within is not None:
                for found in self._is_within.finditer(said):
                    yield places[found.start()], places[found.end() - 1] + 1


def _star(letters: list[str], text: str, start: int, end: int) -> None:
    """Each word keeps its first letter; small ones between them stay. Of letters set apart, the first of all stays."""
    words = list(_SAID.finditer(text, start, end))
    is_apart = len(words) > 1 and all(len(one[0]) == 1 for one in words)
    for number, one in enumerate(words):
        if is_apart and number:
            letters[one.start()] = "*"
        elif len(one[0]) > 2 or len(words) == 1:
            for at in range(one.start() + 1, one.end()):
                letters[at] = "*"


def forms(line: str) -> tuple[str, ...]:
    """All that a line of a list stands for: `connard(e)(s)` is four words. A last `*` stays. () for what is no line."""
    said = bare(fold(line)).replace("-", " ").replace("\u00a0", " ")
    if not _LINE.fullmatch(said) or len(said) > LONGEST:
        return ()
    pieces = _OPTIONAL.split(" ".join(said.split()))
    ways = [(piece,) if place % 2 == 0 else ("", piece) for place, piece in enumerate(pieces)]
    return tuple("".join(one) for one in itertools.islice(itertools.product(*ways), 64))


@cache
def shipped(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Our list of a language: what is starred, and what stays."""
    return split(resource(f"veil/{language}.txt").read_text("utf-8"))


def split(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of a list: what is starred, and what stays (`!`)."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    return tuple(one for one in lines if one[0] != "!"), tuple(one[1:].strip() for one in lines if one[0] == "!")


def own_words(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """One's own list, `veil.txt` in that folder: what is starred besides, and what stays; nothing without the file.

    Raises HubdeskError for a file that cannot be read, or for a line that is no word.
    """
    path = folder / FILE
    if not path.exists():
        return (), ()
    text = read_text(path, _MOST_BYTES)
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip().removeprefix("!").strip()
        if said and not said.startswith("#") and not forms(said):
            why = _("{path}, line {line}: “{word}” is no word; write one word or a few, such as: connard(e)(s)")
            raise HubdeskError(why.format(path=path, line=number, word=said[:LONGEST]))
        if number > MOST:
            raise HubdeskError(_("{path} has more than {n} lines").format(path=path, n=MOST))
    return split(text)


def stars_of(veiled: tuple[str, ...], spared: tuple[str, ...], language: str = "") -> Stars:
    """What to star in a text of that language (BCP 47; "" when nobody knows): the shipped words and these, less those
    spared. A French word may mean nothing bad in another language: there English ones alone are looked for."""
    named = language.partition("-")[0].lower()
    return _stars(veiled, spared, _LISTS if named in ("", "fr", "und") else ("en",))


@lru_cache(maxsize=8)  # half a second each
def _stars(veiled: tuple[str, ...], spared: tuple[str, ...], lists: tuple[str, ...]) -> Stars:
    words = {word for name in lists for word in shipped(name)[0]} | set(veiled[:MOST])
    stays = {word for name in lists for word in shipped(name)[1]} | set(spared[:MOST])
    return Stars(sorted(words), sorted(stays))


def _pattern(words: Iterable[str], before: str, after: str) -> re.Pattern[str] | None:
    """One pattern of all these words; None of none."""
    root = _Node()
    for word in words:
        node = root
        for letter, run in itertools.groupby(word.rstrip("*")):
            node = node.next.setdefault((letter, 1 if letter == " " else len(list(run))), _Node())
        node.ends = True
        node.opens |= word.endswith("*")
    if not root.next:
        return None
    return re.compile(f"{before}{_branches(root)}{after}")


def _branches(node: _Node) -> str:
    ways = [_run(letter, many) + _branches(below) for (letter, many), below in sorted(node.next.items())]
    if node.opens:
        ways.append(r"[^\W_]{0,12}")
    elif node.ends:
        ways.append("")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _run(letter: str, many: int) -> str:
    """So many of a letter; or three and more, as people write who shout. It is taken whole or not at all."""
    if letter == " ":
        return r"[\s\-'’]{1,3}+"
    if not letter.isalnum():
        return re.escape(letter) + "?"
    one = f"[{_LOOKS[letter]}]" if letter in _LOOKS else letter
    return f"{one}(?:{one}{{2,}}+)?(?!{one})" if many == 1 else f"{one}{{2,}}+"


@lru_cache(maxsize=4_096)
def _plain(letter: str) -> str:
    """A small letter without accent, one for one."""
    return bare(letter.lower())[:1].translate(_ALIKE) or letter
