"""The voices panel: figures that open their rows, who is known by what source, cards, and names that mean harm."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import NOON
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    Author,
    Entry,
    Kind,
    Match,
    Mention,
    Notes,
    Scope,
    SourceRow,
    Span,
    Topic,
    Withdrawal,
)
from hubdesk.panels.panel import Rows
from hubdesk.panels.voices import VoicesPanel
from hubdesk.panels.voices_picture import KnownAs, VoicesOptions, VoicesPicture, read_voices
from hubdesk.panels.voices_words import notes, rows, standing_words
from hubdesk.query.said_filters import UnsaidError, query_of
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Account, Reader, VoiceOrder
from hubdesk.store.reader_columns import drop
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState

START = NOON - DAY
TONES = ("negative", "negative", "neutral", "positive", "unknown", "")
EVIL = "\u202e" + "م" * 10_000 + "<img src=x>\u2066\x00"
PEOPLE = [
    {"name": "Rose", "role": "journaliste", "role_source": "https://r.example/rose", "role_since": "2024-05-01"},
    {"name": "Late", "role": "maire", "role_source": "https://r.example/late", "role_since": "2027-01-01"},
    {"name": "Unsourced", "role": "ministre", "role_source": "", "role_since": "2020-01-01"},
    {"name": "Carole", "role": "insider", "role_source": "https://r.example/staff", "role_since": "2026-01-02"},
]
ACCOUNTS = ("rose.example", "late.example", "unsourced.example", "carole.example")


@pytest.fixture
def panel(qtbot: QtBot) -> VoicesPanel:
    made = VoicesPanel()
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def post(number: int, author: Author, hours: float, network: str = "bluesky", **over: Any) -> Mention:
    at = NOON - round(hours * HOUR)
    return Mention(network, f"at://{number}", f"la fibre {number}", at, author=author, **over)


def session(folder: Path, topics: int = 2) -> Path:
    """Thirty accounts, the first the loudest; some known, one named by an attacker; one mention taken back."""
    path = folder / "voices.hubdesk"
    create(path, NewSession("Trial"))
    mentions = []
    for n in range(140):
        who = n * n % 27
        author = Author(f"user{who}.example", f"Élise {who}", f"did:{who}", 100 + who)
        if who == 7:
            author = Author("", "Bruno")
        parent = f"at://{n - 1}" if n % 3 == 0 and n else ""
        kind = Kind.REPOST if n % 6 == 0 else Kind.REPLY if parent else Kind.POST
        mentions.append(post(n, author, 1 + n / 7, kind=kind, parent_id=parent, reach=n if n % 4 == 0 else None))
    for n, handle in enumerate(ACCOUNTS):
        mentions.append(post(900 + n, Author(handle, handle, f"did:{handle}"), 2))
    mentions.append(post(910, Author("orange.example", "Orange", "did:orange"), 3))
    mentions.append(post(911, Author("", "La Plume"), 3, "feed", kind=Kind.ARTICLE))
    mentions.append(post(912, Author(EVIL, EVIL, "did:evil"), 3))
    with open_writer(path) as writer:
        heard = [writer.add_topic(Topic(0, name, name.lower(), "own")) for name in ("Orange", "SFR")][:topics]
        flux = writer.add_source(SourceRow(0, "La Plume", "feed", config={"url": "https://trial.example"}))
        entries = [
            Entry(
                one,
                Notes(tone=TONES[n % 6], targets=(("Orange", "negative"),), versions=(("tone", 1), ("targets", 1))),
                tuple(Match(topic.id, 1) for topic in heard if (n + topic.id) % 3),
            )
            for n, one in enumerate(mentions)
        ]
        writer.add_page(flux.id, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(START, NOON))
        people = [one | {"accounts": [f"bluesky:{handle}"]} for one, handle in zip(PEOPLE, ACCOUNTS, strict=True)]
        writer.set_note("people", json.dumps(people))
        writer.set_note(
            "channels", json.dumps([{"topic": "Orange", "kind": "account", "account": "bluesky:orange.example"}])
        )
        writer.withdraw([Withdrawal("bluesky", "at://5")], NOON + MINUTE)
    return path


def scope(reader: Reader | None = None, length: int = DAY) -> Scope:
    return Scope(reader.topics()[:1] if reader is not None else (), NOON - length, NOON, NOON + HOUR)


def found(reader: Reader, within: Scope, asked: Rows) -> int:
    """Its rows, by chips and by the query that finds the same."""
    start = within.start if asked.start is None else asked.start
    end = within.end if asked.end is None else asked.end
    asked_of = replace(within, start=start, end=end)
    cut = reader.cut(replace(asked_of, filters=asked_of.filters + asked.filters))
    with contextlib.suppress(UnsaidError):
        assert cut.count - cut.gone == reader.search(parse(query_of(asked.filters)), asked_of, 0).total
    return cut.count - cut.gone


@pytest.fixture(autouse=True)
def _dropped(tmp_path: Path) -> Iterator[None]:
    yield
    for name in ("voices", "sealed"):
        drop(tmp_path / f"{name}.hubdesk")


def read(path: Path, options: VoicesOptions | None = None) -> VoicesPicture:
    with open_reader(path) as reader:
        return VoicesPanel.read(reader, scope(), options)


@pytest.mark.parametrize("order", list(VoiceOrder))
def test_that_every_figure_opens_as_many_rows_as_it_says(tmp_path: Path, panel: VoicesPanel, order: VoiceOrder) -> None:
    with open_reader(session(tmp_path)) as reader:
        for within in (scope(), scope(reader), scope(length=12 * HOUR)):
            picture = read_voices(reader, within, VoicesOptions(order))
            panel.draw(replace(picture, card=None))
            spots = [
                *panel.table.spots(),
                *panel.line.spots(),
                *(spot for table in panel.beside.tables for spot in table.table.spots()),
            ]
            asked = [spot for spot in spots if isinstance(spot.key, Rows)]
            assert len(asked) > 60
            for spot in asked:
                assert found(reader, within, spot.key) == int(spot.words.split()[0].replace(",", "")), spot.key


def test_that_the_bar_begins_at_nothing_and_is_as_long_as_the_count(tmp_path: Path, panel: VoicesPanel) -> None:
    picture = read(session(tmp_path))
    shown = rows(picture)
    assert shown[0].share == 1.0
    assert [row.share for row in shown] == [
        one.voice.mentions / picture.speakers[0].voice.mentions for one in picture.speakers
    ]
    assert all(sum(row.counts) == one.voice.mentions for row, one in zip(shown, picture.speakers, strict=True))


def test_that_only_what_has_a_source_and_began_is_known(tmp_path: Path) -> None:
    known = {one.account.name: one.standing.known for one in read(session(tmp_path)).public}
    assert known == {
        "rose.example": KnownAs.ROLE,
        "carole.example": KnownAs.INSIDER,
        "Orange": KnownAs.OFFICIAL,
        "La Plume": KnownAs.OUTLET,
    }


def test_that_a_role_is_told_with_its_day_and_the_source_behind_it(tmp_path: Path) -> None:
    (rose,) = (one for one in read(session(tmp_path)).public if one.account.name == "rose.example")
    assert standing_words(rose.standing) == "journaliste, since 01 May 2024"
    (row,) = (row for row in rows(read(tmp_path / "voices.hubdesk")) if row.name == "rose.example")
    assert "r.example" in row.more


def test_that_two_watched_people_of_one_name_keep_their_own_roles(tmp_path: Path) -> None:
    path = session(tmp_path)
    people = [
        {
            "name": "Jean",
            "role": role,
            "role_source": "https://x.example",
            "role_since": "2020-01-01",
            "accounts": [f"bluesky:{who}"],
        }
        for role, who in (("maire", "user0.example"), ("préfet", "user1.example"))
    ]
    with open_writer(path) as writer:
        writer.set_note("people", json.dumps(people))
    roles = {one.account.handle: one.standing.role for one in read(path).public if one.standing.role}
    assert roles == {"user0.example": "maire", "user1.example": "préfet"}


def test_that_a_name_opens_a_card_and_escape_closes_it(tmp_path: Path, panel: VoicesPanel, qtbot: QtBot) -> None:
    path = session(tmp_path)
    panel.draw(read(path))
    panel.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)  # from the first head to the figure below it
    qtbot.keyClick(panel.table, Qt.Key.Key_Left)
    with qtbot.waitSignal(panel.options_changed):
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    opened = panel.options().opened
    assert opened is not None
    panel.draw(read(path, panel.options()))
    assert panel.card.isVisible()
    words = panel.card.shown()
    assert words is not None
    assert words.head == opened.name
    with qtbot.waitSignal(panel.options_changed):
        qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert not panel.card.isVisible()
    assert panel.options().opened is None


def test_that_a_cards_figures_open_their_rows_and_its_words_their_mentions(
    tmp_path: Path, panel: VoicesPanel, qtbot: QtBot
) -> None:
    with open_reader(session(tmp_path)) as reader:
        within = scope(reader)
        account = read_voices(reader, within, VoicesOptions()).speakers[0].account
        panel._options = VoicesOptions(opened=account)
        panel.draw(read_voices(reader, within, panel.options()))
        asked = [one for one in panel.card.sayings.sayings() if isinstance(one.key, Rows)]
        assert asked
        for saying in asked:
            assert found(reader, within, saying.key) == int(saying.figure), saying
        brands = panel.card.table(1)
        assert brands is not None
        assert len(brands.table.spots()) >= 3
        for spot in brands.table.spots():
            assert isinstance(spot.key, Rows)
            assert found(reader, within, spot.key) == int(spot.words.split()[0]), spot
        first = panel.card.table(0)
        assert first is not None
        with qtbot.waitSignal(panel.mention_chosen) as chosen:
            first.chosen.emit(first.table.spots()[0].key)
        heard = reader.mention(chosen.args[0], NOON)
        assert heard is not None
        assert heard.mention.author.id == account.id


def test_that_a_head_sorts(tmp_path: Path, panel: VoicesPanel, qtbot: QtBot) -> None:
    path = session(tmp_path)
    panel.draw(read(path))
    (spot,) = (spot for spot in panel.table.spots() if spot.key == VoiceOrder.FOLLOWERS)
    with qtbot.waitSignal(panel.options_changed):
        qtbot.mouseClick(panel.table, Qt.MouseButton.LeftButton, pos=spot.place.center().toPoint())
    panel.draw(read(path, panel.options()))
    told = [one.voice.followers for one in panel._picture.speakers if one.voice.followers is not None]  # type: ignore[union-attr]
    assert told == sorted(told, reverse=True)
    assert [head.key for head in panel.table.heads() if head.is_sorted] == [VoiceOrder.FOLLOWERS]


def test_that_more_are_listed_on_wish(tmp_path: Path, panel: VoicesPanel, qtbot: QtBot) -> None:
    path = session(tmp_path)
    panel._options = VoicesOptions(most=5)
    panel.draw(read(path, panel.options()))
    assert len(panel.table.rows()) == 5
    assert panel.more.isVisible()
    with qtbot.waitSignal(panel.options_changed):
        panel.more.click()
    panel.draw(read(path, panel.options()))
    assert len(panel.table.rows()) == 10


@pytest.mark.parametrize("width", [300, 700, 1600])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_that_a_hostile_name_is_plain_cut_and_within_its_column(
    tmp_path: Path, panel: VoicesPanel, width: int, language: str
) -> None:
    i18n.use(language)
    try:
        picture = read(session(tmp_path), VoicesOptions(most=100))
        (evil,) = (one for one in picture.speakers if one.account.id == "did:evil")
        panel._options = VoicesOptions(opened=evil.account)
        panel.resize(width, 700)
        panel.draw(read(tmp_path / "voices.hubdesk", replace(panel.options(), most=100)))
        panel.grab()
        for row in panel.table.rows():
            assert len(row.name) < 100
            assert "\u202e" not in row.name + row.about + row.more
        for spot in panel.table.spots():
            assert spot.place.left() >= 0
            assert spot.place.right() <= panel.table.width()
        assert panel.card.shown() is not None
        assert len(panel.card.shown().head) < 100  # type: ignore[union-attr]
    finally:
        i18n.use("en")


def test_that_no_figure_is_cut_and_columns_leave_whole(tmp_path: Path, panel: VoicesPanel) -> None:
    panel.draw(read(session(tmp_path)))
    shown = []
    for width in (320, 420, 520, 700):
        panel.resize(width, 700)
        panel.grab()
        shown.append(len(panel.table.heads()))
    assert shown == sorted(shown)
    assert shown[0] >= 1
    assert shown[-1] == 5


def test_that_an_empty_scope_says_why_and_odd_ones_are_read(tmp_path: Path, panel: VoicesPanel) -> None:
    with open_reader(session(tmp_path)) as reader:
        for odd in (Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, HOUR)):
            panel.draw(VoicesPanel.read(reader, odd, None))
            assert panel.findChild(EmptyState).isVisible()
            assert panel.numbers() is None
    panel.complain("the file is busy")


def test_that_a_failed_read_leaves_the_table_under_a_notice(tmp_path: Path, panel: VoicesPanel) -> None:
    panel.draw(read(session(tmp_path)))
    panel.complain("the file is busy")
    assert panel.table.isVisible()
    assert panel.table.rows()


def test_that_what_was_taken_back_is_counted_and_said(tmp_path: Path) -> None:
    picture = read(session(tmp_path))
    assert picture.told.gone == 1
    assert picture.named == picture.told.mentions - 1
    assert "1 mention was taken back" in notes(picture)


def test_that_numbers_leave_out_what_a_source_keeps_here(tmp_path: Path, panel: VoicesPanel) -> None:
    panel.draw(read(session(tmp_path)))
    sheet, none = panel.numbers(), panel.numbers(("La Plume",))
    assert sheet is not None
    assert none is not None
    assert len(sheet.rows) == len(panel.table.rows())
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    assert (len(none.rows), none.withheld) == (0, len(sheet.rows))
    assert panel.held_boxes(()) == ()
    covered = panel.held_boxes(("La Plume",))
    first = panel.table.mapTo(panel, QPointF(60, 45).toPoint())
    assert any(box.contains(first) for box in covered)
    assert all(panel.rect().contains(box) for box in covered)


def test_that_a_pseudonymised_session_names_nobody_but_public_people(tmp_path: Path) -> None:
    out = tmp_path / "sealed.hubdesk"
    seal(session(tmp_path), out, SealWish(pseudonymise=True), NOON + HOUR)
    with open_reader(out) as reader:
        picture = read_voices(reader, scope(), VoicesOptions(most=100))
        for one in picture.speakers:
            is_public = one.standing.known in (KnownAs.ROLE, KnownAs.OFFICIAL)
            assert is_public or "Élise" not in one.account.name
        asked = [row for row in rows(picture) if isinstance(row.cells[0].key, Rows)]
        assert asked
        assert all(found(reader, scope(), row.cells[0].key) == sum(row.counts) for row in asked)


def test_that_a_replay_knows_no_follower_and_no_voice_of_later(tmp_path: Path) -> None:
    path = tmp_path / "later.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        for hours, followers in ((5, 10), (2, 99_999)):
            entry = Entry(post(hours, Author("a.example", "A", "did:a", followers), hours))
            writer.add_page(flux.id, [entry], cursor="", due_at=0, seen_at=NOON - hours * HOUR, covers=None)
    with open_reader(path) as reader:
        (one,) = read_voices(reader.upto(NOON - 3 * HOUR), Scope((), START, NOON - 3 * HOUR), VoicesOptions()).speakers
        assert (one.voice.mentions, one.voice.followers) == (1, 10)
        card = read_voices(reader, Scope((), START, NOON - 3 * HOUR), VoicesOptions(opened=one.account)).card
        assert card is not None
        assert len(card.life.at) == 1


def test_that_an_account_that_is_nobody_has_a_card_that_says_so(tmp_path: Path, panel: VoicesPanel) -> None:
    path = session(tmp_path)
    panel._options = VoicesOptions(opened=Account("bluesky", "gone.example", "Gone", "did:gone"))
    panel.draw(read(path, panel.options()))
    words = panel.card.shown()
    assert words is not None
    assert "Nothing by this account" in words.notes


def test_that_rows_are_composed_when_they_are_seen_and_all_of_them_for_who_listens(
    tmp_path: Path, panel: VoicesPanel
) -> None:
    picture = read(session(tmp_path))
    panel.resize(500, 260)
    panel.draw(picture)
    panel.grab()
    shown = panel.table.rows()
    assert len(shown) == len(picture.speakers)
    assert 0 < len(shown._made) < len(shown)  # type: ignore[attr-defined]
    panel.table.setFocus(Qt.FocusReason.MouseFocusReason)
    assert len(shown._made) == len(shown)  # type: ignore[attr-defined]
    QAccessible.setActive(True)
    try:
        panel.draw(replace(picture, speakers=picture.speakers[::-1]))
        assert all(row.name in panel.table.accessibleDescription() for row in shown)
    finally:
        QAccessible.setActive(False)


def test_that_the_same_rows_are_others_in_another_language(tmp_path: Path) -> None:
    picture = read(session(tmp_path))
    before = rows(picture)
    assert before == rows(replace(picture))
    assert before != rows(picture, picture.speakers[0].account)
    i18n.use("fr")
    try:
        after = rows(picture)
        assert after != before
        assert "jamais vu avant" in "".join(row.about for row in after)
        assert [cell.text for row in after for cell in row.cells] == [
            text for figures in zip(*map(after.figures, range(5)), strict=True) for text in figures
        ]
    finally:
        i18n.use("en")


def _let_layouts_settle() -> None:
    """One in another asks its parent in the event loop's next turn."""
    for _turn in range(5):
        QCoreApplication.processEvents()


