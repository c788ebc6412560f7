"""The journal: no sentence without rows, quotes to the letter and of the right speaker, and pages that run nothing."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fakes import NOON

from hubdesk import i18n
from hubdesk.cli import main
from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    Author,
    Entry,
    HubdeskError,
    Kind,
    Match,
    Mention,
    Notes,
    Role,
    Scope,
    SourceRow,
    Span,
    Terms,
    Topic,
)
from hubdesk.desk.journal_pdf import pdf
from hubdesk.reports.journal import compose, day_of, whole_day
from hubdesk.reports.journal_html import page
from hubdesk.reports.journal_markdown import markdown
from hubdesk.reports.journal_quote import first_words, quoted
from hubdesk.reports.journal_rows import counted, sources
from hubdesk.reports.journal_values import Basis, Journal, Part
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer

HOSTILE = '<script>alert(1)</script><img src=x onerror=y> **[a](javascript:b)** & "quote" \' panne'
PEOPLE = [
    {
        "name": "Bérengère Montauzat",
        "role": "députée",
        "role_source": "https://deputes.example/m",
        "role_since": "2024-07-08",
        "accounts": ["bluesky:montauzat.example"],
    }
]


def said(number: int, text: str, at: int, topic: Topic, handle: str = "", kind: str = Kind.POST) -> Entry:
    author = Author(handle or f"auteur{number}.example", handle and "Une députée", f"did:{handle or number}")
    mention = Mention("bluesky", f"at://{number}", text, at, kind, author, url=f"https://example.org/{number}")
    return Entry(mention, Notes(tone="negative", themes=("outage_network",)), (Match(topic.id, topic.version),))


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A day with twenty mentions, after five days with two each; nobody listened for an hour of it."""
    path = tmp_path / "s.hubdesk"
    create(path, NewSession("Essai <b>", "Europe/Paris"))
    midnight = day_of(Scope((), 0, NOON), "Europe/Paris").start
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "panne", Role.OWN, "#ff7900"))
        source = writer.add_source(SourceRow(0, "Flux", "feed"))
        shut = writer.add_source(SourceRow(0, "Clos", "feed", terms=Terms(export=False)))
        for day in range(5, 0, -1):
            at = midnight - day * DAY
            entries = [said(1000 * day + n, "panne", at + HOUR * (n + 9), topic) for n in range(2)]
            covers = Span(at, at + DAY)
            writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=at + DAY - MINUTE, covers=covers)
        entries = [said(n, f"panne {n} {HOSTILE}", midnight + 8 * HOUR + n * MINUTE, topic) for n in range(20)]
        entries.append(
            said(90, "Cinq semaines sans antenne. C'est une panne.", midnight + 9 * HOUR, topic, "montauzat.example")
        )
        seen = midnight + 12 * HOUR
        covers = Span(midnight, seen)
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=seen, covers=covers)
        covers = Span(midnight + 13 * HOUR, midnight + DAY)
        writer.add_page(source.id, [], cursor="", due_at=0, seen_at=midnight + DAY, covers=covers)
        secret = [said(99, "panne secrète", midnight + 14 * HOUR, topic)]
        writer.add_page(shut.id, secret, cursor="", due_at=0, seen_at=midnight + 15 * HOUR, covers=covers)
        writer.set_note("people", json.dumps(PEOPLE))
    return path


def journal(reader: Reader) -> tuple[Scope, Journal]:
    scope = whole_day(reader, None)
    return scope, compose(reader, scope)


def test_a_sentence_without_rows_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="rows"):
        Basis(NOON, NOON + HOUR)


def test_every_figure_is_as_many_rows_as_its_sentence_says(session: Path) -> None:
    with open_reader(session) as reader:
        scope, made = journal(reader)
        assert {one.part for one in made.sentences} >= {Part.NUMBERS, Part.UNSEEN}
        for one in made.sentences:
            if one.basis.count:
                assert counted(reader, scope, one.basis) == one.basis.count, one.told.said()


def test_the_day_is_told_against_the_days_before(session: Path) -> None:
    with open_reader(session) as reader:
        _scope, made = journal(reader)
    first = made.sentences[0].told.said(made.zone)
    assert first == "Orange: 22 mentions, 11 times the usual 2 (median of 5 days)."


def test_what_nobody_listened_to_is_said(session: Path) -> None:
    with open_reader(session) as reader:
        _scope, made = journal(reader)
    told = [one.told.said(made.zone) for one in made.of(Part.UNSEEN, made.sentences)]
    assert "Nobody listened from 12:00 to 13:00." in told


def test_a_journal_in_the_middle_of_the_day_compares_the_same_hours_and_knows_nothing_later(session: Path) -> None:
    with open_reader(session) as reader:
        midnight = whole_day(reader, None).start
        scope = day_of(Scope(reader.topics(), 0, midnight + 12 * HOUR + 1), "Europe/Paris")
        made = compose(reader, scope)
    assert not made.is_whole_day
    assert made.sentences[0].told.figure("n") == 21  # what the other source brought at three is not known yet
    assert made.sentences[0].told.figure("usual") == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_two_hundred_words_are_enough(session: Path, language: str) -> None:
    i18n.use(language)
    with open_reader(session) as reader:
        _scope, made = journal(reader)
    for most in (200, 40, 12):
        kept = made.within(most)
        quote = 0 if made.quote is None else made.quote.count()
        assert sum(one.words(made.zone) for one in kept) <= max(0, most - quote)
    assert made.sentences[0] in made.within(60)  # the weightiest stays


