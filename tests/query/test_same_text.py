"""Texts that a reader takes for the same are the same to every query: how letters are typed changes no answer.

The slow reading of the language (`reference`) takes words as the product cuts them; this holds the cutting.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdesk.core import Mention
from hubdesk.query.match import test
from hubdesk.query.syntax import parse

sys.path.insert(0, str(Path(__file__).parent))
from cases import cases
from test_agree import CASES


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def joined(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def wide(text: str) -> str:
    """Small and capital letters as East Asian keyboards write them."""
    return re.sub("[a-zA-Z]", lambda letter: chr(ord(letter[0]) + 0xFEE0), text)


def unseen(text: str) -> str:
    """Something of no width between every two letters."""
    signs = iter("\u00ad\u200b\u2060\ufeff\u200d" * len(text))
    return re.sub(r"(?<=[^\W\d_])(?=[^\W\d_])", lambda _place: next(signs), joined(text))


def curly(text: str) -> str:
    return text.replace("'", "’")


def straight(text: str) -> str:
    return re.sub("[’ʼ′]", "'", text)


def modifier(text: str) -> str:
    return re.sub("['’]", "ʼ", text)


def spaced(text: str) -> str:
    """Hyphens between letters as spaces, where no address can be."""
    return text if "." in text or "@" in text else re.sub(r"(?<=\w)[-\u2011](?=\w)", " ", text)


def ligatures(text: str) -> str:
    return text.replace("oe", "œ").replace("OE", "Œ").replace("ae", "æ").replace("AE", "Æ")


def no_ligatures(text: str) -> str:
    return text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")


def gaps(text: str) -> str:
    """More room between words, of other sorts."""
    return text.replace(" ", " \u00a0\n\t")


WAYS = (apart, joined, wide, unseen, curly, straight, modifier, spaced, gaps)
WAYS_WITHOUT_BRACES = (ligatures, no_ligatures)


@pytest.mark.parametrize("way", [*WAYS, *WAYS_WITHOUT_BRACES])
@settings(
    max_examples=max(40, CASES // 11), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(case=cases(), on_query=st.booleans())
def test_that_how_letters_are_typed_changes_no_answer(
    way: Callable[[str], str], case: tuple[str, str, str], on_query: bool
) -> None:
    text, title, body = case
    if way in WAYS_WITHOUT_BRACES and "{" in text:
        return
    expected = test(parse(text), Mention("test", "1", body, None, title=title)) is not None
    mention = Mention("test", "1", way(body), None, title=way(title))
    assert (test(parse(text), mention) is not None) == expected
    if on_query and way in (apart, joined, curly, straight, modifier):
        assert (test(parse(way(text)), mention) is not None) == expected
