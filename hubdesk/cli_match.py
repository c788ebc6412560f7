"""The verb `match`: mentions in as JSON lines, those that a query matches out, one at a time and as they come."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from hubdesk.cli_lines import Told, lines, read
from hubdesk.cli_words import answer, say
from hubdesk.core import HubdeskError
from hubdesk.enrich.pipeline import VERSIONS, enrich
from hubdesk.i18n import _
from hubdesk.query.fields import needs_session
from hubdesk.query.match import explain, test
from hubdesk.query.syntax import Query, parse
from hubdesk.query.tree import Field, QueryError, walk
from hubdesk.reports.reason_json import reason_json

_READ: Final = ("tone", "theme", "place", "target")  # what a reader of texts must have found


def match(arguments: argparse.Namespace) -> int:
    """`hubdesk match QUERY`: 2 when a line could not be read; the others are answered all the same."""
    query = parse(arguments.query)
    _refuse_session(query)
    for warning in query.warnings:
        say(str(warning))
    for name in sorted(
        {node.name for node in walk(query.tree) if isinstance(node, Field)} & set(_READ) - VERSIONS.keys()
    ):
        say(_("{name}: is not read from texts yet, so nothing has it here").format(name=name))
    wrong = 0
    for number, line in lines(sys.stdin.buffer):
        try:
            told = read(line)
        except HubdeskError as error:
            wrong += 1
            say(_("line {n}: {why}").format(n=number, why=error))
            continue
        if told is not None:
            if told.is_zoneless:
                say(_("line {n}: “published_at” has no offset; it was read as UTC").format(n=number))
            _answer(query, told)
    return 2 if wrong else 0


def _refuse_session(query: Query) -> None:
    field = needs_session(query)
    if field is not None:
        raise QueryError(
            field.start,
            _("{name}: is known to a session alone").format(name=field.name),
            _("ask it with hubdesk search, or take it out"),
            field.end,
        )


def _answer(query: Query, told: Told) -> None:
    notes = enrich(told.mention)
    if test(query, told.mention, notes, told.parts) is None:
        return
    why = reason_json(explain(query, told.mention, notes, told.parts))
    answer({"id": told.id, "match": True, "why": why}, True, "")
