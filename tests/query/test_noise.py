"""Whether a term's company tells noise from what is meant: on made-up piles, and on the demonstration's posts."""

from __future__ import annotations

import random

import pytest

from hubdesk.core import About, Notes
from hubdesk.query.brings import asked_words, brings, texts_at
from hubdesk.query.defaults import operators
from hubdesk.query.match import Matcher
from hubdesk.query.noise import LEAST, Judge
from hubdesk.query.syntax import parse

TRADE = "fibre débit réseau technicien facture forfait abonnement routeur hotline conseiller coupure antenne".split()  # noqa: SIM905
KITCHEN = "confiture jus sucre gâteau recette vitamine zeste marché panier sirop tarte cuisine".split()  # noqa: SIM905


def talk(words: list[str], count: int, seed: int) -> list[str]:
    """Texts of five of these words and one that everybody uses, no two alike."""
    dice = random.Random(seed)
    return [" ".join([*dice.sample(words, 5), "matin", f"n{seed}{number}"]) for number in range(count)]


def test_that_what_speaks_of_other_things_is_noise_and_is_named() -> None:
    judge = Judge(talk(TRADE, 60, 1), talk(KITCHEN, 60, 2))
    found = judge.estimate(talk(KITCHEN, 40, 3))
    assert found is not None
    assert found.share == pytest.approx(1, abs=0.1)
    assert set(found.words) <= set(KITCHEN)
    assert len(found.words) == 3


def test_that_what_speaks_of_the_trade_is_no_noise() -> None:
    found = Judge(talk(TRADE, 60, 1), talk(KITCHEN, 60, 2)).estimate(talk(TRADE, 40, 3))
    assert found is not None
    assert found.share == pytest.approx(0, abs=0.1)


def test_that_a_mixture_is_estimated_in_between() -> None:
    found = Judge(talk(TRADE, 60, 1), talk(KITCHEN, 60, 2)).estimate([*talk(TRADE, 60, 3), *talk(KITCHEN, 30, 4)])
    assert found is not None
    assert found.share == pytest.approx(1 / 3, abs=0.1)
    assert found.texts == 90
    assert 0.05 < found.margin < 0.2


@pytest.mark.parametrize("few", ["solid", "background", "alone"])
def test_that_nothing_is_said_from_fewer_than_thirty_texts(few: str) -> None:
    counts = {"solid": LEAST, "background": LEAST, "alone": LEAST} | {few: LEAST - 1}
    judge = Judge(talk(TRADE, counts["solid"], 1), talk(KITCHEN, counts["background"], 2))
    assert judge.estimate(talk(KITCHEN, counts["alone"], 3)) is None


def test_that_copies_count_once() -> None:
    copies = talk(TRADE, 1, 1) * 100
    assert Judge(copies, talk(KITCHEN, 60, 2)).estimate(talk(KITCHEN, 40, 3)) is None


def test_that_nothing_is_said_when_both_piles_speak_alike() -> None:
    judge = Judge(talk(TRADE, 60, 1), talk(TRADE, 60, 2))
    assert not judge.is_able
    assert judge.estimate(talk(TRADE, 40, 3)) is None


def test_that_the_words_a_query_asks_for_say_nothing() -> None:
    asked, stems = asked_words(parse("zeste OR sirop*"))
    alone = [f"zeste sirops n{number}" for number in range(40)]
    judge = Judge(talk(TRADE, 60, 1), [f"{text} zeste sirops" for text in talk(KITCHEN, 60, 2)], asked, stems)
    found = judge.estimate(alone)
    assert found is not None
    assert not {"zeste", "sirops"} & set(found.words)


def test_that_hostile_texts_are_read_in_bounds() -> None:
    judge = Judge(talk(TRADE, 60, 1), talk(KITCHEN, 60, 2))
    assert judge.estimate(["a" * 1_000_000, "\u0301" * 100_000, *talk(KITCHEN, 40, 3)]) is not None


def test_that_an_ambiguous_word_is_noisier_than_a_product_in_the_demonstration() -> None:
    from tests.demo import week  # makes the demonstration's weeks, in some seconds

    told = (one.said.mention() for one in week.heard()[0])
    mentions = list({one.text: one for one in told}.values())
    query, rivals = parse("orange OR livebox OR sosh"), Matcher(operators())
    sample = [(mention, Notes(), About()) for mention in mentions]
    found = brings(query, sample)
    heard_by = [rivals.match(mention) for mention in mentions]
    held = set(found.held)
    solid = [*found.solid, *(at for at, topics in enumerate(heard_by) if len(topics) > (at in held))]
    background = [at for at, matches in enumerate(heard_by) if not matches and at not in held]
    judge = Judge(texts_at(sample, solid), texts_at(sample, background), *asked_words(query))
    shares = {}
    for term in found.terms:
        estimate = judge.estimate(texts_at(sample, term.alone_at))
        assert estimate is not None, term.text
        shares[term.text] = estimate.share
    assert shares["orange"] > shares["livebox"] + 0.2
    assert shares["orange"] > shares["sosh"] + 0.2
