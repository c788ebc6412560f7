"""The collector's loop: asks when due, stores with the cursor, tells what failed, ends what it started."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from hubdesk.collector import loop
from hubdesk.collector.loop import Attempt, Collector
from hubdesk.core import DAY, HOUR, MINUTE, Author, Mention, Millis, Scope, SourceRow, Span, Terms, Topic, Withdrawal
from hubdesk.core.readings import Effect, OwnWord
from hubdesk.sources.source import Page, SourceError, SourceOffError, Wish
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.store.writer import StoreFullError, Writer

START = 1_800_000_000_000


def mention(n: int, text: str = "Panne Orange à Lille", at: Millis = START) -> Mention:
    return Mention("test", f"id-{n}", text, at, author=Author("marie", id="did:marie"))


@dataclass
class Scripted:
    """Plays what it was given: a page is yielded, an exception raised, a number waited, anything else called."""

    steps: list[Page | Exception | float | Callable[[], None]]
    every: Millis = 60_000
    kind: str = "test"
    terms: Terms = field(default_factory=Terms)
    keep: str = "all"
    wishes: list[Wish] = field(default_factory=list)
    ended: int = 0

    async def pages(self, http: Any, wish: Wish) -> AsyncIterator[Page]:
        self.wishes.append(wish)
        try:
            for step in self.steps:
                if isinstance(step, Page):
                    yield step
                elif isinstance(step, Exception):
                    raise step
                elif callable(step):
                    step()
                else:
                    await asyncio.sleep(step)
        finally:
            self.ended += 1


class Desk:
    """A session, a collector on it, and a clock that a test moves."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.now, self.told = path, START + 1000, list[Attempt]()
        self.seconds = 1000.0
        self.sources: dict[str, Scripted] = {}
        monkeypatch.setattr(loop, "make_source", lambda kind, config: self.sources[str(config["name"])])
        monkeypatch.setattr(loop, "LOOK_SECONDS", 0.01)
        create(path, NewSession(title="Essai"))
        self.writer: Writer = open_writer(path)
        self.reader: Reader = open_reader(path)
        self.orange = self.writer.add_topic(Topic(0, "Orange", "orange", "own", "#ff7900"))

    def add(self, source: Scripted, name: str = "Forum", keep: str = "all") -> SourceRow:
        self.sources[name] = source
        return self.writer.add_source(SourceRow(0, name, "test", {"name": name}, source.terms, source.every, keep=keep))

    def collector(self) -> Collector:
        return Collector(
            self.reader,
            self.writer,
            None,  # type: ignore[arg-type]  # no source here asks for it
            lambda: self.now,
            self.told.append,
            lambda: self.seconds,
        )

    def once(self) -> None:
        asyncio.run(self.collector().once())

    def until(self, done: Callable[[], bool]) -> None:
        async def run() -> None:
            task = asyncio.create_task(self.collector().run())
            try:
                async with asyncio.timeout(60):
                    while not done():
                        await asyncio.sleep(0.01)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

        asyncio.run(run())

    def row(self, name: str = "Forum") -> SourceRow:
        return next(row for row in self.reader.sources() if row.name == name)

    def texts(self) -> list[str]:
        return [heard.mention.text for heard in self.reader.latest(Scope((), 0, self.now + 10**9), 1000)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(tmp_path / "essai.hubdesk", monkeypatch)
    yield made
    made.reader.close()
    made.writer.close()


def test_that_a_page_asked_twice_is_stored_once(desk: Desk) -> None:
    desk.add(Scripted([Page((mention(1), mention(2)), cursor="7")]))
    desk.once()
    desk.once()
    assert len(desk.texts()) == 2
    assert [attempt.new for attempt in desk.told] == [2, 0]


def test_that_a_source_goes_on_from_its_cursor(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="7")])
    desk.add(source)
    desk.once()
    desk.once()
    assert [wish.cursor for wish in source.wishes] == ["", "7"]


