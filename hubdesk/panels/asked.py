"""The query that finds the mentions behind a figure of tone, theme or brand; "" where no query can say it."""

from __future__ import annotations

import re
from typing import Final

from hubdesk.query.any_kind import ANY
from hubdesk.query.fields import ANY_THEME, ANY_TONE, THEMES, TONES, plain_name

_PLAIN: Final = re.compile(r"[\w&.+' -]+")
UNREAD: Final = "unread"
LONGEST: Final = 200  # code points of a brand's name: a query has its limit


def of_tone(tone: str) -> str:
    """`tone` as in Notes; UNREAD for what has no tone, read or not."""
    return f"{ANY} -{ANY_TONE}" if tone == UNREAD else f"tone:{tone}"


def of_brand(brand: str, tone: str = "") -> str:
    """What names a brand; with that tone towards it, UNREAD for none that was told."""
    if len(brand) > LONGEST:
        return ""
    name = brand if _PLAIN.fullmatch(brand) else plain_name(brand)
    if not plain_name(name):
        return ""
    if tone == UNREAD:
        return " ".join((f'target:"{name}"', *(f'-target:"{name}={one}"' for one in TONES)))
    return f'target:"{name}={tone}"' if tone else f'target:"{name}"'


def of_theme(code: str, tone: str = "") -> str:
    """A theme's mentions, with that tone, UNREAD for none; of code "": what has no theme. Of a theme that the query
    language does not know, and so may be anywhere: nothing."""
    if code and code not in THEMES:
        return ""
    about = f"theme:{code}" if code else f"{ANY} -{ANY_THEME}"
    if not tone:
        return about
    return f"{about} -{ANY_TONE}" if tone == UNREAD else f"{about} tone:{tone}"
