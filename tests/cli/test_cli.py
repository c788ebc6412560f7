"""The command line is a contract: verbs, JSON shapes, exit codes, one clear line for bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import hubdesk
from hubdesk.cli import main
from hubdesk.store.errors import StoreFullError

SETUP = """
[session]
title = "Essai"

[[topic]]
name = "Orange"
role = "own"
colour = "#ff7900"
query = "orange OR livebox"

[[topic]]
name = "Free"
query = "freebox"
"""
POSTS = """id,date,text,author
1,2026-11-19T14:00:10+01:00,Orange en panne à Lille,marie
2,2026-11-19T14:00:40+01:00,Ma Livebox est morte,paul
3,2026-11-19T14:02:00+01:00,La Freebox va bien,ali
"""


class Cli:
    """Runs verbs in this process and reads what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *words: str) -> tuple[int, str, str]:
        try:
            code = main(["--lang", "en", "--profile", str(self.folder / "profile"), *words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: str) -> Any:
        code, out, err = self.run(*words, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "setup.toml").write_text(SETUP, "utf-8")
    (tmp_path / "posts.csv").write_text(POSTS, "utf-8")
    return Cli(tmp_path, capsys)


@pytest.fixture
def session(cli: Cli) -> str:
    cli.json("init", "essai.hubdesk", "--from", "setup.toml")
    cli.json("import", "essai.hubdesk", "posts.csv")
    return "essai.hubdesk"


def test_that_init_makes_a_session_from_a_setup(cli: Cli) -> None:
    made = cli.json("init", "essai.hubdesk", "--from", "setup.toml")
    assert made == {"session": "essai.hubdesk", "topics": 2, "sources": 0}
    assert Path("essai.hubdesk").is_file()
    assert not Path("essai.hubdesk-wal").exists()


def test_that_init_without_a_setup_follows_the_four_operators(cli: Cli) -> None:
    made = cli.json("init", "essai.hubdesk")
    assert made["topics"] == 4
    assert made["sources"] >= 3


def test_that_init_never_overwrites(cli: Cli, session: str) -> None:
    code, out, err = cli.run("init", session)
    assert (code, out) == (2, "")
    assert session in err
    assert cli.json("search", session, "orange")["total"] == 1


def test_that_import_adds_up(cli: Cli) -> None:
    cli.json("init", "essai.hubdesk", "--from", "setup.toml")
    made = cli.json("import", "essai.hubdesk", "posts.csv")
    assert made["read"] == made["new"] + made["known"] + len(made["rejected"]) == 3


def test_that_search_finds_and_says_why(cli: Cli, session: str) -> None:
    found = cli.json("search", session, "panne", "--explain")
    assert found["total"] == 1
    mention = found["mentions"][0]
    assert mention["text"] == "Orange en panne à Lille"
    assert mention["published_at"] == "2026-11-19T14:00:10+01:00"
    assert mention["topics"] == ["Orange"]
    assert mention["why"][0]["topic"] == "Orange"
    assert mention["why"][0]["words"][0]["text"] == "Orange"
    assert mention["author"] == {"handle": "marie", "name": None, "followers": None}
    assert mention["url"] is None
    assert mention["explain"]["held"] is True
    assert set(mention) >= {
        "id", "source", "network", "kind", "published_at", "seen_at", "author", "text", "title", "url", "language",
        "tone", "themes", "places", "topics", "reach", "why",
    }  # fmt: skip


def test_that_a_limit_of_nought_counts_only(cli: Cli, session: str) -> None:
    found = cli.json("search", session, "orange OR livebox OR freebox", "--limit", "0")
    assert (found["total"], found["mentions"]) == (3, [])


def test_that_volume_tells_silence_from_deafness(cli: Cli, session: str) -> None:
    told = cli.json(
        "volume",
        session,
        "--topic",
        "orange",
        "--from",
        "2026-11-19T13:58:00+01:00",
        "--to",
        "2026-11-19T14:03:00+01:00",
    )
    assert (told["topic"], told["by"]) == ("Orange", "minute")
    assert told["points"] == [
        ["2026-11-19T13:58:00+01:00", None],
        ["2026-11-19T13:59:00+01:00", None],
        ["2026-11-19T14:00:00+01:00", 2],
        ["2026-11-19T14:01:00+01:00", 0],
        ["2026-11-19T14:02:00+01:00", 0],
    ]


def test_that_days_begin_at_midnight_in_the_session_s_zone(cli: Cli, session: str) -> None:
    told = cli.json("volume", session, "--topic", "Orange", "--by", "day", "--from", "2026-11-19", "--to", "2026-11-20")
    assert told["points"] == [["2026-11-19T00:00:00+01:00", 2]]


def test_that_a_sound_session_is_whole(cli: Cli, session: str) -> None:
    assert cli.json("check", session) == {"ok": True, "problems": []}


def test_that_doctor_says_what_this_machine_has(cli: Cli) -> None:
    code, out, _err = cli.run("doctor", "--json")
    told = json.loads(out)
    assert code == (0 if told["ok"] else 1)
    assert all({"name", "ok", "detail"} <= set(check) for check in told["checks"])


def test_that_collecting_once_with_no_source_ends_well(cli: Cli, session: str) -> None:
    code, out, err = cli.run("collect", session, "--once", "--json")
    assert (code, out) == (0, ""), err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("search", "absent.hubdesk", "x"), "absent.hubdesk"),
        (("search", "{session}", "panne AND"), "character"),
        (("search", "{session}", "near/5 NEAR panne"), "NEAR/5"),
        (("search", "{session}", "x", "--limit", "-1"), "--limit"),
        (("volume", "{session}", "--topic", "Fruit"), "Orange, Free"),
        (("volume", "{session}", "--topic", "Orange", "--from", "hier"), "ISO 8601"),
        (("volume", "{session}", "--topic", "Orange", "--from", "2026-11-20", "--to", "2026-11-19"), "--from"),
        (("volume", "{session}", "--topic", "Orange", "--by", "week"), "week"),
        (("collect", "{session}", "--for", "soon"), "soon"),
        (("import", "{session}", "absent.csv"), "absent.csv"),
        (("init", "new.hubdesk", "--from", "absent.toml"), "absent.toml"),
        (("shot", "{session}", "--panel", "fax", "-o", "x.png"), "fax"),
        (("shot", "{session}", "--panel", "feed", "--size", "huge", "-o", "x.png"), "huge"),
        (("dance",), "dance"),
    ],
)
def test_that_bad_input_gets_one_clear_line(cli: Cli, session: str, words: tuple[str, ...], told: str) -> None:
    code, out, err = cli.run(*(word.format(session=session) for word in words))
    assert code == 2
    assert out == ""
    assert told in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 84, b"\0" * 5000],
    ids=["empty", "words", "half-written", "zeros"],
)
def test_that_a_file_that_is_no_session_is_refused_and_left_alone(cli: Cli, content: bytes) -> None:
    Path("strange.hubdesk").write_bytes(content)
    for words in (
        ("search", "strange.hubdesk", "x"),
        ("check", "strange.hubdesk"),
        ("collect", "strange.hubdesk", "--once"),
    ):
        code, _out, err = cli.run(*words)
        assert code == 2
        assert "strange.hubdesk" in err
        assert len(err.strip().splitlines()) == 1
    assert Path("strange.hubdesk").read_bytes() == content


