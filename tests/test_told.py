"""Sentences that are kept before anyone speaks them."""

import json

import pytest

from hubdesk.core import MINUTE
from hubdesk.i18n import use
from hubdesk.told import Told


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_that_a_figure_is_written_by_its_unit() -> None:
    told = Told("{n} in {in_ms}, {some_share}, usual {usual}: {name}", (
        ("n", 1422), ("in_ms", 5 * MINUTE), ("some_share", 0.5), ("usual", 1.37), ("name", "Lille"),
    ))  # fmt: skip
    use("en")
    assert plain(told.said()) == "1,422 in 5 min, 50%, usual 1.4: Lille"
    use("fr")
    assert plain(told.said()) == "1 422 in 5 min, 50 %, usual 1,4: Lille"
    assert told.figure("n") == 1422
    assert told.figure("m") is None


def test_that_what_is_kept_becomes_the_sentence_again() -> None:
    told = Told("{n} posts", (("n", 3), ("unused", None)))
    assert Told.read(json.loads(json.dumps(told.kept()))) == told


@pytest.mark.parametrize("kept", [None, "text", ["text"], [1, {}], ["text", []], {"msgid": "text"}])
def test_that_what_is_no_sentence_is_none(kept: object) -> None:
    assert Told.read(kept) is None


@pytest.mark.parametrize("msgid", ["{missing}", "{", "{0}", "{n.__class__}", "{n[0]}", "{n:>9999999999}", "{n!r}"])
def test_that_a_strangers_sentence_is_shown_bare(msgid: str) -> None:
    assert Told.read([msgid, {"n": 1}]).said() == msgid


@pytest.mark.parametrize("name", ["n", "n_ms", "n_share", "n_at"])
@pytest.mark.parametrize("figure", [float("inf"), float("nan"), 1e308, -1e308, 10**400])
def test_that_a_figure_no_sentence_can_hold_is_no_failure(name: str, figure: float) -> None:
    assert Told(f"{{{name}}}", ((name, figure),)).said()
