"""What the sheet of an opened episode says, and what each of its figures opens."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Final

from hubdesk.core import Heard, Millis
from hubdesk.i18n import N_, UNKNOWN, _, clock, ngettext, number, percent
from hubdesk.panels.episodes_known import (
    Excess,
    Known,
    chance_of,
    excess,
    figure,
    ids,
    listened,
    sentences,
    share,
    texts,
)
from hubdesk.panels.episodes_picture import MOST_PLACES, Opened
from hubdesk.panels.episodes_words import (
    anchor,
    fate,
    kind_words,
    length,
    mark_words,
    moment,
    phase_word,
    topic_name,
    when,
)
from hubdesk.panels.panel import Rows
from hubdesk.panels.reading_words import code_words
from hubdesk.widgets.card_words import author
from hubdesk.widgets.episode_sheet import SheetWords
from hubdesk.widgets.figure_line import Saying
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.text import tame
from hubdesk.widgets.timeline import Fact

SHARES: Final = {
    "duplicates": N_("near-duplicates"),
    "reposts": N_("reposts"),
    "top_authors": N_("by the ten loudest accounts"),
    "placed": N_("name a place"),
    "insiders": N_("by declared insiders"),
}
EXCESSES: Final = {
    "terms": N_("Words"),
    "authors": N_("Accounts"),
    "domains": N_("Sites linked to"),
    "places": N_("Places"),
}
LONGEST: Final = 200  # code points of a name that a query asks for
MOST_FACTS: Final = 40
MOST_RINGS: Final = 20
NAMED: Final = 12  # accounts of a ring
_EXCERPT: Final = 160
_HANDLE: Final = re.compile(r"@?[\w.-]+(@[\w.-]+)?")
_SITE: Final = re.compile(r"[\w-]+(\.[\w-]+)+")
_DEPARTMENT: Final = re.compile(r"\d[\dAB]\d?")


def sheet_words(opened: Opened, end: Millis, zone: str) -> SheetWords:
    """`end`: the scope's."""
    one, evidence = opened.known, opened.known.alarm.evidence
    name = topic_name(opened.topic, one.main.topic)
    told = sentences(evidence, zone)
    return SheetWords(
        head=f"{kind_words(one)} · {name}",
        about=" · ".join((when(one, end, zone), length(one, end), fate(one)[1])),
        lines=tuple(tame(line, 400) for line in told) or (_("The alarm left no words."),),
        sayings=_sayings(opened),
        sections=(_first(opened, zone), *(_excess(opened, key) for key in EXCESSES), _area(opened), _rings(opened)),
        facts=facts(one, end, zone),
        notes=_("Evidence is what was known at the alarm, {time}; what came later changes none of it.").format(
            time=moment(one.alarm.at, end, zone)
        ),
    )


def facts(one: Known, end: Millis, zone: str, more: Sequence[tuple[Millis, Fact]] = ()) -> tuple[Fact, ...]:
    """Its states, what the analyst said, and `more`, oldest first; of very many the newest."""
    made, today = list(more), anchor(one, end)
    for state in one.states:
        told = sentences(state.evidence, zone)
        words = told[0] if told else phase_word(state.phase)
        made.append((state.at, Fact(moment(state.at, today, zone), state.phase, tame(words, 400))))
    for mark in one.marks:
        glyph = "icon:check" if mark.word == "acknowledged" else "icon:person"
        made.append((mark.at, Fact(moment(mark.at, today, zone), glyph, mark_words(mark, zone))))
    return tuple(fact for _at, fact in sorted(made, key=_when)[-MOST_FACTS:])


def query_of(key: str, name: str) -> str:
    """What finds the mentions behind a name; "" where no query can say it."""
    if len(name) > LONGEST:
        return ""
    if key == "terms":
        words = name.replace('"', " ").strip()
        return f'"{words}"' if re.search(r"\w", words) else ""
    if key == "authors":
        return f"author:{name}" if _HANDLE.fullmatch(name) else ""
    if key == "domains":
        return f'links:"{name}" OR site:"{name}"' if _SITE.fullmatch(name) else ""
    return f"place:{name}" if _DEPARTMENT.fullmatch(name) else ""


