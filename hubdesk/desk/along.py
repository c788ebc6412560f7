"""A panel's picture as it is taken along: crisp, what it rests on below it, and nothing that terms keep on the desk."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from hubdesk.desk.footer import Caption, footer_height, paint_footer
from hubdesk.i18n import _
from hubdesk.reports.cells import plain
from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

RATIO: Final = 2
_DOTS_PER_METRE: Final = round(96 * RATIO / 0.0254)  # so that it is shown as large as on the screen


def image(panel: QWidget, caption: Caption | None, boxes: Collection[QRect] = ()) -> QImage:
    """GUI thread: the panel as it stands, twice as fine as the screen. `boxes` of it are covered. Without a caption,
    for whoever says beside it what it rests on."""
    width, height = panel.width(), panel.height()
    below = 0 if caption is None else footer_height(caption, width)
    made = QImage(QSize(width, height + below) * RATIO, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(RATIO)
    made.setDotsPerMeterX(_DOTS_PER_METRE)
    made.setDotsPerMeterY(_DOTS_PER_METRE)
    made.fill(theme().colour("panel"))
    painter = QPainter(made)
    panel.render(painter, QPoint(0, 0))
    for box in boxes:
        cover(painter, QRectF(box))
    if caption is not None:
        paint_footer(painter, QRectF(0, height, width, below), caption)
    painter.end()
    return made


def svg(panel: QWidget, caption: Caption, boxes: Collection[QRect] = ()) -> bytes:
    """GUI thread: the panel as a drawing, text as text. With `boxes` it holds a picture instead: what is covered in a
    drawing is in its file still."""
    width, height = panel.width(), panel.height()
    below = footer_height(caption, width)
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setResolution(96)
    drawing.setSize(QSize(width, height + below))
    drawing.setViewBox(QRect(0, 0, width, height + below))
    drawing.setTitle(plain(tame(f"{caption.title} · {caption.session}", 200)))
    painter = QPainter(drawing)
    painter.fillRect(QRect(0, 0, width, height + below), theme().colour("panel"))
    if boxes:
        painter.drawImage(QRect(0, 0, width, height), image(panel, None, boxes))
    else:
        panel.render(painter, QPoint(0, 0))
        for area in panel.findChildren(QAbstractScrollArea):
            if area.isVisibleTo(panel):
                _tidy(painter, panel, area)
    paint_footer(painter, QRectF(0, height, width, below), caption)
    painter.end()
    buffer.close()
    return bytes(held.data())


def png(picture: QImage) -> bytes:
    """Any thread: encoded."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(held.data())


def covered(picture: QPixmap, boxes: Collection[QRect]) -> QPixmap:
    """GUI thread: a picture of a panel without what is in these boxes of it."""
    painter = QPainter(picture)
    for box in boxes:
        cover(painter, QRectF(box))
    painter.end()
    return picture


def _tidy(painter: QPainter, panel: QWidget, area: QAbstractScrollArea) -> None:
    """A drawing has no clipping: cover what is scrolled out of an area, and paint anew what stands there."""
    box = QRect(area.mapTo(panel, QPoint(0, 0)), area.size())
    bar = area.verticalScrollBar()
    above = QRect(box.left(), 0, box.width(), box.top()) if bar.value() > bar.minimum() else QRect()
    below = QRect(box.left(), box.bottom() + 1, box.width(), panel.height()) if bar.value() < bar.maximum() else QRect()
    for spill in (above, below):
        painter.fillRect(spill, theme().colour("panel"))
    node: QWidget = area
    while node is not panel and (around := node.parentWidget()) is not None:
        for other in around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            place = QRect(other.mapTo(panel, QPoint(0, 0)), other.size())
            if other is not node and other.isVisibleTo(panel) and (place.intersects(above) or place.intersects(below)):
                other.render(painter, place.topLeft(), renderFlags=QWidget.RenderFlag.DrawChildren)
        node = around


def cover(painter: QPainter, box: QRectF) -> None:
    """In place of what a source's terms keep on the desk."""
    look = theme()
    painter.save()
    painter.fillRect(box, look.colour("alt"))
    inner = box.adjusted(6, 6, -6, -6)
    paint_hatch(painter, inner, look.colour("hatch"), 6.0)
    painter.setPen(QPen(look.colour("line_strong"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(inner)
    painter.setFont(font("small"))
    words = _("Held back: its source's terms keep it on the desk")
    width = min(inner.width(), QFontMetricsF(painter.font()).horizontalAdvance(words) + 16)
    plate = QRectF(inner.center().x() - width / 2, inner.center().y() - 10, width, 20)
    painter.fillRect(plate, look.colour("alt"))
    painter.setPen(look.colour("text2"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
