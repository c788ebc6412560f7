"""How fast mentions come in: parse, read, match 50 topics and store, against a bare executemany of the same rows.

    python tests/benchmarks/ingest.py [--mentions 50000] [--page 200] [--runs 5]

Both write the same final rows into the same tables, with the same pragmas and as many rows a transaction; the runs
alternate, and medians are printed. CPU time is what one core needs; wall time includes waiting for the disk.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from hubdesk.collector.intake import Intake, spare_the_collector_of_garbage
from hubdesk.core import MINUTE, SourceRow, Span, Topic
from hubdesk.query.indexing import index_text
from hubdesk.sources.bluesky import to_mention
from hubdesk.sources.jetstream import read
from hubdesk.store.session import NewSession, create, open_writer

BEGIN_AT = 1_790_000_040_000
EVERY = 50  # ms between two posts: the network's own pace in French and English

BRANDS = "orange,sosh,sfr,red by sfr,bouygues telecom,b&you,free,free mobile,livebox,freebox".split(",")  # noqa: SIM905
MATTERS = ["panne", "coupure", "facture", "résiliation", "fibre", "réseau", "débit", "service client", "prix", "4G"]
FILLING = """
bonjour depuis ce matin plus rien chez moi à Lille et personne ne répond au téléphone je ne comprends pas merci pour le
repas d’hier c’était très bon on se voit demain au marché si le temps le permet 😀 quelle belle journée l’équipe a
gagné #foot @camille le jus du matin est sucré https://exemple.fr/page-123 vivement les vacances
""".split()  # noqa: SIM905


def topics() -> list[Topic]:
    """50 queries as analysts write them: brands alone, brands near matters, exclusions, wildcards."""
    made = []
    for brand in BRANDS:
        quoted = f'"{brand}"' if " " in brand or "&" in brand else brand
        made += [
            f"{quoted} NEAR/6 (fibre OR box OR forfait OR réseau OR panne OR mobile)",
            f"{quoted} AND (factur* OR prix OR prélèvement)",
            f"({quoted} OR #{brand.replace(' ', '').replace('&', '')}) AND résili*",
            f'{quoted} AND ("service client" OR conseiller*) NOT (emploi OR recrute)',
            f"{quoted} (panne OR coupure) -jus -festival",
        ]
    return [Topic(n, f"T{n}", query) for n, query in enumerate(made, 1)]


def lines(count: int) -> list[str]:
    """Events as a Jetstream sends them. One post in five speaks of a brand, far more than on the network."""
    chance = random.Random(7)
    made = []
    for n in range(count):
        words = chance.choices(FILLING, k=chance.randint(6, 40))
        if chance.random() < 0.2:
            at = chance.randrange(len(words))
            words[at:at] = [chance.choice(BRANDS), chance.choice(FILLING), chance.choice(MATTERS)]
        elif chance.random() < 0.03:
            words.insert(chance.randrange(len(words)), "l’orange")  # the fruit
        at = BEGIN_AT + n * EVERY
        made.append(
            json.dumps(
                {
                    "did": f"did:plc:{chance.randrange(5_000):024x}",
                    "time_us": at * 1000,
                    "kind": "commit",
                    "commit": {
                        "rev": f"{n:013x}",
                        "operation": "create",
                        "collection": "app.bsky.feed.post",
                        "rkey": f"{n:013x}",
                        "cid": f"bafyrei{n:052x}",
                        "record": {
                            "$type": "app.bsky.feed.post",
                            "text": " ".join(words)[:300],
                            "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at // 1000)) + ".000Z",
                            "langs": ["fr"],
                        },
                    },
                }
            )
        )
    return made


def prepared(path: Path) -> Path:
    """An empty session with its topics and its source, which both ways of writing start from."""
    create(path, NewSession("Trial", created_at=BEGIN_AT))
    with open_writer(path) as writer:
        writer.add_source(SourceRow(0, "Bluesky", "bluesky", every=0))
        for topic in topics():
            writer.add_topic(topic)
    return path


def ingest(path: Path, told: Sequence[str], page: int) -> None:
    """The product's own way, from the wire's lines to the file."""
    intake = Intake(topics())
    with open_writer(path) as writer:
        poll = None
        rest = iter(told)
        while chunk := list(islice(rest, page)):
            events = [event for line in chunk if (event := read(line)) is not None]
            seen_at = events[-1].at // 1000 + 2_000
            poll = writer.add_page(
                1,
                intake.entries([to_mention(event) for event in events]),
                cursor=str(events[-1].at),
                due_at=seen_at,
                seen_at=seen_at,
                covers=Span(BEGIN_AT, seen_at),
                poll=poll,
            ).poll


Batch = list[tuple[str, list[tuple[object, ...]]]]


def final_rows(path: Path, page: int) -> list[Batch]:
    """What a filled session holds, as inserts a page: nothing is computed any more when they are timed."""
    connection = sqlite3.connect(path)
    made = []
    once: Batch = []
    for table in ("combo", "poll"):
        once.append(_inserts(connection, table))
    volume = _inserts(connection, "volume")
    mentions = connection.execute("SELECT * FROM mention ORDER BY id").fetchall()
    places = [column[1] for column in connection.execute("PRAGMA table_info(mention)")]
    title, text, at = places.index("title"), places.index("text"), places.index("at")
    insert = f"INSERT INTO mention VALUES ({', '.join('?' * len(places))})"
    for first in range(0, len(mentions), page):
        rows = mentions[first : first + page]
        words = [(row[0], index_text(row[title]), index_text(row[text])) for row in rows]
        heard = connection.execute(
            "SELECT * FROM heard WHERE mention BETWEEN ? AND ? ORDER BY mention", (rows[0][0], rows[-1][0])
        ).fetchall()
        until = rows[-1][at] // MINUTE if first + page < len(mentions) else 2**62
        counts = [row for row in volume[1] if row[0] < until]  # type: ignore[operator]
        volume[1][:] = volume[1][len(counts) :]
        made.append(
            [
                *once,
                (insert, rows),
                ("INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?)", heard),
                ("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", words),
                (volume[0], counts),
            ]
        )
        once = []
    connection.close()
    return made


def _inserts(connection: sqlite3.Connection, table: str) -> tuple[str, list[tuple[object, ...]]]:
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows


def bare(path: Path, batches: Sequence[Batch]) -> None:
    """The same rows, with nothing but executemany."""
    with open_writer(path) as writer:
        connection = writer._connection
        connection.execute("PRAGMA synchronous=NORMAL")
        for batch in batches:
            connection.execute("BEGIN IMMEDIATE")
            for insert, rows in batch:
                connection.executemany(insert, rows)
            connection.execute("COMMIT")


def counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    tables = ("mention", "heard", "volume", "combo", "poll", "words_docsize")
    made = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    connection.close()
    return made


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def files(folder: Path, name: str) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield folder / f"{name}-{number}.hubdesk"


def main() -> None:
    spare_the_collector_of_garbage()  # as the collector's process does
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=50_000)
    asked.add_argument("--page", type=int, default=200, help="mentions a transaction (a stream brings as many)")
    asked.add_argument("--runs", type=int, default=5, help="of each kind, alternated")
    options = asked.parse_args()
    told = lines(options.mentions)
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = files(Path(name), "ours"), files(Path(name), "bare")
        first = prepared(next(ours))
        ingest(first, told, options.page)  # warms up, and tells what the final rows are
        batches = final_rows(first, options.page)
        gc.freeze()  # what this benchmark itself keeps in memory is not the collector's to look through
        runs = []
        for _ in range(options.runs):
            path, other = prepared(next(ours)), prepared(next(theirs))
            runs.append((*timed(lambda: ingest(path, told, options.page)), *timed(lambda: bare(other, batches))))  # noqa: B023
            if counts(path) != counts(other):
                raise SystemExit(f"not the same rows: {counts(path)} and {counts(other)}")
            path.unlink()
            other.unlink()
    ours_cpu, ours_wall, bare_cpu, bare_wall = (statistics.median(column) for column in zip(*runs, strict=True))
    print(what_was_done(options, batches))
    print("              CPU: mentions/s      wall: mentions/s")
    print(f"ingest        {options.mentions / ours_cpu:15.0f} {options.mentions / ours_wall:21.0f}   (at least 2000)")
    print(f"executemany   {options.mentions / bare_cpu:15.0f} {options.mentions / bare_wall:21.0f}")
    print(f"ratio         {ours_cpu / bare_cpu:15.2f} {ours_wall / bare_wall:21.2f}   (at most 4)")


def what_was_done(options: argparse.Namespace, batches: Sequence[Batch]) -> str:
    heard = sum(len(rows) for batch in batches for insert, rows in batch if "heard" in insert)
    return (
        f"{options.mentions} mentions, {len(topics())} topics, {heard} times heard, {options.page} a transaction,"
        f" median of {options.runs} runs each"
    )


if __name__ == "__main__":
    main()
