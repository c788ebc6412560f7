"""Which texts are taken for one that was said before, and which only look like it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from hubdesk.core import DAY
from hubdesk.enrich import duplicates
from hubdesk.enrich.duplicates import LAST, REPEATS, Duplicates
from tests.enrich.hostile import HOSTILE

POST = "Plus de fibre à Roubaix depuis ce matin, la hotline raccroche au bout de dix minutes. Merci Orange !"


@pytest.mark.parametrize(
    "again",
    [
        POST,
        POST.upper(),
        "RT @camille: " + POST,
        POST + " 😡😡 https://example.org/x",
        POST.replace("ce matin", "hier soir"),
        "Plus de fibre à Roubaix depuis ce matin, la hotline raccroche au b…",
        "Incroyable. " + POST + " #panne #orange",
    ],
)
def test_that_a_variant_is_the_root_again(again: str) -> None:
    groups = Duplicates()
    assert groups.seen("1", POST) is None
    assert groups.seen("2", again) == "1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Merci beaucoup", "Merci beaucoup"),
        ("😡😡😡", "😡😡😡"),
        ("Panne Orange à Lille depuis ce matin, plus de réseau", "Panne Orange à Lyon depuis ce matin, plus de réseau"),
        ("Ma box ne marche plus depuis lundi chez SFR", "Ma box ne marche plus depuis lundi chez Free"),
        (POST, "La fibre est revenue à Roubaix, merci aux équipes qui ont travaillé toute la nuit"),
    ],
)
def test_that_another_report_stays_apart(one: str, other: str) -> None:
    groups = Duplicates()
    assert groups.seen("1", one) is None
    assert groups.seen("2", other) is None


def test_that_variants_are_compared_with_the_root_so_that_a_chain_cannot_drift() -> None:
    groups = Duplicates()
    words = [f"mot{chr(97 + n)}{chr(110 - n)}{chr(99 + n)}" for n in range(24)]
    assert groups.seen("0", " ".join(words)) is None
    roots = []
    for n in range(20):
        words[n] = f"autre{chr(97 + n)}{chr(120 - n)}"
        roots.append(groups.seen(str(n + 1), " ".join(words)))
    assert roots[0] == "0"
    assert roots[-1] != "0"


def test_that_the_automatic_replies_of_a_brands_account_are_no_public_repeat() -> None:
    reply = "Bonjour, envoyez-nous votre numéro de ligne en message privé, nous regardons votre dossier. ^Léa"
    groups = Duplicates(brand_accounts=["@Orange_conseil"])
    assert groups.seen("1", reply, author="orange_conseil") is None
    assert groups.seen("2", reply, author="Orange_conseil") == "1"
    assert groups.seen("3", reply, author="camille") is None  # somebody quotes it: a root of the public's own


def test_that_an_account_that_repeats_itself_without_end_is_kept_apart() -> None:
    groups = Duplicates()
    for n in range(REPEATS + 1):
        groups.seen(str(n), POST, author="robot")
    assert groups.seen("apart", POST, author="robot") is None
    assert groups.seen("people", POST, author="camille") == "0"


def test_that_what_was_said_a_month_ago_is_said_anew() -> None:
    groups = Duplicates()
    assert groups.seen("1", POST, at=0) is None
    assert groups.seen("2", POST, at=31 * DAY) is None
    assert groups.seen("3", POST, at=32 * DAY) == "2"


def test_that_memory_is_bounded_and_what_comes_again_is_kept() -> None:
    letters = Random(4)
    others = [" ".join("".join(letters.choices("abcdefghij", k=8)) for _word in range(8)) for _text in range(500)]
    groups = Duplicates(half=50)
    groups.seen("root", POST)
    for n in range(500):
        assert groups.seen(f"other{n}", others[n]) is None
        if n % 20 == 0:
            assert groups.seen(f"again{n}", POST) == "root"
    halves = (groups._young, groups._old)
    assert sum(len(half.exact) for half in halves) <= 101
    assert all(len(roots) <= LAST for half in halves for roots in half.filed.values())
    assert groups.seen("late", others[0]) is None


def test_that_no_text_is_too_odd() -> None:
    groups = Duplicates()
    for n, text in enumerate(HOSTILE):
        groups.seen(str(n), text)
        groups.seen(f"again{n}", text)


def test_that_two_hearings_of_one_stream_tell_the_same() -> None:
    draw = Random(6)
    words = [f"mot{n}" for n in range(60)]
    stream = [" ".join(draw.choices(words, k=9)) for _post in range(600)]
    one, other = Duplicates(half=200), Duplicates(half=200)
    told = [one.seen(str(n), text) for n, text in enumerate(stream)]
    assert told == [other.seen(str(n), text) for n, text in enumerate(stream)]
    assert any(told)


def test_that_words_which_everybody_uses_make_no_post_meet_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    whole = duplicates.process.extract_iter

    def counted(text: str, heads: list[str], **how: Any) -> Any:
        nonlocal compared
        compared += len(heads)
        return whole(text, heads, **how)

    monkeypatch.setattr(duplicates.process, "extract_iter", counted)
    draw = Random(8)
    groups = Duplicates()
    for n in range(6_000):
        groups.seen(str(n), " ".join(f"mot{int(4_000 * draw.random() ** 2)}" for _word in range(20)))
    assert 0 < compared < 12 * 6_000  # every root under every rare word: 20 a post
