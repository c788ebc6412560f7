"""The verbs that make and fill a session, and hear it again: init, collect, rehear, import."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from hubdesk.cli_alert import SettingsAlerts, speak_as_set
from hubdesk.cli_readings import again
from hubdesk.cli_words import answer, incomplete, now, say
from hubdesk.collector.columns import Mapping, load_mapping
from hubdesk.core import HubdeskError, Millis, Rehearing
from hubdesk.i18n import _, clock, day, iso, ngettext, number
from hubdesk.plugins import default_sources, source_row
from hubdesk.query.defaults import operators
from hubdesk.settings import places
from hubdesk.setup_file import Setup, load, period
from hubdesk.store.reader_columns import hold
from hubdesk.store.session import NewSession, bring_up_to_date, create, open_reader, open_writer


def init(arguments: argparse.Namespace) -> int:
    """`hubdesk init FILE [--from setup.toml]`: without a setup, the four operators and the sources that need no key."""
    if arguments.setup is not None:
        setup = load(arguments.setup, source_row)
    else:
        setup = Setup(arguments.session.stem, "Europe/Paris", operators(), default_sources())
    create(arguments.session, NewSession(title=setup.title, timezone=setup.timezone))
    try:
        _fill(arguments.session, setup)
    except BaseException:  # a session without some of its topics would be taken for a whole one
        arguments.session.unlink(missing_ok=True)
        raise
    made = {"session": str(arguments.session), "topics": len(setup.topics), "sources": len(setup.sources)}
    answer(
        made,
        arguments.json,
        _("{session}: {topics} topics, {sources} sources. Next: hubdesk open {session}").format(**made),
    )
    return 0


def _fill(session: Path, setup: Setup) -> None:
    with open_writer(session) as writer:
        for topic in setup.topics:
            writer.add_topic(topic)
        for row in setup.sources:
            writer.add_source(row)
        for name, kept in (("people", setup.people), ("channels", setup.channels)):
            if kept:
                writer.set_note(name, json.dumps(kept, ensure_ascii=False))


def collect(arguments: argparse.Namespace) -> int:
    """`hubdesk collect FILE [--once] [--for 10m]`: a line an attempt; 1 when asked once and no source answered.

    With `--again tone`, no source is asked: see `cli_readings.again`.
    """
    if arguments.again is not None:
        _no_demonstration(arguments.session)
        return again(arguments)
    from hubdesk.collector.loop import Attempt  # the network's libraries, which no other verb needs
    from hubdesk.collector.run import Until
    from hubdesk.collector.run import collect as run

    length = None
    if arguments.length is not None:
        length = period(arguments.length)
        if length is None:
            raise HubdeskError(_("--for {text}: write 30s, 10m or 2h").format(text=arguments.length))

    heard: dict[str, bool] = {}  # source: whether it answered

    def tell(attempt: Attempt) -> None:
        heard[attempt.source] = heard.get(attempt.source, False) or attempt.state == "listening"
        made = {
            "source": attempt.source,
            "at": iso(attempt.at),
            "state": attempt.state,
            "new": attempt.new,
            "error": attempt.error or None,
        }
        answer(made, arguments.json, f"{made['at']}  {attempt.source}  {attempt.error or attempt.new}")
        if attempt.note:
            say(f"{attempt.source}: {attempt.note}")

    _no_demonstration(arguments.session)
    until = Until(arguments.once, length / 1000 if length is not None else None, arguments.while_stdin)
    here = places(arguments.profile)
    with open_reader(arguments.session) as reader:
        zone = reader.facts().timezone
    speak_as_set(arguments)
    hold(arguments.session, here.columns)  # what expires goes from there too
    run(arguments.session, until, here.state, here.logs, tell, SettingsAlerts(arguments.profile, zone))
    if arguments.once and not heard:
        say(_("{session} has no source that is switched on").format(session=arguments.session))
    return 1 if arguments.once and heard and not any(heard.values()) else 0


def rehear(arguments: argparse.Namespace) -> int:
    """`hubdesk rehear FILE`: until every topic has heard what is stored; a line a topic a quarter of a second."""
    from hubdesk.collector.rehear import rehear as run

    def tell(topic: str, done: Rehearing) -> None:
        if done.stopped:
            say(_("{topic}: its query cannot be read, so the past is not asked; mend it").format(topic=topic))
            return
        words = _("{topic}: {done} of {all} mentions").format(topic=topic, done=number(done.done), all=number(done.all))
        answer({"topic": topic, "done": done.done, "all": done.all}, arguments.json, words)

    _no_demonstration(arguments.session)
    run(arguments.session, places(arguments.profile).state, tell, in_background=arguments.while_stdin)
    with open_reader(arguments.session) as reader:
        names = {topic.id: topic.name for topic in reader.topics()}
        for left in reader.rehearing():
            say(incomplete(names.get(left.topic, ""), left))
    return 0


def import_posts(arguments: argparse.Namespace) -> int:
    """`hubdesk import FILE POSTS [--mapping map.toml]`: read = new + known + rejected."""
    from hubdesk.collector.importing import import_posts as run

    _no_demonstration(arguments.session)
    mapping = load_mapping(arguments.mapping) if arguments.mapping else Mapping()
    with open_writer(arguments.session) as writer, open_reader(arguments.session) as reader:
        watched, _memory = reader.watched("minutes")
        result = run(arguments.posts, mapping, reader, writer, now())
    if result.new:
        _watch(arguments, watched)
    rejected = [{"row": one.row, "line": one.line, "why": one.why} for one in result.rejected]
    made = {
        "read": result.read,
        "new": result.new,
        "known": result.known,
        "changed": result.changed,
        "rejected": rejected,
        "notes": result.notes,
    }
    for one in result.rejected[:20] if not arguments.json else ():
        say(_("row {row} (line {line}): {why}").format(row=one.row, line=one.line, why=one.why))
    for note in result.notes:
        say(note)
    words = ngettext("{read} record read", "{read} records read", result.read).format(read=result.read)
    answer(
        made,
        arguments.json,
        words
        + _(": {new} new, {known} known ({changed} with another text), {n} rejected").format(
            new=result.new, known=result.known, changed=result.changed, n=len(rejected)
        ),
    )
    return 0


def _watch(arguments: argparse.Namespace, watched: Millis | None) -> None:
    """What was brought in is watched at once; not what lies before an instant that was watched up to already."""
    from hubdesk.collector.watch_thread import catch_up

    found = catch_up(arguments.session, places(arguments.profile).state, now())
    if found:
        words = ngettext("{n} episode: see hubdesk episodes FILE", "{n} episodes: see hubdesk episodes FILE", found)
        say(words.format(n=number(found)))
    if watched is not None:
        with open_reader(arguments.session) as reader:
            zone = reader.facts().timezone
        words = _(
            "Up to {day} {clock} this session was watched before: posts of that time change no episode; look back "
            "with: hubdesk backtest FILE --again"
        )
        say(words.format(day=day(watched, zone), clock=clock(watched, zone)))


def _no_demonstration(session: Path) -> None:
    """What is made up and what was heard never share a file. An older Hubdesk's session is brought up to date."""
    bring_up_to_date(session)
    with open_reader(session) as reader:
        if reader.facts().synthetic:
            raise HubdeskError(
                _("{path} is the demonstration: nothing is added to it; make your own with: hubdesk init FILE").format(
                    path=session
                )
            )
