"""A scope that was copied as a command counts the same when somebody else runs it."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
import tempfile
from pathlib import Path

from columns_fakes import History, Looking, events, looking
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, opened
from test_filters_searched import MANY, chips, stretches

from hubdesk.cli import main
from hubdesk.core import HOUR, HubdeskError, Scope
from hubdesk.core.filters import Filter
from hubdesk.desk.filter_command import command_of

heard_by = st.sampled_from(
    [(), (), (Filter("topic", ("1", "2")),), (Filter("topic", ("3",)),), (Filter("topic", ("3",), True),)]
)


def counted(line: str) -> int:
    words = shlex.split(line)
    told = io.StringIO()
    assert words[0] == "hubdesk"
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        assert main(words[1:]) == 0, line
    return int(json.loads(told.getvalue())["total"])


@given(
    st.lists(events, min_size=1, max_size=10),
    st.lists(st.tuples(stretches, chips, heard_by), min_size=1, max_size=2),
)
@settings(max_examples=40, deadline=None)
def test_that_a_command_counts_what_the_desk_counts_but_for_what_was_taken_back(told: list, asked: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, looking(path) as reader:
            history = History(writer, reader)
            for event in (("page", MANY), *told):
                history.play(*event)
            for (start, length, by_now), filters, heard in asked:
                until = NOON + HOUR if by_now else None
                for topics in ((), reader.topics()[:1], reader.topics()):
                    scope = Scope(topics, NOON + start, NOON + start + max(0, length), until, (*filters, *heard))
                    agrees(path, reader, scope)


def agrees(path: Path, reader: Looking, scope: Scope) -> None:
    try:
        line = command_of(path, scope, reader.topics(), "Europe/Paris")
    except HubdeskError:
        return
    gone = reader.cut(scope).gone
    assert counted(line) == reader.count(scope) - gone, line
