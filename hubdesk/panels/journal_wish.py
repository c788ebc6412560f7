"""The wish of who reads the journal: to take it along as a file."""

from __future__ import annotations

from typing import Final

JOURNAL: Final = "journal"  # its value is the Scope of the day
