"""What `name:` can ask besides words: which fields exist, how their values are written and how a mention answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import DAY, MINUTE, Kind, Mention, Notes
from hubdesk.i18n import _
from hubdesk.query.letters import ADDRESS
from hubdesk.query.tree import Field, QueryError, Range
from hubdesk.query.words import address_form, tokens

PARTS: Final = ("title", "body", "comment", "teaser")
SPOKEN: Final = frozenset(PARTS[:3])  # where a bare word looks
VALUES: Final = ("author", "site", "url", "links", "language", "network", "kind", "has", "is")
RANGES: Final = ("followers", "reach", "published", "minuteOfDay")
CLOSED: Final = {
    "kind": tuple(str(kind) for kind in Kind),
    "has": ("link",),
    "is": ("reply", "repost"),
    "in": PARTS,
}
KNOWN: Final = (*VALUES[:5], "network", "kind", "in", "title", "has", "is", *RANGES)
_TWINS: Final = {"authorfollowers": "followers", "engagementtype": "kind", "from": "author", "lang": "language"}
_CANONICAL: Final = {name.lower(): name for name in KNOWN} | _TWINS


def field_name(written: str, position: int) -> str:
    """The field somebody means; Brandwatch's names that have a twin here are accepted."""
    name = _CANONICAL.get(written.lower())
    if name is None:
        raise QueryError(
            position,
            _("there is no field “{name}:”").format(name=written[:40]),
            _("there are {names}; to look for a word, leave out the colon").format(
                names=" ".join(f"{known}:" for known in KNOWN)
            ),
        )
    return name


def field_value(name: str, written: str, quoted: bool, position: int) -> str:
    """One value as the field compares it. Raises QueryError at `position` when it cannot be one."""
    value = " ".join(written.split())
    if not value:
        raise QueryError(position, _("{name}: needs a value").format(name=name))
    if not quoted and name != "url" and name != "links" and re.search(r"[*?]", value):
        raise QueryError(
            position,
            _("a wildcard cannot stand in the value of {name}:").format(name=name),
            _("write the whole value"),
        )
    folded = value.casefold()
    if name in CLOSED and folded not in CLOSED[name]:
        raise QueryError(
            position,
            _("{name}: does not know “{value}”").format(name=name, value=value[:40]),
            _("write one of {values}").format(values=" ".join(CLOSED[name])),
        )
    if name == "author":
        return "=" + folded if quoted else folded.removeprefix("@")
    if name == "site":
        return folded.split("://")[-1].split("/")[0].removeprefix("www.")
    if name in ("url", "links"):
        return address_form(value).lower
    return folded


def range_ends(name: str, low: str, high: str, position: int) -> tuple[float | None, float | None]:
    """Both ends as numbers, None for `*`; a day's end is its last millisecond."""
    ends = (_end(name, low, position, False), _end(name, high, position, True))
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        raise QueryError(
            position,
            _("the range of {name}: runs backwards").format(name=name),
            _("write [{high} TO {low}]").format(high=high, low=low),
        )
    return ends


def _end(name: str, written: str, position: int, is_high: bool) -> float | None:
    if written == "*":
        return None
    try:
        if name != "published":
            return float(written) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", written) else _refuse(name, position)
        if len(written) == 10:
            day = datetime.combine(date.fromisoformat(written), time(), UTC).timestamp() * 1000
            return day + DAY - 1 if is_high else day
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000
    except (ValueError, OverflowError):
        return _refuse(name, position)


def _refuse(name: str, position: int) -> float:
    hint = _("write [2026-01-01 TO 2026-01-31]") if name == "published" else _("write whole numbers, * for open")
    raise QueryError(position, _("{name}: needs a range it can read").format(name=name), hint)


def field_holds(field: Field, mention: Mention, notes: Notes) -> bool:
    return any(_HOLDS[field.name](value, mention, notes) for value in field.values)


def range_holds(asked: Range, mention: Mention) -> bool:
    value = _NUMBERS[asked.name](mention)
    if value is None:
        return False
    return (asked.low is None or value >= asked.low) and (asked.high is None or value <= asked.high)


def _author(value: str, mention: Mention, notes: Notes) -> bool:
    if value.startswith("="):
        return " ".join(mention.author.name.split()).casefold() == value[1:]
    return mention.author.handle.casefold().removeprefix("@") == value


def _site(value: str, mention: Mention, notes: Notes) -> bool:
    try:
        host = (urlsplit(mention.url).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return host == value or host.endswith("." + value)


def _url(value: str, mention: Mention, notes: Notes) -> bool:
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


def _links(value: str, mention: Mention, notes: Notes) -> bool:
    return any(value in link for link in links_of(mention))


def _language(value: str, mention: Mention, notes: Notes) -> bool:
    known = (notes.language or mention.language).casefold()
    return known == value or known.split("-")[0] == value


def _network(value: str, mention: Mention, notes: Notes) -> bool:
    return mention.network.casefold() == value


def _kind(value: str, mention: Mention, notes: Notes) -> bool:
    return mention.kind == value


def _has(value: str, mention: Mention, notes: Notes) -> bool:
    return bool(links_of(mention))


def _minute_of_day(mention: Mention) -> float | None:
    return None if mention.published_at is None else mention.published_at % DAY // MINUTE


def _followers(mention: Mention) -> float | None:
    return mention.author.followers


def _reach(mention: Mention) -> float | None:
    return mention.reach


def _published(mention: Mention) -> float | None:
    return mention.published_at


_HOLDS: Final[dict[str, Callable[[str, Mention, Notes], bool]]] = {
    "author": _author,
    "site": _site,
    "url": _url,
    "links": _links,
    "language": _language,
    "network": _network,
    "kind": _kind,
    "is": _kind,
    "has": _has,
}
_NUMBERS: Final[dict[str, Callable[[Mention], float | None]]] = {
    "followers": _followers,
    "reach": _reach,
    "published": _published,
    "minuteOfDay": _minute_of_day,
}
