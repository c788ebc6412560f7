"""Counts by tone, theme and brand are those of looking at every mention, and of searching for what they count."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, add, mention, opened, source
from test_reading_counts import events, play, spans

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Notes, Scope, Span, Withdrawal
from hubdesk.panels import asked
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.store.tone_counts import Split, Told

RICH = ["negative", "neutral", "positive", "unknown"]


@given(st.lists(events, min_size=3, max_size=14), st.lists(spans, min_size=1, max_size=3))
@settings(max_examples=80, deadline=None)
def test_that_every_count_is_what_a_search_for_it_finds_and_what_was_taken_back(told: list, wanted: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, open_reader(path) as reader:
            play(writer, reader, told)
            for start, length, _by_now in wanted:
                whole = Scope((), NOON + start, NOON + start + length, NOON + HOUR)
                for topics in ((), reader.topics()[:1], reader.topics()):
                    agree(reader, Scope(topics, whole.start, whole.end, whole.known_by))


def agree(reader: Reader, scope: Scope) -> None:
    def found(query: str) -> int:
        return reader.search(parse(query), scope, 0).total

    def same(told: Told, queries: dict[str, str]) -> None:
        for tone in RICH:
            assert getattr(told.split, tone) - getattr(told.gone, tone) == found(queries[tone])
        assert told.split.toneless - told.gone.toneless == found(queries[asked.UNREAD])

    tones = (*RICH, asked.UNREAD)
    totals, themes = reader.tone_totals(scope), reader.theme_totals(scope)
    same(totals.whole, {tone: asked.of_tone(tone) for tone in tones})
    assert totals.whole.split.all == reader.count(scope)
    for brand, told in totals.brands:
        same(told, {tone: asked.of_brand(brand, tone) for tone in tones})
        assert told.split.all - told.gone.all == found(asked.of_brand(brand))
    for theme in themes.themes:
        same(theme.told, {tone: asked.of_theme(theme.code, tone) for tone in tones})
        for topic, mentions, gone in theme.topics:
            alone = Scope((topic,), scope.start, scope.end, scope.known_by)
            assert mentions - gone == reader.search(parse(asked.of_theme(theme.code)), alone, 0).total
    assert themes.none + themes.unread - themes.gone == found(asked.of_theme(""))
    assert themes.read + themes.none + themes.unread == reader.count(scope)
    curve = reader.tone_curve(scope, MINUTE)
    listened = sum((Counter(asdict(split)) for _at, split in curve if split is not None), Counter())
    assert listened == Counter({name: n for name, n in asdict(totals.whole.split).items() if n})
    if not scope.topics:
        volume = reader.volume(None, scope, MINUTE)
        assert [(at, split and split.all) for at, split in curve] == list(volume)


def test_that_what_is_nobodys_opinion_is_told_apart_from_what_nobody_has_read() -> None:
    read = (("tone", 3), ("themes", 1))
    notes = [
        Notes(tone="negative", themes=("tv",), versions=read),
        Notes(versions=read),
        Notes(),
        Notes(tone="unknown"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, open_reader(path) as reader:
            flux = source(writer)
            entries = [Entry(mention(number, "panne", NOON), one) for number, one in enumerate(notes, 1)]
            add(writer, flux, entries, NOON + MINUTE, covers=Span(NOON - HOUR, NOON + HOUR))
            scope = Scope((), NOON - DAY, NOON + DAY)
            assert reader.tone_totals(scope).whole.split == Split(negative=1, unknown=1, none=1, unread=1)
            themes = reader.theme_totals(scope)
            assert (themes.read, themes.none, themes.unread) == (1, 1, 2)
            writer.withdraw([Withdrawal("bluesky", "at://1")], NOON + 2 * MINUTE)
            told = reader.tone_totals(scope).whole
            assert told.split == Split(negative=1, unknown=1, none=1, unread=1)
            assert told.gone == Split(negative=1)
