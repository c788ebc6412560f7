"""Emoji on a machine that has no font for them: named, as :fire:, where Qt would draw an empty box."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QGuiApplication, QTextLayout

from hubdesk.widgets.theme import font

PICTURES: Final = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
PICTURE: Final = re.compile(f"[{PICTURES}]")
_NAMED: Final = re.compile(r"(?=:([a-z0-9](?:[a-z0-9 \-]*[a-z0-9])?):)")  # one name's end may begin the next
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)


def all_drawable(text: str) -> bool:
    """Whether this machine's fonts have every picture of the text."""
    return PICTURE.search(text) is None or all(drawable(char) for char in set(PICTURE.findall(text)))


def drawable(char: str) -> bool:
    """Whether some font of this machine has the character; yes where nothing is drawn."""
    return QGuiApplication.instance() is None or _has_glyph(char)


@lru_cache(4096)
def _has_glyph(char: str) -> bool:
    layout = QTextLayout(char, font("body"))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes())


@lru_cache(4096)
def named(char: str) -> str:
    """A picture in words: `:fire:`; a flag by its letters; a tone of skin by nothing, since its picture was named."""
    code = ord(char)
    if code in _FLAG_LETTERS:
        return chr(ord("A") + code - _FLAG_LETTERS.start)
    return "" if code in _SKIN_TONES else f":{unicodedata.name(char, 'emoji').lower()}:"


def named_in(text: str) -> list[tuple[int, int]]:
    """Where pictures stand in words, as `named` puts them there; other words between two colons are none."""
    return [(one.start(), one.end(1) + 1) for one in _NAMED.finditer(text) if _is_picture(one[1])]


def _is_picture(words: str) -> bool:
    try:
        return PICTURE.match(unicodedata.lookup(words)) is not None
    except KeyError:
        return False
