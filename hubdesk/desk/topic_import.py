"""Saved queries from a file into the list of topics: what can be read is taken, the rest is listed with its place."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk.core import HubdeskError, Topic
from hubdesk.i18n import _, ngettext, number

if TYPE_CHECKING:
    from hubdesk.query.saved import Refused

MOST_BYTES: Final = 16_000_000
LISTED: Final = 2_000  # refused lines shown


@dataclass(frozen=True, slots=True)
class Brought:
    """A file's queries as topics not yet in any session, and what could not be taken, in the file's order."""

    file: str
    topics: tuple[Topic, ...]
    refused: tuple[Refused, ...]


def bring(path: Path, names: Sequence[str], most: int, colours: Sequence[str]) -> Brought:
    """Off the GUI thread. `names`: of the topics there are; `most`: how many more there may be.

    HubdeskError when the file cannot be read at all.
    """
    from hubdesk.query.saved import Refused, read_saved  # the query language, which a start does not need

    saved = read_saved(_text(path))
    taken = {name.casefold() for name in names}
    topics: list[Topic] = []
    refused = list(saved.refused)
    for one in saved.queries:
        if one.name.casefold() in taken:
            refused.append(Refused(one.line, one.name, None, _("there is a topic of this name")))
        elif len(topics) >= most:
            refused.append(Refused(one.line, one.name, None, _("there would be too many topics")))
        else:
            taken.add(one.name.casefold())
            topics.append(Topic(0, one.name, one.text, colour=colours[(len(names) + len(topics)) % len(colours)]))
    return Brought(str(path), tuple(topics), tuple(sorted(refused, key=_line)))


def report(brought: Brought) -> str:
    """What was taken and what was not, to be read and copied: a line each, with where and why."""
    n = len(brought.topics)
    lines = [
        brought.file,
        ngettext("{n} query taken", "{n} queries taken", n).format(n=number(n)),
        ngettext("{n} line not taken:", "{n} lines not taken:", len(brought.refused)).format(
            n=number(len(brought.refused))
        ),
        "",
    ]
    for one in brought.refused[:LISTED]:
        said = _("line {line}, “{name}”: {why}")
        if one.position is not None:
            said = _("line {line}, “{name}”, character {sign} of the query: {why}")
        sign = number((one.position or 0) + 1)
        lines += (said.format(line=number(one.line), name=one.name, sign=sign, why=one.why), "")
    if len(brought.refused) > LISTED:
        lines.append(_("and {n} more").format(n=number(len(brought.refused) - LISTED)))
    return "\n".join(lines)


def _line(refused: Refused) -> int:
    return refused.line


def _text(path: Path) -> str:
    """UTF-8, or UTF-16 where the file's first two bytes say so, as spreadsheets save it."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may have no end
            raise HubdeskError(_("{path} is not a file").format(path=path))
        with path.open("rb") as file:
            written = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise HubdeskError(_("{path} cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if len(written) > MOST_BYTES:
        raise HubdeskError(_("{path} is larger than {n} MB").format(path=path, n=MOST_BYTES // 1_000_000))
    is_wide = written.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return written.decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        message = _("{path}, line {line}: this is not UTF-8; save the file as UTF-8 text")
        raise HubdeskError(message.format(path=path, line=line)) from error
