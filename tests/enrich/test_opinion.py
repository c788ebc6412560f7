"""What is nobody's opinion: an operator's own account, an article that reports, a language nobody taught the heads."""

from __future__ import annotations

import pytest

from hubdesk.core import Author, Kind, Mention
from hubdesk.enrich.opinion import LANGUAGE, NEWS, OFFICIAL_ACCOUNT, Opinions
from tests.enrich.hostile import HOSTILE

ASKED = Opinions(["Orange", "SFR", "Bouygues Telecom", "Free", "Zeop"])


def said(text: str = "Bonjour, nous sommes désolés", handle: str = "", name: str = "", **over: object) -> Mention:
    author = Author(handle, name)
    return Mention(**{"network": "t", "native_id": "1", "text": text, "published_at": 0, "author": author} | over)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("@SFR_SAV", ""),
        ("orange_conseil.bsky.social", "Orange"),
        ("free_repond@instance.example", ""),
        ("bouygues-aide.example", "Bouygues Telecom vous aide"),
        ("zeop_support", ""),
        ("b_and_you", ""),
        ("", "SFR à l'écoute"),
        ("", "Entraide Orange"),
        ("", "Presse SFR"),
        ("", "Free"),
    ],
)
def test_that_a_brands_own_account_is_known_by_its_name(handle: str, name: str) -> None:
    assert ASKED.unread(said(handle=handle, name=name), "fr") == OFFICIAL_ACCOUNT


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("freelance_lea", "Léa"),
        ("orangeamere", "Orange amère"),
        ("marre_de_sfr", ""),
        ("sfr_victime", "Victime de SFR"),
        ("vitamine.c", "Jus d'orange"),
        ("freedom.example", "Freddy"),
        ("", ""),
    ],
)
def test_that_a_customers_account_is_not_taken_for_one(handle: str, name: str) -> None:
    assert ASKED.unread(said("Bonjour, vous êtes nuls", handle, name), "fr") == ""


def test_that_a_desks_person_who_signs_is_official_and_a_neighbour_of_that_town_is_not() -> None:
    desk = said("Bonjour, écrivez-moi, on regarde ça avec vous. Léa", name="Léa, SFR")
    signed = said("Bonjour, c'est corrigé depuis 14 h. Mounir", name="Mounir, SFR")
    neighbour = said("Plus de réseau depuis hier, quelle honte", name="Marc, Orange")
    assert [ASKED.unread(one, "fr") for one in (desk, signed, neighbour)] == [OFFICIAL_ACCOUNT, OFFICIAL_ACCOUNT, ""]


def test_that_an_article_reports_unless_its_writer_tells_her_own_tale() -> None:
    news = said("Les abonnés sont furieux. « Je paie, moi, et mes mails n'arrivent pas », dit l'un.", kind=Kind.ARTICLE)
    blog = said("Je suis abonnée depuis 2004. Mes points valaient un téléphone, voilà.", kind=Kind.ARTICLE)
    english = said("I called them, my line is still dead.", kind=Kind.ARTICLE)
    assert [ASKED.unread(one, "") for one in (news, blog, english)] == [NEWS, "", ""]
    assert ASKED.unread(said(news.text), "fr") == ""


def test_that_other_languages_are_not_read_and_those_that_nobody_can_tell_are() -> None:
    assert [ASKED.unread(said(), code) for code in ("br", "ar", "fr", "en", "")] == [LANGUAGE, LANGUAGE, "", "", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_that_any_text_and_any_name_has_an_answer(text: str) -> None:
    for one in (
        said(text, text[:300], text[:300]),
        said(text, name=f"{text[:30]}, SFR"),
        said(text, kind=Kind.ARTICLE),
    ):
        assert ASKED.unread(one, "fr") in ("", OFFICIAL_ACCOUNT, NEWS)
