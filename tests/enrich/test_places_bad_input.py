"""Texts that nobody wrote to be read, and files that are not what they should be."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from hubdesk.enrich.places import PlaceReader, PlacesError
from hubdesk.resources import resource

MANY = 100_000
ODD = {
    "nothing": "",
    "one emoji": "🤷",
    "a link": "https://example.org/lille/paris",
    "a surrogate alone": "\ud800 à Lille",
    "letters without end": "a" * MANY,
    "a name without end": "Lille " * (MANY // 6),
    "stacked accents": "Li" + "\u0301" * MANY + "lle",
    "marks alone": "\u0301" * MANY,
    "mail addresses": ", ".join(f"jean.lille{i}@paris.fr" for i in range(3_000)),
    "almost a mail address": "a." * (MANY // 2) + "@",
    "HTML": '<p>Panne <b>&agrave;</b> <a href="https://x.fr/Paris">Lyon</a></p>' * 500,
    "hashtags": " ".join(f"#Lille{i} #Paris" for i in range(1_000)),
    "a hashtag without end": "#" + "SaintEtienne" * 9_000,
    "digits": "59000 " * (MANY // 6),
    "digits without end": "1" * MANY,
    "brackets": "(" * (MANY // 2) + "93" + ")" * (MANY // 2),
    "names with numbers of elsewhere": "Bordeaux (12), Villeneuve (75), " * 3_000,
    "half a shape": "dans le " * (MANY // 8),
    "a list of numbers": "dans le 93, 94, 77 et 78, " * 4_000,
    "the brand": "à Orange, " * (MANY // 10),
    "homonyms": "Villeneuve, Saint-Martin, Saint-Denis, " * 2_600,
    "streets": "rue de la de la de la " * 4_500,
    "matches": "match Lille-Paris-" * 5_500,
    "contractions": "du au des aux " * 7_000,
    "Arabic": "انقطاع الشبكة في مارسيليا منذ الصباح",
    "Breton": "N'eus rouedad ebet e Brest abaoe ar mintin",
    "mixed scripts": "сеть Lille ネットワーク à Лилль",
    "look-alikes": "ｐａｎｎｅ à Ｌｉｌｌｅ",
    "zero bytes": "\x00Lille\x00" * 10_000,
}


@pytest.fixture(scope="module")
def reader() -> PlaceReader:
    return PlaceReader()


@pytest.mark.timeout(60)  # a quadratic reading of the longest takes minutes, a linear one half a second
@pytest.mark.parametrize("name", ODD)
def test_that_any_text_is_read_in_bounded_time(reader: PlaceReader, name: str) -> None:
    text = ODD[name]
    for place in (*reader.read(text), *reader.read_profile(text)):
        assert text[place.start : place.end] == place.words
        assert 0 < place.confidence <= 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mail addresses", []),
        ("a link", []),
        ("Arabic", []),
        ("streets", []),
        ("the brand", []),
        ("hashtags", ["insee:75056"]),
        ("Breton", ["insee:29019"]),
        ("look-alikes", ["insee:59350"]),
        ("a surrogate alone", ["insee:59350"]),
    ],
)
def test_that_odd_texts_name_nothing_absurd(reader: PlaceReader, name: str, expected: list[str]) -> None:
    assert [place.code for place in reader.read(ODD[name])] == expected


def test_that_nothing_is_loaded_before_the_first_text(tmp_path: Path) -> None:
    reader = PlaceReader(tmp_path)
    with pytest.raises(PlacesError, match="missing"):
        reader.read("Lille")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("communes.csv.gz", b""),
        ("communes.csv.gz", b"not a gzip file"),
        ("communes.csv.gz", gzip.compress(b"insee,name\n59350,Lille\n")),
        ("communes.csv.gz", gzip.compress(b"\xff\xfe\n\xff")),
        ("communes.csv.gz", gzip.compress(b"insee,name,word,population,postal_codes,lat,lon,parent\n" * 2)),
        ("communes.csv.gz", gzip.compress(b"head\n59350,Lille,,1,59000,north,3.0,\n")),
        ("communes.csv.gz", gzip.compress(b"head\nXX350,Lille,,1,59000,50.6,3.0,\n")),
        ("areas.json", b"{"),
        ("areas.json", b"[]"),
        ("areas.json", b'{"departments": {"59": ["Nord", "32"]}, "regions": {}}'),
    ],
)
def test_that_damaged_files_are_named_in_one_line(tmp_path: Path, file: str, content: bytes) -> None:
    for name in ("areas.json", "communes.csv.gz"):
        shutil.copy(resource("places") / name, tmp_path / name)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(PlacesError) as caught:
        PlaceReader(tmp_path).read("Lille")
    assert "\n" not in str(caught.value)


def test_that_a_cut_table_is_named(tmp_path: Path) -> None:
    shutil.copy(resource("places") / "areas.json", tmp_path / "areas.json")
    whole = (resource("places") / "communes.csv.gz").read_bytes()
    (tmp_path / "communes.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PlacesError):
        PlaceReader(tmp_path).read("Lille")
