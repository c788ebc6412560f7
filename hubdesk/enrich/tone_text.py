"""A text as the tone readers see it: letters folded, brands, links and figures hidden, each sign with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LOOKED_AT: Final = 4_000  # code points: the tone of a longer text is that of its beginning

BRAND: Final = "\ue000"  # private use: one sign stands for any operator, so that a name alone never tilts the tone
ACCOUNT: Final = "\ue001"
LINK: Final = "\ue002"

_LINK: Final = r"(?=[hw])(?:https?://\S+|www\.\S+)"
_BRAND: Final = (
    r"(?P<brand>(?=[@#osrbfi])[@#]?\b"
    r"(?:orange|sosh|sfr|red by sfr|bouygues(?:[ _]?telecom)?|b&you|byou|free(?:[ _]?mobile)?|iliad)\b)"
)
_HIDDEN = re.compile(rf"(?P<link>{_LINK})|{_BRAND}")
# An address of mail is tried where a word begins alone: else 4,000 times @ took twenty seconds.
_HIDDEN_WITH_AT = re.compile(rf"(?P<link>{_LINK}|(?<!\S)\S+@\S+\.\w+)|{_BRAND}|(?P<account>@\w+)")
_SIGNS: Final = {"link": LINK, "brand": BRAND, "account": ACCOUNT}


def _folds() -> dict[int, str]:
    """Letters to small ones without accents, sign by sign, so that places do not move; any digit to 0."""
    table = {ord(curly): plain for curly, plain in zip("’‘ʼ“”«»\n\t\r", '\'\'\'""""   ', strict=True)}
    table |= {ord(digit): "0" for digit in "123456789"}
    for point in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(point).lower())[0]
        table[point] = base
    table[0xA0] = table[0x202F] = " "
    return table


_FOLDS: Final = _folds()


@dataclass(frozen=True, slots=True)
class Seen:
    """`folded` has one sign for each of the text's, or `where` says which. `hidden` is what remains of it once brands,
    accounts and links are one sign each and spaces stand single; `points` are its code points, `at` their places in
    `folded`. `shouted`: which share of its letters are capitals, 0 to 1; names of brands and accounts do not count."""

    folded: str
    where: NDArray[np.int64] | None
    hidden: str
    points: NDArray[np.uint64]
    at: NDArray[np.int64]
    shouted: float

    def place(self, index: int) -> int:
        """Where a sign of `folded` stands in the text, in code points."""
        return index if self.where is None else int(self.where[index])


def look(text: str) -> Seen:
    """What the readers see of a text; linear in its length, and never more than `LOOKED_AT` signs."""
    text = text[:LOOKED_AT]
    where = None
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        kept = [index for index, sign in enumerate(text) if not unicodedata.combining(sign)]
        where = np.array(kept, np.int64)
        text = "".join([text[index] for index in kept])
    folded = text.translate(_FOLDS)
    points = _points(folded).copy()
    keep = np.ones(len(points), bool)
    for match in (_HIDDEN_WITH_AT if "@" in folded else _HIDDEN).finditer(folded):
        start, end = match.span()
        points[start] = ord(_SIGNS[match.lastgroup or "link"])
        keep[start + 1 : end] = False
    spaces = points == 32
    keep[1:] &= ~(spaces[1:] & spaces[:-1])
    at = np.flatnonzero(keep)
    left = points[at]
    shouted = _shouted(text, at[(left < ord(BRAND)) | (left > ord(LINK))])
    return Seen(folded, where, left.tobytes().decode("utf-32-le"), left.astype(np.uint64), at, shouted)


def _shouted(text: str, at: NDArray[np.int64]) -> float:
    if text.isascii():
        signs = np.frombuffer(text.encode("ascii"), np.uint8)[at]
        capitals = int(np.count_nonzero((signs >= 65) & (signs <= 90)))
        small_ones = int(np.count_nonzero((signs >= 97) & (signs <= 122)))
        return capitals / (capitals + small_ones) if capitals else 0.0
    small = text.lower()
    if len(small) != len(text):  # a few capitals become two small letters
        return 0.0
    written, lowered, raised = (_points(each)[at] for each in (text, small, _raised(text)))
    letters = np.count_nonzero(lowered != raised)
    return np.count_nonzero(written != lowered) / letters if letters else 0.0


def _raised(text: str) -> str:
    """In capitals, sign by sign: no letter becomes two."""
    large = text.upper()
    return large if len(large) == len(text) else "".join(up if len(up := sign.upper()) == 1 else sign for sign in text)


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
