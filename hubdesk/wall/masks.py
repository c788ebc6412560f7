"""Keeps people out of sight on a wall: who wrote is told as far as a room may know, and texts are rid of names.

Built once a read from the session. Watched people with a public role, brands' own accounts and press outlets keep their
names; of everybody else neither name, handle nor link is in what comes out of here. What the presenter, the author or a
source's terms take off a wall has no words in it at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Author, Heard, Kind, Mention
from hubdesk.core.place_codes import PLACE_CODES, departments
from hubdesk.panels.episodes_picture import place_names
from hubdesk.store.reader import Reader
from hubdesk.store.rewriting import rewritten
from hubdesk.wall.face import Veil
from hubdesk.wall.known_people import KnownPeople, role_then
from hubdesk.wall.mask_text import TextMask
from hubdesk.wall.post import Post, Sort, State, Who, Words
from hubdesk.wall.veil import stars_of
from hubdesk.widgets.text import tame, taming

LONGEST: Final = 1_200  # code points of a text: what a whole screen holds
BEFORE: Final = 60  # of them that stand before the first matched word of a longer text
_AROUND: Final = 200  # code points before those, so that no name is cut in two
_NAME: Final = 80
_SPACED: Final = re.compile(r"(?<=«) | (?=[»;:!?%€])")  # blanks at which no line of French ends
_TELLING: Final = 40  # code points from which a language can be told


@dataclass(frozen=True, slots=True)
class Masks:
    """What one read needs to know of the session."""

    veil: Veil
    people: KnownPeople
    off_wall: frozenset[str]
    zone: str
    mask: TextMask

    @staticmethod
    def of(reader: Reader, veil: Veil) -> Masks:
        """For a session as it is now. Worker thread: the first one of a session goes through all its authors."""
        people = KnownPeople.of(reader)
        names = reader.author_names() if veil.masks else None
        mask = TextMask(names, people.kept, hides_people=veil.masks)
        return Masks(veil, people, reader.off_wall(), reader.facts().timezone or "UTC", mask)

    def shown(self, heard: Heard) -> Post:
        """A mention as a room may see it."""
        mention, state = heard.mention, self._state(heard)
        if state == State.TAKEN:
            return Post(heard.id, state)
        topics = tuple(sorted({match.topic for match in heard.matches}))
        if state != State.SHOWN:
            return Post(
                heard.id, state, network=mention.network, kind=mention.kind, at=heard.at, known_at=heard.known_at,
                topics=topics,
            )  # fmt: skip
        part = "comment" if mention.kind == Kind.COMMENT else "body"
        title = mention.title if mention.kind != Kind.COMMENT else ""
        places = [place for place in heard.notes.places if not place.startswith(PLACE_CODES)]
        author = Author() if self._keeps_name(mention) else mention.author
        language = _language(heard)
        return Post(
            mention=heard.id,
            state=state,
            who=self.who(heard),
            network=mention.network,
            kind=mention.kind,
            at=heard.at,
            known_at=heard.known_at,
            is_dated=mention.published_at is not None,
            title=self.words(title, heard.marks("title"), author, places, language),
            text=self.words(mention.text, heard.marks(part), author, places, language),
            tone=heard.notes.tone,
            irony=bool(heard.notes.irony),
            topics=topics,
            reach=mention.reach,
            followers=mention.author.followers,
        )

    def _state(self, heard: Heard) -> State:
        if heard.id in self.veil.withdrawn:
            return State.TAKEN
        if heard.is_gone:
            return State.WITHDRAWN
        return State.HELD if heard.source in self.off_wall else State.SHOWN

    def who(self, heard: Heard) -> Who:
        """Who wrote, as far as a room may know."""
        mention = heard.mention
        person = self.people.person(mention)
        if person is not None:
            return Who(Sort.PERSON, tame(person.name, _NAME), tame(role_then(person, heard, self.zone), _NAME))
        brand = self.people.brand(mention)
        if brand is not None:
            return Who(Sort.OFFICIAL, tame(brand, _NAME))
        if mention.kind == Kind.ARTICLE:
            return Who(Sort.OUTLET, self.said(tame(heard.source, _NAME)))
        place = _department(heard.notes.places)
        if self.people.is_insider(mention):
            return Who(Sort.INSIDER, place=place)
        author = mention.author
        if self.veil.masks and self.people.is_undeclared(mention):
            return Who(Sort.UNDECLARED)
        name = "" if self.veil.masks else tame(author.name, _NAME) or tame(author.handle, _NAME)
        return Who(Sort.PRIVATE, name, place=place)

    def _keeps_name(self, mention: Mention) -> bool:
        return self.people.person(mention) is not None or self.people.brand(mention) is not None

    def said(self, text: str) -> str:
        """Any other words of strangers (a phrase, a title, a theme's example), masked and veiled, on one line."""
        return self.words(text).text

    def words(
        self,
        text: str,
        marks: Sequence[tuple[int, int]] = (),
        author: Author = Author(),  # noqa: B008 — frozen
        places: Sequence[str] = (),
        language: str = "",
    ) -> Words:
        """A text of that author, masked and veiled, from where its first matched word can be seen."""
        if not text:
            return Words()
        begin = _begin(text, marks)
        start = max(0, begin - _AROUND)
        window = _whole(text, start, begin + LONGEST + _AROUND)
        tamed = taming(window, LONGEST + 2 * _AROUND)
        plain = _SPACED.sub("\u00a0", tamed.text)
        new = rewritten(plain, self.mask.edits(plain, author, places))
        lead = new.moved(tamed.span(begin - start, begin - start)[0]) if begin else 0
        last = new.moved(len(plain) - _AROUND) if start + len(window) < len(text) else len(new.text)
        said = _short(new.text[lead:last], last < len(new.text))
        if self.veil.stars:
            said = stars_of(self.veil.veiled, self.veil.spared, language).starred(said)
        kept = []
        for one in marks:
            if one[0] >= begin:
                first, last = (new.moved(place) - lead for place in tamed.span(one[0] - start, one[1] - start))
                kept.append((first, min(last, len(said))))
        head = "…" if begin else ""
        return Words(head + said, tuple((a + len(head), b + len(head)) for a, b in kept if 0 <= a < b))


def _begin(text: str, marks: Sequence[tuple[int, int]]) -> int:
    """Where to begin: at a word, a little before the first matched one, when that stands far down a text."""
    if not marks or marks[0][1] <= LONGEST // 2:
        return 0
    begin = marks[0][0] - BEFORE
    space = text.find(" ", begin, marks[0][0])
    return space + 1 if space >= 0 else marks[0][0]


def _whole(text: str, start: int, end: int) -> str:
    """That part of a text, up to a blank: what stands behind it may be half a name."""
    if end >= len(text):
        return text[start:]
    at = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return text[start : at if at > start else end]


def _short(text: str, goes_on: bool) -> str:
    """At most as long as a screen holds, with an ellipsis where more was said."""
    if len(text) <= LONGEST and not goes_on:
        return text
    at = text.rfind(" ", 0, LONGEST)
    return text[: at if at > 0 else LONGEST].rstrip() + "…"


def _language(heard: Heard) -> str:
    """What a text is written in, as far as it was read and nobody says otherwise; "" for what is too short to tell."""
    read, declared = heard.notes.language, heard.mention.language.partition("-")[0].lower()
    return read if declared in ("", read) and len(heard.mention.text) > _TELLING else ""


def _department(places: Sequence[str]) -> str:
    """The name of the one département that is spoken of; "" when there are several, or none."""
    codes = frozenset(departments(places))
    names = place_names(sorted(codes)) if len(codes) == 1 else ()
    return names[0][1] if names else ""
