"""Sessions with all that changes columns, for their tests: random events, and who reads them by columns and by SQL."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st
from store_fakes import NOON, add, mention, source

from hubdesk.core import HOUR, Author, Entry, HubdeskError, Mention, Notes, Span, Topic, Withdrawal
from hubdesk.store.reader import Reader
from hubdesk.store.reader_columns import drop
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_connection
from hubdesk.store.writer import Writer

HOSTILE = "\u202e" + "ي" * 3_900
HANDLES = ("", "lucie", "@Lucie", "MARC.é", HOSTILE)
NAMES = ("", "Lucie  B", "lucie b", "Straße", "a\nb")
LANGUAGES = ("", "fr", "fr-CA", "EN")
TONES = ("", "negative", "neutral", "positive", "unknown")
PLACES = ((), ("Lille", "insee:59350"), ("Nord", "dep:59"), ("Ajaccio", "insee:2A004", "dep:2A"), ("reg:59",))


class Looking(Reader):
    """A reader that has columns."""


@contextlib.contextmanager
def looking(path: Path) -> Iterator[Looking]:
    with Looking(open_connection(path), path) as reader:
        try:
            yield reader
        finally:
            drop(path)


notes = st.builds(
    lambda language, tone, themes, places, brand: Notes(
        language=language, tone=tone, themes=themes, places=places, targets=brand, duplicate=tone == "neutral" or None
    ),
    st.sampled_from(("", "fr", "en")),
    st.sampled_from(TONES),
    st.lists(st.sampled_from(["tv", "store", "roaming"]), max_size=2, unique=True).map(tuple),
    st.sampled_from(PLACES),
    st.sampled_from(((), (("Orange", "negative"),), (("Orange", ""), ("Free", "positive")))),
)
posts = st.builds(
    lambda text, network, kind, language, handle, name, id_, reach: replace(
        mention(0, text),
        network=network,
        kind=kind,
        language=language,
        author=Author(handle, name, id_),
        reach=reach,
    ),
    st.sampled_from(["orange en panne", "free en panne", "rien"]),
    st.sampled_from(["bluesky", "Mastodon"]),
    st.sampled_from(["post", "repost"]),
    st.sampled_from(LANGUAGES),
    st.sampled_from(HANDLES),
    st.sampled_from(NAMES),
    st.sampled_from(["", "did:1", "did:2"]),
    st.sampled_from([None, 0, 7]),
)
numbers = st.integers(1, 8)
events = st.one_of(
    st.tuples(st.just("page"), st.lists(st.tuples(st.integers(0, 59_999), posts, notes), min_size=1, max_size=3)),
    st.tuples(st.just("archive"), st.lists(st.tuples(st.integers(0, 200_000), posts, notes), min_size=1, max_size=2)),
    st.tuples(st.just("read"), st.lists(st.tuples(numbers, notes), min_size=1, max_size=3)),
    st.tuples(
        st.just("correct"),
        numbers,
        st.sampled_from([("tone", "positive"), ("theme", ("tv",)), ("language", "en"), ("place", ("dep:59",))]),
    ),
    st.tuples(st.just("undo"), st.integers(1, 4)),
    st.tuples(st.just("edit"), numbers, posts, notes),
    st.tuples(st.just("withdraw"), numbers),
    st.tuples(st.just("leave")),
    st.tuples(st.just("topic"), st.sampled_from(["tone:negative", "theme:tv OR orange", "panne"])),
    st.tuples(st.just("rehear")),
    st.tuples(st.just("remove")),
    st.tuples(st.just("rename"), st.sampled_from(["Fil", "fil  ", "Flux"])),
)


def full(chance: random.Random, pages: int = 12) -> list[tuple]:
    """Events of a session that has plenty of everything."""

    def post() -> tuple[int, Mention, Notes]:
        one = replace(
            mention(0, chance.choice(("orange en panne", "free en panne", "orange et free"))),
            network=chance.choice(("bluesky", "Mastodon")),
            kind=chance.choice(("post", "repost", "reply")),
            language=chance.choice(LANGUAGES),
            author=Author(chance.choice(HANDLES[:4]), chance.choice(NAMES), chance.choice(("", "did:1", "did:2"))),
        )
        tone = chance.choice(TONES)
        read = Notes(
            language=chance.choice(("", "fr", "en")),
            tone=tone,
            themes=tuple(chance.sample(("tv", "store", "roaming"), chance.randint(0, 2))),
            places=chance.choice(PLACES),
            duplicate=chance.random() < 0.2 or None,
        )
        return chance.randrange(60_000), one, read

    told: list[tuple] = []
    for page in range(pages):
        told.append(("archive" if page % 5 == 4 else "page", [post() for _ in range(12)]))
        _late, one, read = post()
        number = chance.randint(1, 12 * (page + 1))
        told.append(("edit", number, one, read))
        told.append(
            ("correct", chance.randint(1, 12 * (page + 1)), chance.choice((("tone", "positive"), ("theme", ("tv",)))))
        )
        if page % 3 == 2:
            told.append(("withdraw", chance.randint(1, 12 * page)))
        if page == pages - 2:
            told += [("topic", "theme:tv OR orange"), ("rehear",), ("leave",), ("rename", "Flux")]
    return told


class History:
    """Plays events into a session, each at a later instant."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer, self._reader = writer, reader
        self._flux, self._other = source(writer), source(writer, "Autre source")
        self._changing = writer.add_topic(Topic(0, "Autre", "tone:positive OR free"))
        writer.add_topic(Topic(0, "Mal", "tone:negative"))
        writer.add_topic(Topic(0, "Orange", "orange"))
        self._number = self._turn = 0
        self._names: dict[int, Mention] = {}

    def read_with(self, reader: Reader) -> None:
        """Another reader, since the one before was closed."""
        self._reader = reader

    def play(self, what: str, *rest: object) -> None:
        self._turn += 1
        getattr(self, f"_{what}")(NOON + self._turn * 20_000, *rest)

    def _page(self, at: int, told: list, archive: bool = False) -> None:
        entries = []
        for late, post, read in told:
            self._number += 1
            undated = late % 5 == 4
            one = replace(
                post,
                native_id=f"at://{self._number}",
                published_at=None if undated else at - late,
                parent_id=f"at://{self._number - 1 - late % 7}",  # mostly of one that is there
            )
            self._names[self._number] = one
            entries.append(Entry(one, self._read_now(read)))
        flux = self._other if archive else self._flux
        add(self._writer, flux, entries, at, covers=Span(NOON - HOUR, NOON + HOUR), asked={}, archive=archive)

    def _archive(self, at: int, told: list) -> None:
        self._page(at, told, archive=True)

    def _read_now(self, read: Notes) -> Notes:
        readers = ("language", "tone", "themes", "places", "targets", "duplicate")
        return replace(read, versions=tuple((name, self._turn) for name in readers))

    def _read(self, at: int, told: list) -> None:
        heard = {one.id: one for one in self._reader.mentions([id_ for id_, _notes in told])}
        self._writer.set_readings([Reread(heard[id_], self._read_now(read)) for id_, read in told if id_ in heard])

    def _correct(self, at: int, number: int, said: tuple) -> None:
        with contextlib.suppress(HubdeskError):  # it is not there, or was taken back
            self._writer.correct(number, *said, at)

    def _undo(self, at: int, number: int) -> None:
        self._writer.undo_correction(number)

    def _edit(self, at: int, number: int, post: Mention, read: Notes) -> None:
        if number in self._names:
            first = self._names[number]
            one = replace(post, native_id=first.native_id, network=first.network, text=f"{post.text} {self._turn}")
            add(self._writer, self._flux, [], at, edits=[Entry(one, self._read_now(read))], asked={})

    def _withdraw(self, at: int, number: int) -> None:
        if number in self._names:
            self._writer.withdraw([Withdrawal(self._names[number].network, f"at://{number}")], at)

    def _leave(self, at: int) -> None:
        self._writer.withdraw([Withdrawal("bluesky", author_id="did:1")], at)

    def _topic(self, at: int, query: str) -> None:
        with contextlib.suppress(HubdeskError):  # it was removed
            self._changing = self._writer.change_topic(replace(self._changing, query=query), at=at)

    def _rehear(self, at: int) -> None:
        while self._writer.rehear(most=2) is not None:
            pass

    def _remove(self, at: int) -> None:
        self._writer.remove_topic(self._changing.id)

    def _rename(self, at: int, name: str) -> None:
        self._flux = self._writer.change_source(replace(self._flux, name=name))
