"""From a page's HTML to a tree, and from the tree to its paragraphs, each with the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from hubdesk.sources.text import UNWANTED

Element = Any  # lxml has no types of its own

MOST_BLOCKS: Final = 5_000
LONGEST_BLOCK: Final = 20_000  # characters
_UNSEEN: Final = frozenset(
    "script style template noscript iframe object embed svg math head title select option textarea audio "  # noqa: SIM905
    "video canvas button".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s samp small "  # noqa: SIM905
    "span strike strong sub sup time tt u var wbr img picture source".split()
)
_LABELS: Final = frozenset(("a", "time", "label", "span", "abbr"))  # styled apart: two that touch are two words
_SPACE: Final = re.compile(r"\s+")


@dataclass(slots=True)
class Block:
    """A paragraph as a reader sees it. `linked`: how many of its characters are a link's."""

    text: str
    element: Element
    linked: int = 0

    @property
    def words(self) -> int:
        """How many; in writing without spaces, as many as others would need."""
        return max(len(self.text.split()), len(self.text) // 12)

    @property
    def is_link(self) -> bool:
        return self.linked >= 0.8 * len(self.text)

    @property
    def is_heading(self) -> bool:
        return self.element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")


def parse(text: str) -> Element | None:
    """The tree of a page; None when there is none. What is nested deeper than libxml2 allows is left out."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(UNWANTED.sub("", text).encode("utf-8", "replace"), parser)


def blocks(root: Element) -> list[Block]:
    """All paragraphs below `root` in the page's order: what stands between two edges of blocks, or two line breaks."""
    found: list[Block] = []
    pieces: list[str] = []
    owners: list[Element] = [root]
    linked = depth_of_links = unseen = size = 0
    spoken = True  # whether words, not only an edge, stand right before

    def close() -> None:
        nonlocal linked, size
        text = _SPACE.sub(" ", "".join(pieces)).strip()[:LONGEST_BLOCK]
        if text and len(found) < MOST_BLOCKS:
            found.append(Block(text, owners[-1], min(linked, len(text))))
        pieces.clear()
        linked = size = 0

    def say(words: str | None) -> None:
        nonlocal linked, size
        if words and not unseen and size < 2 * LONGEST_BLOCK:
            pieces.append(words)
            size += len(words)
            linked += len(words.strip()) if depth_of_links else 0

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        edge = tag not in _INLINE
        if event == "start":
            if edge:
                close()
                owners.append(element)
            elif tag in _LABELS and pieces and not spoken:
                pieces.append(" ")
            spoken = bool(element.text)
            unseen += tag in _UNSEEN
            depth_of_links += tag == "a"
            say(element.text)
        else:
            if edge:
                close()
                owners.pop()
            unseen -= tag in _UNSEEN
            depth_of_links -= tag == "a"
            spoken = bool(element.tail)
            if element is not root:
                say(element.tail)
    close()
    return found


def text_of(element: Element) -> str:
    """An element's words on one line."""
    return " ".join(block.text for block in blocks(element))


def names(element: Element) -> Iterator[str]:
    """Its classes and its id, in small letters and cut where they are endless."""
    yield from f"{element.get('class') or ''} {element.get('id') or ''}"[:600].lower().split()


def is_within(element: Element, others: set[Element]) -> bool:
    """Whether an element is one of these, or below one."""
    return element in others or any(above in others for above in element.iterancestors())
