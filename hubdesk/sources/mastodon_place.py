"""Where we are in a Mastodon server's timeline, and what must be remembered of it between two visits."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field

from hubdesk.core import Millis
from hubdesk.sources.mastodon_status import local_id, uri
from hubdesk.sources.values import Json, instant, items, loads, number, obj, text


@dataclass(slots=True)
class Place:
    """Where we are in a server's timeline, and what we must remember of it. Its JSON is the source's cursor."""

    since: str = ""  # the newest status we know, by its number there
    at: Millis = 0  # all that was published before is known
    server: str = ""  # what the server calls its software's version
    uris: OrderedDict[str, str] = field(default_factory=OrderedDict)

    @classmethod
    def read(cls, cursor: str) -> Place:
        """Anything but a cursor of ours is no cursor."""
        found = obj(loads(cursor)) if cursor else {}
        pairs = [one for one in items(found.get("uris")) if isinstance(one, list) and len(one) == 2]
        return cls(
            since=text(found.get("since"), 100),
            at=number(found.get("at")) or 0,
            server=text(found.get("server"), 200),
            uris=OrderedDict((text(number_, 100), text(identity, 2_000)) for number_, identity in pairs),
        )

    def write(self) -> str:
        kept = {"since": self.since, "at": self.at, "server": self.server, "uris": list(self.uris.items())}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    def remember(self, status: Json, most: int) -> None:
        number_ = local_id(status)
        self.uris[number_] = uri(status)
        while len(self.uris) > most:
            self.uris.popitem(last=False)

    def advance(self, number_: str) -> None:
        """A stream told this status. Mastodon's numbers grow; those that are none are told in their order."""
        if not (number_.isdigit() and self.since.isdigit()) or int(number_[:30]) > int(self.since[:30]):
            self.since = number_


def reach(statuses: list[Json], now: Millis) -> Millis:
    """Since when a page that ends the past is complete: its oldest statuses' date, whatever one of them claims."""
    dates = sorted(instant(status.get("created_at")) or now for status in statuses[-9:])
    return min(now, dates[len(dates) // 2]) if dates else now
