"""The colours of a query: each piece in its ink, an error's culprit under a wavy line, a ground behind marked words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument, QTextLayout
from PySide6.QtWidgets import QTextEdit

from hubdesk.query.signs import LONGEST, QUOTES
from hubdesk.widgets.query_edit_text import Places, Stretch, pairs
from hubdesk.widgets.theme import theme

INKS: Final = {
    "operator": "accent",
    "near": "accent",
    "not": "accent",
    "wildcard": "accent",
    "field": "tone.negative",
    "quote": "tone.positive",
    "brace": "tone.positive",
    "tag": "tone.positive",
    "number": "text2",
    "bracket": "text2",
    "comment": "text3",
}
PLAIN: Final = "text"
_STATES: Final = 0x7FFF_FFFF  # what a line's state may be
_WILD: Final = "*?"
Read = Callable[[str], Sequence[Stretch]]
_Run = tuple[int, int, str, bool]  # start, end (UTF-16), ink, whether it is the culprit


class QueryColours:
    """Dresses a document. The pieces of a text are read once, however many lines it has."""

    def __init__(self, document: QTextDocument, read: Read) -> None:
        self._document, self._read = document, read
        self.text = ""
        self.places = Places("")
        self.pieces: tuple[Stretch, ...] = ()
        self._pairs: dict[int, int] = {}

    def take(self, text: str) -> None:
        """Another text is in the document. What is beyond the longest query is not read, and has no colours."""
        self.text, self.places = text, Places(text)
        self.pieces = tuple(self._read(text[:LONGEST]))
        self._pairs = pairs(text, self.pieces)

    def pair_at(self, place: int) -> tuple[int, int] | None:
        """The bracket that a caret at this code point touches, and the one that answers it."""
        here = next((one for one in (place, place - 1) if one in self._pairs), None)
        return None if here is None else (here, self._pairs[here])

    def dress(self, culprit: tuple[int, int] | None = None) -> None:
        """Colour every line that does not wear its colours yet; `culprit`: what is wrong, in code points."""
        runs, at = self._runs(culprit), 0
        dirty: list[int] = []
        block = self._document.begin()
        while block.isValid():
            first, last = block.position(), block.position() + block.length() - 1
            worn: list[_Run] = []
            while at < len(runs) and runs[at][0] < last:
                start, end, ink, is_wrong = runs[at]
                if end > first and last > first:
                    worn.append((max(start, first) - first, min(end, last) - first, ink, is_wrong))
                if end > last:  # it goes on in the next line
                    break
                at += 1
            state = hash((theme().name, block.text(), *worn)) & _STATES
            if block.userState() != state:  # it moves with its line, as the colours do
                block.setUserState(state)
                block.layout().setFormats([_range(*run) for run in worn])
                dirty += (first, last + 1)
            block = block.next()
        if dirty:
            self._document.markContentsDirty(dirty[0], dirty[-1] - dirty[0])

    def undress(self) -> None:
        """Some line may have lost its colours: all are to be given again."""
        block = self._document.begin()
        while block.isValid():
            block.setUserState(-1)
            block = block.next()

    def marks(self, spans: Iterable[tuple[int, int]]) -> list[QTextEdit.ExtraSelection]:
        """A ground behind stretches of the text, in code points."""
        made = []
        for start, end in spans:
            mark, cursor = QTextEdit.ExtraSelection(), QTextCursor(self._document)
            cursor.setPosition(self.places.qt(start))
            cursor.setPosition(self.places.qt(end), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setBackground(theme().colour("mark"))
            look.setForeground(theme().colour("text"))
            mark.cursor, mark.format = cursor, look
            made.append(mark)
        return made

    def _runs(self, culprit: tuple[int, int] | None) -> list[_Run]:
        """Coloured stretches in order; neighbours of one ink are one, and the culprit is cut out of its pieces."""
        found: list[tuple[int, int, str]] = []
        last_end, last_ink = -1, ""
        for piece in self.pieces:
            ink = self._ink(piece)
            if piece.kind == "wildcard":  # the sign alone: its word is a word
                found += [(at, at + 1, ink) for at in range(piece.start, piece.end) if self.text[at] in _WILD]
            elif ink and piece.start == last_end and ink == last_ink:
                found[-1] = (found[-1][0], piece.end, ink)
            elif ink:
                found.append((piece.start, piece.end, ink))
            last_end, last_ink = piece.end, "" if piece.kind == "wildcard" else ink
        cut = [(start, end, ink, False) for start, end, ink in found] if culprit is None else _cut(found, *culprit)
        if not self.places.differ:
            return cut
        qt = self.places.qt
        return [(qt(start), qt(end), ink, is_wrong) for start, end, ink, is_wrong in cut]

    def _ink(self, piece: Stretch) -> str:
        if piece.kind == "value":
            return INKS["quote"] if self.text[piece.start] in QUOTES else ""
        return INKS.get(piece.kind, "")


def _cut(found: list[tuple[int, int, str]], start: int, end: int) -> list[_Run]:
    """The stretches with [start, end) as culprit; what of it has no ink of its own is plain."""
    made: list[_Run] = []
    reached = start
    for first, last, ink in found:
        if first >= end and reached < end:
            made.append((reached, end, PLAIN, True))
            reached = end
        if last <= start or first >= end:
            made.append((first, last, ink, False))
            continue
        if first < start:
            made.append((first, start, ink, False))
        if reached < first:
            made.append((reached, first, PLAIN, True))
        reached = min(last, end)
        made.append((max(first, start), reached, ink, True))
        if last > end:
            made.append((end, last, ink, False))
    if reached < end:
        made.append((reached, end, PLAIN, True))
    return made


def _range(start: int, end: int, ink: str, is_wrong: bool) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, _format(theme().name, ink, is_wrong)
    return made


@cache
def _format(theme_name: str, ink: str, is_wrong: bool) -> QTextCharFormat:
    """Of the theme in force, which has that name: a query has thousands of stretches and a dozen looks."""
    look = QTextCharFormat()
    look.setForeground(theme().colour(ink))
    if is_wrong:
        look.setFontWeight(600)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(theme().colour("text"))
    return look
