"""The journal as a PDF, by Qt's own writer: one page to read, and behind it where each sentence is from.

Text goes into the document as text, never as markup; nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtSvg import QSvgRenderer

from hubdesk.desk.application import application
from hubdesk.i18n import _, clock
from hubdesk.reports.journal_rows import Source
from hubdesk.reports.journal_svg import HEIGHT, WIDTH, picture
from hubdesk.reports.journal_values import Journal, Part, Quote
from hubdesk.reports.journal_words import HEADINGS, NOTHING, about, long_day, synthetic, title, who_said_it, withheld

FAMILY: Final = "DejaVu Sans"
INK, FAINT, LINK = "#1b2026", "#5a626c", "#0b57b0"
MARGIN: Final = 18.0  # mm
FINE: Final = 4  # times the screen's resolution, for the curves
_CURVES: Final = "curves"


def pdf(journal: Journal, sources: Sequence[Source]) -> bytes:
    """The file's content."""
    application()  # fonts
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{title()} – {long_day(journal)}")
    writer.setCreator("Hubdesk")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(96)
    document = _Page(journal, sources).document
    _print(document, writer)
    buffer.close()
    return bytes(content.data())


def _print(document: QTextDocument, writer: QPdfWriter) -> None:
    painter = QPainter(writer)
    try:
        sheet = QRectF(0, 0, writer.width(), writer.height())
        document.documentLayout().setPaintDevice(writer)
        document.setPageSize(sheet.size())
        for number in range(document.pageCount()):
            if number:
                writer.newPage()
            painter.save()
            painter.translate(0, -number * sheet.height())
            document.drawContents(painter, sheet.translated(0, number * sheet.height()))
            painter.restore()
    finally:
        painter.end()


class _Page:
    """Builds the document from top to bottom."""

    def __init__(self, journal: Journal, sources: Sequence[Source]) -> None:
        self._journal = journal
        self.document = QTextDocument()
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(_font(10.5))
        self._cursor = QTextCursor(self.document)
        self._write(sources)

    def _write(self, sources: Sequence[Source]) -> None:
        journal = self._journal
        self._line(title(), 18, bold=True, first=True)
        self._line(long_day(journal), 12, bold=True)
        self._line(about(journal), 9, FAINT)
        if journal.synthetic:
            self._line(synthetic(), 9.5, "#8a5a00", bold=True, above=4)
        numbered = list(enumerate(sources, 1))
        for part in Part:
            self._line(_(HEADINGS[part]), 12, bold=True, above=12)
            if part == Part.NUMBERS:
                self._curves()
            own = [(place, one) for place, one in numbered if one.sentence.part == part]
            for place, one in own:
                self._line(one.sentence.told.said(journal.zone), above=2)
                self._add(f" {place}", 7.5, LINK)
            if not own:
                self._line(_(NOTHING[part]), above=2)
            if part == Part.FIZZLED and journal.quote is not None:
                self._quote(journal.quote)
        if journal.quote is not None:
            self._answer(journal.quote)
        if words := withheld(journal):
            self._line(words, 9, FAINT, above=4)
        self._sources(numbered)

    def _sources(self, numbered: Sequence[tuple[int, Source]]) -> None:
        self._line(_("Where each sentence is from"), 12, bold=True, new_page=True)
        for place, one in numbered:
            self._line(f"{place}. {one.command}", 7.5, FAINT, above=5)
            for row in one.rows:
                self._line(f"{clock(row.at, self._journal.zone)} {row.medium} – {row.text}", 8.5)
                if row.url:
                    self._add(f"  {row.url}", 7, LINK, href=row.url)

    def _curves(self) -> None:
        drawn = picture(self._journal)
        if not drawn:
            return
        image = QImage(WIDTH * FINE, HEIGHT * FINE, QImage.Format.Format_ARGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        QSvgRenderer(QByteArray(drawn.encode())).render(painter)
        painter.end()
        self.document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_CURVES), image)
        shown = QTextImageFormat()
        shown.setName(_CURVES)
        shown.setWidth(640)
        shown.setHeight(640 * HEIGHT / WIDTH)
        self._cursor.insertBlock(_block(4))
        self._cursor.insertImage(shown)

    def _quote(self, quote: Quote) -> None:
        self._line(who_said_it(), 12, bold=True, above=12)
        self._line(f"« {' '.join(quote.words.split())} »", 13, above=3)
        self._line(_("The answer is at the foot of the page."), 8.5, FAINT, above=2)

    def _answer(self, quote: Quote) -> None:
        said = f"{quote.speaker}, {quote.role} · {quote.medium}, {clock(quote.at, self._journal.zone)}"
        self._line(_("It was said by: {speaker}").format(speaker=said), 8.5, FAINT, above=14)

    def _line(
        self,
        text: str,
        size: float = 10.5,
        ink: str = INK,
        *,
        bold: bool = False,
        above: float = 0,
        first: bool = False,
        new_page: bool = False,
    ) -> None:
        if first:
            self._cursor.setBlockFormat(_block(above))
        else:
            self._cursor.insertBlock(_block(above, new_page=new_page))
        self._add(text, size, ink, bold=bold)

    def _add(self, text: str, size: float, ink: str, *, bold: bool = False, href: str = "") -> None:
        shape = QTextCharFormat()
        if href:
            shape.setAnchor(True)
            shape.setAnchorHref(href)
        shape.setFont(_font(size, bold=bold))
        shape.setForeground(QColor(ink))
        self._cursor.insertText(" ".join(text.split()) if text.strip() == text else text, shape)


def _block(above: float, *, new_page: bool = False) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setTopMargin(above)
    made.setLineHeight(125, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
    if new_page:
        made.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    return made


def _font(size: float, *, bold: bool = False) -> QFont:
    made = QFont(FAMILY)
    made.setPointSizeF(size)
    made.setBold(bold)
    return made
