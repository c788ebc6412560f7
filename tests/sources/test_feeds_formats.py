"""Each format of feed, as its parts; and what is no feed."""

from __future__ import annotations

import json

import pytest

from hubdesk.sources.feed_answer import FeedEntry, FoundFeed, ParsedFeed, Reading
from hubdesk.sources.feed_parser import read

URL = "https://blog.example/feed/"
NOON = 1_795_694_400_000
RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Le blog &amp; co</title><link>https://blog.example/</link><language>fr-FR</language>
<item><title>Panne &amp;#8217; Orange</title><media:title>shadow</media:title><link>/2026/panne/</link>
<dc:creator><![CDATA[Zoé]]></dc:creator><pubDate>Thu, 26 Nov 2026 13:00:00 +0100</pubDate>
<guid isPermaLink="false">https://blog.example/?p=1</guid><description>short</description>
<content:encoded><![CDATA[<p>Tout <b>le</b> texte</p><p><a href="/suite">suite</a></p>]]></content:encoded>
<wfw:commentRss>https://blog.example/2026/panne/feed/</wfw:commentRss></item>
</channel></rss>"""
RSS1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title><link>https://blog.example/</link>
</channel><item rdf:about="https://blog.example/a"><title>A</title><link>https://blog.example/a</link>
<description>d</description><dc:date>2026-11-26T12:00:00Z</dc:date></item></rdf:RDF>"""
RSS091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/p/rss-0.91.dtd">
<rss version="0.91"><channel><title>T</title><item><title>A</title><link>https://blog.example/a</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="fr"
 xml:base="https://blog.example/x/"><title type="html">Le &lt;b&gt;blog&lt;/b&gt;</title>
<entry><id>tag:blog.example,2026:1</id><title type="text">1 &lt; 2</title><link href="../a"/>
<link rel="replies" type="application/atom+xml" href="a/comments"/><link rel="replies" type="text/html" href="no"/>
<author><name>Zoé</name></author><published>2026-11-26T12:00:00Z</published><updated>2026-11-26T12:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un</p><p>Deux &amp; trois</p></div></content>
<thr:in-reply-to ref="tag:blog.example,2026:0" href="https://blog.example/zero"/></entry></feed>"""


def feed_of(body: str | bytes, charset: str = "") -> ParsedFeed:
    found = read(body if isinstance(body, bytes) else body.encode(), URL, charset).feed
    assert found is not None
    return found


def test_that_rss_2_is_read_with_its_extensions() -> None:
    feed = feed_of(RSS2)
    assert (feed.title, feed.link, feed.language) == ("Le blog & co", "https://blog.example/", "fr-FR")
    assert feed.entries == (
        FeedEntry(
            id="https://blog.example/?p=1",
            title="Panne ’ Orange",
            link="https://blog.example/2026/panne/",
            author="Zoé",
            text="Tout le texte\n\nsuite",
            links=("https://blog.example/suite",),
            published=NOON,
            comments_feed="https://blog.example/2026/panne/feed/",
            whole=True,
        ),
    )


def test_that_rss_1_keeps_its_items_beside_the_channel() -> None:
    assert feed_of(RSS1).entries == (
        FeedEntry(id="https://blog.example/a", title="A", link="https://blog.example/a", text="d", published=NOON),
    )


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.94"])
def test_that_old_rss_is_read_with_its_outside_dtd_left_alone(version: str) -> None:
    assert feed_of(RSS091.replace('version="0.91"', f'version="{version}"')).entries[0].title == "A"


def test_that_atom_is_read_by_the_types_of_its_texts() -> None:
    feed = feed_of(ATOM)
    assert (feed.title, feed.language) == ("Le blog", "fr")
    assert feed.entries == (
        FeedEntry(
            id="tag:blog.example,2026:1",
            title="1 < 2",
            link="https://blog.example/a",
            author="Zoé",
            text="Un\n\nDeux & trois",
            published=NOON,
            updated=NOON + 1_800_000,
            reply_to="tag:blog.example,2026:0",
            reply_link="https://blog.example/zero",
            comments_feed="https://blog.example/x/a/comments",
            whole=True,
        ),
    )


def test_that_a_json_feed_is_read() -> None:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "items": [
            {
                "id": 7,
                "url": "https://blog.example/7",
                "content_html": "<p>a</p>",
                "date_published": "2026-11-26T12:00:00Z",
            },
            {"id": "8", "content_text": "1 < 2", "authors": [{"name": "Zoé"}, 3], "date_modified": 5, "title": None},
            "nonsense",
        ],
    }
    assert feed_of(json.dumps(said)).entries == (
        FeedEntry(id="7", link="https://blog.example/7", text="a", published=NOON, whole=True),
        FeedEntry(id="8", text="1 < 2", author="Zoé", whole=True),
    )


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (RSS2.encode("latin-1", "xmlcharrefreplace"), "utf-8"),
        (RSS2.replace("UTF-8", "iso-8859-1").encode(), "iso-8859-1"),
        (RSS2.replace("UTF-8", "utf-16").encode(), "utf-16"),
        (RSS2.replace("UTF-8", "no-such-code").encode(), "nor-this"),
        (RSS2.encode("utf-16"), ""),
        (RSS2.encode("utf-16-le"), ""),
        (b"\xef\xbb\xbf\n " + RSS2.encode(), "us-ascii"),
        (RSS2.replace(' encoding="UTF-8"', "").encode("cp1252", "xmlcharrefreplace"), ""),
    ],
)
def test_that_a_lie_about_the_encoding_does_no_harm(body: bytes, charset: str) -> None:
    entry = feed_of(body, charset).entries[0]
    assert (entry.author, entry.title) == ("Zoé", "Panne ’ Orange")


def test_that_a_feed_that_breaks_the_rules_is_saved_as_far_as_it_goes() -> None:
    feed = feed_of(RSS2.replace("<description>short", "<description>d&eacute;j&agrave; & vu\x08"))
    assert (feed.entries[0].text, feed.whole) == ("Tout le texte\n\nsuite", True)
    cut = feed_of(RSS2[: RSS2.index("<wfw:commentRss>")])
    assert (cut.entries[0].id, cut.whole) == ("https://blog.example/?p=1", False)


def test_that_tags_written_as_tags_are_read_as_text() -> None:
    feed = feed_of(
        RSS2.replace("<description>short", "<description>a <b>b</b> c").replace("content:encoded", "content:x")
    )
    assert feed.entries[0].text == "a b c"


def test_that_an_entry_with_nothing_in_it_is_read_as_nothing() -> None:
    assert feed_of("<rss><channel><item/></channel></rss>").entries == (FeedEntry(),)


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("", "empty"),
        (" \n\x00", "empty"),
        ("hello", "other"),
        ('{"error": 1}', "other"),
        ("[1, 2]", "other"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "broken"),
        ("[" * 100_000, "broken"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "other"),
        ("<rss><channel><title>cut", "broken"),
        ("<rss>" + "<!--" * 1_000, "broken"),
        (
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
            "entities",
        ),
        ('<!DOCTYPE r [<!entity a "b"><!ENTITY c "&a;&a;">]><rss>&c;</rss>', "entities"),
        ("\x89PNG\r\n\x1a\n", "other"),
    ],
)
def test_that_what_is_no_feed_says_what_it_is(body: str, trouble: str) -> None:
    assert read(body.encode(), URL).trouble == trouble


def test_that_entities_are_found_in_any_encoding() -> None:
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>'
    assert read(bomb.encode("utf-16"), URL).trouble == "entities"


def test_that_a_page_names_its_feeds() -> None:
    page = """<!DOCTYPE html><html><head><title>Le &amp; blog</title><base href="https://blog.example/fr/">
    <link rel=alternate type="application/rss+xml" title="Articles" href="feed/">
    <link rel="alternate nofollow" type="application/atom+xml; charset=utf-8" title="Commentaires" href="/c/feed/">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
    <link rel="alternate" type="application/feed+json" href="/feed.json">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/wp-content/x.css"></head>"""
    found = read(page.encode(), "https://blog.example/").page
    assert found is not None
    assert (found.title, found.wordpress) == ("Le & blog", True)
    assert found.feeds == (
        FoundFeed("https://blog.example/fr/feed/", "Articles", "articles"),
        FoundFeed("https://blog.example/c/feed/", "Commentaires", "comments"),
        FoundFeed("https://blog.example/feed.json", "", "articles"),
    )


