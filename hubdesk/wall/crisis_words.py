"""What the faces of a crisis say: whose it is, how loud, who is silent, what waits; an estimate is called one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hubdesk.i18n import _, duration, ngettext, number, percent
from hubdesk.panels.crisis_level import MINUTES
from hubdesk.panels.episodes_known import Known
from hubdesk.panels.episodes_words import KINDS, fate, topic_name
from hubdesk.wall.crisis import Announced, WallCrisis, WallRoom
from hubdesk.wall.crisis_owed import silence_sentence
from hubdesk.wall.stack import Line
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.crisis_times import times_text
from hubdesk.widgets.severity import held
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme

PLACES: Final = 4  # that are named outside an announced area
LONGEST_PLACE: Final = 40  # characters
MOSTLY: Final = 0.5  # of what was read, from which an episode is named by a theme
SLOW: Final = 10  # mentions a minute, below which they have a decimal


def kind_of(one: Known) -> str:
    """Its kind without its level, which its plate says."""
    return _(KINDS[one.main.kind]) if one.main.kind in KINDS else tame(one.main.kind, 40)


def name_of(room: WallRoom) -> str:
    """`Orange, crisis`."""
    topic, kind = topic_name(room.topic, room.known.main.topic), lowered(kind_of(room.known))
    return _("{topic}, {kind}").format(topic=topic, kind=kind)


def names_of(room: WallRoom) -> tuple[str, ...]:
    """The name of an episode, what it is mostly about first, and in a word whose it is."""
    made = [name_of(room), topic_name(room.topic, room.known.main.topic)]
    if room.about is not None and room.about[1] >= MOSTLY:
        theme = lowered(theme_word(room.about[0]))
        made.insert(0, _("{episode}: {theme}").format(episode=made[0], theme=theme))
    return tuple(made)


def lowered(words: str) -> str:
    """As in the middle of a sentence; a word in capitals stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def level_words(one: Known) -> str:
    """What a plate says beside its bars."""
    return _("Level {n}").format(n=held(one.severity)) if one.severity else _("Watch")


def is_quiet(one: Known) -> bool:
    """Nothing of it is yellow: it is over, or was called wrong."""
    return not one.lasts or one.is_wrong


def title_line(room: WallRoom, picture: WallCrisis, look: Theme, rank: int, role: str = "strong") -> Line:
    """Plate, marker and name of an episode."""
    one = room.known
    style = look.topic_style(room.topic, picture.topics) if room.topic is not None else None
    names = names_of(room)
    return Line(names, rank, role, "text", 1, True, style, held(one.severity), level_words(one), is_quiet=is_quiet(one))


def when(one: Known, picture: WallCrisis) -> str:
    """`since 08:10`, or from when to when."""
    start, last = picture.at(one.start), one.now.end
    if last is None:
        return _("since {time}").format(time=start)
    return _("{start} – {end}").format(start=start, end=picture.at(last))


def times_of(room: WallRoom) -> float | None:
    """Times the usual: in the last hour; of what is over, in its loudest. None: not known."""
    level = room.level
    return level.times(level.now if room.known.lasts else level.most)


def count_of(room: WallRoom) -> int | None:
    """Mentions in that hour."""
    return room.level.now if room.known.lasts else room.level.most


def per_minute(room: WallRoom) -> str:
    """`103/min`, the mean of that hour."""
    count = count_of(room)
    if count is None:
        return _("last hour not heard as a whole")
    pace = count / MINUTES
    return _("{n}/min").format(n=number(pace, 1 if pace < SLOW else 0))


def of_which_hour(room: WallRoom, picture: WallCrisis) -> str:
    """The hour that the multiple is of."""
    if room.known.lasts:
        return _("in the last hour")
    if room.level.most is None:
        return _("no whole hour of it was heard")
    return _("at its loudest, up to {time}").format(time=picture.at(room.level.most_at))


def usual(room: WallRoom) -> tuple[str, ...]:
    """What is usual in an hour, and whether that is an estimate; the fullest wording first."""
    level = room.level
    if level.usual is None:
        return (_("what is usual is not known: fewer than three days heard"), _("usual not known"))
    n = number(level.usual, 1 if level.usual < SLOW else 0)
    short = _("usual: {n}/h").format(n=n)
    if level.days:
        text = ngettext(
            "usual: about {n}/h, an estimate from {days} day",
            "usual: about {n}/h, an estimate from {days} days",
            level.days,
        )
        return text.format(n=n, days=level.days), _("usual: about {n}/h (estimate)").format(n=n)
    text = _("usual: {n}/h, as at the alarm").format(n=n)
    if level.heard < MINUTES:
        text = _("usual: {n}/h, scaled up from {heard} min").format(n=n, heard=number(level.heard))
    return text, short


