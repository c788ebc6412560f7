"""The real servers as fixtures, started once a run when a test asks for them."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.counterparts import servers
from tests.real_servers import ABSENT, RAN

Start = Callable[[Path], contextlib.AbstractContextManager[Any]]


@dataclass
class Mastodon:
    """A server that speaks Mastodon's language, and somebody who may write on it."""

    base: str
    token: str
    seen: dict[str, str] = field(default_factory=dict)

    def publish(self, text: str, **more: str) -> str:
        """Returns the status's identity on the network."""
        status = self.call("POST", "/api/v1/statuses", data={"status": text, "visibility": "public", **more})
        self.seen[status["uri"]] = status["id"]
        return str(status["uri"])

    def edit(self, uri: str, text: str) -> None:
        self.call("PUT", f"/api/v1/statuses/{self.seen[uri]}", data={"status": text})

    def delete(self, uri: str) -> None:
        self.call("DELETE", f"/api/v1/statuses/{self.seen[uri]}")

    def call(self, method: str, path: str, **how: Any) -> Any:
        """One request, on a connection of its own: snac closes kept ones without saying so."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx.request(method, self.base + path, headers=headers, timeout=20, trust_env=False, **how)
        answer.raise_for_status()
        return answer.json() if answer.content else None


@dataclass
class Bluesky:
    """A data server, somebody who writes on it, and where its stream is."""

    base: str
    stream: str
    did: str = ""
    session: str = ""

    def sign_up(self, name: str) -> Bluesky:
        """Another person on the same server."""
        account = {"handle": f"{name}.test", "email": f"{name}@example.com", "password": "pw-123456"}
        made = Bluesky(self.base, self.stream).call("com.atproto.server.createAccount", **account)
        return Bluesky(self.base, self.stream, made["did"], made["accessJwt"])

    def endpoint(self, old: bool = False) -> str:
        return self.stream + ("/subscribe" if old else "/xrpc/network.bsky.jetstream.subscribeEvents")

    def publish(self, text: str, **more: Any) -> str:
        """Returns the post's at:// address."""
        record = self._record(text, **more)
        made = self.call("com.atproto.repo.createRecord", repo=self.did, collection="app.bsky.feed.post", record=record)
        return str(made["uri"])

    def edit(self, uri: str, text: str) -> None:
        self.call("com.atproto.repo.putRecord", **self._place(uri), record=self._record(text))

    def delete(self, uri: str) -> None:
        self.call("com.atproto.repo.deleteRecord", **self._place(uri))

    def take_down(self, did: str) -> None:
        """As the server's administrator."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": did}
        body = {"subject": subject, "takedown": {"applied": True, "ref": "test"}}
        url = f"{self.base}/xrpc/com.atproto.admin.updateSubjectStatus"
        httpx.post(url, json=body, auth=("admin", "admin-pass"), timeout=20, trust_env=False).raise_for_status()

    def call(self, method: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.session}"} if self.session else {}
        answer = httpx.post(f"{self.base}/xrpc/{method}", json=body, headers=headers, timeout=20, trust_env=False)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def _place(self, uri: str) -> dict[str, str]:
        return {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": uri.rsplit("/", 1)[1]}

    @staticmethod
    def _record(text: str, **more: Any) -> dict[str, Any]:
        # Now, as an application of a reader writes it: a desk that shows the last 24 hours is to show it.
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"$type": "app.bsky.feed.post", "text": text, "createdAt": now, "langs": ["fr"], **more}


@dataclass
class WordPress:
    """A blog."""

    base: str
    site: Path

    def publish(self, text: str, title: str = "Panne de fibre") -> str:
        """Returns the post's address."""
        return servers.write_to_wordpress(self.site, "publish", title, text)

    def comment(self, url: str, text: str, author: str = "Lectrice") -> str:
        return servers.write_to_wordpress(self.site, "comment", url, text, author)

    @contextlib.contextmanager
    def only_excerpts(self) -> Iterator[None]:
        """While the block runs, its feed brings only the beginning of articles."""
        servers.write_to_wordpress(self.site, "excerpts", "1")
        try:
            yield
        finally:
            servers.write_to_wordpress(self.site, "excerpts", "0")

    def edit(self, url: str, text: str) -> None:
        servers.write_to_wordpress(self.site, "edit", url, text)

    def delete(self, url: str) -> None:
        servers.write_to_wordpress(self.site, "delete", url)


