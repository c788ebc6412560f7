"""The stored past heard again equals a past that was listened to with the new query from the start."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from store_fakes import ALWAYS, NOON, add, mention, new_session, opened, source, topics

from hubdesk.core import HOUR, MINUTE, Entry, Mention, Notes, Person, Rehearing, Scope, Span, Topic, Withdrawal
from hubdesk.query.match import Matcher
from hubdesk.query.people import Circle
from hubdesk.store import session
from hubdesk.store.errors import StoreBusyError, StoreFullError
from hubdesk.store.rehearing import Past
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.writer import Writer

LATER = NOON + HOUR
WORDS = ("orange", "sosh", "panne", "fibre", "réseau", "jus", "Lille", "l’orange", "#PanneOrange", "😡")
QUERIES = (
    "orange",
    "sosh OR panne",
    "orange NEAR/2 panne",
    "orange -jus",
    '"panne fibre"',
    "rés*",
    "in:teaser orange",
    "is:insider",
    "source:flux",
    "rating:[1 TO 2]",
    "tone:negative -jus",
    "😡",
)
PEOPLE = '[{"name": "Zoé", "role": "insider", "accounts": ["bluesky:@zoe"]}]'
CIRCLE = Circle([Person("Zoé", "insider", accounts=("bluesky:@zoe",))])


def entry(number: int, text: str, asked: Sequence[Topic] = (), name: str = "flux", **over: Any) -> Entry:
    """A mention as these topics hear it, on the collector's way."""
    said = replace(mention(number, text, author="zoe" if number % 3 == 0 else "ali"), **over)
    return heard_by(said, asked, name)


def heard_by(said: Mention, asked: Sequence[Topic], name: str = "flux") -> Entry:
    notes = Notes(tone="negative" if "panne" in said.text else "")
    return Entry(said, notes, Matcher(asked).match(said, notes, about=CIRCLE.about(said, name)))


def versions(asked: Sequence[Topic]) -> dict[int, int]:
    return {topic.id: topic.version for topic in asked}


def rehear(writer: Writer, most: int = 400) -> list[Rehearing]:
    return list(iter(lambda: writer.rehear(most), None))


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """At the file itself: no code of ours stands between it and the test."""
    connection = sqlite3.connect(path)
    try:
        yield connection
    finally:
        connection.close()


def held(path: Path) -> dict[str, Any]:
    """What a session holds of its topics, in words that do not depend on the ids of combinations."""
    with looking(path) as connection:
        there = {id_ for (id_,) in connection.execute("SELECT id FROM topic")}
        combos = {
            id_: frozenset(map(int, filter(None, text.split(",")))) & there
            for id_, text in connection.execute("SELECT id, topics FROM combo")
        }
        gone = {id_ for (id_,) in connection.execute("SELECT id FROM mention WHERE withdrawn_at IS NOT NULL")}
        return {
            "combos": {
                id_: combos[combo]
                for id_, combo in connection.execute("SELECT id, combo FROM mention")
                if id_ not in gone
            },
            "heard": sorted(row for row in connection.execute("SELECT * FROM heard") if row[2] not in gone),
            "before": {
                (id_, until): [match for match in json.loads(matches) if match[0] in there]
                for id_, until, matches in connection.execute("SELECT mention, until, matches FROM revision")
            },
        }


# A session's life: each step is what one of those who write does.


@dataclass(frozen=True)
class Step:
    do: str
    a: int = 0
    b: int = 0
    texts: tuple[str, ...] = ()


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
page = st.builds(
    Step, st.just("page"), st.integers(0, 1), st.booleans(), st.lists(texts, min_size=1, max_size=4).map(tuple)
)
edit = st.builds(Step, st.just("edit"), st.integers(0, 20), st.booleans(), st.tuples(texts))
change = st.builds(Step, st.just("change"), st.integers(0, 3), st.integers(0, len(QUERIES) - 1))
rehear_some = st.builds(Step, st.just("rehear"), st.integers(1, 4))
steps = st.one_of(
    page, page, page, edit, edit, change, change, rehear_some, rehear_some,
    st.builds(Step, st.just("withdraw"), st.integers(0, 20)),
    st.builds(Step, st.just("add"), st.just(0), st.integers(0, len(QUERIES) - 1)),
    st.builds(Step, st.just("remove"), st.integers(0, 3)),
    st.builds(Step, st.just("stop"), st.integers(0, 3)),
    st.builds(Step, st.just("reopen")),
)  # fmt: skip


