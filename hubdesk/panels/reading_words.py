"""What was read, or said by the analyst, in words for people: one reading's value, as corrections hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Notes
from hubdesk.core.place_codes import DEP, INSEE, PLACE_CODES, departments, parted
from hubdesk.i18n import N_, _
from hubdesk.widgets.card_words import TONES, theme_word
from hubdesk.widgets.text import tame

READINGS: Final = {
    "tone": N_("Tone"),
    "irony": N_("Irony"),
    "target": N_("Tone by brand"),
    "theme": N_("Themes"),
    "place": N_("Places"),
    "language": N_("Language"),
}
LANGUAGES: Final = {"fr": N_("French"), "en": N_("English"), "de": N_("German"), "es": N_("Spanish")}
_NAME: Final = 80
_SHOWN: Final = 12  # values of one reading that are named; the others are counted


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as people write it, and the code by which evidence names it ("" where notes hold none)."""

    label: str
    code: str = ""


def place_names(told: Sequence[str]) -> tuple[PlaceName, ...]:
    """The places behind the texts of `Notes.places`: each name stands before its code, then its department's."""
    found = []
    for at, name in enumerate(told):
        if name.startswith(PLACE_CODES):
            continue
        behind = [*told[at + 1 : at + 4], ""]
        code = behind[0] if behind[0].startswith(PLACE_CODES) else ""
        department = next(iter(departments(behind)), "") if code else ""
        label = tame(name, _NAME)
        found.append(PlaceName(f"{label} ({tame(department, 5)})" if department else label, code))
    return tuple(found) or tuple(PlaceName(code_words(one), one) for one in told)


def place_groups(told: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The texts of `Notes.places`, place by place: a name, and the codes that stand behind it."""
    groups: list[list[str]] = []
    for one in told:
        if one.startswith(PLACE_CODES) and groups:
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(map(tuple, groups))


def code_words(code: str) -> str:
    """A place of which only the code is known."""
    begin, value = parted(code)
    shown = tame(value, _NAME)
    if begin == INSEE:
        return _("commune {code}").format(code=shown)
    return _("department {code}").format(code=shown) if begin == DEP else shown or tame(code, _NAME)


def language_word(code: str) -> str:
    return _(LANGUAGES[code[:2]]) if code[:2] in LANGUAGES else tame(code, 40)


def tone_word(tone: str) -> str:
    return _(TONES[tone]) if tone in TONES else tame(tone, 40)


def target_words(pair: str) -> str:
    """`Orange: negative` of `Orange=negative`."""
    brand, _sign, tone = pair.partition("=")
    shown = tone_word(tone) if tone else _("not read")
    return _("{brand}: {tone}").format(brand=tame(brand, _NAME), tone=shown)


def value_words(reading: str, value: Sequence[str] | None) -> str:
    """The value of a reading on one line; None: nobody had read it."""
    if value is None:
        return _("not read")
    if not value:
        return _("none")
    if reading == "place":
        return _listed([place.label for place in place_names(value)])
    return _listed([_word(reading, one) for one in value])


def _word(reading: str, one: str) -> str:
    if reading == "tone":
        return tone_word(one)
    if reading == "irony":
        return _("irony possible") if one == "yes" else _("no irony")
    if reading == "theme":
        return theme_word(one)
    return target_words(one) if reading == "target" else language_word(one) if reading == "language" else tame(one, 80)


def _listed(words: Iterable[str]) -> str:
    named = [word for word in words if word]
    more = f" +{len(named) - _SHOWN}" if len(named) > _SHOWN else ""
    return ", ".join(named[:_SHOWN]) + more


def said_now(notes: Notes, reading: str) -> tuple[str, ...]:
    """What a mention's notes say of a reading, as a correction of it would."""
    if reading == "tone":
        return (notes.tone,) if notes.tone else ()
    if reading == "irony":
        return () if notes.irony is None else ("yes" if notes.irony else "no",)
    if reading == "target":
        return tuple(f"{brand}={tone}" if tone else brand for brand, tone in notes.targets)
    if reading == "language":
        return (notes.language,) if notes.language else ()
    return notes.themes if reading == "theme" else notes.places
