"""What each term of a query brings, compared with taking the term out of the tree and asking again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hubdesk.core import About, Kind, Mention, Notes
from hubdesk.query.brings import Bringing, asked_words, brings
from hubdesk.query.fields import SPOKEN
from hubdesk.query.reading import Reading
from hubdesk.query.ready import make_ready
from hubdesk.query.syntax import parse
from hubdesk.query.tree import All, Any, In, Look, Near, Node, Not, Phrase, Query, Term, children, walk
from tests.fakes import mention


def sample(*texts: str, **over: object) -> list[tuple[Mention, Notes, About]]:
    return [(mention(text, **over), Notes(), About()) for text in texts]


def told(found: Bringing) -> dict[str, tuple[int, int]]:
    return {term.text: (term.mentions, term.alone) for term in found.terms}


def test_that_a_term_is_alone_where_no_other_branch_holds() -> None:
    found = brings(parse("orange OR livebox"), sample("orange", "livebox orange", "livebox", "sfr"))
    assert told(found) == {"orange": (2, 1), "livebox": (2, 1)}
    assert found.held == (0, 1, 2)
    assert found.solid == (1,)
    assert next(term for term in found.terms if term.text == "orange").alone_at == (0,)


def test_that_a_term_everything_needs_is_alone_wherever_it_helps() -> None:
    found = brings(parse("orange AND (panne OR box)"), sample("orange panne", "orange box panne", "orange"))
    assert told(found) == {"orange": (2, 2), "panne": (2, 1), "box": (1, 0)}


def test_that_words_of_a_near_count_where_they_took_part_in_a_pair() -> None:
    query = parse("{Orange} NEAR/2 (panne OR box) OR sosh")
    found = brings(query, sample("panne Orange box", "box sans rapport ni lien avec une panne Orange", "sosh", "panne"))
    assert told(found) == {"{Orange}": (2, 2), "panne": (2, 1), "box": (1, 0), "sosh": (1, 1)}


def test_that_a_word_asked_in_two_places_is_taken_away_from_both() -> None:
    query = parse("(orange NEAR/3 panne) OR (orange NEAR/3 box)")
    assert told(brings(query, sample("orange box panne"))) == {"orange": (1, 1), "panne": (1, 0), "box": (1, 0)}


def test_that_what_is_excluded_brings_nothing() -> None:
    found = brings(parse("orange NOT (jus OR fruit)"), sample("orange panne", "orange jus"))
    assert told(found) == {"orange": (1, 1)}


def test_that_a_branch_that_did_not_hold_as_a_whole_helped_nothing() -> None:
    found = brings(parse("livebox OR (orange panne)"), sample("livebox orange"))
    assert told(found) == {"livebox": (1, 1)}


def test_that_fields_are_terms_too() -> None:
    found = brings(parse("kind:review OR orange"), sample("rien du tout", kind=Kind.REVIEW))
    assert told(found) == {"kind:review": (1, 1)}


def test_that_the_place_of_a_term_leads_to_its_words_in_the_query() -> None:
    text = "<<<noms>>> sosh OR\n  “boîte mail”"
    found = brings(parse(text), sample("ma boîte mail"))
    assert text[found.terms[0].start : found.terms[0].end] == "“boîte mail”"


def test_that_the_work_is_bounded_and_says_how_far_it_went() -> None:
    query = parse("(a OR b OR c OR d) NEAR/5 (e OR f OR g OR h)")
    found = brings(query, sample(*["a b c d e f g h"] * 100), most_work=50)
    assert 0 < found.read < 100
    assert found.terms[0].mentions == found.read


def test_that_what_the_query_asks_for_is_named_by_key_and_stem() -> None:
    keys, stems = asked_words(parse('réseau OR "boîte mail" OR résili*'))
    assert keys == {"reseau", "boite", "mail"}
    assert stems == ("resili",)


WORDS = st.sampled_from(["a1", "b1", "c1", "d1", "e1"])
SIDES = st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3, unique=True).map(lambda w: f"({' OR '.join(w)})"))
NEARS = st.tuples(SIDES, st.integers(1, 4), st.sampled_from(["", "f"]), SIDES).map(
    lambda made: f"({made[0]} NEAR/{made[1]}{made[2]} {made[3]})"
)
PHRASES = st.tuples(WORDS, WORDS).map(lambda two: f'"{two[0]} {two[1]}"')
LEAVES = st.one_of(
    WORDS, NEARS, PHRASES, NEARS.map(lambda one: f"in:body {one}"), WORDS.map(lambda one: f"in:title {one}")
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} AND {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} NOT {two[1]})"),
    ),
    max_leaves=6,
)
TEXTS = st.lists(st.sampled_from(["a1", "b1", "c1", "d1", "e1", "x"]), max_size=8).map(" ".join)


@given(QUERIES, st.lists(TEXTS, min_size=1, max_size=4))
def test_that_alone_means_that_the_query_does_not_hold_without_it(written: str, texts: list[str]) -> None:
    query = parse(written)
    found = brings(query, sample(*texts))
    assert found.held == tuple(at for at, text in enumerate(texts) if holds(query.tree, text))
    names = {" ".join(query.text[one.start : one.end].split()) for one in terms(query.tree)}
    for name in names:
        cut = emptied(query, query.tree, name)
        lost = {at for at in found.held if not holds(cut, texts[at])}
        alone = next((set(term.alone_at) for term in found.terms if term.text == name), set())
        assert alone == lost, f"{name} of {written}"


def holds(tree: Node, text: str) -> bool:
    return make_ready(tree).holds(Reading(mention(text), Notes()), SPOKEN) is not None


def terms(tree: Node) -> list[Node]:
    """Words and phrases that no NOT excludes."""
    if isinstance(tree, Not):
        return []
    if isinstance(tree, Term | Phrase):
        return [tree]
    return [one for child in children(tree) for one in terms(child)]


def emptied(query: Query, node: Node, name: str) -> Node:
    """The tree with every such term, but for excluded ones, in words that no text has."""
    match node:
        case Term() | Phrase() if " ".join(query.text[node.start : node.end].split()) == name:
            return Term(node.start, node.end, "word", Look.PLAIN, "nobody says this", "nobody says this")
        case All() | Any():
            return replace(node, children=tuple(emptied(query, child, name) for child in node.children))
        case In():
            return replace(node, child=emptied(query, node.child, name))
        case Near():
            left, right = emptied(query, node.left, name), emptied(query, node.right, name)
            return replace(node, left=left, right=right)
    return node


def test_that_every_node_is_walked_before_what_is_inside_it() -> None:
    seen: set[int] = set()
    for node in walk(parse("(a OR b) AND (c NOT d)").tree):
        assert not any(id(child) in seen for child in children(node))
        seen.add(id(node))
