"""The verb export: a session's mentions as rows, or panels of it as slides, within each source's terms."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Final

from hubdesk.cli_words import answer, instant, now, say, topic_called
from hubdesk.core import HubdeskError, Scope, Span
from hubdesk.i18n import _, ngettext, number
from hubdesk.query.syntax import parse
from hubdesk.reports.export import KINDS, Exported, held_back_words
from hubdesk.reports.export import export as run
from hubdesk.reports.whole_file import check_other
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

SLIDES: Final = ".pptx"
_TELL_SECONDS: Final = 5.0


def export(arguments: argparse.Namespace) -> int:
    """`hubdesk export FILE -o OUT.{csv,jsonl,xlsx,parquet,pptx} [--topic T]... [--query Q] [--from] [--to]
    [--pseudonymise] [--panel P]...`."""
    out: Path = arguments.output
    check_other(arguments.session, out)
    kind = out.suffix.casefold()
    if kind == SLIDES:
        return _slides(arguments)
    if kind not in KINDS:
        kinds = ", ".join((*KINDS, SLIDES))
        raise HubdeskError(_("{path}: write a name that ends in {kinds}").format(path=out, kinds=kinds))
    if arguments.panel:
        raise HubdeskError(_("--panel is for slides; write a name that ends in .pptx"))
    query = parse(arguments.query) if arguments.query and arguments.query.strip() else None
    for warning in () if query is None else query.warnings:
        say(str(warning))
    with open_reader(arguments.session) as reader:
        scope = _scope(reader, arguments)
        pace = _Pace()
        made = run(reader, scope, out, query, pseudonymise=arguments.pseudonymise, tell=pace.tell)
    _answer(made, arguments.json)
    return 0


def _scope(reader: Reader, arguments: argparse.Namespace) -> Scope:
    """All there is up to now, unless told otherwise; as known now, as `hubdesk search` has it."""
    zone = reader.facts().timezone
    start = instant(arguments.start, zone) if arguments.start else 0
    end = instant(arguments.end, zone) if arguments.end else now()
    if start > end:
        raise HubdeskError(_("--from comes after --to"))
    topics = tuple(topic_called(reader, name) for name in arguments.topic)
    return Scope(topics, start, end, known_by=max(end, now()))


def _answer(made: Exported, as_json: bool) -> None:
    words = ngettext("{path}: {n} row", "{path}: {n} rows", made.rows)
    lines = [words.format(path=made.path, n=number(made.rows)), *map(held_back_words, made.held_back)]
    if made.gone:
        words = ngettext(
            "{n} of them was taken back: its row has no text", "{n} of them were taken back: their rows have no text",
            made.gone,
        )  # fmt: skip
        lines.append(words.format(n=number(made.gone)))
    value = {
        "rows": made.rows,
        "withheld": made.withheld,
        "held_back": [{"source": one.source, "mentions": one.mentions, "why": one.why} for one in made.held_back],
        "taken_back": made.gone,
        "output": str(made.path),
    }
    answer(value, as_json, "\n".join(lines))


class _Pace:
    """Says now and then how far it is."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def tell(self, done: int, all_: int) -> None:
        if time.monotonic() - self._said >= _TELL_SECONDS:
            self._said = time.monotonic()
            say(_("{done} of {all} rows are written").format(done=number(done), all=number(all_)))


def _slides(arguments: argparse.Namespace) -> int:
    """Panels, a slide each: of what the session opens on, unless told otherwise."""
    for given, name in ((arguments.query, "--query"), (arguments.pseudonymise, "--pseudonymise")):
        if given:
            raise HubdeskError(_("{option} is for rows; slides show panels").format(option=name))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from hubdesk.desk.presentation import present

    with open_reader(arguments.session) as reader:
        facts, topics = reader.facts(), [topic_called(reader, name).name for name in arguments.topic]
        span = None
        if arguments.start or arguments.end:
            scope = _scope(reader, arguments)
            first, last = facts.first_at or 0, (facts.last_at or 0) + 1
            span = Span(scope.start if arguments.start else first, scope.end if arguments.end else last)
    if span is not None and span.start >= span.end:
        raise HubdeskError(_("--from comes after --to"))
    made = present(arguments.session, arguments.panel, topics, span, arguments.output)
    words = ngettext("{path}: {n} slide", "{path}: {n} slides", made.slides)
    value = {
        "slides": made.slides,
        "rows": made.rows,
        "withheld": made.withheld,
        "output": str(arguments.output),
    }
    answer(value, arguments.json, words.format(path=arguments.output, n=number(made.slides)))
    return 0
