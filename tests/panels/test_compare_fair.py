"""A comparison that is fair: each figure opens its rows, and what tilts the shares is told with its effect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk import i18n
from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Kind, Match, Notes, Person, Scope, SourceRow, Span, Topic
from hubdesk.core.compared import Counted, Sort
from hubdesk.panels import compare_asked as asked
from hubdesk.panels.compare import ComparePanel
from hubdesk.panels.compare_change import change
from hubdesk.panels.compare_picture import CompareOptions, ComparePicture, read_compare
from hubdesk.panels.compare_tally import by_topic, largest_shift
from hubdesk.panels.compare_warnings import effects
from hubdesk.panels.compare_words import Told, caption, change_text, curves, more_heads, remarks, switches
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.bar_rows import Bar
from hubdesk.widgets.bars import Bars
from hubdesk.widgets.multiples import Multiples
from tests.fakes import NOON, mention, topic

OWN = "bluesky:orange_officiel.example"
BRAND = Author("orange_officiel.example", "Orange", "did:own")
STAFF = Author("elodie.example", "Élodie", "did:staff")
END = NOON + 2 * HOUR
SPAN = 4 * HOUR


def post(text: str, at: int, **over: object) -> Entry:
    duplicate, tone = bool(over.pop("duplicate", False)), str(over.pop("tone", "neutral"))
    notes = Notes(language="fr", tone=tone, duplicate=duplicate, versions=(("tone", 1),))
    heard = [n for n, name in ((1, "orange"), (2, "sfr"), (3, "free")) if name in text.split()]
    return Entry(mention(text, published_at=at, **over), notes, tuple(Match(n, 1) for n in heard))


def pages() -> dict[int, list[Entry]]:
    """Bluesky hears everybody, the forum SFR alone; the blog was down for the second half of the span."""
    everybody = [post(name, END - SPAN + n * MINUTE) for n in range(30) for name in ("orange", "sfr", "free")]
    everybody += [post(name, END - 2 * SPAN + n * MINUTE) for n in range(20) for name in ("orange", "sfr", "free")]
    everybody += [post("orange", END - HOUR + n * MINUTE, kind=Kind.REPOST) for n in range(20)]
    everybody += [post("orange", END - HOUR + n * MINUTE, duplicate=True) for n in range(7)]
    everybody += [post("orange", END - HOUR, author=STAFF), post("orange", END - HOUR, author=BRAND)]
    everybody += [
        post("orange panne", END - 2 * HOUR, tone="negative", native_id="asked"),
        post("orange panne", END - 2 * HOUR, tone="negative"),
        post("sfr panne", END - 2 * HOUR, tone="negative"),
        post("pardon", END - HOUR, author=BRAND, kind=Kind.REPLY, parent_id="asked"),
    ]
    forum = [post("sfr", END - SPAN + n * MINUTE) for n in range(40)]
    blog = [post("free", END - day * DAY + n * MINUTE) for day in range(1, 7) for n in range(20)]
    return {1: everybody, 2: forum, 3: blog}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("fair") / "fair.hubdesk"
    create(made, NewSession("Fair", timezone="Europe/Paris"))
    with open_writer(made) as writer:
        for name, role in (("Orange", "own"), ("SFR", "rival"), ("Free", "rival")):
            writer.add_topic(topic(name, name.lower(), role=role), END - 20 * DAY)
        for name in ("Bluesky", "Forum <b>", "Blog"):
            writer.add_source(SourceRow(0, name, "feed"))
        writer.change_insiders(
            (Person("Élodie", "insider", "https://x.example", "2026-01-01", ("bluesky:elodie.example",)),), ()
        )
        writer.set_note("channels", json.dumps([{"topic": "Orange", "kind": "account", "account": OWN}]))
        heard = {1: Span(END - 20 * DAY, END), 2: Span(END - 20 * DAY, END), 3: Span(END - 20 * DAY, END - SPAN // 2)}
        for source, entries in pages().items():
            writer.add_page(source, entries, cursor="", due_at=0, seen_at=END, covers=heard[source], archive=True)
    return made


@pytest.fixture
def reader(path: Path) -> Iterator[Reader]:
    with open_reader(path) as made:
        yield made


def picture(reader: Reader, without: int = 0, *topics: int) -> ComparePicture:
    chosen = tuple(one for one in reader.topics() if not topics or one.id in topics)
    return read_compare(reader, Scope(chosen, END - SPAN, END, END), CompareOptions(without))


def found(reader: Reader, rows: Rows, topics: tuple[Topic, ...]) -> int:
    """How many mentions a figure opens."""
    chosen = tuple(one for one in topics if rows.topic in (None, one.id))
    start, end = (END - SPAN, END) if rows.start is None or rows.end is None else (rows.start, rows.end)
    return reader.search(parse(rows.query), Scope(chosen, start, end, END), 0).total


@pytest.mark.parametrize("without", [0, Sort.REPOST, Sort.DUPLICATE | Sort.INSIDER, Sort.OWN, 15])
def test_that_every_count_opens_exactly_its_rows(reader: Reader, without: int) -> None:
    made = picture(reader, without)
    for bar, row in zip(made.bars, Told(made), strict=True):
        rows = row[0].key
        assert isinstance(rows, Rows)
        assert found(reader, rows, made.topics) == bar.count > 0
        assert row[1].key == rows
        before = row[2].key
        assert isinstance(before, Rows)
        assert found(reader, before, made.topics) == 20


def test_that_what_is_left_out_is_counted_and_opens_its_rows(reader: Reader) -> None:
    made = picture(reader, 15)
    left = [one for one in remarks(made) if not isinstance(one, str)]
    assert [one.text.partition(";")[0] for one in left] == [
        "Left out: Reposts, 20 mentions",
        "Left out: Near-copies, 7 mentions",
        "Left out: Declared staff, 1 mention",
        "Left out: Brands’ accounts, 1 mention",
    ]
    for one, apart in zip(left, made.apart, strict=True):
        assert isinstance(one.opens, Rows)
        assert found(reader, one.opens, made.topics) == apart.mentions
    assert [one.is_on for one in switches(made)] == [False] * 4
    assert dict(made.whole)[1] - 29 == next(bar.count for bar in made.bars if bar.topic.id == 1)
    assert "with everything" in Told(made)[0][1].more


def test_that_a_switch_says_what_share_it_moves(reader: Reader) -> None:
    reposts = switches(picture(reader))[0]
    assert (reposts.words, reposts.figure, reposts.is_on) == ("Reposts", "20", True)
    assert reposts.more.startswith("20 mentions; without them the share of Orange is ")
    assert "instead of" in reposts.more


def test_that_a_source_of_one_brand_is_told_with_its_effect(reader: Reader) -> None:
    made = picture(reader)
    (one,) = made.lone
    counts = {bar.topic.id: bar.count for bar in made.bars}
    assert (one.name, one.part, one.mentions, one.shift.topic) == ("Forum <b>", 1.0, 40, 2)
    assert one.shift.share == pytest.approx(counts[2] / sum(counts.values()))
    assert one.shift.instead == pytest.approx((counts[2] - 40) / (sum(counts.values()) - 40))
    said = effects(made)[-1]
    assert said.text.startswith("without “Forum <b>”, which heard SFR alone, the share of SFR is ")
    assert said.opens is None, "no query can say that name"


def test_that_what_a_source_missed_is_estimated_from_the_week_before(reader: Reader) -> None:
    made = picture(reader)
    now, before = made.missed
    assert before is None
    assert now is not None
    assert (now.names, round(now.part, 2)) == (("Blog",), 0.5)
    assert now.usual is not None
    assert now.shift is not None
    assert now.shift.topic == 3
    assert now.shift.instead > now.shift.share
    text = effects(made)[0].text
    assert text.startswith("Not heard for 50% of the span: “Blog”. It usually brings ")
    assert text.endswith(", an estimate.")


def test_that_a_change_that_may_be_none_is_said_so(reader: Reader) -> None:
    sure, unsure = change(56, 70, 48, 80), change(6, 10, 5, 10)
    assert (round(sure.by, 4), round(sure.low, 4), round(sure.high, 4)) == (0.2, 0.0524, 0.3339), "as Newcombe prints"
    assert sure.is_sure
    assert not unsure.is_sure
    bar = Bar(topic(), 6, 0.6, 0.3, 0.8, unsure.by, unsure.low, unsure.high)
    assert change_text(bar).startswith("+10.0\u202fpt; between −")
    assert change_text(bar).endswith(": it cannot be told from no change; opens the span before")
    assert change_text(replace(bar, change=None)) == "no change is told"


def test_that_answers_are_told_where_accounts_are_declared(reader: Reader) -> None:
    made = picture(reader)
    assert more_heads(made) == ("first answer", "unanswered")
    rows = {bar.topic.name: row for bar, row in zip(made.bars, Told(made), strict=True)}
    first, unanswered = rows["Orange"][3:]
    assert (first.text, first.under) == ("1\u202fh", "1 answered")
    assert (unanswered.text, unanswered.under) == ("≈\u202f1", "of 2")
    assert isinstance(unanswered.key, Rows)
    assert found(reader, unanswered.key, made.topics) == 2
    first, unanswered = rows["SFR"][3:]
    assert (first.text, unanswered.text, unanswered.under) == ("—", "—", "of 1")
    assert first.more == "not known: no account of this topic is declared"


def test_that_curves_have_one_scale_and_their_peaks_open_their_rows(reader: Reader) -> None:
    made = picture(reader)
    for one in curves(made):
        assert isinstance(one.key, Rows)
        peak = max(value or 0 for _at, value in one.points)
        assert found(reader, one.key, made.topics) == peak
    assert caption(made).startswith("mentions per 5 min: each from 0 to ")
    many = replace(made, bars=made.bars * 20, options=CompareOptions(1))
    assert caption(many).endswith("the 3 loudest of 60 topics, with what is left out above")


def test_that_the_largest_shift_is_found_and_none_where_nothing_is_left() -> None:
    counted = (Counted(1, 1, 0, 10), Counted(1, 1, 1, 30), Counted(2, 1, 0, 20), Counted(3, 1, 0, 20))
    shift = largest_shift(by_topic(counted), by_topic(counted, 1))
    assert shift is not None
    assert (shift.topic, shift.share, shift.instead) == (1, 0.5, 0.2)
    assert largest_shift(by_topic(counted), {}) is None


def test_that_queries_name_accounts_and_refuse_what_no_query_can_say() -> None:
    query = asked.counting(15, ("bluesky:@a.example", "mastodon:b@c.example", "bluesky:d"))
    assert "(network:bluesky author:(a.example OR d)) OR (network:mastodon author:(b@c.example))" in query
    assert parse(query)
    assert asked.opened(asked.counting(Sort.OWN, tuple(f"bluesky:{n:0100}" for n in range(100))), topic=1) is None
    assert asked.of_source('a "b"') == asked.of_source("x" * 300) == ""


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> ComparePanel:
    look.use(qapp, "light")
    made = ComparePanel()
    qtbot.addWidget(made)
    made.resize(700, 620)
    made.show()
    return made


def test_that_a_chip_asks_again_without_its_sort(panel: ComparePanel, qtbot: QtBot, reader: Reader) -> None:
    panel.draw(picture(reader))
    chip = panel.switches.findChildren(type(panel.switches._chips[0]))[0]
    with qtbot.waitSignal(panel.options_changed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.options() == CompareOptions(Sort.REPOST)
    panel.draw(picture(reader, Sort.REPOST))
    assert not chip.isChecked()
    with qtbot.waitSignal(panel.options_changed):
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert panel.options() == CompareOptions(0)


def test_that_keys_walk_the_figures_and_open_them(panel: ComparePanel, qtbot: QtBot, reader: Reader) -> None:
    panel.draw(picture(reader))
    bars = panel.findChild(Bars)
    assert bars is not None
    bars.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(bars, key)
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert wished.args[0] == "rows"
    assert wished.args[1].topic == picture(reader).bars[0].topic.id
    assert "mentions" in bars.accessibleDescription()


def test_that_a_click_on_a_small_curve_opens_its_peak(panel: ComparePanel, qtbot: QtBot, reader: Reader) -> None:
    made = picture(reader)
    panel.draw(made)
    small = panel.findChild(Multiples)
    assert small is not None
    assert small.isVisible()
    place = small.spots()[0].place.center().toPoint()
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(small, Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert wished.args == ["rows", curves(made)[0].key]


@pytest.mark.parametrize("size", [(430, 280), (700, 500), (1600, 700)])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_forty_hostile_topics_are_painted_at_every_size(
    panel: ComparePanel, qtbot: QtBot, reader: Reader, qapp: QApplication, size: tuple[int, int], language: str
) -> None:
    made = picture(reader)
    names = ("ر" * 10_000, "<b>x</b>", "ligne\nligne", "Z̸" * 300)
    topics = tuple(Topic(50 + n, names[n % 4], "", "rival") for n in range(40))
    bars = tuple(replace(made.bars[0], topic=one) for one in topics)
    small = tuple(replace(made.curves[0], topic=one) for one in topics[:12])
    i18n.use(language)
    try:
        look.use(qapp, "dark")
        panel.resize(*size)
        panel.draw(replace(made, bars=bars, topics=topics, curves=small))
        grabbed = panel.grab().toImage()
        assert (grabbed.width(), grabbed.height()) >= size
        assert panel._inner.width() <= size[0]
    finally:
        i18n.use("en")
        look.use(qapp, "light")
