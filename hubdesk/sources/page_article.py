"""Reads an article's page: which words are the article's, which are comments, and which only stand beside it.

Runs in the parser's process. trafilatura says which paragraphs are the article's; before it, what plainly stands beside
is taken out (page_beside.py), and after it, what says by its words that it is none (page_lines.py). tests/benchmarks/
extraction.py measures what each part is worth.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from hubdesk.sources.page_answer import Article
from hubdesk.sources.page_beside import beside, is_about_article, is_announcement
from hubdesk.sources.page_comments import declared_comments, take_comments
from hubdesk.sources.page_facts import Facts, dated, facts, title_element
from hubdesk.sources.page_lines import credits_at_end, is_beside, repeated
from hubdesk.sources.page_tree import Block, Element, blocks, is_within, names, parse, text_of
from hubdesk.sources.text import one_line

MOST_BODY: Final = 100_000  # characters
MOST_TEASER: Final = 20_000
_ENTRIES: Final = 3  # announcements with nothing of its own before them make a page a list
_OWN_WORDS: Final = 12
_LEAST: Final = 8  # words of an article
_LEAST_WITH_DOOR: Final = 60  # ... on a page that asks for a password
_SURE: Final = 5  # words of a paragraph that is found within a longer line of the library's
_LABEL: Final = 3
_ENDS: Final = tuple('.!?…»”")')
_LEADS: Final = re.compile(
    r"(?:^|[-_])(?:chap[oô]|lead|intro\w*|stand-?first|accroche|sous-?titre|desc\w*|summary)(?:$|[-_])"
)
_LISTED: Final = ("li", "td", "th", "dt", "dd")
_LEAD: Final = 8  # words of a paragraph right under the title that is an article's first
_LEAD_LISTED: Final = 4  # ... of an entry in a list of its points


def read_article(text: str, url: str) -> Article | None:
    """The article on a page that was fetched from `url`; None when the page lists several, or holds none."""
    root = parse(text)
    if root is None:
        return None
    head = facts(root, url)
    title = title_element(root, head.title)
    named = one_line(text_of(title)) if title is not None else head.title
    comments, items, areas = take_comments(root, title)
    page = [block for block in blocks(root) if not is_within(block.element, items)]
    aside = beside(root, title, page, url) | areas
    inside = [block for block in page if not is_within(block.element, aside)]
    if head.lists or _is_front(url, head) or _is_list(inside, title, url):
        return None
    apart = aside | items
    elsewhere = {one for one in apart if not is_about_article(one)}
    times = (one for one in root.iter("time", "meta", "abbr") if not is_within(one, elsewhere))
    published_at = head.published_at or dated(times)
    has_door = any((one.get("type") or "").lower() == "password" for one in root.iter("input"))
    body = _body(root, inside, apart, page, title)
    if sum(block.words for block in body) < (_LEAST_WITH_DOOR if has_door else _LEAST):
        return None
    return Article(
        title=named,
        body="\n\n".join(block.text for block in body)[:MOST_BODY],
        teaser=_teaser(page, body, named),
        comments=comments or declared_comments(head.said),
        published_at=published_at,
        language=head.language,
        author=head.author,
        url=head.url,
    )


def _is_front(url: str, head: Facts) -> bool:
    """A site's own address is its front page, unless the page says otherwise."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not head.said


def _is_list(inside: Sequence[Block], title: Element | None, url: str) -> bool:
    """Whether a page announces several articles and says little of its own before."""
    entries = [
        place for place, block in enumerate(inside) if is_announcement(block, url) and block.element is not title
    ]
    if len(entries) < _ENTRIES:
        return False
    own = [block.words for block in inside[: entries[0]] if not block.is_link and not block.is_heading]
    return max(own, default=0) < _OWN_WORDS


