"""Which column of an export is what: the common suites' names, plain names in French and English, or a mapping file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.toml_file import read_toml

# In the order of preference: a snippet is never the text where the full text has a column.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": (
        "id", "native_id", "resource id", "mention id", "tweet id", "post id", "document id", "external_id", "guid",
        "identifiant", "uid",
    ),
    "text": (
        "text", "full text", "content", "texte", "message", "body", "contenu", "mention content", "tweet",
        "post text", "comment", "commentaire", "review", "avis", "hit sentence", "opening text", "snippet",
        "content_snippet", "mention snippet", "extrait",
    ),
    "title": ("title", "titre", "headline", "title_snippet"),
    "date": (
        "published_at", "date", "published", "publication date", "date published", "created_at", "created at",
        "posted at", "date de publication", "publie le", "date et heure", "date utc", "timestamp", "datetime",
    ),
    "handle": (
        "author.handle", "author", "auteur", "handle", "username", "user name", "screen name", "author_name",
        "extra_author_attributes.short_name", "influencer", "pseudo", "compte",
    ),
    "name": ("author.name", "full name", "author name", "extra_author_attributes.name", "nom", "display name", "name"),
    "followers": (
        "author.followers", "followers", "abonnes", "twitter followers", "x followers", "author followers",
        "extra_author_attributes.followers", "nombre d'abonnes",
    ),
    "url": ("url", "link", "lien", "permalink", "adresse", "original url"),
    "network": ("network", "reseau", "page type", "content source name", "platform", "plateforme", "source_type"),
    "kind": ("kind", "type", "engagement type", "nature"),
    "language": ("language", "langue", "lang"),
    "reach": ("reach", "portee", "reach (new)", "impact reach"),
    "rating": (
        "rating", "star rating", "stars", "review rating", "score rating", "etoiles", "nombre d'etoiles", "note",
        "note sur 5",
    ),
    "media": (
        "media", "media urls", "media url", "media type", "image urls", "image url", "images", "images.url", "image",
        "photo url", "video url", "videos.url", "attachments", "medias", "pieces jointes", "has media", "has_media",
    ),
    "parent": ("parent_id", "parent", "in reply to", "thread id"),
}  # fmt: skip
MOST_STARS: Final = 100.0
_STARS: Final = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:(?:/|sur|out of)\s*(\d{1,3})|(?:stars?|étoiles?))?", re.IGNORECASE | re.ASCII
)
_YES: Final = frozenset(("true", "yes", "oui", "1", "vrai"))
_NO: Final = frozenset(("false", "no", "non", "0", "faux", "none", "aucun", "text", "texte"))
_SETTINGS: Final = {"zone": str, "day_first": bool, "network": str, "kind": str, "encoding": str}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file (or nobody) says: our field to the export's column, and settings for the whole file."""

    columns: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


def load_mapping(path: Path) -> Mapping:
    """Read map.toml: a table [columns] (text = "Contenu"), and zone, day_first, network, kind, encoding."""
    _text, declared = read_toml(path)
    columns = declared.pop("columns", {})
    if not isinstance(columns, dict):
        raise HubdeskError(_("{path}: columns must be a table: write [columns]").format(path=path))
    for key, value in columns.items():
        if key not in NAMES or not isinstance(value, str):
            raise HubdeskError(
                _("{path}, [columns] {key}: unknown field; there are: {keys}").format(
                    path=path, key=key, keys=", ".join(NAMES)
                )
            )
    for key, value in declared.items():
        if key not in _SETTINGS or not isinstance(value, _SETTINGS[key]):
            raise HubdeskError(
                _("{path}, {key}: unknown setting; there are: {keys}").format(
                    path=path, key=key, keys=", ".join(_SETTINGS)
                )
            )
    zone = declared.get("zone", "UTC")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise HubdeskError(
            _("{path}, zone: “{zone}” is no time zone; write one such as Europe/Paris").format(path=path, zone=zone)
        ) from None
    return Mapping(dict(columns), dict(declared))


def choose(header: Sequence[str], mapping: Mapping, where: str) -> dict[str, str]:
    """Our field to the export's own column name. HubdeskError when there is no text or no date to be found."""
    known = {_folded(name): name for name in reversed(header)}
    chosen: dict[str, str] = {}
    for ours, names in NAMES.items():
        if ours in mapping.columns:
            wanted = mapping.columns[ours]
            if not wanted:  # the export has such a column, and it means something else
                continue
            if _folded(wanted) not in known:
                raise HubdeskError(
                    _("{where}: there is no column “{column}”; there are: {columns}").format(
                        where=where, column=wanted, columns=", ".join(header)
                    )
                )
            chosen[ours] = known[_folded(wanted)]
            continue
        found = next((known[name] for name in names if name in known), None)
        if found is not None and found not in chosen.values():
            chosen[ours] = found
    for ours in ("text", "date"):
        if ours not in chosen:
            raise HubdeskError(
                _(
                    "{where}: no column for the {field} was recognised among: {columns}. "
                    'Name it in a mapping file: [columns] {field} = "..."'
                ).format(where=where, field=ours, columns=", ".join(header[:30]))
            )
    return chosen


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a line of cells names a text and a date: exports put lines of their own above it."""
    folded = {_folded(cell) for cell in cells}
    return any(name in folded for name in NAMES["text"]) and any(name in folded for name in NAMES["date"])


def whole_number(cell: str) -> int | None:
    """`1250`, `1 250` with any space, `1,250`; anything else, such as `12,5 k`, is None."""
    text = re.sub(r"\s", "", cell)
    if re.fullmatch(r"\d{1,3}([,.]\d{3})+", text):
        text = re.sub(r"[,.]", "", text)
    return int(text) if re.fullmatch(r"\d{1,15}", text, re.ASCII) else None


def stars(cell: str) -> float | None:
    """A rating as its network counts it: `4`, `4,5`, `4.5/5`, `4 étoiles`, `★★★★☆`; anything else is None."""
    text = cell.strip().lower()
    if text and not text.strip("★☆⭐️ "):
        return float(sum(text.count(one) for one in "★⭐")) if "★" in text or "⭐" in text else None
    found = _STARS.fullmatch(text)
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    return value if value <= (float(found[2]) if found[2] else MOST_STARS) else None


def has_media(cell: str) -> bool | None:
    """Whether a cell says that pictures, sound or films came with a post; None when it is empty or says neither."""
    text = cell.strip().lower()
    if text in _NO:
        return False
    named = any(word in text for word in ("image", "photo", "picture", "video", "vidéo", "gif", "audio"))
    return True if text in _YES or named or text.startswith(("http://", "https://", "//")) else None


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.strip().lstrip("\ufeff").replace("’", "'")).lower()
    return "".join(c for c in folded if not unicodedata.combining(c))
