"""Which cards a feed shows: one new one at a time, and none before the last could be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hubdesk.wall.post import Post, State
from hubdesk.wall.posts_read import PostsPicture, whole_text
from hubdesk.wall.state import RETURNED_SECONDS

EVERY_SECONDS: Final = 4.0  # between two new cards
EARLY: Final = 0.4  # seconds by which an answer may come sooner than asked for
MOST_CARDS: Final = 16  # kept: more than any cell shows
FEW: Final = 8  # that may wait in a row; of more, the newest is shown and the others are passed over


@dataclass(frozen=True, slots=True)
class Paced:
    """`cards`: newest on top. `entered`: the one that came last, at `since` (seconds of a clock that does not go back).
    `others` came with it, or wait behind it (`wait`); `is_least`: there are more of them than were looked at."""

    picture: PostsPicture
    cards: tuple[Post, ...]
    since: float
    entered: int | None = None
    others: int = 0
    wait: bool = False
    is_least: bool = False
    off_at: float | None = None  # since when a card says that it was taken off


def paced(state: Paced | None, picture: PostsPicture, now: float) -> Paced:
    """What is shown once this picture is known."""
    if state is None or _is_elsewhere(state.picture, picture) or not state.cards:
        return Paced(picture, picture.posts[:MOST_CARDS], now)
    state = _followed(state, picture, now)
    if not state.cards:
        return Paced(picture, picture.posts[:MOST_CARDS], now)
    top = max(card.key for card in state.cards)
    shown = {whole_text(card) for card in state.cards}
    new = [post for post in picture.posts if post.key > top and whole_text(post) not in shown]
    if not new:
        return replace(state, picture=picture, entered=None, others=0)
    is_least = len(new) == len(picture.posts) < picture.total  # what was read does not reach back to the last card
    if now - state.since < EVERY_SECONDS - EARLY:
        return replace(state, picture=picture, entered=None, others=len(new), wait=True, is_least=is_least)
    waits = len(new) <= FEW
    card = new[-1] if waits else new[0]
    cards = (card, *state.cards)[:MOST_CARDS]
    return Paced(picture, cards, now, card.mention, len(new) - 1, waits, is_least, state.off_at)


def settled(state: Paced, now: float) -> Paced:
    """Without the cards that said long enough that they were taken off."""
    if state.off_at is None or now - state.off_at < RETURNED_SECONDS:
        return state
    return replace(state, cards=tuple(one for one in state.cards if one.state != State.TAKEN), off_at=None)


def on_screen(state: Paced, picture: PostsPicture, most: int = MOST_CARDS) -> tuple[int, ...]:
    """The mentions whose words are shown where so many cards have room, the newest first."""
    cards = state.cards[:most]
    return tuple(one.mention for one in cards if one.state == State.SHOWN and one.mention not in picture.taken)


def _is_elsewhere(then: PostsPicture, now: PostsPicture) -> bool:
    """Whether another question is answered, or another time looked at."""
    is_same = (then.asked.query, then.topics) == (now.asked.query, now.topics)
    return not is_same or now.end < then.end or now.end - now.start != then.end - then.start


def _followed(state: Paced, picture: PostsPicture, now: float) -> Paced:
    """The cards as they read now: edited, withdrawn, taken off, or out of the span."""
    fresh = {post.mention: post for post in picture.posts}
    cards, off_at = [], state.off_at
    for card in state.cards:
        if card.mention in picture.taken and card.state != State.TAKEN:
            cards.append(Post(card.mention, State.TAKEN, at=card.at, known_at=card.known_at))
            off_at = now
        elif card.mention in picture.gone:
            cards.append(Post(card.mention, State.WITHDRAWN, at=card.at, known_at=card.known_at))
        elif card.at >= picture.start:
            cards.append(fresh.get(card.mention, card))
    if cards and len(cards) < MOST_CARDS:
        last, shown = min(card.key for card in cards), {whole_text(card) for card in cards}
        below = [post for post in picture.posts if post.key < last and whole_text(post) not in shown]
        cards += below[: MOST_CARDS - len(cards)]
    return replace(state, cards=tuple(cards), off_at=off_at)
