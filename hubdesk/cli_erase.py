"""The verb that takes somebody or something out of a session for ever, and lists what was taken out: erase."""

from __future__ import annotations

import argparse
from typing import Any

from hubdesk.cli_words import answer, now, say
from hubdesk.core import DAY, HubdeskError, Millis
from hubdesk.desk.erasing_words import KINDS, entered_words, rule_words
from hubdesk.i18n import _, clock, day, iso, ngettext, number
from hubdesk.settings import places
from hubdesk.setup_file import period
from hubdesk.store.erasure import Erased
from hubdesk.store.erasure import erase as run
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.reader_erasure import ErasedFile, Receipt
from hubdesk.store.retention import LONGEST_DAYS, changed
from hubdesk.store.session import open_reader, open_writer


def erase(arguments: argparse.Namespace) -> int:
    """`hubdesk erase FILE (--author A|--mention M|--source S|--older-than 90d) [--also FILE]...`, or `--receipts`."""
    if arguments.receipts:
        return _receipts(arguments)
    wish = _wish(arguments)
    if arguments.always:
        _keep_rule(arguments, wish)
        if not wish.older_than:
            return 0
    here = places(arguments.profile)
    done = run(arguments.session, wish, now(), arguments.also, (here.data,), (here.columns,))
    with open_reader(arguments.session) as reader:
        zone = reader.facts().timezone
    answer(_told(done, zone), arguments.json, "\n".join(_lines(arguments, done)))
    return 0


def _wish(arguments: argparse.Namespace) -> EraseWish:
    said = {
        EraseKind.AUTHOR: arguments.author,
        EraseKind.MENTION: arguments.mention,
        EraseKind.SOURCE: arguments.source,
    }
    given = [kind for kind, subjects in said.items() if subjects]
    older = arguments.older_than
    if arguments.always and older is None:
        raise HubdeskError(_("--always goes with --older-than"))
    if older is not None and set(given) <= {EraseKind.SOURCE}:
        length = period(older)
        if length is None or length % DAY or length > LONGEST_DAYS * DAY or not (length or arguments.always):
            raise HubdeskError(_("--older-than {text}: write days, such as 90d").format(text=older))
        return EraseWish(EraseKind.AGE, tuple(arguments.source), length)
    if len(given) != 1 or older is not None:
        raise HubdeskError(_("say what to erase: --author, --mention, --source or --older-than"))
    if not all(subject.strip() for subject in said[given[0]]):
        raise HubdeskError(_("say what to erase: --author, --mention, --source or --older-than"))
    return EraseWish(given[0], tuple(said[given[0]]))


def _keep_rule(arguments: argparse.Namespace, wish: EraseWish) -> None:
    """For how long the session keeps what people wrote, from now on."""
    days = wish.older_than // DAY
    with open_reader(arguments.session) as reader:
        if reader.facts().synthetic:
            raise HubdeskError(_("{path} is a demonstration: nobody in it is real").format(path=arguments.session))
        sources = [reader.source_called(said) for said in wish.subjects]
    with open_writer(arguments.session) as writer:
        rule = writer.set_retention(changed(days or None, sources))
    for line in rule_words(rule):
        say(line)
    if not days:
        answer({"receipt": None, "erased": 0}, arguments.json, _("nothing was erased"))


def _told(done: Erased, zone: str) -> dict[str, Any]:
    receipt = done.receipt
    return {
        "receipt": receipt.number or None,
        "erased": receipt.mentions,
        "named": receipt.files[0].named if receipt.files else 0,
        "held": receipt.files[0].held if receipt.files else 0,
        "at": iso(receipt.at, zone),
        "swept": done.swept,
        "entered": list(receipt.entered),
        "files": [_file(one) for one in receipt.files],
        "sha256": receipt.digest or None,
    }


def _file(one: ErasedFile) -> dict[str, Any]:
    return {
        "file": one.name,
        "mentions": one.mentions,
        "named": one.named,
        "held": one.held,
        "sealed": one.sealed,
        "sha256": one.sha256 or None,
    }


def _lines(arguments: argparse.Namespace, done: Erased) -> list[str]:
    receipt = done.receipt
    lines = [_emptied(one) for one in receipt.files]
    named = receipt.files[0].named if receipt.files else 0
    if named:
        words = ngettext(
            "in {n} text of others a mark stands for them now",
            "in {n} texts of others a mark stands for them now",
            named,
        )
        lines.append(words.format(n=number(named)))
    if receipt.entered:
        lines.append(entered_words(receipt.entered))
    if not done.swept:
        words = _(
            "{path} is open elsewhere, or its disk is full: what is left in free places goes when it is closed for good"
        )
        lines.append(words.format(path=arguments.session))
    if receipt.number:
        lines.append(_("receipt {n}, sha256 {digest}").format(n=receipt.number, digest=receipt.digest))
    return lines


def _emptied(one: ErasedFile) -> str:
    words = ngettext("{file}: {n} mention erased", "{file}: {n} mentions erased", one.mentions)
    line = words.format(file=one.name, n=number(one.mentions))
    if one.held:
        held = ngettext(
            "{n} held: marked, or an episode rests on it", "{n} held: marked, or episodes rest on them", one.held
        )
        line += "; " + held.format(n=number(one.held))
    return line


def _receipts(arguments: argparse.Namespace) -> int:
    with open_reader(arguments.session) as reader:
        zone, found = reader.facts().timezone, reader.receipts()
        rule = reader.retention()
    told = {"receipts": [receipt_told(one, zone) for one in found]}
    lines = [receipt_line(one, zone) for one in found] or [_("nothing was erased")]
    answer(told, arguments.json, "\n".join(lines))
    if rule:
        for line in rule_words(rule):
            say(line)
    return 0


def receipt_told(one: Receipt, zone: str) -> dict[str, Any]:
    """A receipt for machines. `whole`: it says what it said when it was written."""
    return {
        "receipt": one.number,
        "at": iso(one.at, zone),
        "kind": one.kind,
        "subject": one.subject,
        "subjects": list(one.subjects),
        "mentions": one.mentions,
        "files": [_file(file) for file in one.files],
        "entered": list(one.entered),
        "sha256": one.digest,
        "whole": one.is_whole,
    }


def receipt_line(one: Receipt, zone: str) -> str:
    """The same for people: a receipt names nobody."""
    words = ngettext("{n} mention erased", "{n} mentions erased", one.mentions).format(n=number(one.mentions))
    line = _("receipt {number}, {time}: {words} {kind}, sha256 {digest}").format(
        number=one.number,
        time=when(one.at, zone),
        words=words,
        kind=_(KINDS.get(one.kind, one.kind)),
        digest=one.digest,
    )
    return line if one.is_whole else line + " " + _("(altered since)")


def when(at: Millis, zone: str) -> str:
    """Day and clock."""
    return f"{day(at, zone)} {clock(at, zone)}"
