"""The feed, a post, a quote and the journal on a wall: whole, readable, one card at a time, and nobody private."""

from __future__ import annotations

import importlib.util
import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from hubdesk import plugins
from hubdesk.core import HOUR, SECOND, Author, Entry, HubdeskError, Kind, Match, Notes, Person, Scope, Topic
from hubdesk.query.people import INSIDER
from hubdesk.store.authors import plain, words_of
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer
from hubdesk.wall.face import Veil
from hubdesk.wall.face_feed import FeedFace
from hubdesk.wall.face_journal import JournalFace
from hubdesk.wall.face_post import PostFace
from hubdesk.wall.face_quote import QuoteFace, QuotePicture
from hubdesk.wall.feed_pace import EVERY_SECONDS, FEW, on_screen, paced, settled
from hubdesk.wall.ordinary import ORDINARY
from hubdesk.wall.post import Post, Sort, State, Words
from hubdesk.wall.post_chosen import ChosenPost
from hubdesk.wall.posts_read import PostsAsked, PostsPicture, gather, whole_text
from hubdesk.wall.state import RETURNED_SECONDS
from tests.fakes import NOON, mention
from tests.store.store_fakes import add, new_session, source
from tests.wall.faces import CELL, FAR, at_every_size, painted, read, scope, showing

INSTANTS = ("2026-11-19T09:30+01:00", "2026-11-19T14:32+01:00", "2026-11-17T12:00+01:00", "2026-11-20T22:30+01:00")
POSTS = {"feed": FeedFace, "post": PostFace, "quote": QuoteFace, "journal": JournalFace}


def _post(number: int, text: str = "", **over: Any) -> Post:
    facts: dict[str, Any] = {"at": NOON + number * SECOND, "known_at": NOON + number * SECOND}
    return Post(number, text=Words(text or f"post {number}"), **facts | over)


def _picture(*numbers: int, **over: Any) -> PostsPicture:
    posts = tuple(_post(number) for number in sorted(numbers, reverse=True))
    facts: dict[str, Any] = {"start": NOON - HOUR, "end": NOON + HOUR, "zone": "Europe/Paris", "total": len(numbers)}
    return PostsPicture(PostsAsked(), (1,), posts=posts, **facts | over)


def _numbers(state: Any) -> list[int]:
    return [card.mention for card in state.cards]


# Which cards a feed shows


def test_that_a_feed_begins_with_what_there_is() -> None:
    state = paced(None, _picture(1, 2, 3), 0.0)
    assert _numbers(state) == [3, 2, 1]
    assert state.entered is None


def test_that_new_cards_come_one_at_a_time_and_none_too_soon() -> None:
    state = paced(None, _picture(1), 0.0)
    soon = paced(state, _picture(1, 2, 3), 1.0)
    assert (_numbers(soon), soon.others, soon.wait) == ([1], 2, True)
    first = paced(soon, _picture(1, 2, 3), EVERY_SECONDS)
    assert (_numbers(first), first.entered, first.others) == ([2, 1], 2, 1)
    too_soon = paced(first, _picture(1, 2, 3), EVERY_SECONDS + 1)
    assert _numbers(too_soon) == [2, 1]
    second = paced(too_soon, _picture(1, 2, 3), 2 * EVERY_SECONDS)
    assert (_numbers(second), second.entered, second.others) == ([3, 2, 1], 3, 0)


def test_that_of_many_the_newest_comes_and_the_others_are_counted() -> None:
    state = paced(None, _picture(1), 0.0)
    many = paced(state, _picture(*range(1, FEW + 12)), EVERY_SECONDS)
    assert (_numbers(many), many.others, many.wait) == ([FEW + 11, 1], FEW + 9, False)
    assert not many.is_least
    flood = paced(many, _picture(*range(100, 160), total=9_000), 2 * EVERY_SECONDS)
    assert flood.is_least


