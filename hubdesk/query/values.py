"""How what stands after `name:` is read: the field somebody means, one value, both ends of a range."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Final

from hubdesk.core import DAY
from hubdesk.core.place_codes import DEP, PLACE_CODES
from hubdesk.i18n import _
from hubdesk.query.fields import CLOSED, KNOWN, TONES, plain_name
from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.query.tree import Fix, QueryError
from hubdesk.query.words import address_form

# Names of other tools that mean the same here. Those whose values are written otherwise (regions and cities by code,
# kinds of page) are none: they would be read and find nothing.
_TWINS: Final = {
    "authorfollowers": "followers",
    "engagementtype": "kind",
    "from": "author",
    "lang": "language",
    "sentiment": "tone",
}
# What comes nearest to a field of other tools, or to ours in French. With a colon it mends the query where it stands,
# as the values are written the same; the rest is only told.
_AKIN: Final = {
    **dict.fromkeys(("country", "region", "city", "location", "continent", "geo", "authorcity"), "place:…"),
    **dict.fromkeys(("hashtag", "hashtags", "tag", "tags"), "#…"),
    **dict.fromkeys(("to", "mentions", "at_mentions", "mentionedauthors"), "@…"),
    **dict.fromkeys(("raw", "rawtext", "case_sensitive", "exact"), "{…}"),
    **dict.fromkeys(("since", "until", "before", "after", "date"), "published:[2026-01-01 TO *]"),
    **dict.fromkeys(("sourcetype", "contentsource", "channel"), "network:…"),
    **dict.fromkeys(("pagetype", "filter"), "kind:…"),
    **dict.fromkeys(("engagement", "likes", "shares"), "reach:[500 TO *]"),
    **dict.fromkeys(("text", "content", "body"), "in:body …"),
    **dict.fromkeys(("domain", "domain_url", "host"), "site:"),
    **{
        "publisher": "site:…",
        "auteur": "author:",
        "titre": "title:",
        "langue": "language:",
        "lieu": "place:",
        "ton": "tone:",
    },
    **{"réseau": "network:", "abonnés": "followers:", "note": "rating:", "reviewrating": "rating:"},
}
_CANONICAL: Final = {name.lower(): name for name in KNOWN} | _TWINS
_VALUE_TWINS: Final = {
    "kind": {"retweet": "repost"},
    "is": {"retweet": "repost"},
    "tone": {
        **{"negatif": "negative", "neutre": "neutral", "positif": "positive", "inconnu": "unknown"},
        **{"negatifs": "negative", "neutres": "neutral", "positifs": "positive"},
    },
}
_MEANT: Final = {
    "tweet": "post",
    "rt": "repost",
    "retweet": "repost",
    "answer": "reply",
    "image": "media",
    "photo": "media",
    "url": "link",
}
_LANGUAGES: Final = {
    "francais": "fr",
    "french": "fr",
    "anglais": "en",
    "english": "en",
    "espagnol": "es",
    "german": "de",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_WILDCARDS = re.compile(r"[*?]+")
_ADDRESSES: Final = ("url", "links")  # where ? and * are letters like others


def canonical(written: str) -> str | None:
    """The field's own name, or None when there is no such field."""
    return _CANONICAL.get(written.lower())


def field_name(written: str, position: int) -> str:
    """The field somebody means; the names that other tools give it are accepted."""
    name = canonical(written)
    if name is None:
        raise _no_field(written, position)
    return name


def _no_field(written: str, position: int) -> QueryError:
    end = position + len(written) + 1
    akin = _AKIN.get(written.lower(), "")
    if akin:
        mended = akin if akin.endswith(":") else ""
        hint = _("what comes nearest is {field}").format(field=akin)
    else:
        near = _nearest(written.lower(), _CANONICAL)
        mended = f"{_CANONICAL[near]}:" if near else ""
        names = " ".join(f"{known}:" for known in KNOWN)
        hint = _("there are {names}; to look for a word, leave out the colon").format(names=names)
    message = _("there is no field “{name}:”").format(name=written[:40])
    return QueryError(position, message, hint, end, _instead(mended, position, end))


def _nearest(written: str, among: Iterable[str]) -> str:
    return next(iter(get_close_matches(written[:40], list(among), n=1, cutoff=0.7)), "")


