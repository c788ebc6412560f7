"""The map: what it counts and says, what a click and the keys open, and that its colours keep their steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention, session
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Entry, Notes, Scope, Withdrawal
from hubdesk.panels.map import MapPanel
from hubdesk.panels.map_picture import MapOptions, MapPicture, headline, placed_text, read_map
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.empty import EmptyState, Notice
from hubdesk.widgets.map_area import AreaDialog
from hubdesk.widgets.map_atlas import atlas
from hubdesk.widgets.map_foot import ButtonRow
from hubdesk.widgets.map_list import PlaceList
from hubdesk.widgets.map_readout import read_out
from hubdesk.widgets.map_view import MapView

SCOPE = Scope((), NOON - HOUR, NOON + HOUR)
LILLE = ("Lille", "insee:59350", "dep:59", "reg:Hauts-de-France")
LANDES = ("Landes", "dep:40", "reg:Nouvelle-Aquitaine")
NANCY = ("Nancy", "insee:54395", "dep:54", "reg:Grand Est")
GRAND_EST = ("Grand Est", "reg:Grand Est")
READ = (("places", 1), ("tone", 2))


def made(folder: Path, told: Sequence[tuple[tuple[str, ...], int]]) -> Path:
    """A session with so many mentions of each of these places."""
    path = session(folder)
    entries = [
        Entry(
            mention(published_at=NOON + i * 1000, native_id=f"at://{named}/{i}"),
            Notes(places=named, tone="negative" if i % 2 else "", versions=READ),
        )
        for named, count in told
        for i in range(count)
    ]
    with open_writer(path) as writer:
        source = writer.add_source(replace(writer_source(path), name="Places"))
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON + 30 * MINUTE, covers=None)
    return path


def writer_source(path: Path):  # type: ignore[no-untyped-def]
    with open_reader(path) as reader:
        return replace(reader.sources()[0], id=0)


USUAL = ((LILLE, 40), (LANDES, 10), (NANCY, 6), ((*LILLE, *NANCY), 2), (GRAND_EST, 5), (("dep:zz",), 1), ((), 9))


def read(
    folder: Path, options: MapOptions | None = None, told: Sequence[tuple[tuple[str, ...], int]] = USUAL
) -> MapPicture:
    with open_reader(made(folder, told)) as reader:
        return read_map(reader, SCOPE, options or MapOptions())


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> MapPanel:
    look.use(qapp, "light")
    panel = MapPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    return panel


def view_of(panel: MapPanel) -> MapView:
    view = panel.findChild(MapView)
    assert view is not None
    return view


def point(view: MapView, code: str) -> QPoint:
    spot = view.spot_of(code)
    assert spot is not None
    return spot.toPoint()


def said(panel: MapPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if not label.isHidden()]


def test_that_mentions_are_counted_where_their_texts_say_and_the_rest_is_told(tmp_path: Path) -> None:
    picture = read(tmp_path)
    counts = {one.code: one.mentions for one in picture.places if one.mentions}
    assert counts == {"59": 42, "40": 10, "54": 8}
    assert (picture.placed, picture.all, picture.unread) == (59, 73, 0)  # a region places none; "dep:zz" is no place
    assert placed_text(picture) == "59 placed of 73"
    assert picture == read_again(tmp_path, picture)


def read_again(folder: Path, picture: MapPicture) -> MapPicture:
    with open_reader(folder / "trial.hubdesk") as reader:
        return read_map(reader, SCOPE, picture.options)


def test_that_the_count_of_a_place_is_the_count_of_the_rows_it_opens(tmp_path: Path) -> None:
    path = made(tmp_path, USUAL)
    with open_writer(path) as writer:
        writer.withdraw([Withdrawal("bluesky", f"at://{LILLE}/3")], NOON + 40 * MINUTE)
    with open_reader(path) as reader:
        picture = read_map(reader, SCOPE, MapOptions(zoomed="59"))
        for one in (*picture.places, *(picture.towns or ())):
            assert reader.search(parse(f"place:{one.code}"), SCOPE, 0).total == one.mentions - one.gone
        assert sum(one.gone for one in picture.places) == picture.gone == 1


def test_that_a_zoom_counts_towns_and_says_what_names_none(tmp_path: Path) -> None:
    nord = ("Nord", "dep:59")
    picture = read(tmp_path, MapOptions(zoomed="59"), ((LILLE, 12), (nord, 3)))
    assert [(one.name, one.mentions) for one in picture.towns or ()] == [("Lille", 12)]
    assert (picture.named, picture.alone) == (15, 3)


def test_that_what_nobody_has_read_is_told_apart_from_what_names_no_place(tmp_path: Path) -> None:
    path = made(tmp_path, ((LILLE, 12),))
    with open_writer(path) as writer:
        row = writer.add_source(writer_source(path))
        writer.add_page(row.id, [Entry(mention())], cursor="", due_at=0, seen_at=NOON, covers=None)
        writer.set_note("readers", '{"places": "communes.csv.gz is damaged"}')
    with open_reader(path) as reader:
        picture = read_map(reader, SCOPE, MapOptions())
    assert placed_text(picture) == "12 placed of 13 · in 1 nobody has looked for places yet"
    assert picture.off == "communes.csv.gz is damaged"


def test_that_places_outside_the_official_area_are_named_with_their_rate(tmp_path: Path, panel: MapPanel) -> None:
    area = atlas().of_region("44")
    panel.set_options(MapOptions(area=area))
    picture = read(tmp_path, MapOptions(area=area))
    panel.draw(picture)
    shown = view_of(panel).shown
    assert headline(picture, shown) == "Outside the official area: Landes\u00a02.3, Nord\u00a01.6"
    assert shown.area_label == "Grand Est 0.14, announced"
    panel.set_by_rate(False)
    assert view_of(panel).shown.area_label == "Grand Est 8, announced"
    assert headline(picture, view_of(panel).shown) == "Outside the official area: Nord\u00a042, Landes\u00a010"
    panel.set_by_rate(True)
    assert "59 placed of 73 · 51 of these outside the official area" in said(panel)
    places = panel.findChild(PlaceList)
    assert places is not None
    assert places.texts()[:2] == ("Outside the official area", "Landes 2.3 10")
    assert "outside the official area" in read_out(shown.place("59"), shown).remarks  # type: ignore[arg-type]


def test_that_a_hundred_places_outside_are_counted_not_listed(tmp_path: Path, panel: MapPanel) -> None:
    told = [((f"dep:{code}",), 6) for code in ("59", "40", "75", "13", "29")]
    picture = read(tmp_path, MapOptions(area=("54",)), told)
    panel.set_options(picture.options)
    panel.draw(picture)
    assert headline(picture, view_of(panel).shown).endswith(" and 2 more")


def test_that_too_few_placed_mentions_draw_no_map_and_open_their_rows(
    tmp_path: Path, panel: MapPanel, qtbot: QtBot
) -> None:
    panel.draw(read(tmp_path, told=((LILLE, 2), (LANDES, 1), ((), 30))))
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.shown.head == "Too few places to tell"
    assert empty.shown.text == "3 placed mentions, 12 needed. 3 placed of 33."
    with qtbot.waitSignal(panel.wish) as wished:
        empty.chosen.emit("rows")
    assert wished.args == ["rows", Rows("place:40 OR place:59")]


def test_that_an_empty_scope_says_why(tmp_path: Path, panel: MapPanel) -> None:
    panel.draw(read(tmp_path, told=()))
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.shown.head in ("Listening for 1 h", "Listening", "Not listening yet")


def test_that_the_steps_stay_until_someone_asks_to_fit(tmp_path: Path, panel: MapPanel) -> None:
    picture = read(tmp_path)
    panel.draw(picture)
    first = view_of(panel).shown.scale
    louder = replace(picture, places=tuple(replace(one, mentions=one.mentions * 50) for one in picture.places))
    panel.draw(louder)
    assert view_of(panel).shown.scale == first
    panel.set_by_rate(False)
    panel.set_by_rate(True)
    assert view_of(panel).shown.scale == first
    row = panel.findChild(ButtonRow)
    assert row is not None
    row.chosen.emit("fit")
    assert view_of(panel).shown.scale.steps[-1] >= first.steps[-1] * 20


def test_that_a_click_opens_a_place_s_mentions(tmp_path: Path, panel: MapPanel, qtbot: QtBot) -> None:
    panel.draw(read(tmp_path))
    view = view_of(panel)
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, "40"))
    assert wished.args == ["rows", Rows("place:40")]
    with qtbot.assertNotEmitted(panel.wish):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 3, view.height() - 3))


def test_that_arrows_walk_to_neighbours_and_enter_opens_then_zooms(
    tmp_path: Path, panel: MapPanel, qtbot: QtBot
) -> None:
    panel.draw(read(tmp_path))
    view = view_of(panel)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.here == "40"  # the loudest by inhabitants
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.here == "33"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.here == "40"
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wished.args == ["rows", Rows("place:40")]
    with qtbot.waitSignal(panel.options_changed):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert panel.options() == MapOptions(zoomed="40")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert panel.options() == MapOptions()
    assert view.here == "40"


def test_that_every_department_can_be_walked_to(tmp_path: Path, panel: MapPanel, qtbot: QtBot) -> None:
    panel.draw(read(tmp_path))
    view = view_of(panel)
    reached, ahead = {"40"}, ["40"]
    while ahead:
        code = ahead.pop()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            view.go_to(code)
            qtbot.keyClick(view, key)
            if view.here not in reached:
                reached.add(view.here)
                ahead.append(view.here)
    assert reached == atlas().departments.keys()


def test_that_a_double_click_and_the_wheel_zoom_and_a_town_opens_its_rows(
    tmp_path: Path, panel: MapPanel, qtbot: QtBot
) -> None:
    panel.draw(read(tmp_path))
    view = view_of(panel)
    with qtbot.waitSignal(panel.options_changed):
        qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=point(view, "59"))
    assert panel.options() == MapOptions(zoomed="59")
    assert view.shown.towns is None  # being read
    panel.draw(read_again(tmp_path, replace(panel._picture, options=panel.options())))  # type: ignore[type-var]
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, "59350"))
    assert wished.args == ["rows", Rows("place:59350")]
    assert "Nord: 42 mentions, 0 name no town" in said(panel)
    turn(view, -120)
    assert panel.options() == MapOptions()
    assert view.shown.zoomed == ""


def turn(view: MapView, angle: int) -> None:
    at = QPointF(view.rect().center())
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, angle), none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, event)


def test_that_paris_is_found_in_its_inset_and_overseas_by_their_own(tmp_path: Path, panel: MapPanel) -> None:
    panel.draw(read(tmp_path))
    frame = view_of(panel).frame()
    insets = [window for window in frame.windows if window.is_inset]
    assert len(insets) == 6
    for window in insets:
        for code in window.codes:
            assert frame.at(window.px(atlas().departments[code].label)) == code
    assert frame.at(QPointF(-5, -5)) == ""


def test_that_the_list_and_the_map_are_at_the_same_place(tmp_path: Path, panel: MapPanel, qtbot: QtBot) -> None:
    panel.draw(read(tmp_path))
    places, view = panel.findChild(PlaceList), view_of(panel)
    assert places is not None
    assert places.isVisible()
    places.setFocus()
    qtbot.keyClick(places, Qt.Key.Key_Down)
    qtbot.keyClick(places, Qt.Key.Key_Down)
    assert view.here == "59"
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(places, Qt.Key.Key_Return)
    assert wished.args == ["rows", Rows("place:59")]
    panel.resize(420, 500)
    assert not places.isVisible()


def test_that_the_area_is_chosen_by_region_and_by_name(tmp_path: Path, panel: MapPanel, qtbot: QtBot) -> None:
    panel.draw(read(tmp_path))
    dialog = AreaDialog(("59",))
    qtbot.addWidget(dialog)
    assert dialog.area() == ("59",)
    dialog.search.setText("grand est")
    shown = [
        dialog.tree.topLevelItem(i)
        for i in range(18)
        if not dialog.tree.topLevelItem(i).isHidden()  # type: ignore[union-attr]
    ]
    assert [one.text(0) for one in shown if one is not None] == ["Grand Est"]
    shown[0].setCheckState(0, Qt.CheckState.Checked)  # type: ignore[union-attr]
    assert dialog.area() == tuple(sorted((*atlas().of_region("44"), "59")))
    dialog.area_chosen.connect(panel._take_area)
    with qtbot.waitSignal(panel.options_changed):
        dialog.accept()
    assert panel.options().area == dialog.area()


def test_that_the_editor_finds_names_without_accents_and_hyphens(qtbot: QtBot) -> None:
    dialog = AreaDialog()
    qtbot.addWidget(dialog)
    regions = [dialog.tree.topLevelItem(i) for i in range(dialog.tree.topLevelItemCount())]
    for typed, region, department in (("herault", "Occitanie", "34"), ("ile de fr", "Île-de-France", "75")):
        dialog.search.setText(typed)
        (found,) = [one for one in regions if one is not None and not one.isHidden()]
        assert found.text(0) == region
        shown = [found.child(j).text(0)[:2] for j in range(found.childCount()) if not found.child(j).isHidden()]
        assert department in shown
    dialog.search.setText("nowhere")
    assert all(one is not None and one.isHidden() for one in regions)


def test_that_a_place_without_an_outline_is_counted_and_listed_but_not_drawn(tmp_path: Path, panel: MapPanel) -> None:
    told = [((f"dep:{code}",), 20) for code in ("975", "988")]
    panel.set_by_rate(False)
    panel.draw(read(tmp_path, told=told))
    places, view = panel.findChild(PlaceList), view_of(panel)
    assert places is not None
    assert places.texts() == ("Saint-Pierre-et-Miquelon — 20", "Nouvelle-Calédonie — 20")
    before = panel.grab().toImage()
    view.go_to("975")
    assert view.spot_of("975") is None
    corner = view.mapTo(panel, QPoint(1, 1))  # where a spot that is nowhere would be
    assert panel.grab().toImage().pixel(corner) == before.pixel(corner) == look.theme().colour("panel").rgb()


def test_that_a_rate_of_a_few_is_not_told(tmp_path: Path, panel: MapPanel) -> None:
    panel.draw(read(tmp_path, told=((LILLE, 20), (("dep:48",), 4))))
    shown = view_of(panel).shown
    told = read_out(shown.place("48"), shown)  # type: ignore[arg-type]
    assert "per 100,000 inhabitants" not in told.spoken()
    assert "fewer than 5 mentions: too few for a rate" in told.remarks
    tones = {line.words: line.figure for line in read_out(shown.place("59"), shown).lines}  # type: ignore[arg-type]
    assert (tones["mentions"], tones["negative"], tones["no opinion (press, official)"]) == ("20", "10", "10")


def test_that_a_failed_read_keeps_the_map_and_a_first_one_says_what_to_do(tmp_path: Path, panel: MapPanel) -> None:
    panel.complain("departements.geojson cannot be read")
    empty, notice = panel.findChild(EmptyState), panel.findChild(Notice)
    assert empty is not None
    assert notice is not None
    assert empty.shown.head == "The map could not be read"
    panel.draw(read(tmp_path))
    panel.complain("The session file is locked")
    assert view_of(panel).isVisible()
    assert notice.isVisible()


@pytest.mark.parametrize("size", [(300, 260), (380, 420), (700, 500), (1600, 900)])
def test_that_it_paints_at_any_size_in_both_themes(
    tmp_path: Path, panel: MapPanel, qapp: QApplication, size: tuple[int, int]
) -> None:
    picture = read(tmp_path, MapOptions(area=atlas().of_region("44")))
    for name in ("light", "dark", "wall"):
        look.use(qapp, name)
        panel.resize(*size)
        panel.draw(picture)
        assert colours(panel.grab().toImage()) > 30
    panel.set_options(MapOptions(zoomed="59"))
    panel.draw(read_again(tmp_path, replace(picture, options=panel.options())))
    assert colours(panel.grab().toImage()) > 30
    look.use(qapp, "light")


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


def test_that_a_low_dock_gives_its_room_to_the_map_and_the_menu_keeps_the_deeds(
    tmp_path: Path, panel: MapPanel
) -> None:
    panel.draw(read(tmp_path))
    row = panel.findChild(ButtonRow)
    assert row is not None
    assert not row.isHidden()
    panel.resize(730, 290)
    assert row.isHidden()
    assert {"Number of mentions", "Official area…"} <= {action.text() for action in panel.actions()}
    assert view_of(panel).height() >= 140
