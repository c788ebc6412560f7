"""Insults are starred, whatever is done to their letters, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.core import HubdeskError
from hubdesk.wall.veil import FILE, LONGEST, Stars, forms, own_words, shipped, split, stars_of

OURS = stars_of((), ())


@pytest.mark.parametrize(
    ("text", "starred"),
    [
        ("Quel connard !", "Quel c****** !"),
        ("bande de CONNARDS", "bande de C*******"),
        ("gros c0nnard", "gros c******"),
        ("coooonnard", "c*********"),
        ("connnnard", "c********"),
        ("t'es con...", "t'es c**..."),
        ("c o n", "c * *"),
        ("c.o.n.n.a.r.d", "c.*.*.*.*.*.*"),
        ("j'ai vu 3 c o n n a r d s", "j'ai vu 3 c * * * * * * *"),
        ("espèce d'enculé", "espèce d'e*****"),
        ("espèce d’encule\u0301", "espèce d’e******"),
        ("FILS DE  PUTE", "F*** DE  P***"),
        ("fils-de-pute", "f***-de-p***"),
        ("s@lope et $alope", "s***** et $*****"),
        ("ｃｏｎｎａｒｄ", "ｃ******"),
        ("соnnard", "с******"),  # its first two letters are Cyrillic
        ("on s'emmerdait", "on s'e********"),
        ("this fucking shit", "this f****** s***"),
        ("une sous-merde", "une s***-m****"),
        ("sale arabe", "s*** a****"),
    ],
)
def test_that_an_insult_keeps_its_first_letter(text: str, starred: str) -> None:
    assert OURS.starred(text) == starred


@pytest.mark.parametrize(
    "text",
    [
        "concombre, Connaught, putative, Scunthorpe, députés, culture, conseil, réputation, dispute",
        "Les Enfoirés chantent, rue en cul-de-sac, deux culs-de-sac",
        "retard de livraison, prise femelle, débit bridé, la chatte du voisin, Dick et Poutine",
        "il y a 455 posts, 5a10 et 80085 à 20€",
        "Le PDG dit : a b c d, 1 2 3, o k",
        "Conn et Conor, Bitte, putt",
        "",
    ],
)
def test_that_no_other_word_is_starred(text: str) -> None:
    assert OURS.starred(text) == text


def test_that_a_french_word_is_let_be_in_another_language() -> None:
    assert stars_of((), (), "es").starred("café con leche") == "café con leche"
    assert stars_of((), (), "en").starred("bite the bullet, you asshole") == "bite the bullet, you a******"
    assert stars_of((), (), "fr").starred("quel con") == "quel c**"


def test_that_the_presenter_adds_and_spares_words() -> None:
    own = stars_of(("escroc(s)", "vole*"), ("merde", "con"))
    assert own.starred("Escrocs et voleuses... merde, connard de con") == "E****** et v*******... merde, c****** de con"


def test_that_a_spared_phrase_spares_its_words_there_alone() -> None:
    assert OURS.starred("les enfoirés et cet enfoiré") == "les enfoirés et cet e******"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_every_line_of_our_lists_is_read_and_found(language: str) -> None:
    starred, stays = shipped(language)
    assert len(set(starred)) == len(starred) > 60
    for line in starred:
        said = forms(line)
        assert said, line
        for form in said:
            word = form.replace("*", "ons")
            assert OURS.starred(f"ah, {word} !") != f"ah, {word} !", word
    for line in stays:
        assert forms(line)
        assert OURS.starred(line) == line


def test_that_optional_endings_and_accents_make_forms() -> None:
    assert forms("Enculé(e)(s)") == ("encule", "encules", "enculee", "enculees")
    assert forms("x" * (LONGEST + 1)) == forms("a/b") == forms("[a-z]+") == ()


@given(st.text(max_size=120))
def test_that_a_text_keeps_its_length_and_the_letters_that_are_no_insult(text: str) -> None:
    starred = OURS.starred(text)
    assert len(starred) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, starred, strict=True))


@pytest.mark.parametrize(
    "hostile",
    [
        "c" * 100_000,
        "con" * 33_000,
        "n" * 100_000,
        "c o " * 25_000,
        "c.o.n.n" * 14_000,
        "cnncnn " * 14_000,
        "fils de " * 12_000,
        "emmerd" + "e" * 100_000,
        "é\u0301" * 50_000,
        "con n n n n " * 8_000,
        "1" * 100_000,
    ],
    ids=lambda text: text[:8],
)
def test_that_a_hostile_text_is_gone_through_to_its_end(hostile: str) -> None:
    """One that made the pattern look back would not end within a person's patience."""
    assert len(OURS.starred(hostile)) == len(hostile)


def test_that_ones_own_list_is_read_and_its_mistakes_are_named(tmp_path: Path) -> None:
    assert own_words(tmp_path) == ((), ())
    file = tmp_path / FILE
    file.write_text("# mine\nescroc(s)\n\n!merde\n", "utf-8")
    assert own_words(tmp_path) == (("escroc(s)",), ("merde",))
    file.write_text("escroc\n(((\n", "utf-8")
    with pytest.raises(HubdeskError, match=r"veil.txt, line 2: “\(\(\(” is no word"):
        own_words(tmp_path)
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(HubdeskError):
        own_words(tmp_path)


def test_that_a_list_without_a_word_stars_nothing() -> None:
    assert Stars(()).starred("connard") == "connard"
    assert split("# none\n\n") == ((), ())