@dataclass
class Life:
    """Plays steps on a session. The collector knows the topics of some moment, perhaps not the last ones."""

    path: Path
    topics: dict[int, Topic] = field(default_factory=dict)
    stale: tuple[Topic, ...] = ()
    stored: int = 0
    brought: dict[int, int] = field(default_factory=dict)  # what the sources did: step to how many were stored then

    def play(self, writer: Writer, step: Step, at: int) -> None:
        chosen = list(self.topics.values())[step.a % len(self.topics)] if self.topics else None
        match step.do:
            case "page" | "edit" | "withdraw":
                self.brought[at] = self.stored
                asked = self.stale if step.b else tuple(self.topics.values())
                self.stored = bring(writer, step, self.stored, asked, at)
                self.stale = tuple(self.topics.values())
            case "change" if chosen is not None:
                changed = writer.change_topic(replace(chosen, query=QUERIES[step.b]))
                self.topics[chosen.id] = changed
            case "add":
                made = writer.add_topic(Topic(0, f"T{at}", QUERIES[step.b]))
                self.topics[made.id] = made
            case "remove" if chosen is not None and len(self.topics) > 1:
                writer.remove_topic(chosen.id)
                del self.topics[chosen.id]
            case "rehear":
                writer.rehear(step.a)
            case "stop" if chosen is not None:
                writer.stop_rehearing(chosen.id)


def bring(writer: Writer, step: Step, stored: int, asked: Sequence[Topic], at: int) -> int:
    """A page, an edit or a withdrawal of what is stored. Returns how many are stored then."""
    name = ("flux", "mare")[step.a % 2]
    more: dict[str, Any] = {}
    entries: list[Entry] = []
    if step.do == "page":
        entries = [
            entry(stored + n, text, asked, name, rating=float(n), teaser="orange" if n % 2 else "")
            for n, text in enumerate(step.texts)
        ]
    elif stored and step.do == "edit":
        number = step.a % stored
        more["edits"] = [entry(number, step.texts[0], asked, name)]
    elif stored:
        more["withdrawals"] = [Withdrawal("bluesky", f"at://{step.a % stored}")]
    writer.add_page(
        1 + step.a % 2, entries, cursor="", due_at=0, seen_at=NOON + at * MINUTE, asked=versions(asked), **more
    )
    return stored + len(entries)


def sources(writer: Writer) -> None:
    writer.set_note("people", PEOPLE)
    source(writer, "flux")
    source(writer, "mare")


