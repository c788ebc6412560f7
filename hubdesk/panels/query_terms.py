"""What each term of a draft brings, and how much of that is noise: read on a sample of what it hears."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Heard, Scope
from hubdesk.i18n import _, number, percent
from hubdesk.query.brings import Bringing, Sample, asked_words, brings, said, texts_at
from hubdesk.query.match import test
from hubdesk.query.noise import Judge, Noise
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Query, QueryError
from hubdesk.store.reader import Reader
from hubdesk.widgets.term_table import TermRow
from hubdesk.widgets.text import tame

SAMPLE: Final = 3_000  # mentions of the draft that are read
BACKGROUND: Final = 8_000  # of the session's newest mentions: what other topics hear, and what nobody hears
MOST_VERIFIED: Final = 20_000
MOST_ROWS: Final = 200
ALARMING: Final = 0.25  # a share of noise from which on a term is warned about, its margin taken off
WIDEST: Final = 0.2  # margin of an estimate that is shown at all


@dataclass(frozen=True, slots=True)
class TermsOptions:
    """A draft of that topic's query."""

    topic: int
    draft: str


@dataclass(frozen=True, slots=True)
class TermsPicture:
    """`read` of `total` mentions tell; an estimate when those are not all. `is_least`: there are more than `total`."""

    options: TermsOptions
    rows: tuple[TermRow, ...] = ()
    warning: str = ""
    read: int = 0
    total: int = 0
    is_least: bool = False
    terms: tuple[tuple[str, int, int], ...] = ()  # where each row's term first stands in the draft


def read_terms(reader: Reader, scope: Scope, options: TermsOptions) -> TermsPicture:
    """A worker's work: nothing when the draft cannot be read."""
    try:
        query = parse(options.draft)
    except QueryError:
        return TermsPicture(options)
    here = replace(scope, topics=())
    found = reader.search(query, here, SAMPLE, most=MOST_VERIFIED)
    circle = Circle(reader.people())
    sample = [(one.mention, one.notes, circle.about(one.mention, one.source)) for one in found.mentions]
    told = brings(query, sample)
    if not told.read:
        return TermsPicture(options)
    judge = _judge(reader, here, options, query, circle, found.mentions, sample, told)
    factor = found.total / told.read
    rows: list[TermRow] = []
    worst: tuple[float, TermRow, Noise] | None = None
    for term in told.terms[:MOST_ROWS]:
        named = term.text.startswith("@")  # one account, whatever else is said: nothing to mistake it for
        noise = None if named else judge.estimate(texts_at(sample, term.alone_at))
        noise = None if noise is not None and noise.margin > WIDEST else noise
        mentions, alone = round(term.mentions * factor), round(term.alone * factor)
        row = TermRow(term.text, mentions, alone, noise.share if noise else None, factor > 1)
        rows.append(row)
        if noise is not None and noise.share - noise.margin >= ALARMING:
            worst = max(worst or (0.0, row, noise), (alone * noise.share, row, noise), key=_weight)
    return TermsPicture(
        options,
        tuple(rows),
        _warning(worst[1], worst[2]) if worst else "",
        told.read,
        found.total,
        not found.is_whole,
        tuple((term.text, term.start, term.end) for term in told.terms[:MOST_ROWS]),
    )


def _weight(found: tuple[float, TermRow, Noise]) -> float:
    return found[0]


def _judge(
    reader: Reader,
    scope: Scope,
    options: TermsOptions,
    query: Query,
    circle: Circle,
    mentions: Iterable[Heard],
    sample: list[Sample],
    told: Bringing,
) -> Judge:
    """What is solid (two terms vouch for it, or another topic hears it), against what nobody hears.

    What only the topic's saved query hears is neither: the draft leaves it out, and perhaps for its noise.
    """
    vouched = {at for at, heard in enumerate(mentions) if at < told.read and _others(heard, options.topic)}
    first = reader.facts().first_at
    whole = replace(scope, start=scope.start if first is None else min(first, scope.start))
    solid, background = list(texts_at(sample, sorted({*told.solid, *vouched}))), list[str]()
    for one in reader.latest(whole, BACKGROUND):
        if not one.is_gone:
            about = circle.about(one.mention, one.source)
            others = _others(one, options.topic)
            if (others or not one.matches) and test(query, one.mention, one.notes, about=about) is None:
                (solid if others else background).append(said(one.mention))
    return Judge(solid, background, *asked_words(query))


def _others(heard: Heard, topic: int) -> bool:
    """Whether another topic hears it."""
    return any(match.topic != topic for match in heard.matches)


def _warning(row: TermRow, noise: Noise) -> str:
    words = ", ".join(_("“{word}”").format(word=tame(word, 40)) for word in noise.words)
    told = (
        _("“{term}” alone brings {n} mentions; by estimate {share} of them are noise, with words such as {words}.")
        if words
        else _("“{term}” alone brings {n} mentions; by estimate {share} of them are noise.")
    )
    about = "≈ " if row.is_estimate else ""
    n, share = about + number(row.alone), percent(noise.share, 0)
    return told.format(term=tame(row.text, 60), n=n, share=share, words=words)
