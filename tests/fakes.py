"""A mention in one call, a session in three; and a Python of its own for what may end the process that tries it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HOUR, MINUTE, Author, Entry, Match, Mention, Millis, Notes, SourceRow, Span, Topic
from hubdesk.store.session import NewSession, create, open_writer

NOON: Final[Millis] = 1_795_086_000_000  # Thursday 19 November 2026, 12:00 in Paris
_ids = count(1)


def mention(text: str = "La fibre est en panne depuis ce matin", **over: Any) -> Mention:
    """A post with an id of its own, published at NOON unless told otherwise."""
    facts: dict[str, Any] = {
        "network": "bluesky",
        "native_id": f"at://did:plc:fake/app.bsky.feed.post/{next(_ids)}",
        "text": text,
        "published_at": NOON,
        "author": Author(handle="camille.example", name="Camille", id="did:plc:fake"),
        "language": "fr",
    }
    return Mention(**facts | over)


def topic(name: str = "Orange", query: str = "orange OR sosh", **over: Any) -> Topic:
    """A topic not yet in any session (id 0 until a writer has added it)."""
    return Topic(**{"id": 0, "name": name, "query": query} | over)


def entry(text: str = "La fibre est en panne depuis ce matin", topics: Sequence[Topic] = (), **over: Any) -> Entry:
    """A mention as the collector hands it over, heard by these topics."""
    return Entry(mention(text, **over), Notes(language="fr"), tuple(Match(one.id, one.version) for one in topics))


def session(folder: Path, texts: Sequence[str] = (), topics: Sequence[Topic] = (), title: str = "Trial") -> Path:
    """A session with one source, which listened from an hour before NOON to an hour after and brought these texts.

    Every topic heard every text; the texts are a minute apart, from NOON on, all seen at the end.
    """
    path = folder / "trial.hubdesk"
    create(path, NewSession(title=title))
    with open_writer(path) as writer:
        added = [writer.add_topic(one) for one in topics]
        source = writer.add_source(SourceRow(id=0, name="Trial", kind="feed", config={"url": "https://trial.example"}))
        entries = [entry(text, added, published_at=NOON + n * MINUTE) for n, text in enumerate(texts)]
        seen_at = NOON + max(HOUR, len(entries) * MINUTE)
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=seen_at, covers=Span(NOON - HOUR, seen_at))
    return path


def run_python(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run this Python on these words in a process of its own."""
    return subprocess.run([sys.executable, *words], text=True, capture_output=True, timeout=100, **options)
