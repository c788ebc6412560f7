"""The buzz board: at one glance what rises and what fizzles, of every topic and of new phrases."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from hubdesk.core import Scope, Topic
from hubdesk.i18n import N_, _, number
from hubdesk.panels.board_picture import BoardPicture, read_board
from hubdesk.panels.board_words import Wished, board, lane_of, silence_words
from hubdesk.panels.panel import ColouredPanel, Rows
from hubdesk.store.reader import Reader
from hubdesk.widgets.board import BoardView
from hubdesk.widgets.empty import Stage, Vacancy
from hubdesk.widgets.empty_reasons import SOURCES, why_empty

PACE_SECONDS: Final = 10.0  # phrases are looked for in samples of texts


class BoardPanel(ColouredPanel[BoardPicture]):
    """Lanes of cards. A card opens its episode, or the crisis room; a count its rows."""

    name: ClassVar[str] = "board"
    title: ClassVar[str] = N_("Buzz board")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace_seconds = PACE_SECONDS
        self.view = BoardView()
        self.view.chosen.connect(self._choose)
        self._stage = Stage(self.view, self)
        self._stage.chosen.connect(self.take_button)
        self.body.addWidget(self._stage)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> BoardPicture:
        """Worker thread: what lasted in the scope, as it was known at its end."""
        return read_board(reader, scope)

    def draw(self, picture: BoardPicture) -> None:
        self._picture = picture
        self._stage.notice.say("")
        if not picture.topics and not picture.terms:
            self.subtitle_changed.emit("")
            text = _("The board shows topics by how they live: add one to listen for.")
            self._stage.show_vacancy(Vacancy("search", _("No topic yet"), text, (("topics", _("Topics…")),)))
            return
        if picture.empty is not None and not picture.shown:
            self.subtitle_changed.emit("")
            self._stage.show_vacancy(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
            return
        lanes = [lane_of(one.known.phase, one.known.verdict) for one in picture.shown]
        text = _("{rise} rise, {fall} fade or fizzled")
        self.subtitle_changed.emit(text.format(rise=number(lanes.count(0)), fall=number(lanes.count(2))))
        self._stage.notice.say(silence_words(picture), "late", (SOURCES, _("See the sources")))
        self.view.show_board(board(picture))
        self._stage.show_picture()

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        """Every topic where none is chosen: each is judged."""
        return scope.topics or (self._picture.topics if self._picture is not None else ())

    def complain(self, message: str) -> None:
        """The last board stays, under a bar that says what failed."""
        self._stage.complain(message, _("The buzz board could not be read"))

    def _choose(self, key: object) -> None:
        if isinstance(key, Rows):
            self.wish.emit("rows", key)
        elif isinstance(key, Wished):
            self.wish.emit(key.word, key.value)
