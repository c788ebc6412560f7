"""Why a mention matched, or why not, as JSON: the shape of `search --explain` and of `match`."""

from __future__ import annotations

from typing import Any

from hubdesk.query.match import Reason


def reason_json(reason: Reason) -> dict[str, Any]:
    """The tree of why: a piece of the query, whether it held, its words' 0-based code points in the mention."""
    return {
        "text": reason.text,
        "held": reason.held,
        "words": [{"part": mark.part, "start": mark.start, "end": mark.end} for mark in reason.marks],
        "children": [reason_json(child) for child in reason.children],
    }
