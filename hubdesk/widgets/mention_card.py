"""Paints mentions as cards: one layout per mention and width, kept in a bounded store, painted in the theme's inks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hubdesk.core import Heard, Topic
from hubdesk.widgets.badges import NO_BADGE, Badge
from hubdesk.widgets.card_layout import comfortable, compact
from hubdesk.widgets.card_type import CARD, COMPACT, LEFT, CardLayout, CardType
from hubdesk.widgets.card_words import card_words
from hubdesk.widgets.glyphs import paint_icon, paint_marker, paint_tone
from hubdesk.widgets.theme import Theme, theme

_BESIDE_TEXT: Final = 62  # px of a card that are not its lines of text
KEPT: Final = 512  # layouts kept; a screen shows some ten
MOST_SETTINGS: Final = 32  # of which layouts are kept


class Row(NamedTuple):
    """What one row of the list hands over, in one call."""

    heard: Heard
    is_unread: bool


class CardState(NamedTuple):
    """How a card stands in the list."""

    is_selected: bool = False
    is_hovered: bool = False
    has_focus: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What cards need to know beside their mention: topics, the session's zone, the day on which a clock is enough."""

    topics: tuple[Topic, ...] = ()
    zone: str = "Europe/Paris"
    today: str = ""
    is_compact: bool = False


