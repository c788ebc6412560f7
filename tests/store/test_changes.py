"""Edits and withdrawals: the text goes where it must, the counts stay, a replay sees what could be seen."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, mention, new_session, opened, source, topics

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Mark, Match, Notes, Scope, SourceRow, Withdrawal
from hubdesk.store.session import open_reader, open_writer

SECRET = "confidentiel zygomatique"
LATER = NOON + HOUR


def gone(number: int | str) -> Withdrawal:
    return Withdrawal("bluesky", native_id=f"at://{number}")


def test_that_a_page_asked_twice_is_stored_once(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        page = [entry(1), entry(2), entry(2)]
        first, second = add(writer, flux, page), add(writer, flux, page, LATER)
        assert (first.new, first.known) == (2, 1)
        assert (second.new, second.known, second.changed) == (0, 3, 0)
        assert reader.count(ALWAYS) == 2


def test_that_another_text_under_a_known_id_is_counted_as_changed_and_not_taken(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1, text="avant")])
        assert add(writer, flux, [entry(1, text="après")], LATER).changed == 1
        assert reader.latest(ALWAYS, 1)[0].mention.text == "avant"


def test_that_an_edit_is_shown_from_its_instant_on_and_not_before(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange, sfr = topics(writer, "Orange", "SFR")
        flux = source(writer)
        add(writer, flux, [entry(1, orange, text="orange en panne")])
        edited = Entry(mention(1, "sfr répare"), Notes(language="fr"), entry(1, sfr).matches)
        add(writer, flux, [], LATER, edits=[edited])
        add(writer, flux, [], LATER + MINUTE, edits=[entry(1, sfr, text="sfr a réparé")])
        before, between, after = (reader.mention(1, end) for end in (LATER - 1, LATER, LATER + MINUTE))
        assert before is not None
        assert between is not None
        assert after is not None
        assert [h.mention.text for h in (before, between, after)] == ["orange en panne", "sfr répare", "sfr a réparé"]
        assert [h.edited_at for h in (before, between, after)] == [None, LATER, LATER + MINUTE]
        assert [h.matches[0].topic for h in (before, between, after)] == [orange.id, sfr.id, sfr.id]
        assert before.notes.tone == "negative"
        scope = Scope((orange, sfr), NOON - HOUR, LATER + HOUR)
        assert reader.shares(scope) == ((orange, 0), (sfr, 1))
        assert reader.problems() == ()


def test_that_an_edit_that_changes_nothing_leaves_no_trace(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1)])
        add(writer, flux, [], LATER, edits=[entry(1)])
        assert reader.latest(ALWAYS, 1)[0].edited_at is None


def test_that_an_edit_of_what_is_not_stored_is_stored_if_a_topic_heard_it(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        added = add(writer, source(writer), [], edits=[entry(1, orange), entry(2)])
        assert added.new == 1
        assert [heard.mention.native_id for heard in reader.latest(ALWAYS, 9)] == ["at://1"]


def test_that_a_withdrawn_mention_loses_its_words_and_keeps_its_count(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange, sfr = topics(writer, "Orange", "SFR")
        flux = source(writer)
        add(writer, flux, [entry(1, orange, sfr, text=SECRET, author="zoe"), entry(2, orange)])
        add(writer, flux, [], LATER - 1, edits=[entry(1, orange, sfr, text=f"{SECRET} bis", author="zoe")])
        scope = Scope((orange, sfr), NOON - HOUR, LATER)
        counts = reader.count(scope), reader.shares(scope), reader.volume(orange, scope, MINUTE)
        add(writer, flux, [], LATER, withdrawals=[gone(1)])
        for end in (NOON, LATER - 1, LATER):
            heard = reader.mention(1, end)
            assert heard is not None
            assert heard.is_gone
            assert heard.withdrawn_at == (LATER if end == LATER else None)  # nobody knows when, before
            assert {match.topic: match.marks for match in heard.matches} == {orange.id: (), sfr.id: ()}
            said = heard.mention
            assert (said.text, said.title, said.url, said.links, said.raw, said.author.handle) == (
                "",
                "",
                "",
                (),
                "",
                "",
            )
            assert "zoe" not in repr(heard)
            assert "at://1" not in repr(heard)
        assert counts == (reader.count(scope), reader.shares(scope), reader.volume(orange, scope, MINUTE))
        assert reader.problems() == ()


def test_that_withdrawn_words_are_gone_from_the_closed_file(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        flux = source(writer)
        add(writer, flux, [entry(n) for n in range(300)])
        add(writer, flux, [entry("secret", text=SECRET, author="zoe")])
        add(writer, flux, [entry(n) for n in range(300, 600)])
        add(writer, flux, [], LATER, edits=[entry("secret", text=f"{SECRET} quinquagénaire", author="zoe")])
        add(writer, flux, [], LATER, withdrawals=[gone("secret")])
    held = path.read_bytes()
    for word in (b"confidentiel", b"zygomatique", b"quinquagenaire", b"did:zoe", b"@zoe", b"at://secret"):
        assert word not in held


def test_that_an_authors_withdrawal_empties_all_that_author_wrote_and_nothing_else(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1, author="zoe"), entry(2, author="max"), entry(3, author="zoe"), entry(4)])
        add(writer, flux, [], LATER, withdrawals=[Withdrawal("bluesky", author_id="did:zoe")])
        texts = {heard.id: heard.mention.text for heard in reader.latest(ALWAYS, 9)}
        assert [bool(texts[id_]) for id_ in (1, 2, 3, 4)] == [False, True, False, True]


def test_that_a_withdrawal_that_comes_before_its_mention_wins(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [], withdrawals=[gone(1)])
        assert add(writer, flux, [entry(1), entry(2)], LATER).new == 1
        assert [heard.mention.native_id for heard in reader.latest(ALWAYS, 9)] == ["at://2"]


def test_that_a_withdrawal_in_the_page_of_its_mention_wins(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1, text=SECRET)], withdrawals=[gone(1)])
        assert reader.latest(ALWAYS, 9)[0].mention.text == ""


def test_that_a_withdrawn_mention_never_comes_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        flux = source(writer)
        add(writer, flux, [entry(1, text=SECRET)])
        add(writer, flux, [], withdrawals=[gone(1)])
    with open_writer(path) as writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        added = add(writer, flux, [entry(1, text=SECRET)], LATER, edits=[entry(1, orange, text=SECRET)])
        assert (added.new, added.known) == (0, 2)
        assert [heard.mention.text for heard in reader.latest(ALWAYS, 9)] == [""]


def test_that_an_account_that_returns_may_write_anew_but_one_erased_for_ever_may_not(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [], NOON, withdrawals=[Withdrawal("bluesky", author_id="did:zoe")])
        writer.withdraw([Withdrawal("bluesky", author_id="did:max")], NOON, for_ever=True)
        page = [
            entry(n, author=who, at=at)
            for n, (who, at) in enumerate(
                [("zoe", NOON - 1), ("zoe", NOON + MINUTE), ("max", NOON - 1), ("max", NOON + MINUTE)]
            )
        ]
        add(writer, flux, page, LATER)
        assert [heard.mention.native_id for heard in reader.latest(ALWAYS, 9)] == ["at://1"]


def test_that_deletions_of_posts_we_never_held_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubdesk.store.tombs.MOST_UNHELD", 10)
    path, writer = opened(tmp_path)
    with writer:
        flux = source(writer)
        add(writer, flux, [entry("held")])
        add(writer, flux, [], withdrawals=[gone("held")])
        for turn in range(5):
            add(writer, flux, [], withdrawals=[gone(f"{turn}-{n}") for n in range(20)])
        connection = sqlite3.connect(path)
        assert connection.execute("SELECT count(*), sum(held) FROM tombstone").fetchone() == (11, 1)
        connection.close()


def test_that_a_claim_from_the_future_is_kept_and_not_believed(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1, at=NOON + HOUR), entry(2, at=None), entry(3, at=0)], NOON)
        unset, unknown, future = reader.latest(ALWAYS, 9)
        assert (future.mention.published_at, future.at, future.claimed_at) == (NOON, NOON, NOON + HOUR)
        assert (unknown.mention.published_at, unknown.at, unknown.claimed_at) == (None, NOON, None)
        assert (unset.mention.published_at, unset.at) == (None, NOON)


def test_that_an_archive_is_known_from_its_own_day_on(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        add(writer, source(writer), [entry(1, orange, at=NOON - HOUR), entry(2, orange, at=None)], NOON, archive=True)
        (heard,) = reader.latest(Scope((orange,), NOON - 2 * HOUR, NOON - HOUR + 1), 9)
        assert (heard.seen_at, heard.known_at) == (NOON, NOON - HOUR)
        unknown = reader.mention(2, NOON)
        assert unknown is not None
        assert (unknown.known_at, unknown.at) == (NOON, NOON)


def test_that_what_sqlite_cannot_hold_does_not_lose_the_page(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        endless = "é" * 3_000_000
        odd = mention(1, "demi \ud83d caractère \x00 fin")
        writer_page = [
            Entry(odd),
            entry(2, text=endless),
            entry("long" * 2_000, at=10**25),
            entry("long" * 2_000 + "x", at=-(10**25)),
        ]
        assert add(writer, source(writer), writer_page).new == 4
        texts = [heard.mention.text for heard in reader.latest(ALWAYS, 9)]
        assert texts[-1] == "demi \ufffd caractère \x00 fin"
        assert set(texts[-2]) == {"é"}
        assert reader.problems() == ()


def test_that_marks_beyond_a_cut_text_are_dropped(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        match = Match(orange.id, 1, (Mark("body", 0, 5), Mark("body", 300_000, 300_005)))
        add(writer, source(writer), [replace(entry(1, text="panne " * 60_000), matches=(match,))])
        assert reader.latest(ALWAYS, 1)[0].marks("body") == ((0, 5),)


def test_that_what_a_clock_ahead_stored_is_told_and_kept(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, "Forum", "feed"))
        writer.add_page(source.id, [entry(1)], cursor="", due_at=0, seen_at=NOON + 365 * DAY)
    with open_reader(path) as reader:
        (told,) = reader.problems(NOON)
        assert "ahead" in told
        assert reader.problems(NOON + 366 * DAY) == ()