@settings(max_examples=40, phases=(Phase.generate,))  # making a life shorter takes minutes
@given(st.lists(steps, min_size=10, max_size=30))
def test_that_the_past_is_as_if_it_had_been_heard_with_the_new_queries(told: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        life = Life(new_session(Path(folder), "heard-again.hubdesk"))
        writer = open_writer(life.path)
        try:
            sources(writer)
            life.topics = {topic.id: topic for topic in topics(writer, "Orange", "Sosh")}
            for at, step in enumerate(told):
                if step.do == "reopen":
                    writer.close()
                    writer = open_writer(life.path)
                life.play(writer, step, at)
                with open_reader(life.path) as reader:
                    assert reader.problems() == ()
            for topic in life.topics:
                writer.go_on_rehearing(topic)
            rehear(writer, 3)
        finally:
            writer.close()
        with open_reader(life.path) as reader:
            assert reader.rehearing() == ()
            assert reader.problems() == ()
        assert held(life.path) == held(as_if(Path(folder), life, told))


def as_if(folder: Path, life: Life, told: list[Step]) -> Path:
    """The same life of a session whose topics had their last queries from the start."""
    path = new_session(folder, "from-the-start.hubdesk")
    with open_writer(path) as writer:
        sources(writer)
        for number in range(1, max(life.topics) + 1):
            topic = writer.add_topic(Topic(0, "T", QUERIES[0]))
            assert topic.id == number
            wanted = life.topics.get(number)
            if wanted is None:
                writer.remove_topic(number)
                continue
            for version in range(2, wanted.version + 1):
                writer.change_topic(replace(topic, query=f"word{version}"))
            with looking(path) as connection, connection:
                connection.execute("UPDATE topic SET query = ? WHERE id = ?", (wanted.query, number))
        asked = tuple(life.topics.values())
        for at, step in enumerate(told):
            if at in life.brought:
                bring(writer, step, life.brought[at], asked, at)
    return path


# One at a time


def heard_texts(path: Path, topic: Topic) -> list[str]:
    with open_reader(path) as reader:
        assert reader.problems() == ()
        found = reader.latest(Scope((topic,), 0, NOON * 2), 99)
        assert reader.count(Scope((topic,), 0, NOON * 2)) == len(found)
    return sorted(heard.mention.text for heard in found)


def with_texts(folder: Path, *told: str, queries: Sequence[str] = ("orange",)) -> tuple[Path, Writer, list[Topic]]:
    """A session whose topics have these queries and heard what they hear of these texts, brought by "flux"."""
    path, writer = opened(folder)
    sources(writer)
    made = [writer.add_topic(Topic(0, query, query), at=NOON) for query in queries]
    entries = [entry(n, text, made) for n, text in enumerate(told)]
    covers = Span(NOON - HOUR, LATER)
    writer.add_page(1, entries, cursor="", due_at=0, seen_at=LATER, asked=versions(made), covers=covers)
    return path, writer, made


def test_that_nothing_is_to_be_heard_again_where_nothing_is_stored(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        writer.change_topic(replace(orange, query="sosh"))
        assert reader.rehearing() == ()
        assert writer.rehear() is None


def test_that_a_new_topic_hears_the_past_with_the_same_marks_as_live(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange en panne", "panne", "jus", queries=["orange"])
    with writer, open_reader(path) as reader:
        panne = writer.add_topic(Topic(0, "Panne", "panne"))
        assert reader.rehearing() == (Rehearing(panne.id, 1, 0, 3),)
        assert rehear(writer)[-1] == Rehearing(panne.id, 1, 3, 3)
        assert reader.rehearing() == ()
        first = reader.mention(1, LATER)
        assert first is not None
        assert first.matches == entry(0, "orange en panne", [orange, panne]).matches
        assert reader.shares(Scope((orange, panne), 0, NOON * 2)) == ((orange, 1), (panne, 2))
        assert reader.count(Scope((orange, panne), 0, NOON * 2)) == 2
    assert heard_texts(path, panne) == ["orange en panne", "panne"]


def test_that_a_changed_topic_drops_what_it_heard_no_more_and_names_its_new_version(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "orange jus", "sosh")
    with writer, open_reader(path) as reader:
        changed = writer.change_topic(replace(orange, query="(orange OR sosh) -jus"))
        rehear(writer)
        assert {match.version for heard in reader.latest(ALWAYS, 9) for match in heard.matches} == {2}
    assert heard_texts(path, changed) == ["orange", "sosh"]


def test_that_every_stretch_leaves_counts_that_agree_and_tells_how_far_it_is(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, *["orange sosh"] * 5, *["sosh"] * 5)
    with writer, open_reader(path) as reader:
        changed = writer.change_topic(replace(orange, query="sosh"))
        scope = Scope((changed,), NOON, LATER + MINUTE)
        told = []
        while (done := writer.rehear(2)) is not None:
            assert reader.problems() == ()
            assert reader.rehearing() == ((done,) if done.done < done.all else ())
            assert sum(count or 0 for _at, count in reader.volume(changed, scope, MINUTE)) == reader.count(scope)
            told.append((done.done, reader.count(scope)))
        assert told == [(2, 7), (4, 9), (6, 10), (8, 10), (10, 10)]


def test_that_the_source_that_brought_a_mention_and_its_people_are_asked_about(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "zéro", "un", "deux")
    with writer:
        writer.add_page(2, [entry(7, "sept")], cursor="", due_at=0, seen_at=LATER)
        flux = writer.add_topic(Topic(0, "F", "source:flux"))
        ours = writer.add_topic(Topic(0, "I", "is:insider"))
        rehear(writer)
        # An edit that another source brings is still a mention of the first.
        asked = (orange, flux, ours)
        edit = entry(1, "un, corrigé", asked, name="mare")
        assert flux.id not in {match.topic for match in edit.matches}
        writer.add_page(2, [], cursor="", due_at=0, seen_at=LATER + 1, edits=[edit], asked=versions(asked))
    assert heard_texts(path, flux) == ["deux", "un, corrigé", "zéro"]
    assert heard_texts(path, ours) == ["zéro"]


def test_that_what_was_taken_back_stays_counted_where_it_was(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "orange sosh", "sosh")
    with writer, open_reader(path) as reader:
        gone = [Withdrawal("bluesky", "at://0"), Withdrawal("bluesky", "at://2")]
        writer.add_page(1, [], cursor="", due_at=0, seen_at=LATER + 1, withdrawals=gone)
        writer.change_topic(replace(orange, query="sosh"))
        rehear(writer)
        assert [heard.id for heard in reader.latest(Scope((orange,), 0, NOON * 2), 9)] == [2, 1]
        assert reader.problems() == ()


def test_that_a_replay_before_an_edit_shows_who_hears_the_words_of_then(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "panne de fibre")
    with writer, open_reader(path) as reader:
        writer.add_page(1, [], cursor="", due_at=0, seen_at=LATER + 1, edits=[entry(0, "orange", [orange])])
        changed = writer.change_topic(replace(orange, query="fibre"))
        rehear(writer)
        before, after = reader.mention(1, LATER), reader.mention(1, LATER + 1)
        assert before is not None
        assert after is not None
        assert before.matches == entry(0, "panne de fibre", [changed]).matches != ()
        assert after.matches == ()


def test_that_an_edit_that_comes_with_the_queries_of_before_leaves_no_hole(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "panne")
    with writer:
        changed = writer.change_topic(replace(orange, query="sosh"))
        rehear(writer)
        edit, late = entry(1, "sosh en panne", [orange]), entry(2, "sosh", [orange])
        added = writer.add_page(1, [late], cursor="", due_at=0, seen_at=LATER + 1, edits=[edit], asked={orange.id: 1})
        assert added.new == 1
    assert heard_texts(path, changed) == ["sosh", "sosh en panne"]


def test_that_a_source_that_keeps_what_is_heard_keeps_what_the_topics_of_now_hear(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path)
    with writer, open_reader(path) as reader:
        picky = source(writer, "choisi", keep="matched")
        sosh = writer.add_topic(Topic(0, "Sosh", "sosh"))  # the collector has not heard of it yet
        page = [entry(n, text, [orange]) for n, text in enumerate(("orange", "sosh", "jus"))]
        assert writer.add_page(picky.id, page, cursor="", due_at=0, seen_at=LATER, asked={orange.id: 1}).new == 2
        assert reader.rehearing() == ()
    assert heard_texts(path, sosh) == ["sosh"]


def test_that_a_page_asked_by_a_topic_that_is_gone_leaves_nothing_of_it(tmp_path: Path) -> None:
    path, writer, (orange, sosh) = with_texts(tmp_path, queries=["orange", "sosh"])
    with writer, open_reader(path) as reader:
        writer.remove_topic(sosh.id)
        page = [entry(0, "orange sosh", [orange, sosh])]
        writer.add_page(1, page, cursor="", due_at=0, seen_at=LATER, asked=versions([orange, sosh]))
        assert [match.topic for match in reader.latest(ALWAYS, 9)[0].matches] == [orange.id]
        assert reader.problems() == ()


def test_that_sources_that_dropped_what_no_topic_heard_are_named(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange")
    with writer, open_reader(path) as reader:
        picky, quiet = source(writer, "choisi", keep="matched"), source(writer, "muet", keep="matched")
        add(writer, picky, [entry(5, "orange", [orange])], NOON + 10)
        assert reader.kept_only(orange.id) == ()
        writer.change_topic(replace(orange, query="sosh"), at=NOON + 20)
        add(writer, quiet, [], NOON + 30)
        assert reader.kept_only(orange.id) == ("choisi",)


def test_that_a_stopped_topic_waits_and_goes_on_where_it_was(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, *["sosh"] * 6)
    with writer, open_reader(path) as reader:
        changed = writer.change_topic(replace(orange, query="sosh"))
        writer.rehear(2)
        writer.stop_rehearing(changed.id)
        assert writer.rehear() is None
        assert reader.rehearing() == (Rehearing(changed.id, 2, 2, 6, stopped=True),)
        assert reader.count(Scope((changed,), 0, NOON * 2)) == 2
        writer.go_on_rehearing(changed.id)
        assert [one.done for one in rehear(writer, 2)] == [4, 6]
    assert len(heard_texts(path, changed)) == 6


def test_that_a_query_changed_twice_is_heard_from_the_start_with_the_last(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "sosh", "panne", "fibre")
    with writer, open_reader(path) as reader:
        second = writer.change_topic(replace(orange, query="sosh OR panne"))
        writer.rehear(2)
        writer.stop_rehearing(orange.id)
        third = writer.change_topic(replace(second, query="panne OR fibre"))
        assert reader.rehearing() == (Rehearing(third.id, 3, 0, 4),)
        rehear(writer, 1)
    assert heard_texts(path, third) == ["fibre", "panne"]


def test_that_a_topic_removed_meanwhile_is_forgotten(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "sosh", "panne")
    with writer, open_writer(path) as other, open_reader(path) as reader:
        writer.add_topic(Topic(0, "Panne", "panne"))
        writer.change_topic(replace(orange, query="sosh OR panne"))
        writer.rehear(1)
        for topic in reader.topics():
            other.remove_topic(topic.id)
        assert writer.rehear() is None
        assert reader.problems() == ()


def test_that_a_query_that_cannot_be_read_is_stopped_and_does_not_stop_the_others(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "sosh")
    with writer, open_reader(path) as reader:
        broken = writer.add_topic(Topic(0, "Faute", '"sosh'), at=NOON)
        sosh = writer.add_topic(Topic(0, "Sosh", "sosh"), at=NOON + 1)
        assert rehear(writer) == [Rehearing(broken.id, 1, 0, 2, stopped=True), Rehearing(sosh.id, 1, 2, 2)]
        page = [entry(5, "sosh et orange", [orange])]
        writer.add_page(1, page, cursor="", due_at=0, seen_at=LATER, asked={orange.id: 1})
        assert reader.rehearing() == (Rehearing(broken.id, 1, 0, 2, stopped=True),)
    assert heard_texts(path, sosh) == ["sosh", "sosh et orange"]


def test_that_what_another_writer_changes_between_asking_and_storing_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "sosh", "panne", "sosh fibre", "jus sosh")
    with writer, open_writer(path) as other:
        changed = writer.change_topic(replace(orange, query="sosh"))
        asked, meanwhile = (changed,), []

        def asking_takes_long(past: Past, most: int) -> object:
            answers = ask(past, most)
            if not meanwhile:
                # Without `asked`, as an import that knows of no topic: what it says is not trusted.
                edits = [entry(0, "plus rien"), entry(3, "sosh toujours", name="flux")]
                gone = [Withdrawal("bluesky", "at://2")]
                late = [entry(9, "sosh tard", asked)]
                other.add_page(1, late, cursor="", due_at=0, seen_at=LATER + 1, edits=edits, withdrawals=gone)
                meanwhile.append(True)
            return answers

        ask = Past.ask
        monkeypatch.setattr(Past, "ask", asking_takes_long)
        rehear(writer)
        with open_reader(path) as reader:
            assert reader.problems() == ()
            first = reader.mention(1, LATER)
            assert first is not None
            assert first.matches == entry(0, "sosh", [changed]).matches
    assert heard_texts(path, changed) == ["sosh tard", "sosh toujours"]


def test_that_what_is_stopped_while_it_is_asked_is_not_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "sosh", "sosh")
    with writer, open_writer(path) as other, open_reader(path) as reader:
        changed = writer.change_topic(replace(orange, query="sosh"))

        def stopped_meanwhile(past: Past, most: int) -> object:
            answers = ask(past, most)
            other.stop_rehearing(changed.id)
            return answers

        ask = Past.ask
        monkeypatch.setattr(Past, "ask", stopped_meanwhile)
        assert writer.rehear() is None
        assert reader.rehearing() == (Rehearing(changed.id, 2, 0, 2, stopped=True),)


def test_that_two_who_rehear_at_once_do_it_once(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, *["sosh"] * 9)
    with writer, open_writer(path) as other:
        changed = writer.change_topic(replace(orange, query="sosh"))
        done = 0
        for one in (writer, other, other, writer, writer, other):
            told = one.rehear(2)
            done = done if told is None else told.done
        assert done == 9
    assert len(heard_texts(path, changed)) == 9


def test_that_a_full_disk_leaves_the_stretch_for_later(tmp_path: Path) -> None:
    told = [f"sosh {n} " + "fibre " * 100 for n in range(300)]
    path, writer, (orange,) = with_texts(tmp_path, *told)
    with writer, open_reader(path) as reader:
        changed = writer.change_topic(replace(orange, query="sosh"))
        pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
        writer._connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreFullError):
            rehear(writer, 100)
        assert reader.problems() == ()
        writer._connection.execute("PRAGMA max_page_count=1000000")
        assert rehear(writer, 100)[-1].done == 300
        assert reader.problems() == ()
        assert reader.count(Scope((changed,), 0, NOON * 2)) == 300


def test_that_a_locked_session_is_a_clear_error_and_the_stretch_is_heard_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.01)
    path, first, (orange,) = with_texts(tmp_path, "sosh", "sosh")
    with first, open_writer(path) as second:
        changed = first.change_topic(replace(orange, query="sosh"))
        first._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            second.rehear()
        first._connection.execute("ROLLBACK")
        rehear(second)
    assert heard_texts(path, changed) == ["sosh", "sosh"]


def test_that_words_cut_by_another_hubdesk_do_not_hide_the_past(tmp_path: Path) -> None:
    path, writer, (orange,) = with_texts(tmp_path, "orange", "sosh")
    with writer:
        changed = writer.change_topic(replace(orange, query="sosh"))
        writer._connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
        writer._connection.execute("UPDATE meta SET value = 'cut otherwise' WHERE key = 'words'")
        rehear(writer)
        with open_reader(path) as reader:
            assert reader.count(Scope((changed,), 0, NOON * 2)) == 1
