"""Voices, repeats and new phrases of a narrowed scope: each figure opens as many rows as it says, by chips and by the
query that finds the same."""

from __future__ import annotations

import contextlib
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention
from narrowed_fakes import CHIPS, END, START, scopes, varied
from pytestqt.qtbot import QtBot

from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Match, Notes, Scope, SourceRow, Span, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.panels.panel import Panel, Rows
from hubdesk.panels.phrases import PhrasesPanel
from hubdesk.panels.phrases import notes as phrase_notes
from hubdesk.panels.phrases import row as phrase_row
from hubdesk.panels.spread import SpreadPanel
from hubdesk.panels.spread_picture import SpreadOptions, read_spread
from hubdesk.panels.spread_words import first_words
from hubdesk.panels.spread_words import notes as spread_notes
from hubdesk.panels.spread_words import rows as spread_rows
from hubdesk.panels.spread_words import sayings as spread_sayings
from hubdesk.panels.voices import ONLY, VoicesPanel
from hubdesk.panels.voices_asked import of_voice
from hubdesk.panels.voices_card_words import card_words
from hubdesk.panels.voices_picture import VoicesOptions, read_voices
from hubdesk.panels.voices_words import public, rows, sayings, starters
from hubdesk.query.asked_filters import filters_of
from hubdesk.query.phrases import FALSE
from hubdesk.query.said_filters import UnsaidError, query_of
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader, VoiceOrder
from hubdesk.store.reader_columns import drop
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.empty_reasons import UNFILTER

LONG = "\u202e" + "ي" * 10_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = varied(tmp_path_factory.mktemp("people") / "varied.hubdesk")
    yield made
    drop(made)


def narrowed(reader: Reader) -> Iterator[Scope]:
    for number, whole in enumerate(scopes(reader.topics())):
        yield whole
        for chips in CHIPS[number::2]:
            yield replace(whole, filters=chips)


def opened(reader: Reader, scope: Scope, asked: Rows) -> int:
    """Its rows, as the desk opens them and as anybody counts them again."""
    within = scope if asked.start is None or asked.end is None else replace(scope, start=asked.start, end=asked.end)
    chips: Filters = asked.filters or filters_of(parse(asked.query))
    cut = reader.cut(replace(within, filters=within.filters + chips))
    with contextlib.suppress(UnsaidError):
        query = asked.query or query_of(asked.filters)
        assert reader.search(parse(query), within, 0).total == cut.count - cut.gone
    return cut.count - cut.gone


@pytest.mark.parametrize("order", list(VoiceOrder))
def test_that_each_figure_of_the_voices_opens_its_rows(path: Path, order: VoiceOrder) -> None:
    figures = 0
    with open_reader(path) as reader:
        for scope in [*narrowed(reader)][:: 2 if order == VoiceOrder.COUNT else 9]:
            picture = read_voices(reader, scope, VoicesOptions(order))
            assert sum(one.voice.mentions for one in picture.speakers) == picture.named
            for one, shown in zip(picture.speakers, rows(picture), strict=True):
                counts = (one.voice.mentions, one.voice.mentions, one.voice.reach_of)
                told = [*zip((cell.key for cell in shown.cells), counts, strict=False)]
                told += zip((key for key, _words in shown.parts), one.voice.tones, strict=True)
                for key, mentions in told:
                    if isinstance(key, Rows):
                        figures += 1
                        assert opened(reader, scope, key) == mentions, (scope, key)
            for section in (public(picture), starters(picture)):
                for line in section.rows:
                    for cell in line.cells:
                        if isinstance(cell.key, Rows):
                            assert opened(reader, scope, cell.key) == int(cell.text)
            for saying in sayings(picture):
                if isinstance(saying.key, Rows):
                    assert opened(reader, scope, saying.key) == picture.told.by_loudest
    assert figures > 60


