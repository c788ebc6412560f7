"""`hubdesk corrections`: the analyst's own words go out with what she corrected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.cli import main
from hubdesk.core.readings import Effect, OwnWord
from hubdesk.store.session import open_writer
from tests.fakes import NOON, session


def test_that_own_words_are_listed_with_what_they_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = session(tmp_path)
    with open_writer(path) as writer:
        words = [OwnWord("Gluten free", Effect.NEVER), OwnWord("bravo \N{FIRE}", Effect.TONE, "negative")]
        writer.change_own_words(words, at=NOON)
    assert main(["corrections", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    at = "2026-11-19T11:00:00+00:00"
    assert told["words"] == [
        {"words": "Gluten free", "effect": "never", "value": None, "at": at},
        {"words": "bravo \N{FIRE}", "effect": "tone", "value": "negative", "at": at},
    ]
    assert told["corrections"] == []
    assert main(["--lang", "en", "corrections", str(path)]) == 0
    out = capsys.readouterr()
    assert out.out.splitlines() == [
        f"{at}  own word  Gluten free: never",
        f"{at}  own word  bravo \N{FIRE}: tone negative",
    ]
    assert out.err == "0 corrections\n"
