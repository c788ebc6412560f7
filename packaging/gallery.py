"""Draws every panel and every scene in light, dark and wall, French and English, as one page of pictures.

`python packaging/gallery.py` writes gallery/index.html; `-o FOLDER` writes elsewhere, `--only trend,crisis` fewer. The
pictures are of the demonstration, each at an instant at which there is something to see.
"""

from __future__ import annotations

import argparse
import html
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from hubdesk import i18n
from hubdesk.demo import demo_path
from hubdesk.i18n import _, iso
from hubdesk.plugins import PAGES, PANELS
from hubdesk.settings import places

ROOT: Final = Path(__file__).resolve().parent.parent
LANGUAGES: Final = ("fr", "en")
THEMES: Final = ("light", "dark", "wall")
WHEN: Final = "2026-11-19T14:32+01:00"  # in the middle of the outage
SIZE: Final = (900, 560)
SCREEN: Final = (1920, 1080)  # of a television of 75 inches, read from 6 m
NEAR: Final = {"room": 2.0}  # metres: eighteen cells on one screen are read from near
INSTANTS: Final = {
    "compare": "2026-11-20T20:00+01:00",
    "themes": "2026-11-20T20:00+01:00",
    "phrases": "2026-11-19T09:30+01:00",
    "audit": "2026-11-17T14:00+01:00",
    "board": "2026-11-20T22:30+01:00",
    "journal": "2026-11-19T22:00+01:00",
    "launch": "2026-11-17T12:00+01:00",
    "duel": "2026-11-20T22:30+01:00",
    "morning": "2026-11-20T08:00+01:00",
    "voices": "2026-11-19T14:32+01:00",
}
SIZES: Final = {
    "desk": (1600, 900),
    "crisis": (1180, 700),
    "board": (1180, 700),
    "map": (900, 700),
    "query": (1366, 768),
}


class Drawing(NamedTuple):
    """One picture: of a panel or a scene, in a language and a look."""

    kind: str  # panel | scene
    name: str
    language: str
    theme: str

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.name}-{self.language}-{self.theme}.png"

    @property
    def instant(self) -> int:
        """When it is looked at, in UTC milliseconds."""
        return round(datetime.fromisoformat(INSTANTS.get(self.name, WHEN)).timestamp() * 1000)


def scenes() -> tuple[str, ...]:
    """The names of those that ship."""
    from hubdesk.scene_file import ready

    return tuple(one.name for one in ready().scenes)


def every(only: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Kind and name of all that there is, or of what is named."""
    for name in ("desk", *PANELS, *PAGES):
        if not only or name in only:
            yield "panel", name
    for name in scenes():
        if not only or name in only:
            yield "scene", name


def draw(language: str, theme: str, folder: Path, only: Sequence[str]) -> None:
    """All pictures of one language and look, in this process."""
    from hubdesk.desk.application import application
    from hubdesk.desk.shot import draw as draw_panel
    from hubdesk.scene_file import ready
    from hubdesk.wall.shot import draw_scenes, one_screen
    from hubdesk.widgets import theme as look

    i18n.use(language)
    application()
    demo = demo_path(places(None).cache)
    wall = ready()
    for kind, name in every(only):
        one = Drawing(kind, name, language, theme)
        if kind == "panel":
            draw_panel(demo, name, one.instant, SIZES.get(name, SIZE), folder / one.file, theme)
            continue
        look.use(application(), theme)
        with tempfile.TemporaryDirectory() as own:
            here = places(Path(own))
            near = replace(wall, distance_m=NEAR.get(name))
            for _name, pictures in draw_scenes(demo, near, ready(), [name], one.instant, here, one_screen(*SCREEN)):
                for picture in pictures.values():
                    picture.save(str(folder / one.file))


def page(folder: Path, only: Sequence[str]) -> str:
    """The whole page; it loads nothing but its pictures."""
    i18n.use("fr")
    rows = []
    for kind, name in every(only):
        told = Drawing(kind, name, "fr", "light")
        when = (iso(told.instant, "Europe/Paris") or "")[:16].replace("T", " ")
        rows.append(f"<h2>{html.escape(name)} <small>{kind}, {when}</small></h2><div class=row>")
        for language in LANGUAGES:
            for theme in THEMES:
                file = Drawing(kind, name, language, theme).file
                words = html.escape(f"{name}, {language}, {theme}")
                rows.append(
                    f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{words}"></a>'
                    f"<figcaption>{words}</figcaption></figure>"
                )
        rows.append("</div>")
    note = html.escape(_("demonstration – synthetic data"))
    return _PAGE.format(note=note, rows="\n".join(rows))


_PAGE: Final = """<!doctype html>
<html lang="fr"><meta charset="utf-8"><title>Hubdesk</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'unsafe-inline'">
<style>
body {{ font: 14px/1.4 Inter, sans-serif; margin: 24px; background: #E7E9ED; color: #14181F }}
.row {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px }}
figure {{ margin: 0 }} img {{ width: 100%; border: 1px solid #D6DAE1; background: #FFF }}
figcaption, small {{ color: #434C58; font-size: 12px; font-weight: 400 }}
</style>
<h1>Hubdesk</h1><p>{note}</p>
{rows}
</html>
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "gallery", metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="NAME,NAME", help="these panels and scenes alone")
    parser.add_argument("--draw", nargs=2, metavar=("LANGUAGE", "THEME"), help=argparse.SUPPRESS)
    told = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    only = tuple(filter(None, told.only.split(",")))
    told.output.mkdir(parents=True, exist_ok=True)
    if told.draw:
        draw(*told.draw, told.output, only)
        return 0
    demo_path(places(None).cache)  # unpacked once, before anybody looks for it
    commands = [
        [sys.executable, __file__, "-o", str(told.output), "--only", told.only, "--draw", language, theme]
        for language in LANGUAGES
        for theme in THEMES
    ]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        codes = list(pool.map(_run, commands))
    (told.output / "index.html").write_text(page(told.output, only), "utf-8")
    pictures = list(told.output.glob("*.png"))
    print(f"{len(pictures)} pictures: {told.output / 'index.html'}")
    return max(codes)


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
