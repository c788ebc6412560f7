"""Who speaks, who repeats whom and what is new: of a narrowed scope the answer of what its filters take, after every
event; counted by SQL and from columns it is the same."""

from __future__ import annotations

import contextlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from columns_fakes import HANDLES, LANGUAGES, NAMES, PLACES, History, Looking, looking
from hypothesis import given
from hypothesis import strategies as st
from store_fakes import NOON, add, entry, mention, opened, source
from test_columns import QUERIES

from hubdesk.core import HOUR, MINUTE, Author, Entry, Evidence, Heard, Mention, Notes, Scope, Withdrawal
from hubdesk.query.phrases import emerging
from hubdesk.query.syntax import parse
from hubdesk.store import (
    phrases,
    spread,
    spread_columns,
    voices,
    voices_columns,
    voices_columns_order,
    voices_columns_wrote,
    voices_life,
    voices_life_columns,
)
from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_rows import first_places, held_by, marked, tallied
from hubdesk.store.phrases import background
from hubdesk.store.reader import Account, Reader, SpreadOrder, Voice, VoiceOrder
from hubdesk.store.session import open_writer

TONES = ("negative", "neutral", "positive", "unknown", "")
KINDS = ("post", "post", "repost", "repost", "reply", "comment", "article")
SPANS = ((-HOUR, 2 * HOUR), (20_000, 2 * MINUTE), (40_000, MINUTE), (9, -5), (9, 0))


