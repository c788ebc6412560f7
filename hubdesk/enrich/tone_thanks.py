"""Thanks or applause to a brand right after what went wrong, and nothing that says it was put right: mock thanks.

"Panne à Lille, merci Orange, bravo 👏": the models know the words of praise better than their order. A bare "merci" is
how a request ends, so thanks need the brand's name; applause needs none. Some such thanks are meant, so the rule only
takes confident praise back to "cannot tell" and marks irony as possible: blame stays as the models read it.
"""

from __future__ import annotations

import re
from typing import Final

from hubdesk.enrich.tone_cues import Cue
from hubdesk.enrich.tone_linear import Features
from hubdesk.enrich.tone_sure import NEGATIVE, POSITIVE, Doubles
from hubdesk.enrich.tone_text import ACCOUNT, BRAND

RULE: Final = "thanks after trouble"
MEANT_OTHERWISE: Final = 0.7  # of such posts, by those written after the rule: tests/benchmarks/reading_tone.py
REACH: Final = 160  # signs between what went wrong and the thanks
_NAME: Final = re.compile(r"[@#]?\w+")
_KIND: Final = ("praise", "wink")  # 👏 is of the second
_TROUBLE: Final = ("problem", "anger")
_ALSO: Final = re.compile(r"\b(?:en rade|en carafe|double billing|billed twice)\b")  # the models' lists lack them
_TO: Final = rf"(?: a| les| l'equipe)? ?[#@]?[{BRAND}{ACCOUNT}]"
_THANKS: Final = re.compile(
    rf"\b(?:(?:grand |gros )?merci|thanks|thank you|thx)(?: bien| beaucoup| encore| qui| a vous| so much)?[ ,?!]*{_TO}"
    r"|\b(?:bravo|bravos|chapeau|felicitations|well done|great job|nice job|congrats|congratulations)\b"
    r"(?! (?:au|aux|a) (?:tech|conseil|vendeu|equipe))"
    r"|👏"
)
_POLITE: Final = re.compile(r"merci|bravos?|chapeau|felicitation\w*|thanks|thank you|thx|well done|congrat\w*")
_MENDED: Final = re.compile(
    r"\b(?:regle|reglee|regles|resolu\w*|repare\w*|retabli\w*|revenue?s?|remarche\w*|refonctionne\w*|depanne\w*"
    r"|debloque\w*|rembourse(?:e|es|s)?|remplace\w*|raccorde(?:e|es|s)?|remis en|de retour|reparti\w*|geste co\w*"
    r"|rattrape\w*|tout (?:marche|fonctionne|est rentre|est passe)"
    r"|sans (?:souci|probleme|coupure|panne|broncher|discuter)"
    r"|(?:aucune?|zero|0|pas une?|plus une?|jamais eu de|jamais de) (?:panne|coupure|souci|probleme|bug)\w*"
    r"|fixed|restored|sorted|solved|resolved|refunded|working again|works again|back online|no (?:issue|problem)s?)\b"
)
_NOT: Final = re.compile(r"\b(?:pas|jamais|non|ni|rien|personne|not|never|nobody|isn't|sans etre)\b[^.!?;:]{0,18}$")


def mock_thanks(found: Features) -> tuple[Cue, ...]:
    """The words of what went wrong and of the thanks that follow it; none where the thanks may be meant."""
    if not any(cue.group in _KIND for cue in found.cues):
        return ()
    seen = found.seen
    trouble = [cue for cue in found.cues if cue.group in _TROUBLE]
    trouble += [Cue("problem", *match.span()) for match in _ALSO.finditer(seen.folded)]
    if not trouble:
        return ()
    trouble.sort(key=_place)
    for match in _THANKS.finditer(seen.hidden):
        start = int(seen.at[match.start()])
        after = int(seen.at[match.end()]) if match.end() < len(seen.at) else len(seen.folded)
        end = start + len(seen.folded[start:after].rstrip())  # a brand is one hidden sign, and whole here
        before = [cue for cue in trouble if cue.end <= start and start - cue.end <= REACH]
        if before:
            if _is_glad(found, before[0].start, start) or _is_mended(seen.hidden) or _is_another(found, match):
                return ()
            return (*before[-2:], Cue("praise", start, end))
    return ()


def mocked(ironic: float, chances: Doubles) -> tuple[float, Doubles]:
    """How likely irony and each tone (negative, neutral, positive) are, of a text that may thank in mockery: praise
    grows no likelier than blame, which leaves both below one half, so that the tone cannot be told."""
    level = chances.copy()
    if level[POSITIVE] > level[NEGATIVE]:
        level[POSITIVE] = level[NEGATIVE] = (level[POSITIVE] + level[NEGATIVE]) / 2
    return max(ironic, MEANT_OTHERWISE), level


def _place(cue: Cue) -> int:
    return cue.start


def _is_glad(found: Features, trouble: int, thanks: int) -> bool:
    """Whether praise stands before the trouble, or other praise than thanks before the thanks: then the trouble may be
    what somebody was spared."""
    praise = [cue for cue in found.cues if cue.group == "praise" and cue.end <= thanks]
    words = found.seen.folded
    return any(cue.start < trouble or not _POLITE.fullmatch(words, cue.start, cue.end) for cue in praise)


def _is_another(found: Features, thanks: re.Match[str]) -> bool:
    """Whether the brand that went wrong, the last one named before the thanks, is not the one that is thanked."""
    before, thanked = "", ""
    for match in re.finditer(BRAND, found.seen.hidden[: thanks.end()]):
        named = _NAME.match(found.seen.folded, int(found.seen.at[match.start()]))
        name = named[0].strip("@#")[:4] if named else ""
        if match.start() >= thanks.start():
            thanked = name
        else:
            before = name
    return bool(before and thanked) and before != thanked


def _is_mended(words: str) -> bool:
    """Whether something is said to be well again, or to have been all the time."""
    return any(not _NOT.search(words, max(0, at.start() - 40), at.start()) for at in _MENDED.finditer(words))
