"""What the map panel reads, and what it says of it in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Coverage, Scope, Sight, Span
from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.official import Official, incident_topic, read_official
from hubdesk.store.reader import PlaceCount, Reader
from hubdesk.widgets.map_atlas import atlas, towns
from hubdesk.widgets.map_frame import outlines
from hubdesk.widgets.map_values import FEW, MapShown, Place

NEEDED: Final = 12  # placed mentions, below which no map is drawn
NAMED: Final = 3  # places outside the official area that are named in the line above the map
READER: Final = "places"


@dataclass(frozen=True, slots=True)
class MapOptions:
    """`zoomed`: a département to be shown with its towns, or "". `area`: départements by code that the analyst says
    were announced, instead of what the official channels said."""

    zoomed: str = ""
    area: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapPicture:
    """`places`: every département, and those overseas collectivities that were named. `placed` of `all` mentions name
    one; `outside` of those name none of the official area, `gone` were taken back since; in `unread` nobody has looked
    for places.

    `sight`: how many outage reports a day say where they are, where they are too few to see an outage by place.
    `said`: what the official channels said of the incident that the scope shows, None without one.
    `towns` of `options.zoomed`, where `named` mentions name that département, and `alone` no town of it. `off`: why
    places are not read at present, or "".
    """

    span: Span
    zone: str
    options: MapOptions
    places: tuple[Place, ...]
    placed: int
    all: int
    unread: int
    outside: int
    gone: int = 0
    towns: tuple[Place, ...] | None = None
    named: int = 0
    alone: int = 0
    off: str = ""
    empty: Coverage | None = None
    stored: int = 0
    said: Official | None = None
    topics: tuple[int, ...] = ()
    sight: int | None = None
    is_narrowed: bool = False  # by filters: what channels said, and what is reported beside it, is not

    @property
    def is_of_all(self) -> bool:
        """Whether the official area is of all that is counted: not when other topics are, beside the one it is of."""
        return bool(self.options.area) or self.said is None or self.topics == (self.said.topic.id,)

    @property
    def area(self) -> tuple[str, ...]:
        """The official area: the analyst's, else what was said."""
        return self.options.area or said_area(self.said)


def said_area(said: Official | None) -> tuple[str, ...]:
    return said.area.official if said is not None and said.area is not None else ()


def read_map(reader: Reader, scope: Scope, options: MapOptions) -> MapPicture:
    """Worker thread: counts, names, inhabitants; it also makes the outlines drawn later. Raises AtlasError."""
    known = atlas()
    outlines()
    of_all = replace(scope, filters=())  # an incident is whatever filters take
    topic = incident_topic(reader, of_all)
    said = read_official(reader, topic, of_all) if topic is not None else None
    facts, found = reader.facts(), reader.places(scope, options.area or said_area(said), options.zoomed)
    counts = {one.code: one for one in found.departments}
    places = [_place(code, one.name, one.people, counts.get(code)) for code, one in known.departments.items()]
    places += [
        _place(code, known.names[code], None, one)
        for code, one in counts.items()
        if code in known.names and code not in known.departments
    ]
    named = alone = 0
    shown_towns = None
    of_one = found.towns
    if of_one is not None and options.zoomed in known.departments:
        communes, named, alone = towns(options.zoomed), of_one.mentions, of_one.alone
        shown_towns = tuple(
            _place(one.code, communes[one.code].name, communes[one.code].people or None, one)
            for one in of_one.towns
            if one.code in communes
        )
    return MapPicture(
        span=Span(scope.start, scope.end),
        zone=facts.timezone or "UTC",
        options=options,
        places=tuple(places),
        placed=found.placed,
        all=found.all,
        unread=found.unread,
        outside=found.outside,
        gone=found.gone,
        towns=shown_towns,
        named=named,
        alone=alone,
        off=reader.readers_off().get(READER, ""),
        empty=None if found.all else reader.coverage(scope),
        stored=facts.mentions,
        said=said,
        sight=None if scope.filters else short_sight(reader.sights(scope)),
        topics=tuple(one.id for one in scope.topics or reader.topics()),
        is_narrowed=bool(scope.filters),
    )


