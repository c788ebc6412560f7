"""A file of saved queries: what is carried over, and what is listed with its place instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdesk.query.saved import LONGEST_NAME, Refused, SavedQuery, read_saved
from hubdesk.query.syntax import parse


def test_that_lines_of_name_and_query_are_carried_over_as_they_stand() -> None:
    saved = read_saved(
        "\ufeffOrange\t(orange OR sosh)\r\n\r\n# a comment\r\n#panne\t#panne OR réseau \r\nSFR\tsfr -sfr.com"
    )
    assert saved.queries == (
        SavedQuery(1, "Orange", "(orange OR sosh)"),
        SavedQuery(4, "#panne", "#panne OR réseau"),
        SavedQuery(5, "SFR", "sfr -sfr.com"),
    )
    assert saved.refused == ()


@pytest.mark.parametrize(
    ("line", "name", "position", "says"),
    [
        ("orange OR sosh", "orange OR sosh", None, "no tab"),
        ("#comment without a space", "#comment without a space", None, "no tab"),
        ("\torange", "", None, "name is empty"),
        ("Orange\t", "Orange", 0, "query is empty"),
        ("Orange", "Orange", None, "no tab"),
        ("Orange\ta\tb", "Orange", 1, "third column"),
        ("Orange\tpanne AND (a OR", "Orange", 10, "never closed"),
        ("Orange\t  panne country:fr", "Orange", 6, "no field"),
        ("Orange\t😡 NEAR b", "Orange", 2, "write NEAR/5"),
        ("first\tb", "first", None, "line 1 has the same name"),
        ("a" * (LONGEST_NAME + 1) + "\tb", "a" * LONGEST_NAME, None, "at most 60"),
        ("Orange\t" + "a" * 8_001, "Orange", 8_000, "at most 8000"),
        ("Or\u202eange\tb", "Or\u202eange", None, "cannot be shown"),
    ],
)
def test_that_what_cannot_be_carried_over_is_listed(line: str, name: str, position: int | None, says: str) -> None:
    saved = read_saved(f"First\ta\n{line}\nLast\tc")
    assert [query.name for query in saved.queries] == ["First", "Last"]
    (refused,) = saved.refused
    assert (refused.line, refused.name, refused.position) == (2, name, position)
    assert says in refused.why


@pytest.mark.parametrize("head", ["name\tquery", "Nom\tRequête", "NAME\tQuery\t"])
def test_that_a_first_line_that_names_the_columns_is_no_query(head: str) -> None:
    assert read_saved(f"{head}\nOrange\torange").queries == (SavedQuery(2, "Orange", "orange"),)
    assert len(read_saved(f"Orange\torange\n{head}").queries) == 2


@pytest.mark.parametrize(
    ("column", "query"),
    [('"(a OR ""b c"")"', '(a OR "b c")'), ('"b c"', '"b c"'), ('"b" OR "c"', '"b" OR "c"'),
     ('"a ""b"" OR ""c"""', 'a "b" OR "c"')],
)  # fmt: skip
def test_that_only_a_spreadsheets_own_quotes_are_taken_off(column: str, query: str) -> None:
    assert [one.text for one in read_saved(f"x\t{column}").queries] == [query]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from('ab\t\n\r"# (OR\ufeff\u2028é'), max_size=60))
def test_that_every_line_with_content_is_answered_once(text: str) -> None:
    saved = read_saved(text)
    lines = [one.line for one in saved.queries] + [one.line for one in saved.refused]
    assert len(lines) == len(set(lines))
    for query in saved.queries:
        assert parse(query.text).text == query.text
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(whole, start=1):
        skipped = not line.strip(" \t\u00a0") or line.strip().startswith("#")
        assert skipped or number in lines


def test_that_an_empty_file_holds_nothing() -> None:
    assert read_saved("") == read_saved("\ufeff\r\n\r\n")
    assert isinstance(read_saved("x").refused[0], Refused)
