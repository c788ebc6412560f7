"""The full-text plan: never SQL, never refused by FTS5, exact wherever the index can say it."""

from __future__ import annotations

import random
import re

import pytest
from small_index import SmallIndex

from hubdesk.core import Mention
from hubdesk.query.match import test
from hubdesk.query.sql import Plan, plan
from hubdesk.query.syntax import parse

TEXTS = [
    "Réseau en panne",
    "reseau en panne",
    "RÉSEAU",
    "RESEAU et réseau",
    "Orange orange",
    "l'orange est un fruit",
    "Orange",
    "😡 panne",
    "u1f621",
    "custommer customer",
    "le service client #PanneOrange",
    "service réseau",
    "réseau service",
    "voir orange.fr pour la panne",
    "a b",
    "nº 5",
]


def mention(text: str, title: str = "", kind: str = "post") -> Mention:
    return Mention("test", "1", text, 0, title=title, kind=kind)


def index(*texts: str) -> SmallIndex:
    return SmallIndex(*map(mention, texts))


@pytest.mark.parametrize(
    "query",
    ["reseau", "réseau", "RÉSEAU", "{Orange}", "{orange}", "{RESEAU}", '"service client"', "a NEAR/3 b", "resiliat*",
     "custom*er", "rés*", "pan?e", "#panne*", "#PanneOrange", "@orange", "😡", "n°", "u1f621", "a NOT b", "(a OR b) c",
     "réseau -{Orange}", "in:title a", "in:body réseau", "in:comment a", '"a b"~3', "b&you",
     "followers:[1 TO 2]", "a OR language:fr", "site:a.fr b", "kind:post -réseau", "has:link", "pan* NEAR/4 service"],
)  # fmt: skip
def test_that_what_the_index_and_columns_can_say_needs_no_verifying(query: str) -> None:
    with index(*TEXTS) as small:
        assert plan(parse(query), small).exact


@pytest.mark.parametrize(
    "query",
    ["a NEAR/3f b", "panne NEAR/5 panne", '"panne 😡"', "orange.fr", "in:teaser a",
     "(panne NEAR/5 service) NEAR/5 client", "#panne NEAR/5 orange"],
)  # fmt: skip
def test_that_what_the_index_cannot_say_is_to_be_verified(query: str) -> None:
    with index(*TEXTS) as small:
        assert not plan(parse(query), small).exact


def test_that_more_words_than_places_are_found_nowhere() -> None:
    with index(*TEXTS) as small:
        found = plan(parse('"a b a"~1'), small)
        assert found.exact
        assert small.takes(found.may) == set()


@pytest.mark.parametrize(
    "query", ["réseau", '"service réseau"', "réseau NEAR/3 service", "{Orange}", "rés*", "cust?mer"]
)
def test_that_without_the_indexs_words_a_plan_is_wider_and_still_finds_all(query: str) -> None:
    with index(*TEXTS) as small:
        wide, close = plan(parse(query)), plan(parse(query), small)
        assert small.takes(close.may) <= small.takes(wide.may)
        assert small.takes(wide.surely) <= small.takes(close.surely)


def test_that_only_mentions_with_two_spellings_of_a_word_of_a_phrase_are_verified() -> None:
    with index("service réseau", "service reseau et réseau", "service reseau", "service Réseau") as small:
        planned = plan(parse('"service réseau"'), small)
        assert small.takes(planned.surely) == {1, 4}
        assert small.takes(planned.may) == {1, 2, 4}


def test_that_a_title_and_its_text_spell_a_word_apart() -> None:
    with SmallIndex(
        mention("panne réseau", "service reseau"), mention("réseau", "service réseau"), mention("Orange", "orange")
    ) as small:
        planned = plan(parse('"service réseau"'), small)
        assert small.takes(planned.surely) == {2}
        assert small.takes(plan(parse("in:title {orange}"), small).surely) == {3}
        assert small.takes(plan(parse("in:body {orange}"), small).may) == set()


def test_that_a_comments_text_is_told_from_other_texts() -> None:
    with SmallIndex(
        mention("panne", "panne"), mention("panne", kind="comment"), mention("x", "panne", "comment")
    ) as small:
        for asked, found in (("in:body panne", {1}), ("in:comment panne", {2}), ("in:title panne", {1, 3})):
            planned = plan(parse(asked), small)
            assert small.takes(planned.may) == small.takes(planned.surely) == found


@pytest.mark.parametrize("query", ["site:a.fr", "followers:[1 TO 2]", "a OR language:fr", "in:teaser a"])
def test_that_what_full_text_cannot_narrow_reads_every_row(query: str) -> None:
    assert plan(parse(query)).fts is None