def test_that_however_fast_pictures_come_no_card_comes_faster_than_it_can_be_read() -> None:
    state, entered = paced(None, _picture(0), 0.0), []
    for step in range(1, 400):
        now = step * 0.1
        after = paced(state, _picture(*range(max(0, step - 30), step + 1)), now)
        if after.entered is not None and after.since == now:
            entered.append(now)
        assert len(set(_numbers(after)) - set(_numbers(state))) <= 1
        state = after
    gaps = [later - earlier for earlier, later in itertools.pairwise(entered)]
    assert min(gaps) > EVERY_SECONDS - 0.5


def test_that_the_same_words_do_not_come_in_again() -> None:
    state = paced(None, _picture(1), 0.0)
    again = replace(_picture(1), posts=(_post(2, "post 1"), _post(1)))
    assert _numbers(paced(state, again, EVERY_SECONDS)) == [1]


def test_that_a_card_taken_off_says_so_for_a_while_and_never_comes_back() -> None:
    state = paced(None, _picture(1, 2), 0.0)
    veil = Veil(withdrawn=frozenset({2}))
    without = replace(_picture(1), asked=PostsAsked(veil))
    assert on_screen(state, without) == (1,)
    taken = paced(state, without, 1.0)
    assert [card.state for card in taken.cards] == [State.TAKEN, State.SHOWN]
    assert next(card.state for card in settled(taken, 1.0 + RETURNED_SECONDS - 0.1).cards) == State.TAKEN
    assert _numbers(settled(taken, 1.0 + RETURNED_SECONDS)) == [1]
    later = paced(settled(taken, 1.0 + RETURNED_SECONDS), without, 20.0)
    assert _numbers(later) == [1]


def test_that_a_card_withdrawn_by_its_author_loses_its_words() -> None:
    state = paced(None, _picture(1, 2), 0.0)
    after = paced(state, replace(_picture(1), gone=frozenset({2})), 1.0)
    assert after.cards[0].state == State.WITHDRAWN
    assert not whole_text(after.cards[0])


def test_that_another_time_or_question_starts_over() -> None:
    state = paced(None, _picture(5, 6), 0.0)
    assert _numbers(paced(state, _picture(1, 2, end=NOON), 1.0)) == [2, 1]
    assert _numbers(paced(state, replace(_picture(1, 2), topics=(2,)), 1.0)) == [2, 1]


# What is read


def test_that_the_demonstration_is_read_newest_first_and_each_text_once(demonstration: Reader) -> None:
    picture = read(FeedFace, demonstration, scope(demonstration, INSTANTS[1]))
    texts = [whole_text(post) for post in picture.posts]
    assert len(texts) == len(set(texts)) >= 12
    assert list(picture.posts) == sorted(picture.posts, key=lambda one: one.key, reverse=True)
    assert picture.total == demonstration.count(scope(demonstration, INSTANTS[1]))


def test_that_a_query_chooses_the_posts_and_a_bad_one_says_what_is_wrong(demonstration: Reader) -> None:
    wanted = scope(demonstration, INSTANTS[1])
    picture = read(FeedFace, demonstration, wanted, query="maubeuge")
    assert picture.posts
    assert all("maubeuge" in plain(whole_text(post)) for post in picture.posts)
    assert picture.total < demonstration.count(wanted)
    with pytest.raises(HubdeskError):
        read(FeedFace, demonstration, wanted, query="(((")


def test_that_a_withdrawn_mention_is_read_by_no_face(demonstration: Reader) -> None:
    wanted = scope(demonstration, INSTANTS[1])
    for name, options in (
        ("feed", {}),
        ("post", {}),
        ("post", {"by": "reach"}),
        ("post", {"by": "rarity"}),
        ("quote", {}),
    ):
        face = POSTS[name]()
        shown = face.mentions(read(POSTS[name], demonstration, wanted, **options))
        assert shown
        veil = Veil(withdrawn=frozenset(shown))
        after = read(POSTS[name], demonstration, wanted, veil, **options)
        assert not set(shown) & set(POSTS[name]().mentions(after))


