"""Searches that are remembered and saved, and what is said of a query before it is searched for."""

import pytest

from hubdesk.core import HubdeskError, Scope
from hubdesk.desk.searches import HISTORY, LONGEST, Searches, check
from hubdesk.settings import Settings
from hubdesk.widgets.search_values import PastSearch

NOWHERE = Scope((), 0, 0)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


@pytest.fixture
def searches(file):
    return Searches(Settings(file))


def texts(searches):
    return [one.text for one in searches.all()]


def test_that_the_last_search_is_offered_first_and_once(searches):
    for text in ("panne", "fibre", "panne"):
        searches.remember(text)
    assert texts(searches) == ["panne", "fibre"]


def test_that_the_history_is_twenty_long(searches):
    for n in range(HISTORY + 5):
        searches.remember(f"mot{n}")
    assert texts(searches) == [f"mot{n}" for n in range(HISTORY + 4, 4, -1)]


def test_that_saved_searches_come_first_by_what_they_are_called(searches, file):
    searches.remember("panne NEAR/5 lille")
    searches.save("panne NEAR/5 lille")
    searches.save("livebox", "Box")
    again = Searches(Settings(file))
    assert again.all() == (PastSearch("livebox", "Box", True), PastSearch("panne NEAR/5 lille", "", True))
    assert again.is_saved(" panne  NEAR/5 lille")


def test_that_a_saved_search_is_renamed_and_forgotten_back_into_the_history(searches):
    searches.remember("livebox")
    searches.save("livebox", "Box")
    searches.save("livebox", " Nos\n\tbox ")
    (saved,) = searches.saved()
    assert saved == PastSearch("livebox", "Nos box", True)
    searches.forget(saved)
    assert searches.all() == (PastSearch("livebox"),)
    searches.forget(PastSearch("livebox"))
    assert searches.all() == ()


def test_that_hostile_texts_are_kept_on_one_line_and_come_back(searches, file):
    hostile = ('"\n\t] = [[x', "x" * 100_000, "\ud800", "<b>\x00</b>", "'''", "😀" * 9_000)
    for text in hostile:
        searches.remember(text)
        searches.save(text, text)
    again = Searches(Settings(file))
    assert len(again.saved()) == len(hostile)
    for one in again.all():
        assert "\n" not in one.text + one.name
        assert "\t" not in one.text + one.name
        assert len(one.text) <= LONGEST + 1


def test_that_a_file_that_somebody_wrote_by_hand_is_read_as_far_as_it_goes(file):
    file.write_text(
        'search_history = ["  a  b ", "", "\\n"]\nsaved_searches = ["x\\ty\\tz", "\\t", "plain"]\n', "utf-8"
    )
    assert Searches(Settings(file)).all() == (
        PastSearch("plain", "", True),
        PastSearch("y z", "x", True),
        PastSearch("a b"),
    )


def test_that_a_disk_that_says_no_is_told(file, tmp_path):
    settings = Settings(tmp_path / "none" / "settings.toml")
    (tmp_path / "none").write_text("a file where a folder should be")
    with pytest.raises(HubdeskError, match="not saved"):
        Searches(settings).remember("panne")


def test_that_a_sound_query_has_nothing_said_of_it():
    found = check(None, NOWHERE, "panne NEAR/5 lille")
    assert (found.is_sound, found.remark) == (True, None)


def test_that_an_error_is_said_with_its_place_counted_from_one():
    found = check(None, NOWHERE, "panne NEAR lille")
    assert not found.is_sound
    assert (found.remark.start, found.remark.end) == (6, 10)
    assert found.remark.line.startswith("Character 7: ")
    assert "NEAR/5" in found.remark.line


def test_that_a_small_or_is_a_warning_and_can_be_searched_for():
    found = check(None, NOWHERE, "panne or lille")
    assert found.is_sound
    assert not found.remark.is_error
    assert (found.remark.start, found.remark.end) == (6, 8)


@pytest.mark.parametrize("text", ["(" * 8_000, "a " * 4_000, '"', "*", "\u200b", "'; DROP TABLE mention; --", "\x00"])
def test_that_any_text_is_answered_with_one_line_at_most(text):
    found = check(None, NOWHERE, text)
    assert found.is_sound or found.remark.is_error
    assert found.remark is None or "\n" not in found.remark.line
