"""Erasing from the desk: it asks, it works off the GUI thread, it says what came of it, and receipts can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_fakes import NOW, CountPanel, surroundings
from fakes import NOON, entry, session, topic
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.desk.erasing as erasing
import hubdesk.widgets.theme as look
from hubdesk.core import Author, Heard, Scope
from hubdesk.desk.erasing import Asked, EraseSheet, ask_to_erase
from hubdesk.desk.receipts import ReceiptsSheet
from hubdesk.desk.window import Desk
from hubdesk.panels.erasing import ERASE
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
PANELS = {"feed": type("Feed", (CountPanel,), {"name": "feed", "title": "Feed"})}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = session(tmp_path, ["Orange est en panne"], [topic(role="own")])
    zoe = Author("@zoe", "Zoé Martin", "did:zoe")
    with open_writer(made) as writer, open_reader(made) as reader:
        own = reader.topics()
        entries = [entry(f"orange zygomatique {n}", own, author=zoe, native_id=f"at://did:zoe/{n}") for n in range(3)]
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON)
    return made


def of(path: Path, words: str) -> Heard:
    with open_reader(path) as reader:
        return next(one for one in reader.latest(Scope((), 0, 2 * NOON), 9) if words in one.mention.text)


@pytest.fixture
def sheet(qtbot: QtBot, qapp: QApplication, path: Path) -> EraseSheet:
    look.use(qapp, "light")
    made = EraseSheet(path, path.parent, Asked.of(of(path, "zygomatique 1")), NOW)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: made.count.text() != "")
    return made


def test_that_it_says_how_many_would_go_and_begins_with_the_least(sheet: EraseSheet) -> None:
    assert "3" in sheet.count.text()
    assert sheet.one.isChecked()
    assert "@zoe" in sheet.all.text()
    sheet.close_work()


def test_that_one_mention_goes_and_the_others_stay(sheet: EraseSheet, path: Path, qtbot: QtBot) -> None:
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.done_with is not None)
    assert "1" in sheet.told.text()
    assert b"zygomatique 1" not in path.read_bytes()
    assert b"zygomatique 2" in path.read_bytes()
    sheet.close_work()


def test_that_an_author_goes_with_everything(sheet: EraseSheet, path: Path, qtbot: QtBot) -> None:
    sheet.all.setChecked(True)
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.done_with is not None)
    assert not any(word in path.read_bytes().lower() for word in (b"zygomatique", b"@zoe", b"did:zoe"))
    sheet.close_work()


def test_that_it_cannot_be_left_while_it_works(sheet: EraseSheet, qtbot: QtBot) -> None:
    sheet.show()
    sheet.go.click()
    sheet.reject()
    assert sheet.isVisible()
    qtbot.waitUntil(lambda: sheet.done_with is not None)
    sheet.reject()
    assert not sheet.isVisible()
    sheet.close_work()


def test_that_what_failed_is_said_and_can_be_tried_again(sheet: EraseSheet, path: Path, qtbot: QtBot) -> None:
    hidden = path.rename(path.with_name("hidden"))
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.go.isEnabled())
    assert "does not exist" in sheet.told.text() or "existe" in sheet.told.text()
    hidden.rename(path)
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.done_with is not None)
    sheet.close_work()


def test_that_hostile_names_are_plain_text(qtbot: QtBot, qapp: QApplication, path: Path) -> None:
    look.use(qapp, "light")
    with open_writer(path) as writer:
        writer.add_page(
            1, [entry("piège", author=Author("<b>x</b>&y\u202e", "", "z"))], cursor="", due_at=0, seen_at=NOON
        )
    made = EraseSheet(path, path.parent, Asked.of(of(path, "piège")), NOW)
    qtbot.addWidget(made)
    assert "<b>x</b>&&y" in made.all.text()
    assert "\u202e" not in made.all.text()
    made.close_work()


def test_that_receipts_are_shown_and_copied(sheet: EraseSheet, path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    sheet.all.setChecked(True)
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.done_with is not None)
    sheet.close_work()
    shown = ReceiptsSheet(path, "Europe/Paris")
    qtbot.addWidget(shown)
    qtbot.waitUntil(lambda: "sha256" in shown.text.toPlainText())
    shown.copy.click()
    assert QApplication.clipboard().text() == shown.text.toPlainText()
    assert "zoe" not in shown.text.toPlainText().lower()
    shown.close_work()


@pytest.fixture
def open_desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Callable[[Path], Desk]:
    look.use(qapp, "light")

    def made(path: Path) -> Desk:
        desk = Desk(surroundings(tmp_path, panels=PANELS, now=lambda: NOW), path)
        qtbot.addWidget(desk)
        desk.show()
        qtbot.waitUntil(lambda: desk.session is not None and desk.session.basis is not None)
        return desk

    return made


class Agrees(EraseSheet):
    """An analyst who erases everything."""

    def exec(self) -> int:
        self.all.setChecked(True)
        self.begin()
        self._aside._thread.join()  # type: ignore[union-attr]
        QApplication.processEvents()
        return 1


def test_that_a_panels_wish_erases_and_the_desk_sees_the_hole(
    open_desk: Callable[[Path], Desk], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "EraseSheet", Agrees)
    desk = open_desk(path)
    desk.wishes.grant(ERASE, of(path, "zygomatique 1"))
    with open_reader(path) as reader:
        assert [one.mentions for one in reader.receipts()] == [3]
    desk.wishes.grant(ERASE, None)
    desk.close()
    assert b"zygomatique" not in path.read_bytes()
    assert not path.with_name(f"{path.name}-wal").exists()


def test_that_a_sealed_session_is_opened_anew_after_it(
    open_desk: Callable[[Path], Desk], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "EraseSheet", Agrees)
    sealed = path.with_name("sealed.hubdesk")
    seal(path, sealed, SealWish(), NOW)
    desk = open_desk(sealed)
    with qtbot.waitSignal(desk.session_wished) as wished:
        ask_to_erase(desk, of(sealed, "zygomatique 1"), NOW)
    assert wished.args == [sealed]
    desk.close()
    assert b"zygomatique" not in sealed.read_bytes()
