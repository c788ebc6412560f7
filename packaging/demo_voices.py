"""Who writes in the demonstration's weeks: invented people, a few of whom write a lot; brands' desks; media."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from demo_vary import Manner, manner, without_accents
from demo_words import FOLDER, WEEK_FOLDER

from hubdesk.core import Author

NAMED_ONLY: Final = ("feed", "appstore", "page")  # comments, forums and reviews give a name and nothing else
POOLS: Final = {"bluesky": 5200, "mastodon": 1100, "page": 4200, "feed": 420, "appstore": 1400}
_ROLE_OF: Final = {
    "pro": "pro", "shopkeeper": "pro", "technician": "pro", "tech": "pro", "senior": "senior", "student": "student",
    "troll": "troll", "fan": "fan", "elected": "elected", "politician": "elected", "insider": "insider", "bot": "bot",
    "ring": "ring", "brand": "brand", "press_officer": "brand", "media": "media", "journalist": "journalist",
    "local_journalist": "journalist", "newsletter": "media", "union": "elected", "expat": "expat",
}  # fmt: skip
_SHARE: Final = {
    "customer": 0.65,
    "expat": 0.03,
    "pro": 0.12,
    "senior": 0.07,
    "student": 0.07,
    "troll": 0.02,
    "fan": 0.03,
    "bot": 0.01,
}
# Followers: the middle of a log-normal, its width, and the most.
_FOLLOWED: Final[dict[str, tuple[float, float, int]]] = {
    "customer": (4.3, 1.3, 40_000), "pro": (4.7, 1.1, 12_000), "senior": (3.2, 0.9, 900), "student": (5.1, 1.0, 9_000),
    "troll": (4.4, 1.2, 8_000), "fan": (5.2, 1.2, 15_000), "elected": (7.6, 0.8, 60_000), "insider": (5.2, 0.7, 2_000),
    "bot": (1.6, 0.9, 60), "ring": (3.0, 0.6, 120), "brand": (11.2, 0.5, 320_000), "media": (9.4, 0.9, 240_000),
    "journalist": (7.9, 0.8, 40_000),
}  # fmt: skip
_LAST_NAMES: Final = """
    Abgrall Aubrac Bazin Bellanger Berthou Blanchet Boutry Brunel Cadiou Carlier Cazenave Chabrol Charpin
    Cordier Couture Dacosta Darrieux Delattre Delrue Descamps Dupouy Etcheverry Fabre Ferrand Flament Fournel
    Garnaud Gaspard Gimenez Guégan Hadji Hennebelle Hourcade Jaouen Joubert Kaci Kerbrat Laborde Lacaze Lambin
    Larrieu Lebrun Lefort Legrain Lemoal Lescure Mabille Maillard Marchal Mazière Meunier Morvan Nadaud Nguyen
    Oudin Pasquet Pelletan Perrier Picot Poirel Prigent Quéré Rabier Ramdani Renaudin Ribes Rivoal Sabatier
    Salaün Saunier Sellier Soulier Tanguy Tessier Thiriet Trouvé Vallet Vasseur Verdier Vigneron Wagnon Zeller
"""
_LAST: Final = tuple(_LAST_NAMES.split())
_ABROAD_FIRST: Final = (
    "Aoife", "Brian", "Emily", "Greg", "Hannah", "Ian", "James", "Kate", "Laura", "Megan", "Oliver", "Priya", "Rachel",
    "Sean", "Tess",
)  # fmt: skip
_ABROAD_LAST: Final = (
    "Ashdown", "Birch", "Carver", "Doyle", "Ellwood", "Finch", "Garrity", "Hale", "Kapoor", "Lowry", "Marsh", "Nolan",
    "Okafor", "Pryce", "Quill",
)  # fmt: skip
_TAIL_WORDS: Final = "59 62 40 33 29 35 69 13 06 34 67 44 31 2b _off _vrai fr"
_TAILS: Final = tuple(_TAIL_WORDS.split())
Pick = tuple[Author, Manner]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of one role on one network, and how much each of them writes (a heavy tail)."""

    people: tuple[Pick, ...]
    sums: tuple[float, ...]

    def someone(self, chance: random.Random) -> Pick:
        return chance.choices(self.people, cum_weights=self.sums)[0]


