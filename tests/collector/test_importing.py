"""Posts from a file: read, new, known and rejected add up; nothing is guessed, nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hubdesk import i18n
from hubdesk.collector import exports
from hubdesk.collector.columns import Mapping, has_media, load_mapping, stars, whole_number
from hubdesk.collector.importing import Result, import_posts
from hubdesk.core import DAY, FailedError, HubdeskError, Kind, Scope, Topic
from hubdesk.store.errors import StoreFullError
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.store.writer import Writer

NOW = 1_900_000_000_000
Import = Callable[..., Result]


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "archive.hubdesk"
    create(path, NewSession(title="Archive"))
    with open_writer(path) as writer:
        writer.add_topic(Topic(0, "Orange", "orange", "own"))
    return path


@pytest.fixture
def imported(session: Path, tmp_path: Path) -> Iterator[Import]:
    def run(content: str | bytes, name: str = "posts.csv", mapping: Mapping | None = None) -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with open_writer(session) as writer, open_reader(session) as reader:
            return import_posts(path, mapping or Mapping(), reader, writer, NOW)

    i18n.use("fr")
    yield run
    i18n.use("en")


def stored(session: Path) -> list[tuple[str, str]]:
    with open_reader(session) as reader:
        found = reader.latest(Scope((), 0, NOW), 1000)
    return [(heard.mention.text, i18n.iso(heard.mention.published_at) or "") for heard in found]


def adds_up(result: Result) -> bool:
    return result.read == result.new + result.known + len(result.rejected)


def test_that_a_plain_csv_is_read(imported: Import, session: Path) -> None:
    result = imported(
        "id,date,text,author\n1,2026-11-19T14:00:00Z,Orange en panne,marie\n2,2026-11-19T15:00:00Z,ok,paul\n"
    )
    assert (result.read, result.new, result.rejected) == (2, 2, [])
    assert stored(session) == [("ok", "2026-11-19T15:00:00+00:00"), ("Orange en panne", "2026-11-19T14:00:00+00:00")]


def test_that_the_same_file_twice_brings_nothing_new(imported: Import) -> None:
    text = "date;texte\n19/11/2026 14:00;Orange en panne\n19/11/2026 14:05;Orange revient\n"
    assert imported(text).new == 2
    again = imported(text)
    assert (again.read, again.new, again.known, again.changed) == (2, 0, 2, 0)


def test_that_a_repeat_in_the_file_is_known_and_another_text_is_changed(imported: Import, session: Path) -> None:
    result = imported("id,date,text\n1,2026-11-19,un\n1,2026-11-19,un\n1,2026-11-19,deux\n")
    assert (result.read, result.new, result.known, result.changed) == (3, 1, 2, 1)
    assert [text for text, _at in stored(session)] == ["un"]


def test_that_an_unreadable_date_rejects_its_row_and_quotes_the_cell(imported: Import, session: Path) -> None:
    result = imported("id,date,text\n1,hier soir,un\n2,2026-11-19,deux\n3,,trois\n")
    assert [(one.row, one.line) for one in result.rejected] == [(1, 2), (3, 4)]
    assert "hier soir" in result.rejected[0].why
    assert adds_up(result)
    assert [text for text, _at in stored(session)] == ["deux"]


def test_that_the_whole_column_settles_day_and_month(imported: Import, session: Path) -> None:
    result = imported("date,text\n03/04/2026,un\n04/25/2026,deux\n")
    assert [at[:10] for _text, at in stored(session)] == ["2026-04-24", "2026-03-03"]
    assert any("month first" in note or "mois" in note for note in result.notes)


def test_that_a_date_without_a_zone_takes_the_session_s_and_says_so(imported: Import, session: Path) -> None:
    result = imported("date,text\n2026-07-01 12:00,un\n")
    assert stored(session) == [("un", "2026-07-01T10:00:00+00:00")]
    assert any("Europe/Paris" in note for note in result.notes)


def test_that_an_export_with_lines_above_its_header_is_read(imported: Import, session: Path) -> None:
    text = (
        'Report:,"Opérateurs"\nBrand:,Orange\nFrom:,01/11/2026\n\n'
        "Query Id,Date,Title,Snippet,Full Text,Url,Author,Twitter Followers\n"
        '9,2026-11-19 14:00:00.0,,"Orange en…","Orange en panne\nà Lille",https://x.example/1,marie,"1 250"\n'
    )
    result = imported(text)
    assert (result.read, result.new) == (1, 1)
    assert stored(session)[0][0] == "Orange en panne\nà Lille"
    with open_reader(session) as reader:
        heard = reader.latest(Scope((), 0, NOW), 1)[0]
    assert heard.mention.author.followers == 1250
    assert heard.mention.native_id == "https://x.example/1"


def test_that_an_old_encoding_is_read(imported: Import, session: Path) -> None:
    imported("date;texte\n19/11/2026;Réseau coupé\n".encode("cp1252"))
    assert stored(session)[0][0] == "Réseau coupé"


def test_that_json_lines_are_read_and_a_broken_line_is_rejected_alone(imported: Import) -> None:
    lines = (
        '{"id": "1", "text": "Orange", "published_at": "2026-11-19T14:00:00Z", "author": {"handle": "marie"}}\n'
        "{not json\n\n"
        '["a list"]\n'
        '{"id": "2", "text": "SFR", "published_at": "2026-11-19T15:00:00Z"}\n'
    )
    result = imported(lines, "posts.jsonl")
    assert (result.read, result.new) == (4, 2)
    assert [(one.row, one.line) for one in result.rejected] == [(2, 2), (3, 4)]
    assert adds_up(result)


def test_that_an_archive_replays_on_its_own_day(imported: Import, session: Path) -> None:
    imported("date,text\n2026-11-19T12:00:00Z,Orange en panne\n")
    with open_reader(session) as reader:
        noon = 1_795_089_600_000
        before = Scope(reader.topics(), 0, noon - 1)
        after = Scope(reader.topics(), 0, noon + 1)
        assert (reader.count(before), reader.count(after)) == (0, 1)
        assert reader.latest(after, 1)[0].seen_at == NOW


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "posts.csv", "empty"),
        (b"PK\x03\x04rest", "posts.xlsx", "CSV"),
        (b"a,b\n1,2\n", "posts.csv", "a, b"),
        (b"[]", "posts.json", "JSON lines"),
        (b"{broken\n", "posts.jsonl", "JSON"),
        (bytes(range(256)) * 40, "posts.bin", "text file"),
        (b"\0" * 5_000, "posts.csv", "text file"),
    ],
)
def test_that_what_is_no_export_is_refused_in_one_line(imported: Import, content: bytes, name: str, words: str) -> None:
    i18n.use("en")
    with pytest.raises(HubdeskError) as told:
        imported(content, name)
    assert words in str(told.value)
    assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_that_a_mapping_names_the_columns(imported: Import, session: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('day_first = false\n[columns]\ntext = "Verbatim"\ndate = "Jour"\n', "utf-8")
    imported("Verbatim,Jour\nOrange,03/04/2026\n", mapping=load_mapping(path))
    assert stored(session)[0][1].startswith("2026-03-03")


@pytest.mark.parametrize(
    "text", ['[columns]\ntexte = "a"\n', "colour = 1\n", "columns = 1\n", "[", 'day_first = "yes"\n']
)
def test_that_a_wrong_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(HubdeskError, match=r"map\.toml"):
        load_mapping(path)


def test_that_a_mapped_column_must_exist(imported: Import) -> None:
    with pytest.raises(HubdeskError, match="Verbatim"):
        imported("a,b\n1,2\n", mapping=Mapping({"text": "Verbatim"}))


def test_that_formulas_are_stored_as_they_are(imported: Import, session: Path) -> None:
    imported('date,text\n2026-11-19,"=HYPERLINK(""http://x"")"\n')
    assert stored(session)[0][0] == '=HYPERLINK("http://x")'


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1250", 1250), ("1 250", 1250), ("1\u202f250", 1250), ("1\u00a0250", 1250), ("1,250", 1250), ("12,5 k", None),
     ("12.5", None), ("", None), ("-3", None), ("①", None), ("1e3", None)],
)  # fmt: skip
def test_that_numbers_are_whole_or_unknown(cell: str, value: int | None) -> None:
    assert whole_number(cell) == value


def test_that_a_quotation_mark_never_closed_costs_its_own_line_alone(imported: Import, session: Path) -> None:
    i18n.use("en")
    rows = "".join(f"{n},2026-11-19T12:00:00Z,message {n},marie\n" for n in range(3, 10))
    result = imported(
        f'id,date,text,author\n1,2026-11-19T12:00:00Z,"jamais fermé,a\n2,2026-11-19T12:00:00Z,deux,b\n{rows}'
    )
    assert (result.read, result.new) == (9, 8)
    assert [(one.row, one.line) for one in result.rejected] == [(1, 2)]
    assert "quotation mark" in result.rejected[0].why
    assert len(stored(session)) == 8


def test_that_a_quotation_mark_closed_a_file_later_costs_its_own_line_alone(imported: Import, session: Path) -> None:
    rows = "".join(f"{n},2026-11-19T12:00:00Z,message {n}\n" for n in range(400))
    result = imported(f'id,date,text\na,2026-11-19T12:00:00Z,"jamais fermé\n{rows}b,2026-11-19T12:00:00Z,"fin"\n')
    assert (result.read, result.new) == (402, 401)
    assert result.rejected[0].line == 2
    assert adds_up(result)


def test_that_one_broken_letter_spoils_no_other(imported: Import, session: Path) -> None:
    i18n.use("en")
    good = "".join(f"2026-11-19T12:00:0{n}Z,Réseau coupé à Orléans\n" for n in range(9))
    result = imported(b"date,text\n" + good.encode() + b"2026-11-19T12:01:00Z,cass\xe9\n")
    assert {text for text, _at in stored(session)} == {"Réseau coupé à Orléans", "cass\ufffd"}
    assert "1 letter is no UTF-8" in result.notes[0]


def test_that_an_encoding_that_was_guessed_is_told(imported: Import) -> None:
    i18n.use("en")
    assert "Windows-1252" in imported("date,text\n2026-11-19T12:00:00Z,coupé\n".encode("cp1252")).notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_that_wide_letters_are_read_with_or_without_their_mark(imported: Import, session: Path, encoding: str) -> None:
    imported("date,text\n2026-11-19T12:00:00Z,Réseau coupé\n".encode(encoding))
    assert [text for text, _at in stored(session)] == ["Réseau coupé"]


def test_that_controls_do_not_come_in(imported: Import, session: Path) -> None:
    imported("date,text,author\n2026-11-19T12:00:00Z,panne\x1b[2J à Lille,\x1b[31mali\n")
    with open_reader(session) as reader:
        (heard,) = reader.latest(Scope((), 0, NOW), 10)
    assert "\x1b" not in heard.mention.text + heard.mention.author.handle


def test_that_a_date_in_the_future_claims_no_listening_there(imported: Import, session: Path) -> None:
    imported("date,text\n2026-11-19T12:00:00Z,Orange\n2090-01-01T00:00:00Z,Orange demain\n")
    with open_reader(session) as reader:
        later = Scope((), NOW, NOW + 2 * DAY)
        assert {count for _at, count in reader.volume(None, later, DAY)} == {None}


def test_that_a_pipe_is_refused_and_not_waited_for(imported: Import, tmp_path: Path, session: Path) -> None:
    i18n.use("en")
    os.mkfifo(tmp_path / "pipe")
    with open_writer(session) as writer, open_reader(session) as reader, pytest.raises(HubdeskError, match="save it"):
        import_posts(tmp_path / "pipe", Mapping(), reader, writer, NOW)


def test_that_a_line_without_end_does_not_fill_the_memory(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use("en")
    monkeypatch.setattr(exports, "LINE_LIMIT", 1_000)
    for name, content in (("a.csv", "date,text\n2026-11-19," + "x" * 2_000), ("a.jsonl", '{"text": "' + "x" * 2_000)):
        with pytest.raises(HubdeskError, match=r"line \d: longer"):
            imported(content, name)


@pytest.mark.parametrize("text", ['zone = "Mars/X"', 'encoding = "punycode"', 'encoding = "base64"'])
def test_that_a_zone_or_an_encoding_that_is_none_is_refused(imported: Import, tmp_path: Path, text: str) -> None:
    (tmp_path / "map.toml").write_text(text, "utf-8")
    with pytest.raises(HubdeskError):
        imported("date,text\n2026-11-19,été\n", mapping=load_mapping(tmp_path / "map.toml"))


def test_that_an_import_cut_short_says_what_it_stored(
    imported: Import, session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.use("en")
    add_page, left = Writer.add_page, iter([1])

    def filling(self: Writer, *words: Any, **how: Any) -> Any:
        if next(left, None) is None:
            raise StoreFullError("the disk is full")
        return add_page(self, *words, **how)

    monkeypatch.setattr(Writer, "add_page", filling)
    content = "id,date,text\n" + "".join(f"{n},2026-11-19T12:00:00Z,Orange {n}\n" for n in range(600))
    with pytest.raises(FailedError, match=r"disk is full.*500 records"):
        imported(content)
    monkeypatch.undo()
    again = imported(content)
    assert (again.new, again.known) == (100, 500)


def test_that_long_ids_that_begin_alike_are_two(imported: Import) -> None:
    long = "https://x.example/" + "a" * 900
    assert imported(f"url,date,text\n{long}1,2026-11-19,Orange\n{long}2,2026-11-19,Orange\n").new == 2


def test_that_ids_that_only_number_the_rows_can_be_left_out(imported: Import) -> None:
    i18n.use("en")
    imported("id,date,text\n1,2026-11-19T12:00:00Z,Orange en panne\n", "a.csv")
    other = "id,date,text\n1,2026-11-20T12:00:00Z,SFR en panne\n"
    told = imported(other, "b.csv")
    assert (told.new, told.changed) == (0, 1)
    assert 'id = ""' in told.notes[-1]
    assert imported(other, "b.csv", Mapping({"id": ""})).new == 1


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("4", 4.0), ("4,5", 4.5), ("4.5/5", 4.5), ("8 sur 10", 8.0), ("1 étoile", 1.0), ("5 stars", 5.0),
        ("★★☆☆☆", 2.0), ("⭐⭐⭐", 3.0), ("0", 0.0), ("", None), ("6/5", None), ("12,5 k", None), ("très bien", None),
        ("-1", None), ("٤", None), ("1e3", None), ("101", None), ("☆☆☆☆☆", None),
    ],
)  # fmt: skip
def test_that_a_rating_is_its_stars_or_unknown(cell: str, value: float | None) -> None:
    assert stars(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("https://pbs.example/a.jpg", True), ("true", True), ("Photo", True), ("oui", True), ("false", False),
        ("0", False), ("", None), ("?", None), ("n/a", None),
    ],
)  # fmt: skip
def test_that_a_cell_about_media_says_yes_or_no_or_nothing(cell: str, value: bool | None) -> None:
    assert has_media(cell) is value


@pytest.mark.parametrize(
    ("rating", "media"),
    [("Star Rating", "Media URLs"), ("rating", "images.url"), ("Note", "Médias"), ("Étoiles", "Has Media")],
)
def test_that_ratings_and_media_are_read_from_the_suites_columns(
    imported: Import, session: Path, rating: str, media: str
) -> None:
    imported(
        f"date,text,{rating},{media}\n2026-11-19T14:00:00Z,Box en panne,1,https://pbs.example/a.jpg\n"
        "2026-11-19T15:00:00Z,Rien à dire,,\n"
    )
    with open_reader(session) as reader:
        plain, rated = (heard.mention for heard in reader.latest(Scope((), 0, NOW), 9))
    assert (rated.rating, rated.media, rated.kind) == (1.0, True, Kind.REVIEW)
    assert (plain.rating, plain.media, plain.kind) == (None, None, Kind.POST)


def test_that_imported_posts_are_asked_for_their_source_and_watched_people(session: Path, tmp_path: Path) -> None:
    posts = tmp_path / "avis.jsonl"
    post = '{"id": "1", "text": "bonjour", "published_at": "2026-01-02T10:00:00+01:00", "network": "bluesky", '
    posts.write_text(post + '"author": {"handle": "dupont.example", "name": "Anne Dupont"}}\n', encoding="utf-8")
    with open_writer(session) as writer, open_reader(session) as reader:
        writer.set_note(
            "people", '[{"name": "Anne Dupont", "role": "journalist", "accounts": ["bluesky:dupont.example"]}]'
        )
        heard_by_person = writer.add_topic(Topic(0, "Dupont", 'person:"Anne Dupont"'))
        heard_by_source = writer.add_topic(Topic(0, "Avis", 'source:"avis.jsonl"'))
        assert import_posts(posts, Mapping(), reader, writer, NOW).new == 1
        (found,) = reader.latest(Scope((), 0, NOW), 5)
        assert found.source == "avis.jsonl"
        assert {match.topic for match in found.matches} == {heard_by_person.id, heard_by_source.id}
