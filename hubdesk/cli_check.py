"""The verb that looks for what is wrong with a session, says how to mend it, and saves what can be saved: check."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from hubdesk.cli_erase import receipt_line, receipt_told
from hubdesk.cli_seal import held_back
from hubdesk.cli_words import answer, now, say
from hubdesk.i18n import _, ngettext, number
from hubdesk.store.errors import StoreDamagedError
from hubdesk.store.manifest import Manifest
from hubdesk.store.problems import Damage
from hubdesk.store.reader_erasure import Receipt
from hubdesk.store.session import open_reader


def check(arguments: argparse.Namespace) -> int:
    """`hubdesk check FILE [--salvage OUT]`: what is wrong with a session, and how to mend it."""
    if arguments.salvage is not None:
        return _salvage(arguments)
    manifest: Manifest | None = None
    receipts: tuple[Receipt, ...] = ()
    zone = ""
    whole: bool | None = None
    try:
        with open_reader(arguments.session) as reader:
            manifest, whole = reader.manifest(), reader.is_as_sealed()
            problems = list(reader.problems(now()))
            receipts, zone = reader.receipts(), reader.facts().timezone
            is_damaged = any(isinstance(one, Damage) for one in problems)
    except StoreDamagedError as error:
        problems, is_damaged = [str(error)], True
    if whole is False:
        problems.insert(0, _("the file was changed since it was sealed"))
    problems += [_("receipt {number} was altered").format(number=one.number) for one in receipts if not one.is_whole]
    if is_damaged:
        problems.append(_advice(arguments.session))
    value: dict[str, object] = {"ok": not problems, "problems": problems}
    lines = problems or [_("{session} is whole").format(session=arguments.session)]
    if whole is not None:
        value["sealed"] = None if manifest is None else _told(manifest)
    if manifest is not None:
        lines = [*lines, *(held_back(source) for source in manifest.sources if source.held_back)]
    if receipts:
        value["receipts"] = [receipt_told(one, zone) for one in receipts]
    lines = [*lines, *(receipt_line(one, zone) for one in receipts)]
    answer(value, arguments.json, "\n".join(lines))
    return 1 if problems else 0


def _told(manifest: Manifest) -> dict[str, object]:
    held = [
        {"source": one.id, "name": one.name or None, "mentions": one.held_back, "why": one.why}
        for one in manifest.sources
        if one.held_back
    ]
    holes = [asdict(hole) for hole in manifest.holes]
    return {
        "mentions": manifest.mentions, "pseudonymised": manifest.pseudonymised, "held_back": held, "holes": holes
    }  # fmt: skip


def _advice(session: Path) -> str:
    saved = session.with_name(f"{session.stem}-salvaged{session.suffix}")
    return _("open a copy made before, or save what can be read with: hubdesk check {path} --salvage {saved}").format(
        path=session, saved=saved
    )


def _salvage(arguments: argparse.Namespace) -> int:
    """`--salvage OUT`: a new session of what can be read."""
    from hubdesk.store.salvage import salvage

    made = salvage(arguments.session, arguments.salvage)
    words = ngettext("{path}: {n} mention saved", "{path}: {n} mentions saved", made.mentions)
    if made.mentions_lost:
        lost = ngettext("{n} is lost", "{n} are lost", made.mentions_lost).format(n=number(made.mentions_lost))
        say(lost)
    value = {"session": str(arguments.salvage), "mentions": made.mentions, "lost": made.mentions_lost}
    answer(value, arguments.json, words.format(path=arguments.salvage, n=number(made.mentions)))
    return 0
