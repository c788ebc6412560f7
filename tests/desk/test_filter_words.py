"""A filter in a person's words: on one line, tamed, in the names that the desk has for everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hubdesk import i18n
from hubdesk.core import Scope, Topic
from hubdesk.core.filters import FIELDS, Filter
from hubdesk.desk import filter_towns
from hubdesk.desk.filter_towns import learn, read_towns, town, unknown_of
from hubdesk.desk.filter_words import said_of, words_of
from hubdesk.panels.asked import of_brand
from hubdesk.store.reader import Reader

TOPICS = (Topic(1, "Orange", "orange"), Topic(2, "SFR & <b>co</b>\u202e", "sfr"))
NOTHING_ASKED: Reader = None  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(filter_towns, "_known", {})
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Filter("tone", ("negative",)), "Tone: negative"),
        (Filter("tone", ("negative", "")), "Tone: negative or without a tone"),
        (Filter("tone", ("unknown",), negated=True), "except Tone: cannot tell"),
        (Filter("theme", ("outage_network",)), "Theme: Network outage"),
        (Filter("theme", ("",)), "Theme: without a theme"),
        (Filter("place", ("59", "dep:2a")), "Place: Nord (59) or Corse-du-Sud (2A)"),
        (Filter("place", ("99",)), "Place: department 99"),
        (Filter("place", ("Lille", "reg:Hauts-de-France")), "Place: Lille or Hauts-de-France, region"),
        (Filter("place", ("",)), "Place: without a place"),
        (Filter("text", ('target:"Orange=negative"',)), "Towards Orange: negative"),
        (Filter("text", ('target:"Free"',), negated=True), "except Towards Free: whatever tone"),
        (Filter("text", (of_brand("Orange", "unread"),)), "Towards Orange: without a tone"),
        (Filter("text", ('target:"Free" -target:"SFR=negative"',)), 'Text: target:"Free" -target:"SFR=negative"'),
        (Filter("text", ('target:"Free" panne',)), 'Text: target:"Free" panne'),
        (Filter("text", ("reach:[* TO *]",)), "Reach: given by the network"),
        (Filter("author", ("lucie", "@marc")), "Author: @lucie or @marc"),
        (Filter("author", ("=Lucie\n\tB\u202e\x1b",)), "Author: Lucie B"),
        (Filter("author", ("",)), "Author: no account named"),
        (Filter("topic", ("1", "2")), "Topic: Orange or SFR & <b>co</b>"),
        (Filter("topic", ("9", "")), "Topic: deleted topic or no topic"),
        (Filter("language", ("fr", "fr-CA", "ko")), "Language: French or French (fr-CA) or ko"),
        (Filter("language", ("",)), "Language: language not known"),
        (Filter("network", ("MASTODON", "feed", "elsewhere")), "Network: Mastodon or Web feed or elsewhere"),
        (Filter("network", ("",)), "Network: —"),
        (Filter("kind", ("repost",)), "Kind: repost"),
        (Filter("source", ("Fil de presse",)), "Source: Fil de presse"),
        (Filter("text", ("panne OR box",)), "Text: panne OR box"),
        (Filter("text", ("panne", "box sfr")), "Text: “panne” or “box sfr”"),
        (Filter("kind", ()), "Kind: nothing"),
        (
            Filter("source", tuple(f"s{n}" for n in range(14))),
            f"Source: {' or '.join(f's{n}' for n in range(12))} or +2",
        ),
    ],
)
def test_that_a_filter_says_itself(one: Filter, words: str) -> None:
    assert words_of(one, TOPICS) == words


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "value", ["", "\u202e" + "ي" * 10_000, "\x00\x1b[2J\n" * 300, "<img src=x>", "a" * 10_000, "\ud800"]
)
def test_that_whatever_stands_in_a_filter_is_one_short_line(field: str, value: str) -> None:
    words = words_of(Filter(field, (value, value)), TOPICS)
    assert len(words) < 1_000
    assert not set(words) & set("\n\x00\x1b\u202e\ud800")
    assert said_of(Filter(field, ()), TOPICS).values == "nothing"


def test_that_a_commune_has_its_name_once_a_worker_read_it() -> None:
    lille = Filter("place", ("59350", "insee:2A004", "98799", "59"))
    assert words_of(lille, ()) == "Place: commune 59350 or commune 2A004 or commune 98799 or Nord (59)"
    codes = unknown_of((lille, Filter("author", ("59350",))))
    assert codes == ("59350", "2A004", "98799")
    learn(read_towns(NOTHING_ASKED, Scope((), 0, 0), codes))
    assert words_of(lille, ()) == "Place: Lille (59) or Ajaccio (2A) or commune 98799 or Nord (59)"
    assert unknown_of((lille,)) == ()  # also of what has no name: nobody asks twice


def test_that_a_file_of_places_that_is_missing_leaves_the_codes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(filter_towns, "resource", lambda _name: tmp_path / "none.gz")  # type: ignore[operator]
    learn(read_towns(NOTHING_ASKED, Scope((), 0, 0), ("59350",)))
    assert town("59350") == ""


def test_that_the_names_are_those_of_the_language_spoken() -> None:
    i18n.use("fr")
    assert said_of(Filter("tone", ("negative",)), ()).values == "négatif"
    assert said_of(Filter("theme", ("outage_network",)), ()).field == "Thème"
