"""What is said of an official area: who announced it and when, what is reported beside it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from hubdesk.core import Millis
from hubdesk.core.channels import ChannelKind, ChannelSilence, OfficialArea, Reported, Voice
from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number
from hubdesk.panels.episodes_words import moment
from hubdesk.panels.gone_words import gone_text
from hubdesk.panels.official import Official, query_of
from hubdesk.panels.panel import Rows
from hubdesk.query.silence import VOICES
from hubdesk.widgets.card_words import is_web
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.text import tame

NAMED: Final = 4  # places in a line
LISTED: Final = 8  # in a table
SPOKEN: Final = 12  # names in one sentence
QUOTE: Final = 200  # characters of a statement
KINDS: Final[dict[str, str]] = {
    ChannelKind.STATUS_PAGE: N_("status page"),
    ChannelKind.BANNER: N_("site banner"),
    ChannelKind.ACCOUNT: N_("account"),
    ChannelKind.FEED: N_("feed"),
}


def line(
    said: Official | None,
    end: Millis,
    zone: str,
    *,
    is_alone: bool = False,
    is_brief: bool = False,
    is_narrowed: bool = False,
) -> tuple[Saying, ...]:
    """For the map: each place reported beside what was announced, who announced it and when, what nobody reports.

    `is_alone`: no other topic is shown, so that it need not be named; `is_brief`: only the most of it; `is_narrowed`:
    without the figures of reports, beside what filters narrow.
    """
    if said is None:
        return ()
    if said.area is None:
        return (_nowhere(said, is_alone),)
    area, announced = said.area, list(_announced(said, said.area, end, zone))
    announced = announced[:1] if is_brief else announced
    if is_narrowed:
        text = _("how all reports compare with it is told without filters")
        return (*announced, Saying("", text)) if not is_brief else tuple(announced)
    made = [*_outside(said, area, is_alone, 2 if is_brief else NAMED, end, zone), *announced]
    if area.contradicted_at is not None:
        time = moment(area.contradicted_at, end, zone)
        text = _("contradicted since {time}").format(time=time)
        made.append(Saying("", text, more=contradiction(area, end, zone)))
    if area.unreported and not is_brief:
        text = _("announced, and not reported: {n} of {all}")
        text = text.format(n=number(len(area.unreported)), all=number(len(area.official)))
        made.append(Saying("", text, more=_names(said, area.unreported)))
    return tuple(made)


def _outside(said: Official, area: OfficialArea, is_alone: bool, most: int, end: Millis, zone: str) -> Iterator[Saying]:
    since, topic = moment(area.first_report, end, zone), tame(said.topic.name, 40)
    if area.outside:
        alone = _("Reports outside the official area since {time}")
        among = _("{topic}, reports outside the official area since {time}")
    else:
        alone = _("No reports outside the official area since {time}")
        among = _("{topic}, no reports outside the official area since {time}")
    yield Saying((alone if is_alone else among).format(topic=topic, time=since), "", more=_counting(area))
    for one in area.outside[:most]:
        yield Saying(_name(said, one.code), number(one.reports), rows_of(said, [one.code]), more=counted(one))
    if len(area.outside) > most:
        rest = [one.code for one in area.outside[most:]]
        text = ngettext("and {n} more", "and {n} more", len(rest)).format(n=number(len(rest)))
        yield Saying("", text, rows_of(said, rest), more=_names(said, rest))


def section(said: Official | None, end: Millis, zone: str) -> Section:
    """For the crisis room: what was announced against what is reported, every figure with its rows."""
    head, columns = _("Official area against reports"), (Column(_("reports")), Column(_("people"), 1))
    if said is None or said.area is None:
        return Section(head, (), (), " ".join(sentences(said, end, zone)))
    area = said.area
    rows = [_row(_("{place}, announced").format(place=area_name(said)), area.within, rows_of(said, area.official))]
    rows += [_row(_name(said, one.code), one, rows_of(said, [one.code])) for one in area.outside[:LISTED]]
    if len(area.outside) > LISTED:
        rest = [one.code for one in area.outside[LISTED:]]
        text = ngettext("{n} more place outside", "{n} more places outside", len(rest)).format(n=number(len(rest)))
        opens = rows_of(said, rest)
        rows.append(Row(text, (Cell(""), Cell("")), opens, more=_names(said, rest)))
    return Section(head, columns, tuple(rows), " ".join(sentences(said, end, zone)))


def sentences(said: Official | None, end: Millis, zone: str) -> Iterator[str]:
    """The same in words, for a note and a table's foot."""
    if said is None:
        return
    if said.area is None:
        yield _("No channel has named a place: {states}.").format(states=_states(said))
        return
    area = said.area
    text = _("{channel} at {time}: {words}")
    yield text.format(
        channel=_channel(area.channel, area.kind), time=moment(area.statement.at, end, zone), words=quote(area)
    )
    yield contradiction(area, end, zone)
    if area.unreported:
        yield _("Announced, and not reported: {places}.").format(places=_names(said, area.unreported))
    since = moment(area.first_report, end, zone)
    yield _("Reports: negative or of an outage, since {time}; {n} name a département.").format(
        time=since, n=number(area.placed)
    )


def contradiction(area: OfficialArea, end: Millis, zone: str) -> str:
    """Whether and since when people report it elsewhere too."""
    if not area.outside:
        return _("Nowhere else have {n} people reported it.").format(n=VOICES)
    if area.contradicted_at is None:
        return _("It leaves out places that were reported before; since then, nobody contradicts it.")
    time = moment(area.contradicted_at, end, zone)
    text = _("Contradicted since {time}, when {n} people had reported another place.").format(time=time, n=VOICES)
    if area.thin:
        more = ngettext("In {n} more place it was fewer.", "In {n} more places it was fewer.", area.thin)
        text = f"{text} {more.format(n=number(area.thin))}"
    return text


