"""The analyst's own words come before the models: from the next mention on, and when what is stored is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from hubdesk.collector.again import read_again
from hubdesk.collector.intake import Intake
from hubdesk.collector.readers import Readers
from hubdesk.collector.reading import Reading
from hubdesk.core import HOUR, Evidence, Heard, Mention, Notes, Topic
from hubdesk.core.readings import OWN_WORD, Effect, OwnWord, OwnWords
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, mention, session

SARCASM = "Chapeau l'artiste, ma fibre Orange marche un jour sur deux"
TONE = OwnWord("chapeau l'artiste", Effect.TONE, "negative")


@dataclass(frozen=True)
class Glad:
    value: str = "positive"
    score: float | None = 0.9
    irony: bool | None = False
    evidence: tuple[Evidence, ...] = (Evidence("tone", "positive", 0.9, "words"),)


class GladReader:
    """Finds everything lovely."""

    version = 1

    def fast(self, text: str) -> Glad:
        return Glad()

    def scores(self, text: str) -> tuple[float, float, float]:
        return (0.1, 0.1, 0.8)


def read(text: str, *words: OwnWord, title: str = "", topics: Sequence[Topic] = ()) -> Notes:
    own = OwnWords(words, (("own_tones", 3),))
    return Reading(topics, tone=GladReader(), own=own).notes(mention(text, title=title))


def told(notes: Notes, reading: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one.value, one.rule, [SARCASM[mark.start : mark.end] for mark in one.marks])
        for one in notes.evidence
        if one.reading == reading
    ]


def test_that_her_tone_stands_in_place_of_the_models() -> None:
    notes = read(SARCASM, TONE)
    assert (notes.tone, notes.tone_score) == ("negative", None)
    assert dict(notes.targets) == {"Orange": "negative"}
    assert told(notes, "tone") == [("negative", OWN_WORD, ["Chapeau l'artiste"])]
    assert dict(notes.versions)["own_tones"] == 3
    assert read("Tout va bien chez Orange", TONE).tone == "positive"


def test_that_the_longest_of_her_words_wins() -> None:
    short = OwnWord("chapeau", Effect.TONE, "positive")
    assert read(SARCASM, TONE, short).tone == read(SARCASM, short, TONE).tone == "negative"


def test_that_her_word_holds_in_a_language_no_model_reads_and_makes_no_opinion_of_a_reply_of_the_brand() -> None:
    german = "Schade, das Internet von Orange ist heute schon wieder ausgefallen und niemand antwortet"
    word = OwnWord("schade", Effect.TONE, "negative")
    assert (read(german).tone, read(german, word).tone) == ("", "negative")
    official = mention("Chapeau l'artiste ! On regarde ça.", author=mention().author.__class__("Orange_conseil"))
    assert Reading(tone=GladReader(), own=OwnWords((TONE,))).notes(official).tone == ""


def test_that_her_theme_stands_beside_what_is_read() -> None:
    word = OwnWord("un jour sur deux", Effect.THEME, "outage_network")
    notes = read(SARCASM, word)
    assert set(notes.themes) == {"fibre_box", "outage_network"}
    assert ("outage_network", OWN_WORD, ["un jour sur deux"]) in told(notes, "theme")
    nothing = OwnWord("bidule bleu", Effect.THEME, "tv")
    assert read("Le bidule bleu est là", nothing).themes == ("tv",)  # and no longer "other"
    assert read("Le bidule vert est là", nothing).themes == ("other",)


def test_that_words_that_name_no_brand_name_none() -> None:
    topics = (Topic(1, "Free", "free", "own"), Topic(2, "Orange", "orange", "rival"))
    text, never = "Un pain gluten free, merci", OwnWord("Gluten free", Effect.NEVER)
    assert dict(read(text, topics=topics).targets) == {"Free": "positive"}
    assert read(text, never, topics=topics).targets == ()
    assert read("rien", never, title="Un pain gluten free", topics=topics).targets == ()
    both = read("Un pain gluten free, disait Orange, mais ma box Free est en panne", never, topics=topics)
    assert dict(both.targets).keys() == {"Orange", "Free"}
    (why,) = [one for one in both.evidence if one.value.startswith("Free=")]
    assert [mark.start for mark in why.marks] == [48]  # the second one


def test_that_her_words_name_a_brand() -> None:
    text = "Les carrés rouges ont encore augmenté"
    word = OwnWord("carrés rouges", Effect.BRAND, "sfr")
    notes = read(text, word)
    assert dict(notes.targets) == {"SFR": "positive"}
    (why,) = [one for one in notes.evidence if one.reading == "target"]
    assert (why.rule, [text[mark.start : mark.end] for mark in why.marks]) == (OWN_WORD, ["carrés rouges"])
    assert read(text, OwnWord("carrés rouges", Effect.BRAND, "Nobody")).targets == ()  # of no brand we know


def test_that_a_query_a_stranger_wrote_stops_nothing() -> None:
    assert read(SARCASM, OwnWord('"', Effect.TONE, "neutral"), OwnWord("", Effect.NEVER)).tone == "positive"


def test_that_five_hundred_words_are_heeded_in_the_longest_of_texts() -> None:
    words = [OwnWord(f"mot {n}", Effect.NEVER) for n in range(498)] + [OwnWord("free", Effect.NEVER), TONE]
    notes = read("free " * 20_000, *words)
    assert notes.targets == ()


class Judge:
    """Finds everything lovely too, and better."""

    version = 7

    def __init__(self) -> None:
        self.read: list[int] = []

    def know(self, topics: Sequence[Topic]) -> None:
        pass

    def notes(self, heard: Sequence[Heard]) -> list[Notes]:
        self.read += [one.id for one in heard]
        return [Notes(tone="negative", versions=(("encoder", 7), ("own_tones", 1))) for _one in heard]

    def learn(self, told: Sequence[tuple[Mention, str]]) -> None:
        raise AssertionError("a job learns nothing")


def a_session(folder: Path, *texts: str) -> Path:
    path, readers = session(folder), Readers()
    entries = Intake((), (), readers.arrival(()).read).entries(mention(text) for text in texts)
    with open_writer(path) as writer:
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=NOON + HOUR)
    return path


def again(path: Path, reading: str, judge: Judge | None = None) -> tuple[int, int]:
    """How many of how many were read."""
    heard: list[tuple[int, int]] = []

    def hear(done: int, of: int) -> None:
        heard.append((done, of))

    read_again(path, reading, path.parent / "state", hear, readers=Readers(), judge=judge)
    return heard[-1]


def test_that_what_is_stored_is_read_again_once_after_a_new_word(tmp_path: Path) -> None:
    path = a_session(tmp_path, SARCASM, "La fibre est en panne")
    assert again(path, "tone") == (0, 0)
    with open_writer(path) as writer:
        writer.change_own_words([OwnWord("chapeau l'artiste", Effect.TONE, "neutral")], at=NOON)
    assert again(path, "themes") == (0, 0)  # nothing was said of themes
    assert again(path, "tone") == (2, 2)
    assert again(path, "tone") == (0, 0)
    with open_reader(path) as reader:
        first, second = (one.notes for one in reader.mentions((1, 2)))
        assert (first.tone, second.tone) == ("neutral", "negative")
        assert reader.problems() == ()


def test_that_a_removed_word_gives_the_reading_back(tmp_path: Path) -> None:
    path, word = a_session(tmp_path, SARCASM), OwnWord("un jour sur deux", Effect.THEME, "tv")
    for added, removed, expected in (((word,), (), True), ((), (word,), False)):
        with open_writer(path) as writer:
            writer.change_own_words(added, removed, at=NOON)
        assert again(path, "themes") == (1, 1)
        with open_reader(path) as reader:
            assert ("tv" in reader.mentions((1,))[0].notes.themes) is expected


def test_that_the_better_judge_is_asked_again_after_a_new_tone(tmp_path: Path) -> None:
    path, judge = a_session(tmp_path, SARCASM), Judge()
    with open_writer(path) as writer:
        writer.change_own_words([TONE], at=NOON)
    assert again(path, "tone", judge) == (1, 1)
    assert again(path, "tone", judge) == (0, 0)
    assert judge.read == [1]


@pytest.mark.parametrize("said", ["negative", "neutral"])
def test_that_the_judge_heeds_the_words_of_the_session_at_once(said: str) -> None:
    readers = Readers()
    judge = readers.judge()
    judge.know(())
    heard = Heard(1, mention(SARCASM), "s", 0, 0, 0, Notes(language="fr"))
    readers.know((), OwnWords((OwnWord("chapeau l'artiste", Effect.TONE, said),), (("own_tones", 1),)))
    (notes,) = judge.notes([heard])
    assert (notes.tone, notes.tone_score, dict(notes.targets)) == (said, None, {"Orange": said})
    assert {"encoder", "targets", "own_tones"} == dict(notes.versions).keys()
    assert [one.rule for one in notes.evidence if one.reading == "tone"] == [OWN_WORD]
