"""Where on a page words stand: the article's, a comment's, or beside them. Pages in tests/sources/pages/."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from hubdesk.core import Kind, Mention, Notes, Topic
from hubdesk.query.match import Matcher
from hubdesk.sources.feed_dates import instant
from hubdesk.sources.feed_parser import read_page_of
from hubdesk.sources.page_answer import Article, PageComment
from hubdesk.sources.page_article import read_article
from tests.sources.page_fixtures import NAMES, Fixture, fixture

ALL = [fixture(name) for name in NAMES]
ARTICLES = [one for one in ALL if one.is_article]
every_article = pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
MOST_EXTRA = {"div-soup": 9}  # a footer in a table of layout looks like any other cell


def read(page: Fixture | str) -> Article:
    found = read_article(page, "https://site.example/a") if isinstance(page, str) else _of(page)
    assert found is not None
    return found


def _of(page: Fixture) -> Article | None:
    return read_page_of(page.html, page.url).article


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


@every_article
def test_that_the_body_is_the_article_s_words_and_no_others(page: Fixture) -> None:
    got, wanted = words(read(page).body), words(page.body)
    assert not wanted - got
    assert (got - wanted).total() <= MOST_EXTRA.get(page.name, 0)


@every_article
def test_that_title_and_date_are_the_article_s_own(page: Fixture) -> None:
    article = read(page)
    assert (article.title,) == page.said["title"]
    assert article.published_at == instant(page.said["date"][0])


@every_article
def test_that_what_stands_beside_is_in_the_teaser_and_nowhere_else(page: Fixture) -> None:
    article = read(page)
    for line in page.said.get("teaser", ()):
        assert re.search(rf"(?<!\w){re.escape(line)}(?!\w)", article.teaser)
        assert line not in article.body


@every_article
def test_that_comments_have_authors_and_their_own_words(page: Fixture) -> None:
    article = read(page)
    assert [f"{one.author} | {one.text}" for one in article.comments] == list(page.said.get("comment", ()))
    for one in article.comments:
        assert one.text not in article.teaser
        assert one.text not in article.body


@pytest.mark.parametrize("page", [one for one in ALL if not one.is_article], ids=lambda page: page.name)
def test_that_a_page_that_lists_articles_or_asks_who_we_are_is_no_article(page: Fixture) -> None:
    assert read_page_of(page.html, page.url).trouble == "list"


def test_that_six_later_headlines_of_a_sidebar_give_no_mention_and_no_date() -> None:
    article = read(fixture("socialhub-2015"))
    assert article.published_at == instant("2015-10-12T07:30:00Z")
    mention = Mention("feed", "1", article.body, None, Kind.ARTICLE, title=article.title, teaser=article.teaser)
    topics = (
        Topic(1, "Bouygues Telecom", "bouygues"),
        Topic(2, "Free", "{Free} OR freebox"),
        Topic(3, "Beside", "in:teaser bouygues AND in:teaser {Free}"),
        Topic(4, "Orange", "orange"),
    )
    heard = Matcher(topics).match(mention, Notes())
    assert [(one.topic, one.marks[0].part) for one in heard] == [(2, "body"), (3, "teaser"), (4, "title")]
    assert "Freebox" in article.body
    assert not re.search(r"\bFree\b|Bouygues", article.body)


def test_that_a_promotion_that_stands_three_times_is_none_of_the_article_s_words() -> None:
    article = read(fixture("socialhub-2015"))
    assert "formation à la veille" not in article.body
    assert article.teaser.count("formation à la veille") == 1


@pytest.mark.parametrize(
    ("last", "is_praise"),
    [
        ("Merci à Marcel", False),
        ("Merci à Marcel.", False),
        ("Merci à Josette et à Paul", False),
        ("Merci à Orange pour ces trois jours sans réseau !", True),
        ("Merci à tous ceux qui ont répondu.", True),
    ],
)
def test_that_thanks_without_a_reason_at_the_end_are_a_credit(last: str, is_praise: bool) -> None:
    said = "<p>Le réseau est tombé lundi à Dax, et personne ne sait quand il reviendra dans le quartier.</p>" * 1
    more = "<p>Les commerçants ferment plus tôt, faute de pouvoir encaisser les cartes de leurs clients.</p>"
    article = read(f"<html><body><article><h1>Panne à Dax</h1>{said}{more}<p>{last}</p></article></body></html>")
    assert (last in article.body, last in article.teaser) == (is_praise, not is_praise)


def test_that_an_article_about_cookies_or_subscriptions_keeps_its_sentences() -> None:
    said = (
        "La Cnil inflige une amende à Orange pour des cookies déposés sans accord, une première pour un opérateur.",
        "L’abonnement à la newsletter était lui aussi coché d’avance, relève la formation restreinte de la Commission.",
        "« Abonnez-vous ou partez », résume une cliente de Free, qui avait porté plainte dès le printemps.",
    )
    page = "".join(f"<p>{one}</p>" for one in said)
    assert read(f"<html><body><main><h1>Amende pour Orange</h1>{page}</main></body></html>").body == "\n\n".join(said)


def test_that_newest_first_and_undated_comments_stay_without_a_date() -> None:
    comments = read(fixture("undated-comments")).comments
    assert [one.id for one in comments] == ["c3", "c2", "c1"]
    assert {one.published_at for one in comments} == {None}


def test_that_a_comment_s_date_without_a_zone_is_none_and_one_with_a_zone_is_kept() -> None:
    assert {one.published_at for one in read(fixture("comments-and-related-in-article")).comments} == {None}
    (first, _second, third) = read(fixture("disqus-like")).comments
    assert (first.published_at, third.published_at) == (instant("2026-09-01T10:30:00+02:00"), None)


def test_that_comments_that_a_page_only_declares_are_read() -> None:
    record = (
        '{"@type":"NewsArticle","headline":"Panne à Dax","comment":[{"@type":"Comment","text":"Chez moi aussi",'
        '"author":{"name":"Léa"},"dateCreated":"2026-11-01T10:00:00Z"},{"text":7},3]}'
    )
    body = "<p>Le réseau est tombé lundi à Dax, et personne ne sait quand il reviendra.</p>"
    page = f'<html><body><script type="application/ld+json">{record}</script><h1>Panne à Dax</h1>{body}</body></html>'
    assert read(page).comments == (PageComment("Léa", "Chez moi aussi", instant("2026-11-01T10:00:00Z")),)
