"""The journal: no sentence without rows, quotes to the letter and of the right speaker, and pages that run nothing."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
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
from hubdesk.demo import demo_path
from hubdesk.desk.journal_pdf import pdf
from hubdesk.i18n import local
from hubdesk.reports import journal_numbers
from hubdesk.reports.journal import compose, day_of, whole_day
from hubdesk.reports.journal_html import page
from hubdesk.reports.journal_markdown import markdown
from hubdesk.reports.journal_quote import first_words, quoted
from hubdesk.reports.journal_rows import _command, counted, sources
from hubdesk.reports.journal_svg import DASHES, picture
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


SAID = "Une honte pour tout un canton rural"

NOT_HERS = (
    "« Une honte pour tout un canton rural », a déclaré le maire, avant que Bérengère Montauzat ne réponde.",
    "« Une honte pour tout un canton rural », a déclaré le collègue de Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a déclaré l'attachée de Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a déclaré le mari de Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a dit la suppléante de la députée Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a déclaré le porte-parole de Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a dit l'adversaire politique de Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », dit le compte parodique Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », dit le faux Bérengère Montauzat sur les réseaux.",
    "« Une honte pour tout un canton rural », aurait déclaré Bérengère Montauzat.",
    "Selon nos sources, « Une honte pour tout un canton rural », aurait dit Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », n'a jamais dit Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », n’a pas dit Bérengère Montauzat.",
    "Contrairement à la rumeur, Bérengère Montauzat n'a pas dit : « Une honte pour tout un canton rural ».",
    "« Une honte pour tout un canton rural », a dit Bérengère Montauzat, citant un habitant.",
    "« Une honte pour tout un canton rural », dit Bérengère Montauzat, reprenant les mots du préfet.",
    "À Bérengère Montauzat : « Une honte pour tout un canton rural », lui a lancé un riverain.",
    "Lettre ouverte à Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Un riverain à Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Réponse du maire à la députée Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Jean Dupont sur Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "L'avis d'un habitant sur Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Le père de Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Contre Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Marie Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat fille, homonyme de la députée.",
    "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat junior.",
    "« Une honte pour tout un canton rural », a déclaré Marie-Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzatte.",
    "« « Une honte pour tout un canton rural » », a déclaré Bérengère Montauzat.",
    '« Le préfet m\'a dit : "Une honte pour tout un canton rural" », a déclaré Bérengère Montauzat.',
    "« Comme dit le maire, “Une honte pour tout un canton rural” », a déclaré Bérengère Montauzat.",
    "Parodie. « Une honte pour tout un canton rural », a déclaré Bérengère Montauzat (Le Gorafi).",
    "« Une honte pour tout un canton rural » (sic) : ce n'est pas ce qu'a dit Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a déclaré Paul Martin. Bérengère Montauzat : silence.",
    "« Une honte pour tout un canton rural », répond Paul Martin à Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », lance à Bérengère Montauzat un élu.",
    "« Une honte pour tout un canton rural », dit de Bérengère Montauzat son voisin.",
    "« Une honte pour tout un canton rural », écrit Paul à propos de Bérengère Montauzat.",
    "Si Bérengère Montauzat dit : « Une honte pour tout un canton rural », je mange mon chapeau.",
    "Imaginez Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "Interview imaginaire. Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "« Est-ce une honte pour tout un canton ? », a demandé un journaliste. "
    "« Une honte pour tout un canton rural », dit-on. Bérengère Montauzat a dit : rien.",
    "« Une honte pour tout un canton rural », dit la mère de la députée Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a dit le maire devant Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a affirmé la rumeur Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a dit le prédécesseur de la députée du Cantal Bérengère Montauzat.",
    "« Une honte pour tout un canton rural », a expliqué la ministre que Bérengère Montauzat interrogeait.",
    "« Une honte pour tout un canton rural », dit la lettre que Bérengère Montauzat a reçue.",
    "« Une honte pour tout un canton rural », lance la pétition Bérengère Montauzat.",
    "Paul Martin et Bérengère Montauzat : « Une honte pour tout un canton rural »",
    "D'après Paul, Bérengère Montauzat a dit : « Une honte pour tout un canton rural »",
    "Faux : Bérengère Montauzat a dit : « Une honte pour tout un canton rural »",
    "Non, Bérengère Montauzat n’a pas déclaré : « Une honte pour tout un canton rural »",
    "Ce que Bérengère Montauzat aurait déclaré : « Une honte pour tout un canton rural »",
    "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat, selon un tract anonyme.",
    "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat, d'après la rumeur.",
    "« Une honte pour tout un canton rural », a déclaré Bérengère Montauzat ? Non.",
)


@pytest.mark.parametrize("text", NOT_HERS)
def test_that_hearsay_irony_namesakes_and_nested_words_are_no_quote(text: str) -> None:
    assert list(quoted(text, NAME)) == []


@pytest.mark.parametrize(
    "text",
    [
        "La députée Bérengère Montauzat : « Une honte pour tout un canton rural »",
        "Il est venu vendredi. « Une honte pour tout un canton rural », dit la députée du Cantal Bérengère Montauzat.",
        "Riom-ès-Montagnes\n« Une honte pour tout un canton rural », a lancé Bérengère Montauzat ce matin.\nEt après",
    ],
)
def test_that_a_title_a_place_and_a_day_leave_a_quote_sure(text: str) -> None:
    assert [text[start:end] for start, end in quoted(text, NAME)] == [SAID]


@pytest.mark.parametrize(
    "text",
    [
        "RT @maire : une honte pour tout le canton rural.",
        "Le maire m'a dit : « c'est une honte pour le canton ». Voilà.",
        '"Une honte pour le canton entier", dixit le préfet.',
    ],
)
def test_that_what_a_post_passes_on_of_others_is_no_quote_of_its_author(text: str) -> None:
    assert first_words(text) is None


def test_that_the_days_before_are_as_many_as_the_session_has(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_numbers, "LEAST_READ", 2)
    with open_reader(session) as reader:
        scope, made = journal(reader)
        first = local(scope.start, made.zone).date()
        second = compose(reader, whole_day(reader, first - timedelta(days=4)))
    (tone,) = (one.told for one in made.sentences if one.basis.query == "tone:negative")
    assert tone.said(made.zone).endswith("is negative; 100% on the 5 days before.")
    (tone,) = (one.told for one in second.sentences if one.basis.query == "tone:negative")
    assert tone.said(made.zone).endswith("is negative; 100% the day before.")


def test_that_each_sentence_of_the_great_outage_opens_as_many_rows_as_were_counted(tmp_path: Path) -> None:
    with open_reader(demo_path(tmp_path)) as reader:
        scope = whole_day(reader, date(2026, 11, 19))
        made = compose(reader, scope)
        wrong = [
            one.told.said(made.zone)
            for one in made.sentences
            if one.basis.count and counted(reader, scope, one.basis) != one.basis.count
        ]
        told = [one.told.said(made.zone) for one in made.sentences]
    assert wrong == []
    assert any(line.startswith("People report it outside the area that was named") for line in told)
    (crisis,) = (line for line in told if "Orange: crisis alarm at" in line)
    assert re.search(r"level 3 at \d\d:\d\d with \d+ mentions in an hour", crisis)


def test_that_less_than_usual_is_told_as_a_share(session: Path) -> None:
    with open_reader(session) as reader:
        (topic,) = reader.topics()
    told = journal_numbers._volume(topic, 12, journal_numbers.Usual(30.0, 5), is_own=True).said()
    assert told == "Orange: 12 mentions, 40% of the usual 30 (median of 5 days)."


def test_that_the_printed_question_names_every_topic_that_it_asks_of(session: Path) -> None:
    with open_writer(session) as writer:
        writer.add_topic(Topic(0, "Bleu ciel", "ciel", Role.SUBJECT))
    with open_reader(session) as reader:
        topics = {topic.id: topic for topic in reader.topics()}
        basis = Basis(NOON, NOON + HOUR, 3, "tone:unknown", tuple(topics))
        command = _command(basis, [topic.name for topic in topics.values()], "UTC")
    assert "--topic Orange --topic 'Bleu ciel'" in command


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


def test_a_session_of_instants_that_no_calendar_holds_gets_a_clear_line(
    session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.closing(sqlite3.connect(session)) as connection, connection:
        connection.execute("UPDATE mention SET at = 1 << 62, known_at = 1 << 62")
    for verb in (["journal", str(session)], ["replay", str(session), "--headless", "--digest"]):
        assert main(verb) == 2
        assert "no calendar" in capsys.readouterr().err


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


def test_that_each_name_beside_the_picture_shows_which_line_is_its_own(session: Path) -> None:
    with open_reader(session) as reader:
        _scope, made = journal(reader)
    (one,) = made.curves
    drawn = picture(
        replace(made, curves=tuple(replace(one, name=f"Marque {n}", colour=f"#00000{n}") for n in range(3)))
    )
    for number, dash in enumerate(DASHES[:3]):
        styles = re.findall(rf"<polyline [^>]*stroke='#00000{number}'[^>]*>(?:<text[^>]*>[^<]*)?", drawn)
        assert all((f"stroke-dasharray='{dash}'" in style) == bool(dash) for style in styles)
        assert f"Marque {number}" in styles[-1]


def test_a_page_commands_no_terminal_and_turns_no_line_around(session: Path) -> None:
    with open_reader(session) as reader:
        (topic,) = reader.topics()
    with open_writer(session) as writer:
        writer.change_topic(replace(topic, name="Orange\x1b[31m\u202e\x07"))
    with open_reader(session) as reader:
        scope, made = journal(reader)
        told = sources(reader, scope, made, made.within())
    for drawn in (markdown(made, told), page(made, told)):
        assert "Orange" in drawn
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", drawn)


def test_that_a_journal_of_very_many_topics_is_of_the_loudest(tmp_path: Path) -> None:
    path = tmp_path / "many.hubdesk"
    create(path, NewSession("Beaucoup"))
    with open_writer(path) as writer:
        topics = [writer.add_topic(Topic(0, f"Marque {n}", "panne", Role.OWN)) for n in range(40)]
        source = writer.add_source(SourceRow(0, "Flux", "feed"))
        entries = [said(100 * n + k, "panne", NOON + k, topics[n]) for n in range(40) for k in range(n + 1)]
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=NOON + HOUR, covers=Span(NOON, NOON + HOUR))
    with open_reader(path) as reader:
        _scope, made = journal(reader)
    told = [one.told.figure("n") for one in made.within() if one.basis.query == "" and one.basis.count]
    assert told == [33, 34, 35, 36, 37, 38, 39, 40]
    assert made.of(Part.UNSEEN, made.within())  # there is room for what was not seen
