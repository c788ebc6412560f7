"""Whether an official text owns up to an incident, denies one, or sells something."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Says(StrEnum):
    """What an official text says of an incident."""

    NOTHING = "nothing"
    OWNS_UP = "owns-up"
    DENIES = "denies"
    SELLS = "sells"


_INCIDENT: Final = re.compile(
    r"\b(?:panne|incident|perturb\w*|dysfonctionne\w*|coupure|interruption|interrompu\w*|indisponib\w*|"
    r"ralentissement|degrad(?:e|ee|es|ees|ation)|hors service|inaccessible\w*|probleme technique|"
    r"difficultes?(?: d acces| techniques?| actuelles?)?|maintenance|outage|disrupt\w*|down\b|unavailable|degraded|"
    r"service issue|technical issue|connection issues?)s?\b"
)
_OURS: Final = re.compile(
    r"\b(?:nos equipes|nous (?:rencontrons|avons|sommes|constatons|mettons|travaillons)|mobilise\w*|"
    r"en cours (?:de|d)|retabli\w*|retour a la normale|resolu\w*|resolution|certains (?:de nos )?clients|"
    r"touch(?:e|es|ent)|impact\w*|affect\w*|excus\w*|desole\w*|our teams?|we are (?:aware|working|investigating)|"
    r"investigating|identified|monitoring|restored|resolved|fixed|apolog\w*|sorry)\b"
)
_DENIAL: Final = re.compile(
    r"\b(?:aucun\w*|pas d[e ]?|sans|ni|no|not any|any)\s+(?:\w+\s+){0,2}?"
    r"(?:panne|incident|perturbation|dysfonctionnement|coupure|interruption|outage|disruption|known issue|issue)s?\b"
    r"|\b(?:tous les|l ensemble des) (?:services|reseaux) (?:fonctionnent|sont operationnels)"
    r"|\ball (?:systems|services)(?: are)? operational\b|\bfonctionnement normal\b"
)
_SALE: Final = re.compile(
    r"\b(?:promo\w*|offres?|profitez|decouvrez|gagnez|concours|remise|reduction|soldes|black friday|abonnez|"
    r"nouveau forfait|forfaits? a|des \d+ ?(?:€|euros)|en boutique|exclusi\w*|a partir de|deal|discount|"
    r"win|sign up|subscribe|discover our|special offer)\b|\d+ ?(?:€|euros?) ?(?:/|par) ?mois|[-–−]\s?\d+ ?%"
)
_LONGEST: Final = 20_000  # characters looked at


def says(text: str) -> Says:
    """Marketing that names an incident ("En panne de réseau ? Découvrez nos offres") sells; it owns up to nothing."""
    plain = _plain(text[:_LONGEST])
    denied = _DENIAL.sub(" ", plain)
    if _INCIDENT.search(denied):
        if _OURS.search(denied) or not _SALE.search(plain):
            is_sale = _SALE.search(plain) is not None and not _OURS.search(denied)
            return Says.SELLS if is_sale or _is_question(text, denied) else Says.OWNS_UP
        return Says.SELLS
    if denied != plain:
        return Says.SELLS if _SALE.search(plain) else Says.DENIES
    return Says.SELLS if _SALE.search(plain) else Says.NOTHING


def _is_question(text: str, plain: str) -> bool:
    """Only asks ("Une panne ?"), and says of nobody that it is theirs."""
    return "?" in text and not _OURS.search(plain)


def _plain(text: str) -> str:
    """Small letters without accents or apostrophes."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
    return re.sub(r"['’‘ʼ]", " ", bare)
