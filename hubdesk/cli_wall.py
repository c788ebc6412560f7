"""The verb that puts a session on screens: wall. Qt is imported here and not before."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

from hubdesk.cli_desk import has_display
from hubdesk.cli_verbs import add_verb
from hubdesk.cli_words import instant, now, say, size
from hubdesk.core import HubdeskError
from hubdesk.i18n import _, iso

SIZE: Final = (1920, 1080)
LONGEST_LOG: Final = 100_000  # bytes


def wall_verb(verbs: argparse._SubParsersAction[Any]) -> None:
    """The words that `hubdesk wall` takes."""
    verb = add_verb(verbs, "wall", _("presenter mode: scenes on one screen or many, live or of a saved session"), False)
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--scenes", type=Path, metavar="scenes.toml", help=_("your own scenes; default: those that ship"))
    verb.add_argument("--scene", default="", metavar="NAME", help=_("begin with this scene"))
    verb.add_argument("--at", metavar="INSTANT", help=_("of a saved session: as known at this instant (ISO 8601)"))
    verb.add_argument("--play", action="store_true", help=_("of a saved session: let it run"))
    verb.add_argument("--speed", type=int, default=1, metavar="N", help=_("so many times real time; 1 to 3600"))
    verb.add_argument("--follow", action="store_true", help=_("show again what the wall showed, of a saved session"))
    verb.add_argument("--distance", type=float, metavar="M", help=_("from how many metres it is read"))
    verb.add_argument("--theme", choices=("light", "dark", "wall"), default="wall")
    verb.add_argument("--no-console", action="store_true", help=_("all screens are the wall's"))
    verb.add_argument("--no-collect", action="store_true", help=_("show only, collect nothing"))
    verb.add_argument("--size", default="", metavar="WxH", help=_("of the picture, in pixels; default: 1920x1080"))
    verb.add_argument("--screenshot", type=Path, metavar="OUT.png", help=_("draw the first scene, save it, and end"))
    for hidden in ("--shown", "--resume"):
        verb.add_argument(hidden, action="store_true", help=argparse.SUPPRESS)
    verb.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    verb.add_argument("--minimal", default="", help=argparse.SUPPRESS)


def wall(arguments: argparse.Namespace) -> int:
    """`hubdesk wall FILE [--scenes scenes.toml]`: the wall; with no display, its first scene as a picture."""
    if not 1 <= arguments.speed <= 3600:
        raise HubdeskError(_("--speed {n}: write a number from 1 to 3600").format(n=arguments.speed))
    if arguments.distance is not None and not 0.3 <= arguments.distance <= 60:
        raise HubdeskError(_("--distance {m}: write metres from 0.3 to 60").format(m=arguments.distance))
    at = _looked_at(arguments)
    picture: Path | None = arguments.screenshot
    if picture is None and not has_display():
        picture = Path("hubdesk-wall.png")
        say(_("No display here: the wall is drawn offscreen and its picture goes to {path}").format(path=picture))
    if picture is None and not arguments.shown:
        return _keep_up(arguments)
    if picture is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    gc.disable()  # a start makes much and drops nothing; wall.app turns it on again
    from hubdesk.wall.app import Wanted, run, shot
    from hubdesk.wall.upkeep import Upkeep

    wanted = Wanted(
        arguments.session,
        arguments.scenes,
        arguments.scene,
        arguments.theme,
        arguments.lang or "",
        arguments.profile,
        at,
        arguments.speed,
        arguments.play,
        arguments.follow,
        arguments.distance,
        not arguments.no_console,
        not arguments.no_collect,
        Upkeep(arguments.shown, arguments.kept, arguments.resume, arguments.minimal),
    )
    if picture is None:
        return run(wanted)
    shot(wanted, size(arguments.size, SIZE), picture)
    sys.stdout.write(_("The wall's picture is in {path}").format(path=picture) + "\n")
    return 0


def _looked_at(arguments: argparse.Namespace) -> int | None:
    """The instant that is asked for. HubdeskError when the session cannot be read; a wall that shows the least needs
    none: it says so."""
    from hubdesk.store.session import open_reader

    if arguments.minimal:
        return None
    with open_reader(arguments.session) as reader:
        zone = reader.facts().timezone
    return instant(arguments.at, zone) if arguments.at else None


def _keep_up(arguments: argparse.Namespace) -> int:
    """The wall in a process of its own, started again when it dies."""
    from hubdesk.cli_alert import speak_as_set
    from hubdesk.settings import places
    from hubdesk.wall.keeper import run_kept
    from hubdesk.wall.kept import claimed

    speak_as_set(arguments)
    here = places(arguments.profile)
    with claimed(here.state, arguments.session) as file:
        return run_kept(
            [*_command(arguments), *(["--kept", str(file)] if file is not None else [])], partial(_told, here.logs)
        )


def _told(logs: Path, line: str) -> None:
    """Tells a person, and writes it down for whoever looks a week later."""
    say(line)
    file = logs / "wall.log"
    with contextlib.suppress(OSError):
        logs.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LONGEST_LOG:
            file.replace(file.with_suffix(".old.log"))
        with file.open("a", encoding="utf-8", errors="backslashreplace") as out:
            out.write(f"{iso(now())} {line}\n")


def _command(arguments: argparse.Namespace) -> list[str]:
    """The command line of the wall's own process: what was asked for here, and that it is to be shown."""
    given = {"--profile": arguments.profile, "--lang": arguments.lang}
    asked = {
        "--scenes": arguments.scenes,
        "--scene": arguments.scene,
        "--at": arguments.at,
        "--speed": arguments.speed,
        "--distance": arguments.distance,
        "--theme": arguments.theme,
    }
    flags = {
        "--play": arguments.play,
        "--follow": arguments.follow,
        "--no-console": arguments.no_console,
        "--no-collect": arguments.no_collect,
    }
    return [
        *(sys.executable, "-m", "hubdesk"),
        *(f"{name}={value}" for name, value in given.items() if value),
        "wall",
        *(f"{name}={value}" for name, value in asked.items() if value),
        *(name for name, is_set in flags.items() if is_set),
        *(str(arguments.session.absolute()), "--shown"),
    ]
