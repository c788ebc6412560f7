"""A replay shows again what a wall showed: each cue at its instant, and each scene whose turn it was."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, SECOND, Millis
from hubdesk.core.cue_scenes import marks_of, told_in
from hubdesk.core.cues import SCENES_NOTE, Cue, CueWord, cue_of, mark_of
from hubdesk.core.scenes import Cell, Output, Scene
from hubdesk.demo import demo_path
from hubdesk.scene_file import ready
from hubdesk.store.marks_beside import read_side
from hubdesk.store.review import LONGEST as LONGEST_MARK
from hubdesk.store.review import checked
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer
from hubdesk.wall.following import Following
from hubdesk.wall.kept_scenes import MOST, KeepScenes, read_scenes, seen_of, shown_as
from hubdesk.wall.past import Past, shown_last, to_follow
from hubdesk.wall.state import begun, done, gone_on
from tests.fakes import NOON, session, topic
from tests.wall.faces import instant
from tests.wall.wall_fakes import WALL, Trial, showing

ROUNDS = replace(WALL, scenes=(WALL.scenes[0], replace(WALL.scenes[1], seconds=80), WALL.scenes[2]), seconds=50)
SCENES = Cue(CueWord.SCENES, "0a1b", run="a", at=NOON)
DONE = (
    Cue(CueWord.START, "one", run="a", at=NOON),
    Cue(CueWord.SCENE, "two", run="a", at=NOON + MINUTE),
    Cue(CueWord.BLANK, run="a", at=NOON + 2 * MINUTE),
    Cue(CueWord.WITHDRAW, "9", run="a", at=NOON + 2 * MINUTE),
    Cue(CueWord.START, "one", run="b", at=NOON),
    Cue(CueWord.MESSAGE, "Bonjour", run="b", at=NOON + MINUTE),
)


def marks(*cues: Cue) -> tuple[object, ...]:
    return tuple(mark_of(cue, 1_000 + place) for place, cue in enumerate(cues))


def test_that_the_newest_showing_is_followed() -> None:
    assert to_follow(marks(*DONE)) == DONE[4:]  # type: ignore[arg-type]
    assert to_follow(()) == ()


def test_that_a_rehearsal_on_a_saved_session_hides_nothing_of_what_a_live_wall_showed() -> None:
    assert to_follow(marks(SCENES, *DONE)) == (SCENES, *DONE[:4])  # type: ignore[arg-type]


def test_that_a_wall_does_again_what_was_done_at_each_instant(qtbot: QtBot, tmp_path: Path) -> None:
    demo, at = demo_path(tmp_path / "demo"), instant("2026-11-19T12:00+01:00")
    with showing(qtbot, demo, tmp_path, WALL, at=at) as first:
        first.conductor.playhead.seek(at + 10 * MINUTE)
        first.conductor.go(1)
        first.conductor.playhead.seek(at + 20 * MINUTE)
        first.conductor.do(CueWord.MESSAGE, "Point à 15 h")
        first.conductor.toggle(CueWord.PIN)
    with showing(qtbot, demo, tmp_path, WALL, at=at, follows=True) as again:
        assert again.conductor.state.scene == "one"
        again.conductor.playhead.seek(at + 11 * MINUTE)
        assert again.conductor.state.scene == "two"
        assert again.conductor.state.messages == ()
        again.conductor.playhead.seek(at + HOUR)
        assert again.conductor.state.message("1") == "Point à 15 h"
        assert again.conductor.state.is_pinned
        again.conductor.playhead.seek(at + 5 * MINUTE)
        assert (again.conductor.state.scene, again.conductor.state.is_pinned) == ("one", False)
    with showing(qtbot, demo, tmp_path, WALL, at=at) as alone:
        alone.conductor.playhead.seek(at + HOUR)
        assert alone.conductor.state.scene == "one"  # unless somebody wants it
        alone.conductor.follow(True)
        assert alone.conductor.state.scene == "two"
        alone.conductor.follow(False)
        assert alone.conductor.wall is WALL


def test_that_turns_on_a_saved_session_are_shown_again(qtbot: QtBot, tmp_path: Path) -> None:
    path = sealed(live(tmp_path))
    with showing(qtbot, path, tmp_path, ROUNDS, at=NOON + 10 * MINUTE, speed=30, plays=True) as first:
        seen = {}
        for _second in range(150):
            first.clock.at += 2 * SECOND
            first.ticker.ticked.emit(2 * SECOND)
            seen[first.conductor.at] = first.conductor.state.scene
        first.conductor.playhead.play(False)
        for _second in range(60):  # it stands there, and scenes go on taking turns
            first.clock.at += SECOND
            first.conductor._tick()
        stood = first.conductor.at
        seen[stood] = first.conductor.state.scene
        first.conductor.playhead.seek(stood + 5 * MINUTE)
    assert len(seen) > 80
    assert set(seen.values()) == {"one", "two", "three"}
    with showing(qtbot, path, tmp_path, WALL, at=NOON, follows=True) as again:
        assert {at: at_minute(again, at)[0] for at in reversed(seen)} == seen
    with open_reader(path) as reader:
        assert reader.cues() == ()  # they lie beside it


def test_that_a_wall_on_a_saved_session_is_shown_again_with_the_scenes_it_had(qtbot: QtBot, tmp_path: Path) -> None:
    path, at = sealed(live(tmp_path)), NOON + 10 * MINUTE
    long = tuple(Scene(f"mine {n}", "M" * 150, (Cell("trend"), Cell("tone", column=1)), columns=2) for n in range(40))
    first, second = replace(WALL, scenes=long, veiled=("zut",)), replace(WALL, scenes=long[:2])
    with showing(qtbot, path, tmp_path, first, at=at) as trial:
        trial.conductor.playhead.seek(at + 5 * MINUTE)
        trial.conductor.do(CueWord.SCENE, "mine 7")
        trial.conductor.playhead.seek(at + 15 * MINUTE)
        trial.conductor.use(second)
        trial.conductor.playhead.seek(at + 20 * MINUTE)
        trial.conductor.do(CueWord.SCENE, "mine 1")
    with showing(qtbot, path, tmp_path, WALL, at=at, follows=True) as again:
        found = {minute: at_minute(again, at + minute * MINUTE)[0] for minute in (22, 16, 6, 0)}
        assert found == {0: "mine 0", 6: "mine 7", 16: "mine 0", 22: "mine 1"}
        assert again.conductor.wall.scenes == first.scenes
        assert again.conductor.wall.veiled == ()  # who is masked is for whoever shows it now to say
        told = again.conductor.course._past.told
    with showing(qtbot, path, tmp_path, first, at=at) as third:
        assert third.conductor.course._past.told == told  # the same scenes are told once
        assert third.conductor.log is not None
        run = third.conductor.log.run
    beside = read_side(path.with_name("sealed.marks.jsonl")).marks
    shown = [cue.run for one in beside if (cue := cue_of(one.mark)) is not None and cue.word == CueWord.SHOWN]
    assert len(told) == 2
    assert shown.count(run) == 1
    assert len(shown) < 20


def test_that_a_showing_that_only_took_turns_hides_nothing_of_what_a_presenter_did() -> None:
    turned = (Cue(CueWord.SHOWN, "x", run="c"), Cue(CueWord.START, "one", run="c"), Cue(CueWord.TURN, "two", run="c"))
    assert to_follow(marks(*DONE, *turned)) == DONE[4:]  # type: ignore[arg-type]
    assert to_follow(marks(*turned)) == turned  # type: ignore[arg-type]


@given(some.lists(some.text(max_size=3_000), max_size=8))
def test_that_scenes_told_in_parts_are_read_as_they_were(lines: list[str]) -> None:
    text = "\n".join(lines)
    made = marks_of(Cue(CueWord.SHOWN, "x", run="a", at=NOON), text, 1_000)
    assert all(len(checked(one).value) <= LONGEST_MARK for one in made)
    assert told_in(made) == ({"x": text} if told_in(made) or len(made) > 1 else {})
    if len(made) > 1:
        assert told_in(made[1:]) == {}  # a part is missing


def test_that_a_stranger_s_parts_of_scenes_are_no_scenes() -> None:
    one = mark_of(Cue(CueWord.SHOWN, "x", run="a", at=NOON), 1_000)
    odd = [
        {"part": True, "of": 1},
        {"part": 0, "of": 10**9},
        {"part": -1, "of": 2},
        {"part": 0, "of": 1, "text": 5},
        {},
    ]
    strange = [replace(one, value=json.dumps({"do": "shown", "value": "x", **facts})) for facts in odd]
    assert told_in(strange) == {}
    assert told_in([*strange, *marks_of(Cue(CueWord.SHOWN, "y"), "x" * 5_000, 1)]) == {}  # a line that cannot be cut


def test_that_a_stretch_that_was_gone_over_again_has_the_turns_of_the_last_time() -> None:
    def turns(*minutes: int, scene: str) -> list[Cue]:
        return [Cue(CueWord.TURN, scene, run="a", at=NOON + minute * MINUTE) for minute in minutes]

    said = Cue(CueWord.MESSAGE, "Bonjour", run="a", at=NOON + 15 * MINUTE)
    first, second, third = turns(0, 10, 20, 30, 60, scene="one"), turns(5, 20, 40, scene="two"), turns(4, scene="three")
    assert shown_last([*first[:2], said, *first[2:], *second, *third]) == (
        first[0], said, first[4], *second, *third
    )  # fmt: skip
    assert shown_last([]) == ()


@given(some.lists(some.integers(0, 30), max_size=40))
def test_that_a_turn_stays_unless_its_instant_was_gone_over_later(instants: list[int]) -> None:
    cues = [Cue(CueWord.TURN, str(n), at=at) for n, at in enumerate(instants)]
    times = [0]  # of going over it, for each cue
    for before, after in pairwise(instants):
        times.append(times[-1] + (after < before))
    spans = [[at for at, time in zip(instants, times, strict=False) if time == one] for one in range(max(times) + 1)]
    wanted = tuple(
        cue
        for cue, time in zip(cues, times, strict=False)
        if not any(min(one) <= cue.at <= max(one) for one in spans[time + 1 :])
    )
    assert shown_last(cues) == wanted


ACTS = (
    *((word, "") for word in CueWord if word not in (CueWord.START, CueWord.END, CueWord.SCENES, CueWord.WITHDRAW)),
    *((CueWord.SCENE, scene.name) for scene in ROUNDS.scenes),
    *((CueWord.ZOOM, str(place)) for place in range(3)),
    (CueWord.TAKEOVER, "4"),
)


@given(some.lists(some.tuples(some.integers(0, 400), some.none() | some.sampled_from(ACTS)), max_size=40))
def test_that_whatever_was_done_and_whenever_anybody_looked_the_cues_tell_what_was_on(
    told: list[tuple[int, tuple[str, str] | None]],
) -> None:
    at = NOON
    cues = [replace(SCENES, at=at), Cue(CueWord.START, "two", run="a", at=at)]
    state, seen = begun(ROUNDS, at, "two"), {}
    for seconds, act in told:
        at += seconds * SECOND
        state = gone_on(state, ROUNDS, at)
        if act is not None:
            cue = Cue(act[0], act[1], run="a", at=at)
            state = done(state, cue, ROUNDS, at)
            cues.append(cue)
        seen[at] = state
    following = Following(Past(cues=tuple(cues), scenes={SCENES.value: seen_of(ROUNDS)}), WALL)
    for instants in (list(seen), list(reversed(seen))):
        for instant_ in instants:
            following.go(instant_)
            assert following.shown.state == seen[instant_]


def test_that_going_back_over_a_thousand_cues_is_as_if_one_had_begun_there() -> None:
    odds = random.Random(5)
    cues = [replace(SCENES, at=NOON), Cue(CueWord.START, "one", run="a", at=NOON)]
    for n in range(1_000):
        word, value = odds.choice(ACTS)
        cues.append(Cue(word, value, run="a", at=NOON + n * 40 * SECOND))
        if n % 90 == 60:  # another day's wall
            cues.append(replace(SCENES, run=f"b{n}", at=NOON + n * 40 * SECOND))
            cues.append(Cue(CueWord.START, "two", run=f"b{n}", at=NOON + n * 40 * SECOND))
            cues.append(Cue(CueWord.END, run=f"b{n}", at=NOON + (n + 5) * 40 * SECOND))
    past = Past(cues=tuple(cues), scenes={SCENES.value: seen_of(ROUNDS)})
    following = Following(past, WALL)
    for _try in range(60):
        at = NOON + odds.randrange(40_000) * SECOND
        following.go(at)
        fresh = Following(past, WALL)
        fresh.go(at)
        assert following.shown == fresh.shown


# -- a live wall, and the replay of its session


def live(folder: Path) -> Path:
    """A session of two hours, from NOON on."""
    return session(folder, [f"La fibre est en panne, {n}" for n in range(120)], [topic(role="own")])


def sealed(path: Path) -> Path:
    out = path.with_name("sealed.hubdesk")
    seal(path, out, SealWish(), NOON + 3 * HOUR)
    return out


def looks(trial: Trial, start: Millis, minutes: int) -> dict[Millis, tuple[str, bool]]:
    """Which scene a live wall shows at each minute, and whether it is black. Its timer is late as timers are."""
    seen, odds = {}, random.Random(8)
    trial.now.at = start
    for minute in range(minutes):
        while (left := start + minute * MINUTE - trial.now.at) > 0:
            trial.now.at += min(left, odds.randrange(200, 30_000))
            trial.conductor._tick()
        trial.conductor._tick()
        seen[trial.now.at] = trial.conductor.state.scene, trial.conductor.state.is_blank
    return seen


def at_minute(trial: Trial, at: Millis) -> tuple[str, bool]:
    trial.conductor.playhead.seek(at)
    return trial.conductor.state.scene, trial.conductor.state.is_blank


def test_that_a_replay_shows_at_every_minute_the_scene_that_the_live_wall_showed(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path, ROUNDS) as trial:
        seen = looks(trial, NOON + 31 * MINUTE, 9)
        trial.now.at += 17 * SECOND + 400
        trial.conductor.toggle(CueWord.PIN)
        seen |= looks(trial, NOON + 41 * MINUTE, 5)
        trial.now.at += 3 * SECOND + 900
        trial.conductor.toggle(CueWord.PIN)
        seen |= looks(trial, NOON + 47 * MINUTE, 8)
        trial.now.at += SECOND
        trial.conductor.toggle(CueWord.BLANK)
        seen |= looks(trial, NOON + 56 * MINUTE, 4)
        trial.now.at += 41 * SECOND + 10
        trial.conductor.toggle(CueWord.BLANK)
        seen |= looks(trial, NOON + 61 * MINUTE, 9)
        trial.now.at += 59 * SECOND
        trial.conductor.toggle(CueWord.FREEZE)
        seen |= looks(trial, NOON + 71 * MINUTE, 4)
        trial.now.at += 25 * SECOND
        trial.conductor.go(1)
        trial.conductor.toggle(CueWord.FREEZE)
        seen |= looks(trial, NOON + 76 * MINUTE, 9)
    assert {scene for scene, _is_blank in seen.values()} == {"one", "two", "three"}
    assert any(is_blank for _scene, is_blank in seen.values())
    today = replace(WALL, scenes=WALL.scenes[::-1], seconds=200)  # the file was changed since
    with showing(qtbot, sealed(path), tmp_path, today, at=NOON + 31 * MINUTE, follows=True) as again:
        assert {at: at_minute(again, at) for at in seen} == seen
        shuffled = random.Random(3).sample(list(seen.items()), len(seen))
        assert [at_minute(again, at) for at, _was in shuffled] == [was for _at, was in shuffled]
        assert again.conductor.wall.scenes[0].name == "one"
    with open_reader(path) as reader:
        assert len(reader.cues()) < 16  # turns are not among them


def test_that_a_wall_that_was_changed_is_replayed_with_the_scenes_it_had(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    other = replace(
        ROUNDS,
        scenes=(*ROUNDS.scenes[1:], Scene("four", "Four", (Cell("tone"),), seconds=70, notes="for me alone")),
        masks=False,
    )
    with showing(qtbot, path, tmp_path, ROUNDS) as trial:
        seen = looks(trial, NOON + 31 * MINUTE, 7)
        trial.conductor.use(other)
        seen |= looks(trial, NOON + 39 * MINUTE, 9)
        trial.conductor.use(replace(other, veiled=("zut",)))  # the same scenes: nothing to keep
    assert "four" in {scene for scene, _is_blank in seen.values()}
    with open_reader(path) as reader:
        names = [cue.value for cue in to_follow(reader.cues()) if cue.word == CueWord.SCENES]
        assert len(names) == 2
        assert "for me alone" not in reader.note(SCENES_NOTE + names[1])
    with showing(qtbot, sealed(path), tmp_path, WALL, at=NOON + 31 * MINUTE, follows=True) as again:
        assert {at: at_minute(again, at) for at in reversed(seen)} == seen
        again.conductor.playhead.seek(NOON + 47 * MINUTE)
        assert again.conductor.wall.scene("four") is not None
        assert again.conductor.wall.masks  # who is masked is for whoever shows it now to say
        again.conductor.use(replace(WALL, veil=False))
        assert not again.conductor.wall.veil
        assert again.conductor.wall.scene("four") is not None


def test_that_a_wall_that_comes_up_again_after_a_crash_and_another_day_are_replayed_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path, seen, run = live(tmp_path), {}, ""
    for start in (NOON + 31 * MINUTE, NOON + 50 * MINUTE, NOON + 70 * MINUTE):
        over = {"run": run} if start == NOON + 50 * MINUTE else {}
        with showing(qtbot, path, tmp_path, ROUNDS, world=start, **over) as trial:
            assert trial.conductor.log is not None
            run = trial.conductor.log.run
            seen |= looks(trial, start + MINUTE, 8)
            if start != NOON + 70 * MINUTE:
                trial.conductor.course.log = None  # as one that is killed: its end is not told
    with showing(qtbot, sealed(path), tmp_path, WALL, at=NOON + 31 * MINUTE, follows=True) as again:
        assert {at: at_minute(again, at) for at in seen} == seen


def test_that_what_the_presenter_of_a_replay_makes_black_or_takes_off_stays_so(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with showing(qtbot, path, tmp_path, ROUNDS) as trial:
        looks(trial, NOON + 31 * MINUTE, 2)
        trial.conductor.toggle(CueWord.BLANK)
        looks(trial, NOON + 35 * MINUTE, 2)
        trial.conductor.toggle(CueWord.BLANK)
    with showing(qtbot, sealed(path), tmp_path, WALL, at=NOON + 31 * MINUTE, follows=True) as again:
        again.conductor.toggle(CueWord.BLANK)
        again.conductor.do(CueWord.WITHDRAW, "3")
        again.conductor.do(CueWord.MESSAGE, "Pause")
        for at in (NOON + 50 * MINUTE, NOON + 31 * MINUTE):
            again.conductor.playhead.seek(at)
            assert again.conductor.state.is_blank
            assert again.hall.windows["1"].is_blank
            assert again.conductor.veil().withdrawn == {3}
            assert again.conductor.state.message("1") == "Pause"
        again.conductor.toggle(CueWord.BLANK)
        assert not again.hall.windows["1"].is_blank


def test_that_only_what_a_room_sees_is_kept_of_the_scenes_and_comes_back(tmp_path: Path) -> None:
    own = replace(ready(), outputs=(Output("gauche", "SERIAL-1", 4.0),), veiled=("zut",), seconds=40)
    path = session(tmp_path)
    with open_writer(path) as writer:
        KeepScenes(seen_of(own), Cue(CueWord.SCENES, run="a", at=NOON), NOON)(writer)
    with open_reader(path) as reader:
        (mark,) = reader.cues()
        name = to_follow((mark,))[0].value
        kept = reader.note(SCENES_NOTE + name)
        found = read_scenes(reader, (name,))[name]
    assert not any(word in kept for word in ("SERIAL-1", "zut", *(scene.notes for scene in own.scenes if scene.notes)))
    assert seen_of(shown_as(own, found)) == seen_of(own)
    assert len(kept) < 20_000


def test_that_scenes_that_are_not_there_or_are_none_let_none_take_turns(qtbot: QtBot, tmp_path: Path) -> None:
    path = live(tmp_path)
    with open_writer(path) as writer:
        writer.set_note(SCENES_NOTE + "bad", "[[scene]\n")
        writer.set_note(SCENES_NOTE + "deep", "a = " + "[" * 20_000)
        writer.set_note(SCENES_NOTE + "none", "x = 1")
        cues = [replace(SCENES, value=name) for name in ("bad", "deep", "none", "absent", "x" * 300)]
        writer.add_marks([mark_of(cue, 1_000 + n) for n, cue in enumerate([*cues, *DONE[:2]])])
    with open_reader(path) as reader:
        assert read_scenes(reader, [cue.value for cue in cues] + [str(n) for n in range(MOST * 2)]) == {}
    with showing(qtbot, sealed(path), tmp_path, ROUNDS, at=NOON + 30 * MINUTE, follows=True) as again:
        assert at_minute(again, NOON + 100 * MINUTE) == ("two", False)
