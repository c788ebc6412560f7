"""What an alarm rests on, as it was known when it was given: the first mentions, and who, what and where is in excess.

Nothing that became known later is looked at, so the same alarm has the same evidence whenever it is asked. Where there
are more mentions than are read, the newest are, and shares are of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from hubdesk.core import DAY, MINUTE, SECOND, Heard, Kind, Millis, Person, Scope, Topic
from hubdesk.core.place_codes import departments
from hubdesk.detect.evidence import Excess, Gathered, Piece, gather
from hubdesk.detect.values import Alarm, Told
from hubdesk.query.people import INSIDER, Circle
from hubdesk.query.phrases import emerging
from hubdesk.store.reader import Reader

READ: Final = 600  # mentions of the episode
READ_BEFORE: Final = 1_200
BEFORE: Final = 7 * DAY
LATE: Final = 20 * MINUTE  # how long after publication a mention may become known and still be the first
KEPT: Final = 50  # newest mentions by id
FIVE: Final = 5
NO_NAMES: Final[Mapping[str, str]] = {}

Json = dict[str, Any]


class Evidence:
    """Looks into a session for what alarms rest on. `people`: among them, staff that declared itself."""

    def __init__(self, reader: Reader, people: Iterable[Person] = ()) -> None:
        self._reader = reader
        people = tuple(people)
        self._circle = Circle(people)
        self._knows_insiders = any(one.role.strip().casefold() == INSIDER for one in people)

    def of(self, topic: Topic, start: Millis, at: Millis, listened: int) -> Json:
        """Of a topic's mentions that became known in [start, at), of whose minutes `listened` were listened to.

        Keys as in core/episodes.py; what is not known is absent.
        """
        minutes = (at - start) // MINUTE
        made: Json = {"minutes": [listened, minutes]}
        scope = Scope((topic,), start - LATE, at, known_by=at - 1)
        now = [one for one in self._reader.latest(scope, READ) if one.known_at >= start]
        if not now:
            return made
        before = self._reader.latest(Scope((topic,), start - BEFORE, start, known_by=start - 1), READ_BEFORE)
        found = gather([_piece(one) for one in now], [_piece(one) for one in before], listened, minutes)
        first = (now[-1].at, now[-1].id) if len(now) < READ else self.first(topic, start, at, 1)[0]
        made |= {"first": {"mention": first[1], "at": first[0]}, "mentions": [one.id for one in now[:KEPT]]}
        handles = {account_of(one): one.mention.author.handle for one in now}
        lists = {
            "terms": _terms(now, before),
            "authors": _named(found.authors, handles),
            "domains": _named(found.domains),
            "places": _named(found.places),
        }
        return made | {key: names for key, names in lists.items() if names} | {"shares": self._shares(now, found)}

    def first(self, topic: Topic, start: Millis, at: Millis, most: int) -> list[tuple[Millis, int]]:
        """When the first so many were published, and their ids; of those that became known first."""
        length = SECOND
        while True:
            end = min(start + length, at)
            scope = Scope((topic,), start - LATE, end, known_by=end - 1)
            found = [(one.at, one.id) for one in self._reader.latest(scope, 20 * most) if one.known_at >= start]
            if len(found) >= most or end == at:
                return sorted(found)[:most]
            length *= 2

    def _shares(self, heard: Sequence[Heard], found: Gathered) -> Json:
        """Of those of which it is known."""
        known = {
            "duplicates": found.duplicates,
            "reposts": found.reposts,
            "top_authors": found.loudest,
            "placed": found.placed,
        }
        if self._knows_insiders:
            known["insiders"] = sum(self._circle.about(one.mention).insider for one in heard) / len(heard)
        return {name: round(share, 3) for name, share in known.items() if share is not None}


def told(alarm: Alarm, *more: Told) -> Json:
    """What the alarm itself says, and by which rule; and what else there is to say."""
    words = [alarm.words, *(reason for reason in alarm.reasons if reason != alarm.words), *more]
    made: Json = {
        "told": [kept(one) for one in words],
        "voice": alarm.voice,
        "score": round(alarm.score, 2),
        "threshold": round(alarm.threshold, 2),
    }
    return made


def kept(words: Told) -> list[object]:
    """A sentence as it is stored: figures without digits that nobody sees, which differ from machine to machine."""
    figures = ((name, round(one, 4) if isinstance(one, float) else one) for name, one in words.figures)
    return Told(words.msgid, tuple(figures)).kept()


def account_of(one: Heard) -> str:
    """The account that wrote it, network first; "" when nobody knows, as of what was taken back."""
    author = one.mention.author
    name = author.id or author.handle
    return f"{one.mention.network}:{name}" if name else ""


def _piece(one: Heard) -> Piece:
    return Piece(
        one.id,
        one.at,
        account_of(one),
        (),
        _domains(one),
        departments(one.notes.places),
        one.notes.duplicate,
        one.mention.kind == Kind.REPOST,
    )


def _named(found: Iterable[Excess], names: Mapping[str, str] = NO_NAMES) -> list[list[object]]:
    return [[names.get(one.name) or one.name, one.mentions, round(one.due, 1)] for one in found]


def _terms(now: Sequence[Heard], before: Sequence[Heard]) -> list[list[object]]:
    """Words and phrases that stand out; of copies of a text one is counted."""
    found = emerging([_text(one) for one in now], [_text(one) for one in before], FIVE)
    scale = found.now / max(1, found.before)
    return [[one.text, one.now, round(one.before * scale, 1)] for one in found.phrases]


def _text(one: Heard) -> str:
    return f"{one.mention.title}\n{one.mention.text}" if one.mention.title else one.mention.text


def _domains(one: Heard) -> tuple[str, ...]:
    """Sites that it links to; an article's own."""
    own = (one.mention.url,) if one.mention.kind == Kind.ARTICLE else ()
    return tuple(site for link in (*one.mention.links, *own) if (site := _site(link)))


def _site(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:  # nobody can read that address
        return ""
