"""The first run: three steps to a session, with no account asked for."""

import pytest
from PySide6.QtWidgets import QCheckBox

from hubdesk.core import HubdeskError, Role, SourceRow, Terms, Topic
from hubdesk.desk import wizard as wizard_module
from hubdesk.desk.wizard import Plan, Wizard, free_place
from hubdesk.desk.wizard_sources import AddressBox, SourceDialog, brings, web_address
from hubdesk.settings import places
from hubdesk.store.session import open_reader

TOPICS = tuple(Topic(0, name, name.lower()) for name in ("Orange", "SFR", "Bouygues Telecom", "Free"))
SOURCES = (
    SourceRow(0, "Bluesky", "bluesky", terms=Terms(deletes="events", note="Public posts only."), every=0),
    SourceRow(0, "Next", "feed", config={"url": "https://next.ink/feed/"}),
)


@pytest.fixture
def wizard(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(wizard_module, "default_topics", lambda: TOPICS)
    monkeypatch.setattr(wizard_module, "default_rows", lambda: SOURCES)

    def rows_for(urls, full_text):
        return tuple(SourceRow(0, url, "feed", config={"url": url, "full_text": full_text}) for url in urls)

    monkeypatch.setattr(wizard_module, "rows_for", rows_for)
    wizard = Wizard(places(tmp_path))
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitUntil(lambda: wizard.brands is not None)
    return wizard


def test_that_three_steps_make_a_session(wizard, qtbot, tmp_path):
    wizard.brands.choose_ours(1)
    wizard.brands.follow[3].setChecked(False)
    wizard.go_on()
    wizard.addresses.line.setText("blog.example.org")
    wizard.go_on()
    with qtbot.waitSignal(wizard.created) as created:
        wizard.go_on()
    (path,) = created.args
    assert path == tmp_path / "data" / "Hubdesk.hubdesk"
    with open_reader(path) as reader:
        assert [(topic.name, topic.role) for topic in reader.topics()] == [
            ("SFR", Role.OWN),
            ("Orange", Role.RIVAL),
            ("Bouygues Telecom", Role.RIVAL),
        ]
        assert [row.name for row in reader.sources()] == ["Bluesky", "Next", "https://blog.example.org"]


def test_that_a_source_can_be_left_out(wizard, qtbot):
    wizard.sources._boxes[0][0].setChecked(False)
    assert [row.name for row in wizard.sources.chosen()] == ["Next"]


def test_that_a_wrong_address_holds_the_step_and_says_why(wizard):
    wizard.go_on()
    wizard.addresses.line.setText("file:///etc/passwd")
    wizard.go_on()
    assert wizard.page == 1
    assert "http" in wizard.addresses.said.text()


def test_that_a_place_that_is_taken_is_said_and_nothing_is_written(wizard, qtbot, tmp_path):
    taken = tmp_path / "mine.hubdesk"
    taken.write_text("precious")
    wizard.place.setText(str(taken))
    wizard.go_on()
    wizard.go_on()
    wizard.go_on()
    qtbot.waitUntil(lambda: bool(wizard._fault.text()))
    assert "mine.hubdesk" in wizard._fault.text()
    assert taken.read_text() == "precious"
    assert wizard.next.isEnabled()


def test_that_the_demonstration_is_one_click_away(wizard, qtbot):
    with qtbot.waitSignal(wizard.demo_wished):
        wizard.demo.click()
    assert not wizard.isVisible()


def test_that_closing_the_wizard_leaves_nothing_running(wizard):
    wizard.close()
    assert not wizard._defaults.is_busy


def test_that_a_plan_makes_its_folder(tmp_path, qtbot):
    path = Plan(tmp_path / "a" / "b" / "s.hubdesk", "S", TOPICS, ())()
    assert path.exists()


def test_that_a_free_name_is_offered(tmp_path):
    assert free_place(tmp_path).name == "Hubdesk.hubdesk"
    (tmp_path / "Hubdesk.hubdesk").touch()
    assert free_place(tmp_path).name == "Hubdesk 2.hubdesk"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        (" http://example.org/feed?a=b ", "http://example.org/feed?a=b"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("https://été.example.fr/", "https://xn--t-9fab.example.fr/"),
    ],
)
def test_that_an_address_is_completed(typed, address):
    assert web_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "file:///etc/passwd",
        "ftp://example.org",
        "javascript:alert(1)",
        "mailto:me@example.org",
        "https://",
        "https://me:secret@example.org/",
        "https://a b.org",
        "https://" + "a" * 3000 + ".org",
        "https://exa\x00mple.org",
    ],
)
def test_that_what_is_no_web_address_is_refused_in_one_line(typed):
    with pytest.raises(HubdeskError) as refused:
        web_address(typed)
    assert "\n" not in str(refused.value)


def test_that_a_source_says_what_it_brings_and_on_what_terms():
    words = brings(SOURCES[0])
    assert "withdrawals are followed" in words
    assert "Public posts only." in words
    assert "asked every 5" in brings(SOURCES[1])


def test_that_an_address_is_taken_once(qtbot):
    box = AddressBox()
    qtbot.addWidget(box)
    for _time in range(2):
        box.line.setText("example.org")
        box.add()
    assert box.addresses == ("https://example.org",)


def test_that_an_address_can_be_left_out_again_and_stays_in_sight_beside_an_error(qtbot):
    box = AddressBox()
    qtbot.addWidget(box)
    box.show()
    for typed in ("example.org", "example.com/a&b", "javascript:x"):
        box.line.setText(typed)
        box.add()
    ticks = [one for one in box.findChildren(QCheckBox) if one is not box.whole]
    assert [tick.text() for tick in ticks] == ["https://example.org", "https://example.com/a&&b"]
    qtbot.waitUntil(lambda: all(tick.isVisible() for tick in ticks))
    assert "http" in box.said.text()
    ticks[0].setChecked(False)
    assert box.addresses == ("https://example.com/a&b",)


@pytest.mark.parametrize(
    "typed",
    ["http://127.0.0.1:80/", "localhost", "http://localhost:8000", "10.1.2.3/feed", "nas.local", "http://[::1]/"],
)
def test_that_an_address_of_this_machine_or_its_network_is_told_so_at_once(typed):
    with pytest.raises(HubdeskError, match="allow_private"):
        web_address(typed)


def test_that_a_plan_that_fails_half_way_leaves_no_file(tmp_path, monkeypatch):
    path = tmp_path / "s.hubdesk"

    def full(_rows):
        raise HubdeskError("the disk is full")

    monkeypatch.setattr(wizard_module, "AddSources", full)
    with pytest.raises(HubdeskError, match="full"):
        Plan(path, "S", TOPICS, SOURCES)()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("whole", [False, True])
def test_that_a_source_can_be_added_later_with_whole_articles_or_without(qtbot, whole):
    dialog = SourceDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.box.line.setText("example.org/blog")
    dialog.box.whole.setChecked(whole)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()
    (row,) = dialog.rows
    assert (row.name, row.config.get("full_text", False)) == ("example.org/blog", whole)
