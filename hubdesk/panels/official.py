"""What a brand's channels said of where an incident is, beside where people report it: for the map and the crisis room.

Reports are mentions that say something is wrong: negative ones, and those of an outage. A query says the same, so
that every figure opens the rows that it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Episode, EpisodeKind, Role, Scope, Topic
from hubdesk.core.channels import ChannelSilence, OfficialArea
from hubdesk.store.reader import Reader
from hubdesk.widgets.map_atlas import AtlasError, atlas

GRAVE: Final = (EpisodeKind.OUTAGE, EpisodeKind.CRISIS)
REPORTS: Final = "(tone:negative OR theme:outage_network)"  # as store/silence.py counts them


@dataclass(frozen=True, slots=True)
class Official:
    """Of one topic. `area` None: no channel named a place by then; `name` of it: a region's, a département's, or "".

    `channels`: for how long each has been silent, or that it is unknown. `names` of départements, by code.
    """

    topic: Topic
    area: OfficialArea | None
    channels: tuple[ChannelSilence, ...]
    name: str = ""
    names: tuple[tuple[str, str], ...] = ()


def read_official(reader: Reader, topic: Topic, scope: Scope) -> Official | None:
    """Worker thread. None: no channel of the topic is watched, or it has no outage or crisis in the scope."""
    channels = reader.silence(topic, scope)
    if not channels:
        return None
    area = reader.official_area(topic, scope)
    if area is None:
        return Official(topic, None, channels)
    try:
        known = atlas()
    except AtlasError:  # its file is gone: codes are shown
        return Official(topic, area, channels)
    wanted = {*area.official, *(one.code for one in area.outside)}
    names = tuple(sorted((code, known.names[code]) for code in wanted if code in known.names))
    return Official(topic, area, channels, known.area_name(area.official), names)


def incident_topic(reader: Reader, scope: Scope) -> Topic | None:
    """Whose incident it is that a scope shows: the own topic's that lasts, else that was, else the only topic's."""
    shown = scope.topics or reader.topics()
    own = [one for one in shown if one.role == Role.OWN]
    grave = [one for one in reader.episodes(scope) if one.kind in GRAVE] if own else []
    for some in ([one for one in grave if one.lasts], grave):
        for topic in own:
            if _has(topic, some):
                return topic
    return shown[0] if len(shown) == 1 else None


def query_of(codes: Iterable[str]) -> str:
    """What finds the reports that name any of these places."""
    places = " OR ".join(f"place:{code}" for code in codes)
    return f"({places}) {REPORTS}" if places else ""


def _has(topic: Topic, episodes: Iterable[Episode]) -> bool:
    return any(one.topic in (topic.id, None) for one in episodes)
