"""Scopes by name: what is written is read again, whatever else is in the settings, and means the same elsewhere."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.core import DAY, HOUR, MINUTE, HubdeskError, Span, Topic
from hubdesk.core.filters import FIELDS, Filter
from hubdesk.desk.named_scopes import (
    LATEST,
    LONGEST_LINE,
    NamedFilter,
    NamedScope,
    good_name,
    line_of,
    read_line,
    renamed,
)
from hubdesk.desk.named_scopes_kept import MOST, KeptScopes
from hubdesk.desk.named_scopes_state import is_as, naming, opening
from hubdesk.desk.named_scopes_words import left_out, told
from hubdesk.desk.scope_state import CHOSEN, REACHES, ScopeState
from hubdesk.settings import Settings

NOW = 1_795_095_120_000  # Thursday 19 November 2026, 14:32 in Paris
PARIS = "Europe/Paris"
TOPICS = tuple(Topic(n, name, name.lower()) for n, name in enumerate(("Orange", "SFR", "Bouygues Telecom", "Free"), 1))
ELSEWHERE = (Topic(7, "Free", "free"), Topic(8, "Orange", "orange"), Topic(9, "Livebox", "livebox"))
NEGATIVE, LILLE = Filter("tone", ("negative",)), Filter("place", ("59350",), negated=True)
STRETCH = Span(NOW - 2 * HOUR, NOW - HOUR)
HOSTILE = (
    "",
    "null",
    "7",
    "[]",
    '"text"',
    "{broken",
    "{}",
    '{"name": ""}',
    '{"name": "two\\nlines"}',
    '{"name": "half \\ud800"}',
    json.dumps({"name": "x" * 81}),
    '{"name": 3}',
    '{"name": "a", "span": null}',
    '{"name": "a", "span": [1, "2"]}',
    '{"name": "a", "span": [true, 2]}',
    '{"name": "a", "span": [5, 5]}',
    '{"name": "a", "span": [9, 5]}',
    '{"name": "a", "span": [-5, 5]}',
    f'{{"name": "a", "span": [0, {LATEST + 1}]}}',
    '{"name": "a", "span": [0, 1e400]}',
    '{"name": "a", "span": [0, NaN]}',
    '{"name": "a", "span": [0, ' + "9" * 5_000 + "]}",
    '{"name": "a", "only": 3}',
    '{"name": "a", "only": "\\udc00"}',
    '{"name": "a", "hidden": "SFR"}',
    '{"name": "a", "hidden": [3]}',
    '{"name": "a", "filters": {}}',
    '{"name": "a", "filters": [3]}',
    '{"name": "a", "filters": [{}]}',
    '{"name": "a", "filters": [{"field": "tone"}]}',
    '{"name": "a", "filters": [{"field": "tone", "values": "negative"}]}',
    '{"name": "a", "filters": [{"field": "text", "values": ["\\ud800"]}]}',
    '{"name": "a", "filters": [{"field": "tone", "values": [], "negated": 1}]}',
    '{"name": "a", "filters": [{"field": "tone", "values": [], "pinned": "yes"}]}',
    json.dumps({"name": "a", "filters": [{"field": "tone", "values": []}] * 201}),
    json.dumps({"name": "a", "hidden": ["x" * LONGEST_LINE]}),
    "[" * 90_000,
    '{"a":' * 10_000,
)

names = st.text(max_size=90).map(good_name).filter(bool)
texts = st.text(max_size=12)
ids = st.sampled_from(["", *(str(topic.id) for topic in TOPICS)])


def of_field(field):
    values = st.lists(ids if field == "topic" else texts, max_size=4).map(tuple)
    return st.builds(Filter, st.just(field), values, st.booleans())


filters = st.lists(st.sampled_from(FIELDS).flatmap(of_field), max_size=6, unique=True).map(tuple)
spans = st.builds(
    lambda start, length: Span(start, start + length),
    st.integers(0, LATEST - 400 * DAY),
    st.integers(MINUTE, 400 * DAY),
)
hidden = st.frozensets(st.sampled_from([topic.id for topic in TOPICS]), max_size=3)


@st.composite
def states(draw):
    """As a person can make them: live or of a stretch, with chips of which some are pinned."""
    held = draw(filters)
    pinned = draw(st.frozensets(st.sampled_from(held))) if held else frozenset()
    state = ScopeState(reach=draw(st.sampled_from(list(REACHES))), hidden=draw(hidden), filters=held, pinned=pinned)
    return draw(st.just(state) | spans.map(state.fixed_on))


def kept(state, name="a", topics=TOPICS, end=None):
    return naming(name, state, topics, end, PARIS).scope


def reopened(scope, here=None, topics=TOPICS, end=None):
    return opening(scope, here or ScopeState(), topics, end, PARIS)


def same(scope, state, topics=TOPICS, end=None):
    here = kept(state, "", topics, end)
    return is_as(scope, here, frozenset(topic.name for topic in topics), state.replay is not None)


# Written and read.


@given(names, states())
def test_that_what_is_written_is_read_as_the_same_scope(name, state):
    line = line_of(kept(state, name))
    assert line.isprintable()
    found = reopened(read_line(line), replace(state, hidden=frozenset(), filters=(), pinned=frozenset()))
    assert found.state == state
    assert found.gone == ()
    assert read_line(line).name == name
    assert same(read_line(line), state)


@given(
    st.text(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(("name", "span", "only", "hidden", "filters", "field", "values", "x")), inner
            )
        ),
        max_leaves=30,
    ).map(json.dumps)
)
def test_that_whatever_stands_in_a_line_is_a_scope_or_refused_in_one_line(line):
    scope = read_or_refuse(line)
    if isinstance(scope, str):
        assert scope == " ".join(scope.split()) != ""
    else:
        assert read_line(line_of(replace(scope, line=""))) == replace(scope, unread=())
        reopened(scope)
        assert told(scope, PARIS)


def read_or_refuse(line):
    try:
        return read_line(line)
    except HubdeskError as error:
        return str(error)


@pytest.mark.parametrize("line", HOSTILE)
def test_that_what_is_no_scope_is_refused(line):
    with pytest.raises(HubdeskError):
        read_line(line)


def test_that_a_hand_may_write_little():
    scope = read_line('{"name": "Négatif", "filters": [{"field": "tone", "values": ["negative"]}]}')
    here = ScopeState(reach="1h").fixed_on(STRETCH)
    assert reopened(scope, here).state == replace(here, filters=(NEGATIVE,))
    assert same(scope, replace(here, filters=(NEGATIVE,)))
    assert same(scope, ScopeState(reach="7d", filters=(NEGATIVE,)))


def test_that_a_line_is_readable_where_its_letters_can_be_seen_and_escaped_where_they_cannot():
    assert "Été à Lille" in line_of(NamedScope("Été à Lille", "24h"))
    line = line_of(NamedScope("\u202eevil", "24h"))
    assert "\u202e" not in line
    assert read_line(line).name == "\u202eevil"


def test_that_a_scope_too_long_to_be_kept_is_refused_in_words():
    too_long = NamedScope("a", "24h", filters=(NamedFilter("text", ("x" * LONGEST_LINE,)),))
    with pytest.raises(HubdeskError, match="cannot be saved: it is too long"):
        line_of(too_long)
    with pytest.raises(HubdeskError, match="1970 and 2100"):
        line_of(NamedScope("a", span=Span(-DAY, 0)))


def test_that_what_a_newer_hubdesk_asks_is_named_and_stays_in_the_line():
    chips = [
        {"field": "followers", "more_than": 1_000},
        {"field": "tone", "values": ["negative"]},
        {"field": "theme", "values": ["network"], "fuzzy": True},
    ]
    line = json.dumps({"name": "a", "span": "30d", "grain": "minute", "filters": chips})
    scope = read_line(line)
    assert scope.unread == ("grain", "30d", "followers", "theme")
    assert scope.filters == (NamedFilter("tone", ("negative",)),)
    here = ScopeState(reach="1h")
    assert reopened(scope, here).state == replace(here, filters=(NEGATIVE,))
    assert not same(scope, replace(here, filters=(NEGATIVE,)))
    assert left_out((), scope.unread) == (
        "This Hubdesk does not know what “grain”, “30d”, “followers”, and 1 more ask; they were left out."
    )
    again = renamed(scope, "b")
    assert json.loads(again.line) == json.loads(line) | {"name": "b"}
    assert read_line(again.line) == again


# From one session to another.


def test_that_topics_are_known_again_by_name_and_those_that_are_not_there_are_said():
    heard = Filter("topic", ("1", "2"))
    state = ScopeState(hidden=frozenset({2, 4}), filters=(heard, NEGATIVE), pinned=frozenset({heard}))
    found = reopened(kept(state), topics=ELSEWHERE)
    there = Filter("topic", ("8",))
    assert found.state.hidden == {7}
    assert found.state.filters == (there, NEGATIVE)
    assert found.state.pinned == {there}
    assert found.gone == ("SFR",)
    assert left_out(found.gone, ()) == "In this session there is no topic “SFR”; it was left out."


def test_that_a_chip_none_of_whose_topics_is_there_is_left_out_and_one_of_no_topic_stays():
    state = ScopeState(filters=(Filter("topic", ("2",), negated=True), Filter("topic", ("",))))
    found = reopened(kept(state), topics=ELSEWHERE)
    assert found.state.filters == (Filter("topic", ("",)),)
    assert found.gone == ("SFR",)


def test_that_one_topic_alone_is_alone_elsewhere_and_that_a_new_one_shows_beside_several():
    alone = kept(ScopeState().only(1, TOPICS))
    assert (alone.only, alone.hidden) == ("Orange", ())
    assert reopened(alone, topics=ELSEWHERE).state.hidden == {7, 9}
    assert reopened(alone, topics=ELSEWHERE).gone == ()
    several = kept(ScopeState(hidden=frozenset({4})))
    assert reopened(several, topics=ELSEWHERE).state.hidden == {7}
    nowhere = reopened(alone, topics=(Topic(1, "Météo", "pluie"),))
    assert (nowhere.state.hidden, nowhere.gone) == (frozenset(), ("Orange",))


def test_that_a_topic_that_was_deleted_has_no_name_to_be_kept_by():
    state = ScopeState(filters=(Filter("topic", ("1", "99")), Filter("topic", ("98",)), Filter("topic", ("x",))))
    made = naming("a", state, TOPICS, None, PARIS)
    assert made.scope.filters == (NamedFilter("topic", ("Orange",)),)
    assert made.lost == 3


def test_that_the_last_hours_of_a_session_that_listens_no_more_are_the_last_of_any():
    ended = ScopeState().reached("6h", NOW, PARIS)
    scope = kept(ended, end=NOW)
    assert (scope.reach, scope.span) == ("6h", None)
    assert reopened(scope).state.is_live
    assert reopened(scope, end=NOW - DAY).state.fixed == Span(NOW - DAY - 6 * HOUR, NOW - DAY)
    held = kept(ended)  # a live desk that was held stands still
    assert (held.reach, held.span) == ("", Span(NOW - 6 * HOUR, NOW))


def test_that_a_stretch_outside_the_session_is_opened_as_it_is():
    scope = kept(ScopeState().fixed_on(STRETCH))
    assert reopened(scope, end=NOW - 300 * DAY).state.fixed == STRETCH


def test_that_a_replay_keeps_its_place_and_a_stretch_its_length():
    replayed = replace(ScopeState().fixed_on(STRETCH), replay=NOW - 5 * HOUR)
    scope = kept(replayed)
    assert scope.span == Span(NOW - 6 * HOUR, NOW - 5 * HOUR)
    assert same(scope, replace(replayed, replay=NOW - 4 * HOUR))
    assert not same(scope, replace(replayed, replay=None))


# Which one is ticked.


@pytest.mark.parametrize(
    "other",
    [
        ScopeState(reach="1h", filters=(NEGATIVE, LILLE)),
        ScopeState(filters=(NEGATIVE,)),
        ScopeState(filters=(NEGATIVE, LILLE.other_way())),
        ScopeState(filters=(NEGATIVE, LILLE), pinned=frozenset({LILLE})),
        ScopeState(filters=(NEGATIVE, LILLE), hidden=frozenset({2})),
        ScopeState(filters=(NEGATIVE, LILLE)).fixed_on(STRETCH),
        ScopeState(reach=CHOSEN, filters=(NEGATIVE, LILLE), fixed=Span(0, DAY)),
    ],
)
def test_that_any_difference_is_another_scope_and_the_order_of_chips_is_none(other):
    scope = kept(ScopeState(filters=(NEGATIVE, LILLE)))
    assert same(scope, ScopeState(filters=(LILLE, NEGATIVE)))
    assert not same(scope, other)


def test_that_topics_are_compared_by_what_is_looked_at():
    two = TOPICS[:2]
    assert same(kept(ScopeState(hidden=frozenset({2}))), ScopeState(hidden=frozenset({2})))
    without_sfr = NamedScope("a", "24h", hidden=("SFR",))
    assert same(without_sfr, ScopeState().only(1, two), two)
    assert same(NamedScope("a", "24h", hidden=("Orange", "SFR")), ScopeState(), two)
    assert not same(NamedScope("a", "24h", only="Free"), ScopeState(), two)


# In the settings.


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


def list_of(file):
    return KeptScopes(Settings(file))


def called(file):
    return [one.name for one in list_of(file).all()]


def test_that_scopes_are_kept_in_their_order_and_one_of_the_same_name_is_replaced(file):
    scopes = list_of(file)
    for name in ("Lille", "Orange seul", "Nuit"):
        scopes.keep(NamedScope(name, "24h"))
    scopes.keep(NamedScope("ORANGE SEUL", "1h"))
    assert called(file) == ["Lille", "ORANGE SEUL", "Nuit"]
    assert list_of(file).named("orange Seul").reach == "1h"


def test_that_the_list_is_arranged_and_what_was_saved_meanwhile_stays(file):
    scopes = list_of(file)
    for name in ("a", "b", "c"):
        scopes.keep(NamedScope(name, "24h"))
    shown = [one.name for one in scopes.all()]
    scopes.keep(NamedScope("d", "1h"))
    scopes.arrange([renamed(scopes.named("c"), "z"), scopes.named("a")], shown)
    assert called(file) == ["z", "a", "d"]


@pytest.mark.parametrize("line", HOSTILE)
def test_that_a_line_that_is_none_of_ours_is_said_once_and_stays_in_the_file(file, line):
    settings = Settings(file)
    settings.change("saved_scopes", (line_of(NamedScope("good", "24h")), line))
    scopes = list_of(file)
    assert called(file) == ["good"]
    (problem,) = scopes.problems()
    assert problem.startswith(f"Settings, {file}: saved_scopes number 2: ")
    assert problem.endswith("; it is left out.")
    assert "\n" not in problem
    scopes.keep(NamedScope("more", "24h"))
    assert Settings(file).texts("saved_scopes")[-1] == line
    assert called(file) == ["good", "more"]


def test_that_a_second_one_of_a_name_is_left_out(file):
    lines = (line_of(NamedScope("a", "24h")), line_of(NamedScope("A", "1h")))
    Settings(file).change("saved_scopes", lines)
    assert [one.reach for one in list_of(file).all()] == ["24h"]
    assert "has its name" in list_of(file).problems()[0]


def test_that_the_two_hundred_and_first_is_refused_and_those_in_the_file_are_left_out(file):
    lines = tuple(line_of(NamedScope(f"n{n}", "24h")) for n in range(MOST + 5))
    Settings(file).change("saved_scopes", lines)
    scopes = list_of(file)
    assert len(scopes.all()) == MOST
    assert len(scopes.problems()) == 5
    with pytest.raises(HubdeskError, match="delete one"):
        scopes.keep(NamedScope("one more", "24h"))
    scopes.keep(NamedScope("N0", "1h"))
    assert Settings(file).texts("saved_scopes")[MOST:] == lines[MOST:]


def test_that_a_disk_that_says_no_is_told(tmp_path):
    (tmp_path / "none").write_text("a file where a folder should be")
    with pytest.raises(HubdeskError, match="not saved"):
        list_of(tmp_path / "none" / "settings.toml").keep(NamedScope("a", "24h"))


# In words.


def test_that_a_scope_is_told_by_length_topics_and_chips():
    hostile = "\u202e<b>" + "x" * 10_000
    scope = NamedScope(
        "a",
        span=Span(NOW - HOUR, NOW),
        hidden=("SFR", "Free", hostile, "d", "e"),
        filters=(
            NamedFilter("topic", ("Orange", "")),
            NamedFilter("tone", ("negative",), negated=True, pinned=True),
            NamedFilter("text", (hostile,)),
        ),
    )
    length, topics, chips = told(scope, PARIS).splitlines()
    assert length == "19 Nov 2026 13:32 – 14:32"
    assert topics.startswith("All topics but “SFR”, “Free”, “<b>xxx")
    assert topics.endswith("and 2 more")
    assert chips.startswith("Topic: Orange or no topic · except Tone: negative (pinned) · Text: <b>x")
    assert len(chips) < 300
    assert "\u202e" not in told(scope, PARIS)
    assert told(NamedScope("b", "6h", only="SFR"), PARIS) == "The length: 6 hours\nThe topic “SFR” alone"
