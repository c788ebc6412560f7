"""The journal as Markdown: each sentence with the number of its source, the sources below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from hubdesk.i18n import _, clock, number
from hubdesk.reports.journal_rows import Source
from hubdesk.reports.journal_values import Curve, Journal, Part
from hubdesk.reports.journal_words import (
    HEADINGS,
    NOTHING,
    about,
    harmless,
    long_day,
    synthetic,
    title,
    who_said_it,
    withheld,
)

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]()<>#+!|~-])")
_BLOCKS: Final = "▁▂▃▄▅▆▇█"


def markdown(journal: Journal, sources: Sequence[Source]) -> str:
    """Text from outside is escaped: nothing in it is markup."""
    return harmless("\n".join(_lines(journal, sources))).rstrip() + "\n"


def _lines(journal: Journal, sources: Sequence[Source]) -> Iterator[str]:
    yield f"# {title()}"
    yield ""
    yield f"**{plain(long_day(journal))}** · {plain(about(journal))}"
    if journal.synthetic:
        yield ""
        yield f"> {plain(synthetic())}"
    numbered = list(enumerate(sources, 1))
    for part in Part:
        yield ""
        yield f"## {plain(_(HEADINGS[part]))}"
        yield ""
        if part == Part.NUMBERS:
            yield from _curves(journal.curves)
        own = [(place, one) for place, one in numbered if one.sentence.part == part]
        yield from (f"- {plain(one.sentence.told.said(journal.zone))} [^{place}]" for place, one in own)
        if not own:
            yield plain(_(NOTHING[part]))
        if part == Part.FIZZLED and journal.quote is not None:
            quote = journal.quote
            yield ""
            yield f"## {plain(who_said_it())}"
            yield ""
            yield f"> {plain(' '.join(quote.words.split()))}"
            yield ""
            where = f"[{plain(quote.medium)}](<{_link(quote.url)}>)" if _link(quote.url) else plain(quote.medium)
            yield f"— {plain(quote.speaker)}, {plain(quote.role)} · {where}, {clock(quote.at, journal.zone)}"
    if words := withheld(journal):
        yield ""
        yield plain(words)
    yield ""
    for place, one in numbered:
        yield f"[^{place}]: `{one.command.replace('`', '')}`"
        for row in one.rows:
            link = f" [{_('open')}](<{_link(row.url)}>)" if _link(row.url) else ""
            yield f"    {clock(row.at, journal.zone)} {plain(row.medium)}: {plain(row.text)}{link}"


def plain(text: str) -> str:
    """Text in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _link(url: str) -> str:
    return "" if any(sign in url for sign in "<>\n\\ ") else url


def _curves(curves: Sequence[Curve]) -> Iterator[str]:
    highest = max((count or 0 for one in curves for _at, count in one.hours), default=0)
    if not highest:
        return
    for one in curves:
        blocks = "".join(" " if count is None else _BLOCKS[round(7 * count / highest)] for _at, count in one.hours)
        yield f"    {blocks} {plain(one.name)} {number(one.count)}"
    yield ""
