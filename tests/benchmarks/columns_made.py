"""A session for the benchmark of columns: as many mentions as asked, with few words and no index of them; kept.

What columns hold is there: topics, 40,000 different readings, networks, languages, authors. The store's own writer
would take an hour for ten million.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from million import END
from readings import _notes

from hubdesk.core import DAY, MINUTE, SourceRow, Topic
from hubdesk.store.notes import dump_reading
from hubdesk.store.readings import ids_of
from hubdesk.store.session import NewSession, create, open_writer

DAYS = 365
READINGS = 40_000
TOPICS = ("Orange", "SFR", "Bouygues Telecom", "Free", *(f"Sujet {number}" for number in range(16)))
NETWORKS = ("bluesky", "mastodon", "web", "appstore")
KINDS = ("post", "post", "post", "reply", "repost", "article")
LANGUAGES = ("fr", "fr", "fr", "en", "", "fr-CA")
AT_ONCE = 100_000


def made(rows: int, authors: int) -> Path:
    path = Path(tempfile.gettempdir()) / "hubdesk-benchmarks" / f"columns-{rows}-{authors}.hubdesk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        begun = time.perf_counter()
        _make(making, rows, authors)
        making.replace(path)
        print(f"{path}: {rows} mentions in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
    return path


def _make(path: Path, rows: int, authors: int) -> None:
    create(path, NewSession("Columns", synthetic=True, created_at=END - DAYS * DAY))
    with open_writer(path) as writer:
        for name in ("Bluesky", "Mastodon", "Fils", "Avis"):
            writer.add_source(SourceRow(0, name, "feed", every=0))
        topics = [writer.add_topic(Topic(0, name, name.lower())).id for name in TOPICS]
    chance = random.Random(9)
    connection = sqlite3.connect(path)
    with connection:
        found = sorted({dump_reading(notes) for notes in _notes(chance, READINGS)})
        readings = np.array([*ids_of(connection, found).values()])
        sets = sorted({tuple(sorted(chance.sample(topics, chance.choice((0, 1, 1, 1, 2, 3))))) for _ in range(2_000)})
        connection.executemany("INSERT INTO combo (topics) VALUES (?)", [(",".join(map(str, one)),) for one in sets])
        combos = np.array([id_ for (id_,) in connection.execute("SELECT id FROM combo ORDER BY id")])
        for first in range(0, rows, AT_ONCE):
            many = min(AT_ONCE, rows - first)
            connection.executemany(
                f"INSERT INTO mention VALUES ({', '.join('?' * 31)})",
                _rows(first, many, rows, authors, combos, readings),
            )
        connection.execute(
            f"INSERT INTO volume SELECT at / {MINUTE}, combo, source, known_at / {MINUTE} - at / {MINUTE}, count(*)"
            " FROM mention GROUP BY 1, 2, 3, 4"
        )
        connection.execute(
            "INSERT INTO poll VALUES (1, 1, ?, 1, 0, 0, ?, ?, '')", (END - DAYS * DAY, END - DAYS * DAY, END)
        )
    connection.close()


def _rows(
    first: int, many: int, rows: int, authors: int, combos: np.ndarray, readings: np.ndarray
) -> Iterator[tuple[object, ...]]:
    chance = np.random.default_rng(first)
    at = END - DAYS * DAY + (np.arange(first, first + many) * (DAYS * DAY / rows)).astype(np.int64)
    known = np.minimum(at + chance.integers(500, 40 * MINUTE, many), END)
    combo = combos[(chance.random(many) ** 3 * len(combos)).astype(int)]
    reading = readings[(chance.random(many) ** 4 * len(readings)).astype(int)]
    author = chance.permutation(np.arange(first, first + many) % authors)
    sort = chance.integers(0, 1 << 30, many)
    for id_, a, k, c, r, who, s in zip(
        range(first + 1, first + many + 1),
        *(one.tolist() for one in (at, known, combo, reading, author, sort)),
        strict=True,
    ):
        yield (
            id_, a, k, k, a, None, None, None, s % 4 + 1, c, NETWORKS[s % 4], f"at://{id_}", KINDS[s // 4 % 6],
            LANGUAGES[s // 24 % 6], None, s % 5_000 if s % 3 == 0 else None, f"@voix{who}.example", f"Voix {who}",
            f"did:plc:{who:024}", "", "", "", "", "", "[]", "{}", "", None, None, "", r,
        )  # fmt: skip
