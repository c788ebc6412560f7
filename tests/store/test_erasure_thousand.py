"""Ten thousand posts by a thousand authors, erased from a session and its sealed file while a desk reads on."""

from __future__ import annotations

from pathlib import Path

from erasure_fakes import LATER, author, canaries, session
from store_fakes import ALWAYS

from hubdesk.query.syntax import parse
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader

AUTHORS, POSTS, OTHERS = 1_000, 10_000, 1_000


def test_that_a_thousand_erased_authors_leave_no_byte_behind(tmp_path: Path) -> None:
    live = session(tmp_path, AUTHORS, POSTS, OTHERS)
    sealed = live.with_name("sealed.hubdesk")
    seal(live, sealed, SealWish(), LATER)
    assert len(canaries(live)) > 4 * AUTHORS
    wish = EraseWish(EraseKind.AUTHOR, tuple(f"bluesky:{author(n).handle}" for n in range(AUTHORS)))
    with open_reader(live) as desk:
        before = desk.count(ALWAYS)
        done = erase(live, wish, LATER, also=[sealed])
        assert done.swept
        assert desk.count(ALWAYS) == before
    assert canaries(live) == set()
    assert canaries(sealed) == set()
    for path in (live, sealed):
        with open_reader(path) as reader:
            assert reader.count(ALWAYS) == before
            assert reader.problems() == ()
            assert reader.search(parse("orange"), ALWAYS, 1).total == OTHERS
            assert all(reader.search(parse(f"témoin{n}"), ALWAYS, 1).total == 1 for n in range(0, OTHERS, 97))
