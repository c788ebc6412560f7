"""Turns hostile HTML into plain text and a list of links. Nothing of the markup is left."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from urllib.parse import urljoin

import nh3

CUT: Final = 32 * 1024  # characters of HTML that are looked at; nh3 takes 0.2 s for that much of the worst
MOST_LINKS: Final = 100
_LONGEST_LINK: Final = 2_000

_PARAGRAPHS: Final = frozenset(
    "p blockquote pre ul ol dl table figure h1 h2 h3 h4 h5 h6 article section header footer aside hr".split()  # noqa: SIM905
)
_LINES: Final = frozenset(
    "br div li tr dt dd address figcaption caption details summary form fieldset".split()  # noqa: SIM905
)
_APART: Final = frozenset(("td", "th"))
_TAGS: Final = _PARAGRAPHS | _LINES | _APART | {"a", "img"}
_UNSEEN: Final = frozenset(
    "script style template noscript iframe object embed svg math head title select textarea audio video".split()  # noqa: SIM905
)
_TAG: Final = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*) ?/?>')  # nh3 writes nothing else
_EMOJI: Final = re.compile(r' alt="([^"\w]{1,16})"')  # blogs draw emoji as images: their text is in there
_HREF: Final = re.compile(r' href="([^"]*)"')
_SPACE: Final = re.compile(r"[ \t\n\r\f\u00a0]+")
_AROUND_BREAK: Final = re.compile(r" *\n *")
_MANY_BREAKS: Final = re.compile(r"\n{3,}")
# Controls but tab and line feed, half surrogates, and what Unicode says is no character.
UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without markup, and the web addresses it linked to, in order and once each."""

    text: str
    links: tuple[str, ...] = ()


def plain(markup: str, cut: int = CUT, base: str = "") -> Plain:
    """The text a reader would see. Blocks become lines, paragraphs are an empty line apart; entities are read once.

    Beyond `cut` characters of markup nothing is read, and the text then ends with an ellipsis. Relative links are
    resolved against `base`; without one they are left out.
    """
    clean = nh3.clean(
        UNWANTED.sub("", markup[:cut].replace("\r", "\n").replace("\f", " ")),
        tags=_TAGS,
        clean_content_tags=_UNSEEN,
        attributes={"a": {"href"}, "img": {"alt"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    pieces: list[str] = []
    links: dict[str, None] = {}
    at = 0
    for tag in _TAG.finditer(clean):
        pieces.append(_words(clean[at : tag.start()]))
        at = tag.end()
        name = tag[2]
        if name in _PARAGRAPHS:
            pieces.append("\n\n")
        elif name in _LINES:
            pieces.append("\n")
        elif name in _APART:
            pieces.append(" ")
        elif name == "img":
            pieces.extend(_EMOJI.findall(tag[3]))
        else:
            _note_link(tag[3], base, links)
    pieces.append(_words(clean[at:]))
    text = _tidy("".join(pieces))
    return Plain(f"{text} …" if len(markup) > cut else text, tuple(links))


def plain_text(written: str, cut: int = CUT) -> str:
    """A text that was never markup: controls go, lines stay."""
    text = _tidy(UNWANTED.sub("", written[:cut].replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " "))
    return f"{text} …" if len(written) > cut else text


def one_line(markup: str, cut: int = 1_000) -> str:
    """A title or a name: its words on one line."""
    text = markup if "<" not in markup and "&" not in markup else plain(markup, 4 * cut).text
    return _SPACE.sub(" ", UNWANTED.sub("", text[: 4 * cut])).strip()[:cut]


def identifier(written: str, most: int = 1_000) -> str:
    """A name that others gave; of an endless one the end becomes its hash, since two may begin alike."""
    written = written.strip()
    if len(written) <= most:
        return written
    return written[: most - 32] + blake2b(written.encode("utf-8", "replace"), digest_size=16).hexdigest()


def web_link(address: str) -> str:
    """An http or https address, "" for anything else: it may be shown and opened."""
    stripped = address.strip()
    plain_enough = len(stripped) <= _LONGEST_LINK and not UNWANTED.search(stripped) and " " not in stripped
    return stripped if plain_enough and stripped[:8].lower().startswith(("http://", "https://")) else ""


def absolute(base: str, written: str) -> str:
    """A web address as a page at `base` writes it, "" when it is none."""
    try:
        return web_link(urljoin(base, written.strip())) if written.strip() else ""
    except ValueError:
        return ""


def _words(markup: str) -> str:
    return _SPACE.sub(" ", UNWANTED.sub("", html.unescape(markup)))


def _note_link(attributes: str, base: str, links: dict[str, None]) -> None:
    found = _HREF.search(attributes)
    if found and len(links) < MOST_LINKS:
        address = absolute(base, html.unescape(found[1]))
        if address:
            links[address] = None


def _tidy(text: str) -> str:
    return _MANY_BREAKS.sub("\n\n", _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", text))).strip()
