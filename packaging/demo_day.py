"""Thursday 19 November 2026, invented: four operators, a mail outage that rises at 11:58, and eleven minutes unheard.

The same seed makes the same day. Nothing here knows the store: out come mentions, and when each was seen.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from demo_listening import MEDIA, SOURCES, TAGS, at
from demo_pace import moments, moods
from demo_people import brand_desk, crowd
from demo_texts import Text, excerpt, load, varied

from hubdesk.core import MINUTE, SECOND, Author, Kind, Mention, Millis

MEMORY: Final = 260  # how many sayings back people take up
FRESH_MINUTES: Final = 25
ORANGE: Final = re.compile(r"\borange\b", re.IGNORECASE)
KINDS: Final = {"review": Kind.REVIEW, "comment": Kind.COMMENT, "reply": Kind.REPLY}


@dataclass(frozen=True, slots=True)
class Said:
    """Something published that we saw. `appeal`: how much people take it up."""

    source: str  # key of SOURCES
    mention: Mention
    text: Text  # the hand-written post it comes from
    in_outage: bool
    seen_at: Millis
    appeal: float  # 0: an answer or a copy, which nobody passes on

    @property
    def published_at(self) -> Millis:
        return self.mention.published_at or 0


def day(seed: int) -> tuple[Said, ...]:
    """All that was seen, in the order in which it was."""
    made = _Day(random.Random(seed))
    planned = deque(made.planned())
    for moment, brand, in_outage in moments(made.chance):
        while planned and planned[0][0] <= moment:
            planned.popleft()[1]()
        made.say(moment, brand, in_outage)
    return tuple(sorted(made.said, key=lambda one: (one.seen_at, one.published_at, one.mention.native_id)))


class _Day:
    """The day as it is being made, in order of publication."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.said: list[Said] = []
        self._texts = load()
        self._crowds = {
            network: crowd(network, size, chance)
            for network, size in (("bluesky", 900), ("mastodon", 420), ("feed", 260), ("appstore", 90))
        }
        self._uses: Counter[str] = Counter()
        self._last_use: dict[str, int] = {}
        self._number = 0

    # What

    def say(self, moment: Millis, brand: str, in_outage: bool) -> None:
        """Someone publishes something: takes up what was said, or says it in their own way."""
        roll = self.chance.random()
        heard = self._taken_up(moment, brand, in_outage) if brand and roll < 0.6 else None
        if heard is None:
            self._say_anew(moment, brand, in_outage)
        elif heard.mention.kind == Kind.ARTICLE:
            self._take_up_article(moment, heard, brand)
        elif roll < 0.27 and heard.mention.network != "feed":
            self._publish(moment, heard.source, heard.text, in_outage, Kind.REPOST, heard.mention.text, heard.mention)
        elif roll < 0.50:
            self._answer(moment, heard, brand)
        else:
            words = f"{self._reaction(moment, heard, brand)} {excerpt(heard.mention.text, self.chance)}"
            self._publish(moment, heard.source, heard.text, in_outage, Kind.POST, words, heard.mention)

    def _say_anew(self, moment: Millis, brand: str, in_outage: bool) -> None:
        text = self._pick(moment, brand, in_outage)
        if not text.of:
            words = ORANGE.sub(r"#\g<0>", text.text, count=1)
        elif self._uses[text.text] == 1 or text.kind == "brand":
            words = text.text
        else:
            words = varied(text.text, self.chance, in_outage, text.language)
        kind = KINDS.get(text.kind, Kind.POST)
        parent = self._article_before(text) if kind == Kind.COMMENT else None
        self._publish(moment, self._where(text, brand), text, in_outage, kind, words, parent)

    def _answer(self, moment: Millis, heard: Said, brand: str) -> None:
        words = self._reaction(moment, heard, brand)
        if heard.mention.network == "mastodon":
            words = f"@{heard.mention.author.handle.partition('@')[0]} {words} #{TAGS[brand]}"
        elif self.chance.random() < 0.55 and brand.lower() not in words.lower():
            words = f"{words} ({brand})" if self.chance.random() < 0.5 else f"{words} #{TAGS[brand]}"
        self._publish(moment, heard.source, heard.text, heard.in_outage, Kind.REPLY, words, heard.mention)

    def _take_up_article(self, moment: Millis, heard: Said, brand: str) -> None:
        article = heard.mention
        if heard.source == "hainaut" and self.chance.random() < 0.5:
            words = self._reaction(moment, heard, brand)
            self._publish(moment, "comments", heard.text, heard.in_outage, Kind.COMMENT, words, article)
        else:
            source = self._where(heard.text, brand)
            words = f"« {article.title} » {article.url}"
            self._publish(moment, source, heard.text, heard.in_outage, Kind.POST, words, links=(article.url,))

    def _pick(self, moment: Millis, brand: str, in_outage: bool) -> Text:
        """A text for that moment; one that was used lately or often waits."""
        wanted = moods(moment, in_outage) if brand in ("Orange", "") or not in_outage else {"outage"}
        fit = [
            text
            for text in self._texts
            if text.when in wanted
            and text.kind not in ("article", "reaction")
            and (brand in text.of if brand else not text.of)
        ]
        text = self.chance.choices(fit, [self._freshness(text) for text in fit])[0]
        self._uses[text.text] += 1
        self._last_use[text.text] = self._number
        return text

    def _freshness(self, text: Text) -> float:
        rare = 0.05 if text.kind == "brand" else 0.3 if text.kind in ("comment", "review") else 1.0
        rested = min(1.0, (self._number - self._last_use.get(text.text, -MEMORY)) / 60)
        return rare * rested**3 / (1 + self._uses[text.text]) ** 1.3 + 1e-6

    def _reaction(self, moment: Millis, heard: Said, brand: str) -> str:
        wanted = moods(moment, True) & {"outage", "late"} if heard.in_outage and brand == "Orange" else set()
        texts = [text for text in self._texts if text.kind == "reaction" and text.when in (wanted or {"any"})]
        text = self.chance.choices(texts, [1 / (1 + self._uses[text.text]) for text in texts])[0]
        self._uses[text.text] += 1
        if self._uses[text.text] == 1 or self.chance.random() < 0.2:
            return text.text
        return varied(text.text, self.chance, False, text.language)

    def _taken_up(self, moment: Millis, brand: str, in_outage: bool) -> Said | None:
        """Something recent that people pass on: the more it pleases and the fresher it is, the likelier."""
        recent = [
            one for one in self.said[-MEMORY:] if one.appeal and one.in_outage == in_outage and brand in one.text.of
        ]
        if not recent:
            return None
        weights = [one.appeal * math.exp((one.published_at - moment) / (FRESH_MINUTES * MINUTE)) for one in recent]
        return self.chance.choices(recent, weights)[0]

    # Where

    def _where(self, text: Text, brand: str) -> str:
        if not text.of:  # on Mastodon where the word itself can be the tag
            return "tag-orange" if ORANGE.search(text.text) else "comments"
        if text.kind in ("review", "comment"):
            return {"review": "reviews", "comment": "comments"}[text.kind]
        if self.chance.random() < 0.28:
            return f"tag-{TAGS[brand]}"
        return "forum" if self.chance.random() < 0.07 and text.kind == "post" else "bluesky"

    def planned(self) -> Iterable[tuple[Millis, Callable[[], None]]]:
        """When articles and official words come out, and how: one paper finds it, others take it over."""
        planned: list[tuple[Millis, _Planned]] = []
        for text in self._texts:
            hours = text.when.removeprefix("outage-")
            if not hours.isdigit():
                continue
            moment = at(int(hours[:2]), int(hours[2:]))
            if text.kind == "brand":
                planned.append((moment, _Planned(self, moment, "bluesky", text)))
            else:
                for place, source in enumerate(self.chance.sample(MEDIA, len(MEDIA))):
                    if place == 0 or (text.when != hours and self.chance.random() < 0.6):
                        later = place * self.chance.randrange(4, 25) * MINUTE + self.chance.randrange(MINUTE)
                        planned.append((moment + later, _Planned(self, moment + later, source, text)))
        return sorted(planned, key=lambda one: one[0])

    def publish_planned(self, moment: Millis, source: str, text: Text) -> None:
        in_outage = text.when.startswith("outage")
        if text.kind == "brand":
            self._publish(moment, source, text, in_outage, Kind.POST, text.text)
            return
        self._number += 1
        address = f"https://{SOURCES[source].site}/2026/11/19/{self._number}"
        author = Author(name=SOURCES[source].name)
        self._add(
            source,
            text,
            in_outage,
            Mention("feed", address, text.text, moment, Kind.ARTICLE, author, text.title, address),
        )

    def _publish(
        self,
        moment: Millis,
        source: str,
        text: Text,
        in_outage: bool,
        kind: Kind,
        words: str,
        parent: Mention | None = None,
        links: tuple[str, ...] = (),
    ) -> None:
        network, self._number = SOURCES[source].network, self._number + 1
        is_social = network in ("bluesky", "mastodon")
        if parent is not None and not is_social:
            kind = Kind.COMMENT
        is_desk = text.kind == "brand" and parent is None and not links
        author = brand_desk(text.of[0], network) if is_desk else self._crowds[network].someone(self.chance)
        tag = source.removeprefix("tag-")
        if network == "mastodon" and kind != Kind.REPOST and f"#{tag}" not in words.lower():
            words = f"{words} #{tag}"
        native_id, url = self._address(source, author, moment)
        mention = Mention(
            network,
            native_id,
            words,
            moment if network == "bluesky" else moment // SECOND * SECOND,
            kind,
            author,
            url=url,
            language=text.language if is_social else "",
            parent_id=parent.native_id if parent else "",
            parent_title=parent.title if parent else "",
            links=links,
        )
        self._add(source, text, in_outage, mention)

    def _article_before(self, text: Text) -> Mention | None:
        about = [one for one in self.said if one.source == "hainaut" and set(one.text.of) & set(text.of)]
        return max(about, key=attrgetter("published_at")).mention if about else None

    def _address(self, source: str, author: Author, moment: Millis) -> tuple[str, str]:
        key = f"{moment:x}{self._number:04x}"
        if source == "bluesky":
            return (
                f"at://{author.id}/app.bsky.feed.post/{key}",
                f"https://bsky.example/profile/{author.handle}/post/{key}",
            )
        if source.startswith("tag-"):
            name = author.handle.partition("@")[0]
            address = f"https://instance.example/@{name}/{115_000_000_000 + self._number}"
        else:
            address = f"https://{SOURCES[source].site}/{self._number}"
        return address, address

    def _add(self, source: str, text: Text, in_outage: bool, mention: Mention) -> None:
        seen_at = SOURCES[source].seen(mention.published_at or 0, self.chance)
        is_own = mention.kind == Kind.ARTICLE or (not mention.parent_id and not mention.links)
        appeal = self.chance.paretovariate(1.2) if is_own and mention.kind != Kind.REVIEW else 0.0
        if seen_at is not None:
            self.said.append(Said(source, mention, text, in_outage, seen_at, appeal))


@dataclass(frozen=True, slots=True)
class _Planned:
    """Something that comes out once, at its hour."""

    day: _Day
    moment: Millis
    source: str
    text: Text

    def __call__(self) -> None:
        self.day.publish_planned(self.moment, self.source, self.text)