def test_that_help_loads_neither_qt_nor_the_network() -> None:
    script = (
        "import sys; from hubdesk.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('PySide6', 'httpx', 'sqlite_utils', 'numpy') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip().endswith("[]")


def test_that_the_collector_ends_when_its_desk_goes_away(cli: Cli, session: str) -> None:
    words = [sys.executable, "-m", "hubdesk", "--profile", "profile", "collect", session, "--while-stdin"]
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as running:
        _out, err = running.communicate(timeout=90)  # closes its stdin
    assert running.returncode == 0, err.decode()
    assert not Path(f"{session}-wal").exists()


def test_that_what_is_not_the_input_s_fault_ends_with_another_code(
    cli: Cli, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("taken").write_text("a file where a folder should be")
    code, _out, err = cli.run("--profile", "taken", "collect", session, "--once")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "--profile" in err

    def full(*_: object, **__: object) -> None:
        raise StoreFullError("the disk is full")

    monkeypatch.setattr("hubdesk.store.writer.Writer.add_page", full)
    code, out, err = cli.run("import", session, "posts.csv")
    assert (code, out, err) == (1, "", "hubdesk: the disk is full\n")


def test_that_the_language_may_be_named_with_an_equals_sign(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang=fr", "search", "absent.hubdesk", "x"]) == 2
    assert "n’existe pas" in capsys.readouterr().err


def test_that_a_wait_longer_than_a_life_is_no_error(cli: Cli, session: str) -> None:
    assert cli.run("collect", session, "--for", "999999d", "--once")[0] == 0


def test_that_hostile_text_moves_no_terminal(cli: Cli, session: str) -> None:
    Path("hostile.csv").write_text(
        "date,text,author\n2026-11-19,panne \x1b[2J\x1b]0;x\x07\u202e,\x1b[31mali\n", "utf-8"
    )
    cli.json("import", session, "hostile.csv")
    code, out, _err = cli.run("search", session, "panne")
    assert code == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_that_any_text_can_be_written_anywhere(cli: Cli, session: str, encoding: str) -> None:
    Path("emoji.csv").write_text("date,text\n2026-11-19,🍊 été\n", "utf-8")
    cli.json("import", session, "emoji.csv")
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1]), "PYTHONIOENCODING": encoding}
    words = [sys.executable, "-m", "hubdesk", "search", session, "été"]
    told = subprocess.run([*words, "--json"], capture_output=True, env=env, check=True).stdout
    assert json.loads(told.decode(encoding))["mentions"][0]["text"] == "🍊 été"
    subprocess.run(words, capture_output=True, env=env, check=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_that_an_answer_that_cannot_be_written_is_one_line(session: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    words = [sys.executable, "-m", "hubdesk", "--lang", "en", "check", session]
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, env=env, text=True)
    assert told.returncode == 1
    assert told.stderr == "hubdesk: the answer: No space left on device\n"


def test_that_a_session_that_could_not_be_filled_is_not_left(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFullError("the disk is full")

    monkeypatch.setattr("hubdesk.store.writer.Writer.add_topic", full)
    assert cli.run("init", "neuf.hubdesk", "--from", "setup.toml")[0] == 1
    assert not list(Path().glob("neuf*"))


@pytest.mark.skipif(sys.platform != "linux", reason="only here may a name hold any bytes")
def test_that_a_session_s_name_may_hold_bytes_that_are_no_text(cli: Cli) -> None:
    name = os.fsdecode(b"essai-\xff.hubdesk")
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    for words in (("init", name, "--json"), ("check", name)):
        subprocess.run([sys.executable, "-m", "hubdesk", *words], capture_output=True, env=env, check=True)
