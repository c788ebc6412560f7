"""With the models that ship: what the analyst says of one post changes the answer on a similar one soon after."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubdesk.collector.background import SETTLED_SECONDS, Background
from hubdesk.collector.readers import Readers
from hubdesk.core import HOUR, Evidence
from hubdesk.enrich.tone import VERSION
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, session, topic

POSTS = (
    "Sosh m’a rappelé pour mon dossier, affaire à suivre",
    "Sosh m’a rappelée au sujet de mon dossier, à suivre",
    "Quelqu’un connaît les horaires de la boutique Orange de Rennes ?",
    "Toujours pas de réseau chez Orange, c’est une honte",
)


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers()


def test_that_a_correction_changes_the_answer_on_a_similar_post_and_not_on_others(
    tmp_path: Path, readers: Readers
) -> None:
    path = session(tmp_path, POSTS, [topic("Orange", "orange OR sosh", role="own")])
    seconds = [0.0]
    with open_writer(path) as writer, open_reader(path) as reader, open_writer(path) as analyst:
        work = Background(reader, writer, readers.judge(), lambda: seconds[0])
        while work.step():
            pass
        before = [one.notes for one in reader.mentions([1, 2, 3, 4])]
        assert all(dict(one.versions)["encoder"] == VERSION for one in before)
        assert before[3].tone == "negative"
        assert ("Orange", "negative") in before[3].targets
        assert before[1].tone != "neutral"
        analyst.correct(1, "tone", "neutral", NOON + HOUR)
        seconds[0] = SETTLED_SECONDS
        while work.step():
            pass
        seconds[0] *= 2
        while work.step():
            pass
        after = [one.notes for one in reader.mentions([1, 2, 3, 4])]
        assert [one.tone for one in after] == ["neutral", "neutral", before[2].tone, before[3].tone]
        heard = reader.mention(2, NOON + 2 * HOUR)
        assert heard is not None
        assert [one.value for one in heard.notes.evidence if one.reading == "tone"] == ["neutral"]
        first = reader.mention(1, NOON + 2 * HOUR)
        assert first is not None
        assert first.notes.evidence[0] == Evidence("tone", "neutral", None, "analyst")
        assert reader.problems() == ()
