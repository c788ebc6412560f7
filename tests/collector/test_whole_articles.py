"""From a feed of excerpts to the session: whole articles, what stands beside them, and their comments."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from pytest_httpserver import HTTPServer

import hubdesk
from hubdesk.core import Kind, Mention, Millis, Topic
from hubdesk.plugins import source_row
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.sources.page_fixtures import fixture

ENV: Final = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
PUBLISHED: Final[Millis] = 1_444_635_000_000  # 12 October 2015, as the feed says
PAGES: Final = ("socialhub-2015", "undated-comments", "list-home")
TITLES: Final = {
    "socialhub-2015": "Dans les coulisses du Social Hub d’Orange",
    "undated-comments": "Bouygues Telecom répond sur Free Mobile",
    "list-home": "Actualités télécom",
}
TOPICS: Final = (
    Topic(0, "Orange", "orange", "own"),
    Topic(0, "Bouygues", "bouygues", "rival"),
    Topic(0, "Beside", "in:teaser bouygues"),
    Topic(0, "Said below", "in:comment (free OR orange)"),
)


def collect(session: Path) -> dict[str, object]:
    """One round; what it says of the source."""
    words = ("-m", "hubdesk", "--lang", "en", "--profile", "profile", "collect", str(session), "--once", "--json")
    told = subprocess.run([sys.executable, *words], env=ENV, capture_output=True, text=True, timeout=100)
    assert told.returncode == 0, told.stderr
    line: dict[str, object] = json.loads(told.stdout.splitlines()[-1])
    return line


def stored(session: Path) -> dict[Mention, set[str]]:
    """Each mention that the session holds, and the topics that heard it."""
    with open_reader(session) as reader:
        names = {topic.id: topic.name for topic in reader.topics()}
        held = [reader.mention(number, 2**50) for number in range(1, 20)]
    return {one.mention: {names[match.topic] for match in one.matches} for one in held if one is not None}


@pytest.fixture
def session(tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    items = [
        {
            "id": f"https://site.example/{name}",
            "url": httpserver.url_for(f"/{name}"),
            "title": TITLES[name],
            "summary": "Le début […]",
            "date_published": "2015-10-12T07:30:00Z",
        }
        for name in PAGES
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Presse", "items": items}
    httpserver.expect_request("/feed.json").respond_with_json(feed)
    for name in PAGES:
        httpserver.expect_request(f"/{name}").respond_with_data(fixture(name).html, content_type="text/html")
    path = tmp_path / "presse.hubdesk"
    create(path, NewSession(title="Presse"))
    with open_writer(path) as writer:
        for topic in TOPICS:
            writer.add_topic(topic)
        config: dict[str, str | int | float | bool] = {
            "url": httpserver.url_for("/feed.json"),
            "allow_private": True,
            "full_text": True,
        }
        writer.add_source(source_row("feed", config, "Presse", every=1))
    return path


def test_that_each_topic_hears_its_own_part_of_a_page_and_of_no_other(session: Path) -> None:
    assert collect(session)["new"] == 6
    held = stored(session)
    article = next(one for one in held if one.title == TITLES["socialhub-2015"])
    assert held[article] == {"Orange", "Beside"}
    assert article.published_at == PUBLISHED
    assert "Merci à Marcel" in article.teaser.splitlines()
    comments = [one for one in held if one.kind == Kind.COMMENT]
    assert {one.parent_title for one in comments} == {TITLES["undated-comments"]}
    assert {one.published_at for one in comments} == {None}
    assert [held[one] for one in comments if "Orange" in one.text] == [{"Orange", "Said below"}]
    listed = next(one for one in held if one.title == TITLES["list-home"])
    assert (listed.text, listed.teaser, held[listed]) == ("Le début […]", "", set())


def test_that_a_second_round_asks_for_no_page_again(session: Path, httpserver: HTTPServer) -> None:
    collect(session)
    asked = [request.path for request, _response in httpserver.log]
    assert sorted(asked) == sorted(["/feed.json", "/robots.txt", *(f"/{name}" for name in PAGES)])
    assert collect(session)["new"] == 0
    assert [request.path for request, _response in httpserver.log][len(asked) :] == ["/feed.json"]
