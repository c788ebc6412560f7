"""What was read in a mention, and what each reading rests on: which words, which rule, how sure, who read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.core import About, Evidence, Heard, Millis, Person
from hubdesk.i18n import _, clock, day, percent
from hubdesk.panels.detail_rules import ANALYST, PROFILE, SOURCE, rule_words, why
from hubdesk.panels.reading_words import (
    code_words,
    language_word,
    place_names,
    said_now,
    target_words,
    tone_word,
    value_words,
)
from hubdesk.widgets.card_words import theme_word
from hubdesk.widgets.reading_values import ReadingLine, ReadingRow
from hubdesk.widgets.text import tame

# Whose version stands in a mention's notes for each reading.
READERS: Final = {
    "tone": "tone",
    "irony": "irony",
    "target": "targets",
    "theme": "themes",
    "place": "places",
    "language": "language",
    "duplicate": "duplicate",
    "person": "people",
}
NOTHING: Final = About()
ENCODER: Final = "encoder"
_SLOWER: Final = ("tone", "irony", "target")  # what the encoder reads again
_EVIDENCE: Final = 24  # lines of one reading; the others are counted


@dataclass(frozen=True, slots=True)
class YourWord:
    """What the analyst said of a reading of this mention; `said`: what the readers had said, None: nobody had read."""

    id: int
    reading: str
    at: Millis
    said: tuple[str, ...] | None
    is_of_earlier_words: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """The mention that a duplicate repeats; `id` None: the session holds it no more."""

    id: int | None
    author: str = ""
    at: Millis | None = None


@dataclass(frozen=True, slots=True)
class Readings:
    """All that the rows are made of. `off`: the readers that cannot work, and why."""

    heard: Heard
    zone: str
    about: About = NOTHING
    people: tuple[Person, ...] = ()
    yours: tuple[YourWord, ...] = ()
    root: Root | None = None
    off: tuple[tuple[str, str], ...] = ()


def reading_rows(told: Readings) -> tuple[ReadingRow, ...]:
    """Every reading, in the order it is shown."""
    made = [
        _row(told, "tone", _("Tone"), _tone(told.heard), told.heard.notes.tone),
        _row(told, "irony", _("Irony"), _value(told.heard, "irony")),
        _row(told, "target", _("Tone by brand"), _value(told.heard, "target")),
        _row(told, "theme", _("Themes"), _value(told.heard, "theme")),
        _row(told, "place", _("Named in the text"), _value(told.heard, "place")),
        *_elsewhere(told),
        _row(told, "language", _("Language"), _language(told.heard)),
        _row(told, "duplicate", _("Repeats"), _duplicate(told.heard)),
        _row(told, "person", _("Person"), _person(told)),
    ]
    return tuple(row for row in made if row is not None)


def _row(told: Readings, reading: str, label: str, value: str, tone: str = "") -> ReadingRow | None:
    """`value` "": nobody read it."""
    lines = tuple(_lines(told, reading))
    yours = any(word.reading == reading for word in told.yours)
    if not value and ((reading == "person" and not lines) or told.heard.is_gone):
        return None  # what was taken back can be read by nobody any more
    return ReadingRow(reading, label, value or _("nobody has read it yet"), lines, tone, yours)


def _value(heard: Heard, reading: str) -> str:
    """A reading in words; "" while nobody has read it."""
    value = said_now(heard.notes, reading)
    return value_words(reading, value) if value or _is_read(heard, reading) else ""


def _is_read(heard: Heard, reading: str) -> bool:
    """By a reader, or by the analyst, who may have said that there is none."""
    by_her = any(one.reading == reading and one.rule == ANALYST for one in heard.notes.evidence)
    return by_her or READERS[reading] in dict(heard.notes.versions)


def _tone(heard: Heard) -> str:
    notes = heard.notes
    if not notes.tone:
        return _("not read, see why") if any(one.reading == "tone" for one in notes.evidence) else ""
    word = tone_word(notes.tone)
    if notes.tone_score is None or notes.tone == "unknown":
        return word
    return _("{tone} ({share})").format(tone=word, share=percent(notes.tone_score, 0))


def _language(heard: Heard) -> str:
    code = heard.notes.language or heard.mention.language
    return language_word(code) if code else _("cannot tell") if _is_read(heard, "language") else ""


def _duplicate(heard: Heard) -> str:
    if heard.notes.duplicate is None:
        return ""
    return _("nearly the same words as before") if heard.notes.duplicate else _("no, first seen here")


def _person(told: Readings) -> str:
    named = dict.fromkeys(one.value for one in told.heard.notes.evidence if one.reading == "person")
    names = dict.fromkeys([*told.about.people, *named])
    by_name = {person.name: person for person in told.people}
    shown = [_with_role(name, by_name.get(name)) for name in names]
    return "\n".join([*shown, *((_("declared staff"),) if told.about.insider else ())])


def _with_role(name: str, person: Person | None) -> str:
    role = tame(person.role, 120) if person is not None else ""
    return f"{tame(name, 120)}, {role}" if role else tame(name, 120)


def _elsewhere(told: Readings) -> Iterator[ReadingRow]:
    """What the author's profile and the source say of where they are: weaker, and never "named in the text"."""
    for key, label, sign in (("profile", _("Author's profile"), PROFILE), ("region", _("Source's region"), SOURCE)):
        found = [one for one in told.heard.notes.evidence if one.reading == "place" and one.rule.startswith(sign)]
        if found:
            shown = ", ".join(dict.fromkeys(_place(told.heard, one.value) for one in found))
            lines = tuple(ReadingLine(why(one, told.heard.mention), one.marks) for one in found)
            yield ReadingRow(key, label, shown, lines)


