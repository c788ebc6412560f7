"""Who pushes a scope: what is counted, what is left out, and the register of insiders."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, opened, source, topics

from hubdesk.core import (
    HOUR,
    MINUTE,
    SECOND,
    Author,
    Entry,
    HubdeskError,
    Kind,
    Match,
    Mention,
    Notes,
    Person,
    Scope,
    Topic,
    Withdrawal,
)
from hubdesk.store.session import open_reader
from hubdesk.store.writer import Writer

RING = ("anna", "ben", "chloe", "dan")
SCOPE = Scope((), NOON, NOON + 5 * HOUR, NOON + 6 * HOUR)
CAROLE = Person("Carole", "insider", "https://example.org/charte", "2026-11-02", ("bluesky:@Carole",))


def post(id_: str, at: int, author: str, *topics: Topic, repost_of: str = "", **more: object) -> Entry:
    made = Mention(
        "bluesky",
        id_,
        f"texte {id_}",
        at,
        kind=Kind.REPOST if repost_of else Kind.POST,
        author=Author(author, author.title(), f"did:{author}"),
        parent_id=repost_of,
    )
    return Entry(made, Notes(**more), tuple(Match(one.id, one.version) for one in topics))  # type: ignore[arg-type]


def pushed_session(writer: Writer) -> Topic:
    """A ring of four that reposts five posts within seconds, forty people who write once, and a loud one."""
    (orange, _free) = topics(writer, "Orange", "Free")
    entries = [
        post(f"r{n}-{who}", NOON + n * 50 * MINUTE + i * 5 * SECOND, who, orange, repost_of=f"at://post/{n}")
        for n in range(5)
        for i, who in enumerate(RING)
    ]
    entries += [post(f"p{n}", NOON + n * 7 * MINUTE, f"people{n}", orange, duplicate=n % 4 == 0) for n in range(40)]
    entries += [post(f"l{n}", NOON + n * 20 * MINUTE, "loud", duplicate=False) for n in range(12)]
    entries.append(post("c", NOON + MINUTE, "carole", orange, duplicate=False))
    add(writer, source(writer), entries, NOON + 5 * HOUR)
    return orange


def test_that_a_ring_insiders_and_the_loudest_are_told_apart(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange = pushed_session(writer)
        writer.change_insiders([CAROLE])
        found = reader.pushed(SCOPE)
        (ring,) = found.rings
        assert ring.accounts == tuple(f"bluesky:{who}" for who in RING)
        assert found.audit.mentions == 20 + 40 + 12 + 1
        assert [one.mentions for one in found.of(ring.accounts)] == [5, 5, 5, 5]
        assert (found.loudest[0].handle, found.loudest[0].mentions, len(found.loudest)) == ("loud", 12, 10)
        assert (found.insiders, found.declared) == (("bluesky:carole",), 1)
        assert (found.duplicates, found.told, found.first) == (10, 53, NOON)
        assert found.first_hour == 8 + 9 + 3 + 1
        within = reader.pushed(replace(SCOPE, topics=(orange,)))
        assert within.audit.mentions == 61
        assert within.rings == found.rings


def test_that_a_ring_beside_the_scope_is_not_told_of_it(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        pushed_session(writer)
        (_orange, free) = reader.topics()
        add(writer, source(writer, "autre"), [post("f", NOON + MINUTE, "frank", free)], NOON + 5 * HOUR)
        found = reader.pushed(replace(SCOPE, topics=(free,)))
        assert (found.audit.mentions, found.rings) == (1, ())


def test_that_what_was_taken_back_or_came_to_be_known_later_is_in_no_figure(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        pushed_session(writer)
        writer.withdraw([Withdrawal("bluesky", author_id="did:loud")], NOON + 5 * HOUR)
        found = reader.pushed(SCOPE)
        assert (found.audit.mentions, found.gone) == (61, 12)
        assert "loud" not in {one.handle for one in found.writers}
        assert reader.pushed(Scope((), NOON, NOON + HOUR)).audit.mentions == 0


def test_that_a_scope_without_mentions_has_an_audit_without_figures(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        found = reader.pushed(SCOPE)
        assert (found.audit.mentions, found.writers, found.first, found.rings) == (0, (), None, ())


def test_that_the_register_changes_and_the_other_people_stay(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        watched = {"name": "Un ministre", "role": "minister", "accounts": ["bluesky:m"], "more": 5}
        writer.set_note("people", json.dumps([watched, 7]))
        writer.change_insiders([CAROLE])
        assert reader.people()[1] == CAROLE
        writer.change_insiders(removed=[CAROLE])
        assert [one.name for one in reader.people()] == ["Un ministre"]
        assert json.loads(reader.note("people")) == [watched, 7]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "a name"),
        ({"accounts": ()}, "at least one account"),
        ({"accounts": ("carole",)}, "is no account"),
        ({"role_source": ""}, "where it is declared"),
        ({"role_since": "hier"}, "2026-11-26"),
        ({"name": "x" * 501}, "at most"),
    ],
)
def test_that_an_entry_without_source_and_date_is_refused(tmp_path: Path, wrong: dict[str, object], words: str) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        with pytest.raises(HubdeskError, match=words):
            writer.change_insiders([replace(CAROLE, **wrong)])  # type: ignore[arg-type]
        assert reader.people() == ()
