"""What people marked, in words and on cards: tags before the word for a star, and never in place of a brand."""

from __future__ import annotations

import pytest
from fakes import NOON, mention, topic
from PySide6.QtWidgets import QApplication

import hubdesk.widgets.theme as look
from hubdesk.core import Heard, Match, Notes
from hubdesk.core.review import new_mark
from hubdesk.widgets.badges import Badge, badge, badges_of_episodes, badges_of_mentions
from hubdesk.widgets.card_words import card_words
from hubdesk.widgets.mention_card import CardPainter, Setting

MARKS = (
    new_mark("star", NOON, mention=1),
    new_mark("tag", NOON, mention=1, value="Zoé"),
    new_mark("tag", NOON, mention=1, value="à vérifier"),
    new_mark("tag", NOON, mention=2, value="<b>\u202eLille"),
    new_mark("note", NOON, mention=2, value="un"),
    new_mark("note", NOON, episode=2, value="deux"),
    new_mark("bookmark", NOON, instant=NOON),
)
FULL = Badge(is_starred=True, tags=("à vérifier", "Lille", "Zoé"), notes=2)
ORANGE = topic(id=1, role="own")
HEARD = Heard(
    1, mention(), "Bluesky", NOON, NOON, NOON, Notes(tone="negative", themes=("outage_network",)), (Match(1, 1),)
)


def test_that_marks_are_gathered_by_what_they_are_of() -> None:
    assert badges_of_mentions(MARKS) == {
        1: Badge(True, ("à vérifier", "Zoé")),
        2: Badge(tags=("<b>Lille",), notes=1),
    }
    assert badges_of_episodes(MARKS) == {2: Badge(notes=1)}
    assert not badge([MARKS[-1]])


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (99, "starred · à vérifier, Lille, Zoé · 2 notes"),
        (35, "à vérifier, Lille, Zoé · 2 notes"),
        (25, "à vérifier, Lille, Zoé"),
        (20, "à vérifier, Lille +1"),
        (15, "à vérifier +2"),
        (8, "3 tags"),
        (3, ""),
    ],
)
def test_that_short_of_room_tags_stay_the_longest(room: int, words: str) -> None:
    assert FULL.short(len, room) == words


def test_that_a_star_alone_keeps_its_word_while_there_is_room() -> None:
    assert (Badge(is_starred=True).short(len, 7), Badge(is_starred=True).short(len, 6)) == ("starred", "")
    assert Badge(notes=1).short(len, 6) == "1 note"


def painter(is_compact: bool = False) -> CardPainter:
    made = CardPainter()
    made.set_setting(Setting((ORANGE,), "Europe/Paris", "19 Nov 2026", is_compact))
    return made


def pieces(cards: CardPainter, width: int) -> list[str]:
    return [piece.text.text() for piece in cards.layout(HEARD, width).pieces]


@pytest.mark.parametrize("is_compact", [False, True])
def test_that_a_card_says_what_is_marked_on_it_and_has_its_glyph(qapp: QApplication, is_compact: bool) -> None:
    look.use(qapp, "light")
    cards = painter(is_compact)
    assert cards.layout(HEARD, 600).badge is None
    assert cards.set_badges({1: FULL})
    card = cards.layout(HEARD, 900)
    assert card.badge is not None
    assert card.badge[0] == "starred"
    assert any("à vérifier" in words for words in pieces(cards, 900))


def test_that_in_a_narrow_card_the_brand_and_the_tone_stay(qapp: QApplication) -> None:
    look.use(qapp, "light")
    cards = painter()
    cards.set_badges({1: FULL})
    for width in range(180, 600, 10):
        card = cards.layout(HEARD, width)
        assert [style.name for style, _at in card.markers] == ["Orange"]
        assert all(at.x() + 5 <= width for _tone, at in card.tones), width
        assert card.badge is not None


def test_that_only_cards_whose_marks_changed_are_laid_out_again(qapp: QApplication) -> None:
    look.use(qapp, "light")
    cards = painter()
    cards.layout(HEARD, 400)
    assert cards.set_badges({2: FULL})
    cards.layout(HEARD, 400)
    assert cards.laid_out == 1
    assert cards.set_badges({1: FULL})
    assert not cards.set_badges({1: FULL})
    cards.layout(HEARD, 400)
    assert cards.laid_out == 2


def test_that_a_screen_reader_hears_what_is_marked() -> None:
    words = card_words(HEARD, (ORANGE,), "Europe/Paris", "19 Nov 2026", 500, Badge(True, ("Lille",), 1))
    assert words.spoken().endswith("starred · Lille · 1 note")
