"""Codes count once, not for long and not for guessers; three phones, each of which can be put out."""

import pytest

from hubdesk.wall.remote_door import CODE_SECONDS, MOST_PHONES, MOST_WRONG, WISHES_SECOND, Door, Entry


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return Door(clock)


def other(code):
    return f"{(int(code) + 1) % 10**6:06}"


def come_in(door, address="10.0.0.7"):
    entry, token = door.enter(door.new_code(), address)
    assert entry is Entry.IN
    return token


def test_that_a_code_is_six_digits_and_never_the_one_before(door):
    codes = {door.new_code() for _n in range(50)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 45


def test_that_nobody_comes_in_before_a_code_was_asked_for(door):
    assert door.enter("000000", "10.0.0.7") == (Entry.NO_CODE, "")
    assert door.enter("", "10.0.0.7") == (Entry.NO_CODE, "")
    assert not door.has_code()


def test_that_a_code_lets_one_phone_in_and_no_second(door):
    code = door.new_code()
    entry, token = door.enter(code, "10.0.0.7", "Android")
    assert entry is Entry.IN
    phone = door.phone_of(token)
    assert phone is not None
    assert (phone.address, phone.kind) == ("10.0.0.7", "Android")
    assert door.enter(code, "10.0.0.8") == (Entry.NO_CODE, "")


def test_that_a_code_runs_out(door, clock):
    code = door.new_code()
    clock.now += CODE_SECONDS - 0.1
    assert door.has_code()
    clock.now += 0.1
    assert door.enter(code, "10.0.0.7") == (Entry.NO_CODE, "")


def test_that_only_the_newest_code_counts(door):
    first, second = door.new_code(), door.new_code()
    if first != second:
        assert door.enter(first, "10.0.0.7")[0] is Entry.WRONG
    assert door.enter(second, "10.0.0.7")[0] is Entry.IN


def test_that_wrong_codes_lock_even_the_right_one_until_another_is_asked_for(door):
    code = door.new_code()
    said = [door.enter(other(code), f"10.0.0.{n}")[0] for n in range(MOST_WRONG)]  # from wherever they come
    assert said == [Entry.WRONG] * (MOST_WRONG - 1) + [Entry.LOCKED]
    assert door.enter(code, "10.0.0.7") == (Entry.NO_CODE, "")
    assert door.tries_left() == 0
    assert door.enter(door.new_code(), "10.0.0.7")[0] is Entry.IN


def test_that_three_phones_are_enough_until_one_is_dropped(door):
    tokens = [come_in(door) for _n in range(MOST_PHONES)]
    assert door.new_code() == ""
    assert not door.has_code()
    gone, *left = door.phones()
    door.drop(gone.number)
    assert door.phones() == tuple(left)
    assert door.phone_of(tokens[0]) is None
    assert not door.may_wish(tokens[0])
    assert door.phone_of(tokens[1]) == left[0]
    come_in(door)
    assert len({phone.number for phone in (gone, *door.phones())}) == MOST_PHONES + 1, "a number is never given twice"


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "\udcff", "None"])
def test_that_a_made_up_token_is_nobodys(door, token):
    come_in(door)
    assert door.phone_of(token) is None
    assert not door.may_wish(token)


def test_that_one_phone_cannot_flood_and_does_not_slow_another(door, clock):
    mad, calm = come_in(door), come_in(door)
    granted = [door.may_wish(mad) for _n in range(100)]
    assert sum(granted) == 2 * WISHES_SECOND
    assert door.may_wish(calm)
    clock.now += 1
    assert sum(door.may_wish(mad) for _n in range(100)) == WISHES_SECOND
