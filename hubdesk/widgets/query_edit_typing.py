"""What somebody is typing in a query, and what is written when an offer is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.i18n import _
from hubdesk.query.fields import RANGES
from hubdesk.query.pieces import fields
from hubdesk.widgets.query_edit_text import Stretch, clean
from hubdesk.widgets.query_edit_values import Offer

SHORTEST: Final = 2  # letters of a word before anything is offered
_WINDOW: Final = 400  # code points before the caret that are looked at
_CLOSERS: Final = {'"': '"', "“": "”", "„": "”", "«": "»", "”": "”", "»": "»"}
_QUOTES: Final = "".join(_CLOSERS)
_NAME: Final = r"(?<![\w.])(?P<name>[^\W\d_][\w-]*):"
_PLAIN: Final = rf"[^\s(){{}}\[\]{_QUOTES}]*"
_VALUE: Final = re.compile(rf"{_NAME}(?P<prefix>{_PLAIN})$")
_LISTED: Final = re.compile(rf"{_NAME}\((?:[^()]*[\s(])?(?P<prefix>{_PLAIN})$")
_QUOTED: Final = re.compile(rf"{_NAME}(?:\([^()]*)?(?P<quote>[{_QUOTES}])(?P<prefix>[^{_QUOTES}\n]*)$")
_INSIDE: Final = re.compile(r"\{[^{}\n]*$|\[[^\[\]]*$")  # braces take what is typed to the letter; ranges take numbers
_WORD: Final = re.compile(r"[#@]?\w[\w'’-]*$")
_OPERATORS: Final = frozenset(("AND", "OR", "NOT", "ET", "OU", "SAUF", "NEAR", "ONEAR", "TO"))
_NEEDS_QUOTES: Final = re.compile(rf"[\s(){{}}\[\]{_QUOTES}:*?]")


@dataclass(frozen=True, slots=True)
class Typing:
    """What is being typed: "word", "field" (anything, nothing is written yet) or "value:NAME", from `start` on.

    `quote`: what would close the quote that is open, "" outside quotes.
    """

    kind: str
    prefix: str
    start: int
    quote: str = ""


def typing_at(text: str, at: int, pieces: Sequence[Stretch], is_asked: bool = False) -> Typing | None:
    """What the caret at `at` is in the middle of; None where nothing can be offered.

    `is_asked`: by the keyboard; then one letter is enough, and none asks for the fields.
    """
    follows = text[at : at + 1]
    if _in_comment(text, at, pieces) or (not is_asked and (follows.isalnum() or follows == "_")):
        return None
    before = text[max(0, at - _WINDOW) : at]
    value = _value(before, at)
    if value is not None:
        return value
    if _INSIDE.search(before):
        return None
    found = _WORD.search(before)
    if found is None:
        return Typing("field", "", at) if is_asked else None
    prefix = found[0]
    if prefix in _OPERATORS or prefix.isdigit() or (len(prefix.lstrip("#@")) < SHORTEST and not is_asked):
        return None
    return Typing("word", prefix, at - len(prefix))


def _value(before: str, at: int) -> Typing | None:
    known = {help_.name.casefold(): help_.name for help_ in fields()}
    for pattern in (_QUOTED, _VALUE, _LISTED):
        found = pattern.search(before)
        name = known.get(found["name"].casefold()) if found else None
        if found is None or name is None or name in RANGES or name == "title":  # title: takes words
            continue
        prefix = found["prefix"]
        if prefix in _OPERATORS:
            return None
        closer = _CLOSERS[found["quote"]] if pattern is _QUOTED else ""
        return Typing(f"value:{name}", prefix, at - len(prefix), closer)
    return None


def _in_comment(text: str, at: int, pieces: Sequence[Stretch]) -> bool:
    for piece in pieces:
        if piece.kind == "comment" and piece.start < at <= piece.end:
            return at < piece.end or not text[piece.start : piece.end].endswith(">>>")
    return False


def own_offers(typing: Typing) -> tuple[Offer, ...]:
    """What the language itself has: fields that begin so, or a field's closed values."""
    begins = typing.prefix.casefold()
    if typing.kind in ("word", "field"):
        return tuple(Offer(f"{one.name}:", _(one.words)) for one in fields() if one.name.casefold().startswith(begins))
    name = typing.kind.partition(":")[2]
    values = next((one.values for one in fields() if one.name == name), ())
    return tuple(Offer(value) for value in values if value.casefold().startswith(begins))


def merged(typing: Typing, *lists: Sequence[Offer]) -> tuple[Offer, ...]:
    """All offers once, in their order; nothing when the only one is what is written already."""
    once: dict[str, Offer] = {}
    for offer in (offer for one in lists for offer in one):
        key = offer.text.removesuffix(":") if typing.kind == "field" else offer.text
        if offer.text and (key not in once or (offer.note and not once[key].note)):
            once[key] = offer
    found = tuple(once.values())
    return () if len(found) == 1 and found[0].text == typing.prefix else found


def still_fitting(typing: Typing, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Those that begin as what is written now, while newer ones are on their way."""
    begins = typing.prefix.casefold()
    return tuple(offer for offer in offers if offer.text.casefold().startswith(begins))


def written(typing: Typing, offer: Offer, following: str) -> tuple[str, int]:
    """What takes the place of the prefix, and where in it the caret goes. `following`: what stands after the caret."""
    is_value = typing.kind.startswith("value:")
    name = offer.text.removesuffix(":")
    if not is_value and (typing.kind == "field" or offer.text.endswith(":")):
        if name in RANGES:
            return f"{name}:[ TO ]", len(name) + 2
        text = name if following.startswith(":") else f"{name}:"
        return text, len(name) + 1
    text = " ".join(clean(offer.text).split())
    if typing.quote:
        closed = "" if following[:1] in _CLOSERS.values() and following else typing.quote
        return text + closed, len(text) + 1
    if _NEEDS_QUOTES.search(text):
        text = f"“{text}”" if '"' in text else f'"{text}"'
    return text, len(text)
