"""A session of a million mentions for benchmarks: the demonstration's texts, put together anew; made once and kept.

    python tests/benchmarks/million.py [--mentions 1000000] [--path FILE]

The store's own writer makes it, in pages of 2,000: some minutes.
"""

from __future__ import annotations

import argparse
import lzma
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from hubdesk.core import DAY, MINUTE, SECOND, Author, Entry, Mention, Notes, SourceRow, Span
from hubdesk.demo import PACKED
from hubdesk.query.defaults import operators
from hubdesk.query.match import Matcher
from hubdesk.resources import resource
from hubdesk.store import fulltext
from hubdesk.store.session import NewSession, bring_up_to_date, create, open_writer

END = 1_795_651_200_000  # 26 November 2026
DAYS = 400
PAGE = 2_000
SOURCES = ("Bluesky", "Mastodon", "Fils de presse", "Avis")
LATE = (2 * SECOND, 20 * SECOND, MINUTE, 5 * MINUTE, 40 * MINUTE)
_COLUMNS = "network, kind, language, followers, handle, name, url, links, notes, title, text"


def million_path(mentions: int = 1_000_000, path: Path | None = None) -> Path:
    """The session's file, made if it is not there or its words are cut otherwise by now."""
    if path is None:
        path = Path(tempfile.gettempdir()) / "hubdesk-benchmarks" / f"{mentions}-{fulltext.mark()}.hubdesk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".making")
        made.unlink(missing_ok=True)
        begun = time.perf_counter()
        _make(made, mentions)
        made.replace(path)
        print(f"{path}: {mentions} mentions in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
    bring_up_to_date(path)  # kept from before the tables grew, perhaps
    return path


def _make(path: Path, mentions: int) -> None:
    create(path, NewSession("A million", synthetic=True, created_at=END - DAYS * DAY))
    with open_writer(path) as writer:
        sources = [writer.add_source(SourceRow(0, name, "feed", every=0)) for name in SOURCES]
        matcher = Matcher([writer.add_topic(topic) for topic in operators()])
        written = iter(_mentions(mentions))
        for number in range(-(-mentions // PAGE)):
            page = list(islice(written, PAGE))
            seen_at = max(one.published_at or 0 for one in page) + LATE[number % len(LATE)]
            entries = [Entry(one, Notes(language=one.language), matcher.match(one)) for one in page]
            writer.add_page(
                sources[number % len(sources)].id,
                entries,
                cursor=str(number),
                due_at=seen_at,
                seen_at=seen_at,
                covers=Span(seen_at - DAYS * DAY // (mentions // PAGE or 1), seen_at),
            )


def _mentions(count: int) -> Iterator[Mention]:
    """One text of the demonstration, or two, or pieces of three: no two alike, with the words as they come there."""
    chance = random.Random(11)
    rows = _demonstration()
    texts = sorted({row[-1] for row in rows})
    for number in range(count):
        network, kind, language, followers, handle, name, url, _links, _notes, title, text = chance.choice(rows)
        how = chance.random()
        if how < 0.45:
            text = f"{text} {chance.choice(texts)}"
        elif how < 0.7:
            words = chance.choice(texts).split()
            text = " ".join((text, *words[: chance.randint(1, 12)], *chance.choice(texts).split()[:6]))
        if how > 0.97:
            text += f" https://exemple.example/{chance.randrange(200_000)}"
        yield Mention(
            network=network,
            native_id=f"at://{number}",
            text=text,
            published_at=END - DAYS * DAY + number * (DAYS * DAY // count),
            kind=kind,
            author=Author(handle, name, f"{handle}{number % 90_000}" if handle else "", followers),
            title=title or (f"{chance.choice(texts)[:80]}" if kind == "article" else ""),
            url=f"{url}?{number}" if url else "",
            language=language,
            reach=chance.randrange(50_000) if number % 5 == 0 else None,
            rating=float(chance.randint(1, 5)) if kind == "review" else None,
        )


def _demonstration() -> list[tuple[str, ...]]:
    """What the packed demonstration holds, without making it whole."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo"
        with lzma.open(resource(PACKED)) as packed:
            file.write_bytes(packed.read())
        connection = sqlite3.connect(file)
        rows = connection.execute(f"SELECT {_COLUMNS} FROM mention WHERE text <> '' ORDER BY id").fetchall()
        connection.close()
    return rows


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--path", type=Path)
    options = asked.parse_args()
    print(million_path(options.mentions, options.path))


if __name__ == "__main__":
    main()
