"""Why a topic did not keep a mention, or a search does not find it: its query of now, and what failed in it."""

from __future__ import annotations

from collections.abc import Iterable

from hubdesk.core import About, Heard, Rehearing, Topic
from hubdesk.i18n import _
from hubdesk.panels.query_why import why_rows
from hubdesk.query.match import explain
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.store.reader import Reader
from hubdesk.widgets.why_tree import WhyRow


def about(reader: Reader, heard: Heard) -> About:
    """What the session says of a mention: which source brought it, and whose account wrote it."""
    return Circle(reader.people()).about(heard.mention, heard.source)


def why_not(heard: Heard, topic: Topic, known: About, works: Iterable[Rehearing]) -> tuple[WhyRow, ...]:
    """A worker's work: what of a topic's query failed; when nothing did, why the mention was not kept all the same."""
    rows, is_held = explained(heard, topic.query, known)
    if not is_held:
        return rows
    if any(work.topic == topic.id for work in works):
        said = _("The topic's query of now holds. Its past is being heard again and has not come to this mention yet.")
    else:
        said = _("The topic's query of now holds, but it did not when the mention came.")
    return (WhyRow(0, None, said), *rows)


def explained(heard: Heard, text: str, known: About) -> tuple[tuple[WhyRow, ...], bool]:
    """Every part of a query, held or not, and whether all of it holds. Never fails: at worst it says why not."""
    if heard.is_gone:
        return (WhyRow(0, None, _("The text is gone, so there is nothing to try.")),), False
    try:
        query = parse(text)
    except QueryError as error:
        return (WhyRow(0, None, _("This query cannot be read: {why}").format(why=error.message)),), False
    reason = explain(query, heard.mention, heard.notes, about=known)
    return why_rows(query, reason, heard), reason.held
