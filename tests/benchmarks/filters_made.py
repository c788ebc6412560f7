"""A session for benchmarks of the whole desk: a year of the demonstration's posts, as many as asked, with crises; kept.

    python tests/benchmarks/filters_made.py [--mentions 1000000] [--authors 100000] [--folder DIR]

Each mention is a post of the demonstration, or two put together, with the topics that heard it, what was read in it
and the words of the index; the place is another one for some. Synthetic. The store's own writer would take an hour for
ten million.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from million import END

from hubdesk.core import DAY, HOUR, MINUTE, Notes, SourceRow, Topic
from hubdesk.demo import PACKED
from hubdesk.resources import resource
from hubdesk.store import fulltext, packing
from hubdesk.store.notes import dump_notes, dump_reading, load_notes
from hubdesk.store.readings import ids_of
from hubdesk.store.session import NewSession, bring_up_to_date, create, open_writer

DAYS = 365
BEGIN = END - DAYS * DAY
CRISES = ((40, 9, 14), (131, 6, 40), (248, 18, 30), (358, 6, 60))  # day, hour, times as much as usual in its first hour
SOURCES = ("Bluesky", "Mastodon", "Fils de presse", "Avis")
OF_NETWORK = {"bluesky": 1, "mastodon": 2, "feed": 3, "appstore": 4}
POOL = 120_000
AT_ONCE = 100_000
PLACED_ANEW = 0.15
_POSTS = (
    "SELECT m.id, network, kind, language, reach, followers, title, text, notes, topics FROM mention m"
    " JOIN combo ON combo.id = m.combo WHERE text <> '' ORDER BY m.id"
)


@dataclass(frozen=True, slots=True)
class Post:
    """What mentions are made of; `combo` and `reading` are rows of the session."""

    network: str
    kind: str
    language: str
    reach: int | None
    followers: int | None
    title: str
    text: str
    notes: str
    heard: tuple[tuple[int, str], ...]  # topics, and where in the text each stands
    words: tuple[str, str]
    combo: int
    reading: int


def desk_session(mentions: int, authors: int = 100_000, folder: Path | None = None) -> Path:
    """The session's file, made if it is not there or its words are cut otherwise by now."""
    folder = folder or Path(tempfile.gettempdir()) / "hubdesk-benchmarks"
    path = folder / f"desk-{mentions}-{authors}-{fulltext.mark()}.hubdesk"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        begun = time.perf_counter()
        _make(making, mentions, authors)
        making.replace(path)
        size = path.stat().st_size / 1e6
        print(f"{path}: {mentions} mentions in {time.perf_counter() - begun:.0f} s, {size:.0f} MB", flush=True)
    bring_up_to_date(path)  # kept from before the tables grew, perhaps
    return path


def _make(path: Path, mentions: int, authors: int) -> None:
    create(path, NewSession("A year", synthetic=True, created_at=BEGIN))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo"
        with lzma.open(resource(PACKED)) as packed:
            file.write_bytes(packed.read())
        demo = sqlite3.connect(file)
        with open_writer(path) as writer:
            for name in SOURCES:
                writer.add_source(SourceRow(0, name, "feed", every=0))
            for name, query, role, colour in demo.execute("SELECT name, query, role, colour FROM topic ORDER BY id"):
                writer.add_topic(Topic(0, name, query, role, colour))
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        posts = _posts(demo, connection)
        demo.close()
    _fill(connection, posts, mentions, authors)
    connection.execute("COMMIT")
    connection.close()


def _posts(demo: sqlite3.Connection, connection: sqlite3.Connection) -> list[Post]:
    chance = random.Random(17)
    rows = demo.execute(_POSTS).fetchall()
    marks: dict[int, list[tuple[int, str]]] = {}
    for topic, mention, told in demo.execute("SELECT topic, mention, marks FROM heard"):
        marks.setdefault(mention, []).append((topic, told))
    places = sorted({place for row in rows for place in load_notes(row[8]).places})
    drawn: list[tuple[tuple[object, ...], Notes, str]] = []
    for number in range(POOL):
        row = rows[number] if number < len(rows) else chance.choice(rows)
        notes, text = load_notes(row[8]), row[7]
        if number >= len(rows):
            if chance.random() < PLACED_ANEW:
                notes = replace(notes, places=(chance.choice(places),))
            if chance.random() < 0.5:
                text = f"{text} {chance.choice(rows)[7]}"
        drawn.append((row, notes, text))
    combos = sorted({row[9] for row in rows})
    connection.executemany("INSERT INTO combo (topics) VALUES (?) ON CONFLICT DO NOTHING", [(one,) for one in combos])
    combo_of = dict(connection.execute("SELECT topics, id FROM combo"))
    found = {dump_reading(notes) for _row, notes, _text in drawn}
    reading_of = ids_of(connection, found)
    return [
        Post(
            network, kind, language, reach, followers, title, text, dump_notes(notes), tuple(marks.get(id_, ())),
            fulltext.words_of(0, title, text)[1:], combo_of[topics], reading_of[dump_reading(notes)],
        )
        for (id_, network, kind, language, reach, followers, title, _t, _n, topics), notes, text in drawn
    ]  # fmt: skip


