"""The journal on the desk: sentences open their rows, the speaker hides, the page is saved off the GUI thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.core import (
    HOUR,
    MINUTE,
    Author,
    Entry,
    FailedError,
    Match,
    Mention,
    Notes,
    Role,
    Scope,
    SourceRow,
    Span,
    Topic,
)
from hubdesk.desk.journal_saving import write
from hubdesk.panels.journal import WHO, JournalPanel, JournalPicture
from hubdesk.panels.panel import Rows
from hubdesk.reports.journal_values import Basis
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets import theme
from hubdesk.widgets.empty import EmptyState

PEOPLE = (
    '[{"name": "Une Élue", "role": "maire", "role_source": "https://e.example", "role_since": "2020-01-01",'
    ' "accounts": ["bluesky:elue.example"]}]'
)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "s.hubdesk"
    create(path, NewSession("Essai"))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "panne", Role.OWN, "#ff7900"))
        source = writer.add_source(SourceRow(0, "Flux", "feed"))
        entries = [
            Entry(
                Mention("bluesky", f"at://{n}", f"panne numéro {n} de la fibre", NOON - n * MINUTE, author=author),
                Notes(tone="negative"),
                (Match(topic.id, topic.version),),
            )
            for n, author in enumerate([Author("elue.example", "Une Élue", "did:e"), *[Author("x.example")] * 30])
        ]
        covers = Span(NOON - 2 * HOUR, NOON - HOUR // 2)
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON, covers=covers)
        writer.set_note("people", PEOPLE)
    return path


@pytest.fixture
def panel(qtbot: QtBot) -> JournalPanel:
    made = JournalPanel()
    qtbot.addWidget(made)
    made.resize(560, 820)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(session: Path, end: int = NOON + HOUR) -> JournalPicture:
    with open_reader(session) as reader:
        return JournalPanel.read(reader, Scope(reader.topics(), end - HOUR, end), None)


def test_a_sentence_opens_the_rows_that_it_counts(panel: JournalPanel, session: Path, qtbot: QtBot) -> None:
    panel.draw(picture(session))
    key = next(line.key for line in panel.page.lines() if line.text.startswith("Orange: 31 mentions"))
    with qtbot.waitSignal(panel.wish) as wished:
        panel.page.chosen.emit(key)
    word, rows = wished.args
    assert word == "rows"
    assert isinstance(rows, Rows)
    with open_reader(session) as reader:
        scope = Scope(reader.topics(), rows.start or 0, rows.end or 0)
        assert reader.count(scope) == 31


def test_what_nobody_listened_to_opens_the_coverage(panel: JournalPanel, session: Path, qtbot: QtBot) -> None:
    panel.draw(picture(session))
    key = next(
        line.key
        for line in panel.page.lines()
        if isinstance(line.key, Basis) and not line.key.count and not line.key.mentions
    )
    with qtbot.waitSignals([panel.span_chosen, panel.wish]):
        panel.page.chosen.emit(key)


def test_the_speaker_is_hidden_until_asked_for_and_hides_again(panel: JournalPanel, session: Path) -> None:
    panel.draw(picture(session))

    def told() -> str:
        return "\n".join(line.text for line in panel.page.lines())

    assert "panne numéro 0 de la fibre" in told()
    assert "Une Élue" not in told()
    panel.page.chosen.emit(WHO)
    assert "Une Élue, maire" in told()
    panel.draw(picture(session))  # read again, it stays as the reader left it
    assert "Une Élue, maire" in told()
    panel.page.chosen.emit(WHO)
    assert "Une Élue" not in told()


def test_nothing_said_after_the_scopes_end_is_in_it(panel: JournalPanel, session: Path) -> None:
    early = picture(session, NOON - 10 * MINUTE)
    assert early.empty is not None  # all became known at noon
    panel.draw(early)
    assert panel.findChild(EmptyState) is not None


def test_the_page_is_written_or_one_line_says_why_not(session: Path, tmp_path: Path) -> None:
    scope = picture(session).scope
    out = write(session, scope, tmp_path / "j.html")
    assert "Orange: 31 mentions" in out.read_text("utf-8")
    with pytest.raises(FailedError, match="gone"):
        write(session, replace(scope), tmp_path / "gone" / "j.md")


def test_the_chart_follows_the_theme(panel: JournalPanel, session: Path, qapp: QApplication) -> None:
    panel.draw(picture(session))
    light = panel.grab().toImage()
    theme.use(qapp, "dark")
    QApplication.processEvents()
    followed = panel.grab().toImage()
    panel.draw(picture(session))
    QApplication.processEvents()
    assert followed != light
    assert followed == panel.grab().toImage()
