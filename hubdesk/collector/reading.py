"""The one place where a mention is read: language, places, tone, themes, brands and the tone towards each, repeats.

The readers are strangers to each other; here they meet, and meet the queries. A reader that cannot work (its model is
missing or damaged) is off and says why; the others go on, and what it would have read stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Final, Protocol

from hubdesk.collector import own as own_words
from hubdesk.collector.own import NO_WORDS, Own, Said
from hubdesk.collector.people import PeopleSeen
from hubdesk.collector.themes import VERSION as THEMES_VERSION
from hubdesk.collector.themes import Theme, Themes
from hubdesk.core import Evidence, HubdeskError, Kind, Mark, Match, Mention, Notes, Person, Role, Topic
from hubdesk.core.readings import OWN_WORD, OwnWords
from hubdesk.enrich import duplicates, language, places
from hubdesk.enrich.duplicates import Duplicates
from hubdesk.enrich.opinion import LANGUAGE, Opinions
from hubdesk.enrich.people import VERSION as PEOPLE_VERSION
from hubdesk.enrich.places import Place, PlaceReader
from hubdesk.enrich.targets import VERSION as TARGETS_VERSION
from hubdesk.enrich.targets import Target, towards
from hubdesk.query.defaults import operators
from hubdesk.query.match import Matcher

BRANDS: Final = (Role.OWN, Role.RIVAL)


class Tone(Protocol):
    """What is used of a reading of tone."""

    @property
    def value(self) -> str: ...
    @property
    def score(self) -> float | None: ...
    @property
    def irony(self) -> bool | None: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


class ToneReads(Protocol):
    """What is used of the reader of tone; its marks say "body"."""

    def fast(self, text: str) -> Tone: ...
    def scores(self, text: str) -> tuple[float, float, float]: ...


@dataclass(frozen=True, slots=True)
class Read:
    """A mention's notes, and the places they came from."""

    notes: Notes
    places: tuple[Place, ...]


