"""The hand-written posts of packaging/demo/, and how people vary what they read: they cut, add, shout, mistype.

Nothing is filled into slots: a town, a price or a brand is never exchanged for another.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "demo"

OPENINGS = ("Bon.", "Pfff.", "Info :", "Je le redis :", "Pour rappel :", "Question :", "Bref.", "Au fait :", "Suite :")
SIGNS = ("…", "!!", "?")
ENDINGS = (
    "😤",
    "😒",
    "😅",
    "…",
    "!!",
    "?",
    "voilà",
    "bref.",
    "merci",
    "#saoule",
    "lol",
    "bonne journée quand même",
    "😶",
    "svp",
)
OUTAGE_TAGS = ("#panne", "#Orange", "#panneorange", "#mail", "#messagerie")
OUTAGE_ENDINGS = (
    "depuis midi",
    "toujours pareil",
    "du nouveau ?",
    "et vous ?",
    "on patiente",
    "ça dure",
    "quelle journée",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One post as written. `of`: the brands it is about; none, and it is about something of the same name.

    `when`: any, morning, evening, night, or the outage's early, outage, official, late; or once, at HHMM.
    """

    kind: str
    when: str
    of: tuple[str, ...]
    text: str
    title: str = ""
    language: str = "fr"


def load(folder: Path = FOLDER) -> tuple[Text, ...]:
    """All of them, in the order of the files' names."""
    rows = [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    return tuple(Text(**row | {"of": tuple(row["of"])}) for row in rows)


def varied(text: str, chance: random.Random, in_outage: bool, language: str = "fr") -> str:
    """The same thing as someone else would put it: one or two of the small changes people make."""
    for change in chance.sample(CHANGES if language == "fr" else IN_ANY_LANGUAGE, chance.choice((1, 1, 2))):
        text = change(text, chance)
    if in_outage and language == "fr" and chance.random() < 0.35:
        text = f"{text} {chance.choice(OUTAGE_ENDINGS if chance.random() < 0.6 else OUTAGE_TAGS)}"
    return text


def excerpt(text: str, chance: random.Random) -> str:
    """What of it someone quotes: its beginning, up to a word's end."""
    words = text.split(" ")
    kept = words[: max(5, min(len(words), chance.randrange(6, 16)))]
    return "« " + " ".join(kept).rstrip(",.;:") + ("…" if len(kept) < len(words) else "") + " »"


def _cut(text: str, chance: random.Random) -> str:
    """The first sentences, or the first words and an ellipsis."""
    stops = [
        place + 1 for place, char in enumerate(text[:-1]) if char in ".!?" and text[place + 1] == " " and place > 40
    ]
    if stops:
        return text[: chance.choice(stops)]
    words = text.split(" ")
    return text if len(words) < 14 else " ".join(words[: len(words) - chance.randrange(2, 5)]).rstrip(",:") + "…"


def _open(text: str, chance: random.Random) -> str:
    return f"{chance.choice(OPENINGS)} {text}"


def _end(text: str, chance: random.Random) -> str:
    ending = chance.choice(ENDINGS)
    if ending in SIGNS:
        return text.rstrip(" .…!?") + ("" if ending == "…" else " ") + ending
    return f"{text.rstrip('.')} {ending}"


def _without_accents(text: str, _chance: random.Random) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _small(text: str, _chance: random.Random) -> str:
    return text.lower().rstrip(".")


def _shout(text: str, chance: random.Random) -> str:
    """Few shout; most only drop the last stop."""
    return text.upper() if chance.random() < 0.25 and len(text) < 130 else text.rstrip(".")


def _mistype(text: str, chance: random.Random) -> str:
    """Two letters of one longer word in the wrong order."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 6 and word.isalpha() and word.islower()]
    if long:
        place = chance.choice(long)
        word, at = words[place], chance.randrange(2, len(words[place]) - 2)
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


IN_ANY_LANGUAGE: tuple[Callable[[str, random.Random], str], ...] = (_cut, _cut, _small, _shout, _mistype)
CHANGES = (*IN_ANY_LANGUAGE, _open, _open, _end, _end, _end, _without_accents)
