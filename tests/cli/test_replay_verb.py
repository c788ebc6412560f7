"""`hubdesk replay --headless`: one digest wherever, whenever and in whatever language it is run."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from hubdesk import cli
from hubdesk.core import HOUR, EpisodeState, Millis
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_writer
from tests.fakes import NOON, run_python, session, topic

TEXTS = [
    f"Orange : la fibre est en panne à {town}, merci l'opérateur" for town in ("Lille", "Roubaix", "Lens", "Douai")
]
PLACES = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8", "HUBDESK_LANG": "fr", "TZ": "Asia/Tokyo"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "C", "LANG": "C", "HUBDESK_LANG": "en", "TZ": "America/Caracas"},
    {"PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "HUBDESK_LANG": "", "TZ": "UTC"},
)


def stored(folder: Path, texts: Sequence[str] = TEXTS) -> Path:
    folder.mkdir()
    path = session(folder, texts, [topic("Orange", "orange"), topic("Nord", "lille OR lens", role="rival")])
    with open_writer(path) as writer:
        state = EpisodeState(NOON + HOUR // 2, "rise", NOON, severity=2, evidence={"told": [["{n} posts", {"n": 4}]]})
        writer.keep_watch("minutes", NOON + HOUR, "{}", [Seen("crisis", 1, NOON + HOUR // 2, state)], None)
    return path


def replayed(path: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert cli.main(["replay", str(path), "--headless", "--json", *words]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_that_three_processes_elsewhere_tell_one_digest_of_a_sealed_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the one of the session that was sealed."""
    original, path = stored(tmp_path / "first"), tmp_path / "sealed.hubdesk"
    assert cli.main(["seal", str(original), str(path)]) == 0
    capsys.readouterr()
    told = set()
    for number, place in enumerate(PLACES):
        folder = tmp_path / f"étage {number}"
        folder.mkdir()
        there = shutil.copy(path, folder / f"{number}.hubdesk")
        ran = run_python(
            *("-m", "hubdesk", "replay", str(there), "--headless", "--digest", "--json"),
            env={**os.environ, **place},
        )
        assert ran.returncode == 0, ran.stderr
        told.add(ran.stdout)
    assert len(told) == 1
    made = json.loads(told.pop())
    assert len(str(made["digest"])) == 64
    assert made["episodes"] == 1
    assert made == replayed(original, "--digest", capsys=capsys)


def test_that_one_word_of_one_mention_makes_another_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The wordings count alike everywhere: only who looks at the texts themselves can tell.
    others = [TEXTS[0].replace("merci", "bravo"), *TEXTS[1:]]
    first, second = stored(tmp_path / "one"), stored(tmp_path / "other", others)
    assert replayed(first, "--digest", capsys=capsys) != replayed(second, "--digest", capsys=capsys)


def test_that_a_digest_is_told_only_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replayed(stored(tmp_path / "one"), capsys=capsys)["digest"] is None


def test_that_there_is_a_frame_on_each_whole_step_and_one_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def frames(start: Millis, end: Millis) -> object:
        words = ("--from", _iso(start), "--to", _iso(end), "--step", "15m")
        return replayed(path, *words, capsys=capsys)["frames"]

    path = stored(tmp_path / "one")
    assert frames(NOON, NOON + HOUR) == 4
    assert frames(NOON + 60_000, NOON + HOUR + 60_000) == 5


def test_that_an_episode_told_after_the_end_is_not_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stored(tmp_path / "one")
    early = ("--from", _iso(NOON), "--to", _iso(NOON + HOUR // 4))
    assert replayed(path, *early, capsys=capsys)["episodes"] == 0
    assert replayed(path, capsys=capsys)["episodes"] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--headless"),
        (("--headless", "--speed", "fast"), "--speed fast"),
        (("--headless", "--speed", "-3"), "--speed -3"),
        (("--headless", "--step", "soon"), "--step soon"),
        (("--headless", "--step", "1s"), "a minute or longer"),
        (("--headless", "--from", "2026-11-20", "--to", "2026-11-19"), "not after"),
        (("--headless", "--from", "0001-01-02", "--step", "1m"), "frames"),
    ],
)
def test_that_wrong_words_are_answered_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert cli.main(["replay", str(stored(tmp_path / "one")), *words]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


def _iso(at: Millis) -> str:
    from hubdesk.i18n import iso

    return str(iso(at, "Europe/Paris"))
