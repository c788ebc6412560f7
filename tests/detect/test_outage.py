"""Outages by place."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest

from hubdesk.core import HOUR, MINUTE, HubdeskError
from hubdesk.detect.outage import Found, OutageRule, OutageWatch
from hubdesk.detect.outage_rings import Report
from hubdesk.detect.outage_scan import exceeds_rest, spares
from hubdesk.detect.outage_zones import Department, mainland, zones
from hubdesk.detect.values import Alarm, Closing, Update

START = 1_790_000_000_000 // HOUR * HOUR
SIX = zones({str(n): Department(str(n), 45.0 + n, 2.0, 100_000 * (n + 1)) for n in range(6)}, 3)


def reports(minute: int, rate: float, draw: np.random.Generator, more: dict[str, float] | None = None) -> list[Report]:
    """Everyday reports of a minute, and more of them in some places."""
    found = []
    for place, code in enumerate(SIX.codes):
        times = (more or {}).get(code, 1.0)
        for _n in range(int(draw.poisson(rate * times * SIX.shares[place]))):
            found.append(Report(len(found) + minute * 1000, START + minute * MINUTE, code))
    return found


def played(
    watch: OutageWatch, first: int, last: int, more: dict[str, float] | None = None, seed: int = 1
) -> list[Found]:
    draw = np.random.default_rng(seed + first)
    return [
        found
        for minute in range(first, last)
        for found in watch.take(START + minute * MINUTE, reports(minute, 0.6, draw, more))
    ]


@pytest.fixture(scope="module")
def learned() -> dict[str, object]:
    watch = OutageWatch(1, SIX)
    played(watch, 0, 2880)
    state: dict[str, object] = json.loads(json.dumps(watch.state()))
    return state


@pytest.fixture
def watch(learned: dict[str, object]) -> OutageWatch:
    watch = OutageWatch(1, SIX)
    watch.restore(learned)
    return watch


def alarms(found: list[Found]) -> Iterator[Found]:
    return (one for one in found if isinstance(one.said, Alarm))


def test_that_an_outage_in_one_place_names_it_once_and_ends(watch: OutageWatch) -> None:
    found = played(watch, 2880, 3000, {"1": 25.0})
    (alarm,) = alarms(found)
    assert alarm.places == ("1",)
    assert alarm.said.at <= START + 2925 * MINUTE
    assert alarm.reports
    assert "outage reports" in alarm.said.words.said()
    after = played(watch, 3000, 3200)
    assert [type(one.said) for one in after if not alarm_like(one)] == [Closing]


def alarm_like(found: Found) -> bool:
    return not isinstance(found.said, Closing)


def test_that_a_national_outage_is_not_the_capitals(watch: OutageWatch) -> None:
    first = next(alarms(played(watch, 2880, 3000, dict.fromkeys(SIX.codes, 20.0))))
    assert first.is_national
    assert first.places == ()


def test_that_a_busy_country_is_no_cut_of_it_and_its_wordiest_places_none_of_theirs() -> None:
    france = mainland()
    where = np.isin(france.codes, ("07", "42", "43", "48"))
    due = 12.2  # of placed reports in the whole country
    busy = np.where(where, 2.0, 2.2 * due * france.shares)  # eight there, twice the usual elsewhere
    assert not spares(france, where, where, busy, due)
    assert exceeds_rest(france, where, busy, due)
    capital = np.isin(france.codes, ("75",))
    cut = 5.0 * due * france.shares * np.where(capital, 5.0, 1.0)  # of all, where the capital tells five times more
    assert not exceeds_rest(france, capital, cut, due)


def test_that_a_region_alarmed_by_few_reports_is_narrowed_by_those_that_follow(watch: OutageWatch) -> None:
    found = played(watch, 2880, 2960, {**dict.fromkeys(SIX.codes, 2.2), "1": 25.0})
    assert [(type(one.said), one.places) for one in found] == [(Alarm, ("0", "1", "2")), (Update, ("1",))]
    assert found[1].said.at <= found[0].said.at + 15 * MINUTE


def test_that_reports_without_a_place_say_that_too_few_say_where(watch: OutageWatch) -> None:
    found: list[Found] = []
    for minute in range(2880, 2940):
        nowhere = [Report(minute * 100 + n, START + minute * MINUTE) for n in range(20)]
        found += watch.take(START + minute * MINUTE, nowhere)
    first = next(alarms(found))
    assert not first.is_national
    assert "too few say where" in first.said.words.said()


def test_that_a_quiet_country_is_told_to_be_out_of_sight() -> None:
    watch = OutageWatch(1, SIX)
    told = watch.sight()
    assert told is not None
    assert "too few to see" in told.said()


def test_that_one_account_that_repeats_itself_is_one_voice(watch: OutageWatch) -> None:
    found: list[Found] = []
    for minute in range(2880, 2940):
        same = [Report(minute * 100 + n, START + minute * MINUTE, "1", account="loud") for n in range(50)]
        found += watch.take(START + minute * MINUTE, same)
    assert found == []


def test_that_no_verdict_is_given_of_what_nobody_heard(watch: OutageWatch) -> None:
    played(watch, 2880, 2882, {"1": 25.0})
    for minute in range(2882, 2890):
        assert watch.take(START + minute * MINUTE, [], seen=False) == ()


def test_that_three_days_unheard_are_a_hole_and_no_silence(watch: OutageWatch) -> None:
    before = watch.sight()
    played(watch, 2880 + 4320, 2880 + 4380)
    assert watch.sight() == before or watch.sight() is None


def test_that_reports_that_come_late_count_in_their_own_minute(watch: OutageWatch) -> None:
    late = [Report(n, START + 2870 * MINUTE, "1", account=f"l{n}") for n in range(60)]
    old = [Report(n, START, "1", account=f"o{n}") for n in range(60)]
    found = watch.take(START + 2880 * MINUTE, late + old)
    assert {id_ for _at, id_ in next(alarms(list(found))).reports} >= set(range(60))
    assert found[0].said.words.figure("reports") in range(60, 75)


def test_that_minutes_that_run_backwards_are_refused_in_one_line(watch: OutageWatch) -> None:
    with pytest.raises(HubdeskError, match="must come in order"):
        watch.take(START + 2879 * MINUTE, [])


def test_that_places_nobody_knows_and_doubtful_ones_are_no_place(watch: OutageWatch) -> None:
    odd = [Report(n, START + 2880 * MINUTE, "XX" if n % 2 else "1", 0.4, f"a{n}") for n in range(200)]
    (found,) = watch.take(START + 2880 * MINUTE, odd)
    assert found.places == ()


def test_that_a_hundred_thousand_reports_in_a_minute_are_one_alarm(watch: OutageWatch) -> None:
    flood = [Report(n, START + 2880 * MINUTE, "1", account=f"a{n}") for n in range(100_000)]
    assert len(watch.take(START + 2880 * MINUTE, flood)) == 1
    assert watch.take(START + 2881 * MINUTE, []) == ()


def test_that_a_watch_goes_on_from_what_was_kept(watch: OutageWatch, learned: dict[str, object]) -> None:
    other = OutageWatch(1, SIX)
    other.restore(learned)
    assert played(watch, 2880, 2950, {"1": 25.0}) == played(other, 2880, 2950, {"1": 25.0})


@pytest.mark.parametrize(
    "kept", [None, {}, {"codes": list(SIX.codes)}, {"codes": list(SIX.codes), "rings": {"voices": {}}}]
)
def test_that_a_damaged_state_is_refused_in_one_line(kept: object) -> None:
    with pytest.raises(HubdeskError, match=r"learn"):
        OutageWatch(1, SIX).restore(kept)


def test_that_the_night_with_an_hour_twice_raises_nothing() -> None:
    start = 1_792_885_800_000 // HOUR * HOUR  # 25 October 2026
    watch = OutageWatch(1, SIX, rule=OutageRule(threshold=12.0))
    draw = np.random.default_rng(3)
    found = [f for m in range(2880) for f in watch.take(start - 1440 * MINUTE + m * MINUTE, reports(m, 0.6, draw))]
    assert not [one for one in found if isinstance(one.said, Alarm) and one.said.score > 20]


def test_that_the_mainland_has_its_96_departments_with_their_neighbours() -> None:
    whole = mainland()
    assert len(whole.codes) == 96
    assert whole.shares.sum() == pytest.approx(1.0)
    lille = whole.codes.index("59")
    near = whole.members(lille * whole.sizes + 2)
    assert {whole.codes[n] for n in np.flatnonzero(near)} < {"59", "62", "02", "80"}
