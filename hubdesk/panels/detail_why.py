"""Why a mention was kept, as rows for the screen: the parts of each topic's query that held, and what was absent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from hubdesk.core import About, Heard, HubdeskError, Mark, Match, Topic
from hubdesk.i18n import N_, _, number
from hubdesk.panels.detail_words import TopicReasons
from hubdesk.query.match import Reason, explain
from hubdesk.query.syntax import parse
from hubdesk.query.tree import All, Any, In, Near, Node, Not, children
from hubdesk.widgets.text import ELLIPSIS, tame
from hubdesk.widgets.why_tree import WhyRow

MOST_ROWS: Final = 40
NAMED: Final = 3  # absent parts called by name; the others are counted
_PART_LIMIT: Final = 60
NOTHING: Final = About()
_REMARK: Final = re.compile(r"<<<.*?>>>", re.DOTALL)
_WHERE: Final = {"title": N_("in the title"), "body": N_("in the text"), "comment": N_("in the comment")}


def reasons(heard: Heard, topics: tuple[Topic, ...], about: About = NOTHING) -> tuple[TopicReasons, ...]:
    """A worker's work: explain every topic that heard the mention. Never fails: at worst it names the marked words.

    `about`: what the session says of the mention.
    """
    by_id = {topic.id: topic for topic in topics}
    known = [(by_id[match.topic], match) for match in heard.matches if match.topic in by_id]
    return tuple(TopicReasons(topic, _rows(heard, topic, match, about)) for topic, match in known)


def _rows(heard: Heard, topic: Topic, match: Match, about: About) -> tuple[WhyRow, ...]:
    if heard.is_gone:
        return (WhyRow(0, None, _("The text is gone, so the words that matched are gone too.")),)
    if match.version != topic.version:
        told = _("Heard by version {old} of the query; it is at version {new} now.")
        return (WhyRow(0, None, told.format(old=match.version, new=topic.version)), *_marked(heard, match))
    try:
        query = parse(topic.query)
        reason = explain(query, heard.mention, heard.notes, about=about)
    except HubdeskError:
        return _marked(heard, match)
    if not reason.held:  # read differently than when it arrived: what was kept is the truth
        return _marked(heard, match)
    rows = list(islice(_walk(query.tree, reason, heard, 0), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        rows[MOST_ROWS:] = [WhyRow(0, None, _("and more"))]
    return tuple(rows)


def _walk(node: Node, reason: Reason, heard: Heard, depth: int) -> Iterator[WhyRow]:
    """What held, down to the words. Brackets and choices give way to what is inside them."""
    inner = list(zip(children(node), reason.children, strict=True))
    match node:
        case All():
            for child, why in inner:
                yield from _walk(child, why, heard, depth)
        case Any():
            for child, why in inner:
                if why.held:
                    yield from _walk(child, why, heard, depth)
            absent = [why.text for _child, why in inner if not why.held]
            if absent and depth == 0:
                yield WhyRow(depth, False, _("absent: {parts}").format(parts=_names(absent)))
        case Not():
            excluded = [why.text for _child, why in inner]
            if inner and isinstance(inner[0][0], Any):
                excluded = [why.text for why in inner[0][1].children]
            yield WhyRow(depth, True, _("nothing excluded: {parts}").format(parts=_names(excluded)))
        case Near() | In():
            yield WhyRow(depth, True, short(reason.text))
            for child, why in inner:
                yield from _walk(child, why, heard, depth + 1)
        case _:
            found = f" · {_quoted(heard, reason.marks[0])}" if reason.marks else ""
            yield WhyRow(depth, reason.held, short(reason.text) + found)


def _names(parts: list[str]) -> str:
    """The first few by name, the others counted."""
    more = f" +{number(len(parts) - NAMED)}" if len(parts) > NAMED else ""
    return ", ".join(map(short, parts[:NAMED])) + more


def short(text: str) -> str:
    """A part of a query on a line or two: without remarks, cut between words."""
    plain = tame(_REMARK.sub(" ", text), 4 * _PART_LIMIT)
    if len(plain) > _PART_LIMIT:
        plain = plain[:_PART_LIMIT].rsplit(" ", 1)[0] + " " + ELLIPSIS
    while plain.startswith("(") and (end := _closing(plain)) in (None, len(plain) - 1):
        plain = plain[1:end].strip()
    return plain


def _closing(text: str) -> int | None:
    """Where the bracket that opens a text is closed; None when that was cut off."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return at
    return None


def _quoted(heard: Heard, mark: Mark) -> str:
    words = tame(heard.mention.parts().get(mark.part, "")[mark.start : mark.end], _PART_LIMIT)
    where = _(_WHERE[mark.part]) if mark.part in _WHERE else tame(mark.part, _PART_LIMIT)
    return _("“{words}” {where}").format(words=words, where=where)


def _marked(heard: Heard, match: Match) -> tuple[WhyRow, ...]:
    return tuple(WhyRow(0, True, _quoted(heard, mark)) for mark in match.marks[:MOST_ROWS])
