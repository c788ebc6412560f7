"""Handles and names as they compare, for whoever compares them without needing the query language."""

from __future__ import annotations


def folded_handle(handle: str) -> str:
    return handle.casefold().removeprefix("@")


def folded_name(name: str) -> str:
    """Of an author or a source."""
    return " ".join(name.split()).casefold()
