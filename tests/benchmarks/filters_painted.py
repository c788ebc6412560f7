"""How long a filter change takes until all eight panels in sight are painted, and how long the GUI thread's turns are.

    python tests/benchmarks/filters_painted.py [--mentions 1000000] [--changes 60] [--folder DIR] [--live SECONDS]
        [--eight feed,trend,...] [--picture FILE.png]

A synthetic year (filters_made.py), kept in the folder. The desk is offscreen, 1600 x 900, its columns filled. Each
change goes through `Desk.looking` as a click does; a panel counts as painted when the repaint that follows its answer
has ended, so nothing is waited for by the clock. References, in the same run and for the same scopes: the masks and
counts of these panels by bare numpy (crossfilter-style), DuckDB on the same columns if it is installed, SQLite on the
index that counting walks. "cpu" is that of the whole process, workers and GUI thread.

With `--live` it is then done again on a copy of the session into which another process writes 200 mentions a second,
while a topic's past is heard again by a third: how long the GUI thread's turns take, from waking to waiting again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

BENCHMARKS = Path(__file__).parent


def told(what: str, values: Sequence[float]) -> None:
    """Milliseconds."""
    if values:
        print(f"    {what:44} p50 {statistics.median(values):8.1f} ms   p95 {p95(values):8.1f} ms", flush=True)


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--authors", type=int, default=100_000)
    asked.add_argument("--changes", type=int, default=60)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--live", type=float, default=0, metavar="SECONDS")
    asked.add_argument("--eight", default="")
    asked.add_argument("--picture", type=Path)
    asked.add_argument("--each", action="store_true", help="a line for each change")
    options = asked.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from filters_made import desk_session  # after the platform is chosen

    path = desk_session(options.mentions, options.authors, options.folder)
    from hubdesk.desk.application import application
    from hubdesk.widgets import theme

    theme.use(application(), "light")
    still(path, options)
    if options.live:
        from filters_live import live

        live(path, options.live)


def still(path: Path, options: argparse.Namespace) -> None:
    from filters_bare import BareDesk, cpu_ms, sqlite_ask
    from filters_changes import Analyst
    from filters_desk import EIGHT, Stage
    from filters_made import BEGIN
    from million import END

    from hubdesk.store.reader_columns import drop, hold, shared
    from hubdesk.store.session import open_connection

    hold(path)
    shared(path).fill()
    stage = Stage(path, lambda: END, tuple(options.eight.split(",")) if options.eight else EIGHT)
    desk, watch = stage.desk, stage.watch
    aside = [name for name in watch.seen if not desk.area.docks[name].panel.follows_filters]
    print(f"{options.mentions} mentions, {len(watch.seen)} panels in sight: {' '.join(watch.seen)}")
    if aside:
        print(f"    these do not follow filters: {' '.join(aside)}")
    watch.time(lambda: desk.looking.fix(BEGIN, END))
    look = shared(path).look()
    connection = open_connection(path)
    bare = BareDesk(look, connection)
    duck = _duck(bare)
    analyst = Analyst(desk.looking)
    rows: list[tuple[str, object, float]] = []
    by_duck, by_sqlite = [], []
    for number, change in enumerate(analyst.changes(options.changes)):
        painted = watch.time(change.work)
        scope = desk.looking.scope()
        count = bare.panels(scope)
        theirs = cpu_ms(lambda scope=scope: bare.panels(scope))
        rows.append((change.name, painted, theirs))
        if options.each:
            slow = " ".join(
                f"{name} {1000 * at:.0f}" for name, at in sorted(painted.wall.items(), key=lambda one: one[1])
            )
            print(
                f"    {change.name:26} {count:8} all {1000 * painted.all[0]:6.0f} ms, cpu {1000 * painted.all[1]:6.0f}"
                f" (gui {1000 * painted.gui:4.0f}) bare {theirs:6.1f}: {slow}",
                flush=True,
            )
        if duck is not None and number % 3 == 0 and (ask := duck.ask(scope)) is not None:
            by_duck.append((cpu_ms(ask, 1), theirs))
        if len(by_sqlite) < 3 and (ask := sqlite_ask(connection, scope)) is not None:
            by_sqlite.append((cpu_ms(ask, 1), theirs))
    report(rows, by_duck, by_sqlite)
    if options.picture:
        desk.grab().save(str(options.picture))
    connection.close()
    stage.close()
    drop(path)


def _duck(bare: object) -> object:
    try:
        from filters_bare import Duck

        return Duck(bare)
    except ImportError:
        print("    DuckDB is not installed")
        return None


def report(rows: list, by_duck: list, by_sqlite: list) -> None:
    painted, bare = [row[1] for row in rows], [row[2] for row in rows]
    print(f"{len(rows)} filter changes")
    told("first panel painted", [1000 * one.first[0] for one in painted])
    told("all panels painted", [1000 * one.all[0] for one in painted])
    told("all panels painted, cpu", cpu := [1000 * one.all[1] for one in painted])
    told("of it on the GUI thread, cpu", [1000 * one.gui for one in painted])
    told("bare numpy, cpu", bare)
    told("DuckDB, one thread, cpu", [one for one, _bare in by_duck])
    told("SQLite, the index, four counts, cpu", [one for one, _bare in by_sqlite])
    ratios = [ours / theirs for ours, theirs in zip(cpu, bare, strict=True)]
    print(
        f"    all painted against bare numpy, cpu: {p95(cpu) / p95(bare):.1f} times at p95 (at most 5),"
        f" each change {statistics.median(ratios):.1f} times at the median"
    )
    for name, other in (("DuckDB", by_duck), ("SQLite", by_sqlite)):
        if other:
            print(f"    {name} against bare numpy: {statistics.median(a / b for a, b in other):.1f} times")
    if late := sum(one.late for one in painted):
        print(f"    {late} repaints came after all had painted")


if __name__ == "__main__":
    sys.path.insert(0, str(BENCHMARKS))
    main()
