"""Search pages through what it finds, orders it, and says when it did not look at everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, mention, opened, source, topics

from hubdesk.core import HOUR, MINUTE, Entry, Scope, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store import selection
from hubdesk.store.reader import Order, Reader
from hubdesk.store.session import open_reader


def ids(reader: Reader, text: str, scope: Scope = ALWAYS, limit: int = 99, **more: object) -> list[int]:
    return [heard.id for heard in reader.search(parse(text), scope, limit, **more).mentions]  # type: ignore[arg-type]


@pytest.fixture(params=[4_000, 2])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Few mentions are looked up, many are looked for among the newest: both ways give the same."""
    monkeypatch.setattr(selection, "FEW", request.param)
    monkeypatch.setattr(selection, "FIRST_STEP", 3)
    return int(request.param)


def test_that_pages_have_no_doubles_and_no_holes_while_mentions_arrive(tmp_path: Path, few: int) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        for n in range(40):  # some arrive together, an archive comes from before
            add(writer, flux, [entry(n, text="panne" if n % 3 else "rien", at=NOON + n)], NOON + n // 4 * MINUTE)
        add(writer, flux, [entry(f"a{n}", text="panne", at=NOON - HOUR + n) for n in range(9)], NOON, archive=True)
        expected = [heard.id for heard in reader.latest(ALWAYS, 99) if "panne" in heard.mention.text]
        seen: list[int] = []
        before = None
        while page := reader.search(parse("panne"), ALWAYS, 4, before=before).mentions:
            seen += [heard.id for heard in page]
            before = (page[-1].known_at, page[-1].id)
            add(writer, flux, [entry(f"new{len(seen)}", text="panne")], NOON + HOUR)
        assert seen == expected


@pytest.mark.parametrize("text", ["panne", "réseau", '"réseau mobile"', "kind:post panne", "mobile NEAR/4f réseau"])
def test_that_a_page_begins_where_the_last_one_ended(tmp_path: Path, few: int, text: str) -> None:
    path, writer = opened(tmp_path)
    told = ["panne réseau", "panne reseau mobile et réseau", "réseau mobile panne", "mobile sans réseau", "panne"]
    with writer, open_reader(path) as reader:
        flux = source(writer)
        for n in range(30):
            add(writer, flux, [entry(n, text=told[n % 5])], NOON + n)
        whole = ids(reader, text)
        pages: list[int] = []
        before = None
        while page := reader.search(parse(text), ALWAYS, 3, before=before).mentions:
            pages += [heard.id for heard in page]
            before = (page[-1].known_at, page[-1].id)
        assert whole
        assert pages == whole


def test_that_the_best_answer_comes_first_and_of_equals_the_newest(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    told = [
        "orange et beaucoup d'autres mots sans aucun rapport",
        "orange panne",
        "panne de orange orange",
        "orange panne",
    ]
    with writer, open_reader(path) as reader:
        flux = source(writer)
        for n, text in enumerate([*told, *(f"autre chose {n}" for n in range(20))]):
            add(writer, flux, [entry(n, text=text)], NOON + n)
        assert ids(reader, "orange", order=Order.RELEVANCE) == [3, 4, 2, 1]
        assert ids(reader, "orange", limit=2, order=Order.RELEVANCE) == [3, 4]
        assert ids(reader, "orange", limit=0, order=Order.RELEVANCE) == []
        assert ids(reader, "orange -panne", order=Order.RELEVANCE) == [1]
        assert ids(reader, "kind:post", limit=3, order=Order.RELEVANCE) == ids(reader, "kind:post", limit=3)


def test_that_an_edit_since_then_comes_last_in_the_order_of_relevance(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1, text="livebox"), entry(2, text="une livebox")])
        add(writer, flux, [], NOON + HOUR, edits=[entry(1, text="freebox")])
        before = Scope((), NOON, NOON + MINUTE)
        assert ids(reader, "livebox", before, order=Order.RELEVANCE) == [2, 1]
        assert ids(reader, "livebox", before) == [2, 1]
        assert ids(reader, "freebox", before, order=Order.RELEVANCE) == []


