"""Values written so that they are the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import pytest

from hubdesk.core import Mention
from hubdesk.desk.canonical import canonical


@dataclass(frozen=True)
class Pair:
    left: object
    right: object


@dataclass(frozen=True)
class Twin:
    left: object
    right: object


class Word(StrEnum):
    ONE = "one"


def test_that_sets_and_mappings_have_no_order() -> None:
    assert canonical(frozenset("abc")) == canonical(frozenset("cba"))
    assert canonical({"a": 1, "b": (2,)}) == canonical({"b": (2,), "a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (0, False),
        ("1", 1),
        ("", None),
        (("ab", "c"), ("a", "bc")),
        ((1, (2,)), (1, 2)),
        (Pair(1, 2), Twin(1, 2)),
        (Pair(1, 2), Pair(2, 1)),
        (float("inf"), float("nan")),
        ("\ud800", "?"),
    ],
)
def test_that_what_differs_is_written_otherwise(one: object, other: object) -> None:
    assert canonical(one) != canonical(other)


def test_that_the_last_digits_of_a_sum_are_not_written() -> None:
    assert canonical(0.1 + 0.2) == canonical(0.3)
    assert canonical(-0.0) == canonical(0.0)
    assert canonical(0.3) != canonical(0.300001)


def test_that_a_word_of_a_list_is_the_word_itself() -> None:
    assert canonical(Word.ONE) == canonical("one")


def test_that_the_record_of_a_network_is_no_part_of_a_mention() -> None:
    one = Mention("bluesky", "1", "La fibre est en panne", 0)
    assert canonical(replace(one, raw='{"cid": "x"}')) == canonical(one)
    assert canonical(replace(one, text="La fibre est revenue")) != canonical(one)


def test_that_what_has_only_an_address_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        canonical((1, object()))
