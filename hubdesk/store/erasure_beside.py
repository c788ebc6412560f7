"""Takes an erased subject out of the marks that were made beside a sealed file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hubdesk.core import HubdeskError
from hubdesk.core.review import SideMark
from hubdesk.store.erasure_subject import Subject
from hubdesk.store.marks_beside import ENDING, add_to_side, read_side, side_files


def take_out(session: Path, subject: Subject, folders: Sequence[Path]) -> int:
    """Notes on erased mentions go, others lose the name. Returns how many changed. Raises HubdeskError for what cannot
    be read or written; then the file is as it was."""
    nowhere = session.parent / ".nowhere"  # no profile is known here
    near = [side_files(session, folder, nowhere)[-1] for folder in folders]
    changed = 0
    for path in dict.fromkeys([Path(os.path.realpath(session)).with_name(session.stem + ENDING), *near]):
        if path.is_file():
            changed += _in_file(path, subject)
    return changed


def _in_file(path: Path, subject: Subject) -> int:
    found = read_side(path)
    gone = frozenset(subject.ids)
    made = [_without(one, subject) for one in found.marks if not (one.mark.mention in gone and one.mark.value)]
    changed = len(found.marks) - len(made) + sum(one not in found.marks for one in made)
    if not changed:
        return 0
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    os.close(handle)
    try:
        add_to_side(Path(name), made)
        Path(name).replace(path)
    except OSError as error:
        raise HubdeskError(f"{path}: {error.strerror or error}") from None
    finally:
        Path(name).unlink(missing_ok=True)
    return changed


def _without(one: SideMark, subject: Subject) -> SideMark:
    value = subject.traces.text(one.mark.value).text
    return one if value == one.mark.value else replace(one, mark=replace(one.mark, value=value))
