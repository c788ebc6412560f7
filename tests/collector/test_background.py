"""Reading in the background: newest first, behind but never in the way, and taught by the analyst's corrections."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hubdesk.collector import background
from hubdesk.collector.background import (
    AT_ONCE,
    IDLE_SECONDS,
    REST_SECONDS,
    Background,
    BackgroundThread,
    ReadingOffError,
)
from hubdesk.core import HOUR, Entry, Heard, HubdeskError, Mention, Notes, Scope, Topic, Withdrawal
from hubdesk.store.errors import StoreBusyError
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.writer import Writer
from tests.fakes import NOON, entry, mention, session

ALL = Scope((), 0, NOON * 2)


class FakeJudge:
    """Everything is neutral to it, but for texts like those it was told about: the same first word."""

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.read: list[int] = []
        self.taught: dict[str, str] = {}
        self.fails: HubdeskError | None = None
        self.breaks_on = ""

    def notes(self, heard: Sequence[Heard]) -> list[Notes]:
        if self.fails is not None:
            raise self.fails
        if self.breaks_on and any(self.breaks_on in one.mention.text for one in heard):
            raise ValueError("nobody foresaw this")
        self.read += [one.id for one in heard]
        return [
            Notes(tone=self.taught.get(first_word(one.mention), "neutral"), versions=(("encoder", self.version),))
            for one in heard
        ]

    def know(self, topics: Sequence[Topic]) -> None:
        self.topics = [topic.name for topic in topics]

    def learn(self, told: Sequence[tuple[Mention, str]]) -> None:
        if self.fails is not None:
            raise self.fails
        self.taught = {first_word(one): tone for one, tone in told}


def first_word(one: Mention) -> str:
    return one.text.split()[0]


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@contextlib.contextmanager
def working(folder: Path, texts: Sequence[str]) -> Iterator[tuple[Background, FakeJudge, Clock, Writer, Reader]]:
    """The background at work on a session with these texts, and another writer: the collector, or the desk."""
    path = session(folder, texts)
    judge, clock = FakeJudge(), Clock()
    with open_writer(path) as own, open_reader(path) as reader, open_writer(path) as other:
        yield Background(reader, own, judge, clock), judge, clock, other, reader


def until_idle(work: Background) -> int:
    steps = 0
    while work.step():
        steps += 1
        assert steps < 500
    return steps


def arrive(writer: Writer, *texts: str, edits: Sequence[Entry] = ()) -> None:
    seen_at = NOON + 2 * HOUR
    writer.add_page(1, [entry(text) for text in texts], cursor="", due_at=0, seen_at=seen_at, edits=edits)


def tones(reader: Reader) -> dict[int, str]:
    return {one.id: one.notes.tone for one in reader.latest(ALL, 99)}


def test_that_everything_is_read_newest_first_and_then_nothing_is_to_be_done(tmp_path: Path) -> None:
    with working(tmp_path, [f"texte {n}" for n in range(40)]) as (work, judge, _clock, _other, reader):
        assert reader.left(ALL, ("encoder",))[0] == 40
        until_idle(work)
        assert judge.read == list(range(40, 0, -1))
        assert set(tones(reader).values()) == {"neutral"}
        assert reader.left(ALL, ("encoder",))[0] == 0
        assert not work.step()


def test_that_what_arrives_meanwhile_is_read_before_what_is_older(tmp_path: Path) -> None:
    with working(tmp_path, [f"texte {n}" for n in range(3 * AT_ONCE)]) as (work, judge, _clock, other, _reader):
        work.step()
        arrive(other, "tout neuf", "plus neuf encore")
        work.step()
        assert judge.read[AT_ONCE : AT_ONCE + 3] == [3 * AT_ONCE + 2, 3 * AT_ONCE + 1, 2 * AT_ONCE]


def test_that_edited_words_are_read_again_within_a_minute(tmp_path: Path) -> None:
    with working(tmp_path, ["texte un", "texte deux"]) as (work, judge, clock, other, reader):
        until_idle(work)
        (first,) = reader.mentions([1])
        arrive(other, edits=[Entry(mention("autre chose", native_id=first.mention.native_id))])
        assert tones(reader)[1] == ""
        until_idle(work)
        assert judge.read == [2, 1]
        clock.seconds = background.RESCAN_SECONDS
        until_idle(work)
        assert judge.read == [2, 1, 1]
        assert tones(reader)[1] == "neutral"


def test_that_what_was_taken_back_is_not_read(tmp_path: Path) -> None:
    with working(tmp_path, ["texte un", "texte deux"]) as (work, judge, _clock, other, reader):
        (first,) = reader.mentions([1])
        other.withdraw([Withdrawal("bluesky", first.mention.native_id)], NOON + HOUR)
        until_idle(work)
        assert judge.read == [2]


def test_that_a_correction_changes_the_answer_on_a_similar_post_and_its_undoing_changes_it_back(tmp_path: Path) -> None:
    with working(tmp_path, ["bravo encore", "merci à tous", "bravo les gars"]) as (work, judge, clock, other, reader):
        until_idle(work)
        kept = other.correct(1, "tone", "negative", NOON + HOUR)
        until_idle(work)
        assert judge.taught == {}  # she may be correcting still
        clock.seconds = background.SETTLED_SECONDS
        until_idle(work)
        assert judge.taught == {"bravo": "negative"}
        assert tones(reader) == {1: "negative", 2: "neutral", 3: "negative"}
        other.undo_correction(kept.id)
        until_idle(work)
        clock.seconds *= 2
        until_idle(work)
        assert judge.taught == {}
        assert set(tones(reader).values()) == {"neutral"}


def test_that_corrections_in_a_row_are_learnt_once_she_has_settled(tmp_path: Path) -> None:
    with working(tmp_path, ["un a", "deux a", "trois a"]) as (work, judge, clock, other, _reader):
        until_idle(work)
        for id_, seconds in ((1, 1.0), (2, 3.0), (3, 5.0)):
            clock.seconds = seconds
            other.correct(id_, "tone", "positive", NOON)
            until_idle(work)
            assert judge.taught == {}
        clock.seconds = 5.0 + background.SETTLED_SECONDS
        until_idle(work)
        assert len(judge.taught) == 3


def test_that_what_she_said_before_the_start_is_learnt_at_once_but_not_of_other_words_or_unknown_tones(
    tmp_path: Path,
) -> None:
    with working(tmp_path, ["un a", "deux a", "trois a", "quatre a"]) as (work, judge, _clock, other, reader):
        for id_, tone in ((1, "negative"), (2, "unknown"), (3, "positive"), (4, "positive")):
            other.correct(id_, "tone", tone, NOON + HOUR)
        (third, fourth) = reader.mentions([3, 4])
        arrive(other, edits=[Entry(mention("autre chose", native_id=third.mention.native_id))])
        other.withdraw([Withdrawal("bluesky", fourth.mention.native_id)], NOON + HOUR)
        until_idle(work)
        assert judge.taught == {"un": "negative"}


def test_that_a_missing_model_is_told_once_and_taken_back_when_it_is_there(tmp_path: Path) -> None:
    with working(tmp_path, ["texte un"]) as (work, judge, _clock, other, reader):
        judge.fails = HubdeskError("encoder.onnx is missing: install Hubdesk again")
        with pytest.raises(ReadingOffError):
            work.step()
        assert reader.readers_off() == {"encoder": "encoder.onnx is missing: install Hubdesk again"}
        arrive(other, "les mentions arrivent")  # all else goes on
        judge.fails = None
        until_idle(Background(reader, other, judge, Clock()))
        assert reader.readers_off() == {}


@pytest.mark.parametrize("note", ["", "{", "[]", '{"tone": 1}', "[" * 100_000])
def test_that_a_strangers_note_about_readers_says_nothing(tmp_path: Path, note: str) -> None:
    with working(tmp_path, []) as (_work, _judge, _clock, other, reader):
        other.set_note("readers", note)
        assert reader.readers_off() == {}


def test_that_a_text_that_breaks_the_judge_keeps_no_other_waiting_and_is_not_tried_for_ever(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with working(tmp_path, ["texte un", "le piège", "texte trois"]) as (work, judge, clock, other, reader):
        judge.breaks_on = "piège"
        until_idle(work)
        assert tones(reader) == {1: "neutral", 2: "", 3: "neutral"}
        assert reader.left(ALL, ("encoder",))[0] == 1
        clock.seconds = background.RESCAN_SECONDS
        arrive(other, "encore")
        until_idle(work)
        assert judge.read == [3, 1, 4]
    assert "could not be read" in caplog.text


def test_that_what_could_not_be_stored_is_read_later(tmp_path: Path) -> None:
    with working(tmp_path, ["texte un", "texte deux"]) as (work, _judge, _clock, other, reader):
        work._writer._connection.execute("PRAGMA busy_timeout=0")
        other._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            until_idle(work)
        other._connection.execute("ROLLBACK")
        until_idle(work)
        assert set(tones(reader).values()) == {"neutral"}


def test_that_the_thread_reads_until_it_is_told_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = session(tmp_path, [f"texte {n}" for n in range(20)])
    judge = FakeJudge()
    thread = BackgroundThread(path, lambda: judge)
    is_idle = background.threading.Event()
    work = BackgroundThread._work

    def watched(self: BackgroundThread, one: Background) -> float:
        wait = work(self, one)
        if wait == IDLE_SECONDS:
            is_idle.set()
        return wait

    monkeypatch.setattr(BackgroundThread, "_work", watched)
    thread.start()
    assert is_idle.wait(60)
    thread.stop()
    assert len(judge.read) == 20


def test_that_a_thread_without_a_judge_or_with_one_that_is_off_ends_by_itself(tmp_path: Path) -> None:
    path = session(tmp_path, ["texte un"])
    broken = FakeJudge()
    broken.fails = HubdeskError("the model is damaged")
    for judge in (None, broken):
        thread = BackgroundThread(path, lambda judge=judge: judge)
        thread.start()
        thread._thread.join(60)
        assert not thread._thread.is_alive()
        thread.stop()
    with open_reader(path) as reader:
        assert reader.readers_off() == {"encoder": "the model is damaged"}


def test_that_a_patient_thread_loads_nothing_before_it_is_told_to_begin(tmp_path: Path) -> None:
    path = session(tmp_path, ["texte un"])
    made: list[bool] = []

    def judge() -> None:
        made.append(thread._may_begin.is_set())

    thread = BackgroundThread(path, judge, patience=600)
    thread.start()
    thread.begin()
    thread._thread.join(60)
    assert made == [True]
    waiting = BackgroundThread(path, judge, patience=600)
    waiting.start()
    waiting.stop()
    assert made == [True]


def test_that_a_busy_session_gives_the_thread_a_rest(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Busy:
        def step(self) -> bool:
            raise StoreBusyError("busy")

    thread = BackgroundThread(tmp_path / "none", lambda: None)
    assert thread._work(Busy()) == REST_SECONDS  # type: ignore[arg-type]
    assert "busy" in caplog.text
