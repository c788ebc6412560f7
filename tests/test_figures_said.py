"""Figures and dates are written by hubdesk.i18n alone, as the language spoken now has them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubdesk import i18n
from hubdesk.core import HOUR, MINUTE, SECOND
from hubdesk.i18n import THIN

ROOT = Path(__file__).parents[1]
SHOWN = [
    file for room in ("widgets", "panels", "desk", "wall") for file in sorted((ROOT / "hubdesk" / room).glob("*.py"))
]
NUMBER = re.compile(r"[+,]|\.\d+[f%]|%")
PERCENT = re.compile(r"^[^%]{0,200}\} ?%(?![a-zA-Z({\d])")  # "{n} %": percent() knows which space goes there
BY_THE_SYSTEM = re.compile(r"%[aAbBpcxX]")
KNOWN = {"wall/cards.py"}  # months by the system's language, still


def literals(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def written_by_hand(file: Path) -> list[str]:
    """Where a figure is formatted by Python, which writes a point for a comma and no space between thousands."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = "".join(part.value for part in node.format_spec.values if isinstance(part, ast.Constant))
            if NUMBER.search(spec):
                found.append(f"{file.name}:{node.lineno}: {spec}")
    return found


@pytest.mark.parametrize("file", SHOWN, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_that_a_figure_on_screen_is_written_by_i18n(file: Path) -> None:
    assert written_by_hand(file) == []
    assert [where for where in literals(file) if PERCENT.search(where[1])] == []
    dates = [line for line, text in literals(file) if BY_THE_SYSTEM.search(text) and "strftime" in line_of(file, line)]
    assert dates == [] or f"{file.parent.name}/{file.name}" in KNOWN


def line_of(file: Path, line: int) -> str:
    return file.read_text("utf-8").splitlines()[line - 1]


def test_that_figures_are_french_in_french(french: None) -> None:
    at = 1_795_095_126_000  # 19 November 2026, 14:32:06 in Paris
    assert i18n.number(1_234_567) == f"1{THIN}234{THIN}567"
    assert i18n.number(-1234.5, 1) == f"\u22121{THIN}234,5"
    assert i18n.percent(0.714) == f"71,4{THIN}%"
    assert i18n.points(0.382) == f"+38,2{THIN}pt"
    assert i18n.duration(HOUR + 42 * MINUTE) == f"1{THIN}h{THIN}42"
    assert i18n.duration(4 * SECOND) == f"4{THIN}s"
    assert i18n.day(at, "Europe/Paris") == "19/11/2026"
    assert i18n.number(None) == i18n.percent(None) == i18n.day(None, "UTC") == "—"


def test_that_figures_are_english_in_english_whatever_the_system_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    class French(type(i18n.local(0, "UTC"))):  # as a date is once the C library speaks French
        def strftime(self, _format: str) -> str:
            return "19 nov. 2026"

    at = 1_795_095_126_000
    here = i18n.local(at, "Europe/Paris")
    there = French(here.year, here.month, here.day, here.hour, here.minute, tzinfo=here.tzinfo)
    monkeypatch.setattr(i18n, "local", lambda _instant, _zone: there)
    assert i18n.day(at, "Europe/Paris") == "19 Nov 2026"
    assert i18n.number(1_234_567.5, 1) == "1,234,567.5"
    assert i18n.percent(0.714) == "71.4%"


def test_that_no_french_words_put_a_plain_space_before_a_percent_sign() -> None:
    said = (ROOT / "resources" / "locale" / "fr" / "LC_MESSAGES" / "hubdesk.po").read_text("utf-8")
    assert re.findall(r".* %(?!\().*", "\n".join(re.findall(r'(?m)^msgstr.*|^".*"', said))) == []
