"""The remote on the wall's thread: wishes come as signals, the console knows of codes and phones, closing is quiet."""

import json
import threading

import pytest

from hubdesk.wall.remote import Remote
from hubdesk.wall.remote_door import MOST_PHONES, MOST_WRONG
from tests.wall.remote_fakes import PhoneOf


class Heard:
    def __init__(self, remote):
        self.wishes, self.lines, self.threads, self.ended = [], [], set(), 0
        remote.wished.connect(self.wish)
        remote.told.connect(self.lines.append)
        remote.code_ended.connect(self.end)

    def wish(self, word):
        self.wishes.append(word)
        self.threads.add(threading.current_thread())

    def end(self):
        self.ended += 1


@pytest.fixture
def remote(qtbot):
    remote = Remote()
    yield remote
    remote.close()
    remote.deleteLater()


def test_that_it_is_off_until_it_is_started(remote):
    remote.set_state("Morning", "Crisis", False, False)
    assert remote.address is None
    assert remote.new_code() == ""
    assert remote.phones == ()


def test_that_a_wish_arrives_on_the_walls_thread(remote, qtbot):
    heard = Heard(remote)
    phone = PhoneOf(remote.start(port=0))
    with qtbot.waitSignal(remote.phones_changed):
        phone.enter(remote.new_code())
    assert heard.lines == ["A phone came in to the remote."]
    assert (heard.ended, remote.code) == (1, "")
    phone.post("/previous")
    phone.post("/pin")
    qtbot.waitUntil(lambda: heard.wishes == ["previous", "pin"])
    assert heard.threads == {threading.main_thread()}


def test_that_a_phone_is_told_what_was_on_before_it_started(remote):
    remote.set_state("Morning", "Crisis", True, False)
    phone = PhoneOf(remote.start(port=0))
    phone.enter(remote.new_code())
    assert json.loads(phone.get("/state").body) == {"now": "Morning", "next": "Crisis", "pinned": True, "blank": False}


def test_that_the_console_hears_of_a_lock_once(remote, qtbot):
    heard = Heard(remote)
    phone = PhoneOf(remote.start(port=0))
    wrong = f"{(int(remote.new_code()) + 1) % 10**6:06}"
    for _n in range(MOST_WRONG + 5):
        phone.enter(wrong)
    qtbot.waitUntil(lambda: heard.ended == 1)
    assert heard.lines[:-1] == ["A wrong code was tried on the remote."] * (MOST_WRONG - 1)
    assert heard.lines[-1].startswith("Too many wrong codes")
    assert remote.code == ""


def test_that_a_code_that_ran_out_is_shown_no_longer(remote, qtbot):
    heard = Heard(remote)
    remote.start(port=0)
    remote.new_code()
    remote._fuse.setInterval(0)
    with qtbot.waitSignal(remote.code_ended):
        remote._fuse.start()
    assert (remote.code, heard.ended) == ("", 1)


def test_that_a_fourth_phone_needs_another_to_go(remote):
    heard = Heard(remote)
    address = remote.start(port=0)
    for _n in range(MOST_PHONES):
        assert PhoneOf(address).enter(remote.new_code()).status == 303
    assert remote.new_code() == ""
    assert heard.lines[-1] == "3 phones use the remote already: drop one first."
    remote.drop(remote.phones[0].number)
    assert PhoneOf(address).enter(remote.new_code()).status == 303


def test_that_closing_is_quiet_and_forgets_the_phones(remote, qtbot):
    heard = Heard(remote)
    phone = PhoneOf(remote.start(port=0))
    phone.enter(remote.new_code())
    phone.post("/blank")  # still on its way when the remote closes
    remote.close()
    again = remote.start(port=0)
    qtbot.waitUntil(lambda: remote.address == again)
    assert heard.wishes == []
    assert remote.phones == ()
    returned = PhoneOf(again)
    returned.cookie = phone.cookie
    assert returned.post("/blank").status == 401
