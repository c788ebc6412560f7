"""A sealed span: a replay of it tells what the session's replay tells, and nothing from after it is in the file."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, entry, opened, source, topics

from hubdesk.core import (
    HOUR,
    MINUTE,
    EpisodeState,
    Evidence,
    Heard,
    Notes,
    Scope,
    Span,
    Topic,
    Withdrawal,
)
from hubdesk.core.review import ReviewMark
from hubdesk.query.syntax import parse
from hubdesk.store import schema, seal_part
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader
from hubdesk.store.writer import Writer

START, END = NOON + 90 * MINUTE + 17, NOON + 6 * HOUR + 31_003
DAY_LONG = range(0, 12 * 60, 7)


def heard(writer: Writer, topic: Topic) -> None:
    """Twelve hours, heard by two sources, one with a gap; edits, withdrawals, episodes, marks before, in and after."""
    flux, press = source(writer, every=MINUTE), source(writer, "presse", every=MINUTE)
    for minute in DAY_LONG:
        at = NOON + minute * MINUTE
        ok = not 150 <= minute < 200
        some = [entry(f"{minute}-{n}", topic, text=f"orange à {minute} fois {n}", at=at - n * 50_000) for n in range(4)]
        covers = Span(at - 7 * MINUTE, at)
        if ok:
            writer.add_page(flux.id, some, cursor=f"c{at}", due_at=at + MINUTE, seen_at=at, covers=covers)
        else:
            writer.add_failure(flux.id, at=at, error="en panne", due_at=at + MINUTE)
        late = entry(f"p{minute}", text=f"article {minute}", at=at - 3 * HOUR)
        writer.add_page(press.id, [late], cursor="", due_at=at, seen_at=at, covers=covers)
    for minute, new in ((210, "corrigé une fois"), (300, "corrigé deux fois"), (500, "motfutur seulement plus tard")):
        again = entry("203-0", topic, text=f"orange {new}", at=NOON + 203 * MINUTE)
        seen_at = NOON + minute * MINUTE
        noted = replace(again, notes=Notes("fr", "positive", evidence=(Evidence("tone", new),)))
        writer.add_page(flux.id, [], cursor="", due_at=seen_at, seen_at=seen_at, edits=[noted])
    writer.withdraw([Withdrawal("bluesky", "at://210-1")], NOON + 230 * MINUTE)
    writer.set_enabled(press.id, False, "motfutur", NOON + 9 * HOUR)
    for begun, states in ((30, (31, 40)), (100, (101, 200, 700)), (300, (301, 400)), (600, (601,))):
        for at in states:
            ends = NOON + at * MINUTE if at in (40, 700, 400) else None
            evidence = {"told": [[f"état {at}", {}]]}
            state = EpisodeState(
                NOON + at * MINUTE, "rise", NOON + begun * MINUTE, NOON + begun * MINUTE, ends, evidence=evidence
            )
            seen = Seen("buzz", topic.id, NOON + begun * MINUTE, state)
            writer.keep_watch("minutes", NOON + at * MINUTE, "mémoire", [seen], None)
    for number, instant in enumerate((NOON, NOON + 3 * HOUR, NOON + 10 * HOUR)):
        writer.add_marks([ReviewMark(f"{number:032}", NOON, "bookmark", instant=instant, value=f"motif{number}")])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("span")
    session, writer = opened(folder)
    with writer:
        heard(writer, topics(writer, "Orange")[0])
    out = folder / "tranche.hubdesk"
    seal(session, out, SealWish(START, END), NOON)
    return session, out


INSTANTS = (START + 10 * MINUTE, START + HOUR + 123, NOON + 204 * MINUTE, NOON + 215 * MINUTE, NOON + 305 * MINUTE, END)


def bare(one: Heard) -> Heard:
    """Links and the network's record are those of the last edit, in a session; of one after the end, none is sealed."""
    return replace(one, mention=replace(one.mention, raw="", links=()))