def test_that_facts_on_both_sides_of_an_or_still_let_words_narrow() -> None:
    assert plan(parse("(panne site:a.fr) OR (box site:b.fr)")).fts == '("panne" OR "box")'


@pytest.mark.parametrize(
    "text",
    ["a' OR 1=1 --", "title : x", "a^b", "a*/b", "NEAR(a b)", "x'); DROP TABLE words; --", "a\x00b",
     "col.umn AND-b", "\\\"a\\\"", "a{2}b", "+a", "@a@b#c", "“a”b", "~a~b", "a~*", "!{1f621}", "/abc"],
)  # fmt: skip
def test_that_a_users_text_is_never_syntax(text: str) -> None:
    with index("a b", "x") as small:
        asked = text.replace('"', " ").replace("{", " ").replace("}", " ").replace("*", "")
        planned = plan(parse(f'"{asked}"'), small)
        assert small.takes(planned.surely) <= small.takes(planned.may)


@pytest.mark.parametrize(
    "text", ["é" * 70, "É" * 64, "x" * 40_000, "漢" * 9_000, "@ab" + "b" * 90 + "@" + "c" * 300, "#" + "É" * 300]
)
def test_that_a_very_long_word_is_found_by_its_own_spelling(text: str) -> None:
    with index(text, text.lower(), "é") as small:
        for asked in (text[:7_000], "{" + text[:7_000] + "}", text[:60] + "*"):
            query = parse(asked)
            planned = plan(query, small)
            holding = {id_ for id_, one in small.mentions.items() if test(query, one) is not None}
            assert small.takes(planned.surely) <= holding <= small.takes(planned.may)


def deep(chance: random.Random, depth: int) -> str:
    if not depth:
        return "aa"
    word = chance.choice(("aa", "bb", "cc", '"aa bb"', "aa NEAR/3 bb"))
    return f"({word} {chance.choice(('AND', 'OR', 'NOT'))} {deep(chance, depth - 1)})"


@pytest.mark.parametrize("depth", [3, 10, 30, 95])
def test_that_deep_brackets_are_cut_before_full_text_gives_up(depth: int) -> None:
    texts = ["aa", "bb", "cc", "aa bb", "bb aa cc", "aa x bb cc"]
    chance = random.Random(depth)
    with index(*texts) as small:
        for _n in range(40):
            query = parse(deep(chance, depth))
            planned = plan(query, small)
            matching = {n for n, one in small.mentions.items() if test(query, one) is not None}
            assert small.takes(planned.surely) <= matching <= small.takes(planned.may)
            assert planned.exact or depth > 10
            if planned.fts is not None:
                assert matching <= small.finds(planned.fts)


@pytest.mark.parametrize(("joint", "terms"), [(" OR ", 999), (" ", 1_000), (" NOT ", 850), (" OR é", 900)])
def test_that_a_thousand_terms_are_within_what_full_text_takes(joint: str, terms: int) -> None:
    with index("w1", "w999") as small:
        small.takes(plan(parse(joint.join(f"w{n}" for n in range(terms))), small).may)
        group = " OR ".join(f"w{n}" for n in range(400))
        small.takes(plan(parse(f"({group}) NEAR/5 ({group})"), small).may)


@pytest.mark.parametrize("levels", [1, 5, 20, 45])
def test_that_facts_deep_in_brackets_let_words_narrow_all_the_same(levels: int) -> None:
    planned = plan(parse("(orange OR (site:a.fr " * levels + "panne" + "))" * levels))
    assert planned.fts is not None
    assert set(re.findall(r"\w+", planned.fts)) == {"orange", "OR", "panne"}
    assert planned.exact == (levels < 9)


def test_that_many_values_of_a_field_are_asked_at_once() -> None:
    for asked in (
        " OR ".join(f"site:a{n}.fr" for n in range(300)),
        "x " + " ".join(f"-site:a{n}.fr" for n in range(300)),
    ):
        assert str(plan(parse(asked)).may).count("Fact") == 1


def test_that_of_a_very_long_phrase_the_beginning_narrows() -> None:
    planned = plan(parse('"' + " ".join(f"w{n}" for n in range(900)) + '"'))
    assert planned.fts == '"' + " ".join(f"w{n}" for n in range(64)) + '"'
    assert not planned.exact


def test_that_a_wildcard_of_too_many_words_is_widened() -> None:
    with index(*(f"wa{n}z" for n in range(300))) as small:
        planned: Plan = plan(parse("wa*z"), small)
        assert planned.fts == '"wa" *'
        assert not planned.exact
