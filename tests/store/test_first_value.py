"""One reading's value in evidence, found without reading the rest, is what reading all of it tells."""

from __future__ import annotations

import json

import pytest

from hubdesk.core import Evidence, Mark
from hubdesk.store.notes import dump_evidence, first_value, load_evidence

MARKS = (Mark("body", 0, 5),)
ALL = (
    Evidence("tone", 'negative ["duplicate","no",null,"",[]]', 0.5, "linear", MARKS),
    Evidence("duplicate", 'at://did:plc:é"/1', None, "words", MARKS),
    Evidence("duplicate", "at://later", None, "words"),
)


@pytest.mark.parametrize("reading", ["tone", "duplicate", "place"])
@pytest.mark.parametrize("evidence", [ALL, ALL[:1], ALL[::-1], ()])
def test_that_one_value_is_what_all_of_the_evidence_tells(reading: str, evidence: tuple[Evidence, ...]) -> None:
    written = dump_evidence(evidence)
    told = next((one.value for one in load_evidence(written) if one.reading == reading), "")
    assert first_value(written, reading) == told
    assert first_value(json.dumps(json.loads(written)), reading) == told  # as somebody else may have written it


@pytest.mark.parametrize("written", ["", "{}", "null", '["duplicate",', '[["duplicate",1]]', "[" * 100_000])
def test_that_what_is_no_evidence_tells_nothing(written: str) -> None:
    assert first_value(written, "duplicate") == ""
