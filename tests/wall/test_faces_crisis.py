"""The faces of a crisis: one read for all of them, nobody's name in it, estimates called ones, the unknown said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from hubdesk.core import HOUR, MINUTE, Scope
from hubdesk.core.channels import ChannelSilence, Voice
from hubdesk.core.scenes import Cell
from hubdesk.panels.crisis_forecast import Forecast, Pace
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.wall.crisis import WallCrisis, WallRoom, silence_of
from hubdesk.wall.crisis_owed import silence_caption, silence_hero
from hubdesk.wall.crisis_words import lowered, outside_words
from hubdesk.wall.face import Face, Veil
from hubdesk.wall.face_crisis import CrisisFace
from hubdesk.wall.face_episode import EpisodeFace
from hubdesk.wall.face_silence import SilenceFace
from hubdesk.wall.face_unanswered import UnansweredFace
from tests.fakes import NOON, session, topic
from tests.panels.episode_fakes import crisis, watched
from tests.wall.faces import CELL, FAR, SHAPES, at_every_size, painted, read, scope, showing

FACES = (CrisisFace, SilenceFace, UnansweredFace, EpisodeFace)
OUTAGE = "2026-11-19T14:32+01:00"
BEFORE_WORDS = "2026-11-19T09:30+01:00"


@pytest.fixture(scope="module")
def outage(demonstration: Reader) -> WallCrisis:
    return read(CrisisFace, demonstration, scope(demonstration, OUTAGE))


def told(reader: Reader, end: str = OUTAGE) -> Any:
    return showing(reader.topics(), scope(reader, end))


def room_of(picture: WallCrisis) -> WallRoom:
    assert picture.room is not None
    return picture.room


def test_that_all_faces_of_a_crisis_ask_the_same_question() -> None:
    assert len({face.read for face in FACES}) == 1
    assert len({face.asked(Cell(face.name, options=(("episode", 7),)), Veil()) for face in FACES}) == 1
    assert CrisisFace.asked(Cell("crisis", options=(("episode", "7"),)), Veil()) == CrisisFace.asked(
        Cell("crisis"), Veil()
    )


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("end", [OUTAGE, BEFORE_WORDS, "2026-11-17T12:00+01:00", "2026-11-20T22:30+01:00"])
def test_that_they_fit_at_every_size(
    qapp: QApplication, demonstration: Reader, face: type[Face[WallCrisis]], end: str
) -> None:
    made, shown = face(), told(demonstration, end)
    picture = read(face, demonstration, scope(demonstration, end))
    if made.vacancy(picture, shown):
        assert not painted(made, picture, shown, *SHAPES[0]).written
    else:
        assert all(one.words for one in at_every_size(made, picture, shown))


@pytest.mark.parametrize("face", FACES)
def test_that_french_fits_at_every_size(
    qapp: QApplication, outage: WallCrisis, demonstration: Reader, face: type[Face[WallCrisis]], french: None
) -> None:
    assert all(one.words for one in at_every_size(face(), outage, told(demonstration)))


def test_that_no_account_is_in_the_picture(demonstration: Reader, outage: WallCrisis) -> None:
    held = repr(outage)
    episodes = demonstration.episodes(scope(demonstration, OUTAGE))
    accounts = {str(one[0]) for episode in episodes for state in episode.states for one in _named(state.evidence)}
    assert len(accounts) > 5
    assert not [name for name in accounts if name in held]


def _named(evidence: Any) -> list[Any]:
    found = evidence.get("authors")
    return found if isinstance(found, list) else []


def test_that_the_multiple_is_painted_and_said_with_what_it_rests_on(
    qapp: QApplication, demonstration: Reader, outage: WallCrisis
) -> None:
    words = painted(CrisisFace(), outage, told(demonstration), 640, 600, CELL).words
    room = room_of(outage)
    times = f"×{room.level.times(room.level.now):.0f}"
    assert times in words
    assert "times the usual" in words
    said = CrisisFace().says(outage, told(demonstration))
    assert said.startswith(f"Orange, crisis: {times} the usual in the last hour, {room.level.now} mentions")
    assert "usual: 9.7/h, as at the alarm" in said
    assert "usual: 9.7/h, as at the alarm" in words


def test_that_an_hour_with_a_gap_has_no_multiple(qapp: QApplication, outage: WallCrisis, demonstration: Reader) -> None:
    room = room_of(outage)
    deaf = replace(outage, room=replace(room, level=replace(room.level, now=None)))
    for made in at_every_size(CrisisFace(), deaf, told(demonstration)):
        assert "×" not in made.words
        assert "—" in made.words
    assert "how loud is not known" in CrisisFace().says(deaf, told(demonstration))


def test_that_nothing_usual_is_said_to_be_unknown(
    qapp: QApplication, outage: WallCrisis, demonstration: Reader
) -> None:
    room = room_of(outage)
    new = replace(outage, room=replace(room, level=replace(room.level, usual=None)))
    assert "what is usual is not known" in painted(CrisisFace(), new, told(demonstration), 640, 600, CELL).words
    assert "usual not known" in CrisisFace().says(new, told(demonstration))


def test_that_a_multiple_rolls_and_ends_exactly(qapp: QApplication, outage: WallCrisis, demonstration: Reader) -> None:
    room = room_of(outage)
    quieter = replace(outage, room=replace(room, level=replace(room.level, now=0)))
    half = replace(told(demonstration), motion=0.5)
    times = room.level.times(room.level.now)
    assert times is not None
    assert f"×{times / 2:.0f}" in painted(CrisisFace(), outage, half, 640, 600, CELL, before=quieter).words
    other = replace(quieter, room=replace(room_of(quieter), known=replace(room.known, main=_other(room))))
    assert f"×{times:.0f}" in painted(CrisisFace(), outage, half, 640, 600, CELL, before=other).words


def _other(room: WallRoom) -> Any:
    return replace(room.known.main, id=9_999)


def test_that_silence_runs_until_a_channel_speaks(
    qapp: QApplication, demonstration: Reader, outage: WallCrisis
) -> None:
    early = read(SilenceFace, demonstration, scope(demonstration, BEFORE_WORDS))
    words = painted(SilenceFace(), early, told(demonstration, BEFORE_WORDS), 1160, 620, FAR).words
    assert "2\u202fh\u202f37" in words
    assert "2 channels of\u00a04 have said nothing" in words
    assert "2 could not be looked at" in words
    later = painted(SilenceFace(), outage, told(demonstration), 1160, 620, FAR).words
    assert "3\u202fh\u202f13" in later
    assert "broken by 3 channels of\u00a04" in later
    assert "official silence 3\u202fh\u202f13" in SilenceFace().says(outage, told(demonstration))


def channel(state: Voice, since: int | None, **over: Any) -> ChannelSilence:
    return ChannelSilence("orange.example", "site-banner", state, since, NOON, **over)


def test_that_a_channel_nobody_could_look_at_is_not_silent() -> None:
    blind = silence_of([channel(Voice.UNKNOWN, None), channel(Voice.UNKNOWN, NOON + MINUTE)])
    assert blind is not None
    assert silence_hero(blind, NOON + HOUR) == "—"
    assert silence_caption(blind) == ("not known: none of 2 channels could be looked at", "not known")
    half = silence_of([channel(Voice.UNKNOWN, None), channel(Voice.SILENT, NOON, denies=True)])
    assert half is not None
    assert (half.silent, half.unknown, half.denying) == (1, 1, 1)
    assert silence_hero(half, NOON + 102 * MINUTE) == "1\u202fh\u202f42"
    spoke = silence_of([channel(Voice.SPOKE, NOON + HOUR), channel(Voice.SILENT, NOON)])
    assert spoke is not None
    assert silence_hero(spoke, NOON + 9 * HOUR) == "1\u202fh"
    assert silence_of([]) is None


def test_that_what_waits_is_called_an_estimate_wherever_it_stands(
    qapp: QApplication, outage: WallCrisis, demonstration: Reader
) -> None:
    waiting = room_of(outage).waiting
    assert waiting is not None
    for made in at_every_size(UnansweredFace(), outage, told(demonstration)):
        assert f"≈\u202f{waiting.waiting}" in made.words
    assert "an estimate" in UnansweredFace().says(outage, told(demonstration))


def test_that_the_change_in_an_hour_is_told_or_why_it_is_not(
    qapp: QApplication, outage: WallCrisis, demonstration: Reader
) -> None:
    room = room_of(outage)
    assert "change not known" in painted(UnansweredFace(), outage, told(demonstration), 640, 600, CELL).words
    known = Forecast(outage.end, 1_234_567, Pace(400, 10), Pace(38, 5))
    grows = replace(outage, room=replace(room, waiting=known))
    words = painted(UnansweredFace(), grows, told(demonstration), 640, 600, CELL).words
    assert "+362 in an hour" in words
    assert "1,234,567" in words
    assert all(one.words for one in at_every_size(UnansweredFace(), grows, told(demonstration)))
    shrinks = replace(outage, room=replace(room, waiting=replace(known, answers=Pace(700, 5))))
    assert "\u2212300 in an hour" in painted(UnansweredFace(), shrinks, told(demonstration), 640, 600, CELL).words


def test_that_unknown_answers_are_said_to_be_unknown(outage: WallCrisis, demonstration: Reader) -> None:
    room = room_of(outage)
    shown, face = told(demonstration), UnansweredFace()
    deaf = replace(outage, room=replace(room, waiting=None, answers_known=False))
    assert face.vacancy(deaf, shown) == "What waits is not known: no post of the brand’s accounts was heard."
    bare = replace(outage, room=replace(room, waiting=None, answers_known=False, accounts=0))
    assert face.vacancy(bare, shown) == "What waits is not known: no account of the brand is declared."


def test_that_a_band_says_level_brand_and_what_contradicts_the_announcement(
    qapp: QApplication, outage: WallCrisis, demonstration: Reader
) -> None:
    words = painted(EpisodeFace(), outage, told(demonstration), 1800, 230, FAR).words
    assert "Level 3" in words
    assert "Orange, crisis: e-mail" in words
    assert "outside Grand Est, announced at 10:05" in words
    said = EpisodeFace().says(outage, told(demonstration))
    for part in ("Level 3", "Orange, crisis", "About: E-mail, 51%", "since 06:59", "Nord, Landes"):
        assert part in said


def test_that_fewer_places_are_named_in_less_room(outage: WallCrisis) -> None:
    announced = room_of(outage).announced
    assert announced is not None
    made = outside_words(announced, outage)
    assert len(made) == 4
    assert made[0].startswith("Nord, Landes, Gironde, ")
    assert made[-1].startswith("Nord and 6 more: ")


def test_that_an_episode_can_be_named_and_one_that_is_over_is_quiet(qapp: QApplication, demonstration: Reader) -> None:
    wanted = scope(demonstration, "2026-11-22T12:00+01:00")
    picture = read(EpisodeFace, demonstration, wanted, episode=21)
    room = room_of(picture)
    assert room.known.id == 21
    assert not room.known.lasts
    shown = showing(demonstration.topics(), wanted)
    assert "fizzled" in EpisodeFace().says(picture, shown)
    yellow = painted(EpisodeFace(), picture, shown, 640, 600, CELL)
    signals = {yellow.image.pixelColor(x, 60).name() for x in range(24, 660)}
    assert "#ffd400" not in signals
    nobody = read(EpisodeFace, demonstration, wanted, episode=123_456)
    assert nobody.is_unknown
    assert "no such episode" in EpisodeFace().says(nobody, shown)


def test_that_a_quiet_hour_says_so_with_the_last_episode(qapp: QApplication, demonstration: Reader) -> None:
    wanted = scope(demonstration, "2026-11-22T23:00+01:00", 12 * HOUR, "Bouygues Telecom")
    picture = read(EpisodeFace, demonstration, wanted)
    assert picture.room is None
    shown = showing(demonstration.topics(), wanted)
    assert EpisodeFace().says(picture, shown).startswith("No episode lasts. Last: Bouygues Telecom, outage, ")
    for made in at_every_size(EpisodeFace(), picture, shown):
        assert "No episode lasts." in made.words.replace("\n", " ")
    assert CrisisFace().vacancy(picture, shown) == "No episode lasts."


def test_that_nobody_watching_is_not_calm(qapp: QApplication, tmp_path: Path) -> None:
    with open_reader(session(tmp_path, ["La fibre est en panne"], [topic("Orange")])) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON + HOUR)
        picture = read(EpisodeFace, reader, wanted)
    assert picture.watched_until is None
    assert "Nobody watches yet" in painted(EpisodeFace(), picture, showing((), wanted), 640, 600, CELL).words


def test_that_a_live_session_is_told_when_its_watch_fell_behind(qapp: QApplication, tmp_path: Path) -> None:
    with open_reader(watched(tmp_path, crisis(), upto=NOON + HOUR)) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON + 2 * HOUR)
        picture = read(EpisodeFace, reader, wanted)
    assert picture.is_late
    for made in at_every_size(EpisodeFace(), picture, showing((), wanted)):
        assert "Nobody watches since 13:00" in made.words.replace("\n", " ")


def test_that_endless_names_fit(qapp: QApplication, outage: WallCrisis, demonstration: Reader) -> None:
    room = room_of(outage)
    assert room.topic is not None
    assert room.announced is not None
    name = "شبكة " * 2000
    long = replace(
        outage,
        room=replace(
            room,
            topic=replace(room.topic, name=name),
            reason="ب " * 200,
            announced=replace(room.announced, place=name, outside=(name,) * 40),
        ),
    )
    for face in FACES:
        assert list(at_every_size(face(), long, told(demonstration)))


def test_that_a_word_in_capitals_stays() -> None:
    assert lowered("Outage") == "outage"
    assert lowered("SMS down") == "SMS down"
    assert lowered("") == ""
