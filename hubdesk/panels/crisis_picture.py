"""What the crisis room reads of one episode: how loud, in what tone, about what, where, who began, who answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Heard, Millis, Scope, SessionFacts, Span, Topic
from hubdesk.core.channels import ChannelSilence
from hubdesk.i18n import _
from hubdesk.panels import asked
from hubdesk.panels.crisis_answers import Answers, read_answers
from hubdesk.panels.crisis_forecast import Forecast, read_forecast
from hubdesk.panels.crisis_level import STEP, Level, frozen, hours, level
from hubdesk.panels.crisis_times import Times, times
from hubdesk.panels.episodes_known import Excess, Known, known
from hubdesk.panels.episodes_picture import WATCH, first_heard, place_names
from hubdesk.panels.episodes_words import kind_words
from hubdesk.panels.habit import read_habit
from hubdesk.panels.official import GRAVE, Official, read_official
from hubdesk.panels.trend_picture import TrendOptions, TrendPicture, read_trend
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader, Split, Themes
from hubdesk.widgets.chart_values import Flag, Point

LONGEST: Final = 14 * DAY  # of an episode, that is looked at: its newest part
LEAD: Final = 2 * HOUR  # before it, that is drawn
FRAMES: Final = 5
PLACES: Final = 5
BARS: Final = 24
STEPS: Final = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR)  # of a bar; longer: a day
USUAL_PLACES: Final = 7 * DAY
READ: Final = 5_000  # candidates that are asked for a quote


@dataclass(frozen=True, slots=True)
class CrisisOptions:
    """`episode` None: the gravest that lasts."""

    episode: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A theme of the episode: how many of its `read` mentions, and one of them in its own words."""

    code: str
    mentions: int
    read: int
    quote: Heard | None
    gone: int = 0  # taken back since: counted, and no row shows them


@dataclass(frozen=True, slots=True)
class Room:
    """All of one episode. `before`: the tone of the day before it. `placed` of `all` mentions name a place."""

    known: Known
    topic: Topic | None
    stretch: Span
    level: Level
    trend: TrendPicture
    arrivals: tuple[Point, ...]
    step: Millis
    answers: Answers
    tone: Split
    gone: int  # of all of them, taken back since
    tone_gone: int  # of the negative ones
    before: Split
    frames: tuple[Frame, ...]
    places: tuple[Excess, ...]
    names: tuple[tuple[str, str], ...]
    places_gone: tuple[tuple[str, int], ...]
    placed: int
    placed_gone: int
    placed_in: tuple[str, ...]  # départements
    all: int
    first: tuple[Heard, ...]
    has_channels: bool
    silence: tuple[ChannelSilence, ...]
    official: Official | None = None
    times: Times | None = None
    forecast: Forecast | None = None  # None: it is over, or what the brand answers is not known


@dataclass(frozen=True, slots=True)
class CrisisPicture:
    """`room` None: no episode is chosen and none lasts, or the chosen one's topic is gone (`is_gone`)."""

    end: Millis
    zone: str
    facts: SessionFacts
    topics: tuple[Topic, ...]
    all: int
    watched_until: Millis | None
    room: Room | None = None
    is_gone: bool = False


def read_crisis(reader: Reader, scope: Scope, options: CrisisOptions) -> CrisisPicture:
    """Worker thread. Counts are of the episode's stretch, as far as the scope's end."""
    facts, topics = reader.facts(), reader.topics()
    zone = facts.timezone or "UTC"
    found = known(reader.episodes(replace(scope, start=scope.end)))  # those that last
    chosen = next((one for one in found if options.episode in one.ids), None)
    if chosen is None and (options.episode is not None or not found):
        found = known(reader.episodes(replace(scope, start=0)))
        chosen = next((one for one in found if options.episode in one.ids), None)
    picture = CrisisPicture(scope.end, zone, facts, topics, len(found), reader.watched(WATCH)[0])
    chosen = chosen or next((one for one in found if one.lasts and not one.is_wrong), None)
    if chosen is None:
        return picture
    topic = next((one for one in topics if one.id == chosen.main.topic), None)
    if topic is None and chosen.main.topic is not None:
        return replace(picture, is_gone=True)
    return replace(picture, room=_room(reader, scope, chosen, topic, zone))


