"""How surely a name means its place where it stands: the words around it, its capital, and what else it may be.

Confidences are ours, set by hand: they rank, and below `ENOUGH` nothing is said to be named.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from hubdesk.enrich import places_lists as lists
from hubdesk.enrich.places_found import Look, Name
from hubdesk.enrich.places_gazetteer import TOWN, Gazetteer

ENOUGH: Final = 0.5
LARGE: Final = 50_000  # inhabitants


class Weight(NamedTuple):
    """`needs`: what would make enough of too little: a place without doubt in one "list" with it; "beside": that, or
    one that is near; "between": one on either side of it in a list; "" for nothing."""

    confidence: float
    rule: str
    needs: str = ""


def weigh(look: Look, name: Name, gazetteer: Gazetteer, numbered: bool) -> Weight:
    """A commune's name. `numbered`: its department or postal code stands beside it."""
    before, behind = look.before(name), look.behind(name)
    if why := _is_other(look, name, before, behind):
        return Weight(0.0, why)
    if numbered:
        return Weight(0.95, "number-beside")
    if name.key == lists.ORANGE:
        return _orange(look, name, before)
    people = max(gazetteer.whole(gazetteer.commune(index)).people for index in name.communes)
    is_word = not name.exact or any(gazetteer.commune(index).is_word for index in name.communes[: name.exact])
    is_at = _is_at(look, name, before)
    is_of = name.joined in ("du", "des") or before[:1] in (["de"], ["d"], ["du"])
    if (is_at and _is_spoken_to(name, before, people)) or (not (is_at or is_of) and _speaks(name, behind)):
        return Weight(0.0, "person")
    if name.is_tag:
        return Weight(
            0.9 if not is_word and people >= 1_000 else 0.6 if name.is_capital and people >= 20_000 else 0, "hashtag"
        )
    if is_of and len(before) > 1 and before[1] in lists.OF_PLACE:
        is_at = True
    length = name.key.count(" ") + 1
    if name.key in lists.FOREIGN_FIRST:
        return Weight(0.3, "abroad-rather", "beside")
    if is_word or name.key in lists.FIRST_NAMES:
        return _word(look, name, people, is_at, is_of)
    if people < TOWN and length < 3:
        return _village(look, name, people, is_at, length)
    return _town(look, name, people, is_at, is_of, length)


def _town(look: Look, name: Name, people: int, is_at: bool, is_of: bool, length: int) -> Weight:
    """A name that is hardly anything else."""
    if name.is_capital and not look.shouts:
        return Weight(0.95 if is_at else 0.85, "preposition" if is_at else "capital")
    if is_at:
        return Weight(0.8, "preposition")
    if length > 1:
        return Weight(0.75 if people >= TOWN else 0.6, "long-name")
    is_known = people >= LARGE and len(name.key) > 4 and name.key not in lists.ALSO_WORDS
    return Weight(
        0.65 if is_known or (look.shouts and people >= TOWN) else 0.35 + 0.1 * is_of, "small-letters", "beside"
    )


def _village(look: Look, name: Name, people: int, is_at: bool, length: int) -> Weight:
    """A name known to few: many of them are also people's names."""
    if not name.is_capital or look.shouts:
        is_likely = is_at and people >= 2_000 and len(name.key) > 5
        return Weight(0.55 if is_likely else 0.2, "small-letters", "beside" if is_at else "")
    if is_at:
        return Weight(0.8, "preposition")
    if (length > 1 or people >= 2_000) and _heads(look, name):
        return Weight(0.6, "headline")
    if length > 1 and people >= 2_000:
        return Weight(0.6, "capital", "beside")
    is_alone = people >= 5_000 and not look.starts_sentence(name)
    return Weight(0.5 if is_alone else 0.4, "capital", "beside")


def _heads(look: Look, name: Name) -> bool:
    """ "Mont-Dore : l'antenne sera mise en service", "Vélizy sans fibre"."""
    behind = look.behind(name, 1)
    is_news = bool(behind) and behind[0] in lists.WITHOUT
    return name.first == 0 and (is_news or look.text[name.end : name.end + 2].strip()[:1] == ":")


def _word(look: Look, name: Name, people: int, is_at: bool, is_of: bool) -> Weight:
    """A name that is an everyday word, a first name, or what people call a town for short."""
    if look.shouts:
        return Weight(0.55 if is_at and people >= LARGE else 0.3, "everyday-word", "list" if people >= TOWN else "")
    if not name.is_capital:
        return Weight(0.0, "everyday-word")
    if is_at:
        return Weight(0.8 if people >= 2_000 else 0.55, "preposition")
    if not name.exact and _heads(look, name):
        return Weight(0.6, "headline")
    if is_of and people >= 20_000:
        return Weight(0.6, "preposition")
    if people >= LARGE and not look.is_english and name.key != "nice":
        behind = look.words[name.after].gap.strip()[:1] if name.after < len(look.words) else ""
        if not look.starts_sentence(name) or behind in (",", ":"):
            return Weight(0.55, "capital", "beside")
    return Weight(0.3, "everyday-word", "list" if look.starts_sentence(name) else "beside")


