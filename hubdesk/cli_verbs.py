"""The words that verbs about whole sessions take: replay, seal, marks, check, export, erase. Loads nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from hubdesk.i18n import _


def add_verb(
    verbs: argparse._SubParsersAction[Any], name: str, help_: str, json_: bool = True
) -> argparse.ArgumentParser:
    """One verb more, with --json unless it does not answer."""
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=help_, description=help_)
    if json_:
        verb.add_argument("--json", action="store_true", help=_("answer in JSON"))
    return verb


def replay_verb(verbs: argparse._SubParsersAction[Any]) -> None:
    verb = add_verb(verbs, "replay", _("a session once more, as it was known from instant to instant"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--headless", action="store_true", help=_("read the desk's panels without a window"))
    verb.add_argument("--speed", default="max", metavar="S", help=_("max, or how many times real time"))
    verb.add_argument("--digest", action="store_true", help=_("one digest of all that the panels showed"))
    verb.add_argument("--from", dest="start", metavar="INSTANT")
    verb.add_argument("--to", dest="end", metavar="INSTANT")
    verb.add_argument("--step", metavar="1h", help=_("from one frame to the next: 1m, 15m, 1h"))


def seal_verbs(verbs: argparse._SubParsersAction[Any]) -> None:
    verb = add_verb(verbs, "seal", _("a session, or a span of it, as one read-only file for review"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("out", type=Path, metavar="OUT")
    verb.add_argument("--from", dest="start", metavar="INSTANT")
    verb.add_argument("--to", dest="end", metavar="INSTANT")
    verb.add_argument("--pseudonymise", action="store_true", help=_("authors by pseudonyms, nothing that reveals them"))
    verb.add_argument("--force", action="store_true", help=_("replace OUT if it is there"))
    hidden = verbs.add_parser("alert", description=_("try whether alerts reach the webhook or the command"))
    hidden.add_argument("--test", required=True, choices=("webhook", "command"), help=_("send it a made-up alert"))
    hidden.add_argument("--json", action="store_true", help=_("answer in JSON"))
    verb = add_verb(verbs, "marks", _("what people marked, in a session and beside it"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--merge", type=Path, metavar="SIDE", help=_("bring in the marks made beside a sealed file"))
    verb = add_verb(verbs, "check", _("integrity, coverage, repair advice"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument(
        "--salvage", type=Path, metavar="OUT", help=_("what can still be read of a damaged session, as a new one")
    )


def export_verb(verbs: argparse._SubParsersAction[Any]) -> None:
    verb = add_verb(verbs, "export", _("mentions as rows, or panels as slides, within each source's terms"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.{csv,jsonl,xlsx,parquet,pptx}")
    verb.add_argument(
        "--topic", action="append", default=[], metavar="T", help=_("what this topic heard; may be said again")
    )
    verb.add_argument("--query", metavar="Q", help=_("what this query finds"))
    verb.add_argument("--from", dest="start", metavar="INSTANT")
    verb.add_argument("--to", dest="end", metavar="INSTANT")
    verb.add_argument("--pseudonymise", action="store_true", help=_("authors by pseudonyms, nothing that reveals them"))
    verb.add_argument(
        "--panel", action="append", default=[], metavar="P", help=_("of slides: this panel; may be said again")
    )


def erase_verb(verbs: argparse._SubParsersAction[Any]) -> None:
    verb = add_verb(verbs, "erase", _("somebody or something out of a session, to the last byte, with a receipt"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument(
        "--author", action="append", default=[], metavar="A", help=_("network:handle, network:id or a handle")
    )
    verb.add_argument(
        "--mention", action="append", default=[], metavar="M", help=_("a mention's number, its id there or its address")
    )
    verb.add_argument("--source", action="append", default=[], metavar="S", help=_("everything that it brought"))
    verb.add_argument("--older-than", metavar="90d", help=_("but what is marked, or an episode rests on"))
    verb.add_argument(
        "--always", action="store_true", help=_("with --older-than: from now on too, while collecting; 0d ends that")
    )
    verb.add_argument(
        "--also",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help=_("a sealed file of it; may be said again"),
    )
    verb.add_argument("--receipts", action="store_true", help=_("erase nothing: list what was erased"))
