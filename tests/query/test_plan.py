"""The full-text plan: never SQL, never refused by FTS5, exact only when it is."""

from __future__ import annotations

import random
import sqlite3

import pytest

from hubdesk.core import Mention
from hubdesk.query.match import test
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse
from hubdesk.query.words import index_text


def index(*texts: str) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5(title, body, author, tokenize=\"unicode61 tokenchars '#@'\")")
    db.executemany("INSERT INTO words VALUES ('', ?, 'orange')", [(index_text(text),) for text in texts])
    return db


def rows(db: sqlite3.Connection, fts: str | None) -> list[int]:
    assert fts is not None
    return [row for (row,) in db.execute("SELECT rowid FROM words WHERE words MATCH ?", (fts,))]


@pytest.mark.parametrize("query", ["reseau", '"service client"', "a NEAR/3 b", "resiliat*", "#panne", "@orange",
"a NOT b",
                                   "(a OR b) c", "in:title a", '"a b"~3', "b&you"])  # fmt: skip
def test_that_what_full_text_can_say_is_exact(query: str) -> None:
    assert plan(parse(query)).exact


@pytest.mark.parametrize("query", ["réseau", "{Orange}", "custom*er", "a NEAR/3f b", "panne NEAR/5 panne", "😡",
"site:a.fr b",
                                   "in:body a", "a NOT {B}", '"panne 😡"', "u1f621", "orange.fr"])  # fmt: skip
def test_that_what_full_text_widens_is_to_be_verified(query: str) -> None:
    planned = plan(parse(query))
    assert planned.fts is not None
    assert not planned.exact


@pytest.mark.parametrize("query", ["site:a.fr", "followers:[1 TO 2]", "a OR language:fr", "in:teaser a"])
def test_that_what_full_text_cannot_narrow_reads_every_row(query: str) -> None:
    assert plan(parse(query)).fts is None


@pytest.mark.parametrize(
    "text",
    ["a' OR 1=1 --", "title : x", "a^b", "a*/b", "NEAR(a b)", "x'); DROP TABLE words; --", "a\x00b",
    "col.umn AND-b", "\\\"a\\\"",
     "a{2}b", "+a", "@a@b#c", "“a”b"],
)  # fmt: skip
def test_that_a_users_text_is_never_syntax(text: str) -> None:
    db = index("a b", "x")
    rows(db, plan(parse('"' + text.replace('"', " ").replace("{", " ").replace("}", " ").replace("*", "") + '"')).fts)
    db.close()


def test_that_a_column_of_names_is_never_searched() -> None:
    db = index("panne", "orange")
    assert rows(db, plan(parse("orange")).fts) == [2]
    db.close()


def deep(chance: random.Random, depth: int) -> str:
    if not depth:
        return "aa"
    word = chance.choice(("aa", "bb", "cc", '"aa bb"', "aa NEAR/3 bb"))
    return f"({word} {chance.choice(('AND', 'OR', 'NOT'))} {deep(chance, depth - 1)})"


@pytest.mark.parametrize("depth", [3, 10, 30, 99])
def test_that_deep_brackets_are_widened_before_full_text_gives_up(depth: int) -> None:
    texts = ["aa", "bb", "cc", "aa bb", "bb aa cc", "aa x bb cc"]
    db = index(*texts)
    chance = random.Random(depth)
    for _n in range(40):
        query = parse(deep(chance, depth))
        planned = plan(query)
        if planned.fts is None:
            continue
        matching = {n for n, text in enumerate(texts, 1) if test(query, Mention("t", "1", text, 0)) is not None}
        assert matching <= set(rows(db, planned.fts))
    db.close()


@pytest.mark.parametrize(("joint", "terms"), [(" OR ", 999), (" ", 1_000), (" NOT ", 850)])
def test_that_a_thousand_terms_are_within_what_full_text_takes(joint: str, terms: int) -> None:
    db = index("w1", "w999")
    rows(db, plan(parse(joint.join(f"w{n}" for n in range(terms)))).fts)
    group = " OR ".join(f"w{n}" for n in range(400))
    rows(db, plan(parse(f"({group}) NEAR/5 ({group})")).fts)
    db.close()
