"""`hubdesk search`: a stretch of time, an order, and bad values that are told in one line."""

from __future__ import annotations

import pytest
from test_cli import Cli, cli, session

__all__ = ["cli", "session"]  # fixtures

THREE = "orange OR livebox OR freebox"


def found(cli: Cli, session: str, *words: str) -> list[str]:
    return [mention["text"] for mention in cli.json("search", session, THREE, *words)["mentions"]]


def test_that_a_search_keeps_to_a_stretch_of_time(cli: Cli, session: str) -> None:
    late = found(cli, session, "--from", "2026-11-19T14:01+01:00")
    assert late == ["La Freebox va bien"]
    assert found(cli, session, "--from", "2026-11-19T14:00:20+01:00", "--to", "2026-11-19T14:01") == [
        "Ma Livebox est morte"
    ]
    assert found(cli, session, "--to", "2026-11-18") == []


def test_that_a_search_can_stand_where_less_was_known(cli: Cli, session: str) -> None:
    """An archive was known when it was published: an end that lies later changes nothing."""
    assert found(cli, session, "--known", "2026-11-19T14:01+01:00") == [
        "Ma Livebox est morte",
        "Orange en panne à Lille",
    ]
    assert found(cli, session, "--known", "2026-11-18", "--to", "2026-11-30") == []
    assert found(cli, session, "--known", "2026-11-30") == found(cli, session)


def test_that_the_order_is_by_time_or_by_relevance(cli: Cli, session: str) -> None:
    by_time = found(cli, session)
    assert by_time == found(cli, session, "--order", "time")
    assert by_time == ["La Freebox va bien", "Ma Livebox est morte", "Orange en panne à Lille"]
    assert sorted(found(cli, session, "--order", "relevance")) == sorted(by_time)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "hier"), "ISO 8601"),
        (("--from", "2026-11-20", "--to", "2026-11-19"), "--from"),
        (("--known", "hier"), "ISO 8601"),
        (("--order", "best"), "--order"),
    ],
)
def test_that_a_bad_value_is_one_clear_line(cli: Cli, session: str, words: tuple[str, ...], told: str) -> None:
    code, out, err = cli.run("search", session, "orange", *words)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_that_a_topic_narrows_a_search_and_alone_finds_all_that_it_heard(cli: Cli, session: str) -> None:
    topics = cli.json("topics", session)["topics"]
    name = topics[0]["name"]
    heard = cli.json("search", session, "", "--topic", name, "--limit", "100")
    assert heard["total"] == len(heard["mentions"]) > 0
    assert all(name in mention["topics"] for mention in heard["mentions"])
    code, out, err = cli.run("search", session, "", "--topic", "personne")
    assert (code, out) == (2, "")
    assert "There is no topic “personne”" in err
