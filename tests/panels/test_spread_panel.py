"""Who repeats whom on the desk: figures open exactly their rows, words open the first, and hostile names stay words."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Evidence, Match, Notes, Scope, SourceRow, Span, Topic
from hubdesk.panels.panel import Rows
from hubdesk.panels.spread import SpreadPanel
from hubdesk.panels.spread_picture import SpreadOptions, read_spread
from hubdesk.panels.spread_wish import AUDIT
from hubdesk.panels.spread_words import notes, rows, sayings
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader, SpreadOrder
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.spread_list import whole_facts

TEXTS = (
    "la box est en panne depuis ce matin à Lille et personne ne répond au téléphone",
    "3 euros de plus par mois sans prévenir, bravo Orange, je résilie dès demain matin",
    "<b>gras</b> \u202egauche & « citation » de la page https://a.example/x très longue " + "é" * 400,
    "Ok je pars. C'est tout",
)
HERE = Scope((), NOON - DAY, NOON, NOON + HOUR)
HOSTILE = "Émile <script>\u202e" + "ا" * 900


@pytest.fixture
def panel(qtbot: QtBot) -> SpreadPanel:
    made = SpreadPanel()
    qtbot.addWidget(made)
    made.resize(900, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


def session(folder: Path, texts: tuple[str, ...] = TEXTS, number: int = 90) -> Path:
    """Each text is written first by one, then copied and reposted on two networks."""
    path, chance = folder / "spread.hubdesk", random.Random(4)
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange"))
        entries = []
        for place, text in enumerate(texts):
            start = NOON - DAY + (place % 5 - 1) * HOUR  # the first one is older than the scope
            author = Author(f"auteur{place}", HOSTILE if place == 2 else "Marie", f"did:{place}")
            entries.append(_entry(f"root-{place}", text, start, author, topic))
            for n in range(max(2, number // (place + 1))):
                at = start + chance.randrange(MINUTE, 20 * HOUR)
                who = Author(f"compte{chance.randrange(40)}", "Camille")
                parent = f"root-{place}" if chance.random() < 0.5 else ""
                entries.append(_entry(f"{place}-{n}", text, at, who, topic, f"root-{place}", parent))
        entries += [
            _entry(f"lone-{n}", f"autre chose numéro {n}", NOON - HOUR - n, Author("x"), topic) for n in range(9)
        ]
        for name, some in (("Flux", entries[::2]), ("Autre", entries[1::2])):
            one = writer.add_source(SourceRow(0, name, "feed", config={"url": "https://t.example"}))
            writer.add_page(one.id, some, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - DAY, NOON))
    return path


def _entry(native_id: str, text: str, at: int, author: Author, topic: Topic, root: str = "", parent: str = "") -> Entry:
    made = mention(
        text,
        native_id=native_id,
        published_at=at,
        author=author,
        kind="repost" if parent else "post",
        parent_id=parent,
        url=f"https://n.example/{native_id}",
        network=("bluesky", "mastodon")[len(native_id) % 2],
        reach=7 if len(native_id) % 3 else None,
    )
    evidence = (Evidence("duplicate", root),) if root else ()
    told = Notes(tone=("negative", "", "unknown")[at % 3], duplicate=bool(root), evidence=evidence)
    return Entry(made, told, (Match(topic.id, 1),))


def found(reader: Reader, asked: Rows) -> int:
    return reader.search(parse(asked.query), HERE, 0).total


def test_that_every_figure_opens_as_many_rows_as_it_says(tmp_path: Path) -> None:
    opened = 0
    with open_reader(session(tmp_path)) as reader:
        picture = read_spread(reader, HERE, SpreadOptions())
        for saying in sayings(picture):
            if isinstance(saying.key, Rows):
                assert i18n.number(found(reader, saying.key)) == saying.figure
                opened += 1
        for row, one in zip(rows(picture), picture.told.listed, strict=True):
            counts = (0, one.mentions, one.copies, one.reposts, 0, one.reach_of, 0)
            for cell, count in zip(row.cells, counts, strict=True):
                if isinstance(cell.key, Rows):
                    assert found(reader, cell.key) == count, (row.name, cell)
                    opened += 1
            for (key, _words), count in zip(row.parts, one.tones, strict=True):
                if isinstance(key, Rows):
                    assert found(reader, key) == count
                    opened += 1
    assert opened > 25


def test_that_what_no_query_finds_alone_opens_nothing_and_says_why(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_spread(reader, HERE, SpreadOptions())
    hidden = replace(
        picture, told=replace(picture.told, listed=tuple(replace(one, query="") for one in picture.told.listed))
    )
    for row in rows(hidden):
        assert all(cell.key is None for cell in row.cells)
        assert "No query finds these mentions and no others" in row.cells[1].more
        assert all(key is None for key, _words in row.parts)


def test_that_the_first_is_called_the_first_that_we_heard(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_spread(reader, HERE, SpreadOptions())
    first = next(row for row in rows(picture) if row.name.startswith("la box"))
    assert first.about.startswith("First that we heard: ")
    assert "before this span" in first.about
    assert "somebody may have said it before" in notes(picture)
    assert "nothing of who is behind an account" in notes(picture)


def drawn(panel: SpreadPanel, path: Path) -> None:
    with open_reader(path) as reader:
        panel.draw(panel.read(reader, HERE, panel.options()))


def test_that_words_open_the_first_mention_and_a_head_sorts(tmp_path: Path, panel: SpreadPanel, qtbot: QtBot) -> None:
    drawn(panel, session(tmp_path))
    spot = next(spot for spot in panel.list.spots() if isinstance(spot.key, int))
    with qtbot.waitSignal(panel.mention_chosen) as chosen:
        qtbot.mouseClick(panel.list, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    assert chosen.args == [spot.key]
    head = next(spot for spot in panel.list.spots() if spot.key == SpreadOrder.SPEED)
    with qtbot.waitSignal(panel.options_changed):
        qtbot.mouseClick(panel.list, Qt.MouseButton.LeftButton, pos=head.place.center().toPoint())
    assert panel.options().order == SpreadOrder.SPEED


def test_that_keys_reach_figures_and_the_audit_is_offered(tmp_path: Path, panel: SpreadPanel, qtbot: QtBot) -> None:
    drawn(panel, session(tmp_path))
    panel.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert wished.args[0] == "rows"
    with qtbot.waitSignal(panel.wish) as wished:
        panel.audit.click()
    assert wished.args == [AUDIT, None]


@pytest.mark.parametrize("width", [240, 700, 1600])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_hostile_words_and_names_stay_within_their_rows(
    tmp_path: Path, qtbot: QtBot, width: int, language: str
) -> None:
    i18n.use(language)
    try:
        panel = SpreadPanel()
        qtbot.addWidget(panel)
        panel.resize(width, 500)
        panel.show()
        drawn(panel, session(tmp_path))
        panel.grab()
        assert len(panel.list.rows()) == len(TEXTS)
        for spot in panel.list.spots():
            assert spot.place.right() <= panel.list.width()
        assert not any("\u202e" in row.name + row.about for row in panel.list.rows())
        assert any(head.text for head in panel.list.heads())
    finally:
        i18n.use("en")


def test_that_facts_without_room_leave_whole() -> None:
    assert whole_facts("un fait · un autre fait · un dernier", 10_000).count("·") == 2
    assert whole_facts("un fait · un autre fait · un dernier", 60) == "un fait"


def test_that_terms_keep_rows_on_the_desk(tmp_path: Path, panel: SpreadPanel) -> None:
    drawn(panel, session(tmp_path))
    whole = panel.numbers()
    assert whole is not None
    assert len(whole.rows) == len(TEXTS)
    held = panel.numbers({"Flux"})
    assert held is not None
    assert (len(held.rows), held.withheld) == (0, len(TEXTS))
    assert panel.held_boxes({"Flux"})
    assert panel.held_boxes(()) == ()


def test_that_a_scope_without_repeats_and_an_empty_one_say_so(tmp_path: Path, panel: SpreadPanel) -> None:
    with open_reader(session(tmp_path, ())) as reader:
        panel.draw(panel.read(reader, HERE, None))
        shown = panel.findChild(EmptyState)
        assert shown.isVisible()
        assert "Nothing is repeated" in shown.shown.head
        for odd in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, HOUR)):
            panel.draw(panel.read(reader, odd, None))
            assert shown.isVisible()
            assert panel.numbers() is None
    panel.complain("the file is busy")


def test_that_a_longer_list_is_the_same_question(tmp_path: Path, panel: SpreadPanel, qtbot: QtBot) -> None:
    path = session(tmp_path, tuple(f"texte numéro {n} de ceux qui sont répétés ici même" for n in range(40)), 80)
    drawn(panel, path)
    assert len(panel.list.rows()) == 30
    assert panel.more.isVisible()
    with qtbot.waitSignal(panel.options_changed):
        panel.more.click()
    assert panel.options().subject == SpreadOptions().subject
    drawn(panel, path)
    assert len(panel.list.rows()) == 40
    assert not panel.more.isVisible()


def test_that_hours_nobody_listened_are_gaps_in_the_curve(tmp_path: Path) -> None:
    with open_reader(session(tmp_path)) as reader:
        picture = read_spread(reader, Scope((), NOON - 3 * DAY, NOON, NOON + HOUR), SpreadOptions())
    sparks = [row.spark for row in rows(picture)]
    assert all(spark is not None for spark in sparks)
    assert all(spark.points[0][1] is None and spark.points[-2][1] is not None for spark in sparks if spark is not None)