class Reading:
    """Readers made ready. Nothing is loaded before the first mention."""

    def __init__(
        self,
        topics: Sequence[Topic] = (),
        *,
        tone: ToneReads | None = None,
        places: PlaceReader | None = None,
        themes: Iterable[Theme] | None = None,
        groups: Duplicates | None = None,
        people: Sequence[Person] = (),
        own: OwnWords = NO_WORDS,
    ) -> None:
        """`topics` are the session's; own brand and rivals are brands, and without any the four operators are.

        `tone` None: the tone is not read. `groups` None: nothing is told of repeats. `people` are looked for, `own`
        words heeded before any model.
        """
        brands = [topic for topic in topics if topic.role in BRANDS] or operators()
        self._brands = [topic.name for topic in brands]
        self._tone = tone
        self._opinions = Opinions(self._brands)
        self._places: PlaceReader | None = places or PlaceReader()
        self._groups = groups
        self._off: dict[str, str] = {}
        self._has_read = False
        self._themes = self._made_themes(themes)
        self._people = PeopleSeen(people, self._brands) if people else None
        asked = [replace(topic, id=number) for number, topic in enumerate(brands)]
        themed = self._themes.topics if self._themes else ()
        self._own = Own(own, after=-len(themed))
        self._matcher = Matcher([*asked, *themed, *self._own.topics])  # one pass for all

    @property
    def off(self) -> Mapping[str, str]:
        """The readers that cannot work, and why, in a person's words."""
        return self._off

    def has_read(self) -> bool:
        """Whether anything was read yet: who cannot work is only known then."""
        return self._has_read

    def note_off(self, reader: str, error: HubdeskError) -> None:
        """Somebody who uses these readers found that one cannot work."""
        self._off[reader] = str(error)

    def notes(self, mention: Mention) -> Notes:
        """Everything that is read in a mention. What nobody can tell stays empty."""
        return self.read(mention).notes

    def read(self, mention: Mention, tone: Tone | None = None) -> Read:
        """The same with its places. `tone`: what another reader, such as the encoder, has already read.

        What is nobody's opinion has no tone, and its evidence says why; versions say that it was asked.
        """
        body = "comment" if mention.kind == Kind.COMMENT else "body"
        spoken_in = body if mention.text else "title"
        spoken, how = _language(mention)
        unread = self.unread(mention, spoken)
        is_asked = tone is not None or self._tone is not None
        tone = None if unread else tone or self._fast(mention.text or mention.title)
        found, evidence = self._read_places(mention, body)
        self._has_read = True
        notes = Notes(language=spoken, places=places.notes_of(found))
        if spoken:
            evidence = (Evidence("language", spoken, None, how), *evidence)
        if tone is not None:
            notes = replace(notes, tone=tone.value, tone_score=tone.score, irony=tone.irony)
            evidence += tone.evidence if spoken_in == "body" else _in_part(tone.evidence, spoken_in)
        elif unread and is_asked:
            evidence += (Evidence("tone", "", None, unread),)
        matches = self._matcher.match(mention, notes)
        said = self._own.said(matches)
        if said and unread in ("", LANGUAGE):
            notes = own_words.with_tone(replace(notes, evidence=evidence), said)
            evidence = notes.evidence
        if self._themes is not None:
            about = own_words.with_themes(self._themes.about(mention, notes, matches), said)
            notes = replace(notes, themes=tuple(one.value for one in about))
            evidence += about
        named = self._towards(mention, notes, matches, said)
        evidence += tuple(_target_evidence(target, spoken_in) for target in named)
        if self._people is not None:
            evidence += self._people.evidence(mention)
        if self._groups is not None:
            root = _root(self._groups, mention)
            notes = replace(notes, duplicate=root is not None)
            evidence += (Evidence("duplicate", root, None, "root"),) if root is not None else ()
        notes = replace(
            notes,
            targets=tuple((target.brand, target.tone) for target in named),
            evidence=evidence,
            versions=self._versions(tone is not None or (is_asked and bool(unread))),
        )
        return Read(notes, found)

    def unread(self, mention: Mention, language: str) -> str:
        """Why the tone of a mention in that language is not read (a code of enrich/opinion.py); "" when it is."""
        return self._opinions.unread(mention, language)

    def judged(self, mention: Mention, notes: Notes, unread: str = "") -> tuple[Notes, tuple[Target, ...]]:
        """What another reader read of a mention's tone, with the analyst's own words on it, and the brands the mention
        speaks of with the tone towards each that follows. `unread`: why there is no tone."""
        matches = self._matcher.match(mention, notes)
        said = self._own.said(matches)
        if said and unread in ("", LANGUAGE):
            notes = own_words.with_tone(notes, said)
        return notes, self._towards(mention, notes, matches, said)

    @property
    def own_versions(self) -> Mapping[str, int]:
        """Which of the analyst's own words are heeded."""
        return self._own.versions

    def _towards(
        self, mention: Mention, notes: Notes, matches: Iterable[Match], said: Sequence[Said]
    ) -> tuple[Target, ...]:
        told = own_words.without_names(mention, said) if said else mention
        if told is not mention:  # asked again without the words that name no brand
            matches = self._matcher.match(told, notes)
        heard = [self._brands[match.topic] for match in matches if match.topic >= 0]
        mine = own_words.brands(said, self._brands) if said else {}
        scores = self._tone.scores if self._tone else _no_scores
        named = [*heard, *(brand for brand in mine if brand not in heard)]
        found = towards(told.text or told.title, named, notes.tone, scores)
        return tuple(one if one.brand in heard else _own_target(one, mine[one.brand]) for one in found)

    def _made_themes(self, themes: Iterable[Theme] | None) -> Themes | None:
        try:
            return Themes(themes)
        except HubdeskError as error:
            self._off["themes"] = str(error)
            return None

    def _read_places(self, mention: Mention, body: str) -> tuple[tuple[Place, ...], tuple[Evidence, ...]]:
        found: list[Place] = []
        evidence = self._profile(mention.author.profile)
        for part, text in (("title", mention.title), (body, mention.text)):
            if text and self._places is not None:
                try:
                    there = self._places.read(text)
                except HubdeskError as error:
                    self._off["places"] = str(error)
                    self._places = None
                    return (), ()
                evidence += places.evidence_of(there, part)
                found += [place for place in there if place.code not in {one.code for one in found}]
        return tuple(found), evidence

    def _profile(self, profile: str) -> tuple[Evidence, ...]:
        """Where an author's profile says they are: weaker, and never among the places that the text names."""
        if not profile or self._places is None:
            return ()
        try:
            there = self._places.read_profile(profile)
        except HubdeskError as error:
            self._off["places"] = str(error)
            self._places = None
            return ()
        return tuple(Evidence("place", place.code, place.confidence, place.rule) for place in there)

    def where(self, region: str) -> tuple[Evidence, ...]:
        """Where a source says it is, weaker likewise; its rules begin with `source-`."""
        told = self._profile(region)
        return tuple(replace(one, rule=f"source-{one.rule.removeprefix('profile-')}") for one in told)

    def _fast(self, text: str) -> Tone | None:
        if self._tone is None:
            return None
        try:
            return self._tone.fast(text)
        except HubdeskError as error:
            self._off["tone"] = str(error)
            self._tone = None
            return None

    def _versions(self, has_tone: bool) -> tuple[tuple[str, int], ...]:
        versions = {"language": language.VERSION, "targets": TARGETS_VERSION}
        if self._places is not None:
            versions["places"] = places.VERSION
        if self._themes is not None:
            versions["themes"] = THEMES_VERSION
        if self._people is not None:
            versions["people"] = PEOPLE_VERSION
        if self._groups is not None:
            versions["duplicate"] = duplicates.VERSION
        if has_tone:
            versions["tone"] = versions["irony"] = getattr(self._tone, "version", 1)
        return tuple(sorted((versions | self._own.versions).items()))


def tone_reader() -> ToneReads | None:
    """The reader of tone that Hubdesk brings; None where this build has none."""
    try:
        found: ToneReads = import_module("hubdesk.enrich.tone").ToneReader()  # late: the heads are large
    except ImportError:
        return None
    return found


def _language(mention: Mention) -> tuple[str, str]:
    """The language the text shows; where it is too short to show any, the one its network declares."""
    read = language.language(f"{mention.title}\n{mention.text}")
    return (read, "text") if read else (mention.language.split("-")[0].lower(), "declared")


def _no_scores(text: str) -> tuple[float, float, float]:
    return (0.0, 0.0, 0.0)


def _root(groups: Duplicates, mention: Mention) -> str | None:
    text = f"{mention.title}\n{mention.text}" if mention.title else mention.text
    return groups.seen(mention.native_id, text, mention.author.handle, mention.published_at)


def _own_target(target: Target, marks: tuple[Mark, ...]) -> Target:
    return replace(target, rule=OWN_WORD, marks=tuple((mark.start, mark.end) for mark in marks if mark.part != "title"))


def _target_evidence(target: Target, part: str) -> Evidence:
    marks = tuple(Mark(part, start, end) for start, end in target.marks)
    return Evidence("target", f"{target.brand}={target.tone}", None, target.rule, marks)


def _in_part(evidence: Iterable[Evidence], part: str) -> tuple[Evidence, ...]:
    """What was read in a text that stands in this part."""
    return tuple(
        Evidence(one.reading, one.value, one.score, one.rule, tuple(Mark(part, m.start, m.end) for m in one.marks))
        for one in evidence
    )
