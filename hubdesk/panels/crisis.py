"""The crisis room: one episode by all that is known of it, and a note for those who decide."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hubdesk.core import Scope, Span
from hubdesk.core.episode_answers import ACKNOWLEDGED, NOTE, WRONG
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.crisis_note import note
from hubdesk.panels.crisis_picture import CrisisOptions, CrisisPicture, Room, read_crisis
from hubdesk.panels.crisis_times import Times, plot_of
from hubdesk.panels.crisis_words import answers_words, head_words, sayings, sections, timeline
from hubdesk.panels.episode_marking import EPISODE, MARK, Marking
from hubdesk.panels.episodes_words import kind_words, moment, topic_name
from hubdesk.panels.figures_side import TurningRoom
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.panels.trend_picture import TrendPicture
from hubdesk.panels.trend_shown import show_trend, styled
from hubdesk.store.reader import Reader
from hubdesk.widgets.arrivals import ArrivalBars, Arrivals
from hubdesk.widgets.crisis_head import CrisisHead
from hubdesk.widgets.crisis_times import TimesChart, is_log
from hubdesk.widgets.deed_row import DeedRow
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.headed_table import HeadedTable
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import PlainLabel, plain_label
from hubdesk.widgets.theme import theme
from hubdesk.widgets.timeline import Timeline
from hubdesk.widgets.wrapped import WrapLabel

if TYPE_CHECKING:
    from hubdesk.widgets.chart import Chart

PACE_SECONDS: Final = 5.0
CHART: Final = 240  # px
PAD: Final = 12
LONGEST_REMARK: Final = 1_000  # characters
ALL, COPY = "all", "note"
DEEDS: Final = (
    (COPY, N_("Copy the escalation note")),
    ("acknowledge", N_("Acknowledge")),
    ("wrong", N_("Wrong alarm")),
    (ALL, N_("All episodes")),
)


class CrisisPanel(ColouredPanel[CrisisPicture]):
    """Of the episode that was chosen, or of the gravest that lasts. Every figure wishes for its rows."""

    name: ClassVar[str] = "crisis"
    title: ClassVar[str] = N_("Crisis room")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options = CrisisOptions()
        self._chart: Chart | None = None
        self.deeds = DeedRow([(key, _(words)) for key, words in DEEDS])
        self.head, self.sayings, self.timeline = CrisisHead(), FigureLine(), Timeline()
        self.remark = QLineEdit()
        self.remark.setMaxLength(LONGEST_REMARK)
        self.remark.setPlaceholderText(_("A note of yours, then Return"))
        self.remark.setAccessibleName(_("A note on this episode"))
        self.remark.returnPressed.connect(self._remark)
        self.times = TimesChart()
        self.arrivals, self._answers = Arrivals(), WrapLabel("", "small", "text2")
        self.tables = [HeadedTable() for _number in range(5)]
        self._inner = QWidget()
        self._build()
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        slim(self._scroll)
        self._stage = Stage(self._scroll, self)
        self._stage.chosen.connect(self._wish)
        self.body.addWidget(self._stage)
        self.deeds.chosen.connect(self._do)
        self.sayings.chosen.connect(self._choose)
        self.timeline.setAccessibleName(_("How it went on"))
        for table in self.tables:
            table.chosen.connect(self._choose)
            table.sight_wished.connect(self._show_place)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> CrisisPicture:
        """Worker thread: all of one episode."""
        return read_crisis(reader, scope, options if isinstance(options, CrisisOptions) else CrisisOptions())

    def options(self) -> CrisisOptions:
        return self._options

    def choose_episode(self, episode: object) -> None:
        """Show that one, wherever the wish came from."""
        if isinstance(episode, int) and episode != self._options.episode:
            self._options = CrisisOptions(episode)
            self.options_changed.emit()

    def draw(self, picture: CrisisPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        room = picture.room
        if room is None:
            self.subtitle_changed.emit("")
            self._stage.show_vacancy(_vacancy(picture))
            return
        name = topic_name(room.topic, room.known.main.topic)
        self.subtitle_changed.emit(f"{kind_words(room.known)}, {name}")
        self.head.show_words(head_words(room, picture))
        self.sayings.set_sayings(sayings(room, picture.zone))
        self._show_curves(room, picture)
        for table, section in zip(self.tables, sections(room, picture), strict=True):
            table.show_section(section)
            table.setVisible(bool(section.rows or section.note))
        self.timeline.set_facts(timeline(room, picture))
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last picture stays, under a bar that says what failed."""
        self._stage.complain(message, _("The crisis room could not be read"))

    def note(self) -> str:
        """The escalation note; "" where there is no episode."""
        picture = self._picture
        return note(picture.room, picture) if picture is not None and picture.room is not None else ""

    def _build(self) -> None:
        frames, places, channels, area, voices = self.tables
        self._curve_room = QVBoxLayout()
        self._curve_room.setContentsMargins(0, 4, 0, 0)
        self.times.setFixedHeight(CHART)
        self.times.span_chosen.connect(self.span_chosen)
        self._curve_room.addWidget(self.times)
        left, right = QWidget(), QWidget()
        first, second = QVBoxLayout(left), QVBoxLayout(right)
        for column in (first, second):
            column.setContentsMargins(0, 0, 0, 8)
            column.setSpacing(2)
        self._curve_head, self._bars_head = _head(_("Mentions against the usual")), _head("")
        first.addWidget(self._curve_head)
        first.addLayout(self._curve_room)
        first.addWidget(self._bars_head)
        first.addWidget(self.arrivals)
        padded = QVBoxLayout()
        padded.setContentsMargins(PAD, 0, PAD, 4)
        padded.addWidget(self._answers)
        first.addLayout(padded)
        for table in (frames, places):
            first.addWidget(table)
        first.addStretch(1)
        for widget in (channels, area, voices, _head(_("How it went on")), self.timeline):
            second.addWidget(widget)
        written = QVBoxLayout()
        written.setContentsMargins(PAD, 4, PAD, 4)
        written.addWidget(self.remark)
        second.addLayout(written)
        second.addStretch(1)
        whole = QVBoxLayout(self._inner)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.setSpacing(0)
        for part in (self.deeds, self.head, self.sayings):
            whole.addWidget(part)
        whole.addWidget(TurningRoom(left, right))
        whole.addStretch(1)

    def _show_curves(self, room: Room, picture: CrisisPicture) -> None:
        curve = self._show_times(room.times, room.trend) if room.times is not None else self._show_counts(room.trend)
        curve.setAccessibleName(self._curve_head.text())
        self.times.setVisible(curve is self.times)
        if self._chart is not None:
            self._chart.setVisible(curve is self._chart)
        self._show_answers(room, picture)

    def _show_times(self, told: Times, trend: TrendPicture) -> QWidget:
        """Hours against the usual, in the colour of the topic's line."""
        line = styled(trend.lines[0], trend.topics)
        self.times.show_plot(plot_of(told, trend, replace(line, points=told.points)))
        self.times.update()
        scale = _("logarithmic from ×1") if is_log(self.times.plot) else _("linear")
        self._curve_head.setText(_("Times the usual, hour by hour: {scale}").format(scale=scale))
        return self.times

    def _show_counts(self, trend: TrendPicture) -> QWidget:
        """Mentions, where nothing is usual yet."""
        if self._chart is None:
            from hubdesk.widgets.chart import Chart  # half of the desk's start: see TrendPanel

            self._chart = Chart(self._inner)
            self._chart.setFixedHeight(CHART)
            self._chart.span_chosen.connect(self.span_chosen)
            self._curve_room.addWidget(self._chart)
        show_trend(self._chart, trend)
        self._curve_head.setText(_("Mentions against the usual"))
        return self._chart

    def _show_answers(self, room: Room, picture: CrisisPicture) -> None:
        style = theme().topic_style(room.topic, picture.topics) if room.topic is not None else None
        colour = (style.colour if style is not None else theme().colour("text2")).name()
        known = room.answers.is_known
        self._bars_head.setText(_("Arrivals and answers") if known else _("Arrivals; answers not known"))
        times = room.answers.times if known else None
        span = Span(room.stretch.start // room.step * room.step, room.stretch.end)
        self.arrivals.show_bars(ArrivalBars(span, room.step, picture.zone, colour, room.arrivals, times))
        self.arrivals.setAccessibleName(self._bars_head.text())
        words = answers_words(room, picture.zone)
        self._answers.show_text(words)
        self._answers.setVisible(bool(words))

    def _choose(self, key: object) -> None:
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, int):
            self.mention_chosen.emit(key)
        elif isinstance(key, str):
            self.wish.emit("open-link", key)

    def _do(self, deed: str) -> None:
        room = self._picture.room if self._picture is not None else None
        if room is None:
            return
        if deed == ALL:
            self.wish.emit(EPISODE, room.known.id)
        elif deed == COPY:
            text = self.note()
            QGuiApplication.clipboard().setText(text)
            lines = len(text.splitlines())
            said = ngettext("{n} line is on the clipboard.", "The note of {n} lines is on the clipboard.", lines)
            self._stage.notice.say(said.format(n=number(lines)), "check")
        else:
            word = ACKNOWLEDGED if deed == "acknowledge" else WRONG
            self.wish.emit(MARK, Marking(room.known.id, word))

    def _remark(self) -> None:
        """Her note goes into the timeline; where nothing may be written it stays in the line."""
        picture, text = self._picture, " ".join(self.remark.text().split())
        if picture is None or picture.room is None or not text:
            return
        self.wish.emit(MARK, Marking(picture.room.known.id, NOTE, text))
        if not picture.facts.synthetic and not picture.facts.sealed:
            self.remark.clear()

    def _show_place(self, table: QWidget, place: QRectF) -> None:
        at = table.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 40)

    def _wish(self, key: str) -> None:
        if key == "again":
            self.options_changed.emit()
        elif key:
            self.wish.emit(key, None)


def _head(text: str) -> PlainLabel:
    made = plain_label(text, "label")
    made.setContentsMargins(PAD, 10, PAD, 0)
    return made


def _vacancy(picture: CrisisPicture) -> Vacancy:
    """Why there is no episode to show."""
    episodes = ((EPISODE, _("All episodes")),)
    if picture.is_gone:
        text = _("Its topic was removed since: nothing of it is counted any more.")
        return Vacancy("search", _("This episode cannot be shown"), text, episodes)
    if picture.all:
        text = ngettext("{n} is over: choose it in the list.", "{n} are over: choose one in the list.", picture.all)
        return Vacancy("check", _("No episode lasts"), text.format(n=number(picture.all)), episodes)
    if picture.watched_until is None:
        text = _("Episodes are found while the collector runs; it has watched nothing in this session yet.")
        return Vacancy("pause", _("Nobody watches yet"), text)
    time = moment(picture.watched_until, picture.end, picture.zone)
    return Vacancy("check", _("Nothing detected"), _("Watched up to {time}.").format(time=time))