def told(reader: Reader, scope: Scope) -> dict[str, object]:
    """All that a scope within the span may be asked."""
    topic = reader.topics()[0]
    one = replace(scope, topics=(topic,))
    coverage = reader.coverage(scope)
    sources = [replace(each, source=replace(each.source, cursor="", due_at=0)) for each in coverage.sources]
    return {
        "count": reader.count(scope),
        "shares": reader.shares(one),
        "latest": [bare(each) for each in reader.latest(scope, 10_000)],
        "volume": reader.volume(topic, scope, MINUTE),
        "all": reader.volume(None, scope, MINUTE),
        "sources": sources,
        "gaps": reader.gaps(scope),
        "newest": coverage.newest_at,
        "tones": reader.tone_curve(one, MINUTE),
        "themes": reader.theme_totals(scope),
        "unread": reader.left(scope, ("tone",)),
        "places": reader.places(scope),
        "found": [bare(each) for each in reader.search(parse("orange NOT corrigé"), scope, 1_000).mentions],
        "edited": [reader.search(parse(word), scope, 10).total for word in ("corrigé", "une", "deux", "motfutur")],
        "episodes": [replace(each, marks=()) for each in reader.episodes(one)],
    }


@pytest.mark.parametrize(("start", "end"), list(itertools.combinations((START, *INSTANTS), 2)))
def test_that_a_replay_of_the_span_is_the_sessions(both: tuple[Path, Path], start: int, end: int) -> None:
    with open_reader(both[0]) as session, open_reader(both[1]) as sealed:
        scope = Scope((), start, end)
        one, other = told(session, scope), told(sealed, scope)
        for what, value in one.items():
            assert other[what] == value, what
        assert one["count"]


def test_that_a_detail_reads_as_it_read_then(both: tuple[Path, Path]) -> None:
    with open_reader(both[0]) as session, open_reader(both[1]) as sealed:
        number = session.number_of("at://203-0", "bluesky")
        assert number is not None
        for end in (NOON + 204 * MINUTE, NOON + 250 * MINUTE, END):
            one, other = session.mention(number, end), sealed.mention(number, end)
            assert one is not None
            assert other is not None
            assert (other.mention.text, other.notes, other.matches) == (one.mention.text, one.notes, one.matches)


def test_that_nothing_from_after_the_end_is_in_the_file(both: tuple[Path, Path]) -> None:
    held = both[1].read_bytes()
    assert b"motfutur" not in held
    assert b"m\xc3\xa9moire" not in held
    for minute in (371, 700):
        assert f"orange à {minute} fois".encode() not in held
    with open_reader(both[1]) as sealed:
        scope = Scope((), 0, NOON * 2)
        assert sealed.latest(scope, 1)[0].known_at <= END
        assert [len(one.states) for one in sealed.episodes(scope)] == [1, 2]
        assert sealed.watched("minutes") == (END, "")
        assert [mark.value for mark in sealed.marks()] == ["motif1"]
        assert sealed.problems() == ()


def test_that_before_the_span_nobody_is_said_to_have_listened(both: tuple[Path, Path]) -> None:
    with open_reader(both[1]) as sealed:
        before = sealed.volume(None, Scope((), START - HOUR, START, NOON * 2), MINUTE)
        assert {count for _at, count in before} == {None}
        assert sealed.count(Scope((), 0, START)) == 0


def test_that_numbers_stay_what_they_were(both: tuple[Path, Path]) -> None:
    with open_reader(both[0]) as session, open_reader(both[1]) as sealed:
        scope = Scope((), START, END)
        assert [one.id for one in sealed.latest(scope, 999)] == [one.id for one in session.latest(scope, 999)]
        assert {one.id for one in sealed.episodes(scope)} <= {one.id for one in session.episodes(scope)}
        assert [one.id for one in sealed.sources()] == [one.id for one in session.sources()]


def test_that_every_table_is_sealed_or_left_out_on_purpose() -> None:
    tables = {name for kind, name, _table, _sql in schema.known_rows(schema.version()) if kind == "table"}
    tables = {name for name in tables if not name.startswith(("words", "sqlite_", "_sqlite"))}
    taken = {
        *seal_part._WHOLE,
        *seal_part._KEPT,
        *seal_part._OF_MENTIONS,
        "heard",
        "reading",
        "watch",
        "meta",
        "volume",
    }
    assert tables - taken == {"tombstone", "receipt"}


@pytest.mark.parametrize("wish", [SealWish(start=START), SealWish(end=END), SealWish(NOON * 2), SealWish(end=1)])
def test_that_any_span_is_a_whole_session(both: tuple[Path, Path], tmp_path: Path, wish: SealWish) -> None:
    made = seal(both[0], tmp_path / "t.hubdesk", wish, NOON)
    with open_reader(made.path) as sealed:
        assert sealed.problems() == ()
        assert sealed.facts().mentions == made.manifest.mentions
