"""The development posts, for tests: invented, labelled, tests/data/voc/README.md says how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "voc"
PLAIN = Path(__file__).parents[1] / "data" / "tone"


def posts() -> list[dict[str, Any]]:
    return _read(FOLDER)


def taught() -> list[tuple[str, str, bool]]:
    """Text, tone and irony of every post that the heads are trained on."""
    told = [(row["text"], row["sentiment"], row["sarcasm"]) for row in posts()]
    return told + [(row["text"], row["tone"], row["irony"]) for row in _read(PLAIN)]


def _read(folder: Path) -> list[dict[str, Any]]:
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n")]
    return [json.loads(line) for line in lines if line]
