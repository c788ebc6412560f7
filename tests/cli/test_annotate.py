"""`hubdesk annotate`: what is read in a text comes out as it comes in, and a bad line costs only itself."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest

from hubdesk import cli_annotate
from hubdesk.cli import main
from hubdesk.cli_annotate import TOGETHER
from hubdesk.core import Evidence, HubdeskError

KEYS = ["id", "language", "tone", "tone_score", "irony", "themes", "places", "targets"]


class FakeTone:
    irony: bool | None = False
    evidence: tuple[Evidence, ...] = ()

    def __init__(self, value: str, score: float | None) -> None:
        self.value, self.score = value, score


class FakeToneReader:
    """Everything is bad, as the encoder reads it; how many texts it was asked at once is kept."""

    def __init__(self, is_broken: bool = False) -> None:
        self.heaps: list[int] = []
        self._is_broken = is_broken

    def fast(self, text: str) -> FakeTone:
        return FakeTone("unknown", None)

    def scores(self, text: str) -> tuple[float, float, float]:
        return (1.0, 0.0, 0.0)

    def quality(self, texts: list[str]) -> list[FakeTone]:
        if self._is_broken:
            raise HubdeskError("the encoder is damaged: install Hubdesk again")
        self.heaps.append(len(texts))
        return [FakeTone("negative", 0.87654)] * len(texts)


class Annotate:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.use(None)

    def use(self, tone: FakeToneReader | None) -> None:
        self._monkeypatch.setattr(cli_annotate, "tone_reader", lambda: tone)

    def lines(self, *lines: bytes | dict[str, Any]) -> tuple[int, list[dict[str, Any]], str]:
        given = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        self._monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = main(["--lang", "en", "annotate", "--json"])
        told = self._capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err


@pytest.fixture
def annotate(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Annotate:
    return Annotate(capsys, monkeypatch)


def test_that_a_text_is_annotated_as_the_contract_has_it(annotate: Annotate) -> None:
    annotate.use(FakeToneReader())
    code, told, err = annotate.lines({"id": "a", "text": "Panne Orange à Lille, plus de réseau depuis ce matin"})
    assert (code, err) == (0, "")
    assert list(told[0]) == KEYS
    assert told == [
        {
            "id": "a",
            "language": "fr",
            "tone": "negative",
            "tone_score": 0.877,
            "irony": False,
            "themes": ["outage_network"],
            "places": [{"name": "Lille", "insee": "59350", "department": "59"}],
            "targets": [{"brand": "Orange", "tone": "negative"}],
        }
    ]


@pytest.mark.parametrize("text", ["", "😡", "https://example.org/x"])
def test_that_what_cannot_be_told_is_null_or_empty(annotate: Annotate, text: str) -> None:
    _code, told, _err = annotate.lines({"id": 7, "text": text})
    assert told == [dict.fromkeys(KEYS[:5]) | {"id": 7, "themes": [], "places": [], "targets": []}]


def test_that_a_department_has_no_insee_code(annotate: Annotate) -> None:
    _code, told, _err = annotate.lines({"id": 7, "text": "Coupure de fibre dans le Cantal"})
    assert told[0]["places"] == [{"name": "Cantal", "insee": None, "department": "15"}]


def test_that_a_bad_line_is_told_by_its_number_and_the_others_are_answered(annotate: Annotate) -> None:
    good = {"id": 1, "text": "Orange est en panne"}
    code, told, err = annotate.lines(good, b"{", b"[1]", b"\xff", {"id": 2}, {"id": 3, "text": 4}, b"", good)
    assert code == 2
    assert [one["id"] for one in told] == [1, 1]
    lines = err.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"line {n}" for n in (2, 3, 4, 5, 6)]


@pytest.mark.parametrize("id_", [b"NaN", b"-Infinity", b"1e999", b'{"a": [NaN]}'])
def test_that_an_id_that_no_json_can_say_is_a_bad_line_and_never_comes_out(annotate: Annotate, id_: bytes) -> None:
    code, told, err = annotate.lines(b'{"id": ' + id_ + b', "text": "x"}', {"id": 2, "text": "y"})
    assert (code, [one["id"] for one in told]) == (2, [2])
    assert err.startswith("line 1: “id” must be")


def test_that_the_encoder_is_asked_many_texts_at_once_but_not_too_many(annotate: Annotate) -> None:
    tone = FakeToneReader()
    annotate.use(tone)
    _code, told, _err = annotate.lines(*({"id": n, "text": f"texte {n}"} for n in range(100)))
    assert [one["id"] for one in told] == list(range(100))
    assert sum(tone.heaps) == 100
    assert max(tone.heaps) <= TOGETHER


def test_that_a_reader_that_cannot_work_is_told_once_and_the_quick_one_answers(annotate: Annotate) -> None:
    annotate.use(FakeToneReader(is_broken=True))
    code, told, err = annotate.lines(*({"id": n, "text": "Orange est en panne"} for n in range(40)))
    assert code == 0
    assert err.splitlines() == ["tone is not read: the encoder is damaged: install Hubdesk again"]
    assert {one["tone"] for one in told} == {"unknown"}


def test_that_an_answer_comes_before_the_next_line_is_written() -> None:
    words = [sys.executable, "-m", "hubdesk", "annotate", "--json"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "Orange est en panne"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(60) == 0