def _place(heard: Heard, code: str) -> str:
    names = {one.code: one.label for one in place_names(heard.notes.places)}
    return names.get(code) or (code_words(code) if ":" in code else tame(code, 80))


def _lines(told: Readings, reading: str) -> Iterator[ReadingLine]:
    for word in told.yours:
        if word.reading == reading:
            yield from _yours(word, told.zone)
    found = [one for one in told.heard.notes.evidence if one.reading == reading and one.rule != ANALYST]
    found = [one for one in found if not (reading == "place" and one.rule.startswith((PROFILE, SOURCE)))]
    for one in found[:_EVIDENCE]:
        yield _line(told, one)
    if len(found) > _EVIDENCE:
        yield ReadingLine(_("and more"))
    if reading == "duplicate" and told.root is not None:
        yield _leading(told.root, told.zone)
    if reading == "person":
        yield from _roles(told)
    yield from map(ReadingLine, _who(told, reading))


def _line(told: Readings, one: Evidence) -> ReadingLine:
    said = why(one, told.heard.mention)
    name = {"target": target_words, "theme": theme_word}.get(one.reading)
    if one.reading == "place":
        said = f"{_place(told.heard, one.value)} · {said}"
    elif one.reading == "person":
        said = f"{tame(one.value, 120)} · {said}"
    elif name is not None:
        said = f"{name(one.value)} · {said}"
    return ReadingLine(said, one.marks)


def _yours(word: YourWord, zone: str) -> Iterator[ReadingLine]:
    before = value_words(word.reading, word.said) if word.said is not None else _("nothing yet")
    at = f"{day(word.at, zone)} {clock(word.at, zone)}"
    said = _("Said by you, {at}. The reader had said: {before}.").format(at=at, before=before)
    yield ReadingLine(said, undo=word.id)
    if word.is_of_earlier_words:
        yield ReadingLine(_("The text was edited since."))


def _leading(root: Root, zone: str) -> ReadingLine:
    if root.id is None:
        return ReadingLine(_("What it repeats is not here: not known at this scope's end, or taken back."))
    at = f"{day(root.at, zone)} {clock(root.at, zone)}"
    return ReadingLine(_("First said by {author}, {at}.").format(author=root.author, at=at), leads_to=root.id)


def _roles(told: Readings) -> Iterator[ReadingLine]:
    for person in told.people:
        said = {one.rule for one in told.heard.notes.evidence if (one.reading, one.value) == ("person", person.name)}
        if person.name in told.about.people and "account" not in said:
            yield ReadingLine(f"{tame(person.name, 120)} · {rule_words('person', 'account')}")
        if person.role_source and (said or person.name in told.about.people):
            since = _(", since {date}").format(date=tame(person.role_since, 40)) if person.role_since else ""
            yield ReadingLine(_("Role from {source}{since}").format(source=tame(person.role_source), since=since))


def _who(told: Readings, reading: str) -> Iterable[str]:
    """Which reader read it, in which version; or why none did."""
    versions, off = dict(told.heard.notes.versions), dict(told.off)
    reader = READERS[reading]
    if reading in _SLOWER and ENCODER in versions:
        return (_("Read by the encoder, version {n}.").format(n=versions[ENCODER]),)
    if reader in versions:
        said = _("Read by the quick reader, version {n}.").format(n=versions[reader])
        if reading not in _SLOWER:
            return (_("Read by version {n} of its reader.").format(n=versions[reader]),)
        return (f"{said} {_('The encoder has not read it yet.')}",)
    for name in (reader, ENCODER) if reading in _SLOWER else (reader,):
        if name in off:
            return (_("This reader is off: {why}").format(why=tame(off[name], 300)),)
    return ()
