"""What is nobody's opinion is not asked of the better judge, and is not waited for afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hubdesk.collector.readers import BETTER
from hubdesk.collector.reading import Reading
from hubdesk.collector.tone_judge import ToneJudge
from hubdesk.core import Author, Entry, Evidence, Kind, Mention, Notes
from hubdesk.enrich.tone import VERSION, Tone
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader, open_writer
from tests.fakes import NOON, session, topic


class GladReader:
    """Finds everything good, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def quality(self, texts: Sequence[str]) -> list[Tone]:
        self.asked += texts
        return [Tone("positive", 0.9, False, 0.1) for _text in texts]


def said(number: int, text: str, author: str = "", kind: str = Kind.POST) -> Entry:
    return Entry(Mention("test", str(number), text, NOON, kind, Author(author)), Notes(language="fr"))


def test_that_only_opinions_are_asked_and_nothing_is_waited_for_afterwards(tmp_path: Path) -> None:
    path = session(tmp_path, (), [topic("SFR", "sfr", role="own")])
    entries = (
        said(1, "Toutes nos excuses, SFR", "@SFR_SAV"),
        said(2, "SFR perd 30 000 abonnés", kind=Kind.ARTICLE),
        said(3, "SFR marche bien chez moi", "lea"),
    )
    reader_of_tone = GladReader()
    judge = ToneJudge(reader_of_tone, lambda topics: Reading(topics), lambda: reader_of_tone)  # type: ignore[arg-type]
    with open_writer(path) as writer, open_reader(path) as reader:
        writer.add_page(1, entries, cursor=None, due_at=None, seen_at=NOON, covers=None)
        judge.know(reader.topics())
        heard = reader.mentions([1, 2, 3])
        writer.set_readings([Reread(one, notes) for one, notes in zip(heard, judge.notes(heard), strict=True)])
        assert reader_of_tone.asked == ["SFR marche bien chez moi"]
        assert [one.notes.tone for one in reader.mentions([1, 2, 3])] == ["", "", "positive"]
        assert list(reader.outdated({BETTER: VERSION})) == []
        desk = reader.mention(1, NOON + 1)
        assert desk is not None
        assert Evidence("tone", "", None, "official account") in desk.notes.evidence
        assert dict(desk.notes.targets) == {"SFR": ""}
