"""The words a session holds, offered while a query is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source

from hubdesk.core import HOUR, Withdrawal
from hubdesk.store import fulltext
from hubdesk.store.session import open_reader

TEXTS = [
    "réseau en panne",
    "RÉSEAU Réseau et débit",
    "reseau résilié",
    "#Réseau @reseau_fr",
    "nø nº 5 ressort",
    "l'orange",
]


@pytest.mark.parametrize(
    ("prefix", "offered"),
    [
        ("rese", (("reseau", 4),)),
        ("RES", (("reseau", 4), ("resilie", 1), ("ressort", 1))),
        ("rés", (("réseau", 3), ("résilié", 1))),
        ("#r", (("#reseau", 1),)),
        ("#ré", (("#réseau", 1),)),
        ("@", ()),
        ("@res", (("@reseau_fr", 1),)),
        ("nø", (("nø", 1),)),
        ("", ()),
        ("~", ()),
        ("'", ()),
        ("x", ()),
    ],
)
def test_that_words_are_offered_commonest_first(tmp_path: Path, prefix: str, offered: tuple) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(n, text=text) for n, text in enumerate(TEXTS)])
        assert reader.words(prefix, 9) == offered
        assert reader.words(prefix, 1) == offered[:1]
        assert reader.words(prefix, 0) == ()


def test_that_words_of_what_was_taken_back_or_changed_are_not_offered(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1, text="livebox"), entry(2, text="liveradio")])
        add(writer, flux, [], NOON + HOUR, edits=[entry(1, text="livreur")])
        add(writer, flux, [], NOON + HOUR, withdrawals=[Withdrawal("bluesky", native_id="at://2")])
        assert reader.words("liv", 9) == (("livreur", 1),)


def test_that_an_index_of_another_hubdesk_offers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [entry(1, text="livebox")])
        monkeypatch.setattr(fulltext, "mark", lambda: "another")
        assert reader.words("liv", 9) == ()
