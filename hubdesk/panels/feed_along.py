"""What of the feed can be taken along: its cards as a sheet, and which of them their source's terms keep here."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint, QRect

from hubdesk.panels.feed_picture import FeedPicture
from hubdesk.panels.panel import Panel
from hubdesk.reports.export_rows import COLUMNS, cells
from hubdesk.reports.mention_json import mention_json
from hubdesk.reports.sheet import Sheet
from hubdesk.widgets.feed_view import FeedView
from hubdesk.widgets.mention_list import MentionList


class FeedAlong(Panel[FeedPicture]):
    """A part of the feed panel."""

    view: FeedView
    _mentions: MentionList
    _last: FeedPicture | None

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        """A row a card that is listed, in the columns of an export of rows."""
        rows = self._mentions.rows()
        if not rows or self._last is None:
            return None
        topics = {topic.id: topic for topic in self._last.topics}
        kept = [one for one in rows if one.source not in held]
        told = tuple(cells(mention_json(one, topics, self.zone)) for one in kept)
        return Sheet(COLUMNS, told, len(rows) - len(kept))

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """The cards of these sources that are seen."""
        rows, corner = self._mentions.rows(), self.view.viewport().mapTo(self, QPoint(0, 0))
        seen = [row for row in self.view.visible_rows() if row < len(rows) and rows[row].source in held]
        return tuple(self.view.visualRect(self._mentions.index(row)).translated(corner) for row in seen)
