"""Rows that leave the desk: what they hold, whose terms hold back, and what a spreadsheet is kept from carrying out."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from arro3.io import read_parquet

from hubdesk.cli import main
from hubdesk.core import MINUTE, Author, FailedError, HubdeskError, Millis, Scope, SourceRow, Span, Terms, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.reports import export_xlsx, whole_file
from hubdesk.reports.cells import FORMULAS, LONGEST_IN_EXCEL, fitting
from hubdesk.reports.export import KINDS, export
from hubdesk.reports.export_rows import COLUMNS
from hubdesk.reports.mention_json import mention_json
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, entry, session, topic

OPEN = Terms()
ALL = Scope((), 0, NOON + 1_000 * MINUTE)
EVERY_KIND = pytest.mark.parametrize("kind", sorted(KINDS))
HOSTILE = (
    '=HYPERLINK("https://evil.example","click")',
    "+33 6 12 34 56 78",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\tcmd",
    "\rcmd",
    'dit "non", puis\r\nraccroche; voilà',
    "كل شيء معطّل \u202e txt.exe",
    "la moitié \ud83d d'un signe, et \x00\x1b[31m",
    "fibre " * 7_000,
)


def add(path: Path, texts: tuple[str, ...], name: str = "Autre", terms: Terms = OPEN, **over: Any) -> None:
    """One more source with these texts."""
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(id=0, name=name, kind="feed", terms=terms))
        entries = [entry(text, **over) for text in texts]
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON + MINUTE, covers=Span(NOON, NOON + 1))


def made(path: Path, kind: str, query: str = "", scope: Scope = ALL, **how: Any) -> list[dict[str, Any]]:
    """Export and read back with another library than wrote it: by column, what is unknown is None or ""."""
    out = path.parent / f"out{kind}"
    with open_reader(path) as reader:
        export(reader, scope, out, parse(query) if query else None, **how)
    return read(out)


def read(out: Path) -> list[dict[str, Any]]:
    if out.suffix == ".csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    if out.suffix == ".jsonl":
        return [flat(json.loads(line)) for line in out.read_text("utf-8").splitlines()]
    if out.suffix == ".xlsx":
        book = openpyxl.load_workbook(out)
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows]
    table = read_parquet(str(out)).read_all()
    return [{name: table[name][row].as_py() for name in COLUMNS} for row in range(table.num_rows)]


def flat(told: dict[str, Any]) -> dict[str, Any]:
    return told | {f"author.{name}": value for name, value in told["author"].items()}


@EVERY_KIND
def test_that_each_mention_is_a_row_and_unknown_stays_unknown(tmp_path: Path, kind: str) -> None:
    path = session(tmp_path, ("Panne de fibre à Lille", "La box redémarre"), (topic(),))
    rows = made(path, kind)
    assert [row["text"] for row in rows] == ["La box redémarre", "Panne de fibre à Lille"]  # the newest first
    assert [row["author.handle"] for row in rows] == ["camille.example"] * 2
    assert all(row["reach"] in (None, "") and row["author.followers"] in (None, "") for row in rows)
    assert all("Orange" in (row["topics"] or "") for row in rows)


@EVERY_KIND
def test_that_hostile_text_comes_back_as_text(tmp_path: Path, kind: str) -> None:
    path = session(tmp_path, HOSTILE)
    for row, text in zip(made(path, kind), reversed(HOSTILE), strict=True):
        stored = text.replace("\ud83d", "\ufffd")
        bare = stored.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")
        wanted = {
            ".csv": f"'{bare}" if bare.startswith(FORMULAS) else bare,
            ".xlsx": fitting(bare.replace("\r\n", "\n").replace("\r", "\n")),
        }.get(kind, stored)
        assert row["text"] == wanted


def test_that_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = session(tmp_path, HOSTILE)
    made(path, ".xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx"):
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_that_a_name_of_ten_thousand_letters_and_a_formula_for_a_name_are_guarded(tmp_path: Path) -> None:
    path = session(tmp_path)
    add(path, ("bonjour",), author=Author("=1+1", "N" * 10_000, "did:plc:long"))
    (row,) = made(path, ".csv")
    assert row["author.handle"] == "'=1+1"
    assert set(row["author.name"]) == {"N"}


def test_that_a_cell_of_a_workbook_is_cut_whole_characters_apart() -> None:
    cut = fitting("🔥" * LONGEST_IN_EXCEL)
    assert len(cut.encode("utf-16-le")) <= 2 * LONGEST_IN_EXCEL
    assert cut.endswith("🔥…")


def test_that_a_full_sheet_goes_on_in_a_next_one(tmp_path: Path) -> None:
    path = session(tmp_path, tuple(f"texte {n}" for n in range(7)))
    with open_reader(path) as reader:
        rows = [{**one} for one in pages(reader)]
    about = export_xlsx.About("S", "UTC", False, 0, 1, (), "", 7, (), False)
    export_xlsx.write(tmp_path / "small.xlsx", iter([rows]), about, rows=4)
    sheets = openpyxl.load_workbook(tmp_path / "small.xlsx").worksheets
    assert [sheet.max_row for sheet in sheets[:-1]] == [4, 4, 2]  # three mentions a sheet, under their columns


def pages(reader: Any) -> list[dict[str, Any]]:
    return [mention_json(one, {}, "UTC") for one in reader.latest(ALL, 100)]


@EVERY_KIND
@pytest.mark.parametrize(
    ("terms", "why"), [(Terms(export=False), "export"), (Terms(keep_days=30), "keep")], ids=["export", "keep"]
)
def test_that_what_terms_hold_back_is_counted_and_not_written(
    tmp_path: Path, kind: str, terms: Terms, why: str
) -> None:
    path = session(tmp_path, ("libre de sortir",))
    add(path, ("reste ici", "et celui-ci"), "Fermé", terms)
    out = tmp_path / f"out{kind}"
    with open_reader(path) as reader:
        told = export(reader, ALL, out)
    assert [row["text"] for row in read(out)] == ["libre de sortir"]
    assert (told.rows, told.withheld) == (1, 2)
    assert [(one.source, one.mentions, one.why) for one in told.held_back] == [("Fermé", 2, why)]


def test_that_a_removed_source_still_holds_back(tmp_path: Path) -> None:
    path = session(tmp_path)
    add(path, ("reste ici",), "Fermé", Terms(export=False))
    with open_writer(path) as writer:
        writer.remove_source(2)
    assert made(path, ".csv") == []


def test_that_two_sources_of_one_name_keep_their_own_terms(tmp_path: Path) -> None:
    path = session(tmp_path)
    add(path, ("sort",), "Même nom")
    add(path, ("reste",), "Même nom", Terms(export=False))
    assert [row["text"] for row in made(path, ".jsonl")] == ["sort"]


@pytest.mark.parametrize("query", ["fibre", "panne OR box", '"la fibre"', "Fibre NOT panne", "rien"])
def test_that_rows_and_withheld_are_as_many_as_search_finds(tmp_path: Path, query: str) -> None:
    texts = ("la fibre tombe", "panne de box", "la fibre et la panne", "autre chose")
    path = session(tmp_path, texts, (topic(),))
    add(path, texts, "Fermé", Terms(export=False))
    with open_reader(path) as reader:
        for topics in ((), reader.topics()):
            scope = Scope(topics, 0, ALL.end)
            found = reader.search(parse(query), scope, 100)
            told = export(reader, scope, tmp_path / "out.jsonl", parse(query))
            assert told.rows + told.withheld == found.total
            assert [row["id"] for row in read(tmp_path / "out.jsonl")] == [
                heard.id for heard in found.mentions if heard.source != "Fermé"
            ]


def test_that_an_edited_mention_is_found_by_the_words_it_had_then(tmp_path: Path) -> None:
    path = session(tmp_path, ("la fibre tombe",))
    with open_reader(path) as reader:
        (heard,) = reader.latest(ALL, 1)
        later: Millis = heard.known_at + MINUTE
    with open_writer(path) as writer:
        edit = entry("la box tombe", native_id=heard.mention.native_id)
        writer.add_page(1, (), cursor="", due_at=0, seen_at=later, covers=None, edits=(edit,))
    then = Scope((), 0, later - 1)
    assert [row["text"] for row in made(path, ".csv", "fibre", then)] == ["la fibre tombe"]
    assert made(path, ".csv", "fibre", Scope((), 0, later + 1)) == []


@EVERY_KIND
def test_that_what_was_taken_back_is_a_row_without_text_or_author(tmp_path: Path, kind: str) -> None:
    path = session(tmp_path, ("mot secret", "reste"))
    with open_reader(path) as reader:
        gone = next(one for one in reader.latest(ALL, 5) if one.mention.text == "mot secret").mention
    with open_writer(path) as writer:
        writer.withdraw([Withdrawal(gone.network, gone.native_id)], NOON + 70 * MINUTE)
    out = tmp_path / f"out{kind}"
    with open_reader(path) as reader:
        told = export(reader, ALL, out)
        assert told.rows == reader.count(ALL) == 2
    assert told.gone == 1
    (row,) = (row for row in read(out) if row["withdrawn_at"])
    assert not any(row[name] for name in ("text", "title", "url", "author.handle", "author.name"))
    assert b"secret" not in out.read_bytes()


def test_that_pseudonyms_are_the_same_within_a_file_and_others_in_the_next(tmp_path: Path) -> None:
    path = session(tmp_path, ("un", "deux, dit @camille.example"))
    add(path, ("trois",), author=Author("paul.example", "Paul Durand", "did:plc:paul"))
    first, second = made(path, ".csv", pseudonymise=True), made(path, ".csv", pseudonymise=True)
    names = {row["text"].partition(",")[0]: row["author.handle"] for row in first}
    assert names["un"] == names["deux"] != names["trois"]
    assert names["un"] not in {row["author.handle"] for row in second}
    told = (tmp_path / "out.csv").read_text("utf-8")
    assert not [word for word in ("camille", "Camille", "paul", "Durand", "did:plc") if word in told]


def test_that_a_csv_of_ours_can_be_imported_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = session(tmp_path, ("Panne de fibre", "=1+1 de fibre"))
    made(path, ".csv")
    assert main(["init", str(tmp_path / "new.hubdesk")]) == 0
    capsys.readouterr()
    assert main(["import", str(tmp_path / "new.hubdesk"), str(tmp_path / "out.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["new"]) == (2, 2)


def test_that_the_verb_answers_with_rows_and_withheld(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = session(tmp_path, ("la fibre tombe", "autre"), (topic(),))
    add(path, ("fibre fermée",), "Fermé", Terms(export=False))
    out = tmp_path / "out.csv"
    assert main(["--lang", "en", "export", str(path), "-o", str(out), "--query", "fibre", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["withheld"]) == (1, 1)
    assert main(["--lang", "en", "export", str(path), "-o", str(out), "--topic", "orange"]) == 0
    assert "2 rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "out.doc"), ".xlsx"),
        (("-o", "out.csv", "--topic", "Nobody"), "Nobody"),
        (("-o", "out.csv", "--query", "(fibre"), "bracket"),
        (("-o", "out.csv", "--from", "2026-12-01", "--to", "2026-11-01"), "--from"),
        (("-o", "out.csv", "--panel", "trend"), "--panel"),
        (("-o", "gone/out.csv"), "gone"),
    ],
)
def test_that_wrong_words_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    path = session(tmp_path, ("texte",))
    monkeypatch.chdir(tmp_path)
    assert main(["--lang", "en", "export", str(path), *words]) in (1, 2)
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert sorted(one.name for one in tmp_path.iterdir() if "out" in one.name or ".part" in one.name) == []


@EVERY_KIND
def test_that_a_full_disk_leaves_what_was_there(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = session(tmp_path, ("texte",) * 3), tmp_path / f"out{kind}"
    out.write_text("was there")
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has a disk that is always full")
    monkeypatch.setattr(whole_file.tempfile, "mkstemp", in_full_place)
    with open_reader(path) as reader, pytest.raises(FailedError, match="out"):
        export(reader, ALL, out)
    assert out.read_text() == "was there"


def in_full_place(prefix: str = "", suffix: str = "", dir: Path | None = None) -> tuple[int, str]:
    """A file in that folder which takes nothing."""
    place = Path(dir or ".") / f"full{suffix}"
    place.symlink_to("/dev/full")
    return os.open(place, os.O_RDWR), str(place)


def test_that_an_empty_scope_is_a_file_with_columns_alone(tmp_path: Path) -> None:
    path = session(tmp_path)
    for kind in KINDS:
        assert made(path, kind) == []


def test_that_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    path = session(tmp_path, ("texte",))
    (tmp_path / "folder.csv").mkdir()
    with open_reader(path) as reader, pytest.raises(HubdeskError, match="folder"):
        export(reader, ALL, tmp_path / "folder.csv")


def test_that_a_session_is_not_replaced_by_what_is_made_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = session(tmp_path, ("texte",))
    named = path.rename(tmp_path / "session.csv")
    assert main(["--lang", "en", "export", str(named), "-o", str(named)]) == 2
    assert "the session itself" in capsys.readouterr().err
    with open_reader(named) as reader:
        assert reader.count(ALL) == 1


@EVERY_KIND
def test_that_a_span_without_an_end_in_any_calendar_is_exported(tmp_path: Path, kind: str) -> None:
    path = session(tmp_path, ("texte",))
    assert len(made(path, kind, scope=Scope((), 0, 1 << 52))) == 1


def test_that_a_number_too_long_for_excel_keeps_its_digits(tmp_path: Path) -> None:
    path = session(tmp_path)
    add(path, ("loin",), reach=2**60 + 1)
    (row,) = made(path, ".xlsx")
    assert row["reach"] == str(2**60 + 1)


def test_that_a_library_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = session(tmp_path)
    monkeypatch.setitem(KINDS, ".parquet", "no_such_library.writer")
    with open_reader(path) as reader, pytest.raises(HubdeskError, match="no_such_library"):
        export(reader, ALL, tmp_path / "out.parquet")
