"""Counts from columns are those of SQL, and filters take what a search for them finds, whatever happened meanwhile."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from columns_fakes import History, Looking, events, looking
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, opened

from hubdesk.core import HOUR, MINUTE, Scope, Topic
from hubdesk.core.filters import Filter
from hubdesk.query.syntax import parse
from hubdesk.store import voices, voices_columns
from hubdesk.store.reader import VoiceOrder

spans = st.one_of(  # most of them hold something
    st.sampled_from(((-10 * MINUTE, 30 * MINUTE), (-2 * MINUTE, 5 * MINUTE + 7), (15_000, 2 * MINUTE))),
    st.tuples(st.integers(-MINUTE, 6 * MINUTE), st.integers(-5, 6 * MINUTE)),
).flatmap(lambda span: st.tuples(st.just(span[0]), st.just(span[1]), st.booleans()))
ANY = "kind:(post OR repost)"
QUERIES = {
    Filter("tone", ("negative",)): "tone:negative",
    Filter("tone", ("negative", "unknown")): "tone:(negative OR unknown)",
    Filter("tone", ("",)): f"{ANY} -tone:(negative OR neutral OR positive OR unknown)",
    Filter("theme", ("tv",)): "theme:tv",
    Filter("theme", ("tv", "store"), negated=True): f"{ANY} -theme:(tv OR store)",
    Filter("theme", ("",)): f"{ANY} -theme:(tv OR store OR roaming)",
    Filter("place", ("59",)): "place:59",
    Filter("place", ("59350", "2A")): "place:(59350 OR 2A)",
    Filter("place", ("dep:59",)): "place:dep:59",
    Filter("place", ("",)): f"{ANY} -has:place",
    Filter("network", ("MASTODON",)): "network:mastodon",
    Filter("kind", ("repost",)): "kind:repost",
    Filter("kind", ("repost",), negated=True): f"{ANY} -kind:repost",
    Filter("source", ("fil",)): "source:fil",
    Filter("source", ("Autre  source",)): 'source:"autre source"',
    Filter("language", ("fr",)): "language:fr",
    Filter("language", ("fr-CA", "en")): "language:(fr-ca OR en)",
    Filter("language", ("fr",), negated=True): f"{ANY} -language:fr",
    Filter("author", ("LUCIE",)): "author:lucie",
    Filter("author", ("marc.É",)): "author:marc.é",
    Filter("author", ("=Lucie B",)): 'author:"lucie b"',
    Filter("author", ("=STRASSE",)): 'author:"strasse"',
    Filter("text", ("panne -free",)): "panne -free",
    Filter("text", ("free", "tone:positive")): "free OR tone:positive",
    Filter("text", ("is:duplicate",), negated=True): f"{ANY} -is:duplicate",
}
chips = st.lists(st.sampled_from([*QUERIES]), max_size=3)


@given(st.lists(events, min_size=1, max_size=12), st.lists(st.tuples(spans, chips), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_that_columns_say_what_sql_says_after_every_event(told: list, asked: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, looking(path) as reader:
            history = History(writer, reader)
            gone = Topic(99, "Gone", "gone")
            for event in told:
                history.play(*event)
                for (start, length, by_now), filters in asked:
                    until = NOON + HOUR if by_now else None
                    for topics in ((), reader.topics()[:1], (*reader.topics(), gone)):
                        scope = Scope(topics, NOON + start, NOON + start + length, until)
                        agree(reader, scope)
                        takes_what_is_found(reader, scope, tuple(filters))


def agree(reader: Looking, scope: Scope) -> None:
    cut = reader.cut(scope)
    assert cut.count == reader.count(scope)
    assert cut.shares() == reader.shares(scope)
    for step in (7_000, MINUTE, HOUR):
        for topic in (None, *scope.topics) if not scope.topics else scope.topics:
            assert cut.volume(topic, step) == reader.volume(topic, scope, step)
        assert cut.tone_curve(step) == reader.tone_curve(scope, step)
        assert cut.hours(step) == reader.hours(scope, step)
    assert cut.tone_totals() == reader.tone_totals(scope)
    assert cut.theme_totals() == reader.theme_totals(scope)
    assert cut.placed() == reader.places(scope)
    assert cut.placed(("59", "62"), "59") == reader.places(scope, ("59", "62"), "59")
    assert cut.placed(department="2A") == reader.places(scope, department="2A")
    with reader._reading(scope) as connection:
        by_sql = voices.voices(connection, scope, VoiceOrder.COUNT, 50)
        assert voices_columns.voices(connection, cut, VoiceOrder.COUNT, 50) == by_sql
    assert cut.gone == by_sql.gone


def takes_what_is_found(reader: Looking, scope: Scope, filters: tuple[Filter, ...]) -> None:
    for one in filters:
        cut = reader.cut(replace(scope, filters=(one,)))
        found = reader.search(parse(QUERIES[one]), scope, 99)
        assert sorted(cut.ids()) == sorted(heard.id for heard in found.mentions), one
        assert cut.count - cut.gone == found.total
    if filters:
        since = replace(scope, start=scope.start - 3 * MINUTE, filters=filters)
        assert reader.tone_curve(replace(since, start=scope.start), HOUR, since.start) == reader.tone_curve(since, HOUR)
        query = " ".join(f"({QUERIES[one]})" for one in filters)
        cut = reader.cut(replace(scope, filters=filters))
        assert cut.count - cut.gone == reader.search(parse(query), scope, 0).total
        adds_up(cut, reader, scope)


def adds_up(cut: object, reader: Looking, scope: Scope) -> None:
    """What is counted in two ways is the same."""
    rows = {heard.id: heard for heard in reader.latest(scope, 99)}
    ids = set(cut.ids())
    live = [heard for heard in rows.values() if heard.id in ids]
    assert len(live) == len(ids)
    for name, of in _OF.items():
        told = {value: figure.rows for value, figure in cut.by(name).items() if figure.rows}
        assert told == Counter(value for heard in live for value in of(heard)), name
        total = {value: figure.mentions for value, figure in cut.by(name).items()}
        once = Counter[str]()
        for (one, _kind_of_post), n in cut.crossed(name, "kind").items():
            once[one] += n
        assert once == total
        by_both = Counter((one, topic) for heard in live for one in of(heard) for topic in _topics(heard))
        if not cut.gone:
            assert cut.crossed(name, "topic") == by_both
        curves = cut.curves(name, MINUTE)
        listened = {value: sum(n or 0 for _at, n in curve) for value, curve in curves.items()}
        assert listened == {value: figure.mentions for value, figure in cut.by(name).items()}


def _topics(heard: object) -> tuple[str, ...]:
    return tuple(str(match.topic) for match in heard.matches) or ("",)


def _network(heard: object) -> tuple[str, ...]:
    return (heard.mention.network.casefold(),)


def _language(heard: object) -> tuple[str, ...]:
    return ((heard.notes.language or heard.mention.language).casefold().partition("-")[0],)


def _kind(heard: object) -> tuple[str, ...]:
    return (heard.mention.kind,)


def _tone(heard: object) -> tuple[str, ...]:
    return (heard.notes.tone,)


def _themes(heard: object) -> tuple[str, ...]:
    return heard.notes.themes or ("",)


_OF = {"network": _network, "language": _language, "kind": _kind, "tone": _tone, "theme": _themes}
