"""What the audit wishes for that other panels do not: the register of insiders."""

from __future__ import annotations

from typing import Final

INSIDERS: Final = "insiders"
