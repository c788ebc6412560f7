"""A mention as JSON: the shape that every `--json` and every export speaks. Unknown is null, never a made-up value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubdesk.core import Heard, Topic
from hubdesk.i18n import iso


def mention_json(heard: Heard, topics: Mapping[int, Topic], zone: str) -> dict[str, Any]:
    """One mention. Instants are ISO 8601 with the offset of `zone`; `topics` are the session's, by id."""
    mention, author = heard.mention, heard.mention.author
    return {
        "id": heard.id,
        "source": heard.source,
        "network": mention.network,
        "kind": mention.kind,
        "published_at": iso(mention.published_at, zone),
        "seen_at": iso(heard.seen_at, zone),
        "author": {"handle": author.handle or None, "name": author.name or None, "followers": author.followers},
        "text": None if heard.is_gone else mention.text,
        "title": mention.title or None,
        "url": mention.url or None,
        "language": heard.notes.language or mention.language or None,
        "tone": heard.notes.tone or None,
        "themes": list(heard.notes.themes) or None,
        "places": list(heard.notes.places) or None,
        "topics": [topics[match.topic].name for match in heard.matches if match.topic in topics],
        "reach": mention.reach,
        "why": _why(heard, topics),
        "withdrawn_at": iso(heard.withdrawn_at, zone),
    }


def _why(heard: Heard, topics: Mapping[int, Topic]) -> list[dict[str, Any]] | None:
    """For each topic, the words that made it match, with where they stand (0-based code points)."""
    if not heard.matches:
        return None
    parts = heard.mention.parts()
    return [
        {
            "topic": topics[match.topic].name,
            "words": [
                {"part": mark.part, "start": mark.start, "text": parts.get(mark.part, "")[mark.start : mark.end]}
                for mark in match.marks
            ],
        }
        for match in heard.matches
        if match.topic in topics
    ]
