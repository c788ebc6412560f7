"""The turns of phrase by which people set one brand against another, as rules over a text with <0>, <1> for brands.

Each rule says which brand has the post's tone and which has the other one. All patterns are bounded in length, so that
no text makes them slow.
"""

from __future__ import annotations

import re
from typing import Final

NEGATIVE, NEUTRAL, POSITIVE, UNKNOWN = "negative", "neutral", "positive", "unknown"
OPPOSITE: Final = {NEGATIVE: POSITIVE, POSITIVE: NEGATIVE, NEUTRAL: NEUTRAL, UNKNOWN: UNKNOWN}

_B: Final = r"<(\d+)>"
_NEAR: Final = r"[^<>.!?\n]{0,40}?"  # within a sentence, no other brand between
_CLOSE: Final = r"(?: ?[\w'/-]{1,12}){0,3}? ?"


def _rule(text: str) -> re.Pattern[str]:
    return re.compile(text.replace("BRAND", _B).replace("NEAR", _NEAR).replace("CLOSE", _CLOSE))


_TOGETHER: Final = _rule(
    r"BRAND(?: ?(?:,|/|-|&|\+|et|ou|ni|and|or|comme) ?(?:chez |ni |d'|de |@)?| )BRAND|\bni BRANDNEAR\bni BRAND"
    r"|\bentre CLOSEBRANDNEAR(?:et|and) CLOSEBRAND"
)
_SAME: Final = re.compile(
    r"renvoi\w* la balle|tous les memes|tous les operateurs|aucun des deux|(?:donc )?les deux (?:hs|sont"
    r"|en panne|augment)|dit c'est|dit que c'est"
    r"|c'est <\d+> qui|en panne, <\d+> en panne|\+ ?\d ?€.{0,12}\+ ?\d ?€|apres <\d+> c'est <\d+>"
)
_REGRET: Final = re.compile(
    r"regrett?e|regrets|erreur|mauvais choix|jamais du (?:changer|quitter|partir)|me manque|bien fait pour"
    r"|faites pas comme"
    r"|y retourne|excellent calcul|revenir en arriere|resultat"
)
_MISSED: Final = _rule(
    r"regrett?e[sr]?(?: d'avoir quitte| d'etre parti\w* de)? (?:mon |ma )?CLOSEBRAND|BRAND me manque"
    r"|erreur d'(?:etre parti\w* de|avoir quitte) BRAND|(?:ancien|ancienne) BRAND me manque"
)
_LEFT: Final = _rule(
    r"\b(?:quitt\w+|lach\w+|plaqu\w+|largu\w+|left|leaving|leave|resili\w+|adieu|bye|ciao|au revoir|fini"
    r"|abandonn\w+"
    r"|parti\w* de|jen viens de|j'en viens de|viens de|etais chez|etait chez|avais|j'etais a)\b ?CLOSEBRAND"
    r"|BRAND c'est (?:fini|termine)|\b(?:passe\w*|passer|passant|retour|vers|switch\w*|moved|bascul\w+"
    r"|migr\w+)\b NEAR(?:de|d'|from) ?CLOSEBRAND"
    r" ?CLOSE(?:a|vers|chez|pour|to|for) CLOSE<\d+>|\b(?:ans|mois|semaines|an) (?:chez|avec) BRAND a payer"
)
_TAKEN: Final = _rule(
    r"\b(?:pass\w+|retour\w*|revenu\w*|all\w+|vais|va|bascul\w+|parti\w*|pars|switch\w*|moved"
    r"|changer?) (?:pour |chez |vers |a |to |pr )CLOSEBRAND"
    r"|\b(?:pris|prends|prendre|choisi|installe) CLOSEBRAND|\bbonjour BRAND|\bmaintenant CLOSEBRAND"
    r"|(?:maintenant|la je suis|je suis passee?) chez BRAND"
    r"|BRAND depuis (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|hier|\d)"
)
_TO_COME: Final = re.compile(
    r"\bje (?:passe|vais|pars|prends|serai|change|resilie)\b|autant aller|\bje vais pas rester|serai en"
    r"|devinez|veux partir|aller chez"
    r"|\bje demenage|dois passer|donc je pars|j'y vais"
)
_BETTER: Final = (
    r"(?:mieux|meilleure?s?|better|plus (?:rapide|clair|stable|simple|fiable|reactif|serieu|sympa|propre"
    r"|vif|efficace)\w*"
    r"|moins chere?s?|bien plus \w+|plus de reseau|cheaper|faster)"
)
_WORSE: Final = r"(?:pire|moins bien|moins bon\w*|plus cher\w*|plus lent\w*|worse|slower|more expensive)"
_ABOVE: Final = _rule(rf"BRANDNEAR{_BETTER}NEAR\b(?:que|qu'|than)NEARBRAND|BRAND ?> ?BRAND")
_BELOW: Final = _rule(rf"BRANDNEAR{_WORSE}NEAR\b(?:que|qu'|than)NEARBRAND|BRAND ?< ?BRAND")
_ONLY: Final = _rule(
    r"(?:y a que|seule?|n'y a qu'?|au moins chez|heureusement que) CLOSEBRAND|BRAND au moins|BRAND,? (?:eux"
    r"|lui|elle) au moins"
)
_COMPARED: Final = _rule(
    r"(?:pas comme|rien a voir avec|contrairement a|au lieu de|a la difference de|unlike|par rapport a"
    r"|comparer? a)"
    r"(?: celui de| celle de| ceux de)? CLOSEBRAND"
    r"|\b(?:voisins?|voisine|soeur|frere|femme|mari|mec|amis?|copine|copain|collegues?|parents|fils|fille"
    r"|friends?|wife|husband"
    r"|beau-frere|belle-soeur|mere|pere)(?:'s)? ?\(?CLOSEBRAND"
    r"|\b(?:quand j'avais|avant chez|avec la|avant,?|ancien|l'an dernier chez) CLOSEBRAND"
)
_MINE: Final = re.compile(r"\b(?:moi|chez moi|nous|mon|ma|je|j'|my|our)\b")


