"""Whether a site lets programs read a page: its robots.txt, as RFC 9309 has it, asked for once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.http import Http

OUR_NAME: Final = "hubdesk"
_LARGEST: Final = 512 * 1024  # bytes
_MOST_RULES: Final = 5_000
_LONGEST_RULE: Final = 2_000  # characters
_MOST_SITES: Final = 1_000
_GOOD_FOR: Final = 24 * 3_600.0  # seconds
_BAD_FOR: Final = 3_600.0  # seconds after which a site that could not be asked is asked again
_UNSAFE: Final = "/%?&=;:@+$,!*'()~-._#[]"


@dataclass(frozen=True, slots=True)
class Rules:
    """Paths that are allowed (True) or not, as written; `everything` is closed while a site cannot say."""

    paths: tuple[tuple[str, bool], ...] = ()
    everything: bool = False

    def allow(self, url: str) -> bool:
        """The longest rule that fits wins; of two as long, the one that allows."""
        if self.everything:
            return False
        parts = urlsplit(url)
        path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
        fitting = [(len(rule), allowed) for rule, allowed in self.paths if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


class Robots:
    """What sites said. Get it with `http.share(Robots)`."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[Rules, float]] = {}

    async def allow(self, http: Http, url: str, allow_private: bool = False) -> bool:
        """Whether a page may be read; asks its site when that was not done of late."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        now = asyncio.get_running_loop().time()
        known = self._said.get(site)
        if known is None or known[1] < now:
            rules = await self._ask(http, site, allow_private)
            if len(self._said) >= _MOST_SITES:
                self._said.clear()
            known = self._said[site] = (rules, now + (_BAD_FOR if rules.everything else _GOOD_FOR))
        return known[0].allow(url)

    async def aclose(self) -> None:
        """Nothing is open."""

    async def _ask(self, http: Http, site: str, allow_private: bool) -> Rules:
        """No such file: all is allowed. No answer: nothing is, for now, but on a server of one's own network."""
        try:
            answer = await http.get(f"{site}/robots.txt", max_bytes=_LARGEST, allow_private=allow_private)
        except SourceOffError:
            return Rules()
        except SourceError as error:
            refused = error.status is not None and 400 <= error.status < 500 and error.status != 429
            return Rules(everything=not (refused or allow_private))
        return read_rules(answer.body.decode("utf-8", "replace"))


def read_rules(text: str) -> Rules:
    """The rules for us: those under our name, else those for everybody."""
    ours: list[tuple[str, bool]] = []
    all_: list[tuple[str, bool]] = []
    agents: list[str] = []
    named = in_rules = False
    for key, value in _lines(text):
        if key == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            named = named or value.lower() == OUR_NAME
        elif key in ("allow", "disallow"):
            in_rules = True
            rule = (_plain(value[:_LONGEST_RULE]), key == "allow")
            for group, name in ((ours, OUR_NAME), (all_, "*")):
                if name in agents and value and len(group) < _MOST_RULES:
                    group.append(rule)
    return Rules(tuple(ours if named else all_))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _plain(path: str) -> str:
    """One way to write a path: escapes for what needs them and for nothing else."""
    return quote(unquote(path), safe=_UNSAFE)


def _fits(rule: str, path: str) -> bool:
    """`*` is any letters, `$` at the end is the end. Each piece is looked for once: no rule can make us slow."""
    ends = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for place, piece in enumerate(others):
        if ends and place == len(others) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or bool(others) or at == len(path)
