"""The quote of the day: exact words of somebody with a public role, from their own post or from an article.

Of an article only words in quotation marks count that the same sentence gives to a watched person, by the full name and
a verb of saying, right beside them. "She says", a name in between, a quote within a quote: then nobody knows for sure
who said it, and it is no quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from hubdesk.core import Heard, HubdeskError, Kind, Person, Scope
from hubdesk.i18n import iso
from hubdesk.query.people import INSIDER, Circle
from hubdesk.query.syntax import parse
from hubdesk.reports.journal_values import Quote
from hubdesk.store.reader import Reader

LONGEST: Final = 35  # words of a quote
SHORTEST: Final = 4
MOST: Final = 500  # mentions of watched people that are looked through: the newest
OWN_POSTS: Final = frozenset({Kind.POST, Kind.REPLY, Kind.COMMENT, Kind.VIDEO})
_SAYS: Final = (
    "a déclaré|déclare|a dit|dit|a affirmé|affirme|a assuré|assure|a expliqué|explique|a répondu|répond|a lancé|lance"
    "|a annoncé|annonce|a écrit|écrit|a promis|promet|a regretté|regrette|a estimé|estime|a ajouté|ajoute"
    "|said|says|told|wrote|announced|declared"
)
_ROLE: Final = (  # before the name, such as `la députée du Cantal`; another person may be in between after these words
    r"(?:(?:le|la|the)\s|l['’])(?:(?!(?:à|au|aux|devant|avec|pour|sur|contre|to|about)\b)[\w-]+[\s'’]){0,5}?"
)
_END: Final = re.compile(r"(?<=[.!?…])(?=\s|$)")


def quote_of(reader: Reader, scope: Scope, zone: str) -> Quote | None:
    """The quote of whom the day's mentions name most; None when nobody with a role was quoted surely."""
    people = [one for one in reader.people() if had_role(one, scope, zone)]
    if not people:
        return None
    everything = replace(scope, topics=())
    own = _found(reader, " OR ".join(f'person:"{_plain(one)}"' for one in people), everything)
    about = _found(reader, " OR ".join(f'"{_plain(one)}"' for one in people), everything)
    circle = Circle(people)
    names = {heard.id: circle.about(heard.mention, heard.source).people for heard in own}
    best: tuple[int, Quote] | None = None
    for person in people:
        posts = [heard for heard in own if person.name in names[heard.id]]
        texts = [heard for heard in about if _plain(person).casefold() in _text(heard).casefold()]
        named = len({heard.id for heard in (*posts, *texts)})
        if best is not None and named <= best[0]:
            continue
        quote = next(_quotes(posts, texts, person, named), None)
        if quote is not None:
            best = (named, quote)
    return None if best is None else best[1]


def _found(reader: Reader, words: str, scope: Scope) -> tuple[Heard, ...]:
    """Oldest first; nothing for names that can be no query."""
    try:
        found = reader.search(parse(words), scope, MOST).mentions
    except HubdeskError:
        return ()
    return tuple(heard for heard in reversed(found) if heard.withdrawn_at is None)


def _plain(person: Person) -> str:
    return " ".join(person.name.replace('"', " ").split())


def _text(heard: Heard) -> str:
    return " ".join(f"{heard.mention.title} {heard.mention.text}".split())


def had_role(person: Person, scope: Scope, zone: str) -> bool:
    """Whether they had a public role by the scope's end; without its source they are quoted as nobody."""
    day = (iso(scope.end - 1, zone) or "")[:10]
    is_public = person.role.strip().casefold() not in ("", INSIDER)
    return is_public and bool(person.role_source.strip()) and person.role_since <= day


def _quotes(posts: Sequence[Heard], texts: Sequence[Heard], person: Person, named: int) -> Iterator[Quote]:
    """Their own posts first, then what articles quote, each oldest first."""
    for heard in posts:
        if heard.mention.kind in OWN_POSTS and (span := first_words(heard.mention.text)) is not None:
            yield _quote(heard, span, person, named)
    for heard in texts:
        if heard.mention.kind == Kind.ARTICLE:
            for span in quoted(heard.mention.text, _plain(person)):
                yield _quote(heard, span, person, named)


def _quote(heard: Heard, span: tuple[int, int], person: Person, named: int) -> Quote:
    mention = heard.mention
    words = mention.text[span[0] : span[1]]
    medium = mention.author.name if mention.kind == Kind.ARTICLE and mention.author.name else heard.source
    return Quote(
        words,
        heard.id,
        span[0],
        span[1],
        person.name,
        person.role,
        person.role_source,
        heard.at,
        medium,
        mention.url,
        named,
    )


def first_words(text: str) -> tuple[int, int] | None:
    """The first whole sentences of a post that are short enough to be a quote; None when even the first is not."""
    end = None
    for found in _END.finditer(text):
        if len(text[: found.start()].split()) > LONGEST:
            break
        end = found.start()
    if end is None and len(text.split()) <= LONGEST:
        end = len(text.rstrip())
    if end is None or len(text[:end].split()) < SHORTEST:
        return None
    start = len(text) - len(text.lstrip())
    return start, end


def quoted(text: str, name: str) -> Sequence[tuple[int, int]]:
    """Where words stand that the text gives to the one of that name for sure; without the marks."""
    who = r"\s+".join(re.escape(part) for part in name.split())
    marks = r"«\s*(?P<words>[^«»]{10,400}?)\s*»"
    after = re.compile(rf"{marks}\s*,\s*(?:{_SAYS})\s+(?:{_ROLE})?{who}(?![\w-])", re.IGNORECASE)
    before = re.compile(rf"(?<![\w«]){who}\s*(?:{_SAYS})?\s*:\s*{marks}", re.IGNORECASE)
    found = {one.span("words") for pattern in (after, before) for one in pattern.finditer(text)}
    return sorted(span for span in found if SHORTEST <= len(text[span[0] : span[1]].split()) <= LONGEST)
