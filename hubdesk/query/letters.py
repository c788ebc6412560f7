"""Letters: what a text looks like once look-alikes are made one, and how two spellings of a word compare.

Everything here takes time in proportion to the text: normalising a whole hostile text at once would not, since
canonical ordering of a long run of combining marks is quadratic. So only single letters with at most eight marks are
ever given to `unicodedata`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

WORD: Final = "word"
TAG: Final = "tag"
HANDLE: Final = "handle"
SIGN: Final = "sign"
ADDRESS: Final = "address"

# Letters that NFKC leaves alone and signs that only separate: a text made of these needs no map of places.
EMOJI: Final = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001f0ff\U0001f170-\U0001f1ff\U0001f200-\U0001faff"
)
_SAFE: Final = (
    "\x00-\x7f\xa0-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    "\u2010\u2012-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2027\u2030\u2039\u203a\u20ac" + EMOJI
)
_MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20df\u20e1\u20e5-\u20f0\ufe20-\ufe2f"
ZERO_WIDTH: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"

_ODD = re.compile(f"[^{_SAFE}]")
_ODD_PLACE = re.compile(
    f"(?P<zero>[{ZERO_WIDTH}]+)|(?P<base>[^{_MARKS}{ZERO_WIDTH}])(?P<marks>[{_MARKS}]+)|(?P<lone>[{_MARKS}]+)"
    f"|(?P<odd>[^{_SAFE}])",
    re.DOTALL,
)
_MARK = re.compile(f"[{_MARKS}]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u2032\u201b]")
_LETTER_O_ABOVE: Final = "ºᵒ"  # n°, nº and nᵒ; NFKC would make them "no"
LONGEST_KEPT: Final = 64  # a word longer than this is read again each time rather than remembered


class Form(NamedTuple):
    """One spelling, read once and shared by every place where it stands.

    `key` is what a mention's tokens are looked up by: small letters without accents for a word, the sign or address
    itself for the rest. `lower` keeps the accents; for a word it has as many letters as `key`.
    """

    kind: str
    key: str
    lower: str
    raw: str
    caps: bool


class Clean(NamedTuple):
    """A text with look-alikes made one; `starts` and `ends` lead back to the original, None when nothing moved."""

    text: str
    starts: list[int] | None
    ends: list[int] | None


def is_odd(text: str) -> bool:
    """Whether something in a text looks like another letter, or is a mark or of no width."""
    return not text.isascii() and _ODD.search(text) is not None


def clean(text: str) -> Clean:
    """n° first, then NFKC letter by letter; apostrophes one; zero-width characters gone between letters."""
    if not is_odd(text):
        return Clean(text, None, None)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = " "
    at = 0
    for place in _ODD_PLACE.finditer(text):
        start, end = place.span()
        if at < start:
            out.append(text[at:start])
            starts.extend(range(at, start))
            ends.extend(range(at + 1, start + 1))
            last = text[start - 1]
        at = end
        if place["zero"]:
            following = text[end : end + 1]
            new = "" if last.isalnum() and following.isalnum() else place["zero"]
        elif place["base"]:
            joined = unicodedata.normalize("NFKC", place["base"] + place["marks"][:8])
            new = _MARK.sub("", joined)
        elif place["lone"]:
            new = ""
        else:
            new = _plain_letter(place["odd"], last)
        if place["zero"] and new:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(new))
            ends.extend([end] * len(new))
        out.append(new)
        last = new[-1:] or last
    out.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Clean("".join(out), starts, ends)


def _plain_letter(letter: str, before: str) -> str:
    if letter == "№":
        return "n°"
    if letter in _LETTER_O_ABOVE and before in "nN":
        return "°"
    return _normal(letter)


@lru_cache(maxsize=4096)
def _normal(letter: str) -> str:
    return _MARK.sub("", _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", letter)))


def word_form(raw: str) -> Form:
    """How a word compares. `raw` is cleaned text: capitals, accents and an inner apostrophe still there."""
    return _remembered(raw) if len(raw) <= LONGEST_KEPT else _word_form(raw)


def _word_form(raw: str) -> Form:
    if raw.isascii():
        lower = raw.lower().replace("'", "")
        return Form(WORD, lower, lower, raw, raw.isupper())
    lower = fold(raw)
    return Form(WORD, bare(lower), lower, _APOSTROPHES.sub("'", raw), raw.isupper())


_remembered = lru_cache(maxsize=1 << 15)(_word_form)


def fold(raw: str) -> str:
    """Small letters with their accents: œ is oe, æ is ae, ß is ss; apostrophes inside a word do not count."""
    if raw.isascii():
        return raw.lower().replace("'", "")
    lower = unicodedata.normalize("NFC", _APOSTROPHES.sub("", raw).casefold()).translate(_LIGATURES)
    return _MARK.sub("", lower)


def bare(lower: str) -> str:
    """The same letters without their accents, one for one; ø, ł and đ have none to lose."""
    return lower if lower.isascii() else "".join(map(_base, lower))


@lru_cache(maxsize=4096)
def _base(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return apart[0] if all(map(unicodedata.combining, apart[1:])) else letter


def letters_fit(asked: str, form: Form) -> bool:
    """Whether a word or hashtag answers to `asked` (small letters), given that their bare letters are the same.

    A plain letter takes any accent, an accented one only itself, or its bare capital in a word all in capitals.
    """
    return all(
        mine in (theirs, plain) or (form.caps and theirs == plain)
        for mine, theirs, plain in zip(asked, form.lower, bare_of(form), strict=False)
    )


def bare_of(form: Form) -> str:
    """A form's bare letters, one for each of its small letters."""
    return form.key if form.kind == WORD else bare(form.lower)
