"""Eighteen screens that nobody has: for Qt's offscreen platform, and as monitors of an X server without a screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WIDE, HIGH = 320, 180
ACROSS, DOWN = 6, 3
MONITORS = [f"wall-{row}-{column}" for row in range(DOWN) for column in range(ACROSS)]
TOOLS = ("Xvfb", "xrandr")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]


def config(file: Path, wide: int = WIDE, high: int = HIGH) -> str:
    """Write what the offscreen platform reads; returns the value of QT_QPA_PLATFORM."""
    screens = [
        {
            "name": f"wall-{row}-{column}",
            "x": column * wide,
            "y": row * high,
            "width": wide,
            "height": high,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        for row in range(DOWN)
        for column in range(ACROSS)
    ]
    file.write_text(json.dumps({"screens": screens, "windowFrameMargins": False}), "utf-8")
    return f"offscreen:configfile={file}"


def set_monitor(name: str, new_name: str = "") -> None:
    """Plug a monitor in at its place on the X server of DISPLAY."""
    _wall, row, column = name.split("-")
    where = f"{WIDE}/500x{HIGH}/300+{int(column) * WIDE}+{int(row) * HIGH}"
    output = "screen" if name == MONITORS[0] else "none"
    subprocess.run(
        ["xrandr", "--setmonitor", new_name or name, where, output], check=False, capture_output=True, timeout=20
    )


@contextmanager
def x_server(with_monitors: bool = True) -> Iterator[dict[str, str]]:
    """An X server; gives the environment that leads to it."""
    reading, writing = os.pipe()
    size = f"{ACROSS * WIDE}x{DOWN * HIGH}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-noreset", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                display = f":{said.readline().strip()}"
            given = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            if with_monitors:
                before, os.environ["DISPLAY"] = os.environ.get("DISPLAY"), display
                for name in MONITORS:
                    set_monitor(name)
                if before is None:
                    del os.environ["DISPLAY"]
                else:
                    os.environ["DISPLAY"] = before
            yield given
        finally:
            server.terminate()
            server.wait(20)
