"""The remote over real sockets: what a phone may do, and what nobody may."""

import contextlib
import json
import logging
import socket
import threading
import time

import pytest

from hubdesk.core import FailedError
from hubdesk.wall import remote_server
from hubdesk.wall.remote_door import MOST_WRONG, Door, Entry
from hubdesk.wall.remote_page import RemoteState
from hubdesk.wall.remote_server import WISHES, RemoteServer
from tests.wall.remote_fakes import PhoneOf, read


class Remote:
    def __init__(self):
        self.door = Door()
        self.happened = []
        self.server = RemoteServer(self.door, self.happened.append)
        self.address = self.server.start(port=0)

    def phone(self):
        return PhoneOf(self.address)

    def phone_inside(self):
        phone = self.phone()
        assert phone.enter(self.door.new_code()).status == 303
        return phone

    @property
    def wishes(self):
        return [one.wish for one in self.happened if one.wish]


@pytest.fixture
def remote():
    remote = Remote()
    yield remote
    remote.server.close()


# What a phone may do.


def test_that_a_phone_comes_in_by_its_code_and_presses_four_buttons(remote):
    remote.server.show(RemoteState("Crisis", "Morning", pinned=True))
    phone = remote.phone()
    assert 'action="/code"' in phone.get("/").body
    code = remote.door.new_code()
    entered = phone.enter(f"{code[:3]}+{code[3:]}", User_Agent="Mozilla/5.0 (Linux; Android 16) Mobile")
    assert (entered.status, entered.fields["location"]) == (303, "/")
    assert entered.fields["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert ">Crisis</h1>" in phone.get("/").body
    assert json.loads(phone.get("/state").body) == {"now": "Crisis", "next": "Morning", "pinned": True, "blank": False}
    assert [phone.post(f"/{wish}").status for wish in WISHES] == [204] * 4
    assert remote.wishes == list(WISHES)
    assert [(one.address, one.kind) for one in remote.door.phones()] == [("127.0.0.1", "Android")]


def test_that_two_phones_are_served_and_one_is_put_out(remote):
    first, second = remote.phone_inside(), remote.phone_inside()
    assert first.cookie != second.cookie
    remote.door.drop(remote.door.phones()[0].number)
    assert first.get("/state").status == 401
    assert first.post("/next").status == 401
    assert 'action="/code"' in first.get("/").body
    assert second.post("/blank").status == 204
    assert remote.wishes == ["blank"]


def test_that_what_is_shown_changes_while_it_runs(remote):
    phone = remote.phone_inside()
    remote.server.show(RemoteState("Duel"))
    assert json.loads(phone.get("/state").body)["now"] == "Duel"


# What nobody may.


def test_that_outside_nothing_is_told_and_nothing_done(remote):
    remote.server.show(RemoteState("Secret plan", "Next plan"))
    stranger = remote.phone()
    for cookie in ("", "hubdesk_remote=", "hubdesk_remote=None", "hubdesk_remote=" + "x" * 43):
        stranger.cookie = cookie
        assert [stranger.post(f"/{wish}").status for wish in WISHES] == [401] * 4
        assert stranger.get("/state").status == 401
        assert "plan" not in stranger.get("/").body
    assert remote.wishes == []


def test_that_a_used_code_lets_nobody_in(remote):
    code = remote.door.new_code()
    assert remote.phone().enter(code).status == 303
    second = remote.phone().enter(code)
    assert second.status == 403
    assert "No code counts now." in second.body
    assert "set-cookie" not in second.fields


def test_that_a_flood_of_wrong_codes_locks_the_code_and_is_told_once(remote):
    code = remote.door.new_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    inside = Remote.phone(remote)
    replies = [remote.phone().enter(wrong) for _n in range(MOST_WRONG + 20)]
    assert {reply.status for reply in replies} == {403}
    assert "4 tries are left" in replies[0].body
    assert "Too many wrong codes" in replies[MOST_WRONG - 1].body
    assert inside.enter(code).status == 403
    assert [one.entry for one in remote.happened] == [Entry.WRONG] * (MOST_WRONG - 1) + [Entry.LOCKED]
    assert remote.phone_inside().post("/next").status == 204


@pytest.mark.parametrize("said", ["", "12345", "1234567", "abcdef", "%00%00%00%00%00%00", "١٢٣٤٥٦", "-12345", "1e1000"])
def test_that_what_is_no_code_costs_no_try(remote, said):
    remote.door.new_code()
    assert remote.phone().ask("POST", "/code", f"code={said}".encode().decode("latin-1"), ours(remote)).status == 400
    assert remote.phone().ask("POST", "/code", f"kode={said}".encode().decode("latin-1"), ours(remote)).status == 400
    assert remote.door.tries_left() == MOST_WRONG


def ours(remote):
    return {"Origin": remote.address.url.removesuffix("/")}


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..\\..\\windows\\win.ini",
        "//next",
        "/next/",
        "/next?",
        "/NEXT",
        "/state.json",
        "/favicon.ico",
        "/zoom",
        "/withdraw",
        "/message",
        "/%6eext",
    ],
)
def test_that_any_other_path_is_not_there(remote, path):
    phone = remote.phone_inside()
    assert phone.get(path).status == 404
    assert phone.post(path).status == 404
    assert remote.wishes == []


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "BREW"])
def test_that_any_other_method_is_refused(remote, method):
    phone = remote.phone_inside()
    for path in ("/", "/state", "/code", "/next"):
        reply = phone.ask(method, path, fields=ours(remote))
        assert reply.status == 405
        assert not any(name.startswith("access-control") for name in reply.fields)
    assert phone.get("/next").status == phone.get("/code").status == phone.post("/state").status == 405
    assert remote.wishes == []


