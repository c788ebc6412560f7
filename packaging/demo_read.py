"""How the demonstration's mentions are read: as a collector has read them once its background has caught up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hubdesk.collector.reading import Reading
from hubdesk.core import Mention, Notes, Topic
from hubdesk.enrich import tone
from hubdesk.enrich.duplicates import Duplicates
from hubdesk.enrich.opinion import OFFICIAL
from hubdesk.enrich.tone import Tone, ToneReader

TOGETHER = 64  # texts encoded in one batch


def reader_of(topics: Sequence[Topic], mentions: Iterable[Mention]) -> Callable[[Mention], Notes]:
    """What takes the notes of `mentions`, and of any others that turn up, in the order in which they are seen.

    Each text's tone is asked of the better tier once, all together, since many say the same.
    """
    reader = ToneReader()
    texts = list(dict.fromkeys(_said(mention) for mention in mentions))
    tones: dict[str, Tone] = {}
    for start in range(0, len(texts), TOGETHER):
        batch = texts[start : start + TOGETHER]
        tones |= zip(batch, map(_settled, reader.quality(batch)), strict=True)
    reading = Reading(topics, tone=reader, groups=Duplicates(OFFICIAL))

    def read(mention: Mention) -> Notes:
        said = _said(mention)
        if said not in tones:
            tones[said] = _settled(reader.quality([said])[0])
        notes = reading.read(mention, tones[said]).notes
        return replace(notes, versions=tuple(sorted({**dict(notes.versions), "encoder": tone.VERSION}.items())))

    return read


def _settled(one: Tone) -> Tone:
    """The last digits of a score are the processor's own: they would make another file on another machine."""
    evidence = tuple(each if each.score is None else replace(each, score=round(each.score, 2)) for each in one.evidence)
    return replace(one, score=None if one.score is None else round(one.score, 2), evidence=evidence)


def _said(mention: Mention) -> str:
    return mention.text or mention.title
