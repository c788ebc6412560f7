"""The query workshop: one topic's query, what it hears while one writes, what would come in and what would go out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis, Scope, Topic
from hubdesk.i18n import N_, _
from hubdesk.panels.panel import Panel
from hubdesk.panels.query_body import QueryBody
from hubdesk.panels.query_check import Asked, Checked, Offered, read_check, read_offers, standing
from hubdesk.panels.query_draft import Draft, draft_words
from hubdesk.panels.query_picture import QueryOptions, QueryPicture, read_query
from hubdesk.panels.query_terms import TermsOptions, TermsPicture, read_terms
from hubdesk.panels.query_why import WhyOptions, WhyPicture, read_why
from hubdesk.store.reader import Reader
from hubdesk.widgets.query_edit_text import clean
from hubdesk.widgets.text import tame

PAUSE_MS: Final = 200  # after the last key, before a draft is read


class QueryPanel(Panel[QueryPicture]):
    """Asks more than one question: `question` carries a key, a read function and its options; `take` the answer.

    Only a draft that can be read is compared; while there is an error, the figures are those of the last one, and
    say so. A draft is of one topic; those of the others wait.
    """

    name: ClassVar[str] = "query"
    title: ClassVar[str] = N_("Query")

    question = Signal(str, object, object)
    save_wished = Signal(object)  # the topic with the draft as its query
    drafts_changed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock: Callable[[], Millis] = int  # 0 until the window gives one: a panel asks no clock of its own
        self._picture: QueryPicture | None = None
        self._terms = TermsPicture(TermsOptions(0, ""))
        self._topics: tuple[Topic, ...] = ()
        self._topic: Topic | None = None
        self._wanted = 0  # the topic asked for, until it is known
        self._drafts: dict[int, Draft] = {}
        self._checked = Checked("")
        self._readable: str | None = None  # the last draft that could be read; None: the topic's own query
        self._version: int | None = None
        self._mention: int | None = None
        self._is_chosen = False  # the mention, by a person
        self._is_discarded = False  # a draft, by the last edit
        self._has_begun = False  # somebody answers questions; else one picture is all there is
        self._locked = ""  # why nothing can be saved here
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self.parts = QueryBody(self)
        self.body.addWidget(self.parts)
        self.edit, self.foot = self.parts.edit, self.parts.foot
        self._wire()
        self._show_state()

    def _wire(self) -> None:
        self.edit.text_changed.connect(self._write)
        self.edit.completion_wished.connect(self._ask_offers)
        self.foot.save_wished.connect(self._save)
        self.foot.discard_wished.connect(self.discard)
        self.foot.copy_wished.connect(self.edit.copy_all)
        self.foot.version_chosen.connect(self.compare_with)
        self.parts.topic_chosen.connect(self.work_on)
        self.parts.close_wished.connect(self.closed)
        self.parts.effect.span_chosen.connect(self.span_chosen)
        self.parts.terms.term_chosen.connect(self._show_term)
        for section in (self.parts.entering, self.parts.leaving):
            section.chosen.connect(self._explain)
            section.link_chosen.connect(self._open)

    # What the window asks.

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> QueryPicture:
        return read_query(reader, scope, options if isinstance(options, QueryOptions) else QueryOptions())

    def options(self) -> QueryOptions:
        topic = self._topic.id if self._topic is not None else self._wanted
        return QueryOptions(topic, self._readable, self._version, is_whole=not self._has_begun)

    def rests_on(self, scope: Scope) -> tuple[Topic, ...]:
        return (self._topic,) if self._topic is not None else ()

    def begin(self, drafts: Iterable[Draft], locked: str = "") -> None:
        """Go on with these drafts. `locked`: why nothing can be saved in this session; "" when it can."""
        self._has_begun = True
        self._drafts = {draft.topic: draft for draft in drafts} | self._drafts
        self._locked = locked
        if self._topic is not None:
            self._turn_to(self._topic)
        self._show_state()

    def drafts(self) -> tuple[Draft, ...]:
        """What is written and not saved, of every topic."""
        return tuple(self._drafts.values())

    def work_on(self, topic_id: int) -> None:
        """Work on this topic."""
        self._wanted = topic_id
        topic = next((one for one in self._topics if one.id == topic_id), None)
        if topic is not None and (self._topic is None or topic.id != self._topic.id):
            self._turn_to(topic)
        self.options_changed.emit()

    def ask_again(self) -> None:
        """The session or the span changed: beside the figures, the terms and the reasons are asked again."""
        if self._topic is not None:
            self.question.emit("query:terms", read_terms, TermsOptions(self._topic.id, self._compared()))
            self._ask_why()

    def take(self, answer: object) -> None:
        """An answer to one of our questions. One about an older text is not shown."""
        match answer:
            case Checked():
                self._take_check(answer)
            case Offered():
                self.edit.offer(answer.asked.prefix, answer.offers)
            case TermsPicture() if answer.options.draft == self._compared():
                self._terms = answer
                self.parts.terms.show_picture(answer)
            case WhyPicture() if answer.options == self._why_options():
                self.parts.why.show_picture(answer)

    def draw(self, picture: QueryPicture) -> None:
        self._picture, self._topics, self.zone = picture, picture.topics, picture.zone
        topic = picture.topic
        if topic is None:
            self._topic = None
        elif self._topic is None or self._topic.id not in {one.id for one in picture.topics}:
            self._turn_to(topic)
        elif topic.id == self._topic.id and topic != self._topic:
            self._follow(topic)
        self.parts.show_picture(picture)
        self._explain_first()
        for part in (picture.terms, picture.why):
            self.take(part)
        self.complain("")
        self._show_state()

    def complain(self, message: str) -> None:
        told = tame(message)
        if not message and self._picture is not None and self._picture.fault and self._picture.topic is not None:
            told = _("What is compared cannot be read: {why}").format(why=tame(self._picture.fault))
        self.parts.notice.say(told, "failed" if message else "warning")

    # What people do.

    def compare_with(self, version: int) -> None:
        """Compare with another version of the query; 0: with what is saved now."""
        self._version = version or None
        self.options_changed.emit()

    def discard(self) -> None:
        """Back to the saved query, in one edit that undo takes back: the draft with it."""
        if self._topic is not None:
            self._readable, self._version, self._mention, self._is_chosen = None, None, None, False
            self.edit.rewrite(self._topic.query)
            self.edit.setFocus()
            self._is_discarded = True
            self.ask_again()
            self.options_changed.emit()
            self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _write(self, text: str) -> None:
        topic = self._topic
        if topic is None:
            return
        before, self._is_discarded = self._drafts.get(topic.id), False
        if text == clean(topic.query):
            self._drafts.pop(topic.id, None)
        elif before is None or before.text != text:
            version = before.version if before is not None else topic.version
            self._drafts[topic.id] = Draft(topic.id, text, self.clock(), version)
        if self._drafts.get(topic.id) != before:
            self.drafts_changed.emit()
        self._pause.start()
        self._show_state()

    def _check(self) -> None:
        self.question.emit("query:check", read_check, self.edit.text())

    def _take_check(self, checked: Checked) -> None:
        if checked.text != self.edit.text():
            return  # more was typed since: that is asked about when the keys rest
        self._checked = checked
        self.edit.show_error(checked.fault or next(iter(checked.warnings), None), checked.text)
        if checked.fault is None and checked.text != self._compared():
            self._readable = checked.text
            self.options_changed.emit()
            self.ask_again()
        self._show_state()

    def _ask_offers(self, kind: str, prefix: str) -> None:
        self.question.emit("query:offers", read_offers, Asked(kind, prefix))

    def _explain(self, mention: object) -> None:
        if isinstance(mention, int):
            self._mention, self._is_chosen = mention, True
            self._ask_why()

    def _explain_first(self) -> None:
        """Until somebody chooses a card, the first one is explained."""
        first = None if self._is_chosen else self.parts.first_shown()
        if first is not None and first.id != self._mention:
            self._mention = first.id
            self._ask_why()

    def _why_options(self) -> WhyOptions | None:
        return None if self._mention is None else WhyOptions(self._compared(), self._mention)

    def _ask_why(self) -> None:
        if (options := self._why_options()) is not None:
            self.question.emit("query:why", read_why, options)

    def _show_term(self, term: str) -> None:
        """Where the term stands in the draft, if that is still the one it was counted in."""
        if self._terms.options.draft == self.edit.text():
            self.edit.mark_terms([(start, end) for text, start, end in self._terms.terms if text == term])

    def _open(self, url: str) -> None:
        self.wish.emit("open-link", url)

    def _save(self) -> None:
        if self._topic is not None and self._standing()[0]:
            self.save_wished.emit(replace(self._topic, query=self.edit.text()))

    # How it stands.

    def _compared(self) -> str:
        """The draft that figures are about."""
        if self._readable is not None:
            return self._readable
        return clean(self._topic.query) if self._topic is not None else ""

    def _turn_to(self, topic: Topic) -> None:
        """Another topic: its draft, or its query."""
        self._topic, self._version, self._readable, self._mention = topic, None, None, None
        self._is_chosen = self._is_discarded = False
        draft = self._drafts.get(topic.id)
        self.edit.set_text(draft.text if draft is not None else topic.query)
        self._checked = Checked("")
        self.parts.why.show_nothing()
        self._check()
        self.ask_again()
        self._show_state()

    def _follow(self, topic: Topic) -> None:
        """The topic was changed, here or elsewhere: an editor without a draft follows; a draft stays as it is."""
        draft = self._drafts.get(topic.id)
        if draft is not None and draft.text == clean(topic.query):  # it is saved
            del self._drafts[topic.id]
            self.drafts_changed.emit()
            draft = None
        self._topic = topic
        if draft is None and self.edit.text() != clean(topic.query):
            self._turn_to(topic)

    def _standing(self) -> tuple[bool, str]:
        if self._picture is None:
            return False, ""  # nothing was read yet
        saved = clean(self._topic.query) if self._topic is not None else None
        if self._is_discarded and self.edit.text() == saved:
            return False, _("draft discarded: Ctrl+Z brings it back")
        return standing(self.edit.text(), saved, self._checked, self._locked)

    def _show_state(self) -> None:
        may_save, reason = self._standing()
        topic, draft = self._topic, self._drafts.get(self._topic.id) if self._topic is not None else None
        self.foot.show_deeds(
            may_save=may_save,
            reason=" · ".join(part for part in (reason, self.edit.counter()) if part),
            has_draft=draft is not None,
            is_read_only=bool(self._locked),
        )
        older = topic is not None and self.edit.text() != self._compared()
        self.foot.show_effect(self._picture.effect if self._picture is not None else None, older)
        told = draft_words(draft, topic, self.zone, self.clock()) if topic is not None else ""
        self.parts.show_topic(topic, self._topics, told)
        self.subtitle_changed.emit(told)
