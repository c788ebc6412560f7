"""The register of insiders: what the dialog shows, refuses and writes, and where nothing may be written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_fakes import NOW, a_session, surroundings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.core import Person
from hubdesk.desk import insiders as dialog_module
from hubdesk.desk.insiders import InsidersDialog
from hubdesk.desk.window import Desk
from hubdesk.desk.writes import ChangeInsiders
from hubdesk.store.session import open_reader
from hubdesk.widgets import theme

CAROLE = Person("Carole", "insider", "https://example.org/charte", "2026-11-02", ("bluesky:carole.example",))
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> Iterator[InsidersDialog]:
    theme.use(qapp, "light")
    made = InsidersDialog((CAROLE,))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def write(dialog: InsidersDialog, **texts: str) -> None:
    for name, text in texts.items():
        field = getattr(dialog, name)
        field.setText(text)
        field.textEdited.emit(text)


def test_that_the_register_is_shown_with_accounts_source_and_date(dialog: InsidersDialog) -> None:
    assert dialog.list.item(0).text() == "Carole"
    assert dialog.accounts.text() == "bluesky:carole.example"
    assert (dialog.source.text(), dialog.since.text()) == ("https://example.org/charte", "2026-11-02")
    assert not dialog.wanted()


def test_that_an_entry_without_a_source_is_refused_at_its_place(dialog: InsidersDialog) -> None:
    dialog.add_person()
    write(dialog, name="Titouan", accounts="mastodon:titouan@x.example, bluesky:t.example", since="2026-11-03")
    dialog.list.setCurrentRow(0)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.list.currentRow() == 1
    assert "where it is declared" in dialog.fault.text()
    write(dialog, source="la charte interne")
    dialog.accept()
    (added,) = dialog.wanted().added
    assert added == Person(
        "Titouan", "insider", "la charte interne", "2026-11-03", ("mastodon:titouan@x.example", "bluesky:t.example")
    )


def test_that_removing_the_last_one_leaves_nothing_to_edit(dialog: InsidersDialog) -> None:
    dialog.remove_person()
    assert dialog.wanted() == ChangeInsiders((), (CAROLE,))
    assert not dialog.name.isEnabled()
    assert not dialog.remove.isEnabled()


def test_that_the_wish_writes_into_the_session(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_session(tmp_path / "trial.hubdesk")
    shown: list[int] = []

    def answer(insiders: tuple[Person, ...], _parent: object) -> ChangeInsiders:
        shown.append(len(insiders))
        return ChangeInsiders((CAROLE,))

    monkeypatch.setattr(dialog_module, "ask_insiders", answer)
    desk = Desk(surroundings(tmp_path / "profile", now=lambda: NOW), path)
    qtbot.addWidget(desk)
    try:
        qtbot.waitUntil(lambda: desk.session is not None and desk.session.basis is not None)
        desk.wishes.grant("insiders", None)
        with open_reader(path) as reader:
            qtbot.waitUntil(lambda: reader.people() == (CAROLE,))
        assert shown == [0]
    finally:
        desk.close()


def test_that_a_demonstration_says_in_one_line_that_it_keeps_no_register(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog_module, "ask_insiders", _never)
    path = a_session(tmp_path / "trial.hubdesk", synthetic=True)
    desk = Desk(surroundings(tmp_path / "profile", now=lambda: NOW), path)
    qtbot.addWidget(desk)
    said: list[str] = []
    monkeypatch.setattr(desk.status, "complain", said.append)
    try:
        qtbot.waitUntil(lambda: desk.session is not None and desk.session.basis is not None)
        desk.wishes.grant("insiders", None)
        assert said == ["This session stays as it is: keep a register of insiders in a session of your own."]
    finally:
        desk.close()


def _never(*_asked: object) -> ChangeInsiders:
    raise AssertionError("a demonstration's register cannot be changed")
