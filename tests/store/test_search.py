"""Search finds in the store what the query's own test finds, at any instant."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import ALWAYS, NOON, add, entry, opened, source, topics

from hubdesk.core import HOUR, MINUTE, Scope, Withdrawal
from hubdesk.query.cuts import Words
from hubdesk.query.match import test as holds
from hubdesk.query.sql import Plan
from hubdesk.query.syntax import parse
from hubdesk.store import fulltext
from hubdesk.store.session import open_reader, open_writer

_TOO_DEEP = Words("(" * 500 + '"livebox"' + ")" * 500)
WORDS = [
    "orange",
    "réseau",
    "RESEAU",
    "panne",
    "#PanneOrange",
    "@orange",
    "l’orange",
    "🔥",
    "4G",
    "Mont-de-Marsan",
    "€",
]
QUERIES = [
    "orange", "reseau", "réseau", "orange AND panne", "orange OR 4G", "panne -orange", '"orange panne"', "pan*",
    "orange NEAR/2 panne", "#PanneOrange", "@orange", "🔥", "{Orange}", "network:bluesky", "orange network:bluesky",
    "Mont-de-Marsan", "€", "l'orange", "kind:post -orange",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12),
    st.sampled_from(QUERIES),
    st.integers(0, 12),
    st.integers(1, 12),
)
def test_that_the_store_finds_what_the_querys_own_test_finds(texts: list, asked: str, last: int, limit: int) -> None:
    query = parse(asked)
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, open_reader(path) as reader:
            flux = source(writer)
            for n, text in enumerate(texts):
                add(writer, flux, [entry(n, text=text, at=NOON + n)], NOON + n)
            scope = Scope((), NOON, NOON + last)
            known = [
                heard for heard in reader.latest(scope, 100) if holds(query, heard.mention, heard.notes) is not None
            ]
            found = reader.search(query, scope, limit)
            assert found.total == len(known)
            assert found.mentions == tuple(known[:limit])


def test_that_a_search_before_an_edit_looks_at_the_words_of_then(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1, text="livebox muette"), entry(2, text="livebox neuve")])
        add(writer, flux, [], NOON + HOUR, edits=[entry(1, text="tout va bien")])
        before, after = Scope((), NOON, NOON + MINUTE), Scope((), NOON, NOON + 2 * HOUR)
        assert [reader.search(parse("livebox"), scope, 9).total for scope in (before, after)] == [2, 1]
        assert [reader.search(parse("tout"), scope, 9).total for scope in (before, after)] == [0, 1]
        assert [heard.id for heard in reader.search(parse("livebox"), before, 9).mentions] == [2, 1]


def test_that_what_was_taken_back_is_not_found_by_words_nor_by_fields(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1, text="livebox muette"), entry(2, text="livebox neuve")])
        add(writer, flux, [], withdrawals=[Withdrawal("bluesky", native_id="at://1")])
        assert reader.search(parse("livebox"), ALWAYS, 9).total == 1
        assert reader.search(parse("network:bluesky"), ALWAYS, 9).total == 1


def test_that_a_search_keeps_to_the_scopes_topics(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange, sfr = topics(writer, "Orange", "SFR")
        add(writer, source(writer), [entry(1, orange), entry(2, sfr), entry(3)])
        scope = Scope((orange,), NOON - HOUR, NOON + HOUR)
        assert [heard.id for heard in reader.search(parse("panne"), scope, 9).mentions] == [1]
        assert [heard.id for heard in reader.search(parse("network:bluesky"), scope, 9).mentions] == [1]


def test_that_words_cut_by_another_hubdesk_are_cut_anew_by_a_writer_and_not_used_by_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, writer = opened(tmp_path)
    with writer, monkeypatch.context() as earlier:
        # How an earlier Hubdesk cut words.
        earlier.setattr(fulltext, "index_texts", lambda title, text: (title.upper(), text.upper()))
        add(writer, source(writer), [entry(1, text="livebox muette")])
        writer._connection.execute("UPDATE meta SET value = ? WHERE key = 'words'", (fulltext.mark(),))
    with open_reader(path) as reader:
        assert reader.search(parse("livebox"), ALWAYS, 9).total == 1
    open_writer(path).close()
    with open_reader(path) as reader:
        assert fulltext.is_current(reader._connection)
        assert reader.search(parse("livebox"), ALWAYS, 9).total == 1
        assert reader.problems() == ()


def test_that_an_expression_too_much_for_the_index_is_tested_on_every_mention(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1, text="livebox muette"), entry(2, text="rien")])
        monkeypatch.setattr("hubdesk.store.search.plan", lambda query, lexicon: Plan(_TOO_DEEP, _TOO_DEEP))
        assert reader.search(parse("livebox"), ALWAYS, 9).total == 1
