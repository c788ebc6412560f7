"""Mentions as JSON lines: the shape that every `--json` speaks, one mention a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from hubdesk.reports.cells import whole
from hubdesk.reports.export_rows import About, Json


def write(path: Path, pages: Iterator[Sequence[Json]], about: About) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for page in pages:
            file.writelines(whole(json.dumps(mention, ensure_ascii=False)) + "\n" for mention in page)