def test_that_a_source_that_is_not_due_is_left_alone(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="7")])
    desk.add(source)
    desk.until(lambda: bool(desk.told))
    desk.until(lambda: True)
    assert len(source.wishes) == 1
    desk.now += 2 * source.every
    desk.until(lambda: len(source.wishes) == 2)


def test_that_asking_now_does_not_wait_for_the_due_time(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="7")])
    row = desk.add(source)
    desk.until(lambda: bool(desk.told))
    desk.writer.ask_now(row.id)
    desk.until(lambda: len(source.wishes) == 2)


def test_that_a_failure_is_told_stored_and_retried_later(desk: Desk) -> None:
    desk.add(Scripted([SourceError("forum.example answered 503")]))
    desk.once()
    row = desk.row()
    assert (row.failures, row.last_error, row.enabled) == (1, "forum.example answered 503", True)
    assert row.due_at > desk.now
    assert (desk.told[0].state, desk.told[0].error) == ("failed", "forum.example answered 503")


def test_that_a_server_that_asks_to_wait_is_left_in_peace(desk: Desk) -> None:
    desk.add(Scripted([SourceError("429", wait=600_000)]))
    desk.once()
    assert desk.row().due_at >= desk.now + 600_000


def test_that_a_source_refused_for_good_is_switched_off_saying_why(desk: Desk) -> None:
    desk.add(Scripted([SourceOffError("410: this feed is gone")]))
    desk.once()
    row = desk.row()
    assert (row.enabled, row.off_reason) == (False, "410: this feed is gone")
    assert desk.told[0].state == "off"


def test_that_an_unforeseen_error_ends_one_attempt_and_not_the_others(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.add(Scripted([KeyError("id")]), "Broken")
    desk.add(Scripted([Page((mention(1),))]), "Sound")
    desk.once()
    assert len(desk.texts()) == 1
    assert "KeyError" in desk.row("Broken").last_error
    assert "Traceback" in caplog.text


def test_that_half_a_poll_covers_nothing_and_loses_nothing(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="1", reaches_back_to=START - 1000), SourceError("cut off")])
    desk.add(source)
    desk.once()
    assert len(desk.texts()) == 1
    assert desk.row().cursor == "1"
    assert desk.reader.coverage(Scope((), START - 1000, desk.now)).sources[0].listened == ()
    source.steps = [Page((mention(2),), cursor="2", reaches_back_to=START)]
    desk.once()
    assert source.wishes[1].cursor == "1"
    assert len(desk.texts()) == 2


def test_that_a_whole_poll_covers_what_it_reached(desk: Desk) -> None:
    desk.add(Scripted([Page((mention(1),), cursor="1", reaches_back_to=START - 500)]))
    desk.once()
    coverage = desk.reader.coverage(Scope((), START - 10_000, desk.now + 1))
    assert coverage.sources[0].listened == (Span(START - 500, desk.now),)


def test_that_a_stream_is_stored_as_it_comes_and_ended_with_the_collector(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="1"), Page(cursor="2"), 3600.0], every=0)
    desk.add(source)
    desk.until(lambda: desk.row().cursor == "2")
    assert source.ended == 1
    assert len(desk.texts()) == 1


def test_that_only_what_a_topic_heard_is_kept_from_a_firehose(desk: Desk) -> None:
    desk.add(Scripted([Page((mention(1), mention(2, "rien à voir")))]), keep="matched")
    desk.once()
    assert desk.texts() == ["Panne Orange à Lille"]


def test_that_edits_and_withdrawals_follow(desk: Desk) -> None:
    source = Scripted([Page((mention(1), mention(2)), cursor="1")])
    desk.add(source)
    desk.once()
    source.steps = [
        Page(
            cursor="2", edits=(mention(1, "Panne Orange à Lille, corrigé"),), withdrawals=(Withdrawal("test", "id-2"),)
        )
    ]
    desk.now += 1000
    desk.once()
    assert sorted(desk.texts()) == ["", "Panne Orange à Lille, corrigé"]
    assert desk.reader.count(Scope((desk.orange,), 0, desk.now)) == 2


