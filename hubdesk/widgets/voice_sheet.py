"""An account's card: who it is as far as that is known, when it wrote, and tables whose figures can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.deed_sheet import PAD, DeedSheet
from hubdesk.widgets.figure_line import FigureLine, Saying
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.sparkline import Spark, paint_spark
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.wrapped import WrapLabel

SPARK: Final = 44  # px
CAPTION: Final = 16


@dataclass(frozen=True, slots=True)
class VoiceCardWords:
    """All that a card says. `ends`: the curve's first and last day, and what its mark is of."""

    head: str
    about: str
    sayings: tuple[Saying, ...] = ()
    spark: Spark | None = None
    ends: tuple[str, str, str] = ("", "", "")
    sections: tuple[Section, ...] = ()
    notes: str = ""


class VoiceSheet(DeedSheet):
    """The card of one account, then of another."""

    def __init__(self, deeds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(deeds, parent)
        self._shown: VoiceCardWords | None = None
        self._head, self._about = WrapLabel("", "head"), WrapLabel("", "small", "text2")
        self._notes = WrapLabel("", "small", "text2")
        self.sayings, self.curve = FigureLine(), VoiceCurve()
        self.sayings.chosen.connect(self.chosen)
        self.add_padded(self._head, self._about)
        self.column.addWidget(self.sayings)
        self.column.addWidget(self.curve)
        self.put_tables_here()
        self.add_padded(self._notes)
        self.column.addStretch(1)

    def show_words(self, words: VoiceCardWords) -> None:
        """The same again changes nothing."""
        if words == self._shown:
            return
        is_other = self._shown is None or (words.head, words.about) != (self._shown.head, self._shown.about)
        self._shown = words
        self._head.show_text(words.head)
        self._about.show_text(words.about)
        self.sayings.set_sayings(words.sayings)
        self.sayings.setVisible(bool(words.sayings))
        self.curve.show_spark(words.spark, words.ends)
        self.show_sections(words.sections)
        self._notes.show_text(words.notes)
        self._notes.setVisible(bool(words.notes))
        if is_other:
            self.to_top()

    def shown(self) -> VoiceCardWords | None:
        return self._shown


class VoiceCurve(QWidget):
    """When an account wrote: a small curve over the session, with what is looked at marked and its days below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spark: Spark | None = None
        self._ends = ("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("When it wrote"))

    def show_spark(self, spark: Spark | None, ends: tuple[str, str, str]) -> None:
        self._spark, self._ends = spark, ends
        self.setAccessibleDescription(" – ".join(filter(None, ends[:2])))
        self.setFixedHeight(SPARK + CAPTION + 12)
        self.setVisible(spark is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, SPARK + CAPTION + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        if self._spark is not None:
            place = QRectF(PAD, 6, max(20, self.width() - 2 * PAD), SPARK)
            paint_spark(painter, self._spark, place, look.colour("text"), look)
            painter.setFont(font("micro"))
            painter.setPen(look.colour("text2"))
            below = QRectF(place.left(), place.bottom() + 2, place.width(), CAPTION)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._ends[0])
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._ends[1])
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._ends[2])
        painter.end()
