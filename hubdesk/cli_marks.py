"""The verb about what people marked: marks lists them, and brings home those made beside a sealed file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from hubdesk.cli_words import answer, harmless, say
from hubdesk.core import HubdeskError
from hubdesk.core.review import ReviewMark, ReviewWord
from hubdesk.i18n import _, iso, ngettext, number
from hubdesk.settings import places
from hubdesk.store.marks_beside import read_side, side_files
from hubdesk.store.marks_together import standing
from hubdesk.store.session import open_reader, open_writer

LONGEST_CUE: Final = 500  # code points of what was done with a wall, on a line: it may tell a whole scenes file


def marks(arguments: argparse.Namespace) -> int:
    """`hubdesk marks FILE [--merge SIDE]`: the marks that stand, in the session and beside it, oldest first."""
    if arguments.merge is not None:
        return _merge(arguments)
    here = places(arguments.profile)
    with open_reader(arguments.session) as reader:
        facts = reader.facts()
        is_written_to = not facts.sealed and not facts.synthetic
        found = standing(reader, () if is_written_to else side_files(arguments.session, here.data, here.cache))
    made = {
        "marks": [_value(one) for one in found.marks],
        "beside": list(found.files),
        "not_here": found.strays,
        "refused": found.refused,
    }
    if arguments.json:
        answer(made, True, "")
    else:
        for one in found.marks:
            sys.stdout.write(harmless(" ".join(_words(one).split())) + "\n")
    for fault in found.faults:
        say(fault)
    _say_left(found.strays, found.refused)
    if not arguments.json:
        say(ngettext("{n} mark", "{n} marks", len(found.marks)).format(n=number(len(found.marks))))
    return 0


def _merge(arguments: argparse.Namespace) -> int:
    side: Path = arguments.merge
    if not side.is_file():  # one that is not there holds no marks, but nobody means that here
        raise HubdeskError(_("{path} is not a file").format(path=side))
    found = read_side(side.resolve())
    with open_reader(arguments.session) as reader:
        if reader.facts().synthetic:
            raise HubdeskError(_("The demonstration is not written to: merge into a session of your own."))
    with open_writer(arguments.session) as writer:
        merged = writer.merge_marks(found.marks)
    made = {
        "added": len(merged.added),
        "undone": merged.undone,
        "known": merged.known,
        "not_here": merged.strays,
        "refused": found.refused,
    }
    words = _("{added} added, {undone} undone, {known} known").format(
        added=number(len(merged.added)), undone=number(merged.undone), known=number(merged.known)
    )
    answer(made, arguments.json, words)
    _say_left(merged.strays, found.refused)
    return 0


def _say_left(strays: int, refused: int) -> None:
    if strays:
        words = ngettext(
            "{n} mark is of something that is not in this session; it stays in its file",
            "{n} marks are of something that is not in this session; they stay in their file",
            strays,
        )
        say(words.format(n=number(strays)))
    if refused:
        words = ngettext("{n} line is no mark and was left out", "{n} lines are no marks and were left out", refused)
        say(words.format(n=number(refused)))


def _value(one: ReviewMark) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "at": iso(one.at),
        "word": one.word,
        "mention": one.mention,
        "episode": one.episode,
        "instant": iso(one.instant),
        "value": one.value,
    }


def _words(one: ReviewMark) -> str:
    if one.mention is not None:
        subject = _("mention {id}").format(id=one.mention)
    elif one.episode is not None:
        subject = _("episode {id}").format(id=one.episode)
    else:
        subject = iso(one.instant) or ""
    said = one.value
    if one.word == ReviewWord.CUE and len(said) > LONGEST_CUE:
        said = said[: LONGEST_CUE - 1] + "…"
    return f"{iso(one.at)}  {one.word}  {subject}  {said}"
