"""What stands out in an episode."""

from __future__ import annotations

from hubdesk.core import MINUTE
from hubdesk.detect.evidence import Piece, gather, terms_of

USUAL = [
    Piece(-n, -n * MINUTE, f"u{n % 40}", terms_of("le réseau de ma box est lent"), ("a.fr",)) for n in range(1, 200)
]


def test_that_what_is_said_anew_stands_out_and_what_is_always_said_does_not() -> None:
    now = [
        Piece(n, n * MINUTE, f"n{n}", terms_of("le mail est en panne à Lille"), ("b.fr",), ("59",)) for n in range(30)
    ]
    found = gather(now, USUAL, 28, 30)
    names = [excess.name for excess in found.terms]
    assert {"mail", "panne", "lille"} <= set(names)
    assert not {"réseau", "box", "est"} & set(names)
    assert [excess.name for excess in found.domains] == ["b.fr"]
    assert found.places[0].ids == tuple(range(30))
    assert found.first == now[0]
    assert (found.placed, found.duplicates, found.reposts) == (1.0, None, 0.0)
    assert "28 of 30 minutes were listened to" in [words.said() for words in found.words]


def test_that_an_episode_by_one_author_says_so() -> None:
    found = gather([Piece(n, n, "loud", ("x1y",)) for n in range(20)], USUAL, 1, 1)
    assert [excess.name for excess in found.authors] == ["loud"]
    assert found.loudest == 1.0


def test_that_a_topic_without_a_past_and_an_empty_episode_are_told() -> None:
    assert gather([], [], 0, 10).first is None
    assert gather([Piece(1, 1, "a", ("neuf",))], [], 1, 1).terms == ()


def test_that_terms_leave_out_links_and_accounts_and_bound_hostile_text() -> None:
    assert terms_of("@SFR_SAV panne https://x.fr/panne #Fibre L’antenne") == ("panne", "#fibre", "l’antenne")
    assert len(terms_of("a" * 10_000_000)) <= 1


def test_that_the_same_mentions_in_any_order_give_the_same_evidence() -> None:
    now = [Piece(n, n % 3, f"n{n % 7}", (f"mot{n % 5}",)) for n in range(40)]
    assert gather(now, USUAL, 1, 1) == gather(now[::-1], USUAL, 1, 1)