def test_that_a_reading_survives_the_way_between_processes() -> None:
    for body in (RSS2, ATOM, "<html>", "x"):
        reading = read(body.encode(), URL)
        assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


@pytest.mark.parametrize(
    ("more", "media"),
    [
        ('<enclosure url="https://blog.example/a.mp3" type="audio/mpeg" length="1"/>', True),
        ('<enclosure url="https://blog.example/a.jpg"/>', True),
        ('<media:content url="https://blog.example/a" medium="image"/>', True),
        ('<media:group><media:content url="https://blog.example/a.mp4" type="video/mp4"/></media:group>', True),
        ('<media:thumbnail url="https://blog.example/a.jpg"/>', True),
        ('<enclosure url="https://blog.example/a.pdf" type="application/pdf"/>', None),
        ("", None),
    ],
)
@pytest.mark.parametrize("broken", [False, True], ids=["well formed", "broken"])
def test_that_pictures_and_sound_are_known_by_what_is_enclosed(more: str, media: bool | None, broken: bool) -> None:
    wrong = "<p>" if broken else ""
    head = '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
    written = f"{head}<title>T</title>{wrong}<item><title>A</title><guid>1</guid>{more}</item></channel></rss>"
    assert feed_of(written).entries[0].media is media


def test_that_what_an_atom_or_json_feed_encloses_is_known() -> None:
    link = '<link rel="enclosure" type="image/png" href="/a.png"/>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>A</title>{link}</entry></feed>'
    assert feed_of(atom).entries[0].media is True
    items = [{"id": 1, "attachments": [{"mime_type": "video/mp4", "url": "https://blog.example/a"}, 3]}, {"id": 2}]
    json_feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    assert [one.media for one in feed_of(json_feed).entries] == [True, None]
