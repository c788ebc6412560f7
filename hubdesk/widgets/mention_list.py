"""Mentions in rows, newest first: a Qt model that is handed stretches of a session and finds what changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hubdesk.core import Heard, Millis
from hubdesk.widgets.badges import NO_BADGE, Badge
from hubdesk.widgets.card_words import card_words
from hubdesk.widgets.mention_card import Row, Setting

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
Key = tuple[Millis, int]
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


def key(heard: Heard) -> Key:
    """A mention's place in the order of the list: when it became known, then which was stored first."""
    return (heard.known_at, heard.id)


def _rising(heard: Heard) -> Key:
    return (-heard.known_at, -heard.id)


class MentionList(QAbstractListModel):
    """Rows in falling order of `key`. Only what differs is inserted, removed or changed, so places stay.

    Ranked rows (`rank`) have an order of their own: they take nothing else until the next `reset`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setting = Setting()
        self.badges: Mapping[int, Badge] = {}  # what people marked, by mention
        self._rows: list[Heard] = []
        self._unread: set[int] = set()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == ROW_ROLE:
            return self.row(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            setting, heard = self.setting, self._rows[index.row()]
            badge = self.badges.get(heard.id, NO_BADGE)
            return card_words(heard, setting.topics, setting.zone, setting.today, 500, badge).spoken()
        return None

    def row(self, number: int) -> Row:
        """What the view paints: the whole mention, in one call."""
        heard = self._rows[number]
        return Row(heard, heard.id in self._unread)

    def rows(self) -> Sequence[Heard]:
        """Every mention in the list, newest first. Not to be changed."""
        return self._rows

    def place(self, mention_id: int) -> int | None:
        """The row of a mention."""
        return next((number for number, heard in enumerate(self._rows) if heard.id == mention_id), None)

    def reset(self, rows: Iterable[Heard]) -> None:
        """Forget everything and show these: another scope."""
        self.beginResetModel()
        self._rows = sorted(rows, key=key, reverse=True)
        self._unread.clear()
        self.endResetModel()

    def rank(self, rows: Sequence[Heard]) -> bool:
        """Show these in their own order. True when they are others, or in another order, than those shown."""
        if [heard.id for heard in rows] == [heard.id for heard in self._rows]:
            for at, heard in enumerate(rows):
                self._change(at, heard)
            return False
        self.beginResetModel()
        self._rows = list(rows)
        self._unread.clear()
        self.endResetModel()
        return True

    def follow(self, rows: Iterable[Heard]) -> None:
        """What became of the rows there are: those that are not among these are gone, the others stay in place."""
        now = {heard.id: heard for heard in rows}
        self.remove_rows([at for at, heard in enumerate(self._rows) if heard.id not in now])
        for at, heard in enumerate(self._rows):
            self._change(at, now[heard.id])

    def add_newest(self, rows: Sequence[Heard]) -> None:
        """New ones on top, unread. Newest first; those that are not newer than the first row are left out."""
        top = key(self._rows[0]) if self._rows else (-1, -1)
        fresh = [heard for heard in rows if key(heard) > top]
        if fresh:
            self._unread.update(heard.id for heard in fresh)
            self._insert(0, fresh)

    def lay(self, block: Sequence[Heard], upper: Key, is_end: bool) -> None:
        """The truth from below `upper` down to the block's last row, or to the very end: follow it.

        Rows there that the block lacks are gone (erased, out of scope), rows that differ were edited or withdrawn.
        """
        first = self._first_below(upper)
        last = len(self._rows) if is_end else first if not block else self._first_below(key(block[-1]))
        self._replace(first, last, block)

    def _first_below(self, place: Key) -> int:
        """The first row that stands below a place in the falling order."""
        return bisect_right(self._rows, (-place[0], -place[1]), key=_rising)

    def _replace(self, first: int, last: int, block: Sequence[Heard]) -> None:
        wanted = {heard.id for heard in block}
        self.remove_rows([n for n in range(first, last) if self._rows[n].id not in wanted])
        at, fresh = first, list[Heard]()
        for heard in block:  # both fall in the same order: walk along
            if at < len(self._rows) and self._rows[at].id == heard.id:
                at = self._insert(at, fresh) if fresh else at
                fresh = []
                self._change(at, heard)
                at += 1
            else:
                fresh.append(heard)
        if fresh:
            self._insert(at, fresh)

    def _insert(self, at: int, fresh: Sequence[Heard]) -> int:
        self.beginInsertRows(_NOWHERE, at, at + len(fresh) - 1)
        self._rows[at:at] = fresh
        self.endInsertRows()
        return at + len(fresh)

    def _change(self, at: int, heard: Heard) -> None:
        if self._rows[at] != heard:
            self._rows[at] = heard
            index = self.index(at)
            self.dataChanged.emit(index, index)

    def remove_rows(self, numbers: Sequence[int]) -> None:
        """Take rows out; `numbers` rise. Neighbours go together."""
        end = len(numbers)
        while end:
            start = end - 1
            while start and numbers[start - 1] == numbers[start] - 1:
                start -= 1
            self.beginRemoveRows(_NOWHERE, numbers[start], numbers[end - 1])
            gone = self._rows[numbers[start] : numbers[end - 1] + 1]
            self._unread.difference_update(heard.id for heard in gone)
            del self._rows[numbers[start] : numbers[end - 1] + 1]
            self.endRemoveRows()
            end = start

    def trim(self, most: int) -> None:
        """Keep the newest `most` rows."""
        self.remove_rows(range(most, len(self._rows)))

    def mark_read(self, numbers: Iterable[int]) -> None:
        """Somebody looked at these rows."""
        for number in numbers:
            if 0 <= number < len(self._rows) and self._rows[number].id in self._unread:
                self._unread.discard(self._rows[number].id)
                index = self.index(number)
                self.dataChanged.emit(index, index)
