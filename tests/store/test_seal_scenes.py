"""What a wall showed stays in a file sealed with pseudonyms, and names nobody there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, opened, source

from hubdesk.core import Author, Entry, Mention, Topic
from hubdesk.core.cues import SCENES_NOTE, Cue, CueWord, cue_of, mark_of, scenes_name
from hubdesk.core.scenes import Cell, Output, Scene, Wall
from hubdesk.query.syntax import parse
from hubdesk.scene_file import dumps, reads, ready
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer
from hubdesk.wall.kept_scenes import read_scenes

LATER = NOON + 86_400_000
MINISTER = Author("ministre.example", "La Ministre")
PEOPLE = [
    {"name": "La Ministre", "role": "minister", "accounts": ["bluesky:ministre.example"]},
    {"name": "Prénom2xq Nom2xq", "role": "insider", "accounts": ["bluesky:plume2xq"]},
]


def author(number: int) -> Author:
    return Author(f"@plume{number}xq", f"Prénom{number}xq Nom{number}xq", f"did:plc:compte{number}xq", 900)


def posts(cell: Cell) -> str:
    return str(cell.option("query", ""))


SHOWN = Scene(
    "Prénom1xq Nom1xq",
    "Ce que dit Prénom1xq Nom1xq, et plume3xq",
    (
        Cell("feed", options=(("query", "author:plume1xq panne"),), title="@plume1xq"),
        Cell("post", column=1, options=(("by", "new"), ("query", 'orange -author:("Prénom1xq Nom1xq" OR plume3xq)'))),
        Cell("feed", column=2, options=(("query", 'person:"Prénom2xq Nom2xq" OR @plume3xq'),), topics=("plume9xq",)),
        Cell("feed", column=3, options=(("query", "author:(ministre.example OR jamais_lu_xq)"),), screen="plume1xq"),
        Cell("post", column=4, options=(("query", "url:bsky.app/profile/plume1xq OR ((("),)),
        Cell("trend", column=5, length=86_400_000),
    ),
    columns=6,
)
WALL = Wall((SHOWN, *ready().scenes), (Output("plume1xq"),), seconds=40)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, writer = opened(tmp_path_factory.mktemp("session"))
    with writer:
        writer.add_topic(Topic(0, "Orange", "orange"))
        wrote = [(f"at://{n}", "orange, panne" if n % 2 else "orange", author(n % 4)) for n in range(40)]
        wrote.append(("at://ministre/1", "orange", MINISTER))
        entries = [Entry(Mention("bluesky", id_, text, NOON, author=who)) for id_, text, who in wrote]
        add(writer, source(writer, "flux"), entries)
        writer.set_note("people", json.dumps(PEOPLE))
        text = dumps(WALL)
        escaped = text.replace('title = "Ce que dit Prénom1xq', 'title = "Ce que dit\\nPr\\u00e9nom1xq', 1)
        escaped = f"# pour Prénom1xq Nom1xq\n{escaped}"
        for kept in (text, escaped, text + "\nplume1xq.x = 1", "[[scene]\nplume1xq", "plume3xq = 1"):
            writer.set_note(SCENES_NOTE + scenes_name(kept), kept)
        cues = [
            Cue(CueWord.SCENES, scenes_name(text), run="a", at=NOON),
            Cue(CueWord.SCENES, scenes_name("plume3xq = 1"), run="a", at=NOON),
            Cue(CueWord.START, SHOWN.name, run="a", at=NOON),
            Cue(CueWord.MESSAGE, 'Appeler "Prénom3xq Nom3xq"\nou\t@plume0xq', "plume1xq", "a", NOON),
            Cue(CueWord.SCENE, "crisis", run="a", at=NOON),
        ]
        writer.add_marks([mark_of(cue, NOON + n) for n, cue in enumerate(cues)])
    return path


@pytest.fixture(scope="module")
def sealed(session: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sealed") / "anonyme.hubdesk"
    seal(session, out, SealWish(pseudonymise=True), LATER)
    return out


def shown_in(path: Path) -> tuple[tuple[Cue, ...], Wall]:
    """What was done, and the scenes that the first cue names."""
    with open_reader(path) as reader:
        cues = tuple(cue for mark in reader.cues() if (cue := cue_of(mark)) is not None)
        return cues, read_scenes(reader, (cues[0].value,))[cues[0].value]


def test_that_no_byte_of_the_file_names_who_a_scene_or_a_cue_names(session: Path, sealed: Path) -> None:
    held = sealed.read_bytes().lower()
    names = [f"{word}{n}xq" for n in range(4) for word in ("plume", "prénom", "nom", "compte", "pr\\u00e9nom")]
    assert [name for name in (*names, "jamais_lu_xq", "bsky.app") if name.encode() in held] == []
    with open_reader(session) as reader:
        before = [cue.value for mark in reader.cues() if (cue := cue_of(mark)) and cue.word == CueWord.SCENES]
    assert [name for name in before if name.encode() in held] == []  # whoever guesses a name could try it


def test_that_the_scenes_stay_as_they_were_but_for_the_names(sealed: Path) -> None:
    cues, wall = shown_in(sealed)
    assert wall.seconds == 40
    assert wall.scenes[1:] == read_back(ready())
    scene = wall.scenes[0]
    assert [(cell.face, cell.column, cell.length) for cell in scene.cells] == [
        (cell.face, cell.column, cell.length) for cell in SHOWN.cells
    ]
    assert scene.title.startswith("Ce que dit anon-")
    assert scene.cells[0].title.startswith("@anon-")
    assert posts(scene.cells[3]).startswith("author:(ministre.example OR anon-")
    assert cues[2].value == scene.name  # which is still found
    assert cues[3].value.startswith('Appeler "anon-')
    assert cues[3].screen == scene.cells[3].screen
    assert cues[4] == Cue(CueWord.SCENE, "crisis", run="a", at=NOON)
    assert cues[1].value == ""


def read_back(wall: Wall) -> tuple[Scene, ...]:
    return reads(Path("x"), dumps(wall))[0].scenes


def test_that_a_cell_shows_the_same_posts_by_their_authors_pseudonyms(session: Path, sealed: Path) -> None:
    _cues, wall = shown_in(sealed)
    for before, after in zip(SHOWN.cells[:4], wall.scenes[0].cells[:4], strict=True):
        with open_reader(session) as one, open_reader(sealed) as other:
            asked, found = (
                [heard.id for heard in reader.search(parse(posts(cell)), ALWAYS, 100).mentions]
                for reader, cell in ((one, before), (other, after))
            )
        assert found == asked != []
    with open_reader(sealed) as reader:  # a query that cannot be read must not become one that finds everything
        assert reader.search(parse(posts(wall.scenes[0].cells[4])), ALWAYS, 1).total == 0


def test_that_an_account_called_like_a_length_of_time_or_a_topic_leaves_the_scenes_whole(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        writer.add_topic(Topic(0, "4G.plus", "orange"))
        who = [Author("24h", "look back"), Author("4g.plus", "4G.plus"), Author("12", "6")]
        entries = [Entry(Mention("bluesky", str(n), "orange", NOON, author=one)) for n, one in enumerate(who)]
        add(writer, source(writer, "flux"), entries)
        wall = Wall((Scene("12", "x", (Cell("trend", topics=("4G.plus",), length=86_400_000),), columns=12),))
        writer.set_note(SCENES_NOTE + "a", dumps(wall))
        writer.add_marks([mark_of(Cue(CueWord.SCENES, "a", run="a", at=NOON), NOON)])
    seal(path, tmp_path / "out.hubdesk", SealWish(pseudonymise=True), LATER)
    _cues, kept = shown_in(tmp_path / "out.hubdesk")
    assert kept.scenes[0].cells == wall.scenes[0].cells
    assert kept.scenes[0].name.startswith("anon-")


@pytest.mark.parametrize(
    "said", ["not json", "[" * 3_000, "[1]", '{"do": "scenes"}', '{"do": {"@plume_1xq": 1}}', '"@plume_1xq"']
)
def test_that_a_cue_that_is_none_names_nobody_either(tmp_path: Path, said: str) -> None:
    path, writer = opened(tmp_path)
    with writer:
        mark = mark_of(Cue(CueWord.BLANK, run="a", at=NOON), NOON)
        writer.add_marks([replace(mark, value=said)])
    seal(path, tmp_path / "out.hubdesk", SealWish(pseudonymise=True), LATER)
    assert b"plume_1xq" not in (tmp_path / "out.hubdesk").read_bytes()
    with open_writer(path), open_reader(tmp_path / "out.hubdesk") as reader:
        assert reader.problems() == ()
