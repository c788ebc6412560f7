"""Each story of the demonstration is really there, as the truth beside it says."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from week import PACKAGING, Seen, at, day, heard, heard_in, hour, load, peak, session, story, truth, unknown_keys

from hubdesk.collector.intake import Intake
from hubdesk.core import HOUR, MINUTE, Kind, Millis, Scope
from hubdesk.query.defaults import operators
from hubdesk.store.session import open_reader

TRUTH: dict[str, Any] = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))
DIGEST = """
import hashlib, sys
sys.path[:0] = [{packaging!r}, {root!r}]
from build_demo import heard_in
from demo_pages import pages
heard, changed = heard_in({seed})
told = hashlib.sha256()
for page in pages(heard, changed):
    told.update(repr(page).encode())
print(told.hexdigest(), len(heard))
"""


def moments(seen: tuple[Seen, ...]) -> list[Millis]:
    return [one.mention.published_at or 0 for one in seen]


def made_elsewhere(seed: int, **environment: str) -> str:
    """The digest of the weeks as another process makes them."""
    words = DIGEST.format(packaging=str(PACKAGING), root=str(PACKAGING.parent), seed=seed)
    return subprocess.run(
        [sys.executable, "-c", words], env={**os.environ, **environment}, check=True, capture_output=True, text=True
    ).stdout


def test_that_the_truth_is_the_weeks_own() -> None:
    """When this fails: python packaging/build_demo.py, and commit what it made."""
    assert json.loads(json.dumps(truth(*heard()))) == TRUTH


def test_that_no_key_of_the_writers_is_lost() -> None:
    assert unknown_keys() == {}


def test_that_seven_hundred_different_texts_were_written_and_used() -> None:
    written = {text.text for text in load()}
    assert len(written) >= 1_200
    used = Counter(one.said.text.id for one in heard()[0] if one.said.kind != Kind.REPOST)
    assert len(used) >= 1_000
    assert max(used.values()) < sum(used.values()) / 100


def test_that_languages_have_their_share() -> None:
    languages = Counter(one.said.text.language for one in heard()[0] if one.said.kind == Kind.POST)
    assert 0.04 < languages["en"] / sum(languages.values()) < 0.10
    assert languages["br"] >= 5
    assert languages["ar"] >= 5


def test_that_authors_and_threads_have_a_heavy_tail() -> None:
    said = [one.said for one in heard()[0]]
    authors = Counter((one.network, one.author.name) for one in said).most_common()
    tenth = sum(count for _author, count in authors[: len(authors) // 10])
    assert len(authors) > 4_000
    assert 0.3 < tenth / len(said) < 0.8
    assert authors[0][1] < len(said) / 50
    passed_on = Counter(one.parent.number for one in said if one.kind == Kind.REPOST and one.parent is not None)
    assert max(passed_on.values()) > 80
    assert sum(count == 1 for count in passed_on.values()) > len(passed_on) / 4


def test_that_sources_keep_their_hours() -> None:
    def share(names: tuple[str, ...], first: int, last: int) -> float:
        hours = [moment % (24 * HOUR) // HOUR + 1 for one, moment in said if one in names]
        return sum(first <= hour < last for hour in hours) / len(hours)

    said = [(one.said.source, one.said.moment) for one in heard()[0] if one.said.text.story == "everyday"]
    papers = ("heure-francaise", "telecom-matin", "courrier-conso", "numeri-club", "petit-marsan")
    assert share(papers, 6, 12) > 0.5
    assert share(("forum",), 19, 24) > 0.3
    assert share(("bluesky",), 2, 5) < 0.03


def test_that_the_outage_begins_among_professionals_in_two_places_at_once() -> None:
    outage = story("outage")
    first = min(outage, key=lambda one: one.mention.published_at or 0)
    assert abs((first.mention.published_at or 0) - at("D4 06:52")) < 2 * MINUTE
    assert first.mention.native_id == TRUTH["stories"]["outage"]["first"]
    early = [one for one in outage if (one.mention.published_at or 0) < at("D4 07:20")]
    assert sum(one.text.voice in ("pro", "shopkeeper", "technician") for one in early if one.text.at) >= 8
    places = {place for one in early for place in one.text.places}
    assert {"Lille", "Mont-de-Marsan"} <= places


def test_that_one_small_local_site_speaks_of_the_outage_first_and_the_operator_hours_later() -> None:
    outage = [one for one in story("outage") if one.source != "tag-orange" and one.text.at]
    articles = [one for one in outage if one.mention.kind == Kind.ARTICLE]
    first, second = sorted(articles, key=lambda one: one.mention.published_at or 0)[:2]
    assert first.source == "petit-marsan"
    assert (second.mention.published_at or 0) - (first.mention.published_at or 0) > HOUR
    official = [one for one in outage if one.text.author == "orange-officiel" and one.mention.kind == Kind.POST]
    assert [abs((one.mention.published_at or 0) - at(words)) < MINUTE for one, words in zip(
        sorted(official, key=lambda one: one.mention.published_at or 0), ("D4 10:05", "D4 16:20"), strict=True
    )] == [True, True]  # fmt: skip
    assert "Grand Est" in official[0].mention.text
    assert at("D4 09:30") <= peak(moments(story("outage"))) <= at("D4 11:30")


def test_that_the_launch_peaks_seventy_minutes_after_its_keynote_and_has_gone_by_evening() -> None:
    launch = story("launch")
    assert at("D2 10:45") <= peak(moments(launch)) <= at("D2 11:35")
    hours = Counter(moment // HOUR for moment in moments(launch))
    top = max(hours.values())
    assert max(hours[at(f"D2 {hour}:00") // HOUR] for hour in range(19, 24)) < top / 10


def test_that_fourteen_accounts_act_together_within_a_minute() -> None:
    ring = TRUTH["ring"]
    assert len(ring["members"]) == 14
    assert len(ring["waves"]) >= 3
    said = {one.said.address: one.said for one in heard()[0]}
    together = Counter()
    posts = sorted((said[id_].moment, said[id_].author.handle) for id_ in ring["posts"])
    for moment, _handle in posts:
        together[moment] = len({handle for other, handle in posts if moment <= other < moment + MINUTE})
    assert sum(count >= 12 for count in together.values()) >= 3


def test_that_five_declared_insiders_speak_of_the_launch_and_two_do_not_say_so() -> None:
    insiders = TRUTH["insiders"]
    assert len(insiders["declared"]) == 5
    assert len(insiders["silent"]) == 2


def test_that_the_page_goes_from_a_hundred_to_five_thousand_comments_a_day() -> None:
    days = TRUTH["page_comments_by_day"]
    assert 70 <= days["1"] <= 150
    assert 70 <= days["2"] <= 150
    assert 800 <= days["3"] <= 1_500
    assert 4_500 <= days["5"] <= 5_600
    assert days["3"] < days["4"] < days["5"] > days["6"] > days["7"]
    page = [one for one in story("price") if one.source == "page-sfr"]
    assert {one.text.frame for one in page} >= {"product", "price", "service"}
    brands = Counter(brand for one in page for brand in one.text.of)
    assert min(brands[name] for name in ("Orange", "Bouygues Telecom", "Free")) > 60
    assert sum(one.text.voice == "brand" for one in page) >= 15


def test_that_the_spat_goes_to_and_fro_and_papers_cut_its_quote() -> None:
    spat = story("spat")
    turns = [one for one in spat if one.text.author in ("dep-montauzat", "desk-bouygues") and one.text.at]
    speakers = [one.text.author for one in sorted(turns, key=lambda one: one.mention.published_at or 0)]
    assert sum(before != after for before, after in itertools.pairwise(speakers)) >= 5
    whole = next(one.text.text for one in spat if one.text.id == "spat-quote")
    cut = [one for one in spat if one.text.id.startswith("spat-cut") and one.mention.kind == Kind.ARTICLE]
    assert len(cut) == 3
    assert "pas le pire" in whole


def test_that_the_rumour_is_denied_and_then_half_confirmed_by_a_newsletter() -> None:
    told = {one.text.id: one for one in story("rumour") if one.mention.kind != Kind.REPOST}
    denied, letter, admitted = (told[id_].mention.published_at or 0 for id_ in ("rum-deny", "rum-nl", "rum-o2"))
    assert at("D1 10:42") < denied < letter < admitted
    assert told["rum-nl"].source == "lettre-relation-client"


def test_that_the_loyalty_complaint_is_a_blog_post_with_figures_and_few_comments() -> None:
    loyalty = story("loyalty")
    blog = [one for one in loyalty if one.source == "blog"]
    assert any("2 900" in one.mention.text or "2\u00a0900" in one.mention.text for one in blog)
    assert 1 <= sum(one.source == "blog-comments" for one in loyalty) <= 12


def test_that_pages_have_later_headlines_of_a_sidebar_glued_to_them() -> None:
    assert len(TRUTH["sidebars"]) >= 5
    said = {one.said.address: one for one in heard()[0]}
    for sidebar in TRUTH["sidebars"]:
        words = said[sidebar["id"]].said.words
        assert words.startswith(sidebar["own"])
        assert all(headline in words for headline in sidebar["glued"])


def test_that_topics_leave_namesakes_alone() -> None:
    """The hard ones are allowed to fool them: of the easy ones, one in seven (towns and names of songs, mostly)."""
    intake = Intake([*operators()])
    said = {one.said.address: one.said for one in heard()[0]}
    easy = [said[id_].mention() for id_ in TRUTH["homonyms"]["easy"]]
    assert len(easy) >= 60
    fooled = [entry.mention.text for entry in intake.entries(easy) if entry.matches]
    assert len(fooled) <= len(easy) * 0.15, fooled


def test_that_the_same_seed_makes_the_same_weeks_in_any_process() -> None:
    here = made_elsewhere(20261116, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    there = made_elsewhere(20261116, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="fr_FR.UTF-8")
    assert here == there


def test_that_another_seed_makes_other_weeks_with_the_same_stories() -> None:
    other = heard_in(7)[0]
    assert {one.said.address for one in other} != {one.said.address for one in heard()[0]}
    told = truth(other, ())
    assert set(told["stories"]) == set(TRUTH["stories"])
    assert at("D2 10:40") <= told["stories"]["launch"]["peak_at"] <= at("D2 11:45")
    assert at("D4 09:30") <= told["stories"]["outage"]["peak_at"] <= at("D4 12:30")
    assert told["ring"]["members"] == TRUTH["ring"]["members"]


def test_that_a_slice_makes_a_session(tmp_path: Path) -> None:
    seen = hour(4, 10)
    assert {one.text.story for one in seen} >= {"outage", "everyday", "price"}
    assert set(seen) <= set(day(4))
    with open_reader(session(tmp_path, seen)) as reader:
        assert reader.facts().mentions == len(seen)
        orange = reader.topics()[0]
        assert reader.count(Scope((orange,), at("D4 10:00"), at("D6 10:00"))) > 100
