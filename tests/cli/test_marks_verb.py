"""`hubdesk marks`: what stands in a session and beside it, and marks brought home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.cli import main
from hubdesk.core.cue_scenes import marks_of
from hubdesk.core.cues import Cue, CueWord
from hubdesk.core.review import new_mark
from hubdesk.store.marks_beside import add_to_side
from hubdesk.store.marks_together import SideBook, SideMark
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import NewSession, create, open_writer
from tests.fakes import HOUR, NOON, session

AT = "2026-11-19T11:00:00+00:00"


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, object]:
    assert main([str(word) for word in words]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_that_marks_are_listed_and_brought_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], profile: Path
) -> None:
    live = session(tmp_path, ["Orange est en panne"])
    own, tag = (
        new_mark("bookmark", NOON, instant=NOON, value="ici\x1b[31m"),
        new_mark("tag", NOON, mention=1, value="à"),
    )
    with open_writer(live) as writer:
        writer.add_marks([own])
    sealed = seal(live, tmp_path / "sealed.hubdesk", SealWish(), NOON + HOUR).path
    side = sealed.with_name("sealed.marks.jsonl")
    SideBook(sealed, (side,)).add_marks([tag])
    add_to_side(side, [SideMark(new_mark("star", NOON, mention=9), NOON)])
    shown = {"uid": tag.uid, "at": AT, "word": "tag", "mention": 1, "episode": None, "instant": None, "value": "à"}
    listed = told(capsys, "--profile", profile, "marks", sealed, "--json")
    assert shown in listed["marks"]  # type: ignore[operator]
    assert (listed["not_here"], listed["refused"], listed["beside"]) == (1, 0, [str(side)])
    wanted = {"added": 1, "undone": 0, "known": 0, "not_here": 1, "refused": 0}
    assert told(capsys, "marks", live, "--merge", side, "--json") == wanted
    assert told(capsys, "marks", live, "--merge", side, "--json") == wanted | {"added": 0, "known": 1}
    assert main(["--lang", "en", "--profile", str(profile), "marks", str(live)]) == 0
    out = capsys.readouterr()
    lines = sorted(out.out.splitlines())
    assert lines == [f"{AT} bookmark {AT} ici[31m", f"{AT} tag mention 1 à"]
    assert out.err == "2 marks\n"


def test_that_a_wall_s_scenes_do_not_fill_the_list_but_are_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], profile: Path
) -> None:
    live = session(tmp_path, ["Orange est en panne"])
    note = new_mark("note", NOON, instant=NOON, value="n" * 900)
    with open_writer(live) as writer:
        writer.add_marks([note, *marks_of(Cue(CueWord.SHOWN, "x", run="a", at=NOON), "[[scene]]\n" * 200, NOON)])
    assert main(["marks", str(live)]) == 0
    said, scenes = sorted(capsys.readouterr().out.splitlines(), key=len, reverse=True)[:2]
    assert said.endswith("n" * 900)
    assert scenes.endswith("…")
    assert len(scenes) < 600
    values = [one["value"] for one in told(capsys, "marks", live, "--json")["marks"]]  # type: ignore[attr-defined]
    assert max(map(len, values)) > 2_000


@pytest.mark.parametrize("kind", ["sealed", "synthetic"])
def test_that_nothing_is_merged_into_what_is_not_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    side = tmp_path / "s.marks.jsonl"
    add_to_side(side, [SideMark(new_mark("bookmark", NOON, instant=NOON))])
    path = tmp_path / "made-up.hubdesk"
    if kind == "sealed":
        path = seal(session(tmp_path, ["x"]), path, SealWish(), NOON + HOUR).path
    else:
        create(path, NewSession("Démonstration", synthetic=True))
    assert main(["marks", str(path), "--merge", str(side)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_that_a_side_file_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = session(tmp_path)
    assert main(["marks", str(path), "--merge", str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
