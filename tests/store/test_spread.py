"""Who repeats whom: groups through copies of reposts, the first that was heard, and queries that find a group alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, opened, source, topics

from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Evidence, Match, Mention, Notes, Scope, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Spread, SpreadOrder
from hubdesk.store.session import open_reader
from hubdesk.store.spread_asked import common_run, cover

HERE = Scope((), NOON - DAY, NOON, NOON + DAY)
SAID = "la box est en panne depuis ce matin à Lille et personne ne répond"


def post(name: str, text: str = SAID, at: int = 0, root: str = "", repost_of: str = "", **more: object) -> Entry:
    """A mention `at` minutes after the scope began; `root`: whom the reader of repeats says that it repeats."""
    made = Mention(
        network=str(more.pop("network", "bluesky")),
        native_id=name,
        text=text,
        published_at=HERE.start + at * MINUTE,
        kind="repost" if repost_of else str(more.pop("kind", "post")),
        author=more.pop("author", Author(f"compte_{name}")),  # type: ignore[arg-type]
        parent_id=repost_of,
        url=f"https://example.org/{name}",
    )
    duplicate = bool(root) if more.pop("is_asked", True) else None
    notes = Notes(tone="negative", duplicate=duplicate, evidence=(Evidence("duplicate", root),) if root else ())
    return Entry(replace(made, **more), notes, (Match(1, 1),))  # type: ignore[arg-type]


def told(folder: Path, entries: Iterable[Entry], scope: Scope = HERE, **more: object) -> Spread:
    path, writer = opened(folder)
    with writer:
        topics(writer, "Orange")
        add(writer, source(writer), list(entries), NOON)
    with open_reader(path) as reader:
        made = reader.spread(scope, **more)  # type: ignore[arg-type]
        for one in made.listed:
            if one.query:
                assert reader.search(parse(one.query), scope, 0).total == one.mentions, one.query
        return made


def sizes(spread: Spread) -> dict[str, tuple[int, int, int]]:
    return {one.key: (one.mentions, one.copies, one.reposts) for one in spread.listed}


def test_that_copies_and_reposts_of_copies_lead_to_one_first(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        [
            post("a", at=5),
            post("b", at=6, root="a"),
            post("c", at=7, repost_of="a", root="a"),
            post("d", at=8, repost_of="b", root="a"),
            post("e", "autre chose, que nul ne répète", at=9),
        ],
    )
    (group,) = found.listed
    assert sizes(found) == {"a": (4, 1, 2)}
    assert group.first is not None
    assert group.first.mention.native_id == "a"
    assert group.is_original
    assert (found.mentions, found.copies, found.reposts, found.groups) == (5, 1, 2, 1)
    assert group.query


def test_that_the_first_is_the_earliest_by_publication_even_before_the_scope(tmp_path: Path) -> None:
    found = told(tmp_path, [post("a", at=-90), post("b", at=6, root="a"), post("c", at=4, root="a")])
    (group,) = found.listed
    assert group.first is not None
    assert (group.first.mention.native_id, group.first.at < HERE.start) == ("a", True)
    assert (group.mentions, group.copies) == (2, 2), "what lies before is not counted"
    (tmp_path / "late").mkdir()
    (group,) = told(tmp_path / "late", [post("a", at=50), post("b", at=6, root="a")]).listed
    assert group.first is not None
    assert group.first.mention.native_id == "b"


def test_that_reposts_of_what_was_not_heard_are_a_group_and_say_so(tmp_path: Path) -> None:
    found = told(tmp_path, [post("b", at=2, repost_of="lost"), post("c", at=3, repost_of="lost", root="b")])
    (group,) = found.listed
    assert sizes(found) == {"lost": (2, 0, 2)}
    assert group.first is not None
    assert group.first.mention.native_id == "b"
    assert not group.is_original


def test_that_reposts_of_an_unheard_copy_go_with_its_words(tmp_path: Path) -> None:
    found = told(tmp_path, [post("a", at=1), post("b", at=2, root="a"), post("c", at=3, repost_of="unheard", root="a")])
    assert sizes(found) == {"a": (3, 1, 1)}


def test_that_names_leading_in_a_circle_end(tmp_path: Path) -> None:
    found = told(tmp_path, [post("a", at=1, root="b"), post("b", at=2, root="a"), post("c", at=3, repost_of="c")])
    assert sum(one.mentions for one in found.listed) >= 2


def test_that_what_was_taken_back_is_in_no_group_and_its_copies_stay_together(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        topics(writer, "Orange")
        add(writer, source(writer), [post("a", at=1), post("b", at=2, root="a"), post("c", at=3, root="a")], NOON)
        writer.withdraw([Withdrawal("bluesky", "a")], NOON + 1)
    with open_reader(path) as reader:
        found = reader.spread(HERE)
    (group,) = found.listed
    assert (group.mentions, group.copies, found.gone, found.mentions) == (2, 2, 1, 3)
    assert group.first is not None
    assert group.first.mention.native_id == "b"
    assert not group.is_original


def test_that_a_scope_of_one_topic_holds_what_that_topic_heard(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        topics(writer, "Orange", "SFR")
        entries = [post("a", at=1), post("b", at=2, root="a"), post("c", at=3, root="a")]
        entries[1] = replace(entries[1], matches=(Match(2, 1),))
        add(writer, source(writer), entries, NOON)
    with open_reader(path) as reader:
        found = reader.spread(replace(HERE, topics=reader.topics()[:1]))
    assert sizes(found) == {"a": (2, 1, 0)}


def test_that_an_archive_does_not_know_the_first_before_its_time(tmp_path: Path) -> None:
    """In an archive what repeats may be stored before what it repeats: a replay in between does not know that one."""
    path, writer = opened(tmp_path)
    with writer:
        topics(writer, "Orange")
        add(
            writer,
            source(writer),
            [post("a", at=60), post("b", at=5, root="a"), post("c", at=6, root="a")],
            NOON,
            archive=True,
        )
    with open_reader(path) as reader:
        found = reader.spread(Scope((), HERE.start, HERE.start + 30 * MINUTE))
    (group,) = found.listed
    assert (group.mentions, group.first.mention.native_id if group.first else "") == (2, "b")


def test_that_orders_are_by_size_speed_and_time(tmp_path: Path) -> None:
    texts = {"big": "un deux trois quatre cinq", "fast": "six sept huit neuf dix", "new": "onze douze treize quatorze"}
    entries = [post(name, text, at=at) for (name, text), at in zip(texts.items(), (0, 300, 900), strict=True)]
    entries += [post(f"big{n}", texts["big"], at=100 * n, root="big") for n in range(1, 8)]
    entries += [post(f"fast{n}", texts["fast"], at=300 + n, root="fast") for n in range(1, 6)]
    entries += [post("new1", texts["new"], at=901, root="new")]
    firsts = {order: told_in(tmp_path, order, entries) for order in SpreadOrder}
    assert firsts == {
        SpreadOrder.SIZE: ["big", "fast", "new"],
        SpreadOrder.SPEED: ["fast", "new", "big"],
        SpreadOrder.NEWEST: ["new", "fast", "big"],
    }


def told_in(folder: Path, order: SpreadOrder, entries: list[Entry]) -> list[str]:
    (folder / order).mkdir()
    found = told(folder / order, entries, order=order)
    by_key = {one.key: one for one in found.listed}
    fast = by_key["fast"]
    assert (fast.peak, fast.half - fast.start, fast.accounts) == (6, 2 * MINUTE, 6)
    assert sum(count for _at, count in fast.curve) == fast.mentions
    assert sum(fast.tones) == fast.mentions
    return [one.key for one in found.listed]


def test_that_an_account_with_two_copies_counts_once_and_networks_are_told(tmp_path: Path) -> None:
    one = Author("@Camille", "Camille", "did:1")
    found = told(
        tmp_path,
        [
            post("a", at=1, author=one, reach=10),
            post("b", at=2, root="a", author=replace(one, handle="camille2"), reach=5),
            post("c", at=3, root="a", author=Author(), network="mastodon"),
        ],
    )
    (group,) = found.listed
    assert (group.accounts, group.nameless, group.networks) == (1, 1, (("bluesky", 2), ("mastodon", 1)))
    assert (group.reach, group.reach_of) == (15, 2)


def test_that_what_nobody_compared_is_said_and_a_lost_root_too(tmp_path: Path) -> None:
    lost = post("b", at=2, root="x")
    lost = replace(lost, notes=replace(lost.notes, evidence=()))
    found = told(tmp_path, [post("a", at=1, is_asked=False), lost])
    assert (found.unread, found.rootless, found.groups, found.copies) == (1, 1, 0, 1)


@pytest.mark.parametrize("scope", [Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, HOUR)])
def test_that_odd_scopes_repeat_nothing(tmp_path: Path, scope: Scope) -> None:
    assert told(tmp_path, [post("a"), post("b", root="a")], scope).groups == 0


def test_that_a_query_leaves_others_out_or_is_not_told(tmp_path: Path) -> None:
    entries = [post("a", at=1), *(post(f"b{n}", SAID + " " * n, at=2 + n, root="a") for n in range(3))]
    hidden = [replace(one, mention=replace(one.mention, url="")) for one in entries]

    def query_beside(name: str, others: Iterable[Entry], entries: Iterable[Entry] = entries) -> str:
        (tmp_path / name).mkdir()
        group = next(iter(told(tmp_path / name, [*entries, *others]).listed))
        assert group.mentions == 4
        return group.query

    quoting = [post(f"s{n}", f"Je cite : « {SAID} » et j'ajoute {n}", at=20 + n) for n in range(40)]
    assert " -(" in query_beside("more", quoting)  # by words that only the others say
    same = [post(f"s{n}", SAID, at=20 + n) for n in range(40)]
    assert " -url:(" in query_beside("few", same[:4])
    assert query_beside("many", same, hidden) == ""


@pytest.mark.parametrize(
    "text",
    [
        '" OR tone:negative OR "',
        "{[(\\*?",
        "\u202egauche \u0000 nul",
        "NEAR/5 AND NOT",
        "#panne @orange https://a.example/x",
        "é" * 9_000,
    ],
)
def test_that_hostile_words_are_words(tmp_path: Path, text: str) -> None:
    found = told(
        tmp_path, [post("a", text, at=1), post("b", text, at=2, root="a"), post("c", "tout autre chose", at=3)]
    )
    (group,) = found.listed
    assert group.mentions == 2


def test_that_common_words_are_found_and_variants_are_covered() -> None:
    texts = [
        tuple(text.split())
        for text in ("oh la panne de lille dure", "la panne de lille dure encore", "La Panne de Lille dure ici")
    ]
    assert [word.casefold() for word in common_run(texts)] == ["la", "panne", "de", "lille", "dure"]
    assert common_run([("un", "deux"), ("trois",)]) == ()
    variants = [tuple(text.split()) for text in ("a b c d e f", "a b c d x y", "p q r s t u", "p q r s v w")]
    assert cover(variants, 4) == (("a", "b", "c", "d"), ("p", "q", "r", "s"))
    assert cover([("seul",)], 4) == ()
