"""Reads what a page of a brand's own says of its services: its paragraphs, and the notices across it.

Runs in the parser's process. Menus, past incidents, notices about cookies and what the page hides are left out. A
status page may also be JSON, as those of the common hosts are: then its sentences are what its incidents say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from hubdesk.sources.page_answer import Notices
from hubdesk.sources.page_lines import is_beside
from hubdesk.sources.page_tree import Block, Element, blocks, is_within, names, parse, text_of
from hubdesk.sources.text import one_line

MOST_LINES: Final = 400
MOST_BANNERS: Final = 20
LONGEST: Final = 600  # characters of a paragraph or a notice
_DEEPEST: Final = 8  # levels of JSON
_ROLES: Final = frozenset(("alert", "alertdialog", "status"))
_NAMED: Final = re.compile(
    r"(?:^|[-_])(?:banner|bandeau|alert[es]?|notices?|notifications?|incidents?|perturbations?)(?:$|[-_])"
)
_MENUS: Final = frozenset(("nav", "footer", "form", "aside"))
_COOKIES: Final = re.compile(r"\bcookies?\b|\btraceurs?\b|\bconsent", re.IGNORECASE)
_PAST: Final = re.compile(
    r"^\W*(?:past incidents?|incident history|previous incidents?|incidents? pass[ée]s?|historique\b.*|"
    r"incidents? (?:r[ée]solus?|pr[ée]c[ée]dents?|termin[ée]s?)|archives?)\W*$",
    re.IGNORECASE,
)
_SENTENCES: Final = frozenset(("name", "title", "body", "description", "message", "details"))  # keys of JSON


def read_notices(text: str) -> Notices | None:
    """What a page says; None where nothing can be read, as on a page that a script would have to write."""
    if text[:1] in ("{", "["):
        said = tuple(_sentences(text))
        return Notices(said, said) if said else None
    root = parse(text)
    if root is None:
        return None
    hidden = {one for one in root.iter() if _is_hidden(one)}
    menus = set(root.iter(*_MENUS))
    page = [one for one in blocks(root) if not is_within(one.element, hidden)]
    if not page:
        return None
    lines = tuple(_lines([one for one in page if not is_within(one.element, menus)]))
    return Notices(lines, tuple(_banners(root, hidden)))


def _lines(page: list[Block]) -> Iterator[str]:
    """Paragraphs down to the heading of what is past, each once."""
    seen: set[str] = set()
    for block in page:
        text = one_line(block.text, LONGEST)
        if _PAST.match(text) and len(text) < 60:
            return
        if text and text not in seen and not is_beside(block) and not _COOKIES.search(text):
            seen.add(text)
            yield text
            if len(seen) >= MOST_LINES:
                return


def _banners(root: Element, hidden: set[Element]) -> Iterator[str]:
    """Notices, the outermost of those that lie within each other, each once."""
    found: set[Element] = set()
    seen: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("body", "html") or not _is_notice(element):
            continue
        if is_within(element, hidden) or is_within(element, found):
            continue
        found.add(element)
        text = one_line(text_of(element), LONGEST)
        if text and text not in seen and not _COOKIES.search(text):
            seen.add(text)
            yield text
            if len(seen) >= MOST_BANNERS:
                return


def _is_notice(element: Element) -> bool:
    role = (element.get("role") or "").strip().lower()
    return role in _ROLES or any(_NAMED.search(name) for name in names(element))


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "")[:600].replace(" ", "").lower()
    is_said = element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true"
    return is_said or "display:none" in style or "visibility:hidden" in style


def _sentences(text: str) -> Iterator[str]:
    """What the incidents of a status page's JSON say, each once; nothing of what is broken."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return
    seen: set[str] = set()
    for said in _strings(told, "", 0):
        line = one_line(said, LONGEST)
        if line and line not in seen:
            seen.add(line)
            yield line
            if len(seen) >= MOST_LINES:
                return


def _strings(told: Any, key: str, deep: int) -> Iterator[str]:
    if isinstance(told, str):
        if key in _SENTENCES:
            yield told
    elif deep < _DEEPEST and isinstance(told, dict):
        if told.get("resolved_at") or told.get("status") in ("resolved", "postmortem", "completed"):
            return
        for name, value in told.items():
            yield from _strings(value, str(name), deep + 1)
    elif deep < _DEEPEST and isinstance(told, list):
        for value in told:
            yield from _strings(value, key, deep + 1)
