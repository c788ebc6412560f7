"""What a wall keeps of who listens, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.core import MINUTE, Millis, SourceState, Span
from hubdesk.i18n import _, duration, ngettext, number
from hubdesk.panels.coverage import STATES, SourceLine
from hubdesk.wall.facts import moment, stretch

ORDER: Final = (SourceState.FAILED, SourceState.LATE, SourceState.UNKNOWN, SourceState.OFF)
NAMED_GAPS: Final = 3


@dataclass(frozen=True, slots=True)
class WallCoverage:
    """Every source as it stood at the end of the span. `gaps`: when no source at all listened; `listened`: when any
    did; `newest_at`: of the newest mention, None when there is none."""

    span: Span
    zone: str
    now: Millis
    sources: tuple[SourceLine, ...]
    listened: tuple[Span, ...]
    gaps: tuple[Span, ...]
    newest_at: Millis | None

    @property
    def listening(self) -> int:
        return sum(one.state == SourceState.LISTENING for one in self.sources)

    @property
    def troubled(self) -> tuple[SourceLine, ...]:
        """Those that do not listen as they should, the worst first."""
        return tuple(one for state in ORDER for one in self.sources if one.state == state)


def count_words(picture: WallCoverage) -> str:
    return _("{n} of {all} listening").format(n=number(picture.listening), all=number(len(picture.sources)))


def newest_words(picture: WallCoverage) -> str:
    """How old the newest mention is."""
    if picture.newest_at is None:
        return _("no mention yet")
    return _("newest mention {time} ago").format(time=duration(max(0, picture.now - picture.newest_at)))


def trouble_words(one: SourceLine, picture: WallCoverage) -> str:
    """`failed since 13:41`; of what never listened, that it never did."""
    state = _(STATES[one.state])
    if one.state in (SourceState.OFF, SourceState.UNKNOWN):
        return state
    if one.last_at is None:
        return _("{state}, never listened").format(state=state)
    return _("{state} since {time}").format(state=state, time=moment(one.last_at, picture.span, picture.zone))


def trouble_choices(one: SourceLine, picture: WallCoverage) -> tuple[str, ...]:
    """The same in fewer words: its sign says the state already."""
    state = _(STATES[one.state])
    if one.last_at is None or one.state in (SourceState.OFF, SourceState.UNKNOWN):
        return trouble_words(one, picture), state
    return (
        trouble_words(one, picture),
        _("since {time}").format(time=moment(one.last_at, picture.span, picture.zone)),
        state,
    )


def gap_words(picture: WallCoverage) -> Iterator[str]:
    """The longest gaps of the span, when nobody listened, and how many more there are."""
    span = picture.span
    seen = [gap for gap in picture.gaps if gap.end - gap.start >= MINUTE]
    longest = sorted(sorted(seen, key=_length, reverse=True)[:NAMED_GAPS], key=_start)
    if not seen:
        yield _("no gap: somebody listened all the time") if picture.listened else _("nobody listened in this span")
        return
    each = ", ".join(
        _("since {time}").format(time=moment(gap.start, span, picture.zone))
        if gap.end >= span.end
        else stretch(gap, span, picture.zone)
        for gap in longest
    )
    yield ngettext("nobody listened: {gaps}", "nobody listened: {gaps}", len(longest)).format(gaps=each)
    if more := len(seen) - len(longest):
        yield ngettext("{n} more gap", "{n} more gaps", more).format(n=number(more))


def _length(span: Span) -> Millis:
    return span.end - span.start


def _start(span: Span) -> Millis:
    return span.start


def short_count(picture: WallCoverage) -> str:
    return f"{number(picture.listening)}/{number(len(picture.sources))}"
