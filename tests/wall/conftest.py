"""The demonstration, once for all faces of a wall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hubdesk import demo
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as reader:
        yield reader
