"""What stands on a session, read in a worker: its own marks and those beside it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.core import Scope
from hubdesk.core.review import Standing
from hubdesk.store.marks_together import standing
from hubdesk.store.reader import Reader

KEY: Final = "review"


@dataclass(frozen=True, slots=True)
class Asked:
    """`files`: where marks may be beside the session. `turn` moves with each mark made here: a new question, so that
    the answer is not kept waiting."""

    files: tuple[Path, ...]
    turn: int = 0


def read_standing(reader: Reader, scope: Scope, options: Hashable) -> Standing:
    """Worker thread. Marks are about the session: whatever is looked at, all of them are told."""
    return standing(reader, options.files if isinstance(options, Asked) else ())
