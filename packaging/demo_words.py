"""The hand-written posts of packaging/demo/ and packaging/demo/week/, as one list of texts.

Nothing is filled into slots: a town, a price or a brand is never exchanged for another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from demo_calendar import at

FOLDER: Final = Path(__file__).parent / "demo"
WEEK_FOLDER: Final = FOLDER / "week"
STORIES: Final = (
    "outage",
    "launch",
    "price",
    "spat",
    "rumour",
    "loyalty",
    "phishing",
    "sidebar",
    "homonym",
    "everyday",
)
_SAME: Final = {
    "mail": "outage", "mail outage": "outage", "mail_outage": "outage", "price row": "price", "rumor": "rumour",
    "homonyms": "homonym", "sidebars": "sidebar", "points": "loyalty",
}  # fmt: skip
# The day that these were first written for had its outage at noon: what names an hour of it stays out.
_NAMES_AN_HOUR: Final = re.compile(
    r"midi|aprem|déjeuner|matinée|ce soir|jeudi|\b1\d ?h|\d ?heures|2 heures|entre 12|matin|apéro", re.IGNORECASE
)
_TO_ANYTHING: Final = ("lol", "merci pour l'info 🙏", "c'est pas faux", "source ?")
_OLD_PHASES: Final = {"early": "first", "outage": "main", "official": "statement", "late": "end"}


@dataclass(frozen=True, slots=True)
class Text:
    """One post as written. `of`: the brands it is about; `at`: the one instant at which it came out."""

    id: str
    story: str
    phase: str
    kind: str  # post | reply | comment | review | article | reaction | newsletter
    voice: str
    of: tuple[str, ...]
    text: str
    title: str = ""
    language: str = "fr"
    author: str = ""
    reply_to: str = ""
    at: str = ""
    when: str = "any"
    places: tuple[str, ...] = ()
    tone: str = ""
    irony: bool | None = None
    themes: tuple[str, ...] = ()
    frame: str = ""
    page: str = ""
    copy_of: str = ""
    sidebar: tuple[str, ...] = ()

    @property
    def is_labelled(self) -> bool:
        return bool(self.tone) and not self.id.startswith("reactions-")


KNOWN_KEYS: Final = frozenset(field.name for field in fields(Text))


def load() -> tuple[Text, ...]:
    """All of them, the week's first, in the order of the files' names. ValueError names a line that cannot be read."""
    texts = [*_week(WEEK_FOLDER), *_old(FOLDER)]
    seen: set[str] = set()
    return tuple(text for text in texts if not (text.id in seen or seen.add(text.id)))  # type: ignore[func-returns-value]


def unknown_keys(folder: Path = WEEK_FOLDER) -> dict[str, set[str]]:
    """Keys that no one reads, by file: what a writer meant and we would lose."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for _number, row in _rows(file):
            if odd := set(row) - KNOWN_KEYS:
                found.setdefault(file.name, set()).update(odd)
    return found


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise ValueError(f"{file.name}, line {number}: {error}") from None


def _week(folder: Path) -> Iterator[Text]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, row in _rows(file):
            try:
                yield _text(row, f"{file.stem}-{number}", file.stem)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{file.name}, line {number}: {error!r}") from None


def _text(row: dict[str, Any], id_: str, stem: str) -> Text:
    story = str(row.get("story") or stem)
    made = Text(
        id=str(row.get("id") or id_),
        story=_SAME.get(story, story),
        phase=str(row.get("phase") or "main"),
        kind=str(row.get("kind") or "post"),
        voice=str(row.get("voice") or "customer"),
        of=_words(row.get("of")),
        text=str(row["text"]),
        title=str(row.get("title") or ""),
        language=str(row.get("language") or "fr"),
        author=str(row.get("author") or ""),
        reply_to=str(row.get("reply_to") or ""),
        at=str(row.get("at") or ""),
        when=str(row.get("when") or "any"),
        places=_words(row.get("places")),
        tone=str(row.get("tone") or ""),
        irony=row.get("irony"),
        themes=_words(row.get("themes")),
        frame=str(row.get("frame") or ""),
        page=str(row.get("page") or ""),
        copy_of=str(row.get("copy_of") or ""),
        sidebar=_words(row.get("sidebar")),
    )
    if made.at:
        at(made.at)  # says what is wrong with it
    return made


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (str(value),) if value else ()


def _old(folder: Path) -> Iterator[Text]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, row in _rows(file):
            story, phase, when = "everyday", "any", str(row["when"])
            if when in _OLD_PHASES or when.startswith("outage"):
                story, phase = "outage", _OLD_PHASES.get(when, "press")
                if _NAMES_AN_HOUR.search(row["text"]) or phase == "press" or row["kind"] == "brand":
                    continue
                when = "any"
            if row["kind"] == "brand":
                continue
            if not row["of"] and row["kind"] == "post":
                story = "homonym"
            yield Text(
                id=f"{file.stem}-{number:03}",
                story=story,
                phase=phase,
                kind=row["kind"],
                voice="local_journalist" if row["kind"] == "article" else "customer",
                of=tuple(row["of"]),
                text=row["text"],
                title=row.get("title", ""),
                language=row.get("language", "fr"),
                when="any" if when.isdigit() else when,
                # To a complaint, except for what one says to anything.
                tone="negative" if row["kind"] == "reaction" and row["text"] not in _TO_ANYTHING else "",
            )
