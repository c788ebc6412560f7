"""Key pictures of the product, drawn in letters that tests bring along; `python tests/baselines.py` draws them anew.

They are drawn in a process of its own, which sees no font of this machine: elsewhere the same pixels come out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
BASELINES: Final = ROOT / "tests" / "data" / "baselines"
FONTS: Final = ROOT / "tests" / "data" / "fonts"
WHEN: Final = 1_795_095_120_000  # Thursday 19 November 2026, 14:32 in Paris


class Key(NamedTuple):
    """A panel at 640 x 400, or a scene on 1280 x 720."""

    kind: str
    name: str
    language: str
    theme: str

    @property
    def file(self) -> str:
        return "-".join(self) + ".png"


KEYS: Final = (
    Key("panel", "trend", "fr", "light"),
    Key("panel", "trend", "en", "dark"),
    Key("panel", "feed", "fr", "light"),
    Key("panel", "compare", "fr", "dark"),
    Key("panel", "map", "fr", "light"),
    Key("panel", "crisis", "fr", "light"),
    Key("scene", "overview", "fr", "wall"),
    Key("scene", "overview", "en", "wall"),
    Key("scene", "crisis", "fr", "wall"),
    Key("scene", "duel", "fr", "light"),
    Key("scene", "room", "fr", "wall"),
)


def draw_all(folder: Path) -> None:
    """In a process of its own: every key picture into that folder."""
    from hubdesk.resources import resource

    with tempfile.TemporaryDirectory() as own:
        seen = Path(own) / "fonts.conf"
        seen.write_text(
            f'<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir><cachedir>{own}</cachedir></fontconfig>', "utf-8"
        )
        assert resource("demo").exists()
        given = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        given |= {"QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(seen), "TZ": "UTC", "QT_SCALE_FACTOR": "1"}
        command = [sys.executable, __file__, "--draw", str(folder)]
        subprocess.run(command, cwd=ROOT, env=given, check=True, timeout=300)


def _draw(folder: Path) -> None:
    from hubdesk import i18n
    from hubdesk.demo import demo_path
    from hubdesk.desk.application import application
    from hubdesk.desk.shot import draw
    from hubdesk.scene_file import ready
    from hubdesk.settings import places
    from hubdesk.wall.shot import draw_scenes, one_screen
    from hubdesk.widgets import theme

    with tempfile.TemporaryDirectory() as own:
        here = places(Path(own))
        demo = demo_path(here.cache)
        for key in KEYS:
            i18n.use(key.language)
            if key.kind == "panel":
                draw(demo, key.name, WHEN, (640, 400), folder / key.file, key.theme)
                continue
            theme.use(application(), key.theme)
            screen = one_screen(1280, 720)
            near = replace(ready(), distance_m=2.0 if key.name == "room" else None)  # eighteen cells are read from near
            for _name, pictures in draw_scenes(demo, near, ready(), [key.name], WHEN, here, screen):
                for picture in pictures.values():
                    picture.save(str(folder / key.file))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) > 2:
        _draw(Path(sys.argv[2]))
    else:
        BASELINES.mkdir(parents=True, exist_ok=True)
        draw_all(BASELINES)
        sys.stdout.write(f"{len(KEYS)} pictures in {BASELINES}\n")
