"""Which topics' colours are taken for each other on a chart, in words for whoever chooses them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hubdesk.core import Topic
from hubdesk.i18n import _
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import THEMES, Theme, tokens
from hubdesk.widgets.vision import looks_alike

# The first are far from the four brands and from each other; with more topics than those, something must be near.
COLOURS: Final = ("#3D3DC8", "#8C8C8C", "#AAE29C", "#8F568F", "#00796B", "#5D4037", "#AD1457", "#6B5BD2", "#558B2F")


def alike(topic: Topic, others: Sequence[Topic]) -> str:
    """One line that names both, of the first other topic that is hard to tell from this one on any ground; "" when
    there is none. The look's own four brands are far enough from each other."""
    brands = tokens()["brand"]
    looks = [Theme(name) for name in THEMES]
    mine = [look.topic_style(topic).colour for look in looks]
    found: dict[str, str] = {}
    for other in others:
        if topic.name in brands and other.name in brands:
            continue
        theirs = [look.topic_style(other).colour for look in looks]
        seen = [looks_alike(one, another) for one, another in zip(mine, theirs, strict=True)]
        vision = "normal" if "normal" in seen else max(seen)
        if vision:
            found.setdefault(vision, other.name)
    if "normal" in found:
        line = _("{one} and {other} look alike on a chart: shape and dash alone will tell them apart.")
        return line.format(one=_named(topic.name), other=_named(found["normal"]))
    if found:
        line = _("{one} and {other} look alike on a chart to those who see less red, green or blue.")
        return line.format(one=_named(topic.name), other=_named(next(iter(found.values()))))
    return ""


def free_colour(topics: Sequence[Topic]) -> str:
    """The first colour for a new topic that is taken for none of these; when all are, the one whose turn it is."""
    fresh = (Topic(0, "", "", colour=colour) for colour in COLOURS)
    turn = COLOURS[len(topics) % len(COLOURS)]
    return next((topic.colour for topic in fresh if not alike(topic, topics)), turn)


def _named(name: str) -> str:
    return tame(name, 60) or _("new topic")
