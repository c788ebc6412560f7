"""What the marks panel reads: every mark that stands, with what it is of, as far as that was known by then."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from hubdesk.core import Episode, Heard, Millis, Scope, Topic
from hubdesk.core.cues import cue_of
from hubdesk.core.review import ReviewMark, ReviewWord, Standing
from hubdesk.i18n import N_, _, clock, day
from hubdesk.panels.cue_words import cue_words
from hubdesk.panels.episodes_known import known
from hubdesk.panels.episodes_words import kind_words, topic_name
from hubdesk.panels.review_marking import quoted
from hubdesk.query.letters import bare, fold
from hubdesk.store.reader import Reader
from hubdesk.widgets.card_words import author
from hubdesk.widgets.mark_list import MarkRow
from hubdesk.widgets.text import tame

MOST: Final = 1_000  # rows listed: the latest
LONGEST: Final = 400  # code points of a mark's words
_EXCERPT: Final = 160
_LATEST: Final = 1 << 53
ICONS: Final = {
    ReviewWord.STAR: "starred",
    ReviewWord.TAG: "tag",
    ReviewWord.NOTE: "note",
    ReviewWord.BOOKMARK: "flag",
    ReviewWord.CUE: "play",
}
NAMES: Final = {
    ReviewWord.STAR: N_("Star"),
    ReviewWord.TAG: N_("Tag"),
    ReviewWord.NOTE: N_("Note"),
    ReviewWord.BOOKMARK: N_("Bookmark"),
    ReviewWord.CUE: N_("Cue of a wall"),
}


@dataclass(frozen=True, eq=False)  # alike only where it is the same one: comparing thousands of marks takes its time
class MarksOptions:
    """`standing` None: the session's own marks alone."""

    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A mark, and what it is of: an instant, and a mention's author and words or what an episode is called."""

    mark: ReviewMark
    at: Millis
    about: str
    source: str = ""
    key: str = ""  # what a word is looked for in, small and bare: of thousands at each letter that is typed


@dataclass(frozen=True, slots=True)
class MarksPicture:
    """The latest first, by when what they are of was. `later`: how many are of something not known by then."""

    lines: tuple[Line, ...]
    zone: str
    later: int = 0
    standing: Standing = field(default_factory=Standing)


def read_marks(reader: Reader, scope: Scope, options: MarksOptions) -> MarksPicture:
    """Worker thread. All of the session, whatever the scope's topics and start; nothing past what it knows."""
    standing = options.standing if options.standing is not None else Standing(reader.marks())
    wanted = dict.fromkeys(one.mention for one in standing.marks if one.mention is not None)
    heard = {one.id: one for one in reader.mentions(wanted)}
    told = reader.episodes(Scope((), 0, _LATEST, known_by=_LATEST)) if _has_episodes(standing) else ()
    episodes, topics = _named(told), {topic.id: topic for topic in reader.topics()}
    lines, later = [], 0
    for mark in standing.marks:
        line, known_at = _line(mark, heard, episodes, topics)
        if known_at > scope.known:
            later += 1
        else:
            key = bare(fold(f"{own_words(mark)} {line.about} {name_of(mark)}"))
            lines.append(replace(line, key=key))
    lines.sort(key=_latest_first)
    return MarksPicture(tuple(lines), reader.facts().timezone or "UTC", later, standing)


def _has_episodes(standing: Standing) -> bool:
    return any(one.episode is not None for one in standing.marks)


def _named(told: tuple[Episode, ...]) -> dict[int, tuple[Millis, str, int | None]]:
    """When each was told, its kind in words, and its topic, by each of its numbers."""
    return {number: (one.main.opened_at, kind_words(one), one.main.topic) for one in known(told) for number in one.ids}


def _line(
    mark: ReviewMark,
    heard: dict[int, Heard],
    episodes: dict[int, tuple[Millis, str, int | None]],
    topics: dict[int, Topic],
) -> tuple[Line, Millis]:
    """The line, and since when what it is of is known."""
    if mark.instant is not None:
        return Line(mark, mark.instant, ""), mark.instant
    if mark.mention is not None:
        one = heard.get(mark.mention)
        if one is None:
            return Line(mark, mark.at, _("This mention is not here")), 0
        return Line(mark, one.at, _excerpt(one), one.source), one.known_at
    found = episodes.get(mark.episode or 0)
    if found is None:
        return Line(mark, mark.at, _("This episode is not here")), 0
    at, kind, topic = found
    return Line(mark, at, f"{kind}, {topic_name(topics.get(topic) if topic is not None else None, topic)}"), at


def _excerpt(heard: Heard) -> str:
    if heard.is_gone:
        return _("taken back by its author")
    mention = heard.mention
    words = tame(f"{mention.title[:_EXCERPT]} {mention.text[: 4 * _EXCERPT]}".strip(), _EXCERPT) or _("No text.")
    return quoted(author(heard), words)


def _latest_first(line: Line) -> tuple[Millis, Millis, str]:
    return -line.at, -line.mark.at, line.mark.uid


def name_of(mark: ReviewMark) -> str:
    """What sort of mark it is, in a word."""
    return _(NAMES[ReviewWord(mark.word)]) if mark.word in tuple(ReviewWord) else tame(mark.word, 40)


def words_of(mark: ReviewMark, limit: int = LONGEST) -> str:
    """What it says: its own words, what a presenter did, or what sort of mark it is."""
    return tame(own_words(mark), limit) or name_of(mark)


def own_words(mark: ReviewMark) -> str:
    """As they were written; those of a wall's cue are ours."""
    cue = cue_of(mark)
    return cue_words(cue) if cue is not None else mark.value


def row_of(line: Line, zone: str) -> MarkRow:
    """The row of a mark, in words."""
    mark = line.mark
    icon = ICONS[ReviewWord(mark.word)] if mark.word in tuple(ReviewWord) else "dot"
    when = f"{day(line.at, zone)} {clock(line.at, zone)}"
    made = _("marked {time}").format(time=f"{day(mark.at, zone)} {clock(mark.at, zone)}")
    return MarkRow(mark.uid, icon, words_of(mark), line.about or when, f"{when} · {made}", mark, line.source)


def left(lines: tuple[Line, ...], word: str, tag: str, typed: str) -> tuple[Line, ...]:
    """Those of that sort ("": any), with that tag ("": any) on the same thing, that hold what is typed."""
    tagged = {_subject(one.mark) for one in lines if one.mark.word == ReviewWord.TAG and one.mark.value == tag}
    wanted = [bare(fold(part)) for part in typed.split()]
    return tuple(
        one
        for one in lines
        if (not word or one.mark.word == word)
        and (not tag or _subject(one.mark) in tagged)
        and all(part in one.key for part in wanted)
    )


def _subject(mark: ReviewMark) -> tuple[int | None, int | None, Millis | None]:
    return mark.mention, mark.episode, mark.instant
