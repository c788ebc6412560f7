"""How many times real time a headless replay goes: the demonstration's fullest week, all panels, one core.

    python tests/benchmarks/replaying.py [STEP_HOURS]

Wanted: 20,000 times at least. Named reference: the week itself, 604,800 s.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from hubdesk import plugins
from hubdesk.core import DAY, HOUR, Scope, Span
from hubdesk.demo import demo_path
from hubdesk.desk.digest import SELDOM, SELDOM_EVERY, STEP, replay
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

WEEK = 7 * DAY
WANTED = 20_000


def main() -> None:
    step = round(float(sys.argv[1]) * HOUR) if len(sys.argv) > 1 else STEP
    spent: Counter[str] = Counter()
    for name in plugins.PANELS:
        timed(name, spent)
    with tempfile.TemporaryDirectory() as folder, open_reader(demo_path(Path(folder))) as reader:
        end = (reader.facts().last_at or 0) // DAY * DAY
        began = time.process_time()
        made = replay(reader, Span(end - WEEK, end), step)
        took = time.process_time() - began
    print(f"{made.frames} frames a {step / HOUR:g} h; {', '.join(sorted(SELDOM))} every {SELDOM_EVERY / HOUR:g} h")
    for name, seconds in spent.most_common():
        print(f"{name:12} {seconds:7.2f} s")
    print(f"{'the digest':12} {took - sum(spent.values()):7.2f} s")
    print(f"{took:.1f} s of CPU: {WEEK / 1000 / took:,.0f} times real time; {WANTED:,} wanted")


def timed(name: str, spent: Counter[str]) -> None:
    """Count a panel's reading apart."""
    panel = plugins.panel(name)
    read: Callable[[Reader, Scope, Hashable], Any] = panel.read

    def counted(reader: Reader, scope: Scope, options: Hashable) -> Any:
        began = time.process_time()
        try:
            return read(reader, scope, options)
        finally:
            spent[name] += time.process_time() - began

    panel.read = staticmethod(counted)  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
