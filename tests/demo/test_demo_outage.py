"""The mail outage of the demonstration's week: found by place before the operator says a word."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from week import at

from hubdesk.collector.outages import Outages
from hubdesk.core import MINUTE, Millis, Report
from hubdesk.demo import demo_path
from hubdesk.detect.outage_words import Found
from hubdesk.detect.values import Alarm
from hubdesk.store.session import open_reader


def test_that_the_mail_outage_is_found_where_it_is_before_the_official_word(tmp_path: Path) -> None:
    start, word = at("D1 00:00"), at("D4 10:05")
    with open_reader(demo_path(tmp_path)) as reader:
        orange = next(topic.id for topic in reader.topics() if topic.name == "Orange")
        minutes = reader.minutes(start, word, again=True)
        watched = Outages(reader.facts().timezone)
        watched.join(topic.id for topic in reader.topics())
    by_minute: defaultdict[Millis, list[Report]] = defaultdict(list)
    for report in minutes.reports:
        by_minute[report.minute].append(report)
    told: list[Found] = []
    for minute in range(start, word, MINUTE):
        told += watched.take(minute, by_minute[minute], minute not in minutes.unheard)
    alarms = [one.said.topic for one in told if isinstance(one.said, Alarm)]
    assert orange in alarms
    assert len(alarms) == len(set(alarms))
    placed = next(one for one in told if one.said.topic == orange and one.places)
    assert {"59", "40"} <= set(placed.places)
    assert placed.said.at < at("D4 08:00")
