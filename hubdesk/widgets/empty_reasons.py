"""Why a scope is empty, in words: no source yet, not listening yet, nothing heard, or nobody listened."""

from __future__ import annotations

from hubdesk.core import HOUR, Coverage, Millis, SourceCoverage, SourceState
from hubdesk.i18n import _, clock, duration, ngettext
from hubdesk.widgets.empty import Vacancy
from hubdesk.widgets.text import tame

WIDEN = "widen"
SETUP = "setup"
SOURCES = "coverage"
UNFILTER = "unfilter"


def why_empty(coverage: Coverage, stored: int, end: Millis, zone: str) -> Vacancy:
    """What to say of a scope without mentions. `stored`: how many the session holds in all; `end`: the scope's."""
    on = [one for one in coverage.sources if one.source.enabled]
    sources = (SOURCES, _("See the sources"))
    if not coverage.sources:
        return Vacancy("place", _("No source yet"), _("Add one to start listening."), ((SETUP, _("Add sources")),))
    if not on:
        return Vacancy("pause", _("Every source is off"), _("Turn one on to listen again."), (sources,))
    if stored == 0:
        return _first_run(coverage, on, end, zone)
    widen = (WIDEN, _("Widen the span"))
    if coverage.is_narrowed:
        text = _("No mention of this span meets every filter.")
        return Vacancy("search", _("The filters leave nothing"), text, ((UNFILTER, _("Remove the filters")), widen))
    heard = sum(1 for one in coverage.sources if one.listened)
    if not heard:
        return Vacancy(
            "warning",
            _("Nobody listened in this span"),
            _("No source was asked, so nothing is known of it. That is not a zero."),
            (widen, sources),
        )
    text = ngettext(
        "{n} source was listening and brought nothing.", "{n} sources were listening and brought nothing.", heard
    )
    return Vacancy("search", _("No mention in this scope"), text.format(n=heard), (widen,))


def first_due(on: list[SourceCoverage], end: Millis, zone: str) -> str:
    """When the next page of any of these sources is due, as a sentence."""
    due, name = min((one.source.due_at, one.source.name) for one in on)
    if due <= end:
        return _("The first page is due now.")
    return _("The first page, of {source}, is due at {time}.").format(source=tame(name, 80), time=clock(due, zone))


def _first_run(coverage: Coverage, on: list[SourceCoverage], end: Millis, zone: str) -> Vacancy:
    sources = (SOURCES, _("See the sources"))
    failed = [one for one in on if one.state == SourceState.FAILED]
    if len(failed) == len(on):
        worst = failed[0].source
        error = tame(worst.last_error) or _("no answer")
        text = _("{source}: {error}").format(source=tame(worst.name, 80), error=error)
        return Vacancy("warning", _("No source answers"), text, (sources,))
    since = coverage.first_listened
    if since is None:
        return Vacancy("clock", _("Not listening yet"), first_due(on, end, zone), (sources,))
    head = _("Listening")
    if 0 <= end - since < HOUR:  # a feed's first page reaches back: its cover is older than our listening
        head = _("Listening for {time}").format(time=duration(end - since))
    return Vacancy("clock", head, _("Nothing heard so far. {next}").format(next=first_due(on, end, zone)), (sources,))
