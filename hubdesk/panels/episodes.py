"""What was detected, now and before: how grave, in what words, how it went, and on what it rests."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Scope
from hubdesk.core.episode_answers import ACKNOWLEDGED, SNOOZED, WRONG
from hubdesk.core.review import Standing
from hubdesk.i18n import N_, _, clock, day, number
from hubdesk.panels.episode_marking import AN_HOUR, CRISIS_ROOM, EPISODE, MARK, TOMORROW, UNMARK, Marking
from hubdesk.panels.episodes_listed import episodes_listed
from hubdesk.panels.episodes_marks import marked_row, marked_sheet, subject
from hubdesk.panels.episodes_picture import MOST, EpisodesOptions, EpisodesPicture, Listed, read_episodes
from hubdesk.panels.episodes_score import score_brief, score_lines
from hubdesk.panels.episodes_sheet import sheet_words
from hubdesk.panels.episodes_words import fate, kind_words, length, moment, said_of, sentence, topic_name, when
from hubdesk.panels.figures_side import WIDE, TurningRoom
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.panels.review_marking import Marker, Subject
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.empty_reasons import SOURCES
from hubdesk.widgets.episode_list import EpisodeList
from hubdesk.widgets.episode_rows import EpisodeRow
from hubdesk.widgets.episode_sheet import EpisodeSheet
from hubdesk.widgets.theme import theme
from hubdesk.widgets.wrapped import WrapLabel

PACE_SECONDS: Final = 2.0
BOTH: Final = 560  # px of height, from which list and sheet have room one above the other
LOW: Final = 360  # px of height, below which the score under the list is one line
UNDO, ROOM, CLOSE = "undo", "room", "close"
DEEDS: Final = (
    (ROOM, N_("Crisis room")),
    ("acknowledge", N_("Acknowledge")),
    ("hour", N_("Snooze for 1 h")),
    ("tomorrow", N_("Snooze until tomorrow")),
    ("wrong", N_("Wrong alarm")),
    (UNDO, N_("Undo")),
    (CLOSE, N_("Close")),
)
_WORDS: Final = {
    "acknowledge": (ACKNOWLEDGED, ""),
    "hour": (SNOOZED, AN_HOUR),
    "tomorrow": (SNOOZED, TOMORROW),
    "wrong": (WRONG, ""),
}


class EpisodesPanel(ColouredPanel[EpisodesPicture]):
    """A list, and the sheet of the one that is opened. Every figure wishes for its rows."""

    name: ClassVar[str] = "episodes"
    title: ClassVar[str] = N_("Episodes")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self._options, self._standing = EpisodesOptions(), Standing()
        deeds = [(key, _(words)) for key, words in DEEDS]
        self.list, self.sheet, self.card = EpisodeList(self), EpisodeSheet(deeds, self), WrapLabel("", "small", "text2")
        self.list.opened.connect(self._open)
        self.list.closed.connect(self.close_sheet)
        self.sheet.chosen.connect(self._choose)
        self.sheet.deed_chosen.connect(self._do)
        self.sheet.hide()
        self._side, foot = QWidget(self), QVBoxLayout()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        foot.setContentsMargins(12, 6, 12, 8)
        foot.addWidget(self.card)
        column.addLayout(foot)
        self._stage = Stage(TurningRoom(self._side, self.sheet), self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)
        self._add_actions()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> EpisodesPicture:
        """Worker thread: what was detected up to the scope's end, and the opened one's evidence."""
        return read_episodes(reader, scope, options if isinstance(options, EpisodesOptions) else EpisodesOptions())

    def options(self) -> EpisodesOptions:
        return self._options

    def draw(self, picture: EpisodesPicture) -> None:
        self._picture = picture
        self._say_late(picture)
        if not picture.all:
            self.subtitle_changed.emit("")
            self._stage.show_vacancy(_vacancy(picture))
            return
        over = picture.all - picture.now
        counts = _("{now} now, {over} over").format(now=number(picture.now), over=number(over))
        self.subtitle_changed.emit(counts)
        rows = (marked_row(_row(one, picture), one.known, self._standing) for one in picture.listed)
        self.list.show_rows(tuple(rows))
        self._say_score(picture)
        opened = picture.opened
        if opened is not None and self._options.opened in opened.known.ids:
            self.list.choose(opened.known.id)
            words = sheet_words(opened, picture.end, picture.zone)
            self.sheet.show_words(marked_sheet(words, opened.known, self._standing))
        self.sheet.setVisible(opened is not None and self._options.opened is not None)
        self._make_room()
        self._stage.show_picture()

    def complain(self, message: str) -> None:
        """The last list stays, under a bar that says what failed."""
        self._stage.complain(message, _("The episodes could not be read"))

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        return None if self._picture is None else episodes_listed(self._picture)

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """The sheet, when it quotes one of these."""
        opened = self._picture.opened if self._picture is not None else None
        if opened is None or not self.sheet.isVisibleTo(self) or all(one.source not in held for one in opened.first):
            return ()
        return (QRect(self.sheet.mapTo(self, QPoint(0, 0)), self.sheet.size()),)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        if self._picture is not None:
            self._say_score(self._picture)

    def _say_score(self, picture: EpisodesPicture) -> None:
        """How the watch has done, under the list; in a low dock one line, so that the list keeps its room."""
        lines = [score_brief(picture.card)] if self.height() < LOW else list(score_lines(picture.card))
        if picture.all > len(picture.listed):
            lines.append(_("The {n} gravest are listed.").format(n=number(MOST)))
        words = "\n".join(filter(None, lines))
        self.card.show_text(words)
        self.card.setVisible(bool(words))

    def _make_room(self) -> None:
        """In a small dock the sheet stands in place of the list, until it is closed."""
        is_small = self.width() < WIDE and self.height() < BOTH
        self._side.setVisible(not (is_small and not self.sheet.isHidden()))

    def choose_episode(self, episode: object) -> None:
        """Open that one, wherever the wish came from."""
        if isinstance(episode, int) and episode != self._options.opened:
            self._options = EpisodesOptions(episode)
            self.options_changed.emit()

    def show_marks(self, standing: Standing) -> None:
        """What people marked."""
        if standing != self._standing:
            self._standing = standing
            if self._picture is not None:
                self.draw(self._picture)

    def markable(self) -> Subject | None:
        """The episode that keys and the menu “Mark” are about: the opened one, or the one chosen in the list."""
        row, listed = self.list.current(), self._picture.listed if self._picture is not None else ()
        meant = self._options.opened if self._options.opened is not None else row.id if row is not None else None
        found = next((one for one in listed if meant in one.known.ids), None)
        if found is None:
            return None
        return subject(found.known, f"{kind_words(found.known)}, {topic_name(found.topic, found.known.main.topic)}")

    def close_sheet(self) -> None:
        self._options = EpisodesOptions()
        self.sheet.hide()
        self._make_room()
        self.list.choose(None)
        self.list.setFocus()

    def _open(self, episode: object) -> None:
        self.choose_episode(episode)
        self.wish.emit(EPISODE, episode)

    def _choose(self, key: object) -> None:
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, int):
            self.mention_chosen.emit(key)

    def _do(self, deed: str) -> None:
        """A button's or a menu's deed, for the opened episode or else the one that is marked in the list."""
        row = self.list.current()
        opened = self._options.opened if self._options.opened is not None else row.id if row is not None else None
        if deed == CLOSE:
            self.close_sheet()
        elif deed == ROOM:
            self.wish.emit(CRISIS_ROOM, opened)
        elif deed == UNDO:
            self.wish.emit(UNMARK, self._ids(opened))
        else:
            word, value = _WORDS[deed]
            self.wish.emit(MARK, Marking(opened, word, value) if opened is not None else None)

    def _ids(self, episode: int | None) -> tuple[int, ...] | None:
        """Of all kinds that this episode had."""
        listed = self._picture.listed if self._picture is not None else ()
        return next((one.known.ids for one in listed if episode in one.known.ids), None)

    def _say_late(self, picture: EpisodesPicture) -> None:
        self._stage.notice.say("")
        if picture.is_late and picture.watched_until is not None and picture.all:
            time = moment(picture.watched_until, picture.end, picture.zone)
            text = _("Nobody watches since {time}: the collector is not running.").format(time=time)
            self._stage.notice.say(text, "late", (SOURCES, _("See the sources")))

    def _add_actions(self) -> None:
        """The panel's menu has every deed: where it is narrow, buttons leave."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for key, words in DEEDS:
            action = QAction(_(words), self)
            action.setData(key)
            action.triggered.connect(self._do_action)
            self.addAction(action)
        self._marker = Marker(self)
        self._marker.wished.connect(self.wish)

    def _do_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._do(str(action.data()))


