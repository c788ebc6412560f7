"""From a real network to a pixel: what is published on real servers reaches the feed of a running desk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from hubdesk.core import SourceRow, Topic
from hubdesk.desk.collecting import collector_command
from hubdesk.desk.window import Desk, Surroundings
from hubdesk.panels.feed import FeedPanel
from hubdesk.plugins import panels, source_row
from hubdesk.settings import Settings, places
from hubdesk.store.session import NewSession, create, open_writer
from hubdesk.widgets.mention_list import MentionList

HERE = {"allow_private": True}
PATIENCE_MS = 20_000  # the desk promises 5 s after a poll; the machine that tests may be busy


class Running:
    """A desk with its collector, and what its feed shows."""

    def __init__(self, qtbot: QtBot, folder: Path, rows: list[SourceRow]) -> None:
        self.qtbot, self.path = qtbot, folder / "live.hubdesk"
        create(self.path, NewSession(title="En direct"))
        with open_writer(self.path) as writer:
            writer.add_topic(Topic(0, "Orange", "orange OR sosh OR livebox", "own", "#ff7900"))
            for row in rows:
                writer.add_source(row)
        profile = folder / "profile"
        here = places(profile)
        collector = partial(collector_command, profile=profile)
        self.desk = Desk(Surroundings(Settings(here.settings_file), here, panels(), collector), self.path)
        qtbot.addWidget(self.desk)
        self.desk.show()
        qtbot.waitUntil(self.is_listening, timeout=PATIENCE_MS)

    def is_listening(self) -> bool:
        from hubdesk.store.session import open_reader  # a look of the test's own, beside the desk

        with open_reader(self.path) as reader:
            return all(row.last_success_at is not None for row in reader.sources())

    def texts(self) -> list[str]:
        panel = self.desk.findChild(FeedPanel)
        model: Any = panel.findChild(MentionList) if panel is not None else None
        return [heard.mention.text for heard in model.rows()] if model is not None else []

    def shows(self, text: str) -> bool:
        return any(text in shown for shown in self.texts())

    def waits_for(self, text: str) -> None:
        self.qtbot.waitUntil(partial(self.shows, text), timeout=PATIENCE_MS)

    def waits_until_gone(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: not self.shows(text), timeout=PATIENCE_MS)

    def close(self) -> None:
        self.desk.close()


@pytest.fixture
def running(qtbot: QtBot, tmp_path: Path) -> Iterator[Any]:
    made: list[Running] = []

    def start(*rows: SourceRow) -> Running:
        made.append(Running(qtbot, tmp_path, list(rows)))
        return made[-1]

    yield start
    for one in made:
        one.close()


def test_that_a_bluesky_post_its_edit_and_its_deletion_reach_the_desk(running: Any, bluesky: Any) -> None:
    desk = running(source_row("bluesky", {"endpoint": bluesky.endpoint(), **HERE}))
    uri = bluesky.publish("Ma Livebox clignote rouge à Lorient depuis l'aube")
    desk.waits_for("Livebox clignote rouge à Lorient")
    bluesky.edit(uri, "Ma Livebox est revenue à Lorient, merci")
    desk.waits_for("Livebox est revenue à Lorient")
    bluesky.delete(uri)
    desk.waits_until_gone("Livebox est revenue à Lorient")


def test_that_a_status_polled_from_a_mastodon_server_reaches_the_desk(running: Any, snac: Any) -> None:
    snac.publish("Un premier message pour que la page ne soit pas vide")
    desk = running(source_row("mastodon", {"url": snac.base, "mode": "public", **HERE}, every=1000))
    snac.publish("Encore une panne Sosh à Quimper ce soir")
    desk.waits_for("panne Sosh à Quimper")


def test_that_a_status_streamed_from_a_mastodon_server_reaches_the_desk(
    running: Any, mastodon_mock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = tmp_path / "tokens.toml"
    tokens.write_text(f'"{mastodon_mock.base}" = "{mastodon_mock.token}"\n', "utf-8")
    tokens.chmod(0o600)
    monkeypatch.setenv("HUBDESK_TOKEN_FILE", str(tokens))
    desk = running(source_row("mastodon", {"url": mastodon_mock.base, "mode": "stream", **HERE}))
    uri = mastodon_mock.publish("Orange me coupe la ligne à Brest")
    desk.waits_for("Orange me coupe la ligne à Brest")
    mastodon_mock.delete(uri)
    desk.waits_until_gone("Orange me coupe la ligne à Brest")
    assert mastodon_mock.token.encode() not in desk.path.read_bytes()


def test_that_a_blog_s_post_and_its_comment_reach_the_desk(running: Any, wordpress: Any) -> None:
    base = wordpress.base
    desk = running(
        source_row("feed", {"url": f"{base}/feed/", **HERE}, "Le blog", every=1000),
        source_row("feed", {"url": f"{base}/comments/feed/", **HERE}, "Ses commentaires", every=1000),
    )
    url = wordpress.publish("Chez Orange, la fibre de Roubaix est coupée pour trois jours.", title="Orange à Roubaix")
    desk.waits_for("la fibre de Roubaix est coupée")
    wordpress.comment(url, "Pareil ici, Orange ne répond plus au 3900.", author="Artisan du 40")
    desk.waits_for("Orange ne répond plus au 3900")
