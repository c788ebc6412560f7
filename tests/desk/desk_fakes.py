"""Panels, readers and surroundings for the desk's tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from hubdesk.core import MINUTE, Entry, Mention, Scope, SourceRow, Span, Topic
from hubdesk.desk.surroundings import Surroundings
from hubdesk.desk.window import Desk
from hubdesk.panels.panel import Panel
from hubdesk.settings import Settings, places
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_writer

NOW = 1_795_095_120_000  # Thursday 19 November 2026, 14:32 in Paris
TITLES = {"feed": "Feed", "trend": "Trend", "compare": "Comparison", "coverage": "Coverage", "detail": "Detail"}
OPERATORS = ("Orange", "SFR", "Bouygues Telecom", "Free")


class CountPanel(Panel[int]):
    """Shows how many mentions there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures: list[int] = []
        self.complaints: list[str] = []
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(self.label)

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> int:
        return reader.facts().mentions

    def draw(self, picture: int) -> None:
        self.pictures.append(picture)
        self.label.setText(str(picture))

    def complain(self, message: str) -> None:
        if message:
            self.complaints.append(message)


def fake_panels(**more: str) -> dict[str, type[Panel[Any]]]:
    return {name: type(name, (CountPanel,), {"name": name, "title": title}) for name, title in (TITLES | more).items()}


def surroundings(folder: Path, collector: Callable[[Path], list[str]] | None = None, **over: Any) -> Surroundings:
    here = places(folder)
    given: dict[str, Any] = {"panels": fake_panels(), "collector": collector}
    return Surroundings(Settings(here.settings_file), here, **(given | over))


def a_session(path: Path, mentions: int = 3, synthetic: bool = False) -> Path:
    create(path, NewSession("Opérateurs", synthetic=synthetic))
    with open_writer(path) as writer:
        for name in OPERATORS:
            writer.add_topic(Topic(0, name, name.lower(), "own" if name == "Orange" else "rival"))
        writer.add_source(SourceRow(0, "Bluesky", "bluesky", every=0))
    add_mentions(path, mentions)
    return path


def is_answered(desk: Desk, name: str) -> bool:
    """Whether nothing that this panel asked for is still to come. A replay's curve, and others, may wait longer."""
    refresher = desk.session.refresher
    return name not in refresher._wanted and name not in refresher._busy


def add_mentions(path: Path, mentions: int) -> None:
    now = time.time_ns() // 1_000_000
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, f"Source {now}", "feed")).id
        entries = [
            Entry(Mention("feed", f"{now}-{n}", "La fibre est en panne", now - n * MINUTE)) for n in range(mentions)
        ]
        writer.add_page(source, entries, cursor="1", due_at=now, seen_at=now, covers=Span(now - 60 * MINUTE, now))