def rule_of(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    """The tones by brand and the rule's code, when one of the rules holds."""
    for reading in (_missed, _ranked, _together, _switched, _only, _compared):
        found = reading(written, whole, count)
        if found is not None:
            return found
    return None


def _first(found: re.Match[str] | None) -> list[int]:
    return [] if found is None else [int(group) for group in found.groups() if group is not None]


def _against(count: int, good: int, whole: str = "") -> list[str]:
    return [POSITIVE if number == good else NEGATIVE for number in range(count)]


def _missed(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    brands = _first(_MISSED.search(written))
    return (_against(count, brands[0]), "missed") if brands and whole != NEUTRAL else None


def _ranked(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    above, below = _first(_ABOVE.search(written)), _first(_BELOW.search(written))
    if "?" in written and whole == NEUTRAL:
        return None
    pair = above[:2] if above else below[:2][::-1] if below and " mais " not in written else []
    if len(pair) == 2 and pair[0] != pair[1]:
        tones = [NEUTRAL] * count
        tones[pair[0]], tones[pair[1]] = POSITIVE, NEGATIVE
        return tones, "compared"
    return None


def _together(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    if whole == NEUTRAL or _SAME.search(written) or _TOGETHER.search(written):
        return [whole] * count, "together"
    return None


def _switched(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    left, taken = _first(_LEFT.search(written)), _first(_TAKEN.search(written))
    if count != 2 or not (left or taken):
        return None
    old = left[0] if left else 1 - taken[0]
    if left and taken and left[0] == taken[0]:
        return None
    is_sorry = bool(_REGRET.search(written)) or (whole == NEGATIVE and not _TO_COME.search(written))
    return _against(count, old if is_sorry and whole == NEGATIVE else 1 - old), "switched"


def _only(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    brands = _first(_ONLY.search(written))
    return (_against(count, brands[0]), "only") if brands and count == 2 else None


def _compared(written: str, whole: str, count: int) -> tuple[list[str], str] | None:
    brands = _first(_COMPARED.search(written))
    if not brands or count != 2:
        return None
    return [OPPOSITE[whole] if number == brands[0] else whole for number in range(count)], "compared"