def field_value(name: str, written: str, quoted: bool, position: int, end: int) -> str:
    """One value as the field compares it, or a QueryError about the query's [position, end), quotes included."""
    value = " ".join(written.split())
    if not quoted and name not in _ADDRESSES and _WILDCARDS.search(value):
        raise QueryError(
            position,
            _("a wildcard cannot stand in the value of {name}:").format(name=name),
            _("write the whole value"),
            end,
            _instead(_WILDCARDS.sub("", value).strip("."), position, end),
        )
    read = _READERS.get(name, _folded)(value, quoted)
    if name in CLOSED:
        return _closed(name, value, position, end)
    if name == "language" and not _LANGUAGE.fullmatch(read):
        fix = _instead(_LANGUAGES.get(plain_name(value), ""), position, end)
        hint = _("write a code such as fr or en")
        raise QueryError(position, _("language: does not know “{value}”").format(value=value[:40]), hint, end, fix)
    if name == "target" and (tone := read.partition("=")[2]) and tone not in TONES:
        hint = _("write target:Orange={tone}").format(tone="negative")
        raise QueryError(position, _("tone: does not know “{value}”").format(value=tone[:40]), hint, end)
    if not read.strip("=@"):
        raise QueryError(position, _("{name}: needs a value").format(name=name), end=end)
    return read


def _instead(text: str, position: int, end: int) -> Fix | None:
    return Fix(position, end, text) if text else None


def _closed(name: str, value: str, position: int, end: int) -> str:
    """One of the values there are, in other words or letters perhaps."""
    plain = plain_name(value).replace(" ", "_")
    plain = _VALUE_TWINS.get(name, {}).get(plain, plain)
    if plain in CLOSED[name]:
        return plain
    near = _MEANT.get(plain.removesuffix("s"), "")
    if near not in CLOSED[name]:
        begun = [one for one in CLOSED[name] if one.startswith(plain)]
        near = begun[0] if len(begun) == 1 else _nearest(plain, CLOSED[name])
    raise QueryError(
        position,
        _("{name}: does not know “{value}”").format(name=name, value=value[:40]),
        _("write one of {values}").format(values=" ".join(CLOSED[name])),
        end,
        _instead(near, position, end),
    )


def _folded(value: str, quoted: bool) -> str:
    return value.casefold()


def _author(value: str, quoted: bool) -> str:
    """A handle, or in quotes the name shown."""
    return "=" + folded_name(value) if quoted else folded_handle(value)


def _site(value: str, quoted: bool) -> str:
    return value.casefold().split("://")[-1].split("/")[0].removeprefix("www.")


def _address(value: str, quoted: bool) -> str:
    return address_form(value).lower


def _name(value: str, quoted: bool) -> str:
    return plain_name(value)


def _place(value: str, quoted: bool) -> str:
    """A name, a department's number, a commune's INSEE code; of one sort with `dep:`, `insee:` or `reg:` before it."""
    sort, colon, name = value.rpartition(":")
    begin = sort.casefold() + colon
    if begin not in PLACE_CODES:
        begin, name = "", value
    plain = plain_name(name)
    if plain.isdecimal() and plain.isascii() and len(plain) == 1 and begin in ("", DEP):
        plain = "0" + plain
    return begin + plain if plain else ""


def _target(value: str, quoted: bool) -> str:
    """A brand, and perhaps `=` and the tone towards it."""
    brand, sign, tone = value.rpartition("=")
    if not sign:
        return plain_name(value)
    plain = plain_name(tone)
    return f"{plain_name(brand)}={_VALUE_TWINS['tone'].get(plain, plain)}" if plain and plain_name(brand) else ""


_READERS: Final = {
    "author": _author,
    "person": _name,
    "site": _site,
    "url": _address,
    "links": _address,
    "place": _place,
    "target": _target,
}


def range_ends(name: str, low: str, high: str, position: int, end: int) -> tuple[float | None, float | None]:
    """Both ends as numbers, None for `*`; a day's end is its last millisecond. [position, end) is the bracket's."""
    ends = (_end(name, low, position, end, False), _end(name, high, position, end, True))
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        swapped = f"[{high} TO {low}]"
        raise QueryError(
            position,
            _("the range of {name}: runs backwards").format(name=name),
            _("write {range}").format(range=swapped),
            end,
            Fix(position, end, swapped),
        )
    return ends


def _end(name: str, written: str, position: int, end: int, is_high: bool) -> float | None:
    if written == "*":
        return None
    value = read_end(name, written, is_high)
    if value is None:
        if name == "published":
            hint = _("write [2026-01-01 TO 2026-01-31]")
        elif name == "rating":
            hint = _("write numbers, such as [1 TO 2.5], * for open")
        else:
            hint = _("write whole numbers, * for open")
        raise QueryError(position, _("{name}: needs a range it can read").format(name=name), hint, end)
    return value


def read_end(name: str, written: str, is_high: bool) -> float | None:
    """One end of a range as a number or, for `published:`, UTC milliseconds; None when it is neither."""
    if name != "published":
        return float(written) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", written) else None
    try:
        if len(written) == 10:
            day = datetime.combine(date.fromisoformat(written), time(), UTC).timestamp() * 1000
            return day + DAY - 1 if is_high else day
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000
    except (ValueError, OverflowError):
        return None
