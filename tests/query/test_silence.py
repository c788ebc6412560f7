"""The official-silence clock, and where official words fall short of reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubdesk.core import HOUR, MINUTE
from hubdesk.core.channels import ChannelWord, Reported, Voice
from hubdesk.i18n import duration
from hubdesk.query.silence import FRESH, Report, Voiced, Watched, first_credible, scope_gap, silence, told
from hubdesk.query.silence_words import Says, says

REPORTS = [Report(n, n * MINUTE, f"a{n}") for n in range(5)]
LOOKED = tuple(n * 5 * MINUTE for n in range(40))


def word(id_: int, at: int, text: str, **more: object) -> ChannelWord:
    return ChannelWord(id_, at, at, text, **more)  # type: ignore[arg-type]


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
    found = silence(0, HOUR, Watched("etat.example", looks=LOOKED))
    assert (found.state, found.since, found.first_report) == (Voice.SILENT, 0, 0)
    assert told(found, HOUR).said() == f"Silent for {duration(HOUR)}"


def test_that_a_channel_we_could_not_look_at_is_unknown_and_not_silent() -> None:
    found = silence(0, HOUR, Watched("etat.example", error="it cannot be reached"))
    assert (found.state, found.since, found.error) == (Voice.UNKNOWN, None, "it cannot be reached")
    assert told(found, HOUR).said().startswith("Unknown")


def test_that_a_channel_not_looked_at_lately_is_unknown_since_the_last_look() -> None:
    found = silence(0, 3 * HOUR, Watched("banner", looks=(20 * MINUTE,)))
    assert (found.state, found.since) == (Voice.UNKNOWN, 20 * MINUTE)
    assert silence(0, 20 * MINUTE + FRESH, Watched("banner", looks=(20 * MINUTE,))).state == Voice.SILENT


def test_that_the_silence_of_a_page_says_for_how_long_nobody_could_look() -> None:
    hole = tuple(at for at in LOOKED if not 30 * MINUTE < at < 90 * MINUTE)
    found = silence(0, 2 * HOUR, Watched("page", "status-page", looks=hole))
    assert (found.state, found.unseen) == (Voice.SILENT, HOUR)
    assert silence(0, 2 * HOUR, Watched("feed", "feed", looks=hole)).unseen == 0  # what it said stands there still
    late = silence(0, 2 * HOUR, Watched("page", "site-banner", looks=LOOKED[12:]))
    assert late.unseen == HOUR
    assert silence(0, 2 * HOUR, Watched("page", "status-page", looks=LOOKED)).unseen == 0


def test_that_looks_before_the_first_report_do_not_make_a_channel_silent() -> None:
    assert silence(HOUR, HOUR + MINUTE, Watched("banner", looks=(HOUR - 1,))).state == Voice.UNKNOWN


def test_that_marketing_does_not_stop_the_clock_and_owning_up_does() -> None:
    sale = word(1, 10 * MINUTE, "Profitez de nos offres fibre à 19,99 €/mois")
    owned = word(2, 47 * MINUTE, "Incident en cours : nos équipes sont mobilisées")
    channel = Watched("account", looks=LOOKED, words=(owned, sale))
    before, after = silence(0, 30 * MINUTE, channel), silence(0, HOUR, channel)
    assert (before.state, before.beside) == (Voice.SILENT, (sale,))
    assert (after.state, after.since, after.statement, after.beside) == (Voice.SPOKE, 47 * MINUTE, owned, (sale,))
    assert told(before, 30 * MINUTE).said() == (
        f"Silent for {duration(30 * MINUTE)}; what it said meanwhile (1) is about other things"
    )


def test_that_saying_all_is_well_is_silence_with_its_own_words() -> None:
    denial = word(1, 10 * MINUTE, "Aucun incident en cours")
    found = silence(0, HOUR, Watched("status page", looks=LOOKED, words=(denial,)))
    assert (found.state, found.denies) == (Voice.SILENT, True)
    assert "all is well" in told(found, HOUR).said()


def test_that_a_word_from_before_the_report_does_not_count() -> None:
    old = word(1, 0, "Incident en cours : nos équipes sont mobilisées")
    assert silence(MINUTE, HOUR, Watched("account", looks=LOOKED, words=(old,))).state == Voice.SILENT


def test_that_a_word_that_was_taken_back_did_stop_the_clock() -> None:
    gone = word(1, 5 * MINUTE, "", says="owns-up", mention=7)
    assert silence(0, HOUR, Watched("account", looks=LOOKED, words=(gone,))).state == Voice.SPOKE


def test_that_one_account_alone_makes_no_report_credible() -> None:
    assert first_credible([Report(n, n * MINUTE, "same") for n in range(9)]) is None
    assert first_credible([]) is None
    assert first_credible([*reversed(REPORTS), Report(99, -HOUR, "early")]) == REPORTS[0]


SAID = 2 * MINUTE
NORD = [Voiced(("59", "51"), f"a{n}", 1, after=(n + 3) * MINUTE) for n in range(4)]


def test_that_places_reported_after_a_statement_contradict_it() -> None:
    gap = scope_gap(("51", "67"), [*NORD, *(Voiced(("40",), "one", 9, after=SAID) for _same in range(2))])
    assert gap.outside == (Reported("59", 4, 4),)
    assert gap.inside == (Reported("51", 4, 4),)
    assert (gap.thin, gap.at) == (1, 5 * MINUTE)
    assert gap.within == Reported("", 4, 4)
    assert scope_gap(("51", "67"), [Voiced(("51", "67"), "a", 2)]).within == Reported("", 2, 1)  # each once
    assert scope_gap(("51", "67"), NORD[:2]).at is None


def test_that_places_reported_before_a_statement_are_left_out_by_it_and_contradict_it_only_when_repeated() -> None:
    before = [Voiced(("59",), f"b{n}", 5) for n in range(3)]
    gap = scope_gap(("51",), before)
    assert (gap.outside, gap.at) == ((Reported("59", 15, 3),), None)
    assert scope_gap(("51",), [*before, *(replace(one, after=SAID) for one in before)]).at == SAID


def test_that_what_was_taken_back_is_counted_and_is_nobodys_voice() -> None:
    gone = [Voiced(("59",), "", 7, 7), Voiced(("59",), "a", 2, after=SAID)]
    assert scope_gap(("51",), gone).outside == ()
    assert scope_gap(("51",), [*gone, *NORD]).outside == (Reported("59", 13, 5, 7),)


def test_that_the_place_with_the_most_reports_comes_first() -> None:
    landes = [Voiced(("40",), f"l{n}", 3) for n in range(3)]
    assert [one.code for one in scope_gap(("51",), [*NORD, *landes]).outside] == ["40", "59"]
