"""Why a reader says what it says: the short codes of evidence as sentences for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hubdesk.core import Evidence, Mention
from hubdesk.i18n import N_, _, number, percent
from hubdesk.widgets.text import tame

ANALYST: Final = "analyst"  # the rule of evidence that is a person's word
PROFILE: Final = "profile-"  # begins the rule of a place that the author's profile names
SOURCE: Final = "source-"  # begins the rule of a place where the source is
_QUOTED: Final = 6  # words quoted of one piece of evidence
_WORD: Final = 40
_WHERE: Final = {"title": N_("in the title")}
_OWN_WORD: Final = N_("a word of your own list says so")

_TONE: Final = {
    "words": N_("quick reader, by the words that weigh most"),
    "model": N_("by the whole text, as the encoder reads it; to the quick reader these words weigh most"),
    "stars": N_("the stars it gives weigh beside its words"),
    "own word": _OWN_WORD,
    "official account": N_("an official account wrote it: that is no opinion, so its tone is not read"),
    "news article": N_("an article that reports: that is no opinion, so its tone is not read"),
    "language not read": N_("the tone of this language is not read"),
}
_IRONY: Final = {
    "praise and problem": N_("praise and what goes wrong, in one breath"),
    "thanks after trouble": N_("thanks or applause to a brand right after what went wrong"),
    "turn of phrase": N_("a turn of phrase that is often meant otherwise"),
    "model": N_("the model alone, by no word in particular"),
}
_THEME: Final = {
    "sure": N_("words that mean this theme"),
    "likely": N_("words that may mean it, and none that means another theme"),
    "none": N_("there are words, and none of them means a theme"),
    "own word": _OWN_WORD,
}
_TARGET: Final = {
    "whole": N_("the tone of the whole text"),
    "together": N_("named together with another brand: they share the tone of the text"),
    "missed": N_("a brand that was left and is missed"),
    "switched": N_("somebody goes from one brand to another"),
    "compared": N_("one brand is set against another"),
    "only": N_("one brand is set apart from the others"),
    "clauses": N_("by what is said around its name"),
    "own word": _OWN_WORD,
}
_PLACE: Final = {
    "number-beside": N_("its department or postal code stands beside it"),
    "preposition": N_("a preposition of place stands before it"),
    "capital": N_("written as a name"),
    "long-name": N_("a name of several words that nothing else has"),
    "small-letters": N_("in small letters, and too well known to be anything else"),
    "headline": N_("at the head of the text, as news names places"),
    "everyday-word": N_("also an everyday word, but places stand around it"),
    "abroad-rather": N_("also a place abroad, but French places stand around it"),
    "hashtag": N_("a hashtag"),
    "hashtag-area": N_("a hashtag"),
    "hashtag-number": N_("the department's number as a hashtag"),
    "town-of": N_("“the town of” stands before it"),
    "lives": N_("somebody lives there"),
    "alone": N_("all of what is said"),
    "list": N_("in a list of places"),
    "near": N_("near another place of the text"),
    "in-number": N_("the department's number, as in “in the 59”"),
    "of-number": N_("the department's number, as people say where they are from"),
    "department-number": N_("the word department and its number"),
    "late-number": N_("the department's number"),
    "brackets": N_("the department's number beside a name"),
    "postal": N_("a postal code"),
    "postal-code": N_("a postal code"),
    "area-in": N_("“in” or “all of” stands before it"),
    "clear-area": N_("a department or region that nothing else is called"),
    "area-beside": N_("a department or region beside a place in it"),
    "area-of": N_("“of” stands before a region's name"),
    "area-article": N_("an article stands before it"),
    "area-name": N_("the name of a department or region, in a list of places"),
    "brand-there": N_("a brand stands before it"),
    "brand": N_("the town, not the brand: places stand around it"),
}
_PICKED: Final = {
    "in-department": N_("of several of that name, the one in the department that is named"),
    "in-region": N_("of several of that name, the one in the region that is named"),
    "near": N_("of several of that name, the one near another place of the text"),
    "inhabitants": N_("of several of that name, the one with most inhabitants"),
}
_PERSON: Final = {
    "account": N_("one of the watched accounts wrote it"),
    "account named": N_("the text speaks to one of the watched accounts"),
    "full name": N_("the whole name stands in the text"),
    "common full name": N_("the whole name stands in the text, and others may be called so"),
    "hashtag": N_("the whole name as a hashtag"),
    "initial": N_("the surname with the initial before it"),
    "title": N_("the surname after a title, near the role or the firm"),
    "role": N_("the surname near the role"),
    "firm": N_("the surname near the firm"),
}
_LANGUAGE: Final = {
    "text": N_("read in the text"),
    "declared": N_("declared by its network: the text is too short to tell"),
}
_RULES: Final[Mapping[str, Mapping[str, str]]] = {
    "tone": _TONE,
    "irony": _IRONY,
    "theme": _THEME,
    "target": _TARGET,
    "place": _PLACE,
    "person": _PERSON,
    "language": _LANGUAGE,
    "duplicate": {"root": N_("nearly the same words were stored before")},
}


def why(evidence: Evidence, mention: Mention) -> str:
    """One piece of evidence in a sentence: the rule, how sure, and the words it rests on."""
    said, words = rule_words(evidence.reading, evidence.rule), quoted(evidence, mention)
    told = _("{rule}: {words}").format(rule=said, words=words) if words and said else words or said
    return " · ".join(part for part in (told, _score(evidence)) if part)


def rule_words(reading: str, rule: str) -> str:
    """The rule as a sentence; a code that this Hubdesk does not know is shown as it is."""
    known = _RULES.get(reading, {})
    if rule in known:
        return _(known[rule])
    if reading != "place":
        return tame(rule, _WORD)
    base, _plus, how = rule.removeprefix(PROFILE).removeprefix(SOURCE).partition("+")
    parts = [_(_PLACE[base]) if base in _PLACE else tame(base, _WORD), _(_PICKED[how]) if how in _PICKED else how]
    return ", ".join(tame(part) for part in parts if part)


def quoted(evidence: Evidence, mention: Mention) -> str:
    """The words that evidence rests on, each once, as the text has them."""
    parts = mention.parts()
    found: dict[str, None] = {}
    for mark in evidence.marks:
        words = tame(parts.get(mark.part, "")[mark.start : mark.end], _WORD)
        if words:
            where = f" {_(_WHERE[mark.part])}" if mark.part in _WHERE else ""
            found[_("“{word}”").format(word=words) + where] = None
    more = f" +{len(found) - _QUOTED}" if len(found) > _QUOTED else ""
    return ", ".join(list(found)[:_QUOTED]) + more


def _score(evidence: Evidence) -> str:
    """How sure: a share for what is calibrated, else a weight that ranks."""
    if evidence.score is None:
        return ""
    if evidence.reading == "tone" and evidence.value == "unknown":
        return _("the likeliest tone has only {share}").format(share=percent(evidence.score, 0))
    if evidence.reading == "irony":
        return _("a {share} chance of irony").format(share=percent(evidence.score, 0))
    if evidence.reading == "tone":
        return _("{share} likely").format(share=percent(evidence.score, 0))
    return _("weight {n} of 1").format(n=number(evidence.score, 2))
