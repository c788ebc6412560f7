"""The verb `topics`: what a session listens for, and the queries that an analyst brings along."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from hubdesk.cli_words import answer, say
from hubdesk.core import HubdeskError, Topic
from hubdesk.i18n import _, ngettext
from hubdesk.query.defaults import PALETTE
from hubdesk.query.saved import Refused, Saved, SavedQuery, read_saved
from hubdesk.query.syntax import parse
from hubdesk.store.session import open_reader, open_writer
from hubdesk.text_file import read_text

MOST_BYTES: Final = 16_000_000  # a thousand queries of the greatest length


def topics(arguments: argparse.Namespace) -> int:
    """`hubdesk topics FILE [--import SAVED]`: what can be read is added, the rest listed, and then it is 2."""
    refused: tuple[Refused, ...] = ()
    if arguments.saved is not None:
        refused = _import(arguments.session, read_saved(read_text(arguments.saved, MOST_BYTES)))
    with open_reader(arguments.session) as reader:
        held = reader.topics()
    lines = [f"{topic.name}  ({topic.role}, {topic.version})  {' '.join(topic.query.split())}" for topic in held]
    told = {"topics": [_topic_json(topic) for topic in held], "refused": [_refused_json(one) for one in refused]}
    answer(told, arguments.json, "\n".join(lines) or _("no topics yet"))
    for one in refused if not arguments.json else ():
        say(_refused_line(one))
    return 2 if refused else 0


def _import(session: Path, saved: Saved) -> tuple[Refused, ...]:
    """Adds what no topic is called yet. Returns what was not added, in the file's order."""
    refused = list(saved.refused)
    added = 0
    with open_reader(session) as reader:
        if reader.facts().synthetic:
            raise HubdeskError(
                _("{path} is the demonstration: nothing is added to it; make your own with: hubdesk init FILE").format(
                    path=session
                )
            )
    with open_writer(session) as writer, open_reader(session) as reader:
        names = {topic.name.casefold() for topic in reader.topics()}
        for number, one in enumerate(saved.queries, start=len(names)):
            if one.name.casefold() in names:
                refused.append(Refused(one.line, one.name, None, _("the session has a topic of this name")))
                continue
            writer.add_topic(Topic(0, one.name, one.text, colour=PALETTE[number % len(PALETTE)]))
            names.add(one.name.casefold())
            added += 1
            _warn(one)
        is_unheard = bool(added and reader.rehearing())
    say(ngettext("{n} topic added", "{n} topics added", added).format(n=added))
    if is_unheard:
        say(_("what is stored was not asked yet; go on with: hubdesk rehear {session}").format(session=session))
    return tuple(sorted(refused, key=_line))


def _line(refused: Refused) -> int:
    return refused.line


def _warn(saved: SavedQuery) -> None:
    for warning in parse(saved.text).warnings:
        said = _("line {line}, “{name}”, added as it is: {why}")
        say(said.format(line=saved.line, name=saved.name, why=warning))


def _refused_line(one: Refused) -> str:
    if one.position is None:
        return _("line {line}, “{name}”, not added: {why}").format(line=one.line, name=one.name, why=one.why)
    return _("line {line}, “{name}”, character {position}, not added: {why}").format(
        line=one.line, name=one.name, position=one.position, why=one.why
    )


def _topic_json(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "role": topic.role,
        "colour": topic.colour,
        "version": topic.version,
        "query": topic.query,
    }


def _refused_json(one: Refused) -> dict[str, Any]:
    return {"line": one.line, "name": one.name, "position": one.position, "why": one.why}
