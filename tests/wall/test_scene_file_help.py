"""The help's page on the wall names every key, panel, option and flag, and its lines in frames are right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from hubdesk import i18n
from hubdesk.cli import main
from hubdesk.plugins import FACES
from hubdesk.resources import resource
from hubdesk.scene_file import load
from hubdesk.scene_file.cells import KEYS
from hubdesk.scene_file.reading import SCENE_KEYS, SCREEN_KEYS, WALL_KEYS

PAGES: Final = {"fr": "fr/mur.md", "en": "en/wall.md"}
FRAME: Final = re.compile(r"^```\n(.+?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES: Final = pytest.mark.parametrize("language", ["fr", "en"])


def page(language: str) -> str:
    return (resource("help") / PAGES[language]).read_text("utf-8")


@LANGUAGES
def test_that_the_page_on_the_wall_names_every_key_panel_and_option(language: str) -> None:
    named = set(re.findall(r"`([^`\n]+)`", page(language)))
    keys = {*WALL_KEYS, *SCREEN_KEYS, *SCENE_KEYS, *KEYS} - {"cell"}
    options = {key for faced in FACES.values() for key in faced.takes}
    values = {
        one for faced in FACES.values() for kind in faced.takes.values() if isinstance(kind, tuple) for one in kind
    }
    words = {one.partition(" ")[0] for one in named}
    assert (keys | options | values | set(FACES)) - words == set()


@LANGUAGES
def test_that_the_page_on_the_wall_names_every_flag(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", language, "wall", "--help"])
    flags = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--theme", "--size"}
    assert len(flags) > 8
    assert {flag for flag in flags if f"`{flag}`" not in page(language) and f"{flag} " not in page(language)} == set()


@LANGUAGES
def test_that_the_scenes_file_on_the_page_can_be_shown_whole(language: str, tmp_path: Path) -> None:
    path = tmp_path / "wall.toml"
    path.write_text(FRAME.findall(page(language))[1], "utf-8")
    wall, doubts = load(path)
    assert doubts == ()
    assert [cell.face for cell in wall.scenes[0].cells] == ["map", "post"]
    assert wall.scenes[0].cells[1].screen == wall.outputs[0].name


@LANGUAGES
def test_that_the_commands_on_the_page_are_understood(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Up to the session, which is not there."""
    monkeypatch.chdir(tmp_path)
    lines = FRAME.findall(page(language))[0].splitlines()
    assert len(lines) == 4
    for line in lines:
        words = shlex.split(line)
        assert main(["--lang", language, *words[1:]]) == 2
        assert words[2] in capsys.readouterr().err


def test_that_the_pages_on_the_wall_say_the_same_in_both_languages() -> None:
    shapes = []
    for language in PAGES:
        marks = [re.match(r"# |## |- |```|", line) for line in page(language).splitlines() if line]
        shapes.append([mark[0] for mark in marks if mark])
        quoted = re.findall(r"`([^`\n]+)`", page(language))
        shapes[-1].append(str(sorted({one for one in quoted if re.fullmatch("[a-z_]+", one)})))
    assert shapes[0] == shapes[1]


def test_that_the_page_in_french_is_set_as_french_is() -> None:
    text = re.sub(r"`[^`\n]+`", "", FRAME.sub("", page("fr")))
    assert re.findall(r".{9}(?:'|\.\.\.| [;:!?»]|« |[\w»)][;!?](?=\s|$))", text) == []
    assert i18n.THIN in text
