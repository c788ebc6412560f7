"""The query workshop: what it asks while one writes, what it shows of an error, what it keeps and what it saves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hubdesk.core import HOUR, MINUTE, Author, Match, Scope, Span, Topic
from hubdesk.panels.query import QueryPanel
from hubdesk.panels.query_check import Asked, Checked, Offered, read_check, read_offers, standing
from hubdesk.panels.query_draft import Draft
from hubdesk.panels.query_picture import QueryOptions, marked, read_query
from hubdesk.panels.query_terms import TermsOptions, read_terms
from hubdesk.panels.query_why import WhyOptions, read_why
from hubdesk.query.match import test as is_heard
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets import theme
from hubdesk.widgets.query_edit_values import ErrorView
from tests import fakes

HERE = Scope((), fakes.NOON - HOUR, fakes.NOON + HOUR, fakes.NOON + 24 * HOUR)
TEXTS = ("orange en panne", "une orange et du jus", "ma livebox clignote", "orange et livebox", "rien du tout")


def heard_by_query(folder: Path, query: str = "orange", texts: tuple[str, ...] = TEXTS) -> Path:
    """A session whose topic heard what its query hears."""
    path = fakes.session(folder, (), [fakes.topic("Orange", query)])
    with open_reader(path) as reader:
        (topic,) = reader.topics()
        (source,) = reader.sources()
    entries = []
    for number, text in enumerate(texts):
        entry = fakes.entry(text, published_at=fakes.NOON + number * MINUTE)
        marks = is_heard(parse(query), entry.mention, entry.notes)
        entries.append(replace(entry, matches=() if marks is None else (Match(topic.id, topic.version, marks),)))
    with open_writer(path) as writer:
        writer.add_page(source.id, entries, cursor="", due_at=0, seen_at=fakes.NOON + HOUR, covers=None)
    return path


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return heard_by_query(tmp_path)


class Stand:
    """A panel, and a session that answers what it asks when told to."""

    def __init__(self, panel: QueryPanel, session: Path) -> None:
        self.panel, self.session = panel, session
        self.asked: dict[str, tuple[object, object]] = {}
        self.saved: list[Topic] = []
        panel.question.connect(self._ask)
        panel.options_changed.connect(self._ask_figures)
        panel.save_wished.connect(self.saved.append)

    def _ask(self, key: str, read: object, options: object) -> None:
        self.asked[key] = (read, options)

    def _ask_figures(self) -> None:
        self.asked["query"] = (QueryPanel.read, self.panel.options())

    def answer(self) -> list[str]:
        """Answer everything until nothing is asked any more; the keys, in order."""
        keys: list[str] = []
        while self.asked:
            key = next(iter(self.asked))
            read, options = self.asked.pop(key)
            keys.append(key)
            with open_reader(self.session) as reader:
                found = read(reader, HERE, options)
            if key == "query":
                self.panel.draw(found)
            else:
                self.panel.take(found)
        return keys

    def write(self, text: str) -> None:
        self.panel.edit.page.setPlainText(text)
        self.panel._check()  # as when the keys have rested
        self.answer()

    def figures(self) -> str:
        return self.panel.foot.figures.accessibleName()


@pytest.fixture
def stand(qtbot, session):
    theme.use(QApplication.instance(), "light")
    panel = QueryPanel()
    qtbot.addWidget(panel)
    panel.resize(1200, 800)
    panel.clock = lambda: fakes.NOON
    panel.show()
    made = Stand(panel, session)
    panel.begin(())
    panel.options_changed.emit()
    made.answer()
    yield made
    panel._pause.stop()


def test_that_it_opens_on_the_saved_query_with_nothing_new_or_dropped(stand):
    assert stand.panel.edit.text() == "orange"
    assert stand.figures().startswith("3 in this span; 0 new; 0 dropped")
    assert not stand.panel.foot.save.isEnabled()
    assert "saved query" in stand.panel.foot.reason.text()


def test_that_a_draft_shows_what_comes_in_and_what_goes_out(stand):
    stand.write("orange NOT jus OR livebox")
    assert stand.figures().startswith("3 in this span; +1 new; −1 dropped")
    (new,) = stand.panel.parts.entering.shown()
    (gone,) = stand.panel.parts.leaving.shown()
    assert (new.mention.text, gone.mention.text) == ("ma livebox clignote", "une orange et du jus")
    assert stand.panel.foot.save.isEnabled()
    assert "not saved" in stand.panel.parts.head.bar.subtitle


def test_that_cards_mark_the_words_of_the_query_they_are_about(stand):
    stand.write("livebox")
    (new,) = stand.panel.parts.entering.shown()
    assert new.marks("body") == ((3, 10),)
    gone = stand.panel.parts.leaving.shown()
    assert all(one.mention.text[slice(*one.marks("body")[0])] == "orange" for one in gone)


def test_that_an_error_keeps_the_last_figures_and_says_of_when_they_are(stand):
    stand.write("orange OR livebox")
    stand.write("orange OR livebox OR résilier NEAR forfait")
    assert stand.panel.edit.text().endswith("NEAR forfait")
    assert stand.figures().startswith("4 in this span, as of the last readable draft")
    assert not stand.panel.foot.save.isEnabled()
    assert "error" in stand.panel.foot.reason.text()
    stand.panel.edit.mend()
    stand.panel._check()
    stand.answer()
    assert "as of the last" not in stand.figures()
    assert stand.panel.foot.save.isEnabled()


def test_that_a_warning_is_underlined_and_mended_like_an_error_but_keeps_quiet(stand):
    stand.write("orange or livebox")
    assert stand.panel.foot.save.isEnabled()
    assert "Line 1, character 8" in stand.panel.foot.reason.text()
    assert stand.panel.edit._correction.culprit == (7, 9)
    assert not stand.panel.edit._correction.bubble.isVisible()
    assert stand.panel.edit.go_to_error()
    assert stand.panel.edit.mend()
    assert stand.panel.edit.text() == "orange OR livebox"
    stand.panel._pause.stop()


def test_that_an_answer_about_an_older_text_is_not_shown(stand):
    stand.panel.edit.page.setPlainText("orange OR (")
    stand.panel.take(Checked("orange"))
    assert not stand.panel.foot.save.isEnabled()


def test_that_save_asks_for_the_topic_with_the_draft_and_the_draft_ends_when_it_is_saved(stand):
    stand.write("orange OR livebox")
    stand.panel.foot.save.click()
    (topic,) = stand.saved
    assert topic.query == "orange OR livebox"
    with open_writer(stand.session) as writer:
        writer.change_topic(topic)
    stand.panel.options_changed.emit()
    stand.answer()
    assert stand.panel.drafts() == ()
    assert stand.panel.parts.head.bar.subtitle == "saved as version 2"


def test_that_a_topic_changed_elsewhere_changes_the_editor_but_never_a_draft(stand):
    with open_reader(stand.session) as reader:
        (topic,) = reader.topics()
    with open_writer(stand.session) as writer:
        topic = writer.change_topic(replace(topic, query="orange OR sosh"))
    stand.panel.options_changed.emit()
    stand.answer()
    assert stand.panel.edit.text() == "orange OR sosh"
    stand.write("orange OR bytel")
    with open_writer(stand.session) as writer:
        writer.change_topic(replace(topic, query="wanadoo"))
    stand.panel.options_changed.emit()
    stand.answer()
    assert stand.panel.edit.text() == "orange OR bytel"
    assert "version 3" in stand.panel.parts.head.bar.subtitle


def test_that_drafts_are_taken_up_again_and_can_be_discarded(qtbot, session):
    panel = QueryPanel()
    qtbot.addWidget(panel)
    panel.clock = lambda: fakes.NOON
    made = Stand(panel, session)
    panel.begin((Draft(1, "orange OR (", fakes.NOON - HOUR, 1),))
    panel.options_changed.emit()
    made.answer()
    assert panel.edit.text() == "orange OR ("
    assert panel.parts.head.bar.subtitle == "draft of 11:00, not saved"
    assert not panel.foot.save.isEnabled()
    panel.discard()
    made.answer()
    assert panel.edit.text() == "orange"
    assert panel.drafts() == ()
    panel._pause.stop()


def test_that_a_draft_discarded_by_mistake_is_one_undo_away(stand):
    stand.write("livebox OR orange")
    stand.panel.foot.discard.click()
    stand.answer()
    assert stand.panel.edit.text() == "orange"
    assert stand.panel.drafts() == ()
    assert "Ctrl+Z" in stand.panel.foot.reason.text()
    stand.panel.edit.page.undo()
    assert stand.panel.edit.text() == "livebox OR orange"
    assert [draft.text for draft in stand.panel.drafts()] == ["livebox OR orange"]
    assert "Ctrl+Z" not in stand.panel.foot.reason.text()
    stand.panel._pause.stop()


def test_that_a_read_only_session_lets_one_try_and_copy_but_not_save(stand):
    stand.panel.begin((), "a demonstration cannot be changed")
    stand.write("livebox")
    assert stand.figures().startswith("2 in this span")
    assert stand.panel.foot.save.isHidden()
    assert "demonstration" in stand.panel.foot.reason.text()
    stand.panel.foot.copy.click()
    assert QApplication.clipboard().text() == "livebox"
    stand.panel._save()
    assert not stand.saved


def test_that_an_older_version_can_be_compared_with(stand):
    with open_reader(stand.session) as reader:
        (topic,) = reader.topics()
    with open_writer(stand.session) as writer:
        writer.change_topic(replace(topic, query="livebox"))
    stand.panel.options_changed.emit()
    stand.answer()
    stand.panel.compare_with(1)
    stand.answer()
    assert stand.figures().startswith("2 in this span; +1 new; −2 dropped")


def test_that_a_chosen_card_is_explained_and_again_when_the_draft_changes(stand):
    stand.write("livebox")
    (new,) = stand.panel.parts.entering.shown()
    stand.panel.parts.entering.chosen.emit(new.id)
    stand.answer()
    assert stand.panel.parts.why.tree.lines() == ["✓ livebox · text, word 2"]
    stand.write("livebox AND orange")
    assert any("absent" in line for line in stand.panel.parts.why.tree.lines())


def test_that_the_tab_key_goes_through_it_as_the_eye_does(stand, qtbot):
    stand.write("livebox OR box")
    panel = stand.panel
    panel.resize(1300, 650)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.edit.page.setFocus()
    names = []
    while len(names) < 20 and QApplication.focusWidget() is not None:
        at = QApplication.focusWidget()
        names.append(at.accessibleName() or at.text())
        qtbot.keyClick(at, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is panel.edit.page:
            break
    deeds = ["Query", "Discard the draft", "Save and re-hear"]
    parts = ["Would come in", "Would go out", "Effect over time", "Why, why not", "Terms"]
    assert names == [*deeds, *parts, "Orange", "Back to the panels"]
    panel._pause.stop()


def test_that_escape_goes_back_to_the_panels(stand, qtbot):
    with qtbot.waitSignal(stand.panel.closed):
        qtbot.keyClick(stand.panel.edit.page, Qt.Key.Key_Escape)


def test_that_a_chosen_term_is_marked_where_it_stands(stand):
    stand.write("<<<a note>>> livebox")
    marks: list[object] = []
    stand.panel.edit.mark_terms = marks.append
    stand.panel.parts.terms.term_chosen.emit("livebox")
    assert marks == [[(13, 20)]]


@pytest.mark.parametrize("size", [(888, 480), (1340, 620), (1900, 950)])
def test_that_it_fits_the_sizes_a_desk_may_have(stand, size):
    stand.panel.resize(*size)
    QApplication.processEvents()
    assert (stand.panel.width(), stand.panel.height()) == size
    assert stand.panel.minimumSizeHint().width() <= 888
    assert stand.panel.minimumSizeHint().height() <= 480


def test_that_drawn_cards_stay_while_only_the_end_of_a_live_span_moves(stand):
    stand.write("livebox")
    picture = stand.panel._picture
    assert picture is not None
    assert picture.effect is not None
    shown = stand.panel.parts.leaving.shown()
    redrawn = replace(picture.effect, leaving=(), new=7)
    later = replace(picture, effect=redrawn, span=Span(picture.span.start, picture.span.end + 5_000))
    stand.panel.draw(later)
    assert stand.panel.parts.leaving.shown() == shown
    assert "+7 new" in stand.figures()
    stand.panel.draw(replace(later, span=Span(picture.span.start, picture.span.end + HOUR)))
    assert stand.panel.parts.leaving.shown() == ()


# What is read, without a window.


def test_that_a_session_without_topics_says_so(tmp_path):
    path = fakes.session(tmp_path)
    with open_reader(path) as reader:
        assert read_query(reader, HERE, QueryOptions()).topic is None


def test_that_a_draft_with_an_error_is_not_compared(session):
    with open_reader(session) as reader:
        picture = read_query(reader, HERE, QueryOptions(draft="orange NEAR panne"))
    assert picture.effect is None
    assert "NEAR" in picture.fault


def test_that_the_terms_of_a_draft_say_what_each_brings_alone(session):
    with open_reader(session) as reader:
        picture = read_terms(reader, HERE, TermsOptions(1, "orange OR livebox"))
    assert [(row.text, row.mentions, row.alone, row.noise) for row in picture.rows] == [
        ("orange", 3, 2, None),
        ("livebox", 2, 1, None),
    ]
    assert (picture.read, picture.total, picture.warning) == (4, 4, "")


def test_that_a_check_carries_the_place_and_the_fix(session):
    with open_reader(session) as reader:
        checked = read_check(reader, HERE, "résilier NEAR forfait")
    assert checked.fault is not None
    assert (checked.fault.position, checked.fault.end) == (9, 13)
    assert checked.fault.fix is not None


def test_that_offers_come_from_the_session(session):
    with open_reader(session) as reader:
        assert read_offers(reader, HERE, Asked("value:source", "tr")).offers[0].text == "Trial"
        assert read_offers(reader, HERE, Asked("value:target", "")).offers[0].text == "Orange"
        assert read_offers(reader, HERE, Asked("value:rating", "")) == Offered(Asked("value:rating", ""), ())


def test_that_a_field_offers_what_mentions_have_there_commonest_first(tmp_path):
    path = fakes.session(tmp_path, (), [fakes.topic("Orange", "orange")])
    made = [fakes.entry(f"orange {n}", published_at=fakes.NOON + n) for n in range(4)]
    said = [("fr", "anna"), ("fr", "anna"), ("en", "bob"), ("", "")]
    entries = [
        replace(
            one,
            mention=replace(one.mention, language="", author=Author(handle=handle)),
            notes=replace(one.notes, language=language),
        )
        for one, (language, handle) in zip(made, said, strict=True)
    ]
    with open_writer(path) as writer:
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=fakes.NOON + HOUR, covers=None)
    with open_reader(path) as reader:
        for field, expected in (("language", ["fr", "en"]), ("author", ["anna", "bob"])):
            offers = read_offers(reader, HERE, Asked(f"value:{field}", "")).offers
            assert [one.text for one in offers] == expected
        (network,) = read_offers(reader, HERE, Asked("value:network", "")).offers
        assert network.text == entries[0].mention.network


def test_that_why_not_names_what_is_missing_and_what_is_excluded(session):
    query = "(orange AND sosh) OR ({Orange} NEAR/2 jus) NOT du"
    with open_reader(session) as reader:
        heard = next(one for one in reader.latest(HERE, 10) if "jus" in one.mention.text)
        picture = read_why(reader, HERE, WhyOptions(query, heard.id))
    assert not picture.is_held
    told = [(row.held, row.text, row.note) for row in picture.rows]
    assert (False, "orange AND sosh", "1 part of 2 held") in told
    assert (False, "sosh", "absent") in told
    assert any(row.is_negated and not row.held and row.note.startswith("found: ") for row in picture.rows)


def test_that_marks_of_other_topics_are_left_out(session):
    with open_reader(session) as reader:
        heard = reader.latest(HERE, 10)[-1]
        (topic,) = reader.topics()
    other = replace(heard, matches=(*heard.matches, Match(9, 1, heard.matches[0].marks)))
    shown = marked(other, topic, parse("panne"), Circle(()))
    assert [match.topic for match in shown.matches] == [topic.id, 9]
    assert shown.marks("body") == ((10, 15),)


@pytest.mark.parametrize(
    ("text", "saved", "checked", "locked", "may", "said"),
    [
        ("a", None, Checked("a"), "", False, "no topic"),
        ("a", "b", Checked("a"), "sealed", False, "sealed"),
        ("a", "b", Checked(""), "", False, ""),
        ("a", "a", Checked("a"), "", False, "saved query"),
        ("(", "b", Checked("(", ErrorView(0, 1, "no", "", None)), "", False, "error"),
        (" ", "b", Checked(" ", ErrorView(0, 0, "the query is empty", "", None)), "", False, "the query is empty"),
        (
            "a",
            "b",
            Checked("a", None, (ErrorView(0, 1, "beware", "", None, True),) * 3),
            "",
            True,
            "beware. (and 2 more)",
        ),
    ],
)
def test_that_what_cannot_be_saved_says_why(text, saved, checked, locked, may, said):
    found = standing(text, saved, checked, locked)
    assert found[0] is may
    assert said in found[1]
