"""The verbs that show something: open, demo, shot. Qt is imported here and not before."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from hubdesk.cli_words import answer, instant, say, size
from hubdesk.i18n import _
from hubdesk.settings import places


def open_desk(arguments: argparse.Namespace) -> int:
    """`hubdesk open [FILE]`: the desk; with no display, the same desk offscreen and its picture."""
    return _run(arguments, arguments.session, "desk")


def demo(arguments: argparse.Namespace) -> int:
    """`hubdesk demo [--path]`: the demonstration session, or where its file is."""
    from hubdesk.demo import demo_path, is_unpacked

    cache = places(arguments.profile).cache
    if not is_unpacked(cache):
        say(_("Opening the demonstration…"))
    path = demo_path(cache)
    if arguments.path:
        sys.stdout.write(f"{path}\n")
        return 0
    return _run(arguments, path, "demo")


def _run(arguments: argparse.Namespace, session: Path | None, word: str) -> int:
    screenshot: Path | None = arguments.screenshot
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if screenshot is None:
            screenshot = Path(f"hubdesk-{word}.png")
            say(
                _("No display here: the desk is drawn offscreen and its picture goes to {path}").format(path=screenshot)
            )
    without_looking_for_garbage()
    from hubdesk.desk.app import run

    return run(
        session,
        profile=arguments.profile,
        theme=arguments.theme or "",
        language=arguments.lang or "",
        screenshot=screenshot,
        size=size(arguments.size, (0, 0)),
    )


def without_looking_for_garbage() -> None:
    """Until the desk has started (app.run turns it on again): a start makes much and drops nothing."""
    gc.disable()


def shot(arguments: argparse.Namespace) -> int:
    """`hubdesk shot FILE --panel P [--at T] [--size WxH] -o OUT.png`: a panel as a picture."""
    from hubdesk.store.session import open_reader

    with open_reader(arguments.session) as reader:
        facts = reader.facts()
    at = instant(arguments.at, facts.timezone) if arguments.at else None
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from hubdesk.desk.app import shot as draw

    wide, high = size(arguments.size, (1280, 720))
    draw(arguments.session, arguments.panel, at, (wide, high), arguments.output, arguments.theme)
    made = {"session": str(arguments.session), "panel": arguments.panel, "picture": str(arguments.output)}
    answer(made, arguments.json, str(arguments.output))
    return 0


def has_display() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return os.environ["QT_QPA_PLATFORM"] != "offscreen"
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
