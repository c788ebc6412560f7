"""How people vary what they and others say: each has a manner of writing; they cut, they mistype, they abbreviate."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_SHORTER: Final = (  # what hurried thumbs write
    (r"\bquelqu['’]un\b", "qqn"), (r"\bbeaucoup\b", "bcp"), (r"\bproblèmes?\b", "pb"), (r"\btoujours\b", "tjrs"),
    (r"\bparce que\b", "pcq"), (r"\bpourquoi\b", "pk"), (r"\bc['’]est\b", "c"), (r"\bjamais\b", "jms"),
    (r"\btout le monde\b", "tlm"), (r"\bpeut-être\b", "ptet"), (r"\bbonjour\b", "bjr"), (r"\bvous\b", "vs"),
    (r"\bquand\b", "qd"), (r"\bquoi\b", "koi"), (r"\bje suis\b", "chuis"), (r"\brendez-vous\b", "rdv"),
)  # fmt: skip
_LEFT_OUT: Final = ((r"\bne (?=\w)", ""), (r"\bn['’](?=[aeiouéèêàh])", ""), (r"\bil y a\b", "y a"))
_CANNOT_END: Final = """
    le la les l un une des de du d à au aux en et ou mais que qu qui où si ne n je j tu il elle on nous vous ils
    c ce cette ces mon ma mes son sa ses par pour sur sous dans avec sans chez vers plus très trop a the to of
    and in is
"""
_OPEN_WORDS: Final = frozenset(_CANNOT_END.split())
_SENTENCE: Final = re.compile(r".+?(?:[.!?…]+[»\"”)]*(?=\s|$)|$)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one author writes, whatever they write. `sign`: what they end with, now and then."""

    accents: bool = True
    capitals: bool = True
    stops: bool = True
    hurried: bool = False
    drops_ne: bool = False
    shouts: bool = False
    thumbs: float = 0.03  # how often a word is mistyped
    sign: str = ""


SIGNS: Final = ("😤", "😅", "😒", "🙄", "🤷", "…", "…", "!!", "!!", "🤡", "😡", "mdr", "lol")  # of the cross


def manner(chance: random.Random) -> Manner:
    """Most write plainly; a few never use an accent, a capital or a full stop."""
    careless = chance.random() < 0.30
    return Manner(
        accents=not (careless and chance.random() < 0.35),
        capitals=not (careless or chance.random() < 0.12),
        stops=not (careless or chance.random() < 0.35),
        hurried=careless and chance.random() < 0.25,
        drops_ne=careless or chance.random() < 0.15,
        shouts=chance.random() < 0.012,
        thumbs=chance.choice((0.0, 0.0, 0.03, 0.06, 0.15)),
        sign=chance.choice(SIGNS) if chance.random() < 0.4 else "",
    )


def as_said_by(text: str, how: Manner, chance: random.Random, language: str = "fr", *, cross: bool = False) -> str:
    """The same words in an author's manner. Addresses and tags stay as they are. `cross`: they are not pleased."""
    french = language == "fr"
    if how.hurried and french:
        for pattern, short in _SHORTER:
            if chance.random() < 0.7:
                text = re.sub(pattern, short, text, flags=re.IGNORECASE)
    if how.drops_ne and french:
        for pattern, short in _LEFT_OUT:
            text = re.sub(pattern, short, text)
    if not how.accents and french:
        text = without_accents(text)
    if not how.capitals:
        text = small(text)
    if not how.stops:
        text = re.sub(r"(?<![.…])\.$", "", text)
    if how.shouts and len(text) < 160:
        text = _shout(text)
    if chance.random() < how.thumbs:
        text = _mistype(text, chance)
    fits = not how.sign.isalpha() or (french and how.sign not in text)
    if cross and how.sign and fits and chance.random() < 0.25 and text[-1:].isalnum():
        text = f"{text}{'' if how.sign in ('…', '!!') else ' '}{how.sign}"
    return text


def part(text: str, chance: random.Random) -> str:
    """What someone keeps of it: a sentence, the first or the last two, its beginning up to a comma. Or all."""
    found = [one.strip() for one in _SENTENCE.findall(text) if one.strip()]
    kinds: list[Callable[[], str]] = []
    if len(found) > 1 and text.count("«") == text.count("»") and "«" not in text:
        first = chance.randrange(len(found))
        last = chance.randrange(first, len(found))
        kinds += [lambda: " ".join(found[first : last + 1])] * 3
    kinds.append(lambda: _to_comma(text, chance))
    kept = chance.choice(kinds)()
    return kept if len(kept.split()) >= 4 and kept.count("«") == kept.count("»") else text


def excerpt(text: str, chance: random.Random) -> str:
    """What of it someone quotes: its beginning, up to a word's end."""
    words = text.replace("«", "“").replace("»", "”").split()
    if len(words) <= 12:
        return f"« {' '.join(words).rstrip('.')} »"
    kept = words[: chance.randrange(6, 12)]
    while len(kept) > 4 and _bare(kept[-1]) in _OPEN_WORDS:
        kept.pop()
    return f"« {' '.join(kept).rstrip(',.;:!?')}… »"


def without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in plain if not "\u0300" <= char <= "\u036f"))


def small(text: str) -> str:
    """Without capitals at the start of sentences and names; addresses as they were."""
    return " ".join(
        word if "://" in word or (word.isupper() and len(word) > 3) else word.lower() for word in text.split(" ")
    )


def _to_comma(text: str, chance: random.Random) -> str:
    stops = [place for place in (match.start() for match in re.finditer(r"[,;:] ", text)) if place > 25]
    stops = [place for place in stops if _bare(text[:place].split()[-1]) not in _OPEN_WORDS]
    return text[: chance.choice(stops)] if stops else text


def _bare(word: str) -> str:
    return word.lower().strip("«»\"'’.,;:!?()").split("'")[-1].split("’")[-1]


def _shout(text: str) -> str:
    return " ".join(word if "://" in word or word.startswith(("@", "#")) else word.upper() for word in text.split(" "))


def _mistype(text: str, chance: random.Random) -> str:
    """Two letters of one longer word in the wrong order, one doubled, or one left out."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 5 and word.isalpha() and word.islower()]
    if long:
        place = chance.choice(long)
        word, at = words[place], chance.randrange(1, len(words[place]) - 2)
        how = chance.randrange(3)
        words[place] = (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] if how == 0
            else word[:at] + word[at] + word[at:] if how == 1
            else word[:at] + word[at + 1 :]
        )  # fmt: skip
    return " ".join(words)
