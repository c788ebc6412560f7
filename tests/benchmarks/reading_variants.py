"""Texts as they come back: word for word, edited, cut, reposted, with emoji, another link or in capitals."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator

SHORTEST = 40  # characters of a text that variants are made of
FILLERS = ("vraiment", "encore", "franchement", "hier", "aussi", "bref", "sérieux", "du coup")


def variants(texts: Iterable[str]) -> Iterator[tuple[str, int | None, str]]:
    """Each text, the number of the text it repeats (None: it is new), and how it was made; in a stream, mixed."""
    draw = random.Random(7)
    kept: list[tuple[int, str]] = []
    number = 0
    waiting: list[tuple[str, int, str]] = []
    for text in texts:
        yield text, None, "new"
        if len(text) >= SHORTEST:
            kept.append((number, text))
            some = draw.sample(sorted(MADE), k=draw.choice((0, 1, 2, 3)))
            waiting += [(MADE[how](text, draw), number, how) for how in some]
        number += 1
        while waiting and draw.random() < 0.6:
            again = waiting.pop(draw.randrange(len(waiting)))
            yield again
            number += 1
    yield from waiting


def _edited(text: str, draw: random.Random) -> str:
    """A word in ten dropped, another put in, a letter mistyped."""
    words = text.split()
    for _time in range(max(1, len(words) // 20)):
        words.pop(draw.randrange(len(words)))
        words.insert(draw.randrange(len(words) + 1), draw.choice(FILLERS))
    place = draw.randrange(len(words))
    if len(words[place]) > 3:
        middle = draw.randrange(1, len(words[place]) - 1)
        words[place] = words[place][:middle] + words[place][middle + 1 :]
    return " ".join(words)


def _cut(text: str, draw: random.Random) -> str:
    return text[: max(SHORTEST - 10, int(len(text) * draw.uniform(0.5, 0.85)))].rstrip() + "…"


def _reposted(text: str, draw: random.Random) -> str:
    return f"RT @{draw.choice(('camille', 'info_conso', 'le_veilleur'))}: {text}"


def _with_emoji(text: str, draw: random.Random) -> str:
    return f"{draw.choice('😡🤬😂🙄')} {text} {draw.choice('😡🤬😂🙄') * 3}"


def _other_link(text: str, draw: random.Random) -> str:
    return f"{text} https://example.org/{draw.randrange(10**6)}"


def _in_capitals(text: str, draw: random.Random) -> str:
    return text.upper()


def _with_tags(text: str, draw: random.Random) -> str:
    return f"{text} #{draw.choice(('Orange', 'SFR', 'Free', 'panne', 'fibre'))} #scandale"


MADE: dict[str, Callable[[str, random.Random], str]] = {
    "same": lambda text, draw: text,
    "edited": _edited,
    "cut": _cut,
    "reposted": _reposted,
    "emoji": _with_emoji,
    "link": _other_link,
    "capitals": _in_capitals,
    "tags": _with_tags,
}
