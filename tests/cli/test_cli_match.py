"""`hubdesk match`: those that match come out as they come in, and a bad line costs only itself."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
from typing import Any

import pytest

from hubdesk.cli import main
from hubdesk.cli_lines import MOST_BYTES


class Match:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def lines(self, query: str, *lines: bytes | dict[str, Any]) -> tuple[int, list[dict[str, Any]], str]:
        given = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        return self.raw(query, b"\n".join(given))

    def raw(self, query: str, stdin: bytes) -> tuple[int, list[dict[str, Any]], str]:
        self._monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(["--lang", "en", "match", query])
        told = self._capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err


@pytest.fixture
def match(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Match:
    return Match(capsys, monkeypatch)


def test_that_only_what_matches_comes_out_with_its_reason(match: Match) -> None:
    code, told, err = match.lines(
        "panne NOT fruit", {"id": "a", "text": "la fibre en Panne"}, {"id": 7, "text": "un fruit en panne"}
    )
    assert (code, err) == (0, "")
    (one,) = told
    assert (one["id"], one["match"]) == ("a", True)
    panne, barred = one["why"]["children"]
    assert panne == {
        "text": "panne",
        "held": True,
        "words": [{"part": "body", "start": 12, "end": 17}],
        "children": [],
    }
    assert barred["held"] is True
    assert barred["children"][0]["held"] is False


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("title:orange", True), ("in:body orange", False), ("author:camille", True), ('author:"Camille D"', True),
        ("followers:[100 TO 200]", True), ("kind:review", True), ("network:appstore", True), ("language:fr", True),
        ("published:[2026-11-19 TO 2026-11-19]", True), ("minuteOfDay:[810 TO 820]", True), ("reach:[1 TO *]", True),
        ("rating:[1 TO 2]", True), ("links:orange.fr", True), ("site:avis.example", True), ("has:media", True),
        ("is:reply", False), ("panne -title:orange", False),
    ],
)  # fmt: skip
def test_that_every_field_of_a_line_can_be_asked(match: Match, query: str, matches: bool) -> None:
    line = {
        "id": "1", "text": "La panne dure depuis ce matin, personne ne répond", "title": "Orange", "kind": "review",
        "url": "https://avis.example/1", "author": {"handle": "camille", "name": "Camille D", "followers": 150},
        "language": "fr", "network": "appstore", "published_at": "2026-11-19T14:32:00+01:00", "reach": 3, "rating": 1.5,
        "links": ["https://orange.fr/aide"], "media": True,
    }  # fmt: skip
    code, told, err = match.lines(query, line)
    assert (code, err) == (0, "")
    assert bool(told) is matches


def test_that_parts_stand_for_title_and_text(match: Match) -> None:
    line = {
        "id": 1,
        "parts": {
            "title": "Un",
            "body": "deux",
            "comment": "trois",
            "teaser": "quatre",
        },
    }
    for query, expected in [
        ("trois", 1),
        ("in:comment trois", 1),
        ("quatre", 0),
        ("in:teaser quatre", 1),
        ('"un deux"', 0),
    ]:
        assert len(match.lines(query, line)[1]) == expected


def test_that_unknown_and_null_are_the_same(match: Match) -> None:
    line = {"text": "a", "id": None, "title": None, "author": None, "reach": None, "links": None, "parts": None}
    code, told, _err = match.lines("a", line)
    assert (code, told[0]["id"]) == (0, None)
    assert match.lines("reach:[* TO *]", line)[1] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"orange", "not JSON"), (b"[1]", "no JSON object"), (b'{"id": 1}', "“text” is missing"),
        (b"\xff", "not UTF-8"),
        (b'{"text": 5}', "“text” must be a text"), (b'{"text": "a", "author": "x"}', "“author” must be an object"),
        (b'{"text": "a", "rating": "5"}', "“rating” must be a number"), (b'{"text": "a", "reach": true}', "number"),
        (b'{"text": "a", "rating": NaN}', "“rating” must be a number"),
        (b'{"text": "a", "kind": "tweet"}', "post reply repost"), (b'{"text": "a", "links": "x"}', "list of texts"),
        (b'{"text": "a", "parts": {"footer": "x"}}', "title body comment teaser"),
        (b'{"text": "a", "published_at": "hier"}', "ISO 8601"), (b'{"text": "a", "media": 1}', "true or false"),
        (b"[" * 100_000, "not JSON"), (b'{"text": "' + b"a" * MOST_BYTES + b'"}', "longer than"),
    ],
)  # fmt: skip
def test_that_a_bad_line_is_one_line_on_stderr_and_the_rest_is_answered(match: Match, line: bytes, says: str) -> None:
    code, told, err = match.lines("a", {"id": 1, "text": "a"}, b"", line, {"id": 2, "text": "a"})
    assert code == 2
    assert [one["id"] for one in told] == [1, 2]
    assert err.count("\n") == 1
    assert err.startswith("line 3: ")
    assert says in err


def test_that_a_byte_order_mark_and_windows_line_ends_are_no_content(match: Match) -> None:
    code, told, err = match.raw("a", b'\xef\xbb\xbf{"id": 1, "text": "a"}\r\n\r\n{"id": 2, "text": "a"}')
    assert (code, err) == (0, "")
    assert len(told) == 2


def test_that_a_time_without_offset_is_read_as_utc_and_said(match: Match) -> None:
    code, told, err = match.lines("minuteOfDay:[872 TO 872]", {"text": "a", "published_at": "2026-11-19T14:32:00"})
    assert (code, len(told)) == (0, 1)
    assert "read as UTC" in err


@pytest.mark.parametrize(
    ("query", "position"), [("a is:insider", 2), ('person:"x" a', 0), ("a -source:b", 3), ("a (b OR is:duplicate)", 8)]
)
def test_that_what_only_a_session_knows_is_an_error_at_its_place(match: Match, query: str, position: int) -> None:
    code, told, err = match.lines(query, {"id": 1, "text": "a"})
    assert (code, told) == (2, [])
    assert f"character {position}: " in err
    assert "session" in err


def test_that_a_query_that_cannot_be_read_is_one_line(match: Match) -> None:
    code, told, err = match.lines("a NEAR b", {"id": 1, "text": "a"})
    assert (code, told) == (2, [])
    assert "write NEAR/5" in err
    assert err.count("\n") == 1


def test_that_an_answer_comes_while_more_is_still_to_come() -> None:
    words = [sys.executable, "-m", "hubdesk", "--lang", "en", "match", "panne"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"LANG": "C.UTF-8"}
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        run.stdin.write(b'{"id": "1", "text": "panne"}\n')
        run.stdin.flush()
        assert select.select([run.stdout], [], [], 60)[0]
        assert json.loads(run.stdout.readline())["id"] == "1"
        run.stdin.write(b'{"id": "\\ud800", "text": "panne \xf0\x9f\x98\xa1"}\n')
        run.stdin.close()
        assert json.loads(run.stdout.readline())["id"] == "\ud800"
        assert run.wait(60) == 0
