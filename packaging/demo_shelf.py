"""Which hand-written text is said next: one that fits the story, the hour and the place, and was not said lately."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from demo_calendar import at, fits
from demo_hours import hour_named, hours_of
from demo_sources import SOURCES
from demo_stories import windows
from demo_words import Text

from hubdesk.core import HOUR, MINUTE, Millis, Span

ONCE: Final = frozenset({"ring", "insider", "brand", "press_officer", "media", "journalist", "bot", "elected"})
_KINDS: Final = {
    "bluesky": ("post", "reply", "comment"),
    "mastodon": ("post", "reply", "comment"),
    "reviews": ("review",),
    "forum": ("post",),
    "page": ("comment", "post", "reply"),
    "comments": ("comment",),
}
_PLACES: Final = {"tag": "mastodon", "page-sfr": "page", **{key: "mastodon" for key in SOURCES if key[:4] == "tag-"}}
_BRAND_WORDS: Final = {
    "Orange": ("orange", "sosh", "livebox"), "SFR": ("sfr", "red "), "Bouygues Telecom": ("bouygues", "bbox", "b&you"),
    "Free": ("free", "alba"),
}  # fmt: skip


LASTING: Final = {"price": 0.5}  # how much is still said after its phase
REST: Final = 500  # other sayings between two of the same
TRIED: Final = 60  # texts looked at for one to be said
# What is short, many say in just these words; what is long, few.
OFTEN: Final = ((22, 9.0), (45, 3.5), (90, 1.3), (10**9, 0.6))


NAMES_SOMEBODY: Final = re.compile(
    r"\b(?:Carole|Mounir|Tom|Léa|lea|tom|carole|mounir|Denise|Roger|Ines|Inès|Gaëlle|Sonia|Malo|Hugo|fromagère|mec|monsieur)\b"
).search  # part of one conversation


class Shelf:
    """The texts in order, and how often and how lately each was said."""

    def __init__(self, texts: Sequence[Text], chance: random.Random) -> None:
        self._chance = chance
        self._windows = windows(texts)
        self.uses: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self._said = 0
        self._at = {text.id: at(text.at) for text in texts if text.at}
        self._from = _beginnings(texts)
        self._hours = {text.id: hours_of(text) for text in texts}
        self._often = {text.id: next(times for length, times in OFTEN if len(text.text) <= length) for text in texts}
        self._begun: defaultdict[tuple[str, str], list[Text]] = defaultdict(list)
        self._reactions: defaultdict[tuple[str, str], list[Text]] = defaultdict(list)
        self.answers: defaultdict[str, list[Text]] = defaultdict(list)
        for text in texts:
            if text.reply_to:
                self.answers[text.reply_to].append(text)
            elif text.kind == "reaction":
                self._reactions[text.story, text.phase].append(text)
            elif (
                text.kind in ("article", "newsletter")
                or text.voice in ONCE
                or text.copy_of
                or text.author  # who is named says it once
                or NAMES_SOMEBODY(text.text)
            ):
                continue
            else:
                for place, kinds in _KINDS.items():
                    if text.kind in kinds and self._belongs(text, place):
                        self._begun[text.story, place].append(text)

    def begin(self, story: str, source: str, moment: Millis) -> Text | None:
        """What somebody says there by themselves."""
        place = _PLACES.get(source, source if source in _KINDS else "comments")
        shelf = self._begun[story, place]
        tried = self._chance.choices(shelf, k=TRIED) if len(shelf) > TRIED else shelf
        found, weights = [], []
        for text in tried:
            if not fits(text.when, moment) or not self._suits(text, source):
                continue
            found.append(text)
            # What is meant for a part of the day is said then rather than what fits always.
            weight = self._openness(text, moment) * self._freshness(text)
            weights.append(weight * (1.0 if text.when == "any" else 2.0))
        return self._take(found, weights)

    def react(self, to: Text, phase: str) -> Text | None:
        """A few words back, that fit any post of that phase; else of any story, by how the post sounds."""
        near = self._reactions[to.story, phase]
        heard = "negative" if to.tone == "negative" and not to.irony else to.tone
        pool = [text for text in self._reactions["everyday", "any"] if text.tone in ("neutral", "", heard)]
        if to.story == "homonym" or not to.of:
            pool = [text for text in pool if len(text.text) <= 16]
        elif to.story not in ("everyday", "price"):
            pool = [*near, *(text for text in pool if text.tone == "neutral")]
        if len(near) >= 6 and self._chance.random() < 0.8:
            pool = near
        return self._take(pool, [self._freshness(text) for text in pool])

    def said(self, text: Text) -> int:
        """Note that it is said now. Returns how often it was before."""
        self._said += 1
        self.uses[text.id] += 1
        self._last[text.id] = self._said
        return self.uses[text.id] - 1

    def phase(self, story: str, moment: Millis) -> str:
        """The youngest phase of the story that has begun."""
        begun = [
            (span.start, phase) for (of, phase), span in self._windows.items() if of == story and span.start <= moment
        ]
        return max(begun)[1] if begun else ""

    def window(self, text: Text) -> Span:
        return self._windows[text.story, text.phase]

    def _belongs(self, text: Text, place: str) -> bool:
        if text.story == "price" and text.kind == "comment":
            return place == "page" or (place in ("bluesky", "mastodon") and 40 < len(text.text) < 300)
        if text.kind == "comment":
            return place in ("comments", "page")
        if place == "forum":
            return text.story != "homonym"
        return place == "page" or not text.title

    def _suits(self, text: Text, source: str) -> bool:
        """Where a text that names no brand is still understood: under a tag, in a forum, on a page."""
        if source == "page-sfr":
            return text.story == "price" or "SFR" in text.of
        if not text.of:
            return source != "tag" or "orange" in text.text.lower()
        return source != "bluesky" or names_brand(text, text.text)

    def _openness(self, text: Text, moment: Millis) -> float:
        """1 while its phase lasts and it is young; afterwards people still say it, less and less."""
        window, floor = self._windows[text.story, text.phase], LASTING.get(text.story, 0.0)
        start = max(window.start, self._from.get(text.id, window.start))
        if moment < start or not self._hours[text.id](moment):
            return 0.0
        if moment < window.end:
            return 1.0 if text.id not in self._at else max(floor, 1.0 - (moment - start) / (9 * HOUR))
        return max(floor, 0.35 - (moment - window.end) / (8 * HOUR))

    def _freshness(self, text: Text) -> float:
        often = self._often[text.id]
        rested = min(1.0, (self._said - self._last.get(text.id, -REST)) * often / REST)
        return float(rested**2 / (1 + self.uses[text.id] / often) ** 2 + 1e-9)

    def _take(self, found: Iterable[Text], weights: Sequence[float]) -> Text | None:
        pool = list(found)
        if not pool or not any(weights):
            return None
        return self._chance.choices(pool, weights)[0]


def names_brand(text: Text, words: str) -> bool:
    """Whether somebody who reads these words alone knows whom they are about."""
    low = words.lower()
    return not text.of or any(word in low for brand in text.of for word in _BRAND_WORDS.get(brand, ()))


def _beginnings(texts: Iterable[Text]) -> dict[str, Millis]:
    """From when each can be said: its own instant, or the last one written above it in its phase."""
    last: dict[tuple[str, str], Millis] = {}
    made = {}
    for text in texts:
        key = (text.story, text.phase)
        if text.at:
            last[key] = max(at(text.at), last.get(key, 0))
        named = hour_named(text, last.get(key, 0))
        if named is not None:
            made[text.id] = max(named, last.get(key, 0))
        elif key in last and text.story not in ("everyday", "homonym"):
            # What is written for an instant is said by its writer first.
            made[text.id] = at(text.at) + 2 * MINUTE if text.at else last[key]
    return made