class Chance:
    """Pages of posts that repeat, answer and name each other, and all that may happen to them later."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def page(self, number: int, among: int) -> list[tuple[int, Mention, Notes]]:
        return [(self.random.randrange(60_000), self.post(among), self.notes(among)) for _ in range(number)]

    def post(self, among: int) -> Mention:
        one, kind = self.random.choice, self.random.choice(KINDS)
        text = " ".join(one(("orange", "free", "panne", "de", "la", "box", "rien", "lente")) for _word in range(6))
        return replace(
            mention(0, text),
            network=one(("bluesky", "bluesky", "Mastodon")),
            kind=kind,
            language=one(LANGUAGES),
            author=Author(one(HANDLES), one(NAMES), one(("", "", "did:1", "did:2")), one((None, 10, 2_000))),
            reach=one((None, 0, 7)),
            parent_id=f"at://{self.random.randrange(among)}" if kind != "article" and one((True, False)) else "",
        )

    def notes(self, among: int) -> Notes:
        one, is_copy = self.random.choice, self.random.random() < 0.4
        return Notes(
            language=one(("", "fr", "en")),
            tone=one(TONES),
            themes=one(((), ("tv",), ("tv", "store"))),
            places=one(PLACES),
            duplicate=one((is_copy, is_copy, None)),
            evidence=(Evidence("duplicate", f"at://{self.random.randrange(among)}"),) if is_copy else (),
        )

    def happening(self, among: int) -> tuple[object, ...]:
        number = self.random.randrange(1, among)
        return self.random.choice(
            (
                ("read", [(number, self.notes(among))]),
                ("correct", number, ("tone", "positive")),
                ("edit", number, self.post(among), self.notes(among)),
                ("withdraw", number),
                ("leave",),
                ("topic", "tone:negative"),
                ("rehear",),
            )
        )


@contextlib.contextmanager
def lived(folder: Path, seed: int) -> Iterator[tuple[Looking, list[Scope]]]:
    """A session of forty mentions to which this and that happened, and scopes that hold some of them."""
    chance = Chance(seed)
    path, writer = opened(folder)
    with writer, looking(path) as reader:
        history = History(writer, reader)
        for number in (20, 14, 6):
            history.play("page", chance.page(number, 12))
            history.play(*chance.happening(number))
            history.play(*chance.happening(number))
        made = []
        for filters in (
            (),
            *((one,) for one in QUERIES),
            *(tuple(chance.random.sample([*QUERIES], 2)) for _ in range(9)),
        ):
            start, length = chance.random.choice(SPANS[:2] if len(filters) < 2 else SPANS)
            topics = chance.random.choice(((), reader.topics()[:1], reader.topics()))
            known = chance.random.choice((None, NOON + HOUR))
            made.append(Scope(topics, NOON + start, NOON + start + length, known, filters))
        yield reader, made


@pytest.mark.parametrize("seed", range(6))
def test_that_voices_repeats_and_phrases_are_those_of_what_filters_take(tmp_path: Path, seed: int) -> None:
    with lived(tmp_path, seed) as (reader, scopes):
        assert sum(reader.count(scope) > 2 for scope in scopes) > 9
        assert sum(reader.spread(scope).groups > 0 for scope in scopes) > 9
        for scope in scopes:
            taken = reader.latest(scope, 99)
            speak(reader, scope, taken)
            repeat(reader, scope, taken)
            emerge(reader, scope, taken)


def account_of(heard: Heard) -> Account:
    author = heard.mention.author
    return Account(heard.mention.network, author.handle, author.name, author.id)


def speak(reader: Reader, scope: Scope, taken: Iterable[Heard]) -> None:
    by_key: defaultdict[tuple[str, str], list[Heard]] = defaultdict(list)
    for heard in taken:
        by_key[account_of(heard).key].append(heard)
    nobody = sum(len(by_key.pop(key)) for key in [*by_key] if not key[0])
    for order in VoiceOrder:
        told = reader.voices(scope, order, 99, ("bluesky:lucie", "bluesky:did:1"))
        assert told.mentions == len([*taken])
        assert told.gone + told.nameless == nobody
        assert told.accounts == len(by_key)
        assert told.once == sum(len(wrote) == 1 for wrote in by_key.values())
        assert {one.account.key for one in told.listed} == by_key.keys()
        for one in (*told.listed, *told.public):
            speaks(one, by_key[one.account.key])
    whole = reader.cut(Scope((), 0, scope.end, scope.known))
    for account in {one.account for one in told.listed}:
        with reader._reading(scope) as connection:
            ids = voices_life_columns.written_by(whole, account, 99)
            assert voices_life.life(connection, scope, account, ids) == voices_life.life(connection, scope, account)
        assert reader.voice(scope, account).here == len(by_key[account.key])
        assert len(reader.voice(scope, account).at) == len(reader.voice(replace(scope, filters=()), account).at)


def speaks(voice: Voice, wrote: list[Heard]) -> None:
    assert voice.mentions == len(wrote)
    assert (voice.first, voice.last) == (min(one.at for one in wrote), max(one.at for one in wrote))
    assert voice.tones == tuple(sum(one.notes.tone == tone for one in wrote) for tone in TONES)
    reach = [one.mention.reach for one in wrote if one.mention.reach is not None]
    assert (voice.reach, voice.reach_of) == (sum(reach) if reach else None, len(reach))
    assert set(voice.handles) == {one.mention.author.handle for one in wrote} - {""}
    assert voice.answers == sum(one.mention.kind in ("reply", "comment") for one in wrote)
    assert voice.reposts == sum(one.mention.kind == "repost" for one in wrote)


def repeat(reader: Reader, scope: Scope, taken: Iterable[Heard]) -> None:
    """Each taken mention is in the group of what it repeats in the end, wherever that lies."""
    told = reader.spread(scope, SpreadOrder.SIZE, 99)
    live = [one for one in taken if not one.is_gone]
    assert told.mentions == len([*taken])
    assert told.gone == len([*taken]) - len(live)
    assert told.reposts == sum(one.mention.kind == "repost" for one in live)
    assert told.copies == sum(one.mention.kind != "repost" and one.notes.duplicate is True for one in live)
    ids = {one.id for one in live}
    for group in told.listed:
        assert group.copies + group.reposts <= group.mentions <= len(live)
        assert sum(group.tones) == group.mentions == sum(n for _at, n in group.curve)
        assert group.first is None or group.is_first_here == (group.first.id in ids)
        if group.query:
            found = reader.search(parse(group.query), scope, 99)
            assert found.total == group.mentions
    of_groups = Counter[int](group.mentions for group in told.listed)
    slow = Counter[int](len(group) for group in slowly(reader, scope, live))
    assert of_groups == slow


def slowly(reader: Reader, scope: Scope, live: list[Heard]) -> Iterable[list[Heard]]:
    told = [one for id_ in range(1, 60) if (one := reader.mention(id_, scope.known)) is not None]
    known = {one.mention.native_id: one for one in told if not one.is_gone}
    live = [known[one.mention.native_id] for one in live]
    groups: defaultdict[str, list[Heard]] = defaultdict(list)
    roots = {one.id: root(one, known) for one in known.values()}
    repeating = [one for one in live if names(one, known)]
    for one in repeating:
        groups[roots[one.id]].append(one)
    for key, group in groups.items():
        told = {one.id for one in group}
        looked_at = {one.id: one for one in named(repeating, known) if roots[one.id] == key}
        group += [one for one in live if one.id in looked_at.keys() - told]
        if len(group) > 1 or looked_at.keys() - told:
            yield group


def named(repeating: list[Heard], known: dict[str, Heard]) -> Iterable[Heard]:
    """What these lead to, and these."""
    wanted, met = [*repeating], dict[int, Heard]()
    while wanted:
        one = wanted.pop()
        if one.id not in met:
            met[one.id] = one
            wanted += [known[name] for name in names(one, known) if name in known]
    return met.values()


def names(one: Heard, known: dict[str, Heard]) -> tuple[str, ...]:
    copied = next((str(each.value) for each in one.notes.evidence if each.reading == "duplicate"), "")
    reposted = one.mention.parent_id if one.mention.kind == "repost" else ""
    told = (reposted, copied if one.notes.duplicate is True else "")
    return tuple(name for name in dict.fromkeys(told) if name and name != one.mention.native_id)


def root(one: Heard, known: dict[str, Heard]) -> str:
    path, here = [one.mention.native_id], one
    while found := names(here, known):
        name = next((each for each in found if each in known), found[-1])
        if name in path:
            return min(path[path.index(name) :])
        path.append(name)
        if name not in known:
            break
        here = known[name]
    return path[-1]


def emerge(reader: Reader, scope: Scope, taken: Iterable[Heard]) -> None:
    told = reader.phrases(scope)
    with reader._reading(scope, background(scope)) as connection:
        assert phrases.phrases(connection, scope) == told
    before = reader.latest(background(scope), 99)
    assert (told.mentions, told.mentions_before) == (len([*taken]), len(before))
    found = emerging(texts(taken), texts(before))
    assert [one.query for one in told.phrases] == [f'"{one.key}"' for one in found.phrases]
    for one in told.phrases:
        assert one.mentions == reader.search(parse(one.query), scope, 0).total


def texts(heard: Iterable[Heard]) -> list[str]:
    return [one.mention.text for one in heard if not one.is_gone]


@pytest.mark.parametrize("seed", [20, 21, 22, 118, 136])
def test_that_columns_and_sql_tell_the_same_voices(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ("bluesky:lucie", "mastodon:DID:1", "bluesky:@Marc.É", "feed:nobody")
    for module in (voices, voices_columns) if seed % 2 else ():
        monkeypatch.setattr(module, "OUTLETS", 2)
    if seed == 20:  # so many authors that names are not read
        monkeypatch.setattr(voices_columns_wrote, "MOST_READ", 0)
    with lived(tmp_path, seed) as (reader, scopes):
        for scope in scopes:
            for order in VoiceOrder:
                cut = reader.cut(scope)
                with reader._reading(scope) as connection:
                    by_sql = voices.voices(connection, scope, order, 7, known)
                    assert voices_columns.voices(connection, cut, order, 7, known) == by_sql


@pytest.mark.parametrize("seed", range(30, 35))
def test_that_columns_and_sql_tell_the_same_repeats(tmp_path: Path, seed: int) -> None:
    with lived(tmp_path, seed) as (reader, scopes):
        for scope in scopes:
            for order in SpreadOrder:
                cut = reader.cut(scope)
                with reader._reading(scope) as connection:
                    by_sql = spread.spread(connection, scope, order, 9, True)
                    assert spread.spread(connection, scope, order, 9, True, cut) == by_sql
                    assert spread_columns.repeats(cut, 2) == spread_columns.repeats(cut, 99)[:2]


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.sampled_from([-(1 << 62), 0, 5])), min_size=1, max_size=40),
    st.integers(0, 9),
    st.randoms(use_true_random=False),
)
def test_that_the_first_few_are_those_that_sorting_puts_first(told: list, most: int, chance: random.Random) -> None:
    who = [*range(len(told)), *chance.choices(range(len(told)), k=20)]
    chance.shuffle(who)
    among = [chance.random() < 0.8 for _one in told]
    keys = tuple(np.array(one, np.int64) for one in zip(*told, strict=True))
    asked = [one for one in range(len(told)) if among[one]]
    slow = sorted(asked, key=lambda one: (-told[one][0], -told[one][1], who.index(one)))[:most]
    assert voices_columns_order.top(keys, np.array(among), most, np.array(who)).tolist() == slow
    assert voices_columns_order.of_greatest(keys[0] + 3, 1) == max(keys[0] + 3)


@pytest.mark.parametrize("seed", range(4))
def test_that_the_least_of_the_greatest_is_that_of_very_many_too(seed: int) -> None:
    chance, most = np.random.default_rng(seed), (1, 10, 50, 2_000, 4_000)
    loud = chance.zipf(1.6, 30_000).clip(max=1 << 40)
    for values in (loud, loud[:5_000], np.sort(loud), np.minimum(loud, 2).astype(np.int32), np.full(9_000, 7)):
        assert [voices_columns_order.least(values, many) for many in most] == [np.sort(values)[-many] for many in most]


def test_that_very_many_are_counted_and_found_as_few_are() -> None:
    chance = np.random.default_rng(1)
    codes = chance.integers(0, 50_000, 300_000, np.int32)
    assert (tallied(codes, 60_000) == np.bincount(codes, minlength=60_000)).all()
    for held in ((), (3, 9), range(0, 50_000, 2)):
        mask = marked(np.array(held, np.int64), 50_000)
        assert (held_by(mask, codes) == mask[codes]).all()
        found, everywhere = first_places(mask, codes, 100), np.flatnonzero(mask[codes])
        assert (found == everywhere[: len(found)]).all()
        assert len(found) >= min(100, len(everywhere))


def test_that_authors_are_found_by_their_names_however_many_are_asked_about_and_came_since() -> None:
    authors = Authors(b"key")
    for number in range(40):
        authors.of("bluesky", f"@One{number % 20}", "Name", str(number))
        authors.settle()
        twins = [one for one in (3, 23) if one <= number]
        assert authors.called_so("handle", [("handle", "one3"), ("handle", "nobody")]).tolist() == twins
        few = np.array([one for one in (0, 3) if one <= number], np.int32)
        among = authors.called_so("handle", [("handle", "one3")], few).tolist()
        assert [one for one in among if one in few] == twins[:1]
    assert authors.called_so("name", [("name", "name")]).tolist() == [*range(40)]  # too many to be remembered
    assert authors.called_so("name", [("name", "name"), ("name", "")]).tolist() == [*range(40)]
    assert authors.called_so("id", []).tolist() == []


def test_that_who_is_taken_back_after_the_look_is_left_out_and_breaks_nothing(tmp_path: Path) -> None:
    with lived(tmp_path, 50) as (reader, scopes):
        whole = replace(scopes[0], topics=(), start=NOON - HOUR, end=NOON + HOUR)
        looks = [(scope, reader.cut(scope)) for scope in (whole, replace(whole, filters=(*QUERIES,)[6:7]))]
        told = reader.voices(whole, most=99)
        with open_writer(reader._path) as writer:
            writer.withdraw([Withdrawal(net, f"at://{n}") for n in range(60) for net in ("bluesky", "Mastodon")], NOON)
        for scope, cut in looks:
            for order in VoiceOrder:
                with reader._reading(scope) as connection:
                    now = voices_columns.voices(connection, cut, order, 99, ("bluesky:lucie",))
                    assert now.accounts <= told.accounts
                    assert now.listed == now.public == now.began == ()
                    assert spread.spread(connection, scope, SpreadOrder.SIZE, 9, True, cut).listed == ()


def test_that_names_that_were_read_are_told_no_more_once_these_are_taken_back(tmp_path: Path) -> None:
    with lived(tmp_path, 50) as (reader, scopes):
        whole = replace(scopes[0], topics=(), start=NOON - HOUR, end=NOON + HOUR, filters=())
        cut, order = reader.cut(whole), VoiceOrder.COUNT
        with reader._reading(whole) as connection:
            assert voices_columns.voices(connection, cut, order, 99, ("bluesky:lucie",)).listed
        with open_writer(reader._path) as writer:
            writer.withdraw([Withdrawal(net, f"at://{n}") for n in range(60) for net in ("bluesky", "Mastodon")], NOON)
        with reader._reading(whole) as connection:
            now = voices_columns.voices(connection, cut, order, 99, ("bluesky:lucie",))
        assert now.listed == now.public == now.began == ()


@pytest.mark.parametrize("late", [0, 6 * HOUR])
def test_that_nobodys_first_mention_is_one_that_was_taken_back_outside_of_the_scope(tmp_path: Path, late: int) -> None:
    path, writer = opened(tmp_path)
    scope = Scope((), NOON - HOUR, NOON + HOUR)
    with writer, looking(path) as reader:
        flux = source(writer)
        hours = (-9, -7, -5, 0)
        told = [replace(mention(n), author=Author("lucie"), published_at=NOON + n * HOUR) for n in hours]
        add(writer, flux, [Entry(one) for one in told], NOON)
        add(writer, flux, [entry("late")], NOON + late)
        for one, first in ((told[0], -9), (told[1], -7), (told[2], -5)):
            assert [first_ever(reader, scope, by) for by in (voices, voices_columns)] == [NOON + first * HOUR] * 2
            writer.withdraw([Withdrawal(one.network, one.native_id)], NOON)
        assert [first_ever(reader, scope, by) for by in (voices, voices_columns)] == [NOON] * 2


def test_that_who_is_answered_is_told_once_that_is_stored_and_no_more_once_it_is_taken_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    scope = Scope((), NOON - HOUR, NOON + HOUR)
    with writer, looking(path) as reader:
        flux, before = source(writer), replace(mention(2), author=Author("lucie"), published_at=NOON - 9 * HOUR)
        answer = replace(mention(1), kind="reply", author=Author("marc"), parent_id=before.native_id, published_at=NOON)
        add(writer, flux, [Entry(answer), Entry(replace(mention(3), author=Author("lucie"), published_at=NOON))], NOON)
        assert [answered(reader, scope, by) for by in (voices, voices_columns)] == [0, 0]
        add(writer, flux, [Entry(before)], NOON)
        assert [answered(reader, scope, by) for by in (voices, voices_columns)] == [1, 1]
        writer.withdraw([Withdrawal(before.network, before.native_id)], NOON)
        assert [answered(reader, scope, by) for by in (voices, voices_columns)] == [0, 0]


def answered(reader: Reader, scope: Scope, by: ModuleType) -> int | None:
    return lucie(reader, scope, by).answered


def first_ever(reader: Reader, scope: Scope, by: ModuleType) -> int | None:
    return lucie(reader, scope, by).first_ever


def lucie(reader: Reader, scope: Scope, by: ModuleType) -> Voice:
    of = scope if by is voices else reader.cut(scope)
    with reader._reading(scope) as connection:
        told = by.voices(connection, of, VoiceOrder.COUNT, 9)
    found: Voice = next(one for one in told.listed if one.account.handle == "lucie")
    return found


def test_that_an_audit_is_of_all_accounts_whatever_the_filters(tmp_path: Path) -> None:
    with lived(tmp_path, 51) as (reader, scopes):
        for scope in scopes[:6]:
            assert reader.pushed(scope) == reader.pushed(replace(scope, filters=()))
