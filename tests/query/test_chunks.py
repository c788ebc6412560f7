"""A text cut chunk by chunk is the text cut whole."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hubdesk.query import words

PIECES = (
    *("#PanneOrange", "@orange.bsky.social", "https://orange.fr/a,b", "www.-a", "www.", "orange.fr", "n°", "№"),
    *("client·e·s", "client(e)s", "aujourd", "'", "’", "hui", "9,99", "€", "4", "G", "\ufe0f\u20e3", "👍🏽", "\u200d"),
    *("👨", "🇫", "🇷", "\u200b", "\u0301", "\u00ad", "\xa0", "\u2003", "\x1c", "\x85", "\u3000", " ", " ", "\n"),
    *(".", ",", "(", ")", "-", "_", "É", "œ", "ﬁ", "ｏ", "º", "ª", "a", "B", "7", "http:", "//", "«", "´"),
    *("\u1680", "\u180e"),
)  # fmt: skip


@settings(max_examples=1_000, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
@example("e\u0301t e\u0301 Or\u200bange !")
@example("a \u0301b")
@example("www.-a x.y")
@example("WWW.(")
def test_that_no_token_reaches_across_a_blank(text: str) -> None:
    assert words.tokens(text) == words._cut(text).tokens


def test_that_only_short_chunks_are_remembered_and_not_without_end() -> None:
    words._chunks.clear()
    words.tokens(f"{'x' * 1_000} panne")
    assert list(words._chunks) == ["panne"]
    words.tokens(" ".join(f"w{n}" for n in range(words.MOST_CHUNKS + 10)))
    assert len(words._chunks) <= words.MOST_CHUNKS
