"""The quote of the day: exact words of somebody with a public role, from their own post or from an article.

Of an article only words in quotation marks count that the same sentence gives to a watched person, by the full name and
a verb of saying, right beside them. "She says", somebody else in the sentence, a quote within a quote, a text that may
be irony or a rumour: then nobody knows for sure who said it, and it is no quote.
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
_TITLE: Final = (  # before the name, such as `la députée du Cantal`; anybody else there is somebody else
    r"(?:(?:le|la|the)\s|l['’])"
    r"(?:député|sénat(?:eur|rice)|maire|adjoint|ministre|secrétaire d['’]état|présiden|préf[eè]t|conseill[eè]r"
    r"|journaliste|élue?|direct(?:eur|rice)|porte-parole|syndicaliste|minister|mayor|senator|president|journalist)\w*"
    r"(?:\s(?:municipale?|départementale?|régionale?|générale?|fédérale?))?"
    r"(?-i:(?:\s(?:de\sla\s|de\sl['’]|du\s|des\s|de\s|d['’]|of\s)[A-ZÀ-Þ][\w’'-]+(?:[\s-][A-ZÀ-Þ][\w-]+)?)?),?\s"
)
_WHEN: Final = (
    r"(?:\s(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|ce\s(?:matin|soir)|aujourd['’]hui"
    r"|(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day))?"
)
_CLOSES: Final = r"[^\S\n]{0,3}(?:[.!…]|\Z|\n)"
_BACK: Final = 40  # code points that are looked back for where a sentence begins
_IN_IT: Final = re.compile(r'["“”„‹›]|\'\'')  # somebody else's words within
_NOT_SAID: Final = re.compile(  # of a text in which it may not have been said at all
    r"parod|satir|pastich|gorafi|imagin|ficti|faux\b|fausse|canular|rumeur|rumou?r|poisson d['’]avril|humour"
    r"|sketch|deepfake|fake|hoax|détourn|homonym|(?:jamais|n['’]a pas) (?:dit|déclaré|tenu|écrit)"
    r"|dément|never said|aurait (?:dit|déclaré|affirmé)",
    re.IGNORECASE,
)
_PASSED_ON: Final = re.compile(r"\A\s*RT\b|\bdixit\b|[«»\"“”„]", re.IGNORECASE)
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
    return tuple(heard for heard in reversed(found) if not heard.is_gone)


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
            told = quoted(heard.mention.text, _plain(person))
            for span in () if _NOT_SAID.search(heard.mention.title) else told:
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
    """The first whole sentences of a post that are short enough to be a quote; None when even the first is not,
    or when they pass on what others said."""
    end = None
    for found in _END.finditer(text):
        if len(text[: found.start()].split()) > LONGEST:
            break
        end = found.start()
    if end is None and len(text.split()) <= LONGEST:
        end = len(text.rstrip())
    if end is None or len(text[:end].split()) < SHORTEST or _PASSED_ON.search(text[:end]):
        return None
    start = len(text) - len(text.lstrip())
    return start, end


def quoted(text: str, name: str) -> Sequence[tuple[int, int]]:
    """Where words stand that the text gives to the one of that name for sure; without the marks.

    The sentence is no more than the words, who says them with a title at most, and the day: more may take it back or
    give it to another.
    """
    if _NOT_SAID.search(text):
        return ()
    who = r"\s{1,3}".join(re.escape(part) for part in name.split())
    marks = r"«\s{0,3}(?P<words>[^«»]{10,400}?)\s{0,3}»"
    after = rf"{marks}\s?,\s{{1,3}}(?:{_SAYS})\s{{1,3}}(?:{_TITLE})?{who}{_WHEN}{_CLOSES}"
    before = rf"(?:{_TITLE})?{who}\s?(?:{_SAYS})?\s?:\s?{marks}{_CLOSES}"
    found = {
        one.span("words")
        for pattern in (after, before)
        for one in re.finditer(pattern, text, re.IGNORECASE)
        if _begins(text, one.start())
    }
    return sorted(span for span in found if _is_short(words := text[slice(*span)]) and not _IN_IT.search(words))


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there."""
    back = text[max(0, at - _BACK) : at]
    before = back.rstrip()
    if not before:
        return at <= _BACK or "\n" in back
    return "\n" in back[len(before) :] or before[-1] in ".!?…"


def _is_short(words: str) -> bool:
    return SHORTEST <= len(words.split()) <= LONGEST
