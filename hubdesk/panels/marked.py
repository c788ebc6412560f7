"""A mention with the words marked that answer a search, beside those that its topics heard."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hubdesk.core import About, Heard, Match
from hubdesk.query.match import test
from hubdesk.query.tree import Query

SEARCH: Final = 0  # stands where a topic's id does, for the words that answered the search: no topic has it


def with_marks(heard: Heard, query: Query, about: About) -> Heard:
    """`about`: what the session says of the mention."""
    marks = test(query, heard.mention, heard.notes, about=about)
    return replace(heard, matches=(*heard.matches, Match(SEARCH, 0, marks))) if marks else heard