def _body(
    root: Element, inside: Sequence[Block], apart: set[Element], page: Sequence[Block], title: Element | None
) -> list[Block]:
    """The article's paragraphs. Takes what stands apart out of the tree for good."""
    own = [block for block in inside if title is None or not is_within(block.element, {title})]
    start = _start(inside, title)
    said = _library(root, apart)
    chosen = {place for place, block in enumerate(own) if said.holds(block) and (place >= start or block.words >= 25)}
    if not chosen:
        chosen = {place for place, block in enumerate(own) if place >= start and not block.is_link and block.words >= 3}
    chosen |= _left_out(own, chosen, start, title)
    body = [own[place] for place in sorted(chosen) if not is_beside(own[place]) and not _is_link_alone(own[place])]
    while body and _is_hanging(body[-1]):
        body.pop()
    gone = repeated(body, page)
    body = [block for place, block in enumerate(body) if place not in gone]
    gone = credits_at_end(body)
    return [block for place, block in enumerate(body) if place not in gone]


def _start(inside: Sequence[Block], title: Element | None) -> int:
    """The place, among paragraphs without the title, of the first one under it."""
    if title is None:
        return 0
    return next((place for place, block in enumerate(inside) if is_within(block.element, {title})), 0)


def _left_out(own: Sequence[Block], chosen: set[int], start: int, title: Element | None) -> set[int]:
    """What the library passed over: paragraphs beside the article's own in the same element, and its first lines.

    Anything else between them may be a gallery's captions or a film's headlines.
    """
    if not chosen:
        return set()
    first, last = min(chosen), max(chosen)
    beds = {own[place].element.getparent() for place in chosen}
    top = set() if title is None else {title.getparent(), title.getparent().getparent()}
    added: set[int] = set()
    for place in range(start, len(own)):
        block = own[place]
        if place > last and (block.is_link or not _lies_in(block, beds)):
            break
        led = (
            place < first
            and _may_lead(block)
            and (_lies_in(block, top) or any(map(_LEADS.search, names(block.element))))
        )
        if not block.is_link and (led or (_lies_in(block, beds) and (place > first or _may_lead(block)))):
            added.add(place)
    return added


def _lies_in(block: Block, beds: set[Element]) -> bool:
    """Whether a paragraph, or the list or table that it is of, stands right in one of these elements."""
    above = block.element.getparent()
    if block.element.tag in _LISTED and above is not None:
        rows = above.getparent() if above.tag == "tr" else above
        return rows in beds or (rows is not None and rows.getparent() in beds)
    return above in beds


def _may_lead(block: Block) -> bool:
    return block.words >= (_LEAD if block.element.tag != "li" else _LEAD_LISTED)


def _is_link_alone(block: Block) -> bool:
    """A paragraph that is one link leads elsewhere; an article's own lists and tables may have names for links."""
    return block.is_link and (block.words >= _SURE or block.element.tag not in _LISTED)


def _is_hanging(block: Block) -> bool:
    """A heading or a label with nothing under it announces what is not there any more."""
    label = block.words <= _LABEL and not block.text.endswith(_ENDS) and block.element.tag not in _LISTED[:1]
    return block.is_heading or label


class _Said:
    """What the library takes for the article."""

    def __init__(self, text: str) -> None:
        self._lines = {_plain(line) for line in text.split("\n")}
        self._whole = _plain(text)

    def holds(self, block: Block) -> bool:
        written = _plain(block.text)
        return written in self._lines or (block.words >= _SURE and written in self._whole)


def _library(root: Element, apart: set[Element]) -> _Said:
    from trafilatura.core import bare_extraction  # 0.1 s, in the process that needs it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for element in apart:
        _take_out(element)
    found = bare_extraction(
        etree.tostring(root, encoding="unicode", method="html"), include_comments=False, include_formatting=False
    )
    return _Said(str(getattr(found, "text", "") or ""))


def _take_out(element: Element) -> None:
    """Remove an element and leave the words that follow it where they are."""
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)


def _plain(text: str) -> str:
    """Letters and digits only: libraries change spaces, quotes and bullets."""
    return "".join(char for char in text if char.isalnum())


def _teaser(page: Sequence[Block], body: Sequence[Block], title: str) -> str:
    """Everything else on the page, a paragraph a line and once each."""
    own = {block.text for block in body} | {title}
    lines = dict.fromkeys(block.text for block in page if block.text not in own)
    return "\n".join(lines)[:MOST_TEASER]
