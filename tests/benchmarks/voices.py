"""How long reading the voices and the hours takes in a session of a million mentions, in SQL and from columns.

    python tests/benchmarks/voices.py [--mentions 1000000] [--authors 1000000]

The reference is SQLite's own count(*) over the same mentions, grouped by network and handle, in whichever order it
likes. A second session has as many authors as asked, each named by itself. CPU time, best of three; the first cut fills
the columns, which is told apart.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from columns_made import made
from million import END, million_path
from readings import best

from hubdesk.core import DAY, Scope
from hubdesk.core.filters import Filter
from hubdesk.panels.heat_picture import HeatOptions, read_heat
from hubdesk.panels.voices_picture import VoicesOptions, read_voices
from hubdesk.store import voices, voices_columns
from hubdesk.store.reader import Reader, VoiceOrder
from hubdesk.store.reader_columns import drop, shared
from hubdesk.store.session import open_reader

SPANS = (("all of it", 400 * DAY), ("30 days", 30 * DAY), ("a day", DAY))
NARROWED = (Filter("network", ("bluesky",)), Filter("language", ("fr",)), Filter("kind", ("post",), negated=True))
GROUPED = (
    "SELECT network, handle, count(*) FROM mention WHERE at >= ? AND at < ? AND known_at <= ? AND withdrawn_at IS NULL"
    " GROUP BY 1, 2"
)


def scopes() -> Iterator[tuple[str, Scope]]:
    for name, length in SPANS:
        yield name, Scope((), END - length, END)
        for one in NARROWED:
            shown = f"{'not ' if one.negated else ''}{one.values[0]}"
            yield f"{name}, {shown}", Scope((), END - length, END, filters=(one,))


def measured(reader: Reader, path: Path) -> None:
    connection = sqlite3.connect(path)
    begun = time.process_time()
    shared(path).fill()
    print(f"columns filled in {time.process_time() - begun:.1f} s")
    for name, scope in scopes():
        asked = (scope.start, scope.end, scope.known)
        bare = best(lambda asked=asked: connection.execute(GROUPED, asked).fetchall())
        begun = time.process_time()
        cut = reader.cut(scope)
        took = (time.process_time() - begun) * 1000
        print(f"{name}: {cut.count} mentions, cut in {took:.1f} ms; all of that time grouped alone {bare:.1f} ms")
        with reader._reading(scope) as asking:
            begun = time.process_time()
            voices.voices(asking, scope, VoiceOrder.COUNT, 50)
            print(f"    SQL        {(time.process_time() - begun) * 1000:8.1f} ms")
        for order in VoiceOrder:
            with reader._reading() as asking:
                took = best(lambda order=order: voices_columns.voices(asking, cut, order, 50))  # noqa: B023
            whole = best(lambda order=order: read_voices(reader, scope, VoicesOptions(order)))  # noqa: B023
            print(f"    {order:10} {took:8.1f} ms, {took / bare:6.2f} times the reference; the panel {whole:8.1f} ms")
    hours = best(lambda: read_heat(reader, Scope((), END - 400 * DAY, END), HeatOptions()))
    print(f"hours: {hours:.1f} ms")
    connection.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--authors", type=int, default=1_000_000)
    options = asked.parse_args()
    for path in (million_path(options.mentions), made(options.mentions, options.authors)):
        with open_reader(path) as reader:
            print(path.name)
            measured(reader, path)
        drop(path)


if __name__ == "__main__":
    main()