@dataclass
class Isso:
    """A comment server: no posts, only what readers write under a page."""

    base: str

    def comment(self, page: str, text: str, author: str = "Lectrice") -> None:
        body = {"text": text, "author": author, "title": "Une page"}
        answer = httpx.post(f"{self.base}/new", params={"uri": page}, json=body, timeout=20, trust_env=False)
        answer.raise_for_status()

    def feed(self, page: str) -> str:
        return f"{self.base}/feed?uri={page}"


@contextlib.contextmanager
def _started(name: str, request: pytest.FixtureRequest, folders: pytest.TempPathFactory, start: Start) -> Iterator[Any]:
    """A counterpart while the run lasts; skips, by name, when it is not installed."""
    if sys.platform == "win32":
        pytest.skip("the real servers run on Linux and macOS")
    if not servers.INSTALLER.ready(name):
        request.config.stash[ABSENT].add(name)
        pytest.skip(f"{name} is not installed; run: python packaging/counterparts.py install --only {name}")
    with start(folders.mktemp(name, numbered=True) / "state") as found:
        request.config.stash[RAN].add(name)
        yield found


@pytest.fixture(scope="session")
def mastodon_mock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mastodon]:
    with _started("mastodon-mock", request, tmp_path_factory, servers.mastodon_mock) as base:
        yield Mastodon(base, "tok-alice")


@pytest.fixture(scope="session")
def snac(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mastodon]:
    with _started("snac", request, tmp_path_factory, servers.snac) as (base, passwords):
        yield Mastodon(base, _snac_token(base, "alice", passwords["alice"]))


@pytest.fixture(scope="session")
def bluesky(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bluesky]:
    with _started("bluesky", request, tmp_path_factory, servers.bluesky) as (base, stream):
        yield Bluesky(base, stream).sign_up("alice")


@pytest.fixture(scope="session")
def wordpress(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    with _started("wordpress", request, tmp_path_factory, servers.wordpress) as (base, site):
        yield WordPress(base, site)


@pytest.fixture(scope="session")
def isso(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Isso]:
    with _started("isso", request, tmp_path_factory, servers.isso) as base:
        yield Isso(base)


def _snac_token(base: str, name: str, password: str) -> str:
    """Through its sign-in page, as a browser would."""
    redirect = "urn:ietf:wg:oauth:2.0:oob"
    with httpx.Client(base_url=base, timeout=20, trust_env=False) as web:
        app = {"client_name": "hubdesk", "redirect_uris": redirect, "scopes": "read write"}
        keys = web.post("/api/v1/apps", data=app).json()
    with httpx.Client(base_url=base, timeout=20, trust_env=False) as web:
        ask = {"client_id": keys["client_id"], "redirect_uri": redirect, "response_type": "code", "scope": "read write"}
        page = web.get("/oauth/authorize", params=ask).text
    form = dict(re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', page)) | {"login": name, "passwd": password}
    action = re.search(r'action="([^"]+)"', page)
    assert action is not None
    with httpx.Client(base_url=base, timeout=20, trust_env=False) as web:
        said = web.post(action[1], data=form)
    code = re.search(r"code=([\w-]+)", said.headers.get("location", "") + said.text) or re.search(
        r"([0-9a-f]{16,})", said.text
    )
    assert code is not None
    with httpx.Client(base_url=base, timeout=20, trust_env=False) as web:
        give = {"grant_type": "authorization_code", "code": code[1], "redirect_uri": redirect}
        told = web.post("/oauth/token", data=give | {key: keys[key] for key in ("client_id", "client_secret")})
    told.raise_for_status()
    return str(told.json()["access_token"])
