"""The audit in words and rows, each figure with what opens it. The words are "act together", never more than that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from hubdesk.core import HOUR
from hubdesk.i18n import N_, UNKNOWN, _, ngettext, number, percent
from hubdesk.panels.panel import Rows
from hubdesk.query.any_kind import ANY
from hubdesk.query.together import INNOCENT, Ring
from hubdesk.store.reader import Contributor, Pushed
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.text import tame

WROTE: Final = ((N_("mentions"), 0), (N_("of all"), 1), (N_("of the first hour"), 2))
RINGS: Final = ((N_("accounts"), 0), (N_("things"), 1), (N_("within"), 2), (N_("mentions"), 0))
MOST_ASKED: Final = 60  # accounts in one query
MOST_LISTED: Final = 10  # rings that are told in full
LONGEST: Final = 2_000  # characters of that
LEAST_SHARE: Final = 0.005  # the least that is told without decimals
_HANDLE: Final = re.compile(r"\w[\w.@:-]*")
_NETWORK: Final = re.compile(r"[\w-]+")


def columns() -> tuple[Column, ...]:
    return tuple(Column(_(head), leaves) for head, leaves in WROTE)


def ring_columns() -> tuple[Column, ...]:
    return tuple(Column(_(head), leaves) for head, leaves in RINGS)


def query_of(writers: Sequence[Contributor]) -> str:
    """What finds the mentions of these accounts; "" where no query can."""
    named = sorted((one.network, one.handle) for one in writers)
    if not named or len(named) > MOST_ASKED:
        return ""
    if not all(_NETWORK.fullmatch(network) and _HANDLE.fullmatch(handle) for network, handle in named):
        return ""
    parts = [
        f"(network:{network} author:({' OR '.join(handle for _network, handle in same)}))"
        for network, same in groupby(named, key=_network_of)
    ]
    return " OR ".join(parts)


def rows(pushed: Pushed) -> tuple[Row, ...]:
    """Who wrote: rings, insiders, the loudest ten together and one by one, and what is left."""
    found = pushed.audit
    of_rings = pushed.of(sorted({name for ring in pushed.rings for name in ring.accounts}))
    insiders = pushed.of(pushed.insiders)
    others = {one.account: one for one in (*of_rings, *insiders)}
    asked, early = sum(one.mentions for one in others.values()), sum(one.first_hour for one in others.values())
    made = [
        _row(pushed, _("Accounts that act together"), of_rings, query_of(of_rings)),
        _row(pushed, _("Declared insiders"), insiders, "is:insider" if insiders else "")
        if pushed.declared
        else Row(_("Declared insiders"), (Cell(UNKNOWN), Cell(UNKNOWN), Cell(UNKNOWN))),
        _row(pushed, _("The ten loudest accounts"), pushed.loudest, query_of(pushed.loudest)),
        _counted(
            pushed,
            _("Said before in nearly the same words"),
            pushed.duplicates,
            pushed.duplicates_early,
            "is:duplicate",
        ),
        _counted(
            pushed,
            _("Without rings and insiders"),
            found.mentions - asked,
            pushed.first_hour - early,
            _left(query_of(of_rings), bool(of_rings), bool(insiders)),
        ),
    ]
    return (*made, *(_row(pushed, _name(one), (one,), query_of((one,))) for one in pushed.loudest))


def ring_rows(pushed: Pushed) -> tuple[Row, ...]:
    """Each ring: who, how many things, how close, and their mentions."""
    return tuple(_ring(pushed, ring) for ring in pushed.rings)


def _ring(pushed: Pushed, ring: Ring) -> Row:
    writers = pushed.of(ring.accounts)
    mentions, query = sum(one.mentions for one in writers), query_of(writers)
    key = Rows(query) if query and mentions else None
    window = max((pair.window for pair in ring.pairs), default=0) // 1000
    count = ngettext("{n} mention", "{n} mentions", mentions).format(n=number(mentions))
    cells = (
        Cell(number(len(ring.accounts))),
        Cell(number(len(ring.things))),
        Cell(_("{n} s").format(n=number(window))),
        Cell(number(mentions), key, more=count),
    )
    return Row(tame(_names(pushed, ring), 200), cells, key, more=tame(f"{count}. {_said(pushed, ring)}", LONGEST))


def _said(pushed: Pushed, ring: Ring) -> str:
    """What was found of a ring, and everybody in it."""
    return _("{sentence}: {names}").format(sentence=ring.words.said(), names=_names(pushed, ring))


def _names(pushed: Pushed, ring: Ring) -> str:
    handles = {one.account: one.handle for one in pushed.of(ring.accounts)}
    return ", ".join(handles.get(one) or one.partition(":")[2] for one in ring.accounts)


def notes(pushed: Pushed) -> str:
    """What the figures rest on, a line each."""
    lines = []
    if pushed.left_out:
        line = ngettext(
            "Read: the newest {n} mentions; {more} older one is in no figure.",
            "Read: the newest {n} mentions; {more} older ones are in no figure.",
            pushed.left_out,
        )
        lines.append(line.format(n=number(pushed.audit.mentions), more=number(pushed.left_out)))
    unknown = pushed.audit.mentions - pushed.told
    if unknown:
        line = ngettext(
            "Of {n} mention nobody has read whether it was said before.",
            "Of {n} mentions nobody has read whether they were said before.",
            unknown,
        )
        lines.append(line.format(n=number(unknown)))
    if pushed.gone:
        line = ngettext(
            "{n} was taken back since, and has no author any more: it is in no figure.",
            "{n} were taken back since, and have no author any more: they are in no figure.",
            pushed.gone,
        )
        lines.append(line.format(n=number(pushed.gone)))
    if not pushed.declared:
        lines.append(_("Nobody is in the register of insiders, so their share is not known."))
    return "\n".join(lines)


def ring_notes(pushed: Pushed) -> str:
    """How it was tested, and how else it may be read."""
    shuffles = number(pushed.audit.shuffles)
    if not pushed.rings:
        return _("No accounts act together more than chance does: accounts were shuffled {n} times.").format(n=shuffles)
    tested = _("Accounts were shuffled {n} times among what was done in the same hour; chance hardly ever did as much.")
    listed = [tame(_said(pushed, ring), LONGEST) for ring in pushed.rings[:MOST_LISTED]]
    innocent = [_(line) for line in INNOCENT]
    return "\n".join((*listed, tested.format(n=shuffles), _("What it may be besides:"), *innocent))


def _row(pushed: Pushed, name: str, writers: Sequence[Contributor], query: str) -> Row:
    mentions, early = sum(one.mentions for one in writers), sum(one.first_hour for one in writers)
    return _counted(pushed, name, mentions, early, query)


def _counted(pushed: Pushed, name: str, mentions: int, early: int, query: str) -> Row:
    all_, first = pushed.audit.mentions, pushed.first
    key = Rows(query) if query and mentions else None
    soon = Rows(query, first, first + HOUR) if query and early and first is not None else None
    count = ngettext("{n} mention", "{n} mentions", mentions).format(n=number(mentions))
    hour = ngettext("{n} mention", "{n} mentions", early).format(n=number(early))
    cells = (
        Cell(number(mentions), key, more=count),
        Cell(_share(mentions, all_), key, more=count),
        Cell(_share(early, pushed.first_hour), soon, more=hour),
    )
    return Row(tame(name, 200), cells, key, more=count)


def _share(part: int, whole: int) -> str:
    if not whole:
        return UNKNOWN
    share = part / whole
    return percent(share, 1 if 0 < share < LEAST_SHARE or LEAST_SHARE > 1 - share > 0 else 0)


def _left(of_rings: str, has_rings: bool, has_insiders: bool) -> str:
    if has_rings and not of_rings:
        return ""
    parts = [ANY, f"-({of_rings})" if has_rings else "", "-is:insider" if has_insiders else ""]
    return " ".join(filter(None, parts))


def _name(one: Contributor) -> str:
    return one.handle or one.account


def _network_of(named: tuple[str, str]) -> str:
    return named[0]
