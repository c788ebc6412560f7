"""The help's pages in a window of their own. A page shows the pictures read with it, and can fetch nothing itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from hubdesk.core import HubdeskError
from hubdesk.desk.aside import Aside
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import N_, _, language
from hubdesk.resources import resource
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import font, theme

WEEK: Final = {"fr": "fr/semaine.md", "en": "en/week.md"}
QUERIES: Final = {"fr": "fr/langage.md", "en": "en/query-language.md"}
ALERTS: Final = {"fr": "fr/alertes.md", "en": "en/alerts.md"}
SESSIONS: Final = {"fr": "fr/sessions.md", "en": "en/sessions.md"}
WALL: Final = {"fr": "fr/mur.md", "en": "en/wall.md"}
PAGES: Final = {
    "week": (N_("A walk through the demonstration"), WEEK),
    "language-help": (N_("The query language"), QUERIES),
    "alerts-help": (N_("Alerts"), ALERTS),
    "sessions-help": (N_("Sessions"), SESSIONS),
    "wall-help": (N_("The wall"), WALL),
}
FIELDS: Final = "{fields}"  # a line of a page that stands for a line about every field there is
WIDEST: Final = 800  # px of a line of text: about a hundred letters; the pictures are made for it
MARGIN: Final = 24
PICTURE: Final = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LOUD_OR_CODE: Final = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")
FRAME: Final = "```"
HEADINGS: Final = {"# ": "figure", "## ": "head"}


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
    if FIELDS in text:
        text = text.replace(FIELDS, "\n".join(field_lines()))
    pictures = {}
    for _words, named in PICTURE.findall(text):
        file = (page.parent / named).resolve()
        if ":" not in named and file.is_relative_to(root):
            picture = QImage(str(file))
            if not picture.isNull():
                pictures[named] = picture
    return HelpPage(text, pictures)


def field_lines() -> tuple[str, ...]:
    """An item for every field of the query language: its name, a sentence, and its values where it has no others."""
    from hubdesk.query.pieces import fields  # the query language, which a desk's start does not need

    lines = []
    for one in fields():
        words, values = _(one.words), ", ".join(f"`{value}`" for value in one.values)
        said = _("{words}: {values}").format(words=words, values=values) if values else words
        lines.append(f"- `{one.name}:` {said}")
    return tuple(lines)


def write_line(cursor: QTextCursor, line: str, is_framed: bool) -> None:
    """One line of a page, in the colours of the theme: framed, a heading, a picture, an item or a paragraph."""
    shape, letters = QTextBlockFormat(), QTextCharFormat()
    letters.setFont(font("small", kind="mono") if is_framed else font("body"))
    mark = next((mark for mark in HEADINGS if line.startswith(mark)), "")
    picture = PICTURE.fullmatch(line)
    if is_framed:
        shape.setBackground(theme().colour("alt"))
    elif mark:
        letters.setFont(font(HEADINGS[mark]))
        shape.setTopMargin(28 if mark == "## " else 0)
        shape.setBottomMargin(8)
    else:
        shape.setBottomMargin(10)
        if not picture:  # a picture's line would grow with it
            shape.setLineHeight(130, 1)  # per cent of the line's own height
    if line.startswith("- ") and not is_framed:
        line = "•\u2002" + line.removeprefix("- ")
        shape.setLeftMargin(MARGIN + 12)
        shape.setTextIndent(-12)
    cursor.setBlockFormat(shape)
    if picture and not is_framed:
        image = QTextImageFormat()
        image.setName(picture[2])
        image.setProperty(QTextFormat.Property.ImageAltText, picture[1])
        cursor.insertImage(image)
    elif is_framed or mark:
        cursor.insertText(line.removeprefix(mark), letters)
    else:
        write_words(cursor, line, letters)


def write_words(cursor: QTextCursor, line: str, letters: QTextCharFormat) -> None:
    """A paragraph, with **what is strong** and `what is typed`."""
    done = 0
    for found in LOUD_OR_CODE.finditer(line):
        cursor.insertText(line[done : found.start()], letters)
        other = QTextCharFormat()
        other.setFont(font("body", weight=700) if found[1] else font("small", kind="mono"))
        cursor.insertText(found[1] or found[2], other)
        done = found.end()
    cursor.insertText(line[done:], letters)


class HelpView(QTextBrowser):
    """Shows one page in a column that can be read, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = HelpPage("")
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(Qt.GlobalColor.transparent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # arrows scroll
        slim(self)

    def show_page(self, page: HelpPage) -> None:
        self._page = page
        self._write()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only what was read with the page. Never nothing: Qt would then open the file itself."""
        return self._page.pictures.get(name.toString() if isinstance(name, QUrl) else name, self._nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        side = max(0, (room - WIDEST - 2 * MARGIN) // 2)
        self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)
        self._fit_pictures()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        """What our pages use of Markdown, a line a block. All else is plain text: nothing is read as HTML."""
        place = self.verticalScrollBar().value()
        self.document().clear()
        self.document().setDocumentMargin(MARGIN)
        cursor, is_framed, is_first = QTextCursor(self.document()), False, True
        for line in self._page.text.splitlines():
            if line.startswith(FRAME):
                is_framed = not is_framed
            elif line or is_framed:
                if not is_first:
                    cursor.insertBlock()
                is_first = False
                write_line(cursor, line, is_framed)
        self._fit_pictures()
        self.verticalScrollBar().setValue(place)

    def _fit_pictures(self) -> None:
        """No picture is wider than the column; one that is narrower keeps its size."""
        column = max(1, self.viewport().width() - 2 * MARGIN)
        for name, picture in self._page.pictures.items():
            if picture.width() > column:
                picture = picture.scaledToWidth(column, Qt.TransformationMode.SmoothTransformation)
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), picture)
        self.document().markContentsDirty(0, self.document().characterCount())


class HelpWindow(Sheet):
    """One page of the help beside the desk, which stays at work. It closes with the desk."""

    def __init__(self, title: str, folder: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
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


def show_page(word: str, parent: QWidget) -> None:
    """The page that a word of the menu names."""
    title, names = PAGES[word]
    _show(parent, _(title), names[language()])


def show_alerts(parent: QWidget) -> None:
    """What alerts, how it is told, and what those outside are sent."""
    show_page("alerts-help", parent)


def _show(parent: QWidget, title: str, name: str) -> None:
    """A page in the language spoken; asked again, the same window."""
    window = next((one for one in parent.findChildren(HelpWindow) if one.name == name), None)
    if window is None:
        window = HelpWindow(title, resource("help"), name, parent)
    window.show()
    window.raise_()
    window.activateWindow()