def _place(code: str, name: str, people: int | None, found: PlaceCount | None) -> Place:
    if found is None:
        return Place(code, name, 0, people)
    split = found.told.split
    tones = (split.negative, split.neutral, split.positive, split.unknown, split.none, split.unread)
    return Place(code, name, found.mentions, people, tones, found.gone)


def placed_text(picture: MapPicture) -> str:
    """`1 312 placed of 4 906`, and what else there is to know of them."""
    parts = [_("{n} placed of {all}").format(n=number(picture.placed), all=number(picture.all))]
    if picture.area and picture.is_of_all:
        parts.append(_("{n} of these outside the official area").format(n=number(picture.outside)))
    if picture.gone:
        parts.append(_("{n} taken back since").format(n=number(picture.gone)))
    if picture.unread:
        parts.append(_("in {n} nobody has looked for places yet").format(n=number(picture.unread)))
    if picture.sight is not None and not is_seen_by_place(picture):
        text = _("at most {n} outage reports a day say where they are: too few to see an outage of a few départements")
        parts.append(text.format(n=number(picture.sight)))
    return " · ".join(parts)


def is_seen_by_place(picture: MapPicture) -> bool:
    """Whether reports lie outside an announced area: beside them nobody would understand that there are too few."""
    return picture.said is not None and picture.said.area is not None and bool(picture.said.area.outside)


def short_sight(sights: Iterable[Sight]) -> int | None:
    """Reports that say where they are, a day, of the topic that has the most, where even that has too few."""
    known = tuple(sights)
    if not known or not all(one.is_short for one in known):
        return None
    return max(math.ceil(one.placed_a_day or 0.0) for one in known)


def headline(picture: MapPicture, shown: MapShown) -> str:
    """What the map says in one line: what lies outside the analyst's official area, or how the towns add up; else
    nothing. What lies outside an area that channels announced is told by reports: see official_words."""
    if shown.zoomed:
        if picture.options.zoomed != shown.zoomed:
            return atlas().names[shown.zoomed]
        text = ngettext(
            "{place}: {n} mention, {alone} name no town", "{place}: {n} mentions, {alone} name no town", picture.named
        )
        place = atlas().names[shown.zoomed]
        return text.format(place=place, n=number(picture.named), alone=number(picture.alone))
    if not picture.options.area:
        return ""
    outside = [one for one in shown.loudest() if one.code not in shown.area]
    sure = [one for one in outside if not (shown.by_rate and (one.is_few or one.rate is None))]
    if not sure:
        if outside:
            return _("Outside the official area no place has {n} mentions").format(n=FEW)
        return _("No mention names a place outside the official area")
    names = ", ".join(f"{one.name}\u00a0{one.figure(shown.by_rate)}" for one in sure[:NAMED])
    more = len(sure) - NAMED
    if more > 0:
        text = ngettext(
            "Outside the official area: {places} and {n} more", "Outside the official area: {places} and {n} more", more
        )
        return text.format(places=names, n=number(more))
    return _("Outside the official area: {places}").format(places=names)


def area_label(picture: MapPicture, by_rate: bool) -> str:
    """`Grand Est 2.1, announced`: of all mentions that name a département of the official area, each counted once."""
    known = atlas()
    area = [known.departments[code] for code in picture.area if code in known.departments]
    if not area:
        return ""
    name = known.area_name(one.code for one in area) or _("Official area")
    whole = Place("", name, picture.placed - picture.outside, sum(one.people for one in area))
    figure = whole.figure(by_rate)
    if by_rate and whole.mentions < FEW:
        figure = ngettext("{n} mention", "{n} mentions", whole.mentions).format(n=number(whole.mentions))
    return _("{place} {figure}, announced").format(place=name, figure=figure)


def query_of(codes: Iterable[str]) -> str:
    """The query that finds what was counted there: a département's number or a commune's."""
    return " OR ".join(f"place:{code}" for code in codes)
