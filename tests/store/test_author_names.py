"""Whoever wrote in a session is known again by name, and is followed as more is stored."""

from __future__ import annotations

from pathlib import Path

from hubdesk.core import Author, Terms
from hubdesk.store.authors import LONGEST, KnownNames, words_of
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import entry, session
from tests.store.store_fakes import add, new_session, source


def _known(*authors: tuple[str, str]) -> KnownNames:
    names = KnownNames()
    for handle, name in authors:
        names.learn(handle, name)
    return names


def test_that_handles_no_language_has_are_known_alone() -> None:
    names = _known(("@Camille_D", ""), ("lou.example", ""), ("gerard450@instance.example", ""), ("marie", ""))
    assert names.is_handle("camille_d")
    assert names.is_handle("lou.example")
    assert names.is_handle("gerard450")
    assert names.is_handle("gerard450@instance.example")
    assert not names.is_handle("marie")  # a word as any other


def test_that_nobody_takes_a_figure_or_a_town_off_a_wall_by_its_name() -> None:
    names = _known(("2026", "14h30"), ("mont-de-marsan", "Rendez-vous"), ("3900", "1.5"))
    for word in ("2026", "14h30", "mont-de-marsan", "rendez-vous", "3900", "1.5"):
        assert not names.is_handle(word)


def test_that_display_names_are_known_from_two_words_on() -> None:
    names = _known(("", "Gérard  Hadji"), ("", "Léa"), ("", "odile33"))
    assert names.length(("voila", "gerard", "hadji"), 1) == 2
    assert names.length(("gerard",), 0) == names.length(("lea",), 0) == 0
    assert names.is_handle("odile33")


def test_that_the_longest_of_two_names_is_found_and_a_hostile_one_by_its_first_words() -> None:
    long = " ".join(["Anne"] * 5_000)
    names = _known(("", "Jean Luc"), ("", "Jean Luc Martin"), ("", long))
    assert names.length(("jean", "luc", "martin", "dit"), 0) == 3
    assert names.length(("anne",) * 20, 3) == LONGEST
    assert len(words_of("mot " * 100_000)) == 100


def test_that_thousands_of_names_are_still_known_once_they_are_sorted_in() -> None:
    names = _known(*((f"handle_{n}", f"Prénom{n} Nom{n}") for n in range(6_000)))
    assert all(names.is_handle(f"handle_{n}") for n in range(6_000))
    assert all(names.length((f"prenom{n}", f"nom{n}"), 0) == 2 for n in range(6_000))
    assert not names.is_handle("handle_6000")


def test_that_names_follow_what_is_stored_and_go_from_reader_to_reader(tmp_path: Path) -> None:
    path = session(tmp_path, ["un"])
    with open_reader(path) as reader:
        before = reader.author_names()
        assert not before.is_handle("zoe_33")
    with open_writer(path) as writer:
        add(writer, source(writer), [entry("deux", author=Author("zoe_33", "Zoé Blanc"))])
    with open_reader(path) as reader:
        after = reader.author_names()
        assert after is before
        assert after.is_handle("zoe_33")
        assert after.length(("zoe", "blanc"), 0) == 2


def test_that_another_session_in_the_place_of_one_is_read_anew(tmp_path: Path) -> None:
    path = session(tmp_path, ["un", "deux", "trois"])
    with open_reader(path) as reader:
        reader.author_names()
    path.unlink()
    new_session(tmp_path, path.name)
    with open_writer(path) as writer:
        add(writer, source(writer), [entry("un", author=Author("lou_1", "Lou Noir"))])
    with open_reader(path) as reader:
        assert reader.author_names().length(("lou", "noir"), 0) == 2


def test_that_sources_whose_terms_forbid_a_wall_are_told_also_when_they_are_removed(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        source(writer, "Open")
        source(writer, "Closed", terms=Terms(wall=False))
        removed = source(writer, "Gone", terms=Terms(wall=False))
        writer.remove_source(removed.id)
    with open_reader(path) as reader:
        assert reader.off_wall() == {"Closed", "Gone"}
