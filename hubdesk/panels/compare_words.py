"""The comparison's figures in words: each with its doubt and what opens its rows; the switches; the small curves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, overload

from hubdesk.core.compared import EACH_ONCE, Sort
from hubdesk.i18n import N_, UNKNOWN, _, duration, ngettext, number, percent, points
from hubdesk.panels import compare_asked as asked
from hubdesk.panels.compare_answers import Answering
from hubdesk.panels.compare_picture import Apart, ComparePicture, SmallCurve
from hubdesk.panels.compare_warnings import notes
from hubdesk.panels.gone_words import gone_note, gone_text
from hubdesk.panels.panel import Rows
from hubdesk.panels.trend_picture import UNITS
from hubdesk.query.any_kind import ANY
from hubdesk.widgets.bar_rows import Bar, Caveat, Figure
from hubdesk.widgets.chart_ticks import time_label, value_ticks
from hubdesk.widgets.multiples import Small
from hubdesk.widgets.switch_row import Switch
from hubdesk.widgets.text import tame

SWITCHES: Final = {
    Sort.REPOST: N_("Reposts"),
    Sort.DUPLICATE: N_("Near-copies"),
    Sort.INSIDER: N_("Declared staff"),
    Sort.OWN: N_("Brands’ accounts"),
}


def more_heads(picture: ComparePicture) -> tuple[str, ...]:
    """Of the figures after the change; none where no brand's account is declared."""
    return (_("first answer"), _("unanswered")) if picture.own else ()


class Told(Sequence[tuple[Figure, ...]]):
    """Each row's figures, written when they are asked for: of thousands of topics a few are seen."""

    def __init__(self, picture: ComparePicture) -> None:
        self._picture = picture
        self._answering = {one.topic: one for one in picture.answering}
        self._gone, self._whole = dict(picture.gone), dict(picture.whole)
        self._of_all = sum(self._whole.values())
        self._query = asked.counting(picture.options.without, picture.own)
        self._written: dict[int, tuple[Figure, ...]] = {}

    def __len__(self) -> int:
        return len(self._picture.bars)

    @overload
    def __getitem__(self, row: int) -> tuple[Figure, ...]: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[tuple[Figure, ...], ...]: ...
    def __getitem__(self, row: int | slice) -> tuple[Figure, ...] | tuple[tuple[Figure, ...], ...]:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(*row.indices(len(self))))
        if row not in self._written:
            self._written[row] = tuple(self._row(self._picture.bars[row]))
        return self._written[row]

    def _row(self, bar: Bar) -> Iterator[Figure]:
        yield from self._shares(bar)
        if self._picture.own:
            yield from _answers(self._answering.get(bar.topic.id), bar, self._picture)

    def _shares(self, bar: Bar) -> Iterator[Figure]:
        topic, before, whole = bar.topic.id, self._picture.before, self._whole
        gone = self._gone.get(topic, 0)
        rows = asked.opened(self._query, topic=topic) if bar.count > gone else None
        count = ngettext("{n} mention", "{n} mentions", bar.count).format(n=number(bar.count)) + gone_text(gone)
        yield Figure(number(bar.count), key=rows, more=count)
        of_all = _("{share} of what the filters take; between {low} and {high}") if self._picture.is_narrowed else None
        share = (of_all or _("{share} of all; between {low} and {high}")).format(
            share=percent(bar.share), low=percent(bar.low), high=percent(bar.high)
        )
        if self._picture.options.without and self._of_all:
            text = _("{said}; with everything {share}")
            share = text.format(said=share, share=percent(whole.get(topic, 0) / self._of_all))
        yield Figure(percent(bar.share), key=rows, more=share)
        opens = None if bar.change is None else asked.opened(self._query, before.start, before.end, topic)
        yield Figure(points(bar.change), key=opens, more=change_text(bar), is_quiet=not bar.is_sure)


def change_text(bar: Bar) -> str:
    """What a change means in words."""
    if bar.change is None or bar.change_low is None or bar.change_high is None:
        return _("no change is told")
    text = _("{change}; between {low} and {high}").format(
        change=points(bar.change), low=points(bar.change_low), high=points(bar.change_high)
    )
    said = text if bar.is_sure else _("{said}: it cannot be told from no change").format(said=text)
    return _("{said}; opens the span before").format(said=said)


