"""Sealing from the desk, and what the desk says of a sealed session."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_fakes import NOW, a_session, surroundings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, Scope, Span
from hubdesk.desk import sealing
from hubdesk.desk.sealing import SealSheet
from hubdesk.desk.window import Desk
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader

ALL = Scope((), 0, NOW * 2)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "s.hubdesk"
    a_session(path, 40)
    return path


@pytest.fixture
def sheet(qtbot: QtBot, session: Path) -> SealSheet:
    made = SealSheet(session, Span(NOW - HOUR, NOW), "Europe/Paris", NOW)
    qtbot.addWidget(made)
    made.show()
    return made


def wait_told(qtbot: QtBot, sheet: SealSheet) -> str:
    qtbot.waitUntil(lambda: bool(sheet.told.text()))
    return sheet.told.text()


def test_that_the_whole_session_is_sealed_where_one_says(qtbot: QtBot, sheet: SealSheet, tmp_path: Path) -> None:
    assert sheet.place.text() == str(tmp_path / "s-sealed.hubdesk")
    sheet.place.setText(str(tmp_path / "revue"))
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    assert "40" in wait_told(qtbot, sheet)
    assert sheet.bar.isHidden()
    with open_reader(tmp_path / "revue.hubdesk") as reader:
        assert reader.count(ALL) == 40
        assert reader.is_as_sealed() is True


def test_that_what_is_looked_at_is_sealed_with_pseudonyms(qtbot: QtBot, sheet: SealSheet, tmp_path: Path) -> None:
    sheet.part.setChecked(True)
    sheet.pseudonyms.setChecked(True)
    sheet.begin()
    wait_told(qtbot, sheet)
    with open_reader(tmp_path / "s-sealed.hubdesk") as reader:
        told = reader.manifest()
    assert told is not None
    assert (told.start, told.end, told.pseudonymised) == (NOW - HOUR, NOW, True)


def test_that_a_file_is_replaced_only_when_the_file_dialog_asked(
    qtbot: QtBot, sheet: SealSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "pris.hubdesk"
    out.write_text("à garder")
    sheet.place.setText(str(out))
    sheet.begin()
    assert "exists already" in wait_told(qtbot, sheet)
    assert out.read_text() == "à garder"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    sheet._choose_place()
    sheet.begin()
    qtbot.waitUntil(lambda: sheet.told.text().startswith("40"))


def test_that_a_mistake_is_said_and_can_be_mended(qtbot: QtBot, sheet: SealSheet, session: Path) -> None:
    sheet.place.setText(str(session))
    sheet.begin()
    assert "the session itself" in wait_told(qtbot, sheet)
    assert sheet.go.isEnabled()
    sheet.place.setText("")
    sheet.begin()
    assert wait_told(qtbot, sheet)


def test_that_leaving_stops_the_work_and_leaves_nothing(
    qtbot: QtBot, sheet: SealSheet, session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    run = sealing.Sealing.run

    def slow(self: sealing.Sealing, tell: object, stop: threading.Event) -> object:
        begun.set()
        go_on.wait(20)
        return run(self, tell, stop)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing.Sealing, "run", slow)
    sheet.begin()
    assert begun.wait(20)
    assert sheet.bar.isVisible()
    sheet._stop.set()
    go_on.set()
    sheet.reject()
    assert [one.name for one in session.parent.iterdir() if "seal" in one.name] == []


@pytest.mark.parametrize("is_changed", [False, True])
def test_that_the_desk_says_whether_a_file_is_what_was_sealed(
    qtbot: QtBot, session: Path, tmp_path: Path, is_changed: bool
) -> None:
    out = tmp_path / "scellé.hubdesk"
    seal(session, out, SealWish(), NOW)
    if is_changed:
        out.chmod(0o644)
        with out.open("r+b") as file:
            file.seek(-1, 2)
            file.write(b"x")
    desk = Desk(surroundings(tmp_path / "profil"), out)
    qtbot.addWidget(desk)
    desk.show()
    words = "changed since it was sealed" if is_changed else "sealed, unchanged"
    qtbot.waitUntil(lambda: words in desk.status.accessibleName())
    assert desk.menus.actions["seal"].isEnabled()
    desk.close()


def test_that_the_menu_opens_the_sheet_beside_the_desk(qtbot: QtBot, session: Path, tmp_path: Path) -> None:
    desk = Desk(surroundings(tmp_path / "profil"), session)
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitUntil(lambda: desk.menus.actions["seal"].isEnabled())
    desk.menus.actions["seal"].trigger()
    (sheet,) = desk.findChildren(SealSheet)
    assert not sheet.isModal()
    sheet.close()
    desk.close()
