"""The first bin of a scope that begins within one: counted apart, and true also where half of it had no listener."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source, topics

from hubdesk.core import HOUR, MINUTE, Scope, Span
from hubdesk.panels.trend_bins import whole_bins
from hubdesk.store import reader_columns
from hubdesk.store.session import open_reader

BIN = NOON // HOUR * HOUR
HALF = BIN + HOUR // 2
BEFORE, AFTER = 10, 3  # mentions of the first bin, before the scope begins and after


@pytest.mark.parametrize("listened", [(HALF, BIN + 3 * HOUR), (BIN - HOUR, HALF), (BIN - HOUR, BIN + 3 * HOUR)])
@pytest.mark.parametrize("large", [0, reader_columns.LARGE])
def test_that_a_first_bin_tells_all_of_its_mentions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listened: tuple[int, int], large: int
) -> None:
    monkeypatch.setattr(reader_columns, "LARGE", large)
    path, writer = opened(tmp_path)
    with writer:
        (topic,) = topics(writer, "orange")
        heard = [entry(n, topic, at=BIN + n * MINUTE) for n in range(BEFORE)]
        heard += [entry(100 + n, topic, at=HALF + n * MINUTE) for n in range(AFTER)]
        add(writer, source(writer), heard, BIN + 3 * HOUR, covers=Span(*listened))
    scope = Scope((topic,), HALF, BIN + 3 * HOUR)
    reader_columns.hold(path)
    with open_reader(path) as reader:
        reader_columns.shared(path).fill()
        assert reader.count(replace(scope, start=BIN, end=BIN + HOUR, known_by=scope.known)) == BEFORE + AFTER
        assert whole_bins(reader, topic, scope, HOUR, "UTC")[0] == (BIN, BEFORE + AFTER)
        assert reader.curves((topic,), scope, HOUR, BIN)[0][0] == (BIN, BEFORE + AFTER)
        at, split = reader.tone_curve(scope, HOUR, BIN)[0]
        assert at == BIN
        assert split is not None
        assert split.all == BEFORE + AFTER
    reader_columns.drop(path)
