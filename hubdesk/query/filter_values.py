"""A filter's value as it compares with what mentions have: nothing is refused or mended, as it is in a query."""

from __future__ import annotations

from hubdesk.core.place_codes import parted
from hubdesk.query.fields import plain_name
from hubdesk.query.folded import folded_handle, folded_name


def compared(field: str, value: str) -> str:
    """Values that are equal so take the same mentions."""
    if field == "author":
        return "=" + folded_name(value[1:]) if value.startswith("=") else folded_handle(value)
    if field == "source":
        return folded_name(value)
    if field in ("network", "language"):
        return value.casefold()
    if field == "place":
        begin, name = parted(value)
        return begin + plain_name(name)
    return value
