"""What is reckoned a part at a time is what all at once would say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.store import columns_rows
from hubdesk.store.columns_rows import places_of, taken_from, tallied


@given(st.lists(st.integers(0, 8), max_size=40), st.lists(st.booleans(), max_size=40), st.integers(0, 9))
def test_that_parts_together_are_the_whole(codes: list[int], mask: list[bool], begin: int) -> None:
    table, numbers = np.arange(9, dtype=np.int16) * 7, np.array(codes, np.int16)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns_rows, "PART", 3)
        taken, places = taken_from(table, numbers), places_of(np.array(mask, bool), begin)
        patch.setattr(columns_rows, "PART", 36)
        counts = tallied(numbers, 9)
    assert taken.dtype == table.dtype
    assert taken.tolist() == [code * 7 for code in codes]
    assert places.tolist() == [begin + place for place, held in enumerate(mask) if held]
    assert counts.tolist() == [codes.count(code) for code in range(9)]


def test_that_a_number_that_a_table_has_not_is_no_silent_one() -> None:
    with pytest.raises(IndexError):
        taken_from(np.arange(3), np.array([3]))
