"""The comments under an article: each with its author, and with its instant where the page has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from hubdesk.sources.feed_dates import instant
from hubdesk.sources.page_answer import PageComment
from hubdesk.sources.page_tree import Element, blocks, is_within, names, text_of
from hubdesk.sources.text import one_line, plain_text

MOST_COMMENTS: Final = 500
_LONGEST: Final = 20_000  # characters of one comment
_ITEM: Final = re.compile(
    r"^(?!(?:add|leave|write|new|no|submit|view|show|hide|last|latest|recent|load|your|all|top|has)[-_])"
    r"(?:[a-z]{1,12}[-_]{1,2})?(?:comment|commentaire|reaction|avis)"
    r"(?:[-_]{0,2}(?:item|entry|wrapper|wrap|container|block|card|row|box|node))?$"
)
_ITEM_ID: Final = re.compile(r"^(?:[a-z]{1,12}[-_])?(?:comment|commentaire|reaction|reply|isso|disqus)[-_]?\d+$")
_AREA: Final = re.compile(
    r"^(?:comments?|commentaires?|reactions?|discussions?|disqus_thread|isso-thread|respond|"
    r"(?:[a-z]{1,12}[-_]{1,2})?(?:comments?|commentaires?)[-_]{0,2}"
    r"(?:area|list|section|block|wrapper|zone|container|thread|form|title|count|header))$"
)
_TEXT: Final = re.compile(
    r"(?:^|[-_])(?:text|texte|content|contenu|message|msg|body|corps|comment-(?:text|content|body|message))$"
)
_AUTHOR: Final = re.compile(r"(?:^|[-_])(?:fn|author|auteur|pseudo|user-?name|nick(?:name)?|utilisateur|name|nom)$")
_CHROME: Final = re.compile(
    r"^\W*(?:r[ée]pondre|reply|signaler|report|j['’]aime|like|citer|quote|"
    r"partager|share|permalien|permalink|"
    r"modifier|edit|"
    r"\d+|(?:il y a|hace|vor) .{1,20}|.{1,20} ago|.{1,40} (?:dit|a dit|says|said)\s?[:…]?|"
    r"(?:post[ée]|publi[ée]|le|on|at|[aà])\b.{0,40}\d.{0,20})\W*$",
    re.IGNORECASE,
)
_SAYS: Final = re.compile(r"\s+(?:a dit|dit|says|said)\b[\s:…]*$", re.IGNORECASE)


def take_comments(root: Element, title: Element | None) -> tuple[tuple[PageComment, ...], set[Element], set[Element]]:
    """The comments in the page's order, the elements that hold them, and those that belong to commenting."""
    spine = set(title.iterancestors()) | {title} if title is not None else set()
    items = [one for one in root.iter() if one not in spine and _is_item(one)]
    areas = {one for one in root.iter() if one not in spine and any(_AREA.match(name) for name in names(one))}
    if title is None or len(items) == 1:
        items = [one for one in items if _is_sure(one) or is_within(one, areas)]
    held = set(items)
    found = [made for one in items[:MOST_COMMENTS] if (made := _comment(one, held)) is not None]
    pairs = [one for one in root.iter("dl") if any("comment" in name for name in names(one)) and one not in spine]
    for pair in pairs:
        found.extend(_in_pairs(pair))
    return tuple(found), held | set(pairs), areas


def declared_comments(said: dict[str, Any]) -> tuple[PageComment, ...]:
    """Those that the article's own record lists, for pages that draw them later."""
    listed = said.get("comment")
    found = []
    for one in listed[:MOST_COMMENTS] if isinstance(listed, list) else []:
        text = one.get("text") if isinstance(one, dict) else None
        if isinstance(text, str) and text.strip():
            author, name = one.get("author"), one.get("@id")
            author = author.get("name") if isinstance(author, dict) else author
            at = one.get("dateCreated") or one.get("datePublished")
            found.append(
                PageComment(
                    author=one_line(author, 200) if isinstance(author, str) else "",
                    text=plain_text(text, _LONGEST),
                    published_at=instant(at) if isinstance(at, str) else None,
                    id=one_line(name, 200) if isinstance(name, str) else "",
                )
            )
    return tuple(found)


def _is_sure(element: Element) -> bool:
    named = element.get("itemprop") == "comment" or (element.get("itemtype") or "").endswith("/Comment")
    return named or bool(_ITEM_ID.match((element.get("id") or "").lower()))


def _is_item(element: Element) -> bool:
    if element.tag in ("body", "html", "a", "span", "form", "ul", "ol", "dl", "dt", "dd", "svg", "button", "input"):
        return False
    return _is_sure(element) or any(_ITEM.match(name) for name in names(element))


def _comment(item: Element, items: set[Element]) -> PageComment | None:
    own = list(_own(item, items))
    people = [one for one in own if _is_author(one) and text_of(one)]
    author = min(people, key=_length, default=None)
    named = one_line(_SAYS.sub("", text_of(author)), 200) if author is not None else ""
    body = next((one for one in own if one.get("itemprop") in ("text", "description") and text_of(one)), None)
    if body is None:
        texts = (one for one in own if any(_TEXT.search(name) for name in names(one)))
        body = next((one for one in texts if author not in one.iter() and _words(one, item, items)), None)
    if body is not None:
        lines = _words(body, item, items)
    else:
        lines = [text_of(one) for one in own if one.tag == "p" and one not in people] or _words(item, item, items)
    words = (line.removeprefix(named).strip() if author is not None else line for line in lines)
    text = "\n".join(line for line in words if line and not _CHROME.match(line))
    if not text:
        return None
    return PageComment(named, plain_text(text, _LONGEST), _at(own), _id(item))


def _own(item: Element, items: set[Element]) -> Iterator[Element]:
    """The elements of a comment, without those of the answers nested in it."""
    waiting = list(reversed(item))
    while waiting:
        one = waiting.pop()
        if one not in items and isinstance(one.tag, str):
            yield one
            waiting.extend(reversed(one))


def _words(element: Element, item: Element, items: set[Element]) -> list[str]:
    """The paragraphs of a comment within one of its elements, without those of answers and of links to press."""
    return [block.text for block in blocks(element) if not block.is_link and _nearest(block.element, items) is item]


def _nearest(element: Element, items: set[Element]) -> Element | None:
    if element in items:
        return element
    return next((above for above in element.iterancestors() if above in items), None)


def _length(element: Element) -> int:
    return len(text_of(element))


def _is_author(element: Element) -> bool:
    if element.get("itemprop") in ("author", "creator"):
        return True
    return any(_AUTHOR.search(name) for name in names(element)) and not element.get("datetime")


def _at(own: list[Element]) -> int | None:
    for one in own:
        at = instant(
            one.get("datetime") or (one.get("content") if "date" in (one.get("itemprop") or "").lower() else "")
        )
        if at is not None:
            return at
    return None


def _id(item: Element) -> str:
    return one_line(item.get("id") or item.get("data-id") or item.get("data-comment-id") or "", 200)


def _in_pairs(listed: Element) -> Iterator[PageComment]:
    """A list of terms: who wrote, then what (Blogger's old pages)."""
    author, name = "", ""
    for one in listed:
        marked = " ".join(names(one))
        if one.tag == "dt":
            author, name = one_line(_SAYS.sub("", text_of(one)), 200), one.get("id") or ""
        elif one.tag == "dd" and "footer" not in marked and text_of(one):
            yield PageComment(author, plain_text(text_of(one), _LONGEST), None, one_line(name, 200))
