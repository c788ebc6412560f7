"""How alerts go out: a webhook or a command that misbehaves costs a line, never more."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from hubdesk.collector.alert_send import SIGNATURE, Sent, place, to_command, to_webhook
from hubdesk.core.alert_ways import AlertWays
from hubdesk.sources.http import Http
from tests.sources.raw_server import Script, begins, breaks_off, endlessly, says, says_nothing, serving

BODY = json.dumps({"summary": "é"}).encode()


def hooked(url: str, secret: str = "", allow_private: bool = True) -> Sent:
    async def play() -> Sent:
        async with Http() as http:
            return await to_webhook(http, AlertWays(url, allow_private, secret), BODY, deadline=20.0, pauses=(0.0, 0.0))

    return asyncio.run(play())


def hook(*scripts: Script, deadline: float = 20.0) -> tuple[Sent, int]:
    """What became of it, and how often the server was asked."""

    async def play() -> tuple[Sent, int]:
        async with serving(*scripts) as server, Http() as http:
            ways = AlertWays(server.url + "secret?token=1", True)
            sent = await to_webhook(http, ways, BODY, deadline=deadline, pauses=(0.0, 0.0))
            return sent, len(server.asked)

    return asyncio.run(play())


def ran(*argv: str, body: bytes = BODY, deadline: float = 60.0) -> Sent:
    return asyncio.run(to_command(argv, body, deadline=deadline))


def python(code: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *words)


@pytest.mark.parametrize("secret", ["", "clé s3crète"])
def test_that_a_webhook_hears_the_body_signed_where_there_is_a_secret(httpserver: HTTPServer, secret: str) -> None:
    heard: list[Request] = []

    def take(request: Request) -> Response:
        request.get_data()
        heard.append(request)
        return Response("thanks")

    httpserver.expect_request("/x").respond_with_handler(take)
    assert hooked(httpserver.url_for("/x"), secret) == Sent(True)
    (request,) = heard
    assert request.get_data() == BODY
    assert request.content_type == "application/json"
    wanted = "sha256=" + hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest() if secret else None
    assert request.headers.get(SIGNATURE) == wanted
    assert "Authorization" not in request.headers


@pytest.mark.parametrize(
    ("scripts", "asked", "why"),
    [
        ([says_nothing], 3, "3 attempts"),
        ([begins("X-A: b", then=endlessly(b"x" * 100_000))], 1, ""),
        ([breaks_off], 3, "broke"),
        ([says("500 No", b"x" * 10_000_000)], 3, "500"),
        ([says("500 No"), says("429 Slow"), says("204 Yes")], 3, ""),
        ([says("302 Found", b"", "Location: http://127.0.0.1/"), says("200 OK")], 1, "elsewhere"),
        ([says("401 Who")], 1, "secret"),
        ([says("404 Nothing")], 1, "nothing"),
        ([says("418 Teapot")], 1, "418"),
    ],
)
def test_that_a_webhook_is_asked_three_times_where_that_may_heal(
    scripts: Sequence[Script], asked: int, why: str
) -> None:
    sent, count = hook(*scripts, deadline=0.5 if says_nothing in scripts else 20.0)
    assert (sent.ok, count) == (not why, asked)
    assert why in sent.why
    assert "\n" not in sent.why
    assert "token" not in sent.why


def test_that_a_webhook_on_our_own_network_is_refused_unless_the_settings_allow_it(httpserver: HTTPServer) -> None:
    sent = hooked("https://127.0.0.1/x?token=1", allow_private=False)
    assert not sent.ok
    assert "unless the settings allow it" in sent.why
    assert "token" not in sent.why
    assert httpserver.log == []


def test_that_an_address_is_told_without_what_may_be_secret() -> None:
    assert place("https://hooks.example.org:8443/T0/B1/s3cret?token=s3cret#s3cret") == "https://hooks.example.org:8443"
    assert place("https://[::1/") == "?"


def test_that_a_command_gets_the_body_on_its_stdin_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "heard"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read()); print('x' * 100)"
    body = b'{"a": "' + b"x" * 300_000 + b'"}'
    assert ran(*python(code, str(out)), body=body) == Sent(True)
    assert out.read_bytes() == body


def test_that_a_command_is_started_without_a_shell(tmp_path: Path) -> None:
    out = tmp_path / "heard"
    code = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
    assert ran(*python(code, str(out), "$(touch x); `id` | cat")).ok
    assert out.read_text("utf-8") == "$(touch x); `id` | cat"


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("/no/such/program",), "cannot be started"),
        (("/",), "cannot be started"),
        (("no\0such",), "cannot be started"),
        (python("raise SystemExit(3)"), "code 3"),
        (python("import os; os.kill(os.getpid(), 9)"), "code -9"),
    ],
)
def test_that_a_command_that_fails_costs_one_line(argv: tuple[str, ...], why: str) -> None:
    sent = ran(*argv)
    assert not sent.ok
    assert why in sent.why
    assert "\n" not in sent.why


def test_that_a_command_that_reads_nothing_is_no_fault() -> None:
    assert ran(*python("pass"), body=b"x" * 1_000_000) == Sent(True)


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "while True: print('x' * 100_000)",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    ],
)
def test_that_a_command_that_does_not_end_is_ended(code: str) -> None:
    sent = ran(*python(code), deadline=0.7)
    assert not sent.ok
    assert "it was ended" in sent.why


@pytest.mark.parametrize("waits", [True, False])
def test_that_nothing_is_left_of_what_a_command_started(tmp_path: Path, waits: bool) -> None:
    """Also where the command itself ends at once."""
    pid = tmp_path / "pid"
    code = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(pid)!r}, 'w').write(str(child.pid)); time.sleep({60 if waits else 0})"
    )
    assert ran(*python(code), deadline=5.0 if waits else 60.0).ok is not waits
    stat = Path(f"/proc/{pid.read_text('utf-8')}/stat")
    limit = time.monotonic() + 20
    while stat.exists() and ") Z " not in stat.read_text("utf-8"):  # the system buries it when it has time
        assert time.monotonic() < limit
