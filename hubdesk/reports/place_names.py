"""Names of French departments by their codes, from the files that the readers of places use."""

from __future__ import annotations

import json
from functools import cache

from hubdesk.resources import resource


def department(code: str) -> str:
    """`Nord` of `59`; the code where the files are missing or do not have it."""
    return _departments().get(code, code)


@cache
def _departments() -> dict[str, str]:
    try:
        told = json.loads(resource("places/areas.json").read_text("utf-8"))["departments"]
        return {str(code): str(row[0]) for code, row in told.items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}
