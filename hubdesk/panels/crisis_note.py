"""The escalation note: an episode in plain words for those who decide, with links, and with what could not be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hubdesk.core import Heard, Span
from hubdesk.i18n import _, clock, day, number, percent
from hubdesk.panels.crisis_forecast import forecast_words
from hubdesk.panels.crisis_picture import CrisisPicture, Room
from hubdesk.panels.crisis_words import answers_note, error_points, loudness, silence_note, silence_words
from hubdesk.panels.episodes_known import listened, sentences
from hubdesk.panels.episodes_sheet import excerpt
from hubdesk.panels.episodes_words import fate, kind_words, length, moment, sentence, topic_name, when
from hubdesk.panels.official_words import sentences as official_lines
from hubdesk.panels.reading_words import code_words
from hubdesk.widgets.card_words import is_web, theme_word
from hubdesk.widgets.text import tame

LINKS: Final = 10
GAPS: Final = 6
TITLE: Final = 120


def note(room: Room, picture: CrisisPicture) -> str:
    """Plain text in the language spoken now. People are not named: their posts are linked."""
    return (
        "\n".join((*_head(room, picture), "", *_facts(room, picture), "", *_unseen(room, picture), *_links(room)))
        + "\n"
    )


def _head(room: Room, picture: CrisisPicture) -> Iterator[str]:
    one, zone = room.known, picture.zone
    yield f"{kind_words(one)} – {topic_name(room.topic, one.main.topic)}"
    known = _("Known on {day} at {time} ({zone})").format(
        day=day(picture.end, zone), time=clock(picture.end, zone), zone=tame(zone, 60)
    )
    yield f"{known}. {tame(picture.facts.title, TITLE)}"
    if picture.facts.synthetic:
        yield _("DEMONSTRATION: synthetic data, nothing of this happened.")
    yield " · ".join((when(one, picture.end, zone), length(one, picture.end), fate(one)[1]))


def _facts(room: Room, picture: CrisisPicture) -> Iterator[str]:
    one, zone = room.known, picture.zone
    hero, caption = loudness(room, picture.end, zone)
    yield _("How loud: {times} the usual. {words}").format(times=hero, words=caption)
    yield _("Why it was told: {words}").format(words=sentence(one, zone))
    for line in sentences(one.alarm.evidence, zone)[1:]:
        yield f"- {tame(line, 400)}"
    if room.first:
        yield _("First mention: {time}").format(time=moment(room.first[0].at, picture.end, zone))
    if room.tone.read:
        share = percent(room.tone.negative / room.tone.read, 0)
        before = percent(room.before.negative / room.before.read, 0) if room.before.read else _("not known")
        text = _("Tone: {share} negative (±{error} points, {n} read); the day before: {before}.")
        error = number(error_points(room.tone), 0)
        yield text.format(share=share, error=error, n=number(room.tone.read), before=before)
    for frame in room.frames[:3]:
        share = percent(frame.mentions / frame.read if frame.read else None, 0)
        said = _("“{text}”").format(text=excerpt(frame.quote)) if frame.quote is not None else ""
        yield " ".join(
            filter(None, (_("About: {theme}, {share}.").format(theme=theme_word(frame.code), share=share), said))
        )
    if room.places:
        named = dict(room.names)
        shown = (
            _("{place} {n} (expected {usual})").format(
                place=named.get(one.name) or code_words(f"dep:{one.name}"),
                n=number(one.heard),
                usual=number(one.expected, 1 if one.expected < 10 else 0),
            )
            for one in room.places
        )
        yield _("Where: {places}.").format(places=", ".join(shown))
    if room.answers.is_known:
        yield _("Answered by the brand: {n} replies, to {all} mentions.").format(
            n=number(room.answers.total), all=number(room.all)
        )
    if room.forecast is not None:
        yield _("What waits: {words}").format(words=forecast_words(room.forecast, zone))
    for channel in room.silence:
        state = silence_words(channel, room.stretch.end, zone)
        yield _("Official, {channel}: {state}.").format(channel=tame(channel.channel, 120), state=state)
    if room.official is not None and room.official.area is not None:
        yield from (f"- {line}" for line in official_lines(room.official, room.stretch.end, zone))


def _unseen(room: Room, picture: CrisisPicture) -> Iterator[str]:
    """What these figures do not rest on; nothing is a sentence as well."""
    yield _("What could not be seen:")
    lines = [*_not_heard(room, picture), *_not_read(room)]
    yield from (f"- {line}" for line in lines or [_("nothing that is known of")])


def _not_heard(room: Room, picture: CrisisPicture) -> Iterator[str]:
    inside = [gap for gap in room.trend.gaps if gap.start < room.stretch.end and gap.end > room.stretch.start]
    for gap in inside[:GAPS]:
        yield _("nobody listened from {start} to {end}; nothing is counted there").format(**_ends(gap, picture))
    if len(inside) > GAPS:
        yield _("and {n} more gaps").format(n=number(len(inside) - GAPS))
    apart = (one for one in room.trend.missing if one.span.end > room.stretch.start)
    missing = sorted({name for one in apart for name in one.sources})
    if missing:
        names = ", ".join(tame(name, 80) for name in missing[:GAPS])
        yield _("sources that did not listen all the time: {names}").format(names=names)
    minutes = listened(room.known.alarm.evidence)
    if minutes is not None and minutes[0] < minutes[1]:
        text = _("at the alarm, {n} of {all} minutes had been listened to")
        yield text.format(n=number(minutes[0]), all=number(minutes[1]))
    if room.level.usual is None:
        yield _("what is usual: fewer than three days were listened to")


def _not_read(room: Room) -> Iterator[str]:
    if room.tone.unread:
        yield _("the tone of {n} mentions, which nobody has read yet").format(n=number(room.tone.unread))
    if room.all and room.placed < room.all:
        yield _("where {share} of the mentions come from: they name no place").format(
            share=percent(1 - room.placed / room.all, 0)
        )
    if answers := answers_note(room):
        yield answers
    if not room.silence:
        yield silence_note(room)


def _links(room: Room) -> Iterator[str]:
    """Of the first voices and the quotes, each once; only what a browser may be given."""
    quotes = (frame.quote for frame in room.frames if frame.quote is not None)
    heard: list[Heard] = [*room.first, *quotes]
    links = list(dict.fromkeys(one.mention.url for one in heard if not one.is_gone and is_web(one.mention.url)))
    if links:
        yield ""
        yield _("Links:")
        yield from (f"- {tame(link, 500)}" for link in links[:LINKS])


def _ends(gap: Span, picture: CrisisPicture) -> dict[str, str]:
    return {
        "start": moment(gap.start, picture.end, picture.zone),
        "end": moment(gap.end, picture.end, picture.zone),
    }