def test_that_a_shorter_list_has_its_own_scroll_bar_at_once(tmp_path: Path, panel: VoicesPanel) -> None:
    picture = read(session(tmp_path))
    panel.resize(390, 210)
    bar = panel._scroll.verticalScrollBar()
    for speakers in (picture.speakers, picture.speakers[:2], picture.speakers[:9]):
        panel.draw(replace(picture, speakers=speakers))
        at_once = bar.maximum()
        _let_layouts_settle()
        assert bar.maximum() == at_once


def test_that_who_is_known_is_told_in_whichever_place_there_is(tmp_path: Path, panel: VoicesPanel) -> None:
    picture = read(session(tmp_path))
    panel.draw(picture)
    panel.resize(400, 700)
    for places in ((panel.below, panel.beside), (panel.beside, panel.below)):
        assert [place.isVisibleTo(panel) for place in places] == [True, False]
        assert len(places[0].tables[0].table.rows()) == len(picture.public)
        panel.resize(1200, 700)


def test_that_a_medium_keeps_its_standing_on_its_card_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubdesk.panels.voices.MEDIA", 0)
    medium = Account("feed", "", "La Plume")
    assert read(session(tmp_path), VoicesOptions(opened=medium, most=1)).card_standing.known == KnownAs.OUTLET
