"""Scenes files that are broken: one clear line for what cannot be shown, and the rest is shown, whatever the bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hubdesk import i18n
from hubdesk.core import HubdeskError
from hubdesk.core.scenes import MOST_CELLS, MOST_SCENES, Doubt, Wall
from hubdesk.scene_file import load, ready_file, save
from hubdesk.scene_file.fields import MOST_DOUBTS

HEAD = '[[scene]]\nname = "one"\ngrid = [4, 2]\n'
MAP = '[[scene.cell]]\npanel = "map"\nat = [0, 0]\n'


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def loaded(tmp_path: Path, text: str | bytes) -> tuple[Wall, tuple[Doubt, ...]]:
    path = tmp_path / "wall.toml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return load(path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('panel = "detail"', "desk alone"),
        ('panel = "no such"', "a wall shows: trend"),
        ("panel = 3", "must be a text"),
        ("", "name one; a wall shows: trend"),
        ('panel = "feed"\nhabit = true', "unknown key; there are: panel, at, size"),
        ('panel = "trend"\nhabit = "yes"', "write true or false"),
        ('panel = "post"\nby = "loudness"', "“loudness” is none of: new, reach, rarity"),
        ('panel = "post"\nby = 3', "must be a text"),
        ('panel = "crisis"\nepisode = "1"', "whole number"),
        ('panel = "crisis"\nepisode = true', "whole number"),
        (f'panel = "crisis"\nepisode = 1{"0" * 30}', "whole number"),
        (f'panel = "crisis"\nepisode = 0x{"f" * 9000}', "whole number"),
        ('panel = "feed"\nat = [4, 0]', "outside the grid of 4 × 2"),
        ('panel = "feed"\nat = [3, 1]\nsize = [2, 1]', "reaches out of the grid of 4 × 2, and is cut to it"),
        ('panel = "feed"\nat = [0, 0]', "over another cell"),
        ('panel = "feed"\nat = [-1, 0]', "two whole numbers from 0 to 11"),
        ('panel = "feed"\nat = [1.0, 0]', "two whole numbers"),
        ('panel = "feed"\nat = [true, 0]', "two whole numbers"),
        ('panel = "feed"\nat = "left"', "two whole numbers"),
        ('panel = "feed"\nsize = [0, 1]', "two whole numbers from 1 to 12"),
        ('panel = "feed"\nsize = [4, 2]', "no room left on the grid of 4 × 2"),
        ('panel = "feed"\nlook_back = "soon"', "“soon” is no length of time"),
        ('panel = "feed"\nlook_back = 6', "“6” is no length of time"),
        ('panel = "feed"\nlook_back = "5s"', "no length of time; write 1m to"),
        ('panel = "feed"\ntopics = "Orange"', "write a list"),
        ('panel = "feed"\ntopics = [3]', "the cell is left out"),
        ('panel = "feed"\ntopics = ["Orange", 3]', "write a list"),
        ('panel = "feed"\ntopics = ["role:owner"]', "“owner” is no role"),
        ('panel = "feed"\nscreen = "left"', "no [[screen]] is called “left”"),
        (f'panel = "feed"\ntitle = "{"x" * 500}"', "has 500 characters; 160 are the most"),
    ],
)
def test_that_a_wrong_cell_is_a_doubt_with_its_line_and_the_others_are_shown(
    tmp_path: Path, line: str, words: str
) -> None:
    wall, doubts = loaded(tmp_path, f"{HEAD}{MAP}\n[[scene.cell]]\n{line}\n")
    assert wall.scenes[0].cells[0].face == "map"
    found = [doubt for doubt in doubts if words in doubt.words]
    assert len(found) == 1, doubts
    assert 8 <= found[0].line <= 11
    assert all(doubt.words.startswith("scene “one”, cell 2") and "\n" not in doubt.words for doubt in doubts)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("[wall]\nmask = 0\n", "[wall], mask: write true or false", 2),
        ('[wall]\nveiled = ["a", "a"]\n', "veiled: write a list", 2),
        ("[wall]\ntakeover = 4\n", "takeover: write a whole number from 0 to 3", 2),
        ('[wall]\nrotate = "10s"\n', "rotate: a scene stays 20 s at least", 2),
        ("[wall]\nrotate = 30\n", "rotate: “30” is no length", 2),
        ("[wall]\ndistance_m = 0\n", "distance_m: write a number from 0.3 to 60", 2),
        ("[wall]\ndistance_m = nan\n", "distance_m: write a number", 2),
        ("[wall]\ndiagonal_in = inf\n", "diagonal_in: write a number", 2),
        ("[wall]\ncolour = 1\n", "colour: unknown key; there are: look_back, rotate", 2),
        ("wall = 3\n", "write [wall] in single brackets", 1),
        ("[[wall]]\n", "write [wall] in single brackets", 1),
        ("[walls]\n", "walls: unknown key; there are: wall, screen, scene", 1),
        ("[screen]\n", "write [[screen]] in double brackets", 1),
        ('[[screen]]\nname = "a"\n[[screen]]\nname = "A"\n', "screen 2, name: another one is called so too", 4),
        ("[[screen]]\nidentity = 3\n", "screen “1”, identity: must be a text", 2),
    ],
)
def test_that_a_wrong_wall_or_screen_is_a_doubt_with_its_line_and_its_usual_value(
    tmp_path: Path, text: str, words: str, line: int
) -> None:
    wall, (doubt,) = loaded(tmp_path, text + HEAD + MAP)
    assert words in doubt.words
    assert doubt.line == line
    assert wall.masks
    assert [one.name for one in wall.scenes] == ["one"]


def test_that_scenes_take_turns_no_faster_than_they_can_be_read(tmp_path: Path) -> None:
    wall, doubts = loaded(tmp_path, '[wall]\nrotate = "1s"\n' + HEAD + "seconds = 5\n" + MAP)
    assert (wall.seconds, wall.scenes[0].seconds, [one.line for one in doubts]) == (20, 20, [2, 6])
    assert loaded(tmp_path, '[wall]\nrotate = "0s"\n' + HEAD + MAP)[0].seconds == 0


def test_that_scenes_of_one_name_are_both_shown(tmp_path: Path) -> None:
    wall, (doubt,) = loaded(tmp_path, HEAD + MAP + HEAD.replace("one", "ONE") + MAP)
    assert [one.name for one in wall.scenes] == ["one", "ONE (2)"]
    assert "“ONE (2)”" in doubt.words
    assert doubt.line == 8


def test_that_a_scene_without_a_cell_is_said_and_stays_for_whoever_writes_it(tmp_path: Path) -> None:
    wall, (doubt,) = loaded(tmp_path, '[[scene]]\nname = "none"\n' + HEAD + MAP)
    assert [(one.name, len(one.cells)) for one in wall.scenes] == [("none", 0), ("one", 1)]
    assert (doubt.line, "“none”: has no cell" in doubt.words) == (1, True)
    save(tmp_path / "other.toml", wall)
    assert load(tmp_path / "other.toml")[0] == wall


def test_that_more_than_the_most_is_said_and_left_out(tmp_path: Path) -> None:
    cells = "".join('[[scene.cell]]\npanel = "map"\n' for _n in range(MOST_CELLS + 4))
    wall, (doubt,) = loaded(tmp_path, "[[scene]]\ngrid = [12, 12]\n" + cells)
    assert len(wall.scenes[0].cells) == MOST_CELLS
    assert f"has {MOST_CELLS + 4} cells" in doubt.words
    scenes = "".join(f'[[scene]]\n[[scene.cell]]\npanel = "map"\nx{n} = 1\n' for n in range(MOST_SCENES + 5))
    wall, doubts = loaded(tmp_path, scenes)
    assert len(wall.scenes) == MOST_SCENES
    assert len(doubts) == MOST_DOUBTS + 1
    assert doubts[-1].words == "1 more thing is wrong"


def test_that_a_cell_of_another_version_keeps_its_place_and_what_it_was_told(tmp_path: Path) -> None:
    wall, doubts = loaded(tmp_path, HEAD + MAP + '[[scene.cell]]\npanel = "globe"\nat = [1, 0]\nspin = 3\n')
    assert len(doubts) == 1
    cell = wall.scenes[0].cells[1]
    assert (cell.face, cell.column, cell.options) == ("globe", 1, (("spin", 3),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "declares no scene; write [[scene]]"),
        (b"scene = 3", "no scene can be shown; the file, scene: write [[scene]] in double brackets"),
        (b"[[scene]]\nname = 'x'", "line 1: no scene can be shown; scene “x”: has no cell"),
        (b"[[scene]\n", "at line 1"),
        (b"\n\nx", "at end of document"),
        (b"\xff\xfe\xff", "not UTF-8"),
        (b"x = \xe9", "line 1: this is not UTF-8"),
        (b"x = " + b"[" * 100_000, "nested too deep"),
        (b"\nx = 1" + b"0" * 100_000, "wall.toml: "),
        (b"\n\na" + b".a" * 400_000 + b" = 1", "line 3: a key has more than 24 parts"),
        (b"[" + b'"a" . ' * 100_000 + b"a]", "line 1: a key has more than 24 parts"),
        (b"#" * 2_000_000, "larger than 1 MB"),
    ],
)
def test_that_what_is_no_scenes_file_is_refused_in_one_line(tmp_path: Path, text: bytes, words: str) -> None:
    with pytest.raises(HubdeskError) as caught:
        loaded(tmp_path, text)
    assert words in str(caught.value)
    assert "wall.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_dots_in_texts_and_numbers_are_no_parts_of_a_key(tmp_path: Path) -> None:
    dots = "a." * 200
    notes = f"[[scene]]\nnotes = '''\n{dots}\n[[scene]]\n'''\n# {dots}\ntitle = \"{dots[:100]}\"\n{MAP}colour = 1\n"
    wall, (doubt,) = loaded(tmp_path, notes)
    assert len(wall.scenes) == 1
    assert doubt.line == 11
    assert loaded(tmp_path, f"[wall]\nx = [{'0.5, ' * 200}]\n{HEAD}{MAP}")[1][0].line == 2


def test_that_what_others_wrote_has_no_control_or_direction_characters(tmp_path: Path) -> None:
    wall, _doubts = loaded(
        tmp_path, '[[scene]]\nname = "a\\u202e\\u0007\\tb"\ntitle = "\\u200fx\\n y\\u00a0: "\n' + MAP
    )
    assert (wall.scenes[0].name, wall.scenes[0].title) == ("a b", "x y\u00a0:")


READY = ready_file().read_bytes()
PIECES = (
    *(
        b"[[scene]]",
        b"[[scene.cell]]",
        b"[wall]",
        b"= ",
        b'"',
        b'"""',
        b"[",
        b"]",
        b"{",
        b"}",
        b"\n",
        b"#",
        b"0x",
        b"1e9",
    ),
    *(b"\\", b"nan", b"true", b"\x00", b"\xff", b"\xc3\xa9", b"99999999999999999999", b"1979-05-27T07:32:00Z"),
    *(b"'''", b"at = [0, 0]", b"size = [1, 1]", b"scene.cell.panel = 3", b'screen = "1"'),
)


