"""A replay knows nothing of what came later: every panel at T is as if nothing after T had ever been stored.

By design, three things are as they are known last, at every instant: what a better reader read by now, the topics'
queries and names, and the hole that is left where somebody took words back. Two more are not kept: what earlier words'
readings rested on, and how far the watch lagged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from life_fakes import END, START, Life, life

from hubdesk import plugins
from hubdesk.core import DAY, HOUR, Millis, Scope
from hubdesk.panels.detail_against import DetailOptions
from hubdesk.panels.episodes_picture import EpisodesOptions
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

KNOWN = ("page", "page", "page", "late", "correct", "fail", "switch", "tell", "tell", "mark", "look")
PANELS = sorted(plugins.PANELS)


def pictures(reader: Reader, end: Millis) -> dict[str, object]:
    """What every panel shows at an instant, of a day and of an hour, as in a replay."""
    reader.upto(end)
    found: dict[str, object] = {}
    for length in (DAY, HOUR):
        scope = Scope(reader.topics(), end - length, end)
        newest = reader.latest(scope, 1)
        options = {
            "detail": DetailOptions(newest[0].id if newest else 1),
            "episodes": EpisodesOptions(1),
        }
        for name in PANELS:
            found[f"{name} {length}"] = plugins.panel(name).read(reader, scope, options.get(name))
    return found


def differences(one: object, other: object, where: str) -> Iterator[str]:
    """Where two pictures differ, so that a failure can be read."""
    if type(one) is not type(other):
        yield f"{where}: {one!r} != {other!r}"
    elif is_dataclass(one) and not isinstance(one, type):
        for field in fields(one):
            yield from differences(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            yield from differences(mine, theirs, f"{where}[{number}]")
    elif isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(one[key], other[key], f"{where}{key}")
    elif one != other:
        yield f"{where}: {one!r:.300} != {other!r:.300}"


def leaks(folder: Path, whole: Life, instants: int) -> list[str]:
    """Where the whole session, at some instants, shows another thing than the session that ended there."""
    found: list[str] = []
    with open_reader(whole.stored(folder / "whole.hubdesk", END)) as full:
        for number in range(instants):
            at = whole.chance.randrange(START, END)
            with open_reader(whole.stored(folder / f"{number}.hubdesk", at)) as early:
                found += differences(pictures(full, at), pictures(early, at), "")
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_no_panel_shows_what_became_known_later(tmp_path: Path, seed: int) -> None:
    assert leaks(tmp_path, life(seed, KNOWN), 3) == []


@pytest.mark.parametrize("seed", [4, 12, 13, 14])
def test_that_no_panel_shows_words_that_were_edited_later(tmp_path: Path, seed: int) -> None:
    """But for the detail of one mention: what the readings of its earlier words rested on is kept by nobody."""
    found = leaks(tmp_path, life(seed, (*KNOWN, "edit", "edit")), 3)
    assert [one for one in found if not one.startswith("detail")] == []
    assert all(".evidence" in one or ".read[" in one for one in found)


@pytest.mark.parametrize("seed", [21, 22])
def test_that_what_is_taken_back_later_counts_before_and_shows_no_words(tmp_path: Path, seed: int) -> None:
    whole = life(seed, (*KNOWN, "withdraw", "withdraw"))
    at = (START + END) // 2
    with open_reader(whole.stored(tmp_path / "whole.hubdesk", END)) as full:
        shown = pictures(full, at)
        rows = full.latest(Scope(full.topics(), START, at), 1_000)
    with open_reader(whole.stored(tmp_path / "early.hubdesk", at)) as early:
        then = pictures(early, at)
        before = early.latest(Scope(early.topics(), START, at), 1_000)
    assert list(differences(shown[f"trend {DAY}"], then[f"trend {DAY}"], "trend")) == []
    told = list(differences(shown[f"compare {DAY}"], then[f"compare {DAY}"], "compare"))
    # How many have no row any more is known last, and of which sort those were that have no notes any more.
    assert [one for one in told if ".gone" not in one and not one.startswith("compare.apart")] == []
    assert [one.id for one in rows] == [one.id for one in before]
    gone = {one.id for one in rows if one.is_gone_later}
    assert gone
    assert all(one.mention.text == "" for one in rows if one.id in gone)
    for one in rows:
        assert max(one.withdrawn_at or at, one.edited_at or at) == at  # nobody knows when, before it is done
    kept = [one for one in rows if not one.is_gone]
    assert kept == [one for one in before if one.id in {other.id for other in kept}]
