"""A scope with filters: counted from columns, counted by SQL and listed, it is the same mentions after every event."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from columns_fakes import History, events, looking
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, opened
from test_columns import QUERIES, chips, spans

from hubdesk.core import HOUR, MINUTE, Scope
from hubdesk.core.filters import Filter
from hubdesk.panels.only import LINES
from hubdesk.query.asked_filters import filters_of
from hubdesk.query.syntax import parse
from hubdesk.store import series
from hubdesk.store.found import Order
from hubdesk.store.reader import Reader


@given(st.lists(events, min_size=1, max_size=12), st.lists(st.tuples(spans, chips), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_that_a_narrowed_scope_is_the_same_mentions_however_it_is_asked(told: list, asked: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, looking(path) as reader:
            history = History(writer, reader)
            for event in told:
                history.play(*event)
                for (start, length, by_now), filters in asked:
                    until = NOON + HOUR if by_now else None
                    for topics in ((), reader.topics()[:1], reader.topics()):
                        scope = Scope(topics, NOON + start, NOON + start + length, until)
                        narrows(reader, scope, tuple(filters))


def narrows(reader: Reader, whole: Scope, filters: tuple[Filter, ...]) -> None:
    scope = replace(whole, filters=filters)
    listed = reader.latest(scope, 99)
    ids = [heard.id for heard in listed]
    live = [heard.id for heard in listed if not heard.is_gone]
    taken = set(reader.cut(scope).column("id").tolist())
    assert ids == [heard.id for heard in reader.latest(whole, 99) if heard.id in taken]
    assert reader.count(scope) == len(ids)
    shares = reader.shares(scope)
    curves = {topic: reader.volume(topic, scope, MINUTE) for topic in scope.topics or (None,)}
    with reader._reading(scope) as connection:
        assert series.count(connection, scope) == len(ids)
        assert series.shares(connection, scope) == shares
        for topic, curve in curves.items():
            assert series.volume(connection, topic, scope, MINUTE, reader._zone()) == curve
    for topic in (None, *reader.topics()):  # whatever topics the scope has
        curve = reader.volume(topic, scope, HOUR)
        alone = replace(scope, topics=() if topic is None else (topic,))
        assert sum(n or 0 for _at, n in curve) == (reader.count(alone) if scope.length > 0 else 0)
    for place in listed[:2]:
        below = (place.known_at, place.id)
        assert reader.latest(scope, 1, below) == tuple(one for one in listed if (one.known_at, one.id) < below)[:1]
    assert [one.id for one in reader.among(range(1, 50), scope)] == ids
    everything = parse("kind:(post OR repost)")
    assert list(reader.leaving(scope).ids) == ids
    assert list(reader.leaving(scope, everything).ids) == live
    found = reader.search(everything, scope, 99)
    assert found.total == len(live)
    assert [heard.id for heard in found.mentions] == live
    words = reader.search(parse("panne"), scope, 99, order=Order.RELEVANCE)
    assert {heard.id for heard in words.mentions} == {
        heard.id for heard in reader.search(parse("panne"), whole, 99).mentions if heard.id in taken
    }
    for heard in listed:
        for line in LINES:
            values = line.of(heard)
            assert (
                heard.withdrawn_at
                or not values
                or heard.id in reader.cut(replace(scope, filters=(*filters, Filter(line.field, values)))).ids()
            )
    for one in filters:
        ids = sorted(heard.id for heard in reader.search(parse(QUERIES[one]), whole, 99).mentions)
        assert sorted(reader.cut(replace(whole, filters=filters_of(parse(QUERIES[one])))).ids()) == ids, one
    if filters:
        query = " ".join(f"({QUERIES[one]})" for one in filters)
        assert found.total == reader.search(parse(query), whole, 0).total
