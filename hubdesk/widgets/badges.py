"""What people marked, in a few words a mention or an episode: starred, its tags, how many notes. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.core.review import ReviewMark, ReviewWord
from hubdesk.i18n import _, ngettext, number
from hubdesk.query.letters import bare, fold
from hubdesk.widgets.text import tame

TAG: Final = 60  # code points
MOST_TAGS: Final = 12  # shown of one mention


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on one mention or episode. Tags are tamed; `notes` are counted."""

    is_starred: bool = False
    tags: tuple[str, ...] = ()
    notes: int = 0

    def __bool__(self) -> bool:
        return self.is_starred or bool(self.tags) or bool(self.notes)

    @property
    def icon(self) -> str:
        """The glyph of what says most: a star, a tag, a note; "" for nothing."""
        return "starred" if self.is_starred else "tag" if self.tags else "note" if self.notes else ""

    def words(self, most_tags: int = MOST_TAGS) -> str:
        """`starred · lille, à vérifier · 1 note`; "" for nothing. Tags beyond the most are counted."""
        parts = [_("starred")] if self.is_starred else []
        if self.tags:
            shown, left = ", ".join(self.tags[:most_tags]), len(self.tags) - most_tags
            if not shown:
                shown = ngettext("{n} tag", "{n} tags", left).format(n=number(left))
            elif left > 0:
                shown = f"{shown} +{number(left)}"
            parts.append(shown)
        if self.notes:
            parts.append(ngettext("{n} note", "{n} notes", self.notes).format(n=number(self.notes)))
        return " · ".join(parts)

    def short(self, width: Callable[[str], float], room: float) -> str:
        """What there is room for beside the glyph: everything, else as many tags as fit, else the star."""
        tags = Badge(tags=self.tags)
        ways = [self.words(), Badge(tags=self.tags, notes=self.notes).words()]
        ways += [tags.words(most) for most in range(min(MOST_TAGS, len(self.tags)), -1, -1)]
        ways += [Badge(is_starred=self.is_starred).words(), Badge(notes=self.notes).words()]
        return next((words for words in ways if words and width(words) <= room), "")


NO_BADGE: Final = Badge()


def tag_words(tag: str, most: int = TAG) -> str:
    """A tag in quotation marks, tamed."""
    return _("“{words}”").format(words=tame(tag, most))


def in_order(word: str) -> tuple[str, str]:
    """Where a tag stands among others: accents and capitals come second."""
    return bare(fold(word)), word


def badge(marks: Iterable[ReviewMark]) -> Badge:
    """Of marks that are all on one thing."""
    is_starred, tags, notes = False, dict[str, None](), 0
    for one in marks:
        if one.word == ReviewWord.STAR:
            is_starred = True
        elif one.word == ReviewWord.TAG:
            tags.setdefault(tame(one.value, TAG))
        elif one.word == ReviewWord.NOTE:
            notes += 1
    return Badge(is_starred, tuple(sorted(tags, key=in_order)), notes)


def badges_of_mentions(marks: Iterable[ReviewMark]) -> dict[int, Badge]:
    """By the mention's number; those without a star, a tag and a note are absent."""
    return _by((one.mention, one) for one in marks)


def badges_of_episodes(marks: Iterable[ReviewMark]) -> dict[int, Badge]:
    """By the episode's number."""
    return _by((one.episode, one) for one in marks)


def _by(numbered: Iterable[tuple[int | None, ReviewMark]]) -> dict[int, Badge]:
    found: dict[int, list[ReviewMark]] = {}
    for number_, one in numbered:
        if number_ is not None:
            found.setdefault(number_, []).append(one)
    return {number_: made for number_, marks in found.items() if (made := badge(marks))}