def test_that_a_search_that_stops_early_says_so_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    told = ["mobile NEAR réseau", "mobile réseau", "réseau puis mobile", "mobile et réseau"]
    with writer, open_reader(path) as reader:
        flux = source(writer)
        for n in range(40):
            add(writer, flux, [entry(n, text=told[n % 4])], NOON + n)
        asked = parse("mobile NEAR/3f réseau")
        whole = reader.search(asked, ALWAYS, 99)
        assert whole.is_whole
        assert whole.total == 30
        some = reader.search(asked, ALWAYS, 99, most=8)
        assert not some.is_whole
        assert 0 < some.total < 30
        seen: list[int] = []
        before = None
        while page := reader.search(asked, ALWAYS, 99, most=8, before=before).mentions:
            seen += [heard.id for heard in page]
            before = (page[-1].known_at, page[-1].id)
        assert seen == [heard.id for heard in whole.mentions]
        assert reader.search(asked, ALWAYS, 5, most=8, order=Order.RELEVANCE).mentions


def test_that_what_was_taken_back_is_neither_counted_nor_ordered(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(n, text="livebox réseau") for n in range(4)])
        add(writer, flux, [], withdrawals=[Withdrawal("bluesky", native_id="at://2")])
        for text in ("livebox", "réseau", "livebox NEAR/2f réseau", "kind:post", "livebox OR kind:post"):
            assert reader.search(parse(text), ALWAYS, 9).total == 3
            assert 3 not in ids(reader, text, order=Order.RELEVANCE)


def test_that_a_scopes_topics_bound_words_fields_and_edits(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange, sfr = topics(writer, "Orange", "SFR")
        flux = source(writer)
        add(
            writer,
            flux,
            [entry(1, orange, text="panne réseau"), entry(2, sfr, text="panne réseau"), entry(3, sfr, text="x")],
        )
        add(writer, flux, [], NOON + HOUR, edits=[entry(2, sfr, text="rien"), entry(1, orange, text="rien")])
        then = Scope((sfr,), NOON, NOON + MINUTE)
        for text in ("panne", "réseau", "panne kind:post", "panne NEAR/2f réseau"):
            assert ids(reader, text, then) == [2]
        assert ids(reader, "kind:post", then) == [3, 2]


@pytest.mark.parametrize("last", [0, 1, 2, 5])
def test_that_a_narrow_scope_of_a_long_session_finds_late_and_early_ones(tmp_path: Path, last: int) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        for n in range(60):  # every third was published an hour before it was seen
            add(
                writer,
                flux,
                [entry(n, text="panne", at=NOON + n * MINUTE - (HOUR if n % 3 == 0 else 0))],
                NOON + n * MINUTE,
            )
        scope = Scope((), NOON + 20 * MINUTE, NOON + (20 + last) * MINUTE)
        expected = [heard.id for heard in reader.latest(scope, 99)]
        assert ids(reader, "panne", scope) == ids(reader, "kind:post", scope) == expected


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE words; --",
        '"a" OR "b"',
        "{'x'}",
        "site:'",
        'author:"\' OR 1=1"',
        "url:%",
        "links:'--",
        'source:"\'"',
        'person:"a\'b"',
        "a" * 7_000,
        "é" * 7_000,
        "漢字*",
        "ab*" * 300,
        "#" + "x" * 5_000,
        "@a.b.c",
    ],
)
def test_that_hostile_queries_are_answered(tmp_path: Path, text: str) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [Entry(mention(1, "x' y", title="t"))])
        for order in Order:
            assert reader.search(parse(text), ALWAYS, 9, order=order).total in (0, 1)
        assert reader.count(ALWAYS) == 1
