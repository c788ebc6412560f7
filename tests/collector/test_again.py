"""`collect --again`: what older readers read is read anew, by those that got better, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from hubdesk.cli import main
from hubdesk.collector.again import read_again
from hubdesk.collector.readers import Readers
from hubdesk.core import HOUR, Entry, Heard, HubdeskError, Mention, Notes, Topic
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, mention, session

FRENCH = "Depuis ce matin je ne reçois plus rien et personne ne répond au téléphone"


class Positive:
    version = 3

    def __init__(self, fails: str = "") -> None:
        self.fails = fails

    def notes(self, heard: Sequence[Heard]) -> list[Notes]:
        if self.fails:
            raise HubdeskError(self.fails)
        return [Notes(tone="positive", versions=(("encoder", 3),)) for _one in heard]

    def know(self, topics: Sequence[Topic]) -> None:
        pass

    def learn(self, told: Sequence[tuple[Mention, str]]) -> None:
        raise AssertionError("a job learns nothing")


def a_session(folder: Path, count: int = 100) -> Path:
    path = session(folder)
    old = Notes(language="de", tone="negative", themes=("tv",), versions=(("language", 0), ("tone", 1)))
    with open_writer(path) as writer:
        entries = [Entry(mention(f"{FRENCH} {n}"), old) for n in range(count)]
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON + HOUR)
    return path


def test_that_a_language_is_read_again_and_what_others_read_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, profile = a_session(tmp_path), str(tmp_path / "profile")
    assert main(["--profile", profile, "collect", str(path), "--again", "language", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"reading": "language", "done": 100, "all": 100}
    with open_reader(path) as reader:
        notes = [one.notes for one in reader.mentions(range(1, 101))]
        assert {(one.language, one.tone, one.themes) for one in notes} == {("fr", "negative", ("tv",))}
        assert reader.problems() == ()
    assert main(["--profile", profile, "collect", str(path), "--again", "language", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"reading": "language", "done": 0, "all": 0}


def test_that_tone_is_read_by_the_better_judge(tmp_path: Path) -> None:
    path, told = a_session(tmp_path), []
    assert (
        read_again(path, "tone", tmp_path / "state", lambda *how: told.append(how), readers=Readers(), judge=Positive())
        == ""
    )
    assert told[-1] == (100, 100)
    with open_reader(path) as reader:
        assert {one.notes.tone for one in reader.mentions(range(1, 101))} == {"positive"}


def test_that_a_judge_that_is_off_is_told_and_the_quick_reader_reads(tmp_path: Path) -> None:
    path = a_session(tmp_path, 3)
    judge = Positive("the model is damaged")
    why = read_again(path, "tone", tmp_path / "state", lambda *_how: None, readers=Readers(), judge=judge)
    assert why == "the model is damaged"
    with open_reader(path) as reader:
        assert {one.notes.language for one in reader.mentions([1, 2, 3])} == {"de"}
        assert reader.readers_off()["encoder"] == "the model is damaged"


@pytest.mark.parametrize("key", ["sealed", "synthetic"])
def test_that_a_sealed_session_and_the_demonstration_keep_what_was_read_then(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    path = a_session(tmp_path, 3)
    with open_writer(path) as writer:
        writer._connection.execute("UPDATE meta SET value = '1' WHERE key = ?", (key,))
    before = path.read_bytes()
    assert main(["--profile", str(tmp_path / "profile"), "collect", str(path), "--again", "language"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert path.read_bytes() == before


def test_that_what_the_analyst_said_is_listed_and_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_session(tmp_path, 3)
    with open_writer(path) as writer:
        writer.correct(2, "tone", "positive", NOON + HOUR)
        writer.correct(3, "theme", (), NOON + HOUR)
    assert main(["corrections", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["corrections"][0] == {
        "id": 1, "mention": 2, "at": "2026-11-19T12:00:00+00:00", "reading": "tone", "value": ["positive"],
        "said": ["negative"], "holds": True, "of_earlier_words": False,
    }  # fmt: skip
    assert told["errors"][0]["wrong"] == told["errors"][0]["all"] == 1
    assert main(["--lang", "en", "corrections", str(path)]) == 0
    lines = capsys.readouterr()
    assert len(lines.out.splitlines()) == 2
    assert "mention 3  theme: none (was: tv)" in lines.out
    assert lines.err == "2 corrections\n"