def _room(reader: Reader, scope: Scope, one: Known, topic: Topic | None, zone: str) -> Room:
    end = min(scope.end, one.now.end if one.now.end is not None else scope.end)
    start = max(min(one.start, end - MINUTE), end - LONGEST)
    topics = (topic,) if topic is not None else ()
    within = Scope(topics, start, end, scope.known)
    tone, themes, placed = reader.tone_totals(within), reader.theme_totals(within), reader.places(within)
    before = replace(within, start=start - USUAL_PLACES, end=start)
    usual = {found.code: found.mentions for found in reader.places(before).departments}
    scale = (end - start) / USUAL_PLACES
    places = [Excess(found.code, found.mentions, usual.get(found.code, 0) * scale) for found in placed.departments]
    places = [found for found in sorted(places, key=_least_expected)[:PLACES] if found.heard > found.expected]
    step = next((step for step in STEPS if end - start <= step * BARS), DAY)
    bars = replace(within, start=start // step * step)
    lead = max(LEAD, min(end - start, DAY) // 2)
    of_hours = replace(within, start=(start - lead - HOUR) // STEP * STEP)
    points = reader.volume(topic, of_hours, STEP)
    official = _official(reader, one, topic, within)
    around = Span((start - lead) // HOUR * HOUR - HOUR, max(end, start + HOUR))
    habit = read_habit(reader, topic, around, HOUR, start, scope.known, zone)
    loud = level(one, points, end, frozen(reader, one), habit)
    answers = read_answers(reader, topic, Span(start, end), scope.known)
    return Room(
        known=one,
        topic=topic,
        stretch=Span(start, end),
        level=loud,
        trend=_trend(reader, within, one, lead),
        arrivals=reader.volume(topic, bars, step),
        step=step,
        answers=answers,
        tone=tone.whole.split,
        gone=tone.whole.gone.all,
        tone_gone=tone.whole.gone.negative,
        before=reader.tone_totals(replace(within, start=start - DAY, end=start)).whole.split,
        frames=tuple(_frames(reader, within, themes)),
        places=tuple(places),
        names=place_names([found.name for found in places]),
        places_gone=tuple((found.code, found.gone) for found in placed.departments if found.gone),
        placed=placed.placed,
        placed_gone=placed.gone,
        placed_in=tuple(found.code for found in placed.departments if found.mentions),
        all=placed.all,
        first=first_heard(reader, topic, Span(start, end), scope.known),
        has_channels=bool(reader.channels()),
        silence=official.channels if official is not None else (),
        official=official,
        times=times(hours(points, end), loud, habit),
        forecast=read_forecast(reader, topic, Span(start, end), scope.known, answers) if one.lasts else None,
    )


def _trend(reader: Reader, within: Scope, one: Known, lead: Millis) -> TrendPicture:
    """The curve from a while before, with what was usual until then, and each level when it was told."""
    around = replace(within, start=within.start - lead)
    picture = read_trend(reader, around, TrendOptions(smooth=False))
    flags, last = [], -1
    for state in one.states:
        if state.severity > last:
            last = state.severity
            is_last = last == one.severity
            words = kind_words(one) if is_last else _("level {n}").format(n=last)
            flags.append(Flag(state.at, last, words, one.id, not one.lasts or not is_last))
    return replace(picture, flags=tuple(flag for flag in flags if around.start <= flag.at < around.end))


def _frames(reader: Reader, within: Scope, themes: Themes) -> Iterator[Frame]:
    """The commonest themes, each with words of its own."""
    quoted: set[int] = set()
    for theme in themes.themes[:FRAMES]:
        quote = next((one for one in _quotes(reader, within, theme.code) if one.id not in quoted), None)
        quoted |= {quote.id} if quote is not None else set()
        yield Frame(theme.code, theme.told.split.all, themes.read, quote, theme.told.gone.all)


def _quotes(reader: Reader, within: Scope, code: str) -> Iterator[Heard]:
    """Mentions of a theme, negative ones first; none of a theme that no query knows."""
    for tone in ("negative", ""):
        query = asked.of_theme(code, tone)
        yield from reader.search(parse(query), within, FRAMES, most=READ).mentions if query else ()


def _official(reader: Reader, one: Known, topic: Topic | None, within: Scope) -> Official | None:
    """Of what a brand owes an answer to: a buzz is nothing to own up to."""
    if topic is None or one.main.kind not in GRAVE:
        return None
    return read_official(reader, topic, within)


def _least_expected(one: Excess) -> tuple[float, str]:
    return one.expected - one.heard, one.name
