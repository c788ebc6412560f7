"""The better judge of tone: the encoder, with what corrections taught it, and the tone towards brands that follows."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from hubdesk.collector.reading import Reading
from hubdesk.core import Evidence, Heard, Kind, Mark, Mention, Notes, Topic
from hubdesk.enrich import targets
from hubdesk.enrich.encoder import BATCH, Encoder, Vectors
from hubdesk.enrich.tone import VERSION, Tone, ToneReader
from hubdesk.enrich.tone_kernel import refit

REMEMBERED: Final = 4_096  # texts whose vectors are kept in memory: 3 MB


class RememberingEncoder(Encoder):
    """Encodes a text once while it is recent: what was learnt is tried on recent posts without encoding them again.

    For one thread."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[bytes, np.ndarray[tuple[int], np.dtype[np.float16]]] = OrderedDict()

    def encode(self, texts: Sequence[str], batch: int = BATCH) -> Vectors:
        keys = [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._kept}
        found = dict(zip(new, super().encode(list(new.values()), batch), strict=True)) if new else {}
        rows = [found[key] if key in found else self._kept[key].astype(np.float32) for key in keys]
        for key in keys:
            self._kept[key] = self._kept.pop(key) if key in self._kept else found[key].astype(np.float16)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return np.array(rows, np.float32) if rows else super().encode([], batch)


class ToneJudge:
    """A Judge. `read`: the readers of arrival for some topics, which know the brands."""

    version = VERSION

    def __init__(self, tone: ToneReader, reading: Callable[[Sequence[Topic]], Reading]) -> None:
        self._tone, self._make = tone, reading
        self._topics: Sequence[Topic] | None = None
        self._reading: Reading | None = None

    def know(self, topics: Sequence[Topic]) -> None:
        if topics != self._topics:
            self._topics, self._reading = topics, self._make(topics)

    def notes(self, heard: Sequence[Heard]) -> list[Notes]:
        tones = self._tone.quality([_said(one.mention) for one in heard])
        return [self._noted(one, tone) for one, tone in zip(heard, tones, strict=True)]

    def learn(self, told: Sequence[tuple[Mention, str]]) -> None:
        if not told:
            self._tone.use(None)
            return
        vectors = self._tone.vectors([_said(mention) for mention, _tone in told])
        self._tone.use(refit(vectors, [tone for _mention, tone in told], self._tone.base))

    def _noted(self, heard: Heard, tone: Tone) -> Notes:
        mention = heard.mention
        part = "comment" if mention.kind == Kind.COMMENT else "body" if mention.text else "title"
        seen = replace(heard.notes, tone=tone.value)
        towards = self._reading.targets(mention, seen) if self._reading is not None else ()
        evidence = [replace(one, marks=tuple(Mark(part, m.start, m.end) for m in one.marks)) for one in tone.evidence]
        evidence += [
            Evidence(
                "target", f"{one.brand}={one.tone}", None, one.rule, tuple(Mark(part, *span) for span in one.marks)
            )
            for one in towards
        ]
        versions = {"encoder": VERSION} | ({} if self._reading is None else {"targets": targets.VERSION})
        return Notes(
            tone=tone.value,
            tone_score=tone.score,
            irony=tone.irony,
            targets=tuple((one.brand, one.tone) for one in towards),
            evidence=tuple(evidence),
            versions=tuple(versions.items()),
        )


def _said(mention: Mention) -> str:
    return mention.text or mention.title
