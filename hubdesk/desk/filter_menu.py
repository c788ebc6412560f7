"""What can be done with a chip, and with all of them, as the entries of a menu."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from hubdesk.core import Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk.filter_command import asked
from hubdesk.desk.filter_words import words_of
from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.glyphs import icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

MOST_LISTED: Final = 200
LONGEST: Final = 60  # code points of an entry
LONGEST_WHY: Final = 100


class Deed(StrEnum):
    """What an entry does; its action's data is this and, of what is done with one chip, the filter."""

    TURN = "turn"
    PIN = "pin"
    ALONE = "alone"
    COPY = "copy"
    REMOVE = "remove"
    COPY_ALL = "copy all"
    COMMAND = "command"
    CLEAR = "clear"


def fill_one(menu: QMenu, one: Filter, filters: Filters, pinned: frozenset[Filter], topics: Sequence[Topic]) -> None:
    """The entries of one chip, with the keys that do the same."""
    is_pinned = one in pinned
    _add(menu, _("Include instead") if one.negated else _("Exclude instead"), Deed.TURN, one, "N")
    _add(menu, _("Unpin") if is_pinned else _("Pin: it stays when others are removed"), Deed.PIN, one, "P")
    others = [other for other in filters if other != one and other not in pinned]
    _add(menu, _("Only this: remove the others"), Deed.ALONE, one, is_enabled=bool(others))
    menu.addSeparator()
    _add_copy(menu, _("Copy as a query"), Deed.COPY, (one,), topics)
    menu.addSeparator()
    delete = QKeySequence(QKeySequence.StandardKey.Delete).toString(QKeySequence.SequenceFormat.NativeText)
    _add(menu, _("Remove"), Deed.REMOVE, one, delete)


def fill_folded(
    menu: QMenu, folded: Filters, filters: Filters, pinned: frozenset[Filter], topics: Sequence[Topic]
) -> None:
    """Chips that have no room: each with its own entries."""
    for one in folded[:MOST_LISTED]:
        inner = menu.addMenu(tame(words_of(one, topics), LONGEST).replace("&", "&&"))
        if one in pinned:
            inner.setIcon(icon("pin", theme().colour("accent")))
        fill_one(inner, one, filters, pinned, topics)
    left = len(folded) - MOST_LISTED
    if left > 0:
        words = ngettext("{n} more filter", "{n} more filters", left).format(n=number(left))
        menu.addAction(words).setEnabled(False)


def fill_all(menu: QMenu, filters: Filters, pinned: frozenset[Filter], topics: Sequence[Topic]) -> None:
    """What is done with all chips at once."""
    _add_copy(menu, _("Copy all as a query"), Deed.COPY_ALL, filters, topics)
    _add(menu, _("Copy as a command"), Deed.COMMAND)
    menu.addSeparator()
    _add(menu, clear_words(pinned), Deed.CLEAR, is_enabled=not pinned.issuperset(filters))


def clear_words(pinned: frozenset[Filter]) -> str:
    return _("Remove all but the pinned") if pinned else _("Remove all filters")


def _add(
    menu: QMenu, words: str, deed: Deed, one: Filter | None = None, key: str = "", *, is_enabled: bool = True
) -> None:
    action = menu.addAction(f"{words}\t{key}" if key else words)
    action.setData((deed, one))
    action.setEnabled(is_enabled)


def _add_copy(menu: QMenu, words: str, deed: Deed, filters: Filters, topics: Sequence[Topic]) -> None:
    """Where no query says the same, the reason stands below."""
    from hubdesk.query.said_filters import UnsaidError  # the query language, which a desk's start does not need

    why = ""
    try:
        asked(filters, topics)
    except UnsaidError as error:
        why = tame(str(error), LONGEST_WHY)
    _add(menu, words, deed, filters[0], is_enabled=not why)
    if why:
        menu.addAction(why.replace("&", "&&")).setEnabled(False)
