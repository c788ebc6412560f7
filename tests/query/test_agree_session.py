"""One meaning: search over a session file finds exactly the mentions that the slow reading of the language finds.

A session holds many mentions and is asked many queries, before and after its past is edited; see test_agree for how
to put more cases to it.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from hubdesk.core import DAY, About, Author, Entry, Mention, Notes, Scope, SourceRow, Span
from hubdesk.query.syntax import parse
from hubdesk.store.search import Found
from hubdesk.store.session import NewSession, create, open_reader, open_writer

sys.path.insert(0, str(Path(__file__).parent))
import reference
from cases import FIELDS, NOV_19, PEOPLE, SOURCES, Post, families_of, post_of, query_of
from test_agree import CASES

MENTIONS = 14
QUERIES = 14
SEEN = NOV_19 + 3 * DAY
ONCE = settings(  # a failure names the query and the mentions: to look for a smaller one would take many minutes
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    verbosity=Verbosity.quiet,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[list[Post], list[str]]:
    asked, written = families_of(draw, most=4)
    posts = [post_of(draw, written, str(n)) for n in range(MENTIONS)]
    return posts, [query_of(draw, asked, 3, FIELDS) for _n in range(QUERIES)]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session with the sources and the people of the cases, and nothing heard yet."""
    path = tmp_path_factory.mktemp("agree") / "empty.hubdesk"
    create(path, NewSession(title="Trial"))
    with open_writer(path) as writer:
        writer.set_note("people", json.dumps([asdict(person) for person in PEOPLE]))
        for name in SOURCES:
            writer.add_source(SourceRow(id=0, name=name, kind="feed", config={}))
    return path


def fill(empty: Path, posts: list[Post]) -> Path:
    path = empty.with_name("trial.hubdesk")
    for old in empty.parent.glob("trial.hubdesk*"):
        old.unlink()
    shutil.copy(empty, path)
    with open_writer(path) as writer:
        for number, name in enumerate(SOURCES, start=1):
            entries = [Entry(post.mention, post.notes) for post in posts if post.about.source == name]
            covers = Span(NOV_19 - DAY, SEEN)
            writer.add_page(number, entries, cursor="", due_at=0, seen_at=SEEN, covers=covers)
    return path


def compare(text: str, found: Found, expected: set[str], posts: list[Post]) -> None:
    names = {heard.mention.native_id for heard in found.mentions}
    if names != expected or found.total != len(expected):
        wrong = [(post.mention, post.notes) for post in posts if post.mention.native_id in names ^ expected]
        pytest.fail(f"{text}\n found {sorted(names)} of {found.total}, not {sorted(expected)}\n{wrong}")


@pytest.mark.parametrize(
    "text",
    [
        "author:(camille OR elise.example) OR (in:teaser (author:@CAMILLE SAUF (5 NEAR/2 b)))",
        "(author:camille panne*e) OR author:elise.example",
        "in:teaser (site:orange.fr -panne) OR site:b.example",
    ],
)
def test_that_what_is_sure_and_what_is_doubtful_ask_fields_of_their_own(empty: Path, text: str) -> None:
    """Each part of a search asks SQLite by functions; one part's must not be taken for another's."""
    blank = Mention("presse", "", "panne", NOV_19)
    posts = [
        Post(
            replace(blank, native_id=f"{handle} {url} {teaser}", author=Author(handle), url=url, teaser=teaser), *known
        )
        for handle in ("camille", "elise.example", "")
        for url in ("https://orange.fr", "https://b.example")
        for teaser in ("panne", "5 b", "")
        for known in [(Notes(), About(SOURCES[0]))]
    ]
    with open_reader(fill(empty, posts)) as reader:
        query = parse(text)
        expected = {
            post.mention.native_id for post in posts
            if reference.holds(query.tree, reference.Page(post.mention, post.notes, post.about))
        }  # fmt: skip
        compare(text, reader.search(query, Scope((), 0, SEEN + DAY), len(posts)), expected, posts)


@settings(ONCE, max_examples=max(1, CASES // QUERIES))
@given(sessions())
def test_that_search_finds_what_the_slow_reading_finds(empty: Path, case: tuple[list[Post], list[str]]) -> None:
    posts, texts = case
    pages = {post.mention.native_id: reference.Page(post.mention, post.notes, post.about) for post in posts}
    with open_reader(fill(empty, posts)) as reader:
        for text in texts:
            query = parse(text)
            expected = {name for name, page in pages.items() if reference.holds(query.tree, page)}
            compare(text, reader.search(query, Scope((), 0, SEEN + DAY), MENTIONS), expected, posts)


@settings(ONCE, max_examples=max(1, CASES // QUERIES // 4))
@given(sessions(), st.integers(0, MENTIONS - 1))
def test_that_an_edited_past_is_searched_as_it_was_and_as_it_is(
    empty: Path, case: tuple[list[Post], list[str]], cut: int
) -> None:
    """The first mentions take the words of the last ones, an hour after all were seen."""
    posts, texts = case
    later = [
        replace(old, mention=replace(old.mention, text=new.mention.text, title=new.mention.title))
        for old, new in zip(posts[:cut], reversed(posts), strict=False)
    ]
    edited_at = SEEN + 3_600_000
    path = fill(empty, posts)
    with open_writer(path) as writer:
        for number, name in enumerate(SOURCES, start=1):
            edits = [Entry(post.mention, post.notes) for post in later if post.about.source == name]
            writer.add_page(number, (), cursor="", due_at=0, seen_at=edited_at, covers=None, edits=edits)
    now = {post.mention.native_id: post for post in (*posts, *later)}
    with open_reader(path) as reader:
        stored = {heard.mention.native_id for heard in reader.latest(Scope((), 0, edited_at + DAY), MENTIONS)}
        assert stored == now.keys()
        for text in texts:
            query = parse(text)
            for end, heard in ((SEEN + 1, {post.mention.native_id: post for post in posts}), (edited_at + DAY, now)):
                expected = {
                    name for name, post in heard.items()
                    if reference.holds(query.tree, reference.Page(post.mention, post.notes, post.about))
                }  # fmt: skip
                compare(text, reader.search(query, Scope((), 0, end), MENTIONS), expected, list(heard.values()))