def contradicted(said: Official) -> tuple[Millis, str] | None:
    """When the official area was contradicted by reports, and by those of where; None: it was not."""
    if said.area is None or said.area.contradicted_at is None:
        return None
    places = _names(said, [one.code for one in said.area.outside[:NAMED]])
    text = _("The official area, {place}, is contradicted by reports; reported outside: {places}")
    return said.area.contradicted_at, text.format(place=area_name(said), places=places)


def area_name(said: Official) -> str:
    """The region's or the département's; else how many there are."""
    if said.name or said.area is None:
        return said.name
    n = len(said.area.official)
    return _name(said, said.area.official[0]) if n == 1 else _("{n} départements").format(n=number(n))


def quote(area: OfficialArea) -> str:
    """What was said, as a quote; of a post that was taken back, that it was."""
    text = tame(area.statement.text, QUOTE)
    return _("“{text}”").format(text=text) if text else _("words taken back since")


def rows_of(said: Official, codes: Iterable[str]) -> Rows | None:
    """The reports that name any of these."""
    query = query_of(codes)
    if said.area is None or not query:
        return None
    return Rows(query, said.area.first_report, said.area.end, said.topic.id)


def counted(one: Reported) -> str:
    """How many, by how many people, and how many of them no row shows any more."""
    reports = ngettext("{n} report", "{n} reports", one.reports).format(n=number(one.reports))
    people = ngettext("by {n} person", "by {n} people", one.people).format(n=number(one.people))
    return f"{reports} {people}{gone_text(one.gone)}"


def uncounted(channels: Iterable[ChannelSilence]) -> str:
    """What channels said meanwhile of other things, which stops no clock; "" for nothing."""
    said = [(one, len(one.beside)) for one in channels if one.beside]
    if not said:
        return ""
    each = ", ".join(f"{tame(one.channel, 80)}\u00a0{number(n)}" for one, n in said)
    return _("Said of other things, and stops no clock: {channels}.").format(channels=each)


def announcement(said: Official | None, end: Millis, zone: str) -> str:
    """Who announced it, when, and in which words; "" where nobody did."""
    if said is None or said.area is None:
        return ""
    return _("{place}, announced at {time} by {channel}: {words}").format(
        place=area_name(said),
        time=moment(said.area.statement.at, end, zone),
        channel=_channel(said.area.channel, said.area.kind),
        words=quote(said.area),
    )


def _announced(said: Official, area: OfficialArea, end: Millis, zone: str) -> Iterator[Saying]:
    word, more = area.statement, announcement(said, end, zone)
    key = word.mention if word.mention is not None and word.text else word.url if is_web(word.url) else None
    yield Saying(area_name(said), _("announced at {time}").format(time=moment(word.at, end, zone)), key, more=more)
    yield Saying("", _("by {channel}").format(channel=_channel(area.channel, area.kind)), more=more)


def _counting(area: OfficialArea) -> str:
    """What the figures of an official area count."""
    n = ngettext(
        "Places that at least {people} people report. Reports: negative or of an outage; {n} names a département.",
        "Places that at least {people} people report. Reports: negative or of an outage; {n} name a département.",
        area.placed,
    )
    return n.format(people=VOICES, n=number(area.placed))


def _nowhere(said: Official, is_alone: bool) -> Saying:
    """Nobody named a place; a channel that nobody could look at is unknown, not silent."""
    each = "; ".join(_state(one) for one in said.channels)
    head = _("No official area") if is_alone else _("{topic}, no official area")
    return Saying(
        head.format(topic=tame(said.topic.name, 40)), _("channels: {states}").format(states=_states(said)), more=each
    )


def _states(said: Official) -> str:
    spoke, silent, unknown = (
        sum(one.state == state for one in said.channels) for state in (Voice.SPOKE, Voice.SILENT, Voice.UNKNOWN)
    )
    words = {
        ngettext("{n} named no place", "{n} named no place", spoke): spoke,
        ngettext("{n} silent", "{n} silent", silent): silent,
        ngettext("{n} unknown", "{n} unknown", unknown): unknown,
    }
    return ", ".join(line.format(n=number(n)) for line, n in words.items() if n)


def _state(one: ChannelSilence) -> str:
    words = {Voice.SPOKE: _("named no place"), Voice.SILENT: _("silent"), Voice.UNKNOWN: _("unknown")}
    return f"{_channel(one.channel, one.kind)}: {words[one.state]}"


def _channel(name: str, kind: str) -> str:
    return f"{tame(name, 80)} ({_(KINDS[kind]) if kind in KINDS else tame(kind, 40)})"


def _row(name: str, one: Reported, opens: Rows | None) -> Row:
    rows = opens if one.reports > one.gone else None
    cells = Cell(number(one.reports), rows, more=counted(one)), Cell(number(one.people), is_quiet=True)
    return Row(name, cells, rows, more=name)


def _name(said: Official, code: str) -> str:
    return dict(said.names).get(code) or tame(code, 8) or UNKNOWN


def _names(said: Official, codes: Iterable[str]) -> str:
    every = [_name(said, code) for code in codes]
    more = len(every) - SPOKEN
    if more <= 0:
        return ", ".join(every)
    return ngettext("{places} and {n} more", "{places} and {n} more", more).format(
        places=", ".join(every[:SPOKEN]), n=number(more)
    )
