"""How long the tone, themes and phrases panels read in a session of a million mentions, against one walk of the index.

    python tests/benchmarks/reading_panels.py [--mentions 1000000]

The reference is SQLite's own count(*) over the same entries of the index that counting walks. CPU time, best of three.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
from pathlib import Path

from million import END, million_path
from readings import best, given_out

from hubdesk.core import DAY, HOUR, Scope
from hubdesk.panels.phrases import PhrasesPanel
from hubdesk.panels.themes import ThemesPanel
from hubdesk.panels.tone import TonePanel
from hubdesk.store.reader import Reader
from hubdesk.store.session import bring_up_to_date, open_reader

SPANS = (("all of it", 400 * DAY), ("30 days", 30 * DAY), ("a day", DAY), ("an hour", HOUR))
WALK = "SELECT count(*) FROM mention INDEXED BY mention_at WHERE at >= ? AND at < ? AND known_at <= ?"


def measured(reader: Reader, path: Path) -> None:
    connection = sqlite3.connect(path)
    for name, length in SPANS:
        for topics in ((), reader.topics()):
            scope = Scope(topics, END - length, END)
            walk = best(lambda scope=scope: connection.execute(WALK, (scope.start, scope.end, scope.known)).fetchall())
            print(f"{name}, {len(topics)} topics: {reader.count(scope)} mentions; one walk {walk:.1f} ms")
            for panel in (TonePanel, ThemesPanel, PhrasesPanel):
                took = best(lambda panel=panel, scope=scope: panel.read(reader, scope, None))
                print(f"    {panel.name:10} {took:8.1f} ms   {took / walk:8.1f} times the walk")
    connection.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panels.hubdesk"
        shutil.copyfile(million_path(options.mentions), path)
        bring_up_to_date(path)
        print(f"{given_out(path)} different readings")
        with open_reader(path) as reader:
            measured(reader, path)


if __name__ == "__main__":
    main()
