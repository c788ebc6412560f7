"""The tone of a post about an operator: negative, neutral, positive or "cannot tell", how sure, and which words say so.

Only the tone of a post: nothing is told of the person who wrote it. Two tiers: `fast` is linear and always on,
`quality` adds the encoder. Both are trained by packaging/train_heads.py and load at the first text.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from hubdesk.core import Evidence, Mark
from hubdesk.enrich.encoder import Encoder
from hubdesk.enrich.irony import reason
from hubdesk.enrich.tone_cues import Cues, read_cues
from hubdesk.enrich.tone_heads import load_base, load_linear
from hubdesk.enrich.tone_kernel import TONES, WIDTH, Base, Floats, Kernel, beside, fit
from hubdesk.enrich.tone_linear import Features, Linear, features
from hubdesk.enrich.tone_stars import stars, weighed
from hubdesk.enrich.tone_sure import Sure
from hubdesk.enrich.tone_thanks import RULE as THANKS
from hubdesk.enrich.tone_thanks import mock_thanks, mocked
from hubdesk.enrich.tone_why import cue_marks, telling_marks
from hubdesk.resources import resource

VERSION: Final = 3
UNKNOWN: Final = "unknown"
ENOUGH: Final = 20  # runs: a word or two
MET: Final = 0.64  # French and English posts that no model has seen share two thirds of their runs or more, Breton less


@dataclass(frozen=True, slots=True)
class Tone:
    """`value`: negative, neutral, positive, or unknown when it cannot be told. `score`: how likely the likeliest tone
    is, calibrated; None where there is nothing to read. `irony`: whether it may be meant otherwise, None likewise."""

    value: str
    score: float | None
    irony: bool | None
    irony_score: float | None
    evidence: tuple[Evidence, ...] = ()


NOTHING_TO_READ: Final = Tone(UNKNOWN, None, None, None)


class ToneReader:
    """Reads the tone of posts. `folder`: where the heads are. Threads may share one; each method may raise ToneError,
    `quality` and `vectors` also EncoderError."""

    version = VERSION

    def __init__(self, folder: Path | None = None, *, encoder: Encoder | None = None) -> None:
        self._folder = folder or resource("heads")
        self._encoder = encoder or Encoder()
        self._lock = threading.Lock()
        self._kernel: Kernel | None = None

    def scores(self, text: str) -> tuple[float, float, float]:
        """How likely a text, or a clause of one, is negative, neutral and positive: the fast tier's, and cheap."""
        linear, sure = self._linear
        found = features(text, self._cues)
        chances = sure.tones(linear.scores(found)[None])[0]
        if mock_thanks(found):
            chances = mocked(0.0, chances)[1]
        negative, neutral, positive = chances.tolist()
        return negative, neutral, positive

    def fast(self, text: str) -> Tone:
        """The linear model's reading: thousands a second."""
        linear, sure = self._linear
        found = features(text, self._cues)
        return self._tone(text, found, linear.scores(found)[None], sure, "words")

    def quality(self, texts: Sequence[str]) -> list[Tone]:
        """The encoder's reading, batch by batch; give it what is there rather than one text at a time."""
        found = [features(text, self._cues) for text in texts]
        rows = self._head.scores(self._beside(texts, found))
        sure = self._base[1]
        read = zip(texts, found, rows, strict=True)
        return [self._tone(text, each, row[None], sure, "model") for text, each, row in read]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """What `refit` learns from, a row a text: to keep beside a correction (806 numbers; half precision will do)."""
        return self._beside(texts, [features(text, self._cues) for text in texts])

    @property
    def base(self) -> Base:
        """The development posts as examples, for `refit`."""
        return self._base[0]

    def use(self, head: Kernel | None) -> None:
        """Read with another head from now on, such as one that learned from corrections; None: the shipped one."""
        with self._lock:
            self._kernel = head

    def _beside(self, texts: Sequence[str], found: Sequence[Features]) -> Floats:
        if not found:
            return np.zeros((0, WIDTH), np.float32)
        linear, _sure = self._linear
        return beside(self._encoder.encode(texts), [linear.scores(each) for each in found], found)

    def _tone(self, text: str, found: Features, scores: Floats, sure: Sure, rule: str) -> Tone:
        if not _legible(found) or _is_foreign(found, self._linear[0].known(found)):
            return NOTHING_TO_READ
        (chances,), (ironic,) = sure.tones_and_irony(scores)
        mocking = mock_thanks(found)
        if mocking:
            ironic, chances = mocked(float(ironic), chances)
        given = stars(text) if ironic < sure.ironic and not mocking else None
        if given is not None:
            chances = weighed(chances, given[0])
        best = int(chances.argmax())
        score, irony = float(chances[best]), float(ironic)
        value = TONES[best] if score >= sure.floor else UNKNOWN
        marks = telling_marks(self._linear[0], found, best)
        if given is not None:
            rule, marks = "stars", (Mark("body", given[1], given[2]), *marks)
        evidence = [Evidence("tone", value, score, rule, marks)]
        if irony >= sure.ironic:
            why, cues = (THANKS, mocking) if mocking else reason(found.cues)
            evidence.append(Evidence("irony", "possible", irony, why, cue_marks(found, cues)))
        return Tone(value, score, irony >= sure.ironic, irony, tuple(evidence))

    @cached_property
    def _cues(self) -> Cues:
        return read_cues()

    @cached_property
    def _linear(self) -> tuple[Linear, Sure]:
        return load_linear(self._folder)

    @cached_property
    def _base(self) -> tuple[Base, Sure]:
        return load_base(self._folder)

    @property
    def _head(self) -> Kernel:
        with self._lock:
            if self._kernel is None:
                self._kernel = fit(self._base[0])
            return self._kernel


def _is_foreign(found: Features, known: float) -> bool:
    """Whether a text is in no language the models met: too few of its runs are known to them."""
    return len(found.buckets) >= ENOUGH and known < MET


def _legible(found: Features) -> bool:
    """Whether there is anything to read: half the letters Latin, or a sign such as an emoji that a list knows."""
    if found.cues:
        return True
    letters = found.seen.points
    latin = np.count_nonzero((letters >= 97) & (letters <= 122))
    others = np.count_nonzero((letters >= 0x370) & (letters < 0x2000) | (letters >= 0x2E80) & (letters < 0xE000))
    return bool(0 < latin >= others)
