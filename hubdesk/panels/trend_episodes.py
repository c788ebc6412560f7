"""Episodes on the trend: which are marked, and what is said of them."""

from __future__ import annotations

from typing import Final

from hubdesk.core import Scope, Topic
from hubdesk.panels.episodes_known import known
from hubdesk.panels.episodes_words import kind_words, sentence, topic_name
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_values import Flag

MOST: Final = 40


def read_flags(reader: Reader, scope: Scope, topics: tuple[Topic, ...], zone: str) -> tuple[Flag, ...]:
    """Those that were told within the scope, the gravest of very many; what the analyst called wrong is left out."""
    named = {topic.id: topic for topic in topics}
    told = [one for one in known(reader.episodes(scope)) if scope.start <= one.main.opened_at < scope.end]
    made = []
    for one in sorted((one for one in told if not one.is_wrong), key=lambda one: -one.severity)[:MOST]:
        topic = named.get(one.main.topic) if one.main.topic is not None else None
        words = f"{kind_words(one)}, {topic_name(topic, one.main.topic)}: {sentence(one, zone)}"
        made.append(Flag(one.main.opened_at, one.severity, words, one.id, not one.lasts))
    return tuple(made)
