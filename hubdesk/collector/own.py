"""The analyst's own words asked of a mention: her tone in place of the models', her themes and brands beside theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Evidence, Mark, Match, Mention, Notes, Topic
from hubdesk.core.readings import OWN_WORD, Effect, OwnWord, OwnWords
from hubdesk.store.asking import is_readable

NO_WORDS: Final = OwnWords()
_NONE: Final = "none"  # the rule of the theme `other` where no theme was found


@dataclass(frozen=True, slots=True)
class Said:
    """An own word that a mention holds, and where."""

    word: OwnWord
    marks: tuple[Mark, ...]


class Own:
    """Own words made ready. `topics`: their queries, numbered below `after`, to be matched together with others."""

    def __init__(self, own: OwnWords = NO_WORDS, after: int = 0) -> None:
        asked = [Topic(after - 1 - n, word.words, f'"{word.words}"') for n, word in enumerate(own.words)]
        self.topics: Final = tuple(topic for topic in asked if is_readable(topic))
        self.versions: Final = dict(own.versions)
        self._words = {topic.id: word for topic, word in zip(asked, own.words, strict=True)}

    def said(self, matches: Iterable[Match]) -> tuple[Said, ...]:
        """Those that these matches found."""
        if not self._words:
            return ()
        return tuple(Said(self._words[match.topic], match.marks) for match in matches if match.topic in self._words)


def with_tone(notes: Notes, said: Sequence[Said]) -> Notes:
    """Her tone; of several, that of the longest words. A score is a model's, so there is none."""
    told = [one for one in said if one.word.effect == Effect.TONE]
    if not told:
        return notes
    longest = max(told, key=_length)
    mine = Evidence("tone", longest.word.value, None, OWN_WORD, longest.marks)
    kept = tuple(one for one in notes.evidence if one.reading != "tone")
    return replace(notes, tone=longest.word.value, tone_score=None, evidence=(*kept, mine))


def with_themes(about: tuple[Evidence, ...], said: Sequence[Said]) -> tuple[Evidence, ...]:
    """Her themes beside those that were read."""
    mine = {
        one.word.value: Evidence("theme", one.word.value, None, OWN_WORD, one.marks)
        for one in said
        if one.word.effect == Effect.THEME
    }
    if not mine:
        return about
    return (*(one for one in about if one.value not in mine and one.rule != _NONE), *mine.values())


def brands(said: Sequence[Said], known: Sequence[str]) -> dict[str, tuple[Mark, ...]]:
    """The brands that her words name, of those that are known, and where."""
    by_name = {brand.casefold(): brand for brand in known}
    named = [one for one in said if one.word.effect == Effect.BRAND and one.word.value.casefold() in by_name]
    return {by_name[one.word.value.casefold()]: one.marks for one in named}


def without_names(mention: Mention, said: Sequence[Said]) -> Mention:
    """The mention with blanks in place of the words that name no brand; places stay what they are."""
    marks = [mark for one in said if one.word.effect == Effect.NEVER for mark in one.marks]
    if not marks:
        return mention
    title = _blanked(mention.title, [mark for mark in marks if mark.part == "title"])
    return replace(mention, title=title, text=_blanked(mention.text, [m for m in marks if m.part != "title"]))


def _blanked(text: str, marks: Iterable[Mark]) -> str:
    signs = list(text)
    for mark in marks:
        signs[mark.start : mark.end] = " " * (mark.end - mark.start)
    return "".join(signs)


def _length(one: Said) -> tuple[int, int]:
    return len(one.word.words), one.word.at
