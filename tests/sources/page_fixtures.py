"""Pages written for the tests, in the manner of many kinds of site, each with what its words are beside it.

`NAME.html` is the page; `NAME.txt` says, a paragraph a line: `title:`, `date:` (the article's, `-` for none that names
its zone), `body:`, `teaser:` (what must be among the words beside it), `comment: AUTHOR | TEXT`; or `none:` for a page
that is no article.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).parent / "pages"
NAMES: Final = tuple(sorted(file.stem for file in PAGES.glob("*.html")))


@dataclass(frozen=True)
class Fixture:
    """A page and what must be made of it."""

    name: str
    html: bytes
    url: str
    said: dict[str, tuple[str, ...]]

    @property
    def body(self) -> str:
        return "\n\n".join(self.said.get("body", ()))

    @property
    def is_article(self) -> bool:
        return "none" not in self.said


def fixture(name: str) -> Fixture:
    said: dict[str, tuple[str, ...]] = {}
    for line in (PAGES / f"{name}.txt").read_text("utf-8").splitlines():
        part, _colon, words = line.partition(": ")
        said[part] = (*said.get(part, ()), words)
    return Fixture(name, (PAGES / f"{name}.html").read_bytes(), f"https://{name}.example/article", said)
