"""The signs of the language and its limits: what the scanner, the mending and the colouring all go by."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 8_000  # code points, comments included
MOST_TERMS: Final = 1_000  # each word of a phrase counts
DEEPEST: Final = 100  # brackets
FARTHEST: Final = 50  # NEAR and ~

OPERATORS: Final = {"AND": "AND", "ET": "AND", "OR": "OR", "OU": "OR", "NOT": "NOT", "SAUF": "NOT"}
SMALL: Final = {"and": "AND", "et": "ET", "or": "OR", "ou": "OU", "not": "NOT", "sauf": "SAUF"}
NO_OPERATORS: Final = ("NON", "PAS")
DASHES: Final = "–—−"  # what a word processor makes of a minus

QUOTES: Final = '"“”„«»'  # a straight one closes a straight one, any other any other
RUN = re.compile(rf"(?:(?!<<<|>>>)[^\s(){{}}\[\]{QUOTES}])+")
FIELD = re.compile(r"([^\W\d_][\w-]*):(?!//)")
NEAR = re.compile(r"(O?)NEAR(?:/(\d+)([fF]?))?")
TONE = re.compile(r"=\w+")  # target:"Bouygues Telecom"=negative
RANGE = re.compile(r"\[\s*([^\s\[\]]+)\s+TO\s+([^\s\[\]]+)\s*\]")
AFTER_MINUS = re.compile(r"-*+[^\s)\]}>.,;:!/\\|~^+=<-]")
TILDE = re.compile(r"~(\d*)")


def closers(opening: str) -> str:
    """The quotes that close what this quote opened."""
    return '"' if opening == '"' else QUOTES[1:]


def after_space(text: str, at: int) -> int:
    """Where what is neither space nor a whole comment begins again."""
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text.startswith("<<<", at) and (end := text.find(">>>", at + 3)) >= 0:
            at = end + 3
        else:
            break
    return at