def test_that_switching_a_source_off_ends_its_stream(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="1"), 3600.0], every=0)
    row = desk.add(source)

    def ended() -> bool:
        if desk.row().cursor == "1" and desk.row().enabled:
            desk.writer.set_enabled(row.id, False, "switched off")
        return source.ended == 1

    desk.until(ended)
    assert desk.row().off_reason == "switched off"


def test_that_a_changed_topic_is_heard_at_once(desk: Desk) -> None:
    source = Scripted([Page((mention(1, "la fibre SFR"),), cursor="1")])
    desk.add(source)
    sfr = desk.writer.add_topic(Topic(0, "SFR", "sfr"))
    desk.once()
    assert desk.reader.count(Scope((sfr,), 0, desk.now)) == 1


def test_that_a_topic_that_changes_while_a_page_is_on_its_way_hears_that_page(desk: Desk) -> None:
    """The page was asked by the topics of before: its firehose keeps what those of now hear."""
    added: list[Topic] = []

    def another_topic() -> None:
        added.append(desk.writer.add_topic(Topic(0, "SFR", "sfr")))
        desk.writer.change_topic(replace(desk.orange, query="jus"))

    texts = ("la fibre SFR", "Orange", "un jus", "rien")
    page = Page(tuple(mention(n, text) for n, text in enumerate(texts)))
    desk.add(Scripted([another_topic, page]), keep="matched")
    desk.once()
    assert sorted(desk.texts()) == ["la fibre SFR", "un jus"]
    assert desk.reader.shares(Scope((added[0], desk.orange), 0, desk.now)) == ((added[0], 1), (desk.orange, 1))
    assert desk.reader.rehearing() == ()
    assert desk.reader.problems() == ()


def test_that_topics_may_ask_about_the_source_and_the_watched_people(desk: Desk) -> None:
    desk.writer.set_note("people", '[{"name": "Marie", "role": "insider", "accounts": ["test:marie"]}]')
    asking = [desk.writer.add_topic(Topic(0, query, query)) for query in ("source:Forum", "is:insider", "person:Marie")]
    desk.add(Scripted([Page((mention(1, "rien à voir"),))]))
    desk.once()
    assert [count for _topic, count in desk.reader.shares(Scope(tuple(asking), 0, desk.now))] == [1, 1, 1]


