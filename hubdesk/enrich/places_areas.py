"""How surely a department or region is meant by its name: most departments are rivers, and some are directions."""

from __future__ import annotations

from hubdesk.enrich import places_lists as lists
from hubdesk.enrich.places_found import Look, Name
from hubdesk.enrich.places_weighed import Weight


def weigh_area(look: Look, name: Name) -> Weight:
    """A department's or region's name where it stands."""
    area = name.area
    assert area is not None
    before, behind = look.before(name, 6), look.behind(name)
    if name.is_tag:
        return Weight(0.9 if area.is_clear else 0.6 if name.is_capital and len(name.key) > 4 else 0.0, "hashtag-area")
    article, rest = _past_article(before)
    one, two = [*rest, "", ""][:2]
    if _is_other(one, two, rest, article) or (not area.is_clear and _is_river(one, article, behind)):
        return Weight(0.0, "other")
    is_capital = name.is_capital and not look.shouts
    is_in = one in lists.IN and (bool(article) or one in ("en", "in") or area.is_clear) and article not in ("du", "des")
    is_whole = one in lists.ALL and article in ("le", "la", "l", "les")
    is_of = article in ("du", "de la", "de l", "des", "de", "d") and one in lists.OF_AREA
    is_in = is_in or (name.key == "reunion" and one == "a" and article == "la")
    is_strong = is_in or is_whole or is_of
    if name.key == "nord" and behind[:1] and behind[0] in ("de", "du", "d", "des", "est", "ouest"):
        return Weight(0.0, "direction")
    if name.key in ("grand est", "reunion") and not is_capital:
        return Weight(0.7 if is_strong and name.key == "grand est" else 0.0, "area-in")
    if is_capital:
        return _capital(look, name, is_strong, article, one)
    if is_strong and name.key == "nord":
        return Weight(0.5, "area-in")
    if not is_strong and name.key in lists.DRINKS:
        return Weight(0.0, "small-letters")
    if is_strong and (area.is_clear or name.key not in lists.LOWER_NEVER):
        return Weight(0.75, "area-in")
    if area.is_clear and (article or " " in name.key):
        return Weight(0.65, "clear-area")
    return Weight(0.0, "small-letters")


def _capital(look: Look, name: Name, is_strong: bool, article: str, one: str) -> Weight:
    area = name.area
    assert area is not None
    if is_strong:
        return Weight(0.9, "area-in")
    if area.is_clear:
        return Weight(0.85, "clear-area")
    if _is_in_brackets(look, name):
        return Weight(0.8, "area-beside")
    if one in lists.BRANDS:
        return Weight(0.6, "brand-there")
    if article in ("de", "d") and area.sort == "region":
        return Weight(0.55, "area-of")
    if article in ("le", "la", "l", "les") and area.name not in ("Lorraine", "Provence"):
        return Weight(0.55, "area-article")
    return Weight(0.3, "area-name", "list")


def _past_article(before: list[str]) -> tuple[str, list[str]]:
    """The article before a name ("la", "du", "de l", ...) and what stands before that."""
    if len(before) > 1 and before[0] in ("la", "l") and before[1] == "de":
        return f"de {before[0]}", before[2:]
    if before and before[0] in ("le", "la", "les", "l", "du", "des", "de", "d"):
        return before[0], before[1:]
    return "", before


def _is_other(one: str, two: str, rest: list[str], article: str) -> bool:
    """A street, a river's bank, a person."""
    if one in lists.STREETS - lists.HAMLETS and article not in ("le", "l", "les"):
        return True
    if one in lists.RIVERS or (one in lists.LINKS and two in lists.RIVERS):
        return True
    return not article and (one in lists.TITLES or one in lists.FIRST_NAMES)


def _is_river(one: str, article: str, behind: list[str]) -> bool:
    """ "Vue sur la Loire", "la Marne a débordé"."""
    return (one == "sur" and bool(article)) or not lists.FLOODS.isdisjoint(behind)


def _is_in_brackets(look: Look, name: Name) -> bool:
    """ "(Axione, Nièvre)"; a town of that name is rather one of a list of towns."""
    before = look.text[max(0, name.start - 3) : name.start].rstrip()[-1:]
    behind = look.text[name.end : name.end + 2].strip()[:1]
    return before == "(" or (before == "," and behind in (")", ".", "") and not name.communes)