class Voices:
    """Everybody. The same person keeps one account, one manner of writing and one count of followers."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._names = _name_lists()
        self.persons = _persons()
        self._known: dict[tuple[str, str], Pick] = {}
        self._taken: set[str] = set()
        self._crowds: dict[tuple[str, str], Crowd] = {}
        for network, size in POOLS.items():
            for role, share in _SHARE.items():
                self._crowds[network, role] = self._crowd(network, role, max(6, round(size * share)))

    def someone(self, network: str, voice: str) -> Pick:
        role = _ROLE_OF.get(voice, "customer")
        return self._crowds[network, role if role in _SHARE else "customer"].someone(self._chance)

    def person(self, network: str, key: str, voice: str) -> Pick:
        """The one that texts name: their account on this network."""
        if (network, key) not in self._known:
            told = self.persons.get(key, {})
            role = _ROLE_OF.get(str(told.get("voice") or told.get("role") or voice), _ROLE_OF.get(voice, "customer"))
            name = str(told.get("name") or key.replace("-", " ").replace("_", " "))
            followers = told.get("followers")
            count = int(followers) if isinstance(followers, int | float) else self._followers(role)
            handle = str(told.get("handle") or key).partition("@")[0].removesuffix(".example")
            author = _account(network, handle, name, count)
            # What a named person writes was written for them: it stays as it is.
            self._known[network, key] = (author, Manner(thumbs=0.0))
        return self._known[network, key]

    def home(self, key: str) -> str:
        """The network on which a named person writes; "" when it does not matter."""
        told = str(self.persons.get(key, {}).get("network") or "")
        return {"bluesky": "bluesky", "mastodon": "tag"}.get(told, "")

    def media(self, key: str, name: str) -> Author:
        """A paper: it signs with its name."""
        told = self.persons.get(key, {})
        return Author(name=str(told.get("name") or name))

    def manner(self, how: Manner) -> Manner:
        """As somebody else would write it."""
        return manner(self._chance) if how else how

    def _crowd(self, network: str, role: str, size: int) -> Crowd:
        people = tuple((self._author(network, role), manner(self._chance)) for _ in range(size))
        return Crowd(people, tuple(accumulate(1 / (rank + 7) ** 0.85 for rank in range(size))))

    def _author(self, network: str, role: str) -> Author:
        chance = self._chance
        for _attempt in range(50):
            name, handle = self._called(role)
            key = f"{network}/{name if network in NAMED_ONLY else handle.replace('-', '')}"
            if key not in self._taken:
                self._taken.add(key)
                break
        return _account(network, handle, name, self._followers(role) if chance.random() < 0.97 else None)

    def _called(self, role: str) -> tuple[str, str]:
        chance, names = self._chance, self._names
        first, last = chance.choice(names["first_names"]), chance.choice(_LAST)
        if role == "expat":
            first, last = chance.choice(_ABROAD_FIRST), chance.choice(_ABROAD_LAST)
        roll = chance.random()
        if roll < 0.16 and role != "expat":
            name = chance.choice(names["names"])
            if chance.random() < 0.5:
                name = f"{name} {chance.choice(_TAILS).strip('_')}"
        elif roll < 0.46:
            name = f"{first} {last[0]}."
        elif roll < 0.78:
            name = f"{first} {last}"
        else:
            name = f"{first.lower()}{chance.choice(_TAILS)}" if role != "senior" else f"{first} {last}"
        made = "".join(char for char in without_accents(name).lower() if char.isalnum() or char == " ")
        handle = chance.choice(("-", "", "")).join(made.split())
        if chance.random() < 0.45:
            handle += chance.choice(_TAILS).strip("_") if chance.random() < 0.5 else str(chance.randrange(2, 999))
        return name, handle

    def _followers(self, role: str) -> int:
        middle, width, most = _FOLLOWED[role if role in _FOLLOWED else "customer"]
        return int(min(most, self._chance.lognormvariate(middle, width)))


def _account(network: str, handle: str, name: str, followers: int | None) -> Author:
    plain = "".join(char for char in without_accents(handle).lower() if char.isalnum() or char in "-_") or "anonyme"
    if network in NAMED_ONLY:
        return Author(name=name)
    if network == "mastodon":
        address = f"{plain.replace('-', '_')}@instance.example"
        return Author(address, name, f"https://instance.example/users/{plain.replace('-', '_')}", followers)
    return Author(f"{plain}.example", name, f"did:plc:demo{plain.replace('-', '')[:24]}", followers)


def _name_lists() -> dict[str, list[str]]:
    """First names and pseudonyms: those of the old day, and what the week's writers added."""
    names: dict[str, list[str]] = json.loads((FOLDER / "people.json").read_text("utf-8"))
    told = _week_people()
    for key in ("first_names", "names", "pseudonyms", "handles"):
        if isinstance(told.get(key), list):
            kept = "names" if key in ("pseudonyms", "handles") else key
            names[kept] = list(dict.fromkeys([*names[kept], *map(str, told[key])]))
    return names


def _persons() -> Mapping[str, dict[str, Any]]:
    """Those whom texts name, by key."""
    told = _week_people()
    for key in ("people", "persons", "authors"):
        if key in told:
            told = told[key] if isinstance(told[key], dict) else {"people": told[key]}
    rows = told.get("people") if isinstance(told.get("people"), list) else None
    if rows is not None:
        return {str(row.get("id") or row.get("author") or row.get("handle")): row for row in rows}
    return {key: row for key, row in told.items() if isinstance(row, dict)}


def _week_people() -> dict[str, Any]:
    file = WEEK_FOLDER / "people.json"
    if not file.exists():
        return {}
    read = json.loads(file.read_text("utf-8"))
    return read if isinstance(read, dict) else {"people": read}
