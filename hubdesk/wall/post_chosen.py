"""Which one post of a scope stands alone on a wall, and why that one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import HOUR, Heard, HubdeskError, Kind, Scope
from hubdesk.core.place_codes import departments
from hubdesk.i18n import ngettext, number
from hubdesk.panels.episodes_picture import place_names
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.wall.masks import Masks
from hubdesk.wall.post import Post, Sort, State
from hubdesk.wall.posts_read import READ, PostsAsked, PostsPicture, read_posts, whole_text

NEW: Final = 300  # of the newest mentions, among which is chosen
RARE: Final = 0.05  # of a scope's mentions at most, for a source or a place to be called rare
FEWEST: Final = 6  # rare sources, and rare places, that are looked at
LEAST: Final = 15  # characters of a post that says something
REPORTS: Final = frozenset(["outage_network", "email_webmail", "fibre_box"])  # themes
LOUD: Final = (100_000, 10_000, 1_000)  # reach, or followers: of the loudest that there are any


@dataclass(frozen=True, slots=True)
class Rarity:
    """How few mentions of the scope come from where this one does: a source's, or a département's by name."""

    place: str
    mentions: int
    all: int

    @property
    def share(self) -> float:
        return self.mentions / self.all if self.all else 1.0


@dataclass(frozen=True, slots=True)
class ChosenPost:
    """`post` None: there is none to show, and `among` says why. `rarity` None: it was not chosen for that."""

    among: PostsPicture
    post: Post | None = None
    rarity: Rarity | None = None


def read_post(reader: Reader, scope: Scope, asked: PostsAsked) -> ChosenPost:
    """Worker thread. Raises QueryError for a query that is none."""
    among = read_posts(reader, scope, asked)
    slim = replace(among, posts=among.posts[:1])  # the others are nobody's business here
    if not among.posts:
        return ChosenPost(slim)
    masks = Masks.of(reader, asked.veil)
    if asked.by == "reach":
        return ChosenPost(slim, _loudest(reader, scope, asked, masks) or among.posts[0])
    if asked.by == "rarity":
        found = _rarest(reader, scope, asked, masks)
        if found is not None:
            return ChosenPost(slim, *found)
    return ChosenPost(slim, next((one for one in among.posts if len(whole_text(one)) >= LEAST), among.posts[0]))


def _recent(scope: Scope) -> Scope:
    """The last eighth of a scope, an hour at least: what was said just now."""
    return replace(scope, start=max(scope.start, scope.end - max(HOUR, scope.length // 8)), known_by=scope.known)


def _newest(reader: Reader, scope: Scope, asked: PostsAsked, *more: str) -> tuple[Heard, ...]:
    """The newest that answer the cell's query, and these others. A query that is none (a name may be) finds nothing."""
    queries = [f"({one})" for one in (asked.query.strip(), *more) if one]
    if not queries:
        return reader.latest(scope, NEW)
    try:
        return reader.search(parse(" ".join(queries)), scope, NEW, most=READ).mentions
    except HubdeskError:
        if not more:
            raise
        return ()


def _worth(masks: Masks, found: Iterable[Heard]) -> Iterator[tuple[Heard, Post]]:
    """With something to say of their own: neither passed on nor a help desk's answer."""
    for heard in {one.id: one for one in found}.values():
        if heard.mention.kind == Kind.REPOST:
            continue
        post = masks.shown(heard)
        answers = post.who.sort in (Sort.OFFICIAL, Sort.UNDECLARED) and post.kind in (Kind.REPLY, Kind.COMMENT)
        if post.state == State.SHOWN and not answers and len(whole_text(post)) >= LEAST:
            yield heard, post


def _loudest(reader: Reader, scope: Scope, asked: PostsAsked, masks: Masks) -> Post | None:
    """Whom the network says most people see; where it says nothing, whom most follow."""
    recent = _recent(scope)
    for least in LOUD:
        loud = f"reach:[{least} TO *] OR followers:[{least} TO *]"
        posts = [post for _heard, post in _worth(masks, _newest(reader, recent, asked, loud))]
        if posts:
            break
    else:
        posts = [post for _heard, post in _worth(masks, _newest(reader, recent, asked))]
    return max(posts, key=lambda one: (one.reach or 0, one.followers or 0, one.key), default=None)


def _rarest(reader: Reader, scope: Scope, asked: PostsAsked, masks: Masks) -> tuple[Post, Rarity] | None:
    """What comes from the rarest source or département: reports before all else, of just now before older ones. None:
    none is rare."""
    placed = reader.places(scope)
    of_source = {one.source.name: one.new for one in reader.coverage(scope).sources if one.new}
    of_place = {one.code: one.mentions for one in placed.departments if one.mentions}
    rare_sources = _few(of_source, placed.all)
    rare_places = _few(of_place, placed.placed)
    names = dict(place_names(list(rare_places)))
    asking = [f'source:"{name}"' for name in rare_sources if '"' not in name]
    asking += [f"place:dep:{code}" for code in rare_places]
    best: tuple[tuple[bool, bool, bool, int], tuple[int, int], Post, Rarity] | None = None
    for is_recent, stretch in ((True, _recent(scope)), (False, scope)):
        found = [heard for one in asking for heard in _newest(reader, stretch, asked, one)]
        for heard, post in _worth(masks, found):
            codes = frozenset(departments(heard.notes.places))
            told = [Rarity(names[code], rare_places[code], placed.placed) for code in codes & names.keys()]
            if heard.source in rare_sources:
                told.append(Rarity(masks.said(heard.source), rare_sources[heard.source], placed.all))
            rarity = min(told, key=lambda one: one.share, default=None)
            if rarity is not None:
                shown = post.title if post.title.text else post.text
                says_why = bool(shown.marks)  # a headline may not even name the topic
                found_now = (says_why, _is_report(heard), is_recent, -rarity.mentions), post.key, post, rarity
                best = found_now if best is None else max(best, found_now, key=lambda one: one[:2])
        if best is not None and all(best[0][:2]):
            break
    return None if best is None else best[2:]


def _is_report(heard: Heard) -> bool:
    """Whether it complains, or says that something is down, and in which one place: what a warning begins with."""
    notes = heard.notes
    is_placed = len(frozenset(departments(notes.places))) == 1
    says_so = notes.tone == "negative" or (notes.tone != "positive" and not REPORTS.isdisjoint(notes.themes))
    return is_placed and says_so


def _few(counts: dict[str, int], all_: int) -> dict[str, int]:
    """The rarest of them, where they are rare at all."""
    rare = sorted((many, name) for name, many in counts.items() if many <= RARE * all_)
    return {name: many for many, name in rare[:FEWEST]}


def rarity_words(picture: ChosenPost) -> str:
    """`seldom heard: Landes, 3 of 1,312 mentions`; "" when it was not chosen for that."""
    rare = picture.rarity
    if rare is None:
        return ""
    said = ngettext(
        "seldom heard: {place}, {n} of {all} mentions", "seldom heard: {place}, {n} of {all} mentions", rare.mentions
    )
    return said.format(place=rare.place, n=number(rare.mentions), all=number(rare.all))