def test_that_a_card_is_of_the_whole_session_and_opens_only_what_it_counts(path: Path) -> None:
    shown = 0
    with open_reader(path) as reader:
        for scope in [*narrowed(reader)][::2]:
            for one in read_voices(reader, scope, VoicesOptions()).speakers[:3]:
                picture = read_voices(reader, scope, VoicesOptions(opened=one.account))
                whole = read_voices(reader, replace(scope, filters=()), VoicesOptions(opened=one.account))
                assert picture.card is not None
                assert whole.card is not None
                assert picture.card.life.at == whole.card.life.at
                assert picture.card.life.here == one.voice.mentions
                words = card_words(picture.card, picture.card_standing, picture)
                for saying in words.sayings:
                    if isinstance(saying.key, Rows):
                        shown += 1
                        assert opened(reader, scope, saying.key) == int(saying.figure)
                keys = [part[0] for table in words.sections for row in table.rows for part in row.parts]
                assert not any(keys) or not scope.filters
                assert ("It heeds no filter" in words.notes) == bool(scope.filters)
    assert shown > 20


def test_that_each_figure_of_the_repeats_opens_its_rows(path: Path) -> None:
    figures = elsewhere = 0
    with open_reader(path) as reader:
        for scope in narrowed(reader):
            picture = read_spread(reader, scope, SpreadOptions())
            for saying in spread_sayings(picture):
                if isinstance(saying.key, Rows):
                    assert opened(reader, scope, saying.key) == int(saying.figure)
            for one, standing, shown in zip(picture.told.listed, picture.standings, spread_rows(picture), strict=True):
                counts = (0, one.mentions, one.copies, one.reposts, 0, one.reach_of, 0)
                told = [*zip((cell.key for cell in shown.cells), counts, strict=True)]
                told += zip((key for key, _words in shown.parts), one.tones, strict=True)
                for key, mentions in told:
                    if isinstance(key, Rows):
                        figures += 1
                        assert opened(reader, scope, key) == mentions, (scope, key)
                if one.first is not None and one.first.at >= scope.start and not one.is_first_here:
                    elsewhere += 1
                    assert "not within what is looked at" in first_words(one, standing, picture)
            assert ("the first is told wherever it lies" in spread_notes(picture)) == bool(scope.filters)
    assert figures > 100
    assert elsewhere


def talk(folder: Path, people: int, news: int = 0) -> Path:
    """Each of these people says the same sort of things now as before; the first few have something new to say."""
    chance, words = random.Random(7), [f"mot{number}" for number in range(300)]
    path = folder / "talk.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        made = []
        for number in range(people * 260):
            who, is_now = number % people, number // people < 60
            text = " ".join(chance.choices(words, weights=[1 / (1 + n) for n in range(300)], k=12))
            if who < news and is_now and chance.random() < 0.4:
                text = f"panne générale numéro{number}. {text}"
            at = NOON - HOUR + chance.randrange(HOUR) if is_now else NOON - HOUR - 1 - chance.randrange(20 * HOUR)
            author = Author(f"voix{who}.example", f"Voix {who}", f"did:{who}")
            made.append(Entry(mention(text, native_id=f"at://{number}", published_at=at, author=author), Notes("fr")))
        writer.add_page(flux.id, made, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - DAY, NOON))
    return path


def test_that_luck_alone_seldom_tells_a_phrase_whoever_is_looked_at(tmp_path: Path) -> None:
    people, news = 40, 4
    path = talk(tmp_path, people + news, news)
    with open_reader(path) as reader:
        lucky = 0
        for who in range(people + news):
            scope = Scope((), NOON - HOUR, NOON, NOON, (Filter("author", (f"voix{who}.example",)),))
            picture = PhrasesPanel.read(reader, scope, None)
            assert (picture.found.mentions, picture.found.mentions_before) == (60, 200)
            assert "filters narrow" in phrase_notes(picture)
            for one in picture.found.phrases:
                key = phrase_row(one).key
                assert isinstance(key, Rows)
                assert opened(reader, scope, key) == one.mentions
            told = {one.query for one in picture.found.phrases}
            assert who >= news or '"panne generale"' in told
            lucky += who >= news and bool(told)
    drop(path)
    assert lucky <= people * (FALSE + 3 * math.sqrt(FALSE * (1 - FALSE) / people))


def test_that_filters_that_take_nothing_before_leave_nothing_to_compare_with(tmp_path: Path, qtbot: QtBot) -> None:
    path, panel = talk(tmp_path, 1), PhrasesPanel()
    qtbot.addWidget(panel)
    with open_writer(path) as writer:
        late = Author("new.example", "New", "did:new")
        one = Entry(mention("bonjour", native_id="at://new", published_at=NOON - 1, author=late), Notes("fr"))
        writer.add_page(1, [one], cursor="", due_at=0, seen_at=NOON, covers=None)
    with open_reader(path) as reader:
        scope = Scope((), NOON - HOUR, NOON, NOON, (Filter("author", ("new.example",)),))
        panel.draw(PhrasesPanel.read(reader, scope, None))
    drop(path)
    shown = panel.findChild(EmptyState).shown
    assert "The filters take no mention before" in shown.text
    assert dict(shown.actions).keys() == {UNFILTER}


