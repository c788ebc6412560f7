"""The official-silence clock, and where official words fall short of reports."""

from __future__ import annotations

import pytest

from hubdesk.core import HOUR, MINUTE
from hubdesk.detect.outage_rings import Report
from hubdesk.detect.silence import Channel, Look, Statement, Voice, clocks, first_credible, outside, scope_gap
from hubdesk.detect.silence_words import Says, says

REPORTS = [Report(n, n * MINUTE, "59", account=f"a{n}") for n in range(5)]
LOOKED = tuple(Look(n * 5 * MINUTE, True) for n in range(40))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Un incident affecte le mail. Nos équipes sont mobilisées.", Says.OWNS_UP),
        ("Nous rencontrons une panne sur le réseau mobile dans le Grand Est", Says.OWNS_UP),
        ("Perturbations en cours sur le fixe, retour à la normale prévu à 18 h", Says.OWNS_UP),
        ("We are investigating an outage affecting email.", Says.OWNS_UP),
        ("Panne de réseau ? Découvrez nos offres 5G à partir de 9,99 €/mois", Says.SELLS),
        ("Une box en panne ? Profitez de -50 % sur la nouvelle Livebox", Says.SELLS),
        ("Aucun incident en cours. Tous les services fonctionnent.", Says.DENIES),
        ("All systems operational", Says.DENIES),
        ("No known issues at this time", Says.DENIES),
        ("Grand jeu concours : gagnez un smartphone", Says.SELLS),
        ("Bonne fête des mères à toutes", Says.NOTHING),
        ("", Says.NOTHING),
        ("pas de " * 100_000, Says.NOTHING),
    ],
)
def test_that_owning_up_is_told_from_selling_and_denying(text: str, said: Says) -> None:
    assert says(text) == said


def test_that_a_channel_that_was_looked_at_and_said_nothing_is_silent() -> None:
    (clock,) = clocks(0, HOUR, [Channel("account", looks=LOOKED)])
    assert (clock.voice, clock.silent_ms) == (Voice.SILENT, HOUR)


def test_that_a_channel_we_could_not_look_at_is_unknown_and_not_silent() -> None:
    blind = tuple(Look(look.at, False) for look in LOOKED)
    (clock,) = clocks(0, HOUR, [Channel("status page", looks=blind)])
    assert (clock.voice, clock.silent_ms) == (Voice.UNKNOWN, None)
    assert clock.words.said().startswith("Unknown")


def test_that_a_channel_not_looked_at_lately_is_unknown_since_the_last_look() -> None:
    (clock,) = clocks(0, 3 * HOUR, [Channel("banner", looks=(Look(20 * MINUTE, True),))])
    assert (clock.voice, clock.silent_ms) == (Voice.UNKNOWN, 20 * MINUTE)


def test_that_looks_before_the_first_report_do_not_make_a_channel_silent() -> None:
    (clock,) = clocks(HOUR, HOUR + MINUTE, [Channel("banner", looks=(Look(HOUR - 1, True),))])
    assert clock.voice == Voice.UNKNOWN


def test_that_marketing_does_not_stop_the_clock_and_owning_up_does() -> None:
    sale = Statement(1, 10 * MINUTE, "Profitez de nos offres fibre à 19,99 €/mois")
    word = Statement(2, 47 * MINUTE, "Incident en cours : nos équipes sont mobilisées")
    channel = Channel("account", looks=LOOKED, statements=(word, sale))
    (before,) = clocks(0, 30 * MINUTE, [channel])
    (after,) = clocks(0, HOUR, [channel])
    assert (before.voice, before.beside) == (Voice.SILENT, (sale,))
    assert (after.voice, after.silent_ms, after.spoke) == (Voice.SPOKEN, 47 * MINUTE, word)


def test_that_saying_all_is_well_is_silence_with_its_own_words() -> None:
    denial = Statement(1, 10 * MINUTE, "Aucun incident en cours")
    (clock,) = clocks(0, HOUR, [Channel("status page", looks=LOOKED, statements=(denial,))])
    assert clock.voice == Voice.SILENT
    assert "all is well" in clock.words.said()


def test_that_a_word_from_before_the_report_does_not_count() -> None:
    old = Statement(1, 0, "Incident en cours : nos équipes sont mobilisées")
    (clock,) = clocks(MINUTE, HOUR, [Channel("account", looks=LOOKED, statements=(old,))])
    assert clock.voice == Voice.SILENT


def test_that_one_account_alone_makes_no_report_credible() -> None:
    assert first_credible([Report(n, n * MINUTE, account="same") for n in range(9)]) is None
    assert first_credible([]) is None
    lonely = Report(99, -HOUR, account="early")
    assert first_credible([*reversed(REPORTS), lonely]) == REPORTS[0]


def test_that_places_reported_after_a_statement_contradict_it() -> None:
    word = Statement(7, 2 * MINUTE, "Incident dans le Grand Est", ("51", "67"))
    reports = [Report(n, (n + 3) * MINUTE, "59", account=f"a{n}") for n in range(4)]
    reports += [Report(10 + n, n * MINUTE, "40", account="one") for n in range(9)]
    gap = scope_gap(word, reports, HOUR)
    assert gap is not None
    assert gap.missing == (("59", 4),)
    assert gap.at == 5 * MINUTE
    assert gap.reports == (0, 1, 2, 3)
    assert gap.words.said() == "Official: 51, 67. Also reported, by 4 people: 59"
    assert scope_gap(word, reports, 4 * MINUTE) is None


def test_that_a_statement_without_places_has_no_gap() -> None:
    assert scope_gap(Statement(1, 0, "Incident national"), REPORTS, HOUR) is None
    assert outside({"59": 5, "67": 9}, ["67"]) == ("59",)
    assert outside({"59": 5}, []) == ()
