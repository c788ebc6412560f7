"""What a mention is asked on its way in."""

from __future__ import annotations

from hubdesk.collector.intake import Intake
from hubdesk.core import Author, Mention, Person, Topic

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
