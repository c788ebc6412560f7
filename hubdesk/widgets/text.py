"""The one door for untrusted text: what other people wrote is cut, cleaned and shown as plain text, never as markup."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from hubdesk.widgets.pictures import PICTURE, PICTURES, all_drawable, drawable, named
from hubdesk.widgets.theme import font, theme

LIMIT: Final = 2_000  # code points laid out at most: one word of a million takes Qt seconds to wrap
STACKED: Final = 4  # marks kept on one letter; no script needs more, and a hundred thousand of them stop a frame
ELLIPSIS: Final = "…"
FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"

# Letters, figures and punctuation that need no care. Anything else goes through the slow way below, but for pictures
# that this machine can draw.
_LETTERS: Final = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0589\u2010-\u2027\u202f-\u205e"
    "\u20a0-\u20cf\u2100-\u25ff\u27c0-\u2aff\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uac00-\ud7a3"
)
_PLAIN: Final = re.compile(f"[{_LETTERS}]*")
_HARMLESS: Final = re.compile(f"[{_LETTERS}{PICTURES}]*")
_SHORT: Final = 80  # code points of a name or a figure, which is asked about again and again
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BREAKS: Final = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_JOINERS: Final = frozenset("\u200c\u200d")  # needed by emoji, Persian and Hindi


class Tamed(NamedTuple):
    """A text made safe to lay out, and where each of the first original code points went."""

    text: str
    places: list[int] | None  # None: nothing moved

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the original text is now; empty when it was cut off."""
        last = len(self.text)
        if self.places is None:
            return min(start, last), min(end, last)
        there = self.places
        return (there[start] if start < len(there) else last), (there[end] if end < len(there) else last)


def tame(text: str, limit: int = LIMIT, lines: bool = False) -> str:
    """The text without control and direction characters, at most `limit` long, on one line unless `lines`."""
    if len(text) <= limit and (_is_neat(text) or (lines and all(line and _is_neat(line) for line in text.split("\n")))):
        return text
    return taming(text, limit, lines).text


def taming(text: str, limit: int = LIMIT, lines: bool = False) -> Tamed:
    """As `tame`, and remembers where each code point went, so that marks can follow. Looks at 4 × limit at most."""
    if len(text) <= limit and _is_neat(text):
        return Tamed(text, None)
    window = text[: 4 * limit]
    made, places, whole = _clean(window, limit, lines)
    while made and made[-1] in " \n":
        made.pop()
    places = [min(place, len(made)) for place in places]
    if not whole or len(text) > len(window):
        made.append(ELLIPSIS)
    tamed = "".join(made)
    if _RIGHT_TO_LEFT.search(tamed):
        return Tamed(FIRST_STRONG_ISOLATE + tamed + POP_ISOLATE, [place + 1 for place in places])
    return Tamed(tamed, places)


def _is_neat(text: str) -> bool:
    """Whether nothing of it need be changed: so are nearly all names and figures, and each is asked at every paint."""
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    if text.isascii():
        return text.isprintable()
    is_plain = _is_plain(text) if len(text) <= _SHORT else _PLAIN.fullmatch(text) is not None
    return is_plain or (_HARMLESS.fullmatch(text) is not None and all_drawable(text))


@lru_cache(8_192)
def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None


def _clean(window: str, limit: int, lines: bool) -> tuple[list[str], list[int], bool]:
    """The kept characters, the place of each original one, and whether all of the window was gone through."""
    made: list[str] = []
    places: list[int] = []
    stacked, is_named = 0, False
    for char in window:
        if len(made) >= limit:
            return made, places, False
        places.append(len(made))
        if char in _BREAKS or char == "\t" or (char.isspace() and char not in "\u00a0\u202f\u2007\u3000"):
            _space(made, "\n" if lines and char in _BREAKS else " ")
            continue
        category = unicodedata.category(char)
        if category in ("Mn", "Me") or char in _JOINERS:
            stacked += 1
            if stacked > STACKED or not made or (char in _JOINERS and is_named):
                continue
        else:
            stacked = 0
        if category == "Cs":
            char = "\ufffd"
        elif category in ("Cc", "Cf") and char not in _JOINERS:
            continue
        is_named = PICTURE.match(char) is not None and not drawable(char)
        piece = named(char) if is_named else char
        if len(made) + len(piece) > limit:
            return made, places, False
        made.extend(piece)
    return made, places, True


def _space(made: list[str], space: str) -> None:
    """One space between words, one empty line between paragraphs, none at the start."""
    if not made:
        return
    if space == "\n":
        while made and made[-1] == " ":
            made.pop()
        if made[-2:] != ["\n", "\n"]:
            made.append(space)
    elif made[-1] not in " \n":
        made.append(space)


def utf16(text: str, place: int) -> int:
    """Qt counts in UTF-16: where the code point `place` is for a QTextLayout."""
    if text.isascii():
        return place
    return place + sum(1 for char in text[:place] if char > "\uffff")


def show_plain(label: QLabel, text: str, limit: int = LIMIT, lines: bool = False) -> None:
    """Put text that others wrote on a label, as plain text."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(tame(text, limit, lines))


class PlainLabel(QLabel):
    """A label that never reads markup, in a font and an ink of the look; follows the theme.

    One long word is wrapped nowhere by QLabel and would push its dock wide, so it may always be narrowed.
    """

    def __init__(
        self, text: str = "", role: str = "body", ink: str = "text", wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._role, self._token = role, ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setOpenExternalLinks(False)
        self.setWordWrap(wrap)
        self.setMinimumWidth(1)
        self.setFont(font(role))
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # else a ground of another role changes the ink
        self._ink()
        show_plain(self, text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._ink()

    def _ink(self) -> None:
        colour, palette = theme().colour(self._token), self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != colour:  # else it would call itself for ever
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)


def plain_label(text: str = "", role: str = "body", ink: str = "text", wrap: bool = False) -> PlainLabel:
    """A label for text that others wrote."""
    return PlainLabel(text, role, ink, wrap)
