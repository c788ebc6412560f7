"""What filters take is found by the query that they are said as, whatever happened meanwhile."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from columns_fakes import HANDLES, HOSTILE, LANGUAGES, NAMES, PLACES, TONES, History, Looking, events, looking
from hypothesis import example, given, settings
from hypothesis import strategies as st
from store_fakes import NOON, mention, opened
from test_columns import QUERIES, spans

from hubdesk.core import HOUR, Author, Notes, Scope
from hubdesk.core.filters import Filter, Filters
from hubdesk.query.said_filters import UnsaidError, query_of
from hubdesk.query.syntax import parse

VALUES = {
    "tone": TONES,
    "theme": ("", "tv", "store", "roaming"),
    "place": ("", "59", "59350", "dep:59", "2A", "lille", "Lille", "reg:59", "insee:59350"),
    "network": ("bluesky", "MASTODON"),
    "source": ("fil", "Autre  source", "flux", "nobody"),
    "language": ("fr", "FR-ca", "en"),
    "author": (*filter(None, HANDLES), *(f"={name}" for name in NAMES if name)),
    "kind": ("post", "repost", "video"),
    "text": ("panne -free", "free OR rien", "tone:positive", "is:duplicate", "panne <<<(>>>"),
}
one = st.sampled_from(sorted(VALUES)).flatmap(
    lambda field: st.builds(
        Filter,
        st.just(field),
        st.lists(st.sampled_from(VALUES[field]), min_size=1, max_size=2).map(tuple),
        st.booleans(),
    )
)
chips = st.lists(st.one_of(st.sampled_from([*QUERIES]), one), max_size=2).map(tuple)
MANY = [
    (
        n * 7_000,
        replace(
            mention(0, ("orange en panne", "free en panne", "rien")[n % 3]),
            network=("bluesky", "Mastodon")[n % 2],
            kind=("post", "repost", "reply")[n % 3],
            language=LANGUAGES[n % 4],
            author=Author(HANDLES[n % 5], NAMES[n % 4], ("", "did:1", "did:2")[n % 3]),
        ),
        Notes(tone=TONES[n % 5], themes=((), ("tv",), ("store", "tv"))[n % 3], places=PLACES[n % 5]),
    )
    for n in range(30)
]  # so that most filters take something before anything happens
stretches = st.one_of(spans, st.just((-HOUR, 2 * HOUR, True)))


@given(st.lists(events, min_size=1, max_size=12), st.lists(st.tuples(stretches, chips), min_size=1, max_size=4))
@example([], [((0, HOUR, True), ())])
@settings(max_examples=60, deadline=None)
def test_that_a_search_for_what_filters_say_finds_what_they_take(told: list, asked: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, looking(path) as reader:
            history = History(writer, reader)
            for event in (("page", MANY), *told):
                history.play(*event)
            for (start, length, by_now), filters in asked:
                until = NOON + HOUR if by_now else None
                for topics in ((), reader.topics()[:1], reader.topics()):
                    scope = Scope(topics, NOON + start, NOON + start + length, until)
                    is_found(reader, scope, filters)


def is_found(reader: Looking, scope: Scope, filters: Filters) -> None:
    try:
        query = query_of(filters)
    except UnsaidError:
        assert any(HOSTILE in one.values for one in filters), filters  # begins with a sign that nobody sees
        return
    cut, found = reader.cut(replace(scope, filters=filters)), reader.search(parse(query), scope, 999)
    assert sorted(cut.ids()) == sorted(heard.id for heard in found.mentions), query
    assert cut.count - cut.gone == found.total
