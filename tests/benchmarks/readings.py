"""How long counts by what was read take in a session of a million mentions, against one walk of the index they use.

    python tests/benchmarks/readings.py [--mentions 1000000]

The reference is SQLite's own count(*) over the same entries of the same index. Readings are given out at random, as
unevenly as topics are; CPU time, best of three. Also how many mentions a second take a reading in, in batches of 16.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from million import END, million_path

from hubdesk.core import DAY, HOUR, Notes, Scope
from hubdesk.store.notes import dump_reading
from hubdesk.store.reader import Reader
from hubdesk.store.readings import ids_of
from hubdesk.store.rereads import Reread
from hubdesk.store.session import bring_up_to_date, open_reader, open_writer

THEMES = "outage_network fibre_box price_billing customer_service store tv roaming competitor_switch".split()  # noqa: SIM905
TONES = ("", "negative", "neutral", "positive", "unknown")
BRANDS = ("Orange", "SFR", "Bouygues Telecom", "Free")
REREAD = 2_000


def given_out(path: Path) -> int:
    """Give every mention some reading. Returns how many different ones there are."""
    chance = random.Random(3)
    found = sorted({dump_reading(notes) for notes in _notes(chance, 40_000)})
    connection = sqlite3.connect(path)
    with connection:
        ids = [*ids_of(connection, found).values()]
        connection.create_function("any_reading", 0, lambda: ids[int(chance.random() ** 4 * len(ids))])
        connection.execute("UPDATE mention SET reading = any_reading()")
    connection.close()
    return len(found)


def _notes(chance: random.Random, count: int) -> Iterator[Notes]:
    for _ in range(count):
        department, town = chance.randrange(1, 96), chance.randrange(20)
        yield Notes(
            tone=chance.choice(TONES),
            irony=chance.random() < 0.1,
            themes=tuple(chance.sample(THEMES, chance.choice((0, 1, 1, 2)))),
            places=(f"dep:{department:02}", f"insee:{department:02}{town:03}") * (chance.random() < 0.2),
            targets=((chance.choice(BRANDS), chance.choice(TONES)),),
            versions=(("language", 2), ("places", 1), ("themes", 1), ("tone", 1)),
        )


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times) * 1000


def counts(reader: Reader, path: Path) -> None:
    orange = next(topic for topic in reader.topics() if topic.name == "Orange")
    connection = sqlite3.connect(path)
    for name, length, step in (("all of it", 400 * DAY, DAY), ("30 days", 30 * DAY, 6 * HOUR), ("a day", DAY, HOUR)):
        scope = Scope((), END - length, END)
        of_one = Scope((orange,), END - length, END)
        walk = best(
            lambda scope=scope: connection.execute(  # type: ignore[misc]
                "SELECT count(*) FROM mention INDEXED BY mention_at WHERE at >= ? AND at < ? AND known_at <= ?",
                (scope.start, scope.end, scope.known),
            ).fetchall()
        )
        print(f"{name}: {reader.count(scope)} mentions, of Orange {reader.count(of_one)}; one walk {walk:.1f} ms")
        for what, work in (
            ("volume", lambda: reader.volume(None, scope, step)),  # noqa: B023
            ("tones", lambda: reader.tone_curve(scope, step)),  # noqa: B023
            ("tones of Orange", lambda: reader.tone_curve(of_one, step)),  # noqa: B023
            ("themes", lambda: reader.theme_totals(scope)),  # noqa: B023
            ("themes of Orange", lambda: reader.theme_totals(of_one)),  # noqa: B023
            ("places", lambda: reader.places(scope)),  # noqa: B023
            ("places and towns", lambda: reader.places(scope, department="59")),  # noqa: B023
            ("brands", lambda: reader.tone_totals(scope)),  # noqa: B023
            ("unread", lambda: reader.left(scope, ("tone",))),  # noqa: B023
        ):
            took = best(work)
            print(f"    {what:18} {took:8.1f} ms   {took / walk:6.1f} times the walk")
    connection.close()


def taking_in(reader: Reader, path: Path) -> None:
    heard = reader.mentions(range(1, REREAD + 1))
    chance = random.Random(5)
    notes = list(_notes(chance, REREAD))
    batch = [Reread(one, read) for one, read in zip(heard, notes, strict=True)]
    with open_writer(path) as writer:
        begun = time.process_time()
        for start in range(0, REREAD, 16):
            writer.set_readings(batch[start : start + 16])
        print(f"readings taken in: {REREAD / (time.process_time() - begun):.0f} mentions/s")
    print(f"what is outdated: {best(lambda: reader.outdated({'tone': 2})):.0f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readings.hubdesk"
        shutil.copyfile(million_path(options.mentions), path)
        bring_up_to_date(path)
        print(f"{given_out(path)} different readings")
        with open_reader(path) as reader:
            counts(reader, path)
            taking_in(reader, path)


if __name__ == "__main__":
    main()
