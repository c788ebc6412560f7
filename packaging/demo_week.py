"""The demonstration's weeks as they are being said, in order of time: what is written for an instant, and the rest.

The same seed makes the same weeks; another seed makes others, with the same stories. Nothing here knows the store.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from demo_calendar import ALL, at
from demo_manners import Words
from demo_places import article_of, place_of
from demo_ring import waves
from demo_said import MARKS, Said
from demo_shelf import ONCE, Shelf
from demo_sources import SOURCES, TAGS
from demo_stories import STREAMS, Stream
from demo_threads import QUOTE, offspring
from demo_voices import Pick, Voices
from demo_words import Text, load

from hubdesk.core import MINUTE, SECOND, Kind, Millis

SEED: Final = 20261116
ANSWERED_AGAIN: Final = {"brand": 0.35}  # how often a written answer is given again to what was said again
_KINDS: Final = {"review": Kind.REVIEW, "comment": Kind.COMMENT, "article": Kind.ARTICLE, "newsletter": Kind.ARTICLE}


def said_in(seed: int = SEED) -> tuple[Said, ...]:
    """Everything that was said, heard or not, in order of time."""
    return _Weeks(random.Random(seed), load()).run()


class _Weeks:
    """What waits to be said, by instant; and what has been."""

    def __init__(self, chance: random.Random, texts: Sequence[Text]) -> None:
        self._chance = chance
        self._voices = Voices(chance)
        self._shelf = Shelf(texts, chance)
        self._words = Words(self._shelf, self._voices, chance)
        self._waiting: list[tuple[Millis, int, Callable[[Millis], None]]] = []
        self._number = 0
        self._order = 0
        self._first: dict[str, Said] = {}  # by text id
        self._posts: defaultdict[str, list[Said]] = defaultdict(list)  # of papers and pages, by site
        self.said: list[Said] = []
        self._plan(texts)

    def run(self) -> tuple[Said, ...]:
        while self._waiting:
            moment, _order, deed = heapq.heappop(self._waiting)
            if moment < ALL.end:
                deed(moment)
        return tuple(self.said)

    def _later(self, moment: Millis, deed: Callable[[Millis], None]) -> None:
        self._order += 1
        heapq.heappush(self._waiting, (moment, self._order, deed))

    # What is written for an instant

    def _plan(self, texts: Sequence[Text]) -> None:
        for text in texts:
            if text.at:
                self._later(at(text.at) + self._chance.randrange(3, 50) * SECOND, partial(self.script, text))
            elif not text.reply_to and text.kind in ("article", "newsletter"):
                self._later(article_of(text, self._shelf.window(text), self._chance), partial(self.script, text))
            elif not text.reply_to and (text.author or text.voice in ONCE) and text.kind != "reaction":
                self._later(self._some_time(text), partial(self.script, text))
            if text.voice == "bot" and not text.reply_to:
                for _again in range(self._chance.randrange(3, 9)):
                    self._later(self._some_time(text), partial(self.script, text))
        for stream in STREAMS:
            for moment in stream.moments(self._chance):
                self._later(moment, partial(self.begin, stream))
        for moment, member, of, wave in waves(texts, self._chance):
            self._later(moment, partial(self.in_wave, member, of, wave))

    def _some_time(self, text: Text) -> Millis:
        span = self._shelf.window(text)
        return self._chance.randrange(span.start, span.end)

    def script(self, text: Text, moment: Millis) -> None:
        """Say exactly these words. An answer waits until what it answers is said."""
        parent = self._first.get(text.reply_to) if text.reply_to else None
        if text.reply_to and parent is None:
            if moment < ALL.end - 30 * MINUTE:
                self._later(moment + 5 * MINUTE, partial(self.script, text))
            return
        wave = f"{text.phase} {text.at[:5]}" if text.voice == "ring" else ""
        self._say(moment, text, text.text, parent=parent, wave=wave)

    def in_wave(self, member: str, of: str, wave: str, moment: Millis) -> None:
        """One account of the ring passes on what another of them has said."""
        first = self._first.get(of)
        if first is not None:
            author = self._voices.person(first.network, member, "ring")
            self._add(moment, first.source, Kind.REPOST, first.text, first.words, author, first, wave=wave, sign="ring")

    # What begins by itself

    def begin(self, stream: Stream, moment: Millis) -> None:
        names, weights = zip(*stream.where, strict=True)
        where = self._chance.choices(names, weights)[0]
        text = self._shelf.begin(stream.story, where, moment)
        if text is not None:
            self._say(moment, text, None, source=place_of(text, where, self._chance))

    # What is taken up

    def take_up(self, said: Said, how: str, moment: Millis) -> None:
        if how == Kind.REPOST:
            author = self._voices.someone(said.network, "customer")
            self._add(moment, said.source, Kind.REPOST, said.text, said.words, author, said)
            return
        text = self._words.answer_to(said, moment)
        if text is None:
            return
        pick = self._voices.someone("page" if said.source == "page-sfr" else said.network, text.voice)
        if how == QUOTE:
            words = self._words.quoting(said, text, pick[1])
            self._add(moment, said.source, Kind.POST, text, words, pick, None, links=(said.url,))
        else:
            words = self._words.replying(said, text, pick[1])
            kind = Kind.COMMENT if SOURCES[said.source].group == "page" else Kind.REPLY
            self._add(moment, said.source, kind, text, words, pick, said)
        self._shelf.said(text)

    # Saying

    def _say(
        self, moment: Millis, text: Text, words: str | None, *, parent: Said | None = None, source: str = "",
        wave: str = "",
    ) -> None:  # fmt: skip
        source = parent.source if parent and SOURCES[parent.source].group != "press" else source
        source = source or place_of(text, self._voices.home(text.author), self._chance, parent)
        network = "page" if source == "page-sfr" else SOURCES[source].network
        is_first = self._shelf.said(text) == 0
        pick = (
            self._voices.person(network, text.author, text.voice)
            if text.author and (is_first or text.voice in ONCE)
            else self._voices.someone(network, text.voice)
        )
        if words is None:
            words = text.text if is_first else self._words.again(text, pick[1], named=source == "bluesky")
        if text.sidebar:  # the page's reader took what stood beside the piece for its end
            words = "\n\n".join((words, "À lire aussi", *text.sidebar))
        kind = _KINDS.get(text.kind, Kind.REPLY if text.kind in ("reply", "reaction") else Kind.POST)
        if kind == Kind.COMMENT and SOURCES[source].group == "social":
            kind = Kind.POST
        if SOURCES[source].group == "page" and not (text.kind == "post" and text.voice == "brand"):
            kind = Kind.COMMENT
            parent = parent or self._talked_about(source)
        if kind == Kind.ARTICLE:
            pick = (self._voices.media(text.author or source, SOURCES[source].name), pick[1])
        sign = text.voice if text.voice in MARKS else ""
        self._add(moment, source, kind, text, words, pick, parent, is_first=is_first, wave=wave, sign=sign)

    def _talked_about(self, source: str) -> Said | None:
        """What a page's visitors comment on then: mostly its newest post."""
        posts = self._posts[SOURCES[source].site]
        return None if not posts else posts[-1] if self._chance.random() < 0.8 else self._chance.choice(posts)

    def _add(
        self, moment: Millis, source: str, kind: Kind, text: Text, words: str, pick: Pick, parent: Said | None,
        *, links: tuple[str, ...] = (), is_first: bool = False, wave: str = "", sign: str = "",
    ) -> None:  # fmt: skip
        self._number += 1
        if source.startswith("tag-") and kind != Kind.REPOST:
            words = _with_tag(words, source.removeprefix("tag-"), text)
        said = Said(
            self._number, source, kind, text, words, pick[0], moment, parent, links or _links(words), is_first, wave,
            sign,
        )  # fmt: skip
        self.said.append(said)
        if is_first:
            self._first.setdefault(text.id, said)
        if kind == Kind.ARTICLE or (kind == Kind.POST and source == "page-sfr"):
            self._posts[SOURCES[source].site].append(said)
        if is_first or self._chance.random() < ANSWERED_AGAIN.get(text.voice, 0.0):
            for answer in self._shelf.answers[text.id] if kind != Kind.REPOST else ():
                if not answer.at:
                    delay = self._chance.lognormvariate(3.0, 0.9) * MINUTE
                    self._later(moment + int(delay), partial(self.script, answer))
        for later, how in offspring(said, self._chance):
            self._later(later, partial(self.take_up, said, how))


def _with_tag(words: str, tag: str, text: Text) -> str:
    """Under a tag because somebody wrote it: on the brand's own name where it stands, else at the end."""
    if f"#{tag}" in words.lower():
        return words
    place = words.lower().find(tag)
    brand = next((brand for brand, of in TAGS.items() if of == tag), "")
    free = place >= 0 and (place == 0 or words[place - 1] in ' «("') and not words[place + len(tag) :][:1].isalnum()
    if free and (brand in text.of or not text.of):
        return f"{words[:place]}#{words[place:]}"
    return f"{words} #{tag}"


def _links(words: str) -> tuple[str, ...]:
    return tuple(word.rstrip(".,)»") for word in words.split() if word.startswith("https://"))