def loudness(room: WallRoom, picture: WallCrisis) -> str:
    """`×29 the usual in the last hour, 303 mentions`; what is not known of it is said."""
    hour, count, times = of_which_hour(room, picture), count_of(room), times_of(room)
    if count is None:
        return hour if not room.known.lasts else _("how loud is not known: the last hour was not heard as a whole")
    mentions = ngettext("{n} mention", "{n} mentions", count).format(n=number(count))
    if times is None:
        return _("{mentions} {hour}, usual not known").format(mentions=mentions, hour=hour)
    return _("{times} the usual {hour}, {mentions}").format(times=times_text(times), hour=hour, mentions=mentions)


def outside_words(said: Announced, picture: WallCrisis) -> tuple[str, ...]:
    """Where it is reported beside what was announced; in fewer and fewer places."""
    time, area = picture.at(said.at), tame(said.place, LONGEST_PLACE)
    if not said.outside:
        return (_("announced at {time}: {place}; nowhere else reported").format(time=time, place=area),)
    made = []
    for shown in range(min(PLACES, len(said.outside)), 0, -1):
        places, more = ", ".join(tame(one, LONGEST_PLACE) for one in said.outside[:shown]), len(said.outside) - shown
        if more:
            text = ngettext("{places} and {n} more", "{places} and {n} more", more)
            places = text.format(places=places, n=number(more))
        text = _("{places}: outside {area}, announced at {time}")
        made.append(text.format(places=places, area=area, time=time))
    return tuple(made)


def facts_of(room: WallRoom, picture: WallCrisis) -> Iterator[tuple[str, ...]]:
    """What is known of an episode, the most telling first; each in its wordings, the fullest first."""
    one = room.known
    if room.announced is not None and room.announced.outside:
        yield outside_words(room.announced, picture)
    if picture.is_late:
        yield (watched(picture),)
    how = fate(one)[1]
    lasted = duration(max(0, (picture.end if one.now.end is None else one.now.end) - one.start))
    long = _("{when} ({length})").format(when=when(one, picture), length=lasted)
    yield (
        _("{when} · {phase}").format(when=long, phase=how),
        _("{when} · {phase}").format(when=when(one, picture), phase=how),
    )
    if room.about is not None:
        text = _("About: {theme}, {share}.").format(theme=theme_word(room.about[0]), share=percent(room.about[1], 0))
        yield (text.rstrip("."),)
    if room.chance is not None:
        yield (_("{share} chance to double").format(share=percent(room.chance, 0)),)
    yield (loudness(room, picture),)
    if room.silence is not None:
        yield (silence_sentence(room.silence, room.stretch.end),)
    if room.announced is not None and not room.announced.outside:
        yield outside_words(room.announced, picture)
    yield (room.reason,)


def calm(picture: WallCrisis) -> str:
    """Why there is no episode to show."""
    if picture.is_gone:
        return _("Its topic was removed since: nothing of it is counted any more.")
    if picture.is_unknown:
        return _("There is no such episode in this session by now.")
    if picture.watched_until is None:
        return _("Nobody watches yet: episodes are found while the collector runs.")
    return _("No episode lasts.")


def watched(picture: WallCrisis) -> str:
    """Up to when the watch has seen; "" where nobody ever watched."""
    if picture.watched_until is None:
        return ""
    time = picture.at(min(picture.watched_until, picture.end))
    if picture.is_late:
        return _("Nobody watches since {time}").format(time=time)
    return _("Watched up to {time}").format(time=time)


def last_words(one: Known, picture: WallCrisis) -> tuple[str, ...]:
    """The last episode and how it ended."""
    topic = next((topic for topic in picture.topics if topic.id == one.main.topic), None)
    name = topic_name(topic, one.main.topic)
    ended = fate(one)[1]
    text = _("Last: {topic}, {kind}, {when}, {ended}")
    full = text.format(topic=name, kind=lowered(kind_of(one)), when=when(one, picture), ended=ended)
    return full, _("Last: {topic}, {ended}").format(topic=name, ended=ended)


def others_words(picture: WallCrisis) -> str:
    """How many more last; "" for none."""
    n = picture.others
    return ngettext("{n} more lasts", "{n} more last", n).format(n=number(n)) if n else ""


def hour_of(room: WallRoom, picture: WallCrisis) -> str:
    """The stretch that is looked at."""
    start = picture.at(room.stretch.start)
    return _("{start} – {end}").format(start=start, end=picture.at(room.stretch.end))
