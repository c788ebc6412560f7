"""Faces of readings on a wall: they fill any area with letters that can be read, and say what was counted."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from hubdesk import i18n
from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Notes, Scope, SourceRow, SourceState, Span, Topic
from hubdesk.core.scenes import Cell
from hubdesk.i18n import percent
from hubdesk.panels.tone_words import share_text
from hubdesk.panels.voices_picture import VoicesOptions, read_voices
from hubdesk.store.found import Emerged
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.store.tone_counts import Split, Told
from hubdesk.wall.board_told import is_fizzled
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Veil
from hubdesk.wall.face_board import BoardAsked, BoardFace
from hubdesk.wall.face_coverage import CoverageFace
from hubdesk.wall.face_map import MapFace, named_places
from hubdesk.wall.face_phrases import PhrasesFace, is_a_name
from hubdesk.wall.face_themes import ThemesFace
from hubdesk.wall.face_tone import ToneFace
from hubdesk.wall.face_voices import VoicesFace
from hubdesk.wall.facts import fact_lines, rolled, rows_that_fit, stretch, vacant
from hubdesk.wall.map_ground import ground_of
from hubdesk.wall.tone_rows import ToneRow, _figure_width, form_of
from hubdesk.widgets.empty import Vacancy
from hubdesk.widgets.map_atlas import OVERSEAS
from hubdesk.widgets.theme import Theme
from tests.fakes import NOON, mention
from tests.wall.faces import CELL, FAR, NEAR, SHAPES, Painted, at_every_size, painted, read, scope, showing

FACES: tuple[type[Face[Any]], ...] = (MapFace, ToneFace, ThemesFace, PhrasesFace, CoverageFace, BoardFace, VoicesFace)
every_face = pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
OUTAGE, LAUNCH, PRICES = "2026-11-19T14:32+01:00", "2026-11-17T12:00+01:00", "2026-11-20T22:30+01:00"
HOSTILE = "\u202e" + "שלום עולם " * 1_000
SPAN = Scope((), NOON - HOUR, NOON + HOUR)
LILLE = ("Lille", "insee:59350", "dep:59", "reg:Hauts-de-France")
READ = (("language", 2), ("places", 1), ("themes", 1), ("tone", 3))


@pytest.fixture(scope="module")
def outage(demonstration: Reader) -> dict[str, Any]:
    """What each face reads of the day of the outage, until 14:32."""
    wanted = scope(demonstration, OUTAGE, DAY)
    return {face.name: read(face, demonstration, wanted) for face in FACES}


def told(reader: Reader, at: str = OUTAGE, length: int = DAY) -> Any:
    return showing(reader.topics(), scope(reader, at, length))


def made(folder: Path, topics: Sequence[Topic] = (), mentions: int = 0, name: str = "orange") -> Path:
    """A session with these topics, each of which heard every mention."""
    path = folder / "made.hubdesk"
    create(path, NewSession("Trial"))
    chance = random.Random(7)
    with open_writer(path) as writer:
        added = [writer.add_topic(one) for one in topics]
        config = {"url": "https://trial.example"}
        source = writer.add_source(SourceRow(0, HOSTILE[:200], "feed", config=config))
        entries = [
            Entry(
                mention(f"{name} panne {n}", published_at=NOON - HOUR + n * 1000 % HOUR),
                Notes(
                    "fr",
                    tone=chance.choice(("negative", "neutral", "positive", "unknown", "")),
                    themes=(chance.choice(("outage_network", "tv", "other")),),
                    places=LILLE,
                    versions=READ,
                ),
                tuple(Match(one.id, one.version) for one in added),
            )
            for n in range(mentions)
        ]
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - HOUR, NOON))
    return path


@every_face
def test_that_it_paints_within_its_area_in_letters_that_can_be_read(
    face: type[Face[Any]], outage: dict[str, Any], demonstration: Reader, qapp: QApplication
) -> None:
    for one in at_every_size(face(), outage[face.name], told(demonstration)):
        assert one.written, f"nothing is said at {one.area}"


@every_face
@pytest.mark.parametrize("at", [LAUNCH, PRICES])
def test_that_it_paints_other_days_in_french_too(
    face: type[Face[Any]], at: str, demonstration: Reader, qapp: QApplication, french: None
) -> None:
    wanted = scope(demonstration, at, DAY)
    picture, shown, made = read(face, demonstration, wanted), told(demonstration, at), face()
    assert not made.vacancy(picture, shown)
    for one in at_every_size(made, picture, shown):
        assert one.written


@every_face
def test_that_any_size_holds_it(
    face: type[Face[Any]], outage: dict[str, Any], demonstration: Reader, qapp: QApplication
) -> None:
    chance, shown, one = random.Random(face.name), told(demonstration), face()
    for _turn in range(12):
        measure = chance.choice((FAR, CELL, NEAR))
        wide, high = (chance.randrange(measure.least, measure.least * 34) for _side in range(2))
        painted(
            one, outage[face.name], shown, wide, high, measure, look=chance.choice(("wall", "light", "dark"))
        ).check()


@every_face
def test_that_it_says_why_there_is_nothing(face: type[Face[Any]], tmp_path: Path, qapp: QApplication) -> None:
    create(path := tmp_path / "new.hubdesk", NewSession("New"))
    with open_reader(path) as reader:
        picture = read(face, reader, SPAN)
        words = face().vacancy(picture, showing((), SPAN))
    assert words.endswith(".")


@every_face
def test_that_it_holds_forty_topics_with_hostile_names(
    face: type[Face[Any]], tmp_path: Path, qapp: QApplication
) -> None:
    topics = [Topic(0, f"{HOSTILE[:90]}{n}", "orange") for n in range(40)]
    with open_reader(made(tmp_path, topics, 60)) as reader:
        wanted = Scope(reader.topics(), SPAN.start, SPAN.end)
        picture, shown = read(face, reader, wanted), showing(reader.topics(), wanted)
    one = face()
    if not one.vacancy(picture, shown):
        for there in at_every_size(one, picture, shown):
            assert "\u202e" not in there.words


@every_face
def test_that_equal_questions_are_one_and_answers_can_be_compared(
    face: type[Face[Any]], demonstration: Reader, outage: dict[str, Any]
) -> None:
    assert face.asked(Cell(face.name, column=1), Veil()) == face.asked(Cell(face.name, title="Other"), Veil())
    assert read(face, demonstration, scope(demonstration, OUTAGE, DAY)) == outage[face.name]


@every_face
def test_that_a_change_ends_at_what_is(
    face: type[Face[Any]], demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    wanted = scope(demonstration, "2026-11-19T13:00+01:00", DAY)
    before, shown = read(face, demonstration, wanted), told(demonstration)
    for width, height, measure in SHAPES[:3]:
        moving = replace(shown, motion=0.4)
        painted(face(), outage[face.name], moving, width, height, measure, before).check()
        still = painted(face(), outage[face.name], shown, width, height, measure)
        ended = painted(face(), outage[face.name], shown, width, height, measure, before)
        assert ended.image == still.image


@every_face
def test_that_it_has_room_where_it_says_that_it_has(
    face: type[Face[Any]], demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    for measure in (FAR, CELL):
        size = face().needs(measure)
        there = painted(face(), outage[face.name], told(demonstration), int(size.width()), int(size.height()), measure)
        there.check()
        assert re.search(r"\d", there.words), f"no figure in {size}"


def test_that_the_map_says_how_many_are_placed_at_every_size(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    picture = outage["map"]
    for one in at_every_size(MapFace(), picture, told(demonstration)):
        assert f"{i18n.number(picture.placed)} placed of {i18n.number(picture.all)}" in one.words.replace("\n", " ")


def test_that_the_map_names_what_lies_outside_the_announced_area(demonstration: Reader, qapp: QApplication) -> None:
    wanted = scope(demonstration, OUTAGE, DAY, "Orange")
    face, picture = MapFace(), read(MapFace, demonstration, wanted)
    shown = showing(demonstration.topics(), wanted)
    drawn = painted(face, picture, shown, 1920, 1000, FAR).words
    assert "Grand Est, announced" in drawn
    assert "Nord\u200223.7" in drawn
    assert "Landes\u200232.3" in drawn
    assert "Nord 23.7" in face.says(picture, shown)
    named = {one.code for one in named_places(picture, face._shown(picture))}
    assert named.isdisjoint(picture.area)


def test_that_the_map_needs_some_places(tmp_path: Path) -> None:
    with open_reader(made(tmp_path, (), 3)) as reader:
        picture = read(MapFace, reader, SPAN)
    words = MapFace().vacancy(picture, showing((), SPAN))
    assert words == "Too few places to tell. 3 placed mentions, 12 needed. 3 placed of 3."


def test_that_overseas_is_in_view_where_there_is_room(qapp: QApplication) -> None:
    wide = {code for window in ground_of(QSizeF(1920, 950), FAR).windows for code in window.codes}
    assert set(OVERSEAS) <= wide
    narrow = ground_of(QSizeF(400, 400), FAR)
    assert len(narrow.windows) == 1
    assert {"2A", "2B"} <= set(narrow.windows[0].codes)


def test_that_the_colours_of_the_map_keep_their_steps(demonstration: Reader, outage: dict[str, Any]) -> None:
    face, picture = MapFace(), outage["map"]
    first = face._shown(picture).scale
    louder = replace(picture, places=tuple(replace(one, mentions=one.mentions * 2) for one in picture.places))
    assert face._shown(louder).scale == first
    far = replace(picture, places=tuple(replace(one, mentions=one.mentions * 500) for one in picture.places))
    assert face._shown(far).scale != first


def test_that_the_tone_tells_what_was_counted_and_always_what_cannot_be_told(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    face, picture = ToneFace(), outage["tone"]
    for row in picture.rows:
        assert f"cannot tell {share_text(row.told.split.unknown, row.told.split.read)}" in face.says(
            picture, told(demonstration)
        )
    drawn = painted(face, picture, told(demonstration), 1920, 1080, FAR).words
    for row in picture.rows:
        assert f"{share_text(row.told.split.negative, row.told.split.read)} negative" in drawn
        assert f"{share_text(row.told.split.unknown, row.told.split.read)} cannot tell" in drawn
        assert f"{i18n.number(row.told.split.read)} of {i18n.number(row.told.split.all)} read" in drawn


def test_that_rows_of_tone_that_were_measured_to_fit_all_fit(qapp: QApplication) -> None:
    canvas = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    try:
        brush = Brush(painter, CELL, Theme("wall"))
        for high in range(3 * CELL.text, 20 * CELL.text):
            each, _paint = form_of(brush, QRectF(0, 0, 12 * CELL.text, high), 2, 4.0 * CELL.text)
            if each > brush.height("strong") * 2.3:  # in full, which is chosen where two rows have room
                assert rows_that_fit(high, each, 2, brush.height("least")) == 2
    finally:
        painter.end()


def test_that_every_share_of_two_digits_has_room_beside_its_sign(qapp: QApplication, french: None) -> None:
    canvas = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    try:
        brush = Brush(painter, CELL, Theme("wall"))
        room = _figure_width(brush) - brush.height("strong") * 0.7
        assert max(brush.width(percent(n / 100, 0)) for n in range(10, 100)) <= room + 0.5
    finally:
        painter.end()


def test_that_the_tone_towards_brands_is_told_when_asked(demonstration: Reader) -> None:
    wanted = scope(demonstration, OUTAGE, DAY, "Orange", "Free")
    picture = read(ToneFace, demonstration, wanted, towards=True)
    assert picture.is_towards
    brands = dict(picture.picture.brands)
    assert {row.name: row.told for row in picture.rows} == {name: brands[name] for name in ("Orange", "Free")}


def test_that_figures_in_the_millions_are_whole(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    many = Told(Split(4_111_222, 3_000_000, 2_000_000, 1_000_000, 5, 6))
    picture = replace(outage["tone"], rows=(ToneRow("Orange", many, demonstration.topics()[0]),), all=1)
    for one in at_every_size(ToneFace(), picture, told(demonstration)):
        assert "…" not in one.words
    themes = outage["themes"]
    grown = tuple(replace(one, told=many) for one in themes.now.themes)
    huge = replace(themes, now=replace(themes.now, themes=grown, read=30_000_000, unread=1_234_567))
    for one in at_every_size(ThemesFace(), huge, told(demonstration)):
        assert not re.search(r"\d…", one.words)


def test_that_a_gap_in_the_tone_s_curve_is_hatched_and_no_bar(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    picture = outage["tone"]
    ground = picture.picture.ground
    gap = Span(ground.span.end - 8 * HOUR, ground.span.end - 2 * HOUR)
    bins = tuple((at, None if gap.start <= at < gap.end else split) for at, split in picture.picture.bins)
    holed = replace(picture.picture, ground=replace(ground, gaps=(gap,)), bins=bins)
    one = replace(picture, picture=holed, rows=picture.rows[:1], all=1)
    image = painted(ToneFace(), one, told(demonstration), 1600, 1000, FAR).image
    middle = int(24 + 150 + (1600 - 150) * (24 - 5) / 24)
    column = {image.pixelColor(middle, y).name() for y in range(600, 900)}
    assert Theme("wall").colour("tone.negative").name() not in column
    assert len(column) > 1, "nothing is hatched"


def test_that_themes_say_their_share_and_whether_a_change_may_be_chance(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    face, picture = ThemesFace(), outage["themes"]
    said = face.says(picture, told(demonstration))
    first = picture.now.themes[0]
    assert share_text(first.told.split.all, picture.now.read) in said
    assert f"of {i18n.number(picture.now.read)} mentions with a theme" in said
    assert "change against 17 Nov 14:32–18 Nov 14:32" in said
    drawn = painted(face, picture, told(demonstration), 1920, 1080, FAR).words
    assert "+24\u202fpt ± 1" in drawn


def test_that_no_change_is_told_against_what_nobody_heard(outage: dict[str, Any], demonstration: Reader) -> None:
    alone = replace(outage["themes"], then=None)
    said = ThemesFace().says(alone, told(demonstration))
    assert "no change is told" in said
    assert "±" not in said


def test_that_phrases_say_what_was_expected_and_hold_no_question(demonstration: Reader, outage: dict[str, Any]) -> None:
    picture = outage["phrases"]
    assert {one.query for one in picture.found.phrases} == {""}
    said = PhrasesFace().says(picture, told(demonstration))
    assert "against 14 Nov 14:32–18 Nov 14:32" in said
    first = picture.found.phrases[0]
    assert f"{i18n.number(first.mentions)} (≈ {i18n.number(first.expected)} expected)" in said


@pytest.mark.parametrize(
    ("text", "is_name"),
    [("orange", True), ("BOUYGUES", True), ("Bouygues Télécom", True), ("mail orange", False), ("…", False)],
)
def test_that_a_brand_s_own_name_is_no_new_phrase(text: str, is_name: bool) -> None:
    named = [frozenset({"orange"}), frozenset({"bouygues", "telecom"})]
    assert is_a_name(text, named) is is_name


def test_that_no_phrase_of_the_outage_is_a_brand(outage: dict[str, Any]) -> None:
    assert {one.text.casefold() for one in outage["phrases"].found.phrases}.isdisjoint({"orange", "sfr", "free"})


def test_that_a_phrase_of_10_000_letters_is_cut_and_its_count_is_not(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    picture = outage["phrases"]
    long = Emerged(HOSTILE, "", 7_654_321, 0.001, 0.0)
    one = replace(picture, found=replace(picture.found, phrases=(long,)))
    for there in at_every_size(PhrasesFace(), one, told(demonstration)):
        assert "7,654,321" in there.words


def test_that_coverage_says_who_does_not_listen_since_when(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    picture, face = outage["coverage"], CoverageFace()
    end = picture.span.end
    first, second = picture.sources[2], picture.sources[5]
    all_of, well = len(picture.sources), picture.listening - 2
    worse = {
        first.id: replace(first, state=SourceState.FAILED, last_at=end - 50 * MINUTE),
        second.id: replace(second, state=SourceState.LATE, last_at=end - 26 * HOUR, name=HOSTILE),
    }
    gap = Span(end - 9 * HOUR, end - 8 * HOUR)
    told_of = replace(picture, sources=tuple(worse.get(one.id, one) for one in picture.sources), gaps=(gap,))
    shown = told(demonstration)
    said = face.says(told_of, shown)
    assert {first.state, second.state} == {SourceState.LISTENING}
    assert f"{well} of {all_of} listening" in said
    assert "failed since 13:42" in said
    assert "late since 18 Nov 12:32" in said
    assert "nobody listened: 05:32–06:32" in said
    for one in at_every_size(face, told_of, shown):
        assert str(well) in one.words


def test_that_a_source_that_never_listened_says_so(demonstration: Reader, outage: dict[str, Any]) -> None:
    picture = outage["coverage"]
    never = replace(picture.sources[0], state=SourceState.FAILED, last_at=None)
    said = CoverageFace().says(replace(picture, sources=(never,), newest_at=None), told(demonstration))
    assert "failed, never listened" in said
    assert "no mention yet" in said


def test_that_what_rose_and_what_fizzled_are_apart(demonstration: Reader) -> None:
    wanted = scope(demonstration, OUTAGE, DAY)
    boards = {which: read(BoardFace, demonstration, wanted, which=which) for which in ("all", "rose", "fizzled")}
    assert all(is_fizzled(one.known) for one in boards["fizzled"].buzzes)
    assert not any(is_fizzled(one.known) for one in boards["rose"].buzzes)
    assert boards["fizzled"].buzzes
    shown = told(demonstration)
    said = BoardFace().says(boards["fizzled"], shown)
    assert "Pschitt: back to the usual 2\u202fh\u202f18 after it began, 195 in all" in said
    assert "new phrase" not in said


def test_that_the_board_says_how_many_have_no_room(
    demonstration: Reader, outage: dict[str, Any], qapp: QApplication
) -> None:
    picture = outage["board"]
    for one in at_every_size(BoardFace(), picture, told(demonstration)):
        cards = sum(bool(re.search("×|≈|—", line)) for line in one.words.split("\n"))
        if cards < picture.all:
            assert re.search(r"^\+\d+ more$", one.words, re.MULTILINE), one.area


def test_that_no_evidence_that_names_accounts_is_in_the_board(outage: dict[str, Any]) -> None:
    board = outage["board"].board
    kept = {key for one in board.shown for state in one.known.states for key in state.evidence}
    assert kept <= {"told", "chance", "mentions"}
    assert {one.found.query for one in board.terms} <= {""}


def test_that_voices_name_public_roles_with_their_source_and_nobody_private(
    demonstration: Reader, qapp: QApplication
) -> None:
    wanted = scope(demonstration, PRICES, DAY)
    face, picture, shown = VoicesFace(), read(VoicesFace, demonstration, wanted), told(demonstration, PRICES)
    said = face.says(picture, shown)
    assert "Clotilde Perriaut, journaliste, 1" in said
    assert "says berry.example" in said
    assert re.search(r"private person, Deux-Sèvres, 48, reach —", said)
    assert "3,288 accounts, 6% by the loudest 10, 1,938 wrote only once" in said
    private = {one.name for one in picture.private} | {one.name for _start, one in picture.began if not one.role}
    assert private == {""}
    drawn = "".join(one.words for one in at_every_size(face, picture, shown))
    speakers = read_voices(demonstration, wanted, VoicesOptions()).speakers
    hidden = {one.account for one in speakers if not one.standing.is_public}
    for account in hidden:
        for called in filter(None, (account.handle, account.name, account.id)):
            assert called not in repr(picture)
            assert called not in said
            assert called not in drawn


def test_that_a_medium_is_one_voice_whoever_writes_for_it(demonstration: Reader) -> None:
    picture = read(VoicesFace, demonstration, scope(demonstration, PRICES, 5 * DAY))
    names = [one.name for one in picture.named]
    assert len(names) == len(set(names))


def test_that_names_are_told_where_nobody_masks_them(demonstration: Reader) -> None:
    wanted = scope(demonstration, PRICES, DAY)
    picture = read(VoicesFace, demonstration, wanted, Veil(masks=False))
    speakers = [
        one for one in read_voices(demonstration, wanted, VoicesOptions()).speakers if not one.standing.is_public
    ]
    assert picture.private[0].name == (speakers[0].account.name or speakers[0].account.handle)


def test_that_a_board_asks_for_what_there_is() -> None:
    odd = Cell("board", options=(("which", "everything"),))
    assert BoardFace.asked(odd, Veil()) == BoardAsked("all", Veil())


def test_that_facts_stay_whole(qapp: QApplication) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        brush = Brush(painter, CELL, Theme("wall"))
        facts = ("312 placed of 4,906", "3 taken back since", "in 12,345 nobody has looked for places yet")
        for width in range(30, 1200, 37):
            for most in (0, 1, 2, 3):
                lines = fact_lines(brush, facts, width, most)
                assert len(lines) <= most
                assert all(brush.width(line, "least") <= width for line in lines)
                said = " ".join(lines).replace(" · ", " ")
                rest = said
                for fact in facts:
                    rest = rest.replace(fact, "")
                assert not rest.strip(), f"half a fact: {rest}"
    finally:
        painter.end()


def test_that_a_figure_ends_where_it_is_and_rows_leave_room_for_their_rest() -> None:
    assert rolled(10, 0, 1.0) == 10
    assert rolled(10, None, 0.0) == 10
    assert rolled(10, 0, 0.5) == 5
    assert rows_that_fit(100, 25, 4) == 4
    assert rows_that_fit(100, 25, 5, 20) == 3
    assert rows_that_fit(10, 25, 5, 20) == 0
    assert vacant(Vacancy("", "Nothing", "Wait.")) == "Nothing. Wait."


def test_that_a_stretch_of_another_day_says_its_day() -> None:
    span = Span(NOON - 2 * DAY, NOON)
    assert stretch(Span(NOON - 2 * HOUR, NOON - HOUR), span, "Europe/Paris") == "10:00–11:00"
    assert stretch(Span(NOON - DAY, NOON - HOUR), span, "Europe/Paris") == "18 Nov 12:00–11:00"


def test_that_nothing_is_painted_in_no_room(outage: dict[str, Any], demonstration: Reader, qapp: QApplication) -> None:
    for face in FACES:
        for wide, high in ((1, 1), (400, 1), (1, 400), (45, 45)):
            there: Painted = painted(face(), outage[face.name], told(demonstration), wide, high, FAR)
            assert not there.spilled(), f"{face.name} at {wide} x {high}"


def test_that_the_whole_area_is_the_face_s(outage: dict[str, Any], demonstration: Reader, qapp: QApplication) -> None:
    for face in FACES:
        there = painted(face(), outage[face.name], told(demonstration), 1160, 620, FAR)
        ground = QColor(Theme("wall").colour("panel")).rgb()
        low = QRectF(there.area.left(), there.area.bottom() - 200, there.area.width(), 200).toRect()
        seen = {
            there.image.pixel(x, y)
            for x in range(low.left(), low.right(), 3)
            for y in range(low.top(), low.bottom(), 3)
        }
        assert seen != {ground}, f"{face.name} leaves the lower part empty"
