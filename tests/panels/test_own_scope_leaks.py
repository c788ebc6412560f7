"""A panel pinned to its own scope knows nothing of what comes after a replay's instant, whatever stretch it keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from life_fakes import END, START, life
from test_nothing_leaks import KNOWN, PANELS, differences

from hubdesk import plugins
from hubdesk.core import HOUR, Millis, Span
from hubdesk.desk.own_scope import Stand, kept, own_scope
from hubdesk.desk.scope_state import ScopeState
from hubdesk.panels.detail_against import DetailOptions
from hubdesk.panels.episodes_picture import EpisodesOptions
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

PINNED: Final = {
    "all of it, and what comes later": ScopeState().fixed_on(Span(START, END)),
    "what is over": ScopeState().fixed_on(Span(START, START + HOUR)),
    "what is still to come": ScopeState().fixed_on(Span(END - HOUR, END)),
    "the last six hours": ScopeState("6h"),
}
PINNED_IN_REPLAY: Final = kept(ScopeState(replay=END, fixed=Span(START, END)), "Europe/Paris")


def pictures(reader: Reader, at: Millis, state: ScopeState) -> dict[str, object]:
    """What every panel that is pinned to that shows in a replay that stands there."""
    reader.upto(at)
    scope = own_scope(state, Stand(at, True, reader.topics(), "Europe/Paris"))
    options = {"detail": DetailOptions(1), "episodes": EpisodesOptions(1)}
    return {name: plugins.panel(name).read(reader, scope, options.get(name)) for name in PANELS}


@pytest.mark.parametrize("state", [*PINNED.values(), PINNED_IN_REPLAY], ids=[*PINNED, "pinned in a replay"])
def test_that_no_pinned_panel_shows_what_became_known_later(tmp_path: Path, state: ScopeState) -> None:
    whole, found = life(2, KNOWN), list[str]()
    with open_reader(whole.stored(tmp_path / "whole.hubdesk", END)) as full:
        for number, at in enumerate((START + 2 * HOUR + 7, END - 2 * HOUR)):
            with open_reader(whole.stored(tmp_path / f"{number}.hubdesk", at)) as early:
                found += differences(pictures(full, at, state), pictures(early, at, state), "")
    assert found == []


def test_that_every_panel_draws_a_stretch_that_is_still_to_come(tmp_path: Path, qtbot: object) -> None:
    state, at = PINNED["what is still to come"], START + HOUR
    with open_reader(life(2, KNOWN).stored(tmp_path / "whole.hubdesk", END)) as reader:
        for name, picture in pictures(reader, at, state).items():
            panel = plugins.panel(name)()
            qtbot.addWidget(panel)  # type: ignore[attr-defined]
            panel.resize(400, 300)
            panel.draw(picture)
            assert panel.grab().width() > 0
