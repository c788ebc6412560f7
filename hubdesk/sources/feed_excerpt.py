"""Whether a feed brings a whole article or only its beginning, and whether pictures or sound come with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_LONG: Final = 3_000  # characters that nobody writes as a summary
_TAIL: Final = 400
_APPEARED: Final = re.compile(
    r"\s*(?:the post|l['’]article|cet article)\b.{0,300}\b(?:appeared first on|est apparu en premier sur)\b.{0,200}$",
    re.IGNORECASE | re.DOTALL,
)
_CUT: Final = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.{3})\]|\(more…\)|(?:lire|voir) (?:la suite|plus|l['’]article)\b.{0,80}|"
    r"(?:read|continue) (?:more|reading|the rest)\b.{0,80})\W*$",
    re.IGNORECASE | re.DOTALL,
)
_SEEN_OR_HEARD: Final = re.compile(r"^(?:image|audio|video)(?:/|$)", re.IGNORECASE)
_FILES: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|mp3|m4a|ogg|mp4|webm|mov|m3u8)(?:[?#]|$)", re.IGNORECASE)


def is_whole(text: str, has_body: bool) -> bool:
    """`has_body`: the feed gave it in the element that is for whole articles. An ending that says so is a cut's."""
    end = _APPEARED.sub("", text[-_TAIL:])
    return bool(text.strip()) and (has_body or len(text) >= _LONG) and not _CUT.search(end)


def is_media(kind: str, address: str) -> bool:
    """Whether a file is a picture, sound or film, by its type, else by its name."""
    return bool(_SEEN_OR_HEARD.match(kind) if kind else _FILES.search(address))


def has_media(files: Iterable[tuple[str, str]]) -> bool | None:
    """Of an entry's files, as type and address. A feed that names none does not say that there is none."""
    return True if any(is_media(kind, address) for kind, address in files) else None
