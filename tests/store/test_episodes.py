"""Episodes as a session keeps them: states by instant, marks, the watch's memory, and minutes that never change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, opened, source, topics

from hubdesk.core import DAY, HOUR, MINUTE, EpisodeState, HubdeskError, MinuteCount, Scope, Span, Withdrawal
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_reader, open_writer


def seen(topic: int, at: int = NOON, phase: str = "rise", end: int | None = None, opened_at: int = NOON) -> Seen:
    told = {"told": [["{n} in 5 min, usual {usual}", {"n": 12, "usual": 1.5}]], "mentions": [3, 4]}
    return Seen("buzz", topic, opened_at, EpisodeState(at, phase, NOON - MINUTE, NOON, end, 1, "", told))


def test_that_an_episode_is_told_as_it_was_known(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        (orange, free) = topics(writer, "Orange", "Free")
        assert writer.keep_watch("rising", NOON, "{}", [seen(orange.id)]) == (1,)
        assert writer.keep_watch("rising", NOON + HOUR, "{}", [seen(orange.id, NOON + HOUR, "fade", NOON + HOUR)]) == (
            1,
        )
    with open_reader(path) as reader:
        (then,) = reader.episodes(Scope((), 0, NOON + MINUTE))
        (now,) = reader.episodes(ALWAYS)
        assert (then.now.phase, then.lasts) == ("rise", True)
        assert (now.now.phase, now.lasts, len(now.states)) == ("fade", False, 2)
        assert now.now.evidence == seen(orange.id).state.evidence
        assert reader.episodes(Scope((), 0, NOON - 1)) == ()
        assert reader.episodes(Scope((), NOON + DAY, NOON + 2 * DAY)) == ()
        assert reader.episodes(replace(ALWAYS, topics=(free,))) == ()
        assert reader.episodes(replace(ALWAYS, topics=(orange, free))) == (now,)


def test_that_a_watch_that_was_stopped_goes_on_and_opens_nothing_twice(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        assert writer.keep_watch("rising", NOON, '{"a": 1}', [seen(7)]) == (1,)
    with open_writer(path) as again, open_reader(path) as reader:
        assert reader.watched("rising") == (NOON, '{"a": 1}')
        assert reader.watched("outage") == (None, "")
        assert again.keep_watch("rising", NOON, '{"a": 1}', [seen(7), seen(8)]) == (1, 2)
        assert len(reader.episodes(ALWAYS)) == 2


def test_that_what_an_analyst_said_is_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        writer.keep_watch("rising", NOON, "", [seen(1)])
        mark = writer.mark_episode(1, "wrong", NOON + HOUR)
        assert reader.episodes(ALWAYS)[0].marks == (mark,)
        with pytest.raises(HubdeskError, match="choose among: acknowledged"):
            writer.mark_episode(1, "silly", NOON)
        with pytest.raises(HubdeskError, match="no episode 9"):
            writer.mark_episode(9, "wrong", NOON)
        assert writer.unmark_last([1])
        assert not writer.unmark_last([1])
        assert reader.episodes(ALWAYS)[0].marks == ()


def test_that_who_takes_a_mention_back_leaves_the_evidence(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        page = [entry(1, orange, author="zoe"), entry(2, orange, author="bob")]
        add(writer, source(writer), page)
        told = {
            "authors": [["@zoe", 4, 0.1], ["@bob", 2, 0.1]],
            "terms": [["panne", 2, 0.2], ["chez moi rue des Lilas", 1, 0.1]],
            "mentions": [2, 1],
            "shares": {"reposts": 0.5},
        }
        state = EpisodeState(NOON, "rise", NOON, evidence=told)
        writer.keep_watch("minutes", NOON, "", [Seen("buzz", orange.id, NOON, state)])
        writer.withdraw([Withdrawal("bluesky", "at://1")], NOON + HOUR)
        (episode,) = reader.episodes(ALWAYS)
        assert episode.now.evidence == told | {"authors": [["@bob", 2, 0.1]], "terms": [["panne", 2, 0.2]]}
        assert reader.problems() == ()
    assert b"zoe" not in path.read_bytes().lower()


def minute(number: int) -> int:
    return NOON + number * MINUTE


def test_that_a_minute_holds_the_fresh_mentions_that_became_known_in_it(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        orange, free = topics(writer, "Orange", "Free")
        flux = source(writer)
        add(writer, flux, [entry("vieux", orange, at=NOON - DAY, author="a")], NOON - HOUR)
        page = [
            entry(1, orange, at=NOON - MINUTE, author="a"),
            entry(2, orange, free, at=NOON + 1, author="b"),
            entry(3, orange, at=NOON - HOUR, author="c"),  # old news
        ]
        add(writer, flux, page, NOON + 2)
    with open_reader(path) as reader:
        found = reader.minutes(NOON, minute(1))
        assert found.counts == (
            MinuteCount(orange.id, NOON, 2, 2, 1, 2, 2, 1),
            MinuteCount(free.id, NOON, 1, 1, 1, 1, 1, 1),
        )


def test_that_voices_are_those_of_the_hour(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        flux, other = source(writer), source(writer, "autre")
        add(writer, flux, [entry("a", orange, at=NOON - DAY, author="a")], NOON - DAY)
        for number, at, author, where in (
            (1, 0, "a", flux),
            (2, 20, "b", other),
            (3, 59, "c", flux),
            (4, 80, "", flux),
        ):
            add(writer, where, [entry(number, orange, at=minute(at), author=author)], minute(at))
        told = {
            one.minute: (one.authors, one.new_authors, one.sources) for one in reader.minutes(NOON, minute(99)).counts
        }
        assert told == {NOON: (1, 0, 1), minute(20): (2, 1, 2), minute(59): (3, 2, 2), minute(80): (2, 2, 1)}
        late = reader.minutes(minute(59), minute(60)).counts[0]
        assert (late.authors, late.new_authors, late.sources) == told[minute(59)]


def test_that_a_minute_tells_the_same_after_what_came_later(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        flux = source(writer)
        add(writer, flux, [entry(1, orange, at=NOON)], NOON + 2)
        before = reader.minutes(minute(-5), minute(3))
        add(writer, flux, [entry(2, orange, at=NOON + 1)], minute(4))
        assert reader.minutes(minute(-5), minute(3)) == before
        assert len(reader.minutes(minute(-5), minute(5)).counts) == 2


def test_that_counted_minutes_stay_as_they_were_counted(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        add(writer, source(writer), [entry(1, orange, at=NOON)], NOON + 2)
        counted = reader.minutes(NOON, minute(1))
        writer.keep_watch("minutes", minute(1), "", (), counted)
        writer.correct(1, "tone", "positive", minute(2))
        assert reader.minutes(NOON, minute(1)) == counted
        (was,), (now,) = counted.counts, reader.minutes(NOON, minute(1), again=True).counts
        assert (was.negative, now.negative) == (1, 0)


def test_that_minutes_nobody_listened_to_are_unheard_and_so_are_the_two_after(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer, every=MINUTE)
        for number in (0, 1, 2, 3, 4, 10, 11, 12, 13, 14):
            add(writer, flux, [], minute(number) + 1, covers=Span(minute(number) - MINUTE, minute(number)))
        found = reader.minutes(minute(2), minute(14))
        # Two intervals long a word is not overdue; then silence; then what is caught up on arrives at once.
        assert found.unheard == tuple(minute(number) for number in (7, 8, 9, 10, 11))
        writer.keep_watch("minutes", minute(14), "", (), found)
        assert reader.minutes(minute(2), minute(14)) == found


def test_that_a_session_that_never_listened_was_not_heard(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        assert len(reader.minutes(NOON, minute(3)).unheard) == 3
        assert reader.minutes(minute(3), NOON).counts == ()


def test_that_the_last_word_on_an_episode_is_taken_back_and_no_other(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        writer.keep_watch("rising", NOON, "", [seen(1), seen(2), seen(3)])
        first = writer.mark_episode(1, "acknowledged", NOON)
        writer.mark_episode(2, "wrong", NOON)
        other = writer.mark_episode(3, "wrong", NOON)
        assert writer.unmark_last((1, 2))
        marks = [mark for one in reader.episodes(ALWAYS) for mark in one.marks]
        assert sorted(mark.id for mark in marks) == [first.id, other.id]
        assert not writer.unmark_last((2,))


def test_that_what_lasted_in_a_scope_is_told_by_its_last_known_state(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        writer.keep_watch("rising", NOON, "", [seen(1), seen(1, NOON + DAY, "over", NOON + HOUR)])
        later = Scope((), NOON + 2 * HOUR, NOON + 3 * HOUR)
        assert len(reader.episodes(later)) == 1, "it was not known to be over"
        assert reader.episodes(replace(later, known_by=NOON + DAY)) == ()
        assert len(reader.episodes(replace(later, start=NOON + HOUR, known_by=NOON + DAY))[0].states) == 2
