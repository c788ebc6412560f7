"""Departments and postal codes written in figures: only in clear shapes, never a date, price or count.

Dates ("depuis le 12", "27/05") are the largest source of departments that nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hubdesk.enrich.places_gazetteer import Gazetteer

_NUMBER: Final = r"(?P<number>97[1-8]|98[678]|2[ABab]|0[1-9]|[1-9]\d)(?![\w])"
_UNITS: Final = r"""h|heures?|€|eur|euros?|%|°|ans?|jours?|j|mois|minutes?|min|mn|secondes?|semaines?|premi[eè]re?s?|
    derni[eè]re?s?|prochaine?s?|go|mo|gb|mb|km|m|cm|bis|ter|rue|avenue|boulevard|place|tonnes|janvier|f[eé]vrier|mars|
    avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[eé]cembre|fois|clients?|abonn[eé]s?|points?|personnes"""
_NOT_AFTER: Final = rf"(?!\s?(?:[/:.,'-]\s?\d|\d|au\s\d|(?:{_UNITS})(?!\w)|€|%|°))"
_PEOPLE: Final = r"""secteur|d[eé]partements?|d[eé]pts?\.?|dpts?\.?|d[eé]p\.|quelqu['’]un|gens|habitants?|abonn[eé]s|
    clients|celui|celles?|bonjour|bonsoir|coucou|salut|hello|suis|sommes|viens|venons|[eê]tes|voisins|coin|
    r[eé]gion|pompiers|gars|ceux|nous|zone|c[oô]t[eé]|usagers|copains|potes|famille|nord|sud|est|ouest|fond"""
_SHAPES: Final = tuple(
    (rule, re.compile(shape + _NUMBER + _NOT_AFTER, re.IGNORECASE | re.VERBOSE))
    for rule, shape in (
        ("in-number", r"(?<!\w)(?:dans|sur)\s+(?:tout\s+)?le\s+(?:d[eé]p\w*\.?\s+)?"),
        ("of-number", rf"(?<!\w)(?:{_PEOPLE})\s+(?:du|dans\s+le|n°|:)\s*"),
        ("of-number", r"(?<!\w)(?:secteurs?|zones?|d[eé]partements)\s+"),
        ("department-number", r"(?<!\w)(?:d[eé]partement|d[eé]pt\.?|dpt\.?|d[eé]p\.?)\s*(?:n°\s*)?"),
        (
            "late-number",
            r"(?<!\w)(?<!bus\s)(?<!tram\s)(?<!ligne\s)(?<!taille\s)(?<!canal\s)(?<!page\s)du\s+(?=3[2-9]|[4-9])",
        ),
        ("hashtag-number", r"(?<![\w&])\#(?:d[eé]p(?:artement|t)?)?"),
    )
)
_BARE = re.compile(rf"\s{_NUMBER}{_NOT_AFTER}", re.VERBOSE)
_BRACKETS = re.compile(r"\(\s*(?:d[eé]p\w*\.?\s*)?(?P<number>97[1-8]|98[678]|2[ABab]|0[1-9]|[1-9]\d)\s*\)")
_NUMBERED = re.compile(
    r"""(?:chapitre|articles?|pages?|[eé]tape|annexe|points?|note|figure|fig\.?|partie|question|num[eé]ro|[eé]pisode|
    saison|version|total|ans)\s?$""",
    re.IGNORECASE | re.VERBOSE,
)
_NEXT = re.compile(rf"\s?(?:,|et|ou|/|&|\+)\s?(?:(?:dans\s|sur\s)?(?:le|du)\s)?{_NUMBER}{_NOT_AFTER}", re.VERBOSE)
_POSTAL = re.compile(r"(?<![\w.,/+-])(?P<code>\d{5}|\d{2} \d{3})(?![\w/]|[.,]\d| ?(?:€|%|°|\d))")
_REFERENCE = re.compile(
    r"(?:n°|n\.|num[eé]ro|dossier|r[eé]f\w*\.?|ticket|commande|contrat|client|au|le|incident|sms|[#:=]\s?\w*)\s*$",
    re.IGNORECASE,
)
_POSTAL_BEFORE = re.compile(
    r"(?:code\s+postal|cp|adresse|secteur|habite|[eé]ligible\s+au|dans\s+le|sur\s+le|zone|commune)\s*:?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s?(?:euros?|eur|balles|foyers|abonn|client|lignes|points|vues|km|fois|habitants|personnes|o\b|ko|mo|go|\w+s\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[0-9]")
_SURE: Final = {"hashtag-number": 0.6, "late-number": 0.6}  # "du 62": no day of a month, hardly ever a bus
_ALERTS: Final = frozenset({"33700"})  # where unwanted messages are reported
_PARIS: Final = 20  # arrondissements


class Figure(NamedTuple):
    """A department (`code` of 2 or 3 signs) or a postal code (5), and how surely it is meant as one."""

    code: str
    start: int
    end: int
    rule: str
    confidence: float


def departments(text: str, gazetteer: Gazetteer) -> list[Figure]:
    """Every department named by its number, in the order of the text."""
    if not _DIGIT.search(text):
        return []
    in_paris = "paris" in text.casefold()
    found: dict[int, Figure] = {}
    for rule, shape in _SHAPES:
        for match in shape.finditer(text):
            for figure in _with_next(text, match, rule):
                if rule == "in-number" and in_paris and figure.code.isdigit() and 10 <= int(figure.code) <= _PARIS:
                    continue
                found.setdefault(figure.start, figure)
    for match in _BRACKETS.finditer(text):
        if not _NUMBERED.search(text[max(0, match.start() - 16) : match.start()]):
            found.setdefault(match.start("number"), _figure(match, "brackets", 0.6))
    return [found[start] for start in sorted(found) if found[start].code in gazetteer.departments]


def number_behind(text: str, end: int) -> Figure | None:
    """The bare number right behind a name, a department where one of that name is: "Lille 59", "Saint-Denis 974"."""
    match = _BARE.match(text, end)
    return _figure(match, "brackets", 0.6) if match else None


def _with_next(text: str, match: re.Match[str], rule: str) -> Iterator[Figure]:
    """The number matched and those listed right behind it: "dans le 62 et le 59"."""
    following: re.Match[str] | None = match
    while following is not None:
        yield _figure(following, rule, _SURE.get(rule, 0.9))
        following = _NEXT.match(text, following.end())


def _figure(match: re.Match[str], rule: str, confidence: float) -> Figure:
    return Figure(match["number"].upper(), *match.span("number"), rule, confidence)


def postal_codes(text: str, gazetteer: Gazetteer) -> list[Figure]:
    """Every postal code there is; sure only where something around says that it is one."""
    found = []
    for match in _POSTAL.finditer(text):
        code = match["code"].replace(" ", "")
        if code not in gazetteer.postal or code in _ALERTS:
            continue
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 16]
        if _POSTAL_BEFORE.search(before):
            confidence = 0.9
        elif _REFERENCE.search(before) or _COUNTED.match(after) or " " in match["code"]:
            confidence = 0.0
        else:
            is_set_off = (
                not before.strip() or before.rstrip()[-1:] in ",.;:(!?\n" or re.match(r"\s?(?:ici|[,:;)!?.]|$)", after)
            )
            confidence = 0.7 if is_set_off else 0.4
        found.append(Figure(code, *match.span("code"), "postal", confidence))
    return found
