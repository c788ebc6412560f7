"""A mention as a wall may show it: a frozen value in which nothing private is left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core import Kind, Millis
from hubdesk.i18n import N_, _


class Sort(StrEnum):
    """Who wrote, as far as a room may know."""

    PRIVATE = "private"
    PERSON = "person"  # with a public role
    OFFICIAL = "official"  # a brand's own account
    OUTLET = "outlet"  # a site that publishes articles
    INSIDER = "insider"  # staff that declared itself
    UNDECLARED = "undeclared"  # its handle is a brand's, and nobody declared whose it is


class State(StrEnum):
    """Whether its words may be shown, and if not, why."""

    SHOWN = "shown"
    WITHDRAWN = "withdrawn"  # by its author, or erased
    HELD = "held"  # its source's terms keep it off a wall
    TAKEN = "taken"  # off all screens, by the presenter


@dataclass(frozen=True, slots=True)
class Who:
    """`name` "": private. `role`: of a person with a public one, as it was when they wrote. `place`: a département, by
    name, when the text speaks of that one alone; "" when it is not known."""

    sort: str = Sort.PRIVATE
    name: str = ""
    role: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text on one line, masked and veiled. `marks`: stretches of it, in code points, that made a topic match."""

    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """`at`: its place in time; `is_dated` False: nobody knows when it was published, and it was seen then. `reach` and
    `followers` are the network's own figures, None where it gives none. `topics`: numbers of those that heard it.
    Unless its state is SHOWN there is neither a word nor an author in it."""

    mention: int
    state: str = State.SHOWN
    who: Who = Who()
    network: str = ""
    kind: str = Kind.POST
    at: Millis = 0
    known_at: Millis = 0
    is_dated: bool = True
    title: Words = Words()
    text: Words = Words()
    tone: str = ""
    irony: bool = False
    topics: tuple[int, ...] = ()
    reach: int | None = None
    followers: int | None = None

    @property
    def key(self) -> tuple[Millis, int]:
        """Where it stands in the order of arrival."""
        return self.known_at, self.mention


WHOSE: Final = {
    Sort.PRIVATE: N_("private person"),
    Sort.INSIDER: N_("declared member of staff"),
    Sort.OFFICIAL: N_("official"),
    Sort.UNDECLARED: N_("undeclared account"),
}
GONE: Final = {
    State.WITHDRAWN: N_("Taken back or erased."),
    State.HELD: N_("Held back by its source's terms."),
    State.TAKEN: N_("Taken off all screens by the presenter."),
}


def who_words(who: Who) -> str:
    """`private person, Landes`, `Tiphaine Oriol, journalist`, `Orange, official`, `Radio Adour`."""
    sort = _(WHOSE[Sort(who.sort)]) if who.sort in WHOSE else ""
    if who.sort == Sort.OFFICIAL:
        return f"{who.name}, {sort}" if who.name else sort
    named = (who.name, who.role) if who.name else (sort, who.place)
    return ", ".join(filter(None, named))


def gone_words(post: Post) -> str:
    """The sentence in place of its words; "" when they may be shown."""
    return _(GONE[State(post.state)]) if post.state in GONE else ""
