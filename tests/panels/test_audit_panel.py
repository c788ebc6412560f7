"""The audit: its words, its innocent readings, and rows that are as many as its figures say."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import NOON
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, SECOND, Author, Entry, Kind, Mention, Notes, Person, Scope, SourceRow, Span
from hubdesk.panels.audit import AuditPanel
from hubdesk.panels.audit_words import notes, query_of, ring_notes, ring_rows, rows
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Contributor, Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.figure_table import FigureTable

SCOPE = Scope((), NOON - 5 * HOUR, NOON, NOON + HOUR)
RING = ("anna.example", "ben.example", "chloe.example")
INSIDER = Person("Carole", "insider", "https://example.org", "2026-11-02", ("bluesky:carole.example",))


@pytest.fixture
def panel(qtbot: QtBot) -> AuditPanel:
    made = AuditPanel()
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def post(id_: str, at: int, handle: str, network: str = "bluesky", repost_of: str = "") -> Entry:
    kind = Kind.REPOST if repost_of else Kind.POST
    author = Author(handle, "Même nom", f"did:{handle}")
    return Entry(Mention(network, id_, f"texte {id_}", at, kind, author, parent_id=repost_of), Notes(duplicate=False))


def session(folder: Path, insiders: tuple[Person, ...] = (INSIDER,)) -> Path:
    path = folder / "pushed.hubdesk"
    create(path, NewSession("Trial"))
    start = NOON - 5 * HOUR
    entries = [
        post(f"r{n}{who}", start + n * 50 * MINUTE + i * SECOND, who, repost_of=f"at://{n}")
        for n in range(6)
        for i, who in enumerate(RING)
    ]
    entries += [post(f"p{n}", start + n * 9 * MINUTE, f"people{n % 25}.example") for n in range(30)]
    entries += [post(f"m{n}", start + n * MINUTE, "anna.example", "mastodon") for n in range(4)]  # another Anna
    entries += [post("c", start + MINUTE, "carole.example"), post("h", start, "<b>evil</b> OR\u202e")]
    with open_writer(path) as writer:
        row = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        writer.add_page(row.id, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(start, NOON))
        writer.change_insiders(insiders)
    return path


def count(reader: Reader, asked: Rows) -> int:
    start = SCOPE.start if asked.start is None else asked.start
    end = SCOPE.end if asked.end is None else asked.end
    return reader.search(parse(asked.query), Scope((), start, end, NOON + HOUR), 0).total


def test_that_every_figure_opens_as_many_rows_as_it_says(tmp_path: Path, panel: AuditPanel) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(AuditPanel.read(reader, SCOPE, None))
        spots = [spot for table in panel.findChildren(FigureTable) for spot in table.spots()]
        assert len({spot.key for spot in spots}) > 10
        for spot in spots:
            assert isinstance(spot.key, Rows)
            assert count(reader, spot.key) == int(spot.words.split()[0].rstrip(".").replace("\u202f", "")), spot.key


def test_that_rings_are_said_to_act_together_and_nothing_worse(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        pushed = reader.pushed(SCOPE)
    said = "\n".join(
        (
            *(f"{row.name} {row.more}" for row in (*rows(pushed), *ring_rows(pushed))),
            notes(pushed),
            ring_notes(pushed),
        )
    )
    (ring,) = ring_rows(pushed)
    assert ring.name == "anna.example, ben.example, chloe.example"
    assert [cell.text for cell in ring.cells] == ["3", "6", "60 s", "18"]
    assert "fans" in said
    assert "newsrooms" in said
    assert not any(word in said.lower() for word in ("fake", "false", "bot", "troll"))


def test_that_without_a_register_the_insiders_share_is_unknown(tmp_path: Path) -> None:
    with open_reader(session(tmp_path, ())) as reader:
        pushed = reader.pushed(SCOPE)
    (row,) = (row for row in rows(pushed) if row.name == "Declared insiders")
    assert {cell.text for cell in row.cells} == {"—"}
    assert "not known" in notes(pushed)


def test_that_a_name_no_query_can_say_opens_nothing() -> None:
    good = Contributor("x:a", "bluesky", "a.example", 1, 0)
    assert query_of((good,)) == "(network:bluesky author:(a.example))"
    for handle in ("", "a b", 'a"b', "a) OR (b", "-a", "\u202ea", "x" * 10 + "(", "*"):
        assert query_of((good, Contributor("x:b", "bluesky", handle, 1, 0))) == ""


def test_that_an_empty_scope_says_why(tmp_path: Path, panel: AuditPanel) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(AuditPanel.read(reader, Scope((), 0, HOUR), None))
    assert panel.findChild(EmptyState).isVisible()


def test_that_the_register_is_wished_for(panel: AuditPanel, tmp_path: Path, qtbot: QtBot) -> None:
    with open_reader(session(tmp_path)) as reader:
        panel.draw(AuditPanel.read(reader, SCOPE, None))
    with qtbot.waitSignal(panel.wish) as wished:
        panel.actions()[0].trigger()
    assert wished.args == ["insiders", None]
