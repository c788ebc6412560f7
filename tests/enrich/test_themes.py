"""What a post is told to be about, how a person's own themes are read, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubdesk.collector.themes import Theme, Themes, ThemesError, read_themes, shipped
from hubdesk.core import Mention, Notes
from hubdesk.core.refused import is_refused
from hubdesk.query.fields import THEMES
from tests.enrich.hostile import HOSTILE


@pytest.fixture(scope="module")
def themes() -> Themes:
    return Themes()


def about(themes: Themes, text: str, language: str = "fr") -> set[str]:
    return {one.value for one in themes.read(Mention("test", "1", text, 0), Notes(language=language))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Panne Orange à Lille, plus de réseau depuis ce matin", {"outage_network"}),
        ("Le technicien n'est pas venu pour la fibre", {"fibre_box"}),
        ("Ma facture a encore augmenté de 3 € par mois", {"price_billing"}),
        ("Le service client ne répond pas", {"customer_service"}),
        ("Mes points fidélité ont disparu", {"loyalty_points"}),
        ("Comment résilier chez Free ?", {"cancellation"}),
        ("Le vendeur de la boutique Orange", {"store"}),
        ("Le webmail est illisible", {"email_webmail"}),
        ("40 € de roaming en Suisse", {"roaming"}),
        ("Le décodeur ne lit plus le replay", {"tv"}),
        ("Portabilité de SFR vers Sosh", {"competitor_switch"}),
        ("Faux SMS Orange, ne cliquez pas sur le lien", {"security_phishing"}),
        ("Orange recrute 30 techniciens fibre en alternance", {"other"}),
        ("Un mot sur Orange", {"other"}),
        ("😡", set()),
        ("", set()),
    ],
)
def test_that_a_post_is_about_what_it_says(themes: Themes, text: str, expected: set[str]) -> None:
    assert about(themes, text) == expected


def test_that_english_is_read_by_the_english_queries_and_other_languages_by_all(themes: Themes) -> None:
    assert about(themes, "No signal in Lyon, the agent hung up", "en") == {"outage_network", "customer_service"}
    assert "outage_network" in about(themes, "Orange panne général, no signal", "")


def test_that_a_theme_points_at_the_words_that_say_so(themes: Themes) -> None:
    text = "Rien à dire : la boutique était ouverte"
    (found,) = themes.read(Mention("test", "1", text, 0), Notes(language="fr"))
    assert [text[mark.start : mark.end] for mark in found.marks] == ["boutique"]


def test_that_the_shipped_themes_are_the_codes_that_queries_know() -> None:
    assert {theme.code for theme in shipped()} == set(THEMES)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_no_text_is_too_odd_for_a_theme(themes: Themes, text: str) -> None:
    assert about(themes, text) <= set(THEMES)


def test_that_likely_words_count_only_where_no_theme_is_sure() -> None:
    own = Themes(
        [Theme("price", {"fr": "facture"}, {"fr": "euros"}), Theme("store", {"fr": "boutique"}, {}, ("price",))]
    )
    assert about(own, "dix euros de trop") == {"price"}
    assert about(own, "dix euros en boutique") == {"store"}
    assert about(own, "une facture en boutique") == {"price"}


def test_that_what_only_looks_like_a_theme_is_other_unless_two_themes_are_sure() -> None:
    own = Themes(
        [
            Theme("fibre", {"fr": "fibre"}, {}),
            Theme("store", {"fr": "boutique"}, {}),
            Theme("other", {"fr": "recrute"}, {}),
        ]
    )
    assert about(own, "la boutique recrute") == {"other"}
    assert about(own, "la boutique fibre recrute, rien ne marche") == {"fibre", "store"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[a", "themes.toml"),
        ("a = 1", "themes.toml, a: write [a] with queries in it"),
        ("[a]\nde = 'x'", "“de” is unknown"),
        ("[a]\nfr = 3", "“fr” is unknown"),
        ("[a]\nfr = 'x AND'", "themes.toml, a: fr: "),
        ("[a]\nunless = 'b'", "“unless” must be a list of themes"),
        ("[a]\nunless = ['b']", "“unless” names “b”, which is no theme here"),
        ("['A b']\nfr = 'x'", "small letters, digits and _"),
    ],
)
def test_that_a_wrong_file_is_refused_in_one_line_that_says_where(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "themes.toml").write_text(written, "utf-8")
    with pytest.raises(ThemesError) as refused:
        read_themes(tmp_path / "themes.toml")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_that_a_missing_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(ThemesError):
        read_themes(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "code",
    [
        *("religion", "author_religion", "origine", "health", "union", "syndicat", "party", "political_party"),
        *("sexuality", "emotion", "ethnicity", "handicap", "religions", "juifs", "gays", "lgbtq", "syndicats_cgt"),
        *("croyance", "etat_de_sante", "trade_union", "religion2", "r_e_l_i_g_i_o_n", "homosexuels", "mood", "partis"),
    ],
)
def test_that_a_theme_about_who_people_are_is_refused(tmp_path: Path, code: str) -> None:
    assert is_refused(code)
    (tmp_path / "themes.toml").write_text(f"[{code}]\nfr = 'mot'", "utf-8")
    with pytest.raises(ThemesError, match="refused"):
        read_themes(tmp_path / "themes.toml")


def test_that_no_shipped_theme_is_one_of_those() -> None:
    assert not [code for code in THEMES if is_refused(code)]
