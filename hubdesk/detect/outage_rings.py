"""The last hour's outage reports by minute and place, what is usual, and how high the score rose in the last weeks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import numpy as np

from hubdesk.core import DAY, MINUTE, HubdeskError, Millis
from hubdesk.core import Report as Report
from hubdesk.detect.baseline import Baseline, Usual, slot_of
from hubdesk.detect.kept import Floats, packed, unpack
from hubdesk.detect.outage_scan import WINDOWS
from hubdesk.i18n import _

KEPT: Final = 60  # minutes
BIN: Final = 5  # minutes that the usual is learned in
PLACED, ALL = 0, 1  # the two columns of what is usual
BLOCK: Final = 6 * 60  # minutes whose highest score counts for the budget
BLOCKS_A_WEEK: Final = 28
_MOST_BLOCKS: Final = 4 * BLOCKS_A_WEEK
_MOST_IDS: Final = 200  # mentions of a minute that an alarm may name


@dataclass(slots=True)
class _Arrays:
    GROWS: ClassVar = ("blocks",)

    placed: Floats  # minutes x places
    all: Floats  # minutes
    due: Floats  # minutes x (placed, all)
    seen: Floats  # minutes
    blocks: Floats  # highest score of each six hours, the last four weeks
    block: float = 0.0
    minutes: int = 0  # of the six hours that are not over
    last: int = -1  # minute since 1970


@dataclass(slots=True)
class Rings:
    """A ring of the last hour. Counts are of distinct voices: an account that repeats itself counts once an hour."""

    codes: tuple[str, ...]
    zone: str
    usual: Usual
    base: Baseline = field(init=False)
    _now: _Arrays = field(init=False)
    _rows: list[list[tuple[int, str, Millis]]] = field(default_factory=lambda: [[] for _minute in range(KEPT)])
    _voices: dict[str, int] = field(default_factory=dict)
    _columns: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._columns = {code: column for column, code in enumerate(self.codes)}
        self.base = Baseline.new(2, len(WINDOWS))
        zeros = np.zeros
        self._now = _Arrays(zeros((KEPT, len(self.codes))), zeros(KEPT), zeros((KEPT, 2)), zeros(KEPT), zeros(0))

    def take(self, minute: Millis, reports: Iterable[Report], seen: bool, confidence: float) -> None:
        """One minute more. Raises HubdeskError when it was there before; what is left out was not listened to."""
        number, last = minute // MINUTE, self._now.last
        if number <= last:
            raise HubdeskError(_("minutes of reports must come in order: this one was there before"))
        for missing in range(max(last + 1, number - KEPT), number) if last >= 0 else ():
            self._turn(missing, False)
        self._turn(number, seen)
        for report in reports:
            self._put(report, number, confidence)
        if number % BIN == BIN - 1:
            self._learn()

    def counts(self) -> tuple[Floats, Floats, Floats, Floats]:
        """By window: placed reports by place, all reports, what is due (windows x 2), and the share listened to."""
        now = self._now
        back = (now.last - np.arange(KEPT)) % KEPT
        ends = np.array(WINDOWS) - 1
        placed, every = now.placed[back].cumsum(0)[ends], now.all[back].cumsum()[ends]
        return placed, every, now.due[back].cumsum(0)[ends], now.seen[back].cumsum()[ends] / np.array(WINDOWS)

    def quiet(self, minutes: int) -> None:
        """So many minutes were listened to before the first one, and nothing was reported in them."""
        half_life = self.usual.level_days * DAY / MINUTE
        self.base.listened[:] = half_life / math.log(2.0) * (1.0 - 0.5 ** (minutes / half_life))
        self.base.age[:] = float(minutes)
        self._now.blocks = np.zeros(min(minutes // BLOCK, _MOST_BLOCKS))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported in the last hour."""
        return not self._now.all.any()

    def listened(self, window: int) -> float:
        """The share of the last minutes that was listened to."""
        back = (self._now.last - np.arange(window)) % KEPT
        return float(self._now.seen[back].mean())

    def rests_on(self, window: int, places: Iterable[str] | None = None) -> tuple[tuple[Millis, int], ...]:
        """Reports of the last minutes, when they were published and which, oldest first; of a minute's very many some.

        From these places; None: from anywhere and nowhere.
        """
        wanted = None if places is None else set(places)
        rows = [self._rows[(self._now.last - back) % KEPT] for back in range(window)]
        return tuple(sorted({(at, id) for row in rows for id, place, at in row if wanted is None or place in wanted}))

    def note(self, score: float) -> None:
        """A minute's highest score, for the budget."""
        now = self._now
        now.block, now.minutes = max(now.block, score), now.minutes + 1
        if now.minutes >= BLOCK:
            now.blocks = np.append(now.blocks, now.block)[-_MOST_BLOCKS:]
            now.block, now.minutes = 0.0, 0

    @property
    def blocks(self) -> Floats:
        """The highest score of each six hours of listening, at most four weeks of them."""
        return self._now.blocks

    def state(self) -> dict[str, Any]:
        parts = {"base": packed(self.base), "now": packed(self._now)}
        return {**parts, "rows": self._rows, "voices": self._voices}

    def restore(self, kept: Any) -> None:
        """Raises HubdeskError when it is no state of these rings."""
        if not isinstance(kept, dict) or not isinstance(kept.get("voices"), dict):
            raise HubdeskError(_("what the outage watch remembered is damaged: it learns anew"))
        unpack(self.base, kept.get("base"))
        unpack(self._now, kept.get("now"))
        try:
            rows = [[(int(id), str(place), int(at)) for id, place, at in row] for row in kept["rows"]]
        except (KeyError, TypeError, ValueError) as error:
            raise HubdeskError(_("what the outage watch remembered is damaged: it learns anew")) from error
        self._rows = (rows + [[] for _minute in range(KEPT)])[:KEPT]
        self._voices = {str(voice): int(minute) for voice, minute in kept["voices"].items()}

    def _turn(self, number: int, seen: bool) -> None:
        """A new minute takes the place of the one an hour ago."""
        now, row = self._now, number % KEPT
        now.placed[row], now.all[row], now.seen[row], now.last = 0.0, 0.0, float(seen), number
        shape = self.base.shape(self.usual, slot_of(number * MINUTE, self.zone))
        now.due[row] = self.base.level(self.usual) * shape if seen else 0.0
        self._rows[row] = []
        if not row:
            self._voices = {voice: heard for voice, heard in self._voices.items() if number - heard < KEPT}

    def _put(self, report: Report, number: int, confidence: float) -> None:
        at = min(number, report.at // MINUTE)
        row = at % KEPT
        if number - at >= KEPT or not self._now.seen[row]:
            return
        column = self._columns.get(report.place) if report.confidence >= confidence else None
        place = "" if column is None else report.place
        if len(self._rows[row]) < _MOST_IDS:
            self._rows[row].append((report.id, place, report.at))
        if report.account:
            voice = f"{place}\t{report.account}"
            if abs(at - self._voices.get(voice, -KEPT)) < KEPT:
                return
            self._voices[voice] = at
        self._now.all[row] += 1.0
        if column is not None:
            self._now.placed[row, column] += 1.0

    def _learn(self) -> None:
        now = self._now
        rows = [(now.last - back) % KEPT for back in range(BIN)]
        slot = slot_of((now.last - BIN + 1) * MINUTE, self.zone)
        placed, every, due, seen = self.counts()
        listened = np.full(2, now.seen[rows].sum())
        teaches = listened > 0.0
        window_counts = np.stack([placed.sum(1), every], axis=1)
        if seen[-1] == 1.0:
            self.base.learn_spread(self.usual, window_counts, due, listened, teaches)
        shape = self.base.shape(self.usual, slot)
        self.base.learn(self.usual, slot, window_counts[0], due[0], shape, listened, teaches)
