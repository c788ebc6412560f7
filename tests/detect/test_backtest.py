"""Back-test of a series: what files are refused, how holes are kept, and that nothing looks ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from hubdesk.core import HubdeskError
from hubdesk.detect.backtest import RULES, back_test
from hubdesk.detect.series import read_series
from hubdesk.detect.values import Alarm

FIRST = datetime(2026, 1, 5, tzinfo=UTC)


def write(folder: Path, rows: list[str], header: str = "timestamp,value") -> Path:
    file = folder / "series.csv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return file


def rows(counts: list[float], minutes: int = 5) -> list[str]:
    times = (FIRST + timedelta(minutes=minutes * number) for number in range(len(counts)))
    return [f"{at:%Y-%m-%d %H:%M:%S},{value:g}" for at, value in zip(times, counts, strict=True)]


def calm(length: int) -> list[float]:
    return np.random.default_rng(1).poisson(5.0, length).astype(float).tolist()


def with_surge() -> list[float]:
    counts = calm(1_500)
    counts[1_200:1_212] = [400.0] * 12
    return counts


def test_that_a_surge_is_one_episode_and_the_rows_before_it_are_none(tmp_path: Path) -> None:
    tested = back_test(read_series(write(tmp_path, rows(with_surge()))))
    late = [one for one in tested.said if isinstance(one, Alarm) and one.at > FIRST.timestamp() * 1000 + 4 * 86_400_000]
    assert len(late) == 1
    assert tested.scores[1_200][1] is not None
    assert tested.scores[1_200][1] >= (tested.threshold or 0)
    assert max(score or 0 for _point, score in tested.scores[1_000:1_200]) < (tested.threshold or 0)
    assert tested.peaks[late[0].opened_at].value == 400.0


@pytest.mark.parametrize("rule", RULES)
def test_that_no_score_looks_ahead(tmp_path: Path, rule: str) -> None:
    whole = back_test(read_series(write(tmp_path, rows(with_surge()))), (rule,))
    half = back_test(read_series(write(tmp_path, rows(with_surge()[:1_205]))), (rule,))
    assert half.scores == whole.scores[:1_205]


def test_that_every_row_is_given_a_score_and_an_empty_one_none(tmp_path: Path) -> None:
    given = rows(calm(50))
    given[7] = given[7].partition(",")[0] + ","
    tested = back_test(read_series(write(tmp_path, given)))
    assert [point.written for point, _score in tested.scores] == [row.partition(",")[0] for row in given]
    assert tested.scores[7][1] is None
    assert tested.scores[8][1] is not None


def test_that_missing_rows_are_a_hole_and_no_silence(tmp_path: Path) -> None:
    given = rows(calm(3_000))
    tested = back_test(read_series(write(tmp_path, given[:1_500] + given[2_364:])))  # three days are missing
    after = [one for one in tested.said if one.at > FIRST.timestamp() * 1000 + 6 * 86_400_000]
    assert after == []
    assert len(tested.scores) == 3_000 - 864


def test_that_rows_of_seconds_are_judged_by_the_minute(tmp_path: Path) -> None:
    times = [f"2026-01-05T00:{second // 60:02}:{second % 60:02}Z,1" for second in range(0, 600, 20)]
    series = read_series(write(tmp_path, times))
    assert series.step == 1
    assert [value for _at, value, _rows in series.steps()] == [3.0] * 10
    assert len(back_test(series).scores) == 30


def test_that_an_hourly_series_is_read_in_hours(tmp_path: Path) -> None:
    series = read_series(write(tmp_path, rows(with_surge(), 60)))
    assert series.step == 60
    assert any(isinstance(one, Alarm) for one in back_test(series).said)


def test_that_a_spreadsheet_s_semicolons_and_its_own_names_are_read(tmp_path: Path) -> None:
    series = read_series(write(tmp_path, ["1;2026-01-05 10:00;7", "", "2;2026-01-05 10:05;9"], "no;Time;Mentions"))
    assert [point.value for point in series.points] == [7.0, 9.0]


def test_that_the_night_with_one_hour_twice_is_read_by_its_offsets(tmp_path: Path) -> None:
    told = ["2026-10-25T02:30:00+02:00,1", "2026-10-25T02:00:00+01:00,2", "2026-10-25T02:30:00+01:00,3"]
    series = read_series(write(tmp_path, told))
    assert [point.value for point in series.points] == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["2026-01-05 00:00,many"], "line 2: “many” is no count"),
        (["2026-01-05 00:00,-1"], "line 2: “-1” is no count"),
        (["2026-01-05 00:00,nan"], "line 2: “nan” is no count"),
        (["2026-01-05 00:00,1e300"], "line 2: “1e300” is no count"),
        (["2026-01-05 00:00,1", "yesterday,1"], "line 3: “yesterday” is no time"),
        (["2026-01-05 00:10,1", "2026-01-05 00:05,1"], "line 3: earlier than line 2"),
        (["2026-01-05 00:10,1", "2026-01-05 00:10,2"], "line 3: the same time as in line 2"),
        (["2026-01-05 00:10"], "line 2: a cell is missing"),
        (["0001-01-01 00:00,1"], "line 2: “0001-01-01 00:00” lies outside"),
        (["x" * 5_000 + ",1"], "is no time"),
        ([], "holds no row"),
    ],
)
def test_that_a_row_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, given: list[str], said: str) -> None:
    with pytest.raises(HubdeskError) as told:
        read_series(write(tmp_path, given))
    assert said in str(told.value)
    assert len(str(told.value)) < 400


@pytest.mark.parametrize("header", ["", "a,b", "timestamp", "2026-01-05 00:00,1"])
def test_that_a_file_without_a_header_says_what_to_write(tmp_path: Path, header: str) -> None:
    with pytest.raises(HubdeskError, match="timestamp and value"):
        read_series(write(tmp_path, ["2026-01-05 00:05,1"], header))


def test_that_a_cell_without_end_is_refused_in_one_line(tmp_path: Path) -> None:
    # How long a cell may be is one setting of the whole process, which reading the suites' exports raises.
    with pytest.raises(HubdeskError, match=r"no CSV file|line 2: a cell is missing") as told:
        read_series(write(tmp_path, ['"' + "1" * 200_000]))
    assert len(str(told.value)) < 400
