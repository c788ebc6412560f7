"""Accounts that act together while a buzz lasts: told once with their chance, and alike however it is watched."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hubdesk.collector.backtest import backtest
from hubdesk.core import (
    HOUR,
    MINUTE,
    SECOND,
    Author,
    Entry,
    Episode,
    EpisodeKind,
    Kind,
    Person,
    Scope,
    Topic,
    Withdrawal,
)
from hubdesk.store.session import open_reader, open_writer
from hubdesk.told import Told
from tests.fakes import entry
from tests.watch_fakes import END, SURGE, chatter, heard_session, known, known_in, surge, watch_until


def act(who: int, thing: int, at: int, topics: Sequence[Topic]) -> Entry:
    author = Author(f"Pousse{who}.example", f"Pousse {who}", f"did:plc:pousse{who}")
    return entry(
        f"« la panne {thing} »",
        topics,
        published_at=at,
        author=author,
        kind=Kind.REPOST,
        parent_id=f"at://root/{thing}",
    )


def pushed(accounts: int) -> Callable[[Sequence[Topic]], list[Entry]]:
    """A surge, so many accounts that repost the same four posts within half a minute, and others who repost one."""

    def entries(topics: Sequence[Topic]) -> list[Entry]:
        made = [*chatter(topics, 7), *surge(topics, mentions=150, length=2 * HOUR)]
        chance = random.Random(3)
        for thing in range(4):
            at = SURGE + 20 * MINUTE + thing * 9 * MINUTE
            made += [act(who, thing, at + who * 5 * SECOND, topics) for who in range(accounts)]
            moments = [chance.randrange(90 * MINUTE) for _n in range(12)]
            made += [act(100 + 20 * thing + n, thing, at + moment, topics) for n, moment in enumerate(moments)]
        return made

    return entries


def rings(path: Path) -> list[Episode]:
    with open_reader(path) as reader:
        return [one for one in reader.episodes(Scope((), 0, END)) if one.kind == EpisodeKind.AMPLIFICATION]


def of_ring(one: Episode) -> dict[str, Any]:
    told = one.states[0].evidence["rings"]
    assert isinstance(told, list)
    return dict(told[0])


def test_that_accounts_that_act_together_are_told_with_their_chance(tmp_path: Path) -> None:
    path = heard_session(tmp_path, pushed(5))
    watch_until(path)
    (told,) = rings(path)
    assert told.opened_at % HOUR == 0
    assert SURGE < told.opened_at <= SURGE + 2 * HOUR
    ring = of_ring(told)
    assert ring["accounts"] == [f"bluesky:pousse{n}.example" for n in range(5)]
    assert ring["insiders"] == []
    assert 0.0 < ring["chance"] <= 0.01
    assert ring["things"] == 4
    assert len(ring["mentions"]) == 20
    sentences = [Told.read(one) for one in told.states[0].evidence["told"]]  # type: ignore[attr-defined]
    said = " ".join(one.said() for one in sentences if one is not None)
    assert "act together" in said
    assert "fake" not in said
    assert told.now.end is not None


def test_that_two_accounts_are_no_ring(tmp_path: Path) -> None:
    path = heard_session(tmp_path, pushed(2))
    watch_until(path)
    assert rings(path) == []


def test_that_nobody_is_looked_at_where_nothing_is_up(tmp_path: Path) -> None:
    path = heard_session(
        tmp_path, lambda topics: [one for one in pushed(5)(topics) if "panne à" not in one.mention.text]
    )
    watch_until(path, SURGE)
    with open_reader(path) as reader:
        assert reader.episodes(Scope((), SURGE - HOUR, SURGE)) == ()
    assert rings(path) == []


def test_that_declared_insiders_are_shown_apart(tmp_path: Path) -> None:
    path = heard_session(tmp_path, pushed(5))
    with open_writer(path) as writer:
        mine = Person("Pousse 3", "insider", "their word", "2026-11-02", accounts=("bluesky:pousse3.example",))
        writer.change_insiders((mine,), ())
    watch_until(path)
    (told,) = rings(path)
    ring = of_ring(told)
    assert ring["insiders"] == ["bluesky:pousse3.example"]
    assert "bluesky:pousse3.example" not in ring["accounts"]
    assert told.states[0].evidence["shares"]["insiders"] > 0.0  # type: ignore[index]


@pytest.mark.parametrize("every", [23 * MINUTE, 5 * HOUR])
def test_that_a_killed_watch_and_a_back_test_tell_the_same_ring(tmp_path: Path, every: int) -> None:
    path = heard_session(tmp_path, pushed(5))
    copy = tmp_path / "killed.hubdesk"
    copy.write_bytes(path.read_bytes())
    watch_until(path)
    for now in range(SURGE - HOUR, SURGE + 8 * HOUR, every):
        watch_until(copy, now)
    watch_until(copy)
    assert known_in(copy) == known_in(path)
    with open_reader(copy) as reader:
        found = {(one.kind, one.topic, one.opened_at, one.state.at): one.state for one in backtest(reader, END).found}
        assert found == known(reader)
    assert rings(copy)


def test_that_an_account_that_takes_its_words_back_leaves_the_ring(tmp_path: Path) -> None:
    path = heard_session(tmp_path, pushed(5))
    watch_until(path)
    with open_writer(path) as writer:
        writer.withdraw([Withdrawal("bluesky", author_id="did:plc:pousse2")], END)
    (told,) = rings(path)
    assert of_ring(told)["accounts"] == [f"bluesky:pousse{n}.example" for n in (0, 1, 3, 4)]
    assert b"pousse2" not in path.read_bytes().lower()