def test_that_a_query_that_cannot_be_read_does_not_stop_the_others(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.writer.add_topic(Topic(0, "Faute", '"orange'))
    desk.add(Scripted([Page((mention(1),))]))
    desk.once()
    assert desk.reader.count(Scope((desk.orange,), 0, desk.now)) == 1
    assert "the query of Faute cannot be read" in caplog.text


def test_that_an_empty_answer_still_counts_as_listening(desk: Desk) -> None:
    desk.add(Scripted([]))
    desk.once()
    assert desk.row().last_success_at == desk.now
    assert replace(desk.row(), id=0).failures == 0


def test_that_a_stream_tells_that_it_is_connected_and_one_that_is_not_is_told_as_well(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "ONCE_STREAM_SECONDS", 0.05)
    desk.add(Scripted([Page(), 3600.0], every=0), "Quiet")
    desk.add(Scripted([3600.0], every=0), "Deaf")
    desk.once()
    assert {attempt.source: attempt.state for attempt in desk.told} == {"Quiet": "listening", "Deaf": "failed"}
    assert desk.row("Deaf").failures == 1


def test_that_the_hours_a_machine_slept_are_not_called_listened(desk: Desk) -> None:
    def sleep() -> None:
        desk.now += 8 * HOUR

    source = Scripted([Page(), sleep, Page((mention(1),), cursor="9"), 3600.0], every=0)
    desk.add(source)
    asleep_at = desk.now
    desk.until(lambda: desk.row().failures == 1)
    assert "leapt" in desk.row().last_error
    assert (desk.row().cursor, len(desk.texts())) == ("9", 1)  # what had come before it fell asleep is kept
    (one,) = desk.reader.coverage(Scope((), asleep_at - 1000, desk.now)).sources
    assert all(span.end <= asleep_at + MINUTE for span in one.listened)


def test_that_a_slow_clock_s_correction_is_no_leap(desk: Desk) -> None:
    def correct() -> None:
        desk.now += 5_000

    desk.add(Scripted([Page(), correct, Page(cursor="9"), 3600.0], every=0))
    desk.until(lambda: desk.row().cursor == "9")
    assert desk.row().failures == 0


def test_that_a_note_is_told_once_and_shown_in_coverage(desk: Desk) -> None:
    desk.add(Scripted([Page((mention(1),), note="The feed has moved"), Page()]))

    def twice() -> bool:
        desk.now += 30_000
        return len(desk.told) == 2

    desk.until(twice)
    assert [attempt.note for attempt in desk.told] == ["The feed has moved", ""]
    assert desk.reader.coverage(Scope((), 0, desk.now)).sources[0].note == "The feed has moved"


def test_that_a_full_disk_keeps_a_failing_source_from_being_asked_without_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise StoreFullError("the disk is full")

    monkeypatch.setattr(desk.writer, "add_page", full)
    monkeypatch.setattr(desk.writer, "add_failure", full)
    failing, storing = Scripted([SourceError("503")]), Scripted([Page((mention(1),))])
    desk.add(failing, "Failing")
    desk.add(storing, "Storing")
    looks = iter(range(20))
    desk.until(lambda: len(desk.told) >= 2 and next(looks, None) is None)
    assert len(failing.wishes) == len(storing.wishes) == 1
    assert desk.row("Storing").failures == 0  # the network did what it should
    monkeypatch.undo()
    monkeypatch.setattr(loop, "make_source", lambda kind, config: desk.sources[str(config["name"])])
    desk.seconds += 60
    desk.until(lambda: len(desk.texts()) == 1)


def test_that_what_a_network_lets_us_keep_no_longer_goes_and_does_not_come_back(desk: Desk) -> None:
    source = Scripted([Page((mention(1),), cursor="1")], terms=Terms(keep_days=30))
    desk.add(source)
    desk.once()
    desk.now += 29 * DAY
    desk.once()
    assert desk.texts() == ["Panne Orange à Lille"]
    desk.now += 2 * DAY
    desk.once()
    assert desk.texts() == [""]
    assert desk.reader.count(Scope((desk.orange,), 0, desk.now)) == 1


def test_that_a_collector_that_runs_for_weeks_puts_its_session_in_order(desk: Desk) -> None:
    source = Scripted([Page((mention(1),)), Page(withdrawals=(Withdrawal("test", "id-1"),))])
    desk.add(source)
    tidied: list[float] = []
    desk.writer.tidy = lambda: tidied.append(desk.seconds)  # type: ignore[method-assign]

    def wait() -> bool:
        desk.seconds += 600
        return len(tidied) == 2

    desk.until(wait)
    assert 3600 <= tidied[1] - tidied[0] <= 4800


def test_that_own_words_watched_people_and_a_source_s_region_are_heeded_while_collecting(desk: Desk) -> None:
    desk.writer.set_note("people", '[{"name": "Xavier Niel", "role": "fondateur de Free"}]')
    said = "Xavier Niel et sa panne Orange"

    def speak() -> None:
        desk.writer.change_own_words([OwnWord("xavier niel", Effect.TONE, "neutral")], at=desk.now)

    pages = [Page((mention(1, said),), "1"), speak, 0.2, Page((mention(2, said),), "2")]
    row = desk.add(Scripted(pages, every=0))
    desk.writer.change_source(replace(row, config={**row.config, "region": "Bretagne"}))
    desk.until(lambda: len(desk.texts()) == 2)
    before, after = (desk.reader.mention(id_, desk.now) for id_ in (1, 2))
    assert before is not None
    assert after is not None
    rules = [{(one.reading, one.rule) for one in heard.notes.evidence} for heard in (before, after)]
    assert {("person", "full name"), ("place", "source-alone")} <= rules[0] & rules[1]
    assert ("tone", "own word") not in rules[0]
    assert ("tone", "own word") in rules[1]
    assert after.notes.tone == "neutral"
