"""Who wrote: counts that a slow recount agrees with, accounts that stay the same, and queries that find no more."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from fakes import NOON

from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Kind, Match, Mention, Notes, Scope, SourceRow, Span, Topic
from hubdesk.core import Withdrawal as Gone
from hubdesk.panels.voices_asked import of_voice
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Account, Reader, VoiceOrder
from hubdesk.store.session import NewSession, create, open_reader, open_writer

TONES = ("negative", "neutral", "positive", "unknown", "")
TOPICS = (Topic(0, "Orange", "orange", "own"), Topic(0, "SFR", "sfr", "rival"))
LAST = Scope((), NOON - DAY, NOON, NOON + HOUR)
NAMES = (
    "Anna",
    "anna",
    "Anna ",
    "A\u212aim",
    "akim",
    "Élodie",
    "\u202eevil",
    "x" * 10_000,
    "<b>",
    "O'Neil",
    "a OR b",
    "",
)
HANDLES = (
    "anna.example",
    "@Anna.example",
    "ANNA.example",
    "\u212aim.example",
    "kim.example",
    "élodie",
    "a b",
    "or",
    "*",
    "",
)


def post(number: int, author: Author, at: int = NOON - HOUR, **over: object) -> Mention:
    network = over.pop("network", "bluesky")
    return Mention(str(network), f"at://{number}", f"orange {number}", at, author=author, **over)  # type: ignore[arg-type]


def stored(folder: Path, entries: list[Entry], gone: tuple[str, ...] = (), topics: bool = False) -> Path:
    path = folder / "voices.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        for topic in TOPICS if topics else ():
            writer.add_topic(topic)
        row = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        writer.add_page(row.id, entries, cursor="", due_at=0, seen_at=NOON, covers=Span(NOON - 2 * DAY, NOON))
        writer.withdraw([Gone("bluesky", one) for one in gone], NOON + MINUTE)
    return path


def chances(seed: int, number: int = 300) -> list[Entry]:
    """Mentions by accounts of which many look alike."""
    chance, made = random.Random(seed), []
    for n in range(number):
        author = Author(
            chance.choice(HANDLES),
            chance.choice(NAMES),
            chance.choice(("", "", "did:1", "did:2", "DID:1")),
            chance.choice((None, 10, 2_000)),
        )
        if chance.random() < 0.5:  # somebody whom nobody is taken for
            who = chance.randrange(20)
            author = (
                Author("", f"Élise {who}") if who % 4 == 0 else Author(f"user-{who}.example", "Anna", f"did:u{who}")
            )
        at = NOON - round(chance.random() * 2 * DAY)
        kind = chance.choice((Kind.POST, Kind.REPLY, Kind.REPOST, Kind.ARTICLE))
        parent = f"at://{chance.randrange(number)}" if kind in (Kind.REPLY, Kind.REPOST) else ""
        reach = chance.choice((None, None, 7))
        network = chance.choice(("bluesky", "Bluesky", "feed"))
        mention = post(n, author, at, kind=kind, parent_id=parent, reach=reach, network=network)
        heard = tuple(Match(topic, 1) for topic in (1, 2) if chance.random() < 0.5)
        made.append(Entry(mention, Notes(tone=chance.choice(TONES), versions=(("tone", 1),)), heard))
    return made


def recounted(reader: Reader, scope: Scope) -> Counter[tuple[str, str]]:
    """Slowly, mention by mention."""
    found: Counter[tuple[str, str]] = Counter()
    for heard in reader.latest(scope, 10_000):
        who = heard.mention.author
        found[Account(heard.mention.network, who.handle, who.name, who.id).key] += 1
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("order", list(VoiceOrder))
def test_that_everybody_is_counted_as_a_slow_recount_counts_them(tmp_path: Path, seed: int, order: VoiceOrder) -> None:
    entries = chances(seed)
    gone = tuple(one.mention.native_id for one in entries if one.mention.network == "bluesky")[:9]
    with open_reader(stored(tmp_path, entries, gone, topics=True)) as reader:
        for scope in (LAST, Scope(reader.topics()[:1], NOON - DAY, NOON, NOON + HOUR), Scope((), 0, NOON + DAY)):
            told, slow = reader.voices(scope, order, 1_000), recounted(reader, scope)
            nobody = sum(mentions for key, mentions in slow.items() if not key[0])
            slow = Counter({key: mentions for key, mentions in slow.items() if key[0]})
            assert {one.account.key: one.mentions for one in told.listed} == dict(slow)
            assert told.accounts == len(slow)
            assert told.once == sum(mentions == 1 for mentions in slow.values())
            assert told.by_loudest == sum(mentions for _key, mentions in slow.most_common(10))
            assert told.gone + told.nameless == nobody
            assert told.mentions == reader.count(scope)
            assert all(sum(one.tones) == one.mentions for one in told.listed)


@pytest.mark.parametrize("seed", range(8))
def test_that_a_query_finds_an_account_alone_or_is_not_offered(tmp_path: Path, seed: int) -> None:
    offered = 0
    with open_reader(stored(tmp_path, chances(seed, 200))) as reader:
        for voice in reader.voices(LAST, most=1_000).listed:
            query = of_voice(voice)
            offered += bool(query)
            assert not query or reader.search(parse(query), LAST, 0).total == voice.mentions, (query, voice)
    assert offered


def test_that_who_is_renamed_stays_one_account_under_the_latest_name(tmp_path: Path) -> None:
    entries = [
        Entry(post(1, Author("old.example", "Old", "did:1", 5), NOON - 3 * HOUR)),
        Entry(post(2, Author("new.example", "New", "did:1", 8), NOON - HOUR)),
    ]
    with open_reader(stored(tmp_path, entries)) as reader:
        (one,) = reader.voices(LAST).listed
    assert (one.mentions, one.account.name, one.handles) == (2, "New", ("new.example", "old.example"))
    assert of_voice(one) == "author:(new.example OR old.example)"


def test_that_a_handle_that_somebody_else_took_over_opens_nothing(tmp_path: Path) -> None:
    entries = [
        Entry(post(1, Author("anna.example", "Anna", "did:1"), NOON - 3 * HOUR)),
        Entry(post(2, Author("anna.example", "Another", "did:2"), NOON - HOUR)),
    ]
    with open_reader(stored(tmp_path, entries)) as reader:
        told = reader.voices(LAST).listed
    assert [(one.mentions, one.found) for one in told] == [(1, 2), (1, 2)]
    assert [of_voice(one) for one in told] == ["", ""]


def test_that_unknown_reach_and_followers_are_none_and_known_ones_are_added_or_the_latest(tmp_path: Path) -> None:
    known, silent = Author("a.example", "A", "did:1", 50), Author("b.example", "B", "did:2")
    entries = [
        Entry(post(1, known, NOON - 3 * HOUR, reach=100)),
        Entry(post(2, Author("a.example", "A", "did:1"), NOON - 2 * HOUR, reach=20)),
        Entry(post(3, known, NOON - HOUR)),
        Entry(post(4, silent, NOON - HOUR)),
    ]
    with open_reader(stored(tmp_path, entries)) as reader:
        one, other = reader.voices(LAST, VoiceOrder.REACH).listed
    assert (one.reach, one.reach_of, one.followers) == (120, 2, 50)
    assert (other.reach, other.reach_of, other.followers) == (None, 0, None)


def test_that_who_starts_and_who_follows_is_told(tmp_path: Path) -> None:
    first, second = Author("a.example", "A", "did:1"), Author("b.example", "B", "did:2")
    entries = [
        Entry(post(1, first, NOON - 3 * HOUR), matches=(Match(1, 1),)),
        Entry(post(2, second, NOON - 2 * HOUR, kind=Kind.REPLY, parent_id="at://1"), matches=(Match(1, 1),)),
        Entry(post(3, second, NOON - HOUR, kind=Kind.REPOST, parent_id="at://1"), matches=(Match(1, 1),)),
        Entry(post(4, first, NOON - MINUTE, kind=Kind.REPLY, parent_id="at://1"), matches=(Match(1, 1),)),
    ]
    with open_reader(stored(tmp_path, entries, topics=True)) as reader:
        told = reader.voices(Scope(reader.topics(), NOON - DAY, NOON, NOON + HOUR))
    one, other = sorted(told.listed, key=lambda voice: voice.account.id)
    assert (one.answered, one.reposted, one.answers, one.reposts) == (1, 1, 1, 0)
    assert (other.answered, other.reposted, other.answers, other.reposts) == (0, 0, 1, 1)
    assert [(began.topic, began.mention, began.account.id) for began in told.began] == [(1, 1, "did:1")]


def test_that_the_first_time_in_the_session_may_lie_before_the_scope(tmp_path: Path) -> None:
    entries = [
        Entry(post(n, author, NOON - hours * HOUR))
        for n, (author, hours) in enumerate(
            [
                (Author("a.example", "A", "did:1"), 40),
                (Author("a.example", "A", "did:1"), 2),
                (Author("", "Bruno"), 30),
                (Author("", "Bruno"), 1),
                (Author("c.example", "C", "did:3"), 3),
            ]
        )
    ]
    with open_reader(stored(tmp_path, entries)) as reader:
        told = {one.account.name: one for one in reader.voices(LAST).listed}
    ever = {name: one.first_ever for name, one in told.items()}
    assert ever == {"A": NOON - 40 * HOUR, "Bruno": None, "C": NOON - 3 * HOUR}  # Bruno is a name that many have
    assert {name: (NOON - one.first) // HOUR for name, one in told.items()} == {"A": 2, "Bruno": 1, "C": 3}


def test_that_of_thousands_of_accounts_a_few_are_told_and_all_are_counted(tmp_path: Path) -> None:
    entries = [Entry(post(n, Author(f"a{n}.example", f"A{n}", f"did:{n}"))) for n in range(3_000)]
    entries += [Entry(post(9_000 + n, Author("loud.example", "Loud", "did:loud"))) for n in range(3)]
    with open_reader(stored(tmp_path, entries)) as reader:
        told = reader.voices(LAST, most=5)
    assert (told.accounts, told.once, told.by_loudest, len(told.listed)) == (3_001, 3_000, 12, 5)
    assert told.listed[0].account.name == "Loud"


def test_that_whose_all_was_taken_back_is_nobody(tmp_path: Path) -> None:
    entries = [Entry(post(1, Author("a.example", "A", "did:1")))]
    with open_reader(stored(tmp_path, entries, ("at://1",))) as reader:
        told, life = reader.voices(LAST), reader.voice(LAST, Account("bluesky", id="did:1"))
    assert (told.mentions, told.gone, told.accounts, told.listed) == (1, 1, 0, ())
    assert life.at == ()


@pytest.mark.parametrize("scope", [Scope((), NOON, NOON), Scope((), NOON, NOON - HOUR), Scope((), 0, 1)])
def test_that_an_odd_scope_has_nobody(tmp_path: Path, scope: Scope) -> None:
    with open_reader(stored(tmp_path, chances(1, 20))) as reader:
        assert reader.voices(scope).accounts == 0


def test_that_a_life_says_whom_it_answers_and_how_it_speaks_of_brands(tmp_path: Path) -> None:
    first, second = Author("a.example", "A", "did:1"), Author("b.example", "B", "did:2")
    angry = Notes(targets=(("Orange", "negative"),), versions=(("targets", 1),))
    entries = [
        Entry(post(1, first, NOON - 30 * HOUR)),
        Entry(post(2, second, NOON - 20 * HOUR, kind=Kind.REPLY, parent_id="at://1"), angry),
        Entry(post(3, second, NOON - HOUR, kind=Kind.REPOST, parent_id="at://elsewhere")),
    ]
    with open_reader(stored(tmp_path, entries)) as reader:
        life = reader.voice(LAST, Account("bluesky", "b.example", "B", "did:2"))
    assert (life.first, life.last, life.replies, life.reposts, life.unknown) == (2, 3, 1, 1, 1)
    assert life.towards == (("Orange", (1, 0, 0, 0, 0)),)
    assert [(other.id, mentions) for other, mentions in life.follows] == [("did:1", 1)]
