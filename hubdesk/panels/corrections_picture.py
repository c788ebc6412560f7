"""What the corrections panel reads: all that the analyst said, of which words, and how often the readers were wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import Heard, Millis
from hubdesk.i18n import _, clock, day, iso, percent
from hubdesk.panels.reading_words import READINGS, value_words
from hubdesk.store.reader import Reader
from hubdesk.widgets.correction_list import CorrectionRow
from hubdesk.widgets.text import tame

MOST: Final = 1_000  # rows listed; the rows that are copied are all of them
ENOUGH: Final = 10  # labels from which a share is told
_EXCERPT: Final = 160
_FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet would work out
COLUMNS: Final = ("id", "mention", "at", "reading", "value", "said", "holds", "of_earlier_words")


@dataclass(frozen=True, slots=True)
class Told:
    """One correction, as the store has it."""

    id: int
    mention: int
    at: Millis
    reading: str
    value: tuple[str, ...]
    said: tuple[str, ...] | None
    holds: bool
    is_of_earlier_words: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How often the readers of one reading were wrong on what she labelled, and the 95 % interval of that."""

    reading: str
    wrong: int
    all: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CorrectionsPicture:
    """Newest first. `shares`: of each reading that she ever spoke of."""

    told: tuple[Told, ...]
    rows: tuple[CorrectionRow, ...]
    shares: tuple[Share, ...]


def read_corrections(reader: Reader) -> CorrectionsPicture:
    """A worker's work: her own words are hers at any end of the scope, so all of them are read."""
    told = tuple(
        Told(one.id, one.mention, one.at, one.reading, one.value, one.said, one.holds, one.is_of_earlier_words)
        for one in reader.corrections()
    )
    shown = told[:MOST]
    heard = {one.id: one for one in reader.mentions(dict.fromkeys(one.mention for one in shown))}
    zone = reader.facts().timezone or "UTC"
    spoken_of = {one.reading for one in told}
    errors = [(reading, reader.own_error(reading)) for reading in READINGS if reading in spoken_of]
    return CorrectionsPicture(
        told,
        tuple(_row(one, heard.get(one.mention), zone) for one in shown),
        tuple(Share(reading, error.wrong, error.all, error.low, error.high) for reading, error in errors),
    )


def _row(one: Told, heard: Heard | None, zone: str) -> CorrectionRow:
    reading = _(READINGS[one.reading]) if one.reading in READINGS else tame(one.reading, 40)
    before, after = value_words(one.reading, one.said), value_words(one.reading, one.value)
    is_same = one.said is not None and set(one.said) == set(one.value)
    said = _("{reading}: {after}, as it was read") if is_same else _("{reading}: {before} → {after}")
    change = said.format(reading=reading, before=before, after=after)
    remarks = ("" if one.holds else _("you spoke of it again since"), _edited(one, heard))
    when = f"{day(one.at, zone)} {clock(one.at, zone)}"
    return CorrectionRow(
        one.id, one.mention, change, _excerpt(heard), when, " · ".join(filter(None, remarks)), one.holds
    )


def _edited(one: Told, heard: Heard | None) -> str:
    if heard is not None and heard.is_gone:
        return ""
    return _("the text was edited since") if one.is_of_earlier_words else ""


def _excerpt(heard: Heard | None) -> str:
    if heard is None:
        return _("This mention is not here")
    if heard.is_gone:
        return _("taken back by its author")
    mention = heard.mention
    return tame(f"{mention.title[:_EXCERPT]} {mention.text[: 4 * _EXCERPT]}".strip(), _EXCERPT) or _("No text.")


def share_words(share: Share) -> str:
    """How often the readers were wrong; no share where there are too few labels to tell."""
    reading = _(READINGS[share.reading])
    if not share.all:
        return _("{reading}: nothing that you labelled had been read before").format(reading=reading)
    if share.all < ENOUGH:
        said = _("{reading}: wrong on {wrong} of {all} that you labelled: too few to tell")
        return said.format(reading=reading, wrong=share.wrong, all=share.all)
    said = _("{reading}: wrong on {wrong} of {all} that you labelled: {share} ({low} to {high})")
    return said.format(
        reading=reading,
        wrong=share.wrong,
        all=share.all,
        share=percent(share.wrong / share.all, 0),
        low=percent(share.low, 0),
        high=percent(share.high, 0),
    )


def as_rows(told: tuple[Told, ...]) -> str:
    """Oldest first, a line each, tabs between: to paste into a sheet. No post's words are in it."""
    lines = ["\t".join(COLUMNS)]
    for one in reversed(told):
        texts = (one.reading, "; ".join(one.value), "; ".join(one.said or ()))
        flags = ("yes" if one.holds else "no", "yes" if one.is_of_earlier_words else "no")
        lines.append("\t".join((str(one.id), str(one.mention), iso(one.at) or "", *map(_cell, texts), *flags)))
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """One line, and nothing that a spreadsheet would take for a formula."""
    plain = tame(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
