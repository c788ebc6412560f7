"""What `name:` can ask besides words: which fields there are, and how a mention answers.

How a value is written and read is in `values`. What enrichment must leave in `Notes` so that it is found:
- `tone`: negative, neutral, positive or unknown (it was read and cannot be told); "" while nobody has read it, which no
  `tone:` finds;
- `themes`: codes of `THEMES`, or others that a later list holds;
- `places`: texts, as many as are known of each place: the plain name (`Lille`), `insee:59350` for a commune, `dep:59`
  or `dep:2A` for a department, `reg:Hauts-de-France` for a region, by its name. `place:"Lille"` finds the plain name,
  `place:59` the department (an INSEE code says its department too), `place:59350` the commune, and
  `place:"Hauts-de-France"` the region; `place:dep:59` and the like ask for one sort alone;
- `targets`: pairs of a brand and the tone towards it. `target:Orange` finds the brand whatever the tone,
  `target:Orange=negative` with that tone.
Names of places, people and brands compare without capitals, accents, hyphens and apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import DAY, MINUTE, About, Kind, Mention, Notes
from hubdesk.core.place_codes import DEP, INSEE, department_of_commune, parted
from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.query.letters import ADDRESS, bare, clean, fold
from hubdesk.query.tree import Field, Query, Range, walk
from hubdesk.query.words import address_form, tokens

PARTS: Final = ("title", "body", "comment", "teaser")
SPOKEN: Final = frozenset(PARTS[:3])  # where a bare word looks
TONES: Final = ("negative", "neutral", "positive", "unknown")
THEMES: Final = tuple(
    """outage_network fibre_box price_billing customer_service loyalty_points cancellation store email_webmail roaming
    tv competitor_switch security_phishing other""".split()  # noqa: SIM905 - a list to be read
)
ANY_TONE: Final = f"tone:({' OR '.join(TONES)})"  # what was read, whatever it says
ANY_THEME: Final = f"theme:({' OR '.join(THEMES)})"
VALUES: Final = (
    *("author", "person", "site", "url", "links", "language", "network", "source", "kind"),
    *("tone", "theme", "place", "target", "has", "is"),
)
RANGES: Final = ("followers", "reach", "rating", "published", "minuteOfDay")
CLOSED: Final = {
    "kind": tuple(str(kind) for kind in Kind),
    "tone": TONES,
    "theme": THEMES,
    "has": ("link", "media", "place"),
    "is": ("reply", "repost", "duplicate", "insider"),
    "in": PARTS,
}
KNOWN: Final = (*VALUES[:9], "in", "title", *VALUES[9:], *RANGES)
_SESSIONS: Final = {"source": None, "person": None, "is": frozenset({"duplicate", "insider"})}  # None: whatever value

NOTHING: Final = About()  # what is said of a mention outside a session


def field_holds(field: Field, mention: Mention, notes: Notes, about: About = NOTHING) -> bool:
    """Whether the mention answers with one of the field's values."""
    holds = _HOLDS[field.name]
    return any(holds(value, mention, notes, about) for value in field.values)


def range_holds(asked: Range, mention: Mention) -> bool:
    """Whether the mention's figure is known and within both ends."""
    value = _NUMBERS[asked.name](mention)
    if value is None:
        return False
    return (asked.low is None or value >= asked.low) and (asked.high is None or value <= asked.high)


def needs_session(query: Query) -> Field | None:
    """The first field that only a session can answer: who the watched people are, and what was stored before."""
    for node in walk(query.tree):
        if isinstance(node, Field) and node.name in _SESSIONS:
            only = _SESSIONS[node.name]
            if only is None or not only.isdisjoint(node.values):
                return node
    return None


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name as it compares: no capitals, no accents; hyphens, apostrophes and other signs are spaces."""
    return " ".join(re.findall(r"[^\W_]+", bare(fold(re.sub("['\u2018\u2019]", " ", clean(name).text)))))


def _author(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    if value.startswith("="):
        return folded_name(mention.author.name) == value[1:]
    return folded_handle(mention.author.handle) == value


def _person(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return any(plain_name(name) == value for name in about.people)


def _source(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return folded_name(about.source) == value


def _site(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    try:
        host = (urlsplit(mention.url).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return host == value or host.endswith("." + value)


def _url(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return bool(mention.url) and value in address_form(mention.url).lower


def links_of(mention: Mention) -> tuple[str, ...]:
    """Every address a mention links to, from its record and from its text."""
    written = tuple(
        token.form.lower
        for text in (mention.title, mention.text)
        if "." in text
        for token in tokens(text)
        if token.form.kind == ADDRESS
    )
    return tuple(address_form(link).lower for link in mention.links) + written


def _links(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return any(value in link for link in links_of(mention))


def _language(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    known = (notes.language or mention.language).casefold()
    return known == value or known.split("-")[0] == value


def _network(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return mention.network.casefold() == value


def _kind(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return mention.kind == value


def _is(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    if value == "duplicate":
        return notes.duplicate is True
    return about.insider if value == "insider" else mention.kind == value


def _has(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    if value == "media":
        return mention.media is True
    return bool(notes.places) if value == "place" else bool(links_of(mention))


def _tone(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return notes.tone == value


def _theme(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return value in notes.themes


def _place(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    return any(value in _said_of(place) for place in notes.places)


@lru_cache(maxsize=4096)
def _said_of(place: str) -> frozenset[str]:
    return frozenset(sayings(place))


def sayings(place: str) -> Iterator[str]:
    """Every value of `place:` that one of the notes' places answers to."""
    begin, name = parted(place)
    plain = plain_name(name)
    yield plain
    if begin:
        yield begin + plain
    if begin == INSEE:
        department = department_of_commune(plain)
        yield from (department, DEP + department)


def _target(value: str, mention: Mention, notes: Notes, about: About) -> bool:
    brand, _sign, tone = value.partition("=")
    return any(plain_name(name) == brand and tone in ("", towards) for name, towards in notes.targets)


def _minute_of_day(mention: Mention) -> float | None:
    return None if mention.published_at is None else mention.published_at % DAY // MINUTE


def _followers(mention: Mention) -> float | None:
    return mention.author.followers


def _reach(mention: Mention) -> float | None:
    return mention.reach


def _rating(mention: Mention) -> float | None:
    return mention.rating


def _published(mention: Mention) -> float | None:
    return mention.published_at


_HOLDS: Final[dict[str, Callable[[str, Mention, Notes, About], bool]]] = {
    "author": _author,
    "person": _person,
    "source": _source,
    "site": _site,
    "url": _url,
    "links": _links,
    "language": _language,
    "network": _network,
    "kind": _kind,
    "is": _is,
    "has": _has,
    "tone": _tone,
    "theme": _theme,
    "place": _place,
    "target": _target,
}
_NUMBERS: Final[dict[str, Callable[[Mention], float | None]]] = {
    "followers": _followers,
    "reach": _reach,
    "rating": _rating,
    "published": _published,
    "minuteOfDay": _minute_of_day,
}
