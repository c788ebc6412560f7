"""The words of a post that is no first saying: said again in another manner, quoted, or answered."""

from __future__ import annotations

import random
from typing import Final

from demo_said import Said
from demo_shelf import ONCE, Shelf, names_brand
from demo_sources import SOURCES
from demo_vary import Manner, as_said_by, excerpt, part
from demo_voices import Voices
from demo_words import Text

from hubdesk.core import Kind, Millis

SHORT: Final = 42  # signs: what many say in just these words
OWN_STORY: Final = {"price": 0.30, "outage": 0.22}  # how often somebody answers with what happened to them
AGAIN: Final = 7  # times that an answer written for one post is given to it
TRIES: Final = 5


class Words:
    """Knows what was said already, so that people do not repeat each other to the letter unless they pass it on."""

    def __init__(self, shelf: Shelf, voices: Voices, chance: random.Random) -> None:
        self._shelf, self._voices, self._chance = shelf, voices, chance
        self._known: set[str] = set()

    def again(self, text: Text, how: Manner, *, named: bool = False) -> str:
        """What another one says of the same: a part of it, in their manner. `named`: with the brand in it."""
        words = text.text
        for _try in range(TRIES):
            words = text.text
            if len(words) > SHORT and text.language in ("fr", "en") and self._chance.random() < 0.6:
                words = part(words, self._chance)
            words = as_said_by(
                words, how, self._chance, text.language, cross=text.tone == "negative" and not text.irony
            )
            if named and not names_brand(text, words):
                continue
            if len(text.text) <= SHORT or (words != text.text and words.casefold() not in self._known):
                break
            how = self._voices.manner(how)
        self._known.add(words.casefold())
        return words

    def answer_to(self, said: Said, moment: Millis) -> Text | None:
        """A text to answer with: one written for just this post, a few words that fit, or somebody's own story."""
        written = [one for one in self._shelf.answers[said.text.id] if one.voice not in ONCE]
        written = [one for one in written if 0 < self._shelf.uses[one.id] < AGAIN]
        if written and self._chance.random() < 0.45:
            return self._chance.choice(written)
        story, phase = said.text.story, self._shelf.phase(said.text.story, moment)
        if self._chance.random() < OWN_STORY.get(story, 0.0):
            own = self._shelf.begin(story, said.source, moment)
            if own is not None and own.id != said.text.id:
                return own
        return self._shelf.react(said.text, phase)

    def replying(self, said: Said, text: Text, how: Manner) -> str:
        words = text.text if self._shelf.uses[text.id] == 0 else self.again(text, how)
        if said.network == "mastodon":
            return f"@{said.author.handle.partition('@')[0]} {words}"
        if SOURCES[said.source].group == "page" and said.parent is not None and said.kind == Kind.COMMENT:
            called = said.author.name.split()[0]
            roll = self._chance.random()
            if roll < 0.45 and called.isalpha() and called[0].isupper():
                return f"{called} {words}" if roll < 0.3 else f"@{called} {words}"
        return words

    def quoting(self, said: Said, text: Text, how: Manner) -> str:
        """With a link to it; some copy its beginning too."""
        words = text.text if self._shelf.uses[text.id] == 0 else self.again(text, how)
        return (
            f"{words} {excerpt(said.words, self._chance)}"
            if self._chance.random() < 0.4 and "«" not in said.words
            else words
        )