def _row(one: Listed, picture: EpisodesPicture) -> EpisodeRow:
    known, end, zone = one.known, picture.end, picture.zone
    style = theme().topic_style(one.topic, picture.topics) if one.topic is not None else None
    glyph, words = fate(known)
    said = said_of(known, end, zone)
    return EpisodeRow(
        id=known.id,
        severity=known.severity,
        kind=kind_words(known),
        topic=topic_name(one.topic, known.main.topic),
        shape=style.marker if style is not None else "",
        colour=(style.colour if style is not None else theme().colour("text2")).name(),
        when=when(known, end, zone),
        length=length(known, end),
        phase=glyph,
        fate=words,
        said=said,
        sentence=sentence(known, zone),
        spark=one.spark,
        is_quiet=not known.lasts or known.is_wrong or known.snoozed_until(end) is not None,
    )


def _vacancy(picture: EpisodesPicture) -> Vacancy:
    """Why there is none: nobody watches, or nothing rose since so long."""
    until, zone = picture.watched_until, picture.zone
    if until is None:
        text = _("Episodes are found while the collector runs; it has watched nothing in this session yet.")
        return Vacancy("pause", _("Nobody watches yet"), text, ((SOURCES, _("See the sources")),))
    last = f"{day(until, zone)} {clock(until, zone)}"
    if picture.is_late:
        text = _("Up to {time} nothing was detected. Since then the collector is not running.").format(time=last)
        return Vacancy("pause", _("Nobody watches"), text, ((SOURCES, _("See the sources")),))
    if picture.since is None or picture.since >= until:
        text = _("Watched up to {time}.").format(time=last)
    else:
        first = f"{day(picture.since, zone)} {clock(picture.since, zone)}"
        text = _("Watched from {start} to {end}.").format(start=first, end=last)
    budget = _("Alarms are set for at most one wrong one a topic and week.")
    return Vacancy("check", _("Nothing detected"), f"{text} {budget}")
