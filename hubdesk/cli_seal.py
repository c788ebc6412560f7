"""The verb that seals a session into one read-only file: seal."""

from __future__ import annotations

import argparse
import contextlib

from hubdesk.cli_words import answer, instant, now
from hubdesk.core import HubdeskError
from hubdesk.i18n import _, ngettext, number
from hubdesk.store.manifest import SealedSource
from hubdesk.store.seal import SealWish
from hubdesk.store.seal import seal as run
from hubdesk.store.seal_place import TakenError
from hubdesk.store.session import SessionError, bring_up_to_date, open_reader


def seal(arguments: argparse.Namespace) -> int:
    """`hubdesk seal FILE OUT [--from] [--to] [--pseudonymise] [--force]`: says what was held back, and why."""
    with contextlib.suppress(SessionError):  # a sealed one stays as it is; what else is wrong is said below
        bring_up_to_date(arguments.session)
    with open_reader(arguments.session) as reader:
        zone = reader.facts().timezone
    wish = SealWish(
        instant(arguments.start, zone) if arguments.start else None,
        instant(arguments.end, zone) if arguments.end else None,
        arguments.pseudonymise,
        arguments.force,
    )
    if wish.start is not None and wish.end is not None and wish.start >= wish.end:
        raise HubdeskError(_("--from comes after --to"))
    try:
        made = run(arguments.session, arguments.out, wish, now())
    except TakenError as error:
        raise HubdeskError(_("{what}; or replace it with --force").format(what=error)) from None
    told = made.manifest
    words = ngettext("{path}: {n} mention, sealed", "{path}: {n} mentions, sealed", told.mentions)
    lines = [words.format(path=made.path, n=number(told.mentions)), f"sha256 {made.sha256}"]
    lines += [held_back(source) for source in told.sources if source.held_back]
    value = {
        "session": str(made.path),
        "mentions": told.mentions,
        "sha256": made.sha256,
        "held_back": [
            {"source": one.id, "mentions": one.held_back, "why": one.why} for one in told.sources if one.held_back
        ],
    }
    answer(value, arguments.json, "\n".join(lines))
    return 0


def held_back(source: SealedSource) -> str:
    """What is not in a sealed file, and why."""
    name, n = source.name or f"{source.kind} {source.id}", source.held_back
    if source.why == "keep":
        words = ngettext(
            "{source}: {n} mention held back: its terms allow keeping for some days alone",
            "{source}: {n} mentions held back: its terms allow keeping for some days alone",
            n,
        )
    else:
        words = ngettext(
            "{source}: {n} mention held back: its terms forbid passing on",
            "{source}: {n} mentions held back: its terms forbid passing on",
            n,
        )
    return words.format(source=name, n=number(n))
