"""The parts of the query workshop and where they stand: editor and samples left, what they rest on right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from hubdesk.core import Heard, Topic
from hubdesk.i18n import _, day, number
from hubdesk.panels.query_foot import Foot
from hubdesk.panels.query_parts import GAP, SampleSection, Section
from hubdesk.panels.query_picture import Effect, QueryPicture
from hubdesk.panels.query_sections import EffectSection, TermsSection, WhySection
from hubdesk.widgets.chips import Chip, IconButton
from hubdesk.widgets.empty import Notice, Vacancy
from hubdesk.widgets.query_edit import QueryEdit
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

STAYS_MS: Final = 30_000  # a drawn sample, while only the end of a live span moves: cards must be readable


class QueryBody(QWidget):
    """Builds and shows; knows nothing of drafts."""

    topic_chosen = Signal(int)
    close_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topics: tuple[Topic, ...] = ()
        self._topic = 0
        self._sampled: QueryPicture | None = None  # whose samples are shown
        self.notice, self.edit, self.foot = Notice(self), QueryEdit(self), Foot(self)
        self.head = Section(_("Query"), self)
        self.chip = Chip(self.head.bar)
        self.chip.setFixedHeight(22)
        self.chip.has_arrow = True
        self._close = IconButton("close", _("Back to the panels"))
        self.head.bar.row.addWidget(self.chip)
        self.head.bar.row.addWidget(self._close)
        self.head.bar.mark_active(True)
        self.head.body.addWidget(self.edit, 1)
        self.head.body.addWidget(self.foot)
        self.entering, self.leaving = SampleSection(_("Would come in"), self), SampleSection(_("Would go out"), self)
        self.effect, self.why, self.terms = EffectSection(self), WhySection(self), TermsSection(self)
        samples = _split(Qt.Orientation.Horizontal, (self.entering, self.leaving), (1, 1))
        left = _split(Qt.Orientation.Vertical, (self.head, samples), (53, 47))
        right = _split(Qt.Orientation.Vertical, (self.effect, self.why, self.terms), (25, 30, 45))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(_split(Qt.Orientation.Horizontal, (left, right), (70, 30)), 1)
        self.chip.clicked.connect(self._offer_topics)
        self._close.clicked.connect(self.close_wished)

    def show_topic(self, topic: Topic | None, topics: tuple[Topic, ...], subtitle: str) -> None:
        """Which topic is worked on, and how its query stands."""
        self._topics, self._topic = topics, topic.id if topic is not None else 0
        self.chip.setVisible(topic is not None)
        if topic is not None:
            self.chip.style_of_topic = theme().topic_style(topic, topics)
            self.chip.say(tame(topic.name, 40))
            self.chip.update()
        self.head.bar.say(subtitle)

    def show_picture(self, picture: QueryPicture) -> None:
        """Figures are the foot's; this shows the samples and the curves."""
        self.foot.show_versions(picture)
        if picture.effect is not None:
            self._show_samples(picture, picture.effect)
            self.effect.show_picture(picture)
            self.effect.stops_after(self.leaving.view)

    def first_shown(self) -> Heard | None:
        """A mention to begin with: the first that would come in, or go out."""
        shown = (*self.entering.shown(), *self.leaving.shown())
        return next((heard for heard in shown if not heard.is_gone), None)

    def _show_samples(self, picture: QueryPicture, effect: Effect) -> None:
        before, self._sampled = self._sampled, picture
        if before is not None and before.effect is not None and _is_little_later(before, picture):
            drawn = before.effect
            effect = replace(
                effect, entering=drawn.entering or effect.entering, leaving=drawn.leaving or effect.leaving
            )
            self._sampled = before
        today = day(picture.span.end - 1, picture.zone)
        nothing = Vacancy("check", _("Nothing new"), _("The draft hears nothing that is not heard already."))
        kept = Vacancy("check", _("Nothing goes out"), _("The draft still hears all that was heard."))
        about = "≈ " if effect.is_estimate else ""
        for section, count, sample, empty in (
            (self.entering, effect.new, effect.entering, nothing),
            (self.leaving, -effect.dropped, effect.leaving, kept),
        ):
            words = about + number(count, signed=True)
            if sample and len(sample) < abs(count):
                words = _("{count}, {n} drawn at random").format(count=words, n=number(len(sample)))
            section.bar.say(words)
            section.show_sample(sample, empty, picture.topics, picture.zone, today)

    def _offer_topics(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for topic in self._topics:
            action = QAction(tame(topic.name, 60).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(topic.id == self._topic)
            action.setData(topic.id)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(self._choose_topic)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.chip.mapToGlobal(QPoint(0, self.chip.height() + 2)))

    def _choose_topic(self, action: QAction) -> None:
        self.topic_chosen.emit(int(action.data()))


def _is_little_later(before: QueryPicture, now: QueryPicture) -> bool:
    """Whether only time went on, and not for long."""
    same = (before.topic, before.draft, before.compared) == (now.topic, now.draft, now.compared)
    return same and 0 < now.span.end - before.span.end < STAYS_MS


def _split(way: Qt.Orientation, parts: Iterable[QWidget], shares: tuple[int, ...]) -> QSplitter:
    """Parts beside or under each other, `GAP` apart, in these shares of the room."""
    made = QSplitter(way)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(GAP)
    for part, share in zip(parts, shares, strict=True):
        made.addWidget(part)
        made.setStretchFactor(made.count() - 1, share)
    made.setSizes([100 * share for share in shares])
    return made
