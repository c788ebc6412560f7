"""Drafts of queries, kept in the profile's state folder until they are saved: one file a session, checked when read."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.panels.query_draft import Draft
from hubdesk.settings import write_atomically

logger = logging.getLogger(__name__)
LONGEST: Final = 100_000  # code points of a draft; more than a query may have, for what is too long must not be lost
MOST: Final = 200  # drafts of one session
LARGEST: Final = 100_000_000  # bytes of a file


def drafts_file(state: Path, session: Path) -> Path:
    """Where a session's drafts are: under a name made of the session's place."""
    name = hashlib.sha256(str(session.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return state / "drafts" / f"{name}.json"


def read_drafts(file: Path) -> tuple[Draft, ...]:
    """What was kept. A file that cannot be read, or was altered, costs the drafts and nothing else."""
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError("far too long")
        entries = json.loads(file.read_text("utf-8"))["drafts"]
        return tuple(_draft(entry) for entry in entries[:MOST])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        logger.warning("%s is not used: %s", file, error)
        return ()


def write_drafts(file: Path, session: Path, drafts: Iterable[Draft]) -> None:
    """Keep these; no file without any. HubdeskError when the disk says no."""
    newest = sorted(drafts, key=_at, reverse=True)[:MOST]
    rows = [{"topic": one.topic, "text": one.text[:LONGEST], "at": one.at, "version": one.version} for one in newest]
    try:
        if rows:
            write_atomically(file, json.dumps({"session": str(session), "drafts": rows}, ensure_ascii=True))
        else:
            file.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise HubdeskError(_("The draft is not kept: {file}: {why}").format(file=file, why=why)) from None


def _at(draft: Draft) -> int:
    return draft.at


def _draft(entry: object) -> Draft:
    if not isinstance(entry, dict):
        raise TypeError("not a draft")
    text, numbers = entry["text"], [entry[key] for key in ("topic", "at", "version")]
    if not isinstance(text, str) or not all(type(one) is int and 0 <= one < 1 << 60 for one in numbers):
        raise TypeError("not a draft")
    return Draft(numbers[0], text[:LONGEST], numbers[1], numbers[2])
