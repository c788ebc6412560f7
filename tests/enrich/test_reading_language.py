"""Which language a text is taken for, and when nobody can tell."""

from __future__ import annotations

import pytest

from hubdesk.core import Mention
from hubdesk.enrich.language import language
from hubdesk.enrich.pipeline import VERSIONS, enrich


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orange est en panne depuis ce matin à Lille", "fr"),
        ("ça capte plus rien chez moi", "fr"),
        ("The network is down in Paris again", "en"),
        ("Anyone else having issues with their box today?", "en"),
        ("panne", ""),
        ("", ""),
        ("😡😡😡 https://example.org/the/page/is/here", ""),
        ("El servicio no funciona desde ayer y nadie contesta", ""),
        ("Das Netz ist seit gestern nicht verfügbar", ""),
        ("La rete non funziona da questa mattina", ""),
        ("Сегодня сеть не работает с самого утра", ""),
        ("本日ネットワークがダウンしています、復旧を待っています", ""),
    ],
)
def test_that_a_text_is_french_english_or_unknown(text: str, expected: str) -> None:
    assert language(text) == expected


def test_that_what_the_text_shows_comes_before_what_its_network_declares() -> None:
    shown = Mention("test", "1", "Orange est en panne depuis ce matin", 0, language="en")
    silent = Mention("test", "2", "panne", 0, language="fr-FR")
    unknown = Mention("test", "3", "panne", 0)
    assert [enrich(mention).language for mention in (shown, silent, unknown)] == ["fr", "fr", ""]


def test_that_readers_not_there_yet_leave_their_notes_empty() -> None:
    notes = enrich(Mention("test", "1", "Merci Orange", 0))
    assert (notes.tone, notes.tone_score, notes.irony, notes.themes, notes.places) == ("", None, None, (), ())
    assert set(VERSIONS) == {"language"}
