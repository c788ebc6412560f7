"""A panel is two functions: `read(reader, scope, options) -> picture`, no screen; `draw(picture)`, no store."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Scope
from hubdesk.store.reader import Reader

Picture = TypeVar("Picture")


class Panel(QWidget, Generic[Picture]):
    """The body of a dock. Panels are strangers to each other: they say what happened, the window decides who hears.

    `read` runs on a worker thread and has no self, so that no widget can be touched; what it needs of the panel's
    settings travels in `options`, a frozen value. `draw` runs on the GUI thread: no store, no network, no waiting.
    """

    name: ClassVar[str]  # "feed": its key in layouts, on the command line and in the registry; never translated
    title: ClassVar[str]  # N_("Feed")

    mention_chosen = Signal(object)  # mention id (int)
    span_chosen = Signal(object, object)  # start, end (Millis): look at this stretch
    source_wished = Signal(object)  # source id (int): ask it now
    wish = Signal(str, object)  # a word of the window's list ("widen", "coverage", "open-link") and its value
    options_changed = Signal()  # ask me again, my options are other ones
    subtitle_changed = Signal(str)  # what the dock's title says behind the name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone = "Europe/Paris"  # the session's; set by the window
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)

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
