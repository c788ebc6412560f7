"""Who pushes an episode: accounts that act together, staff that declared itself, and the loudest ten.

What is found is that accounts acted together, never why: nobody is called false, and nobody's side is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import HOUR, Millis
from hubdesk.i18n import N_
from hubdesk.query.together_pairs import Act, Pair, pairs
from hubdesk.told import Told

SMALLEST: Final = 3  # accounts in a ring
LOUDEST: Final = 10
SHUFFLES: Final = 1000

INNOCENT: Final = (
    N_("It may be fans of one cause who read each other."),
    N_("It may be newsrooms or shops that share one feed or one tool."),
    N_("It may be a campaign that openly asked people to post at that time."),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A mention of the episode, for who pushes it. `things` are what it shares with others; see `things`."""

    id: int
    account: str
    at: Millis
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ring:
    """Accounts that act together. `ids` are their mentions of the things they share, `pairs` why each is in it."""

    accounts: tuple[str, ...]
    pairs: tuple[Pair, ...]
    things: tuple[str, ...]
    ids: tuple[int, ...]
    first_at: Millis
    last_at: Millis
    insiders: tuple[str, ...]
    words: Told


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an episode some accounts wrote. None: nothing was written at all."""

    accounts: int
    mentions: int
    of_all: float | None
    of_first_hour: float | None


@dataclass(frozen=True, slots=True)
class Audit:
    """Who pushes an episode: `left` mentions remain without rings and insiders."""

    mentions: int
    rings: tuple[Ring, ...]
    together: Share
    insiders: Share
    loudest: Share
    left: int
    shuffles: int
    words: tuple[Told, ...]


def things(
    repost_of: str = "", links: Iterable[str] = (), words_of: str = "", pictures: Iterable[str] = ()
) -> tuple[str, ...]:
    """What a mention shares: the post it reposts, its links, the group of its words (the root's id), its pictures."""
    found = [f"repost:{repost_of}"] if repost_of else []
    found += [f"words:{words_of}"] if words_of else []
    found += [f"link:{_plain(link)}" for link in links]
    return tuple(dict.fromkeys(found + [f"picture:{picture}" for picture in pictures]))


def audit(
    posts: Sequence[Post], insiders: Collection[str] = (), around: Iterable[Post] = (), shuffles: int = SHUFFLES
) -> Audit:
    """Who pushes these posts. `insiders` are accounts that declared themselves.

    `around` are the other posts of the same hours: what is usual there makes chance fair. Accounts without a name are
    counted as volume and never as acting together.
    """
    posts = sorted(posts, key=_when)
    others = sorted(around, key=_when)
    acts = [Act(p.account, thing, p.at, p.id) for p in [*posts, *others] for thing in p.things if p.account]
    rings = tuple(_ring(group, acts, frozenset(insiders), shuffles) for group in _groups(pairs(acts, shuffles)))
    of_rings = {account for ring in rings for account in ring.accounts}
    counts = Counter(post.account for post in posts if post.account)
    loudest = {account for account, _n in sorted(counts.items(), key=_loudness)[:LOUDEST]}
    together, declared = _share(posts, of_rings), _share(posts, set(insiders))
    left = sum(post.account not in of_rings and post.account not in insiders for post in posts)
    loud = _share(posts, loudest)
    words = _words(rings, together, declared, loud, left, shuffles)
    return Audit(len(posts), rings, together, declared, loud, left, shuffles, words)


def _plain(link: str) -> str:
    """The same page under its other addresses; a link nobody can read stands for itself."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}".rstrip("?")


def _when(post: Post) -> tuple[Millis, int]:
    return post.at, post.id


def _loudness(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _groups(found: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that hang together, by union-find; rings of fewer than three accounts are none."""
    above: dict[str, str] = {}

    def top(account: str) -> str:
        while above.setdefault(account, account) != account:
            above[account] = account = above[above[account]]
        return account

    for pair in found:
        one, other = sorted((top(pair.one), top(pair.other)))
        above[other] = one
    groups: dict[str, list[Pair]] = {}
    for pair in found:
        groups.setdefault(top(pair.one), []).append(pair)
    return [group for group in groups.values() if len(_accounts(group)) >= SMALLEST]


def _accounts(group: Sequence[Pair]) -> set[str]:
    return {account for pair in group for account in (pair.one, pair.other)}


def _ring(group: list[Pair], acts: Sequence[Act], insiders: frozenset[str], shuffles: int) -> Ring:
    accounts = _accounts(group)
    window = max(pair.window for pair in group)
    theirs = _together([act for act in acts if act.account in accounts], window)
    shared = {act.thing for act in theirs}
    figures = (
        ("accounts", len(accounts)),
        ("things", len(shared)),
        ("window_ms", window),
        ("shuffles", shuffles),
        ("chance", round(max(pair.chance for pair in group) * (shuffles + 1)) - 1),
    )
    return Ring(
        tuple(sorted(accounts)),
        tuple(group),
        tuple(sorted(shared)),
        tuple(sorted({act.id for act in theirs})),
        min(act.at for act in theirs),
        max(act.at for act in theirs),
        tuple(sorted(accounts & insiders)),
        Told(_RING if dict(figures)["chance"] else _RING_ALONE, figures),
    )


def _together(acts: Iterable[Act], window: Millis) -> list[Act]:
    """The acts that another account of the ring did as well, within the window."""
    by_thing: dict[str, list[Act]] = {}
    for act in acts:
        by_thing.setdefault(act.thing, []).append(act)
    return [act for same in by_thing.values() for act in _met(sorted(same, key=_at), window)]


def _met(same: Sequence[Act], window: Millis) -> set[Act]:
    """Of acts on one thing, in order of time: those with another account's before or behind them within the window."""
    found: set[Act] = set()
    for ordered in (same, same[::-1]):
        last: Act | None = None
        other: Act | None = None  # `other`: the nearest before `last` that is not by its account
        for act in ordered:
            before = other if last is not None and last.account == act.account else last
            if before is not None and abs(act.at - before.at) <= window:
                found.add(act)
            if last is not None and last.account != act.account:
                other = last
            last = act
    return found


def _at(act: Act) -> Millis:
    return act.at


def _share(posts: Sequence[Post], accounts: Collection[str]) -> Share:
    theirs = [post for post in posts if post.account in accounts]
    if not posts:
        return Share(0, 0, None, None)
    hour = [post for post in posts if post.at < posts[0].at + HOUR]
    early = sum(post.account in accounts for post in hour)
    return Share(len({post.account for post in theirs}), len(theirs), len(theirs) / len(posts), early / len(hour))


_RING: Final = N_(
    "{accounts} accounts act together on {things} things, within {window_ms} of each other; of {shuffles} shuffles at "
    "most {chance} did as much for any pair"
)
_RING_ALONE: Final = N_(
    "{accounts} accounts act together on {things} things, within {window_ms} of each other; of {shuffles} shuffles "
    "none did as much for any pair"
)
_TOGETHER: Final = N_(
    "Mentions by accounts that act together: {mentions} ({all_share}; {hour_share} of the first hour)"
)
_INSIDERS: Final = N_("Mentions by declared insiders: {mentions} ({all_share}; {hour_share} of the first hour)")
_LOUDEST: Final = N_("The {accounts} loudest accounts wrote {all_share}, {hour_share} of the first hour")
_LEFT: Final = N_("{left} mentions are left without both")
_NONE: Final = N_("No accounts act together more than chance does, after {shuffles} shuffles")


def _words(
    rings: Sequence[Ring], together: Share, insiders: Share, loudest: Share, left: int, shuffles: int
) -> tuple[Told, ...]:
    told = [ring.words for ring in rings] or [Told(_NONE, (("shuffles", shuffles),))]
    for msgid, share in ((_TOGETHER, together), (_INSIDERS, insiders), (_LOUDEST, loudest)):
        figures = (
            ("accounts", share.accounts),
            ("mentions", share.mentions),
            ("all_share", share.of_all),
            ("hour_share", share.of_first_hour),
        )
        if share.mentions:
            told.append(Told(msgid, tuple((name, f) for name, f in figures if "{" + name + "}" in msgid)))
    if rings or insiders.mentions:
        told.append(Told(_LEFT, (("left", left),)))
    return tuple(told)
