"""What the spread panel wishes for that other panels do not: a look at who acts together."""

from __future__ import annotations

from typing import Final

AUDIT: Final = "audit"