def test_that_what_only_repeats_is_left_out_where_there_is_anything_else(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        row = source(writer)
        add(writer, row, [Entry(mention("la fibre est coupée"))], NOON + 1)
        add(writer, row, [Entry(mention("la fibre est coupée !"), Notes(duplicate=True))], NOON + 2)
    with open_reader(path) as reader:
        wanted = Scope((), NOON - HOUR, NOON + HOUR)
        assert [whole_text(post) for post in read(FeedFace, reader, wanted).posts] == ["la fibre est coupée"]
        assert read(FeedFace, reader, wanted).total == 2


def test_that_a_help_desk_s_answers_are_not_what_reaches_most(demonstration: Reader) -> None:
    picture = read(PostFace, demonstration, scope(demonstration, INSTANTS[0]), by="reach")
    assert picture.post is not None
    assert picture.post.who.sort not in (Sort.OFFICIAL, Sort.UNDECLARED) or picture.post.kind == Kind.POST


def test_that_a_rare_post_says_how_rare(demonstration: Reader) -> None:
    wanted = scope(demonstration, INSTANTS[0])
    picture = read(PostFace, demonstration, wanted, by="rarity")
    assert picture.post is not None
    assert picture.rarity is not None
    assert picture.rarity.share <= 0.05
    said = PostFace().says(picture, showing(demonstration.topics(), wanted))
    assert f"seldom heard: {picture.rarity.place}, {picture.rarity.mentions} of" in said


def test_that_the_post_that_reaches_most_is_chosen_by_its_network_s_figure(tmp_path: Path) -> None:
    path = _session(
        tmp_path, [("un bel article sur la fibre", {"reach": 5}), ("la fibre vue de tous", {"reach": 5_000})]
    )
    with open_reader(path) as reader:
        picture = read(PostFace, reader, Scope(reader.topics(), NOON - HOUR, NOON + HOUR), by="reach")
        assert picture.post is not None
        assert picture.post.reach == 5_000
        assert "reach ≈ 5,000" in PostFace().says(picture, showing(reader.topics(), Scope((), 0, NOON)))


def _session(folder: Path, said: list[tuple[str, dict[str, Any]]], **more: Any) -> Path:
    path = new_session(folder)
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "fibre"))
        row = source(writer, **more)
        entries = [Entry(mention(text, **over), Notes(), (Match(topic.id, 1),)) for text, over in said]
        add(writer, row, entries, NOON + 1)
    return path


@pytest.mark.parametrize("name", POSTS)
def test_that_an_empty_session_says_so(name: str, tmp_path: Path, qapp: QApplication) -> None:
    path = new_session(tmp_path)
    with open_reader(path) as reader:
        wanted = Scope((), NOON - HOUR, NOON + HOUR)
        face, told = POSTS[name](), showing((), wanted)
        picture = read(POSTS[name], reader, wanted)
        assert face.vacancy(picture, told)
        assert face.says(picture, told)
        assert face.mentions(picture) == ()
        list(at_every_size(face, picture, told))


def test_that_what_terms_hold_is_counted_and_not_shown(tmp_path: Path) -> None:
    from hubdesk.core import Terms

    path = _session(tmp_path, [("la fibre", {}), ("la fibre encore", {})], terms=Terms(wall=False))
    with open_reader(path) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON + HOUR)
        picture = read(FeedFace, reader, wanted)
        assert (picture.posts, picture.held, picture.total) == ((), 2, 2)
        assert FeedFace().vacancy(picture, showing((), wanted)) == "2 mentions: 2 held back by their source's terms."


def test_that_posts_are_looked_for_behind_those_held_back() -> None:
    pages = [tuple(range(60)), tuple(range(60, 80))]
    asked: list[Any] = []

    class Masks:
        def shown(self, number: int) -> Post:
            return _post(int(number), state=State.HELD if number < 60 else State.SHOWN)

    class Row(int):
        known_at = 1
        id = 2
        notes = Notes()

    def older(_limit: int, before: Any) -> Any:
        asked.append(before)
        return tuple(map(Row, pages[len(asked) - 1]))

    posts, gone, held = gather(Masks(), older)  # type: ignore[arg-type]
    assert (len(posts), held, gone, asked) == (20, 60, frozenset(), [None, (1, 2)])


# What is painted


