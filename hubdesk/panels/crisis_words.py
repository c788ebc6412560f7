"""What the crisis room says of its episode: the one number, the figures beside it, and tables that open their rows."""

from __future__ import annotations

from typing import Final

from hubdesk.core import EpisodeKind, Millis
from hubdesk.core.channels import ChannelKind, ChannelSilence, Voice
from hubdesk.i18n import UNKNOWN, _, clock, duration, ngettext, number, percent
from hubdesk.panels import asked
from hubdesk.panels.crisis_forecast import forecast_words
from hubdesk.panels.crisis_level import MINUTES, Level
from hubdesk.panels.crisis_picture import CrisisPicture, Frame, Room
from hubdesk.panels.episodes_sheet import excerpt, facts, query_of
from hubdesk.panels.episodes_words import anchor, fate, kind_words, length, moment, topic_name, when
from hubdesk.panels.gone_words import gone_text
from hubdesk.panels.official_words import KINDS, contradicted, section, uncounted
from hubdesk.panels.panel import Rows
from hubdesk.panels.reading_words import code_words
from hubdesk.query.any_kind import ANY
from hubdesk.store.reader import Split
from hubdesk.widgets.bars import wilson
from hubdesk.widgets.card_words import author, is_web, theme_word
from hubdesk.widgets.crisis_head import HeadWords
from hubdesk.widgets.crisis_times import times_text
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.timeline import Fact

DECLARE: Final = '[[channel]]  topic = "{topic}"  kind = "status-page"  url = "https://…"'


def head_words(room: Room, picture: CrisisPicture) -> HeadWords:
    one = room.known
    style = theme().topic_style(room.topic, picture.topics) if room.topic is not None else None
    hero, caption = loudness(room, picture.end, picture.zone)
    about = (when(one, picture.end, picture.zone), length(one, picture.end), fate(one)[1])
    return HeadWords(
        level=one.severity,
        kind=kind_words(one),
        topic=topic_name(room.topic, one.main.topic),
        shape=style.marker if style is not None else "",
        colour=style.colour.name() if style is not None else "",
        about=" · ".join(about),
        hero=hero,
        caption=caption,
        is_quiet=not one.lasts or one.is_wrong,
    )


def loudness(room: Room, end: Millis, zone: str) -> tuple[str, str]:
    """The multiple of the usual, and what it rests on; a dash where it is not known."""
    level = room.level
    usual = usual_words(level)
    highest = level.times(level.most)
    time = moment(level.most_at, anchor(room.known, end), zone)
    if not room.known.lasts:
        if level.most is None:
            return UNKNOWN, _("No whole hour of it was listened to.")
        text = _("{n} mentions in the hour up to {time}, its loudest. {usual}")
        return times_text(highest), text.format(n=number(level.most), time=time, usual=usual)
    if level.now is None:
        text = _("The last hour was not listened to as a whole. {usual}").format(usual=usual)
        return UNKNOWN, f"{text} {_at_most(highest, time)}".strip()
    text = _("{n} mentions in the last hour. {usual}").format(n=number(level.now), usual=usual)
    return times_text(level.times(level.now)), f"{text} {_at_most(highest, time)}".strip()


def _at_most(highest: float | None, time: str) -> str:
    if highest is None:
        return ""
    return _("At its highest: {times}, in the hour up to {time}.").format(times=times_text(highest), time=time)


def usual_words(level: Level) -> str:
    """What is usual in an hour, and whether that is an estimate."""
    if level.usual is None:
        return _("What is usual is not known: fewer than three days were listened to.")
    usual = number(level.usual, 1 if level.usual < 10 else 0)
    if not level.days:
        text = _("Usual in an hour: {n}, as it was at the alarm.").format(n=usual)
        if level.heard == MINUTES:
            return text
        heard = _("It had listened to {n} minutes of its hour; that is scaled up.").format(n=number(level.heard))
        return f"{text} {heard}"
    text = ngettext(
        "Usual in an hour: about {n}, an estimate from {days} day.",
        "Usual in an hour: about {n}, an estimate from {days} days.",
        level.days,
    )
    return text.format(n=usual, days=level.days)


