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

OF_TONE: Final = ("own_tones", "own_brands")  # versions of own words that this judge heeds
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

    def __init__(
        self, tone: ToneReader, reading: Callable[[Sequence[Topic]], Reading], session: Callable[[], object]
    ) -> None:
        """`session`: what else the session says, on which `reading` rests: another object, another reading."""
        self._tone, self._make, self._session = tone, reading, session
        self._topics: Sequence[Topic] | None = None
        self._made_with: object = None
        self._reading: Reading | None = None

    def know(self, topics: Sequence[Topic]) -> None:
        said = self._session()
        if topics != self._topics or said is not self._made_with:
            self._topics, self._made_with, self._reading = topics, said, self._make(topics)

    def notes(self, heard: Sequence[Heard]) -> list[Notes]:
        if self._topics is not None:
            self.know(self._topics)
        why = [self._unread(one) for one in heard]
        asked = [one for one, unread in zip(heard, why, strict=True) if not unread]
        tones = iter(self._tone.quality([_said(one.mention) for one in asked]) if asked else ())
        return [
            self._unasked(one, unread) if unread else self._noted(one, next(tones))
            for one, unread in zip(heard, why, strict=True)
        ]

    def learn(self, told: Sequence[tuple[Mention, str]]) -> None:
        if not told:
            self._tone.use(None)
            return
        vectors = self._tone.vectors([_said(mention) for mention, _tone in told])
        self._tone.use(refit(vectors, [tone for _mention, tone in told], self._tone.base))

    def _unread(self, heard: Heard) -> str:
        return "" if self._reading is None else self._reading.unread(heard.mention, heard.notes.language)

    def _unasked(self, heard: Heard, why: str) -> Notes:
        """Of what is nobody's opinion: no tone, and that it was looked at."""
        return self._told(heard, Notes(evidence=(Evidence("tone", "", None, why),)), why)

    def _noted(self, heard: Heard, tone: Tone) -> Notes:
        part = _part(heard.mention)
        evidence = [replace(one, marks=tuple(Mark(part, m.start, m.end) for m in one.marks)) for one in tone.evidence]
        return self._told(
            heard, Notes(tone=tone.value, tone_score=tone.score, irony=tone.irony, evidence=tuple(evidence))
        )

    def _told(self, heard: Heard, notes: Notes, unread: str = "") -> Notes:
        """The same with the analyst's own words on it, and the tone towards each brand that follows."""
        if self._reading is None:
            return replace(notes, versions=(("encoder", VERSION),))
        part, known = _part(heard.mention), heard.notes
        asked = replace(notes, language=known.language, places=known.places, themes=known.themes)
        found, towards = self._reading.judged(heard.mention, asked, unread)
        named = tuple(
            Evidence(
                "target", f"{one.brand}={one.tone}", None, one.rule, tuple(Mark(part, *span) for span in one.marks)
            )
            for one in towards
        )
        own = self._reading.own_versions
        heeded = {name: own[name] for name in OF_TONE if name in own}
        return replace(
            notes,
            tone=found.tone,
            tone_score=found.tone_score,
            targets=tuple((one.brand, one.tone) for one in towards),
            evidence=found.evidence + named,
            versions=tuple(sorted(({"encoder": VERSION, "targets": targets.VERSION} | heeded).items())),
        )


def _part(mention: Mention) -> str:
    return "comment" if mention.kind == Kind.COMMENT else "body" if mention.text else "title"


def _said(mention: Mention) -> str:
    return mention.text or mention.title
