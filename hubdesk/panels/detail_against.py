"""Why not: a choice of the topics that did not keep a mention, and of the search; the chosen one explains itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hubdesk.core import Topic
from hubdesk.i18n import _
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.glyphs import icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme
from hubdesk.widgets.why_tree import Why, WhyRow, WhyTree
from hubdesk.widgets.wrapped import WrapLabel

SEARCH: Final = 0  # stands where a topic's id does, for the search: no topic has it
_NAME: Final = 28


@dataclass(frozen=True, slots=True)
class DetailOptions:
    """Which mention; `search`: what the feed was searched for; `against`: the topic, or SEARCH, to be explained."""

    mention: int | None = None
    search: str = ""
    against: int | None = None


class WhyNot(QWidget):
    """A heading, a chip with a menu, and the tree of what failed."""

    against_wished = Signal(object)  # a topic's id, SEARCH, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._against: int | None = None
        self._choices: tuple[tuple[int, str], ...] = ()
        self._chip, self._menu, self._tree = Chip(self), QMenu(self), WhyTree()
        self._chip.has_arrow = True
        self._chip.clicked.connect(self._open)
        self._menu.triggered.connect(self._choose)
        self._said = WrapLabel("", "small", "text2")
        head = QHBoxLayout()
        head.setSpacing(10)
        self._head = WrapLabel("", "label")
        head.addWidget(self._head, 1)
        head.addWidget(self._chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._said)
        column.addWidget(self._tree)

    @property
    def has_choices(self) -> bool:
        return bool(self._choices)

    def show_answer(
        self, others: tuple[Topic, ...], topics: tuple[Topic, ...], asked: DetailOptions, rows: tuple[WhyRow, ...]
    ) -> None:
        """Offer the topics that did not keep the mention, and the search; `rows`: what the chosen one says."""
        self._against = asked.against
        named = tuple((topic.id, tame(topic.name, 60)) for topic in others)
        search = ((SEARCH, _("Search: “{query}”").format(query=tame(asked.search, 60))),) if asked.search else ()
        self._choices = search + named
        chosen = next((topic for topic in topics if topic.id == asked.against), None)
        self._head.show_text(_("Why, why not") if asked.against == SEARCH else _("Why not"))
        is_search = asked.against == SEARCH and bool(asked.search)
        self._chip.style_of_topic = theme().topic_style(chosen, topics) if chosen is not None else None
        self._chip.icon_name = "search" if is_search else ""
        if chosen is not None:
            self._chip.say(tame(chosen.name, _NAME))
        else:
            self._chip.say(_("the search") if is_search else _("Choose…"))
        self._chip.setAccessibleName(_("Why not: {choice}").format(choice=self._chip.text()))
        is_kept = chosen is not None and chosen not in others
        self._said.show_text(_("This topic kept it: see above.") if is_kept else "")
        self._said.setVisible(is_kept)
        self._tree.show_reasons((Why(None, rows),) if rows else ())
        self._tree.setVisible(bool(rows))

    def lines(self) -> list[str]:
        """What is explained, as text."""
        return self._tree.lines()

    def _open(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for choice, words in self._choices:
            action = self._menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(choice == self._against)
            action.setData(choice)
            if choice == SEARCH:
                action.setIcon(icon("search", theme().colour("text2")))
            group.addAction(action)
        if self._against is not None:
            self._menu.addSeparator()
            self._menu.addAction(_("Explain nothing")).setData(None)
        self._menu.popup(self._chip.mapToGlobal(QPoint(0, self._chip.height() + 2)))

    def _choose(self, action: QAction) -> None:
        self.against_wished.emit(action.data())
