"""What a named scope holds, in words: how long, which topics, which chips, and what is not known here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hubdesk.core import Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.filter_words import words_of
from hubdesk.desk.named_scopes import NamedFilter, NamedScope
from hubdesk.desk.scope_state import REACHES
from hubdesk.i18n import _, clock, day, ngettext, number
from hubdesk.widgets.text import tame

MOST_NAMES: Final = 3
MOST_CHIPS: Final = 6
LONGEST_TOLD: Final = 40  # code points of a name
LONGEST_CHIP: Final = 90


def told(scope: NamedScope, zone: str) -> str:
    """A line each. `zone`: on whose clocks a stretch that stands still is told."""
    return "\n".join(_lines(scope, zone))


def left_out(gone: Sequence[str], unread: Sequence[str]) -> str:
    """What of a scope cannot be looked at here, in one line; "" when all of it can."""
    lines = []
    if gone:
        line = ngettext(
            "In this session there is no topic {names}; it was left out.",
            "In this session there are no topics {names}; they were left out.",
            len(gone),
        )
        lines.append(line.format(names=listed(gone)))
    if unread:
        line = ngettext(
            "This Hubdesk does not know what {names} asks; it was left out.",
            "This Hubdesk does not know what {names} ask; they were left out.",
            len(unread),
        )
        lines.append(line.format(names=listed(unread)))
    return " ".join(lines)


def listed(names: Sequence[str]) -> str:
    """`“SFR”, “Free”, and 3 more`."""
    shown = ", ".join(_("“{name}”").format(name=tame(name, LONGEST_TOLD)) for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return shown if more <= 0 else shown + ngettext(", and {n} more", ", and {n} more", more).format(n=number(more))


def _lines(scope: NamedScope, zone: str) -> Iterator[str]:
    if scope.span is not None:
        yield _stretch(scope.span, zone)
    elif scope.reach:
        yield _("The length: {length}").format(length=_(REACHES[scope.reach][0]))
    if scope.only is not None:
        yield _("The topic {name} alone").format(name=listed((scope.only,)))
    elif scope.hidden:
        yield _("All topics but {names}").format(names=listed(scope.hidden))
    else:
        yield _("All topics")
    if scope.filters:
        chips = [_chip(one) for one in scope.filters[:MOST_CHIPS]]
        more = len(scope.filters) - MOST_CHIPS
        yield " · ".join((*chips, f"+{number(more)}") if more > 0 else chips)
    if scope.unread:
        yield _("Not known here: {names}").format(names=listed(scope.unread))


def _stretch(span: Span, zone: str) -> str:
    first, last = day(span.start, zone), day(span.end - 1, zone)
    start, end = f"{first} {clock(span.start, zone)}", clock(span.end, zone)
    return f"{start} – {end}" if first == last else f"{start} – {last} {end}"


def _chip(one: NamedFilter) -> str:
    topics = tuple(Topic(at, name, "") for at, name in enumerate(one.values, 1)) if one.field == "topic" else ()
    values = tuple(str(topic.id) if topic.name else "" for topic in topics) if topics else one.values
    words = tame(words_of(Filter(one.field, values, one.negated), topics), LONGEST_CHIP)
    return _("{chip} (pinned)").format(chip=words) if one.pinned else words
