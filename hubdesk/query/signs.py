"""The signs of the language and its limits: what the scanner, the mending and the colouring all go by."""

from __future__ import annotations

import re
from typing import Final

from hubdesk.query.letters import ZERO_WIDTH

LONGEST: Final = 8_000  # code points, comments included
MOST_TERMS: Final = 1_000  # each word of a phrase counts
DEEPEST: Final = 100  # brackets
FARTHEST: Final = 50  # NEAR and ~

OPERATORS: Final = {"AND": "AND", "ET": "AND", "OR": "OR", "OU": "OR", "NOT": "NOT", "SAUF": "NOT"}

QUOTES: Final = '"“”„«»'  # a straight one closes a straight one, any other any other
_UNSEEN = re.compile(rf"[{ZERO_WIDTH}]*")
GAP = re.compile(rf"[\s{ZERO_WIDTH}]+")  # what is copied from a page may bring along signs that nobody sees
RUN = re.compile(rf"(?:(?!<<<|>>>)[^\s(){{}}\[\]{QUOTES}])+(?<![{ZERO_WIDTH}])")
FIELD = re.compile(r"([^\W\d_][\w-]*(?:(?:\.[^\W\d_][\w-]*)+(?=:(?!\d)))?):(?!//)")
NEAR = re.compile(r"(O?)NEAR(?:/(\d+)([fF]?)|(?![^\W\d_]))")
TONE = re.compile(r"=\w+")  # target:"Bouygues Telecom"=negative
RANGE = re.compile(r"\[\s*([^\s\[\]]+)\s+TO\s+([^\s\[\]]+)\s*\]")
AFTER_MINUS = re.compile(r"-*+[^\s)\]}>.,;:!/\\|~^+=<-]")
TILDE = re.compile(r"~(\d*)")


def closers(opening: str) -> str:
    """The quotes that close what this quote opened."""
    return '"' if opening == '"' else QUOTES[1:]


def after_colon(text: str, at: int) -> int:
    """Where a field's value begins: nothing but signs that nobody sees may stand before it."""
    found = _UNSEEN.match(text, at)
    return found.end() if found else at


def after_space(text: str, at: int) -> int:
    """Where what is neither space nor a whole comment begins again."""
    while at < len(text):
        if gap := GAP.match(text, at):
            at = gap.end()
        elif text.startswith("<<<", at) and (end := text.find(">>>", at + 3)) >= 0:
            at = end + 3
        else:
            break
    return at
