"""Makes the demonstration's session, resources/demo/, from the invented weeks and the product's own rooms.

    python packaging/build_demo.py [--seed N] [-o FOLDER] [--watch]

The same seed makes the same bytes (with the same SQLite and xz). Run it again when topics, matching, enrichment or the
file's schema change; when only detectors do, --watch lets them tell the shipped weeks anew, which takes half a minute
where reading takes many. With the shipped seed it also writes tests/demo/truth.json, which the product never reads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from demo_calendar import ALL, at  # noqa: E402 — the checkout's packages are found only now
from demo_cast import cast, look_around  # noqa: E402
from demo_heard import Change, Heard, changes, hear  # noqa: E402
from demo_pages import Page, pages  # noqa: E402
from demo_read import reader_of  # noqa: E402
from demo_sources import REFUSAL, SOURCES  # noqa: E402
from demo_truth import truth  # noqa: E402
from demo_week import SEED, said_in  # noqa: E402

from hubdesk import i18n  # noqa: E402
from hubdesk.collector.intake import Intake  # noqa: E402
from hubdesk.collector.watch import SETTLED, WATCH, Watch  # noqa: E402
from hubdesk.core import Millis, Role, SourceRow, Terms, Topic  # noqa: E402
from hubdesk.demo import demo_path  # noqa: E402
from hubdesk.query.defaults import operators  # noqa: E402
from hubdesk.store import packing  # noqa: E402
from hubdesk.store.session import NewSession, create, open_reader, open_writer  # noqa: E402
from hubdesk.store.writer import Writer  # noqa: E402

TITLE: Final = "Démonstration\u00a0: une semaine de novembre"
# What is said on an operator's page is not all about that operator: a topic of its own.
PAGE: Final = Topic(0, "Page SFR", "site:page-sfr.example", Role.SUBJECT)
OPENS_AT: Final = at("D4 14:32")  # the outage lasts, the price row is at its height
TRUTH: Final = ROOT / "tests" / "demo" / "truth.json"
NAME: Final = "demo.hubdesk.xz"


def heard_in(seed: int = SEED) -> tuple[tuple[Heard, ...], tuple[Change, ...]]:
    """What was heard of the weeks, and what became of it."""
    chance = random.Random(f"{seed} heard")
    heard = hear(said_in(seed), chance)
    return heard, changes(heard, chance)


def build(path: Path, heard: Sequence[Heard], changed: Sequence[Change]) -> None:
    """Make the session at `path`, as a collector would have."""
    create(path, NewSession(TITLE, synthetic=True, created_at=ALL.start))
    _settle(path)
    with open_writer(path) as writer:
        topics = [writer.add_topic(topic, at=ALL.start) for topic in (*operators(), PAGE)]
        intake = Intake(topics, (), reader_of(topics, [one.said.mention() for one in heard]))
        rows = {key: writer.add_source(_row(key)) for key in SOURCES}
        connections: dict[int, int] = {}
        for page in sorted(pages(heard, changed), key=attrgetter("seen_at")):
            _store(writer, intake, rows[page.source], page, connections)
        writer.set_note("opens-at", i18n.iso(OPENS_AT))
    _watch(path)


def _watch(path: Path) -> None:
    """What the watch of a collector would have told of the weeks, minute by minute, and the looks at channels."""
    _forget(
        path, ("episode_mark", "episode_state", "episode", "watch", "counted", "reported", "look", "statement"), "1"
    )
    with open_writer(path) as writer, open_reader(path) as reader:
        cast(writer)
        look_around(writer, reader)
        watch = Watch(reader, writer, _after_the_weeks)
        while watch.step():
            pass
    _forget(path, ("watch",), f"name <> '{WATCH}'")  # what it learnt is of no use where nobody collects


def _forget(path: Path, tables: Sequence[str], which: str) -> None:
    with sqlite3.connect(path) as connection:
        for table in tables:
            connection.execute(f"DELETE FROM {table} WHERE {which}")
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ? AND ? = '1'", (table, which))
    connection.close()


def _after_the_weeks() -> Millis:
    return ALL.end + SETTLED


def _settle(path: Path) -> None:
    """Nothing in the file may differ from one making to the next: no clock, no key drawn by chance.

    A key that everybody knows protects nobody; in this file there is nobody to protect.
    """
    with sqlite3.connect(path) as connection:
        key = hashlib.sha256(b"demonstration").hexdigest()
        connection.execute("UPDATE meta SET value = ? WHERE key = 'tombstone_key'", (key,))
        connection.execute("UPDATE _sqlite_migrations SET applied_at = '2026-11-02 00:00:00'")
    connection.close()


def _row(key: str) -> SourceRow:
    listening = SOURCES[key]
    # "demo": nobody asks it, so the collector leaves it alone and it is never late.
    return SourceRow(
        id=0,
        name=listening.name,
        kind="demo",
        config={"network": listening.network},
        terms=Terms(note="synthetic"),
        every=listening.every,
    )


def _store(writer: Writer, intake: Intake, row: SourceRow, page: Page, connections: dict[int, Millis]) -> None:
    if page.covers is None:
        writer.add_failure(row.id, at=page.seen_at, error=REFUSAL, due_at=None)
        return
    added = writer.add_page(
        row.id,
        intake.entries(page.mentions, row.keep, row.name),
        cursor=None,
        due_at=None,
        seen_at=page.seen_at,
        edits=intake.entries(page.edits, source=row.name),
        withdrawals=page.withdrawals,
        covers=page.covers,
        poll=connections.get(page.connection) if page.connection else None,
    )
    if page.connection:
        connections[page.connection] = added.poll


def pack(path: Path, folder: Path) -> None:
    """The session without what opening makes again, as one compressed file with its digest beside it."""
    packing.strip(path)
    content = path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    told = f"{hashlib.sha256(content).hexdigest()}  {len(content)}  demo.hubdesk\n"
    (folder / "demo.sha256").write_text(told, "ascii")


def _watch_shipped(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "demo.hubdesk"
        shutil.copy(demo_path(Path(work)), path)
        _watch(path)
        pack(path, folder)
    print(f"watched anew; {(folder / NAME).stat().st_size / 1e6:.1f} MB in {folder}")
    return 0


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seed", type=int, default=SEED)
    words.add_argument("--watch", action="store_true", help="only let the detectors tell the shipped weeks anew")
    words.add_argument("-o", "--output", type=Path, default=ROOT / "resources" / "demo")
    wanted = words.parse_args()
    i18n.use("en")
    if wanted.watch:
        return _watch_shipped(wanted.output)
    heard, changed = heard_in(wanted.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.hubdesk"
        build(path, heard, changed)
        with open_reader(path) as reader:
            kept = reader.facts().mentions  # what passes on a post that was taken back before is not
        pack(path, wanted.output)
    if wanted.seed == SEED and wanted.output == ROOT / "resources" / "demo":
        told = json.dumps(truth(heard, changed), ensure_ascii=False, indent=1, sort_keys=True)
        TRUTH.write_text(told + "\n", "utf-8")
    size = (wanted.output / NAME).stat().st_size
    print(f"{kept} of {len(heard)} mentions heard are kept; {size / 1e6:.1f} MB in {wanted.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
