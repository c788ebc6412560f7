"""The command line: a contract. Each verb imports what it needs, so that `--help` loads nothing.

Exit codes: 0 done, 1 it failed, 2 the input was wrong. With --json, one JSON document on stdout (or one object a line
where the verb says so); messages go to stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from hubdesk import __version__, i18n
from hubdesk.cli_verbs import add_verb, erase_verb, export_verb, replay_verb, seal_verbs
from hubdesk.cli_wall import wall_verb
from hubdesk.cli_words import say
from hubdesk.core import FailedError, HubdeskError
from hubdesk.i18n import _
from hubdesk.plugins import PANELS

# verb: where its function is; each takes the parsed arguments and returns an exit code
VERBS: Final[dict[str, str]] = {
    "open": "hubdesk.cli_desk:open_desk",
    "demo": "hubdesk.cli_desk:demo",
    "shot": "hubdesk.cli_desk:shot",
    "wall": "hubdesk.cli_wall:wall",
    "init": "hubdesk.cli_session:init",
    "collect": "hubdesk.cli_session:collect",
    "rehear": "hubdesk.cli_session:rehear",
    "alert": "hubdesk.cli_alert:alert",
    "corrections": "hubdesk.cli_readings:corrections",
    "import": "hubdesk.cli_session:import_posts",
    "search": "hubdesk.cli_answers:search",
    "match": "hubdesk.cli_match:match",
    "annotate": "hubdesk.cli_annotate:annotate",
    "topics": "hubdesk.cli_topics:topics",
    "volume": "hubdesk.cli_answers:volume",
    "episodes": "hubdesk.cli_episodes:episodes",
    "backtest": "hubdesk.cli_episodes:backtest",
    "replay": "hubdesk.cli_replay:replay",
    "journal": "hubdesk.cli_journal:journal",
    "seal": "hubdesk.cli_seal:seal",
    "export": "hubdesk.cli_export:export",
    "marks": "hubdesk.cli_marks:marks",
    "erase": "hubdesk.cli_erase:erase",
    "check": "hubdesk.cli_check:check",
    "doctor": "hubdesk.cli_answers:doctor",
}


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the words it was given."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(
            _("hubdesk: {message} (see: {help})").format(message=message, help=f"{self.prog} --help") + "\n"
        )
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    top = _Parser(prog="hubdesk", description=_("The social hub on one desk."))
    top.add_argument("--version", action="version", version=f"hubdesk {__version__}")
    top.add_argument("--profile", type=Path, metavar="DIR", help=_("keep config, cache, state and logs in this folder"))
    top.add_argument("--lang", choices=i18n.LANGUAGES, help=_("speak French or English"))
    verbs = top.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    _desk_verbs(verbs)
    wall_verb(verbs)
    _session_verbs(verbs)
    _answer_verbs(verbs)
    return top


def _desk_verbs(verbs: argparse._SubParsersAction[_Parser]) -> None:
    verb = add_verb(verbs, "open", _("the desk, on the last session or on FILE"), json_=False)
    verb.add_argument("session", nargs="?", type=Path, metavar="FILE")
    _window_options(verb)
    verb = add_verb(verbs, "demo", _("the demonstration session (synthetic) on the desk"), json_=False)
    verb.add_argument("--path", action="store_true", help=_("print where its file is, and end"))
    _window_options(verb)
    verb = add_verb(verbs, "shot", _("a panel as a picture; no display needed"))
    verb.add_argument("session", type=Path, metavar="FILE")
    panels = _("{panels} or desk").format(panels=", ".join(PANELS))
    verb.add_argument("--panel", required=True, metavar="P", help=panels)
    verb.add_argument(
        "--at", metavar="INSTANT", help=_("as known at this instant (ISO 8601); default: the session's end")
    )
    verb.add_argument("--size", default="", metavar="WxH", help=_("in pixels, such as 1280x720"))
    verb.add_argument("--theme", choices=("light", "dark", "wall"), default="light")
    verb.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.png")


def _window_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--theme", choices=("light", "dark"), help=_("light or dark"))
    verb.add_argument("--size", default="", metavar="WxH", help=_("the window's size in pixels"))
    verb.add_argument("--screenshot", type=Path, metavar="OUT.png", help=_("draw the desk, save its picture, and end"))


def _session_verbs(verbs: argparse._SubParsersAction[_Parser]) -> None:
    verb = add_verb(verbs, "init", _("a new session"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument(
        "--from", dest="setup", type=Path, metavar="setup.toml", help=_("topics, sources, people, channels")
    )
    verb = add_verb(verbs, "collect", _("headless collecting"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--once", action="store_true", help=_("ask every source once, then end"))
    verb.add_argument("--for", dest="length", metavar="10m", help=_("end after this long: 30s, 10m, 2h"))
    verb.add_argument(
        "--again",
        choices=("tone", "language", "themes", "places", "people"),
        help=_("ask no source: read anew what older readers read, then end"),
    )
    verb.add_argument("--while-stdin", action="store_true", help=argparse.SUPPRESS)
    verb = add_verb(verbs, "rehear", _("ask what is stored about new and changed topics"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--while-stdin", action="store_true", help=argparse.SUPPRESS)
    verb = add_verb(verbs, "import", _("posts from CSV or JSON lines, and from the common suites' exports"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("posts", type=Path, metavar="POSTS")
    verb.add_argument("--mapping", type=Path, metavar="map.toml", help=_("which column is what"))


def _answer_verbs(verbs: argparse._SubParsersAction[_Parser]) -> None:
    verb = add_verb(verbs, "search", _("the query language over the session"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("query", metavar="QUERY")
    verb.add_argument("--limit", type=int, default=20, metavar="N")
    verb.add_argument("--explain", action="store_true", help=_("say why each mention matched"))
    verb.add_argument("--order", choices=["time", "relevance"], default="time", help=_("newest or best first"))
    verb.add_argument(
        "--topic", action="append", default=[], metavar="T", help=_("what this topic heard; may be said again")
    )
    verb.add_argument("--from", dest="start", metavar="INSTANT")
    verb.add_argument("--to", dest="end", metavar="INSTANT")
    verb.add_argument(
        "--known", metavar="INSTANT", help=_("what was known by then, in the words of then; default: now")
    )
    verb = add_verb(verbs, "match", _("mentions in as JSON lines on stdin, those that match out"))
    verb.add_argument("query", metavar="QUERY")
    add_verb(verbs, "annotate", _("texts in as JSON lines on stdin; language, tone, themes, places and brands out"))
    verb = add_verb(verbs, "topics", _("what a session listens for; and saved queries brought into it"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument(
        "--import", dest="saved", type=Path, metavar="SAVED", help=_("a text file, one name, tab, query a line")
    )
    verb = add_verb(verbs, "volume", _("a topic's curve; a minute nobody listened is null"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--topic", required=True, metavar="T")
    verb.add_argument("--by", choices=("minute", "hour", "day"), default="minute")
    verb.add_argument("--from", dest="start", metavar="INSTANT")
    verb.add_argument("--to", dest="end", metavar="INSTANT")
    verb = add_verb(verbs, "corrections", _("what the analyst said of tones, themes, places and brands"))
    verb.add_argument("session", type=Path, metavar="FILE")
    _episode_verbs(verbs)
    replay_verb(verbs)
    verb = add_verb(verbs, "journal", _("the one-minute journal of a day, every sentence with its rows"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--day", metavar="D", help=_("such as 2026-11-19; default: the last day that has mentions"))
    verb.add_argument("-o", "--output", type=Path, metavar="OUT.{html,pdf,md}", help=_("default: Markdown on stdout"))
    seal_verbs(verbs)
    export_verb(verbs)
    erase_verb(verbs)
    add_verb(verbs, "doctor", _("what this machine has and lacks"))


def _episode_verbs(verbs: argparse._SubParsersAction[_Parser]) -> None:
    verb = add_verb(verbs, "episodes", _("what was detected: buzz, crises, outages, accounts that act together"))
    verb.add_argument("session", type=Path, metavar="FILE")
    verb.add_argument("--from", dest="start", metavar="INSTANT")
    verb.add_argument("--to", dest="end", metavar="INSTANT")
    verb = add_verb(
        verbs, "backtest", _("what the detectors would have told of a session, or of a timestamp,value series")
    )
    verb.add_argument("file", type=Path, metavar="FILE|SERIES.csv")
    verb.add_argument("--rule", metavar="R", help=_("big, early or both; default: both, of a series big"))
    verb.add_argument("--topic", metavar="T", help=_("of a session: this topic alone"))
    verb.add_argument(
        "--again", action="store_true", help=_("of a session: count anew, by today's topics and readings")
    )
    verb.add_argument(
        "--alerts", action="store_true", help=_("of a session: what your alert rules would have told, and missed")
    )
    verb.add_argument("--from", dest="start", metavar="INSTANT", help=_("with --alerts"))
    verb.add_argument("--to", dest="end", metavar="INSTANT", help=_("with --alerts"))


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code; never a traceback for what a person can mend."""
    given = list(sys.argv[1:] if words is None else words)
    _open_what_is_closed()
    _take_any_text()
    i18n.use(_language(given))
    parser = _parser()
    arguments = parser.parse_args(given)
    if arguments.verb is None:
        arguments = parser.parse_args([*given, "open"])
    try:
        return _function(arguments.verb)(arguments)
    except HubdeskError as error:
        say("hubdesk: " + " ".join(str(error).split("\n")))
        return 1 if isinstance(error, FailedError) else 2
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:  # whoever read our lines has gone
        sys.stderr.close()
        _let_go_of_stdout()
        return 1
    except OSError as error:
        _let_go_of_stdout()
        say(_("hubdesk: {path}: {why}").format(path=error.filename or _("the answer"), why=error.strerror or error))
        return 1


def _let_go_of_stdout() -> None:
    """What it still holds cannot be written: without this, Python tries once more as it ends, and complains."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_what_is_closed() -> None:
    """A stream closed by who started us is None, and a session's file would get its number: nothing is read from it,
    what is said is lost, and an answer that cannot be written fails."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _take_any_text() -> None:
    """A terminal or a pipe may know fewer letters than posts use: what it lacks is written as a number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _language(given: Sequence[str]) -> str:
    """What --lang says, before anything else is said; "" when it says nothing."""
    for word, following in zip(given, [*given[1:], ""], strict=True):
        if word == "--lang" or word.startswith("--lang="):
            return word.partition("=")[2] or following
    return ""


def _function(verb: str) -> Callable[[argparse.Namespace], int]:
    module, _colon, name = VERBS[verb].partition(":")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    return found
