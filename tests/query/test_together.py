"""Accounts that act together, and who else pushes an episode."""

from __future__ import annotations

import numpy as np

from hubdesk.core import DAY, HOUR, SECOND
from hubdesk.query.together import Post, audit, things
from hubdesk.query.together_pairs import _Seats

SHUFFLES = 100


def everyday(seed: int = 1, count: int = 2500) -> list[Post]:
    """Two days of people who share this and that."""
    draw = np.random.default_rng(seed)
    who, what, at = draw.integers(0, 500, count), draw.integers(0, 300, count), draw.integers(0, 2 * DAY, count)
    return [Post(n, f"p{w}", int(t), (f"link:{x}",)) for n, (w, x, t) in enumerate(zip(who, what, at, strict=True))]


def ring(accounts: list[str], first_id: int, targets: int = 5, jitter: int = 40, hour: int = 3) -> list[Post]:
    return [
        Post(
            first_id + 100 * target + n,
            account,
            target * hour * HOUR + (n * 7 % jitter) * SECOND,
            (f"repost:{target}",),
        )
        for target in range(targets)
        for n, account in enumerate(accounts)
    ]


RING = [f"p{n}" for n in range(8)]


def test_that_a_planted_ring_is_found_without_innocents() -> None:
    found = audit([*everyday(), *ring(RING, 10_000)], shuffles=SHUFFLES)
    (one,) = found.rings
    assert list(one.accounts) == sorted(RING)
    assert len(one.ids) == 40
    assert len(one.things) == 5
    words = one.words.said()
    assert "8 accounts act together on 5 things" in words
    assert "fake" not in words


def test_that_a_slower_ring_is_found_by_the_second_pass() -> None:
    (one,) = audit([*everyday(), *ring(RING, 10_000, jitter=290)], shuffles=SHUFFLES).rings
    assert set(one.accounts) == set(RING)


def test_that_two_things_in_common_are_too_few() -> None:
    assert audit([*everyday(), *ring(RING, 10_000, targets=2)], shuffles=SHUFFLES).rings == ()


def test_that_two_accounts_are_no_ring() -> None:
    assert audit([*everyday(), *ring(RING[:2], 10_000)], shuffles=SHUFFLES).rings == ()


def test_that_everyday_sharing_holds_no_ring() -> None:
    found = audit(everyday(2), shuffles=SHUFFLES)
    assert found.rings == ()
    assert found.words[0].said().startswith("No accounts act together")


def test_that_the_same_posts_in_any_order_give_the_same_audit() -> None:
    posts = [*everyday(), *ring(RING, 10_000)]
    assert audit(posts, shuffles=SHUFFLES) == audit(posts[::-1], shuffles=SHUFFLES)


def test_that_declared_insiders_are_counted_with_and_without() -> None:
    posts = ring(RING, 0) + [Post(9000 + n, f"s{n}", n * SECOND) for n in range(40)]
    found = audit([*posts], ["s0", "s1"], everyday(), shuffles=SHUFFLES)
    assert (found.insiders.accounts, found.insiders.mentions) == (2, 2)
    assert found.together.mentions == 40
    assert found.left == 80 - 42
    assert found.together.of_first_hour == 8 / 48


def test_that_one_thing_taken_by_a_hundred_thousand_in_a_minute_ends_in_time() -> None:
    crowd = [Post(n, f"c{n}", n % 60_000, ("repost:big",)) for n in range(100_000)]
    assert audit(crowd, shuffles=10).rings == ()


def test_that_a_few_accounts_that_take_everything_together_do_not_fill_the_memory() -> None:
    posts = [Post(n * 600 + m, f"c{m}", n * 1000, (f"repost:{n}",)) for n in range(40) for m in range(600)]
    assert audit(posts, shuffles=2).mentions == 24_000


def test_that_one_author_and_nobody_at_all_are_told() -> None:
    assert audit([]).together.of_all is None
    alone = audit([Post(n, "one", n, ("link:x",)) for n in range(50)], shuffles=SHUFFLES)
    assert alone.rings == ()
    assert alone.loudest.of_all == 1.0


def test_that_mentions_without_an_account_are_volume_and_no_accomplices() -> None:
    nameless = [Post(n, "", target, (f"repost:{target}",)) for n, target in enumerate([1, 2, 3, 4] * 20)]
    found = audit(nameless, shuffles=SHUFFLES)
    assert (found.mentions, found.rings) == (80, ())


def test_that_one_page_under_its_other_addresses_is_one_thing() -> None:
    same = {things(links=[link]) for link in ("https://www.x.fr/a/", "http://x.fr/a", "https://X.fr/a#top")}
    assert same == {("link:x.fr/a",)}
    assert things("7", ["http://[bad"], "3", ["h"]) == ("repost:7", "words:3", "link:http://[bad", "picture:h")


def test_that_an_hour_in_which_nobody_else_acts_proves_nothing() -> None:
    assert audit(ring(RING[:4], 0, targets=3, hour=1), shuffles=SHUFFLES).rings == ()


def test_that_shuffled_accounts_stay_in_their_hour_and_never_share_an_act() -> None:
    draw = np.random.default_rng(4)
    hours = np.repeat([0, 1, 2], [4, 100, 30])
    asked = np.array([True] * 4 + [n % 10 == 0 for n in range(100)] + [n % 2 == 0 for n in range(30)])
    seats = _Seats(hours, asked)
    for _turn in range(200):
        taken = seats.drawn(draw)
        assert len(set(taken.tolist())) == asked.sum()
        assert np.array_equal(hours[taken], hours[asked])
