"""Where an author's profile or a source says they are is weaker evidence, apart from the places a text names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hubdesk.collector.again import read_again
from hubdesk.collector.intake import Intake
from hubdesk.collector.readers import Readers
from hubdesk.core import HOUR, Author, Entry, Evidence, HubdeskError
from hubdesk.plugins import make_source, region_of, source_row
from hubdesk.sources.mastodon_status import to_mention
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, mention, session

BIO = Author("a@mastodon.example", "A", "https://mastodon.example/@a", 3, "Lille | fibre et vélo")


def entries(region: str = "", author: Author = BIO, text: str = "Plus de réseau à Bordeaux") -> tuple[Entry, ...]:
    arrival = Readers().arrival(())
    return Intake((), (), arrival.read, arrival.where).entries([mention(text, author=author)], region=region)


def places(evidence: tuple[Evidence, ...]) -> list[tuple[str, str]]:
    return [(one.value, one.rule) for one in evidence if one.reading == "place"]


def test_that_a_profile_s_place_is_never_among_those_a_text_names() -> None:
    (entry,) = entries()
    assert "Bordeaux" in entry.notes.places
    assert "Lille" not in entry.notes.places
    found = {value: (rule, score) for value, rule, score in _scored(entry.notes.evidence)}
    assert found["insee:59350"][0] == "profile-alone"
    assert found["insee:59350"][1] < found["insee:33063"][1]
    (silent,) = entries(text="Plus de réseau")
    assert silent.notes.places == ()
    assert [rule for _value, rule in places(silent.notes.evidence)] == ["profile-alone"]


def _scored(evidence: tuple[Evidence, ...]) -> list[tuple[str, str, float]]:
    return [(one.value, one.rule, one.score or 0.0) for one in evidence if one.reading == "place"]


def test_that_a_source_s_region_is_a_third_thing() -> None:
    (entry,) = entries("Bretagne", Author(), "Plus de réseau")
    assert entry.notes.places == ()
    assert places(entry.notes.evidence) == [("reg:Bretagne", "source-alone")]


def test_that_no_mention_keeps_its_author_s_profile_and_reading_again_keeps_what_it_told(tmp_path: Path) -> None:
    path = session(tmp_path)
    old = [replace(one, notes=replace(one.notes, versions=(("places", 0),))) for one in entries("Nord")]
    with open_writer(path) as writer:
        writer.add_page(1, old, cursor="", due_at=0, seen_at=NOON + HOUR)
    assert "vélo".encode() not in path.read_bytes()
    before = _places_of(path)
    assert ("insee:59350", "profile-alone") in before
    assert ("dep:59", "source-alone") in before
    read_again(path, "places", tmp_path / "state", _deaf, readers=Readers())
    with open_reader(path) as reader:
        assert dict(reader.mentions((1,))[0].notes.versions)["places"] > 0
    assert sorted(_places_of(path)) == sorted(before)


def _deaf(_done: int, _all: int) -> None:
    pass


def _places_of(path: Path) -> list[tuple[str, str]]:
    with open_reader(path) as reader:
        heard = reader.mention(1, NOON + HOUR)
        assert heard is not None
        return places(heard.notes.evidence)


def test_that_mastodon_s_profile_is_the_bio_and_the_fields_that_say_where() -> None:
    account = {
        "acct": "a",
        "url": "https://mastodon.example/@a",
        "note": "<p>Fibre &amp; vélo</p>",
        "fields": [
            {"name": "Ville", "value": "<b>Lille</b>"},
            {"name": "Pronoms", "value": "elle"},
            {"name": 3, "value": []},
            "no field",
        ],
    }
    status = {"id": "1", "uri": "https://mastodon.example/1", "content": "<p>oui</p>", "account": account}
    assert to_mention(status, "mastodon.example", {}).author.profile == "Lille\nFibre & vélo"
    for odd in ({"note": 3, "fields": "x"}, {"note": None}, {"fields": [{}] * 1_000}, {"note": "x" * 100_000}):
        assert len(to_mention(status | {"account": account | odd}, "m.example", {}).author.profile) <= 2_100


def test_that_any_source_may_say_where_it_is() -> None:
    row = source_row("feed", {"url": "https://example.org/feed/", "region": "Nord"})
    assert region_of(row.config) == "Nord"
    make_source(row.kind, row.config)
    assert region_of({}) == ""


@pytest.mark.parametrize("region", ["Nulle part", "", 59, "x" * 10_000])
def test_that_a_region_that_is_no_place_is_refused_in_one_line(region: str | int) -> None:
    with pytest.raises(HubdeskError, match="region") as refused:
        source_row("feed", {"url": "https://example.org/feed/", "region": region})
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300
