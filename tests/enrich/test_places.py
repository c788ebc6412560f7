"""Which places a text names, which it does not, and what a mention's notes keep of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubdesk.core import Mark, Mention, Notes
from hubdesk.enrich.places import Place, PlaceReader, evidence_of, notes_of
from hubdesk.query import match
from hubdesk.query.syntax import parse

SENTENCES = Path(__file__).parent.parent / "data" / "places"


@pytest.fixture(scope="module")
def reader() -> PlaceReader:
    return PlaceReader()


def codes(reader: PlaceReader, text: str) -> list[str]:
    return [place.code for place in reader.read(text)]


def test_that_a_place_says_where_it_stands_how_surely_and_why(reader: PlaceReader) -> None:
    (place,) = reader.read("Plus de réseau à villeneuve d’ascq !")
    assert (place.name, place.insee, place.department, place.region) == (
        "Villeneuve-d'Ascq",
        "59009",
        "59",
        "Hauts-de-France",
    )
    assert (place.sort, place.words, place.rule) == ("commune", "villeneuve d’ascq", "preposition")
    assert (place.start, place.end) == (17, 34)
    assert 0.5 <= place.confidence <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orange m'a encore facturé", []),
        ("J'habite à Orange et je suis chez Free", ["insee:84087"]),
        ("Orange (Vaucluse) : marché déplacé", ["insee:84087"]),
        ("la mairie dit que c'est à Orange de payer", []),
        ("Plus d'internet à Tours", ["insee:37261"]),
        ("les tours de mon quartier", []),
        ("sens (89), plus rien", ["insee:89387"]),
        ("Nice service, thanks", []),
        ("No signal in Nice", ["insee:06088"]),
        ("In the bus a Nice man helped me", []),
    ],
)
def test_that_an_everyday_word_or_a_brand_needs_words_of_place(
    reader: PlaceReader, text: str, expected: list[str]
) -> None:
    assert codes(reader, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Marcel Lille du service client a été adorable",
        "Merci à Mme Nicole Bordeaux et à M. Laval",
        "Le conseiller s'appelle Florent, voir avec Valence",
        "Le technicien Lourdes m'a rappelé",
        "jean.lille@paris.fr; marie@marseille.fr, p.lyon@lens.com",
        "https://lille.fr/paris et www.lyon.fr, voir nantes.fr",
        "@marseille_fan @Lille tu as la fibre ?",
    ],
)
def test_that_people_addresses_and_handles_are_no_places(reader: PlaceReader, text: str) -> None:
    assert codes(reader, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fibre coupée rue de Paris et avenue de Lyon",
        "gare de Lyon, place de Verdun, quai de Brest",
        "OM-Rennes ce soir, la Freebox plante au match",
        "Paris - Marseille et mon décodeur fige",
        "L'Olympique de Marseille et le Paris SG",
        "En vacances à Vienne, en Autriche",
        "Forfait bloqué à Montréal",
        "la Grande-Bretagne et La Nouvelle-Orléans",
        "au bord de la Loire, la Marne a débordé",
        "la réunion de lundi",
    ],
)
def test_that_streets_stations_clubs_rivers_and_places_abroad_are_none(reader: PlaceReader, text: str) -> None:
    assert codes(reader, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "En panne depuis le 12, on est le 27/05, rdv le 14. On est le 29 et rien",
        "Le 14 juillet, dans le 24 h qui suivent, dans le 4e trimestre",
        "il me reste 13 jours sur 30 et 75 Go (50 en Europe)",
        "appelez le 3900 puis le 06 12 34 56 78, transférez au 33700",
        "facture de 59000 €, dossier n° 69003, 75000 abonnés, 13200 points",
        "au 59 rue Nationale",
    ],
)
def test_that_dates_prices_counts_and_telephones_are_no_departments(reader: PlaceReader, text: str) -> None:
    assert codes(reader, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dans le 93 et le 94 plus rien", ["dep:93", "dep:94"]),
        ("Secteur du 49", ["dep:49"]),
        ("le département 2a", ["dep:2A"]),
        ("75011 ici", ["insee:75056"]),
        ("Éligible au 01120 ?", ["dep:01"]),
        ("34000 Montpellier", ["insee:34172"]),
        ("dans le 15, à Paris", ["insee:75056"]),
    ],
)
def test_that_numbers_count_in_clear_shapes(reader: PlaceReader, text: str, expected: list[str]) -> None:
    assert codes(reader, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Panne à Saint-Denis (974)", "insee:97411"),
        ("Panne à Saint-Denis 93", "insee:93066"),
        ("A Saint-Denis de la Réunion", "insee:97411"),
        ("Panne à Saint-Denis", "insee:93066"),
        ("Villeneuve, près de Manosque", "insee:04242"),
        ("Montreuil (62) sans fibre", "insee:62588"),
        ("Bordeaux (12 appels), Bordeaux (12)", "insee:33063"),
    ],
)
def test_that_a_homonym_is_told_by_department_nearness_then_inhabitants(
    reader: PlaceReader, text: str, expected: str
) -> None:
    assert codes(reader, text)[0] == expected


def test_that_nobody_is_told_which_of_many_alike_is_meant(reader: PlaceReader) -> None:
    assert codes(reader, "panne à Saint-Martin") == []
    assert codes(reader, "panne à Villeneuve") == []


def test_that_the_longest_name_wins(reader: PlaceReader) -> None:
    assert codes(reader, "Une partie du Val-de-Marne, du Nord-Pas-de-Calais et des Hauts-de-France") == [
        "dep:94",
        "reg:Hauts-de-France",
    ]
    assert codes(reader, "aux Sables-d'Olonne et au Mans") == ["insee:85194", "insee:72181"]


def test_that_accents_capitals_hyphens_and_composed_letters_do_not_matter(reader: PlaceReader) -> None:
    texts = ("à Saint-Étienne", "a st etienne", "à SAINT ETIENNE", "#SaintEtienne", "a\u0300 Saint-E\u0301tienne")
    assert [codes(reader, text) for text in texts] == [["insee:42218"]] * len(texts)


def test_that_marks_lead_to_the_words_as_they_stand(reader: PlaceReader) -> None:
    text = "E\u0301vry 😡 puis Châteauroux #Lille"
    for place in reader.read(text):
        assert text[place.start : place.end] == place.words


def test_that_an_arrondissement_or_a_former_commune_is_a_part_of_its_town(reader: PlaceReader) -> None:
    (paris,) = reader.read("Plus de fibre à Paris 15e")
    (annecy,) = reader.read("habitants de Seynod sans réseau")
    assert (paris.name, paris.insee, paris.part) == ("Paris", "75056", "75115")
    assert (annecy.name, annecy.insee, annecy.part) == ("Annecy", "74010", "74268")
    assert "insee:75115" in notes_of([paris])


def test_that_a_place_named_twice_is_one(reader: PlaceReader) -> None:
    assert len(reader.read("Lille, encore Lille, #Lille et à Lille !")) == 1


def test_that_queries_find_the_notes_by_name_department_region_and_code(reader: PlaceReader) -> None:
    notes = Notes(places=notes_of(reader.read("Panne à Lille")))
    mention = Mention("test", "1", "Panne à Lille", 0)
    for value in ("Lille", "59350", "59", "dep:59", '"Hauts-de-France"', "insee:59350"):
        assert match.test(parse(f"place:{value}"), mention, notes) is not None, value
    assert match.test(parse("place:Nord"), mention, notes) is None


def test_that_evidence_names_the_rule_and_marks_the_words(reader: PlaceReader) -> None:
    (evidence,) = evidence_of(reader.read("Panne à Lille"), "comment")
    assert (evidence.reading, evidence.value, evidence.rule) == ("place", "insee:59350", "preposition")
    assert evidence.marks == (Mark("comment", 8, 13),)


def test_that_a_profile_is_weaker_and_says_so(reader: PlaceReader) -> None:
    profile = reader.read_profile("📍 Sens | fibre et vélo")
    assert [place.code for place in profile] == ["insee:89387"]
    assert all(place.confidence <= 0.5 and place.rule.startswith("profile-") for place in profile)
    assert codes(reader, "📍 Sens | fibre et vélo") == []


@pytest.mark.parametrize(
    "text", ["Orange", "Marie Martin", "Vienne, Autriche", "Montréal, Québec", "maman de deux lyonnais"]
)
def test_that_a_profile_elsewhere_or_of_a_person_gives_nothing(reader: PlaceReader, text: str) -> None:
    assert reader.read_profile(text) == ()


@pytest.mark.parametrize("file", sorted(path.name for path in SENTENCES.glob("sentences*.jsonl")))
def test_that_labelled_sentences_are_read_as_well_as_promised(reader: PlaceReader, file: str) -> None:
    """0.90 is the promise; tests/benchmarks/reading_places.py prints the figures with their intervals."""
    right = wrong = missed = 0
    for line in (SENTENCES / file).read_text("utf-8").splitlines():
        sentence = json.loads(line)
        read, wanted = set(codes(reader, sentence["text"])), set(sentence["places"])
        right += len(read & wanted)
        wrong += len(read - wanted)
        missed += len(wanted - read)
    assert 2 * right / (2 * right + wrong + missed) >= 0.90


def test_that_a_place_is_a_value() -> None:
    assert Place("Nord", "", "59", "Hauts-de-France", "department", 0.9, "93", 0, 2, "in-number").code == "dep:59"
