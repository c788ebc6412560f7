"""What waits for an answer and where it leads: with its spread, and with the reason where nobody can say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from episode_fakes import START, crisis, seen, state, watched
from fakes import NOON, mention

from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Match, Scope, SourceRow, Span
from hubdesk.panels.crisis_forecast import MOST, Forecast, Pace, forecast_words, pace
from hubdesk.panels.crisis_note import note
from hubdesk.panels.crisis_picture import CrisisOptions, CrisisPicture, Room, read_crisis
from hubdesk.panels.crisis_words import answers_words, sayings
from hubdesk.store.session import open_reader, open_writer

ZONE = "Europe/Paris"
FULL_HOUR = NOON + 50 * MINUTE  # the outage of posts began an hour before
TOLD = Forecast(NOON, 100, Pace(20, 5.0), Pace(70, 12.0))


def room(path: Path, end: int = FULL_HOUR) -> tuple[Room, CrisisPicture]:
    with open_reader(path) as reader:
        made = read_crisis(reader, Scope((), NOON - HOUR, end), CrisisOptions())
    assert made.room is not None
    return made.room, made


def answered(folder: Path, replies: int, name: str = "answered") -> Path:
    """Orange's account is declared and replied so often, from noon on, every half minute."""
    path = watched(folder, crisis(), name)
    by = Author(handle="orange.example", id="did:orange")
    with open_writer(path) as writer:
        writer.set_note("channels", json.dumps([{"kind": "account", "account": "bluesky:orange.example"}]))
        told = [
            Entry(mention(f"Bonjour {n}", author=by, kind="reply", published_at=NOON + n * MINUTE // 2))
            for n in range(replies)
        ]
        told.append(Entry(mention("Orange vous parle", author=by, published_at=NOON), matches=(Match(1, 1),)))
        writer.add_page(1, told, cursor="", due_at=0, seen_at=NOON + 49 * MINUTE, covers=Span(NOON, FULL_HOUR))
    return path


def test_that_what_waits_is_what_arrived_less_what_was_answered(tmp_path: Path) -> None:
    shown, _made = room(answered(tmp_path, 12))
    told = shown.forecast
    assert told is not None
    assert shown.all == 61, "the brand's own post was heard"
    assert (told.waiting, told.at) == (60 - 12, FULL_HOUR)
    assert told.arrivals is not None
    assert told.answers is not None
    assert (told.arrivals.count, told.answers.count, told.grows) == (60, 12, 48)
    assert [one.figure for one in sayings(shown, ZONE)][2:4] == ["12", "48"]
    assert answers_words(shown, ZONE).startswith("48 mentions wait for an answer: an estimate")


def test_that_the_note_says_what_waits(tmp_path: Path) -> None:
    shown, made = room(answered(tmp_path, 12))
    assert "What waits: 48 mentions wait for an answer: an estimate" in note(shown, made)


def test_that_shares_and_articles_do_not_wait(tmp_path: Path) -> None:
    path = answered(tmp_path, 1)
    with open_writer(path) as writer:
        kinds, by_orange = ("repost", "article"), (Match(1, 1),)
        more = [Entry(mention("Orange", kind=kind, published_at=NOON), matches=by_orange) for kind in kinds]
        writer.add_page(1, more, cursor="", due_at=0, seen_at=NOON + 49 * MINUTE, covers=Span(NOON, FULL_HOUR))
    told = room(path)[0].forecast
    assert told is not None
    assert told.waiting == 60 - 1


def test_that_answers_of_an_account_that_nobody_hears_forecast_nothing(tmp_path: Path) -> None:
    shown, made = room(watched(tmp_path, crisis()))
    assert shown.forecast is None
    assert "no account of its own is declared" in answers_words(shown, ZONE)
    assert "What waits:" not in note(shown, made)


def test_that_what_is_over_has_no_forecast(tmp_path: Path) -> None:
    path = answered(tmp_path, 3)
    over = seen("crisis", 1, state(NOON + 70 * MINUTE, "over", severity=3, end=NOON + 70 * MINUTE))
    with open_writer(path) as writer:
        writer.keep_watch("minutes", NOON + 71 * MINUTE, "{}", over)
    with open_reader(path) as reader:
        made = read_crisis(reader, Scope((), NOON - HOUR, NOON + 2 * HOUR), CrisisOptions(2))
    assert made.room is not None
    assert made.room.forecast is None


def test_that_an_hour_with_a_gap_forecasts_nothing(tmp_path: Path) -> None:
    told = room(answered(tmp_path, 3), NOON + 3 * HOUR)[0].forecast
    assert told is not None
    assert (told.is_heard, told.grows) == (False, None)
    assert "a part of the last hour was not listened to" in forecast_words(told, ZONE)


@pytest.mark.parametrize(("brought", "down"), [(1, ("Forum",)), (0, ())])
def test_that_a_source_of_the_topic_that_is_down_is_named(tmp_path: Path, brought: int, down: tuple[str, ...]) -> None:
    path = answered(tmp_path, 3)
    with open_writer(path) as writer:
        forum = writer.add_source(SourceRow(0, "Forum", "feed", config={"url": "https://forum.example"}))
        posts = [Entry(mention("Orange", published_at=START - DAY), matches=(Match(1, 1),))] * brought
        writer.add_page(forum.id, posts, cursor="", due_at=0, seen_at=START - HOUR, covers=Span(START - DAY, START))
        writer.add_failure(forum.id, at=NOON, error="no answer", due_at=NOON)
    told = room(path)[0].forecast
    assert told is not None
    assert told.down == down
    assert (told.grows is None) == bool(down)
    assert ("is down (Forum)" in forecast_words(told, ZONE)) == bool(down)


def test_that_a_shrinking_backlog_is_cleared_between_an_earliest_and_a_latest() -> None:
    assert forecast_words(TOLD, ZONE).endswith(
        "In the last hour 20 arrived and 70 were answered. "
        "At this pace all are answered at 14:00 (between 13:35 and 14:42)."
    )
    slow = replace(TOLD, waiting=90, arrivals=Pace(20, 8.0), answers=Pace(31, 6.0))
    assert "at 20:10, not before 16:17; it may take more than two days." in forecast_words(slow, ZONE)
    endless = replace(TOLD, waiting=100_000)
    assert forecast_words(endless, ZONE).endswith("it takes more than two days until all are answered.")


def test_that_a_growing_backlog_says_how_fast_and_a_close_race_is_called_one() -> None:
    grows = replace(TOLD, arrivals=Pace(400, 30.0))
    assert forecast_words(grows, ZONE).endswith("At this pace 330 more wait each hour (±32): 430 at 13:00.")
    close = replace(TOLD, arrivals=Pace(65, 9.0))
    assert forecast_words(close, ZONE).endswith("Whether that grows or shrinks cannot be told: −5 an hour (±15).")
    nothing = replace(TOLD, waiting=0, arrivals=Pace(0, 2.0), answers=Pace(0, 2.0))
    assert forecast_words(nothing, ZONE).endswith("Nothing waits at present.")


def test_that_more_replies_than_are_read_forecast_nothing() -> None:
    assert f"more than {MOST} replies" in forecast_words(replace(TOLD, answers=None), ZONE)


def test_that_crowds_are_less_sure_than_chance() -> None:
    even, crowd = pace(60, [5] * 12), pace(60, [0] * 11 + [60])
    assert round(even.error, 1) == 15.3
    assert crowd.error > 5 * even.error
    assert pace(0, [0] * 12).error > 0, "none in an hour is no proof that none will come"
