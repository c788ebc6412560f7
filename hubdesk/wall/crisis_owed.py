"""What a brand owes to a crisis, said on a wall: its official word and its answers; what is not known is said so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hubdesk.core import Millis
from hubdesk.i18n import UNKNOWN, _, duration, ngettext, number
from hubdesk.panels.crisis_words import silence_words
from hubdesk.wall.crisis import Silence, WallCrisis, WallRoom
from hubdesk.widgets.text import tame

LONGEST_CHANNEL: Final = 60  # characters


def silence_hero(said: Silence, end: Millis) -> str:
    """For how long there was no official word; a dash where nobody could look."""
    if said.broken_at is not None:
        return duration(max(0, said.broken_at - said.first_report))
    return UNKNOWN if said.silent_since is None else duration(max(0, end - said.silent_since))


def silence_caption(said: Silence) -> tuple[str, ...]:
    """What ended it, or that it goes on; the fullest wording first."""
    n, all_ = number(said.spoke), number(said.channels)
    if said.spoke:
        text = ngettext("broken by {n} channel of\u00a0{all}", "broken by {n} channels of\u00a0{all}", said.spoke)
        return (text.format(n=n, all=all_),)
    if not said.silent:
        text = ngettext(
            "not known: the channel could not be looked at",
            "not known: none of {n} channels could be looked at",
            said.channels,
        )
        return text.format(n=all_), _("not known")
    text = ngettext(
        "{n} channel of\u00a0{all} has said nothing", "{n} channels of\u00a0{all} have said nothing", said.silent
    )
    return (text.format(n=number(said.silent), all=all_),)


def silence_more(said: Silence, picture: WallCrisis) -> Iterator[str]:
    """What else is known of the channels: when it was broken, who says otherwise, what nobody saw."""
    if said.broken_at is not None:
        yield _("at {time}, first report {first}").format(
            time=picture.at(said.broken_at), first=picture.at(said.first_report)
        )
    else:
        yield _("first report {first}").format(first=picture.at(said.first_report))
    if said.denying:
        text = ngettext("{n} says that all is well", "{n} say that all is well", said.denying)
        yield text.format(n=number(said.denying))
    if said.spoke and said.silent:
        yield ngettext("{n} still silent", "{n} still silent", said.silent).format(n=number(said.silent))
    if said.unknown and (said.spoke or said.silent):
        text = ngettext("{n} could not be looked at", "{n} could not be looked at", said.unknown)
        yield text.format(n=number(said.unknown))
    if said.unseen and said.broken_at is None:
        yield _("{time} of it not seen").format(time=duration(said.unseen))


def silence_sentence(said: Silence, end: Millis) -> str:
    """In one line, for an episode."""
    caption = silence_caption(said)[0]
    if said.spoke or said.silent:
        return _("official silence {time}, {what}").format(time=silence_hero(said, end), what=caption)
    return _("official silence {what}").format(what=caption)


def no_silence(room: WallRoom) -> str:
    """Why there is no clock of silence; "" where there is."""
    if not room.owes:
        return _("The clock of official silence runs for crises and outages.")
    if room.silence is not None:
        return ""
    return _("No channel of this topic is watched.") if room.has_channels else _("No official channel is watched.")


def channel_words(room: WallRoom, picture: WallCrisis) -> Iterator[str]:
    """Each channel and what is known of it."""
    for one in room.channels:
        name = tame(one.channel.partition(":")[2] or one.channel, LONGEST_CHANNEL)
        state = silence_words(one, room.stretch.end, picture.zone)
        yield _("{channel}: {state}").format(channel=name, state=state)


def no_answers(room: WallRoom) -> str:
    """Why nobody knows what waits; "" where it is known."""
    if room.waiting is not None:
        return ""
    if not room.known.lasts:
        return _("It is over: nothing is counted as waiting any more.")
    if not room.accounts:
        return _("What waits is not known: no account of the brand is declared.")
    return _("What waits is not known: no post of the brand’s accounts was heard.")


def in_an_hour(room: WallRoom) -> tuple[str, ...]:
    """How many more or fewer wait than an hour before; the fullest wording first."""
    told = room.waiting
    if told is None:
        return ()
    if told.grows is None:
        if told.down:
            return _("change not known: a source is down"), _("change not known")
        return _("change not known: part of the hour not heard"), _("change not known")
    return _("{n} in an hour").format(n=number(told.grows, signed=True)), number(told.grows, signed=True)


def paces_words(room: WallRoom) -> str:
    """What came and what was answered in the last hour; "" where that is not known."""
    told = room.waiting
    if told is None or told.grows is None or told.arrivals is None or told.answers is None:
        return ""
    text = _("In the last hour {arrived} arrived and {answered} were answered.")
    return text.format(arrived=number(told.arrivals.count), answered=number(told.answers.count))
