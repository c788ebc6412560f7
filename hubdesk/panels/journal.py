"""The one-minute journal: the day of the scope's end in sentences, each of which opens its rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Coverage, Scope
from hubdesk.i18n import N_, _, clock, number
from hubdesk.panels.journal_wish import JOURNAL
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.reports.journal import compose, day_of
from hubdesk.reports.journal_svg import Inks, picture
from hubdesk.reports.journal_values import Basis, Journal, Part, Quote
from hubdesk.reports.journal_words import HEADINGS, NOTHING, about, long_day, synthetic, who_said_it, withheld
from hubdesk.store.reader import Reader
from hubdesk.widgets.deed_row import DeedRow
from hubdesk.widgets.empty import Stage
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.journal_page import JournalPage, Line
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

PACE_SECONDS: Final = 30.0
WHO: Final = "who"
SAVE: Final = "save"
_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class JournalPicture:
    """`empty`: of a day without mentions, what was listened to. `scope` is that of the day."""

    journal: Journal
    scope: Scope
    empty: Coverage | None = None
    stored: int = 0


class JournalPanel(ColouredPanel[JournalPicture]):
    """A page to read. The speaker of the quote is hidden until asked for."""

    name: ClassVar[str] = "journal"
    title: ClassVar[str] = N_("Journal")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._picture: JournalPicture | None = None
        self._told: Quote | None = None  # the quote whose speaker is shown
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        self._deeds = DeedRow([(SAVE, _("Save as a page…"))], whole)
        self._deeds.chosen.connect(self._save)
        self.page = JournalPage(whole)
        self.page.chosen.connect(self._open)
        column.addWidget(self._deeds)
        column.addWidget(self.page, 1)
        self._stage = Stage(whole, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)
        action = QAction(_("Save as a page…"), self)
        action.triggered.connect(self._save)
        self.addAction(action)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> JournalPicture:
        """Worker thread: the day that holds the scope's last instant, up to there."""
        facts = reader.facts()
        day = day_of(scope, facts.timezone)
        journal = compose(reader, day)
        empty = None if any(one.count for one in journal.curves) else reader.coverage(day)
        return JournalPicture(journal, day, empty, facts.mentions)

    def draw(self, picture: JournalPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        self.subtitle_changed.emit(long_day(picture.journal))
        if picture.empty is not None:
            journal = picture.journal
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, journal.end, journal.zone))
            return
        self._show()
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last page stays, under a bar that says what failed."""
        self._stage.complain(message, _("The journal could not be written"))

    def _show(self) -> None:
        assert self._picture is not None
        journal, look = self._picture.journal, theme()
        inks = Inks(look.colour("text2").name(), look.colour("line").name())
        topics = {topic.id: topic for topic in self._picture.scope.topics}
        dyed = tuple(
            replace(one, colour=look.topic_style(topics[one.topic], tuple(topics.values())).colour.name())
            for one in journal.curves
            if one.topic in topics
        )
        drawn = picture(replace(journal, curves=dyed), inks)
        self.page.show_lines(_head(journal), list(self._body(journal)), drawn, _("Mentions by the hour"))

    def _body(self, journal: Journal) -> Iterator[Line]:
        kept = journal.within()
        for part in Part:
            yield Line(_(HEADINGS[part]), "head", above=10)
            own = journal.of(part, kept)
            for one in own:
                said = tame(one.told.said(journal.zone))
                yield Line(said, key=one.basis, more=_("Opens the mentions behind it"))
            if not own:
                yield Line(_(NOTHING[part]), ink="text2")
            if part == Part.FIZZLED and journal.quote is not None:
                yield from self._quote(journal.quote, journal.zone)
        if words := withheld(journal):
            yield Line(words, "small", "text2", above=8)

    def _quote(self, quote: Quote, zone: str) -> Iterator[Line]:
        yield Line(who_said_it(), "head", above=10)
        words = tame(f"« {' '.join(quote.words.split())} »")
        yield Line(words, "head", key=quote, more=_("Opens the mention"))
        if quote == self._told:
            role = tame(f"{quote.speaker}, {quote.role}", _NAME)
            yield Line(f"{role} · {tame(quote.medium, _NAME)}, {clock(quote.at, zone)}", "strong", key=WHO)
        else:
            yield Line(_("Show who said it"), "label", "accent", key=WHO)

    def _open(self, key: object) -> None:
        if isinstance(key, Basis):
            self._open_basis(key)
        elif isinstance(key, Quote):
            self.mention_chosen.emit(key.mention)
        elif key == WHO and self._picture is not None:
            self._told = None if self._told == self._picture.journal.quote else self._picture.journal.quote
            self._show()

    def _open_basis(self, basis: Basis) -> None:
        """What nobody listened to is opened where listening is shown."""
        if basis.count or basis.mentions:
            topic = basis.topics[0] if len(basis.topics) == 1 else None
            self.wish.emit("rows", Rows(basis.query, basis.start, basis.end, topic))
            if basis.mentions:
                self.mention_chosen.emit(basis.mentions[0])
        else:
            self.span_chosen.emit(basis.start, basis.end)
            self.wish.emit("coverage", None)

    def _save(self, _word: object = None) -> None:
        if self._picture is not None:
            self.wish.emit(JOURNAL, self._picture.scope)


def _head(journal: Journal) -> list[Line]:
    made = [Line(long_day(journal), "figure"), Line(tame(about(journal)), "small", "text2")]
    if journal.synthetic:
        made.append(Line(synthetic(), "label", "text"))
    words = sum(one.words(journal.zone) for one in journal.within())
    made.append(Line(_("{n} words; every sentence opens its rows.").format(n=number(words)), "small", "text2"))
    return made
