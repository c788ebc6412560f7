"""A panel is two functions: `read(reader, scope, options) -> picture`, no screen; `draw(picture)`, no store."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Millis, Scope, Topic
from hubdesk.core.filters import Filters
from hubdesk.panels.past import Past
from hubdesk.reports.sheet import Sheet
from hubdesk.store.reader import Reader
from hubdesk.widgets.past_bar import PastBar
from hubdesk.widgets.reading_cover import ReadingBar, ReadingCover

Picture = TypeVar("Picture")
LEAST: Final = (120, 80)  # px


@dataclass(frozen=True, slots=True)
class Rows:
    """The mentions behind a figure, as the value of the wish `rows`: what the query finds of what is looked at.

    `start` and `end`: of that stretch, when the figure is of a part of the scope; `topic`: of that topic alone.
    `filters`: what these take, in place of a query that cannot say it ("").
    """

    query: str
    start: Millis | None = None
    end: Millis | None = None
    topic: int | None = None
    filters: Filters = ()


class Panel(QWidget, Generic[Picture]):
    """The body of a dock. Panels are strangers to each other: they say what happened, the window decides who hears.

    `read` runs on a worker thread and has no self, so that no widget can be touched; what it needs of the panel's
    settings travels in `options`, a frozen value. `draw` runs on the GUI thread: no store, no network, no waiting.
    """

    name: ClassVar[str]  # "feed": its key in layouts, on the command line and in the registry; never translated
    title: ClassVar[str]  # N_("Feed")
    follows_filters: ClassVar[bool] = (
        False  # what it shows of a scope is narrowed by its chips; if not, its dock says so
    )

    mention_chosen = Signal(object)  # mention id (int)
    span_chosen = Signal(object, object)  # start, end (Millis): look at this stretch
    source_wished = Signal(object)  # source id (int): ask it now
    wish = Signal(str, object)  # a word of the window's list ("widen", "rows", "open-link") and its value
    options_changed = Signal()  # ask me again, my options are other ones
    subtitle_changed = Signal(str)  # what the dock's title says behind the name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone = "Europe/Paris"  # the session's; set by the window
        self.pace_seconds = 0.0  # the least time between two answers to the same question; 0: the window's own pace
        self._past = Past()
        self.past_bar = PastBar(self)
        self.past_bar.chosen.connect(self._wish_about_past)
        whole = QVBoxLayout(self)
        self.body = QVBoxLayout()
        for layout in (whole, self.body):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self.reading_bar: ReadingBar | None = None  # these two are made when a reading is slow for the first time
        self.reading_cover: ReadingCover | None = None
        whole.addWidget(self.past_bar)
        whole.addLayout(self.body, 1)

    def minimumSizeHint(self) -> QSize:
        """Small, whatever the panel holds: the docks beside it must keep their room on a laptop."""
        return QSize(*LEAST)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> Picture:
        """Worker thread: what this panel shows of that scope, as a frozen value."""
        raise NotImplementedError

    def draw(self, picture: Picture) -> None:
        """GUI thread: show the picture."""
        raise NotImplementedError

    def options(self) -> Hashable:
        """This panel's settings, as a frozen value that `read` is given."""
        return None

    def complain(self, message: str) -> None:
        """GUI thread: the last read failed. The old picture stays; "" takes the complaint away."""

    def show_reading(self, head: str, text: str = "", has_picture: bool = False) -> None:
        """GUI thread: it is being read for a while already; "" when that is over. A picture of what was looked at
        before stays where it is, under a bar over its edge."""
        if self.reading_bar is None or self.reading_cover is None:
            if not head:
                return
            self.reading_bar, self.reading_cover = ReadingBar(self), ReadingCover(self)
        self.reading_cover.say("" if has_picture else head, text)
        self.reading_bar.tell(" · ".join(filter(None, (head, text))) if has_picture else "")

    def numbers(self, held: Collection[str] = ()) -> Sheet | None:
        """GUI thread: what it shows now as numbers and words to take along; None where it has none, or nothing yet.
        `held`: names of the sources whose terms keep what they brought on the desk."""
        return None

    def held_boxes(self, held: Collection[str]) -> tuple[QRect, ...]:
        """GUI thread: where it shows words of one of these sources, for whoever takes its picture along."""
        return ()

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        """The topics whose hearing decides what this panel shows of a scope; none: it shows all that is stored."""
        return scope.topics

    def show_past(self, past: Past, scope: Scope) -> None:
        """Say over the picture that it is incomplete, while the past of one of its topics is heard again."""
        self._past = past.of(self.rests_on(scope))
        self.past_bar.say(self._past.lines(), self._past.remark(), self._past.share, self._past.action())

    def take_button(self, key: str) -> None:
        """A button of an empty or failed state was pressed: ask again, or a word of the window's list."""
        if key == "again":
            self.options_changed.emit()
        else:
            self.wish.emit(key, None)

    def _wish_about_past(self, word: str) -> None:
        self.wish.emit(word, tuple(work.topic for work in self._past.works))


class ColouredPanel(Panel[Picture]):
    """A panel that draws its picture again when topics and tones have other colours; `draw` keeps it."""

    _picture: Picture | None = None  # before __init__ too: Qt may say that the palette changed

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._picture is not None:
            self.draw(self._picture)


class Maker(Protocol):
    """What makes a panel when one is needed, and says its title before: a panel's class, or a line of the registry."""

    @property
    def title(self) -> str: ...

    def __call__(self) -> Panel[Any]: ...
