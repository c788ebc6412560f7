"""kill -9 of a watch in the middle of its work: nothing is told twice, and nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import hubdesk
from hubdesk.store.session import open_reader
from tests.watch_fakes import END, START, heard_session, known_in, surging, watch_until

KILLS = 8
# Watches a quarter of an hour at a time, as fast as it can, and says each.
SCRIPT = """
import sys
from pathlib import Path
from hubdesk.collector.watch import SETTLED, Watch
from hubdesk.store.session import open_reader, open_writer
path, start, end = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with open_writer(path) as writer, open_reader(path) as reader:
    upto = reader.watched("minutes")[0] or start
    clock = [upto]
    watch = Watch(reader, writer, lambda: clock[0] + SETTLED)
    while clock[0] < end:
        clock[0] += 900_000
        while watch.step():
            pass
        print(clock[0], flush=True)
"""


@pytest.mark.timeout(300)
def test_that_a_watch_that_is_killed_in_the_middle_of_its_work_goes_on_as_if_it_never_was(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging)
    killed = tmp_path / "killed.hubdesk"
    shutil.copy(path, killed)
    watch_until(path)
    chance, said = random.Random(20261126), 0
    for _round in range(KILLS):
        said += _watch_and_kill(killed, chance)
        with open_reader(killed) as reader:
            assert reader.problems() == ()
    assert said
    watch_until(killed)
    assert known_in(killed) == known_in(path)
    assert known_in(path)


def _watch_and_kill(path: Path, chance: random.Random) -> int:
    words = [sys.executable, "-c", SCRIPT, str(path), str(START), str(END)]
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) as running:
        assert running.stdout is not None
        said = bool(running.stdout.readline())
        killer = threading.Timer(chance.uniform(0.0, 0.25), running.kill)
        killer.start()
        said += sum(line.endswith("\n") for line in running.stdout)
        killer.join()
    return said
