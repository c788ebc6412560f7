"""Two dimensions crossed: as counting mention by mention would, at every instant, on the session's clocks."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, mention, opened, source, topics

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Heard, Match, Notes, Scope, Withdrawal
from hubdesk.i18n import local
from hubdesk.store.reader import OTHERS, Dimension
from hubdesk.store.session import open_reader

ZONE = "Europe/Paris"
PAIRS = list(itertools.permutations(Dimension, 2))
SPAN = Scope((), NOON - 3 * DAY, NOON, NOON + DAY)


def session(folder: Path, number: int = 160) -> Path:
    chance = random.Random(11)
    path, writer = opened(folder)
    with writer:
        heard = topics(writer, "Orange", "SFR")
        sources = [source(writer, name) for name in ("Flux A", "flux  a", "Forum “b”")]
        for place, one in enumerate(sources):
            entries = [_entry(chance, f"{place}-{n}", heard) for n in range(number // 3)]
            add(writer, one, entries, NOON + place)
        first = mention("0-3", "panne corrigée", NOON - HOUR)
        edits = [Entry(replace(first, language="de"), Notes(language="en", tone="positive"), (Match(2, 1),))]
        add(writer, sources[0], [], NOON + 2 * HOUR, edits=edits)
        writer.correct(7, "tone", "neutral", NOON + 2 * HOUR)
        writer.correct(9, "theme", ("store",), NOON + 2 * HOUR)
        writer.withdraw([Withdrawal("bluesky", f"at://1-{n}") for n in range(5)], NOON + 3 * HOUR)
    return path


def _entry(chance: random.Random, number: str, heard: tuple) -> Entry:
    at = None if chance.random() < 0.05 else NOON - chance.randrange(3 * DAY)
    made = replace(
        mention(number, at=at, author=chance.choice("abc")),
        network=chance.choice(("bluesky", "Mastodon")) if not number.startswith("1-") else "bluesky",
        kind=chance.choice(("post", "reply", "odd")),
        language=chance.choice(("", "pt-BR", "FR")),
    )
    notes = Notes(
        language=chance.choice(("", "fr", "en")),
        tone=chance.choice(("", "negative", "positive", "unknown")),
        themes=tuple(chance.sample(("store", "tv", "other"), chance.randint(0, 2))),
        places=tuple(chance.sample(("insee:59350", "dep:2A", "reg:Bretagne", "insee:97411"), chance.randint(0, 2))),
        versions=(("tone", 1),),
    )
    return Entry(made, notes, tuple(Match(one.id, 1) for one in heard if chance.random() < 0.6))


def slowly(heard: Heard, by: Dimension, known: set[int]) -> set[str]:
    """What a mention says in a dimension, worked out anew."""
    one, notes = heard.mention, heard.notes
    there = local(heard.at, ZONE)
    departments = {
        "59" if "59350" in place else "974" if "97411" in place else "2A"
        for place in notes.places
        if "reg" not in place
    }
    told: dict[Dimension, set[str]] = {
        Dimension.TOPIC: {str(match.topic) for match in heard.matches if match.topic in known},
        Dimension.TONE: {notes.tone},
        Dimension.THEME: set(notes.themes),
        Dimension.NETWORK: {one.network.lower()},
        Dimension.SOURCE: {" ".join(heard.source.split()).casefold()},
        Dimension.LANGUAGE: {(notes.language or one.language).lower().split("-")[0]},
        Dimension.DEPARTMENT: departments,
        Dimension.KIND: {one.kind},
        Dimension.HOUR: {f"{there.hour:02}"},
        Dimension.WEEKDAY: {str(there.weekday())},
        Dimension.DAY: {f"{there:%Y-%m-%d}"},
    }
    if one.published_at is None and by in (Dimension.HOUR, Dimension.WEEKDAY, Dimension.DAY):
        return {""}
    return told[by] or {""}


@pytest.mark.parametrize("known", [NOON + HOUR, NOON + DAY])
@pytest.mark.parametrize("some", [False, True])
def test_that_every_pair_counts_as_one_mention_after_another_would(tmp_path: Path, known: int, some: bool) -> None:
    with open_reader(session(tmp_path)) as reader:
        chosen = reader.topics()[1:] if some else ()
        scope = replace(SPAN, topics=chosen, known_by=known)
        rows = [one for one in reader.latest(scope, 1_000) if not one.is_gone]
        assert len(rows) > 40
        ids = {one.id for one in chosen} or {one.id for one in reader.topics()}
        for by, other in PAIRS:
            told = reader.crossed(scope, by, other)
            slow = Counter(
                pair for one in rows for pair in itertools.product(slowly(one, by, ids), slowly(one, other, ids))
            )
            assert {(row, column): tally.left for row, column, tally in told.cells if tally.left} == slow, (by, other)
            lines = Counter(value for one in rows for value in slowly(one, by, ids))
            assert {line.value: line.tally.left for line in told.rows if line.tally.left} == lines
            assert told.whole.left == len(rows)
            assert told.whole.mentions == reader.count(scope)


def test_that_totals_count_a_mention_once_where_cells_count_it_twice(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        flux = source(writer)
        notes = Notes(tone="negative", themes=("store", "tv"))
        add(writer, flux, [Entry(mention(1), notes), entry(2)])
    with open_reader(path) as reader:
        told = reader.crossed(replace(SPAN, end=NOON + 1), Dimension.TONE, Dimension.THEME)
    assert [(line.value, line.tally.mentions) for line in told.rows] == [("negative", 2)]
    assert sum(tally.mentions for _row, _column, tally in told.cells) == 3
    assert told.column_has_several
    assert not told.row_has_several


def test_that_what_has_no_line_of_its_own_is_counted_together(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        for n in range(9):
            add(writer, source(writer, f"source {n}"), [entry(f"{n}-{i}") for i in range(n + 1)], NOON + n)
    with open_reader(path) as reader:
        scope = replace(SPAN, end=NOON + MINUTE)
        told = reader.crossed(scope, Dimension.SOURCE, Dimension.TONE, 3)
        whole = reader.crossed(scope, Dimension.SOURCE, Dimension.TONE)
    assert [line.value for line in told.rows] == ["source 8", "source 7", "source 6", OTHERS]
    assert (told.rows[-1].of, told.rows[-1].tally.mentions) == (6, 1 + 2 + 3 + 4 + 5 + 6)
    assert sum(line.tally.mentions for line in whole.rows) == told.whole.mentions == 45


def test_that_odd_scopes_are_empty_tables(tmp_path: Path) -> None:
    with open_reader(session(tmp_path, 9)) as reader:
        for scope in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, HOUR)):
            assert reader.crossed(scope, Dimension.DAY, Dimension.LANGUAGE).rows == ()


def test_that_notes_of_a_strangers_file_are_no_language(tmp_path: Path) -> None:
    path = session(tmp_path, 9)

    with sqlite3.connect(path) as connection:
        for id_, notes in ((1, "not json"), (2, '{"language": 7}'), (3, '{"language": ["fr"]}')):
            connection.execute("UPDATE mention SET notes = ?, language = 'xx' WHERE id = ?", (notes, id_))
    connection.close()
    with open_reader(path) as reader:
        told = reader.crossed(replace(SPAN, end=NOON + DAY), Dimension.LANGUAGE, Dimension.KIND)
    assert next(line.tally.mentions for line in told.rows if line.value == "xx") == 3
