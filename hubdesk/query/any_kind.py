"""The query that every mention answers, for whoever asks without needing the query language."""

from __future__ import annotations

from typing import Final

from hubdesk.core import Kind

# A query cannot only exclude, so what has none of something is looked for among mentions of every kind.
ANY: Final = f"kind:({' OR '.join(Kind)})"
