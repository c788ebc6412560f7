"""Official channels end to end: a setup file, the collector's verb, and a brand's pages on loopback that change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from hubdesk.cli import main
from hubdesk.collector.run import now
from hubdesk.core import Scope
from hubdesk.core.channels import ChannelSilence, Voice
from hubdesk.store.session import open_reader

PAGE = "<html><body>{banner}<main><h1>État des services</h1><p>{text}</p><p>Vu il y a 3 min</p></main></body></html>"
RSS = (
    "<rss version='2.0'><channel><title>Presse</title><link>{base}</link><description>d</description>"
    "{items}</channel></rss>"
)
SALE = "Panne de réseau ? Profitez de -50 % sur la fibre à Lille"
OWNED = "Panne du mail dans le Grand Est : nos équipes sont mobilisées."


class Site(BaseHTTPRequestHandler):
    """A brand's site: what stands on it, by path; None: it does not answer."""

    shown: ClassVar[dict[str, str | None]] = {}

    def do_GET(self) -> None:
        text = self.shown.get(self.path)
        body = (text or "").encode()
        self.send_response(200 if text else 404 if self.path == "/robots.txt" else 503)
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Not into the test's output."""


@pytest.fixture
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    Site.shown.clear()


def put(base: str, banner: str, status: str | None, *entries: str) -> None:
    notice = f'<div role="alert">{banner}</div>' if banner else ""
    items = "".join(f"<item><title>{one}</title><guid isPermaLink='false'>{one}</guid></item>" for one in entries)
    Site.shown.update(
        {
            "/status": PAGE.format(banner="", text=status) if status else None,
            "/banner": PAGE.format(banner=notice, text="Bonjour"),
            "/feed": RSS.format(base=base, items=items),
        }
    )


def declared(folder: Path, base: str) -> Path:
    channels = [("status-page", "status"), ("site-banner", "banner"), ("feed", "feed")]
    tables = "".join(
        f'[[channel]]\ntopic = "Orange"\nkind = "{kind}"\nurl = "{base}/{path}"\nallow_private = true\n'
        for kind, path in channels
    )
    private = f'[[channel]]\ntopic = "Orange"\nkind = "feed"\nurl = "{base}/feed?refused"\n'
    account = '[[channel]]\ntopic = "Orange"\nkind = "account"\naccount = "bluesky:orange.example"\n'
    setup = '[session]\ntitle = "Essai"\n[[topic]]\nname = "Orange"\nrole = "own"\nquery = "orange"\n'
    (folder / "setup.toml").write_text(setup + tables + private + account, "utf-8")
    path = folder / "s.hubdesk"
    assert main(["--lang", "en", "init", str(path), "--from", str(folder / "setup.toml")]) == 0
    return path


def looked(path: Path, since: int) -> dict[str, ChannelSilence]:
    """One round of the collector, and what is known then of each channel on what began at `since`; by the end of its
    address."""
    assert main(["--lang", "en", "--profile", str(path.parent / "profile"), "collect", str(path), "--once"]) == 0
    with open_reader(path) as reader:
        (orange,) = reader.topics()
        keys = [channel.where.rpartition("/")[2] for channel in reader.channels()]
        found = reader.silence(orange, Scope((), since, now()), since=since)
    return dict(zip(keys, found, strict=True))


def test_that_channels_are_watched_from_the_setup_file_to_the_clock(tmp_path: Path, base: str) -> None:
    path, since = declared(tmp_path, base), now()
    put(base, "", "Tous les services fonctionnent.")
    calm = looked(path, since)
    assert {calm[key].state for key in ("status", "banner", "feed")} == {Voice.SILENT}
    assert calm["feed?refused"].state == Voice.UNKNOWN
    assert "allow_private" in calm["feed?refused"].error
    assert calm["bluesky:orange.example"].state == Voice.UNKNOWN  # no source listens to that network

    put(base, SALE, "Tous les services fonctionnent.", "Promo de rentrée à 9,99 €/mois")
    sold = looked(path, since)
    assert {sold[key].state for key in ("status", "banner", "feed")} == {Voice.SILENT}
    assert [word.text for word in sold["banner"].beside] == [SALE]
    assert len(sold["feed"].beside) == 1

    put(base, SALE, OWNED, "Perturbations sur le mail : nos équipes sont mobilisées", "Promo de rentrée à 9,99 €/mois")
    spoke = looked(path, since)
    assert {spoke[key].state for key in ("status", "feed")} == {Voice.SPOKE}
    assert spoke["banner"].state == Voice.SILENT
    statement = spoke["status"].statement
    assert statement is not None
    assert {"51", "67"} <= set(statement.places)


def test_that_a_page_that_fails_is_unknown_until_it_is_seen_again(tmp_path: Path, base: str) -> None:
    path, since = declared(tmp_path, base), now()
    put(base, "", None)
    failed = looked(path, since)["status"]
    assert failed.state == Voice.UNKNOWN
    assert "503" in failed.error
    put(base, "", OWNED)
    assert looked(path, since)["status"].state == Voice.SPOKE