def _sayings(opened: Opened) -> tuple[Saying, ...]:
    """Shares that are known, and how much of the stretch was listened to."""
    evidence = opened.known.alarm.evidence
    made = [
        Saying(percent(found, 0), _(words))
        for key, words in SHARES.items()
        if (found := share(evidence, key)) is not None
    ]
    chance = chance_of(opened.known) if opened.known.lasts else None
    if chance is not None:
        made.insert(0, Saying(percent(chance, 0), _("chance that as many follow")))
    minutes = listened(evidence)
    if minutes is not None:
        said = ngettext("of {all} minute listened to", "of {all} minutes listened to", minutes[1])
        made.append(Saying(number(minutes[0]), said.format(all=number(minutes[1]))))
    area = evidence.get("area")
    times = figure(area.get("national")) if isinstance(area, dict) else None
    if times is not None:
        made.append(Saying(f"×{number(times, 1)}", _("the usual in all of France")))
    return tuple(made)


def _first(opened: Opened, zone: str) -> Section:
    rows = [
        Row(
            f"{author(heard)}: {excerpt(heard)}",
            (Cell(clock(heard.at, zone), is_quiet=True),),
            key=heard.id,
            more=excerpt(heard),
        )
        for heard in opened.first
    ]
    return Section(_("First mentions"), (Column(_("published")),), tuple(rows))


def excerpt(heard: Heard) -> str:
    """Its first words; that it is gone, where it is."""
    if heard.is_gone:
        return _("taken back by its author")
    mention = heard.mention
    return tame(f"{mention.title[:_EXCERPT]} {mention.text[: 4 * _EXCERPT]}".strip(), _EXCERPT) or _("No text.")


def _excess(opened: Opened, key: str) -> Section:
    named = dict(opened.places)
    rows = [_row(opened, key, one, named) for one in excess(opened.known.alarm.evidence, key)]
    columns = (Column(_("mentions")), Column(_("expected"), 1))
    return Section(_(EXCESSES[key]), columns, tuple(rows))


def _row(opened: Opened, key: str, one: Excess, named: dict[str, str]) -> Row:
    shown = tame(one.name, 120)
    if key == "places":
        shown = f"{named[one.name]} ({shown})" if one.name in named else code_words(f"dep:{one.name}")
    opens = rows_of(opened, query_of(key, one.name))
    expected = number(one.expected, 1 if one.expected < 10 else 0)
    return Row(shown, (Cell(number(one.heard), opens), Cell(expected, is_quiet=True)), opens, more=shown)


def rows_of(opened: Opened, query: str) -> Rows | None:
    """The rows of the episode's topic in its stretch that a query finds."""
    if not query:
        return None
    return Rows(query, opened.stretch.start, opened.stretch.end, opened.topic.id if opened.topic is not None else None)


def _area(opened: Opened) -> Section:
    """Of an outage: where."""
    area = opened.known.alarm.evidence.get("area")
    found = area if isinstance(area, dict) else {}
    codes, named = texts(found.get("places"), MOST_PLACES), dict(opened.places)
    rows = []
    if codes:
        wanted = [code for code in codes if _DEPARTMENT.fullmatch(code)]
        opens = rows_of(opened, f"place:({' OR '.join(wanted)})" if wanted else "")
        names = ", ".join(named.get(code, tame(code, 5)) for code in codes)
        expected = figure(found.get("expected"))
        words = number(expected, 1 if expected is not None and expected < 10 else 0)
        rows.append(Row(names, (Cell(words, is_quiet=True),), opens, more=names))
    return Section(_("Area"), (Column(_("expected")),), tuple(rows))


def _rings(opened: Opened) -> Section:
    """Accounts that act together: who, on how many things, and how likely that is by chance."""
    rings = opened.known.alarm.evidence.get("rings")
    rows = []
    for one in rings[:MOST_RINGS] if isinstance(rings, list) else ():
        accounts = texts(one.get("accounts"), 1_000) if isinstance(one, dict) else ()
        if not accounts:
            continue
        names = ", ".join(tame(account, 60) for account in accounts[:NAMED])
        if (left := len(accounts) - NAMED) > 0:
            names += ngettext(", and {n} more", ", and {n} more", left).format(n=number(left))
        things, chance = figure(one.get("things")), figure(one.get("chance"))
        said = percent(chance, 1) if chance is not None and chance >= 0.001 else "< " + percent(0.001, 1)
        first = next(iter(ids(one)), None)
        cells = (Cell(number(len(accounts))), Cell(number(things)), Cell(UNKNOWN if chance is None else said))
        rows.append(Row(names, cells, first, more=names))
    columns = (Column(_("accounts")), Column(_("things shared")), Column(_("by chance"), 1))
    return Section(_("Act together"), columns, tuple(rows))


def _when(dated: tuple[Millis, Hashable]) -> Millis:
    return dated[0]
