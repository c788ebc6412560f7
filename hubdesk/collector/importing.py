"""Posts from a file into a session: read, new, known and rejected add up, and nothing is guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from hubdesk.collector.columns import Mapping, choose, has_media, stars, whole_number
from hubdesk.collector.dates import day_comes_first, read_date
from hubdesk.collector.exports import Export, Record, look_at
from hubdesk.collector.intake import Intake
from hubdesk.collector.readers import Arrival, Readers, tell_off
from hubdesk.core import Author, FailedError, HubdeskError, Kind, Mention, Millis, SourceRow, Span, Terms
from hubdesk.i18n import _, language, ngettext
from hubdesk.sources.text import plain_text, web_link
from hubdesk.store.reader import Reader
from hubdesk.store.writer import Writer

BATCH: Final = 500
TEXT_LIMIT: Final = 100_000  # characters of one post
_KINDS: Final = {
    "retweet": Kind.REPOST,
    "repost": Kind.REPOST,
    "reply": Kind.REPLY,
    "réponse": Kind.REPLY,
    "comment": Kind.COMMENT,
    "commentaire": Kind.COMMENT,
    "article": Kind.ARTICLE,
    "news": Kind.ARTICLE,
    "review": Kind.REVIEW,
    "avis": Kind.REVIEW,
    "video": Kind.VIDEO,
    "vidéo": Kind.VIDEO,
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not stored: its number (1 for the first), its line in the file, and why."""

    row: int
    line: int
    why: str


@dataclass(slots=True)
class Result:
    """What came of an import. `read = new + known + len(rejected)`; `changed` of the known had another text."""

    read: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_posts(path: Path, mapping: Mapping, reader: Reader, writer: Writer, now: Millis) -> Result:
    """Read a file of posts into a session.

    Raises HubdeskError when the file has no text or date column; a record that cannot be read is rejected alone.
    """
    export = look_at(path, str(mapping.settings.get("encoding", "")))
    reading = _Reading(export, mapping, str(mapping.settings.get("zone") or reader.facts().timezone))
    span = reading.look_through(now)
    source = _source(path, reader, writer)
    topics = reader.topics()
    readers, people = Readers(), reader.people()
    readers.know(people, reader.own_words())
    arrival = readers.arrival(topics)
    intake = Intake(topics, people, arrival.read)
    asked = {topic.id: topic.version for topic in topics}
    result = reading.result
    mentions = reading.mentions()
    poll: int | None = None
    while batch := tuple(islice(mentions, BATCH)):
        try:
            added = writer.add_page(
                source.id,
                intake.entries(batch, source=source.name),
                cursor="",
                due_at=0,
                seen_at=now,
                covers=span,
                poll=poll,
                archive=True,
                asked=asked,
            )
        except FailedError as error:
            if poll is None:
                raise
            raise FailedError(
                _("{why} ({n} records are stored; import the file again: they will be known)").format(
                    why=error, n=result.new + result.known
                )
            ) from error
        poll = added.poll
        result.new += added.new
        result.known += added.known
        result.changed += added.changed
    _note(result, arrival)
    tell_off(reader, writer, arrival.off, were_tried=arrival.has_read(), at=now)
    return result


def _note(result: Result, arrival: Arrival) -> None:
    """What else there is to say of an import: ids that meant another text, readers that could not be used."""
    if result.changed:
        words = ngettext(
            "{n} record has an id that is stored with another text. If ids only number the rows, leave them out: "
            'in a mapping file, [columns] id = ""',
            "{n} records have ids that are stored with other texts. If ids only number the rows, leave them out: "
            'in a mapping file, [columns] id = ""',
            result.changed,
        )
        result.notes.append(words.format(n=result.changed))
    for name, why in arrival.off.items():
        result.notes.append(_("{reader} is not read: {why}").format(reader=name, why=why))


def _source(path: Path, reader: Reader, writer: Writer) -> SourceRow:
    """The source that stands for this file: the same one when the file is imported again."""
    for row in reader.sources():
        if row.kind == "import" and row.name == path.name:
            return row
    return writer.add_source(
        SourceRow(
            id=0,
            name=path.name,
            kind="import",
            terms=Terms(deletes="none", note=_("imported file; its terms are those of the suite it came from")),
            every=0,
            enabled=False,
            off_reason=_("an imported file is read once"),
        )
    )