def sayings(room: Room, zone: str) -> tuple[Saying, ...]:
    """Tone against the day before, how many arrived, what the brand answered, how many name a place."""
    made = [_tone(room)]
    since = _("since {time}").format(time=clock(room.stretch.start, zone))
    arrived = ngettext("mention {since}", "mentions {since}", room.all).format(since=since)
    made.append(Saying(number(room.all), arrived, rows_of(room, ANY), more=counted(room.all, room.gone)))
    answers = room.answers
    if answers.is_known:
        text = ngettext("reply by the brand’s account", "replies by the brand’s accounts", answers.total)
        made.append(Saying(number(answers.total), text, more=", ".join(tame(one, 80) for one in answers.heard)))
        if room.forecast is not None:
            more = forecast_words(room.forecast, zone)
            made.append(Saying(number(room.forecast.waiting), _("waiting for an answer (estimate)"), more=more))
    else:
        made.append(Saying(_("not known"), _("what the brand answers")))
    share = percent(room.placed / room.all if room.all else None, 0)
    opens = rows_of(room, " OR ".join(query_of("places", code) for code in room.placed_in))
    made.append(Saying(share, _("name a place"), opens, more=counted(room.placed, room.placed_gone)))
    return tuple(made)


def _tone(room: Room) -> Saying:
    told, before = room.tone, room.before
    if not told.read:
        return Saying(UNKNOWN, _("negative: no tone is read yet"), part="negative")
    was = _("{share} the day before").format(share=percent(before.negative / before.read, 0)) if before.read else ""
    text = _("negative ±{error}").format(error=number(error_points(told), 0))
    words = ", ".join(filter(None, (text, was or _("the day before not read"))))
    more = _("{n} of {all} that were read").format(n=number(told.negative), all=number(told.read))
    more += gone_text(room.tone_gone)
    rows = rows_of(room, "tone:negative") if told.negative else None
    return Saying(percent(told.negative / told.read, 0), words, rows, "negative", more)


def error_points(split: Split) -> float:
    """Half of the 95 % interval of the negative share, in points; at least one."""
    low, high = wilson(split.negative, split.read)
    return max(1.0, 50 * (high - low))


def answers_words(room: Room, zone: str) -> str:
    """What waits and where that leads; why nobody can say; "" of what is over."""
    return forecast_words(room.forecast, zone) if room.forecast is not None else answers_note(room)


def answers_note(room: Room) -> str:
    """Why the brand's answers are not known, and what to do; "" where they are."""
    answers = room.answers
    if answers.is_known:
        return ""
    if answers.accounts:
        named = ", ".join(tame(one, 80) for one in answers.accounts)
        return _("What the brand answers is not known: no post of {accounts} is among the mentions.").format(
            accounts=named
        )
    return _("What the brand answers is not known: no account of its own is declared. In setup.toml: {lines}").format(
        lines='[[channel]]  kind = "account"  account = "bluesky:…"'
    )


def sections(room: Room, picture: CrisisPicture) -> tuple[Section, ...]:
    """In the order of the room: frames, places; official channels, the official area, first voices."""
    area = section(room.official, room.stretch.end, picture.zone)
    return (_frames(room), _places(room), silence_section(room, picture), area, _voices(room, picture.zone))


def _frames(room: Room) -> Section:
    rows = tuple(_frame(room, one) for one in room.frames)
    note = "" if rows else _("No theme is read in its mentions yet.")
    return Section(_("Themes"), (Column(_("mentions")), Column(_("share"))), rows, note)


def _frame(room: Room, one: Frame) -> Row:
    query = asked.of_theme(one.code)
    opens = rows_of(room, query) if one.mentions > one.gone else None
    name = theme_word(one.code)
    said = _("“{text}”").format(text=excerpt(one.quote)) if one.quote is not None else ""
    cells = (
        Cell(number(one.mentions), opens, more=counted(one.mentions, one.gone)),
        Cell(percent(one.mentions / one.read if one.read else None, 0)),
    )
    key = one.quote.id if one.quote is not None else None
    return Row(": ".join(filter(None, (name, said))), cells, key, more=said or name)


def _places(room: Room) -> Section:
    named, gone = dict(room.names), dict(room.places_gone)
    rows = []
    for one in room.places:
        opens = rows_of(room, query_of("places", one.name))
        name = f"{named[one.name]} ({one.name})" if one.name in named else code_words(f"dep:{one.name}")
        expected = number(one.expected, 1 if one.expected < 10 else 0)
        more = counted(round(one.heard), gone.get(one.name, 0))
        rows.append(Row(name, (Cell(number(one.heard), opens, more=more), Cell(expected, is_quiet=True)), opens))
    note = _("{placed} of {all} mentions name a place; expected: by the week before.").format(
        placed=number(room.placed), all=number(room.all)
    )
    return Section(_("Where"), (Column(_("mentions")), Column(_("expected"), 1)), tuple(rows), note)


