"""What a card says, where it stands, and that nothing an author writes can break it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from fakes import NOON
from feed_fakes import HOSTILE, TOPICS, heard
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import hubdesk.widgets.theme as look
from hubdesk import i18n
from hubdesk.core import DAY, Author, Heard, Kind, Notes, Topic
from hubdesk.widgets.badges import Badge
from hubdesk.widgets.card_layout import comfortable, compact
from hubdesk.widgets.card_type import CARD, LEFT, MOST_KEPT, CardLayout, CardType
from hubdesk.widgets.card_words import CardWords, card_words, is_web, network_letters
from hubdesk.widgets.mention_card import KEPT, MOST_SETTINGS, CardPainter, CardState, Row, Setting

TODAY = "19 Nov 2026"
ZONE = "Europe/Paris"
NOTES = Notes(tone="negative", themes=("email_webmail",), places=("Lille (59)", "Douai"))


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    """Laying out needs fonts, and fonts need an application."""


def words(one: Heard, room: int = 400) -> CardWords:
    return card_words(one, TOPICS, ZONE, TODAY, room)


def card(one: Heard, width: int = 360) -> CardLayout:
    return comfortable(words(one), width, CardType(), look.Theme("light"), TOPICS)


def said(layout: CardLayout) -> list[str]:
    return [piece.text.text() for piece in [*layout.pieces, *([layout.reach] if layout.reach else [])]]


def test_that_a_card_says_what_is_known_and_no_more() -> None:
    told = words(heard(1, "Panne Orange", notes=NOTES, reach=1200))
    assert (told.network, told.author, told.handle) == ("Bs", "Camille", "@camille.example")
    assert (told.time, told.tones, told.theme) == ("12:00:01", (("negative", "negative"),), "E-mail")
    assert told.place == "Lille (59) +1"
    assert told.reach == "reach ≈ 1,200"
    bare = words(heard(2, notes=Notes(), published_at=None, author=Author()))
    assert (bare.author, bare.tones, bare.theme, bare.reach) == ("Trial", (), "", "reach unknown")
    assert bare.time == "seen 12:00:02"


def test_that_another_day_is_named() -> None:
    assert words(heard(1, at=NOON - DAY)).time == "18 Nov 12:00"
    assert words(heard(1, at=NOON - 400 * DAY)).time == "15 Oct 2025"


@pytest.mark.parametrize("at", [2**62, -(2**62), 253_402_300_800_000, -62_135_596_800_001])
def test_that_an_instant_of_no_calendar_is_a_dash(at: int) -> None:
    assert words(heard(1, at=at)).time == "—"


def test_that_possible_irony_comes_before_a_confident_tone() -> None:
    told = {tone: words(heard(1, notes=Notes(tone=tone, irony=True))).tones for tone in ("positive", "negative", "")}
    assert [tone for tone, _word in told["positive"]] == ["irony", "positive"]
    assert [tone for tone, _word in told["negative"]] == ["negative", "irony"]
    assert [tone for tone, _word in told[""]] == ["irony"]


@pytest.mark.parametrize(
    ("network", "kind", "letters"),
    [
        ("mastodon", "post", "Ma"),
        ("feed", "article", "Fl"),
        ("feed", "comment", "Co"),
        ("import", "post", "Im"),
        ("lemmy", "post", "Le"),
        ("", "post", "—"),
    ],
)
def test_that_a_network_has_two_letters(network: str, kind: str, letters: str) -> None:
    assert network_letters(network, kind) == letters


def test_that_a_comment_names_what_it_answers() -> None:
    told = words(heard(1, "Pareil", kind=Kind.COMMENT, network="feed", title="Re: Mails", parent_title="Mails"))
    assert (told.handle, told.is_reply, told.text) == ("under “Mails”", True, "Pareil")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "https:", "ms-msdt:x", ""])
def test_that_only_web_addresses_can_be_opened(url: str) -> None:
    assert not is_web(url)
    assert card(heard(1, url=url)).open_icon is None


def test_that_a_web_address_can_be_opened() -> None:
    assert card(heard(1, url="https://trial.example/1")).open_icon is not None


def test_that_a_card_is_62_px_and_19_a_line_and_three_lines_at_most() -> None:
    for text, lines in (("court", 1), ("mot " * 20, 2), ("mot " * 2_000, 3)):
        layout = card(heard(1, text))
        assert layout.body is not None
        assert (layout.body.lineCount(), layout.height) == (lines, 62 + 19 * lines)


@pytest.mark.parametrize("width", [240, 280, 360, 420, 900])
@pytest.mark.parametrize("text", [*HOSTILE, "La fibre Orange est en panne. " * 40], ids=range(len(HOSTILE) + 1))
def test_that_no_text_leaves_its_card(text: str, width: int) -> None:
    layout = card(heard(1, text, author=Author(handle=text[:5_000], name=text[:5_000])), width)
    assert layout.body is not None
    assert layout.body.lineCount() <= 3
    assert len(layout.body.text()) <= 1_000
    for number in range(layout.body.lineCount()):
        assert layout.body.lineAt(number).naturalTextWidth() <= width - LEFT - CARD["pad_x"] + 1
    for piece in layout.pieces:
        assert piece.x + piece.text.size().width() <= width + 1


def test_that_matched_words_have_a_ground_behind_them() -> None:
    layout = card(heard(1, "😀 Panne Orange à Lille", ["Panne", "Lille"]))
    first, second = layout.marks
    assert first.left() < second.left()
    assert first.height() == CARD["line"] - 2
    assert layout.body is not None
    assert [span.format.fontWeight() for span in layout.body.formats()] == [600, 600]
    assert [span.start for span in layout.body.formats()] == [3, 18]  # a face is two units


def test_that_a_mark_over_two_lines_ends_with_its_word() -> None:
    for width in range(240, 400, 7):
        layout = card(heard(1, "Depuis ce matin la messagerie Orange est en panne", ["messagerie Orange"]), width)
        assert layout.body is not None
        for number in range(layout.body.lineCount()):
            on_line = [box for box in layout.marks if box.top() == number * CARD["line"] + 1]
            widest = layout.body.lineAt(number).naturalTextWidth() + 2
            assert all(box.right() <= widest + 0.01 for box in on_line)


def test_that_a_card_begins_where_its_first_matched_word_can_be_seen() -> None:
    told = words(heard(1, "du texte avant. " * 100 + "Panne Orange", ["Orange"]), room=120)
    assert told.text.startswith("…")
    (start, end), *_others = told.marks
    assert told.text[start:end] == "Orange"


def test_that_a_title_stands_before_its_text_with_both_marked() -> None:
    told = words(heard(1, "Le texte dit Orange", ["Orange"], title="Panne chez Orange", kind=Kind.ARTICLE))
    assert told.text == "Panne chez Orange\u2028Le texte dit Orange"
    assert [told.text[start:end] for start, end in told.marks] == ["Orange", "Orange"]


def test_that_a_whole_title_is_not_followed_by_dots() -> None:
    for width in range(260, 420, 10):
        title = "Panne de mails : des clients signalent des coupures à Lille, à Douai et à Valenciennes"
        layout = card(heard(1, "texte " * 50, title=title, kind=Kind.ARTICLE), width)
        assert layout.body is not None
        shown = layout.body.text()
        assert shown == title or (shown.endswith("…") and shown.rstrip("…") != title)


def test_that_a_withdrawn_mention_shows_a_sentence_and_no_author() -> None:
    gone = heard(1, "", author=Author(), withdrawn_at=NOON, url="https://trial.example", topics=(2,))
    layout = card(gone)
    assert layout.box is not None
    assert layout.body is not None
    assert layout.body.text() == "Taken back or erased (12:00). The text is gone, the count stays."
    assert layout.body.lineAt(0).naturalTextWidth() <= layout.box.width()
    assert layout.open_icon is None
    assert "—" in said(layout)


def test_that_a_card_looked_at_from_before_a_withdrawal_tells_no_time_of_it() -> None:
    layout = card(heard(1, "", author=Author(), is_gone_later=True, url="https://trial.example"))
    assert layout.body is not None
    assert layout.body.text() == "Taken back or erased later. The text is gone, the count stays."
    assert layout.open_icon is None


def test_that_facts_drop_whole_when_room_is_short() -> None:
    one = heard(1, notes=NOTES, reach=1200, topics=(1, 2))
    seen = [said(card(one, width)) for width in range(700, 200, -20)]
    whole = {"E-mail · Lille (59) +1", "Lille (59) +1", "negative", "reach ≈ 1,200", "Orange", "SFR"}
    facts = [[text for text in texts if text in whole] for texts in seen]
    assert facts[0] == ["Orange", "SFR", "negative", "E-mail · Lille (59) +1", "reach ≈ 1,200"]
    assert all(len(wide) >= len(narrow) for wide, narrow in itertools.pairwise(facts))
    assert "Orange" in facts[-1]


def test_that_thirty_topics_stay_on_their_card_and_the_rest_is_counted(qapp: QApplication) -> None:
    topics = tuple(Topic(n, f"Topic {n}", "x") for n in range(1, 31))
    one = heard(1, topics=tuple(range(1, 31)))
    for width in (240, 300, 700):
        layout = comfortable(card_words(one, topics, ZONE, TODAY, 100), width, CardType(), look.Theme("light"), topics)
        assert all(centre.x() + 5 <= width - 12 for _style, centre in layout.markers)
        assert (f"+{30 - len(layout.markers)}" in said(layout)) == (width < 700)


def test_that_a_compact_row_is_28_px_and_keeps_its_text() -> None:
    for width in (280, 360, 700):
        layout = compact(words(heard(1, "Panne Orange", notes=NOTES)), width, CardType(), look.Theme("dark"), TOPICS)
        assert layout.height == 28
        assert any(text.startswith("Pa") for text in said(layout))


def test_that_a_screen_reader_hears_the_card() -> None:
    spoken = words(heard(1, "Panne Orange", notes=NOTES)).spoken()
    assert spoken.startswith("Camille, @camille.example, 12:00:01, Panne Orange, Orange, negative")


def painted(one: Heard, state: CardState, unread: bool = False) -> set[str]:
    painter = CardPainter()
    painter.set_setting(Setting(TOPICS, ZONE, TODAY))
    image = QImage(360, painter.height(one, 360), QImage.Format.Format_RGB32)
    brush = QPainter(image)
    painter.paint(brush, QRectF(image.rect()), Row(one, unread), state)
    brush.end()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_marks_selection_and_the_unread_dot_are_painted_in_the_themes_colours(
    theme: str, qapp: QApplication
) -> None:
    look.use(qapp, theme)
    ink = look.Theme(theme)
    one = heard(1, "Panne Orange", ["Orange"])
    assert ink.colour("mark").name() in painted(one, CardState())
    assert ink.colour("mark").name() not in painted(heard(1, "Panne Orange"), CardState())
    chosen = painted(one, CardState(is_selected=True))
    assert {ink.colour(token).name() for token in ("select", "accent", "mark_select")} <= chosen
    assert ink.colour("accent").name() in painted(one, CardState(), unread=True)
    assert ink.colour("accent").name() not in painted(one, CardState())
    look.use(qapp, "light")


def test_that_a_card_is_laid_out_once_for_a_width_and_a_text(qapp: QApplication) -> None:
    painter, one = CardPainter(), heard(1)
    for width in (300, 300, 301, 300):
        painter.layout(one, width)
    assert painter.laid_out == 3
    painter.layout(replace(one, edited_at=NOON), 300)
    assert painter.laid_out == 4


def test_that_a_card_that_was_laid_out_in_a_setting_is_found_there_again(qapp: QApplication) -> None:
    painter, one = CardPainter(), heard(1)
    days = [Setting(TOPICS, ZONE, f"{number} Nov 2026") for number in (18, 19, 18, 19)]
    for setting in days:
        assert painter.set_setting(setting)
        painter.layout(one, 300)
    assert painter.laid_out == 2
    for number in range(2 * MOST_SETTINGS):
        painter.set_setting(Setting(TOPICS, ZONE, str(number)))
        painter.layout(one, 300)
    assert len(painter._kept) <= MOST_SETTINGS
    painter.set_badges({1: Badge(is_starred=True)})
    assert not painter._kept
    for setting in days[:2]:
        painter.set_setting(setting)
        assert painter.layout(one, 300).badge is not None


def test_that_cards_follow_the_language(qapp: QApplication) -> None:
    painter, one = CardPainter(), heard(1, notes=NOTES)
    painter.set_setting(Setting(TOPICS, ZONE, TODAY))
    before, was = said(painter.layout(one, 900)), i18n.language()
    i18n.use("fr" if was == "en" else "en")
    painter.forget()
    assert said(painter.layout(one, 900)) != before
    i18n.use(was)
    painter.forget()
    assert said(painter.layout(one, 900)) == before


def test_that_texts_kept_are_few(qapp: QApplication) -> None:
    kind = CardType()
    for number in range(MOST_KEPT + 50):
        kind.piece("fact", "text", str(number), 0, 0)
    assert len(kind._widths) <= MOST_KEPT
    assert len(kind._set) <= MOST_KEPT


def test_that_layouts_kept_are_few(qapp: QApplication) -> None:
    painter = CardPainter()
    for number in range(KEPT + 50):
        painter.layout(heard(number, "x"), 300)
    assert len(painter._kept) == KEPT


def test_that_a_topic_with_a_wild_name_is_cut_on_the_card(qapp: QApplication) -> None:
    topics = (Topic(1, "n" * 300, "x"),)
    layout = comfortable(card_words(heard(1), topics, ZONE, TODAY, 100), 280, CardType(), look.Theme("light"), topics)
    assert all(piece.x + piece.text.size().width() <= 281 for piece in layout.pieces)
