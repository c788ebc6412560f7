"""Colouring: any text has its pieces, right or wrong, and they are the scanner's own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdesk.query.fields import KNOWN
from hubdesk.query.pieces import fields, pieces
from hubdesk.query.signs import GAP

sys.path.insert(0, str(Path(__file__).parent))
import test_agree
import test_mending

KINDS = set("operator near field value quote brace wildcard tag number comment bracket not word".split())  # noqa: SIM905


def coloured(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], kind) for start, end, kind in pieces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a OR b", "a=word OR=operator b=word"),
        ("a ET b SAUF -c", "a=word ET=operator b=word SAUF=not -=not c=word"),
        ("a or b", "a=word or=word b=word"),
        ("(a NEAR/5f b)~3", "(=bracket a=word NEAR/5f=near b=word )=bracket ~3=near"),
        ("a NEAR b", "a=word NEAR=near b=word"),
        (
            "résili* cust?m #panne @orange 4,50 4G",
            "résili*=wildcard cust?m=wildcard #panne=tag @orange=tag 4,50=number 4G=word",
        ),
        ("site:(a.fr OR b.fr) c", "site:=field (=bracket a.fr=value OR=operator b.fr=value )=bracket c=word"),
        ("place:Lille foo:bar", "place:=field Lille=value foo:bar=word"),
        ("rating:[1 TO *] a", "rating:=field [=bracket 1=number TO=operator *=number ]=bracket a=word"),
        ("rating:[1 TO", "rating:=field [=bracket 1=number TO=operator"),
        ("title:a in:body (b)", "title:=field a=word in:=field body=value (=bracket b=word )=bracket"),
        ("{Orange}{", "{Orange}=brace {=brace"),
        ("a<<<b>>>c<<<d", "a=word <<<b>>>=comment c=word <<<d=comment"),
        ("a >>> ) ] }", "a=word >>>=comment )=bracket ]=bracket }=bracket"),
        ("followers:many a", "followers:=field many=value a=word"),
    ],
)
def test_that_each_piece_has_its_kind(text: str, expected: str) -> None:
    assert " ".join(f"{piece}={kind}" for piece, kind in coloured(text)) == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('"a b" c', ('"a b"', "quote")), ('"a b OR c', ('"a b', "quote")), ('"a b', ('"a b', "quote")),
        ("« a b » c", ("« a b »", "quote")), ('"', ('"', "quote")), ("{a b OR c", ("{a b", "brace")),
        ('place:"La Ciotat" b', ("place:", "field")),
    ],
)  # fmt: skip
def test_that_what_is_left_open_is_coloured_to_where_it_likely_ends(text: str, first: tuple[str, str]) -> None:
    assert coloured(text)[0] == first


def test_that_places_are_code_points() -> None:
    assert [(piece.start, piece.end) for piece in pieces("😡 OR a")] == [(0, 1), (2, 4), (5, 6)]


@settings(max_examples=test_agree.CASES, deadline=None, derandomize=True)
@given(st.one_of(test_mending.broken(), st.text(max_size=60)))
def test_that_pieces_cover_everything_but_spaces_in_order(text: str) -> None:
    at = 0
    for start, end, kind in pieces(text):
        assert at <= start < end <= len(text)
        assert not GAP.sub("", text[at:start])
        assert kind in KINDS
        at = end
    assert not GAP.sub("", text[at:])


def test_that_every_field_has_a_sentence() -> None:
    assert [one.name for one in fields()] == list(KNOWN)
    assert all(one.words for one in fields())
    assert {one.name: one.values for one in fields()}["has"] == ("link", "media", "place")


@pytest.mark.parametrize(
    "sign", ["(", ")", "{", "[", '"', "“", "<<<", ">>>", "-", "<", "site:(", "a:", "~5", "*", '"{']
)
def test_that_a_long_text_of_signs_is_walked_once(sign: str) -> None:
    walked = 0

    class Counted(str):
        __slots__ = ()

        def startswith(self, *rest: object) -> bool:  # type: ignore[override]
            nonlocal walked
            walked += 1
            return super().startswith(*rest)  # type: ignore[arg-type]

    text = Counted(sign * (8_000 // len(sign)))
    pieces(text)
    assert walked <= 2 * len(text)
