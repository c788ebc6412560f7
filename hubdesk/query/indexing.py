"""What the full-text index holds of a mention: words by their bare letters, and beside them how each is spelled.

The words of a part come first, one a place, so that an FTS5 phrase or NEAR over them finds at least what the matcher
finds. Behind them, taking no place, stand hashtags, signs and spellings. Every token is ASCII without capitals,
quotes and spaces, and tells by its beginning what it is:

    reseau                  a word, a handle (`@orange`) or a hashtag (`#panne`); `{f8}` is the letter ø
    !{1f621}                a sign or emoji
    /k3f                    an address, by a short sum that many share; `/` beside the words: there is an address
    ~reseau~r{e9}seau       a spelling, its key and then the letters as written; `^` stands before a capital
    ~antic...~*             a word too long for its spelling to be told

A word written as its key has no spelling token, unless the mention also has that word in another spelling. So where no
other spelling of a key stands in a mention, all its occurrences are known to be alike.
"""

from __future__ import annotations

import re
import zlib
from typing import Final, NamedTuple

from hubdesk.query.letters import ADDRESS, HANDLE, LONGEST_KEPT, SIGN, TAG, WORD, Form, fold, word_form
from hubdesk.query.words import KEPT_CHUNK, MOST_CHUNKS, read_chunk

ANY_ADDRESS: Final = "/"
LONGEST_SPELLED: Final = 256  # letters of a word, or of a handle with its instance, whose spelling is told
LONGEST_TOKEN: Final = 16_000  # a longer one is cut by FTS5, and then says nothing for sure
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_WRITTEN = re.compile(r"\^(?P<capital>.)|\{(?P<code>[0-9a-f]{1,6})\}|(?P<plain>.)")


def index_text(text: str) -> str:
    """What the index holds of a text without a title."""
    return index_texts("", text)[1]


def index_texts(title: str, text: str) -> tuple[str, str]:
    """What the index holds of a mention's title and text: tokens separated by single spaces."""
    if not title:
        part = _Part(text)
        return "", part.written(part.spelled)
    parts = _Part(title), _Part(text)
    spelled = {**parts[0].spelled, **parts[1].spelled}
    return parts[0].written(spelled), parts[1].written(spelled)


class _Part:
    """One part's tokens: `plain` are the keys that are written as they are, `spelled` the other spellings' keys."""

    __slots__ = ("beside", "placed", "plain", "spelled")

    def __init__(self, text: str) -> None:
        self.placed: list[str] = []
        self.beside: dict[str, None] = {}
        self.plain: set[str] = set()
        self.spelled: dict[str, str] = {}
        place, plain, spelled = self.placed.append, self.plain.add, self.spelled
        single = _singles.get
        for written in text.split():
            token = single(written)
            if token is None:
                self._add(_chunks.get(written) or _learn(written))
            else:
                place(token[0])
                if token[1]:
                    spelled[token[1]] = token[0]
                else:
                    plain(token[0])

    def _add(self, chunk: _Chunk) -> None:
        self.placed += chunk.placed
        self.beside.update(chunk.beside)
        self.plain.update(chunk.plain)
        self.spelled.update(chunk.spelled)

    def written(self, spelled: dict[str, str]) -> str:
        """All of it. `spelled`: the spellings of the whole mention."""
        alike = self.plain.intersection(spelled.values()) if spelled else ()
        return " ".join((*self.placed, *self.beside, *self.spelled, *map(_as_its_key, sorted(alike))))


def _as_its_key(token: str) -> str:
    return f"~{token[:LONGEST_KEPT]}~*" if len(token) > LONGEST_KEPT else f"~{token}~{token.lstrip('#@!')}"


class _Chunk(NamedTuple):
    """What stands between two blanks, as the index writes it."""

    placed: tuple[str, ...]
    beside: dict[str, None]
    plain: frozenset[str]
    spelled: dict[str, str]


# What was met before. A single word, with or without punctuation, is most of every text: its token and spelling.
_singles: dict[str, tuple[str, str]] = {}
_chunks: dict[str, _Chunk] = {}


def _learn(written: str) -> _Chunk:
    placed: list[str] = []
    beside: dict[str, None] = {}
    plain: set[str] = set()
    spelled: dict[str, str] = {}
    for token in read_chunk(written).tokens:
        form = token.form
        word = index_token(form.kind, form.key)
        if form.kind in (TAG, SIGN):
            beside[word] = None
        else:
            placed.append(word)
        if form.kind == ADDRESS:
            beside[ANY_ADDRESS] = None
        elif is_plain(form):
            plain.add(word)
        else:
            spelled[spelling(form, word)] = word
    chunk = _Chunk(tuple(placed), beside, frozenset(plain), spelled)
    if len(written) <= KEPT_CHUNK:
        if len(_chunks) + len(_singles) >= MOST_CHUNKS:
            _chunks.clear()
            _singles.clear()
        if len(placed) == 1 and not beside and len(plain) + len(spelled) == 1:
            _singles[written] = (placed[0], next(iter(spelled), ""))
        else:
            _chunks[written] = chunk
    return chunk


def is_plain(form: Form) -> bool:
    """Whether a token is written as its key."""
    if form.kind == WORD:
        return form.raw == form.key and not form.caps
    return form.lower == form.key if form.kind == SIGN else form.raw == form.key[1:]


def index_token(kind: str, key: str) -> str:
    """How the index writes what a word, tag, handle, sign or address is looked up by."""
    if kind == ADDRESS:
        number = zlib.crc32(key.encode("utf-8", "replace"))
        return ANY_ADDRESS + "".join(_DIGITS[number // 36**place % 36] for place in range(3))
    return "!" + _codes(key) if kind == SIGN else ascii_letters(key)


def ascii_letters(key: str) -> str:
    if key.isascii() and key.isalnum():
        return key
    head = key[:1] if key[:1] in ("#", "@") else ""
    return head + _codes(key[len(head) :])


def _codes(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"{{{ord(c):x}}}" for c in text)


def spelling(form: Form, token: str) -> str:
    """The token that says how a word is spelled; of a very long one only that it is there."""
    if len(token) > LONGEST_KEPT or len(form.raw) > LONGEST_SPELLED:
        return f"~{token[:LONGEST_KEPT]}~*"
    return f"~{token}~{_written(form.lower if form.kind == SIGN else form.raw)}"


def _written(raw: str) -> str:
    return "".join(
        f"{{{ord(c):x}}}" if not (c.isascii() and c.isalnum()) else f"^{c.lower()}" if c.isupper() else c for c in raw
    )


def read_spelling(token: str) -> Form | None:
    """The form that a spelling's token tells; None when it does not tell."""
    _nothing, key, written = token.split("~", 2)
    if written == "*":
        return None
    raw = _WRITTEN.sub(_letter, written)
    if key.startswith("!"):
        return Form(SIGN, raw, raw, raw, False)
    if key.startswith("#"):
        return Form(TAG, read_word(key), fold(raw), raw, raw.isupper())
    if key.startswith("@"):
        return Form(HANDLE, read_word(key), fold(raw), raw, False)
    return word_form(raw)


def read_word(token: str) -> str:
    """The key that a word's token stands for."""
    return _WRITTEN.sub(_letter, token) if "{" in token else token


def _letter(written: re.Match[str]) -> str:
    if written["code"]:
        return chr(int(written["code"], 16))
    return written["capital"].upper() if written["capital"] else written["plain"]
