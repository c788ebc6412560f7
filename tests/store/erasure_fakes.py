"""Sessions with canaries: authors whose every name and word can be found again in a file's bytes."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Final

from store_fakes import NOON, add, opened, source

from hubdesk.core import MINUTE, Author, Entry, EpisodeState, Evidence, Kind, Mark, Match, Mention, Notes, Topic
from hubdesk.core.channels import Channel, Said
from hubdesk.core.review import ReviewMark
from hubdesk.store.episodes import Seen
from hubdesk.store.writer import Writer

LATER: Final = NOON + 86_400_000
# Exactly the words made below: a looser pattern also finds itself in a few megabytes of any binary numbers.
CANARY: Final = re.compile(
    rb"zq(?:plume_|compte|pr(?:e|\xc3[\x89\xa9])nom|nom|post|titre|lien|teaser)\d+x|zyg\d+moti|did:plc:zq"
)


def author(number: int) -> Author:
    """A canary: whatever of it is left in a file matches CANARY."""
    return Author(
        f"@zqplume_{number}x", f"Zqprénom{number}x Zqnom{number}x", f"did:plc:zqcompte{number}x", 99_000 + number
    )


def native(number: int, post: int) -> str:
    return f"at://did:plc:zqcompte{number}x/app.bsky.feed.post/zqpost{post}x"


def canary(number: int, post: int, **over: object) -> Mention:
    """What a canary wrote: a word of its own, addresses, a record."""
    facts = {
        "network": "bluesky",
        "native_id": native(number, post),
        "text": f"panne orange, dit zyg{post}motique du canari " + "et puis voilà " * (post % 23),
        "published_at": NOON + post,
        "author": author(number),
        "title": f"Zqtitre{post}x" if post % 5 == 0 else "",
        "url": f"https://bsky.example/profile/zqplume_{number}x/post/zqpost{post}x",
        "links": (f"https://journal.example/zqlien{post}x",),
        "raw": json.dumps({"did": f"did:plc:zqcompte{number}x", "text": f"zyg{post}motique"}),
        "teaser": f"à côté, zqteaser{post}x" if post % 7 == 0 else "",
    }
    return Mention(**{**facts, **over})  # type: ignore[arg-type]


def bystander(number: int, names: int, **over: object) -> Mention:
    """What somebody else wrote, about a canary."""
    who = f"at://did:plc:zqcompte{names}x/app.bsky.feed.post/zqpost{names}x"
    texts = [
        f"orange à Lille, merci @zqplume_{names}x pour ton aide, témoin{number}",
        f"d'accord avec ZQPRÉNOM{names}X Zqnom{names}x sur orange témoin{number}",
        f"orange https://bsky.example/profile/zqplume_{names}x/post/1 témoin{number}",
        f"at://did:plc:zqcompte{names}x/app.bsky.feed.post/1 orange témoin{number} zqplume_{names}x.",
        f"personne n'est nommé ici, orange témoin{number}",
    ]
    facts = {
        "network": "bluesky",
        "native_id": f"at://did:plc:autre{number}/post/{number}",
        "text": texts[number % len(texts)],
        "published_at": NOON + number,
        "author": Author(f"@temoin{number}", f"Témoin Numéro{number}", f"did:plc:autre{number}", 7),
        "url": f"https://bsky.example/profile/temoin{number}/post/{number}",
        "parent_id": who if number % 3 == 0 else "",
        "parent_title": f"Zqtitre{names}x" if number % 3 == 0 else "",
        "links": (f"https://bsky.example/profile/zqplume_{names}x/post/zqpost{names}x", "https://autre.example/a"),
        "raw": json.dumps({"facets": [f"did:plc:zqcompte{names}x"]}) if number % 2 else "",
    }
    return Mention(**{**facts, **over})  # type: ignore[arg-type]


def heard(mention: Mention, topic: Topic, *evidence: Evidence) -> Entry:
    at = mention.text.casefold().find("orange")
    marks = (Mark("body", at, at + 6),) if at >= 0 else ()
    notes = Notes("fr", "negative", themes=("outage_network",), evidence=evidence)
    return Entry(mention, notes, (Match(topic.id, 1, marks),))


def session(folder: Path, authors: int, posts: int, others: int) -> Path:
    """Canaries among others, with everything that a session keeps beside mentions."""
    path, writer = opened(folder)
    chance = random.Random(7)
    with writer:
        orange = writer.add_topic(Topic(0, "Orange", "orange"))
        flux = source(writer, "flux")
        entries = [heard(canary(n % authors, n), orange) for n in range(posts)]
        for number in range(others):
            root = Evidence("duplicate", native(number % authors, number % authors))
            entries.append(heard(bystander(number, number % authors), orange, root))
        repost = canary(
            1, posts + 1, native_id="at://did:plc:autre1/repost/1", kind=Kind.REPOST, author=Author("@passe")
        )
        entries.append(heard(Mention(**{**_fields(repost), "parent_id": native(1, 1), "url": "", "raw": ""}), orange))
        chance.shuffle(entries)
        for start in range(0, len(entries), 500):
            add(writer, flux, entries[start : start + 500], seen_at=NOON + 10 * MINUTE + start)
        edited = [heard(canary(n, n, text=f"orange réparé zyg{n}motique bis"), orange) for n in range(min(authors, 20))]
        said = bystander(0, 3, text="orange, encore @zqplume_3x témoin0")
        add(writer, flux, [], seen_at=NOON + 20 * MINUTE, edits=[*edited, heard(said, orange)])
        _beside(writer, orange, flux.id)
    return path


def _fields(mention: Mention) -> dict[str, object]:
    return {name: getattr(mention, name) for name in Mention.__dataclass_fields__}


def _beside(writer: Writer, orange: Topic, flux: int) -> None:
    told = {
        "told": [["{author} speaks most", {"author": "@zqplume_4x"}]],
        "authors": [["@zqplume_4x", 9, 1.0], ["@temoin1", 3, 1.0]],
        "terms": [["zyg4motique", 1, 0.0], ["orange", 900, 1.0]],
        "rings": [{"accounts": ["bluesky:did:plc:zqcompte4x", "bluesky:did:plc:autre1"], "things": 3, "mentions": [1]}],
        "mentions": [1, 2, 3],
        "first": {"mention": 1, "at": NOON},
    }
    state = EpisodeState(NOON + 1, "rise", NOON, evidence=told)
    writer.keep_watch("minutes", NOON + 1, "{}", [Seen("buzz", orange.id, NOON, state)], None)
    writer.mark_episode(1, "note", NOON, "vu avec @zqplume_4x")
    for number, (mention, value) in enumerate([(2, "rappeler Zqprénom0x Zqnom0x"), (3, "voir zyg3motique"), (5, "")]):
        word = "note" if value else "star"
        writer.add_marks([ReviewMark(str(number) * 32, NOON, word, mention=mention, value=value)])
    writer.correct(2, "tone", ("positive",), NOON)
    page = Said(NOON, "merci @zqplume_2x", "https://bsky.example/profile/zqplume_2x/post/zqpost2x")
    channel = Channel("status-page", "https://status.example")
    writer.keep_look(channel, NOON, [page], "lu zqplume_2x")
    writer.add_failure(flux, at=NOON, error="https://masto.example/@zqplume_5x.rss: 404", due_at=0)
    uris = [["1", native(6, 6)], ["2", "https://masto.example/autre/1"]]
    writer.set_cursor(flux, json.dumps({"since": "2", "uris": uris}))


def canaries(path: Path) -> set[bytes]:
    """What is left of them in the file's bytes, and in those of what lies beside it."""
    found: set[bytes] = set()
    for part in sorted(path.parent.iterdir()):
        if part.is_file() and path.name in part.name:
            found |= set(CANARY.findall(part.read_bytes().lower()))
    return found