@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("name", POSTS)
def test_that_it_fits_at_every_size(name: str, instant: str, demonstration: Reader, qapp: QApplication) -> None:
    wanted = scope(demonstration, instant)
    face, told = POSTS[name](), showing(demonstration.topics(), wanted)
    picture = read(POSTS[name], demonstration, wanted)
    if face.vacancy(picture, told):
        return
    for made in at_every_size(face, picture, told):
        assert made.written


@pytest.mark.parametrize("look", ["light", "dark"])
def test_that_it_fits_in_other_looks_and_in_french(
    look: str, demonstration: Reader, french: None, qapp: QApplication
) -> None:
    wanted = scope(demonstration, INSTANTS[1])
    told = showing(demonstration.topics(), wanted)
    for name, kind in POSTS.items():
        picture = read(kind, demonstration, wanted)
        made = painted(kind(), picture, told, 640, 600, CELL, look=look)
        made.check()
        assert made.written, name


HOSTILE = (
    "א" * 10_000,
    "שלום " * 2_000,
    "W" * 3_000,
    "\u0301" * 2_000 + "x",
    "👩‍👩‍👧‍👦" * 300,
    "un\u202etexte\u2066 à l'envers\n\n\tici",
    "1 234 567 890 123 mentions et 99,99 % " * 50,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_hostile_texts_stay_in_their_place(text: str, tmp_path: Path, qapp: QApplication) -> None:
    path = _session(
        tmp_path, [(text, {"author": Author("א" * 500, "ב" * 10_000), "title": text, "kind": Kind.ARTICLE})]
    )
    with open_reader(path) as reader:
        wanted = Scope(reader.topics(), NOON - HOUR, NOON + HOUR)
        told = showing(reader.topics() * 1, wanted)
        for kind in (FeedFace, PostFace):
            picture = read(kind, reader, wanted)
            if not kind().vacancy(picture, told):
                list(at_every_size(kind(), picture, told))


def test_that_forty_topics_and_millions_of_followers_have_room(qapp: QApplication) -> None:
    topics = tuple(Topic(number, f"Un sujet au nom assez long {number}", "x") for number in range(1, 41))
    post = _post(1, "la fibre " * 30, topics=tuple(range(1, 41)), followers=123_456_789, tone="positive", irony=True)
    picture = replace(_picture(), posts=(post,), total=12_345_678, held=1_234_567)
    told = showing(topics, Scope((), NOON - HOUR, NOON + HOUR))
    list(at_every_size(FeedFace(), picture, told))
    for made in at_every_size(PostFace(), ChosenPost(picture, post), told):
        assert made.written


def test_that_a_new_card_slides_in_and_stands_where_it_belongs(qapp: QApplication) -> None:
    now = [0.0]
    face = FeedFace(lambda: now[0])
    before, after = _picture(1, 2), _picture(1, 2, 3)
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    painted(face, before, told, 640, 600, CELL)
    now[0] = EVERY_SECONDS
    halfway = painted(face, after, replace(told, motion=0.5), 640, 600, CELL, before)
    assert not halfway.spilled()
    assert "post 3" in halfway.words
    tops = {one.words: one.place.top() for one in halfway.written}
    ends = {one.words: one.place.top() for one in painted(face, after, told, 640, 600, CELL, before).written}
    assert tops["post 3"] < ends["post 3"] < ends["post 2"]
    assert face.mentions(after) == (3, 2, 1)


def test_that_only_the_cards_that_have_room_are_said_to_be_on_screen(qapp: QApplication) -> None:
    face, told = FeedFace(), showing((), Scope((), NOON - HOUR, NOON + HOUR))
    picture = _picture(*range(1, 30))
    assert len(face.mentions(picture)) == 29  # as many as there may be, until it was painted
    made = painted(face, picture, told, 640, 600, CELL)
    shown = [one.words for one in made.written if one.words.startswith("post")]
    assert [f"post {number}" for number in face.mentions(picture)] == shown


def test_that_the_same_picture_painted_twice_brings_no_card(qapp: QApplication) -> None:
    now = [0.0]
    face = FeedFace(lambda: now[0])
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    painted(face, _picture(1), told, 640, 600, CELL)
    picture = _picture(1, 2, 3)
    now[0] = 10.0
    first = painted(face, picture, told, 640, 600, CELL).words
    now[0] = 100.0
    assert painted(face, picture, told, 640, 600, CELL).words == first
    assert "+1 waiting" in first


def test_that_a_post_shows_all_its_words_where_there_is_room(demonstration: Reader, qapp: QApplication) -> None:
    wanted = scope(demonstration, INSTANTS[1])
    picture = read(PostFace, demonstration, wanted, by="rarity")
    made = painted(PostFace(), picture, showing(demonstration.topics(), wanted), 1920, 1080, FAR)
    said = re.sub(r"\s", "", made.words)
    assert re.sub(r"\s", "", picture.post.text.text) in said
    assert {one.px for one in made.written} & set(range(FAR.text + 1, FAR.head + 1))


def test_that_no_place_is_cut_by_an_ellipsis(qapp: QApplication) -> None:
    text = "À Villeneuve-de-Marsan et à Mont-de-Marsan, à Saint-Julien-en-Born, rien ne marche depuis 11 h 50 ce matin"
    whole = set(re.split(r"[\s,]+", text))
    post = _post(1, text)
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    for width in range(260, 900, 17):
        made = painted(FeedFace(), replace(_picture(), posts=(post,)), told, width, 190, CELL)
        made.check()
        cut = [one.words for one in made.written if one.words.endswith("…")]
        for line in cut:
            last = line.removesuffix("…").split()[-1] if line != "…" else ""
            assert last in whole or any(word.endswith(last) for word in whole), line


def test_that_a_quote_stands_whole_with_who_said_it_or_not_at_all(qapp: QApplication) -> None:
    words = "Je prends un engagement simple : les barèmes du programme ne bougeront pas avant la fin de 2027"
    picture = QuotePicture(
        "Europe/Paris", words, (), 1, "Aurélien Castebrune", "directeur de la fidélité", NOON, "Le Courrier"
    )
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    is_shown = []
    for made in at_every_size(QuoteFace(), picture, told):
        said = re.sub(r"\s", "", made.words)
        is_shown.append(re.sub(r"\s", "", words) in said)
        assert is_shown[-1] or "barèmes" not in said
        assert "Castebrune" in said
        assert "directeur" in said
    assert sum(is_shown) >= 6


def test_that_of_an_own_post_the_first_sentences_stand_where_all_of_it_has_no_room(qapp: QApplication) -> None:
    words = (
        "Je reçois des appels depuis 8 h. J'ai demandé un point à l'opérateur. Je vous dis dès que j'ai une réponse."
    )
    begins = (f"{words[:68]} […]", f"{words[:32]} […]")
    picture = QuotePicture("Europe/Paris", words, begins, 1, "Farid Deleplanque", "conseiller municipal", NOON)
    told = showing((), Scope((), NOON - HOUR, NOON + HOUR))
    small = painted(QuoteFace(), picture, told, 420, 220, CELL)
    small.check()
    said = re.sub(r"\s", "", small.words)
    assert "[…]" in said
    assert "Deleplanque" in said
    assert any(re.sub(r"\s", "", one) in said for one in begins)


def test_that_the_demonstration_s_quote_begins_with_whole_sentences(demonstration: Reader) -> None:
    picture = read(QuoteFace, demonstration, scope(demonstration, INSTANTS[1]))
    assert picture.begins
    for one in picture.begins:
        assert picture.words.startswith(one.removesuffix(" […]"))
        assert one.removesuffix(" […]")[-1] in ".!?…"


def test_that_a_quote_speaks_of_people_with_a_sourced_role_alone(demonstration: Reader) -> None:
    wanted = scope(demonstration, INSTANTS[1])
    picture = read(QuoteFace, demonstration, wanted)
    assert picture.speaker in {one.name for one in demonstration.people() if one.role != INSIDER}
    assert picture.role


def test_that_a_journal_s_sentences_are_whole_and_the_others_are_counted(
    demonstration: Reader, qapp: QApplication
) -> None:
    wanted = scope(demonstration, INSTANTS[1])
    picture = read(JournalFace, demonstration, wanted)
    told = showing(demonstration.topics(), wanted)
    whole = {re.sub(r"\s", "", one.words) for one in picture.items}
    for made in at_every_size(JournalFace(), picture, told):
        said = re.sub(r"\s", "", made.words)
        shown = [words for words in whole if words in said]
        assert shown
        left = len(whole) - len(shown)
        assert f"+{left}more" in said or not left or made.area.height() <= 6 * made.least * 1.6


# Nobody private, on any face


def _is_public(reader: Reader, people: tuple[Person, ...]) -> tuple[set[str], set[str]]:
    accounts = {
        account.partition(":")[2].casefold() for one in people if one.role != INSIDER for account in one.accounts
    }
    accounts |= {one.where.partition(":")[2].casefold() for one in reader.channels() if one.kind == "account"}
    names = {one.name for one in people if one.role != INSIDER} | {one.name for one in reader.sources()}
    return accounts, {plain(name) for name in names}


def _private(reader: Reader) -> tuple[set[str], set[tuple[str, ...]]]:
    """Handles and display names of private persons in the demonstration, those that no sentence holds by chance."""
    accounts, public = _is_public(reader, reader.people())
    handles: set[str] = set()
    names: set[tuple[str, ...]] = set()
    facts, before = reader.facts(), None
    everything = Scope((), facts.first_at or 0, (facts.last_at or 0) + 1)
    while rows := reader.latest(everything, 5_000, before):
        before = rows[-1].known_at, rows[-1].id
        for heard in rows:
            author = heard.mention.author
            handle = author.handle.casefold()
            if heard.mention.kind == Kind.ARTICLE or handle in accounts:
                continue
            if re.search(r"[\d._@-]", handle):
                handles |= {handle, handle.partition("@")[0]}
            words = words_of(author.name)
            is_plain = all(word in ORDINARY or len(word) < 3 for word in words)
            if len(words) > 1 and min(map(len, words)) > 1 and not is_plain and plain(author.name) not in public:
                names.add(words)
    return handles - accounts, names


@pytest.fixture(scope="module")
def private(demonstration: Reader) -> tuple[set[str], set[tuple[str, ...]]]:
    return _private(demonstration)


def _found(text: str, private: tuple[set[str], set[tuple[str, ...]]]) -> list[str]:
    handles, names = private
    tokens = {token.strip(".-@").casefold() for token in re.findall(r"[\w.\-@]+", text)}
    found = sorted(tokens & handles)
    words = [plain(word) for word in re.findall(r"\w+", text)]
    longest = max(map(len, names))
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        by_first.setdefault(name[0], []).append(name)
    for at, word in enumerate(words):
        near = tuple(words[at : at + longest])
        found += [" ".join(name) for name in by_first.get(word, ()) if near[: len(name)] == name]
    return found


def _there(name: str) -> bool:
    return importlib.util.find_spec(plugins.FACES[name].where.partition(":")[0]) is not None


def test_that_the_look_for_names_finds_them(private: tuple[set[str], set[tuple[str, ...]]]) -> None:
    assert len(private[0]) > 1_000
    assert len(private[1]) > 500
    assert _found("merci à Gérard Hadji et @gerard_hadji450", private) == ["gerard_hadji450", "gerard hadji"]


@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("name", [name for name in plugins.FACES if _there(name)])
def test_that_no_face_names_a_private_person(
    name: str, instant: str, demonstration: Reader, private: tuple[set[str], set[tuple[str, ...]]], qapp: QApplication
) -> None:
    kind, wanted = plugins.face(name), scope(demonstration, instant)
    told = showing(demonstration.topics(), wanted)
    choices = plugins.FACES[name].takes.get("by", ("",))
    for by in choices if isinstance(choices, tuple) else ("",):
        face = kind()
        picture = read(kind, demonstration, wanted, **({"by": by} if by else {}))
        assert not _found(repr(picture), private)
        assert not _found(f"{face.says(picture, told)} {face.vacancy(picture, told)}", private)
        assert not _found(face.subtitle(picture, told), private)
        if not face.vacancy(picture, told):
            for width, height, measure in ((1920, 1080, FAR), (640, 600, CELL)):
                assert not _found(painted(face, picture, told, width, height, measure).words, private)
