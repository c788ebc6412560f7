"""How well an article's words are told from those beside it, by libraries alone and by ours: by words, page by page.

`python tests/benchmarks/extraction.py`. Precision is the share of the words found that are the
article's, recall the share of the article's words that were found; the time is of one page, on one core. The pages are
those of tests/sources/pages/. A library that is not installed is left out: `pip install readability-lxml resiliparse`.
The title is no mistake: some count it in.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hubdesk.sources.feed_parser import read_page_of
from tests.sources.page_fixtures import NAMES, Fixture, fixture

Extract = Callable[[Fixture], str]
WORD: Final = re.compile(r"\w+")


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


def ours(page: Fixture) -> str:
    article = read_page_of(page.html, page.url).article
    return article.body if article else ""


def trafilatura(page: Fixture) -> str:
    from trafilatura.core import bare_extraction

    found: Any = bare_extraction(page.html.decode(), include_comments=False)
    return found.text if found else ""


def readability(page: Fixture) -> str:
    import lxml.html
    from readability import Document

    return str(lxml.html.fromstring(Document(page.html.decode()).summary()).text_content())


def resiliparse(page: Fixture) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page.html.decode(), main_content=True, links=False, alt_texts=False, comments=False))


def measure(extract: Extract, pages: list[Fixture]) -> tuple[float, float, float, str]:
    """Precision, recall, milliseconds a page, and the page that came out worst."""
    hit = extra = missed = 0
    worst: list[tuple[float, str]] = []
    extract(pages[0])  # what is loaded once is not counted
    began = time.process_time()
    found = [extract(page) for page in pages]
    spent = time.process_time() - began
    for page, text in zip(pages, found, strict=True):
        wanted, got = words(page.body), words(text)
        right = (got & wanted).total()
        wrong = (got - wanted - words(" ".join(page.said["title"]))).total()
        hit, extra, missed = hit + right, extra + wrong, missed + wanted.total() - right
        worst.append((right / (wanted.total() + wrong), page.name))
    return hit / (hit + extra), hit / (hit + missed), 1000 * spent / len(pages), min(worst)[1]


def main() -> None:
    logging.disable(logging.CRITICAL)
    pages = [one for one in map(fixture, NAMES) if one.is_article]
    lists = [one for one in map(fixture, NAMES) if not one.is_article]
    extractors: dict[str, Extract] = {"trafilatura": trafilatura}
    extractors |= {
        name: made for name, made in (("readability", readability), ("resiliparse", resiliparse)) if find_spec(name)
    }
    extractors["hubdesk"] = ours
    print(f"{len(pages)} articles, {sum(words(page.body).total() for page in pages)} words")
    print(f"{'':12} {'precision':>9} {'recall':>7} {'ms':>6}  worst page")
    for name, extract in extractors.items():
        precision, recall, spent, worst = measure(extract, pages)
        print(f"{name:12} {precision:9.3f} {recall:7.3f} {spent:6.1f}  {worst}")
    taken = {name: sum(bool(extract(page).strip()) for page in lists) for name, extract in extractors.items()}
    print(f"{len(lists)} pages that are none, taken for articles:", ", ".join(f"{a} {b}" for a, b in taken.items()))


if __name__ == "__main__":
    main()
