"""The menu “Only” of a mention wishes for the chip that takes it and all that are like it."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from hubdesk.core import Author, Heard, Mention, Notes
from hubdesk.core.filters import Filter
from hubdesk.panels.only import Only
from hubdesk.panels.panel import Rows

POST = Mention("bluesky", "1", "La fibre est en panne à Lille", 5, author=Author("@lucie", "Lucie"), language="fr-CA")
READ = Notes(tone="negative", themes=("tv", "store"), places=("Lille", "insee:59350", "reg:Hauts-de-France"))
HEARD = Heard(7, POST, seen_at=5, known_at=5, at=5, source="Fil", notes=READ, matches=())


class Sheet(QWidget):
    """A panel that a mention is chosen in."""

    heard: Heard | None = HEARD

    def correctable(self) -> Heard | None:
        return self.heard


def wished(qtbot, heard, text):
    sheet = Sheet()
    qtbot.addWidget(sheet)
    sheet.heard = heard
    only = Only(sheet)
    with qtbot.waitSignal(only.wished) as said:
        next(action for action in only.menu.actions() if action.text() == text).trigger()
    return tuple(said.args)


@pytest.mark.parametrize(
    ("text", "chip"),
    [
        ("This author", Filter("author", ("@lucie",))),
        ("This network", Filter("network", ("bluesky",))),
        ("This source", Filter("source", ("Fil",))),
        ("This language", Filter("language", ("fr",))),
        ("This kind", Filter("kind", ("post",))),
        ("This tone", Filter("tone", ("negative",))),
        ("Its themes", Filter("theme", ("tv", "store"))),
        ("Its places", Filter("place", ("59350",))),
    ],
)
def test_that_a_line_wishes_for_its_chip(qtbot, text, chip):
    assert wished(qtbot, HEARD, text) == ("rows", Rows("", filters=(chip,)))


def test_that_an_author_without_a_handle_is_asked_by_name(qtbot):
    nameless = replace(HEARD, mention=replace(POST, author=Author("", "Lucie  B\n")))
    assert wished(qtbot, nameless, "This author")[1].filters == (Filter("author", ("=Lucie  B\n",)),)


def test_that_what_a_mention_lacks_is_said(qtbot):
    bare = replace(HEARD, notes=Notes(), mention=replace(POST, author=Author("", ""), language=""))
    assert wished(qtbot, bare, "This author") == ("said", "This mention has no author.")
    assert wished(qtbot, bare, "Its places") == ("said", "This mention names no place.")
    assert wished(qtbot, None, "This tone") == ("said", "No mention is chosen; choose one in the feed.")
    gone = replace(HEARD, withdrawn_at=9)
    assert wished(qtbot, gone, "This tone") == ("said", "This mention has no tone.")