def _times(mentions: int) -> tuple[np.ndarray, np.ndarray]:
    """When each was published, and when it was known, in the order of the latter: by day, weekday and crisis."""
    chance = np.random.default_rng(7)
    minute = np.arange(DAYS * DAY // MINUTE)
    hour = minute // 60 % 24
    weight = 0.15 + np.sin(np.pi * np.clip((hour - 5) / 19, 0, 1)) ** 2
    weight *= np.where(minute // 1440 % 7 > 4, 0.6, 1.0)
    for day, at, times in CRISES:
        since = minute - (day * 1440 + at * 60)
        weight += np.where(since >= 0, times * np.exp(-np.maximum(since, 0) / 240), 0)
    counts = chance.multinomial(mentions, weight / weight.sum())
    at = BEGIN + np.repeat(minute, counts) * MINUTE + chance.integers(0, MINUTE, mentions)
    known = np.minimum(at + chance.exponential(3 * MINUTE, mentions).astype(np.int64) + 500, END)
    order = np.argsort(known, kind="stable")
    return at[order], known[order]


def _fill(connection: sqlite3.Connection, posts: list[Post], mentions: int, authors: int) -> None:
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'mention' AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    at, known = _times(mentions)
    chance = np.random.default_rng(5)
    for first in range(0, mentions, AT_ONCE):
        many = min(AT_ONCE, mentions - first)
        chosen = chance.integers(0, len(posts), many).tolist()
        who = (chance.random(many) ** 3 * authors).astype(int).tolist()
        span = slice(first, first + many)
        _put(connection, first, [posts[one] for one in chosen], at[span].tolist(), known[span].tolist(), who)
    for _name, sql in indexes:
        connection.execute(sql)
    connection.execute(packing._COUNT, {"minute": MINUTE})
    connection.executemany("INSERT INTO poll VALUES (NULL, ?, ?, 1, 0, 0, ?, ?, '')", _polls())


def _put(
    connection: sqlite3.Connection, first: int, posts: list[Post], at: list[int], known: list[int], who: list[int]
) -> None:
    ids = range(first + 1, first + len(posts) + 1)
    connection.executemany(
        f"INSERT INTO mention VALUES ({', '.join('?' * 31)})",
        (
            (
                id_, a, k, k, a, None, None, None, OF_NETWORK[one.network], one.combo, one.network, f"at://{id_}",
                one.kind, one.language, one.followers, one.reach, f"voix{w}.example", f"Voix {w}", f"did:plc:{w}", "",
                "", "", one.title, one.text, "[]", one.notes, "", None, None, "", one.reading,
            )
            for id_, one, a, k, w in zip(ids, posts, at, known, who, strict=True)
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO heard VALUES (?, ?, ?, ?, 1, ?)",
        (
            (topic, k, id_, a, marks)
            for id_, one, a, k in zip(ids, posts, at, known, strict=True)
            for topic, marks in one.heard
        ),
    )
    fulltext.add(connection, ((id_, *one.words) for id_, one in zip(ids, posts, strict=True)))


def _polls() -> Iterator[tuple[int, int, int, int]]:
    """Every source each hour, but for two nights."""
    for number in range(1, len(SOURCES) + 1):
        for at in range(BEGIN + HOUR, END + 1, HOUR):
            if (at - BEGIN) // DAY not in (75, 300) or at % DAY > 5 * HOUR:
                yield number, at, at - HOUR, at


def described(path: Path) -> str:
    """What it holds, in a line."""
    connection = sqlite3.connect(path)
    counts = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("reading", "combo", "poll", "heard", "volume")
    }
    connection.close()
    return json.dumps(counts)


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--authors", type=int, default=100_000)
    asked.add_argument("--folder", type=Path)
    options = asked.parse_args()
    path = desk_session(options.mentions, options.authors, options.folder)
    print(path, described(path))


if __name__ == "__main__":
    main()
