"""What a shipped session leaves out is made again exactly."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from fakes import NOON, entry, topic

from hubdesk.core import HOUR, MINUTE, Scope, SourceRow, Span, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store import packing, schema
from hubdesk.store.errors import SessionError
from hubdesk.store.session import NewSession, create, open_reader, open_writer

TABLES = (
    *("meta", "topic", "topic_version", "rehearing", "source", "mention", "combo", "heard", "volume", "poll"),
    *("revision", "tombstone"),
)


def a_session(path: Path) -> Path:
    """Mentions in several minutes, seen late or not, one edited, one taken back."""
    create(path, NewSession("Shipped", synthetic=True))
    with open_writer(path) as writer:
        heard = writer.add_topic(topic())
        source = writer.add_source(SourceRow(id=0, name="Trial", kind="demo"))
        entries = [
            entry(f"orange numéro {n}", [heard] if n % 3 else [], published_at=NOON + n * 17_000, native_id=f"at://{n}")
            for n in range(60)
        ]
        for start in range(0, 60, 20):
            seen_at = NOON + HOUR + start * MINUTE
            writer.add_page(
                source.id, entries[start : start + 20], cursor=None, due_at=None, seen_at=seen_at,
                covers=Span(NOON, seen_at),
            )  # fmt: skip
        edited = entry("citron corrigé", [], published_at=NOON + 17_000, native_id="at://1")
        writer.add_page(
            source.id, (), cursor=None, due_at=None, seen_at=NOON + 4 * HOUR, edits=[edited],
            withdrawals=[Withdrawal("bluesky", "at://2")], covers=Span(NOON, NOON + 4 * HOUR),
        )  # fmt: skip
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    try:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}
    finally:
        connection.close()


def test_that_a_stripped_session_is_made_whole_again(tmp_path: Path) -> None:
    whole = a_session(tmp_path / "whole.hubdesk")
    packed = tmp_path / "packed.hubdesk"
    shutil.copy(whole, packed)
    packing.strip(packed)
    assert rows(packed)["volume"] == []
    told: list[tuple[int, int]] = []
    packing.complete(packed, lambda done, total: told.append((done, total)))
    assert told == [(59, 59)]
    assert rows(packed) == rows(whole)
    with open_reader(packed) as one, open_reader(whole) as other:
        scope = Scope((), NOON, NOON + 5 * HOUR)
        assert one.latest(scope, 100) == other.latest(scope, 100)
        for query in ("numéro AND orange", "citron", "corrigé"):
            assert one.search(parse(query), scope, 100) == other.search(parse(query), scope, 100)
    with open_writer(packed) as writer:
        writer.rename("Written to")


def test_that_a_stripped_session_is_not_opened_by_mistake(tmp_path: Path) -> None:
    path = a_session(tmp_path / "packed.hubdesk")
    packing.strip(path)
    with pytest.raises(SessionError, match="has been altered"):
        open_reader(path)


def test_that_one_stripped_by_an_older_hubdesk_gets_the_tables_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "packed.hubdesk"
    with monkeypatch.context() as then:
        then.setattr(schema, "STEPS", schema.STEPS[:1])
        create(path, NewSession("Shipped", synthetic=True))
        packing.strip(path)
    packing.complete(path)
    with open_reader(path) as reader:
        assert reader.problems() == ()