def _orange(look: Look, name: Name, before: list[str]) -> Weight:
    """The town only where one lives, governs or arrives; the operator everywhere else."""
    if name.is_tag or not name.is_capital:
        return Weight(0.0, "brand")
    if len(before) > 1 and before[0] in ("d", "de") and before[1] in lists.TOWN_OF:
        return Weight(0.85, "town-of")
    if not before or before[0] not in ("a", "sur", "vers", "pres", "de"):
        return Weight(0.0, "brand", "between")
    if not lists.LIVES.isdisjoint(before[1:3]):
        return Weight(0.9, "lives")
    if before[0] != "a" or not lists.SPEECH.isdisjoint(before[1:]) or look.asks_carriers_so:
        return Weight(0.0, "brand")
    return Weight(0.4 if lists.TO_TOWN.isdisjoint(before[1:3]) else 0.7, "preposition", "beside")


def _is_at(look: Look, name: Name, before: list[str]) -> bool:
    """Whether a preposition of place stands before it. In English an "a" is an article."""
    if name.joined:
        return name.joined in ("au", "aux")
    if not before:
        return False
    if before[0] == "a" and look.is_english:
        return False
    if before[0] in ("de", "d") and before[1:2] == ["pres"]:
        return True
    return before[0] in lists.AT or (before[0] == "e" and "ar" in look.keys)


def _speaks(name: Name, behind: list[str]) -> bool:
    """ "Florent m'a rappelé", "Nancy du SAV": who calls back is no place."""
    if not behind or " " in name.key:
        return False
    return behind[0] in lists.SAYS_AFTER or (
        behind[0] in ("du", "de", "au") and behind[1:2] != [] and behind[1] in lists.DESKS
    )


def _is_spoken_to(name: Name, before: list[str], people: int) -> bool:
    """ "dit à Florent": who is spoken to is no place, unless all know the town."""
    return people < TOWN and before[:1] == ["a"] and before[1:2] != [] and before[1] in lists.SPOKEN_TO


def _is_other(look: Look, name: Name, before: list[str], behind: list[str]) -> str:
    """Why the name is that of something else: a street, a person, a club, a place abroad; "" when it is not."""
    if name.is_tag:
        return ""
    one, two, three = [*before, "", "", ""][:3]
    if one in lists.STREETS or (
        one in lists.LINKS and (two in lists.STREETS or (two in lists.LINKS and three in lists.STREETS))
    ):
        return "street"
    if name.joined and (one in lists.STREETS):
        return "street"
    if (one in lists.LINKS or name.joined) and "gare" in (one, two, three) and name.key in lists.STATIONS:
        return "station"
    if one in lists.INSIDE or (one == "saint" and not name.key.startswith("saint")):
        return "inside"
    if name.is_capital and _is_person(look, name, one):
        return "person"
    if one in lists.LINKS and two in lists.TITLES and len(two) > 1:
        return "person"
    if one in lists.NEVER_BEFORE and name.key.count(" ") < 2:
        return "person"
    if (
        one in lists.CLUBS_BEFORE
        or (one in lists.LINKS and two in lists.CLUBS_BEFORE)
        or (behind and behind[0] in lists.CLUBS_AFTER)
    ):
        return "club"
    if look.is_sport and name.key in lists.CLUB_TOWNS and behind[:1] and behind[0] in lists.SPORT_VERBS and not before:
        return "club"
    if look.is_sport and name.key.count(" ") == 0 and _is_rival(look, name):
        return "club"
    return "abroad" if _is_abroad(look, name) else ""


def _is_person(look: Look, name: Name, one: str) -> bool:
    if name.first == 0:
        return False
    word, gap = look.words[name.first - 1], look.words[name.first].gap
    if word.key in lists.TITLES and gap.strip(" .") == "" and len(word.key) > 1:
        return True
    if word.key == "m" and word.is_capital and gap in (". ", " "):
        return True
    is_first_name = one in lists.FIRST_NAMES and word.is_capital and gap in (" ", "-", " -")
    return is_first_name and not (name.first > 1 and look.words[name.first - 2].key == "saint")


def _is_rival(look: Look, name: Name) -> bool:
    """ "OM-Rennes", "reçoit Monteux"."""
    before = look.words[name.first - 1].key if name.first else ""
    behind = look.words[name.after].key if name.after < len(look.words) else ""
    is_pair = name.after < len(look.words) and look.words[name.after].gap.strip() in ("-", "–")
    return before in lists.RIVALS or (is_pair and behind in lists.RIVALS)


def _is_abroad(look: Look, name: Name) -> bool:
    """ "Vienne, en Autriche", "Valence (Espagne)"."""
    for at in range(name.after, min(name.after + 4, len(look.words))):
        key = look.words[at].key
        pair = f"{key} {look.words[at + 1].key}" if at + 1 < len(look.words) else key
        if key in lists.COUNTRIES or pair in lists.COUNTRIES:
            return "." not in look.words[at].gap
        if key not in lists.ARTICLES and key not in ("en", "aux", "in"):
            return False
    return False


def is_match(look: Look, one: Name, other: Name) -> bool:
    """ "Paris - Marseille" on a screen or a score: two clubs."""
    between = look.text[one.end : other.start]
    is_pair = between.strip() in ("-", "–", "—", "/", "vs", "contre", "vs.") or between == "-"
    if not is_pair or not {one.key, other.key} <= lists.CLUB_TOWNS:
        return False
    return look.is_sport or not lists.SCREEN.isdisjoint(look.keys)
