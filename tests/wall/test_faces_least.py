"""In the least room that a face asks for it says something, whole and large enough; its words survive any session."""

from __future__ import annotations

import math

import pytest
from PySide6.QtWidgets import QApplication

from hubdesk import plugins
from hubdesk.core import DAY, HOUR, Scope
from hubdesk.store.reader import Reader
from hubdesk.wall.measure import Measure
from tests.wall.faces import CELL, FAR, NEAR, at_every_size, painted, read, scope, showing

FACES = ("trend", "compare", "volume", "clock", "episode", "crisis", "silence", "unanswered")
OUTAGE = "2026-11-19T14:32+01:00"


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("measure", [FAR, CELL, NEAR])
def test_that_the_least_room_shows_something(
    qapp: QApplication, demonstration: Reader, name: str, measure: Measure
) -> None:
    face, wanted = plugins.face(name)(), scope(demonstration, OUTAGE)
    least = face.needs(measure)
    told = showing(demonstration.topics(), wanted)
    picture = read(type(face), demonstration, wanted)
    made = painted(face, picture, told, math.ceil(least.width()), math.ceil(least.height()), measure)
    made.check()
    assert made.words.strip()


@pytest.mark.parametrize("name", FACES)
def test_that_less_than_that_spills_nothing(qapp: QApplication, demonstration: Reader, name: str) -> None:
    face, wanted = plugins.face(name)(), scope(demonstration, OUTAGE)
    told = showing(demonstration.topics(), wanted)
    picture = read(type(face), demonstration, wanted)
    for width, height in ((300, 60), (60, 300), (40, 40), (150, 150), (900, 30), (8, 8)):
        painted(face, picture, told, width, height, CELL).check()


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("length", [HOUR, 3 * DAY, 30 * DAY])
def test_that_any_span_fits(qapp: QApplication, demonstration: Reader, name: str, length: int) -> None:
    face, wanted = plugins.face(name)(), scope(demonstration, OUTAGE, length)
    told = showing(demonstration.topics(), wanted)
    picture = read(type(face), demonstration, wanted)
    if not face.vacancy(picture, told):
        assert list(at_every_size(face, picture, told))
    assert face.says(picture, told)


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("end", [0, 10**9, 4 * 10**12, 2 * 10**14])
def test_that_times_beside_the_session_are_no_fault(
    qapp: QApplication, demonstration: Reader, name: str, end: int
) -> None:
    face, wanted = plugins.face(name)(), Scope(demonstration.topics(), end - HOUR, end)
    told = showing(demonstration.topics(), wanted)
    picture = read(type(face), demonstration, wanted)
    if not face.vacancy(picture, told):
        painted(face, picture, told, 640, 600, CELL).check()
    assert face.says(picture, told)
    assert isinstance(face.subtitle(picture, told), str)
