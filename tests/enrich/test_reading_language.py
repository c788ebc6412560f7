"""Which language a text is taken for, and when nobody can tell."""

from __future__ import annotations

import pytest

from hubdesk.core import Mention
from hubdesk.enrich import language as reader
from hubdesk.enrich.language import language
from hubdesk.enrich.pipeline import VERSIONS, enrich
from tests.enrich.hostile import HOSTILE


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
        ("Vietnam inclus chez Free ?", ""),  # too little to tell, said rather than guessed
        ("El servicio no funciona desde ayer y nadie contesta", "es"),
        ("Das Netz ist seit gestern nicht verfügbar", "de"),
        ("La rete non funziona da questa mattina", "it"),
        ("Não tenho internet desde ontem, que vergonha Orange", "pt"),
        ("Arabat dit klask, n'eus ket rouedad ken e Brest abaoe dec'h", "br"),
        ("الانترنت مقطوع منذ الصباح في كل الحي ولا أحد يرد", "ar"),
        ("Сегодня сеть не работает с самого утра", ""),
        ("本日ネットワークがダウンしています、復旧を待っています", ""),
    ],
)
def test_that_a_text_is_in_one_of_a_few_languages_or_unknown(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_no_text_is_too_odd_for_an_answer(text: str) -> None:
    assert len(language(text)) in (0, 2)


def test_that_without_its_letter_statistics_french_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_model", lambda: (None, "FileNotFoundError: model.npz.xz"))
    assert language("Orange est en panne depuis ce matin à Lille") == "fr"
    assert language("Das Netz ist seit gestern nicht verfügbar") == ""
    assert reader.problem() == "FileNotFoundError: model.npz.xz"


def test_that_what_the_text_shows_comes_before_what_its_network_declares() -> None:
    shown = Mention("test", "1", "Orange est en panne depuis ce matin", 0, language="en")
    silent = Mention("test", "2", "panne", 0, language="fr-FR")
    unknown = Mention("test", "3", "panne", 0)
    assert [enrich(mention).language for mention in (shown, silent, unknown)] == ["fr", "fr", ""]


def test_that_readers_not_there_yet_leave_their_notes_empty() -> None:
    notes = enrich(Mention("test", "1", "Merci Orange", 0))
    assert (notes.tone, notes.tone_score, notes.irony, notes.themes, notes.places) == ("", None, None, (), ())
    assert set(VERSIONS) == {"language"}