class _Reading:
    """One file on its way to mentions."""

    def __init__(self, export: Export, mapping: Mapping, zone: str) -> None:
        self._export, self._mapping, self._zone = export, mapping, zone
        self._columns = choose(export.header, mapping, str(export.path)) if export.delimiter else {}
        self._day_first = language() == "fr"
        self._network = str(mapping.settings.get("network", "import"))
        self.result = Result(notes=[export.note] if export.note else [])

    def look_through(self, now: Millis) -> Span | None:
        """The first pass: what the whole column says of its dates, and the span that the file covers, `now` at most."""
        if not self._export.delimiter:
            keys: dict[str, None] = {}
            for record in self._export.records():
                keys.update(dict.fromkeys(record.cells))
            if not keys:
                raise HubdeskError(_("{path}: no line of it is a JSON object").format(path=self._export.path))
            self._columns = choose(tuple(keys), self._mapping, str(self._export.path))
        cells = [record.cells.get(self._columns["date"], "") for record in self._export.records()]
        self._settle_order(cells)
        zoneless, earliest, latest = 0, None, None
        for cell in cells:
            read = read_date(cell, self._zone, self._day_first)
            if read is None:
                continue
            zoneless += not read.zone_written
            earliest = read.at if earliest is None else min(earliest, read.at)
            latest = read.at if latest is None else max(latest, read.at)
        if zoneless:
            words = ngettext(
                "{n} date names no time zone: it was read in the zone {zone}",
                "{n} dates name no time zone: they were read in the zone {zone}",
                zoneless,
            )
            self.result.notes.append(words.format(n=zoneless, zone=self._zone))
        if earliest is None or latest is None or earliest >= now:  # nobody has listened to the future
            return None
        return Span(earliest, min(latest + 1, now))

    def _settle_order(self, cells: list[str]) -> None:
        told = self._mapping.settings.get("day_first")
        settled = day_comes_first(cells)
        if told is not None:
            self._day_first = bool(told)
        elif settled is not None:
            self._day_first = settled
        if any("/" in cell for cell in cells) and told is None:
            order = _("day first") if self._day_first else _("month first")
            because = _("the column itself tells") if settled is not None else _("the column does not tell")
            self.result.notes.append(
                _("Dates with figures only were read {order}: {because}").format(order=order, because=because)
            )

    def mentions(self) -> Iterator[Mention]:
        """The second pass: each record's mention; those that cannot be read are noted and left out."""
        for record in self._export.records():
            self.result.read += 1
            made = record.broken or self._mention(record)
            if isinstance(made, str):
                self.result.rejected.append(Rejected(record.row, record.line, made))
            else:
                yield made

    def _cell(self, record: Record, ours: str) -> str:
        return record.cells.get(self._columns.get(ours, ""), "").strip()

    def _line(self, record: Record, ours: str) -> str:
        """A cell that is shown on one line: without breaks and controls."""
        return " ".join(plain_text(self._cell(record, ours)).split())

    def _mention(self, record: Record) -> Mention | str:
        text, written = plain_text(self._cell(record, "text"), TEXT_LIMIT + 1), self._cell(record, "date")
        title = self._line(record, "title")
        if not text and not title:
            return _("no text")
        if len(text) > TEXT_LIMIT:
            return _("the text has {n} characters; {most} are the most").format(n=len(text), most=TEXT_LIMIT)
        read = read_date(written, self._zone, self._day_first)
        if read is None:
            shown = written[:60] if written else _("(empty)")
            return _("the date “{cell}” cannot be read").format(cell=shown)
        url = web_link(self._cell(record, "url"))
        handle = self._line(record, "handle")
        native = self._line(record, "id") or url or _made_id(text, title, handle, read.at)
        rating = stars(self._cell(record, "rating"))
        kind = self._mapping.settings.get("kind") or _KINDS.get(self._cell(record, "kind").lower())
        likely = Kind.REVIEW if rating is not None else Kind.ARTICLE if title and not handle else Kind.POST
        return Mention(
            network=(self._line(record, "network") or self._network).lower()[:40],
            native_id=native,
            text=text,
            published_at=read.at,
            kind=str(kind or likely),
            author=Author(handle, self._line(record, "name"), "", whole_number(self._cell(record, "followers"))),
            title=title,
            url=url,
            language=self._line(record, "language").lower()[:12],
            parent_id=self._line(record, "parent"),
            reach=whole_number(self._cell(record, "reach")),
            rating=rating,
            media=has_media(self._cell(record, "media")),
        )


def _made_id(text: str, title: str, handle: str, at: Millis) -> str:
    """The same record has the same id each time it is imported."""
    told = "\x1f".join((text, title, handle, str(at)))
    return f"made:{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
