"""What Hubdesk does not read of people, under whatever name somebody asks for it: refused in code."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Beginnings of words, small and without accents: of each, every ending is refused.
_STEMS: Final = (
    *("relig", "croyan", "confession", "islam", "musulm", "muslim", "cathol", "christian", "chretien", "protestan"),
    *("jewish", "judai", "juif", "juive", "hindou", "hindu", "bouddh", "buddh", "atheis", "athee", "laic"),
    *("origin", "racial", "racis", "ethni", "nationalit", "immigr", "migrant"),
    *("sante", "health", "medic", "malad", "illness", "disease", "handicap", "disab", "grossess", "pregnan", "cancer"),
    *("depress", "psychiatr", "diabet", "syndic", "tradeunion", "unionis", "unioniz", "politi", "partisan", "electora"),
    *("socialis", "communis", "sexu", "homosex", "heterosex", "bisex", "transgen", "lesb", "lgbt", "queer", "genre"),
    *("gender", "emotion", "humeur", "feeling", "mentalhealth"),
)
_WORDS: Final = frozenset(
    """faith faiths foi race races union unions parti partis party parties vote votes voter voters cgt cfdt
    gay gays trans orientation mood moods colere anger""".split()  # noqa: SIM905 - a list to be read
)
_CUT: Final = re.compile(r"[^a-z]+")


def is_refused(name: str) -> bool:
    """Whether a reading by that name would say something of a person that Hubdesk does not read."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", name[:400].casefold()) if not unicodedata.combining(sign)
    )
    words = (*_CUT.split(bare), _CUT.sub("", bare))
    return any(word.startswith(_STEMS) or word in _WORDS for word in words)
