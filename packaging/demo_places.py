"""Where a text comes out: in its writer's paper, on the page it belongs to, under the tag of its brand."""

from __future__ import annotations

import random
from typing import Final

from demo_calendar import BY_HOUR, hour_of
from demo_said import Said
from demo_sources import MEDIA, SOURCES, TAGS
from demo_words import Text

from hubdesk.core import Millis, Span

PAGES: Final = {"sfr": "page-sfr", "page sfr": "page-sfr", "red": "page-sfr"}
_COMMENTS: Final = {"outage": "beffroi-comments", "loyalty": "blog-comments", "price": "page-sfr"}
_BESIDE: Final = {"courrier-beffroi": "beffroi-comments", "numeri-club": "club-comments", "blog": "blog-comments"}
_ELSEWHERE: Final = "heure-francaise"


def place_of(text: Text, wished: str, chance: random.Random, parent: Said | None = None) -> str:
    """The source a text appears in. `wished`: a source's key, or "tag" for its brand's, or "" for no matter."""
    if text.kind in ("article", "newsletter"):
        return paper_of(text, chance)
    if parent is not None and text.kind in ("comment", "reaction", "reply") and parent.source in _BESIDE:
        return _BESIDE[parent.source]
    if text.page.lower() in PAGES and wished not in ("tag", "bluesky"):
        return PAGES[text.page.lower()]
    if text.kind == "comment":
        if wished in ("tag", "bluesky"):
            return _tag_of(text, chance) if wished == "tag" else wished
        return wished if wished.endswith("comments") else _COMMENTS.get(text.story, "club-comments")
    if text.kind == "review":
        return "reviews"
    if not wished and text.title:
        return "forum"
    told = text.at and text.story in ("launch", "spat", "rumour")  # threads that are kept on one network
    if wished == "tag" or (not wished and not told and chance.random() < 0.3):
        return _tag_of(text, chance)
    return wished if wished in SOURCES else "bluesky"


def paper_of(text: Text, chance: random.Random) -> str:
    """The paper or blog whose writer signed it; one that we do not listen to is reprinted by another."""
    if text.author in SOURCES:
        return text.author
    if text.story == "loyalty" and text.kind == "article" and text.voice not in ("media", "journalist"):
        return "blog"
    if "conso" in text.author:
        return "courrier-conso"
    return chance.choice(MEDIA[:-1]) if not text.author else _ELSEWHERE


def article_of(text: Text, span: Span, chance: random.Random) -> Millis:
    """When a piece with no instant of its own comes out: in its phase, at an hour at which papers publish."""
    for _try in range(60):
        moment = chance.randrange(span.start, span.end)
        if chance.random() * 1.7 < BY_HOUR["press"][int(hour_of(moment))]:
            break
    return moment


def _tag_of(text: Text, chance: random.Random) -> str:
    brands = [brand for brand in text.of if brand in TAGS]
    if brands:
        return f"tag-{TAGS[chance.choice(brands)]}"
    return "tag-orange" if "orange" in text.text.lower() else "bluesky"
