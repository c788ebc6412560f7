"""The verb `annotate`: texts in as JSON lines, what is read in them out, as they come. It needs no session."""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Final

from hubdesk.cli_lines import Told, lines, read
from hubdesk.cli_words import answer, say
from hubdesk.collector.reading import Read, Reading, Tone, ToneReads, tone_reader
from hubdesk.core import HubdeskError
from hubdesk.enrich.places import Place
from hubdesk.i18n import _

TOGETHER: Final = 16  # texts that are read as one: what is there by then, so that a slow writer waits for nobody


def annotate(arguments: argparse.Namespace) -> int:
    """`hubdesk annotate`: 2 when a line could not be read; the others are answered all the same."""
    tone = tone_reader()
    reading = Reading(tone=tone)
    told_off: set[str] = set()
    wrong = 0
    for some in _as_they_come(sys.stdin.buffer):
        told = []
        for number, line in some:
            try:
                one = read(line)
            except HubdeskError as error:
                wrong += 1
                say(_("line {n}: {why}").format(n=number, why=error))
                continue
            if one is not None:
                told.append(one)
        for one, found in zip(told, _read(told, tone, reading), strict=True):
            answer(_annotation(one.id, found), True, "")
        _say_what_is_off(reading.off, told_off)
    return 2 if wrong else 0


def _read(told: Sequence[Told], tone: ToneReads | None, reading: Reading) -> Iterator[Read]:
    """The tone of all at once, by the encoder where it is there, then each by the others."""
    texts = [one.mention.text or one.mention.title for one in told]
    tones: Sequence[Tone | None] = [None] * len(told)
    if texts and tone is not None and (quality := getattr(tone, "quality", None)) is not None:
        try:
            tones = quality(texts)
        except HubdeskError as error:  # the quick reader answers instead
            reading.note_off("tone", error)
    for one, read_tone in zip(told, tones, strict=True):
        yield reading.read(one.mention, read_tone)


def _annotation(id: Any, found: Read) -> dict[str, Any]:
    """As the contract has it. `tone` is "unknown" when it was read and cannot be told, null when nobody read it."""
    notes = found.notes
    return {
        "id": id,
        "language": notes.language or None,
        "tone": notes.tone or None,
        "tone_score": None if notes.tone_score is None else round(notes.tone_score, 3),
        "irony": notes.irony,
        "themes": list(notes.themes),
        "places": [_place(place) for place in found.places],
        "targets": [{"brand": brand, "tone": tone or None} for brand, tone in notes.targets],
    }


def _place(place: Place) -> dict[str, str | None]:
    return {"name": place.name, "insee": place.insee or None, "department": place.department or None}


def _say_what_is_off(off: Mapping[str, str], told: set[str]) -> None:
    for reader in sorted(off.keys() - told):
        told.add(reader)
        say(_("{reader} is not read: {why}").format(reader=reader, why=off[reader]))


def _as_they_come(stream: IO[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Lines in small heaps: the next one, and what else is there already. A thread reads ahead that far."""
    waiting: queue.Queue[tuple[int, bytes] | None] = queue.Queue(TOGETHER)

    def read_ahead() -> None:
        try:
            for line in lines(stream):
                waiting.put(line)
        finally:
            waiting.put(None)

    threading.Thread(target=read_ahead, name="stdin", daemon=True).start()
    while (one := waiting.get()) is not None:
        some = [one]
        while len(some) < TOGETHER and not waiting.empty():
            following = waiting.get()
            if following is None:
                yield some
                return
            some.append(following)
        yield some