def counted(count: int, gone: int) -> str:
    """How many, and how many of them no row shows any more."""
    return ngettext("{n} mention", "{n} mentions", count).format(n=number(count)) + gone_text(gone)


def _voices(room: Room, zone: str) -> Section:
    rows = tuple(
        Row(f"{author(one)}: {excerpt(one)}", (Cell(clock(one.at, zone), is_quiet=True),), one.id, more=excerpt(one))
        for one in room.first
    )
    return Section(_("First voices"), (Column(_("published")),), rows)


def silence_section(room: Room, picture: CrisisPicture) -> Section:
    """Each official channel, and for how long it has said nothing of this, or had when it was over."""
    end = room.stretch.end
    rows = tuple(_channel(one, end, picture.zone) for one in room.silence)
    if not rows:
        return Section(_("Official channels"), (), (), silence_note(room))
    since = _("first report {time}").format(time=moment(room.silence[0].first_report, end, picture.zone))
    return Section(_("Official channels"), (Column(since),), rows, uncounted(room.silence))


def silence_note(room: Room) -> str:
    if room.known.main.kind not in (EpisodeKind.CRISIS, EpisodeKind.OUTAGE):
        return _("The clock of official silence runs for crises and outages.")
    name = tame(room.topic.name, 80) if room.topic is not None else "…"
    lines = DECLARE.format(topic=name)
    if room.has_channels:
        return _("No channel of this topic is watched. In setup.toml: {lines}").format(lines=lines)
    return _("No channel is watched. In setup.toml: {lines}").format(lines=lines)


def _channel(one: ChannelSilence, end: Millis, zone: str) -> Row:
    kind = _(KINDS[one.kind]) if one.kind in KINDS else tame(one.kind, 40)
    name = tame(one.channel, 120)
    word = one.statement
    key = None
    if word is not None:
        key = word.mention if word.mention is not None else word.url if is_web(word.url) else None
    more = tame(word.text, 400) if word is not None else tame(one.error, 200)
    shown = f"{kind}, {name}"
    if one.kind == ChannelKind.ACCOUNT:  # an operator has several, and a short row shows the beginning
        shown = f"{name.partition(':')[2] or name}, {kind}"
    return Row(shown, (Cell(silence_words(one, end, zone), key, more=more),), key, more=more or name)


def silence_words(one: ChannelSilence, end: Millis, zone: str) -> str:
    """`silent for 1 h 42`; a channel that could not be looked at is unknown, never silent."""
    since = one.since
    if one.state == Voice.SPOKE and since is not None:
        after = duration(max(0, since - one.first_report))
        return _("spoke at {time}, after {length}").format(time=moment(since, end, zone), length=after)
    if one.state == Voice.SILENT and since is not None:
        length = duration(max(0, end - since))
        if one.denies:
            return _("says all is well, silent for {length}").format(length=length)
        if one.unseen:
            unseen = duration(one.unseen)
            return _("silent for {length}, {unseen} of it not seen").format(length=length, unseen=unseen)
        return _("silent for {length}").format(length=length)
    if since is None:
        return _("unknown: it could not be looked at")
    return _("unknown, last seen at {time}").format(time=moment(since, end, zone))


def timeline(room: Room, picture: CrisisPicture) -> tuple[Fact, ...]:
    """States, what the analyst said, the first voice, and official words."""
    end, zone = picture.end, picture.zone
    more, today = [], anchor(room.known, end)
    if room.first:
        one = room.first[0]
        text = _("First mention, by {author}: {text}").format(author=author(one), text=excerpt(one))
        more.append((one.at, Fact(moment(one.at, today, zone), "icon:place", text)))
    for channel in room.silence:
        if channel.statement is not None:
            word = channel.statement
            said = _("Official word, {channel}: {text}").format(
                channel=tame(channel.channel, 80), text=tame(word.text, 200)
            )
            more.append((word.at, Fact(moment(word.at, today, zone), "icon:check", said)))
    if room.official is not None and (gap := contradicted(room.official)) is not None:
        at, text = gap
        more.append((at, Fact(moment(at, today, zone), "icon:warning", text)))
    return facts(room.known, end, zone, more)


def rows_of(room: Room, query: str) -> Rows | None:
    """The episode's mentions that a query finds."""
    if not query:
        return None
    topic = room.topic.id if room.topic is not None else None
    return Rows(query, room.stretch.start, room.stretch.end, topic)
