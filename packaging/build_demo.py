"""Makes the demonstration's session, resources/demo/demo.hubdesk.gz, from the invented day and the product's own rooms.

    python packaging/build_demo.py [--seed N] [-o FOLDER]

The same seed makes the same content. Run it again when topics, matching, enrichment or the file's schema change.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import random
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from demo_day import Said, day  # noqa: E402 — the checkout's packages are found only now
from demo_listening import END, GAP, SOURCES, START  # noqa: E402

from hubdesk import i18n  # noqa: E402
from hubdesk.collector.intake import Intake  # noqa: E402
from hubdesk.core import MINUTE, Mention, Millis, SourceRow, Span, Terms, Withdrawal  # noqa: E402
from hubdesk.query.defaults import operators  # noqa: E402
from hubdesk.store.session import NewSession, create, open_writer  # noqa: E402
from hubdesk.store.writer import Writer  # noqa: E402

SEED: Final = 20261119
TITLE: Final = "Démonstration\u00a0: un jeudi de novembre"
WITHDRAWN, EDITED = 7, 3
BACK_OFF_MINUTES: Final = (0, 5, 10, 20, 40, 60)
REFUSAL: Final = "503 Service Unavailable"


class Page(NamedTuple):
    """What one answer of a source brought. `poll` tells which attempt it belongs to: a stream's goes on and on."""

    seen_at: Millis
    source: str
    mentions: tuple[Mention, ...]
    edits: tuple[Mention, ...]
    withdrawals: tuple[Withdrawal, ...]
    covers: Span | None  # None: it failed


def build(path: Path, seed: int = SEED) -> int:
    """Make the session at `path`. Returns how many mentions were seen; fewer are stored."""
    said = day(seed)
    create(path, NewSession(TITLE, synthetic=True, created_at=START))
    with open_writer(path) as writer:
        topics = [writer.add_topic(topic) for topic in operators()]
        intake = Intake(topics)
        rows = {key: writer.add_source(_row(key)) for key in SOURCES}
        connections: dict[tuple[str, Millis], int] = {}
        for page in sorted(pages(said, random.Random(seed)), key=attrgetter("seen_at")):
            _store(writer, intake, rows[page.source], page, connections)
    return len(said)


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
        keep=listening.keep,
    )


def _store(
    writer: Writer, intake: Intake, row: SourceRow, page: Page, connections: dict[tuple[str, Millis], int]
) -> None:
    if page.covers is None:
        writer.add_failure(row.id, at=page.seen_at, error=REFUSAL, due_at=None)
        return
    connection = (page.source, page.covers.start)
    added = writer.add_page(
        row.id,
        intake.entries(page.mentions, row.keep),
        cursor=None,
        due_at=None,
        seen_at=page.seen_at,
        edits=intake.entries(page.edits),
        withdrawals=page.withdrawals,
        covers=page.covers,
        poll=connections.get(connection) if row.every == 0 else None,
    )
    connections[connection] = added.poll


def pages(said: tuple[Said, ...], chance: random.Random) -> Iterator[Page]:
    """Every attempt of the day, with what it brought."""
    arrived: dict[tuple[str, Millis], list[Mention]] = defaultdict(list)
    for one in said:
        arrived[one.source, one.seen_at].append(one.mention)
    changes = _changes(said, chance)
    for key, listening in SOURCES.items():
        if listening.every == 0:
            moments = {seen for source, seen in (*arrived, *changes) if source == key} | {
                START,
                GAP.start,
                GAP.end,
                END,
            }
            for moment in sorted(moments):
                # One connection before the gap, one after it.
                covers = Span(START, moment) if moment <= GAP.start else Span(GAP.end, moment)
                yield _page(key, moment, arrived, changes, covers)
            continue
        before = START
        for moment in listening.polls():
            if listening.fails_from is not None and moment >= listening.fails_from:
                break
            yield _page(key, moment, arrived, changes, Span(before if before != GAP.start else GAP.end, moment))
            before = moment
        if listening.fails_from is not None:
            yield from _failures(key, listening.fails_from)


def _page(
    key: str,
    moment: Millis,
    arrived: dict[tuple[str, Millis], list[Mention]],
    changes: dict[tuple[str, Millis], Mention | Withdrawal],
    covers: Span,
) -> Page:
    change = changes.get((key, moment))
    edits = (change,) if isinstance(change, Mention) else ()
    withdrawals = (change,) if isinstance(change, Withdrawal) else ()
    return Page(moment, key, tuple(arrived.get((key, moment), ())), edits, withdrawals, covers)


def _failures(key: str, moment: Millis) -> Iterator[Page]:
    tries = 0
    while moment < END:
        yield Page(moment, key, (), (), (), None)
        tries += 1
        moment += BACK_OFF_MINUTES[min(tries, len(BACK_OFF_MINUTES) - 1)] * MINUTE


def _changes(said: tuple[Said, ...], chance: random.Random) -> dict[tuple[str, Millis], Mention | Withdrawal]:
    """What authors took back or mended on the stream, some minutes after they had said it."""
    heard = [one for one in said if one.source == "bluesky" and one.appeal and one.in_outage]
    heard = [one for one in heard if not GAP.start - 60 * MINUTE < one.seen_at < GAP.end]
    made: dict[tuple[str, Millis], Mention | Withdrawal] = {}
    for place, one in enumerate(chance.sample(heard, WITHDRAWN + EDITED)):
        moment = one.seen_at + chance.randrange(3, 45) * MINUTE
        if place < WITHDRAWN:
            made["bluesky", moment] = Withdrawal("bluesky", one.mention.native_id)
        else:
            made["bluesky", moment] = replace(one.mention, text=f"{one.mention.text} Edit : revenu chez moi.")
    return made


def pack(path: Path, folder: Path) -> None:
    """The session, compact, as one compressed file with its digest. No clock goes into the bytes of the packing."""
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM")
    connection.close()
    content = path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo.hubdesk.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    (folder / "demo.sha256").write_text(f"{hashlib.sha256(content).hexdigest()}  demo.hubdesk\n", "ascii")


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seed", type=int, default=SEED)
    words.add_argument("-o", "--output", type=Path, default=ROOT / "resources" / "demo")
    wanted = words.parse_args()
    i18n.use("en")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.hubdesk"
        seen = build(path, wanted.seed)
        pack(path, wanted.output)
    size = (wanted.output / "demo.hubdesk.gz").stat().st_size
    print(f"{seen} mentions seen; {size / 1e6:.1f} MB in {wanted.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
