"""A missing or damaged file of ours switches one reading off, says which and why, and leaves all others at work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import hubdesk.resources
from hubdesk.collector.columns import Mapping
from hubdesk.collector.importing import import_posts
from hubdesk.collector.intake import Intake
from hubdesk.collector.readers import BETTER, Readers, tell_off
from hubdesk.core import HOUR, MINUTE, Heard, HubdeskError
from hubdesk.core.readings import ReaderOff
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, mention, session

TEXT = "J'ai quitté SFR pour Sosh à Lille, la fibre marche enfin"
FOLDERS = ("encoder", "heads", "tone", "themes", "places")
ALL = {"language", "tone", "themes", "places", "targets"}
# Each file, and the readings that are lost with it; the judge is the better tier of tone.
FILES = (
    ("encoder/manifest.json", {BETTER}),
    ("encoder/encoder.onnx", {BETTER}),
    ("encoder/embeddings.npy", {BETTER}),
    ("encoder/pieces.json", {BETTER}),
    ("heads/tone_kernel.npz", {BETTER}),
    ("heads/tone_linear.npz", {BETTER, "tone"}),
    ("tone/cues.toml", {BETTER, "tone"}),
    ("themes/themes.toml", {"themes"}),
    ("places/communes.csv.gz", {"places"}),
    ("places/areas.json", {"places"}),
)
HOW = ("missing", "empty", "cut")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("resources")
    for folder in FOLDERS:
        shutil.copytree(hubdesk.resources.resource(folder), root / folder)
    return root


@pytest.fixture
def resources(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of our files that may be damaged; it is whole again afterwards."""
    whole = {name: (copied / name).read_bytes() for name, _lost in FILES}
    monkeypatch.setattr(hubdesk.resources, "_ROOT", copied)
    yield copied
    for name, body in whole.items():
        (copied / name).write_bytes(body)


def damage(file: Path, how: str) -> None:
    body = file.read_bytes()
    file.unlink()
    if how != "missing":
        file.write_bytes(b"" if how == "empty" else body[: len(body) // 2])


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(("name", "lost"), FILES)
def test_that_one_damaged_file_switches_its_reading_off_and_no_other(
    resources: Path, name: str, lost: set[str], how: str
) -> None:
    damage(resources / name, how)
    readers = Readers()
    arrival, told = readers.arrival(()), mention(TEXT)
    notes = arrival.read(told)
    assert set(arrival.off) == lost - {BETTER}
    assert ALL - lost <= dict(notes.versions).keys()
    assert (lost - {BETTER}).isdisjoint(dict(notes.versions))
    assert (notes.tone == "") == ("tone" in lost)
    assert (notes.themes == ()) == ("themes" in lost)
    assert (notes.places == ()) == ("places" in lost)
    for why in arrival.off.values():
        assert "\n" not in why
        assert Path(name).name in why or Path(name).parent.name in why
    judge, heard = readers.judge(), [Heard(1, told, "s", 0, 0, 0, notes)]
    judge.know(())
    if BETTER in lost:
        with pytest.raises(HubdeskError, match=Path(name).name) as error:
            judge.notes(heard)
        assert "\n" not in str(error.value)
    elif how == "missing":
        assert judge.notes(heard)[0].tone


def test_that_mentions_are_stored_when_every_reading_is_off(resources: Path, tmp_path: Path) -> None:
    for name, _lost in FILES:
        damage(resources / name, "missing")
    readers = Readers()
    arrival = readers.arrival(())
    path = session(tmp_path)
    with open_writer(path) as writer, open_reader(path) as reader:
        entries = Intake((), (), arrival.read).entries([mention(TEXT) for _n in range(3)])
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON + HOUR)
        tell_off(reader, writer, arrival.off, at=NOON)
        assert reader.facts().mentions == 3
        assert {one.name for one in reader.off()} == {"tone", "themes", "places"}
        assert {one.notes.language for one in reader.mentions((1, 2, 3))} == {"fr"}
        assert reader.problems() != ()  # `hubdesk check` says it as well


def test_that_an_import_says_which_reading_is_off_and_the_session_keeps_it(resources: Path, tmp_path: Path) -> None:
    damage(resources / "themes" / "themes.toml", "missing")
    path, posts = session(tmp_path), tmp_path / "posts.csv"
    posts.write_text(f'date,text\n2026-11-19T12:00:00Z,"{TEXT}"\n', "utf-8")
    with open_writer(path) as writer, open_reader(path) as reader:
        result = import_posts(posts, Mapping(), reader, writer, NOON)
        assert result.new == 1
        assert any(note.startswith("themes ") and "themes.toml" in note for note in result.notes)
        assert [(one.name, one.since) for one in reader.off()] == [("themes", NOON)]


def test_that_since_when_is_kept_until_the_reader_is_well_again(tmp_path: Path) -> None:
    path = session(tmp_path)
    with open_writer(path) as writer, open_reader(path) as reader:
        tell_off(reader, writer, {"places": "missing", "themes": "missing"}, at=NOON)
        tell_off(reader, writer, {BETTER: "no model"}, of_judge=True, at=NOON + MINUTE)
        tell_off(reader, writer, {}, were_tried=False, at=NOON + 2 * MINUTE)  # a new start; nothing was read yet
        tell_off(reader, writer, {"places": "damaged"}, at=NOON + 3 * MINUTE)
        assert set(reader.off()) == {
            ReaderOff("places", "damaged", NOON),
            ReaderOff(BETTER, "no model", NOON + MINUTE),
        }
        tell_off(reader, writer, {}, at=NOON + 4 * MINUTE)
        tell_off(reader, writer, {}, of_judge=True, at=NOON + 4 * MINUTE)
        assert reader.off() == ()


def test_that_it_is_known_whether_readers_were_tried() -> None:
    arrival = Readers().arrival(())
    assert not arrival.has_read()
    arrival.read(mention(TEXT))
    assert arrival.has_read()