def test_a_quote_is_to_the_letter_what_the_mention_says(session: Path) -> None:
    with open_reader(session) as reader:
        _scope, made = journal(reader)
        assert made.quote is not None
        quote = made.quote
        (heard,) = reader.mentions((quote.mention,))
    assert quote.words == heard.mention.text[quote.start : quote.end]
    assert (quote.speaker, quote.role) == ("Bérengère Montauzat", "députée")


def test_that_a_role_that_came_later_makes_no_quote(session: Path) -> None:
    with open_writer(session) as writer:
        writer.set_note("people", json.dumps([{**PEOPLE[0], "role_since": "2030-01-01"}]))
    with open_reader(session) as reader:
        assert journal(reader)[1].quote is None


NAME = "Bérengère Montauzat"


@pytest.mark.parametrize(
    "text",
    [
        "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat.",
        "« Une honte pour tout un canton rural », dit la députée Bérengère Montauzat vendredi.",
        "Bérengère Montauzat : « Une honte pour tout un canton rural »",
    ],
)
def test_words_that_a_text_gives_to_a_person_are_found(text: str) -> None:
    assert [text[start:end] for start, end in quoted(text, NAME)] == ["Une honte pour tout un canton rural"]


@pytest.mark.parametrize(
    "text",
    [
        "« Une honte pour tout un canton rural », a déclaré Ghislain Peyrelongue à Bérengère Montauzat.",
        "Bérengère Montauzat a écouté. « Une honte pour tout un canton rural », dit-elle.",
        "« Une honte pour tout un canton rural », dit un habitant. Bérengère Montauzat a déclaré autre chose.",
        "Bérengère Montauzat cite un élu : « Une honte pour tout un canton rural »",
        "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat-Lebrun.",
        "« Une honte pour « tout un canton » rural », a déclaré Bérengère Montauzat.",
        "« Non », a déclaré Bérengère Montauzat.",
        "« Une honte pour tout un canton rural », a répondu le maire à la députée Bérengère Montauzat.",
    ],
)
def test_words_of_somebody_else_are_nobodys_quote(text: str) -> None:
    assert list(quoted(text, NAME)) == []


def test_the_first_sentences_of_a_long_post_are_a_quote_and_a_word_is_none() -> None:
    text = "Cinq semaines sans antenne. " + "Et encore une phrase de plus ici. " * 10
    start, end = first_words(text) or (0, 0)
    assert 20 < end - start < 260
    assert text[start:end].endswith(".")
    assert first_words("Non.") is None
    assert first_words("mot " * 60) is None


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_page_shows_hostile_text_and_runs_and_loads_nothing(session: Path) -> None:
    with open_reader(session) as reader:
        scope, made = journal(reader)
        drawn = page(made, sources(reader, scope, made, made.within()))
    parser = _Tags()
    parser.feed(drawn)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn
    assert not {"script", "img", "iframe", "link", "object", "b"} & {tag for tag, _attributes in parser.tags}
    for _tag, attributes in parser.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert re.match(r"https://|#", attributes.get("href") or "#")
    anchors = {attributes["id"] for _tag, attributes in parser.tags if "id" in attributes}
    leads = {(attributes.get("href") or "")[1:] for _tag, attributes in parser.tags if "href" in attributes}
    assert {f"r{number}" for number in range(1, len(made.within()) + 1)} <= anchors & leads


def test_markdown_shows_hostile_text_as_text(session: Path) -> None:
    with open_reader(session) as reader:
        scope, made = journal(reader)
        drawn = markdown(made, sources(reader, scope, made, made.within()))
    assert "\\<script\\>alert\\(1\\)" in drawn
    assert "[a](javascript" not in drawn


def test_what_a_sources_terms_keep_on_the_desk_is_in_no_page(session: Path) -> None:
    with open_reader(session) as reader:
        scope, made = journal(reader)
        told = sources(reader, scope, made, made.sentences)
        for drawn in (page(made, told), markdown(made, told)):
            assert "secrète" not in drawn
            assert "1 mention is counted and not shown" in drawn.replace("\\", "")


def test_a_pdf_is_made_without_a_display(session: Path) -> None:
    with open_reader(session) as reader:
        scope, made = journal(reader)
        content = pdf(made, sources(reader, scope, made, made.within()))
    assert content.startswith(b"%PDF-")
    assert b"%%EOF" in content[-32:]


def test_an_empty_session_and_a_day_outside_it_get_a_clear_line(tmp_path: Path, session: Path) -> None:
    empty = tmp_path / "empty.hubdesk"
    create(empty, NewSession("Vide"))
    with open_reader(empty) as reader, pytest.raises(HubdeskError, match="no mention yet"):
        whole_day(reader, None)
    with open_reader(session) as reader, pytest.raises(HubdeskError, match="nothing of 1999-01-01"):
        whole_day(reader, date(1999, 1, 1))


def test_the_verb_writes_each_kind_and_says_what_it_cannot(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("html", "md"):
        out = tmp_path / f"journal.{kind}"
        assert main(["journal", str(session), "-o", str(out), "--json"]) == 0
        answered = json.loads(capsys.readouterr().out)
        assert answered["sentences"][0]["count"] == 22
        assert "Orange" in out.read_text("utf-8")
    assert main(["journal", str(session), "-o", str(tmp_path / "journal.doc")]) == 2
    assert main(["journal", str(session), "--day", "hier"]) == 2
    assert main(["journal", str(session), "-o", str(tmp_path / "gone" / "journal.html")]) == 1
    assert not (tmp_path / "gone").exists()
    assert not list(tmp_path.glob("*.part"))
