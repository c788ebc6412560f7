"""A worker's half of the detail panel: why a mention was kept, and why a topic or the search says no."""

from __future__ import annotations

from dataclasses import replace

from hubdesk.core import Heard, HubdeskError
from hubdesk.panels.detail_against import SEARCH
from hubdesk.panels.detail_sheet import DetailPicture
from hubdesk.panels.detail_why import reasons
from hubdesk.panels.detail_why_not import about, explained, why_not
from hubdesk.panels.marked import with_marks
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.widgets.why_tree import WhyRow


def explain(reader: Reader, picture: DetailPicture) -> DetailPicture:
    """The picture with its reasons."""
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
    if asked.search and heard.withdrawn_at is None:
        heard = _marked(heard, asked.search, reader)
    return replace(picture, heard=heard, reasons=kept, why_not=rows)


def _marked(heard: Heard, text: str, reader: Reader) -> Heard:
    try:
        return with_marks(heard, parse(text), about(reader, heard))
    except HubdeskError:  # the feed says what is wrong with the query
        return heard
