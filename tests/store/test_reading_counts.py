"""Counts by what was read are exact for any scope, whoever read, corrected, edited or took back what, in any order."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, add, mention, opened, source

from hubdesk.core import DAY, HOUR, MINUTE, Entry, HubdeskError, Notes, Scope, Span, Topic, Withdrawal
from hubdesk.store.reader import Reader
from hubdesk.store.readings import TONES, department_of
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader
from hubdesk.store.writer import Writer

MINUTES = 6
tones = st.sampled_from(TONES)
themes = st.lists(st.sampled_from(["tv", "store", "roaming"]), max_size=2, unique=True).map(tuple)
places = st.sampled_from([(), ("Lille", "insee:59350"), ("Nord", "dep:59"), ("Ajaccio", "insee:2A004", "dep:2A")])
brands = st.lists(st.tuples(st.sampled_from(["Orange", "Free"]), tones), max_size=2, unique_by=lambda one: one[0])
notes = st.builds(
    lambda tone, theme, place, brand: Notes(
        tone=tone, themes=theme, places=place, targets=tuple(brand), versions=(("tone", 1),) if tone else ()
    ),
    tones,
    themes,
    places,
    brands,
)
words = st.sampled_from(["orange en panne", "free en panne", "rien"])
numbers = st.integers(1, 8)
said = st.tuples(words, notes)
events = st.one_of(
    st.tuples(st.just("page"), st.lists(st.tuples(st.integers(0, 59_999), said), min_size=1, max_size=3)),
    st.tuples(st.just("read"), st.lists(st.tuples(numbers, notes), max_size=3)),
    st.tuples(st.just("correct"), numbers, st.sampled_from(TONES[1:])),
    st.tuples(st.just("theme"), numbers, themes),
    st.tuples(st.just("undo"), st.integers(1, 4)),
    st.tuples(st.just("edit"), numbers, said),
    st.tuples(st.just("withdraw"), numbers),
    st.tuples(st.just("topic"), st.sampled_from(["tone:negative", "theme:tv OR orange", "panne"])),
    st.tuples(st.just("rehear")),
)
spans = st.tuples(st.integers(-1, MINUTES * MINUTE), st.integers(0, MINUTES * MINUTE), st.booleans())


def play(writer: Writer, reader: Reader, told: list) -> None:
    flux = source(writer)
    changing = writer.add_topic(Topic(0, "Autre", "tone:positive OR free")).id
    writer.add_topic(Topic(0, "Mal", "tone:negative"))
    writer.add_topic(Topic(0, "Orange", "orange"))
    number = 0
    for turn, (what, *rest) in enumerate(told, 1):
        seen_at = NOON + turn * 20_000
        if what == "page":
            entries = []
            for late, (text, read) in rest[0]:
                number += 1
                entries.append(Entry(mention(number, text, seen_at - late), read))
            add(writer, flux, entries, seen_at, covers=Span(NOON - HOUR, NOON + HOUR), asked={})
        elif what == "read":
            heard = {one.id: one for one in reader.mentions([id_ for id_, _notes in rest[0]])}
            writer.set_readings([Reread(heard[id_], read) for id_, read in rest[0] if id_ in heard])
        elif what in ("correct", "theme"):
            try:
                writer.correct(rest[0], "tone" if what == "correct" else "theme", rest[1], seen_at)
            except HubdeskError:
                found = reader.mentions([rest[0]])  # nothing, where it was taken back before it came
                assert rest[0] > number or not found or found[0].withdrawn_at is not None
        elif what == "undo":
            writer.undo_correction(rest[0])
        elif what == "edit":
            text, read = rest[1]
            add(writer, flux, [], seen_at, edits=[Entry(mention(rest[0], text), read)], asked={})
            number = max(number, *(one.id for one in reader.mentions(range(1, 60))), 0)
        elif what == "withdraw":
            writer.withdraw([Withdrawal("bluesky", f"at://{rest[0]}")], seen_at)
        elif what == "topic":
            writer.change_topic(Topic(changing, "Autre", rest[0]), at=seen_at)
        else:
            while writer.rehear(most=2) is not None:
                pass


@given(st.lists(events, min_size=3, max_size=14), st.lists(spans, min_size=1, max_size=3))
@settings(max_examples=120, deadline=None)
def test_that_counts_are_those_of_looking_at_every_mention(told: list, asked: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, open_reader(path) as reader:
            play(writer, reader, told)
            assert reader.problems() == ()
            if not any(one.withdrawn_at for one in reader.mentions(range(1, 60))):  # they count as was read before
                for start, length, by_now in asked:
                    scope = Scope((), NOON + start, NOON + start + length, NOON + HOUR if by_now else None)
                    for topics in ((), reader.topics()[:1], reader.topics()):
                        compare(reader, replace(scope, topics=topics))
            whole = Scope((), NOON - DAY, NOON + DAY)
            by_tone = sum((Counter(asdict(one)) for _at, one in reader.tone_curve(whole, HOUR) if one), Counter())
            assert sum(by_tone.values()) == reader.count(whole)
            assert by_tone["unread"] == reader.left(whole, ("tone",))[0]


def compare(reader: Reader, scope: Scope) -> None:
    wanted = {topic.id for topic in scope.topics}
    inside = [
        one for one in reader.latest(scope, 99) if scope.start <= one.at < scope.end and one.known_at <= scope.known
    ]
    assert all(not wanted or wanted & {match.topic for match in one.matches} for one in inside)
    now = {one.id: one.notes for one in reader.mentions([one.id for one in inside])}
    told = reader.theme_totals(scope).themes
    assert {one.code: one.told.split.all for one in told} == Counter(
        code for read in now.values() for code in read.themes
    )
    for theme in told:
        for topic, count, _gone in theme.topics:
            assert count == sum(
                theme.code in now[one.id].themes and topic.id in {match.topic for match in one.matches}
                for one in inside
            )
    placed = reader.places(scope)
    assert {one.code: one.mentions for one in placed.departments} == Counter(
        code for read in now.values() for code in {department_of(place) for place in read.places} - {""}
    )
    by_department = {one.code: asdict(one.told.split) for one in placed.departments}
    assert {(code, tone): n for code, tones in by_department.items() for tone, n in tones.items() if n} == Counter(
        (code, read.tone or "unread")
        for read in now.values()
        for code in {department_of(place) for place in read.places} - {""}
    )
    north = [read for read in now.values() if "59" in set(map(department_of, read.places))]
    assert reader.places(scope, ("59", "62")).outside == placed.placed - len(north)
    towns = reader.places(scope, department="59").towns
    assert towns is not None
    assert {one.code: one.mentions for one in towns.towns} == Counter(
        "59350" for read in north if "Lille" in read.places
    )
    assert (towns.mentions, towns.alone) == (len(north), sum("Nord" in read.places for read in north))
    assert (placed.placed, placed.all) == (sum(any(map(department_of, read.places)) for read in now.values()), len(now))
    assert reader.left(scope, ("tone",))[0] == sum(not read.tone for read in now.values())
    assert {
        (brand, tone): count
        for brand, towards in reader.tone_totals(scope).brands
        for tone, count in asdict(towards.split).items()
        if count
    } == (Counter((brand, tone or "unread") for read in now.values() for brand, tone in read.targets))
    for topic in (None, *scope.topics):
        chosen = [one for one in inside if topic is None or topic.id in {match.topic for match in one.matches}]
        if topic is None and scope.topics:
            continue
        bins = reader.tone_curve(replace(scope, topics=() if topic is None else (topic,)), MINUTE)
        assert [(at, None if one is None else one.all) for at, one in bins] == list(reader.volume(topic, scope, MINUTE))
        total = sum((Counter(asdict(one)) for _at, one in bins if one), Counter())
        assert total == Counter(now[one.id].tone or "unread" for one in chosen)
