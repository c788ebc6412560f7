"""The verbs that answer from a session or about this machine: search, volume, doctor."""

from __future__ import annotations

import argparse
import time
from typing import Final

from hubdesk.cli_words import answer, incomplete, instant, now, say, topic_called
from hubdesk.core import DAY, HOUR, MINUTE, Heard, HubdeskError, Scope
from hubdesk.i18n import UNKNOWN, _, clock, day, iso, ngettext, number
from hubdesk.query.match import explain
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.query.tree import Query
from hubdesk.reports.mention_json import mention_json
from hubdesk.reports.reason_json import reason_json
from hubdesk.store.found import Found
from hubdesk.store.reader import Order, Reader
from hubdesk.store.session import open_reader

STEPS: Final = {"minute": MINUTE, "hour": HOUR, "day": DAY}
MOST_POINTS: Final = 2_000_000


def search(arguments: argparse.Namespace) -> int:
    """`hubdesk search FILE QUERY [--limit N] [--explain] [--order time|relevance] [--topic T]... [--from] [--to]`.

    With a topic, an empty QUERY finds all that it heard. `--known`: of what was known by then, in the words of then.
    """
    if not 0 <= arguments.limit <= 1_000_000:
        raise HubdeskError(_("--limit {n}: write a number from 0 to 1000000").format(n=arguments.limit))
    query = None if arguments.topic and not arguments.query.strip() else parse(arguments.query)
    for warning in () if query is None else query.warnings:
        say(str(warning))
    with open_reader(arguments.session) as reader:
        zone, topics = reader.facts().timezone, {topic.id: topic for topic in reader.topics()}
        start = instant(arguments.start, zone) if arguments.start else 0
        end = instant(arguments.end, zone) if arguments.end else now()
        if start > end:
            raise HubdeskError(_("--from comes after --to"))
        known = instant(arguments.known, zone) if arguments.known else max(end, now())
        circle = Circle(reader.people())
        started = time.perf_counter()
        chosen = tuple(topic_called(reader, name) for name in arguments.topic)
        scope = Scope(chosen, start, end, known_by=known)
        found = _found(reader, query, scope, arguments.limit, Order(arguments.order))
        took = (time.perf_counter() - started) * 1000
    mentions = [mention_json(heard, topics, zone) for heard in found.mentions]
    if arguments.explain and query is not None:
        for shown, heard in zip(mentions, found.mentions, strict=True):
            about = circle.about(heard.mention, heard.source)
            shown["explain"] = reason_json(explain(query, heard.mention, heard.notes, about=about))
    head = ngettext("{n} mention", "{n} mentions", found.total).format(n=number(found.total))
    lines = [head, *(_line(heard, zone) for heard in found.mentions)]
    answer({"total": found.total, "took_ms": round(took, 2), "mentions": mentions}, arguments.json, "\n".join(lines))
    return 0


def _found(reader: Reader, query: Query | None, scope: Scope, limit: int, order: Order) -> Found:
    if query is None:
        return Found(reader.count(scope), reader.latest(scope, limit))
    return reader.search(query, scope, limit, order=order)


def _line(heard: Heard, zone: str) -> str:
    mention = heard.mention
    text = " ".join(f"{mention.title} {mention.text}".split())
    who = mention.author.handle or mention.author.name or UNKNOWN
    return f"{day(heard.at, zone)} {clock(heard.at, zone)}  {mention.network}  {who}  {text[:160]}"


def volume(arguments: argparse.Namespace) -> int:
    """`hubdesk volume FILE --topic T [--by minute|hour|day] [--from] [--to]`."""
    with open_reader(arguments.session) as reader:
        facts = reader.facts()
        topic = topic_called(reader, arguments.topic)
        end = instant(arguments.end, facts.timezone) if arguments.end else _end(facts.last_at)
        start = instant(arguments.start, facts.timezone) if arguments.start else (facts.first_at or end)
        if start > end:
            raise HubdeskError(_("--from comes after --to"))
        step = STEPS[arguments.by]
        if (end - start) / step > MOST_POINTS:
            raise HubdeskError(_("that many points are no answer; ask by hour or by day, or for a shorter span"))
        for left in reader.rehearing():  # asked first: it may be done before the points are read
            if left.topic == topic.id:
                say(incomplete(topic.name, left))
        points = reader.volume(topic, Scope((topic,), start, end, known_by=max(end, now())), step)
    told = [[iso(at, facts.timezone), count] for at, count in points]
    lines = [f"{at}  {_('nobody listened') if count is None else count}" for at, count in told]
    answer({"topic": topic.name, "by": arguments.by, "points": told}, arguments.json, "\n".join(lines))
    return 0


def _end(last_at: int | None) -> int:
    """The end of an old session is its last mention; of a live one, now."""
    return now() if last_at is None or now() - last_at < DAY else last_at + 1


def doctor(arguments: argparse.Namespace) -> int:
    """`hubdesk doctor`: what this machine has and lacks."""
    from hubdesk.doctor import checks

    found = checks(arguments.profile)
    told = [{"name": one.name, "ok": one.ok, "detail": one.detail, "mend": one.mend or None} for one in found]
    lines = [
        f"{'✓' if one.ok else '✗'} {one.name}: {one.detail}" + (f" — {one.mend}" if one.mend else "") for one in found
    ]
    answer({"ok": all(one.ok for one in found), "checks": told}, arguments.json, "\n".join(lines))
    return 0 if all(one.ok for one in found) else 1
