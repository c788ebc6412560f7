"""How a text is cut into words, and what hostile or odd letters do to it."""

from __future__ import annotations

import pytest

from hubdesk.query.words import STEP, tokens


def keys(text: str) -> list[str]:
    return [token.form.key for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Orange d'Orange qu'Orange", ["l", "orange", "d", "orange", "qu", "orange"]),
        ("aujourd’hui prud'hommes presqu'île quelqu'une entr'aide", None),
        ("Mont-de-Marsan e-mail", ["mont", "de", "marsan", "e", "mail"]),
        ("n° 5 nº5 № 7", ["n°", "5", "n°", "5", "n°", "7"]),
        ("client·e·s client.e.s client(e)s abonné(e)(s)", ["client", "client", "client", "abonne"]),
        ("panne•orange Fin.Orange", ["panne", "orange", "fin", "orange"]),
        ("Or\u200bange Or\u00adange Ｏｒａｎｇｅ re\u0301seau", ["orange", "orange", "orange", "reseau"]),
        ("œuvre groß øre", ["oeuvre", "gross", "øre"]),
        ("9,99€ 1.2 50%", ["9,99", "€", "1.2", "50", "%"]),
        ("B&You Canal+", ["b", "you", "canal"]),
        ("jean.dupont@orange.fr", ["jean", "dupont", "orange", "fr"]),
        ("@orange @Orange_France @orange@piaille.fr @orange.bsky.social", ["@orange", "@orange_france", "@orange",
        "@orange"]),
        ("#SFRPanne #Orange5G #iPhone #panne_orange",
         ["#sfrpanne", "sfr", "panne", "#orange5g", "orange", "5g", "#iphone", "i", "phone", "#panne_orange",
         "panne", "orange"]),
        ("👨‍👩‍👧 👍🏽 ❤️ 🇫🇷 1️⃣", ["👨‍👩‍👧", "👍", "❤", "🇫🇷", "1⃣"]),
        ("https://orange.fr/a?b=panne www.sfr.fr, orange.fr", ["://orange.fr/a?b=panne", "://sfr.fr",
        "://orange.fr"]),
        ("c'est nul.ca marche youtu.be t.co/panne en panne.Orange", ["c", "est", "nul", "ca", "marche", "://youtu.be",
         "://t.co/panne", "en", "panne", "orange"]),
        ("Orange™ Orange\u200b #x", ["orange", "™", "orange", "#x", "x"]),
    ],
)  # fmt: skip
def test_that_french_is_cut_into_these_words(text: str, expected: list[str] | None) -> None:
    if expected is None:
        assert len(keys(text)) == len(text.split())
    else:
        assert keys(text) == expected


def test_that_signs_take_no_place_and_a_hashtag_takes_those_of_its_words() -> None:
    places = {token.form.raw: (token.first, token.last) for token in tokens("a 😡 #PanneOrange b, c·e d")}
    assert places["a"] == (0, 0)
    assert 0 < places["😡"][0] < STEP
    assert places["PanneOrange"] == (STEP, 2 * STEP)
    assert places["Orange"] == (2 * STEP, 2 * STEP)
    assert places["b"] == (3 * STEP, 3 * STEP)
    assert places["d"] == (5 * STEP, 5 * STEP)


@pytest.mark.parametrize(
    ("text", "word", "stretch"),
    [
        ("e\u0301t e\u0301 Or\u200bange !", "orange", "Or\u200bange"),
        ("№ 5 Orange", "n°", "№"),
        ("vive les client·e·s", "client", "client·e·s"),
        ("ﬁbre l’Orange", "fibre", "ﬁbre"),
        ("ﬁbre #PanneOrange", "orange", "Orange"),
    ],
)
def test_that_a_token_points_at_its_place_in_the_original_text(text: str, word: str, stretch: str) -> None:
    token = next(token for token in tokens(text) if token.form.key == word)
    assert text[token.start : token.end] == stretch


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "a·e", "·e", "@a", "@a.", "https://", "a\u0300\u0327", "\u0300", "a\u200b", "1,", "a-",
    "👍🏽\u200d", "#aB1_",
     "привет ", "grand'", "@a@..", "a(e)", "_", "#_", "www.", "*", "a*", "\u0338a", "🇫", "(", "\u0f40\u0f71"],
)  # fmt: skip
def test_that_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    """One that is read in more than linear time never comes back from this."""
    text = piece * (150_000 // len(piece))
    found = tokens(text)
    assert all(token.end <= len(text) for token in found[-2:])
    tokens(text[:8_000], wild=True)