def _answers(one: Answering | None, bar: Bar, picture: ComparePicture) -> Iterator[Figure]:
    """The first answer and the complaints without one; a dash, and why, where nobody can say."""
    complaints = one.complaints - one.gone if one is not None else 0
    rows = asked.opened(asked.complaints(picture.own), topic=bar.topic.id) if complaints else None
    of_all = _("of {n}").format(n=number(complaints))
    opens = _("its rows are all complaints: no query finds those without an answer")
    if one is None or one.answered is None or one.unanswered is None:
        why = why_unknown(one)
        yield Figure(UNKNOWN, _("not known"), more=why, is_quiet=True)
        said = ngettext("{n} complaint", "{n} complaints", complaints).format(n=number(complaints))
        yield Figure(UNKNOWN, of_all, rows, f"{said}; {why}", is_quiet=True)
        return
    answered = ngettext("{n} answered", "{n} answered", one.answered).format(n=number(one.answered))
    half = _("half of them within {time}").format(time=duration(one.median)) if one.median is not None else ""
    yield Figure(
        UNKNOWN if one.median is None else duration(one.median),
        answered,
        more="; ".join(filter(None, (answered, half, _("as far as replies name what they answer")))),
        is_quiet=one.median is None,
    )
    text = _(
        "about {n} of {all} complaints have no answer, an estimate: tone is read by a machine, and answers are seen"
        " where a reply names what it answers"
    )
    said = text.format(n=number(one.unanswered), all=number(complaints)) + gone_text(one.gone)
    shown = f"≈\u202f{number(one.unanswered)}" if complaints else number(0)
    yield Figure(shown, of_all, rows, f"{said}; {opens}" if rows else said)


def why_unknown(one: Answering | None) -> str:
    """Why nobody can say how a brand answers."""
    if one is None or not one.accounts:
        return _("not known: no account of this topic is declared")
    return _("not known: none of its accounts was heard in seven days")


def switches(picture: ComparePicture) -> tuple[Switch, ...]:
    """What may be left out, with how much it is and what share it moves."""
    made = []
    for apart in picture.apart:
        is_on = not picture.options.without & apart.sort
        more = "; ".join(filter(None, (_counted(apart), _moves(apart, picture))))
        made.append(Switch(apart.sort, _(SWITCHES[Sort(apart.sort)]), number(apart.mentions), is_on, more))
    return tuple(made)


def _counted(apart: Apart) -> str:
    text = ngettext("{n} mention", "{n} mentions", apart.mentions).format(n=number(apart.mentions))
    return text + gone_text(apart.gone)


def _moves(apart: Apart, picture: ComparePicture) -> str:
    """The share that moves most without them."""
    shift = apart.shift
    if shift is None or round(1000 * shift.by) == 0:
        return ""
    text = _("without them the share of {topic} is {instead} instead of {share}")
    name = tame(picture.name_of(shift.topic), 60)
    return text.format(topic=name, instead=percent(shift.instead), share=percent(shift.share))


def remarks(picture: ComparePicture) -> tuple[str | Caveat, ...]:
    """What is left out, with its rows; then what explains the figures."""
    made: list[str | Caveat] = []
    for apart in picture.apart:
        if picture.options.without & apart.sort:
            said = _("Left out: {what}, {n}").format(what=_(SWITCHES[Sort(apart.sort)]), n=_counted(apart))
            query = asked.of_sort(apart.sort, picture.own)
            rows = asked.opened(query) if apart.mentions > apart.gone else None
            made.append(Caveat("; ".join(filter(None, (said, _moves(apart, picture)))), "", rows))
    if any(bar.change is not None and not bar.is_sure for bar in picture.bars):
        made.append(_("Change in grey: it cannot be told from no change. Each mention is taken for one voice."))
    if picture.own:
        made.append(_("Unanswered: complaints without a reply by the brand’s declared accounts, an estimate."))
    if dict(picture.gone).get(EACH_ONCE):
        made.append(gone_note())
    return (*made, *notes(picture))


def curves(picture: ComparePicture) -> tuple[Small, ...]:
    """The small curves, each with its peak."""
    return tuple(_small(one, picture) for one in picture.curves)


def _small(one: SmallCurve, picture: ComparePicture) -> Small:
    whole = [(at, value) for at, value in one.points if value and at + picture.step <= picture.span.end]
    if not whole:
        return Small(one.topic, one.points, "", _("no mention"))
    at, value = max(whole, key=_value)
    with_day = picture.span.end - picture.span.start > 24 * 3_600_000
    start, end = (time_label(instant, picture.zone, with_day) for instant in (at, at + picture.step))
    figure = _("peak {n} at {time}").format(n=number(value), time=start)
    mentions = ngettext("{n} mention", "{n} mentions", round(value)).format(n=number(value))
    more = _("peak: {mentions}, {start}–{end}").format(mentions=mentions, start=start, end=end)
    return Small(one.topic, one.points, figure, more, Rows(ANY, at, at + picture.step, one.topic.id))


def _value(point: tuple[int, float | None]) -> float:
    return point[1] or 0.0


def caption(picture: ComparePicture) -> str:
    """What the small curves have in common."""
    highest = max((value or 0 for one in picture.curves for _at, value in one.points), default=0)
    top = value_ticks(highest)[1]
    text = _("{unit}: each from 0 to {top}")
    parts = [text.format(unit=_(UNITS[picture.step]), top=number(top))]
    if len(picture.bars) > len(picture.curves):
        said = _("the {n} loudest of {all} topics")
        parts.append(said.format(n=number(len(picture.curves)), all=number(len(picture.bars))))
    if picture.options.without:
        parts.append(_("with what is left out above"))
    return ", ".join(parts)