class CardPainter:
    """Knows how tall a mention's card is and paints it."""

    def __init__(self) -> None:
        self.setting = Setting()
        self.laid_out = 0  # layouts made so far: tests count work with it
        # By mention and the setting's number.
        self._kept: OrderedDict[tuple[int, int], tuple[Heard, int, CardLayout]] = OrderedDict()
        self._settings: dict[Setting, int] = {self.setting: 0}  # numbered: the way back finds its cards laid out
        self._number = 0
        self._badges: Mapping[int, Badge] = {}
        self._type: CardType | None = None
        self._theme: Theme | None = None
        self._inks: dict[str, QColor] = {}

    def set_setting(self, setting: Setting) -> bool:
        """Take other topics, zone, day or density. Returns whether anything changed."""
        if setting == self.setting:
            return False
        self.setting = setting
        if setting not in self._settings and len(self._settings) >= MOST_SETTINGS:
            self._settings.clear()
            self._kept.clear()
        self._number = self._settings.setdefault(setting, len(self._settings))
        return True

    def set_badges(self, badges: Mapping[int, Badge]) -> bool:
        """What people marked, by mention. Returns whether anything changed; only those cards are laid out again."""
        before, self._badges = self._badges, badges
        other = {id_ for id_ in before.keys() | badges.keys() if before.get(id_) != badges.get(id_)}
        for kept in [kept for kept in self._kept if kept[0] in other]:
            del self._kept[kept]
        return bool(other)

    def forget(self) -> None:
        """The theme or the fonts changed: lay out again."""
        self._kept.clear()
        self._inks.clear()
        self._type = self._theme = None

    def height(self, heard: Heard, width: int) -> int:
        """The card's height in px at that width."""
        return self.layout(heard, width).height

    @property
    def least_height(self) -> int:
        """No card is less tall, px."""
        return round(COMPACT["height"] if self.setting.is_compact else _BESIDE_TEXT + CARD["line"])

    def guess(self, heard: Heard, width: int) -> int:
        """About how tall, without laying anything out: rows off screen are measured when they come into view."""
        if self.setting.is_compact:
            return self.least_height
        kept = self._kept.get((heard.id, self._number))
        if kept is not None and kept[0] is heard and kept[1] == width:
            return kept[2].height
        per_line = max(8.0, (width - LEFT - CARD["pad_x"]) / 6.6)
        lines = 1 + int(min(2.0, (len(heard.mention.text) + len(heard.mention.title)) / per_line))
        return round(_BESIDE_TEXT + CARD["line"] * lines)

    def layout(self, heard: Heard, width: int) -> CardLayout:
        """The card's layout, made once."""
        place = heard.id, self._number
        kept = self._kept.get(place)
        if kept is not None and kept[0] is heard and kept[1] == width:
            self._kept.move_to_end(place)
            return kept[2]
        made = self._lay_out(heard, width)
        self._kept[place] = (heard, width, made)
        self._kept.move_to_end(place)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made

    def _lay_out(self, heard: Heard, width: int) -> CardLayout:
        self.laid_out += 1
        if self._type is None:
            self._type = CardType()
        setting = self.setting
        room = max(60, min(900, width // 2))  # three lines hold fewer code points than that
        words = card_words(
            heard, setting.topics, setting.zone, setting.today, room, self._badges.get(heard.id, NO_BADGE)
        )
        make = compact if setting.is_compact else comfortable
        return make(words, width, self._type, self._look(), setting.topics)

    def _look(self) -> Theme:
        if self._theme is None:
            self._theme = theme()
        return self._theme

    def _ink(self, token: str) -> QColor:
        ink = self._inks.get(token)
        if ink is None:
            ink = self._inks[token] = self._look().colour(token)
        return ink

    def paint(self, painter: QPainter, rect: QRectF, row: Row, state: CardState) -> None:
        """One card, with everything it says, into a rectangle as wide as the list."""
        card = self.layout(row.heard, int(rect.width()))
        self._ground(painter, rect, state)
        painter.save()
        painter.translate(rect.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ink("accent"))
            painter.drawEllipse(card.dot, 3.0, 3.0)
        self._shapes(painter, card)
        self._texts(painter, card, state)
        if state.is_hovered and card.star is not None and (card.badge is None or card.badge[0] != "starred"):
            painter.fillRect(card.star, self._ink("select" if state[0] else "hover"))
            paint_icon(painter, "star", card.star, self._ink("text2"))
        if state.is_hovered and card.open_icon is not None:
            if self.setting.is_compact:
                painter.fillRect(card.open_icon.adjusted(-4, 0, 4, 0), self._ink("select" if state[0] else "hover"))
            paint_icon(painter, "open", card.open_icon, self._ink("text2"))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        if state.is_selected or state.is_hovered:
            painter.fillRect(rect, self._ink("select" if state.is_selected else "hover"))
        else:
            painter.fillRect(rect, self._ink("panel"))
        pad = 0 if state.is_selected else CARD["pad_x"]
        line = QRectF(rect.left() + pad, rect.bottom() - 1, rect.width() - 2 * pad, 1)
        painter.fillRect(line, self._ink("line"))
        if state.is_selected:
            painter.fillRect(QRectF(rect.left(), rect.top(), CARD["bar"], rect.height()), self._ink("accent"))
        if state.has_focus:
            painter.setPen(QPen(self._ink("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _shapes(self, painter: QPainter, card: CardLayout) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink("line_strong"), 1))
        painter.drawRoundedRect(card.network.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if card.box is not None:
            painter.setPen(QPen(self._ink("line_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(card.box, 2, 2)
        if card.arrow is not None:
            paint_icon(painter, "reply", card.arrow, self._ink("text3"))
        if card.badge is not None:
            paint_icon(painter, card.badge[0], card.badge[1], self._ink("accent"))
        for style, centre in card.markers:
            paint_marker(painter, style.marker, centre, 9, style.colour)
        for tone, centre in card.tones:
            paint_tone(painter, tone, centre, 9, self._ink(f"tone.{tone}"))

    def _texts(self, painter: QPainter, card: CardLayout, state: CardState) -> None:
        kind = self._type
        if kind is None:
            return
        if card.body is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ink("mark_select" if state.is_selected else "mark"))
            for box in card.marks:
                painter.drawRoundedRect(box.translated(card.body_at), 2, 2)
            painter.setPen(self._ink("text" if card.box is None else "text2"))
            card.body.draw(painter, card.body_at)
        pieces = card.pieces
        if card.reach is not None and not (state.is_hovered and card.open_icon is not None):
            pieces = [*pieces, card.reach]
        role = ink = ""
        for piece in pieces:
            if piece.ink != ink:
                ink = piece.ink
                painter.setPen(self._ink(ink))
            if piece.role != role:
                role = piece.role
                painter.setFont(kind.fonts[role])
            painter.drawStaticText(QPointF(piece.x, piece.y), piece.text)
