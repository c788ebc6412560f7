"""A request is plainly right or refused."""

import contextlib
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.wall.remote_http import Answer, RefusedError, Request, read_head


def head(*lines):
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def test_that_a_phones_request_is_read():
    request = read_head(head("POST /next HTTP/1.1", "Host: 10.0.0.2:80", "COOKIE:a=b; remote=t=1; c=d ", "X-Y:"))
    assert (request.method, request.path) == ("POST", "/next")
    assert request.says("host") == "10.0.0.2:80"
    assert request.cookie("remote") == "t=1"
    assert request.cookie("emote") == request.says("origin") == request.says("x-y") == ""


@pytest.mark.parametrize(
    "lines",
    [
        ("",),
        ("GET",),
        ("GET /",),
        ("GET  / HTTP/1.1",),
        ("get / HTTP/1.1",),
        ("GET / HTTP/2.0",),
        ("GET http://elsewhere/ HTTP/1.1",),
        ("GET /a b HTTP/1.1",),
        ("GET /\x00 HTTP/1.1",),
        ("GET /é HTTP/1.1",),
        ("GET /" + "a" * 300 + " HTTP/1.1",),
        ("GET / HTTP/1.1", "no colon"),
        ("GET / HTTP/1.1", "A: b", " folded"),
        ("GET / HTTP/1.1", "Na me: b"),
        ("GET / HTTP/1.1", "A: b\nInjected: c"),
        ("GET / HTTP/1.1", "A: \x00"),
        ("GET / HTTP/1.1", "Host: a", "host: b"),
        ("POST / HTTP/1.1", "Content-Length: 1", "content-length: 2"),
        ("POST / HTTP/1.1", "Origin: a", "Origin: a"),
    ],
)
def test_that_what_is_not_plainly_right_is_refused(lines):
    with pytest.raises(RefusedError) as refused:
        read_head(head(*lines))
    assert refused.value.status == HTTPStatus.BAD_REQUEST


@given(st.binary(max_size=400))
def test_that_any_bytes_are_read_or_refused(noise):
    with contextlib.suppress(RefusedError):
        assert isinstance(read_head(noise + b"\r\n\r\n"), Request)


def test_that_an_answer_forbids_what_a_page_could_be_misused_for():
    written = Answer(HTTPStatus.OK, b"hello").written().decode()
    for line in ("Cache-Control: no-store", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY"):
        assert f"\r\n{line}\r\n" in written
    assert written.endswith("Content-Length: 5\r\n\r\nhello")
    assert "Content-Length" not in Answer(HTTPStatus.NO_CONTENT).written().decode()
