"""What is taken, told as Reader tells a scope: tones, themes and places, with what of each was taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from hubdesk.core import Millis, Topic
from hubdesk.store.columns_counts import Counts, pairs, summed
from hubdesk.store.columns_rows import PART, Array, parts, taken_from
from hubdesk.store.columns_sorts import Sorts
from hubdesk.store.columns_tables import TONES
from hubdesk.store.place_counts import PlaceCount, Placed, Towns
from hubdesk.store.readings import GONE as NOBODY
from hubdesk.store.readings import TONES as READ
from hubdesk.store.readings import department_of
from hubdesk.store.tone_counts import NOTHING, Split, Themes, ThemeTold, Told, Tones

WIDTH: Final = len(TONES)
Both = tuple[Array, Array]
"""Of all, and of what is gone."""


class Cut(Counts):
    """Counts, and these."""

    def tone_curve(self, step: Millis) -> tuple[tuple[Millis, Split | None], ...]:
        """(start of the bin, what is taken by tone); None where nobody listened at all."""
        told = self.bins(step)
        if told is None:
            return ()
        rows = np.arange(len(told)) * WIDTH
        counts = _crossed(rows, self.places(step, told), self._tones, self.column("reading"), len(told) * WIDTH)
        by_bin = counts.reshape(-1, WIDTH)
        splits: list[Split | None] = [NOTHING] * len(told)  # narrowed, most hold nothing
        held = np.flatnonzero(by_bin.any(axis=1))
        for place, one in zip(held.tolist(), by_bin[held].tolist(), strict=True):
            splits[place] = _split(one)
        for place in told.silent:
            splits[place] = None
        return tuple(zip(told.starts, splits, strict=True))

    def tone_totals(self) -> Tones:
        """As Reader.tone_totals."""
        whole = _told([summed(self._tones, WIDTH, tally) for tally in self.tally("reading")])
        targets = self.tables.readings.targets
        opened = targets.opened()
        sums: dict[str, Both] = {}
        all_, gone = (opened.spread(summed(targets.array(), len(opened), tally)) for tally in self.tally("reading"))
        for value, mentions, of_them in zip(opened.values, all_.tolist(), gone.tolist(), strict=True):
            if value and mentions:
                brand, _sign, word = value.rpartition("=")
                tone = TONES.index(word) if word in READ[1:] else 0
                counted = sums.setdefault(brand, (np.zeros(WIDTH, np.int64), np.zeros(WIDTH, np.int64)))
                counted[0][tone] += mentions
                counted[1][tone] += of_them
        brands = {brand: _told(counted) for brand, counted in sums.items()}
        return Tones(whole, tuple(sorted(brands.items(), key=_most)))

    def theme_totals(self) -> Themes:
        """As Reader.theme_totals."""
        sorts = self.tables.readings.themes
        none, asked = sorts.having({""}), self._read_by("themes")
        all_, gone = self.tally("reading")
        without, asked = none[: len(all_)], asked[: len(all_)]
        by_topic = self._by_topic(sorts)
        told = sorted(self._by_tone(sorts).items(), key=_most)
        themes = tuple(ThemeTold(code, one, self._of_topics(code, by_topic)) for code, one in told)
        return Themes(
            themes,
            read=int(all_[~without].sum()),
            none=int(all_[without & asked].sum()),
            unread=int(all_[without & ~asked].sum()),
            gone=int(gone[without[: len(gone)]].sum()),
        )

    def placed(self, area: Collection[str] = (), department: str = "") -> Placed:
        """As Reader.places."""
        sorts = self.tables.readings.departments
        all_, gone = self.tally("reading")
        none, asked = sorts.having({""})[: len(all_)], self._read_by("places")[: len(all_)]
        within = sorts.having(frozenset(area))[: len(all_)]
        return Placed(
            _commonest_first(self._by_tone(sorts)),
            placed=int(all_[~none].sum()),
            all=self.count,
            unread=int(all_[none & ~asked].sum()),
            outside=int(all_[~none & ~within].sum()) if area else 0,
            gone=int(gone[~none[: len(gone)]].sum()),
            towns=self._towns(department) if department else None,
        )

    def left(self, readers: Sequence[str]) -> tuple[int, ...]:
        """As Reader.left."""
        all_, found = self.tally("reading")[0], []
        for reader in readers:
            was_read = self._read_by(reader)[: len(all_)]
            if reader == "tone":  # whoever said it
                was_read = was_read | np.isin(self._tones[: len(all_)], [TONES.index(word) for word in READ[1:]])
            found.append(int(all_[~was_read].sum()))
        return tuple(found)

    def _read_by(self, reader: str) -> Array:
        """Of each reading whether that reader has read it, in whatever version."""
        return self.tables.readings.asked.having({reader, NOBODY})

    def _towns(self, department: str) -> Towns:
        sorts = self.tables.readings.communes
        there = self.tables.readings.departments.having({department})
        tally = self.tally("reading")
        all_, gone = (np.where(there[: len(one)], one, 0) for one in tally)
        found = self._by_tone(sorts, (all_, gone))
        here = {code: told for code, told in found.items() if department_of(f"insee:{code}") == department}
        near = sorts.having(here.keys()) if here else np.zeros(len(sorts.array()), bool)
        return Towns(department, _commonest_first(here), int(all_.sum()), int(all_[~near[: len(all_)]].sum()))

    @cached_property
    def _tones(self) -> Array:
        """Of each reading its place in TONES."""
        sorts = self.tables.readings.tones
        array = sorts.array()
        return np.array([TONES.index(one[0]) for one in sorts.sets], np.int64)[array]

    def _by_tone(self, sorts: Sorts, tallies: Both | None = None) -> dict[str, Told]:
        """Mentions by value and tone; those without any value are left out."""
        array, opened, tones = sorts.array(), sorts.opened(), self._tones
        length = min(len(array), len(tones))
        key = array[:length] * WIDTH + tones[:length]
        all_, gone = (
            opened.spread(summed(key, len(opened) * WIDTH, tally).reshape(-1, WIDTH))
            for tally in tallies or self.tally("reading")
        )
        met = np.flatnonzero(all_.sum(axis=1)).tolist()
        return {opened.values[code]: _told((all_[code], gone[code])) for code in met if opened.values[code]}

    def _of_topics(
        self, code: str, found: Mapping[tuple[str, str], tuple[int, int]]
    ) -> tuple[tuple[Topic, int, int], ...]:
        told = ((topic, found.get((str(topic.id), code))) for topic in self.scope.topics)
        return tuple((topic, one[0], one[1]) for topic, one in told if one is not None)

    def _by_topic(self, sorts: Sorts) -> dict[tuple[str, str], tuple[int, int]]:
        """Of each topic of the scope and each value: mentions, and how many of them are gone."""
        wanted = {str(topic.id) for topic in self.scope.topics}
        if not wanted:
            return {}
        array, opened, topics = sorts.array(), sorts.opened(), self.tables.combos.topics
        which, heard = topics.array(), topics.opened()
        combo, sets, mentions, gone = self._pairs(which, len(heard), array, len(opened))
        place, topic = heard.open(combo)
        held = np.array([value in wanted for value in heard.values], bool)[topic]
        topic, place = topic[held], place[held]
        within, value = opened.open(sets[place])
        key, place = topic[within] * len(opened.values) + value, place[within]
        met, row = np.unique(key, return_inverse=True)
        sums = (np.bincount(row, weights=one[place], minlength=len(met)) for one in (mentions, gone))
        told = zip(*np.divmod(met, len(opened.values) or 1), *sums, strict=True)
        return {(heard.values[one], opened.values[code]): (int(n), int(g)) for one, code, n, g in told}

    def _pairs(self, by_combo: Array, ones: int, by_reading: Array, others: int) -> tuple[Array, Array, Array, Array]:
        """The pairs of a number that combinations of topics have and one that readings have: mentions of each that
        occurs, and how many of them are gone."""
        combos, readings = self.column("combo"), self.column("reading")
        if ones * others > PART:
            sets = self.told_gone(taken_from(by_reading, readings))
            left, right, counts = pairs(taken_from(by_combo, combos), ones, sets, others * 2)
            return left, right // 2, counts, counts * (right % 2)
        rows, many = by_combo * others, ones * others
        mentions = _crossed(rows, combos, by_reading, readings, many)
        met, gone = np.flatnonzero(mentions), np.zeros(many, np.int64)
        if self.gone:
            gone = _crossed(rows, combos[self._gone], by_reading, readings[self._gone], many)
        return *np.divmod(met, max(1, others)), mentions[met], gone[met]


def _crossed(ones: Array, one: Array, others: Array, other: Array, many: int) -> Array:
    """How often each sum below `many` occurs of two numbers, which stand in tables where `one` and `other` say."""
    found = np.zeros(many, np.int64)
    for part in parts(len(one)):
        key = ones.take(one[part])
        key += others.take(other[part])
        found += np.bincount(key, minlength=many)
    return found


def _told(counted: Collection[Array]) -> Told:
    split, gone = (_split(one.tolist()) for one in counted)
    return Told(split, gone)


def _split(counts: list[int]) -> Split:
    """Counts in the order of TONES: in a Split what is unread is the last."""
    unread, negative, neutral, positive, unknown, none = counts
    return Split(negative, neutral, positive, unknown, none, unread)


def _most(one: tuple[str, Told]) -> tuple[int, str]:
    return -one[1].split.all, one[0]


def _commonest_first(found: Mapping[str, Told]) -> tuple[PlaceCount, ...]:
    return tuple(PlaceCount(code, told) for code, told in sorted(found.items(), key=_most))
