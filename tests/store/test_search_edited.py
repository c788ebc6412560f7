"""A search of what filters narrow, where a mention was edited after what the scope knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from columns_fakes import History, looking
from store_fakes import NOON, mention, opened

from hubdesk.core import HOUR, Notes, Scope
from hubdesk.core.filters import Filter
from hubdesk.query.syntax import parse


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_what_was_edited_later_is_found_only_where_the_filters_take_it(tmp_path: Path, language: str) -> None:
    path, writer = opened(tmp_path)
    with writer, looking(path) as reader:
        history = History(writer, reader)
        post = replace(mention(0, "orange en panne"), network="bluesky")
        history.play("page", [(0, post, Notes(language="fr"))])
        history.play("edit", 1, post, Notes(language="fr"))
        scope = Scope((), NOON - HOUR, NOON + 30_000, None, (Filter("language", (language,)),))
        assert reader.search(parse("panne"), scope, 9).total == reader.count(scope) == int(language == "fr")