def mangled(chance: random.Random) -> bytes:
    """The ready file with some of its bytes, lines or keys changed."""
    text = bytearray(READY)
    for _n in range(chance.choice((1, 1, 2, 5, 40))):
        lines = bytes(text).split(b"\n")
        n = chance.randrange(len(lines))
        match chance.randrange(8):
            case 0:
                text[chance.randrange(len(text))] = chance.randrange(256)
            case 1:
                at = chance.randrange(len(text))
                text[at:at] = chance.choice(PIECES)
            case 2:
                at = chance.randrange(len(text))
                del text[at : at + chance.randrange(1, 200)]
            case 3:
                del lines[n]
                text = bytearray(b"\n".join(lines))
            case 4:
                lines.insert(chance.randrange(len(lines)), lines[n])
                text = bytearray(b"\n".join(lines))
            case 5:
                key = lines[n].partition(b"=")[0]
                lines[n] = key + b"= " + chance.choice(PIECES)
                text = bytearray(b"\n".join(lines))
            case 6:
                _key, sign, value = lines[n].partition(b"=")
                lines[n] = chance.choice((b"name", b"panel", b"grid", b"at", b"cell", b"topics")) + b" " + sign + value
                text = bytearray(b"\n".join(lines))
            case _:
                text = text[: chance.randrange(1, len(text) + 1)]
        if not text:
            text = bytearray(b"\n")
    return bytes(text)


@pytest.mark.parametrize("seed", range(8))
def test_that_no_mangled_file_ends_in_anything_but_a_wall_or_one_line(tmp_path: Path, seed: int) -> None:
    path, chance, walls, refused = tmp_path / "wall.toml", random.Random(seed), 0, []
    for _round in range(60):
        path.write_bytes(mangled(chance))
        try:
            wall, doubts = load(path)
        except HubdeskError as error:
            refused.append(str(error))
            continue
        walls += 1
        assert any(scene.cells for scene in wall.scenes)
        assert all("\n" not in doubt.words and len(doubt.words) < 600 for doubt in doubts)
        for scene in wall.scenes:
            for cell in scene.cells:
                assert cell.column + cell.columns <= scene.columns <= 12
                assert cell.row + cell.rows <= scene.rows <= 12
    assert not any("\n" in words for words in refused)
    assert walls > 3  # most mutations break the TOML; those that do not are shown