@pytest.mark.parametrize(
    "fields",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_that_another_origins_page_presses_no_button_with_a_phones_cookie(remote, fields):
    phone = remote.phone_inside()
    code = remote.door.new_code()
    assert [phone.post(f"/{wish}", **fields).status for wish in WISHES] == [403] * 4
    assert phone.enter(code, **fields).status == 403
    assert remote.wishes == []
    assert remote.door.has_code()


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"]
)
def test_that_a_name_that_leads_here_is_answered_nothing(remote, host):
    """DNS rebinding: a stranger's name is pointed at this machine, so that its page has our origin."""
    phone = remote.phone_inside()
    name = host.format(port=remote.address.port)
    fields = {"Host": name, "Origin": f"http://{name}", "Sec_Fetch_Site": "same-origin"}
    assert phone.ask("POST", "/next", fields=fields).status == 421
    assert phone.ask("GET", "/state", fields=fields).status == 421
    assert "<html" not in phone.ask("GET", "/", fields=fields).body
    assert remote.wishes == []


def test_that_localhost_is_this_machine_too(remote):
    assert remote.phone().get("/", Host=f"localhost:{remote.address.port}").status == 200


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),  # TLS: told at once, not when its time is over
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5_000 + b"\r\n", 431),
        (b"POST /code HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        (b"POST /code HTTP/1.1\r\nContent-Length: 65\r\n\r\n" + b"a" * 65, 413),
        (b"POST /code HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /code HTTP/1.1\r\nContent-Length: +6\r\n\r\n", 400),
        (b"POST /code HTTP/1.1\r\nContent-Length: 0x5\r\n\r\n", 400),
        (b"POST /code HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 501),
        (b"POST /code HTTP/1.1\r\nTransfer-Encoding:\r\nContent-Length: 3\r\n\r\nabc", 501),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ],
)
def test_that_bytes_that_are_no_small_request_are_refused(remote, said, status):
    assert remote.phone().send(said).status == status
    assert remote.phone().get("/").status == 200


def test_that_a_second_request_on_one_line_is_not_heard(remote):
    phone = remote.phone_inside()
    one = f"POST /next HTTP/1.1\r\nHost: {phone.host}\r\nOrigin: http://{phone.host}\r\nCookie: {phone.cookie}\r\n\r\n"
    assert phone.send(one.encode() * 5).status == 204
    assert remote.wishes == ["next"]


# What bounds it.


def test_that_a_head_that_drips_is_cut_off_in_time(remote, monkeypatch):
    monkeypatch.setattr(remote_server, "REQUEST_SECONDS", 0.3)
    with remote.phone().connected() as line:
        line.settimeout(0.02)
        heard = b""
        with contextlib.suppress(OSError):
            for _n in range(1_000):  # a byte each time: each is in time, all of them are not
                line.sendall(b"G")
                with contextlib.suppress(TimeoutError):
                    heard = line.recv(100)
                    break
    assert heard.startswith(b"HTTP/1.1 408 ")


def test_that_a_body_that_never_comes_is_not_waited_for(remote, monkeypatch):
    monkeypatch.setattr(remote_server, "REQUEST_SECONDS", 0.3)
    phone = remote.phone()
    with phone.connected() as line:
        line.sendall(f"POST /code HTTP/1.1\r\nHost: {phone.host}\r\nContent-Length: 11\r\n\r\ncode=".encode())
        assert read(line).status == 408


def test_that_who_takes_no_answer_is_dropped(remote, monkeypatch):
    monkeypatch.setattr(remote_server, "LINGER_SECONDS", 0.3)
    phone = remote.phone()
    with phone.connected() as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {phone.host}\r\n\r\n".encode())
        assert read(line).status == 200
        assert dropped(line), "it would stay for as long as the other side likes"


