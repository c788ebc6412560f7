"""The verb journal: a day of a session as one page, in HTML, PDF or Markdown."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from hubdesk.cli_words import answer
from hubdesk.core import HubdeskError, Scope, Topic
from hubdesk.i18n import _, iso, local
from hubdesk.reports.journal import compose, whole_day
from hubdesk.reports.journal_html import page
from hubdesk.reports.journal_markdown import markdown
from hubdesk.reports.journal_rows import Source, sources
from hubdesk.reports.journal_values import Journal
from hubdesk.reports.whole_file import write_whole
from hubdesk.store.session import open_reader

KINDS: Final = (".html", ".pdf", ".md")


def journal(arguments: argparse.Namespace) -> int:
    """`hubdesk journal FILE [--day D] [-o OUT.{html,pdf,md}]`: without -o, Markdown on stdout."""
    out: Path | None = arguments.output
    if out is not None and out.suffix.casefold() not in KINDS:
        raise HubdeskError(_("{path}: write a name that ends in .html, .pdf or .md").format(path=out))
    with open_reader(arguments.session) as reader:
        scope = whole_day(reader, _day(arguments.day))
        made = compose(reader, scope)
        told = sources(reader, scope, made, made.within())
    if out is not None:
        _write(made, told, out)
    if arguments.json or out is not None:
        answer(_json(made, told, scope, out), arguments.json, str(out))
    else:
        sys.stdout.write(markdown(made, told))
    return 0


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise HubdeskError(_("--day {text}: write a date such as 2026-11-19").format(text=text)) from None


def _write(made: Journal, told: Sequence[Source], out: Path) -> None:
    kind = out.suffix.casefold()
    if kind == ".pdf":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from hubdesk.desk.journal_pdf import pdf  # Qt's own writer

        content = pdf(made, told)
    else:
        content = (page if kind == ".html" else markdown)(made, told).encode("utf-8", "replace")
    write_whole(out, content)


def _json(made: Journal, told: Sequence[Source], scope: Scope, out: Path | None) -> dict[str, Any]:
    topics = {topic.id: topic for topic in scope.topics}
    quote = made.quote
    return {
        "day": local(made.start, made.zone).date().isoformat(),
        "output": None if out is None else str(out),
        "synthetic": made.synthetic,
        "sentences": [_sentence(one, made.zone, topics) for one in told],
        "quote": None
        if quote is None
        else {
            "words": quote.words,
            "speaker": quote.speaker,
            "role": quote.role,
            "role_source": quote.role_source,
            "at": iso(quote.at, made.zone),
            "mention": quote.mention,
            "url": quote.url or None,
        },
    }


def _sentence(one: Source, zone: str, topics: dict[int, Topic]) -> dict[str, Any]:
    basis = one.sentence.basis
    return {
        "part": one.sentence.part.value,
        "text": one.sentence.told.said(zone),
        "query": basis.query,
        "topics": [topics[number].name for number in basis.topics if number in topics],
        "from": iso(basis.start, zone),
        "to": iso(basis.end, zone),
        "count": basis.count or None,
        "spans": [[iso(span.start, zone), iso(span.end, zone)] for span in basis.spans],
    }
