"""The right side of the query workshop: the draft's effect over time, why a mention is heard or not, the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.i18n import _, number
from hubdesk.panels.query_parts import BAR, PAD, Section
from hubdesk.panels.query_picture import QueryPicture
from hubdesk.panels.query_terms import TermsOptions, TermsPicture
from hubdesk.panels.query_why import WhyPicture
from hubdesk.panels.trend_picture import UNITS, gaps_in_words, source_words
from hubdesk.widgets.chart_values import Curve, Strip
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.term_table import TermTable
from hubdesk.widgets.theme import theme
from hubdesk.widgets.why_tree import Why, WhyTree

if TYPE_CHECKING:
    from hubdesk.widgets.chart import Chart

SAVED_DASH = (4.0, 3.0)


class EffectSection(Section):
    """The draft's curve in the topic's colour, over the saved one, dashed in ink."""

    span_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Effect over time"), parent)
        self._picture: QueryPicture | None = None
        self._chart: Chart | None = None
        room = QWidget(self)
        self._column = QVBoxLayout(room)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(room, self)
        self.body.addWidget(self._stage)
        self._stage.show_vacancy(Vacancy("search", _("Nothing to draw yet")))

    def show_picture(self, picture: QueryPicture) -> None:
        """Both curves, and when nobody listened."""
        self._picture = picture
        if picture.topic is None or picture.effect is None or picture.around is None:
            return
        self.bar.say(_(UNITS[picture.step]) if picture.step in UNITS else "")
        around = picture.around
        self._built_chart().set_curves(
            self._curves(picture),
            picture.span,
            gaps=gaps_in_words(around),
            partial=tuple(Strip(one.span, source_words(one.sources)) for one in around.missing),
            step=picture.step,
            zone=picture.zone,
        )
        self._stage.show_picture()

    def stops_after(self, before: QWidget) -> None:
        """The Tab key comes here from there: the chart, built late, would be its last stop."""
        if self._chart is not None:
            QWidget.setTabOrder(before, self._chart)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        picture = getattr(self, "_picture", None)  # Qt may say so before there is one
        if event.type() == QEvent.Type.PaletteChange and picture is not None:
            self.show_picture(picture)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, BAR + 110)

    def _curves(self, picture: QueryPicture) -> tuple[Curve, ...]:
        if picture.topic is None or picture.effect is None:
            return ()
        style = theme().topic_style(picture.topic, picture.topics)
        draft = Curve(_("draft"), _("draft"), style.colour.name(), style.marker, (), True, picture.effect.draft_curve)
        name = _("version {number}").format(number=picture.compared)
        ink = theme().colour("text2").name()
        return (Curve(name, name, ink, "bar", SAVED_DASH, False, picture.effect.saved_curve), draft)

    def _built_chart(self) -> Chart:
        if self._chart is None:
            from hubdesk.widgets.chart import Chart  # pyqtgraph, which a start does not need

            self._chart = Chart(self)
            self._chart.setAccessibleName(_("Effect over time"))
            self._chart.span_chosen.connect(self.span_chosen)
            self._column.addWidget(self._chart)
        return self._chart


class WhySection(Section):
    """The tree of one mention's reasons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Why, why not"), parent)
        self.tree = WhyTree()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(PAD, 8, PAD, 8)
        column.addWidget(self.tree)
        column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setAccessibleName(_("Why, why not"))
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (inside, self._area.viewport()):
            part.setBackgroundRole(QPalette.ColorRole.Base)
            part.setAutoFillBackground(True)
        slim(self._area)
        self._stage = Stage(self._area, self)
        self.body.addWidget(self._stage)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nobody chose a mention yet."""
        self.bar.say("")
        text = _("Click a card: it is tried against the draft, branch by branch.")
        self._stage.show_vacancy(Vacancy("search", _("No mention chosen"), text))

    def show_picture(self, picture: WhyPicture) -> None:
        if not picture.rows:
            self.show_nothing()
            return
        told = _("heard: “{title}”") if picture.is_held else _("not heard: “{title}”")
        self.bar.say(told.format(title=picture.title))
        self.tree.show_reasons((Why(None, picture.rows),))
        self._stage.show_picture()

    def minimumSizeHint(self) -> QSize:
        return QSize(220, BAR + 80)


class TermsSection(Section):
    """What each term brings."""

    term_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Terms"), parent)
        self.table = TermTable(self)
        self.table.term_chosen.connect(self.term_chosen)
        self._stage = Stage(self.table, self)
        self.body.addWidget(self._stage)
        self.show_picture(TermsPicture(TermsOptions(0, "")))

    def show_picture(self, picture: TermsPicture) -> None:
        if not picture.rows:
            self.bar.say("")
            head = _("No term brings anything") if picture.options.draft else _("Not counted yet")
            text = _("What each term brings is told once the draft hears something.") if picture.options.draft else ""
            self._stage.show_vacancy(Vacancy("search", head, text))
            return
        words = _("what each one brings, and brings alone")
        if picture.read < picture.total or picture.is_least:
            told = _("estimated from the {n} newest of {total}")
            least = _("at least {n}").format(n=number(picture.total)) if picture.is_least else number(picture.total)
            words = told.format(n=number(picture.read), total=least)
        self.bar.say(words)
        self.table.set_rows(picture.rows, picture.warning)
        self._stage.show_picture()

    def minimumSizeHint(self) -> QSize:
        return QSize(220, BAR + 150)
