"""How a text is built, in a few numbers: its cues, its signs, its small words. The heads read them beside the runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.enrich.tone_cues import GROUPS, Cue
from hubdesk.enrich.tone_text import BRAND, Seen

MOST: Final = 2.5  # a text of 4,000 signs must not outweigh what it says

_SIGNS: Final = ("?", "!", '"', ":", "€", "%", "#")
_SMALL_WORDS: Final = (
    ("I", "je j mon ma mes moi me m i my im"),
    ("we", "on nous notre nos we our us"),
    ("you", "vous votre vos tu ton you your"),
    ("they", "ils leur leurs they their"),
    ("not", "ne n pas plus rien aucun aucune sans not no t without"),
    ("since", "depuis pendant since for"),
    ("like", "comme genre like"),
    ("but", "mais pourtant sauf but though"),
    ("very", "tres vraiment trop tellement so very really"),
)
_GROUP_OF: Final = {word: index for index, (_, words) in enumerate(_SMALL_WORDS) for word in words.split()}
_PATTERNS: Final = (
    ("dots", re.compile(r"\.\.\.|…")),
    ("figures", re.compile("0+")),
    (
        "durations",
        re.compile(
            r"0 ?(?:jours?|semaines?|mois|ans?|heures?|h|min|minutes|fois|days?|weeks?|months?|years?|hours?)\b"
        ),
    ),
)
_SENTENCE = re.compile(r"[^.!?…]+")
_WORD = re.compile(r"[^\W_]+")
NAMES: Final = (
    *GROUPS,
    *("both", "brand first", "length", "sentences", "last is short", "capitals", "pictures", "brands"),
    *_SIGNS,
    *(name for name, _ in _SMALL_WORDS),
    *(name for name, _ in _PATTERNS),
)
WIDTH: Final = len(NAMES)


def shape(seen: Seen, cues: Iterable[Cue]) -> NDArray[np.float32]:
    """`WIDTH` numbers between 0 and `MOST`, in the order of `NAMES`."""
    groups = [cue.group for cue in cues]
    praise, problem, anger, *_rest, wink = counts = [groups.count(group) for group in GROUPS]
    hidden, points = seen.hidden, seen.points
    sentences = [part for part in _SENTENCE.findall(hidden) if not part.isspace()]
    small = [0] * len(_SMALL_WORDS)
    for word in _WORD.findall(hidden):
        if word in _GROUP_OF:
            small[_GROUP_OF[word]] += 1
    rare = points[points >= 0x2600]
    pictures = (rare <= 0x27BF) | (rare >= 0x1F300) & (rare <= 0x1FAFF)
    numbers = (
        *counts,
        min(praise + wink, problem + anger),
        hidden.lstrip().startswith(BRAND),
        len(hidden) / 40,
        len(sentences),
        len(sentences) > 1 and len(_WORD.findall(sentences[-1])) <= 3,
        3 * seen.shouted,
        int(np.count_nonzero(pictures)),
        int(np.count_nonzero((rare >= 0xE000) & (rare <= 0xE002))),
        *(hidden.count(sign) for sign in _SIGNS),
        *small,
        *(len(pattern.findall(hidden)) for _, pattern in _PATTERNS),
    )
    return np.minimum(np.log1p(np.array(numbers, np.float32)), MOST)
