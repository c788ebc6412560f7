"""Who writes on the demonstration's day: invented people, brands' desks and media, a few of whom write a lot."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

from demo_texts import FOLDER

from hubdesk.core import Author

_NAMES = json.loads((FOLDER / "people.json").read_text("utf-8"))
BRAND_DESKS = {
    "Orange": ("aide-orange", "Service client Orange"),
    "SFR": ("aide-sfr", "Service client SFR"),
    "Bouygues Telecom": ("aide-bouygues-telecom", "Service client Bouygues Telecom"),
    "Free": ("aide-free", "L'équipe Free"),
}


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of one network, and how much each of them writes (a heavy tail)."""

    people: tuple[Author, ...]
    weights: tuple[float, ...]

    def someone(self, chance: random.Random) -> Author:
        return chance.choices(self.people, self.weights)[0]


def crowd(network: str, size: int, chance: random.Random) -> Crowd:
    made: dict[str, Author] = {}
    while len(made) < size:
        author = _author(network, chance)
        made.setdefault(author.id or author.name, author)
    return Crowd(tuple(made.values()), tuple(1 / (rank + 6) ** 0.75 for rank in range(size)))


def brand_desk(brand: str, network: str) -> Author:
    handle, name = BRAND_DESKS[brand]
    return _with_address(network, handle, name, followers=None)


def _author(network: str, chance: random.Random) -> Author:
    if chance.random() < 0.2:
        name = chance.choice(_NAMES["names"])
    else:
        name = f"{chance.choice(_NAMES['first_names'])} {chr(65 + chance.randrange(26))}."
    if network in ("feed", "appstore"):  # comments and reviews give a name and nothing else
        return Author(name=name)
    plain = (
        "".join(char for char in _unaccented(name).lower() if char.isalnum() or char == " ").strip().replace(" ", "-")
    )
    handle = plain + ("" if chance.random() < 0.5 else str(chance.randrange(2, 99)))
    return _with_address(network, handle, name, followers=int(min(90_000, chance.lognormvariate(4.6, 1.5))))


def _with_address(network: str, handle: str, name: str, followers: int | None) -> Author:
    if network == "mastodon":
        handle = handle.replace("-", "_")
        address = f"{handle}@instance.example"
        return Author(address, name, f"https://instance.example/users/{handle}", followers)
    # The stream tells no follower counts: unknown, not zero.
    return Author(f"{handle}.example", name, "did:plc:demo" + handle.replace("-", "")[:20], None)


def _unaccented(text: str) -> str:
    table = str.maketrans("éèêëàâîïôöûüçÉ", "eeeeaaiioouucE")
    return text.translate(table)
