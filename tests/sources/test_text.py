"""Hostile HTML becomes plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.sources.text import CUT, one_line, plain, plain_text, web_link


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Un</p><p>Deux</p>", "Un\n\nDeux"),
        ("Un<br>Deux<br/>Trois", "Un\nDeux\nTrois"),
        ("<ul><li>Un</li><li>Deux</li></ul>", "Un\n\nDeux"),
        ("<div>Un</div><div>Deux</div>", "Un\n\nDeux"),
        ("a<b>b</b>c", "abc"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("  much \n\t space&nbsp;&nbsp;here ", "much space here"),
        ("&eacute;t&#233; &amp; &#x1F600;", "été & 😀"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;b&gt;bold&lt;/b&gt;", "<b>bold</b>"),
        ("<script>alert(1)</script>x<style>p{}</style>", "x"),
        ("<SCRIPT>alert(1)", ""),
        ("<svg><script>alert(1)</script><text>t</text></svg>x", "x"),
        ("<!-- hidden -->seen", "seen"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("I <3 you", "I <3 you"),
        ('fini <img src="x.png" alt="😀" class="wp-smiley"><img alt="A long caption"><img alt="Logo">', "fini 😀"),
        ("<span class='invisible'>https://</span><span>orange.fr</span>", "https://orange.fr"),
        ("nul\x00l bell\x07 half \ud800", "null bell half"),
        ("", ""),
    ],
)
def test_that_a_reader_s_text_is_left(markup: str, text: str) -> None:
    assert plain(markup).text == text


def test_that_links_are_listed_once_each_and_only_for_the_web() -> None:
    markup = (
        '<a href="https://a.example/?x=1&amp;y=2">a</a><a href="https://a.example/?x=1&amp;y=2">again</a>'
        '<a href="javascript:alert(1)">j</a><a href="file:///etc/passwd">f</a><a href="data:text/html,x">d</a>'
        '<a href="/relative">r</a><a title="x>y" href=\'http://b.example/"quoted"\'>b</a>'
    )
    assert plain(markup).links == ("https://a.example/?x=1&y=2", 'http://b.example/"quoted"')


def test_that_what_is_cut_off_shows_it() -> None:
    found = plain("x" * (CUT + 1)).text
    assert found == "x" * CUT + " …"


@pytest.mark.parametrize(
    "bomb", ["<ul><li>", "<div>", "<!--", "<a href='", "<b>", "&", "<table><tr><td>", "<svg><math>"]
)
def test_that_a_bomb_leaves_no_markup(bomb: str) -> None:
    assert "<ul>" not in plain(bomb * 100_000).text


@given(st.text(alphabet="<>/&;#\"' =abpivx-!\n\u00e9", max_size=200))
def test_that_no_element_survives_whatever_is_written(markup: str) -> None:
    twice = plain(markup).text
    assert "\x00" not in twice
    assert not twice.startswith((" ", "\n"))
    assert "\n\n\n" not in twice


def test_that_a_title_is_one_line() -> None:
    assert one_line("Un\n <b>titre</b> &amp;\tdemi ") == "Un titre & demi"
    assert len(one_line("x" * 5_000)) == 1_000


def test_that_text_that_was_never_markup_keeps_its_signs_and_lines() -> None:
    assert plain_text("a <b> &amp;\r\n\r\n\r\n\r\nc\x07") == "a <b> &amp;\n\nc"


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "file:///x", "ftp://x", "//x.example", "http://a b", "http://" + "x" * 3_000, "https://a\n"],
)
def test_that_only_plain_web_addresses_are_links(address: str) -> None:
    assert web_link(address) in ("", "https://a")
