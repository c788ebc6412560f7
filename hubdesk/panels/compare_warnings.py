"""What a comparison rests on, in words: uneven listening with its effect, and what is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hubdesk.core import DAY
from hubdesk.i18n import _, local, ngettext, number, percent
from hubdesk.panels import compare_asked as asked
from hubdesk.panels.compare_effects import Lone, Missed
from hubdesk.panels.compare_picture import UNEVEN, ComparePicture
from hubdesk.panels.compare_tally import Shift
from hubdesk.panels.panel import Rows
from hubdesk.widgets.bar_rows import Caveat
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.text import tame

SEEN: Final = 0.005  # of a share, below which an estimate moves nothing that is shown
MOST_LONE: Final = 3  # sources of one topic that are told one by one
LONGEST: Final = 60  # code points of a name within a sentence


def warnings(picture: ComparePicture) -> tuple[Caveat, ...]:
    """What the change rests on, when the two spans were not listened to alike."""
    return tuple(_of_listening(picture))


def effects(picture: ComparePicture) -> tuple[Caveat, ...]:
    """What uneven listening does to the shares: by what sources missed, and by those that heard one topic alone."""
    lone = [Caveat(lone_text(one, picture), _("uneven sources"), lone_rows(one, picture)) for one in picture.lone]
    left = len(lone) - MOST_LONE
    if left > 0:
        rest = ngettext("and {n} more source heard one topic", "and {n} more sources heard one topic", left)
        if picture.is_narrowed:
            rest = ngettext("and {n} more source of one topic", "and {n} more sources of one topic", left)
        lone[MOST_LONE:] = [Caveat(rest.format(n=number(left)), _("uneven sources"))]
    return (*_of_missed(picture), *lone)


def notes(picture: ComparePicture) -> tuple[str, ...]:
    return (_("Mentions heard by two topics count for each."),) if picture.is_shared else ()


def span_text(picture: ComparePicture) -> str:
    """`03:28–09:00`, with the days where they differ or the span is long."""
    before = picture.before
    first, last = (local(instant, picture.zone).date() for instant in (before.start, before.end - 1))
    with_day = first != last or picture.span.end - before.start > 2 * DAY
    start, end = (time_label(instant, picture.zone, with_day) for instant in (before.start, before.end))
    return f"{start}–{end}"


def lone_text(lone: Lone, picture: ComparePicture) -> str:
    """What a share is without a source of one topic; of one that filters narrow, they may have left out the others."""
    if picture.is_narrowed and lone.part == 1:
        text = _(
            "without {source}, of which the filters take {topic} alone, the share of {topic} is {instead} instead of"
            " {share}"
        )
    elif picture.is_narrowed:
        text = _(
            "without {source}, of which {part} of what the filters take is about {topic}, the share of {topic} is"
            " {instead} instead of {share}"
        )
    elif lone.part == 1:
        text = _("without {source}, which heard {topic} alone, the share of {topic} is {instead} instead of {share}")
    else:
        text = _(
            "without {source}, where {part} is about {topic}, the share of {topic} is {instead} instead of {share}"
        )
    source = _quoted(lone.name) if lone.name else _("a source that was removed")
    part = percent(min(lone.part, 0.99) if lone.part < 1 else 1.0, 0)
    return text.format(source=source, part=part, **_shifted(lone.shift, picture))


def lone_rows(lone: Lone, picture: ComparePicture) -> Rows | None:
    """The mentions of its topic that the source brought, but for what is left out."""
    query = asked.of_source(lone.name)
    if not query or lone.mentions <= lone.gone:
        return None
    return asked.opened(f"{query} {asked.counting(picture.options.without, picture.own)}", topic=lone.shift.topic)


def _of_listening(picture: ComparePicture) -> Iterator[Caveat]:
    now, before = picture.listened
    if not before:
        yield Caveat(_("no change shown: nobody listened to the span before"), _("no change shown"))
    elif not picture.total_before:
        text = _("no change shown: the span before has no mention")
        if picture.is_narrowed:
            text = _("no change shown: the filters take nothing of the span before")
        yield Caveat(text, _("no change shown"))
    elif abs(now - before) > UNEVEN * max(now, before):
        text = _("uneven coverage: {now} of the span was listened to, {before} of the one before")
        yield Caveat(text.format(now=percent(now, 0), before=percent(before, 0)), _("uneven coverage"))


def _of_missed(picture: ComparePicture) -> Iterator[Caveat]:
    """The span before only where a change is shown."""
    now, before = picture.missed
    if now is not None:
        yield Caveat(" ".join(_missed_words(now, picture, is_before=False)), _("uneven coverage"))
    if before is not None and picture.listened[1] and picture.total_before:
        yield Caveat(" ".join(_missed_words(before, picture, is_before=True)), _("uneven coverage"))


def _missed_words(told: Missed, picture: ComparePicture, is_before: bool) -> Iterator[str]:
    names = _quoted(told.names[0])
    if (more := len(told.names) - 1) > 0:
        names = ngettext("{name} and {n} more source", "{name} and {n} more sources", more).format(
            name=names, n=number(more)
        )
    part = percent(told.part, 0)
    text = _("Not heard for {part} of the span before: {source}.") if is_before else None
    yield (text or _("Not heard for {part} of the span: {source}.")).format(part=part, source=names)
    if told.usual is None or told.shift is None:
        yield _("What that changes is not known: it brought too little in the week before, or was not heard.")
        return
    usual = _("It usually brings {usual} of what the filters take.") if picture.is_narrowed else None
    yield (usual or _("It usually brings {usual} of the mentions.")).format(usual=percent(told.usual, 0))
    if abs(told.shift.by) < SEEN:
        yield _("That moves no share by half a point, an estimate.")
        return
    text = _("With it the share of {topic} would be about {instead} instead of {share}, an estimate.")
    yield text.format(**_shifted(told.shift, picture))


def _shifted(shift: Shift, picture: ComparePicture) -> dict[str, str]:
    name = tame(picture.name_of(shift.topic), LONGEST)
    return {"topic": name, "instead": percent(shift.instead), "share": percent(shift.share)}


def _quoted(name: str) -> str:
    return _("“{name}”").format(name=tame(name, LONGEST))
