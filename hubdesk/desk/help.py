"""The help's pages in a window of their own. A page shows the pictures read with it, and can fetch nothing itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from hubdesk.core import HubdeskError
from hubdesk.desk.aside import Aside
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import _, language
from hubdesk.resources import resource
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import font, theme

WEEK: Final = {"fr": "fr/semaine.md", "en": "en/week.md"}
WIDEST: Final = 800  # px of a line of text: about a hundred letters; the pictures are made for it
MARGIN: Final = 24
PICTURE: Final = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
PLAIN_MARKDOWN: Final = (
    QTextDocument.MarkdownFeature.MarkdownDialectCommonMark | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
PICTURE_SIGN: Final = "\ufffc"  # what stands for a picture in a document's text
HEADINGS: Final = {1: "figure", 2: "head"}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page as it was read: Markdown, and the pictures it names, by the name it gives them."""

    text: str
    pictures: dict[str, QImage] = field(default_factory=dict)


def read_page(folder: Path, name: str) -> HelpPage:
    """Off the GUI thread. What is no picture under `folder` is left out. Raises HubdeskError: no such page."""
    page, root = folder / name, folder.resolve()
    try:
        text = page.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HubdeskError(_("The help cannot be read: {path}. Install Hubdesk again.").format(path=page)) from error
    pictures = {}
    for named in PICTURE.findall(text):
        file = (page.parent / named).resolve()
        if ":" not in named and file.is_relative_to(root):
            picture = QImage(str(file))
            if not picture.isNull():
                pictures[named] = picture
    return HelpPage(text, pictures)


class HelpView(QTextBrowser):
    """Shows one page in a column that can be read, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[str, QImage] = {}
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(Qt.GlobalColor.transparent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # arrows scroll
        self.document().setDocumentMargin(MARGIN)
        slim(self)

    def show_page(self, page: HelpPage) -> None:
        self._pictures = page.pictures
        self.document().setMarkdown(page.text, PLAIN_MARKDOWN)
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only what was read with the page. Never nothing: Qt would then open the file itself."""
        return self._pictures.get(name.toString() if isinstance(name, QUrl) else name, self._nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        side = max(0, (room - WIDEST - 2 * MARGIN) // 2)
        self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)
        self._fit_pictures()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        """Headings and framed lines; ordinary text follows the palette by itself."""
        document = self.document()
        for at in range(document.blockCount()):
            block = document.findBlockByNumber(at)
            cursor, shape, letters = QTextCursor(block), block.blockFormat(), QTextCharFormat()
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            level = shape.headingLevel()
            if level:
                letters.setFont(font(HEADINGS.get(level, "strong")))
                shape.setTopMargin(28 if level > 1 else 0)
                shape.setBottomMargin(8)
                cursor.setCharFormat(letters)
            elif shape.hasProperty(QTextFormat.Property.BlockCodeFence):
                letters.setFont(font("small", kind="mono"))
                shape.setBackground(theme().colour("alt"))
                shape.setNonBreakableLines(False)
                cursor.setCharFormat(letters)
            else:
                if PICTURE_SIGN not in block.text():  # a picture's line would grow with it
                    shape.setLineHeight(130, 1)  # per cent of the line's own height
                shape.setBottomMargin(4 if block.textList() else 10)
            cursor.setBlockFormat(shape)
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        """No picture is wider than the column; one that is narrower keeps its size."""
        column = max(1, self.viewport().width() - 2 * MARGIN)
        for name, picture in self._pictures.items():
            if picture.width() > column:
                picture = picture.scaledToWidth(column, Qt.TransformationMode.SmoothTransformation)
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), picture)
        self.document().markContentsDirty(0, self.document().characterCount())


class HelpWindow(Sheet):
    """One page of the help beside the desk, which stays at work. It closes with the desk."""

    def __init__(self, title: str, folder: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(WIDEST + 4 * MARGIN, 720)
        self.view = HelpView()
        self.view.setAccessibleName(title)
        self.view.setPlainText(_("Looking…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)  # the sheet's own line stays in sight
        column.addWidget(self.view)
        self._aside = Aside(self)
        self._aside.done.connect(self.view.show_page)
        self._aside.failed.connect(self.view.setPlainText)
        self.finished.connect(self._aside.close)
        self._aside.run(partial(read_page, folder, name))
        if parent is not None:
            parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Close:
            self.close()
        return super().eventFilter(watched, event)


def show_week(parent: QWidget) -> None:
    """The walk through the demonstration week, in the language spoken; asked again, the same window."""
    window = parent.findChild(HelpWindow)
    if window is None:
        window = HelpWindow(_("A walk through the demonstration"), resource("help"), WEEK[language()], parent)
    window.show()
    window.raise_()
    window.activateWindow()
