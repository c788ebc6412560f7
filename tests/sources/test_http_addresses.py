"""Where Http goes and where it does not, on every hop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from hubdesk.sources.address import BlockedError, checked_addresses, is_public
from hubdesk.sources.errors import SourceError
from hubdesk.sources.http import Answer, Http
from tests.sources.raw_server import says, serving


def answering(*answers: httpx.Response) -> tuple[Http, list[httpx.Request]]:
    """A client whose servers give these answers in turn; and what they were asked."""
    asked: list[httpx.Request] = []
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return left.pop(0)

    return Http(transport=httpx.MockTransport(answer)), asked


def to(status: int, location: str) -> httpx.Response:
    return httpx.Response(status, headers={"Location": location})


def get(http: Http, url: str, **how: Any) -> Answer:
    return asyncio.run(http.get(url, **how))


def resolving(*addresses: str) -> Any:
    async def lookup(host: str, port: int) -> Sequence[str]:
        return addresses

    return lookup


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:0:4136:e378::1", "2001:db8::1", "not an address",
    ],
)  # fmt: skip
def test_that_addresses_of_our_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_that_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://localhost./", "http://LOCALHOST/", "http://a.localhost/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://printer.local/",
        "http://router.home.arpa/",
    ],
)  # fmt: skip
def test_that_our_own_network_is_refused_without_asking_anyone(url: str) -> None:
    http, asked = answering(httpx.Response(200))
    with pytest.raises(BlockedError, match="allow_private"):
        get(http, url)
    assert not asked


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://0/",
        "http://1.2.3.4.5/", "http://example.org:80@127.0.0.1/", "http://user@example.org/", "http://user:pw@example.org/",
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)", "//example.org/",
        "example.org", "", "http://", "http://[::1", "http://exa mple.org/", "http://a..b/\n", "data:text/xml,<rss/>",
        "http://example.org/" + "x" * 9_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("allow_private", [False, True])
def test_that_what_is_no_plain_web_address_is_refused_even_when_private_ones_are_allowed(
    url: str, allow_private: bool
) -> None:
    http, asked = answering(httpx.Response(200))
    with pytest.raises(SourceError) as caught:
        get(http, url, allow_private=allow_private)
    assert not asked
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd", "http://2130706433/", "http://u@x.example/",
     "http://localhost./", "gopher://x.example/", "http://["],
)  # fmt: skip
def test_that_each_hop_is_checked_like_the_first(location: str) -> None:
    http, asked = answering(to(302, location), httpx.Response(200))
    with pytest.raises(SourceError):
        get(http, "https://feed.example/")
    assert len(asked) == 1


def test_that_a_redirect_to_a_file_is_refused_even_when_private_addresses_are_allowed() -> None:
    http, asked = answering(to(302, "file:///etc/passwd"), httpx.Response(200))
    with pytest.raises(SourceError, match="sends us elsewhere"):
        get(http, "http://127.0.0.1/", allow_private=True)
    assert len(asked) == 1


def test_that_a_name_that_resolves_to_loopback_is_never_connected_to() -> None:
    async def play() -> None:
        async with serving(says("200 OK", b"inside")) as server, Http(lookup=resolving("127.0.0.1")) as http:
            with pytest.raises(BlockedError, match=r"evil\.example is on this machine"):
                await http.get(f"http://evil.example:{server.port}/")
            assert not server.asked

    asyncio.run(play())


def test_that_the_name_is_asked_for_once_and_its_checked_address_is_used() -> None:
    asked: list[str] = []

    async def lookup(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.99"]

    async def play() -> str:
        async with serving(says("200 OK", b"here")) as server, Http(lookup=lookup) as http:
            await http.get(f"http://feed.example:{server.port}/", allow_private=True)
            return server.asked[0]

    head = asyncio.run(play())
    assert "Host: feed.example:" in head
    assert asked == ["feed.example"]


def test_that_only_the_public_addresses_of_a_name_are_kept() -> None:
    found = asyncio.run(
        checked_addresses("x.example", 80, allow_private=False, lookup=resolving("10.0.0.1", "8.8.8.8", "::1"))
    )
    assert found == ("8.8.8.8",)


def test_that_an_unknown_name_is_one_clear_line() -> None:
    async def lookup(host: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    async def play() -> None:
        async with Http(lookup=lookup) as http:
            await http.get("https://nowhere.example/")

    with pytest.raises(SourceError, match=r"nowhere\.example is unknown"):
        asyncio.run(play())


def test_that_redirects_are_followed_five_times_and_no_more() -> None:
    http, asked = answering(*(to(302, f"/{n}") for n in range(9)))
    with pytest.raises(SourceError, match="circles"):
        get(http, "https://feed.example/")
    assert len(asked) == 6


def test_that_a_permanent_move_is_told_and_a_passing_one_is_not() -> None:
    http, _asked = answering(to(301, "/b"), to(308, "https://new.example/c"), httpx.Response(200))
    assert get(http, "https://feed.example/a").moved_to == "https://new.example/c"
    http, _asked = answering(to(301, "/b"), to(302, "/c"), httpx.Response(200))
    answer = get(http, "https://feed.example/a")
    assert (answer.url, answer.moved_to) == ("https://feed.example/c", "")


def test_that_a_token_stays_with_its_origin() -> None:
    for elsewhere in ("https://other.example/", "http://api.example/", "https://api.example:444/"):
        http, asked = answering(to(302, elsewhere), httpx.Response(200))
        get(http, "https://api.example/", token="secret")
        assert [request.headers.get("authorization") for request in asked] == ["Bearer secret", None]
    http, asked = answering(to(302, "/there"), httpx.Response(200))
    get(http, "https://api.example/", token="secret")
    assert asked[1].headers["authorization"] == "Bearer secret"


def test_that_a_token_is_in_no_message() -> None:
    http, _asked = answering(httpx.Response(401, content=b"secret"))
    with pytest.raises(SourceError) as caught:
        get(http, "https://api.example/?key=secret", token="secret")
    assert "secret" not in repr(caught.value)


def test_that_a_proxy_is_asked_for_public_names_and_never_for_private_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> tuple[list[str], list[str]]:
        async with serving(says("200 OK", b"by proxy")) as proxy, serving(says("200 OK", b"direct")) as server:
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv("no_proxy", "near.example")
            async with Http(lookup=resolving("127.0.0.1")) as http:
                assert (await http.get("http://feed.example/x")).body == b"by proxy"
                assert (await http.get(server.url, allow_private=True)).body == b"direct"
                for refused in ("http://10.0.0.1/", "http://near.example/"):
                    with pytest.raises(BlockedError):
                        await http.get(refused)
            return proxy.asked, server.asked

    by_proxy, direct = asyncio.run(play())
    assert by_proxy[0].startswith("GET http://feed.example/x ")
    assert len(by_proxy) == len(direct) == 1


@pytest.mark.parametrize("host", ["169.254.169.254", "[::ffff:169.254.169.254]", "[fd00:ec2::254]"])
def test_that_a_cloud_s_keys_are_asked_for_by_nobody(host: str) -> None:
    http, asked = answering(to(302, f"http://{host}/latest/meta-data/"))
    with pytest.raises(BlockedError, match="keys"):
        get(http, "http://127.0.0.1/feed", allow_private=True)
    assert len(asked) == 1


def test_that_a_name_for_a_cloud_s_keys_is_refused_as_well() -> None:
    asking = checked_addresses("forum.example", 80, allow_private=True, lookup=resolving("169.254.169.254"))
    with pytest.raises(BlockedError):
        asyncio.run(asking)
