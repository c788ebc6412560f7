"""Slides of panels that keep a scope of their own, or that do not follow the chips: each says what it is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubdesk import plugins
from hubdesk.core import HOUR, MINUTE, Scope, Span
from hubdesk.core.filters import Filter
from hubdesk.desk.presentation import Basis, read_basis, slide_of
from hubdesk.store.session import open_reader
from tests.fakes import NOON, session, topic

SPAN = Span(NOON - 90 * MINUTE, NOON + HOUR)
NEGATIVE = Filter("tone", ("negative",))


def basis(folder: Path, *panels: str, own: dict[str, Scope] | None = None) -> Basis:
    with open_reader(session(folder, ("la fibre orange",) * 5, (topic(),))) as reader:
        scope = Scope(reader.topics(), SPAN.start, SPAN.end, filters=(NEGATIVE,))
        return read_basis(reader, "s.hubdesk", panels, scope, own=own or {})


def test_that_a_pinned_panels_slide_tells_its_own_span_and_chips(tmp_path: Path, qtbot: object) -> None:
    own = Scope((topic(),), NOON - HOUR, NOON, filters=(NEGATIVE.other_way(),))
    made = basis(tmp_path, "feed", "marks", own={"feed": own})
    slide, _held = slide_of(made, made.shown[0])
    assert "11:00 – 12:00" in slide.subtitle
    assert "Filters: except Tone: negative" in slide.subtitle
    assert "Filters: except Tone: negative" in slide.notes
    assert made.origin.span == SPAN
    assert made.shown[1].origin.span == SPAN


def test_that_no_slide_claims_filters_that_its_panel_does_not_follow(
    tmp_path: Path, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins.panel("coverage"), "follows_filters", False)
    made = basis(tmp_path, "feed", "coverage")
    assert [one.origin.filters for one in made.shown] == ["Tone: negative", ""]
    assert [one.origin.rows for one in made.shown] == [0, 5]
