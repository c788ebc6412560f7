"""The presenter's console: one window that shows what the room sees and will see, and conducts the wall."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core.cues import CueWord
from hubdesk.i18n import _
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_bar import MOST, BlackBar, Lasting
from hubdesk.wall.console_deeds import Deeds
from hubdesk.wall.console_episodes import EpisodesPage
from hubdesk.wall.console_head import Head
from hubdesk.wall.console_log import LogPage
from hubdesk.wall.console_messages import MessagesPage
from hubdesk.wall.console_pages import Card, Pages
from hubdesk.wall.console_parts import Scroll
from hubdesk.wall.console_posts import PostsPage
from hubdesk.wall.console_remote import RemotePage
from hubdesk.wall.console_scenes import ScenesPage
from hubdesk.wall.console_screens import ScreensPage
from hubdesk.wall.console_stage import NextStage, NowStage
from hubdesk.wall.console_transport import Transport
from hubdesk.wall.console_words import lasting_words
from hubdesk.wall.hall import Hall
from hubdesk.wall.keys import CONSOLE, IDENTIFY, MESSAGE, WITHDRAW, press
from hubdesk.wall.preview import Painting
from hubdesk.wall.spread import Seen
from hubdesk.widgets.theme import theme

LEAST: Final = QSize(900, 600)
USUAL: Final = QSize(1360, 740)
LOW: Final = 680  # px: below that, every line counts
GAP: Final = 8
TOLD_MS: Final = 20_000  # how long a line stays on top; it is in the log for longer


class Console(QWidget):
    """Closing it does not end the wall: it is hidden until it is wished for again."""

    end_wished = Signal()

    def __init__(self, conductor: Conductor, hall: Hall) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.conductor, self.hall = conductor, hall
        self._seen: Seen | None = None
        self._told = ""
        self._shows = ""
        self.setWindowTitle(_("The presenter’s console"))
        self.setMinimumSize(LEAST)
        self.resize(USUAL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("The presenter’s console"))
        self.black, self.lasting = BlackBar(self), Lasting(self)
        self.head, self.deeds = Head(conductor, self), Deeds(conductor, self)
        self.now, self.next = NowStage(conductor, hall, self), NextStage(conductor, hall, self)
        self.scenes = ScenesPage(conductor, hall, self)
        self.posts, self.messages = PostsPage(conductor, hall, self), MessagesPage(conductor, hall, self)
        self.episodes, self.screens = EpisodesPage(conductor, hall, self), ScreensPage(conductor, hall, self)
        self.remote, self.log = RemotePage(conductor, self), LogPage(conductor, self)
        self.transport = Transport(conductor, self)
        self.pages = Pages(
            (
                ("scenes", _("Scenes"), self.scenes),
                ("posts", _("Posts"), self.posts),
                ("messages", _("Messages"), self.messages),
                ("episodes", _("Episodes"), self.episodes),
                ("screens", _("Screens"), self.screens),
                ("remote", _("Remote"), Scroll(_("Remote"), self.remote)),
                ("log", _("Done"), self.log),
            ),
            self,
        )
        self._painting = Painting(self)
        self._untell = QTimer(self)
        self._untell.setSingleShot(True)
        self._untell.setInterval(TOLD_MS)
        self._untell.timeout.connect(self._stop_telling)
        self._build()
        self._connect()
        self.look()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.black)
        column.addWidget(self.lasting)
        column.addWidget(Card(self.head, pad=0))
        middle, right = QHBoxLayout(), QVBoxLayout()
        middle.setSpacing(GAP)
        right.setSpacing(GAP)
        right.addWidget(Card(self.next), 9)
        right.addWidget(Card(self.pages), 11)
        middle.addWidget(Card(self.now), 11)
        middle.addLayout(right, 9)
        column.addLayout(middle, 1)
        column.addWidget(self.transport)
        column.addWidget(Card(self.deeds, pad=6))

    def _connect(self) -> None:
        conductor = self.conductor
        self.hall.shown.connect(self.look)
        conductor.ticked.connect(self.tick)
        conductor.pictures.changed.connect(self._spoil)
        conductor.told.connect(self.tell)
        self.remote.told.connect(self.tell)
        self.now.screen_chosen.connect(self.look)
        self.next.wanted.connect(self._put_up)
        self.scenes.looked_at.connect(self._look_ahead)
        self.scenes.wanted.connect(self._put_up)
        self.messages.left.connect(self._take_keys)
        self.pages.opened.connect(self.look)
        self.black.back.clicked.connect(self._unblank)
        self.deeds.end_wished.connect(self.end_wished)

        chain = [self.black.back, *self.deeds.parts, self.next.go, *self.pages.names.values(), self.scenes.list]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    # -- what it shows

    def look(self) -> None:
        """The wall shows something else now."""
        is_black = self.conductor.state.is_blank
        if is_black == self.black.isHidden():
            self.black.setVisible(is_black)
            self.update()
        self.deeds.look()
        self.now.look()
        is_seen = self.isVisible() and not self.isMinimized()
        self.next.look(self.scenes.looked, self.now.chosen, is_seen)
        self._painting.watch((self.now.preview, self.next.preview), tuple(self.now.strip.values()))
        self._painting.spoil()
        self.scenes.look()
        self.messages.look()
        self.screens.look()
        self.log.look()
        self.pages.count("screens", self.screens.faults)
        self.tick()

    def tick(self) -> None:
        """A second went by, or the session moved."""
        if not self.isVisible():
            return
        self.head.look()
        self.now.tick()
        self.transport.look()
        self.lasting.show_lines((*lasting_words(self.conductor), self.conductor.trouble, self._told))
        self.posts.look(self.pages.current == "posts")
        self.episodes.look()
        self.pages.count("posts", self.posts.count)
        self.pages.count("messages", len(self.conductor.state.messages))
        self.pages.count("episodes", self.episodes.count)
        self._renew()

    def tell(self, line: str) -> None:
        """One line for the presenter: on top for a while, in the log for longer."""
        self._told = line
        self._untell.start()
        self.log.tell(line)
        self.tick()

    def _stop_telling(self) -> None:
        self._told = ""
        self.tick()

    def _renew(self) -> None:
        """Heads and feet of previews say the minute, the mood and who listens: paint them anew when that is another."""
        view = self.conductor.view(None)
        shows = repr((view.at // 60_000, view.mood, view.is_frozen, view.listening))
        if shows != self._shows or self.now.preview.is_waiting or self.next.preview.is_waiting:
            self._shows = shows
            self.next.fill()
            self._painting.spoil()

    def _spoil(self, key: object) -> None:
        self._painting.spoil(key)
        if self.next.preview.shows(key):
            self.next.fill()

    # -- what is done

    def stand(self, seen: Seen | None) -> None:
        """Its screen is that one now; None: the wall has them all, and it comes when it is called."""
        if seen == self._seen:
            return
        self._seen = seen
        if seen is None:
            self.hide()
        else:
            self._move()
            self.come()

    def come(self) -> None:
        """Into sight, in front of everything."""
        if not self.isVisible() and self._seen is not None:
            self.showMaximized()
        elif not self.isVisible() or self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
            self.show()
        self.raise_()
        self.activateWindow()

    def _move(self) -> None:
        if self._seen is not None:
            room = QRect(*self._seen.place)
            size = USUAL.boundedTo(room.size()).expandedTo(LEAST)
            self.setWindowState(Qt.WindowState.WindowNoState)  # else a window manager keeps it where it is
            self.setGeometry(QRect(room.topLeft(), size))

    def write_message(self) -> None:
        """Open the page of messages, and type."""
        self.pages.open("messages")
        self.messages.write()

    def _put_up(self, name: str) -> None:
        self.conductor.do(CueWord.SCENE, name)
        self.scenes.look_ahead("")
        self.look()
        self._take_keys()

    def _look_ahead(self, _name: str) -> None:
        self.look()

    def _take_keys(self) -> None:
        """Keys are the wall's again."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unblank(self) -> None:
        self.conductor.do(CueWord.UNBLANK)

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = press(self.conductor, event)
        if wish == IDENTIFY:
            self.hall.identify()
        elif wish == WITHDRAW:
            self.hall.withdraw_front()
        elif wish == MESSAGE:
            self.write_message()
        elif wish == CONSOLE:
            if self.hall.placement.console is None:  # it lies over the wall's only screen
                self.hide()
        elif wish:
            self.end_wished.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < LOW
        self.head.be_low(is_low)
        self.scenes.be_low(is_low)
        self.lasting.most = 1 if is_low else MOST

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._painting.run(True)
        self.look()
        self._take_keys()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._painting.run(False)
        self.hall.also(())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._painting.run(self.isVisible() and not self.isMinimized())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("text" if self.conductor.state.is_blank else "window"))
        painter.end()

    def put_down(self) -> None:
        """For good: the wall ends."""
        self._untell.stop()
        self._painting.run(False)
        self.remote.close_remote()
        self.hide()
        self.deleteLater()
