"""Which real servers the tests ran against and which were not there, gathered from every process that ran some."""

from __future__ import annotations

from typing import Any

import pytest

RAN = pytest.StashKey[set[str]]()
ABSENT = pytest.StashKey[set[str]]()
_TOLD = "real servers"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RAN], config.stash[ABSENT] = set(), set()


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)  # of a process that runs a part of the tests
    if output is not None:
        output[_TOLD] = [sorted(session.config.stash[key]) for key in (RAN, ABSENT)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    ran, absent = getattr(node, "workeroutput", {}).get(_TOLD, ((), ()))
    node.config.stash[RAN].update(ran)
    node.config.stash[ABSENT].update(absent)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    ran, absent = sorted(config.stash[RAN]), sorted(config.stash[ABSENT])
    if ran or absent:
        terminalreporter.write_sep("=", _TOLD)
        terminalreporter.write_line(f"ran against: {', '.join(ran) or 'none'}")
        if absent:
            advice = "python packaging/counterparts.py install"
            terminalreporter.write_line(f"NOT there, tests skipped: {', '.join(absent)} (install with: {advice})")
