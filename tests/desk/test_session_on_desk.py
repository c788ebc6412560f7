"""A session as the desk opens it: also one that an older Hubdesk made, and one that cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_fakes import a_session

from hubdesk.core import HubdeskError
from hubdesk.desk.heartbeat import line_of
from hubdesk.desk.session import open_for_looking
from hubdesk.store import schema
from hubdesk.store.session import SessionError


def test_that_an_older_session_is_brought_up_to_date_when_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_session(tmp_path / "s.hubdesk", mentions=3)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE extra (a INTEGER) STRICT",)))
    with open_for_looking(path) as reader:
        assert reader.facts().title == "Opérateurs"


def test_that_what_cannot_be_opened_is_said_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="does not exist"):
        open_for_looking(tmp_path / "none.hubdesk")
    strange = tmp_path / "strange.hubdesk"
    strange.write_bytes(b"not a session at all" * 20)
    with pytest.raises(SessionError, match="not a session"):
        open_for_looking(strange)
    assert strange.read_bytes() == b"not a session at all" * 20


def test_that_an_errors_no_break_spaces_stay_where_french_wants_them() -> None:
    assert line_of(HubdeskError("plus ancien\u202f; la\nmettre à jour")) == "plus ancien\u202f; la mettre à jour"
