"""What of the feed can be taken along, and what its source's terms keep on the desk."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, Scope, SourceRow, Span
from hubdesk.panels.feed import FeedPanel
from hubdesk.reports.sheet import sheet_csv
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, entry, session


def test_that_the_feed_leaves_out_what_is_held_back_and_says_where_it_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ("libre",))
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(id=0, name="Fermé", kind="feed"))
        writer.add_page(
            source.id, [entry("fermé")], cursor="", due_at=0, seen_at=NOON + HOUR, covers=Span(NOON, NOON + HOUR)
        )
    panel = FeedPanel()
    qtbot.addWidget(panel)
    panel.resize(600, 600)
    with open_reader(path) as reader:
        picture = panel.read(reader, Scope((), NOON - HOUR, NOON + 2 * HOUR), panel.options())
    panel.show()
    panel.draw(picture)
    assert len(panel.numbers().rows) == 2
    told = panel.numbers({"Fermé"})
    assert (len(told.rows), told.withheld) == (1, 1)
    assert b"ferm" not in sheet_csv(told)
    (box,) = panel.held_boxes({"Fermé"})
    assert panel.rect().contains(box)
    assert box.height() > 20
