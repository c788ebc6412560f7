"""Why a feed is empty, and the words for it: what is so, since when, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from hubdesk.core import Millis, Scope, SourceRow, SourceState
from hubdesk.i18n import _, clock, duration, ngettext, number
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Vacancy
from hubdesk.widgets.text import tame


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a feed is empty."""

    is_first: bool  # the session has never held a mention
    listening: int
    sources: int
    since: Millis | None
    due_at: Millis | None
    due_name: str = ""


def why_silent(reader: Reader, scope: Scope) -> Silence:
    """What the sources did, when a scope holds nothing."""
    coverage = reader.coverage(scope)
    states = [source.state for source in coverage.sources]
    due = min((s.source for s in coverage.sources if s.source.enabled), key=_due, default=None)
    return Silence(
        is_first=reader.facts().mentions == 0,
        listening=states.count(SourceState.LISTENING),
        sources=len(states),
        since=coverage.first_listened,
        due_at=due.due_at or None if due is not None else None,
        due_name=due.name if due is not None else "",
    )


def _due(source: SourceRow) -> Millis:
    return source.due_at


def vacancy(silence: Silence | None, scope: Scope, zone: str) -> Vacancy:
    """Why there is nothing to show, and what to do."""
    if silence is None or not silence.sources:
        return Vacancy("search", _("No source yet"), _("Add a source to hear something."), (("sources", _("Sources")),))
    see = ("coverage", _("See the sources"))
    if silence.is_first and silence.since is None:
        return Vacancy("clock", _("Not listening yet"), _next_page(silence, zone), (see,))
    if silence.is_first and silence.since is not None:
        head = _("Listening for {time}").format(time=duration(scope.end - silence.since))
        return Vacancy("clock", head, _next_page(silence, zone), (see,))
    n = silence.listening
    text = ngettext(
        "{n} source was listening and brought nothing.", "{n} sources were listening and brought nothing.", n
    ).format(n=number(n))
    if n == 0:
        text = _("No source was listening.")
    return Vacancy("search", _("No mention in this scope"), text, (("widen", _("Widen the span")), see))


def _next_page(silence: Silence, zone: str) -> str:
    if silence.due_at is None:
        return _("The first page is on its way.")
    moment = clock(silence.due_at, zone)
    return _("The next page of {source} is due at {time}.").format(source=tame(silence.due_name, 80), time=moment)
