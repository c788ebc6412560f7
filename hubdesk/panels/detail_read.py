"""A worker's half of the detail panel: what was read and why, why a mention was kept, and why a topic says no."""

from __future__ import annotations

from dataclasses import replace

from hubdesk.core import About, Heard, HubdeskError, Millis
from hubdesk.panels.detail_against import SEARCH
from hubdesk.panels.detail_readings import Readings, Root, YourWord, reading_rows
from hubdesk.panels.detail_rules import ANALYST
from hubdesk.panels.detail_sheet import DetailPicture
from hubdesk.panels.detail_why import reasons
from hubdesk.panels.detail_why_not import about, explained, why_not
from hubdesk.panels.marked import with_marks
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.widgets.card_words import author
from hubdesk.widgets.why_tree import WhyRow


def explain(reader: Reader, picture: DetailPicture, end: Millis) -> DetailPicture:
    """The picture with its reasons, as known at `end`."""
    heard, asked = picture.heard, picture.asked
    if heard is None:
        return picture
    known = about(reader, heard)
    rows: tuple[WhyRow, ...] = ()
    topic = next((one for one in picture.topics if one.id == asked.against), None)
    if asked.against == SEARCH and asked.search:
        rows = explained(heard, asked.search, known)[0]
    elif topic is not None and all(match.topic != topic.id for match in heard.matches):
        rows = why_not(heard, topic, known, reader.rehearing())
    kept = reasons(heard, picture.topics, known)
    read = reading_rows(_readings(reader, heard, picture.zone, known, end))
    if asked.search and not heard.is_gone:
        heard = _marked(heard, asked.search, reader)
    return replace(picture, heard=heard, reasons=kept, why_not=rows, read=read)


def _readings(reader: Reader, heard: Heard, zone: str, known: About, end: Millis) -> Readings:
    evidence = heard.notes.evidence
    yours: tuple[YourWord, ...] = ()
    if any(one.rule == ANALYST for one in evidence):
        yours = tuple(
            YourWord(one.id, one.reading, one.at, one.said, one.is_of_earlier_words)
            for one in reader.corrections()
            if one.mention == heard.id and one.holds
        )
    repeats = next((one.value for one in evidence if one.reading == "duplicate"), "")
    root = _root(reader, heard, repeats, end) if repeats else None
    off = tuple(reader.readers_off().items())
    return Readings(heard, zone, known, reader.people(), yours, root, off)


def _root(reader: Reader, heard: Heard, native_id: str, end: Millis) -> Root:
    found = reader.number_of(native_id, heard.mention.network)
    first = reader.mention(found, end) if found is not None else None
    return Root(None) if first is None else Root(first.id, author(first), first.at)


def _marked(heard: Heard, text: str, reader: Reader) -> Heard:
    try:
        return with_marks(heard, parse(text), about(reader, heard))
    except HubdeskError:  # the feed says what is wrong with the query
        return heard
