"""A mention with the words marked that answer a search, beside those that its topics heard."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from hubdesk.core import About, Heard, Match
from hubdesk.query.match import test
from hubdesk.query.tree import Query

SEARCH: Final = 0  # stands where a topic's id does, for the words that answered the search: no topic has it


_LONGEST_KEPT: Final = 10_000  # code points of a mention whose marks are remembered


def with_marks(heard: Heard, query: Query, about: About) -> Heard:
    """`about`: what the session says of the mention. The same again is the same value again, and looked for once."""
    is_short = len(heard.mention.text) + len(heard.mention.raw) <= _LONGEST_KEPT
    return (_with_marks if is_short else _with_marks.__wrapped__)(heard, query, about)


@lru_cache(maxsize=512)
def _with_marks(heard: Heard, query: Query, about: About) -> Heard:
    marks = test(query, heard.mention, heard.notes, about=about)
    return replace(heard, matches=(*heard.matches, Match(SEARCH, 0, marks))) if marks else heard