@pytest.mark.parametrize("kind", [VoicesPanel, SpreadPanel, PhrasesPanel])
def test_that_what_filters_leave_empty_says_so_and_odd_scopes_are_drawn(
    path: Path, qtbot: QtBot, kind: type[Panel]
) -> None:
    assert kind.follows_filters
    panel = kind()
    qtbot.addWidget(panel)
    with open_reader(path) as reader:
        newest = reader.latest(Scope((), START, END, END + DAY), 1)[0]
        nobody = (Filter("author", ("nobody.example",)),)
        panel.draw(kind.read(reader, Scope((), START, END, END + DAY, nobody), panel.options()))
        assert panel.findChild(EmptyState).shown.head == "The filters leave nothing"
        for odd in (
            Scope((), END, START, END, CHIPS[0]),
            Scope((), END, END, END, CHIPS[0]),
            Scope((), newest.at, newest.at + 1, END + DAY, (Filter("kind", (newest.mention.kind,)),)),
            Scope((Topic(99, "Gone", "gone"),), START, END, END + DAY, CHIPS[0]),
        ):
            panel.draw(kind.read(reader, odd, panel.options()))
            panel.numbers()


def test_that_a_name_of_ten_thousand_letters_is_tamed_and_its_chip_counts_what_it_says(
    tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "long.hubdesk"
    create(path, NewSession("Trial"))
    authors = [Author(LONG, LONG, "did:long"), Author("", LONG[::-1]), Author(f"{LONG}x", "X"), Author("a b OR *", "Y")]
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange"))
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        made = [
            Entry(
                mention("orange", native_id=f"at://{n}", published_at=NOON - n * MINUTE, author=authors[n % 4]),
                Notes(tone="negative" if n % 2 else ""),
                (Match(topic.id, 1),),
            )
            for n in range(1, 23)
        ]
        writer.add_page(flux.id, made, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - DAY, NOON))
    panel = VoicesPanel()
    qtbot.addWidget(panel)
    with open_reader(path) as reader:
        for chips in ((), (Filter("tone", ("negative",)),)):
            scope = Scope(reader.topics(), NOON - HOUR, NOON, NOON, chips)
            picture = read_voices(reader, scope, VoicesOptions())
            panel.draw(picture)
            for one, shown in zip(picture.speakers, rows(picture), strict=True):
                assert len(shown.name) < 100
                assert "\u202e" not in shown.name + shown.about + shown.more
                key = shown.cells[0].key
                if one.account.handle.endswith("ي"):  # the store cuts both after as many letters: two are called so
                    assert key is None
                    assert "Somebody else is called so" in shown.cells[0].more
                else:
                    assert isinstance(key, Rows)
                    assert opened(reader, scope, key) == one.voice.mentions
            assert any(of_voice(one.voice) == "" and one.voice.found == one.voice.mentions for one in picture.speakers)
    drop(path)


def test_that_a_card_narrows_to_its_account_or_says_why_not(path: Path, qtbot: QtBot) -> None:
    panel = VoicesPanel()
    qtbot.addWidget(panel)
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), START, END, END + DAY, CHIPS[0])
        (one,) = read_voices(reader, scope, VoicesOptions(most=1)).speakers
        panel.open_account(one.account)
        picture = read_voices(reader, scope, panel.options())
        panel.draw(picture)
        with qtbot.waitSignal(panel.wish) as wished:
            panel.card.buttons.button(ONLY).click()
        assert wished.args[0] == "rows"
        assert opened(reader, scope, wished.args[1]) == one.voice.mentions
        assert picture.card is not None
        panel.draw(replace(picture, card=replace(picture.card, chips=(), chips_here=())))
        with qtbot.waitSignal(panel.wish) as wished:
            panel.card.buttons.button(ONLY).click()
        assert wished.args == ["said", "Somebody else is called so too, or there are too many mentions to look."]
