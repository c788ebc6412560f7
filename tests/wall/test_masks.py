"""What leaves the masks names nobody who is private, says who is public, and keeps its marks in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubdesk.core import Author, Entry, Heard, Kind, Mark, Match, Notes, Person, Role, Scope, Terms, Topic, Withdrawal
from hubdesk.core.channels import Channel, ChannelKind
from hubdesk.store.authors import KnownNames
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer
from hubdesk.wall.face import Veil
from hubdesk.wall.known_people import KnownPeople
from hubdesk.wall.mask_text import TextMask
from hubdesk.wall.masks import LONGEST, Masks
from hubdesk.wall.post import Post, Sort, State, Who, gone_words, who_words
from hubdesk.widgets import text as texts
from hubdesk.widgets.text import tame
from tests.fakes import NOON, mention, topic
from tests.store.store_fakes import add, new_session, source

PRIVATE = Author("camille_d33", "Camille Durand", "did:plc:camille")
ORIOL = Person("Tiphaine Oriol", "journaliste", "https://redaction.example", "2021-09-01", ("bluesky:t_oriol",))
AUDE = Person("Aude, support", "insider", "https://registre.example", "", ("bluesky:aude_support",))
ORANGE = topic("Orange", "orange* OR @orange* OR orange.fr", id=1, role=Role.OWN)


def _masks(
    veil: Veil | None = None, authors: tuple[Author, ...] = (PRIVATE,), off: frozenset[str] = frozenset()
) -> Masks:
    names = KnownNames()
    for one in authors:
        names.learn(one.handle, one.name)
    official = Channel(ChannelKind.ACCOUNT, "bluesky:orange_officiel", 1)
    people = KnownPeople([ORIOL, AUDE], [official], [], [ORANGE])
    wanted = veil or Veil()
    return Masks(
        wanted, people, off, "Europe/Paris", TextMask(names if wanted.masks else None, people.kept, wanted.masks)
    )


def _heard(
    text: str = "La fibre est en panne", marks: tuple[Mark, ...] = (), notes: Notes | None = None, **over: Any
) -> Heard:
    said = mention(text, **{"author": PRIVATE} | over)
    matches = (Match(1, 1, marks),)
    return Heard(7, said, "Bluesky", NOON, NOON, NOON, notes or Notes(tone="negative"), matches)


MASKS = _masks()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("@lou_22 et @Marie, merci", "@… et @…, merci"),
        ("voir ＠lou et @ lou", "voir @… et @…"),
        ("@lou@piaille.fr dit", "@… dit"),
        ("@orange vous dormez ?", "@orange vous dormez ?"),
        ("@t_oriol a écrit", "@t_oriol a écrit"),
        ("écrivez à jean.dupont+x@free.fr", "écrivez à [e-mail]"),
        ("voir https://bsky.app/profile/lou/post/1.", "voir [link]."),
        ("lien www.exemple.fr/page et exemple.com", "lien [link] et [link]"),
        ("at://did:plc:abc/post did:plc:abc", "[link] [link]"),
        ("orange.fr et imap.orange.fr marchent", "orange.fr et imap.orange.fr marchent"),
        ("voir orange.fr/moncompte/abc", "voir [link]"),
        ("au 06 12 34 56 78", "au [number]"),
        ("au 0612345678 ou +33 6.12.34.56.78", "au [number] ou [number]"),
        ("au 00 33 6 12 34 56 78 vite", "au [number] vite"),
        ("IBAN FR76 3000 4000 0312 3456 7890 143", "IBAN [number]"),
        ("client 1234567890123", "client [number]"),
        ("carte 4970 1012 3456 7890", "carte [number]"),
        (
            "le 3900 et le 1023, 11 699 mentions, 2026-11-19 14:32",
            "le 3900 et le 1023, 11 699 mentions, 2026-11-19 14:32",
        ),
        ("j'habite 12 rue des Lilas à Dax", "j'habite [address] à Dax"),
        ("12 bis, avenue du Général Leclerc", "[address]"),
        ("il y a 2 place et 3 route barrées", "il y a 2 place et 3 route barrées"),
        ("Camille Durand attend", "[name] attend"),
        ("camille durand attend, CAMILLE DURAND aussi", "[name] attend, [name] aussi"),
        ("camille_d33 a raison", "[name] a raison"),
        ("u/camille33 sur reddit", "@… sur reddit"),
        ("Tiphaine Oriol a raison", "Tiphaine Oriol a raison"),
        ("", ""),
    ],
)
def test_that_nobody_can_be_found_by_what_is_left(text: str, masked: str) -> None:
    assert MASKS.words(text).text.replace("\u00a0", " ") == masked


def test_that_no_invisible_or_alike_letter_hides_a_name() -> None:
    for text in (
        "Cam\u200bille Du\u200drand",
        "Camılle Durand".replace("ı", "i"),
        "Ｃａｍｉｌｌｅ Durand",
        "Camille\u00a0Durand",
    ):
        assert MASKS.said(text) == "[name]"
    assert "lou" not in MASKS.said("@\u200blou @\u2060lou ＠lou")


def test_that_what_the_author_signs_with_goes_and_towns_and_brands_stay() -> None:
    lyon = Author("", "Zoé Landes Orange")
    assert MASKS.words("Bien à vous, Zoé, des Landes, chez Orange", (), lyon, ("Landes",)).text == (
        "Bien à vous, [name], des Landes, chez Orange"
    )
    assert MASKS.words("zoé comme zoé", (), lyon).text == "zoé comme zoé"  # a word in small letters is no signature


def test_that_a_name_made_of_plain_words_is_one_only_where_it_is_written_like_one() -> None:
    masks = _masks(authors=(Author("", "La Fibre"), Author("", "Xavier A."), Author("", "Ce N")))
    assert masks.said("la fibre est lente") == "la fibre est lente"
    assert masks.said("merci à La Fibre") == "merci à [name]"
    assert masks.said("Xavier a dit, Xavier A. a dit") == "Xavier a dit, [name]. a dit"
    assert masks.said("C'est fini. Ce n'est rien") == "C'est fini. Ce n'est rien"


def test_that_nobody_takes_a_product_or_a_brand_off_a_wall_by_its_name() -> None:
    masks = _masks(
        authors=(Author("livebox7", "Orange Orange"), Author("orange.fr", "Orange"), Author("sosh", "La Fibre"))
    )
    for text in ("la livebox7 d'orange", "orange.fr répond", "sosh et la fibre"):
        assert masks.said(text) == text


def test_that_a_name_is_known_with_pictures_in_it_and_in_other_scripts() -> None:
    masks = _masks(authors=(Author("", "Camille 🌸 Durand"), Author("", "محمد علي")))
    assert masks.said("merci Camille 🌸 Durand, Camille Durand") == "merci [name], [name]"
    assert "محمد" not in masks.said("شكرا محمد علي")
    assert masks.words("田中", (), Author("", "田中")).text == "[name]"


def test_that_a_name_is_known_where_this_machine_cannot_draw_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "drawable", lambda char: False)
    monkeypatch.setattr(texts, "all_drawable", lambda words: False)
    masks = _masks(authors=(Author("", "Camille 🌸 Durand"), Author("", "Zoé Nul")))
    assert _said(masks, "merci Camille 🌸 Durand 🔥🔥, bravo") == "merci [name] :fire::fire:, bravo"
    assert _said(masks, "merci :Camille Durand: bravo") == "merci :[name]: bravo"
    assert _said(masks, "merci :Zoé Nul: bravo 🌸") == "merci :[name]: bravo :cherry blossom:"


def _said(masks: Masks, words: str) -> str:
    """With plain blanks before colons."""
    return masks.said(words).replace("\u00a0", " ")


def test_that_a_public_name_is_not_cut_by_a_private_one_within() -> None:
    masks = _masks(authors=(Author("", "Tiphaine Oriol Martin"), Author("", "Le Tiphaine")))
    assert masks.said("selon Le Tiphaine Oriol") == "selon Le Tiphaine Oriol"


def test_that_marks_move_with_their_words() -> None:
    text = "@lou_22 la fibre  est en panne, https://x.fr/a la fibre"
    words = MASKS.words(text, [(text.index("fibre"), text.index("fibre") + 5), (text.rindex("fibre"), len(text))])
    assert [words.text[slice(*mark)] for mark in words.marks] == ["fibre", "fibre"]


def test_that_a_long_text_begins_where_its_first_match_can_be_seen_and_cuts_no_name() -> None:
    text = "Camille Durand parle. " * 200 + "Enfin la fibre marche chez Camille Durand. " + "Camille Durand " * 300
    at = text.index("fibre")
    words = MASKS.words(text, [(at, at + 5)])
    assert words.text.startswith("…")
    assert words.text.endswith("…")
    assert [words.text[slice(*mark)] for mark in words.marks] == ["fibre"]
    assert "Camille" not in words.text
    assert "Durand" not in words.text
    assert len(words.text) <= LONGEST + 2


@pytest.mark.parametrize("hostile", ["a.", "@", "a@", "1 ", "www.", "12 rue de la ", "Camille ", "x.fr/", "+1-", "u/"])
def test_that_hostile_texts_are_gone_through(hostile: str) -> None:
    assert len(MASKS.said(hostile * 50_000)) <= LONGEST + 1


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=3))
@settings(max_examples=60)
def test_that_no_text_breaks_the_masks_or_their_marks(text: str, marks: list[tuple[int, int]]) -> None:
    wanted = sorted((min(one), min(max(one), len(text))) for one in marks if min(one) < len(text))
    words = MASKS.words(f"{text} Camille Durand", wanted)
    assert all(0 <= start < end <= len(words.text) for start, end in words.marks)
    assert "Camille Durand" not in words.text


def test_that_an_author_is_told_as_far_as_a_room_may_know() -> None:
    landes = Notes(places=("Dax", "insee:40088", "dep:40", "reg:Nouvelle-Aquitaine"))
    both = Notes(places=("Dax", "dep:40", "Lille", "dep:59"))
    cases = [
        (_heard(notes=landes), Who(Sort.PRIVATE, place="Landes"), "private person, Landes"),
        (_heard(notes=both), Who(Sort.PRIVATE), "private person"),
        (
            _heard(author=Author("t_oriol", "TO")),
            Who(Sort.PERSON, "Tiphaine Oriol", "journaliste"),
            "Tiphaine Oriol, journaliste",
        ),
        (_heard(author=Author("orange_officiel")), Who(Sort.OFFICIAL, "Orange"), "Orange, official"),
        (_heard(author=Author("aude_support", "Aude")), Who(Sort.INSIDER), "declared member of staff"),
        (_heard(author=Author("orange_entraide.example")), Who(Sort.UNDECLARED), "undeclared account"),
        (_heard(author=Author("orangeade33.example")), Who(Sort.PRIVATE), "private person"),
        (_heard(kind=Kind.ARTICLE), Who(Sort.OUTLET, "Bluesky"), "Bluesky"),
    ]
    for heard, who, words in cases:
        post = MASKS.shown(heard)
        assert (post.who, who_words(post.who)) == (who, words)


def test_that_a_role_is_told_only_from_when_it_was_held() -> None:
    early = replace(_heard(author=Author("t_oriol")), at=NOON - 20 * 365 * 86_400_000)
    assert MASKS.shown(early).who == Who(Sort.PERSON, "Tiphaine Oriol")


def test_that_nothing_private_is_left_in_a_post() -> None:
    heard = _heard(
        "Camille Durand (camille_d33) : https://bsky.app/profile/camille_d33",
        url="https://bsky.app/profile/camille_d33/post/1",
        raw='{"handle": "camille_d33"}',
        links=("https://bsky.app/profile/camille_d33",),
        title="Camille Durand écrit",
        parent_title="Camille Durand",
    )
    told = repr(MASKS.shown(heard))
    assert not [word for word in ("amille", "urand", "bsky.app", "did:plc") if word in told]


def test_that_words_are_kept_of_what_may_not_be_shown() -> None:
    taken = _masks(Veil(withdrawn=frozenset({7}))).shown(_heard())
    assert taken == Post(7, State.TAKEN)
    gone = MASKS.shown(replace(_heard(), withdrawn_at=NOON))
    held = _masks(off=frozenset({"Bluesky"})).shown(_heard())
    for post, state in ((gone, State.WITHDRAWN), (held, State.HELD)):
        assert (post.state, post.text.text, post.title.text, post.who) == (state, "", "", Who())
        assert post.topics == (1,)
        assert gone_words(post)


def test_that_without_masks_names_are_shown_and_links_are_not() -> None:
    post = _masks(Veil(masks=False)).shown(_heard("Camille Durand : https://x.fr/a @lou"))
    assert post.who.name == "Camille Durand"
    assert post.text.text == "Camille Durand\u00a0: [link] @lou"


def test_that_insults_are_starred_unless_nobody_wants_it() -> None:
    assert MASKS.said("quel connard") == "quel c******"
    assert _masks(Veil(stars=False)).said("quel connard") == "quel connard"
    assert _masks(Veil(veiled=("voleur(s)",), spared=("connard",))).said("voleurs, connard") == "v******, connard"


def test_that_masked_words_speak_french(french: None) -> None:
    assert MASKS.shown(_heard()).who == Who()
    assert MASKS.said("le réseau «  marche » ; vraiment ?") == "le réseau «\u00a0marche\u00a0»\u00a0; vraiment\u00a0?"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Reader]:
    """An open source and one whose terms keep it off walls, an author who withdrew, another who stays."""
    path = new_session(tmp_path)
    with open_writer(path) as writer:
        orange = writer.add_topic(Topic(0, "Orange", "fibre"))
        plain, closed = source(writer, "Open"), source(writer, "Closed", terms=Terms(wall=False))

        def entry(text: str, author: Author, native: str) -> Entry:
            return Entry(mention(text, author=author, native_id=native), Notes(), (Match(orange.id, orange.version),))

        add(writer, plain, [entry("la fibre de Camille Durand", Author("lou_1", "Lou Noir"), "at://1")], NOON + 1)
        add(writer, plain, [entry("la fibre de Lou Noir", PRIVATE, "at://2")], NOON + 2)
        add(writer, closed, [entry("la fibre est fermée", PRIVATE, "at://3")], NOON + 3)
        add(writer, plain, [entry("la fibre partie", PRIVATE, "at://4")], NOON + 4)
        writer.withdraw([Withdrawal("bluesky", "at://4")], NOON + 5)
    with open_reader(path) as reader:
        yield reader


def test_that_a_session_tells_who_its_authors_are(written: Reader) -> None:
    masks = Masks.of(written, Veil())
    found = written.latest(Scope((), 0, NOON + 10), 10)
    posts = {one.mention.native_id: masks.shown(one) for one in found}
    by_text = sorted(post.text.text for post in posts.values())
    assert by_text == ["", "", "la fibre de [name]", "la fibre de [name]"]
    assert sorted(post.state for post in posts.values()) == ["held", "shown", "shown", "withdrawn"]


def test_that_what_is_masked_was_tamed(written: Reader) -> None:
    text = "a\u202eb\x00c\nd"
    assert Masks.of(written, Veil()).said(text) == tame(text)