def dropped(line):
    """Whether the other side ended the connection: sending fails, soon if not at once."""
    line.settimeout(5)
    with contextlib.suppress(OSError):
        for _n in range(10_000):
            line.sendall(b"x" * 1_000)
        return False
    return True


def test_that_lines_kept_open_shut_out_no_phone_for_long(remote, monkeypatch):
    monkeypatch.setattr(remote_server, "REQUEST_SECONDS", 0.3)
    with contextlib.ExitStack() as lines:
        held = [lines.enter_context(remote.phone().connected()) for _n in range(80)]
        assert len(remote.server._lines) <= remote_server.MOST_EACH
        for line in held:
            with contextlib.suppress(ConnectionError):
                assert read(line).status in (0, 408)  # hung up on at once, or when its time was over
    assert eventually(lambda: remote.phone().get("/").status == 200)


def eventually(holds):
    """Whether it comes to hold: the other side hears a moment later that we hung up."""
    tries = 0
    while not holds() and tries < 500:
        tries += 1
        threading.Event().wait(0.01)
    return tries < 500


def test_that_a_mad_phone_is_slowed(remote, monkeypatch):
    phone, now = remote.phone_inside(), time.monotonic()
    monkeypatch.setattr(remote.door, "_clock", lambda: now)  # all within a moment, however slow this machine is
    statuses = [phone.post("/next").status for _n in range(20)]
    assert statuses == [204] * 10 + [429] * 10
    assert len(remote.wishes) == 10


def test_that_many_at_once_are_each_answered_or_hung_up_on(remote):
    phone = remote.phone_inside()
    statuses = []

    def ask():
        for _n in range(20):
            with contextlib.suppress(ConnectionError):
                statuses.append(phone.get("/state").status)

    threads = [threading.Thread(target=ask) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200}


# How it starts and ends.


def test_that_it_is_on_this_machine_alone_unless_asked(remote):
    assert remote.address.host == "127.0.0.1"
    assert remote.address.url == f"http://127.0.0.1:{remote.address.port}/"


def test_that_the_local_network_is_its_one_address_and_name(monkeypatch):
    monkeypatch.setattr(remote_server, "lan_address", lambda: "127.0.0.2")
    server = RemoteServer(Door(), print)
    address = server.start(lan=True, port=0)
    try:
        assert address.host == "127.0.0.2"
        phone = PhoneOf(address)
        assert phone.get("/").status == 200
        assert phone.get("/", Host=f"localhost:{address.port}").status == 421
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", address.port), 5)
    finally:
        server.close()


class FakeSocket(socket.socket):
    found = ""

    def connect(self, _address):
        if not self.found:
            raise OSError("Network is unreachable")

    def getsockname(self):
        return (self.found, 1)


@pytest.mark.parametrize(
    ("found", "words"), [("", "in no local network"), ("8.8.8.8", "open to the internet at 8.8.8.8")]
)
def test_that_without_a_network_of_its_own_it_says_so(monkeypatch, found, words):
    monkeypatch.setattr(FakeSocket, "found", found)
    monkeypatch.setattr(socket, "socket", FakeSocket)
    with pytest.raises(FailedError, match=words):
        remote_server.lan_address()


def test_that_a_taken_port_gives_another(remote):
    second = RemoteServer(Door(), print)
    address = second.start(port=remote.address.port)
    try:
        assert address.port not in (0, remote.address.port)
        assert PhoneOf(address).get("/").status == 200
    finally:
        second.close()


def test_that_an_address_that_is_not_ours_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(remote_server, "lan_address", lambda: "10.255.255.254")
    with pytest.raises(FailedError, match=r"^The remote cannot listen at 10\.255\.255\.254: .+\.$"):
        RemoteServer(Door(), print).start(lan=True, port=0)


def test_that_closing_cuts_off_who_waits_and_frees_the_port(remote):
    phone = remote.phone()
    with phone.connected() as line:
        line.sendall(b"GET / HT")
        remote.server.close()
        with contextlib.suppress(ConnectionError):
            assert line.recv(100) == b""
    with socket.create_server((remote.address.host, remote.address.port)):
        pass
    remote.server.close()  # twice is once


def test_that_no_code_and_no_token_are_in_the_log(remote, caplog):
    caplog.set_level(logging.DEBUG)
    code = remote.door.new_code()
    phone = remote.phone()
    phone.enter(code)
    phone.post("/next")
    assert code not in caplog.text
    assert phone.cookie.partition("=")[2] not in caplog.text
