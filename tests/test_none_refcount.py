"""PySide6 6.12 on Python 3.11 loses a reference to None in each call that returns nothing, and ends by aborting."""

from __future__ import annotations

import json

from fakes import run_python

CALLS = 20_000
TRIAL = f"""
import json, sys
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(["trial"])
widget = QWidget()
widget.resize(8, 8)
widget.show()
before = sys.getrefcount(None)
for _ in range({CALLS}):
    widget.repaint()
    widget.update()
    app.processEvents()
print(json.dumps([before, sys.getrefcount(None)]))
widget.close()
"""


def test_that_calls_returning_nothing_keep_every_reference_to_none() -> None:
    trial = run_python("-c", TRIAL)  # a process of its own: it is the process that would abort
    assert trial.returncode == 0, trial.stderr[-2000:]
    before, after = json.loads(trial.stdout)
    assert after >= before - CALLS // 100
