"""What one account wrote, by the columns of a cut: no index knows an account that has no id."""

from __future__ import annotations

import numpy as np

from hubdesk.store.columns_counts import Counts
from hubdesk.store.voices_values import Account


def written_by(cut: Counts, account: Account, most: int) -> list[int]:
    """The numbers of what an account wrote of what is taken, the newest so many by publication."""
    places = np.flatnonzero(cut.tables.authors.are(account)[cut.column("author")])
    ids, at = cut.column("id")[places], cut.column("at")[places]
    found: list[int] = ids[np.lexsort((ids, at))[::-1][:most]].tolist()
    return found
