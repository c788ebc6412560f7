"""What the desk says of an erasure and its receipt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from hubdesk.i18n import N_, _, clock, day, ngettext, number

if TYPE_CHECKING:
    from hubdesk.store.reader_erasure import Receipt, Rule

KINDS: Final[dict[str, str]] = {
    "author": N_("by author"),
    "mention": N_("by mention"),
    "source": N_("by source"),
    "age": N_("by age"),
}
ENTERED: Final[dict[str, str]] = {  # where whoever was erased still stands, since a person entered it
    "people": N_("the people watched"),
    "channels": N_("the official channels"),
    "own-words": N_("your own words"),
    "searches": N_("the saved searches"),
    "topics": N_("the topics' queries"),
    "sources": N_("the sources"),
    "title": N_("the session's title"),
}


def number_words(receipt: Receipt) -> str:
    """`12 mentions erased, receipt 3.`"""
    words = ngettext(
        "{n} mention erased, receipt {receipt}.", "{n} mentions erased, receipt {receipt}.", receipt.mentions
    )
    return words.format(n=number(receipt.mentions), receipt=receipt.number)


def entered_words(entered: Iterable[str]) -> str:
    """Where whoever was erased still stands."""
    where = ", ".join(_(ENTERED.get(one, one)) for one in entered)
    return _("still there, because you entered it: {where}").format(where=where)


def receipt_words(one: Receipt, zone: str) -> tuple[str, str]:
    """A receipt's line, and its checksum."""
    words = ngettext("{n} mention erased", "{n} mentions erased", one.mentions).format(n=number(one.mentions))
    files = ", ".join(file.name for file in one.files)
    line = _("{number}. {time}: {words} {kind}, in {files}").format(
        number=one.number,
        time=f"{day(one.at, zone)} {clock(one.at, zone)}",
        words=words,
        kind=_(KINDS.get(one.kind, one.kind)),
        files=files,
    )
    return (line if one.is_whole else line + " " + _("(altered since)")), f"sha256 {one.digest}"


def rule_words(rule: Rule) -> tuple[str, ...]:
    """For how long the session keeps what people wrote."""
    lines = [_("Source {number}: kept for {n} days").format(number=one, n=number(days)) for one, days in rule.by_source]
    if rule.days is not None:
        return (_("Kept for {n} days from now on, but what is marked").format(n=number(rule.days)), *lines)
    return (_("Kept for as long as the sources' terms allow"), *lines)
