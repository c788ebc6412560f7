"""What a mention is asked on its way in."""

from __future__ import annotations

from pathlib import Path

from hubdesk.collector.intake import Intake
from hubdesk.collector.readers import Readers
from hubdesk.core import Author, Mention, Person, Scope, Topic
from hubdesk.query.defaults import operators
from hubdesk.store.session import open_reader, open_writer
from tests.enrich.hostile import HOSTILE
from tests.fakes import session

TOPICS = [
    Topic(1, "Staff", "is:insider"),
    Topic(2, "The forum", 'source:"Le forum"'),
    Topic(3, "A leader", 'person:"Marie Durand"'),
    Topic(4, "Outage", "panne"),
]
PEOPLE = [
    Person("Marie Durand", "leader", accounts=("bluesky:marie.example",)),
    Person("Jo", "insider", accounts=("bluesky:@jo.example",)),
]


def by(handle: str, text: str = "bonjour") -> Mention:
    return Mention("bluesky", handle, text, 0, author=Author(handle))


def heard(intake: Intake, mention: Mention, source: str = "") -> list[int]:
    (entry,) = intake.entries([mention], source=source)
    return [match.topic for match in entry.matches]


def test_that_topics_may_ask_for_the_source_and_for_watched_people() -> None:
    intake = Intake(TOPICS, PEOPLE)
    assert heard(intake, by("jo.example")) == [1]
    assert heard(intake, by("marie.example"), "Le forum") == [2, 3]
    assert heard(intake, by("someone.example"), "Another") == []


def test_that_without_people_and_source_words_are_heard_and_nothing_is_made_up() -> None:
    assert heard(Intake(TOPICS), by("jo.example", "panne")) == [4]


def test_that_what_no_topic_heard_can_be_left_out() -> None:
    entries = Intake(TOPICS).entries([by("a"), by("b", "la panne")], keep="matched")
    assert [entry.mention.native_id for entry in entries] == ["b"]


def test_that_whatever_a_text_says_it_is_read_stored_and_found_again(tmp_path: Path) -> None:
    path = session(tmp_path, [])
    with open_writer(path) as writer, open_reader(path) as reader:
        topics = [writer.add_topic(topic) for topic in operators()]
        source = reader.sources()[0]
        intake = Intake(topics, read=Readers().arrival(topics).read)
        said = [Mention("feed", str(number), text, number) for number, text in enumerate(HOSTILE)]
        titled = [Mention("feed", f"t{number}", "", number, title=text) for number, text in enumerate(HOSTILE)]
        entries = intake.entries([*said, *titled], source=source.name)
        assert writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=1).new == 2 * len(HOSTILE)
        stored = reader.latest(Scope((), 0, 2**50), 3 * len(HOSTILE))
    assert {one.mention.native_id for one in stored} == {one.native_id for one in said + titled}
    assert all(dict(one.notes.versions).keys() >= {"language", "places", "themes", "tone"} for one in stored)
